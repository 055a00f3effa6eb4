"""From what is unpaid of a payment part to net and VAT per rate, exact to the grosz (R-066 to R-068)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .. import money
from .parts import Codes, Parts

Selection = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class RateAmounts:
    """One row a part and rate: `owner` is the position of the part in the selection it was computed for."""

    owner: Selection
    rate: Codes
    gross: money.Grosze
    net: money.Grosze

    @property
    def vat(self) -> money.Grosze:
        return self.gross - self.net


def in_pln(parts: Parts, selection: Selection, unpaid: money.Grosze) -> money.Grosze:
    """Unpaid amounts of parts in PLN: the share of the invoice's PLN gross, whatever the rate of exchange is today."""
    amount, pln = parts.amount[selection], parts.pln[selection]
    foreign = np.flatnonzero(amount != pln)
    if len(foreign):
        unpaid = unpaid.copy()
        unpaid[foreign] = money.mul_div(unpaid[foreign], pln[foreign], amount[foreign])
    return unpaid


def by_rate(parts: Parts, selection: Selection, unpaid: money.Grosze) -> RateAmounts:
    """What unpaid amounts (grosze of the part's currency, 0 to its amount) mean per rate of the document.

    The unpaid gross is apportioned to the document's rates by their gross; the net of a rate is half-up(its gross *
    net / gross of the rate), VAT the rest. Rates that give no line take their share and are left out.
    """
    groups = parts.groups
    document = parts.document[selection]
    counts = groups.starts[document + 1] - groups.starts[document]
    starts = np.r_[0, np.cumsum(counts)]
    row = np.arange(starts[-1]) + np.repeat(groups.starts[document] - starts[:-1], counts)
    owner = np.repeat(np.arange(len(selection)), counts)
    gross = money.apportion_rows(in_pln(parts, selection, unpaid), groups.gross[row], starts)
    kept = np.flatnonzero(groups.gives_line[row])
    if len(kept) < len(row):
        row, owner, gross = row[kept], owner[kept], gross[kept]
    rate_gross = groups.gross[row]
    net = money.mul_div(gross, groups.net[row], np.where(rate_gross == 0, 1, rate_gross))
    return RateAmounts(owner, groups.rate[row], gross, net)
