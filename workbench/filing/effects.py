"""What the rows of bad-debt relief do to the fields of JPK_V7 (vat.md 2.3 and 2.4)."""

import numpy as np
import pandas as pd

from .. import money
from .fields import parts_of, unpaid_rows
from .files import DeclarationPart
from .relief_rows import PURCHASE_FIELDS, SALE_FIELDS
from .versions import Version

TOTALS = ("P_37", "P_38", "P_48")
"""The fields that add up others and that the relief reaches."""


def field_effects(rows: pd.DataFrame, version: Version) -> pd.DataFrame:
    """What rows of relief (of one side) do to every field: field, grosze (exact), zloty (Int64, of P fields alone).

    zloty is what the declaration would show were there nothing but these rows: each field rounded, P_37, P_38 and P_48 made of
    the rounded ones. Fields: K_15 to K_20, P_15 to P_20, P_37, P_38, P_68 and P_69 of sales, K_46, K_47, P_46, P_47 and P_48 of
    purchases. What the fields show with all rows of the period is told by `declaration_effects`.
    """
    fields = SALE_FIELDS if "K_15" in rows.columns else PURCHASE_FIELDS
    exact = {field: money.total(rows[field].to_numpy(np.int64)) for field in fields}
    declared = {field.replace("K_", "P_"): grosze for field, grosze in exact.items()}
    zloty = {field: money.to_zloty(grosze) // money.ZLOTY for field, grosze in declared.items()}
    for total in TOTALS:
        parts = [(part, sign) for part, sign in parts_of(total, version) if part in declared]
        if parts:
            zloty[total] = sum(sign * zloty[part] for part, sign in parts)
            declared[total] = sum(sign * declared[part] for part, sign in parts)
    if fields is SALE_FIELDS:
        reported = rows[unpaid_rows(rows)]
        for place, field in enumerate(("P_68", "P_69")):
            declared[field] = sum(money.total(reported[name].to_numpy(np.int64)) for name in fields[place::2])
            zloty[field] = money.to_zloty(declared[field]) // money.ZLOTY
    exact |= declared
    return pd.DataFrame(
        {
            "field": pd.Series(list(exact), dtype="str"),
            "grosze": pd.Series(list(exact.values()), dtype="int64"),
            "zloty": pd.array([zloty.get(field) for field in exact], dtype="Int64"),
        }
    )


def declaration_effects(without: DeclarationPart, with_relief: DeclarationPart) -> pd.DataFrame:
    """What the relief changes in a declaration: field, without, with_relief, effect (whole zloty), the changed fields alone.

    `without`: the same declaration from the rows without those of relief.
    """
    amounts = {
        field: (without.fields.get(field, 0), with_relief.fields.get(field, 0))
        for field in dict.fromkeys([*with_relief.fields, *without.fields])
    }
    changed = [
        (field, before, after, after - before)
        for field, (before, after) in amounts.items()
        if isinstance(before, int) and isinstance(after, int) and before != after
    ]
    return pd.DataFrame(changed, columns=["field", "without", "with_relief", "effect"]).astype(
        {"field": "str", "without": "int64", "with_relief": "int64", "effect": "int64"}
    )
