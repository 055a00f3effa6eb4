"""What a key divides: its sets of description lines, and amounts divided by the shares of its periods."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ... import money
from ...ledger import Ledger
from ..descriptions.lines import millionths_of
from ..descriptions.positions import describable_documents, row_numbers
from ..exploring.cube import exact_sums
from ..splitting import splits
from .versions import KeyPeriod

Rows = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class KeySets:
    """What a key divides: one row a document, or a position of it, with the amount and the percent it has in all.

    `day`, `value` (grosze) and `percent` (millionths) are of the set; `rows` are the rows of the table `descriptions`, one set
    after the other and by their line, `starts` where each set's begin among them.
    """

    day: Days
    value: money.Grosze
    percent: Rows
    rows: Rows
    starts: Rows


@dataclass(frozen=True, eq=False)
class Divided:
    """Sets divided by a key's periods: a row for each line of each set, by set (`owner`) and by line (`place`, from 0).

    Row r has the elements `texts[text[r]]`, the percent `percents[share[r]]` and `value[r]` grosze.
    """

    owner: Rows
    place: Rows
    text: Rows
    share: Rows
    value: money.Grosze
    texts: list[str]
    percents: list[Decimal]


def sets_of(ledger: Ledger, key: str) -> KeySets:
    """The sets of description lines made by a key."""
    frame = ledger.descriptions
    rows = np.flatnonzero(frame["key"] == key)
    made = frame.take(rows)
    by = ["document_id", "position", "position_line"]
    numbers = made.groupby(by, sort=False, observed=True).ngroup().to_numpy()
    order = np.lexsort((made["line"].to_numpy(), numbers))
    rows, numbers, made = rows[order], numbers[order], made.iloc[order]
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    return KeySets(
        day=days_of(ledger, made["document_id"].iloc[starts]),
        value=exact_sums(numbers, made["value"].to_numpy(), len(starts)),
        percent=exact_sums(numbers, millionths_of(made["percent"]), len(starts)),
        rows=rows,
        starts=starts,
    )


def divide(
    periods: Sequence[KeyPeriod], chosen: npt.NDArray[np.intp], value: money.Grosze, percent: Rows, rule: splits.Rule = "last"
) -> Divided:
    """Amounts divided by periods of a key: set i has `value[i]` grosze and `percent[i]` millionths, and is divided by
    periods[chosen[i]]."""
    texts: list[str] = []
    percents: list[Decimal] = []
    blocks = [[np.zeros(0, np.int64)] * 5]
    for number, set_percent, sets in _alike(chosen, percent):
        weights, whole = periods[number].weights()
        place = np.tile(np.arange(len(weights)), len(sets))
        amounts = _split(value[sets], weights, whole, rule)
        blocks.append([np.repeat(sets, len(weights)), place, place + len(texts), place + len(percents), amounts])
        texts += periods[number].elements
        percents += splits.percents_of([weight * set_percent for weight in weights], whole * splits.WHOLE)
    columns = [np.concatenate(column) for column in zip(*blocks, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    owner, place, text, share, amount = (column[order] for column in columns)
    return Divided(owner, place, text, share, amount, texts, percents)


def _alike(chosen: Rows, percent: Rows) -> Iterable[tuple[int, int, Rows]]:
    """The sets of each period and percent."""
    percents, of_percent = np.unique(percent, return_inverse=True)
    kinds, of_kind, counts = np.unique(chosen * len(percents) + of_percent, return_inverse=True, return_counts=True)
    sets = np.split(np.argsort(of_kind, kind="stable"), np.cumsum(counts))
    for kind, alike in zip(kinds.tolist(), sets, strict=False):
        yield kind // len(percents), int(percents[kind % len(percents)]), alike


def _split(values: money.Grosze, weights: list[int], whole: int, rule: splits.Rule) -> money.Grosze:
    if whole > money.INT64_MAX:
        rows = [splits.split_weights(value, weights, whole, rule) for value in values.tolist()]
        return np.array(rows, np.int64).ravel()
    starts = np.arange(len(values) + 1) * len(weights)
    return splits.split_rows(values, np.tile(np.array(weights, np.int64), len(values)), starts, rule, whole)


def days_of(ledger: Ledger, ids: pd.Series) -> Days:
    """The date that decides which version divides a document."""
    documents, records = ledger.documents, ledger.records
    dates = np.r_[documents["issue_date"].to_numpy(), records["date"].to_numpy()].astype("datetime64[D]")
    return dates[row_numbers(ids, describable_documents(ledger)["document_id"])]
