"""Changes of the tree of dimensions, each with its rule: the changed tree is given back, or DescriptionError says what stands
against the change and what to do instead. Places are paths: BUDOWY, BUDOWY/ETAPY, BUDOWY/ETAPY/E1."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

from ...errors import DescriptionError
from ...i18n import N_, _
from .codes import check_dimension_code, check_element_code, same_code
from .nodes import PICK_DICTIONARIES, Dimension, Element, Type, outer, unknown_use
from .tree import Dimensions
from .use import Use

Action = Literal["add_dimension", "add_subdimension", "add_element"]
ACTIONS: dict[Action, str] = {
    "add_dimension": N_("Add a dimension"),
    "add_subdimension": N_("Add a sub-dimension"),
    "add_element": N_("Add an element"),
}
"""The entries of the menu and their labels (A-023)."""


def possible_actions(dimensions: Dimensions, path: str = "") -> tuple[Action, ...]:
    """The entries of the menu that are active at a place of the list; "" for none chosen (A-023, A-034)."""
    node = dimensions.at(path) if path else None
    if not isinstance(node, Dimension):
        return ("add_dimension",)
    if node.type != "descriptive":
        return ("add_dimension", "add_subdimension")
    return ("add_dimension", "add_subdimension", "add_element")


def add_dimension(
    dimensions: Dimensions,
    code: str,
    name: str = "",
    type: Type = "descriptive",
    *,
    dictionary: str | None = None,
    narrowed_to: str | None = None,
    required: bool = False,
    used_on: Iterable[str] = (),
) -> Dimensions:
    """The tree with one more outer dimension; its code is cleaned and checked (A-019 to A-021, A-032)."""
    path = _free(dimensions, "", check_dimension_code(code, ""))
    added = _defined(Dimension(path, name=_or_none(name), required=required), type, dictionary, narrowed_to)
    tree = Dimensions({**dimensions.nodes, path: added}, dimensions.leaves)
    return set_used_on(tree, path, used_on)


def add_subdimension(
    dimensions: Dimensions,
    parent: str,
    code: str,
    name: str = "",
    type: Type = "descriptive",
    *,
    dictionary: str | None = None,
    narrowed_to: str | None = None,
) -> Dimensions:
    """The tree with one more sub-dimension, descriptive by default; its parent may have elements already (A-033).

    Below an inactive dimension it is inactive itself (A-036).
    """
    above = dimensions.dimension(parent)
    path = _free(dimensions, parent, check_dimension_code(code, parent))
    added = _defined(Dimension(path, name=_or_none(name), inactive=above.inactive), type, dictionary, narrowed_to)
    return Dimensions({**dimensions.nodes, path: added}, dimensions.leaves)


def add_element(dimensions: Dimensions, parent: str, code: str, name: str = "", account: str = "") -> Dimensions:
    """The tree with one more element, below a descriptive dimension or sub-dimension only (A-025, A-034).

    `account` may be one that does not exist yet. Below an inactive dimension the element is inactive itself (A-036).
    """
    above = dimensions.dimension(parent)
    if above.type != "descriptive":
        message = _("{path} is not descriptive: only descriptive dimensions have elements. Choose another one.")
        raise DescriptionError(message.format(path=parent))
    path = _free(dimensions, parent, check_element_code(code, parent))
    added = Element(parent, path[len(parent) + 1 :], _or_none(name), _or_none(account), above.inactive)
    return Dimensions(dimensions.nodes, {**dimensions.leaves, path: added})


def is_code_locked(dimensions: Dimensions, path: str, use: Use) -> bool:
    """Whether the code is locked (A-022): an element straight below the dimension, or the element itself, is used.

    An element below a sub-dimension locks the sub-dimension's code and leaves the dimension's open.
    """
    if isinstance(dimensions.at(path), Element):
        return use.at_or_below(path)
    return use.directly(path)


def rename(dimensions: Dimensions, path: str, code: str, use: Use) -> Dimensions:
    """The tree with another code at a place whose code is not locked; all paths below follow.

    Descriptions, keys and drivers have to follow: `use.follow_rename`.
    """
    node = dimensions.at(path)
    check = check_element_code if isinstance(node, Element) else check_dimension_code
    cleaned = check(code, node.parent)
    if cleaned == node.code:
        return dimensions
    if is_code_locked(dimensions, path, use):
        message = _("The code of {path} is locked: an element is used in a description. Change the name instead.")
        raise DescriptionError(message.format(path=path))
    new = _free(dimensions, node.parent, cleaned, besides=path)
    if isinstance(node, Element):
        leaves = (replace(leaf, code=cleaned) if leaf is node else leaf for leaf in dimensions.leaves.values())
        return Dimensions(dimensions.nodes, {leaf.path: leaf for leaf in leaves})

    def moved(place: str) -> str:
        return new + place[len(path) :] if f"{place}/".startswith(f"{path}/") else place

    nodes = (replace(one, path=moved(one.path)) for one in dimensions.nodes.values())
    leaves = (replace(leaf, dimension=moved(leaf.dimension)) for leaf in dimensions.leaves.values())
    return Dimensions({one.path: one for one in nodes}, {leaf.path: leaf for leaf in leaves})


def set_name(dimensions: Dimensions, path: str, name: str) -> Dimensions:
    """The tree with another name at a place; names are never locked."""
    dimensions.at(path)
    return dimensions.replaced({path: {"name": _or_none(name)}})


def set_account(dimensions: Dimensions, path: str, account: str) -> Dimensions:
    """The tree with another account of an element, "" for none; it need not exist yet (A-034)."""
    if not isinstance(dimensions.at(path), Element):
        raise DescriptionError(_("{path} is not an element: only elements carry an account.").format(path=path))
    return dimensions.replaced({path: {"account": _or_none(account)}})


def change_type(
    dimensions: Dimensions,
    path: str,
    type: Type,
    use: Use,
    *,
    dictionary: str | None = None,
    narrowed_to: str | None = None,
) -> Dimensions:
    """The tree with another type, dictionary or narrowing of a dimension (A-026 to A-029).

    Type and dictionary stay once an element at or below it is used; a descriptive one stays so once anything hangs under it.
    The narrowing, which only shortens the pick list, may always change.
    """
    node = dimensions.dimension(path)
    changed = _defined(node, type, dictionary, narrowed_to)
    if (changed.type, changed.dictionary) != (node.type, node.dictionary):
        if use.at_or_below(path):
            message = _("The type of {path} is locked: an element is used in a description. Add another dimension.")
            raise DescriptionError(message.format(path=path))
        if node.type == "descriptive" and next(dimensions.below(path), None):
            message = _(
                "The type of {path} is locked: it has sub-dimensions or elements. Delete them, or add another dimension."
            )
            raise DescriptionError(message.format(path=path))
    return Dimensions({**dimensions.nodes, path: changed}, dimensions.leaves)


def set_required(dimensions: Dimensions, path: str, required: bool) -> Dimensions:
    """The tree in which an outer dimension is required in every position, or no longer (A-031)."""
    return _set_outer(dimensions, path, required=required)


def set_used_on(dimensions: Dimensions, path: str, used_on: Iterable[str]) -> Dimensions:
    """The tree in which an outer dimension may be used on these document types and dictionaries only; none for all (A-030).

    Lines that carry it on a type no longer ticked stay as they are (A-069): see `dimension_picks.unticked`.
    """
    ticked = tuple(dict.fromkeys(used_on))
    if unknown := unknown_use(path, ticked):
        raise DescriptionError(unknown)
    return _set_outer(dimensions, path, used_on=ticked)


def set_inactive(dimensions: Dimensions, path: str, inactive: bool) -> Dimensions:
    """The tree in which a place and all below it is inactive, or active again (A-036).

    What hangs under an inactive dimension cannot be made active alone.
    """
    node = dimensions.at(path)
    if not inactive and node.parent and dimensions.dimension(node.parent).inactive:
        message = _("{path} stays inactive while {parent} is inactive. Make {parent} active first.")
        raise DescriptionError(message.format(path=path, parent=node.parent))
    places = [path, *(below.path for below in dimensions.below(path))]
    return dimensions.replaced({place: {"inactive": inactive} for place in places})


def _free(dimensions: Dimensions, parent: str, code: str, besides: str = "") -> str:
    """The path of a new code below a parent; DescriptionError where the level has it already (A-019)."""
    for node in dimensions.level(parent):
        if same_code(node.code) == same_code(code) and node.path != besides:
            message = _("{where}: the code {code} is there already. Codes of one level differ; choose another.")
            raise DescriptionError(message.format(where=parent or _("Dimensions"), code=node.code))
    return f"{parent}/{code}" if parent else code


def _defined(node: Dimension, type: Type, dictionary: str | None, narrowed_to: str | None) -> Dimension:
    """The dimension with its definition, where its parts go together (A-024, A-028)."""
    if type == "dictionary" and dictionary not in PICK_DICTIONARIES:
        message = _("{path}: a dimension of type dictionary needs one of: {known}.")
        raise DescriptionError(message.format(path=node.path, known=", ".join(map(_, PICK_DICTIONARIES.values()))))
    if (type != "dictionary" and dictionary) or (type == "descriptive" and narrowed_to):
        message = _("{path}: a descriptive dimension is not narrowed, and only one of type dictionary has a dictionary.")
        raise DescriptionError(message.format(path=node.path))
    return replace(node, type=type, dictionary=dictionary or None, narrowed_to=_or_none(narrowed_to or ""))


def _set_outer(dimensions: Dimensions, path: str, **fields: Any) -> Dimensions:
    if dimensions.dimension(path).parent:
        message = _("{path} is a sub-dimension: set this on the dimension {outer}.")
        raise DescriptionError(message.format(path=path, outer=outer(path)))
    return dimensions.replaced({path: fields})


def _or_none(text: str) -> str | None:
    return text.strip() or None
