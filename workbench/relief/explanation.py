"""Why a document is or is not on a notice: conditions, states and the arithmetic of its lines, as tables and as a card."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .. import i18n, money
from ..days import Month
from ..errors import UnknownDocumentError
from ..i18n import _
from ..ledger.schema import VAT_RATES
from .amounts import Selection, in_pln
from .columns import KINDS
from .conditions import TITLES, Condition, PartFacts, conditions
from .filed import Period
from .listing import period_title
from .parts import REASONS, Parts
from .periods import months_of
from .standing import elsewhere

if TYPE_CHECKING:
    from .notices import ReliefNotice
    from .run import Run


@dataclass(frozen=True, eq=False, repr=False)
class Explanation:
    """The explanation of one document on one notice.

    `number` is the document's, on the purchase side the supplier's where the books hold it.

    Of a notice whose lines are kept (see `ReliefNotice`, replaced lines) the title, `lines` and `steps` tell what is kept, the
    conditions what the books say now.

    `table`: one row a payment part and condition, failing ones first: payment_id, code, condition, value, expected,
    passed, law (since when the rule stands so), source (where it is written). `parts`: one row a payment part:
    payment_id, reason (`on_notice` or the first failing condition), relief_date, month, as_of (of the notice of that
    month), amount, unpaid (int64 grosze). `lines`: the document's lines on this notice. `steps`: how they were
    computed, in words. `settlements`: what was paid: payment_id, date, amount, source.
    """

    document_id: str
    number: str
    party: str
    title: str
    table: pd.DataFrame
    parts: pd.DataFrame
    lines: pd.DataFrame
    steps: tuple[str, ...]
    settlements: pd.DataFrame

    def __repr__(self) -> str:
        failed = self.table[~self.table["passed"]]
        told = [f"{row.payment_id}: {row.condition}: {row.value}" for row in failed.itertuples()]
        return "\n".join([f"{self.document_id}: {self.title}", *told, *self.steps])

    def _repr_html_(self) -> str:
        from .showing import explanation_html

        return explanation_html(self)


_NUMBERS = ("document_id", "number", "foreign_number")


def explain(notice: "ReliefNotice", run: "Run", document: str) -> Explanation:
    """See `ReliefNotice.explain`."""
    parts, ledger = run.parts, notice.ledger
    row = _find(notice, document)
    names: list[Any] = [ledger.documents[column].iat[row] for column in _NUMBERS]
    document_id, number, supplier_number = names
    if notice.side == "purchase" and isinstance(supplier_number, str):
        number = supplier_number
    mine = np.flatnonzero(parts.document == row)
    mine = mine[np.argsort(parts.payment[mine], kind="stable")]
    payment_ids = parts.payment_ids(parts.payment[mine]).tolist()
    unpaid, _reason = run.state(mine)
    as_of = [_day(number) for number in run.as_of(parts.month[mine])]
    reasons = [REASONS[code] for code in run.reasons[mine]]
    month = period_title(notice.period)
    judged = [_day(number) for number in run.judged(mine, run.as_of(parts.month[mine]))]
    since, on_another = run.filed.kept_off if run.filed else {}, _on_another(run, mine, payment_ids)
    facts = [
        PartFacts(
            parts=parts,
            position=int(position),
            as_of=day,
            unpaid=int(owed),
            in_month=run.holds(int(parts.month[position])),
            month_title=month,
            reason=reason,
            judged=judged_on,
            kept_off=since.get(payment),
            elsewhere=on_another.get(payment, ""),
        )
        for position, day, owed, reason, judged_on, payment in zip(
            mine, as_of, unpaid, reasons, judged, payment_ids, strict=True
        )
    ]
    lines = notice.lines[notice.lines["document_id"] == document_id].reset_index(drop=True)
    months = [Month.numbered(int(parts.month[position])) for position in mine]
    return Explanation(
        document_id=document_id,
        number=number,
        party=str(ledger.parties["name"].iat[int(ledger.index.document_party[row])]),
        title=_title(lines, notice.period, len(mine)),
        table=_table({key: conditions(of) for key, of in zip(payment_ids, facts, strict=True)}),
        parts=pd.DataFrame(
            {
                "payment_id": payment_ids,
                "reason": reasons,
                "relief_date": [of.relief_date for of in facts],
                "month": [str(month) for month in months],
                "as_of": as_of,
                "amount": parts.amount[mine],
                "unpaid": unpaid,
            }
        ),
        lines=lines,
        steps=tuple(_steps(notice, run, lines, mine, unpaid)),
        settlements=_settlements(parts, mine),
    )


def _on_another(run: "Run", mine: Selection, payment_ids: list[str]) -> dict[str, str]:
    """Of the payments that stand as unpaid on a filed notice of another period: the title of that period."""
    found: dict[str, str] = {}
    if run.filed is None or not elsewhere(run.parts, run.filed, mine, run.first_month, run.last_month).any():
        return found
    for period, filed in sorted(run.filed.notices.items(), key=lambda item: item[0].first):
        months = months_of(period)
        if months[-1].number < run.first_month or months[0].number > run.last_month:
            lines = filed.lines
            standing = (lines["kind"] == "unpaid") & (lines["unpaid"] > 0) & lines["payment_id"].isin(payment_ids)
            found = dict.fromkeys(lines.loc[standing, "payment_id"], period_title(period)) | found
    return found


def _find(notice: "ReliefNotice", document: str) -> int:
    documents = notice.ledger.documents
    for column in ("document_id", "number"):
        rows = np.flatnonzero((documents[column] == document) & (documents["register"] == notice.side))
        if len(rows) == 1:
            return int(rows[0])
        if len(rows) > 1:
            raise UnknownDocumentError(
                _("{document}: several documents have this number; give the document_id.").format(document=document)
            )
    raise UnknownDocumentError(
        _("{document}: there is no such document on this side ({side}) of the books.").format(
            document=document, side=notice.side
        )
    )


def _title(lines: pd.DataFrame, period: Period, parts: int) -> str:
    kinds = set(lines["kind"])
    month = period_title(period)
    if kinds == {"unpaid"}:
        return _("On the notice of {month}: unpaid").format(month=month)
    if kinds == {"paid_back"}:
        return _("On the notice of {month}: paid back").format(month=month)
    if kinds:
        return _("On the notice of {month}: unpaid and paid back").format(month=month)
    if not parts:
        return _("Not on the notice of {month}: the books hold no payment of this document").format(month=month)
    return _("Not on the notice of {month}").format(month=month)


def _table(by_part: dict[str, list[Condition]]) -> pd.DataFrame:
    rows = [
        (key, item.name, _(TITLES[item.name]), item.value, item.expected, item.passed, _since(item), item.source)
        for key, items in by_part.items()
        for item in sorted(items, key=lambda item: item.passed)
    ]
    columns = ["payment_id", "code", "condition", "value", "expected", "passed", "law", "source"]
    return pd.DataFrame(rows, columns=columns).astype({"passed": bool})


def _since(condition: Condition) -> str:
    return _("since {day}").format(day=i18n.day(condition.since))


def _steps(notice: "ReliefNotice", run: "Run", lines: pd.DataFrame, mine: Selection, unpaid: money.Grosze) -> list[str]:
    """The arithmetic of the lines, one sentence a line; of a line that is kept otherwise than the books of today have it only
    what is kept."""
    parts, now = run.parts, run.computed
    place = dict(zip(parts.payment_ids(parts.payment[mine]), range(len(mine)), strict=True))
    rows = np.flatnonzero(np.isin(now.part, mine))
    keys = zip(now.part[rows].tolist(), now.rate[rows].tolist(), now.kind[rows].tolist(), strict=True)
    amounts = zip(now.net[rows].tolist(), now.vat[rows].tolist(), now.unpaid[rows].tolist(), strict=True)
    by_books = dict(zip(keys, amounts, strict=True))
    steps = []
    for line in lines.itertuples():
        at = [place[line.payment_id]] if line.payment_id in place else []
        key = (int(mine[at[0]]) if at else -1, VAT_RATES.index(line.rate), KINDS.index(line.kind))
        if by_books.get(key) == (line.net, line.vat, line.unpaid):
            steps.append(_step(parts, line, mine[at], unpaid[at]))
        else:
            steps.append(_kept_step(notice.as_of, line))
    return steps


def _kept_step(as_of: date, line: Any) -> str:
    text = _(
        "{payment}, {rate} %: by the notice as of {day}, {unpaid} unpaid: net {net}, VAT {vat}; "
        "the books of today say otherwise"
    )
    if line.kind == "paid_back":
        text = _(
            "{payment}, {rate} %: by the notice as of {day} paid back, {unpaid} left unpaid: net {net}, VAT {vat}; "
            "the books of today say otherwise"
        )
    return text.format(
        payment=line.payment_id,
        rate=line.rate,
        day=i18n.day(as_of),
        unpaid=i18n.amount(line.unpaid),
        net=i18n.amount(line.net),
        vat=i18n.amount(line.vat),
    )


def _step(parts: Parts, line: Any, selection: Selection, unpaid: money.Grosze) -> str:
    document = int(parts.document[selection[0]])
    groups = parts.groups
    rows = np.arange(groups.starts[document], groups.starts[document + 1])
    gross = line.net + line.vat
    facts = {
        "payment": line.payment_id,
        "rate": line.rate,
        "gross": i18n.amount(gross),
        "net": i18n.amount(line.net),
        "vat": i18n.amount(line.vat),
    }
    if line.kind == "paid_back":
        return _(
            "{payment}, {rate} %: paid back gross {gross} = net {net} + VAT {vat}, the difference of the amounts before and "
            "after the payment of {day}"
        ).format(day=i18n.day(line.payment_date.date()), **facts)
    group = next(row for row in rows if VAT_RATES[groups.rate[row]] == line.rate and groups.gives_line[row])
    facts |= {
        "unpaid": i18n.amount(int(in_pln(parts, selection, unpaid)[0])),
        "rate_net": i18n.amount(int(groups.net[group])),
        "rate_gross": i18n.amount(int(groups.gross[group])),
        "document_gross": i18n.amount(int(groups.document_gross[document])),
    }
    text = _("{payment}, {rate} %: net = {gross} × {rate_net} / {rate_gross} = {net}; VAT = {gross} − {net} = {vat}")
    if len(rows) > 1:
        text = _(
            "{payment}, {rate} %: of {unpaid} unpaid its share {rate_gross} / {document_gross} is {gross}; "
            "net = {gross} × {rate_net} / {rate_gross} = {net}; VAT = {gross} − {net} = {vat}"
        )
    return text.format(**facts)


def _settlements(parts: Parts, mine: Selection) -> pd.DataFrame:
    rows = np.flatnonzero(np.isin(parts.ledger.index.settlement_payment, parts.payment[mine]))
    return parts.ledger.settlements.take(rows).sort_values(["payment_id", "date"], kind="stable", ignore_index=True)


def _day(number: int) -> date:
    return np.datetime64(int(number), "D").astype(date)
