"""Kinds of things that are remembered, and the tables of their lines. A package that remembers declares its kinds so."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..ledger.column_types import Column, Table, Type
from .tables import Millionths, metadata

_SQL_TYPES: dict[Type, type[sa.types.TypeEngine[Any]] | type[Millionths]] = {
    "text": sa.Text,
    "code": sa.Text,
    "amount": sa.BigInteger,
    "date": sa.Date,
    "bool": sa.Boolean,
    "integer": sa.BigInteger,
    "decimal": Millionths,
}


@dataclass(frozen=True)
class Lines:
    """One table of lines: the ledger's table it fills, where it is stored, its columns (without those that are the same in
    all lines of a thing) and which of them tell one line of a thing from another."""

    name: str
    stored: sa.Table
    columns: dict[str, Column]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of things.

    `title` names one of them to people (a text of the catalogue with {key}). `fixed` are the ledger's columns that are the
    same in all lines of a thing: its key is their values, set apart by a slash (only the last of them may hold one). `final`
    says why a change of it cannot be undone (a text of the catalogue with {what}); empty: it can.
    """

    name: str
    title: str
    fixed: dict[str, Column]
    tables: tuple[Lines, ...]
    final: str = ""

    def key_of(self, *values: str) -> str:
        """The key of the thing with these values of the fixed columns."""
        return "/".join(values)

    def columns_of(self, lines: Lines) -> dict[str, Column]:
        """The columns of a table of its lines, the fixed ones first, as in the ledger."""
        return self.fixed | lines.columns

    def fixed_of(self, key: str) -> dict[str, str]:
        """The fixed columns of a thing, by name."""
        return dict(zip(self.fixed, key.split("/", len(self.fixed) - 1), strict=True)) if self.fixed else {}


def stored_lines(prefix: str, name: str, table: Table, fixed: tuple[str, ...]) -> Lines:
    """The lines of a ledger's table, stored as a table `prefix`_`name`."""
    columns = {column: of for column, of in table.columns.items() if column not in fixed}
    key = tuple(column for column in table.key if column not in fixed)
    stored = sa.Table(
        f"{prefix}_{name}",
        metadata,
        sa.Column("thing_id", sa.ForeignKey("things.id"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),  # the order the lines were given in
        *(
            sa.Column(column, _SQL_TYPES[of.type], nullable=not (of.required or of.default is not None))
            for column, of in columns.items()
        ),
        sa.PrimaryKeyConstraint("thing_id", *key),
    )
    return Lines(name, stored, columns, key)
