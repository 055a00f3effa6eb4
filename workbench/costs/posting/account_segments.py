"""What the macros of an account expression give for the documents of a ledger: category, element, account segment.

Only distinct pairs of a header category and elements are evaluated; a ledger has few of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...i18n import _
from ...ledger import Ledger, elements
from ..dimensions.tree import Dimensions
from . import expressions
from .expressions import Call, Expression

Texts = npt.NDArray[np.object_]
_REASONS = {"category": "no_category", "element": "no_element", "account": "no_account"}


@dataclass(frozen=True)
class Evaluated:
    """A row a description line: the account (None where there is none), the reason for that ("" where there is an account;
    no_category, no_element, no_account) and the dimension the reason is about."""

    accounts: Texts
    reasons: Texts
    dimensions: Texts

    def take(self, rows: npt.NDArray[np.intp]) -> "Evaluated":
        """The same with these rows."""
        return Evaluated(self.accounts[rows], self.reasons[rows], self.dimensions[rows])


def evaluate(ledger: Ledger, accounts: Sequence[Expression], lines: pd.DataFrame) -> list[Evaluated]:
    """Account expressions for description lines with the columns category and elements.

    ExpressionError at the argument that names a dimension the ledger does not have. A sub-dimension is named by its path.
    """
    tree = Dimensions.of(ledger)
    for expression in accounts:
        for call in (term for term in expression.terms if isinstance(term, Call) and term.dimension):
            if call.dimension not in tree.nodes:
                what = _("there is no dimension {name}").format(name=call.dimension)
                raise expressions.unknown(expression.text, call.dimension_column, call.dimension, what, tree.nodes)
    category, categories = pd.factorize(lines["category"])
    text, texts = pd.factorize(lines["elements"])
    width = len(categories) + 1
    pairs, of_line = np.unique(text * np.int64(width) + category + 1, return_inverse=True)
    of_text, of_category = np.divmod(pairs, width)
    headers = np.array([None, *categories], object)[of_category]
    segments = _Segments(tree, [elements.parse(one) for one in texts])
    return [_evaluate(expression, headers, segments, of_text).take(of_line) for expression in accounts]


def _evaluate(expression: Expression, headers: Texts, segments: "_Segments", of_text: npt.NDArray[np.intp]) -> Evaluated:
    """The expression for distinct pairs: the header category, and the number of the text of the elements."""
    accounts, missing = expression.evaluate(
        len(headers),
        {
            "category": lambda call: headers,
            "element": lambda call: segments.of(call.dimension, segments.element)[of_text],
            "account": lambda call: segments.of(call.dimension, segments.account)[of_text],
        },
    )
    reasons, dimensions = np.full(len(headers), "", object), np.full(len(headers), "", object)
    for place, term in enumerate(expression.terms):
        if isinstance(term, Call):
            short = missing == place
            reasons[short], dimensions[short] = _REASONS[expressions.MACROS[term.macro].gives], term.dimension
            if term.dimension:
                chosen = segments.of(term.dimension, segments.element)[of_text]
                reasons[short & np.array([one is None for one in chosen], bool)] = _REASONS["element"]
    return Evaluated(accounts, reasons, dimensions)


@dataclass(frozen=True)
class _Segments:
    """The elements of some texts, and what the tree of dimensions knows of them."""

    tree: Dimensions
    chosen: list[dict[str, str]]

    def of(self, wanted: str, give: Callable[[str, str], str | None]) -> Texts:
        """For every text what `give` says of its element in the dimension `wanted` or below it; None where it has none."""
        outer = wanted.partition("/")[0]
        values = np.empty(len(self.chosen), object)
        for row, chosen in enumerate(self.chosen):
            if outer in chosen:
                dimension, element = self.tree.located(outer, chosen[outer])
                values[row] = give(dimension, element) if f"{dimension}/".startswith(f"{wanted}/") else None
        return values

    def element(self, dimension: str, element: str) -> str | None:
        """The element's own code."""
        return element

    def account(self, dimension: str, element: str) -> str | None:
        """The account attached to the element (A-011, A-034); an account or a category stands for itself."""
        if self.tree.dimension(dimension).type in ("accounts", "category"):
            return element
        leaf = self.tree.leaves.get(f"{dimension}/{element}")
        return leaf.account if leaf else None
