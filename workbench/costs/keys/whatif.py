"""What would change if a key changed: shares moved like sliders, and the exact effect on all documents of the key.

Nothing is saved: a `Scenario` is a value, each move gives another one. `key_rows` are what a store can keep.

Exact and immediate: an amount is q * GRID + r grosze, and how GRID * shares divides q * GRID needs no rounding, so documents
with the same r are rounded alike. The documents are counted once by r; a move splits the few thousand different r, not the
documents, and gives the same grosze as splitting every document.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ... import money
from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger, elements
from ..splitting import splits
from ..splitting.splits import Percent, Rule
from .versions import key_rows, version_at

GRID = 10_000
"""Steps of a share in 100 %: hundredths of a percent."""
ANY = ""
"""The element of a line that has none in the dimension."""


@dataclass(frozen=True, eq=False)
class Residues:
    """The amounts of a key's documents, counted by what decides their rounding.

    `amounts`: representatives, at most 2 * `whole` in size; `counts`: how many documents each stands for; `wholes`: what the
    documents have beyond their representatives, in units of `whole` grosze.
    """

    whole: int
    amounts: money.Grosze
    counts: npt.NDArray[np.int64]
    wholes: int

    def split(self, weights: npt.NDArray[np.int64], rule: Rule) -> money.Grosze:
        """The sum over all documents of each position, in grosze, for weights that add up to `whole`."""
        count = len(self.amounts)
        parts = splits.split_rows(
            self.amounts, np.tile(weights, count), np.arange(0, (count + 1) * len(weights), len(weights)), rule, self.whole
        )
        sums: money.Grosze = self.counts @ parts.reshape(-1, len(weights)) + self.wholes * weights
        return sums


def residues_of(amounts: money.Grosze, whole: int) -> Residues:
    """The amounts counted for splits into `whole` parts."""
    quotient, rest = np.divmod(np.abs(amounts), whole)
    represented = np.sign(amounts) * (rest + whole * (quotient > 0))
    found, counts = np.unique(represented, return_counts=True)
    wholes = int((np.sign(amounts) * np.maximum(quotient - 1, 0)).sum())
    return Residues(whole, found.astype(np.int64), counts.astype(np.int64), wholes)


@dataclass(frozen=True, eq=False)
class Scenario:
    """A key whose shares of one dimension are moved.

    `lines`: the key's elements texts; `weights`: the share of each in `residues.whole` parts of 100 %; `before`: what the
    descriptions give each line now, in grosze; `documents`: how many documents the key describes; `valid_from`,
    `valid_to`: the days of its version. `start` holds the weights before any move, `locked` the elements moves leave alone.
    """

    key: str
    dimension: str
    valid_from: date
    valid_to: date | None
    lines: tuple[str, ...]
    weights: npt.NDArray[np.int64]
    start: npt.NDArray[np.int64]
    before: money.Grosze
    documents: int
    residues: Residues
    rule: Rule
    locked: frozenset[str] = frozenset()

    @property
    def shares(self) -> dict[str, Decimal]:
        """The percent of each element of the dimension, in the order of the lines; they add up to exactly 100."""
        sums: dict[str, int] = {}
        for element, weight in zip(self._elements(self.dimension), self.weights.tolist(), strict=True):
            sums[element] = sums.get(element, 0) + weight
        return {element: self._percent(weight) for element, weight in sums.items()}

    @property
    def changed(self) -> bool:
        """Whether any share differs from the key's."""
        return bool((self.weights != self.start).any())

    @property
    def after(self) -> money.Grosze:
        """What each line would get, in grosze; exactly what splitting every document would give."""
        return self.residues.split(self.weights, self.rule) if self.changed else self.before

    def most(self, element: str) -> Decimal:
        """The largest percent the element can be moved to: what the locked ones leave."""
        shares = self.shares
        return Decimal(100) - sum((shares[name] for name in self.locked if name != element), Decimal(0))

    def lock(self, names: Set[str]) -> "Scenario":
        """The scenario with these elements locked, and no others."""
        return replace(self, locked=frozenset(names))

    def move(self, element: str, to: Percent) -> "Scenario":
        """The element at `to` percent (rounded to hundredths); the others that are not locked share the rest in proportion to
        what they had, equally where they had nothing. Lines within an element keep their proportions.

        DescriptionError where the element is locked or unknown, or the others cannot take the rest.
        """
        shares = self.shares
        if element not in shares:
            raise DescriptionError(_("The key {key} has no element {element}.").format(key=self.key, element=element))
        if element in self.locked:
            raise DescriptionError(_("{element} is locked: unlock it to move it.").format(element=element))
        whole = self.residues.whole
        step = whole // GRID
        given = splits.percent(to) * GRID / 100
        wanted = money.mul_div(given.numerator, 1, given.denominator) * step
        free = [name for name in shares if name != element and name not in self.locked]
        held = sum(int(shares[name] * whole / 100) for name in shares if name != element and name in self.locked)
        rest = whole - held - wanted
        if wanted < 0 or rest < 0 or (rest and not free):
            raise DescriptionError(
                _("{element} can be from {least} % to {most} %: the other shares are locked.").format(
                    element=element, least=0 if free else self.most(element), most=self.most(element)
                )
            )
        return replace(self, weights=self._moved({element: wanted}, free, rest))

    def reset(self) -> "Scenario":
        """The key as it is."""
        return replace(self, weights=self.start)

    def effect(self, dimension: str) -> pd.DataFrame:
        """What a dimension's elements get before and after: element ("" for none), before, after, difference (grosze). The
        differences add up to zero."""
        of_line = self._elements(dimension)
        place = {element: number for number, element in enumerate(dict.fromkeys(of_line))}
        rows = [place[element] for element in of_line]
        before, after = np.zeros((2, len(place)), np.int64)
        np.add.at(before, rows, self.before)
        np.add.at(after, rows, self.after)
        columns = {"before": before, "after": after, "difference": after - before}
        return pd.DataFrame({"element": pd.array(list(place), dtype="str"), **columns})

    def key_rows(self, valid_from: date | None = None) -> pd.DataFrame:
        """The key's new version as rows of the ledger's table keys, from its version's first day or a later one."""
        percents = [self._percent(weight) for weight in self.weights.tolist()]
        shares = dict(zip(self.lines, percents, strict=True))
        return key_rows(self.key, valid_from or self.valid_from, shares, self.valid_to)

    def _percent(self, weight: int) -> Decimal:
        return Decimal(weight * (splits.WHOLE // self.residues.whole)).scaleb(-splits.PLACES).normalize() + Decimal(0)

    def _elements(self, dimension: str) -> list[str]:
        return [elements.parse(text).get(dimension, ANY) for text in self.lines]

    def _moved(self, sums: Mapping[str, int], free: list[str], rest: int) -> npt.NDArray[np.int64]:
        """The weights when the elements in `sums` get theirs and the `free` ones share `rest`."""
        of_line = np.array(self._elements(self.dimension), dtype=object)
        now = {name: int(self.weights[of_line == name].sum()) for name in free}
        basis = [now[name] for name in free] if any(now.values()) else [1] * len(free)
        wanted = {**sums, **dict(zip(free, money.apportion(rest, basis), strict=True))} if free else dict(sums)
        weights = self.weights.copy()
        for name, total in wanted.items():
            rows = np.flatnonzero(of_line == name)
            # a share taken down to nothing remembers its lines' proportions in the key as it was
            within = next((w[rows] for w in (self.weights, self.start) if w[rows].sum()), np.ones(len(rows), np.int64))
            weights[rows] = money.apportion(total, within)
        return weights


def scenario(ledger: Ledger, key: str, dimension: str, *, day: date | None = None, rule: Rule = "last") -> Scenario:
    """The key's version of a day (by default the last one) and the documents it describes, ready to be moved.

    The documents are those whose description lines were made by the key and whose date lies in the version. DescriptionError
    where there is no such key, none of its lines has the dimension, or its shares follow a driver.
    """
    rows = ledger.keys[ledger.keys["key"] == key]
    if rows.empty:
        raise DescriptionError(_("There is no allocation key {key}.").format(key=key))
    version = version_at(ledger, key, day or rows["valid_from"].max().date())
    lines = tuple(version.lines["elements"])
    if not any(dimension in elements.parse(text) for text in lines):
        raise DescriptionError(_("The key {key} divides nothing by {dimension}.").format(key=key, dimension=dimension))
    shares = [share for share in version.lines["share"] if share is not None]
    if len(shares) < len(lines):
        raise DescriptionError(_("The shares of the key {key} follow a driver: change its quantities.").format(key=key))
    whole = next(size for size in (GRID, splits.WHOLE) if all((share * size / 100).denominator == 1 for share in shares))
    weights = np.array([int(share * whole / 100) for share in shares], np.int64)
    described = _described(ledger, key, version.valid_from, version.valid_to)
    position = pd.Index(lines).get_indexer(pd.Index(described["elements"]))
    before = np.zeros(len(lines), np.int64)
    np.add.at(before, position, described["value"].to_numpy())
    amounts = described.groupby(["document_id", "position", "position_line"], observed=True)["value"].sum()
    return Scenario(
        key=key,
        dimension=dimension,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        lines=lines,
        weights=weights,
        start=weights,
        before=before,
        documents=described["document_id"].nunique(),
        residues=residues_of(amounts.to_numpy(np.int64), whole),
        rule=rule,
    )


def _described(ledger: Ledger, key: str, first: date, last: date | None) -> pd.DataFrame:
    """The description lines made by a key for documents dated in its version."""
    lines = ledger.descriptions[ledger.descriptions["key"] == key]
    dates = pd.concat(
        [ledger.documents.set_index("document_id")["issue_date"], ledger.records.set_index("document_id")["date"]]
    )
    dated = lines["document_id"].map(dates)
    return lines[(dated >= pd.Timestamp(first)) & (dated <= pd.Timestamp(last or date.max))]
