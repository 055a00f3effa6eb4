"""Outgoing cash by week, for the picture of what has to be paid when."""

from collections.abc import Collection
from typing import Literal

import pandas as pd

DateColumn = Literal["due", "execution", "document"]
"""Which date of a payment is meant; the columns are `due_date` and so on."""


def weeks_of(table: pd.DataFrame, payments: Collection[str], by: DateColumn) -> pd.DataFrame:
    """What remains of the outgoing ones among these payments of a schedule's table: one row a week, kind and currency that
    occurs, in that order.

    Columns: week (its Monday), kind, currency, remaining (grosze), count. `by`: the date that the week is of; a payment
    without a document date counts by its due date.
    """
    table = table[(table["direction"] == "out") & (table["remaining"] > 0) & table["payment_id"].isin(list(payments))]
    day = table[f"{by}_date"].fillna(table["due_date"])
    keys = {"week": day - pd.to_timedelta(day.dt.day_of_week, unit="D")}
    grouped = table.assign(**keys).groupby(["week", "kind", "currency"], observed=True, sort=True)["remaining"]
    return grouped.agg(remaining="sum", count="size").reset_index()
