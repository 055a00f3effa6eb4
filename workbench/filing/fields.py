"""The fields of JPK_V7: `fields.toml` as objects, what they mean in words, what they are made of and the rows behind them."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from ..errors import FilingError
from ..i18n import _
from .field_titles import BY_NAME, BY_NUMBER
from .paid_back import last_days, paid_back
from .rows import SALE_FIELDS
from .versions import Version

Kind = Literal["base", "tax", "entered", "computed", "flag", "text"]
Sign = Literal["any", "not_negative", "not_positive"]
Parts = tuple[tuple[str, int], ...]
"""The fields that a computed one adds up, each with its sign (1 or -1)."""

MARGINS = ("SprzedazVAT_Marza", "ZakupVAT_Marza")
"""The fields of margin sales and purchases; the column `margin` of their rows."""
RELIEF_FIELDS = ("P_68", "P_69")
"""Those that sum up the rows of art. 89a sec. 1 alone."""
_RELIEF = [f"K_{number}" for number in range(15, 21)]


@dataclass(frozen=True)
class Field:
    """A field of the declaration part.

    `source`: the K field whose sum a base or a tax is. `parts`: what a computed one adds up. `pair`: the field that a file has
    together with it. `within`: the field it is a part of, which then has to be there. `longest`: characters of a text.
    """

    name: str
    kind: Kind
    versions: tuple[int, ...]
    source: str = ""
    parts: Parts = ()
    pair: str = ""
    within: str = ""
    sign: Sign = "any"
    mandatory: bool = False
    longest: int = 0


def declaration_fields(version: Version) -> Mapping[str, Field]:
    """The fields of the declaration part of a version, by name, in the order of the form."""
    return {name: field for name, field in _data()[0].items() if version.number in field.versions}


def refund_choices(version: Version) -> tuple[str, ...]:
    """The terms of a refund that a version knows, one of which goes with P_54."""
    return tuple(name for name in _data()[1] if version.number in _data()[0][name].versions)


def in_version(name: str, version: Version) -> bool:
    """Whether the structure of a version of JPK_V7 has a field (P or K)."""
    if name.startswith("K_"):
        of = [field.versions for field in _data()[0].values() if field.source == name]
        return bool(of) and version.number in of[0]
    return name in declaration_fields(version)


def title(name: str) -> str:
    """What a field of JPK_V7 means, in the user's language: P_10 ..., K_10 ..., SprzedazVAT_Marza. KeyError for no field."""
    if name in BY_NAME:
        return _(BY_NAME[name])
    prefix, number = name.split("_", 1) if "_" in name else ("", "")
    if prefix not in ("P", "K") or not number.isdigit() or int(number) not in BY_NUMBER:
        raise KeyError(name)
    return _(BY_NUMBER[int(number)])


def parts_of(name: str, version: Version) -> Parts:
    """The fields a field of the declaration is made of, with their signs; () for one that is entered.

    Of a base or a tax it is the K field of the register; of P_51 and P_53 the difference, which counts where it is above zero.
    FilingError for a field that the version does not have.
    """
    fields = declaration_fields(version)
    if name not in fields:
        raise FilingError(_("{version} has no field {field}.").format(version=version.name, field=name))
    field = fields[name]
    if field.source:
        return ((field.source, 1),)
    return tuple((part, sign) for part, sign in field.parts if part in fields or part.startswith("K_"))


def rows_behind(field: str, sales: pd.DataFrame, purchases: pd.DataFrame) -> pd.DataFrame:
    """The rows of the register that make a field of the declaration or of the register; `sales` and `purchases` as in `rows`.

    Columns: register (sale, purchase), row, document_id, document, tax_id, name, issue_date, relief, field (the K field),
    amount (grosze, with the sign it counts with; not 0). Rows of invoices to receipts (FP) make no field of the declaration.
    A field that is entered has no rows. KeyError for no field.
    """
    title(field)
    pieces = [_rows_of(source, sign, _kept(field, sales), purchases) for source, sign in _sources(field)]
    return pd.concat(pieces or [_rows_of("K_10", 1, sales.iloc[:0], purchases)], ignore_index=True)


def declared(sales: pd.DataFrame) -> "pd.Series[bool]":
    """The rows of sales that count in the declaration and in the control sum: all but those of invoices to receipts (FP)."""
    return sales["document_type"] != "FP"


def unpaid_rows(sales: pd.DataFrame) -> "pd.Series[bool]":
    """The rows of art. 89a sec. 1, which P_68 and P_69 sum up: rows of relief with a due date.

    Those are left out that are paid back in full within `sales`, the rows of the declared period: see `paid_back`.
    """
    relief = sales["relief"].to_numpy(bool)
    unpaid = relief & sales["due_date"].notna().to_numpy()
    if unpaid.any() and (relief & ~unpaid).any():
        rows, minus = sales[relief], unpaid[relief]
        groups = rows.groupby(["country", "tax_id", "document"], sort=False, dropna=False).ngroup()
        document = np.asarray(groups, np.int64)
        day = rows["payment_date"].to_numpy().astype("datetime64[D]")
        day[minus] = last_days(rows["due_date"].to_numpy()[minus])
        gross = rows[_RELIEF].to_numpy(np.int64).sum(axis=1)
        unpaid[relief] &= ~paid_back(document, minus, day, gross)
    return pd.Series(unpaid, sales.index)


def _sources(field: str) -> Iterator[tuple[str, int]]:
    """The K fields (and margins) behind a field, with their signs; P_53 and P_62 are told by the rows of their parts."""
    if not field.startswith("P_"):
        yield field, 1
        return
    of = _data()[0][field]
    if of.source:
        yield of.source, 1
    for part, sign in of.parts:
        for source, inner in _sources(part):
            yield source, sign * inner


def _kept(field: str, sales: pd.DataFrame) -> pd.DataFrame:
    """The rows of sales that a field looks at."""
    if field in RELIEF_FIELDS:
        return sales[unpaid_rows(sales)]
    return sales[declared(sales)] if field.startswith("P_") else sales


def _rows_of(source: str, sign: int, sales: pd.DataFrame, purchases: pd.DataFrame) -> pd.DataFrame:
    of_sales = source in SALE_FIELDS["V7M"] or source == MARGINS[0]
    rows = sales if of_sales else purchases
    rows = rows[rows["margin" if source in MARGINS else source] != 0]
    relief = rows["relief"] if of_sales else (rows["K_46"] != 0) | (rows["K_47"] != 0)
    found = rows[["row", "document_id", "document", "tax_id", "name", "issue_date"]].reset_index(drop=True)
    found.insert(0, "register", "sale" if of_sales else "purchase")
    amounts = sign * rows["margin" if source in MARGINS else source].to_numpy()
    return found.assign(relief=relief.to_numpy(), field=source, amount=amounts)


@cache
def _data() -> tuple[dict[str, Field], Sequence[str]]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {name: _field(name, of) for name, of in data["fields"].items()}, data["choices"]["refund"]


def _field(name: str, of: dict[str, Any]) -> Field:
    """A field from its line; "P_38 - P_48" is +P_38 and -P_48."""
    terms = re.findall(r"([+-]?) ?([PK]_\d+)", of.pop("sum", ""))
    parts = tuple((part, -1 if sign == "-" else 1) for sign, part in terms)
    versions = tuple(of.pop("versions", (1, 2, 3)))
    return Field(name, versions=versions, source=of.pop("from", ""), parts=parts, **of)
