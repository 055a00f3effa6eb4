"""What a description divides, at its finest: the lines of documents with their amounts, each with its account.

An atom is a VAT line of a document, or a line of a record; what a record's amount has beyond its lines is one more atom without
an account. Only ordinary documents count (A-062: a cancelled, original or data-correcting one has no description), of the types
that `document_types.toml` counts to the register. Additional amounts are not part of a document's amount and are left out.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ... import money
from ...ledger import Ledger
from ..descriptions.document_types import counting

Register = Literal["cost", "revenue"]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Atoms:
    """The documents of a register and their atoms, in the order of the books: VAT documents, then records.

    `documents`: document_id, number, type, date, party_id, category, register by row. Atom a belongs to the document
    `document[a]` (ascending), is its line `line[a]` (0 for what no line holds), stands on `account[a]`, and has `net[a]`
    grosze and `vat[a]` of VAT that cannot be deducted and is a cost, too (A-065).
    """

    documents: pd.DataFrame
    document: Rows
    line: Rows
    account: "pd.Series[str]"
    net: money.Grosze
    vat: money.Grosze

    @property
    def cost(self) -> money.Grosze:
        """Net and the VAT that is a cost."""
        return self.net + self.vat


def atoms_of(ledger: Ledger, register: Register) -> Atoms:
    """The atoms of one register of the books."""
    types = counting(register)
    documents, records = (
        frame["type"].isin(types) & (frame["status"] == "ordinary") for frame in (ledger.documents, ledger.records)
    )
    kept_documents, kept_records = np.flatnonzero(documents), np.flatnonzero(records)
    vat = _vat_atoms(ledger, kept_documents)
    other = _record_atoms(ledger, kept_records)
    other["document"] += len(kept_documents)
    atoms = pd.concat([vat, other], ignore_index=True)
    of_documents = ledger.documents.take(kept_documents).rename(columns={"issue_date": "date"})
    heads = pd.concat(
        [
            frame[["document_id", "number", "type", "date", "party_id", "category"]].astype({"type": "str"})
            for frame in (of_documents, ledger.records.take(kept_records))
        ],
        ignore_index=True,
    )
    document, line, net, vat_cost = (atoms[name].to_numpy(np.int64) for name in ("document", "line", "net", "vat"))
    return Atoms(heads, document, line, atoms["account"].fillna("").astype("str"), net, vat_cost)


def _vat_atoms(ledger: Ledger, kept: npt.NDArray[np.intp]) -> pd.DataFrame:
    place = np.full(len(ledger.documents), -1)
    place[kept] = np.arange(len(kept))
    lines = ledger.vat_lines
    purchase = (ledger.documents["register"] == "purchase").to_numpy()[ledger.index.line_document]
    is_cost = purchase & (lines["deductible"] == "no").to_numpy()
    atoms = pd.DataFrame(
        {
            "document": place[ledger.index.line_document],
            "line": lines["line"],
            "account": lines["account"],
            "net": lines["net"],
            "vat": np.where(is_cost, lines["vat"].to_numpy(), 0),
        }
    )
    return atoms[atoms["document"] >= 0].sort_values("document", kind="stable")


def _record_atoms(ledger: Ledger, kept: npt.NDArray[np.intp]) -> pd.DataFrame:
    records = ledger.records.take(kept)
    place = pd.Series(np.arange(len(kept)), index=records["document_id"])
    lines = ledger.record_lines[ledger.record_lines["kind"] == "line"]
    lines = lines[lines["document_id"].isin(records["document_id"])]
    atoms = pd.DataFrame(
        {
            "document": place.reindex(lines["document_id"]).to_numpy(np.int64),
            "line": lines["line"].to_numpy(),
            "account": lines["account"].to_numpy(),
            "net": lines["amount"].to_numpy(),
        }
    )
    listed = np.zeros(len(kept), np.int64)
    np.add.at(listed, atoms["document"].to_numpy(), atoms["net"].to_numpy())
    rest = records["amount"].to_numpy() - listed
    beyond = np.flatnonzero((rest != 0) | ~np.isin(np.arange(len(kept)), atoms["document"]))
    more = pd.DataFrame({"document": beyond, "line": 0, "account": "", "net": rest[beyond]})
    return (
        pd.concat([atoms.astype({"account": "str"}), more], ignore_index=True)
        .assign(vat=0)
        .sort_values("document", kind="stable")
    )
