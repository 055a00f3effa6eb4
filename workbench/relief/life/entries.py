"""The correction entries of a notice: what goes into the VAT register so that its sum says what the notice says.

An entry is one invoice (collective: the whole notice), its lines are the invoice's states, rates, kinds and deductions. Amounts
are signed: of a sale what is unpaid lowers net and VAT, what was paid back raises them; of a purchase the same for VAT alone
(R-032). The kind of a sale's entry is always goods (R-026), of a purchase's by R-034; deductions follow R-035 and R-036. What
changes by date or kind is in `law.toml`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from ... import money
from ...ledger import Ledger
from .. import law
from ..filed import Period
from ..parts import Side

if TYPE_CHECKING:
    from ...money import Grosze

Mode = Literal["individual", "collective"]
Rows = Iterator[tuple[str, str, str, int, int]]
"""Document_id, state, rate, signed net and VAT."""

KEY = ["document_id", "state", "rate", "kind", "deductible"]
AMOUNTS = ["net", "vat"]
COLUMNS = {
    "entry": "int64",
    "line": "int64",
    **dict.fromkeys(KEY, "str"),
    **dict.fromkeys(AMOUNTS, "int64"),
}
_DEFAULT = {"kind": "goods", "deductible": "yes"}
_OF_RATE = ["document_id", "rate"]
_GROUP = ["kind", "deductible"]


def no_entries() -> pd.DataFrame:
    """Entries of a notice that has none: the columns entry, line, document_id, state, rate, kind, deductible, net, vat."""
    return pd.DataFrame({name: pd.Series(dtype=of) for name, of in COLUMNS.items()})


def signed(lines: pd.DataFrame, side: Side) -> pd.DataFrame:
    """What a notice's lines mean in the registers: document_id, state, rate, net, vat (int64 grosze, signed), a row a line."""
    net, vat = _signed(lines, side)
    named = {"document_id": lines["document_id"], "state": lines["kind"], "rate": lines["rate"]}
    texts = {name: column.astype("str").array for name, column in named.items()}
    return pd.DataFrame({**texts, "net": net, "vat": vat})


def rows_of_lines(lines: pd.DataFrame, side: Side) -> Rows:
    """The rows of `signed`, without making a table of them."""
    texts = (lines[name].tolist() for name in ("document_id", "kind", "rate"))
    return zip(*texts, *(amounts.tolist() for amounts in _signed(lines, side)), strict=True)


def rows_of_entries(entries: pd.DataFrame) -> Rows:
    """The same columns of entries, row by row."""
    return zip(*(entries[name].tolist() for name in ("document_id", "state", "rate", *AMOUNTS)), strict=True)


def _signed(lines: pd.DataFrame, side: Side) -> tuple["Grosze", "Grosze"]:
    sign = np.array([-1 if kind == "unpaid" else 1 for kind in lines["kind"].tolist()], np.int64)
    return sign * lines["net"].to_numpy(np.int64) * (side == "sale"), sign * lines["vat"].to_numpy(np.int64)


def targets(lines: pd.DataFrame, side: Side, period: Period, ledger: Ledger, earlier: pd.DataFrame) -> pd.DataFrame:
    """What the entries of a notice must add up to: KEY and signed net and vat, a row each.

    The VAT of a purchase is spread over the (kind, deductible) groups that the document has in the line's rate, in
    proportion to their VAT and cumulatively: what is left before the line minus what is left after it, so that in every group
    all lines of a part add up to zero once nothing is left. A document that is no longer in the books, or no longer has the
    rate, keeps the groups of its `earlier` entries of that state and rate; without any it is goods, deductible.
    """
    rows = signed(lines, side)
    rows["place"] = np.arange(len(rows))
    groups = _groups(ledger, side, period, rows)
    spread = rows.merge(groups, on=_OF_RATE, how="left")
    missing = spread["weight"].isna().to_numpy()
    if missing.any():
        old = _earlier_groups(earlier)
        lost = rows[rows["place"].isin(spread["place"][missing])].merge(old, on=[*_OF_RATE, "state"], how="left")
        spread = pd.concat([spread[~missing], lost], ignore_index=True).sort_values("place", kind="stable")
        for name, value in _DEFAULT.items():
            spread[name] = spread[name].fillna(value)
        spread["weight"] = spread["weight"].fillna(1)
    if side == "purchase":
        spread["vat"] = _spread_vat(lines, spread)
    if law.rule("unpaid_deductible", side).at(period.last).value == "no" and side == "purchase":
        spread.loc[spread["state"] == "unpaid", "deductible"] = "no"
    return spread.groupby(KEY, sort=False)[AMOUNTS].sum().reset_index()


def differences(target: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """What is still to be entered: `target` minus the sum of all `earlier` entries, without what is zero (R-061)."""
    both = pd.concat([target[[*KEY, *AMOUNTS]], _negated(earlier)], ignore_index=True)
    left = both.groupby(KEY, sort=False)[AMOUNTS].sum().reset_index()
    return left[(left["net"] != 0) | (left["vat"] != 0)].reset_index(drop=True)


def collected(target: pd.DataFrame) -> pd.DataFrame:
    """The same amounts for all documents together: document_id is empty (collective mode, R-059)."""
    return target.assign(document_id="").groupby(KEY, sort=True)[AMOUNTS].sum().reset_index()


def numbered(rows: pd.DataFrame, after: int) -> pd.DataFrame:
    """Rows as entries: one a document, in the order of first appearance, numbered from `after` + 1; its lines from 1."""
    place = pd.factorize(rows["document_id"])[0]
    rows = rows.assign(entry=place.astype(np.int64) + after + 1).sort_values("entry", kind="stable", ignore_index=True)
    rows["line"] = rows.groupby("entry").cumcount() + 1
    return rows[list(COLUMNS)].astype(COLUMNS)


def _groups(ledger: Ledger, side: Side, period: Period, wanted: pd.DataFrame) -> pd.DataFrame:
    """The deducted groups of purchases: document_id, rate, kind (as an entry has it), deductible, weight (VAT in grosze)."""
    lines = ledger.vat_lines
    mine = lines["document_id"].isin(wanted["document_id"]).to_numpy() & (lines["deductible"] != "no").to_numpy()
    if side == "sale":
        mine &= False  # one group a rate: goods, and the deductions of a sale do not exist
    kinds = law.rule("entry_kind", side).at(period.last).value
    table = pd.DataFrame(
        {
            **{name: lines[name][mine].astype("str").array for name in (*_OF_RATE, "deductible")},
            "kind": lines["kind"][mine].map(kinds).astype("str").array,
            "weight": lines["vat"][mine].array,
        }
    )
    return table.groupby([*_OF_RATE, *_GROUP], sort=True)["weight"].sum().reset_index()


def _earlier_groups(earlier: pd.DataFrame) -> pd.DataFrame:
    keys = [*_OF_RATE, "state", *_GROUP]
    sums = earlier.groupby(keys, sort=True)["vat"].sum().abs()
    return sums.rename("weight").reset_index()


def _spread_vat(lines: pd.DataFrame, spread: pd.DataFrame) -> "Grosze":
    """The signed VAT of every row of `spread`, which holds the groups of each line one after another."""
    place = spread["place"].to_numpy()
    heads = np.flatnonzero(np.r_[True, place[1:] != place[:-1]]) if len(place) else np.zeros(0, np.intp)
    starts = np.r_[heads, len(place)]
    weights = spread["weight"].to_numpy().astype(np.int64)
    if len(heads):
        sound = np.repeat(np.add.reduceat(weights, heads) > 0, np.diff(starts))
        first = np.isin(np.arange(len(place)), heads)
        weights = np.where(sound, weights, first)  # no VAT to weigh by: the first group takes all
    vat = lines["vat"].to_numpy(np.int64)
    unpaid = (lines["kind"] == "unpaid").to_numpy()
    after = np.where(unpaid, 0, lines["vat_left"].to_numpy(np.int64))
    left_before, left_after = (money.apportion_rows(left, weights, starts) for left in (vat + after, after))
    return np.where(unpaid[place], -1, 1) * (left_before - left_after)


def _negated(entries: pd.DataFrame) -> pd.DataFrame:
    return entries[KEY].assign(**{name: -entries[name] for name in AMOUNTS})
