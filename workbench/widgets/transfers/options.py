"""The options of the export window (T-024 to T-038) as controls."""

from collections.abc import Callable, Mapping
from datetime import date

import ipywidgets

from ...i18n import _
from ...transfers import Choice, Format
from ..layout import column, row

EXECUTION, DUE, TODAY, OTHER = "execution", "due", "today", "other"
BY_BANK_FORM = ""


class Options:
    """The controls; `changed` is called when one of them is. `choice` and `format` are what they say."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._setting = False
        self._formats: Mapping[str, Format] = {}
        days = {_("execution date"): EXECUTION, _("due date"): DUE, _("today"): TODAY, _("other"): OTHER}
        self.day = ipywidgets.Dropdown(options=days, description=_("Transfer date"))
        self.other_day = ipywidgets.DatePicker(description=_("Day"))
        self.format = ipywidgets.Dropdown(description=_("Exchange format"))
        self.split_format = ipywidgets.Dropdown(description=_("Exchange format for split payment"))
        self.collective = _box(_("Collective transfers by party"))
        self.by_date = _box(_("Group by dates"))
        self.all_lines = _box(_("Export all lines of the bank description"))
        self.divide = _box(_("Divide transfers by the length of the description"))
        self.list_order = _box(_("Order of transfers in the file as sorted on the list"))
        self.social_insurance_texts = _box(_("Update social insurance information on payments at export"))
        self.one_each = _box(_("A file for each transfer"))
        for widget in self._all:
            widget.observe(self._hear, "value")
        others = (self.social_insurance_texts, self.one_each)
        self.box = column(
            row(self.day, self.other_day, self.format, self.split_format),
            row(self.collective, self.by_date, self.all_lines, self.divide, self.list_order, *others),
            class_="wb-question wb-options",
        )
        self._show_what_fits()

    @property
    def _all(self) -> tuple[ipywidgets.Widget, ...]:
        collective = (self.collective, self.by_date, self.all_lines, self.divide)
        others = (self.list_order, self.social_insurance_texts, self.one_each)
        return (self.day, self.other_day, self.format, self.split_format, *collective, *others)

    def offer(self, formats: Mapping[str, Format], today: date) -> None:
        """Offer these formats, beside those of the bank's form; the chosen ones stay where they still are."""
        self._setting = True
        self._formats = formats
        titles = sorted((format.title, code) for code, format in formats.items())
        for control in (self.format, self.split_format):
            chosen = control.value
            control.options = [(_("as on the bank's form"), BY_BANK_FORM), *titles]
            control.value = chosen if chosen in formats else BY_BANK_FORM
        self.other_day.value = self.other_day.value or today
        self._setting = False

    @property
    def is_xml(self) -> bool:
        """Whether an XML format is chosen: then the texts of declarations are not asked for (T-073)."""
        chosen = self._formats.get(self.format.value)
        return chosen is not None and chosen.extension == "xml"

    @property
    def choice(self) -> Choice:
        """What the controls say."""
        collective = self.collective.value
        return Choice(
            date=self.other_day.value if self.day.value == OTHER else self.day.value,
            collective=collective,
            by_date=collective and self.by_date.value,
            all_lines=collective and self.all_lines.value,
            divide=collective and self.divide.value,
            list_order=not collective and self.list_order.value,
            social_insurance_texts=not self.is_xml and self.social_insurance_texts.value,
        )

    def _hear(self, change: object) -> None:
        self._show_what_fits()
        if not self._setting:
            self._changed()

    def _show_what_fits(self) -> None:
        """What has no meaning with what is chosen is hidden or cannot be set (T-025, T-031, T-037, T-038, T-073)."""
        self.other_day.layout.display = "" if self.day.value == OTHER else "none"
        for box in (self.by_date, self.all_lines, self.divide):
            box.layout.display = "" if self.collective.value else "none"
        self.list_order.disabled = self.collective.value
        self.social_insurance_texts.layout.display = "none" if self.is_xml else ""


def _box(text: str) -> ipywidgets.Checkbox:
    return ipywidgets.Checkbox(description=text, indent=False)
