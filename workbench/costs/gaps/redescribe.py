"""Many documents described anew at once, with a preview of what changes; nothing is written until the user accepts it.

>>> from tests.described_books import bill, described_ledger
>>> ledger = described_ledger(bill("B1", "100.00", lines=["60 P=P1", "40 P=P2"]))
>>> preview = redescribe(ledger, ["B1"], SetElement("P", "P2"))
>>> preview.moved("P").to_numpy().tolist()
[['P1', 6000, 0, -6000], ['P2', 4000, 10000, 6000]]
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger, elements
from ..descriptions.describing import check_chosen, check_elements, parse_elements
from ..descriptions.heads import heads_of
from ..descriptions.lines import millionths_of, percents_from
from ..descriptions.positions import position_amounts, refusals, row_numbers
from ..dimensions.on_documents import check_may_edit
from ..dimensions.tree import Dimensions
from ..exploring.atoms import Register
from ..keys.restated import moved_by
from ..splitting import splits
from .history import PLACE
from .suggestions import suggest

_SPLIT_BY_LINES = ("line", "additional", "line_cost")
"""Positions that are all described where one is."""


@dataclass(frozen=True)
class SetElement:
    """Give every line this element of one dimension, and leave all else as it is. `was`: only lines with this element, "" for
    those without one; None: all lines."""

    dimension: str
    element: str
    was: str | None = None


@dataclass(frozen=True)
class SetSplit:
    """Describe every position by these lines, (elements, percent), percents adding up to 100."""

    lines: tuple[tuple[str, splits.Percent], ...]


@dataclass(frozen=True)
class FollowHistory:
    """Describe every position as `suggest` says."""


Change = SetElement | SetSplit | FollowHistory


@dataclass(frozen=True, eq=False)
class Redescription:
    """What a change would do; `ledger` is the changed one, `before` that it was made from.

    `refused`: document_id, reason: documents that stay as they are, because of a rule of the description.
    """

    before: Ledger = field(repr=False)
    ledger: Ledger = field(repr=False)
    refused: pd.DataFrame

    @cached_property
    def changes(self) -> pd.DataFrame:
        """The lines that differ, the first line of a position beside the first and so on: document_id, position,
        position_line, elements_before, elements_after ("" where there is no such line), percent_before, percent_after,
        value_before, value_after, difference (grosze)."""
        before, after = (_ranked(one.descriptions) for one in (self.before, self.ledger))
        both = before.merge(after, how="outer", on=[*PLACE, "rank"], suffixes=("_before", "_after"), sort=False)
        for side in ("before", "after"):
            both[f"elements_{side}"] = both[f"elements_{side}"].fillna("")
            for name in ("percent", "value"):
                both[f"{name}_{side}"] = both[f"{name}_{side}"].fillna(0).astype("int64")
        pairs = [(both[f"{name}_before"], both[f"{name}_after"]) for name in ("elements", "percent", "value")]
        differ = np.any([(one != other).to_numpy() for one, other in pairs], axis=0)
        changed = both[differ].sort_values([*PLACE, "rank"]).drop(columns="rank").reset_index(drop=True)
        for name in ("percent_before", "percent_after"):
            changed[name] = percents_from(changed[name].to_numpy()).array
        columns = [f"{name}_{side}" for name in ("elements", "percent", "value") for side in ("before", "after")]
        return changed[[*PLACE, *columns]].assign(difference=changed["value_after"] - changed["value_before"])

    def moved(self, dimension: str, register: Register = "cost") -> pd.DataFrame:
        """What moves between the elements of a dimension: element ("" for none), before, after, difference (grosze); the
        elements that nothing moves to or from are left out."""
        moved = moved_by(self.before, self.ledger, dimension, register)
        return moved[(moved["difference"] != 0).to_numpy()].reset_index(drop=True)


def redescribe(ledger: Ledger, document_ids: Iterable[str], change: Change) -> Redescription:
    """The preview of a change to the descriptions of these documents. The ledger given stays as it is.

    A split replaces what is described of each position, for the amount the position has now; a document not described yet is
    described as a whole. Lines changed lose the key they were made by. Documents that may not be described (A-062), whose line
    may not be edited (A-069), or that a rule refuses (M-04, A-030) are `refused` with the reason.

    UnknownDocumentError for a document that is not in the ledger; DescriptionError for elements that cannot be chosen, and for
    percents that do not add up to 100.
    """
    ids = pd.Series(list(dict.fromkeys(document_ids)), dtype="str")
    types = dict(zip(ids, heads_of(ledger, ids)["type"], strict=True))
    known = refusals(ledger)
    known = known[_among(known["document_id"], ids)]
    refused = dict(zip(known["document_id"], known["reason"], strict=True))
    _check(ledger, change)
    open_ = ids[~_among(ids, refused)]
    new = _with_element(ledger, open_, change) if isinstance(change, SetElement) else _split(ledger, open_, change)
    refused |= dict.fromkeys(open_[~_among(open_, new["document_id"])], _("there is nothing to describe it by"))
    refused |= _refused(ledger, new, types, edited=isinstance(change, SetElement))
    kept = new[~_among(new["document_id"], refused)]
    listed = ids[_among(ids, refused)].reset_index(drop=True)
    return Redescription(
        before=ledger,
        ledger=replace(ledger, descriptions=_in_place(ledger.descriptions, kept)),
        refused=pd.DataFrame({"document_id": listed, "reason": listed.map(refused).astype("str")}),
    )


def _check(ledger: Ledger, change: Change) -> None:
    """Raises DescriptionError for a change that is wrong whatever the documents are."""
    tree = Dimensions.of(ledger)
    if isinstance(change, SetElement):
        tree.dimension(change.dimension)
        check_chosen(ledger, tree, {change.dimension: change.element})
    elif isinstance(change, SetSplit):
        for text, _percent in change.lines:
            check_chosen(ledger, tree, parse_elements(text))
        if sum(_weights(change)) != splits.WHOLE:
            raise DescriptionError(_("The percents of the split must add up to 100."))


def _with_element(ledger: Ledger, ids: pd.Series, change: SetElement) -> pd.DataFrame:
    """The documents' lines with the element in place; the positions that change are no longer made by a key."""
    lines = ledger.descriptions[_among(ledger.descriptions["document_id"], ids)].copy()
    text, texts = pd.factorize(lines["elements"])
    after = []
    for one in texts:
        chosen = elements.parse(one)
        fits = change.was is None or chosen.get(change.dimension, "") == change.was
        after.append(elements.to_text({**chosen, change.dimension: change.element}) if fits else one)
    written = pd.Series(after, dtype="str").take(text)
    changed = written.to_numpy() != lines["elements"].to_numpy()
    place = lines.groupby(PLACE, observed=True, sort=False).ngroup().to_numpy()
    lines["elements"] = written.to_numpy()
    lines["key"] = lines["key"].mask(np.isin(place, place[changed]))
    return lines


def _split(ledger: Ledger, ids: pd.Series, change: SetSplit | FollowHistory) -> pd.DataFrame:
    """New lines for every position of the documents."""
    places = _positions(ledger, ids)
    if isinstance(change, SetSplit):
        count = len(change.lines)
        lines = places.take(np.repeat(np.arange(len(places)), count)).reset_index(drop=True)
        texts = [elements.to_text(parse_elements(text)) for text, _percent in change.lines]
        lines = lines.assign(
            elements=pd.Series(texts * len(places), dtype="str"),
            percent=percents_from(np.tile(np.array(_weights(change), np.int64), len(places))),
        )
    else:
        found = suggest(ledger, places)
        silent = found.table.loc[(found.table["suggestion"] == "").to_numpy(), "document_id"]
        lines = found.lines[~_among(found.lines["document_id"], silent)]
        lines = lines.drop(columns="line").merge(places, how="left", on=PLACE)
    first = (~lines.duplicated(PLACE)).to_numpy()
    starts = np.append(np.flatnonzero(first), len(lines))
    values = splits.split_rows(lines["amount"].to_numpy()[first], millionths_of(lines["percent"]), starts)
    numbers = lines.groupby("document_id", sort=False).cumcount() + 1
    told = lines.assign(line=numbers, value=values, key=pd.Series([None] * len(lines), dtype="str"))
    return told[list(ledger.descriptions.columns)].astype(ledger.descriptions.dtypes)


def _positions(ledger: Ledger, ids: pd.Series) -> pd.DataFrame:
    """What is to be described of the documents, with the amount: the positions described, of lines all that have an amount; the
    whole document where it has none of them."""
    amounts = position_amounts(ledger)
    amounts = amounts[_among(amounts["document_id"], ids)].reset_index(drop=True)
    described = ledger.descriptions[PLACE].astype({"position": amounts["position"].dtype})
    exact = amounts.merge(described.drop_duplicates().assign(described=True), how="left", on=PLACE)["described"].notna()
    kinds = described[["document_id", "position"]].drop_duplicates()
    kind = amounts.merge(kinds.assign(described=True), how="left", on=["document_id", "position"])["described"].notna()
    wanted = exact | (kind & amounts["position"].isin(_SPLIT_BY_LINES) & (amounts["amount"] != 0))
    bare = ~_among(amounts["document_id"], amounts.loc[wanted, "document_id"])
    chosen = amounts[(wanted | (bare & (amounts["position"] == "document"))).to_numpy()]
    order = np.argsort(row_numbers(chosen["document_id"], ids), kind="stable")
    return chosen.take(order).reset_index(drop=True)


def _refused(ledger: Ledger, new: pd.DataFrame, types: dict[str, str], *, edited: bool) -> dict[str, str]:
    """The documents whose new lines a rule refuses, with its message. Each distinct text and type is judged once."""
    tree = Dimensions.of(ledger)
    found: dict[str, str] = {}
    lines = new[["document_id", "elements"]].assign(type=new["document_id"].map(types))
    if edited:
        old = ledger.descriptions[_among(ledger.descriptions["document_id"], new["document_id"])]
        lines["before"] = old["elements"]
        lines = lines[(lines["elements"] != lines["before"]).to_numpy()]
    for (text, of_type), rows in lines.groupby(["elements", "type"], sort=False):
        try:
            check_elements(tree, elements.parse(str(text)), str(of_type))
            check_chosen(ledger, tree, elements.parse(str(text)))
            for before in rows["before"].unique() if edited else ():
                check_may_edit(tree, elements.parse(before), str(of_type))
        except DescriptionError as error:
            found |= dict.fromkeys(rows["document_id"], str(error))
    return found


def _in_place(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The descriptions with the new lines where the first old line of their document stood, or behind all."""
    gone = _among(old["document_id"], new["document_id"])
    first = row_numbers(new["document_id"], old["document_id"])
    place = np.concatenate([np.flatnonzero(~gone), np.where(first < 0, len(old), first)])
    joined = pd.concat([old[~gone], new], ignore_index=True) if len(old) else new
    return joined.take(np.argsort(place, kind="stable")).astype(old.dtypes).reset_index(drop=True)


def _among(ids: pd.Series, known: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Which ids are known; many times faster than `isin` on long columns."""
    return row_numbers(ids, pd.Series(list(known), dtype="str") if not isinstance(known, pd.Series) else known) >= 0


def _ranked(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines with their number in their position."""
    ordered = lines.sort_values("line", kind="stable")
    rank = ordered.groupby(PLACE, observed=True).cumcount()
    return ordered[[*PLACE, "elements", "value"]].assign(rank=rank, percent=millionths_of(ordered["percent"]))


def _weights(change: SetSplit) -> list[int]:
    return splits.millionths([percent for _text, percent in change.lines])
