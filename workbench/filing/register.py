"""The register of sales and purchases of a month, from the books: the rows of the record part of JPK_V7, relief not included.

Source: vat.md 2.2 and 2.3; which field a line fills is in `placing.toml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..days import Month
from ..errors import FilingError
from ..i18n import _
from ..ledger import Ledger
from .counterparties import counterparty
from .placing import LEFT_OUT, REASONS, Cells, Line, Place, place, placing
from .rows import GTU, PROCEDURES, PURCHASE_DOCUMENTS, SALE_DOCUMENTS, purchase_columns, sale_columns, table
from .vat_days import as_days, in_month, is_paid
from .versions import Version

Rows = npt.NDArray[np.intp]
Names = npt.NDArray[np.object_]
"""Keys of REASONS or LEFT_OUT, one a document or line; empty for none."""

IMPORT = "IMP"
NOT_INVOICES = ("RO", "WEW")
"""Types of documents that are no invoices, so the KSeF marker of their rows is DI."""


@dataclass(frozen=True, eq=False)
class Register:
    """The rows of a month, and what is not among them.

    `sales`, `purchases`: tables of `rows`, one row a document, in the order of the books, `row` counted from 1. A purchase
    whose tax the buyer assesses has a row in both.
    `unplaced`: the VAT lines that the user has to decide about: document_id, number, rate, transaction, net, vat (grosze),
    reason, remedy. A file made while there are any is not complete.
    `left_out`: the lines that rightly stand in no register: the same columns without the remedy.
    Every document of the month is in at least one of the four.
    """

    sales: pd.DataFrame
    purchases: pd.DataFrame
    unplaced: pd.DataFrame
    left_out: pd.DataFrame


def register(ledger: Ledger, month: Month, version: Version) -> Register:
    """The register of a month for a file of JPK_V7M or JPK_V7K; a quarterly taxpayer has it for every month, too.

    The month of a document is that of its day in `vat_days`. Lines that are not deducted leave the register; conditionally
    deducted ones stay, as the relief treats them. With cash accounting (art. 21 of the VAT act) the user names the month: a
    document that is paid without a vat_date is unplaced in the month of its first payment, because a payment may be partial;
    one that is not paid at all is left out. Correcting documents are rows of their own. Amounts are those of the VAT lines:
    PLN, in grosze.

    FilingError for the structure of JPK_VAT, which is read and not written.
    """
    if version.form == "VAT":
        raise FilingError(
            _("{version} is only read; the register is made for JPK_V7M and JPK_V7K.").format(version=version.name)
        )
    documents = np.flatnonzero(in_month(ledger, month))
    return _Making(ledger, documents, version).register()


class _Making:
    """A register in the making: the documents of the month, their lines, and where each goes."""

    def __init__(self, ledger: Ledger, documents: Rows, version: Version) -> None:
        self.version = version
        self.ledger = ledger
        self.documents = ledger.documents.take(documents).reset_index(drop=True)
        self.parties = ledger.index.document_party[documents]
        self.is_paid = is_paid(ledger)[documents]
        number = np.full(len(ledger.documents), -1, np.int64)
        number[documents] = np.arange(len(documents))
        of_line = number[ledger.index.line_document]
        kept = np.flatnonzero(of_line >= 0)
        self.lines = ledger.vat_lines.take(kept).reset_index(drop=True)
        self.document = of_line[kept]
        """The document of each line, counted among those of the month."""
        self.places, self.of_line = self._placed()

    def register(self) -> Register:
        sale, purchase = (self._has(side) for side in ("sale", "purchase"))
        outside = self._outside(sale | purchase)
        fault = np.where(outside != "", "", self._faults(sale, purchase))
        stands = (outside == "") & (fault == "")
        return Register(
            sales=self._rows(sale & stands, "sale"),
            purchases=self._rows(purchase & stands, "purchase"),
            unplaced=self._unplaced(fault, stands),
            left_out=self._left_out(outside, stands),
        )

    def _placed(self) -> tuple[list[Place], Rows]:
        """Where the lines go: every different combination is decided once."""
        sources = [(self.documents, name) for name in ("register", "transaction")]
        sources += [(self.lines, name) for name in ("rate", "kind", "deductible", "jpk_field")]
        key = np.zeros(len(self.lines), np.int64)
        for frame, name in sources:
            codes = frame[name].cat.codes.to_numpy().astype(np.int64) + 1  # 0: no value
            codes = codes[self.document] if frame is self.documents else codes
            key = key * (len(frame[name].cat.categories) + 1) + codes
        first, of_line = np.unique(key, return_index=True, return_inverse=True)[1:]
        at = [self.document[first]] * 2 + [first] * 4
        texts = [frame[name].take(rows).astype("str").fillna("") for (frame, name), rows in zip(sources, at, strict=True)]
        return [place(Line(*map(str, line)), self.version) for line in zip(*texts, strict=True)], of_line

    def _has(self, side: str) -> npt.NDArray[np.bool_]:
        """The documents with a line on a side."""
        goes = self._of_places([bool(getattr(one, side)) for one in self.places], bool)
        return self._any(goes)

    def _any(self, lines: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """The documents that have such a line."""
        found = np.zeros(len(self.documents), bool)
        found[self.document[lines]] = True
        return found

    def _of_places(self, answers: list[Any], dtype: Any) -> Any:
        return np.array(answers, dtype)[self.of_line] if len(self.of_line) else np.zeros(0, dtype)

    def _outside(self, placed: npt.NDArray[np.bool_]) -> Names:
        """Why a document has no place in the return, or not yet; `placed`: those that would have one."""
        found = np.full(len(self.documents), "", object)
        found[self._waits() & ~self.is_paid & placed] = "not_paid"
        found[self.documents["status"].isin(placing()["groups"]["not_declared"]).to_numpy(bool)] = "cancelled"
        found[~self.documents["in_vat_return"].to_numpy(bool)] = "not_in_return"
        return found

    def _waits(self) -> npt.NDArray[np.bool_]:
        """The documents whose tax is due, or deducted, with the payment, and the books do not say when."""
        waits = self.documents["cash_accounting"] & self.documents["vat_date"].isna()
        found: npt.NDArray[np.bool_] = waits.to_numpy(bool)
        return found

    def _faults(self, sale: npt.NDArray[np.bool_], purchase: npt.NDArray[np.bool_]) -> Names:
        """What is wrong with a document as a whole."""
        documents = self.documents
        is_sale = (documents["register"] == "sale").to_numpy(bool)
        kind = documents["jpk_type"]
        known = np.where(is_sale, kind.isin(SALE_DOCUMENTS), kind.isin(PURCHASE_DOCUMENTS))
        wrong_type = kind.notna().to_numpy(bool) & ~known
        has_line = self._any(np.ones(len(self.lines), bool))
        found = np.full(len(documents), "", object)
        found[self._wrong_markers(sale, purchase)] = "markers"
        found[wrong_type] = "type"
        found[self._waits() & self.is_paid & (sale | purchase)] = "cash"
        found[~has_line] = "no_lines"
        return found

    def _wrong_markers(self, sale: npt.NDArray[np.bool_], purchase: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """The documents with a marker that none of their rows can bear."""
        codes, texts = pd.factorize(self.documents["jpk_markers"].fillna(""))
        wrong = np.zeros(len(codes), bool)
        for code, text in enumerate(texts):
            for has_sale, has_purchase in ((True, True), (True, False), (False, True)):
                known = (_sale_markers(self.version) if has_sale else ()) + (
                    _purchase_markers(self.version) if has_purchase else ()
                )
                if not set(str(text).split()) <= set(known):
                    wrong |= (codes == code) & (sale == has_sale) & (purchase == has_purchase)
        return wrong

    def _rows(self, kept: npt.NDArray[np.bool_], side: str) -> pd.DataFrame:
        """The table of a side: one row for each document kept."""
        rows = np.flatnonzero(kept)
        documents = self.documents.take(rows)
        is_sale = side == "sale"
        columns = sale_columns(self.version.form) if is_sale else purchase_columns(self.version.form)
        kinds, kind = self._types(documents, SALE_DOCUMENTS if is_sale else PURCHASE_DOCUMENTS)
        imported = self._any(self._of_places([one.is_import for one in self.places], bool))[rows]
        theirs = (documents["register"] == "purchase") & documents["foreign_number"].notna()
        sold, issued = as_days(documents["sale_date"]), as_days(documents["issue_date"])
        values: dict[str, Any] = {name: np.zeros(len(rows), of) for name, of in columns.items() if of == "int64"}
        values |= {name: np.full(len(rows), "NaT", "datetime64[s]") for name, of in columns.items() if of == "datetime64[s]"}
        values |= {
            "row": np.arange(1, len(rows) + 1),
            "document_id": documents["document_id"],
            "document": documents["foreign_number"].where(theirs, documents["number"]),
            "issue_date": issued,
            "ksef": self._ksef(documents, np.isin(kinds, NOT_INVOICES)[kind] | imported),
            "document_type": _texts(kinds, kind),
            "markers": self._markers(documents, imported, is_sale),
        }
        if is_sale:
            values["sale_date"] = np.where(sold == issued, np.datetime64("NaT"), sold)
            values["relief"] = np.zeros(len(rows), bool)
        else:
            values["received_date"] = as_days(documents["received_date"])
        values |= self._counterparties(rows) | self._amounts(rows, side)
        given: dict[str, Any] = {name: pd.Series(of).reset_index(drop=True) for name, of in values.items()}
        return table(columns, given)

    def _amounts(self, rows: Rows, side: str) -> dict[str, npt.NDArray[np.int64]]:
        """The sums of the documents' lines, a column each; grosze."""
        net, vat = (self.lines[name].to_numpy() for name in ("net", "vat"))
        measures = {"net": net, "vat": vat, "gross": net + vat}
        position = np.full(len(self.documents), -1, np.int64)
        position[rows] = np.arange(len(rows))
        row_of_line = position[self.document]
        cells: list[Cells] = [getattr(one, side) for one in self.places]
        found: dict[str, npt.NDArray[np.int64]] = {}
        for column, measure in sorted({cell for of in cells for cell in of}):
            goes = self._of_places([(column, measure) in of for of in cells], bool) & (row_of_line >= 0)
            sums = found.setdefault(column, np.zeros(len(rows), np.int64))
            np.add.at(sums, row_of_line[goes], measures[measure][goes])
        return found

    def _counterparties(self, rows: Rows) -> dict[str, Any]:
        """Country, number and name of each row; every party is looked at once."""
        known, of_row = np.unique(self.parties[rows], return_inverse=True)
        parties = self.ledger.parties.take(known)
        numbers, countries = (parties[name].fillna("").tolist() for name in ("tax_id", "country"))
        pairs = [counterparty(*pair) for pair in zip(numbers, countries, strict=True)]
        return {
            "country": _texts([country for country, number in pairs], of_row),
            "tax_id": _texts([number for country, number in pairs], of_row),
            "name": parties["name"].array.take(of_row),
        }

    def _types(self, documents: pd.DataFrame, known: Sequence[str]) -> tuple[list[str], Rows]:
        """The types that a side knows (the first is none) and that of each row; a purchase from a seller who uses cash
        accounting is MK where the books do not say more."""
        kinds = ["", *documents["jpk_type"].cat.categories]
        kind = documents["jpk_type"].cat.codes.to_numpy().astype(np.intp) + 1
        cash = (documents["cash_accounting"] & (documents["register"] == "purchase")).to_numpy(bool)
        kind = np.where(cash & (kind == 0), kinds.index("MK"), kind)
        return [one if one in known else "" for one in kinds], kind

    def _ksef(self, documents: pd.DataFrame, no_invoice: npt.NDArray[np.bool_]) -> Any:
        """The number in KSeF; else the marker of the books, else BFK, of what is no invoice (customs documents, too) DI."""
        if self.version.number < 3:
            return _texts([""], np.zeros(len(documents), np.intp))
        markers = ["BFK", "DI", *documents["ksef_marker"].cat.categories]
        given = documents["ksef_marker"].cat.codes.to_numpy().astype(np.intp)
        marker = _texts(markers, np.where(given >= 0, given + 2, no_invoice.astype(np.intp)))
        return documents["ksef_number"].fillna(pd.Series(marker, documents.index))

    def _markers(self, documents: pd.DataFrame, imported: npt.NDArray[np.bool_], is_sale: bool) -> Any:
        """The markers that the rows of a side can bear, in the order of the structure."""
        known = _sale_markers(self.version) if is_sale else _purchase_markers(self.version)
        codes, texts = pd.factorize(documents["jpk_markers"].fillna(""))
        given = [set(str(text).split()) for text in texts]
        plain = [" ".join(marker for marker in known if marker in of) for of in given]
        with_import = [" ".join(marker for marker in known if marker in of | {IMPORT}) for of in given]
        return _texts([*plain, *with_import], np.where(imported, codes + len(plain), codes))

    def _unplaced(self, fault: Names, stands: npt.NDArray[np.bool_]) -> pd.DataFrame:
        of_line = self._of_places([one.unplaced for one in self.places], object)
        reason = np.where(stands[self.document], of_line, fault[self.document])
        listed = self._listed(reason, np.where(fault == "no_lines", fault, ""))
        texts = {key: (_(why), _(remedy)) for key, (why, remedy) in REASONS.items()}
        remedies = listed["reason"].map({key: remedy for key, (why, remedy) in texts.items()})
        reasons = listed["reason"].map({key: why for key, (why, remedy) in texts.items()})
        return listed.assign(reason=reasons.astype("str"), remedy=remedies.astype("str"))

    def _left_out(self, outside: Names, stands: npt.NDArray[np.bool_]) -> pd.DataFrame:
        of_line = self._of_places([one.left_out for one in self.places], object)
        reason = np.where(stands[self.document], of_line, outside[self.document])
        without = ~self._any(np.ones(len(self.lines), bool))
        listed = self._listed(reason, np.where(without, outside, ""))
        return listed.assign(reason=listed["reason"].map({key: _(why) for key, why in LEFT_OUT.items()}).astype("str"))

    def _listed(self, of_line: Names, of_document: Names) -> pd.DataFrame:
        """The lines with a reason, and the documents without lines that have one, as rows of `Register.unplaced`."""
        lines, documents = np.flatnonzero(of_line != ""), np.flatnonzero(of_document != "")
        known = self.documents.take(np.r_[self.document[lines], documents])
        nothing = [0] * len(documents)
        return pd.DataFrame(
            {
                "document_id": known["document_id"].to_numpy(object),
                "number": known["number"].to_numpy(object),
                "rate": [*self.lines["rate"].take(lines).astype("str"), *[""] * len(documents)],
                "transaction": known["transaction"].astype("str").to_numpy(object),
                "net": np.r_[self.lines["net"].to_numpy()[lines], nothing].astype(np.int64),
                "vat": np.r_[self.lines["vat"].to_numpy()[lines], nothing].astype(np.int64),
                "reason": np.r_[of_line[lines], of_document[documents]],
            }
        ).astype(dict.fromkeys(("document_id", "number", "rate", "transaction", "reason"), "str"))


def _texts(answers: Sequence[str], codes: Rows) -> Any:
    """A column of texts out of a few different ones."""
    return pd.array([*answers, ""], dtype="str").take(codes)


def _sale_markers(version: Version) -> tuple[str, ...]:
    return GTU + PROCEDURES[version.number]


def _purchase_markers(version: Version) -> tuple[str, ...]:
    return (IMPORT, "MPP") if version.number == 1 else (IMPORT,)
