"""The lines of a notice by the days on which they were paid back: a row of a JPK_V7 file has one day (vat.md 2.4)."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..ledger.schema import VAT_RATES
from .columns import PAID_BACK, dates, words

if TYPE_CHECKING:
    from .notices import ReliefNotice

_OF = ["payment_id", "rate"]
_AMOUNTS = ["net", "vat"]


def dated(notice: "ReliefNotice", lines: pd.DataFrame | None = None) -> pd.DataFrame:
    """The lines of a notice, or kept ones of its side and period, with what was paid back apart for every day of payment.

    Columns and units as `ReliefNotice.lines`; unpaid lines stay as they are. A line paid back becomes a row for each day on
    which something of it was settled, the earlier first: f(unpaid before) - f(unpaid after) of that day, settlements of one
    day together, so that the rows of a part and rate add up to its line exactly. unpaid, net_left, vat_left are what is left
    after that day. A payment that was taken back within the period pays nothing.

    Where the kept lines of a part are not what the books give today (settlements or the document deleted, another day of
    payment), they stay as they are, with their own payment_date.
    """
    lines = notice.lines if lines is None else lines
    paid = (lines["kind"] == PAID_BACK).to_numpy()
    if not paid.any():
        return lines.reset_index(drop=True)
    back = lines[paid].assign(place=np.arange(paid.sum()))
    split = _by_day(notice, back)
    return pd.concat([lines[~paid], split[lines.columns]], ignore_index=True)


def _by_day(notice: "ReliefNotice", back: pd.DataFrame) -> pd.DataFrame:
    """The rows of lines paid back (`place`: their order), in that order."""
    found = _settled(notice)
    kept = back["payment_id"].isin(_changed(back, found))
    rows = found[(found["net"] != 0) | (found["vat"] != 0)]
    split = back[~kept].drop(columns=[*_AMOUNTS, "payment_date", "unpaid"]).merge(rows, on=_OF)
    of_line = split.groupby("place", sort=False)
    for name in _AMOUNTS:  # what the days after this one pay back is still left after it
        split[f"{name}_left"] += of_line[name].transform("sum") - of_line[name].cumsum()
    return pd.concat([back[kept], split], ignore_index=True).sort_values(
        ["place", "payment_date"], kind="stable", ignore_index=True
    )


def _changed(back: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """The parts (payment_id) whose lines are not what the books say: another amount in some rate, another last day."""
    both = pd.concat([back[[*_OF, *_AMOUNTS]], found[_OF].assign(**{name: -found[name] for name in _AMOUNTS})])
    left = both.groupby(_OF)[_AMOUNTS].sum().reset_index()
    last = found.groupby("payment_id")["payment_date"].max().reindex(back["payment_id"])
    return pd.concat(
        [
            left.loc[(left["net"] != 0) | (left["vat"] != 0), "payment_id"],
            back.loc[last.to_numpy() != back["payment_date"].to_numpy(), "payment_id"],
        ]
    )


def _settled(notice: "ReliefNotice") -> pd.DataFrame:
    """What the books say was paid back in the period, a row a part, rate and day: payment_id, rate, payment_date, net, vat,
    unpaid."""
    parts = notice.own_run.parts
    tables = [
        pd.DataFrame(
            {
                "payment_id": parts.payment_ids(parts.payment[back.part]).array,
                "rate": words(back.rate, VAT_RATES).array,
                "payment_date": dates(back.day.astype(np.int64)),
                "net": back.net,
                "vat": back.vat,
                "unpaid": back.unpaid,
            }
        )
        for back in notice.own_run.backs(by_day=True)
    ]
    found = pd.concat(tables, ignore_index=True)
    # a part may stand as unpaid on two filed notices, its month's and its quarter's
    return found.groupby([*_OF, "payment_date"], sort=True).agg({"net": "sum", "vat": "sum", "unpaid": "max"}).reset_index()
