"""The control of descriptions: what does not add up or is missing, what a change of the document has made wrong (A-052, A-054).

Nothing is repaired here: every fault is named with its document, position, line and dimension, and with the percent and the
grosze that are missing.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ... import money
from ...ledger import Ledger, elements
from ...ledger.cost_tables import POSITIONS
from ..dimensions.on_documents import missing_required, unticked
from ..dimensions.tree import Dimensions
from ..splitting import splits
from .control_texts import FAULTS, fault_text, whole_message
from .control_texts import POSITION_TITLES as POSITION_TITLES
from .describing import Description
from .lines import millionths_of, percents_from, tolerance
from .positions import describable_documents, only_document, position_rows, row_numbers

_PLACE = ["document_id", "document", "position", "position_line", "line"]
_AMOUNTS = ["percent", "value", "amount", "missing_percent", "missing_amount"]
_COLUMNS = [*_PLACE, "code", "dimension", *_AMOUNTS]
_ONE_BY_ONE = [POSITIONS.index(position) for position in ("line", "additional", "line_cost")]
"""Where one is described, all of the kind are to be. In a journal voucher only some accounts are (A-068)."""
_TWICE = [
    (POSITIONS.index(whole), POSITIONS.index(part)) for whole, part in (("document", "line"), ("document_cost", "line_cost"))
]

Numbers = npt.NDArray[np.int64]


def control(ledger: Ledger) -> pd.DataFrame:
    """Everything that is wrong with the descriptions of all documents, a row a fault.

    Columns: document_id, position, position_line, line (of the description; 0 where the position as a whole is meant), code (of
    `FAULTS`), dimension, percent (described), value (described), amount (of the position), missing_percent, missing_amount
    (below zero where too much is described; grosze), text.
    """
    documents = describable_documents(ledger)
    lines = _lines(ledger, documents)
    groups, unused = _groups(lines, *position_rows(ledger, documents))
    faults = [*_sums(lines, groups, documents), _new_positions(groups, unused, documents), _described_twice(groups)]
    faults += _faults_of_elements(lines, Dimensions.of(ledger), documents)
    given = [fault.reindex(columns=_COLUMNS) for fault in faults if len(fault)]
    return _told(pd.concat(given, ignore_index=True) if given else pd.DataFrame(columns=_COLUMNS), documents)


def control_of(description: Description) -> pd.DataFrame:
    """The same for one description while it is being entered."""
    one = only_document(description.of.ledger, description.document_id)
    return control(replace(one, descriptions=description.lines))


def control_items(ledger: Ledger) -> pd.DataFrame:
    """The dictionary items not described to exactly 100 % (A-041): dictionary, item, percent, missing_percent, text (M-06)."""
    table = ledger.item_descriptions
    given = table[["dictionary", "item"]].astype({"dictionary": "str"}).assign(percent=millionths_of(table["percent"]))
    summed = given.groupby(["dictionary", "item"], sort=False, as_index=False)["percent"].sum()
    wrong = summed[summed["percent"] != splits.WHOLE].reset_index(drop=True)
    percent = wrong["percent"].to_numpy(np.int64)
    return wrong.assign(
        percent=percents_from(percent),
        missing_percent=percents_from(splits.WHOLE - percent),
        text=pd.Series([whole_message(one) for one in percent.tolist()], dtype="str"),
    )


def _lines(ledger: Ledger, documents: pd.DataFrame) -> pd.DataFrame:
    """The description lines as numbers: document (row of `documents`, -1 for none), position (code), percent (millionths);
    lines of one position of a document have the same `group`."""
    table = ledger.descriptions.reset_index(drop=True)
    lines = table[["document_id", "position_line", "line", "elements", "value"]].assign(
        document=row_numbers(table["document_id"], documents["document_id"]),
        position=table["position"].cat.codes.to_numpy(np.int64),
        percent=millionths_of(table["percent"]),
    )
    known = pd.factorize(lines["document_id"])[0]
    keys = _key(known, lines["position"].to_numpy(), lines["position_line"].to_numpy())
    return lines.assign(group=np.unique(keys, return_inverse=True)[1])


def _groups(
    lines: pd.DataFrame, document: Numbers, position: npt.NDArray[np.int8], line: Numbers, amounts: money.Grosze
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The described positions, one a row in the order of `group`: percent, value and `lines` summed, the `amount` (0 where the
    document does not have the position: not `found`). And the positions of described documents that no line describes."""
    groups = lines.drop_duplicates("group").sort_values("group", ignore_index=True)
    count = len(groups)
    keys = _key(document, position, line)
    wanted = _key(*(groups[name].to_numpy() for name in ("document", "position", "position_line")))
    row = pd.Index(keys).get_indexer(pd.Index(wanted))
    groups = groups.assign(
        line=0,
        percent=_added(lines["percent"], lines["group"], count),
        value=_added(lines["value"], lines["group"], count),
        lines=np.bincount(lines["group"], minlength=count),
        found=row >= 0,
        amount=np.append(amounts, 0)[row],
    )
    free = np.isin(document, groups["document"])
    free[row[row >= 0]] = False
    unused = {"document": document, "position": position.astype(np.int64), "position_line": line, "amount": amounts}
    return groups, pd.DataFrame({name: column[free] for name, column in unused.items()})


def _sums(lines: pd.DataFrame, groups: pd.DataFrame, documents: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The faults of percents, values and amounts (A-052, A-054), and of documents that are not described at all (A-062)."""
    refused = np.append((documents["status"] != "ordinary").to_numpy(), False)[groups["document"]]  # no document: False
    yield _fault(groups[refused].drop_duplicates("document"), "not_describable")
    found = groups["found"].to_numpy()
    yield _fault(groups[~found], "position_gone")
    missing = splits.WHOLE - groups["percent"].to_numpy()
    left = (groups["amount"] - groups["value"]).to_numpy()
    named = groups.assign(missing_percent=missing, missing_amount=left)
    yield _fault(named[found & (missing > 0)], "below_100")
    yield _fault(named[found & (missing < 0)], "above_100")
    whole = found & (missing == 0)
    base = np.where(left == 0, groups["amount"], groups["value"])
    off = _off(lines, groups, base)
    any_off = np.bincount(lines["group"], off, minlength=len(groups)) > 0
    yield _fault(named[whole & (left != 0) & ~any_off], "amount_changed")
    yield _fault(named[whole & (left != 0) & any_off], "value_differs")
    of_line = off & (whole & (left == 0))[lines["group"]]
    amounts = groups["amount"].to_numpy()[lines["group"]]
    yield _fault(lines.assign(amount=amounts)[of_line], "value_differs")


def _off(lines: pd.DataFrame, groups: pd.DataFrame, base: money.Grosze) -> npt.NDArray[np.bool_]:
    """The lines whose value is not their percent of the base, rounding aside."""
    group, value = lines["group"].to_numpy(), lines["value"].to_numpy()
    shares = money.mul_div(base[group], lines["percent"].to_numpy(), splits.WHOLE)
    allowed = tolerance(groups["lines"].to_numpy(np.int64), base)
    return np.asarray(np.abs(value - shares) > allowed[group])


def _new_positions(groups: pd.DataFrame, unused: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Positions without description beside described ones of the same kind: added later (A-054)."""
    described = groups[groups["position"].isin(_ONE_BY_ONE)]
    kinds = described["document"] * len(POSITIONS) + described["position"]
    beside = (unused["document"] * len(POSITIONS) + unused["position"]).isin(kinds) & (unused["amount"] != 0)
    new = unused[beside]
    ids = documents["document_id"].take(new["document"].to_numpy()).to_numpy()
    new = new.assign(document_id=pd.Series(ids, new.index, "str"), line=0, percent=0, value=0)
    return _fault(new.assign(missing_percent=splits.WHOLE, missing_amount=new["amount"]), "position_new")


def _described_twice(groups: pd.DataFrame) -> pd.DataFrame:
    known = groups[groups["document"] >= 0]
    twice = [
        known[(known["position"] == whole) & known["document"].isin(known.loc[known["position"] == part, "document"])]
        for whole, part in _TWICE
    ]
    return _fault(pd.concat(twice), "described_twice")


def _faults_of_elements(lines: pd.DataFrame, tree: Dimensions, documents: pd.DataFrame) -> list[pd.DataFrame]:
    """Lines without elements (A-040), without a required dimension (M-04), or with one that is not available (A-030, A-069).

    A text stands in many lines: each is judged once for each type of document."""
    lines = lines[lines["document"] >= 0]
    texts, names = pd.factorize(lines["elements"].fillna(""))
    of_type = documents["type"].cat.codes.to_numpy(np.int64)[lines["document"]]
    types = list(documents["type"].cat.categories)
    pairs, pair = np.unique(texts * len(types) + of_type, return_inverse=True)
    found = [
        (number, code, dimension)
        for number, (text, kind) in enumerate(zip(*np.divmod(pairs, len(types)), strict=True))
        for code, dimension in _judged(tree, str(names[text]), types[kind])
    ]
    rows = pd.DataFrame(found, columns=["pair", "code", "dimension"])
    return [lines.assign(pair=pair).merge(rows, on="pair").assign(amount=0, missing_percent=0, missing_amount=0)]


def _judged(tree: Dimensions, text: str, of_type: str) -> Iterator[tuple[str, str]]:
    try:
        chosen = elements.parse(text)
    except ValueError:
        chosen = {}
    if not chosen:
        yield "no_elements", ""
        return
    yield from (("missing_required", code) for code in missing_required(tree, chosen, of_type))
    yield from (("unavailable_dimension", code) for code in unticked(tree, chosen, of_type))


def _fault(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    nothing = {name: 0 for name in _AMOUNTS if name not in rows}
    return rows.assign(code=code, dimension="", **nothing)


def _told(faults: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The faults in the order of the books, with their texts."""
    rank = faults["code"].map({code: number for number, code in enumerate(FAULTS)})
    order = np.lexsort(
        [rank, faults["line"], faults["position"], faults["position_line"], faults["document_id"], faults["document"]]
    )
    faults = faults.take(order).reset_index(drop=True)
    texts = [fault_text(row, documents) for row in faults.to_dict("records")]
    numbers = {name: faults[name].to_numpy(np.int64) for name in _COLUMNS if name not in ("document_id", "code", "dimension")}
    codes = numbers["position"].astype(np.int8)
    found = {
        "document_id": faults["document_id"].astype("str"),
        "position": pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(POSITIONS))),
        "position_line": numbers["position_line"],
        "line": numbers["line"],
        "code": pd.Categorical(faults["code"], dtype=pd.CategoricalDtype(list(FAULTS))),
        "dimension": faults["dimension"].astype("str"),
        "percent": percents_from(numbers["percent"]),
        "value": numbers["value"],
        "amount": numbers["amount"],
        "missing_percent": percents_from(numbers["missing_percent"]),
        "missing_amount": numbers["missing_amount"],
        "text": pd.Series(texts, dtype="str"),
    }
    return pd.DataFrame(found)


def _key(document: Numbers, position: npt.NDArray[Any], line: Numbers) -> Numbers:
    """A document's position as one number: a line has less than 30 bits, a position less than 3."""
    return np.asarray(document, np.int64) << 33 | position.astype(np.int64) << 30 | line


def _added(values: "pd.Series[Any]", group: "pd.Series[Any]", count: int) -> money.Grosze:
    added = np.zeros(count, np.int64)
    np.add.at(added, group.to_numpy(), values.to_numpy())
    return added
