"""The bank description lines of payments: their own, or made of the category's and company's texts (T-091, T-095)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...errors import MacroError
from ...ledger import Ledger
from ..texts import MacroValues, default_text

Lines = tuple[str, str, str, str]
Source = Literal["payment", "made", "default"]

TEXTS = ("text1", "text2", "text3", "text4")
OFFICIAL = ("tax_office", "social_insurance")
"""Kinds whose texts do not begin as the company's ordinary transfers do (T-095)."""


@dataclass(frozen=True)
class Descriptions:
    """For each payment its four lines, where they come from, and what is wrong with a macro in them ("" nothing).

    Source: typed on the payment; made of the category or the company's beginning; the default, which only says the number.
    """

    lines: list[Lines]
    source: list[Source]
    fault: list[str]


def descriptions_of(ledger: Ledger, rows: npt.NDArray[np.integer[Any]], table: pd.DataFrame) -> Descriptions:
    """The lines of the payments in `rows` of the ledger; `table` holds their columns in the same order.

    Lines typed on the payment stay as they are: macros are for categories and for the company's beginning.
    """
    typed = [ledger.payments[name].array.take(rows).fillna("").tolist() for name in TEXTS]
    lines = cast(list[Lines], list(zip(*typed, strict=True)))
    source: list[Source] = ["payment"] * len(lines)
    fault = [""] * len(lines)
    empty = [place for place, each in enumerate(lines) if not any(each)]
    maker = _Maker(ledger, rows, table) if empty else None
    for place in empty:
        assert maker is not None, "there is a payment without lines"
        try:
            made, source[place] = maker.lines(place)
        except MacroError as error:
            made, fault[place] = [], str(error)
        lines[place] = cast(Lines, (*made, "", "", "", "")[:4])
    return Descriptions(lines, source, fault)


class _Maker:
    """Makes the lines of payments that have none of their own; looks up the books once, not once a payment."""

    def __init__(self, ledger: Ledger, rows: npt.NDArray[np.integer[Any]], table: pd.DataFrame) -> None:
        self._rows = rows
        self._number = table["number"].tolist()
        self._category = table["category"].tolist()
        self._kind = table["kind"].tolist()
        self._payment = table["payment_id"].tolist()
        self._party = table["party_id"].tolist()
        self._name = table["party_name"].tolist()
        self._date = table["document_date"].dt.date.tolist()
        self._document = ledger.index.payment_document[rows].tolist()
        self._ledger = ledger
        self._party_kind = dict(zip(ledger.parties["party_id"], ledger.parties["kind"], strict=True))
        categories = ledger.categories.fillna("")
        self._category_name = dict(zip(categories["category"], categories["name"], strict=True))
        self._templates: dict[str, Lines] = {
            name: (*texts,) for name, *texts in categories[["category", *TEXTS]].itertuples(index=False)
        }
        starts = ledger.company["text_start"].dropna().tolist()
        self._start = starts[0] if starts else None
        self._settling = self._settling_documents() if self._needs_settling() else {}

    def lines(self, place: int) -> tuple[list[str], Source]:
        """Up to four lines, and whether they are made or the default; MacroError for a macro that cannot be read."""
        wages = self._party_kind[self._party[place]] == "employee"
        start = None if self._kind[place] in OFFICIAL else self._start
        template = self._templates.get(self._category[place])
        if start is None and (template is None or not any(template)):
            return default_text(MacroValues(document_number=self._number[place]), None, None, wages), "default"
        return default_text(self._values(place), template, start, wages), "made"

    def _values(self, place: int) -> MacroValues:
        day: Any = self._date[place]
        document = self._document[place]
        of_document = self._ledger.documents["category"].iloc[document] if document >= 0 else ""
        kind = self._party_kind[self._party[place]]
        return MacroValues(
            document_number=self._number[place],
            document_date=day if isinstance(day, date) and not pd.isna(day) else None,
            party_id=self._party[place],
            party_type=kind,
            party_code=self._party[place],
            party_names=_names(self._name[place], kind),
            payment_id=self._payment[place],
            category_text=self._category_name.get(of_document, ""),
            settling_documents=self._settling.get(int(self._rows[place]), ()),
        )

    def _needs_settling(self) -> bool:
        texts = [*(line for lines in self._templates.values() for line in lines), self._start or ""]
        return any("@" in text for text in texts)

    def _settling_documents(self) -> dict[int, tuple[str, ...]]:
        """What settled each payment, by its row: the sources of its settlements in the order of their dates (T-094)."""
        settlements = self._ledger.settlements
        order = np.argsort(settlements["date"].to_numpy(), kind="stable")
        sources = settlements["source"].fillna("").array.take(order)
        found: dict[int, tuple[str, ...]] = {}
        for payment, source in zip(self._ledger.index.settlement_payment[order].tolist(), sources, strict=True):
            if source and source not in found.get(payment, ()):
                found[payment] = (*found.get(payment, ()), source)
        return found


def _names(name: str, kind: str) -> tuple[str, str, str]:
    """The three names of a party (T-093); of an employee, whose card says first name and surname, the surname first."""
    if kind != "employee":
        return name, "", ""
    first, _, surname = name.rpartition(" ")
    return surname, first, ""
