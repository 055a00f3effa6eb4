"""The history of a key: what each change of its shares was, and what it moved."""

from fractions import Fraction

import numpy as np
import pandas as pd

from ...ledger import Ledger, elements
from ..exploring.cube import exact_sums
from ..splitting import splits
from .sets import KeySets, divide, sets_of
from .versions import KeyPeriod, key_periods, period_numbers


def key_history(ledger: Ledger, key: str, rule: splits.Rule = "last") -> pd.DataFrame:
    """A row for every period of a key and every element it or the period before it names, the oldest period first.

    A period is a version, or the part of it that one month of its driver decides. Columns:

    * valid_from, valid_to (datetime64[s]; NaT: until further notice), elements (of a period and the one before it: those of the
      period first, in its order), driver_month (text; empty without a driver);
    * share_before, share_now (Fractions of 100), points (their difference in percentage points); for the first period
      share_before and points are None, later an element that a period does not name has the share 0;
    * before, now, moved (grosze): what the previous period's shares would have given in this period's time, what its own give,
      and the difference. Both divide the same documents, each on its own by `rule`: the sets of lines made by the key, with
      their amounts. The moved grosze of a period add up to zero; the first period has moved nothing.

    DescriptionError as in `key_periods`, and where a document divided by the key falls in none of its periods.
    """
    periods = key_periods(ledger, key)
    sets = sets_of(ledger, key)
    number = period_numbers(ledger, key, periods, sets.day)
    rows: list[tuple[object, ...]] = []
    for place, period in enumerate(periods):
        earlier = periods[place - 1] if place else period
        wanted = np.flatnonzero(number == place)
        now, before = (_divided(sets, wanted, one, rule) for one in (period, earlier))
        share_now, share_before = _shares(period), _shares(earlier)
        texts = {_alike(text): text for text in (*earlier.elements, *period.elements)}
        for chosen in dict.fromkeys([*share_now, *share_before]):
            new, old = share_now.get(chosen, Fraction(0)), share_before.get(chosen, Fraction(0))
            rows.append(
                (
                    *(period.valid_from, period.valid_to, texts[chosen], str(period.driver_month or "")),
                    *((old, new, new - old) if place else (None, new, None)),
                    *(before.get(chosen, 0), now.get(chosen, 0), now.get(chosen, 0) - before.get(chosen, 0)),
                )
            )
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype="object").astype(_COLUMNS)


_DATES = {"valid_from": "datetime64[s]", "valid_to": "datetime64[s]"}
_TEXTS = {"elements": "str", "driver_month": "str"}
_SHARES = {"share_before": "object", "share_now": "object", "points": "object"}
_AMOUNTS = {"before": "int64", "now": "int64", "moved": "int64"}
_COLUMNS = _DATES | _TEXTS | _SHARES | _AMOUNTS

Chosen = frozenset[tuple[str, str]]


def _alike(text: str) -> Chosen:
    """Elements without the order in which they were written."""
    return frozenset(elements.parse(text).items())


def _shares(period: KeyPeriod) -> dict[Chosen, Fraction]:
    return {_alike(text): share for text, share in zip(period.elements, period.shares, strict=True)}


def _divided(sets: KeySets, wanted: np.ndarray, period: KeyPeriod, rule: splits.Rule) -> dict[Chosen, int]:
    """What a period's shares give each of its elements of some sets."""
    divided = divide([period], np.zeros(len(wanted), np.intp), sets.value[wanted], sets.percent[wanted], rule)
    sums = exact_sums(divided.place, divided.value, len(period.elements)).tolist()
    return dict(zip(map(_alike, period.elements), sums, strict=True))
