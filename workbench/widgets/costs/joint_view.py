"""What the joint-split panel starts from and shows, without widgets: a key as shares, an answer as table, picture and key."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...costs.joint.problem import LARGEST, Combination
from ...costs.joint.showing import percent_text, split_html, verdict
from ...costs.joint.solving import JointSplit, solve_joint
from ...costs.keys.versions import KeyVersion, key_rows, key_versions
from ...costs.splitting import splits
from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger, elements
from .question import Question

MOST_DIMENSIONS = 4
DRAWN = 30
"""Combinations in the picture: the largest ones."""
_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d{1,6})?", re.ASCII)


@dataclass(frozen=True)
class Start:
    """What a key's version says: the shares of every element of its dimensions, and the combinations it has."""

    version: KeyVersion
    shares: Mapping[str, Mapping[str, Fraction]]
    combinations: frozenset[Combination]

    @property
    def name(self) -> tuple[str, date]:
        """What tells the versions of all keys apart."""
        return self.version.key, self.version.valid_from

    def without(self, cells: Collection[Combination]) -> set[Combination]:
        """The combinations the key does not have though it has all of their elements."""
        known = {cell for cell in cells if all(one in of for one, of in zip(cell, self.shares.values(), strict=True))}
        return known - self.combinations


def starts(ledger: Ledger) -> list[Start]:
    """The versions of keys with fixed percents whose lines all name the same dimensions, at least two of them (of more than
    `MOST_DIMENSIONS` the first ones), in the order of the books. DescriptionError for a key that says nothing clear."""
    outer = [path for path in ledger.dimensions["dimension"] if "/" not in path]
    found = []
    for key in dict.fromkeys(ledger.keys["key"]):
        for version in key_versions(ledger, str(key)):
            lines = [elements.parse(text) for text in version.lines["elements"]]
            common = [dimension for dimension in outer if all(dimension in line for line in lines)][:MOST_DIMENSIONS]
            if len(common) > 1 and version.lines["driver"].isna().all():
                found.append(_start(version, lines, common))
    return found


def _start(version: KeyVersion, lines: list[dict[str, str]], dimensions: list[str]) -> Start:
    shares: dict[str, dict[str, Fraction]] = {dimension: {} for dimension in dimensions}
    for line, share in zip(lines, version.lines["share"], strict=True):
        for dimension, of in shares.items():
            of[line[dimension]] = of.get(line[dimension], Fraction(0)) + share
    used = frozenset(tuple(line[dimension] for dimension in dimensions) for line in lines)
    return Start(version, shares, used)


def typed_percent(text: str) -> Fraction | None:
    """A percent as people type it ("12,5", "12.5", "12,5 %"), None for an empty text. DescriptionError for anything else."""
    bare = text.strip().removesuffix("%").strip()
    if not bare:
        return None
    if not _PERCENT.fullmatch(bare):
        raise DescriptionError(
            _("{value} is not a percent: write a decimal number such as 12.5.").format(value=text.strip()[:40])
        )
    return splits.percent(bare)


def grid(shares: Mapping[str, Mapping[str, Fraction]]) -> list[Combination]:
    """All combinations of the elements. DescriptionError where they are more than can be divided."""
    count = math.prod(map(len, shares.values()))
    if count > LARGEST:
        raise DescriptionError(
            _("{count} combinations are more than {largest}: leave some elements empty.").format(count=count, largest=LARGEST)
        )
    return list(product(*shares.values()))


def holding(cells: Collection[Combination], dimensions: list[str], pair: Mapping[str, str]) -> set[Combination]:
    """The combinations that have these elements (by dimension)."""
    places = {dimensions.index(dimension): element for dimension, element in pair.items()}
    return {cell for cell in cells if all(cell[place] == element for place, element in places.items())}


def never_seen(restricted: pd.DataFrame, shares: Mapping[str, Mapping[str, Fraction]]) -> pd.DataFrame:
    """Those of the restrictions (`costs.restrictions`) whose elements both have a share."""
    used = {(dimension, element) for dimension, of in shares.items() for element in of}
    pairs = zip(
        zip(restricted["dimension"], restricted["element"], strict=True),
        zip(restricted["other_dimension"], restricted["other_element"], strict=True),
        strict=True,
    )
    return restricted[[one in used and other in used for one, other in pairs]].reset_index(drop=True)


@dataclass(frozen=True, eq=False)
class JointView:
    """An answer as it is shown: all combinations of the elements (`cells`), what is allowed of them divided (`split`), and what
    each gets of an `amount` in grosze."""

    question: Question
    cells: list[Combination]
    split: JointSplit
    amount: int

    @cached_property
    def amounts(self) -> dict[Combination, int]:
        """Grosze by combination; they add up to the amount. {} where no split is possible."""
        shares = self.split.shares
        return dict(zip(shares, splits.split(self.amount, list(shares.values())), strict=True))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """A row a combination: place (its number, as text) and e0, e1 ... (its elements); where a split is possible share, low,
        high (Fractions, None where not allowed) and amount (grosze)."""
        frame = pd.DataFrame({"place": [str(place) for place in range(len(self.cells))]})
        for number in range(len(self.split.dimensions)):
            frame[f"e{number}"] = [cell[number] for cell in self.cells]
        if self.split.status == "impossible":
            return frame
        nothing = None, (None, None)
        found = [
            (self.split.shares[cell], self.split.ranges[cell]) if cell in self.split.shares else nothing for cell in self.cells
        ]
        for name, values in (
            ("share", [share for share, _ends in found]),
            ("low", [ends[0] for _share, ends in found]),
            ("high", [ends[1] for _share, ends in found]),
        ):
            frame[name] = pd.Series(values, dtype=object)
        frame["amount"] = pd.Series([self.amounts.get(cell, 0) for cell in self.cells], dtype="int64")
        return frame

    @property
    def told(self) -> Markup:
        """The answer in words: unique and why, free, or what clashes and the smallest change that helps."""
        if self.split.status == "impossible":
            return split_html(self.split)
        sentences = [verdict(self.split)]
        if self.split.status == "unique" and not self.split.degrees_of_freedom:
            sentences.append(
                _("Proved by rank: {rank} independent equations for {count} allowed combinations.").format(
                    rank=self.split.rank, count=len(self.split.shares)
                )
            )
        elif self.split.status == "unique":
            sentences.append(
                _("{rank} independent equations for {count} allowed combinations; that no share is negative decides the rest.")
                .format(rank=self.split.rank, count=len(self.split.shares))
            )  # fmt: skip
        return html.tag("p", " ".join(sentences), class_="wb-good" if self.split.status == "unique" else None)

    def taken(self) -> tuple[pd.DataFrame, list[str]]:
        """The allowed combinations with their shares in percent, to be taken away, and the column of amounts."""
        titles = [*map(self.question.title, self.split.dimensions), _("Share (%)"), _("At least (%)"), _("At most (%)")]
        rows = [
            (*cell, *map(plain_percent, (share, *self.split.ranges[cell])), self.amounts[cell])
            for cell, share in self.split.shares.items()
        ]
        money = _("Amount (PLN)")
        return pd.DataFrame(rows, columns=[*titles, money]), [money]

    def key(self, name: str, valid_from: date) -> pd.DataFrame:
        """The split as a version of an allocation key: rows of the ledger's table keys. Percents have six places and add up to
        100, the rounding goes to the last one (A-053); combinations without a percent are left out."""
        shares = list(self.split.shares.values())
        whole = math.lcm(*(share.denominator for share in shares))
        percents = splits.percents_of([int(share * whole) for share in shares], 100 * whole)
        texts = [elements.to_text(dict(zip(self.split.dimensions, cell, strict=True))) for cell in self.split.shares]
        return key_rows(name, valid_from, {text: share for text, share in zip(texts, percents, strict=True) if share})

    @property
    def figure(self) -> dict[str, Any]:
        """The largest shares as bars, their ranges as lines; {} where no split is possible."""
        if self.split.status == "impossible":
            return {}
        largest = sorted(self.split.shares.items(), key=lambda one: -one[1])[:DRAWN]
        rows = [(cell, share, *self.split.ranges[cell]) for cell, share in largest]
        bars = {
            "type": "bar",
            "orientation": "h",
            "y": [", ".join(cell) for cell, *_ends in rows],
            "x": [float(share) for _cell, share, *_ends in rows],
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": [float(high - share) for _cell, share, _low, high in rows],
                "arrayminus": [float(share - low) for _cell, share, low, _high in rows],
                "color": "#b3541e",
                "thickness": 1.5,
                "width": 4,
            },
            "customdata": [[percent_text(percent) for percent in percents] for _cell, *percents in rows],
            "hovertemplate": "%{y}: %{customdata[0]} (" + _("possible") + ": %{customdata[1]} – %{customdata[2]})",
            "marker": {"color": "#1f5fa8"},
            "name": "",
        }
        layout = {
            "height": 80 + 28 * len(rows),
            "margin": {"t": 8, "r": 24, "b": 36, "l": 8},
            "yaxis": {"automargin": True, "autorange": "reversed", "type": "category"},
            "xaxis": {"ticksuffix": " %", "rangemode": "tozero"},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
        }
        return {"data": [bars], "layout": layout}


def joint_view(
    question: Question, shares: Mapping[str, Mapping[str, Fraction]], excluded: Collection[Combination], amount: int
) -> JointView:
    """The answer for shares by dimension when the excluded combinations may have none. DescriptionError as `solve_joint`."""
    cells = grid(shares)
    split = solve_joint(shares, forbidden=[cell for cell in cells if cell in excluded])
    return JointView(question, cells, split, amount)


def input_text(share: Fraction) -> str:
    """A percent as the user would type it."""
    plain = plain_percent(share)
    return plain.replace(".", ",") if i18n.language() == "pl" else plain


def plain_percent(share: Fraction) -> str:
    """A percent for a file: a plain decimal with at most six places, half-up."""
    millionths, rest = divmod(share * 10**splits.PLACES, 1)
    rounded = Decimal(int(millionths) + (rest >= Fraction(1, 2))).scaleb(-splits.PLACES)
    return f"{rounded.normalize():f}"
