"""Which dimensions a document or dictionary uses, which it demands, and which lines may be edited (A-030, A-031, A-069).

`on` is everywhere a type of document or the name of a dictionary (`nodes.USABLE_ON`).
"""

from collections.abc import Iterable, Mapping

from ...errors import DescriptionError
from ...i18n import _
from .nodes import USABLE_ON
from .tree import Dimensions

Elements = Mapping[str, str]
"""The element of each outer dimension, as `ledger.elements.parse` gives them."""


def available(dimensions: Dimensions, on: str) -> tuple[str, ...]:
    """The outer dimensions that a new description may use: active, and ticked for the type or for all (A-030)."""
    ticked = _ticked(dimensions, on)
    return tuple(node.path for node in dimensions.children() if node.path in ticked and not node.inactive)


def shown(dimensions: Dimensions, on: str, lines: Iterable[Elements]) -> tuple[str, ...]:
    """The outer dimensions to show as columns: those available, and those that existing lines of the document carry (A-069)."""
    carried = {code for elements in lines for code in elements}
    open_ = available(dimensions, on)
    return tuple(node.path for node in dimensions.children() if node.path in open_ or node.path in carried)


def unticked(dimensions: Dimensions, elements: Elements, on: str) -> tuple[str, ...]:
    """The outer dimensions a line carries although they are not, or no longer, ticked for the type."""
    ticked = _ticked(dimensions, on)
    return tuple(code for code in elements if code not in ticked)


def check_may_edit(dimensions: Dimensions, elements: Elements, on: str) -> None:
    """Raises DescriptionError for an existing line that carries a dimension no longer ticked for the type: it can only be
    deleted and entered again (A-069)."""
    if codes := unticked(dimensions, elements, on):
        message = _("This line cannot be changed: {dimensions} may no longer be used here. Delete the line and enter it again.")
        raise DescriptionError(message.format(dimensions=", ".join(codes)))


def missing_required(dimensions: Dimensions, elements: Elements, on: str) -> list[str]:
    """The outer dimensions that are required, can be chosen here, and have no element in this position (A-031)."""
    return [code for code in available(dimensions, on) if dimensions.nodes[code].required and code not in elements]


def missing_message(code: str) -> str:
    """Message M-04 for a required dimension without an element."""
    return _("The analytical description is incomplete. No element chosen for dimension [{code}].").format(code=code)


def _ticked(dimensions: Dimensions, on: str) -> set[str]:
    if on not in USABLE_ON:
        message = _("No document type or dictionary is called {on}. There are: {known}.")
        raise DescriptionError(message.format(on=on, known=", ".join(sorted(USABLE_ON))))
    return {node.path for node in dimensions.children() if not node.used_on or on in node.used_on}
