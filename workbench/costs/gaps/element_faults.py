"""Descriptions whose elements are doubtful: unknown or inactive ones, blanks beside filled lines, another split than the one of
the dictionary item behind the position."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from ...ledger import Ledger, elements
from ..descriptions.heads import heads, heads_of
from ..descriptions.inheritance import effective_all
from ..descriptions.lines import millionths_of
from ..descriptions.positions import row_numbers
from ..dimensions.tree import Dimensions
from .history import PLACE, History, Numbers, Profiles, contexts, distinct, units_of

CODE = ["code", "dimension", "missing_percent"]
ITEMS = {"account": "account", "contractor": "party_id", "goods": "goods_id"}
"""The dictionaries whose description a document can contradict, and the column that names the item of a position."""


def doubtful_elements(ledger: Ledger) -> pd.DataFrame:
    """Lines with an element that does not exist, or is inactive: document_id, position, position_line, line, code
    (unknown_element, inactive_element), dimension, element, missing_percent (0).

    An inactive element is a fault in the books' newest month only: older documents may well be of the time when it was active,
    and the books do not say when it ended.
    """
    tree = Dimensions.of(ledger)
    known = {"accounts": set(ledger.accounts["account"]), "category": set(ledger.categories["category"])}
    text, texts = pd.factorize(ledger.descriptions["elements"])
    wrong = [
        (number, *fault)
        for number, one in enumerate(texts)
        for dimension, path in elements.parse(one).items()
        for fault in _doubtful(tree, known, dimension, path)
    ]
    faults = pd.DataFrame(wrong, columns=["text", "code", "dimension", "element"])
    lines = ledger.descriptions[[*PLACE, "line"]].assign(text=text)
    found = lines.merge(faults, on="text").drop(columns="text").assign(missing_percent=0)
    month = _months(heads_of(ledger, found["document_id"]))
    newest = _months(heads(ledger)).max(initial=np.iinfo(np.int64).min)
    return found[(found["code"] == "unknown_element").to_numpy() | (month == newest)]


def _months(documents: pd.DataFrame) -> Numbers:
    return documents["date"].to_numpy().astype("datetime64[M]").astype(np.int64)


def blanks(ledger: Ledger) -> pd.DataFrame:
    """Positions of which only a part has an element of a dimension: document_id, position, position_line, line (0), code
    (blank), dimension, missing_percent (millionths without an element)."""
    lines = ledger.descriptions
    places, unit = units_of(lines)
    percent = millionths_of(lines["percent"])
    whole = _added(percent, unit, len(places))
    text, texts = pd.factorize(lines["elements"])
    chosen = [elements.parse(one) for one in texts]
    pieces = [pd.DataFrame(columns=[*PLACE, "line", *CODE])]
    for dimension in dict.fromkeys(name for one in chosen for name in one):
        has = np.array([dimension in one for one in chosen], bool)[text]
        part = _added(np.where(has, percent, 0), unit, len(places))
        missing = whole - part
        rows = np.flatnonzero((part != 0) & (missing != 0))
        pieces.append(places.take(rows).assign(line=0, code="blank", dimension=dimension, missing_percent=missing[rows]))
    return _joined(pieces)


def contradictions(ledger: Ledger, known: History) -> pd.DataFrame:
    """Complete positions split in a dimension otherwise than the description of their account, goods or contractor says:
    document_id, position, position_line, line (0), code (contradicts_dictionary), dimension, missing_percent (0), dictionary,
    item, agreeing, of.

    What only one of the two says is no contradiction (A-058). A whole document has an account where all its lines have it.
    `agreeing` of the `of` other positions of the item follow its description; where not more than half do, it is a
    default that people change, and none of them is named.
    """
    context = _items(ledger, known.places)
    pieces = [pd.DataFrame(columns=[*PLACE, "line", *CODE, "dictionary", "item", "agreeing", "of"])]
    for dictionary, column in ITEMS.items():
        described = _marginals(effective_all(ledger, dictionary))
        items = pd.Series(list(described), dtype="str")
        item = row_numbers(context[column], items)
        for dimension, profiles in known.of.items():
            wanted = [marginals.get(dimension) for marginals in described.values()]
            first, pair = distinct([profiles.number, item], len(item))
            pairs = zip(profiles.number[first].tolist(), item[first].tolist(), strict=True)
            judged = [_differs(profiles, number, wanted[of] if of >= 0 else None) for number, of in pairs]
            differs = np.array([one is True for one in judged], bool)[pair]
            follows = np.array([one is False for one in judged], bool)[pair]
            agreeing = np.bincount(item[follows], minlength=len(items) + 1)
            others = agreeing + np.bincount(item[differs], minlength=len(items) + 1) - 1
            named = (others == 0) | (2 * agreeing > others)
            rows = np.flatnonzero(differs & named[item])
            piece = known.places.take(rows).assign(line=0, code="contradicts_dictionary", dimension=dimension)
            counts = {"agreeing": agreeing[item[rows]], "of": others[item[rows]]}
            pieces.append(piece.assign(missing_percent=0, dictionary=dictionary, item=items.take(item[rows]).array, **counts))
    return _joined(pieces)


def _differs(profiles: Profiles, number: int, wanted: dict[str, int] | None) -> bool | None:
    """Whether a profile is another split than the one wanted; None where one of the two is missing."""
    return None if wanted is None or not number else dict(profiles.parts(number)) != wanted


def _items(ledger: Ledger, places: pd.DataFrame) -> pd.DataFrame:
    """The account, contractor (party_id) and goods (goods_id) of each position."""
    context = contexts(ledger, places)
    listed = ledger.record_lines.rename(columns={"line": "position_line", "kind": "position"}).astype({"position": "str"})
    wanted = places.assign(position=places["position"].astype("str").str.removesuffix("_cost"))
    goods = wanted.merge(listed[[*PLACE, "goods_id"]], how="left", on=PLACE)["goods_id"]
    return context.assign(account=context["account"].where(context["one_account"]), goods_id=goods)


def _marginals(described: pd.DataFrame) -> dict[str, dict[str, dict[str, int]]]:
    """The split of each item in each dimension: element to millionths of a percent."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    percents = millionths_of(described["percent"]).tolist()
    for item, text, percent in zip(described["item"], described["elements"], percents, strict=True):
        for dimension, element in elements.parse(text).items():
            of = found.setdefault(item, {}).setdefault(dimension, {})
            of[element] = of.get(element, 0) + percent
    return found


def _doubtful(tree: Dimensions, known: Mapping[str, set[str]], dimension: str, path: str) -> Iterator[tuple[str, str, str]]:
    """What is wrong with one element of a description: code, dimension, element."""
    if dimension not in tree.nodes:
        yield "unknown_element", dimension, path
        return
    inner, element = tree.located(dimension, path)
    node, leaf = tree.nodes[inner], tree.leaves.get(f"{inner}/{element}")
    listed = known.get(node.type)
    if (node.type == "descriptive" and leaf is None) or (listed is not None and element not in listed):
        yield "unknown_element", dimension, path
    elif node.inactive or (leaf is not None and leaf.inactive):
        yield "inactive_element", dimension, path


def _joined(pieces: list[pd.DataFrame]) -> pd.DataFrame:
    """Pieces one below the other; the first, without rows, where all are empty."""
    return pd.concat([piece for piece in pieces if len(piece)] or pieces[:1], ignore_index=True)


def _added(amounts: Numbers, unit: Numbers, units: int) -> Numbers:
    added = np.zeros(units, np.int64)
    np.add.at(added, unit, amounts)
    return added
