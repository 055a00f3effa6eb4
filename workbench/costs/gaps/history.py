"""How documents were described before: the habit of a group of documents on any day, for many questions at once.

A unit is a described position of a document: the whole of it or one of its lines. Only complete ones (100 %) count. A unit's
profile is its split, once as a whole (elements and percent of every line) and once in each dimension (element and percent).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...ledger import Ledger, elements
from ..descriptions.heads import heads_of
from ..descriptions.lines import millionths_of
from ..splitting.splits import WHOLE

Numbers = npt.NDArray[np.int64]
PLACE = ["document_id", "position", "position_line"]
"""What names a position."""


@dataclass(frozen=True, eq=False)
class Profiles:
    """One profile a unit: `number` is the same for the same profile, 0 for a unit that has none (no such element)."""

    number: Numbers
    labels: list[str]
    _unit: Numbers
    _code: Numbers
    _percent: Numbers

    def parts(self, number: int) -> list[tuple[str, int]]:
        """The labels of a profile, each with its millionths of a percent, the largest first."""
        if not number:
            return []
        rows = slice(*np.searchsorted(self._unit, self.unit_of(number) + np.array([0, 1])))
        codes, percents = self._code[rows].tolist(), self._percent[rows].tolist()
        shares = [(self.labels[code], percent) for code, percent in zip(codes, percents, strict=True)]
        return sorted(shares, key=lambda share: -share[1])

    def unit_of(self, number: int) -> int:
        """A unit that has the profile."""
        return int(self._first[number])

    @cached_property
    def _first(self) -> Numbers:
        first = np.zeros(int(self.number.max(initial=0)) + 1, np.int64)
        first[self.number[::-1]] = np.arange(len(self.number))[::-1]
        return first


@dataclass(frozen=True, eq=False)
class History:
    """The complete units: `places` (document_id, position, position_line), `whole` their profiles, labels being elements
    texts, and `of` their profiles by outer dimension, labels being elements."""

    places: pd.DataFrame
    whole: Profiles
    of: Mapping[str, Profiles]


def history(ledger: Ledger) -> History:
    """The complete units of the ledger's descriptions."""
    lines = ledger.descriptions
    places, unit = units_of(lines)
    percent = millionths_of(lines["percent"])
    total = np.zeros(len(places), np.int64)
    np.add.at(total, unit, percent)
    complete = np.flatnonzero(total == WHOLE)
    number = np.full(len(places), -1)
    number[complete] = np.arange(len(complete))
    kept = np.flatnonzero(number[unit] >= 0)
    unit, percent = number[unit[kept]], percent[kept]
    text, texts = pd.factorize(lines["elements"].take(kept))
    chosen = [elements.parse(one) for one in texts]
    outer = list(dict.fromkeys(dimension for one in chosen for dimension in one))
    ordered = [elements.to_text({name: one[name] for name in outer if name in one}) for one in chosen]
    profiles = {}
    for name, values in {"": ordered, **{name: [one.get(name) for one in chosen] for name in outer}}.items():
        code, labels = pd.factorize(np.array(values, object))
        profiles[name] = _profiles(unit, code[text], percent, list(map(str, labels)), len(complete))
    whole = profiles.pop("")
    return History(places.take(complete).reset_index(drop=True), whole, profiles)


def contexts(ledger: Ledger, places: pd.DataFrame) -> pd.DataFrame:
    """Of each position (document_id, position, position_line): number, date, party_id, account, category, type.

    The account is the line's, of a whole document its first; null where the books have none. `one_account` says whether the
    position has no other.
    """
    head = heads_of(ledger, places["document_id"])
    listed = _listed_accounts(ledger)
    first = listed.drop_duplicates("document_id").set_index("document_id")["account"]
    wanted = places[PLACE].assign(position=places["position"].astype("str").str.removesuffix("_cost"))
    by_line = wanted.merge(listed, how="left", on=PLACE)["account"]
    account = by_line.where((places["position_line"] > 0).to_numpy(), first.reindex(places["document_id"]).to_numpy())
    several = listed.drop_duplicates(["document_id", "account"])["document_id"]
    several = several[several.duplicated()]
    only = (places["position_line"] > 0).to_numpy() | ~places["document_id"].isin(several).to_numpy()
    return head[["number", "date", "party_id", "category", "type"]].assign(account=account.astype("str"), one_account=only)


def running_mode(group: Numbers, day: Numbers, profile: Numbers, asked_group: Numbers, asked_day: Numbers) -> "Mode":
    """Of every question the most frequent profile among the units of its group before its day, the latest one on a tie.

    `group`, `day`, `profile`: of the units; below 0 a group is none. Questions: `asked_group`, `asked_day`.
    """
    kept = np.flatnonzero(group >= 0)
    kept = kept[np.lexsort((day[kept], group[kept]))]
    group, day, profile = group[kept], day[kept], profile[kept]
    row = np.arange(len(kept))
    span = int(max(day.max(initial=0), asked_day.max(initial=0))) + 1
    count = _running_count(group * (int(profile.max(initial=0)) + 1) + profile)
    highest = np.maximum.accumulate(group * (len(kept) + 1) + count) if len(kept) else row
    leader = np.maximum.accumulate(np.where(group * (len(kept) + 1) + count == highest, row, 0)) if len(kept) else row
    last = np.searchsorted(group * span + day, asked_group * span + asked_day) - 1
    inside = (last >= 0) & (asked_group >= 0)
    inside[inside] = group[last[inside]] == asked_group[inside]
    found = Mode(*(np.zeros(len(asked_group), np.int64) for _column in range(3)))
    at = leader[last[inside]]
    found.profile[inside], found.agreeing[inside] = profile[at], count[at]
    found.of[inside] = last[inside] - np.searchsorted(group, asked_group[inside]) + 1
    return found


@dataclass(frozen=True, eq=False)
class Mode:
    """Of every question: the most frequent profile, how many units have it, of how many (0: there is nothing to learn from)."""

    profile: Numbers
    agreeing: Numbers
    of: Numbers


def days_of(dates: pd.Series) -> Numbers:
    """Dates as whole days from the year 1 on, so that all are positive."""
    return (dates.to_numpy().astype("datetime64[D]") - np.datetime64("0001-01-01")).astype(np.int64)


def group_codes(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> list[Numbers]:
    """For every row of the frames a number, the same for the same values in `columns`; -1 where one is missing."""
    joined = pd.concat([frame[list(columns)] for frame in frames], ignore_index=True)
    values = [pd.factorize(joined[name])[0].astype(np.int64) for name in columns]
    _rows, code = distinct(values, len(joined))
    code[np.any([value < 0 for value in values], axis=0)] = -1
    ends = np.cumsum([len(frame) for frame in frames])
    return list(np.split(code, ends[:-1]))


def distinct(columns: Iterable[Numbers], rows: int) -> tuple[Numbers, Numbers]:
    """The distinct rows of a table of whole numbers from -1 on: where each stands first, and which of them every row is."""
    first, code = np.zeros(min(rows, 1), np.int64), np.zeros(rows, np.int64)
    for column in columns:
        folded = code * (int(column.max(initial=0)) + 2) + column + 1
        _values, first, code = np.unique(folded, return_index=True, return_inverse=True)
    return first, code


def units_of(lines: pd.DataFrame) -> tuple[pd.DataFrame, Numbers]:
    """The positions described, and for every line the number of its own."""
    document, _ids = pd.factorize(lines["document_id"])
    code = (document * np.int64(16) + lines["position"].cat.codes.to_numpy()) << 30 | lines["position_line"].to_numpy()
    _codes, first, unit = np.unique(code, return_index=True, return_inverse=True)
    return lines[PLACE].take(first).reset_index(drop=True), unit.astype(np.int64)


def _profiles(unit: Numbers, code: Numbers, percent: Numbers, labels: list[str], units: int) -> Profiles:
    """Profiles of lines: the unit, the code of its label (-1: none) and the percent of each; same labels are added up."""
    kept = (code >= 0) & (percent != 0)
    key, line = np.unique(unit[kept] * np.int64(len(labels) + 1) + code[kept], return_inverse=True)
    sums = np.zeros(len(key), np.int64)
    np.add.at(sums, line, percent[kept])
    owner, label = np.divmod(key, len(labels) + 1)
    _first, pair = distinct([label, sums - min(0, int(sums.min(initial=0)))], len(key))
    rank = np.arange(len(key)) - np.searchsorted(owner, owner)
    number, used = np.zeros(units, np.int64), 0
    for place in range(int(rank.max(initial=-1)) + 1):
        rows = np.flatnonzero(rank == place)
        folded = number[owner[rows]] * (len(pair) + 1) + pair[rows]
        found, again = np.unique(folded, return_inverse=True)
        number[owner[rows]] = used + 1 + again
        used += len(found)
    return Profiles(number, labels, owner, label, sums)


def _running_count(values: Numbers) -> Numbers:
    """How often each value has stood so far, itself included."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    count = np.empty(len(values), np.int64)
    count[order] = np.arange(len(values)) - np.searchsorted(ordered, ordered) + 1
    return count


def _listed_accounts(ledger: Ledger) -> pd.DataFrame:
    """The lines of documents that have an account, as positions."""
    columns = ["document_id", "line", "account"]
    records = ledger.record_lines
    pieces = [
        ledger.vat_lines[columns].assign(position="line"),
        records[columns].assign(position=records["kind"].astype("str")),
        ledger.additional_amounts[columns].assign(position="additional"),
    ]
    listed = pd.concat(pieces, ignore_index=True).rename(columns={"line": "position_line"})
    return listed[listed["account"].notna()].astype({"position": "str"})
