"""The section of dictionary descriptions: accounts, contractors, goods and their groups, own and inherited (A-040 to A-048)."""

from collections.abc import Callable

import ipywidgets
import pandas as pd

from ... import exports, html
from ...costs.descriptions.control_texts import whole_message
from ...costs.descriptions.describing import check_elements, parse_elements
from ...costs.descriptions.inheritance import describe_item, remove_item_description
from ...costs.descriptions.lines import percent_text
from ...costs.dimensions.tree import Dimensions
from ...costs.splitting import splits
from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger, elements
from ..layout import column, row
from ..markup import MarkupBox
from ..memory import Memory
from ..table import Download, Shown, Table
from .describing_view import percent_typed
from .element_fields import ElementFields
from .items_view import (
    Lines,
    Step,
    dictionaries_of,
    given,
    has_own,
    items_of,
    left_of,
    lines_frame,
    lines_of_item,
    reached,
)
from .keeper import Keeper
from .question import Question


class Items:
    """The items beside the lines of the chosen one. What takes descriptions away below is done at the second press (C-38)."""

    def __init__(self, memory: Memory, reload: Callable[[], None]) -> None:
        self.question: Question | None = None
        self.lines: Lines = ()
        self._tree = Dimensions()
        self._setting = False
        self._warned: Step | None = None
        self.dictionary = ipywidgets.Dropdown(description=_("Dictionary"))
        self.words = ipywidgets.Text(placeholder=_("Account, name, element"), description=_("Search"))
        self.words.add_class("wb-search")
        self.items = Table(_("Descriptions of dictionary items"), _("The books have no such items."), leads_to=".wb-item")
        self.head = MarkupBox()
        self.own = Table(_("Lines of the description"), _("No lines yet. Enter the first one below."))
        self.elements = ElementFields()
        self.percent = ipywidgets.Text(description=_("Percent"))
        self.sum = MarkupBox(class_="wb-told")
        self.below = MarkupBox()
        self.told = MarkupBox(class_="wb-told")
        self._keeper = Keeper(memory, reload, self.told)
        self.csv = Download("CSV", lambda: (self._file("csv"), exports.to_csv(self._taken()).encode("utf-8-sig")))
        self.xlsx = Download("XLSX", lambda: (self._file("xlsx"), exports.to_xlsx({_("Descriptions"): self._taken()})))
        self._make_buttons()
        self.dictionary.observe(lambda change: self._show_items(), "value")
        self.words.observe(lambda change: self.items.search(change["new"]), "value")
        self.items.observe(lambda change: self._open(), "selected")
        self.own.observe(lambda change: self._choose_line(), "selected")
        self.box = self._arranged()

    def _make_buttons(self) -> None:
        button = self._keeper.button

        self.add = button(_("Add the line"), lambda: self._enter((*self.lines, self._typed())), "wb-add")
        self.change = button(_("Change the line"), self._change_line, "wb-change")
        self.remove = button(_("Remove the line"), lambda: self._enter(self._without()), "wb-remove")
        self.accept = button(_("Keep the description"), self._keep, "wb-accept", button_style="primary")
        self.delete = button(_("Remove its own description"), self._delete, "wb-delete")

    def _arranged(self) -> ipywidgets.Widget:
        tools = row(self.dictionary, self.words, self.csv, self.xlsx, class_="wb-question wb-tools")
        fields = column(self.elements.box, row(self.percent), class_="wb-question")
        entering = row(self.add, self.change, self.remove, class_="wb-tools")
        keeping = row(self.accept, self.delete, class_="wb-tools")
        self.editor = column(
            *(self.head, self.own, self.sum, fields, entering, self.below, self.told, keeping),
            class_="wb-half wb-card wb-item",
        )
        return column(tools, row(column(self.items, class_="wb-half"), self.editor, class_="wb-halves"))

    def show(self, question: Question) -> None:
        """The section for a question; dictionary and item stay chosen where the books have them."""
        self.question, self._tree = question, Dimensions.of(question.ledger)
        found = dictionaries_of(question.ledger)
        kept = self.dictionary.value
        self._setting = True
        self.dictionary.options = list(found.items())
        self.dictionary.value = kept if kept in found.values() else next(iter(found.values()), None)
        self._setting = False
        self._show_items()

    def _show_items(self) -> None:
        if self._setting or self.question is None or self.dictionary.value is None:
            return
        listed = items_of(self.question.ledger, self.dictionary.value)
        columns = {
            "item": Shown(_("Item")),
            "name": Shown(_("Name")),
            "description": Shown(_("Description")),
            "source": Shown(_("Whose")),
        }
        self.items.show(listed, columns, "item")
        self._setting = True
        if self.items.selected not in set(listed["item"]):
            self.items.selected = ""
        self._setting = False
        self._open()

    def _open(self) -> None:
        """The chosen item with the description it has; an inherited one is where its own may begin (A-042)."""
        if self._setting or self.question is None:
            return
        self.told.show(html.join([]))
        item = self.items.selected
        self.editor.layout.display = "" if item else "none"
        if item:
            self.head.show(html.tag("h3", item))
            self.elements.offer(self.question, self._tree, self.dictionary.value)
            self._enter(lines_of_item(self.question.ledger, self.dictionary.value, item))

    def _enter(self, lines: Lines) -> None:
        self.lines, self._warned = lines, None
        self.own.selected = ""
        columns = {"elements": Shown(_("Elements")), "percent": Shown(_("Percent"), "rate")}
        self.own.show(lines_frame(lines), columns, "key")
        self.percent.value = left_of(lines)
        self._show_below("describe")
        self._show_state()

    def _show_state(self) -> None:
        """The sum, which must be exactly 100 (A-041), and what can be kept."""
        assert self.question is not None
        ledger, dictionary, item = self.question.ledger, self.dictionary.value, self.items.selected
        total, keeps = sum(percent for _text, percent in self.lines), self._keeper.memory.available
        whole = _("In total {percent} %").format(percent=percent_text(total))
        good = total == splits.WHOLE
        self.sum.show(
            html.tag("p", whole if good or not self.lines else whole_message(total), class_="wb-good" if good else None)
        )
        self.accept.disabled = not keeps or self.lines == lines_of_item(ledger, dictionary, item)
        self.delete.disabled = not keeps or not has_own(ledger, dictionary, item)
        for button in (self.accept, self.delete):
            button.tooltip = self._keeper.hindrance
        self._choose_line()

    def _show_below(self, step: Step) -> bool:
        """What the step does below the item; whether descriptions are lost there."""
        assert self.question is not None
        found = reached(self.question.ledger, self.dictionary.value, self.items.selected, step)
        found = found.sort_values("lost", ascending=False, kind="stable")
        rows = found[["item", "name", "text"]].to_numpy().tolist()
        classes = ["wb-moved" if lost else "" for lost in found["lost"]]
        table = html.table([_("Item"), _("Name"), _("What happens")], rows, row_classes=classes)
        self.below.show(html.join([html.tag("h4", _("What lies below it")), table] if rows else []))
        return bool(found["lost"].any())

    def _choose_line(self) -> None:
        chosen = bool(self.own.selected)
        self.change.disabled = self.remove.disabled = not chosen
        if chosen:
            text, percent = self.lines[int(self.own.selected) - 1]
            self.elements.set(elements.parse(text))
            self.percent.value = percent_text(percent)

    def _typed(self, instead_of: str = "") -> tuple[str, int]:
        """The line in the fields. DescriptionError for one without elements or a required one (M-04), and for no percent."""
        chosen = self.elements.changed(instead_of)
        parsed = parse_elements(instead_of if chosen is None else chosen)
        check_elements(self._tree, parsed, self.dictionary.value)
        percent = percent_typed(self.percent.value)
        if percent is None:
            raise DescriptionError(_("Give the percent."))
        return elements.to_text(parsed), splits.millionths([percent])[0]

    def _line(self) -> int:
        if not self.own.selected:
            raise DescriptionError(_("Choose a line of the description first."))
        return int(self.own.selected) - 1

    def _change_line(self) -> None:
        place = self._line()
        self._enter((*self.lines[:place], self._typed(self.lines[place][0]), *self.lines[place + 1 :]))

    def _without(self) -> Lines:
        place = self._line()
        return (*self.lines[:place], *self.lines[place + 1 :])

    def _keep(self) -> None:
        assert self.question is not None
        dictionary, item = self.dictionary.value, self.items.selected
        after = describe_item(self.question.ledger, dictionary, item, given(self.lines))
        self._remember("describe", _("Description of {item}").format(item=item), after)

    def _delete(self) -> None:
        assert self.question is not None
        after = remove_item_description(self.question.ledger, self.dictionary.value, self.items.selected)
        self._remember("remove", _("Description of {item} removed").format(item=self.items.selected), after)

    def _remember(self, step: Step, what: str, after: Ledger) -> None:
        """One change; where it takes descriptions away below, what is lost is shown first."""
        assert self.question is not None
        if self._show_below(step) and self._warned != step:
            self._warned = step
            self.told.show(html.tag("p", _("Descriptions below are removed with it: see the list. Press again to go on.")))
            return
        self._keeper.keep(self.question, what, after)

    def _taken(self) -> pd.DataFrame:
        assert self.question is not None
        titles = {"item": _("Item"), "name": _("Name"), "description": _("Description"), "source": _("Whose")}
        return items_of(self.question.ledger, self.dictionary.value).rename(columns=titles)

    def _file(self, ending: str) -> str:
        assert self.question is not None
        name = _("descriptions")
        return f"{name}_{self.question.client}_{self.dictionary.value}.{ending}"
