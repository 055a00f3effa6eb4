"""`compare`: KSeF invoices and the books of the client, document by document."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ... import i18n
from ...i18n import N_, _, ngettext
from ...ledger import Ledger
from ..row_pairs import loose, party
from .books import KsefBooks

COLUMNS: Mapping[str, str] = {
    "register": "str",
    "change": "str",
    "document": "str",
    "ksef_number": "str",
    "tax_id": "str",
    "name": "str",
    "field": "str",
    "rate": "str",
    "file": "object",
    "books": "object",
}
FIELDS = {
    "document": N_("Number"),
    "tax_id": N_("Tax number"),
    "issue_date": N_("Issued"),
    "sale_date": N_("Sold"),
    "currency": N_("Currency"),
    "ksef_number": N_("KSeF number"),
    "due_dates": N_("Due dates"),
}
AMOUNTS = {"net": N_("Net"), "vat": N_("VAT")}
"""What is compared of a document, and of each rate in it."""
CHANGES = {"extra": N_("not in the books"), "different": N_("different"), "missing": N_("not among the files")}
REGISTERS = {"sale": N_("sales"), "purchase": N_("purchases")}


@dataclass(frozen=True, eq=False)
class InvoiceComparison:
    """How invoices and books differ.

    `differences`: register (sale, purchase); change: extra (an invoice that is not in the books), different (one row a field),
    missing (a document of the books with a KSeF number that is not among the invoices, though issued between the first and the
    last of them); document (the seller's number), ksef_number, tax_id and name as the invoice has them, else the books; field
    (one of FIELDS, net, vat) and of amounts their rate; file and books: both values, amounts as int grosze, else texts; all ""
    where missing or extra.
    `invoices`: how many there are, `same`: how many of them the books have as they are.
    """

    differences: pd.DataFrame
    invoices: int
    same: int


def compare(invoices: KsefBooks, books: Ledger) -> InvoiceComparison:
    """The documents of `invoices` (see `ledger_of`) with those of the client's books.

    The same KSeF number makes a pair; else the same register, number (by its words and numbers alone) and counterparty, where
    at most one side knows a KSeF number. These are no differences: signs and letters of the country in a tax id, signs in a
    number, a day of sale that is the day of issue. Amounts and due dates that an invoice does not say and nobody has answered
    are not compared.
    """
    here, there = _documents(invoices.ledger), _documents(books)
    i, j = _pairs(here, there)
    differs = np.zeros(len(i), bool)
    left, right = here.iloc[i].reset_index(drop=True), there.iloc[j].reset_index(drop=True)
    found = []
    for field in FIELDS:
        meant = {"document": "loose", "tax_id": "party"}.get(field, field)
        unlike = (left[meant] != right[meant]).to_numpy(bool)
        if field == "due_dates":
            unlike = unlike & (left[field] != "").to_numpy(bool)
        differs |= unlike
        values = {"file": left[field][unlike], "books": right[field][unlike]}
        found.append(left[unlike].assign(change="different", field=field, rate="", **values))
    needs = invoices.needs
    unsaid = needs["need"].str.match("fx$|rate") & (needs["answer"] == "")
    known = np.flatnonzero(~left["id"].isin(needs.loc[unsaid, "document"]))
    sides = (_amounts(invoices.ledger, i, known, "file"), _amounts(books, j, known, "books"))
    amounts = pd.concat(sides).groupby(["pair", "rate"], as_index=False).sum()
    for field in AMOUNTS:
        unlike_amounts = amounts[amounts[f"{field}_file"] != amounts[f"{field}_books"]]
        pair = unlike_amounts["pair"].to_numpy(np.int64)
        differs[pair] = True
        rows = left.iloc[pair].assign(change="different", field=field, rate=unlike_amounts["rate"].tolist())
        for side in ("file", "books"):
            rows[side] = pd.array(unlike_amounts[f"{field}_{side}"].tolist(), dtype=object)
        found.append(rows)
    together = pd.concat(found).sort_values("place", kind="stable")
    blank = dict.fromkeys(("field", "rate", "file", "books"), "")
    extra = here.drop(here.index[i]).assign(change="extra", **blank)
    missing = _within(there.drop(there.index[j]), here).assign(change="missing", **blank)
    table = pd.concat([together, extra, missing], ignore_index=True)[list(COLUMNS)].astype(COLUMNS)
    return InvoiceComparison(table, len(here), int((~differs).sum()))


def told(field: str, rate: str) -> str:
    """A field in words, with its rate."""
    title = (FIELDS | AMOUNTS).get(field, "")
    return f"{title and _(title)} {rate}{'%' if rate.isdigit() else ''}".strip()


def value(one: int | str) -> str:
    """An amount in grosze with its unit, or a text as it is."""
    return one if isinstance(one, str) else i18n.amount(int(one), "PLN")


def counted(found: InvoiceComparison) -> str:
    """How many invoices there are, and how many of them the books have as they are."""
    return ngettext(
        "{count} invoice of the client, in the books as it is: {same}",
        "{count} invoices of the client, in the books as they are: {same}",
        found.invoices,
    ).format(count=found.invoices, same=found.same)


def _documents(ledger: Ledger) -> pd.DataFrame:
    """What of each document is compared, as texts; `place` is its row."""
    documents, parties = ledger.documents, ledger.parties.take(ledger.index.document_party)
    own = documents["foreign_number"].fillna(documents["number"])
    number = documents["number"].where(documents["register"] == "sale", own)
    countries, tax_ids = (parties[name].fillna("").tolist() for name in ("country", "tax_id"))
    issued = documents["issue_date"]
    return pd.DataFrame(
        {
            "place": np.arange(len(documents)),
            "id": documents["document_id"],
            "register": documents["register"].astype("str"),
            "document": number,
            "loose": [loose(one) for one in number],
            "ksef_number": documents["ksef_number"].fillna("").astype("str"),
            "tax_id": parties["tax_id"].fillna("").to_numpy(),
            "party": [party(*of)[1] for of in zip(countries, tax_ids, strict=True)],
            "name": parties["name"].to_numpy(),
            "issued": issued,
            "issue_date": _days(issued),
            "sale_date": _days(documents["sale_date"].fillna(issued)),
            "currency": documents["currency"].astype("str"),
            "due_dates": _due_dates(ledger),
        }
    )


def _days(days: "pd.Series[pd.Timestamp]") -> list[str]:
    words = {day: i18n.day(day) for day in days.unique()}
    return [words[day] for day in days]


def _due_dates(ledger: Ledger) -> npt.NDArray[np.object_]:
    """The due dates of each document in their order, told together; "" where no payment is known."""
    found = np.full(len(ledger.documents), "", object)
    due = ledger.payments["due_date"]
    parts = pd.DataFrame({"document": ledger.index.payment_document, "due": due})
    parts = parts[(parts["document"] >= 0) & due.notna()].drop_duplicates().sort_values(["document", "due"])
    for document, day in zip(parts["document"].tolist(), _days(parts["due"]), strict=True):
        found[document] += f", {day}" if found[document] else day
    return found


def _pairs(here: pd.DataFrame, there: pd.DataFrame) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The places of documents that belong together, each at most once."""
    found = []
    left, right = here, there
    for keys in (["register", "ksef_number"], ["register", "loose", "party"]):
        if "loose" in keys:
            known = left.assign(knows=left["ksef_number"] != ""), right.assign(knows=right["ksef_number"] != "")
        else:
            known = left[left["ksef_number"] != ""], right[right["ksef_number"] != ""]
        first, second = (side.drop_duplicates(keys) for side in known)
        both = first.merge(second, on=keys, suffixes=("", "_books"))
        if "loose" in keys:
            both = both[~(both["knows"] & both["knows_books"])]
        found.append(both[["place", "place_books"]].to_numpy(np.intp))
        left, right = left[~left["place"].isin(both["place"])], right[~right["place"].isin(both["place_books"])]
    together = np.concatenate(found)
    return together[:, 0], together[:, 1]


def _amounts(ledger: Ledger, places: npt.NDArray[np.intp], known: npt.NDArray[np.intp], side: str) -> pd.DataFrame:
    """The VAT lines of documents: pair (one of `known`, where in `places` the document is), rate, and in grosze net and vat of
    this side and, 0, of the other."""
    pair = np.full(len(ledger.documents), -1)
    pair[places[known]] = known
    lines = ledger.vat_lines
    rate = pd.Series(lines["rate"], dtype=object)  # a sum over no rows fails for other texts
    named = pd.DataFrame({"pair": pair[ledger.index.line_document], "rate": rate})
    for one in ("file", "books"):
        for field in AMOUNTS:
            named[f"{field}_{one}"] = lines[field] if one == side else np.int64(0)
    return named[named["pair"] >= 0]


def _within(rest: pd.DataFrame, invoices: pd.DataFrame) -> pd.DataFrame:
    """Documents with KSeF numbers of the days and registers of the invoices."""
    days = invoices.groupby("register")["issued"].agg(["min", "max"])
    first, last = (rest["register"].map(days[edge]) for edge in ("min", "max"))
    return rest[(rest["ksef_number"] != "") & (rest["issued"] >= first) & (rest["issued"] <= last)]
