"""The coming months: what would come back from the tax office, or have to be given back, if nobody pays."""

import pandas as pd

from .. import money
from ..days import Month
from ..ledger import Ledger
from .notices import notice
from .parts import Side

SIDES: tuple[Side, ...] = ("sale", "purchase")


def calendar(ledger: Ledger, from_: str | Month, months: int) -> pd.DataFrame:
    """Relief by month, as the books stand, if nothing more is paid.

    One row a month and side, from `from_` on: month ("2026-10"), side, documents (their number), net, vat (int64 grosze).
    VAT of sales comes back (art. 89a), VAT of purchases has to be given back (art. 89b). Raises PeriodError as `notice`.
    """
    rows = []
    for side in SIDES:
        made = notice(ledger, side, from_)
        for step in range(months):
            if step:
                made = notice(ledger, side, made.period + 1)
            unpaid = made.lines[made.lines["kind"] == "unpaid"]
            net, vat = (money.total(unpaid[column].to_numpy()) for column in ("net", "vat"))
            rows.append((str(made.period), side, unpaid["document_id"].nunique(), net, vat))
    table = pd.DataFrame(rows, columns=["month", "side", "documents", "net", "vat"])
    return table.sort_values(["month", "side"], ascending=[True, False], kind="stable", ignore_index=True)
