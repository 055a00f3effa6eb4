"""The coming months: what would come back from the tax office, or have to be given back, if nobody pays."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .. import money
from ..days import Month
from ..ledger import Ledger
from .filed import Filed
from .parts import Side, parts_of
from .periods import month_of
from .run import Run

SIDES: tuple[Side, ...] = ("sale", "purchase")


def calendar(ledger: Ledger, from_: str | Month, months: int, filed: Mapping[Side, Filed] | None = None) -> pd.DataFrame:
    """Relief by month, as the books stand, if nothing more is paid.

    One row a month and side, from `from_` on: month ("2026-10"), side, documents (their number), net, vat (int64 grosze).
    VAT of sales comes back (art. 89a), VAT of purchases has to be given back (art. 89b). `filed`: what was
    filed, by side. Raises PeriodError as `notice`.
    """
    first = month_of(from_)
    rows = []
    for step in range(months):
        for side in SIDES:
            run = Run(parts_of(ledger, side), first + step, {}, (filed or {}).get(side))
            selection, owed = run.owed()
            documents = len(np.unique(run.parts.document[selection]))
            rows.append((str(first + step), side, documents, money.total(owed.net), money.total(owed.vat)))
    return pd.DataFrame(rows, columns=["month", "side", "documents", "net", "vat"])
