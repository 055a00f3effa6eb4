"""Books without documents of the VAT registers, for the tests of dimensions: only the tables of the description of costs.

>>> ledger_with(dimensions=[{"dimension": "BUDOWY"}]).dimensions["type"].tolist()
['descriptive']
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas
import pytest

import workbench
from tests.books import TABLES, books
from workbench.costs.dimensions.changes import add_dimension, add_element, add_subdimension
from workbench.costs.dimensions.tree import Dimensions
from workbench.errors import DescriptionError

Row = dict[str, str]


def ledger_with(**tables: Sequence[Row]) -> workbench.Ledger:
    """The books with these tables, values as a CSV file would hold them; the two parties of `tests.books` beside them."""
    rows: dict[str, Sequence[Row]] = {**books(), **tables}
    return workbench.read_ledger(
        {name: pandas.DataFrame(list(of), columns=None if of else TABLES.get(name), dtype=str) for name, of in rows.items()}
    )


def reread(tree: Dimensions) -> Dimensions:
    """The tree given back as the ledger's tables and read from them."""
    return Dimensions.of(replace(EMPTY, dimensions=tree.dimensions, elements=tree.elements))


def record(document_id: str, *lines: str) -> dict[str, list[Row]]:
    """A cost record of 100.00 and its description, a line each as "percent elements"."""
    parted = [line.split(" ", 1) for line in lines]
    head = {"document_id": document_id, "type": "cost_record", "number": document_id, "date": "2020-05-05", "amount": "100.00"}
    return {
        "records": [head],
        "descriptions": [
            {
                "document_id": document_id,
                "line": str(line),
                "position": "document",
                "elements": elements,
                "percent": percent,
                "value": f"{percent}.00",
            }
            for line, (percent, elements) in enumerate(parted, start=1)
        ],
    }


def building_firm() -> Dimensions:
    """BUDOWY (1_19, ETAPY (E1, E2, ODBIORY (O1))), KONTA_4 from the chart, KATEGORIE by category, DOSTAWCY predefined."""
    tree = add_dimension(Dimensions(), "BUDOWY", "Budowy")
    tree = add_element(tree, "BUDOWY", "1_19", "Budowa 1", "501-1_19")
    tree = add_subdimension(tree, "BUDOWY", "ETAPY")
    tree = add_element(add_element(tree, "BUDOWY/ETAPY", "E1"), "BUDOWY/ETAPY", "E2")
    tree = add_subdimension(tree, "BUDOWY/ETAPY", "ODBIORY")
    tree = add_element(tree, "BUDOWY/ETAPY/ODBIORY", "O1")
    tree = add_dimension(tree, "KONTA_4", type="accounts", narrowed_to="4")
    tree = add_dimension(tree, "KATEGORIE", type="category", narrowed_to="K1")
    tree = add_dimension(tree, "DOSTAWCY", type="dictionary", dictionary="contractor", used_on=["purchase_register", "goods"])
    return tree.replaced({"DOSTAWCY": {"predefined": True}})


def refused(change: Callable[[], object], *named: str) -> None:
    """The change is refused and its message names the place."""
    with pytest.raises(DescriptionError) as error:
        change()
    assert all(name in str(error.value) for name in named), str(error.value)


EMPTY = ledger_with()
