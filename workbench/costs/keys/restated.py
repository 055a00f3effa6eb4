"""Documents described by a key, and described again when the key changes.

A document's lines are those of the key's version valid on its issue date (of a record: its date). Values follow the exact
shares; the percents beside them have six places and take the rounding in the last one (A-053).
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from ...errors import DescriptionError, UnknownDocumentError
from ...i18n import _
from ...ledger import Ledger
from ...ledger.cost_tables import POSITIONS
from ..descriptions.lines import PERCENT_TYPE
from ..descriptions.positions import describable_documents, position_amounts, refusals, row_numbers
from ..exploring.allocation import allocation
from ..exploring.atoms import Register
from ..exploring.cube import exact_sums, labels_of
from ..splitting import splits
from .sets import Days, Divided, Rows, days_of, divide, sets_of
from .versions import key_periods, key_versions, period_numbers

_FOREVER = pd.Timestamp("9999-12-31")
_DAY = pd.Timedelta(days=1)


def apply_key(ledger: Ledger, key: str, document_ids: Iterable[str], rule: splits.Rule = "last") -> pd.DataFrame:
    """Whole documents described by a key: rows of the ledger's table `descriptions`, each document once, in the order given.

    `rule` says where the grosze go that rounding leaves over (see `splits`). DescriptionError where the key says nothing for a
    document's day, and for documents that are not described as a whole, or not at all (A-062); UnknownDocumentError for those
    not in the books. Nothing is said of descriptions the documents already have.
    """
    ids = pd.Series(list(dict.fromkeys(document_ids)), dtype="str")
    amounts = position_amounts(ledger)
    amounts = amounts[(amounts["position"] == "document").to_numpy()]
    _refuse(ledger, ids, amounts["document_id"])
    value = amounts["amount"].to_numpy()[row_numbers(ids, amounts["document_id"])]
    periods = key_periods(ledger, key)
    chosen = period_numbers(ledger, key, periods, days_of(ledger, ids))
    divided = divide(periods, chosen, value, np.full(len(ids), splits.WHOLE), rule)
    count = len(divided.owner)
    return _frame(
        document_id=ids.take(divided.owner).array,
        line=divided.place + 1,
        position=np.full(count, POSITIONS.index("document")),
        position_line=np.zeros(count, np.int64),
        divided=divided,
        key=key,
    )


def with_key(ledger: Ledger, key_rows: pd.DataFrame, rule: splits.Rule = "last") -> Ledger:
    """The ledger with new versions of keys, and with what these keys describe in the versions' time described anew.

    `key_rows`: rows of the table `keys` (see `versions.key_rows`). A new version wins in its time: an older one it covers is
    gone, one it overlaps ends before it, and goes on behind it where it lasts longer. Every set of description lines made by
    the key whose document's date lies in that time is divided again: the amount and percent of the set stay, its lines take the
    set's line numbers, further lines numbers behind the document's last. All other lines stay as they are.

    DescriptionError where the key would not say who gets what (as in `key_versions`).
    """
    rows = key_rows.astype(ledger.keys.dtypes)
    spans = rows[["key", "valid_from", "valid_to"]].drop_duplicates().fillna({"valid_to": _FOREVER})
    older = ledger.keys
    for key, start, end in spans.itertuples(index=False):
        older = _outside(older, key, start, end)
    changed = replace(ledger, keys=pd.concat([older, rows], ignore_index=True))
    for key, times in spans.groupby("key"):
        name = str(key)
        key_versions(changed, name)
        days = times[["valid_from", "valid_to"]].to_numpy().astype("datetime64[D]")
        changed = replace(changed, descriptions=_described_again(changed, name, days, rule))
    return changed


def moved_by(ledger: Ledger, changed: Ledger, dimension: str, register: Register = "cost") -> pd.DataFrame:
    """What a change moved between the elements of a dimension: element ("" for what has none), before, after, difference.

    Exact grosze of the register's amounts; elements without any are left out. The documents being the same, the differences add
    up to zero.
    """
    before, after = (_by_element(one, dimension, register) for one in (ledger, changed))
    names = sorted(name for name in before | after if before.get(name) or after.get(name))
    table = pd.DataFrame({"element": pd.Series(names, dtype="str")})
    for column, amounts in (("before", before), ("after", after)):
        table[column] = np.array([amounts.get(name, 0) for name in names], np.int64)
    table["difference"] = table["after"] - table["before"]
    return table


def _refuse(ledger: Ledger, ids: pd.Series, whole: pd.Series) -> None:
    """Raises for documents that are not in the books, or may not be described as a whole."""
    unknown = row_numbers(ids, describable_documents(ledger)["document_id"]) < 0
    if unknown.any():
        raise UnknownDocumentError(_("There is no document {document}.").format(document=ids[unknown].iloc[0]))
    refused = refusals(ledger)
    reasons = row_numbers(ids, refused["document_id"])
    if (reasons >= 0).any():
        row = refused.iloc[reasons[reasons >= 0][0]]
        raise DescriptionError(
            _("Document {document} is not described: {reason}.").format(document=row["document_id"], reason=row["reason"])
        )
    in_lines = row_numbers(ids, whole) < 0
    if in_lines.any():
        raise DescriptionError(
            _("Document {document} is described line by line, not as a whole.").format(document=ids[in_lines].iloc[0])
        )


def _outside(keys: pd.DataFrame, key: str, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """The table `keys` with what a key's versions still say outside a new one's time."""
    last = keys["valid_to"].fillna(_FOREVER)
    met = (keys["key"] == key) & (keys["valid_from"] <= end) & (last >= start)
    before, behind = keys[met & (keys["valid_from"] < start)], keys[met & (last > end)]
    pieces = [keys[~met], before.assign(valid_to=start - _DAY), behind.assign(valid_from=end + _DAY)]
    return pd.concat([piece.astype(keys.dtypes) for piece in pieces], ignore_index=True)


def _described_again(ledger: Ledger, key: str, spans: Days, rule: splits.Rule) -> pd.DataFrame:
    """The descriptions with the key's sets of the days in `spans` (rows of first and last day) divided again."""
    frame, sets = ledger.descriptions, sets_of(ledger, key)
    inside = np.zeros(len(sets.day), bool)
    for first, last in spans:
        inside |= (sets.day >= first) & (sets.day <= last)
    wanted = np.flatnonzero(inside)
    if not len(wanted):
        return frame
    counts = np.diff(np.r_[sets.starts, len(sets.rows)])
    periods = key_periods(ledger, key)
    chosen = period_numbers(ledger, key, periods, sets.day[wanted])
    divided = divide(periods, chosen, sets.value[wanted], sets.percent[wanted], rule)
    owner = wanted[divided.owner]
    heads = frame.take(sets.rows[sets.starts[owner]])
    kept_number = divided.place < counts[owner]
    like = sets.rows[sets.starts[owner] + np.where(kept_number, divided.place, 0)]
    numbers = frame["line"].to_numpy()[like]
    behind = np.flatnonzero(~kept_number)
    more = heads["document_id"].iloc[behind]
    highest = frame.groupby("document_id")["line"].max()
    numbers[behind] = highest.reindex(more).to_numpy(np.int64) + 1 + more.groupby(more).cumcount().to_numpy()
    new = _frame(
        document_id=heads["document_id"].array,
        line=numbers,
        position=heads["position"].cat.codes.to_numpy(),
        position_line=heads["position_line"].to_numpy(),
        divided=divided,
        key=key,
    )
    gone = sets.rows[np.repeat(inside, counts)]
    place = np.delete(np.arange(len(frame)), gone)
    joined = pd.concat([frame.take(place), new], ignore_index=True)
    return joined.take(np.argsort(np.r_[place, sets.rows[sets.starts[owner]]], kind="stable")).reset_index(drop=True)


def _frame(
    *,
    document_id: pd.api.extensions.ExtensionArray,
    line: Rows,
    position: npt.NDArray[np.integer],
    position_line: Rows,
    divided: Divided,
    key: str,
) -> pd.DataFrame:
    """Rows of the table `descriptions`."""
    percents = pd.Series(pd.array(pa.array(divided.percents, PERCENT_TYPE), dtype=pd.ArrowDtype(PERCENT_TYPE)))
    return pd.DataFrame(
        {
            "document_id": pd.Series(document_id, dtype="str"),
            "line": np.asarray(line, np.int64),
            "position": pd.Categorical.from_codes(position, dtype=pd.CategoricalDtype(list(POSITIONS))),
            "position_line": position_line,
            "elements": pd.Series(divided.texts, dtype="str").take(divided.text).array,
            "percent": percents.take(divided.share).array,
            "value": divided.value,
            "key": pd.Series([key], dtype="str").take(np.zeros(len(divided.owner), np.int64)).array,
        }
    )


def _by_element(ledger: Ledger, dimension: str, register: Register) -> dict[str, int]:
    parts = allocation(ledger, register)
    codes, names = labels_of(parts, dimension, ledger)
    return dict(zip(names, exact_sums(codes, parts.cost, len(names)).tolist(), strict=True))
