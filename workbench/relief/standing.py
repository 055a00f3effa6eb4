"""What stands as unpaid on notices that were really filed: from there later payments give it back (R-016, R-017, R-067), and
no other notice takes it once more."""

from dataclasses import dataclass, fields
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .. import days, money
from ..ledger.schema import VAT_RATES
from .amounts import Selection, by_rate
from .filed import Filed, Period
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

    def repeated(self, places: Selection) -> "Standing":
        """Those at these places, each as often as it is named, with their amounts."""
        begin = np.searchsorted(self.owner, places)
        counts = np.searchsorted(self.owner, places, side="right") - begin
        owner = np.repeat(np.arange(len(places)), counts)
        rows = np.arange(len(owner)) + np.repeat(begin - np.cumsum(counts) + counts, counts)
        part, as_of, reported = (column[places] for column in (self.part, self.as_of, self.reported))
        return Standing(part, as_of, reported, owner, self.rate[rows], self.net[rows], self.vat[rows])

    def amounts(
        self, parts: Parts, unpaid: money.Grosze, unchanged: npt.NDArray[np.bool_]
    ) -> tuple[money.Grosze, money.Grosze]:
        """Net and VAT by rate (in the rows of `owner`) that so much unpaid of each part means.

        By the books' rule where that gives the filed amounts for what was reported (`unchanged`); where the VAT lines have
        changed since, the filed amounts in proportion. Either way the whole of it is what was filed, and nothing is nothing.
        """
        net = money.mul_div(self.net, unpaid[self.owner], self.reported[self.owner])
        vat = money.mul_div(self.vat, unpaid[self.owner], self.reported[self.owner])
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

    def unchanged(self, parts: Parts) -> npt.NDArray[np.bool_]:
        """Whether the books still give the filed amounts for what was reported of a part."""
        count = len(self.part)
        amount, gross = parts.amount[self.part], parts.groups.document_gross[parts.document[self.part]]
        sound = (self.reported <= amount) & (parts.pln[self.part] > 0) & (gross > 0)
        mine = np.flatnonzero(sound)
        ruled = by_rate(parts, self.part[mine], self.reported[mine])
        some = np.flatnonzero((ruled.net != 0) | (ruled.vat != 0))
        if not len(some):
            return np.zeros(count, bool)
        owner = mine[ruled.owner[some]]
        key = owner * _RATES + ruled.rate[some]
        order = np.argsort(key)
        key, net, vat = key[order], ruled.net[some][order], ruled.vat[some][order]
        place = np.minimum(np.searchsorted(key, self._key), len(key) - 1)
        same = (key[place] == self._key) & (net[place] == self.net) & (vat[place] == self.vat)
        found = np.bincount(self.owner[same], minlength=count)
        filed = np.bincount(self.owner, minlength=count)
        return np.asarray(sound & (found == filed) & (np.bincount(owner, minlength=count) == filed))


@dataclass(frozen=True, eq=False)
class _FiledLines:
    """The unpaid lines of all filed notices by part and as-of day: the position of the part, the day, the months of the
    notice (by their numbers), what is unpaid, rate, net, vat."""

    part: Selection
    as_of: npt.NDArray[np.int64]
    first_month: npt.NDArray[np.int64]
    last_month: npt.NDArray[np.int64]
    unpaid: money.Grosze
    rate: Codes
    net: money.Grosze
    vat: money.Grosze

    def take(self, rows: npt.NDArray[np.int64]) -> "_FiledLines":
        return _FiledLines(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


_KNOWN: WeakKeyDictionary[Filed, WeakKeyDictionary[Parts, _FiledLines]] = WeakKeyDictionary()


def standing_of(parts: Parts, filed: Filed, period: Period, among: Rows) -> Standing:
    """What stands as unpaid on the filed notices of all periods but `period` (and those it overlaps), of parts that are
    `among` those named (in their order). A month's own notice counts before that of its quarter. Payments that the books no
    longer hold are left out (R-016)."""
    lines, own = _filed_lines(parts, filed), [month.number for month in months_of(period)]
    mine = np.searchsorted(among, lines.part, side="right") > np.searchsorted(among, lines.part)
    lines = lines.take(np.flatnonzero(mine & ((lines.last_month < own[0]) | (lines.first_month > own[-1]))))
    part, as_of = lines.part, lines.as_of
    head = np.r_[True, (part[1:] != part[:-1]) | (as_of[1:] != as_of[:-1])] if len(part) else np.zeros(0, bool)
    return Standing(
        part=part[head],
        as_of=as_of[head],
        reported=lines.unpaid[head],
        owner=np.cumsum(head) - 1,
        rate=lines.rate,
        net=lines.net,
        vat=lines.vat,
    )


def elsewhere(parts: Parts, filed: Filed, selection: Selection, first: Rows | int, last: Rows | int) -> npt.NDArray[np.bool_]:
    """Which parts stand as unpaid on a filed notice of a period that lies outside the months `first` to `last` (by their
    numbers, of all or of each): only that notice may be changed, nothing is reported of them on another."""
    found = np.zeros(len(selection), bool)
    lines = _filed_lines(parts, filed)
    begin = np.searchsorted(lines.part, selection)
    counts = np.searchsorted(lines.part, selection, side="right") - begin
    owner = np.repeat(np.arange(len(selection)), counts)
    row = np.arange(len(owner)) + np.repeat(begin - np.cumsum(counts) + counts, counts)
    firsts, lasts = (np.broadcast_to(np.asarray(number), len(selection))[owner] for number in (first, last))
    found[owner[(lines.last_month[row] < firsts) | (lines.first_month[row] > lasts)]] = True
    return found


def kept_off(parts: Parts, filed: Filed, selection: Selection, judged: Rows) -> npt.NDArray[np.bool_]:
    """Which parts events keep off notices that are judged on these days (day numbers, one a part): see `Filed.kept_off`."""
    found = np.zeros(len(selection), bool)
    if filed.kept_off:
        position, since = _off_since(parts, filed)
        place = np.searchsorted(position, selection)
        here = np.flatnonzero(place < len(position))
        here = here[position[place[here]] == selection[here]]
        found[here] = judged[here] >= since[place[here]]
    return found


_OFF_SINCE: WeakKeyDictionary[Filed, WeakKeyDictionary[Parts, tuple[Selection, Rows]]] = WeakKeyDictionary()


def _off_since(parts: Parts, filed: Filed) -> tuple[Selection, Rows]:
    """The parts that events keep off in their order, and since which day; kept like `_filed_lines`."""
    known = _OFF_SINCE.setdefault(filed, WeakKeyDictionary())
    if parts not in known:
        position = _parts_named(parts, list(filed.kept_off))
        since = np.array([days.number(day) for day in filed.kept_off.values()], np.int32)
        order = np.argsort(position)
        order = order[position[order] >= 0]
        known[parts] = position[order], since[order]
    return known[parts]


def _filed_lines(parts: Parts, filed: Filed) -> _FiledLines:
    """Made at the first call and kept as long as `filed` and the books live: an office asks for many months of what was filed
    once."""
    known = _KNOWN.setdefault(filed, WeakKeyDictionary())
    if parts not in known:
        known[parts] = _made(parts, filed)
    return known[parts]


def _made(parts: Parts, filed: Filed) -> _FiledLines:
    texts: dict[str, list[str]] = {"kind": [], "payment_id": [], "rate": []}
    numbers: dict[str, list[npt.NDArray[np.int64]]] = {"net": [], "vat": [], "unpaid": []}
    notices: list[tuple[int, int, int, int]] = []
    for period, notice in sorted(filed.notices.items(), key=lambda item: str(item[0])):
        months = months_of(period)
        notices.append((len(notice.lines), days.number(notice.as_of), months[0].number, months[-1].number))
        for name, listed in texts.items():
            listed += notice.lines[name].tolist()
        for name, columns in numbers.items():
            columns.append(notice.lines[name].to_numpy(np.int64))
    count, *of_notice = np.array(notices, np.int64).reshape(-1, 4).T
    as_of, first_month, last_month = (np.repeat(values, count) for values in of_notice)
    net, vat, unpaid = (np.concatenate([np.zeros(0, np.int64), *columns]) for columns in numbers.values())
    part = _parts_named(parts, texts["payment_id"])
    rate = pd.Index(VAT_RATES).get_indexer(pd.Index(texts["rate"], dtype="str")).astype(np.int8)
    standing = np.array([kind == "unpaid" for kind in texts["kind"]], bool) & (unpaid > 0) & (part >= 0)
    order = np.lexsort((as_of, part))
    return _FiledLines(part, as_of, first_month, last_month, unpaid, rate, net, vat).take(order[standing[order]])


def _parts_named(parts: Parts, payment_ids: list[str]) -> Selection:
    """The parts with these payment_ids, -1 for those that the side of the books does not hold."""
    text = pa.large_string()
    place, distinct = pd.factorize(np.array(payment_ids, object))
    found = pc.index_in(pa.array(parts.payment_ids(parts.payment), text), value_set=pa.array(distinct, text))
    rows = np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False))
    part = np.full(len(distinct), -1, np.int64)
    part[found.to_numpy(zero_copy_only=False)[rows].astype(np.int64)] = rows
    return part[place]


def join_backs(one: Back, other: Back) -> Back:
    """Both together in the order of the parts; what is paid back of one part and rate from two notices becomes one row."""
    pairs = {field.name: np.concatenate((getattr(one, field.name), getattr(other, field.name))) for field in fields(Back)}
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
