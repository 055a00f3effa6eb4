"""The shares of one dimension as fields to type into, with their sum."""

from collections.abc import Callable, Mapping
from fractions import Fraction

import ipywidgets

from ... import html
from ...costs.dimensions.picks import all_choices
from ...costs.dimensions.tree import Dimensions
from ...costs.joint.showing import percent_text
from ...errors import DescriptionError
from ...i18n import _
from ..layout import column, row
from ..markup import MarkupBox
from .joint_view import input_text, typed_percent
from .question import Question

AT_FIRST = 12
"""Elements with a field where none has a share yet; further ones are added from the list."""
HUNDRED = Fraction(100)


class Shares:
    """A field an element; `changed` is called when something is typed. An empty field leaves its element out."""

    def __init__(self, question: Question, dimension: str, given: Mapping[str, Fraction], changed: Callable[[], None]) -> None:
        self._question, self._dimension, self._changed = question, dimension, changed
        choices = all_choices(question.ledger, Dimensions.of(question.ledger), dimension)
        offered = [str(code) for code in choices["element"]]
        self._offered = dict.fromkeys([*offered, *given])
        self.inputs: dict[str, ipywidgets.Text] = {}
        self.sum = MarkupBox(class_="wb-told")
        self.more = ipywidgets.Dropdown(description=_("Add an element"))
        self.more.observe(lambda change: self._add_chosen(), "value")
        self._fields = row(class_="wb-question")
        self.box = column(
            MarkupBox(html.tag("h3", question.title(dimension))), self._fields, self.sum, class_="wb-half wb-card"
        )
        for code in given or offered[:AT_FIRST]:
            self._add(code, input_text(given[code]) if code in given else "")
        self._arrange()

    @property
    def percents(self) -> dict[str, Fraction]:
        """The shares typed, by element. DescriptionError where one cannot be read."""
        found = {}
        for code, field in self.inputs.items():
            try:
                share = typed_percent(field.value)
            except DescriptionError as error:
                raise DescriptionError(f"{self._question.label(self._dimension, code)}: {error}") from error
            if share is not None:
                found[code] = share
        return found

    def _add(self, code: str, text: str) -> None:
        field = ipywidgets.Text(value=text, description=f"{self._question.label(self._dimension, code)} (%)")
        field.observe(lambda change: self._typed(), "value")
        self.inputs[code] = field

    def _add_chosen(self) -> None:
        if self.more.value:
            self._add(self.more.value, "")
            self._arrange()

    def _arrange(self) -> None:
        left = [code for code in self._offered if code not in self.inputs]
        self.more.options = [("", ""), *((self._question.label(self._dimension, code), code) for code in left)]
        self._fields.children = [*self.inputs.values(), *([self.more] if left else [])]
        self._show_sum()

    def _typed(self) -> None:
        self._show_sum()
        self._changed()

    def _show_sum(self) -> None:
        try:
            total = sum(self.percents.values(), Fraction(0))
        except DescriptionError as error:
            self.sum.show(html.tag("p", str(error)))
            return
        told = _("Sum: {percent}").format(percent=percent_text(total))
        if total < HUNDRED:
            told = _("{sum}, {percent} is missing").format(sum=told, percent=percent_text(HUNDRED - total))
        elif total > HUNDRED:
            told = _("{sum}, {percent} too much").format(sum=told, percent=percent_text(total - HUNDRED))
        self.sum.show(html.tag("p", told, class_="wb-good" if total == HUNDRED else None))
