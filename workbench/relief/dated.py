"""The lines of a notice by the days on which they were paid back: a row of a JPK_V7 file has one day (vat.md 2.4)."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..ledger.schema import VAT_RATES
from .columns import PAID_BACK, dates, words

if TYPE_CHECKING:
    from .notices import ReliefNotice

_AMOUNTS = ["net", "vat"]
_NEVER = np.iinfo(np.int64).min + 1


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
    payments, ids = pd.factorize(pd.concat([back["payment_id"], found["payment_id"]], ignore_index=True))
    rates, names = pd.factorize(pd.concat([back["rate"].astype("str"), found["rate"].astype("str")], ignore_index=True))
    keys = payments * len(names) + rates  # numbers, because texts are slow to compare
    back = back.assign(key=keys[: len(back)], payment=payments[: len(back)])
    found = found.assign(key=keys[len(back) :], payment=payments[len(back) :])
    kept = _changed(back, found, len(ids), len(names))[back["payment"]]
    rows = found.loc[(found["net"] != 0) | (found["vat"] != 0), ["key", "payment_date", *_AMOUNTS, "unpaid"]]
    split = back[~kept].drop(columns=[*_AMOUNTS, "payment_date", "unpaid"]).merge(rows, on="key")
    of_line = split.groupby("place", sort=False)
    for name in _AMOUNTS:  # what the days after this one pay back is still left after it
        split[f"{name}_left"] += of_line[name].transform("sum") - of_line[name].cumsum()
    together = pd.concat([back[kept], split], ignore_index=True) if kept.any() else split
    return together.sort_values(["place", "payment_date"], kind="stable", ignore_index=True)


def _changed(back: pd.DataFrame, found: pd.DataFrame, payments: int, rates: int) -> npt.NDArray[np.bool_]:
    """For each part whether its lines are not what the books say: another amount in some rate, another last day."""
    left = np.zeros((payments * rates, len(_AMOUNTS)), np.int64)
    np.add.at(left, back["key"], back[_AMOUNTS].to_numpy(np.int64))
    np.subtract.at(left, found["key"], found[_AMOUNTS].to_numpy(np.int64))
    changed: npt.NDArray[np.bool_] = (left.reshape(payments, -1) != 0).max(axis=1, initial=False)
    last = np.full(payments, _NEVER, np.int64)
    np.maximum.at(last, found["payment"], _seconds(found["payment_date"]))
    changed[back["payment"].to_numpy()[last[back["payment"]] != _seconds(back["payment_date"])]] = True
    return changed


def _seconds(days: pd.Series) -> npt.NDArray[np.int64]:
    return days.to_numpy("datetime64[s]").astype(np.int64)


def _settled(notice: "ReliefNotice") -> pd.DataFrame:
    """What the books say was paid back in the period, a row a part, rate and day, the days of each in order: payment_id, rate,
    payment_date, net, vat, unpaid."""
    parts = notice.own_run.parts
    backs = list(notice.own_run.backs(by_day=True))
    payment = np.concatenate([parts.payment[back.part] for back in backs])
    rate, day, net, vat, unpaid = (
        np.concatenate([getattr(back, name) for back in backs]).astype(np.int64)
        for name in ("rate", "day", "net", "vat", "unpaid")
    )
    order = np.lexsort((day, rate, payment))
    keys = np.stack([payment[order], rate[order], day[order]])
    heads = np.flatnonzero(np.r_[True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)]) if len(order) else order
    first = order[heads]
    # a part may stand as unpaid on two filed notices, its month's and its quarter's
    return pd.DataFrame(
        {
            "payment_id": parts.payment_ids(payment[first]).array,
            "rate": words(rate[first].astype(np.int8), VAT_RATES).array,
            "payment_date": dates(day[first]),
            **{name: _reduced(np.add, of[order], heads) for name, of in (("net", net), ("vat", vat))},
            "unpaid": _reduced(np.maximum, unpaid[order], heads),
        }
    )


def _reduced(by: np.ufunc, values: npt.NDArray[np.int64], heads: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
    """The values from each head to the next as one."""
    return np.asarray(by.reduceat(values, heads) if len(heads) else values, np.int64)
