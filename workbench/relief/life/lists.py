"""The list of notices, and what of it goes out with a declaration: status, attachment, the notice that is sent."""

from collections.abc import Iterable

import pandas as pd

from ...days import Month
from ...i18n import N_, _
from .. import law
from ..filed import Period
from .chain import STATE_TITLES, Chain, KeptNotice
from .declarations import Declaration
from .entries import signed

CHANGE_TITLES = {"added": N_("added"), "removed": N_("gone"), "changed": N_("changed"), "same": N_("the same")}
"""The changes that `relief.compare` tells, in words."""
LIST_COLUMNS = {
    "side": "str",
    "period": "str",
    "notice": "str",
    "month": "str",
    "year": "int64",
    "correction": "bool",
    "calculated_on": "datetime64[s]",
    "amount": "int64",
    "state": "str",
    "status": "str",
}


def listing(chains: Iterable[Chain]) -> pd.DataFrame:
    """All notices of chains, a row each: by period, then sales before purchases, then from the original on.

    Columns as J-003 names them: month (1 to 12; a quarter as Q1 to Q4), year, correction, calculated_on, amount (the VAT of the
    correction, signed, int64 grosze), status (of the newest in words: being prepared, locked, entries complete; an amended one
    says so); in front of them side, period and notice (its mark), and state, the code of the status. The list of VAT-7 and
    that of JPK_V7 are this same list (J-006).
    """
    rows = []
    for chain in sorted(chains, key=lambda one: (one.period.last, one.period.first, one.side != "sale")):
        for kept in chain.notices:
            state = chain.state if kept is chain.newest else "amended"
            period = chain.period
            month = str(period.last.month) if isinstance(period, Month) else f"Q{period.number % 4 + 1}"
            vat = int(signed(kept.lines, chain.side)["vat"].sum())
            status = _("amended") if state == "amended" else _(STATE_TITLES[chain.state])
            rows.append(
                (
                    *(chain.side, str(period), chain.mark(kept.number), month, period.year, kept.number > 0),
                    *(kept.calculated_on, vat, state, status),
                )
            )
    return pd.DataFrame(rows, columns=list(LIST_COLUMNS)).astype(LIST_COLUMNS)


def is_sent(chain: Chain) -> bool:
    """Whether notices of this side and period go to the tax office: of sales up to September 2020 (R-004, J-004, J-017)."""
    return bool(law.rule("notice_sent", chain.side).at(chain.period.last).value)


def status_shown(chain: Chain, declaration: Declaration) -> str:
    """The column e-Deklaracje of a notice: the status of the declaration that covers its period (R-049, R-065); empty for
    purchases and from October 2020 on (J-003, J-004)."""
    return declaration.status if is_sent(chain) and chain.newest and declaration.covers(chain.period) else ""


def notice_to_send(chains: Iterable[Chain], period: Period) -> KeptNotice | None:
    """What e-Deklaracje receives for a month, or a quarter with a notice of its own: the last calculated sale notice, so the
    newest correction (R-062); None from October 2020 on (J-017), and where none was made."""
    return next((one.newest for one in chains if one.side == "sale" and one.period == period and is_sent(one)), None)


def vat_zd_attached(chains: Iterable[Chain], declaration_period: Period) -> bool:
    """Whether the declaration says "Tak" at VAT-ZD: at least one sale notice of its months has unpaid invoices, and correction
    entries were generated for it (R-048). Never from October 2020 on (J-005)."""
    declaration = Declaration(declaration_period)
    return any(
        one.newest is not None
        and is_sent(one)
        and declaration.covers(one.period)
        and bool((one.newest.lines["kind"] == "unpaid").any())
        and len(one.entries) > 0
        for one in chains
    )
