"""Elements suggested from history, with the reason: "same supplier, same account: 12 of 12".

Learned from the documents described before the document's date. Each dimension is learned on its own, from the closest group
that agrees on it (same supplier and account, same supplier, same account, same category), and the dimensions are then put
together: the project may come from the account and the branch from the supplier.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from ...i18n import N_, _
from ...ledger import Ledger, elements
from ..descriptions.lines import percent_text, percents_from
from ..splitting.splits import WHOLE, millionths, percents_of
from .history import PLACE, History, Mode, Numbers, contexts, days_of, distinct, group_codes, history, running_mode

GROUPS: dict[tuple[str, ...], str] = {
    ("party_id", "account"): N_("same supplier, same account"),
    ("party_id",): N_("same supplier"),
    ("account",): N_("same account"),
    ("category",): N_("same category"),
}
"""What documents to learn from have in common, the closest first."""

Part = tuple[dict[str, str], int]
"""Elements by outer dimension, and their millionths of a percent."""


@dataclass(frozen=True, eq=False)
class Suggestions:
    """Suggested descriptions of positions.

    `table`: a row a position that was asked about: document_id, position, position_line, suggestion (a text, "" where history
    says nothing), reason, agreeing, of (the counts of the least certain dimension: 12 of 12). `lines`: document_id, position,
    position_line, line (from 1), elements, percent: the suggested lines, each position's adding up to 100 %.
    """

    table: pd.DataFrame
    lines: pd.DataFrame


def suggest(ledger: Ledger, places: pd.DataFrame | Sequence[str]) -> Suggestions:
    """What history suggests for these positions (document_id, position, position_line), or documents as a whole (by id).

    A group agrees on a dimension where more than half of its documents have it split the same way; where they agree on
    having none, none is suggested, unless the dimension is required.
    """
    if not isinstance(places, pd.DataFrame):
        places = pd.DataFrame({"document_id": pd.Series(list(places), dtype="str"), "position": "document", "position_line": 0})
    places = places[PLACE].reset_index(drop=True)
    known = history(ledger)
    required = ledger.dimensions.loc[ledger.dimensions["required"].to_numpy(), "dimension"]
    chosen = _choices(ledger, known, places, {name: name in set(required) for name in known.of})
    return _told(known, places, chosen)


@dataclass(frozen=True, eq=False)
class _Choices:
    """Of every position: the profile `whole` that a group agrees on (0: none), and by dimension the profile, the group it
    comes from (-1: none agrees), and how many of how many agree."""

    whole: Numbers
    of: Mapping[str, tuple[Numbers, Numbers, Mode]]


def _choices(ledger: Ledger, known: History, places: pd.DataFrame, required: Mapping[str, bool]) -> _Choices:
    learned, asked = contexts(ledger, known.places), contexts(ledger, places)
    day, asked_day = days_of(learned["date"]), days_of(asked["date"])
    count = len(places)
    whole = np.zeros(count, np.int64)
    settled = {name: np.full(count, -1) for name in known.of}
    modes = {name: Mode(*(np.zeros(count, np.int64) for _column in range(3))) for name in known.of}
    for level, columns in enumerate(GROUPS):
        group, asked_group = group_codes([learned, asked], columns)
        mode = running_mode(group, day, known.whole.number, asked_group, asked_day)
        agreed = (2 * mode.agreeing > mode.of) & (whole == 0)
        whole[agreed] = mode.profile[agreed]
        for name, profiles in known.of.items():
            mode = running_mode(group, day, profiles.number, asked_group, asked_day)
            agreed = (2 * mode.agreeing > mode.of) & (settled[name] < 0)
            if required[name]:
                agreed &= mode.profile > 0
            settled[name][agreed] = level
            for column in ("profile", "agreeing", "of"):
                getattr(modes[name], column)[agreed] = getattr(mode, column)[agreed]
    return _Choices(whole, {name: (modes[name].profile, settled[name], modes[name]) for name in known.of})


def _told(known: History, places: pd.DataFrame, chosen: _Choices) -> Suggestions:
    """The suggestions in words and lines; each distinct answer is put together once."""
    names = list(known.of)
    profiles = [chosen.whole, *(chosen.of[name][0] for name in names)]
    first, of_place = distinct(profiles, len(places))
    answers = zip(*(column[first].tolist() for column in profiles), strict=True)
    parts = [_put_together(known, whole, dict(zip(names, each, strict=True))) for whole, *each in answers]
    said = np.array([shares_text((elements.to_text(one), percent) for one, percent in of) for of in parts] or [""], object)
    sizes = np.array([len(one) for one in parts] or [0])
    flat = list(itertools.chain.from_iterable(parts))
    texts = pd.Series([elements.to_text(one) for one, _percent in flat], dtype="str")
    percents = np.array([percent for _one, percent in flat], np.int64)
    counts = sizes[of_place]
    owner = np.repeat(np.arange(len(places)), counts)
    line = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    row = (np.cumsum(sizes) - sizes)[of_place[owner]] + line
    table = places.assign(suggestion=pd.Series(said[of_place], dtype="str"), **_reasons(names, chosen))
    lines = places.take(owner).reset_index(drop=True)
    lines = lines.assign(line=line + 1, elements=texts.take(row).array, percent=percents_from(percents[row]))
    return Suggestions(table, lines)


def _put_together(known: History, whole: int, profiles: Mapping[str, int]) -> list[Part]:
    """The lines of one answer: those of the agreed whole split, with dimensions that others agree on added; where the whole
    contradicts what is agreed on a dimension, every dimension's split of each other's."""
    base: list[Part] = [({}, WHOLE)]
    added = {name: profile for name, profile in profiles.items() if profile}
    if whole:
        unit = known.whole.unit_of(whole)
        in_whole = {name: int(of.number[unit]) for name, of in known.of.items()}
        if all(profile in (0, profiles[name]) for name, profile in in_whole.items()):
            base = [(elements.parse(text), percent) for text, percent in known.whole.parts(whole)]
            added = {name: profile for name, profile in added.items() if not in_whole[name]}
    for name, profile in added.items():
        base = _divided(base, name, known.of[name].parts(profile))
    return [part for part in base if part[0]]


def _divided(lines: list[Part], name: str, shares: list[tuple[str, int]]) -> list[Part]:
    """Every line split by a dimension's shares; percents to six places, the rounding in the last."""
    rest = WHOLE - sum(percent for _element, percent in shares)
    wanted = [({name: element}, percent) for element, percent in shares] + ([({}, rest)] if rest else [])
    products = [percent * share for _chosen, percent in lines for _more, share in wanted]
    percents: list[Decimal] = percents_of(products, WHOLE * WHOLE)
    pairs = ({**chosen, **more} for chosen, _percent in lines for more, _share in wanted)
    return list(zip(pairs, millionths(percents), strict=True))


def _reasons(names: Sequence[str], chosen: _Choices) -> dict[str, Any]:
    """The columns reason, agreeing and of: dimensions with the same reason are named together."""
    columns = [column for name in names for column in (chosen.of[name][1], chosen.of[name][2].agreeing, chosen.of[name][2].of)]
    columns += [(profile > 0).astype(np.int64) for profile, _group, _mode in chosen.of.values()]
    first, of_place = distinct(columns, len(chosen.whole))
    facts = list(zip(*(column[first].tolist() for column in columns), strict=True)) or [()] * len(first)
    titles = [_(title) for title in GROUPS.values()]
    sentence = _("{group}: {agreeing} of {of}")
    answers = [_reason(names, row, titles, sentence) for row in facts]
    reasons = pd.Series([reason for reason, _agreeing, _of in answers], dtype="str")
    counts = np.array([answer[1:] for answer in answers], np.int64).reshape(-1, 2)
    return {"reason": reasons.take(of_place).array, "agreeing": counts[of_place, 0], "of": counts[of_place, 1]}


def _reason(names: Sequence[str], row: Sequence[int], titles: Sequence[str], sentence: str) -> tuple[str, int, int]:
    """The reason of a row of facts (group, agreeing and of by dimension, then which dimensions are told), and the counts of the
    least certain dimension."""
    by_fact: dict[tuple[int, int, int], list[str]] = {}
    for place, name in enumerate(names):
        if row[3 * len(names) + place]:
            group, agreeing, of = row[3 * place : 3 * place + 3]
            by_fact.setdefault((group, agreeing, of), []).append(name)
    if not by_fact:
        return "", 0, 0
    texts = []
    for (group, agreeing, of), named in by_fact.items():
        text = sentence.format(group=titles[group], agreeing=agreeing, of=of)
        texts.append(text if len(by_fact) == 1 else f"{', '.join(named)}: {text}")
    _group, agreeing, of = min(by_fact, key=lambda fact: (Fraction(fact[1], fact[2]), fact[2]))
    return "; ".join(texts), agreeing, of


def shares_text(shares: Iterable[tuple[str, int]]) -> str:
    """Elements and millionths of a percent in words: 45 % BUDOWY=1_19 | 55 % BUDOWY=2_19."""
    one = _("{percent} % {elements}")
    return " | ".join(one.format(percent=percent_text(percent), elements=text) for text, percent in shares)
