"""A document's description generated from the descriptions of its goods or accounts (A-038, A-057, A-058, A-068).

What is generated is a proposal: it shows what it would overwrite and what it could not take over, and becomes part of the books
by `with_description(ledger, generation.description)`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger, elements
from ..dimensions.on_documents import available
from ..splitting import splits
from .control import control_of
from .describing import Description, describe
from .document_types import document_type
from .inheritance import effective_all
from .lines import Line, millionths_of, percents_from
from .positions import only_document

_GENERATED = {"goods": ("line", "line_cost"), "account": ("debit", "credit")}
"""The positions that goods or an account stand behind."""
_STALE = ("amount_changed", "value_differs", "position_gone", "position_new")


@dataclass(frozen=True, eq=False)
class Generation:
    """A generated description.

    `overwritten` are the lines it takes the place of (A-039), as in the ledger's table `descriptions`. `left_out` names what
    was not taken over, so that the position lacks it: position, position_line, item, elements, percent, with the elements of
    dimensions that the document does not use (A-058), or without any where nothing or no described item stands there.
    """

    description: Description
    overwritten: pd.DataFrame
    left_out: pd.DataFrame


def generate(ledger: Ledger, document_id: str, rule: splits.Rule = "last", *, from_list: bool = False) -> Generation:
    """The description of a document from those of its goods, or for a journal voucher of its accounts, own or inherited.

    Each position is split by the percents of its item. Elements of dimensions that are not used on the type of document are
    left out, one dimension at a time, and lines that have become equal are put together (A-058). Raises DescriptionError as
    `describe`, for a type described by hand only (A-063, A-066), where no item has a description, and for a goods issued note
    whose purchase cost is not known yet or that has changed since it was described (A-061).
    """
    stored = describe(ledger, document_id, from_list=from_list)
    of_type = document_type(stored.of.document.type)
    if of_type.generated_from is None:
        message = _("{document} is described by hand only: {type}.")
        raise DescriptionError(message.format(document=document_id, type=of_type.title))
    if of_type.generated_after_saving:
        _check_saved(stored)
    usable = available(stored.of.tree, stored.of.document.type)
    items = _items(only_document(ledger, document_id), of_type.generated_from)
    described = _shares(ledger, of_type.generated_from, items.values())
    generated: list[Line] = []
    left_out: list[_LeftOut] = []
    for (position, line), amount in stored.of.amounts.items():
        if position not in _GENERATED[of_type.generated_from]:
            continue
        item = items.get((position.removesuffix("_cost"), line), "")
        kept, lost = _shared(described.get(item, ()), usable)
        if not kept and not lost:
            lost = [("", splits.WHOLE)]
        left_out += [(position, line, item, text, percent) for text, percent in lost]
        values = splits.split_weights(amount, list(kept.values()), splits.WHOLE, rule)
        for (text, percent), value in zip(kept.items(), values, strict=True):
            generated.append(Line(position, line, text, percent, value))
    if not generated:
        message = _("Nothing can be generated for {document}: what stands on it has no description. Describe it by hand.")
        raise DescriptionError(message.format(document=document_id))
    return Generation(replace(stored, entries=tuple(generated)), stored.lines, _table(left_out))


_LeftOut = tuple[str, int, str, str, int]
"""Position, position_line, item, elements, percent in millionths."""
_Shares = Sequence[tuple[str, int]]
"""Elements and millionths of a percent."""


def _check_saved(stored: Description) -> None:
    """Raises DescriptionError where the purchase cost is not known yet, or the description no longer fits (A-061)."""
    costs = [amount for (position, _line), amount in stored.of.amounts.items() if position == "line_cost"]
    if not any(costs):
        message = _("{document} has no purchase cost yet: generate its description after it has been saved.")
        raise DescriptionError(message.format(document=stored.document_id))
    if control_of(stored)["code"].isin(_STALE).any():
        message = _("{document} has changed since it was described: change its description by hand.")
        raise DescriptionError(message.format(document=stored.document_id))


def _items(one: Ledger, dictionary: str) -> dict[tuple[str, int], str]:
    """What stands behind each position of the one document of this ledger."""
    column = "goods_id" if dictionary == "goods" else "account"
    lines = one.record_lines[["kind", "line", column]].dropna(subset=column)
    return {(str(kind), int(line)): str(item) for kind, line, item in lines.itertuples(index=False)}


def _shares(ledger: Ledger, dictionary: str, items: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """The descriptions of items: elements and percent of each line."""
    lines = effective_all(ledger, dictionary)
    lines = lines[lines["item"].isin(set(items))]
    found: dict[str, list[tuple[str, int]]] = {}
    for item, text, percent in zip(lines["item"], lines["elements"], millionths_of(lines["percent"]).tolist(), strict=True):
        found.setdefault(item, []).append((text, percent))
    return found


def _shared(described: _Shares, usable: Sequence[str]) -> tuple[dict[str, int], _Shares]:
    """The description with elements of usable dimensions only, equal lines put together; and the lines that have none."""
    kept: dict[str, int] = {}
    lost = []
    for text, percent in described:
        given = elements.parse(text)
        if chosen := {dimension: given[dimension] for dimension in usable if dimension in given}:
            shared = elements.to_text(chosen)
            kept[shared] = kept.get(shared, 0) + percent
        else:
            lost.append((text, percent))
    return kept, lost


def _table(left_out: Sequence[_LeftOut]) -> pd.DataFrame:
    columns = ["position", "position_line", "item", "elements", "percent"]
    frame = pd.DataFrame(left_out, columns=columns)
    types = {"position": "str", "position_line": "int64", "item": "str", "elements": "str"}
    return frame.astype(types).assign(percent=percents_from(frame["percent"].to_numpy(np.int64)))
