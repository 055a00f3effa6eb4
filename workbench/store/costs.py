"""What is remembered of the analytical description: dimensions, descriptions of documents and items, allocation keys."""

import pandas as pd
import sqlalchemy as sa

from ..errors import StoreError
from ..i18n import N_, _
from ..ledger import TABLES
from .changes import PendingChange, Thing
from .databases import transaction
from .kinds import Kind, stored_lines
from .laying import tables_of
from .lines import content_of


def _kind(name: str, title: str, fixed: tuple[str, ...], *tables: str) -> Kind:
    of_all = {column: TABLES[tables[0]].columns[column] for column in fixed}
    return Kind(name, title, of_all, tuple(stored_lines("costs", table, TABLES[table], fixed) for table in tables))


DESCRIPTION = _kind("description", N_("The description of the document {key}"), ("document_id",), "descriptions")
ITEM = _kind("item_description", N_("The description of {key}"), ("dictionary", "item"), "item_descriptions")
KEY = _kind("key", N_("The allocation key {key}"), ("key",), "keys")
DIMENSIONS = _kind("dimensions", N_("The dimensions"), (), "dimensions", "elements")
KINDS = {kind.name: kind for kind in (DESCRIPTION, ITEM, KEY, DIMENSIONS)}


class CostChange(PendingChange):
    """What a change may set of the analytical description of a client.

    Frames have the columns and types of the ledger's tables; those that are the same in all lines may be left out. `version`
    is the one that was seen (`Store.version_of`), 0 where nothing was remembered. None in place of a frame removes the thing,
    though the books have it.
    """

    def set_description(self, client: str, document_id: str, lines: pd.DataFrame | None, *, version: int) -> None:
        """The description of a document (table descriptions)."""
        self._set(client, DESCRIPTION, DESCRIPTION.key_of(document_id), {"descriptions": lines}, version)

    def set_item_description(
        self, client: str, dictionary: str, item: str, lines: pd.DataFrame | None, *, version: int
    ) -> None:
        """The description of an item of a dictionary, such as an account (table item_descriptions)."""
        self._set(client, ITEM, ITEM.key_of(dictionary, item), {"item_descriptions": lines}, version)

    def set_key(self, client: str, key: str, versions: pd.DataFrame | None, *, version: int) -> None:
        """An allocation key with the lines of all its periods (table keys)."""
        self._set(client, KEY, KEY.key_of(key), {"keys": versions}, version)

    def set_dimensions(self, client: str, dimensions: pd.DataFrame, elements: pd.DataFrame, *, version: int) -> None:
        """The whole tree: all dimensions with their elements (tables dimensions and elements)."""
        homeless = sorted(set(elements["dimension"]) - set(dimensions["dimension"]))
        if homeless:
            raise StoreError(_("elements: there is no dimension {dimension}.").format(dimension=", ".join(homeless)))
        self._set(client, DIMENSIONS, DIMENSIONS.key_of(), {"dimensions": dimensions, "elements": elements}, version)

    def _set(self, client: str, kind: Kind, key: str, frames: dict[str, pd.DataFrame | None], version: int) -> None:
        given = {name: pd.DataFrame() if frame is None else frame for name, frame in frames.items()}
        self.put(Thing(client, kind.name, key), content_of(kind, key, given), version=version)


class RememberedCosts:
    """What is remembered of the clients' descriptions, as tables with the ledger's columns and types."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def descriptions(self, client: str) -> pd.DataFrame:
        """The descriptions of documents."""
        return self._table(client, DESCRIPTION, "descriptions")

    def item_descriptions(self, client: str) -> pd.DataFrame:
        """The descriptions of items of dictionaries."""
        return self._table(client, ITEM, "item_descriptions")

    def keys(self, client: str) -> pd.DataFrame:
        """The allocation keys."""
        return self._table(client, KEY, "keys")

    def dimensions(self, client: str) -> pd.DataFrame:
        """The dimensions."""
        return self._table(client, DIMENSIONS, "dimensions")

    def elements(self, client: str) -> pd.DataFrame:
        """The elements of the dimensions."""
        return self._table(client, DIMENSIONS, "elements")

    def _table(self, client: str, kind: Kind, table: str) -> pd.DataFrame:
        with transaction(self._engine, writing=False) as connection:
            return tables_of(connection, client, kind)[table]
