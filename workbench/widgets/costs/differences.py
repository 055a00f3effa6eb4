"""What differs between two states of a client's books, set as one change of the store."""

import pandas as pd

from ... import store
from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger
from .question import Question


def set_what_differs(change: store.Change, asked: Question, after: Ledger) -> None:
    """Set the dimensions, descriptions of documents and items, and keys that differ between the question's books and `after`.

    DescriptionError where drivers differ: they are read from the books only.
    """
    before = asked.ledger
    if not after.drivers.equals(before.drivers):
        named = ", ".join(sorted(set(after.drivers["driver"])))
        message = _("The code is named by the drivers {drivers}, which only the books hold: change it in the books.")
        raise DescriptionError(message.format(drivers=named))
    if not (after.dimensions.equals(before.dimensions) and after.elements.equals(before.elements)):
        seen = asked.seen.get(("dimensions", ""), 0)
        change.set_dimensions(asked.client, after.dimensions, after.elements, version=seen)
    for (document_id,), lines in changed_rows(before.descriptions, after.descriptions, ["document_id"]).items():
        seen = asked.seen.get(("description", document_id), 0)
        change.set_description(asked.client, document_id, _or_none(lines), version=seen)
    for (dictionary, item), lines in changed_items(before, after).items():
        seen = asked.seen.get(("item_description", f"{dictionary}/{item}"), 0)
        change.set_item_description(asked.client, dictionary, item, _or_none(lines), version=seen)
    for key, versions in changed_rows(before.keys, after.keys, ["key"]).items():
        change.set_key(asked.client, key[0], _or_none(versions), version=asked.seen.get(("key", key[0]), 0))


def changed_items(before: Ledger, after: Ledger) -> dict[tuple[str, str], pd.DataFrame]:
    """The lines of each dictionary item whose own description differs, by dictionary and item; none where it is gone."""
    found = changed_rows(before.item_descriptions, after.item_descriptions, ["dictionary", "item"])
    return {(dictionary, item): lines for (dictionary, item), lines in found.items()}


def changed_rows(before: pd.DataFrame, after: pd.DataFrame, by: list[str]) -> dict[tuple[str, ...], pd.DataFrame]:
    """The rows of `after` of everything, named by the columns `by`, whose rows differ."""
    sides = [frame.assign(side=side) for side, frame in enumerate((before, after))]
    once = pd.concat(sides, ignore_index=True).drop_duplicates(list(before.columns), keep=False)
    things = sorted(set(once[by].astype("str").itertuples(index=False, name=None)))
    lines = dict(list(after.groupby([after[name].astype("str") for name in by], sort=False)))
    nothing = after.iloc[:0]
    return {thing: lines.get(thing, nothing) for thing in things}


def _or_none(lines: pd.DataFrame) -> pd.DataFrame | None:
    return lines if len(lines) else None
