"""The client itself, as the table company of the books has it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..ledger import Ledger


def company_of(ledger: Ledger) -> dict[str, str]:
    """The texts of the first row of the table company; all empty where the books have none."""
    table = ledger.company
    row: Mapping[Any, Any] = table.iloc[0].to_dict() if len(table) else dict.fromkeys(table.columns)
    return {str(name): "" if pd.isna(row[name]) else str(row[name]).strip() for name in table.columns}


def is_quarterly(ledger: Ledger) -> bool:
    """Whether the client declares by the quarter (JPK_V7K)."""
    return company_of(ledger)["vat_period"] == "quarter"
