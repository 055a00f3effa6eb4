"""`ledger_of`: books from KSeF invoices, with what the invoices cannot say as a table to answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from ... import i18n
from ...i18n import _
from ...ledger import Ledger, read_ledger
from .book_rows import Document, tables_of
from .fields import field_map
from .lines import vat_lines
from .needs import Needs, answers_of, number_of_ksef, one_date
from .payable import Told, parts_of
from .sides import Row, by_file, own_number, sorted_out
from .tables import Invoices


@dataclass(frozen=True, eq=False)
class KsefBooks:
    """Books made of KSeF invoices.

    `needs`: file, document, number, need, blocking, text, offered, answer: what the files do not say, one row a question. While
    a blocking one is unanswered, its document is in the books without payments. `others`: invoices that are not in the books
    (file, number, seller_tax_id, buyer_tax_id, reason). `faults`: files that cannot be read (file, fault, remedy). `tax_id`:
    whose books they are. What is open is also among the warnings of the ledger.
    """

    ledger: Ledger
    needs: pd.DataFrame
    others: pd.DataFrame
    faults: pd.DataFrame
    tax_id: str


def ledger_of(
    invoices: Invoices,
    tax_id: str | None = None,
    answers: pd.DataFrame | None = None,
    source: str = "KSeF",
    company: Mapping[str, str] = MappingProxyType({}),
) -> KsefBooks:
    """The books of `tax_id` (or of the only NIP that is in every invoice), checked as by `read_ledger`; `source` names them.

    `answers`: a table (document, need, answer) of what the user said to the needs; those for other documents are passed over. A
    document is named by its KSeF number, or by its file where that does not have one. A seller or buyer with a NIP counts as an
    active taxpayer, one without as none (reference vat.md 7, case 65). `company`: what invoices do not say of the taxpayer, by
    column of the table company (tax_office ...); its tax_id counts where `tax_id` is not given.

    FilingError where it is not clear whose books they are, and for an answer that cannot hold; LedgerError as `read_ledger`.
    """
    own = own_number(invoices, tax_id or company.get("tax_id"))
    kept, others = sorted_out(invoices, own)
    needs = Needs(answers_of(answers))
    tables = {name: by_file(getattr(invoices, name)) for name in ("amounts", "terms", "payments", "advances", "corrects")}
    places = _Places(kept)
    documents = [_document(side, row, tables, places, needs) for side, row in kept]
    ledger = read_ledger(tables_of(documents, by_file(invoices.accounts), own, company))
    asked = needs.table()
    warnings = [ledger.warnings, _warnings(asked, documents), _passed_over(others, invoices.faults)]
    ledger = replace(ledger, source=source, warnings=pd.concat(warnings, ignore_index=True))
    return KsefBooks(ledger, asked, others, invoices.faults, own)


def document_id(row: Row) -> str:
    """The name of a document in the books: its KSeF number, or its file."""
    return str(row["ksef_number"] or row["file"].removesuffix(".xml"))


class _Places:
    """Where in the books an invoice is that another one names."""

    def __init__(self, kept: Sequence[tuple[str, Row]]) -> None:
        self.by_ksef = {row["ksef_number"]: document_id(row) for _side, row in kept if row["ksef_number"]}
        self.by_number: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.rows = {document_id(row): row for _side, row in kept}
        for _side, row in kept:
            self.by_number[row["seller_tax_id"], row["number"]].append(document_id(row))

    def find(self, row: Row, named: Row) -> str:
        """The document that a correction names, by KSeF number or by number and seller; "" where there is none or not one."""
        found = self.by_ksef.get(named["ksef_number"])
        numbered = [found] if found else self.by_number.get((row["seller_tax_id"], named["number"]), [])
        numbered = [one for one in numbered if one != document_id(row)]
        return numbered[0] if len(numbered) == 1 else ""


def _document(
    side: str, row: Row, tables: Mapping[str, Mapping[str, Sequence[Row]]], places: _Places, needs: Needs
) -> Document:
    file, name, sale = row["file"], document_id(row), side == "sale"
    same = [one for one in places.by_number[row["seller_tax_id"], row["number"]] if one != name]
    if same:
        needs.ask(row, name, "same_number", text=", ".join(same))
    corrects = _corrected(row, name, tables["corrects"].get(file, ()), places, needs)
    lines = vat_lines(row, name, tables["amounts"].get(file, ()), sale, needs)
    told = Told(*(tables[of].get(file, ()) for of in ("terms", "payments", "advances")))
    parts = parts_of(row, name, told, needs)
    if row["factor"]:
        needs.ask(row, name, "factor")
    completed = _completed(row, name, corrects, places, needs)
    return Document(name, sale, completed, corrects, lines, parts if parts and lines.complete else [])


def _corrected(row: Row, name: str, named: Sequence[Row], places: _Places, needs: Needs) -> str:
    """The one document in the books that this one corrects, or ""."""
    found = [places.find(row, one) for one in named]
    if named and (len(found) > 1 or not found[0]):
        needs.ask(row, name, "corrects", text=", ".join(one["ksef_number"] or one["number"] for one in named))
        return ""
    return found[0] if found else ""


def _completed(row: Row, name: str, corrects: str, places: _Places, needs: Needs) -> Row:
    """The invoice with its KSeF number and its day in the VAT register as far as they are known."""
    number, vat_date = row["ksef_number"], ""
    if not number and row["issue_date"] >= field_map().ksef_number_from.isoformat():
        number = needs.ask(row, name, "ksef_number")
        number = number_of_ksef(name, number) if number else ""
    if field_map().kinds[row["kind"]] == "correction":
        if row["correction_type"] == "2":
            vat_date = row["issue_date"]
        elif row["correction_type"] == "1":
            vat_date = row["sale_date"] or (places.rows[corrects]["sale_date"] if corrects else "")
        else:
            answer = needs.ask(row, name, "vat_date")
            vat_date = one_date(name, "vat_date", answer) if answer else ""
    if row["months"] > 1:
        needs.ask(row, name, "sale_date", text=row["sale_date"])
    if row["reverse_charge"]:
        needs.ask(row, name, "reverse_charge", text=i18n.amount(row["total"], row["currency"]))
    return {**row, "ksef_number": number, "vat_date": vat_date}


def _warnings(asked: pd.DataFrame, documents: Sequence[Document]) -> pd.DataFrame:
    """Unanswered needs as warnings of the ledger; rows counted from 1 as in tables in memory."""
    place = {one.id: number for number, one in enumerate(documents, start=1)}
    unanswered = asked[asked["answer"] == ""]
    return pd.DataFrame(
        {
            "table": "documents",
            "row": np.array([place[name] for name in unanswered["document"]], np.int64),
            "column": unanswered["need"].to_numpy(),
            "value": unanswered["number"].to_numpy(),
            "expected": unanswered["text"].to_numpy(),
        }
    ).astype({"table": "str", "column": "str", "value": "str", "expected": "str"})


def _passed_over(others: pd.DataFrame, faults: pd.DataFrame) -> pd.DataFrame:
    """Files that are not in the books, as warnings of the ledger."""
    files = [*others["file"], *faults["file"]]
    reasons = [*(_("not in the books: {reason}").format(reason=reason) for reason in others["reason"]), *faults["fault"]]
    given = {"table": "files", "row": 0, "column": "", "value": files, "expected": reasons}
    return pd.DataFrame(given).astype({"table": "str", "row": "int64", "column": "str", "value": "str", "expected": "str"})
