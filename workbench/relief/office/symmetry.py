"""Clients of one office that trade with each other: what one's sales say and the other's purchases do not (feature 20)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ... import i18n
from ...days import Month
from ...i18n import N_, _
from ...ledger import Ledger
from ..conditions import REASON_TITLES
from ..parts import ON_NOTICE
from ..periods import default_as_of, month_of
from .mutual import DOCUMENT, PART, mutual_documents, mutual_parts, own_tax_id

FINDINGS = {
    "own_tax_id": N_("the client's own NIP is missing in its books"),
    "missing": N_("the other side does not have the document"),
    "part": N_("the other side does not have this payment part"),
    "amount": N_("the amounts differ"),
    "vat": N_("VAT of the document differs"),
    "due_date": N_("the due dates differ"),
    "relief_month": N_("the relief falls in different months"),
    "payment": N_("a payment is known to one side only"),
    "notice": N_("on the notice of one side only, though both have it unpaid"),
    "legal": N_("paid after the end of the month, by the filing day: no error, only the buyer corrects"),
}
"""What can be found, in words. `legal` is no error: the seller looks at the day of filing (art. 89a ust. 3 of the VAT act), the
buyer at the last day of the month (art. 89b ust. 1a)."""

_COLUMNS = {
    **dict.fromkeys(("seller", "buyer", "number"), "str"),
    **dict.fromkeys(("seller_document", "seller_payment", "buyer_document", "buyer_payment"), "str"),
    "finding": "str",
    "is_error": "bool",
    **dict.fromkeys(("seller_says", "buyer_says"), "str"),
    **dict.fromkeys(("seller_vat", "buyer_vat"), "int64"),
}
_EMPTY = {name: 0 if of == "int64" else "" for name, of in _COLUMNS.items()}


def symmetry(ledgers: Mapping[str, Ledger], month: str | Month) -> pd.DataFrame:
    """Where the books of clients contradict each other over the relief of a month. `ledgers`: books by the client's name.

    A sale and a purchase belong together when the parties' tax ids are those of the other company (letters and digits
    alone count, without PL in front) and the seller's number is the buyer's foreign number (spaces and case do not count;
    of a repeated number the first is the first by date of issue). Their payment parts are paired by due date. Looked at are
    the parts whose relief date lies in the month for one of the sides.

    One row a finding: seller, buyer, number, seller_document, seller_payment, buyer_document, buyer_payment ("" where there is
    none), finding (a code of `FINDINGS`), is_error, seller_says, buyer_says (in the user's language), seller_vat, buyer_vat (of
    the part's unpaid lines on each notice, int64 grosze). Raises PeriodError as `notice`.
    """
    asked = month_of(month)
    companies = {own_tax_id(ledger): name for name, ledger in ledgers.items() if own_tax_id(ledger)}
    sold, bought = (mutual_documents(ledgers, companies, side) for side in ("sale", "purchase"))
    days = (asked.last, default_as_of("sale", asked))
    pairs = mutual_parts(sold, ledgers, "sale", asked, days).merge(
        mutual_parts(bought, ledgers, "purchase", asked, days), how="outer", on=PART, suffixes=("_seller", "_buyer")
    )
    in_month = (pairs["month_seller"] == str(asked)) | (pairs["month_buyer"] == str(asked))
    known = {"seller": _documents_by_name(sold), "buyer": _documents_by_name(bought)}
    rows = [{**_EMPTY, "seller": name, "finding": "own_tax_id"} for name in ledgers if name not in companies.values()]
    for values in pairs[in_month].to_dict("records"):
        pair = _Pair({str(name): value for name, value in values.items()}, known, days)
        rows += [pair.row(companies, *found) for found in pair.findings()]
    table = pd.DataFrame(rows, columns=list(_COLUMNS))
    table["is_error"] = table["finding"] != "legal"
    return table.astype(_COLUMNS).sort_values(["seller", "buyer", "number"], kind="stable", ignore_index=True)


def _documents_by_name(documents: pd.DataFrame) -> dict[tuple[Any, ...], str]:
    return dict(zip(documents[DOCUMENT].itertuples(index=False, name=None), documents["document_id"], strict=True))


@dataclass(frozen=True)
class _Pair:
    """A payment part as both sides have it: a row of the joined parts; the documents of each side; the buyer's day (the last of
    the month) and the seller's (of filing)."""

    values: Mapping[str, Any]
    known: Mapping[str, Mapping[tuple[Any, ...], str]]
    days: tuple[date, date]

    def findings(self) -> Iterator[tuple[str, str, str]]:
        """The code of each finding, with what the seller and what the buyer says."""
        absent = [side for side in ("seller", "buyer") if not self.has(side)]
        if absent:
            has_document = self.document(absent[0]) != ""
            says = {side: "" if side in absent else self.described(side) for side in ("seller", "buyer")}
            yield "part" if has_document else "missing", says["seller"], says["buyer"]
            return
        if self.differ("amount") or self.differ("currency"):
            yield "amount", self.money("seller", "amount"), self.money("buyer", "amount")
        if self.differ("document_vat"):
            yield "vat", self.vat("seller"), self.vat("buyer")
        if self.differ("due_date"):
            yield "due_date", self.due("seller"), self.due("buyer")
        if self.differ("month"):
            yield "relief_month", self.month("seller"), self.month("buyer")
        if self.differ("settled_0") or self.differ("settled_1"):
            yield "payment", self.paid("seller"), self.paid("buyer")
        elif not self.differ("month") and not self.differ("amount"):
            yield from self._notices()

    def _notices(self) -> Iterator[tuple[str, str, str]]:
        """What the notices say of a part on whose payments both sides agree."""
        owed = [self.values["amount_seller"] - self.values[f"settled_{place}_seller"] for place in (0, 1)]
        on_notice = [self.values[f"reason_{side}"] == ON_NOTICE for side in ("seller", "buyer")]
        if min(owed) > 0 and on_notice[0] != on_notice[1]:
            yield "notice", self.reason("seller"), self.reason("buyer")
        elif owed[0] > owed[1] and any(on_notice):
            yield "legal", self.paid("seller"), self.paid("buyer")

    def has(self, side: str) -> bool:
        return isinstance(self.values[f"payment_id_{side}"], str)

    def differ(self, column: str) -> bool:
        """Whether the sides differ in it."""
        return bool(self.values[f"{column}_seller"] != self.values[f"{column}_buyer"])

    def document(self, side: str) -> str:
        """The id of the document in a side's books, "" where it is not there."""
        return self.known[side].get(tuple(self.values[name] for name in DOCUMENT), "")

    def money(self, side: str, column: str) -> str:
        return i18n.amount(self.values[f"{column}_{side}"], self.values[f"currency_{side}"])

    def vat(self, side: str) -> str:
        return i18n.amount(self.values[f"document_vat_{side}"], "PLN")

    def due(self, side: str) -> str:
        return i18n.day(self.values[f"due_date_{side}"])

    def month(self, side: str) -> str:
        return i18n.month(Month(self.values[f"month_{side}"]))

    def paid(self, side: str) -> str:
        """What was settled by the buyer's day and by the seller's."""
        text = _("{first} by {month_end}, {second} by {filing}")
        return text.format(
            first=self.money(side, "settled_0"),
            month_end=i18n.day(self.days[0]),
            second=self.money(side, "settled_1"),
            filing=i18n.day(self.days[1]),
        )

    def reason(self, side: str) -> str:
        return _(REASON_TITLES[self.values[f"reason_{side}"]])

    def described(self, side: str) -> str:
        text = _("{amount}, due {day}")
        return text.format(amount=self.money(side, "amount"), day=self.due(side))

    def row(self, companies: Mapping[str, str], finding: str, seller_says: str, buyer_says: str) -> dict[str, Any]:
        """The finding as a row of `symmetry`."""
        present = {side: self.has(side) for side in ("seller", "buyer")}
        number = self.values["number_seller"] if present["seller"] else self.values["number_buyer"]
        row: dict[str, Any] = {"number": number, "finding": finding, "seller_says": seller_says, "buyer_says": buyer_says}
        for side, there in present.items():
            row[side] = companies[self.values[f"{side}_id"]]
            row[f"{side}_document"] = self.document(side)
            row[f"{side}_payment"] = self.values[f"payment_id_{side}"] if there else ""
            row[f"{side}_vat"] = int(self.values[f"vat_{side}"]) if there else 0
        return row
