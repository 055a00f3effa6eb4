"""What of a document can be described, and with which amount (A-059 to A-066).

A register's document has its VAT lines and additional amounts, a record has its own lines. Amounts are grosze and keep their
sign. `position_line` is the number of the line, 0 for the whole document.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ... import i18n, money
from ...errors import UnknownDocumentError
from ...i18n import N_, _
from ...ledger import Ledger
from ...ledger.cost_tables import DOCUMENT_TYPES, POSITIONS
from .document_types import document_type, document_types

REASONS = {
    "original": N_("an original invoice is not described, only the correction made to it"),
    "data_correction": N_("an invoice that corrects data changes no amount"),
    "correcting_note": N_("a correcting note changes no amount"),
    "cancelled": N_("a cancelled document has no description; cancelling it deleted the one it had"),
}
"""Why a document of a status other than ordinary may not be described (A-062)."""

_KINDS = ("line", "additional", "debit", "credit")
"""The kinds of lines that are positions under the same name."""


@dataclass(frozen=True)
class DescribedDocument:
    """What decides whether a document may be described: the codes of its type and status, and whether it is locked."""

    document_id: str
    type: str
    status: str
    locked: bool


def document_of(ledger: Ledger, document_id: str) -> DescribedDocument:
    """A document of the tables documents or records; UnknownDocumentError where there is none."""
    for table in (ledger.documents, ledger.records):
        rows = np.flatnonzero(table["document_id"] == document_id)
        if len(rows):
            row = table.iloc[rows[0]]
            return DescribedDocument(document_id, str(row["type"]), str(row["status"]), bool(row["locked"]))
    raise UnknownDocumentError(_("There is no document {document}.").format(document=document_id))


def describable_documents(ledger: Ledger) -> pd.DataFrame:
    """All documents, those of the registers first: document_id, type, status, locked."""
    columns = ["document_id", "type", "status", "locked"]
    return pd.concat([ledger.documents[columns], ledger.records[columns]], ignore_index=True)


def refusals(ledger: Ledger) -> pd.DataFrame:
    """The documents that may not be described (A-062): document_id, status, reason (a text)."""
    documents = describable_documents(ledger)
    refused = documents.loc[(documents["status"] != "ordinary").to_numpy(), ["document_id", "status"]]
    reasons = [_(REASONS[status]) for status in refused["status"]]
    return refused.assign(reason=np.array(reasons, object)).astype({"reason": "str"}).reset_index(drop=True)


def position_amounts(ledger: Ledger) -> pd.DataFrame:
    """The positions of all documents: document_id, position (code), position_line, amount (grosze).

    The positions are those of the document's type; those of the whole document come first, then its lines.
    """
    documents = describable_documents(ledger)
    document, position, line, amount = position_rows(ledger, documents)
    found = {
        "document_id": documents["document_id"].take(document).reset_index(drop=True),
        "position": pd.Categorical.from_codes(position, dtype=pd.CategoricalDtype(list(POSITIONS))),
        "position_line": line,
        "amount": amount,
    }
    return pd.DataFrame(found)


def position_rows(ledger: Ledger, documents: pd.DataFrame) -> "Part":
    """The same as numbers: rows of `describable_documents`, codes of `POSITIONS`, lines, amounts."""
    parts = _register_parts(ledger) + _record_parts(ledger)
    document, position, line, amount = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    kept = np.flatnonzero(_of_type()[documents["type"].cat.codes.to_numpy()[document], position])
    order = kept[np.lexsort((position[kept], line[kept], document[kept]))]
    return document[order], position[order], line[order], amount[order]


def positions(ledger: Ledger, document_id: str) -> pd.DataFrame:
    """What of one document can be described: position, position_line, label (column "Pozycja", in the user's language),
    amount (grosze). UnknownDocumentError for a document that is not in the books."""
    one = only_document(ledger, document_id)
    of_type = document_type(document_of(one, document_id).type)
    found = position_amounts(one).drop(columns="document_id")
    named = _values_of_lines(one)
    labels = [
        of_type.label(
            position,
            money.to_text(amount, i18n.language()),
            line=str(line),
            **named.get((position.removesuffix("_cost"), line), {}),
        )
        for position, line, amount in found.itertuples(index=False)
    ]
    found.insert(2, "label", pd.Series(labels, dtype="str"))
    return found


def only_document(ledger: Ledger, document_id: str) -> Ledger:
    """The ledger with the cost tables of one document only; its index belongs to the whole and must not be used."""
    tables = ("documents", "vat_lines", "additional_amounts", "records", "record_lines", "descriptions")
    frames = {name: getattr(ledger, name) for name in tables}
    return replace(ledger, **{name: frame[frame["document_id"] == document_id] for name, frame in frames.items()})


def deduction_values(ledger: Ledger) -> pd.DataFrame:
    """The purchase lines as what they cost: document_id, line, net, cost, vat_cost (grosze).

    VAT that is deducted ("yes", also "conditional") is no cost; VAT that is not ("no") is part of it (A-065).
    """
    lines = ledger.vat_lines.take(np.flatnonzero(_purchase_lines(ledger)))
    vat_cost = np.where(lines["deductible"] == "no", lines["vat"], 0)
    values = lines[["document_id", "line", "net"]].assign(cost=lines["net"] + vat_cost, vat_cost=vat_cost)
    return values.reset_index(drop=True)


Part = tuple[npt.NDArray[np.int64], npt.NDArray[np.int8], npt.NDArray[np.int64], money.Grosze]
"""Rows of documents (counted over both tables), codes of positions, numbers of lines, amounts."""


def _register_parts(ledger: Ledger) -> list[Part]:
    """The positions of the VAT registers' documents: the net amount is what is described."""
    ids = ledger.documents["document_id"]
    lines, additional = ledger.vat_lines, ledger.additional_amounts
    of = row_numbers(lines["document_id"], ids)
    net = np.zeros(len(ids), np.int64)
    np.add.at(net, of, lines["net"].to_numpy())
    return [
        _part(np.arange(len(ids)), "document", None, net),
        _part(of, "line", lines["line"], lines["net"]),
        _part(row_numbers(additional["document_id"], ids), "additional", additional["line"], additional["amount"]),
    ]


def _record_parts(ledger: Ledger) -> list[Part]:
    records, lines = ledger.records, ledger.record_lines
    rows = np.arange(len(records)) + len(ledger.documents)
    of = row_numbers(lines["document_id"], records["document_id"])
    kind = lines["kind"].to_numpy()
    cost = np.zeros(len(records), np.int64)
    ordinary = kind == "line"
    np.add.at(cost, of[ordinary], lines["purchase_cost"].to_numpy()[ordinary])
    parts = [
        _part(rows, "document", None, records["amount"]),
        _part(rows, "document_cost", None, cost),
        _part(rows[of[ordinary]], "line_cost", lines["line"][ordinary], lines["purchase_cost"][ordinary]),
    ]
    for name in _KINDS:
        chosen = kind == name
        parts.append(_part(rows[of[chosen]], name, lines["line"][chosen], lines["amount"][chosen]))
    return parts


def _part(document: npt.NDArray[np.int64], position: str, line: pd.Series | None, amount: pd.Series | money.Grosze) -> Part:
    codes = np.full(len(document), POSITIONS.index(position), np.int8)
    lines = np.zeros(len(document), np.int64) if line is None else line.to_numpy()
    return document, codes, lines, np.asarray(amount)


def row_numbers(values: pd.Series, known: pd.Series) -> npt.NDArray[np.int64]:
    """For each text the row in which it stands in `known`, -1 where it does not."""
    found = pc.index_in(pa.array(values, pa.large_string()), pa.array(known, pa.large_string()))
    return np.asarray(found.fill_null(-1).to_numpy(), np.int64)


def _of_type() -> npt.NDArray[np.bool_]:
    """Which position (column) a type (row) has."""
    types = document_types()
    return np.array([[position in types[code].labels for position in POSITIONS] for code in DOCUMENT_TYPES])


def _values_of_lines(ledger: Ledger) -> dict[tuple[str, int], dict[str, str]]:
    """By position and line of the one document of this ledger: what its label names."""
    found = {("line", int(line)): {"rate": _rate(rate)} for line, rate in ledger.vat_lines[["line", "rate"]].to_numpy()}
    columns = ledger.record_lines[["kind", "line", "goods_id", "account"]].astype(object)
    for kind, line, goods, account in columns.itertuples(index=False):
        found[kind, line] = {"goods": _known(goods), "account": _known(account)}
    return found


def _known(value: object) -> str:
    return value if isinstance(value, str) else ""


def _rate(rate: str) -> str:
    """23% in Polish as in English; zw and np as they are."""
    return f"{rate}%" if rate.isdigit() else rate


def _purchase_lines(ledger: Ledger) -> npt.NDArray[np.bool_]:
    purchase = (ledger.documents["register"] == "purchase").to_numpy()
    return np.asarray(purchase[ledger.index.line_document])
