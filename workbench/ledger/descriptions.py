"""What the analytical description refers to: documents of either table, and the elements its texts name.

A text stands in many rows; each distinct one is read once.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..i18n import _
from . import elements
from .faults import Faults
from .references import Columns

_TEXTS = ("descriptions", "item_descriptions", "keys")
_ITEMS = {"accounts": ("accounts", "account"), "category": ("categories", "category")}
"""Where the elements of a dimension that is not descriptive come from."""


def check_descriptions(columns: Columns, faults: Faults) -> None:
    """Adds the faults of these tables: a document in two tables or in none, elements that cannot be read, dimensions and
    elements that do not exist, parents of sub-dimensions that do not exist."""
    _check_documents(columns, faults)
    _check_parents(columns, faults)
    for table in _TEXTS:
        _check_elements(columns, table, faults)


def _check_documents(columns: Columns, faults: Faults) -> None:
    documents, records, described = (
        columns.get(table, {}).get("document_id") for table in ("documents", "records", "descriptions")
    )
    if documents is None or records is None:
        return
    if len(records):
        _report(faults, "records", "document_id", records, _found(records, documents), _("an id that no document has"))
    if described is not None and len(described):
        lost = ~(_found(described, documents) | _found(described, records))
        _report(faults, "descriptions", "document_id", described, lost, _("a document of the tables documents or records"))


def _check_parents(columns: Columns, faults: Faults) -> None:
    paths = columns.get("dimensions", {}).get("dimension")
    if paths is None:
        return
    known = set(paths.to_pylist())
    lost = np.array(
        [path is not None and "/" in path and path.rpartition("/")[0] not in known for path in paths.to_pylist()], bool
    )
    _report(faults, "dimensions", "dimension", paths, lost, _("a sub-dimension below a dimension of this table"))


def _check_elements(columns: Columns, table: str, faults: Faults) -> None:
    texts = columns.get(table, {}).get("elements")
    if texts is None or not len(texts):
        return
    encoded = texts.dictionary_encode()
    distinct = encoded.dictionary.to_pylist()
    expected = [_expected(text, columns) for text in distinct]
    codes = encoded.indices.fill_null(-1).to_numpy()
    for message in {message for message in expected if message}:
        wrong = np.array([message == of for of in expected] + [False])[codes]
        _report(faults, table, "elements", texts, wrong, message)


def _expected(text: str, columns: Columns) -> str:
    """What was expected in place of a text; empty where it is right."""
    try:
        chosen = elements.parse(text)
    except ValueError:
        chosen = {}
    if not chosen:
        return _("elements such as PROJEKTY=P1; ODDZIAŁ=LUBLIN")
    dimensions, listed = columns.get("dimensions", {}), columns.get("elements", {})
    if "dimension" not in dimensions or not {"dimension", "element"} <= listed.keys():
        return ""
    for outer, path in chosen.items():
        below, _slash, element = path.rpartition("/")
        kind = _kind(outer, dimensions)
        if kind is None:
            return _("dimensions of the table dimensions: there is no {dimension}").format(dimension=outer)
        source = _ITEMS.get(kind)
        if kind == "descriptive":
            dimension = f"{outer}/{below}" if below else outer
            missing = not _holds(element, listed["element"].filter(pc.equal(listed["dimension"], dimension)))
        else:
            missing = source is not None and not _holds(path, columns.get(source[0], {}).get(source[1]))
        if missing:
            return _("elements that exist: {dimension} has no {element}").format(dimension=outer, element=path)
    return ""


def _kind(dimension: str, dimensions: dict[str, pa.Array]) -> str | None:
    row = pc.index(dimensions["dimension"], pa.scalar(dimension, pa.large_string())).as_py()
    return None if row < 0 else dimensions["type"][row].as_py() if "type" in dimensions else "descriptive"


def _holds(value: str, values: pa.Array | None) -> bool:
    return values is not None and pc.index(values, pa.scalar(value, pa.large_string())).as_py() >= 0


def _found(values: pa.Array, known: pa.Array) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.is_in(values, known).to_numpy(zero_copy_only=False)) & ~_null(values)


def _null(values: pa.Array) -> npt.NDArray[np.bool_]:
    return np.asarray(values.is_null().to_numpy(zero_copy_only=False))


def _report(
    faults: Faults, table: str, column: str, values: pa.Array, wrong: npt.NDArray[np.bool_] | Iterable[bool], expected: str
) -> None:
    rows = np.flatnonzero(np.asarray(wrong) & ~_null(values))
    faults.add_rows(table, rows, column, values.take(pa.array(rows)), expected)
