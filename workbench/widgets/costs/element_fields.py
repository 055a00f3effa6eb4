"""A pick list for each dimension that may be used: the elements of one line of a description."""

from collections.abc import Mapping

import ipywidgets

from ...costs.dimensions.on_documents import available
from ...costs.dimensions.picks import all_choices
from ...costs.dimensions.tree import Dimensions
from ...i18n import _
from ...ledger import elements
from ..layout import row
from .question import Question


class ElementFields:
    """The pick lists. `offer` makes them for a type of document or a dictionary, `set` chooses, `chosen` is what is chosen."""

    def __init__(self) -> None:
        self.lists: dict[str, ipywidgets.Dropdown] = {}
        self._offered: dict[str, list[tuple[str, str]]] = {}
        self.box = row(class_="wb-fields")

    def offer(self, question: Question, tree: Dimensions, on: str) -> None:
        """A list for each dimension available on a type of document, or for a dictionary: active elements with their names."""
        kept = self.chosen
        self._offered = {
            dimension: [
                (f"{code} {name}" if isinstance(name, str) and name else code, code)
                for code, name in all_choices(question.ledger, tree, dimension)[["element", "name"]].itertuples(index=False)
            ]
            for dimension in available(tree, on)
        }
        self.lists = {}
        for dimension in self._offered:
            required = "*" if tree.nodes[dimension].required else ""
            self.lists[dimension] = ipywidgets.Dropdown(description=f"{question.title(dimension)}{required}")
        self.box.children = list(self.lists.values())
        self.set(kept)

    def set(self, chosen: Mapping[str, str]) -> None:
        """Choose these elements. One that a line carries and the list no longer offers is shown, so that it can stay."""
        for dimension, field in self.lists.items():
            offered, code = self._offered[dimension], chosen.get(dimension, "")
            carried = [(_("{element} (no longer offered)").format(element=code), code)]
            known = not code or any(code == one for _title, one in offered)
            field.options = [(_("none"), ""), *offered, *([] if known else carried)]
            field.value = code

    @property
    def chosen(self) -> dict[str, str]:
        """The chosen element of each dimension that has one."""
        return {dimension: field.value for dimension, field in self.lists.items() if field.value}

    def changed(self, text: str) -> dict[str, str] | None:
        """What is chosen in place of the elements of a line, those without a list included; None where nothing differs."""
        old = elements.parse(text)
        without = {dimension: code for dimension, code in old.items() if dimension not in self.lists}
        chosen = self.chosen
        order = [*(one for one in old if one in chosen or one in without), *(one for one in chosen if one not in old)]
        new = {dimension: chosen.get(dimension) or without[dimension] for dimension in order}
        return None if new == old else new
