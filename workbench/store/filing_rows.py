"""The record part of a month: rows of the register from the books, then those of the relief, numbered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..days import Month
from ..filing.register import register
from ..filing.relief_rows import jpk_rows
from ..filing.versions import Version
from ..relief import Side
from ..relief.life.technical import TechnicalDocument
from ..relief.outlook import SIDES
from .filing_notices import Basis, basis_of
from .relief_desk import ReliefDesk


@dataclass(frozen=True, eq=False)
class MonthRows:
    """The record part of a month as the tables of `filing.rows`.

    `unplaced`: what of the books has no field (see `filing.register`); `bases`: by side what the relief rows are made from.
    """

    sales: pd.DataFrame
    purchases: pd.DataFrame
    unplaced: pd.DataFrame
    bases: Mapping[Side, Basis]


def month_rows(desk: ReliefDesk, month: Month, version: Version) -> MonthRows:
    """The record part of a month: the register by date of issue, behind it the relief, rows numbered from 1.

    The register is made of the books as they are, the relief of the notices (see `filing_notices`) and, on the purchase side,
    of the technical documents of the month (J-013).
    """
    found = register(desk.books, month, version)
    bases = {side: basis_of(desk, side, month) for side in SIDES}
    technical = technical_table(document for document in desk.technical.values() if document.period == month)
    relief = {side: jpk_rows(basis.notice, version, technical=technical) for side, basis in bases.items()}
    return MonthRows(_joined(found.sales, relief["sale"]), _joined(found.purchases, relief["purchase"]), found.unplaced, bases)


def without_relief_days(rows: MonthRows) -> MonthRows:
    """The rows as a file of structure (1) has them, which knows no due date and no day of payment."""
    days = {name: rows.sales[name].mask(rows.sales["relief"]) for name in ("due_date", "payment_date")}
    return replace(rows, sales=rows.sales.assign(**days))


def technical_table(documents: Iterable[TechnicalDocument]) -> pd.DataFrame:
    """Technical documents as `filing.relief_rows` takes them: document_id, number, state, vat (grosze, above zero); those whose
    tax is not deducted change nothing."""
    rows = [(one.document_id, one.number, one.attribute, one.vat) for one in documents if one.deductible != "no"]
    table = pd.DataFrame(rows, columns=["document_id", "number", "state", "vat"], dtype="object")
    return table.astype({"document_id": "str", "number": "str", "state": "str", "vat": "int64"})


def _joined(rows: pd.DataFrame, relief: pd.DataFrame) -> pd.DataFrame:
    ordered = rows.sort_values("issue_date", kind="stable")
    joined = pd.concat([ordered, relief], ignore_index=True) if len(relief) else ordered.reset_index(drop=True)
    return joined.assign(row=np.arange(1, len(joined) + 1, dtype=np.int64))
