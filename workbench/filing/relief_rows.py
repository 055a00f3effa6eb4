"""The rows of bad-debt relief in the record part of JPK_V7 (vat.md 2.4).

A sale has one row for each invoice and due date for what is unpaid (art. 89a sec. 1, amounts below zero) and one for each
invoice and day of payment for what was paid back (sec. 4), because the structure allows one date a row. A purchase has one row
for each invoice in K_46 (art. 89b sec. 1) or K_47 (sec. 4), the tax alone. All of them bear number, dates and party of the
original, and no markers: whether the original's belong there is open, and the reading that they do not is the default.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..days import Month, Quarter
from ..errors import FilingError
from ..i18n import _
from ..ledger import Ledger
from .counterparties import NONE, counterparty
from .rows import purchase_columns, sale_columns, table
from .versions import Version, version_of, versions

RATE_FIELDS: Mapping[str, tuple[str, str]] = {
    "5": ("K_15", "K_16"),
    "7": ("K_17", "K_18"),
    "8": ("K_17", "K_18"),
    "22": ("K_19", "K_20"),
    "23": ("K_19", "K_20"),
}
"""Base and tax of a sale by its rate."""
STATE_FIELDS: Mapping[str, str] = {"unpaid": "K_46", "paid_back": "K_47"}
"""The tax of a purchase."""
SALE_FIELDS = tuple(dict.fromkeys(field for pair in RATE_FIELDS.values() for field in pair))
PURCHASE_FIELDS = tuple(STATE_FIELDS.values())

FIRST_DUE_DATE = date(2016, 1, 1)
"""The earliest TerminPlatnosci that the structures (2) and (3) take."""
_DATES = ["due_date", "payment_date"]
_ORIGINAL = ["register", "number", "foreign_number", "ksef_number", "issue_date", "sale_date", "received_date"]


class Notice(Protocol):
    """A relief notice, as far as the rows need it; `relief.ReliefNotice` is one."""

    @property
    def side(self) -> Literal["sale", "purchase"]: ...
    @property
    def period(self) -> Month | Quarter: ...
    @property
    def ledger(self) -> Ledger: ...
    def dated(self, lines: pd.DataFrame | None = None) -> pd.DataFrame:
        """The lines, or these kept ones, with a row for every day of payment: see `relief.dated`."""


def jpk_rows(
    notice: Notice,
    version: Version | None = None,
    lines: pd.DataFrame | None = None,
    technical: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The rows of a notice in the record part of its month: the table of sales or purchases of `rows`, `row` from 1.

    `version`: the structure, by default that of JPK_V7M for the month (the rows of JPK_V7K are the same). `lines`: those of the
    notice that was locked, as `ReliefNotice.lines`; by default the notice's own. `technical`: technical documents of the
    month's purchases (J-013), columns document_id, number, state (unpaid, paid_back), vat (grosze, above zero).

    due_date is the date on the invoice, not the one moved to a working day; dates are given in version (1), too, whose
    structure has no place for them. ksef is the original's number, else BFK. A document that the books no longer hold has its
    document_id for a number and no date, which the check of the file points at. A technical document that names a purchase is
    a row of that purchase; any other is dated the last day of the month and is no invoice (DI).

    FilingError for a quarter or a month before October 2020, and for due dates before 2016, which versions (2) and (3) refuse.
    """
    month = _month(notice.period)
    of = version_of("V7M", month) if version is None else version
    dated = notice.dated(lines)
    if notice.side == "sale":
        return _sales(dated, notice.ledger, of)
    return _purchases(dated, notice.ledger, of, technical, month)


def _month(period: Month | Quarter) -> Month:
    first = min(version.first for version in versions() if version.form == "V7M")
    if isinstance(period, Quarter) or period < first:
        raise FilingError(
            _(
                "{period}: JPK_V7 begins with {first}. The relief of earlier periods was declared in VAT-7 or VAT-7K, with the "
                "notice VAT-ZD beside it."
            ).format(period=period, first=first)
        )
    return period


def _sales(lines: pd.DataFrame, ledger: Ledger, version: Version) -> pd.DataFrame:
    unpaid = (lines["kind"] == "unpaid").to_numpy()
    if version.number > 1:
        _check_due_dates(lines[unpaid])
    keys = pd.DataFrame(
        {
            "document_id": lines["document_id"],
            "due_date": lines["due_date"].where(unpaid),
            "payment_date": lines["payment_date"].where(~unpaid),
        }
    )
    place, first = _grouped(keys)
    amounts: dict[str, Any] = {field: np.zeros(len(first), np.int64) for field in SALE_FIELDS}
    sign = np.where(unpaid, -1, 1)
    for rate, fields in RATE_FIELDS.items():
        mine = (lines["rate"] == rate).to_numpy()
        for column, field in zip(("net", "vat"), fields, strict=True):
            np.add.at(amounts[field], place[mine], (sign * lines[column].to_numpy(np.int64))[mine])
    heads = keys.iloc[first].reset_index(drop=True)
    originals = _originals(heads["document_id"], ledger, version)
    sold = originals.pop("sale_date")
    del originals["received_date"]
    values = {
        **originals,
        **amounts,
        **{name: heads[name] for name in _DATES},
        "row": np.arange(1, len(first) + 1),
        "sale_date": sold.where(sold != originals["issue_date"]),
        "relief": np.ones(len(first), bool),
    }
    return table(sale_columns(version.form), values)


def _purchases(
    lines: pd.DataFrame, ledger: Ledger, version: Version, technical: pd.DataFrame | None, month: Month
) -> pd.DataFrame:
    sources = lines[["document_id", "kind", "vat"]].assign(number="")
    if technical is not None:
        more = technical[["document_id", "number", "state", "vat"]].rename(columns={"state": "kind"})
        known = more["document_id"].isin(ledger.documents["document_id"])
        sources = pd.concat([sources, more.assign(number=more["number"].mask(known, ""))], ignore_index=True)
    keys = sources[["document_id", "number", "kind"]]
    place, first = _grouped(keys)
    heads = keys.iloc[first].reset_index(drop=True)
    amounts: dict[str, Any] = {field: np.zeros(len(first), np.int64) for field in PURCHASE_FIELDS}
    for state, field in STATE_FIELDS.items():
        mine = (sources["kind"] == state).to_numpy()
        sign = -1 if state == "unpaid" else 1
        np.add.at(amounts[field], place[mine], sign * sources["vat"].to_numpy(np.int64)[mine])
    originals = _originals(heads["document_id"], ledger, version)
    del originals["sale_date"]
    own = (heads["number"] != "").to_numpy()  # a technical document that names no purchase of the books
    originals["document"] = originals["document"].mask(own, heads["number"])
    originals["issue_date"] = originals["issue_date"].mask(own, pd.Timestamp(month.last))
    for name, value in {"tax_id": NONE, "name": NONE, "ksef": "DI" if version.number > 2 else ""}.items():
        originals[name] = originals[name].mask(own, value)
    amounts["row"] = np.arange(1, len(first) + 1)
    return table(purchase_columns(version.form), {**originals, **amounts})


def _grouped(keys: pd.DataFrame) -> tuple[Any, Any]:
    """The group of each row, and the first row of each group, in the order of first appearance; both int64 arrays."""
    place = keys.groupby(list(keys.columns), sort=False, dropna=False).ngroup().to_numpy(np.int64)
    return place, np.flatnonzero(~pd.Series(place).duplicated().to_numpy())


def _originals(document_ids: pd.Series, ledger: Ledger, version: Version) -> dict[str, Any]:
    """What the rows bear of their original invoices, a column each."""
    documents = ledger.documents[_ORIGINAL]
    at = ledger.document_rows(document_ids)
    known = at >= 0
    found = (
        documents.take(np.where(known, at, 0)).reset_index(drop=True) if len(documents) else documents.reindex(range(len(at)))
    )

    def told(column: pd.Series) -> pd.Series:
        return column.reset_index(drop=True).where(known)

    theirs = (found["register"] == "purchase") & found["foreign_number"].notna()
    number = told(found["foreign_number"].where(theirs, found["number"]))
    ksef = told(found["ksef_number"]).fillna("BFK") if version.number > 2 else pd.Series([""] * len(at), dtype="str")
    return {
        **_counterparties(at, ledger),
        "document_id": document_ids.reset_index(drop=True),
        "document": number.fillna(document_ids.reset_index(drop=True)),
        **{name: told(found[name]) for name in ("issue_date", "sale_date", "received_date")},
        "ksef": ksef,
    }


def _counterparties(at: npt.NDArray[np.intp], ledger: Ledger) -> dict[str, pd.Series]:
    """country, tax_id and name of the documents in these rows (-1: not in the books); each party is looked at once."""
    party = np.full(len(at), -1, np.int64)
    party[at >= 0] = ledger.index.document_party[at[at >= 0]]
    distinct, of_row = np.unique(party, return_inverse=True)
    known = ledger.parties.take(distinct[distinct >= 0])
    numbers, countries, names = (known[name].fillna("").tolist() for name in ("tax_id", "country", "name"))
    people = [("", NONE, NONE)] * int((distinct < 0).sum())  # -1 is the first of the distinct ones
    people += [(*counterparty(*one[:2]), one[2]) for one in zip(numbers, countries, names, strict=True)]
    columns = zip(*people, strict=True) if people else ((), (), ())
    return {
        name: pd.Series(pd.array(list(values), dtype="str").take(of_row))
        for name, values in zip(("country", "tax_id", "name"), columns, strict=True)
    }


def _check_due_dates(unpaid: pd.DataFrame) -> None:
    early = unpaid.loc[unpaid["due_date"] < pd.Timestamp(FIRST_DUE_DATE), "document_id"].drop_duplicates().tolist()
    if early:
        raise FilingError(
            _(
                "{documents}: due before {first}. JPK_V7 cannot hold such a due date (TerminPlatnosci), so this relief cannot "
                "be written into the file; take the documents off the notice and settle the matter with the tax office."
            ).format(documents=", ".join(early), first=FIRST_DUE_DATE)
        )
