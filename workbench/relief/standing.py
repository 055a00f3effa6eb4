"""What stands as unpaid on notices that were really filed: from there later payments give it back (R-016, R-017, R-067)."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import days, money
from ..ledger.schema import VAT_RATES
from .amounts import Selection, by_rate
from .filed import Filed, FiledNotice, Period
from .parts import Codes, Parts, Rows
from .periods import months_of

_RATES = len(VAT_RATES)


@dataclass(frozen=True, eq=False)
class Back:
    """What is paid back, one row a part and rate: amounts, what is left after it (`unpaid` in minor units of the part's
    currency, the others in grosze), and the day of the last settlement."""

    part: Selection
    rate: Codes
    net: money.Grosze
    vat: money.Grosze
    unpaid: money.Grosze
    net_left: money.Grosze
    vat_left: money.Grosze
    day: Rows


@dataclass(frozen=True, eq=False)
class Standing:
    """Parts as they stand on filed notices, a row a part and notice: `reported`, what was unpaid (minor units of the part's
    currency) on the day `as_of`. Their amounts by rate: `owner` (the position of the part here), rate, net, vat as filed.
    """

    part: Selection
    as_of: npt.NDArray[np.int64]
    reported: money.Grosze
    owner: Selection
    rate: Codes
    net: money.Grosze
    vat: money.Grosze

    def take(self, kept: npt.NDArray[np.bool_]) -> "Standing":
        """Those of a mask over the parts, with their amounts."""
        rows = kept[self.owner]
        owner = (np.cumsum(kept) - 1)[self.owner[rows]]
        part, as_of, reported = (column[kept] for column in (self.part, self.as_of, self.reported))
        return Standing(part, as_of, reported, owner, self.rate[rows], self.net[rows], self.vat[rows])

    def amounts(self, parts: Parts, unpaid: money.Grosze) -> tuple[money.Grosze, money.Grosze]:
        """Net and VAT by rate (in the rows of `owner`) that so much unpaid of each part means.

        By the books' rule where that gives the filed amounts for what was reported; where the VAT lines have changed
        since, the filed amounts in proportion. Either way the whole of it is what was filed, and nothing is nothing.
        """
        net = money.mul_div(self.net, unpaid[self.owner], self.reported[self.owner])
        vat = money.mul_div(self.vat, unpaid[self.owner], self.reported[self.owner])
        unchanged = self._unchanged(parts)
        mine = np.flatnonzero(unchanged)
        ruled = by_rate(parts, self.part[mine], unpaid[mine])
        key = mine[ruled.owner] * _RATES + ruled.rate
        rows = np.flatnonzero(unchanged[self.owner])
        order = np.argsort(key)
        place = order[np.searchsorted(key, self._key[rows], sorter=order)]
        net[rows], vat[rows] = ruled.net[place], ruled.vat[place]
        return net, vat

    @property
    def _key(self) -> npt.NDArray[np.int64]:
        return self.owner * _RATES + self.rate

    def _unchanged(self, parts: Parts) -> npt.NDArray[np.bool_]:
        """Whether the books still give the filed amounts for what was reported of a part."""
        count = len(self.part)
        amount, gross = parts.amount[self.part], parts.groups.document_gross[parts.document[self.part]]
        sound = (self.reported <= amount) & (parts.pln[self.part] > 0) & (gross > 0)
        mine = np.flatnonzero(sound)
        ruled = by_rate(parts, self.part[mine], self.reported[mine])
        some = np.flatnonzero((ruled.net != 0) | (ruled.vat != 0))
        owner = mine[ruled.owner[some]]
        now = pd.DataFrame({"key": owner * _RATES + ruled.rate[some], "net": ruled.net[some], "vat": ruled.vat[some]})
        then = pd.DataFrame({"key": self._key, "net": self.net, "vat": self.vat})
        same = then.merge(now, on=["key", "net", "vat"])["key"].to_numpy() // _RATES
        found = np.bincount(same, minlength=count)
        filed = np.bincount(self.owner, minlength=count)
        return np.asarray(sound & (found == filed) & (np.bincount(owner, minlength=count) == filed))


def standing_of(parts: Parts, filed: Filed, period: Period, among: Rows) -> Standing:
    """What stands as unpaid on the filed notices of all periods but `period` (and those it overlaps), of parts that are
    `among` those named. A month's own notice counts before that of its quarter. Payments that the books no longer hold
    are left out (R-016)."""
    chosen = np.unique(among)
    wanted = pd.Index(parts.payment_ids(parts.payment[chosen]))
    own = set(months_of(period))
    lines = [
        _unpaid_lines(notice, wanted)
        for key, notice in sorted(filed.notices.items(), key=lambda item: str(item[0]))
        if not own & set(months_of(key))
    ]
    table = pd.concat([*lines, _NOTHING], ignore_index=True)
    place = wanted.get_indexer(pd.Index(table["payment_id"]))
    known = np.flatnonzero((place >= 0) & (table["unpaid"].to_numpy() > 0))
    table, part = table.take(known), chosen[place[known]].astype(np.int64)
    as_of = table["as_of"].to_numpy(np.int64)
    order = np.lexsort((as_of, part))
    table, part, as_of = table.take(order), part[order], as_of[order]
    head = np.r_[True, (part[1:] != part[:-1]) | (as_of[1:] != as_of[:-1])] if len(part) else np.zeros(0, bool)
    return Standing(
        part=part[head],
        as_of=as_of[head],
        reported=table["unpaid"].to_numpy(np.int64)[head],
        owner=np.cumsum(head) - 1,
        rate=pd.Index(VAT_RATES).get_indexer(pd.Index(table["rate"])).astype(np.int8),
        net=table["net"].to_numpy(np.int64),
        vat=table["vat"].to_numpy(np.int64),
    )


_NOTHING = pd.DataFrame(
    {
        "payment_id": pd.Series(dtype="str"),
        "rate": pd.Series(dtype="str"),
        **{name: pd.Series(dtype="int64") for name in ("net", "vat", "unpaid", "as_of")},
    }
)


def _unpaid_lines(notice: FiledNotice, wanted: pd.Index) -> pd.DataFrame:
    lines = notice.lines
    rows = np.flatnonzero((lines["kind"] == "unpaid").to_numpy(bool) & lines["payment_id"].isin(wanted).to_numpy(bool))
    return lines.take(rows)[["payment_id", "rate", "net", "vat", "unpaid"]].assign(as_of=days.number(notice.as_of))


def join_backs(one: Back, other: Back) -> Back:
    """Both together in the order of the parts; what is paid back of one part and rate from two notices becomes one row."""
    pairs = {field.name: np.r_[getattr(one, field.name), getattr(other, field.name)] for field in fields(Back)}
    key = pairs["part"].astype(np.int64) * _RATES + pairs["rate"]
    order = np.argsort(pairs["part"], kind="stable")
    if len(np.unique(key)) < len(key):
        order = np.argsort(key, kind="stable")
    joined = {name: column[order] for name, column in pairs.items()}
    key = key[order]
    head = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.zeros(0, np.int64)
    if len(head) == len(key):
        return Back(**joined)
    together = {"part": np.maximum, "rate": np.maximum, "unpaid": np.maximum, "day": np.maximum}
    return Back(**{name: together.get(name, np.add).reduceat(column, head) for name, column in joined.items()})
