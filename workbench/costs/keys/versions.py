"""Allocation keys with dates: who gets what percent, from when to when.

A key has versions; on a day at most one is valid, so that the same document always gives the same split. A version's lines
carry percents, or a driver (see `drivers.py`): then the driver's lines share what the percents leave, in proportion to the
quantities of the document's month, exactly. Percents with six places add up to exactly 100; what is no finite decimal (thirds
by a driver) is kept as a fraction.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...days import Month
from ...errors import DescriptionError
from ...i18n import _, day, month
from ...ledger import Ledger, elements
from ..descriptions.lines import percent_decimal, percent_text, table_of
from ..splitting import splits
from .drivers import Driver, driver_of

HUNDRED = Fraction(100)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False)
class KeyVersion:
    """One version of a key, valid from the first day to the last (None: until further notice).

    `lines`: DataFrame elements, share (Fraction of 100; None where a driver decides), driver (text or None), in their order.
    """

    key: str
    valid_from: date
    valid_to: date | None
    lines: pd.DataFrame

    def __contains__(self, of: date) -> bool:
        return self.valid_from <= of and (self.valid_to is None or of <= self.valid_to)

    def __str__(self) -> str:
        if self.valid_to is None:
            return _("{key} from {day}").format(key=self.key, day=day(self.valid_from))
        return _("{key} from {day} to {last}").format(key=self.key, day=day(self.valid_from), last=day(self.valid_to))


@dataclass(frozen=True)
class KeyPeriod:
    """A time in which a key's shares do not change: a version, or the part of it that one month of its driver decides.

    `shares` are Fractions of 100 beside `elements` and add up to 100 exactly; `driver_month` is the month whose quantities were
    used, None without a driver.
    """

    valid_from: date
    valid_to: date | None
    elements: tuple[str, ...]
    shares: tuple[Fraction, ...]
    driver_month: Month | None

    def weights(self) -> tuple[list[int], int]:
        """The shares as whole numbers, and how many of them are 100 %."""
        whole = 100 * math.lcm(*(share.denominator for share in self.shares))
        return [int(share * whole / 100) for share in self.shares], whole


def key_rows(
    key: str,
    valid_from: date,
    shares: Mapping[str, splits.Percent | None],
    valid_to: date | None = None,
    driver: str | None = None,
) -> pd.DataFrame:
    """A version of a key as rows of the ledger's table `keys`, for `with_key`.

    `shares`: percent by elements ("PROJEKTY=P1"), at most six places; None where `driver` decides.
    """
    rows = []
    for line, (text, share) in enumerate(shares.items(), 1):
        percent = None if share is None else percent_decimal(splits.millionths([share])[0])
        rows.append((key, valid_from, valid_to, line, text, percent, driver if share is None else None))
    return table_of("keys", rows)


def key_versions(ledger: Ledger, key: str) -> tuple[KeyVersion, ...]:
    """The versions of a key, the oldest first.

    DescriptionError where there is no such key, where two of its versions are valid on the same day (both are named), or where
    a version does not say who gets what: percents that do not add up to 100 (with their sum), elements that cannot be read or
    stand twice, a line with both a percent and a driver or with neither, two drivers, two ends.
    """
    rows = ledger.keys[ledger.keys["key"] == key]
    if rows.empty:
        raise DescriptionError(_("There is no key {key}.").format(key=key))
    versions = [_version(key, of_version) for _from, of_version in rows.groupby("valid_from", sort=True)]
    for earlier, later in pairwise(versions):
        if later.valid_from in earlier:
            raise DescriptionError(
                _("Two versions of a key are valid on {day}: {earlier} and {later}. End one before the other begins.").format(
                    day=day(later.valid_from), earlier=earlier, later=later
                )
            )
    return tuple(versions)


def version_at(ledger: Ledger, key: str, of: date) -> KeyVersion:
    """The version of a key valid on a day. DescriptionError where the day falls in a gap, which is named."""
    versions = key_versions(ledger, key)
    for version in versions:
        if of in version:
            return version
    raise _gap(versions, of)


def key_periods(ledger: Ledger, key: str) -> tuple[KeyPeriod, ...]:
    """The times of constant shares of a key, the oldest first: one a version, or one a month of its driver.

    DescriptionError as in `key_versions`, and where a driver has no quantity of an element in a month it decides.
    """
    return tuple(period for version in key_versions(ledger, key) for period in _periods(version, ledger.drivers))


def period_numbers(
    ledger: Ledger, key: str, periods: tuple[KeyPeriod, ...], days: npt.NDArray[np.datetime64]
) -> npt.NDArray[np.intp]:
    """Which of the key's `periods` each day falls in. DescriptionError for the first day that falls in none: it lies in a gap
    between versions, or before the first month of a driver."""
    days = days.astype("datetime64[D]")
    starts = np.array([period.valid_from for period in periods], "datetime64[D]")
    ends = np.array([period.valid_to or date.max for period in periods] or [], "datetime64[D]")
    found = np.searchsorted(starts, days, side="right") - 1
    lost = found < 0
    if len(periods):
        lost |= days > ends[found]
    if lost.any():
        first: date = days[lost].min().item()
        version = version_at(ledger, key, first)
        names = ", ".join(version.lines["driver"].dropna().unique())
        raise DescriptionError(
            _("Driver {driver} has no quantities for {month}, nor for any month before it.").format(
                driver=names, month=month(Month.of(first))
            )
        )
    return found


def _version(key: str, rows: pd.DataFrame) -> KeyVersion:
    rows = rows.sort_values("line")
    ends = rows["valid_to"].drop_duplicates()
    valid_from = rows["valid_from"].iloc[0].date()
    valid_to = None if pd.isna(ends.iloc[0]) else ends.iloc[0].date()
    shares = [None if pd.isna(percent) else Fraction(percent) for percent in rows["percent"]]
    names = [None if pd.isna(name) else str(name) for name in rows["driver"]]
    lines = pd.DataFrame(
        {"elements": list(rows["elements"]), "share": pd.Series(shares, dtype=object), "driver": pd.Series(names, dtype=object)}
    )
    version = KeyVersion(key, valid_from, valid_to, lines)
    fault = _fault(version, len(ends) > 1)
    if fault:
        raise DescriptionError(_("Key {version}: {fault}.").format(version=version, fault=fault))
    return version


def _fault(version: KeyVersion, several_ends: bool) -> str:
    """What is wrong with a version; empty where nothing is."""
    lines = list(version.lines.itertuples(index=False, name=None))
    chosen = [_parsed(text) for text, _share, _driver in lines]
    if several_ends:
        return _("its lines have different last days")
    if version.valid_to is not None and version.valid_to < version.valid_from:
        return _("it ends before it begins")
    for (text, share, name), elements_of in zip(lines, chosen, strict=True):
        if not elements_of:
            return _("{elements} are no elements such as PROJEKTY=P1; ODDZIAŁ=LUBLIN").format(elements=text)
        if chosen.count(elements_of) > 1:
            return _("{elements} stands twice").format(elements=text)
        if (share is None) == (name is None):
            return _("{elements} needs either a percent or a driver").format(elements=text)
        if share is not None and share < 0:
            return _("{elements} has a negative percent").format(elements=text)
    drivers = {name for _text, _share, name in lines if name is not None}
    if len(drivers) > 1:
        return _("it has several drivers: {drivers}").format(drivers=", ".join(sorted(drivers)))
    total = sum((share for _text, share, _name in lines if share is not None), Fraction(0))
    if drivers and total >= HUNDRED:
        return _("its percents add up to {sum} % and leave nothing for the driver").format(
            sum=percent_text(int(total * splits.WHOLE / 100))
        )
    if not drivers and total != HUNDRED:
        return _("its percents add up to {sum} %, not to 100 %").format(sum=percent_text(int(total * splits.WHOLE / 100)))
    return ""


def _parsed(text: str) -> dict[str, str]:
    try:
        return elements.parse(text)
    except ValueError:
        return {}


def _gap(versions: tuple[KeyVersion, ...], of: date) -> DescriptionError:
    """The error for a day without a version, with the versions around it."""
    before = [version for version in versions if version.valid_from <= of]
    after = [version for version in versions if version.valid_from > of]
    message = {
        (True, True): _("No version of key {key} is valid on {day}: it lies in the gap between {earlier} and {later}."),
        (True, False): _("No version of key {key} is valid on {day}: it lies behind the last one, {earlier}."),
        (False, True): _("No version of key {key} is valid on {day}: it lies before the first one, {later}."),
    }[bool(before), bool(after)]
    return DescriptionError(
        message.format(key=versions[0].key, day=day(of), earlier=before[-1] if before else "", later=after[0] if after else "")
    )


def _periods(version: KeyVersion, drivers: pd.DataFrame) -> list[KeyPeriod]:
    lines = version.lines
    texts = tuple(lines["elements"])
    names = lines["driver"].dropna().unique()
    if not len(names):
        return [KeyPeriod(version.valid_from, version.valid_to, texts, tuple(lines["share"]), None)]
    measured = driver_of(drivers, names[0])
    months = _deciding(measured, version)
    starts = [max(version.valid_from, of_month.first) for of_month in months]
    ends = [*(start - ONE_DAY for start in starts[1:]), version.valid_to]
    return [
        KeyPeriod(start, end, texts, _driven(version, measured, of_month), of_month)
        for start, end, of_month in zip(starts, ends, months, strict=False)
    ]


def _deciding(measured: Driver, version: KeyVersion) -> list[Month]:
    """The months of a driver that decide on some day of a version."""
    months = [of_month for of_month in measured.months if version.valid_to is None or of_month.first <= version.valid_to]
    earlier = [of_month for of_month in months if of_month.first <= version.valid_from]
    return [*earlier[-1:], *months[len(earlier) :]]


def _driven(version: KeyVersion, measured: Driver, of_month: Month) -> tuple[Fraction, ...]:
    lines = version.lines
    fixed = sum((share for share in lines["share"] if share is not None), Fraction(0))
    texts = [text for text, share in zip(lines["elements"], lines["share"], strict=True) if share is None]
    driven = iter(measured.shares(of_month, texts, HUNDRED - fixed))
    return tuple(next(driven) if share is None else share for share in lines["share"])
