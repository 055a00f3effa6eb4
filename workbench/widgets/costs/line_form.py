"""The form of one line of a document's description: position, elements, percent or value, each of which gives the other."""

from fractions import Fraction

import ipywidgets

from ... import money
from ...costs.descriptions.describing import Description
from ...costs.descriptions.lines import Line, percent_text, share
from ...costs.splitting import splits
from ...errors import DescriptionError
from ...i18n import _, language
from ...ledger import elements
from ..layout import column, row
from .describing_view import Draft, Place, percent_typed, value_typed
from .element_fields import ElementFields
from .question import Question


class LineForm:
    """The fields. `offer` fits them to a document, `show` fills them from a line, `added` and `changed` give the description
    with what is typed."""

    def __init__(self) -> None:
        self._setting = False
        self._given = "percent"
        self._draft: Draft | None = None
        self.position = ipywidgets.Dropdown(description=_("Position"))
        self.elements = ElementFields()
        self.percent = ipywidgets.Text(description=_("Percent"))
        self.value = ipywidgets.Text(description=_("Value (PLN)"))
        self.position.add_class("wb-way")
        self.position.observe(lambda change: self._offer_rest(), "value")
        self.percent.observe(lambda change: self._follow("percent"), "value")
        self.value.observe(lambda change: self._follow("value"), "value")
        amounts = row(self.percent, self.value)
        self.box = column(row(self.position), self.elements.box, amounts, class_="wb-question")

    def offer(self, question: Question, draft: Draft) -> None:
        """Fields for a new line of a document: its positions, the dimensions it may use, the percent that is left."""
        self._draft = draft
        offered = list(draft.places.items())
        kept = self.position.value if self.position.value in dict(offered).values() else None
        self._setting = True
        self.position.options = offered
        self.position.value = kept or next((place for _label, place in offered), None)
        self.elements.offer(question, draft.now.of.tree, draft.now.of.document.type)
        self._setting = False
        self._offer_rest()

    def show(self, line: Line) -> None:
        """The fields of a line there is."""
        assert self._draft is not None
        place = (line.position, line.position_line)
        self._setting = True
        if place not in [value for _label, value in self.position.options]:
            self.position.options = [*self.position.options, (self._draft.label(place), place)]
        self.position.value = place
        self.elements.set(elements.parse(line.elements))
        self.percent.value = percent_text(line.percent)
        self.value.value = money.to_text(line.value, language())
        self._given = "percent"
        self._setting = False

    def added(self) -> Description:
        """The description with one more line. DescriptionError for what a rule refuses."""
        assert self._draft is not None
        position, line = self._place
        percent, value = self._typed()
        return self._draft.now.add(position, line, self.elements.chosen, percent=percent, value=value)

    def changed(self, number: int) -> Description:
        """The description with other values in a line; what stands as it was stays exactly. DescriptionError as `added`."""
        assert self._draft is not None
        old = self._draft.now.entries[number - 1]
        position, line = self._place
        as_shown = (percent_text(old.percent), money.to_text(old.value, language()))
        percent, value = (None, None) if (self.percent.value, self.value.value) == as_shown else self._typed()
        chosen = self.elements.changed(old.elements)
        return self._draft.now.change(
            number, position=position, position_line=line, chosen=chosen, percent=percent, value=value
        )

    @property
    def _place(self) -> Place:
        return self.position.value or ("", 0)

    def _typed(self) -> tuple[Fraction | None, int | None]:
        """The percent or the value, whichever was typed last."""
        if self._given == "value":
            return None, value_typed(self.value.value)
        return percent_typed(self.percent.value), None

    def _offer_rest(self) -> None:
        """The percent that the position has left, and its value."""
        if not self._setting and self._draft is not None:
            self._given = "percent"
            self._put(self.percent, self._draft.left(self._place))
            self._follow("percent")

    def _follow(self, given: str) -> None:
        """Work out the value of the percent typed, or the percent of the value."""
        if self._setting or self._draft is None:
            return
        self._given = given
        whole = self._draft.now.of.amounts.get(self._place, 0)
        field, other = (self.percent, self.value) if given == "percent" else (self.value, self.percent)
        try:
            self._put(other, _other(given, field.value, whole))
        except DescriptionError:
            self._put(other, "")  # said when the line is added: half a number is typed on the way to a whole one

    def _put(self, field: ipywidgets.Text, text: str) -> None:
        self._setting = True
        field.value = text
        self._setting = False


def _other(given: str, typed: str, whole: int) -> str:
    """The value of a percent of the whole, or the percent of a value, as it would be typed."""
    if given == "percent":
        percent = percent_typed(typed)
        return "" if percent is None else money.to_text(share(whole, splits.millionths([percent])[0]), language())
    value = value_typed(typed)
    return "" if value is None or not whole else percent_text(money.mul_div(value, splits.WHOLE, whole))
