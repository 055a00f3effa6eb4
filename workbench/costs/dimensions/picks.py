"""What may be chosen in a dimension: its elements, or the accounts, categories or items it lists (A-026 to A-028)."""

from collections import defaultdict

import pandas as pd

from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger
from .nodes import Dimension, written
from .tree import Dimensions


def choices(ledger: Ledger, dimensions: Dimensions, path: str, *, inactive: bool = False) -> pd.DataFrame:
    """The pick list of one dimension or sub-dimension: columns element, name, inactive, in the order of the books.

    Descriptive: its elements. Accounts: the account it is narrowed to and all below, by `accounts.summary`; category: the
    category and its sub-categories; dictionary: parties of the kind or goods, narrowed to the one item; not narrowed, all of
    them. The ledger has no table of fixed assets: that list holds only the asset it is narrowed to, if any. Inactive
    elements are left out unless `inactive` is set. Raises DescriptionError where the books lack what the list is narrowed to.
    """
    dimension = dimensions.dimension(path)
    if dimension.type == "descriptive":
        elements = dimensions.elements_of(path)
        rows = [(one.code, one.name, one.inactive) for one in elements if inactive or not one.inactive]
        return _list(rows)
    if dimension.inactive and not inactive:
        return _list([])
    listed = _listed(ledger, dimension)
    return _list([(item, name, dimension.inactive) for item, name in listed.items()])


def all_choices(ledger: Ledger, dimensions: Dimensions, code: str, *, inactive: bool = False) -> pd.DataFrame:
    """The pick lists of an outer dimension and all its sub-dimensions in one, elements as a description writes them
    ("ETAPY/E1"): what the column of the dimension offers. Columns and errors as in `choices`."""
    paths = [code, *(node.path for node in dimensions.below(code) if isinstance(node, Dimension))]
    lists = []
    for path in paths:
        of_one = choices(ledger, dimensions, path, inactive=inactive)
        lists.append(of_one.assign(element=[written(path, element)[1] for element in of_one["element"]]).astype(_TYPES))
    return pd.concat(lists, ignore_index=True)


_TYPES = {"element": "str", "name": "str", "inactive": "bool"}


def _list(rows: list[tuple[str, str | None, bool]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES)


def _listed(ledger: Ledger, dimension: Dimension) -> dict[str, str | None]:
    """Item and name of all that a dimension lists from a table of the ledger."""
    narrowed = dimension.narrowed_to
    if dimension.dictionary == "fixed_asset":
        return {narrowed: None} if narrowed else {}
    items, below = _table(ledger, dimension)
    if narrowed is None:
        return items
    if narrowed not in items:
        message = _("{path} is narrowed to {item}, which the books do not have. Choose another in the dimension's form.")
        raise DescriptionError(message.format(path=dimension.path, item=narrowed))
    kept = {narrowed}
    waiting = [narrowed]
    while waiting:
        new = [item for item in below[waiting.pop()] if item not in kept]
        kept.update(new)
        waiting += new
    return {item: name for item, name in items.items() if item in kept}


def _table(ledger: Ledger, dimension: Dimension) -> tuple[dict[str, str | None], dict[str, list[str]]]:
    """Item and name of a whole table, and what lies straight below each item."""
    parents: pd.Series | None = None
    if dimension.type == "accounts":
        ids, names, parents = (ledger.accounts[column] for column in ("account", "name", "summary"))
    elif dimension.type == "category":
        ids, names, parents = (ledger.categories[column] for column in ("category", "name", "parent"))
    elif dimension.dictionary == "goods":
        ids, names = (ledger.goods[column] for column in ("goods_id", "name"))
    else:
        parties = ledger.parties[ledger.parties["kind"] == dimension.dictionary]
        ids, names = (parties[column] for column in ("party_id", "name"))
    below = defaultdict(list)
    if parents is not None:
        for item, parent in zip(ids, parents, strict=True):
            below[parent].append(item)
    return dict(zip(ids, names, strict=True)), below
