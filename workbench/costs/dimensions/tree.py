"""The tree of dimensions: dimensions, sub-dimensions to any depth, elements of descriptive ones (A-016 to A-018, A-034).

Everything in the tree has a path: BUDOWY (a dimension, level 1), BUDOWY/ETAPY (a sub-dimension), BUDOWY/ETAPY/E1 (an element).
A description names an element by its outer dimension and the rest of its path: BUDOWY=ETAPY/E1. Changes of the tree are in
`changes.py`, what is used of it in `use.py`, what may be chosen in `picks.py`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger
from .codes import same_code
from .nodes import Dimension, Element, Node, dimension_of, dimensions_table, element_of, elements_table, unknown_use


@dataclass(frozen=True)
class Dimensions:
    """The tree, never changed. `nodes` holds dimensions and sub-dimensions, `leaves` elements, by path, in the tables' order.

    >>> from workbench.costs.dimensions.changes import add_dimension, add_element
    >>> tree = add_element(add_dimension(Dimensions(), "BUDOWY"), "BUDOWY", "1_19", account="501-1_19")
    >>> [element.code for element in tree.elements_of("BUDOWY")]
    ['1_19']
    """

    nodes: Mapping[str, Dimension] = field(default_factory=dict)
    leaves: Mapping[str, Element] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Ledger) -> "Dimensions":
        """The tree of the ledger's tables.

        What hangs under an inactive dimension is inactive (A-036). Raises DescriptionError with all places at once where the
        tables are no tree: a parent that is missing, a code that is there twice on one level (A-019) or holds / ; or =, an
        element that is not below a descriptive dimension (A-034), a document type nobody knows.
        """
        dimensions = [dimension_of(row) for row in ledger.dimensions.to_dict("records")]
        elements = [element_of(row) for row in ledger.elements.to_dict("records")]
        tree = cls({one.path: one for one in dimensions}, {one.path: one for one in elements})
        if wrong := list(_wrong(tree, dimensions, elements)):
            raise DescriptionError("\n".join(wrong))
        return tree.with_inactive_branches()

    @cached_property
    def dimensions(self) -> pd.DataFrame:
        """The ledger's table of that name."""
        return dimensions_table(self.nodes.values())

    @cached_property
    def elements(self) -> pd.DataFrame:
        """The ledger's table of that name."""
        return elements_table(self.leaves.values())

    def at(self, path: str) -> Node:
        """The dimension, sub-dimension or element at a path; DescriptionError where there is none."""
        found = self.nodes.get(path) or self.leaves.get(path)
        if found is None:
            raise DescriptionError(_("There is no dimension or element {path}. Choose one from the list.").format(path=path))
        return found

    def dimension(self, path: str) -> Dimension:
        """The dimension or sub-dimension at a path; DescriptionError where there is none."""
        if path not in self.nodes:
            raise DescriptionError(_("There is no dimension {path}. Choose one from the list.").format(path=path))
        return self.nodes[path]

    def children(self, path: str = "") -> tuple[Dimension, ...]:
        """The dimensions straight below a path; the outer dimensions below ""."""
        return tuple(self._children.get(path, ()))

    def elements_of(self, path: str) -> tuple[Element, ...]:
        """The elements straight below a dimension."""
        return tuple(self._elements.get(path, ()))

    def level(self, path: str) -> list[Node]:
        """What hangs straight below a path: its elements, then its sub-dimensions. Their codes differ (A-019)."""
        return [*self._elements.get(path, ()), *self._children.get(path, ())]

    def below(self, path: str) -> Iterator[Node]:
        """Everything below a path to any depth, from the top down: of each dimension its elements, then its sub-dimensions."""
        waiting = self.level(path)[::-1]
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, Dimension):
                waiting += self.level(node.path)[::-1]

    def located(self, dimension: str, text: str) -> tuple[str, str]:
        """Where "DIMENSION=text" of a description points: the path of the dimension or sub-dimension, and the element.

        The text runs down the sub-dimensions as far as there are any, so that a slash in the number of an account stays.
        """
        path, below = dimension, text
        while (step := below.partition("/"))[1] and f"{path}/{step[0]}" in self.nodes:
            path, below = f"{path}/{step[0]}", step[2]
        return path, below

    def rows(self, *, inactive: bool = False) -> pd.DataFrame:
        """The list as it is shown and folded (A-018), from the top down.

        Columns: path, depth (0 for outer dimensions), kind (dimension, subdimension, element), code, name, type, account,
        required, inactive, predefined, branch (whether rows of the list lie below it). Inactive ones, to be marked in red, are
        left out unless `inactive` is set, the filter "Nieaktywne" of A-036.
        """
        shown = [node for node in self.below("") if inactive or not node.inactive]
        branches = {node.parent for node in shown}
        rows = [_row(node, node.path in branches) for node in shown]
        text = dict.fromkeys(("path", "kind", "code", "name", "type", "account"), "str")
        flags = dict.fromkeys(("required", "inactive", "predefined", "branch"), "bool")
        return pd.DataFrame(rows, columns=list(_ROW)).astype({**text, **flags, "depth": "int64"})

    def with_inactive_branches(self) -> "Dimensions":
        """The tree in which everything below an inactive dimension is inactive too."""
        off: set[str] = set()
        for node in self.below(""):
            if node.inactive or node.parent in off:
                off.add(node.path)
        return self.replaced({path: {"inactive": True} for path in off})

    def replaced(self, changes: Mapping[str, Mapping[str, Any]]) -> "Dimensions":
        """The tree with other values in the fields of the nodes at these paths. Rules are not looked at: see
        `changes.py`."""
        return Dimensions(
            {path: replace(node, **changes[path]) if path in changes else node for path, node in self.nodes.items()},
            {path: replace(leaf, **changes[path]) if path in changes else leaf for path, leaf in self.leaves.items()},
        )

    @cached_property
    def _children(self) -> dict[str, list[Dimension]]:
        found = defaultdict(list)
        for node in self.nodes.values():
            found[node.parent].append(node)
        return found

    @cached_property
    def _elements(self) -> dict[str, list[Element]]:
        found = defaultdict(list)
        for leaf in self.leaves.values():
            found[leaf.dimension].append(leaf)
        return found


_ROW = ("path", "depth", "kind", "code", "name", "type", "account", "required", "inactive", "predefined", "branch")


def _row(node: Node, branch: bool) -> tuple[Any, ...]:
    depth = node.path.count("/")
    if isinstance(node, Element):
        return node.path, depth, "element", node.code, node.name, None, node.account, False, node.inactive, False, branch
    kind = "subdimension" if depth else "dimension"
    required = node.required and not depth
    return node.path, depth, kind, node.code, node.name, node.type, None, required, node.inactive, node.predefined, branch


def _wrong(tree: Dimensions, dimensions: Iterable[Dimension], elements: Iterable[Element]) -> Iterator[str]:
    """What keeps the tables from being a tree, in words."""
    for one in dimensions:
        if one.parent and one.parent not in tree.nodes:
            yield _("{path}: there is no dimension {parent} to hang under. Add it.").format(path=one.path, parent=one.parent)
        if unknown := unknown_use(one.path, one.used_on):
            yield unknown
    for leaf in elements:
        if leaf.dimension not in tree.nodes or tree.nodes[leaf.dimension].type != "descriptive":
            message = _("{path}: only a descriptive dimension has elements. Remove it, or make {parent} descriptive.")
            yield message.format(path=leaf.path, parent=leaf.dimension)
    nodes: list[Node] = [*dimensions]
    nodes += elements
    levels = Counter((node.parent, same_code(node.code)) for node in nodes)
    for node in nodes:
        if set("/;=") & set(node.code) or any(code != code.strip() or not code for code in node.path.split("/")):
            message = _("{path}: a code is not empty, has no space at its ends, and holds no / ; or =. Change it.")
            yield message.format(path=node.path)
        if levels[node.parent, same_code(node.code)] > 1:
            yield _("{path}: this code is there twice on its level. Change one of them.").format(path=node.path)
