"""What KSeF invoices cannot say, as a table that the user answers; nothing in it is assumed before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ... import money
from ...errors import FilingError
from ...i18n import N_, _
from ...ledger.schema import VAT_RATES
from . import values
from .fields import field_map

BLOCKING: Mapping[str, str] = {
    "due_date": N_("The invoice names no due date. Answer with a date (2026-01-31), or with dates and amounts."),
    "relative_term": N_("The invoice only describes its due date: {text}. Answer with the date it comes to."),
    "due_split": N_(
        "The invoice has several due dates ({text}) and no amounts for them. Answer with dates and amounts: {example}"
    ),
    "set_off": N_("The correction lowers the amount due and has no due date. Answer with the day it was set off or refunded."),
    "fx": N_("The invoice is in {text} and has no rate of exchange for its net. Answer with the rate, such as 4.2512."),
    "rate": N_("The books have no rate for this amount: {text}. Answer with the rate it is kept under, such as {rates}."),
}
"""Needs without whose answer a document has no payments in the books, and so no relief; and what the user is told."""
TELLING: Mapping[str, str] = {
    "factor": N_("The invoice is payable to a factor or to a bank that bought it: the claim was probably assigned."),
    "deductions": N_("The invoice deducts {text} from what is to be paid; in the books this is set off on its day of issue."),
    "charges": N_("The invoice charges {text} more than its total, outside VAT; the books do not hold this."),
    "totals": N_("The totals of the rates make {text}; the books take the total for what is to be paid."),
    "overpaid": N_("The payments on the invoice do not add up to its total: {text}."),
    "corrects": N_("The invoice corrects {text}; none or more than one of them is in the books, so it is tied to none."),
    "vat_date": N_(
        "The correction counts in the VAT register at a day of its own. Answer with the day, or leave it to the books."
    ),
    "sale_date": N_("The lines were delivered in several months; the books hold one day of sale, the last: {text}."),
    "ksef_number": N_("The file is not named by its KSeF number, which JPK_V7 asks for. Answer with the number."),
    "same_number": N_("The seller has another invoice of this number: {text}. Both are in the books."),
    "reverse_charge": N_("The buyer accounts for the tax of {text}; its tax is not in the invoice and not in the books."),
    "several_transactions": N_("The invoice has totals of several kinds of sale; the books hold it as {text}."),
}
"""What the user should know; some take an answer, none waits for it."""

COLUMNS = ("file", "document", "number", "need", "blocking", "text", "offered", "answer")
Parts = list[tuple[str, int]]
"""Days in ISO form with amounts in minor units."""


@dataclass
class Needs:
    """Collects needs and looks up their answers; `answers` by document and need."""

    answers: Mapping[tuple[str, str], str]
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def ask(
        self, invoice: Mapping[str, Any], document: str, need: str, offered: str = "", about: str = "", **words: str
    ) -> str:
        """Notes a need and gives its answer, "" while there is none. `about`: what it is asked about, where one document may
        be asked several times; it becomes part of the need's name."""
        name = f"{need}_{about}" if about else need
        answer = self.answers.get((document, name), "").strip()
        text = _(BLOCKING.get(need) or TELLING[need]).format(**words)
        self.rows.append((invoice["file"], document, invoice["number"], name, need in BLOCKING, text, offered, answer))
        return answer

    def table(self) -> pd.DataFrame:
        """All needs, the answered ones too: file, document, number, need, blocking, text, offered, answer."""
        given = pd.DataFrame(self.rows, columns=list(COLUMNS))
        return given.astype({name: "bool" if name == "blocking" else "str" for name in COLUMNS})


def answers_of(table: pd.DataFrame | None) -> dict[tuple[str, str], str]:
    """Answers by document and need, of a table with the columns document, need, answer; FilingError for another table or a need
    that does not exist."""
    if table is None:
        return {}
    if missing := [name for name in ("document", "need", "answer") if name not in table.columns]:
        raise FilingError(_("The table of answers lacks the column {column}.").format(column=missing[0]))
    columns = [table[name].fillna("").astype(str).tolist() for name in ("document", "need", "answer")]
    known = {*BLOCKING, *TELLING, *(f"rate_{field}" for field in field_map().groups)}
    for document, need, _answer in zip(*columns, strict=True):
        if need not in known:
            reason = _("Answers, {document}: there is no need called {need}.")
            raise FilingError(reason.format(document=document, need=need))
    return {(document, need): answer for document, need, answer in zip(*columns, strict=True)}


def dates(document: str, need: str, answer: str, total: int) -> Parts:
    """An answer about due dates: one date for all of `total`, or dates with amounts that add up to it ("2026-09-15: 100.00;
    2026-10-15: 23.00")."""
    pieces = [piece for piece in answer.split(";") if piece.strip()]
    if len(pieces) == 1 and ":" not in answer:
        return [(one_date(document, need, answer), total)]
    parts = []
    for piece in pieces:
        day, _colon, amount = piece.partition(":")
        try:
            parts.append((one_date(document, need, day), money.parse(amount)))
        except ValueError:
            raise _wrong(document, need, answer, _("dates with amounts, such as {example}").format(example=_EXAMPLE)) from None
    if sum(amount for _day, amount in parts) != total or any(amount * total <= 0 for _day, amount in parts):
        raise _wrong(document, need, answer, _("amounts that add up to {total}").format(total=money.to_text(total)))
    return parts


def one_date(document: str, need: str, answer: str) -> str:
    """An answer that is a date."""
    try:
        return values.day(need, answer)
    except FilingError:
        raise _wrong(document, need, answer, _("a date such as 2026-01-31, from 1990 to 2100")) from None


def exchange_rate(document: str, answer: str) -> Any:
    """An answer that is a rate of exchange, as Decimal."""
    try:
        return values.rate("fx", answer)
    except FilingError:
        raise _wrong(document, "fx", answer, _("a rate above zero with at most six decimals, such as 4.2512")) from None


def vat_rate(document: str, need: str, answer: str) -> str:
    """An answer that is one of the rates of the books."""
    if answer not in VAT_RATES:
        raise _wrong(document, need, answer, _("one of: {codes}").format(codes=", ".join(VAT_RATES)))
    return answer


def number_of_ksef(document: str, answer: str) -> str:
    """An answer that is a KSeF number."""
    if values.ksef_number(answer) != answer:
        raise _wrong(document, "ksef_number", answer, _("a KSeF number: NIP, day, twelve characters and two more"))
    return answer


def equal_split(days: Sequence[str], total: int) -> str:
    """An answer to propose: the same amount for every date, what is left over with the last."""
    share = abs(total) // len(days)
    sign = -1 if total < 0 else 1
    amounts = [share] * (len(days) - 1) + [abs(total) - share * (len(days) - 1)]
    return "; ".join(f"{day}: {money.to_text(sign * amount)}" for day, amount in zip(days, amounts, strict=True))


_EXAMPLE = "2026-01-31: 100.00; 2026-02-28: 23.00"


def example() -> str:
    """How dates and amounts are written."""
    return _EXAMPLE


def _wrong(document: str, need: str, answer: str, expected: str) -> FilingError:
    reason = _("Answers, {document}, {need}: {answer} – expected {expected}")
    return FilingError(reason.format(document=document, need=need, answer=answer, expected=expected))
