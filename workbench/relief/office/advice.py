"""Which purchases to pay so that most of the deducted VAT is kept with the least cash (feature 18).

Art. 89b ust. 1a of the VAT act: nothing has to be given back of what is paid by the last day of the month the relief date
lies in; art. 89b ust. 2: of a part that is partly paid, only for the unpaid share.
"""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pandas as pd

from ... import days, money
from ...days import Month
from ...errors import ReliefError
from ...i18n import _
from ...ledger import Ledger
from ..periods import month_of
from .unpaid import unpaid_parts, vat_of, vat_share

_HUNDRED_ZLOTY = 100 * money.ZLOTY


def payment_advice(ledger: Ledger, month: str | Month, today: date, cash: int | None = None) -> pd.DataFrame:
    """The purchase parts whose relief date lies in a month, in the order in which paying them keeps most VAT a zloty.

    `cash`: grosze there are to spend; None: enough for all. A partial payment keeps its share of the VAT, so taking the
    parts in this order is the best that can be done with any amount of cash; the last one may be paid in part.

    Columns of `unpaid_parts`, and vat_per_100 (int64 grosze of VAT kept by 100 zloty), pay (the advised amount, int64 grosze;
    of a part in another currency its value in the books), vat_kept, pay_so_far, kept_so_far (running sums), pay_by
    (datetime64: the last working day of the month, so that a transfer still arrives in it), instant_only (bool: that day has
    passed, but not the month: only an instant transfer still arrives in time). Once the month is over
    there is nothing left to keep: pay and vat_kept are 0. Raises PeriodError as `notice`, ReliefError for cash below zero.
    """
    wanted = month_of(month)
    if cash is not None and cash < 0:
        raise ReliefError(_("The cash to spend cannot be below zero."))
    table = unpaid_parts(ledger, "purchase", today, wanted, wanted)
    table = table[table["vat"] > 0].reset_index(drop=True)
    vat, gross = vat_share(ledger, "purchase", table["payment_id"])
    rate = [Fraction(int(part), int(whole)) for part, whole in zip(vat, gross, strict=True)]
    order = sorted(range(len(table)), key=lambda row: -rate[row])  # stable: of equal ones the first to tip over
    table = table.take(order).reset_index(drop=True)
    table["vat_per_100"] = money.mul_div(vat[order], np.full(len(order), _HUNDRED_ZLOTY), gross[order])
    table["pay"] = 0 if today > wanted.last else _spent(table["unpaid_pln"].to_numpy(), cash)
    table["vat_kept"] = table["vat"] - vat_of(ledger, "purchase", table["payment_id"], _left(table))
    table["pay_so_far"], table["kept_so_far"] = table["pay"].cumsum(), table["vat_kept"].cumsum()
    table["pay_by"] = pd.Series(np.datetime64(_last_working_day(wanted), "s"), index=table.index, dtype="datetime64[s]")
    table["instant_only"] = _last_working_day(wanted) < today <= wanted.last
    return table.astype({"pay": "int64", "instant_only": "bool"})


def _spent(owed: money.Grosze, cash: int | None) -> money.Grosze:
    """What of each amount can be paid, one after the other, until the cash is spent."""
    if cash is None:
        return owed
    before = np.r_[0, np.cumsum(owed)[:-1]] if len(owed) else owed
    return np.clip(cash - before, 0, owed)


def _left(table: pd.DataFrame) -> money.Grosze:
    """What stays unpaid of each part, in minor units of its currency."""
    unpaid, whole = (table[name].to_numpy() for name in ("unpaid", "unpaid_pln"))
    return money.mul_div(unpaid, whole - table["pay"].to_numpy(), np.where(whole == 0, 1, whole))


def _last_working_day(month: Month) -> date:
    day = month.last
    while not days.is_working_day(day):
        day -= timedelta(days=1)
    return day
