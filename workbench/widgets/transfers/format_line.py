"""One line of an own format, the record, the header or the footer: an ordered list of fields and the form of the chosen one."""

from collections.abc import Callable
from dataclasses import replace

import ipywidgets

from ...i18n import _
from ...transfers.formats import FIELDS, FieldUse
from ...transfers.formats.fields import Place
from ..layout import column, row

ROWS_SHOWN = 10
WIDEST = 999


class FormatLine:
    """The list beside the form of the chosen field. `show` fills it, `uses` is what it holds; `changed` is called when its user
    changes something. `place`: whether it is the record, or header and footer."""

    def __init__(self, place: Place, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._setting = False
        self.uses: tuple[FieldUse, ...] = ()
        offered = [(_(field.title), code) for code, field in FIELDS.items() if field.place in (place, "both")]
        self.offered = ipywidgets.Dropdown(options=offered, description=_("Field to add"))
        self.list = ipywidgets.Select(rows=ROWS_SHOWN, layout={"width": "100%"})
        self.text = ipywidgets.Text(description=_("Constant text"), continuous_update=False)
        self.width = ipywidgets.BoundedIntText(min=0, max=WIDEST, description=_("Width (0: as long as it is)"))
        self.longest = ipywidgets.BoundedIntText(min=0, max=WIDEST, description=_("At most (0: no limit)"))
        self.align = ipywidgets.Dropdown(options={_("left"): "left", _("right"): "right"}, description=_("Aligned"))
        self.fill = ipywidgets.Text(description=_("Filled up with"), continuous_update=False)
        self.joined = ipywidgets.Checkbox(description=_("Joined to the field before it"), indent=False)
        self.quoted = ipywidgets.Checkbox(description=_("In text delimiters"), indent=False)
        self.add = _button(_("Add"), self._add, "wb-field-add", icon="plus")
        self.remove = _button(_("Remove"), self._remove, "wb-field-remove")
        self.up = _button(_("Up"), lambda: self._move(-1), "wb-field-up", icon="arrow-up")
        self.down = _button(_("Down"), lambda: self._move(1), "wb-field-down", icon="arrow-down")
        self.list.observe(lambda change: self._choose(), "value")
        for control in self._controls:
            control.observe(lambda change: self._edit(), "value")
        adding = row(self.offered, self.add, class_="wb-fields wb-question")
        moving = row(self.up, self.down, self.remove, class_="wb-tools")
        self.form = column(
            row(self.text, class_="wb-fields"),
            row(self.width, self.longest),
            row(self.align, self.fill),
            row(self.joined, self.quoted),
            class_="wb-half wb-question",
        )
        listed = column(adding, self.list, moving, class_="wb-half")
        self.box = row(listed, self.form, class_="wb-halves")

    @property
    def _controls(self) -> tuple[ipywidgets.Widget, ...]:
        return (self.text, self.width, self.longest, self.align, self.fill, self.joined, self.quoted)

    def show(self, uses: tuple[FieldUse, ...]) -> None:
        """Show these fields, the first one chosen."""
        self._put(uses, 0)

    @property
    def _place(self) -> int | None:
        """The number of the chosen field in the line, from 0."""
        place: int | None = self.list.value
        return place

    def _add(self) -> None:
        """Put the offered field behind the chosen one."""
        behind = len(self.uses) if self._place is None else self._place + 1
        self._put((*self.uses[:behind], FieldUse(self.offered.value), *self.uses[behind:]), behind)
        self._changed()

    def _remove(self) -> None:
        if self._place is not None:
            self._put(self.uses[: self._place] + self.uses[self._place + 1 :], self._place)
            self._changed()

    def _move(self, by: int) -> None:
        """Change places with the neighbour."""
        place = self._place
        if place is not None and 0 <= place + by < len(self.uses):
            moved = list(self.uses)
            moved[place], moved[place + by] = moved[place + by], moved[place]
            self._put(tuple(moved), place + by)
            self._changed()

    def _put(self, uses: tuple[FieldUse, ...], place: int) -> None:
        """Hold these fields and choose one."""
        self.uses = uses
        self._setting = True
        self.list.options = [(_told(number, use), number - 1) for number, use in enumerate(uses, 1)]
        self.list.value = min(place, len(uses) - 1) if uses else None
        self._setting = False
        self._choose()

    def _choose(self) -> None:
        """Fill the form of the chosen field."""
        if self._setting:
            return
        place = self._place
        self.form.layout.display = "" if place is not None else "none"
        self.remove.disabled = place is None
        self.up.disabled = not place
        self.down.disabled = place is None or place == len(self.uses) - 1
        if place is None:
            return
        use = self.uses[place]
        self._setting = True
        self.text.value, self.text.layout.display = use.text, "" if use.code == "constant" else "none"
        self.width.value, self.longest.value = use.width, use.longest
        self.align.value, self.fill.value = use.align, use.fill
        self.joined.value, self.quoted.value = use.joined, use.quoted
        self._setting = False

    def _edit(self) -> None:
        """Take over what is typed about the chosen field."""
        if self._setting or self._place is None:
            return
        use = replace(
            self.uses[self._place],
            text=self.text.value,
            width=self.width.value,
            longest=self.longest.value,
            align=self.align.value,
            fill=self.fill.value,
            joined=self.joined.value,
            quoted=self.quoted.value,
        )
        if use != self.uses[self._place]:
            self._put((*self.uses[: self._place], use, *self.uses[self._place + 1 :]), self._place)
            self._changed()


def _told(number: int, use: FieldUse) -> str:
    """A field in the list: its number, its title, what a constant says, how wide it is, whether it is joined."""
    known = FIELDS.get(use.code)
    title = use.code if known is None else _(known.title)
    said = f" „{use.text}”" if use.code == "constant" else ""
    room = f" · {use.width}" if use.width else f" · ≤ {use.longest}" if use.longest else ""
    return f"{number}. {'+ ' if use.joined else ''}{title}{said}{room}"


def _button(text: str, action: Callable[[], None], class_: str, **looks: str) -> ipywidgets.Button:
    made = ipywidgets.Button(description=text, **looks)
    made.on_click(lambda pressed: action())
    made.add_class(class_)
    return made
