"""Where a reconciliation stands: agreed, short of entries that are still to be generated, or really different."""

from collections.abc import Collection
from typing import Literal

import pandas as pd

from ...filing.effects import TOTALS
from ...filing.fields import RELIEF_FIELDS
from ...filing.reconciliation import DIFFERENCES
from ...filing.relief_rows import PURCHASE_FIELDS, SALE_FIELDS
from ...relief import Side

Standing = Literal["", "lacking", "different"]
_OF_SIDE: dict[Side, tuple[str, ...]] = {"sale": SALE_FIELDS, "purchase": PURCHASE_FIELDS}


def standings(reconciled: pd.DataFrame, lacking: Collection[Side]) -> list[Standing]:
    """How each field of a reconciliation stands. `lacking`: the sides whose notices are kept without all their entries.

    A field lacks entries alone where notices, rows and declaration say the same of it, and it is of such a side, or a total.
    """
    excused = {*TOTALS, *RELIEF_FIELDS} if lacking else set()
    for side in lacking:
        excused |= {name for field in _OF_SIDE[side] for name in (field, field.replace("K_", "P_"))}
    found: list[Standing] = []
    for field, entries, rows, declared in zip(reconciled["field"], *(reconciled[name] for name in DIFFERENCES), strict=True):
        if not (entries or rows or declared):
            found.append("")
        else:
            found.append("lacking" if field in excused and not declared and entries + rows == 0 else "different")
    return found
