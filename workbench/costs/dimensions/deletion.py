"""Deleting from the tree of dimensions: one place, or every position that no description uses (A-027, A-035)."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from ...errors import DescriptionError
from ...i18n import _
from .nodes import Dimension, Element, Node
from .tree import Dimensions
from .use import Use


class Deleted(NamedTuple):
    """The tree that is left, and what was kept in it of all that was to go: columns path and reason, from the top down."""

    dimensions: Dimensions
    kept: pd.DataFrame


def delete(dimensions: Dimensions, path: str, use: Use) -> Dimensions:
    """The tree without a place and all that hangs under it.

    Raises DescriptionError where any of it is predefined or used in a description.
    """
    going = [dimensions.at(path), *dimensions.below(path)]
    for node in going:
        if reason := _reason(node, use):
            message = _("{path} cannot be deleted. {kept}: {reason}. Make it inactive instead.")
            raise DescriptionError(message.format(path=path, kept=node.path, reason=reason))
    return _without(dimensions, {node.path for node in going})


def delete_unused(dimensions: Dimensions, use: Use, paths: Iterable[str] = ("",)) -> Deleted:
    """The tree without the positions at and below these places ("" for the whole tree) that no description uses (A-035).

    Predefined dimensions, used ones and those that hold something which is kept stay, and can be made inactive.
    """
    chosen: dict[str, Node] = {}
    for path in paths:
        above = [dimensions.at(path)] if path else []
        chosen |= {node.path: node for node in [*above, *dimensions.below(path)]}
    reasons: dict[str, str] = {}
    holding: set[str] = set()
    for node in sorted(chosen.values(), key=lambda node: -node.path.count("/")):
        if reason := _reason(node, use) or (_("holds positions that are kept") if node.path in holding else ""):
            reasons[node.path] = reason
            holding.add(node.parent)
    kept = [(path, reasons[path]) for path in chosen if path in reasons]
    left = _without(dimensions, chosen.keys() - reasons.keys())
    return Deleted(left, pd.DataFrame(kept, columns=["path", "reason"], dtype="str"))


def category_in_use(dimensions: Dimensions, category: str) -> tuple[str, ...]:
    """The paths of the dimensions that a category defines: while there are any it cannot be deleted (A-027)."""
    return tuple(node.path for node in dimensions.nodes.values() if node.type == "category" and node.narrowed_to == category)


def _reason(node: Node, use: Use) -> str:
    """Why a position must stay, whatever hangs under it; "" where it may go."""
    if isinstance(node, Dimension) and node.predefined:
        return _("predefined")
    if use.at_or_below(node.path) if isinstance(node, Element) else use.directly(node.path):
        return _("used in a description")
    return ""


def _without(dimensions: Dimensions, gone: set[str]) -> Dimensions:
    return Dimensions(
        {path: node for path, node in dimensions.nodes.items() if path not in gone},
        {path: leaf for path, leaf in dimensions.leaves.items() if path not in gone},
    )
