"""How a column and a table of the books are told: type, whether a value must be there, codes, default, reference."""

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "code", "amount", "date", "bool", "integer", "rate", "decimal"]


@dataclass(frozen=True)
class Column:
    """One column.

    `type` decides how a value is read: text; code (one of `codes`); amount (int64 grosze from "1234.56"); date
    (ISO, datetime64); bool ("true", "false"); integer; rate (a decimal number above zero with at most six places); decimal
    (the same, of any sign).
    A required column must be there and have a value in every row, unless `may_be_empty`. Others take `default`.
    `refers_to` names the table whose key the value must be found in.
    """

    type: Type = "text"
    required: bool = False
    may_be_empty: bool = False
    default: str | None = None
    codes: tuple[str, ...] = ()
    refers_to: str | None = None


@dataclass(frozen=True)
class Table:
    """One table: its key columns (unique together) and its columns in order. An optional one may be missing: it is empty."""

    key: tuple[str, ...]
    columns: dict[str, Column]
    optional: bool = False


def code(*codes: str, default: str | None = None, required: bool = False) -> Column:
    return Column("code", required=required, default=default, codes=codes)


REQUIRED = Column(required=True)
AMOUNT = Column("amount", required=True)
DATE = Column("date", required=True)
FALSE = Column("bool", default="false")
