"""The form of an own text format: its general parameters (T-005) and the lines that it is put together of (T-004)."""

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import ipywidgets

from ...i18n import N_, _
from ...transfers.formats import TextFormat
from ...transfers.formats.definable import Amounts
from ...transfers.formats.format_xml import LINE_ENDS
from ...transfers.listing import KIND_TITLES
from ...transfers.orders import KINDS
from ...transfers.texts import ENCODINGS, TextStyle
from ..layout import column, row
from .format_line import FormatLine

SIGNS = (";", ",", "|", "\t", "")
DELIMITERS = ('"', "'", "")
PART_SEPARATORS = ("|", "~", "")
DATE_PATTERNS = ("YYYY-MM-DD", "DD-MM-YYYY", "DD.MM.YYYY", "YYYYMMDD", "DDMMYYYY")
AMOUNTS: dict[Amounts, str] = {
    "grosze": N_("in grosze (12345)"),
    "comma": N_("with a comma (123,45)"),
    "point": N_("with a point (123.45)"),
}
LETTERS = {"polish": N_("Polish ones stay"), "ascii": N_("all without diacritics")}
CLASS_TITLES: dict[str, str] = {
    **{str(kind): title for kind, title in KIND_TITLES.items()},
    "instant": N_("instant"),
    "instant_split_payment": N_("instant split payment"),
}
"""Whose class of the order a format may say."""
LONGEST_TITLE, MOST_LINES, MOST_TRANSFERS = 999, 99, 999_999


class FormatForm:
    """The fields. `show` fills them, `format` is what they say; `changed` is called when their user changes something."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._setting = False
        self._base: TextFormat | None = None
        self._make_general()
        self.record = FormatLine("record", self._hear)
        self.header = FormatLine("frame", self._hear)
        self.footer = FormatLine("frame", self._hear)
        for control in self._controls:
            control.observe(lambda change: self._hear(), "value")
        lines = ipywidgets.Tab(
            children=[self.record.box, self.header.box, self.footer.box],
            titles=[_("Record"), _("Header"), _("Footer")],
            selected_index=0,
        )
        lines.add_class("wb-tabs")
        self.classes_box = row(*self.classes.values(), class_="wb-fields")
        general = column(
            row(self.code, self.name, self.extension, self.currencies, class_="wb-fields"),
            row(*self.kinds.values(), class_="wb-options"),
            row(self.separator, self.delimiter, self.part_separator, self.line_end),
            row(self.dates, self.amounts, self.encoding, self.letters),
            row(self.width, self.lines, self.max_transfers),
            self.classes_box,
            class_="wb-question",
        )
        self.box = column(general, lines)

    def _make_general(self) -> None:
        self.code = ipywidgets.Text(description=_("Code"), continuous_update=False)
        self.name = ipywidgets.Text(description=_("Name"), continuous_update=False)
        self.extension = ipywidgets.Text(description=_("Extension of the file"), continuous_update=False)
        self.currencies = ipywidgets.Text(description=_("Currencies"), placeholder=_("every currency"), continuous_update=False)
        self.kinds = {kind: ipywidgets.Checkbox(description=_(KIND_TITLES[kind]), indent=False) for kind in KINDS}
        self.separator = _sign(_("Field separator"), SIGNS)
        self.delimiter = _sign(_("Text delimiter"), DELIMITERS)
        self.part_separator = _sign(_("Part separator"), PART_SEPARATORS)
        self.line_end = ipywidgets.Dropdown(options=LINE_ENDS, description=_("Line separator"))
        self.dates = ipywidgets.Combobox(options=DATE_PATTERNS, description=_("Form of dates"), continuous_update=False)
        amounts = [(_(AMOUNTS[code]), code) for code in get_args(Amounts)]
        self.amounts = ipywidgets.Dropdown(options=amounts, description=_("Form of amounts"))
        pages = [(title, code) for code, title in ENCODINGS.items()]
        self.encoding = ipywidgets.Dropdown(options=pages, description=_("Code page"))
        letters = [(_(title), code) for code, title in LETTERS.items()]
        self.letters = ipywidgets.Dropdown(options=letters, description=_("Letters"))
        self.width = ipywidgets.BoundedIntText(min=1, max=LONGEST_TITLE, description=_("Characters in a line of the title"))
        self.lines = ipywidgets.BoundedIntText(min=1, max=MOST_LINES, description=_("Lines of the title"))
        self.max_transfers = ipywidgets.BoundedIntText(
            min=0, max=MOST_TRANSFERS, description=_("Transfers in a file (0: no limit)")
        )
        self.classes = {
            kind: ipywidgets.Text(description=_("Class: {kind}").format(kind=_(title)), continuous_update=False)
            for kind, title in CLASS_TITLES.items()
        }

    @property
    def _controls(self) -> tuple[ipywidgets.Widget, ...]:
        general = (self.code, self.name, self.extension, self.currencies, self.separator, self.delimiter, self.part_separator)
        forms = (self.line_end, self.dates, self.amounts, self.encoding, self.letters)
        return (*general, *forms, self.width, self.lines, self.max_transfers, *self.kinds.values(), *self.classes.values())

    def show(self, format: TextFormat, *, new: bool) -> None:
        """Fill the fields; the code can be typed while the format is new."""
        self._setting = True
        self._base = format
        style = format.text_style
        self.code.value, self.code.disabled = format.code, not new
        self.code.tooltip = "" if new else _("The code stays: the bank's form may name it. Copy the format for another code.")
        self.name.value, self.extension.value = format.title, format.extension
        self.currencies.value = ", ".join(sorted(format.currencies))
        for kind, box in self.kinds.items():
            box.value = kind in format.kinds
        for whose, field in self.classes.items():
            field.value = format.classes.get(whose, "")
        self.separator.value, self.delimiter.value = shown(format.separator), shown(format.delimiter)
        self.part_separator.value, self.line_end.value = shown(format.part_separator), format.line_end
        self.dates.value, self.amounts.value = format.date_pattern, format.amounts
        self.encoding.value, self.letters.value = style.encoding, style.letters
        self.width.value, self.lines.value, self.max_transfers.value = style.width, style.lines, format.max_transfers
        self.record.show(format.record)
        self.header.show(format.header)
        self.footer.show(format.footer)
        self._show_what_fits()
        self._setting = False

    @property
    def format(self) -> TextFormat:
        """The format as it is typed. What the form has no fields for stays as it was shown."""
        assert self._base is not None
        base = self._base
        kinds = frozenset(kind for kind, box in self.kinds.items() if box.value)
        return replace(
            base,
            code=self.code.value.strip(),
            title=self.name.value.strip(),
            extension=self.extension.value.strip(),
            currencies=frozenset(self.currencies.value.upper().replace(",", " ").split()),
            kinds=kinds,
            classes={whose: field.value for whose, field in self.classes.items() if field.value},
            separator=typed(self.separator.value),
            delimiter=typed(self.delimiter.value),
            part_separator=typed(self.part_separator.value),
            line_end=self.line_end.value,
            date_pattern=self.dates.value,
            amounts=self.amounts.value,
            max_transfers=self.max_transfers.value,
            text_style=self._style(base),
            record=self.record.uses,
            header=self.header.uses,
            footer=self.footer.uses,
        )

    def _style(self, base: TextFormat) -> TextStyle:
        """The style as it is typed; what follows from the signs and fields shown before is taken off, because the format works
        it out anew."""
        signs = base.separator + base.delimiter + base.part_separator
        return replace(
            base.text_style,
            forbidden="".join(sign for sign in base.text_style.forbidden if sign not in signs),
            encoding=self.encoding.value,
            letters=self.letters.value,
            width=self.width.value,
            lines=self.lines.value,
            title="lines",
            first_line=TextStyle().first_line,
            booking=False,
        )

    def _hear(self) -> None:
        if not self._setting:
            self._show_what_fits()
            self._changed()

    def _show_what_fits(self) -> None:
        """The classes where a field says them; the number of lines where no fields of the record give it."""
        uses = (*self.record.uses, *self.header.uses, *self.footer.uses)
        self.classes_box.layout.display = "" if any(use.code == "order_class" for use in uses) else "none"
        self.lines.disabled = any(use.code.startswith("text") or use.code == "document_number" for use in self.record.uses)


def shown(sign: str) -> str:
    """A sign as it can be typed: a tabulator and nothing as words."""
    return {"\t": _("tabulator"), " ": _("space"), "": _("none")}.get(sign, sign)


def typed(text: str) -> str:
    """The sign that is typed."""
    return {_("tabulator"): "\t", _("space"): " ", _("none"): ""}.get(text, text)


def _sign(title: str, offered: tuple[str, ...]) -> ipywidgets.Combobox:
    return ipywidgets.Combobox(options=[shown(sign) for sign in offered], description=title, continuous_update=False)
