"""Which decreases of art. 89a sec. 1 are paid back within the same period, so that P_68 and P_69 leave them out (vat.md 2.4).

A decrease and an increase of one claim in one period need not be shown there (J-023, case 59). A row names its document, not
the instalment it is about, so the days decide: an increase can only belong to a decrease whose term (90 days from the due date)
had run out before the day of payment. What is paid earlier pays another instalment of the document, one that was decreased in
an earlier period, and the decrease stays.
"""

import numpy as np
import numpy.typing as npt

from .. import money
from ..days import LAST_DAY, Days, statutory_shift

TERM_DAYS = 90
"""Art. 89a sec. 1a, since 2019; no JPK_V7 file is older."""


def last_days(due: Days) -> Days:
    """The last day to pay without a correction, of each due date: 90 days from the day it is moved to by statute."""
    return statutory_shift(np.minimum(due.astype("datetime64[D]"), np.datetime64(LAST_DAY))) + np.timedelta64(TERM_DAYS, "D")


def paid_back(
    document: npt.NDArray[np.int64], minus: npt.NDArray[np.bool_], day: Days, gross: money.Grosze
) -> npt.NDArray[np.bool_]:
    """Which of many rows are decreases that increases of the same document pay back in full; a mask over the rows.

    `document`: a number for the document; `minus`: whether a row is a decrease, else it is an increase; `day`: of a decrease
    its `last_days`, of an increase the day of payment; `gross`: base and tax together, grosze, of a decrease below zero.

    Increases pay the decreases with the oldest term first. A decrease that is paid back in part stays as a whole.
    """
    order = np.lexsort((minus, day, document))  # paid on the last day is paid in time
    document, minus, gross = document[order], minus[order], gross[order]
    heads = np.flatnonzero(np.r_[True, document[1:] != document[:-1]]) if len(document) else np.zeros(0, np.int64)
    if not len(heads):
        return np.zeros(0, bool)
    of = np.repeat(np.arange(len(heads)), np.diff(np.r_[heads, len(document)]))

    def running(values: money.Grosze) -> money.Grosze:
        """The sums up to each row of its document."""
        sums = np.cumsum(values)
        return sums - (sums - values)[heads][of]

    # what of the increases found no decrease to pay back belongs to claims of earlier periods
    elsewhere = np.maximum(np.maximum.reduceat(running(gross), heads), 0)
    paid = np.add.reduceat(np.where(minus, 0, gross), heads) - elsewhere
    found = np.zeros(len(document), bool)
    found[order] = minus & (gross < 0) & (running(np.where(minus, -gross, 0)) <= paid[of])
    return found
