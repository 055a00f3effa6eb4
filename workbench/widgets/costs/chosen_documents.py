"""The documents of a question, a row a document, and which of them pass a filter."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...costs.exploring.allocation import allocation
from ...costs.exploring.cube import exact_sums, selection
from ...costs.gaps.completeness import KIND_TITLES
from ...i18n import _
from .question import Question


def documents_of(asked: Question, findings: pd.DataFrame) -> pd.DataFrame:
    """The documents of the question's register and months: document_id, number, date, party_id, party (its name), account and
    elements (the first, with how many more there are), gaps (the kinds found wrong), amount (grosze)."""
    parts = allocation(asked.ledger, asked.register)
    rows = _rows(asked, {})
    document = parts.atoms.document[parts.atom[rows]]
    heads = parts.atoms.documents
    accounts = parts.atoms.account.take(parts.atom[rows]).to_numpy()
    texts = pd.Series(parts.texts, dtype="str").take(parts.text[rows]).to_numpy()
    kinds = findings[["document_id", "kind"]].drop_duplicates()
    gaps = kinds.groupby("document_id", sort=False)["kind"].agg(lambda of: ", ".join(_(KIND_TITLES[kind]) for kind in of))
    names = asked.ledger.parties.set_index("party_id")["name"]
    columns = ["document_id", "number", "date", "party_id"]
    table = heads[columns].assign(
        party=heads["party_id"].map(names).fillna("").astype("str"),
        account=_first_of_many(document, accounts, len(heads)),
        elements=_first_of_many(document, texts, len(heads)),
        gaps=heads["document_id"].map(gaps).fillna("").astype("str"),
        amount=exact_sums(document, parts.cost[rows], len(heads)),
    )
    return table.take(np.unique(document)).reset_index(drop=True)


def in_filter(asked: Question, documents: pd.DataFrame, where: Mapping[str, str]) -> npt.NDArray[np.bool_]:
    """Which of the documents have a part with these labels (fields as in `cube`; "" for none)."""
    if not where:
        return np.ones(len(documents), bool)
    parts = allocation(asked.ledger, asked.register)
    found = np.unique(parts.atoms.document[parts.atom[_rows(asked, where)]])
    return documents["document_id"].isin(parts.atoms.documents["document_id"].take(found)).to_numpy()


def _rows(asked: Question, where: Mapping[str, str]) -> npt.NDArray[np.intp]:
    parts = allocation(asked.ledger, asked.register)
    rows = selection(parts, from_=asked.from_, to=asked.to, where=where)
    return np.arange(len(parts.cost)) if rows is None else rows


def _first_of_many(document: npt.NDArray[np.int64], texts: npt.NDArray[np.object_], documents: int) -> "pd.Series[str]":
    """Of each document the first text that is not empty, and how many others it has."""
    pairs = pd.DataFrame({"document": document, "text": texts})
    pairs = pairs[(pairs["text"] != "").to_numpy()].drop_duplicates()
    first = pairs.drop_duplicates("document").set_index("document")["text"]
    more = pairs.groupby("document").size() - 1
    told = [
        _("{first} and {count} more").format(first=text, count=count) if count else text
        for text, count in zip(first, more.reindex(first.index), strict=True)
    ]
    return pd.Series(told, index=first.index, dtype="str").reindex(range(documents)).fillna("")
