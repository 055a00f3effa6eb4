"""A document's description: entered and changed line by line, as a value that is given back changed.

description = describe(ledger, "FZ/1").add("document", 0, "BUDOWY=1_19", percent="45")
description = description.add("document", 0, "BUDOWY=2_19", percent="55")
ledger = with_description(ledger, description)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import pandas as pd

from ... import money
from ...errors import DescriptionError
from ...i18n import _, amount
from ...ledger import Ledger, elements
from ..dimensions.on_documents import check_may_edit, missing_message, missing_required, unticked
from ..dimensions.picks import all_choices
from ..dimensions.tree import Dimensions
from ..splitting import splits
from .document_types import document_type
from .lines import Line, millionths_of, percent_decimal, share, table_of, tolerance
from .positions import REASONS, DescribedDocument, document_of, only_document, position_amounts

Elements = str | Mapping[str, str]
"""Elements as text ("PROJEKTY=P1; ODDZIAŁ=LUBLIN") or by outer dimension."""

_LARGEST_PERCENT = 10**9 * splits.WHOLE // 100
"""What the books can hold: nine digits before the point."""


@dataclass(frozen=True, eq=False)
class Describable:
    """A document that may be described, with what decides how: the amounts of its positions (grosze, by position and line) and
    the tree of dimensions."""

    ledger: Ledger = field(repr=False)
    document: DescribedDocument
    amounts: Mapping[tuple[str, int], int]
    tree: Dimensions = field(repr=False)
    from_list: bool

    def check(self, line: Line) -> None:
        """Raises DescriptionError where a new line may not be saved: no such position (A-051), no element (A-040), a dimension
        that this type of document does not have (A-030), a required one without element (M-04)."""
        if not line.position:
            raise DescriptionError(_("Choose a position: a line without one cannot be saved."))
        if (line.position, line.position_line) not in self.amounts:
            message = _("{document} has no position {position}, line {line}. Choose one from the list.")
            raise DescriptionError(
                message.format(document=self.document.document_id, position=line.position, line=line.position_line)
            )
        check_elements(self.tree, elements.parse(line.elements), self.document.type)


@dataclass(frozen=True, eq=False)
class Description:
    """The description of one document. Every operation gives back a changed one; `with_description` puts it into the ledger.

    Lines are counted from 1 in their order. Wrong sums are no error while lines are being entered: `control_of` names them.
    """

    of: Describable
    entries: tuple[Line, ...] = ()

    @property
    def document_id(self) -> str:
        return self.of.document.document_id

    @cached_property
    def lines(self) -> pd.DataFrame:
        """The lines as rows of the ledger's table `descriptions`."""
        return lines_table(self.document_id, self.entries)

    def add(
        self,
        position: str,
        position_line: int,
        chosen: Elements,
        *,
        percent: splits.Percent | None = None,
        value: int | None = None,
        key: str | None = None,
    ) -> "Description":
        """With one more line. Of percent and value (grosze) one is given, and gives the other (A-050); what rounding leaves
        over goes to the position's last line that has an amount (A-053). Raises DescriptionError as `Describable.check`."""
        line = Line(position, position_line, self._text(chosen), 0, 0, key)
        self.of.check(line)
        return self._with((*self.entries, self._given(line, percent, value)))

    def change(
        self,
        line: int,
        *,
        position: str | None = None,
        position_line: int | None = None,
        chosen: Elements | None = None,
        percent: splits.Percent | None = None,
        value: int | None = None,
    ) -> "Description":
        """With other values in one line; what is not given stays, the percent where neither percent nor value is given.

        A line made by an allocation key is the accountant's from then on, and with it all that the key made of its position: a
        later change of the key leaves them alone.

        Raises DescriptionError as `add`, and for a line with a dimension that the type of document no longer has: it can only
        be removed and entered again (A-069).
        """
        old = self._at(line)
        check_may_edit(self.of.tree, elements.parse(old.elements), self.of.document.type)
        changed = replace(
            old,
            position=old.position if position is None else position,
            position_line=old.position_line if position_line is None else position_line,
            elements=old.elements if chosen is None else self._text(chosen),
        )
        self.of.check(changed)
        moved = (changed.position, changed.position_line) != (old.position, old.position_line)
        if percent is None and value is None and moved:
            percent = percent_decimal(old.percent)
        entries = list(self._by_hand(old))
        changed = replace(changed, key=None)
        entries[line - 1] = changed if percent is None and value is None else self._given(changed, percent, value)
        return self._with(entries)

    def remove(self, line: int) -> "Description":
        """Without this line; removing is always possible (A-069). What its key made of the position is the key's no longer."""
        entries = self._by_hand(self._at(line))
        return self._with((*entries[: line - 1], *entries[line:]))

    def _by_hand(self, touched: Line) -> tuple[Line, ...]:
        """The lines, those that the touched line's key made of its position without the key."""
        made = (touched.key, touched.position, touched.position_line)
        return tuple(
            replace(line, key=None) if touched.key and (line.key, line.position, line.position_line) == made else line
            for line in self.entries
        )

    def _at(self, line: int) -> Line:
        if not 1 <= line <= len(self.entries):
            raise DescriptionError(_("{document} has no line {line}.").format(document=self.document_id, line=line))
        return self.entries[line - 1]

    def _text(self, chosen: Elements) -> str:
        parsed = parse_elements(chosen)
        check_chosen(self.of.ledger, self.of.tree, parsed)
        return elements.to_text(parsed)

    def _given(self, line: Line, percent: splits.Percent | None, value: int | None) -> Line:
        if (percent is None) == (value is None):
            raise DescriptionError(_("Give either the percent or the value: one follows from the other."))
        if percent is not None:
            millionths = splits.millionths([percent])[0]
            if abs(millionths) >= _LARGEST_PERCENT:
                raise DescriptionError(_("This percent is too large."))
            return replace(line, percent=millionths, given="percent")
        whole = self.of.amounts[line.position, line.position_line]
        if value and not whole:
            raise DescriptionError(_("The amount of the position is zero: give the percent."))
        if value and abs(value) * splits.WHOLE >= abs(whole) * _LARGEST_PERCENT:
            message = _("{value} is too large a part of {whole}.")
            raise DescriptionError(message.format(value=amount(value, "PLN"), whole=amount(whole, "PLN")))
        return replace(line, value=int(value or 0), given="value")

    def _with(self, entries: Sequence[Line]) -> "Description":
        settled = list(entries)
        for place in dict.fromkeys((line.position, line.position_line) for line in entries):
            rows = [row for row, line in enumerate(entries) if (line.position, line.position_line) == place]
            if place in self.of.amounts:
                for row, line in zip(rows, _settled([entries[row] for row in rows], self.of.amounts[place]), strict=True):
                    settled[row] = line
        return replace(self, entries=tuple(settled))


def describe(ledger: Ledger, document_id: str, *, from_list: bool = False) -> Description:
    """The description a document has, to be changed; an empty one where it has none.

    `from_list`: entered from the list of documents, not in the document's form: the only way for a document locked against
    changes (A-055), except for records, which may be described in any state (A-067). Raises UnknownDocumentError, and
    DescriptionError for a document that may not be described (A-062).
    """
    document = document_of(ledger, document_id)
    if document.status in REASONS:
        message = _("{document} cannot be described: {reason}.")
        raise DescriptionError(message.format(document=document_id, reason=_(REASONS[document.status])))
    if document.locked and not from_list and not document_type(document.type).completed_when_posted:
        message = _("{document} is locked against changes: its description can be entered only from the list of documents.")
        raise DescriptionError(message.format(document=document_id))
    one = only_document(ledger, document_id)
    columns = position_amounts(one)[["position", "position_line", "amount"]]
    amounts = {(position, line): value for position, line, value in columns.itertuples(index=False)}
    of = Describable(ledger, document, amounts, Dimensions.of(ledger), from_list)
    return Description(of, tuple(stored_lines(one.descriptions)))


def with_description(ledger: Ledger, description: Description) -> Ledger:
    """The ledger with this description of its document in place of the one it had. No other table changes (A-056).

    Saving checks the lines that are new (`Describable.check`) and raises DescriptionError; sums are left to `control`.
    """
    stored = describe(ledger, description.document_id, from_list=description.of.from_list)
    known = {(line.position, line.position_line, line.elements) for line in stored.entries}
    for line in description.entries:
        if (line.position, line.position_line, line.elements) not in known:
            stored.of.check(line)
    return _replaced(ledger, description.document_id, description.lines)


def without_description(ledger: Ledger, document_id: str) -> Ledger:
    """The ledger without this document's description: what cancelling it does (A-062)."""
    return _replaced(ledger, document_id, table_of("descriptions", []))


def parse_elements(chosen: Elements) -> dict[str, str]:
    """Elements by outer dimension; DescriptionError for a text that cannot be read and where none is chosen (A-040)."""
    try:
        parsed = elements.parse(chosen if isinstance(chosen, str) else elements.to_text(chosen))
    except ValueError:
        message = _("{text} cannot be read: write elements such as PROJEKTY=P1; ODDZIAŁ=LUBLIN.")
        raise DescriptionError(message.format(text=chosen)) from None
    if not parsed:
        raise DescriptionError(_("Choose an element of at least one dimension: a line without elements cannot be saved."))
    return parsed


def check_chosen(ledger: Ledger, tree: Dimensions, chosen: Mapping[str, str]) -> None:
    """Raises DescriptionError for an element that the pick list of its dimension does not offer."""
    for dimension, element in chosen.items():
        if dimension in tree.nodes and element not in set(all_choices(ledger, tree, dimension)["element"]):
            message = _("{dimension} has no element {element}. Choose one from the list.")
            raise DescriptionError(message.format(dimension=dimension, element=element))


def check_elements(tree: Dimensions, chosen: Mapping[str, str], on: str) -> None:
    """Raises DescriptionError for elements a description of this type of document or dictionary may not have: none (A-040), of
    a dimension not ticked for it (A-030), or without one of a required dimension (M-04)."""
    parse_elements(chosen)
    if codes := unticked(tree, chosen, on):
        message = _("{dimensions} may not be used here. Choose elements of other dimensions.")
        raise DescriptionError(message.format(dimensions=", ".join(codes)))
    if missing := missing_required(tree, chosen, on):
        raise DescriptionError(missing_message(missing[0]))


def stored_lines(table: pd.DataFrame) -> Iterable[Line]:
    """The rows of one document in the table `descriptions`, in the order of their numbers."""
    table = table.sort_values("line")
    keys = [key if isinstance(key, str) else None for key in table["key"]]
    columns = (table["position"], table["position_line"], table["elements"], millionths_of(table["percent"]), table["value"])
    for (position, line, text, percent, value), key in zip(zip(*columns, strict=True), keys, strict=True):
        yield Line(str(position), int(line), str(text), int(percent), int(value), key)


def lines_table(document_id: str, lines: Sequence[Line]) -> pd.DataFrame:
    """Lines as rows of the ledger's table `descriptions`."""
    rows = [
        (document_id, number, one.position, one.position_line, one.elements, percent_decimal(one.percent), one.value, one.key)
        for number, one in enumerate(lines, 1)
    ]
    return table_of("descriptions", rows)


def _settled(lines: Sequence[Line], whole: int) -> list[Line]:
    """The lines of one position with what follows from what was given, and rounding left to the last (A-053).

    Only what was given now is worked out; lines that were there before stay, even where the amount has changed since (A-054).
    """
    worked = [_worked_out(line, whole) for line in lines]
    percent, value = sum(line.percent for line in worked), sum(line.value for line in worked)
    if percent == splits.WHOLE and abs(whole - value) <= tolerance(len(worked), whole):
        row = _last(worked, "percent")
        if row is not None:
            worked[row] = replace(worked[row], value=worked[row].value + whole - value)
    elif value == whole and abs(splits.WHOLE - percent) <= len(worked):
        row = _last(worked, "value")
        if row is not None:
            worked[row] = replace(worked[row], percent=worked[row].percent + splits.WHOLE - percent)
    return worked


def _worked_out(line: Line, whole: int) -> Line:
    if line.given == "percent":
        return replace(line, value=share(whole, line.percent))
    if line.given == "value" and whole:
        return replace(line, percent=money.mul_div(line.value, splits.WHOLE, whole))
    return line


def _last(lines: Sequence[Line], given: Literal["percent", "value"]) -> int | None:
    """The last of the lines given this way in which what follows from it is not zero, else what was given is not zero."""
    follows = {"percent": "value", "value": "percent"}[given]
    rows = [row for row, line in enumerate(lines) if line.given == given]
    holders = [row for row in rows if getattr(lines[row], follows)] or [row for row in rows if getattr(lines[row], given)]
    return holders[-1] if holders else None


def _replaced(ledger: Ledger, document_id: str, lines: pd.DataFrame) -> Ledger:
    kept = ledger.descriptions[ledger.descriptions["document_id"] != document_id]
    frame = pd.concat([kept, lines], ignore_index=True) if len(kept) and len(lines) else lines if len(lines) else kept
    return replace(ledger, descriptions=frame.reset_index(drop=True))
