"""A JPK_V7 or JPK_VAT file as tables: its header, taxpayer, declaration part and record part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pandas as pd

from ..days import Month, Quarter
from .versions import Version

Purpose = Literal[1, 2]
"""CelZlozenia: filed for the first time, or a correction."""


@dataclass(frozen=True)
class Header:
    """The header. `month` is the settlement month also of a quarterly taxpayer, `made_at` the time the file was made (UTC),
    `tax_office` the four digits of the tax office, `system` the program that made it."""

    version: Version
    month: Month
    purpose: Purpose
    tax_office: str
    made_at: datetime
    system: str = ""


@dataclass(frozen=True)
class Taxpayer:
    """Whose file it is: a company with its full `name`, or a person (`first_name` and the rest are given)."""

    tax_id: str
    name: str
    email: str = ""
    phone: str = ""
    first_name: str = ""
    last_name: str = ""
    birth_date: date | None = None

    @property
    def is_person(self) -> bool:
        """Whether it stands in the file as OsobaFizyczna."""
        return self.birth_date is not None


@dataclass(frozen=True)
class DeclarationPart:
    """The declaration part: of a month, or of the quarter that the month closes.

    `fields`: by their names in the order of the form; P_10 ... whole zloty, flags (P_540, P_63 ...) 1, P_61 and P_ORDZU text. A
    field that the file does not have is not there.
    """

    period: Month | Quarter
    fields: Mapping[str, int | str]


@dataclass(frozen=True)
class Control:
    """The control sums of one register: number of rows and tax in grosze."""

    rows: int
    tax: int


@dataclass(frozen=True, eq=False)
class JpkFile:
    """One file. `declaration` is None where it holds the record part alone; `sales` and `purchases` (see `rows`) and their
    control sums are None where it holds the declaration part alone. Of a file that was read, the control sums are those that
    stand in it."""

    header: Header
    taxpayer: Taxpayer
    declaration: DeclarationPart | None = None
    sales: pd.DataFrame | None = None
    purchases: pd.DataFrame | None = None
    sales_control: Control | None = None
    purchases_control: Control | None = None
