"""Combinations that the books have never seen ("Z2 never in LUBLIN"), to be offered as zero cells of a joint split."""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger, elements

_TEXT = ("dimension", "element", "other_dimension", "other_element", "text")


def restrictions(ledger: Ledger, dimensions: Sequence[str]) -> pd.DataFrame:
    """Pairs of elements of these outer dimensions that no description line has together, though both are used with the other
    dimension. Columns: dimension, element, other_dimension, other_element, documents (that have the element, and the
    other dimension), other_documents (the same the other way round), text. The best supported come first.

    A line of 0 % counts as not seen: it says the same. DescriptionError for a dimension that is not in the ledger.
    """
    unknown = [name for name in dimensions if name not in set(ledger.dimensions["dimension"])]
    if unknown:
        raise DescriptionError(_("There is no dimension {path}. Choose one from the list.").format(path=unknown[0]))
    lines = ledger.descriptions
    lines = lines[((lines["percent"] != 0) | (lines["value"] != 0)).to_numpy(bool)]
    document = pd.factorize(lines["document_id"])[0]
    text, texts = pd.factorize(lines["elements"])
    chosen = [elements.parse(one) for one in texts]
    rows = []
    for one, other in itertools.combinations(dimensions, 2):
        used = pd.DataFrame(
            {
                "document": document,
                "element": pd.Series([of.get(one) for of in chosen], dtype="str").take(text).array,
                "other": pd.Series([of.get(other) for of in chosen], dtype="str").take(text).array,
            }
        ).dropna()
        documents, others = (_documents(used, name) for name in ("element", "other"))
        seen = set(used[["element", "other"]].drop_duplicates().itertuples(index=False, name=None))
        rows += [
            (one, a, other, b, documents[a], others[b], _("{element} never in {other}").format(element=a, other=b))
            for a, b in itertools.product(documents, others)
            if (a, b) not in seen
        ]
    table = pd.DataFrame(rows, columns=[*_TEXT[:-1], "documents", "other_documents", "text"])
    table = table.astype({**dict.fromkeys(_TEXT, "str"), "documents": "int64", "other_documents": "int64"})
    support = np.minimum(table["documents"], table["other_documents"])
    return table.iloc[np.argsort(-support, kind="stable")].reset_index(drop=True)


def allowed_combinations(restricted: pd.DataFrame, marginals: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """The combinations of elements, one of each dimension in the given order, that no restriction forbids: what
    `solve_joint` takes as `allowed`. `restricted`: rows of `restrictions`, those that the user accepted."""
    columns = restricted[["dimension", "element", "other_dimension", "other_element"]]
    forbidden = {frozenset((row[:2], row[2:])) for row in columns.itertuples(index=False, name=None)}
    return [
        cell
        for cell in itertools.product(*marginals.values())
        if not any(frozenset(pair) in forbidden for pair in itertools.combinations(zip(marginals, cell, strict=True), 2))
    ]


def _documents(used: pd.DataFrame, name: str) -> dict[str, int]:
    """In how many documents each element stands, elements in their order."""
    counts = used[["document", name]].drop_duplicates()[name].value_counts().sort_index()
    return {str(element): int(count) for element, count in counts.items()}
