"""What a declaration says of the relief, and what is missing before it is locked: texts only, no widgets."""

from collections.abc import Iterator

from ...days import Month, Quarter
from ...i18n import _
from ...relief import Side, period_title
from ...relief.filed import Period
from ...relief.life.chain import Chain
from ...relief.life.declarations import Declaration
from ...relief.life.lists import is_sent, notice_to_send, vat_zd_attached
from ...relief.listing import SIDE_TITLES
from ...relief.office import STATES
from ...relief.outlook import SIDES
from ...relief.periods import months_of
from ...store.company import is_quarterly
from ...store.relief_desk import ReliefDesk


def offered(desk: ReliefDesk, period: Period) -> tuple[Period, ...]:
    """The months and quarters whose declaration can be begun for a notice's period: of who declares by the month the month; of
    who declares by the quarter the quarter, before its last month the month's record file (J-020); both where the books do not
    say it, or were other than what was declared here before."""
    month = Month.of(period.last)
    quarter = Quarter.of(month.first)
    if not len(desk.books.company):
        found: tuple[Period, ...] = (month, quarter)
    elif is_quarterly(desk.books):
        found = (month if desk.begun(month).part == "record" else quarter,)
    else:
        found = (month, quarter) if desk.record.is_quarterly(month) else (month,)
    covering = tuple(one for one in found if Declaration(one).covers(period))
    return covering or (quarter,)  # a quarter's notice of a client that declares by the month since


def declaration_of(desk: ReliefDesk, period: Period) -> Declaration:
    """The declaration that the steps are about: the one that the period's entries belong to. A record file that was not begun
    comes before the quarter, as long as that is open."""
    found, only = desk.declaration(period), offered(desk, period)
    if len(only) > 1:
        return found
    first = desk.begun(only[0])
    return first if not found.submissions or (found.is_open and first.part == "record") else found


def attachment(desk: ReliefDesk, period: Period) -> list[str]:
    """Of declarations up to September 2020: whether VAT-ZD is attached (R-048), and which notice of each month, or of the
    quarter, e-Deklaracje receives (R-062). Nothing from October 2020 on (J-005, J-017)."""
    chains = desk.chains()
    if not is_sent(Chain("sale", period)):
        return []
    told = [_("VAT-ZD: {answer}").format(answer=_("Yes") if vat_zd_attached(chains, period) else _("No"))]
    for one in dict.fromkeys((period, *months_of(period))):
        kept = notice_to_send(chains, one)
        if kept is not None:
            text = _("e-Deklaracje receives the notice {mark} of {period}")
            told.append(text.format(mark=desk.chain("sale", one).mark(kept.number), period=period_title(one)))
    return told


def missing(desk: ReliefDesk, period: Period) -> list[str]:
    """Which notices of the period of a declaration still lack entries, and why (J-008), such as: Sale, April 2020: notice not
    locked."""
    return [
        _("{side}, {period}: {state}").format(side=_(SIDE_TITLES[side]), period=period_title(of), state=_(STATES[state]))
        for side, of, state in _incomplete(desk, period)
    ]


def _incomplete(desk: ReliefDesk, period: Period) -> Iterator[tuple[Side, Period, str]]:
    """Side, period and state of the notices that lack entries; a month before the first notice kept was seen to elsewhere."""
    told = set()
    for side in SIDES:
        since = desk.filed(side).since
        for month in months_of(period):
            chain = desk.record.chain_covering(side, month)
            if chain.newest is None:
                if (since is None or not month < since) and len(desk.notice(side, month).lines):
                    yield side, month, "to_make"
            elif chain.state != "carried" and (side, chain.period) not in told:
                told.add((side, chain.period))
                yield side, chain.period, chain.state
