"""What the pages have in common: panels in tabs, each filled when it is looked at, and a switch of the language."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

import ipywidgets

from .. import html, i18n
from ..errors import WorkbenchError
from ..i18n import _
from .layout import column, problem
from .markup import MarkupBox

LANGUAGE_NAMES = {"Polski": "pl", "English": "en"}

A = TypeVar("A")
A_contra = TypeVar("A_contra", contravariant=True)


class Panel(Protocol[A_contra]):
    """One way of looking at what was asked: `show` fills `box`. It is made by the page it stands on."""

    title: str
    box: ipywidgets.Widget

    def show(self, asked: A_contra, /) -> None: ...


P = TypeVar("P", bound=Panel[Any])


class Panels(Generic[A]):
    """A tab for each kind of panel. A page opens sooner with one panel than with all, so `make` makes each when it is first
    looked at. What a panel cannot show is told in `told`."""

    def __init__(self, kinds: Sequence[type[Panel[A]]], make: Callable[[Any], Panel[A]], told: MarkupBox) -> None:
        self._kinds, self._make, self._told = tuple(kinds), make, told
        self._made: dict[type[Any], Panel[A]] = {}
        self._filled: dict[type[Any], A] = {}
        self._asked: A | None = None
        places = [column() for _kind in self._kinds]
        self.tabs = ipywidgets.Tab(children=places, titles=[_(kind.title) for kind in self._kinds], selected_index=0)
        self.tabs.add_class("wb-tabs")
        self.tabs.observe(lambda change: self._show(), "selected_index")

    def show(self, asked: A) -> None:
        """Show it in the panel that is looked at, and in the others when they are."""
        self._asked = asked
        self._show()

    def panel(self, kind: type[P]) -> P:
        """The panel of a kind."""
        made = self._made.get(kind)
        if made is None:
            made = self._made[kind] = self._make(kind)
            self.tabs.children[self._kinds.index(kind)].children = [made.box]
        assert isinstance(made, kind)
        return made

    def is_made(self, kind: type[Panel[A]]) -> bool:
        """Whether a panel was looked at already."""
        return kind in self._made

    def _show(self) -> None:
        place = self.tabs.selected_index
        if place is None or self._asked is None or self._filled.get(self._kinds[place]) is self._asked:
            return
        kind = self._kinds[place]
        self._filled[kind] = self._asked
        self.tabs.layout.display = ""
        try:
            self.panel(kind).show(self._asked)
        except WorkbenchError as error:
            self._told.show(problem(error))
        else:
            self._told.show(html.join([]))


def page_of(make: Callable[[Callable[[], None]], ipywidgets.Widget]) -> ipywidgets.Widget:
    """A page whose content `make` makes, given what makes it anew; where it cannot be made, what is wrong stands there."""
    page = ipywidgets.VBox()
    page.add_class("wb-page")

    def build() -> None:
        try:
            page.children = [make(build)]
        except WorkbenchError as error:
            page.children = [MarkupBox(problem(error), class_="wb-problem")]

    build()
    return page


def language_switch(rebuild: Callable[[], None]) -> ipywidgets.ToggleButtons:
    """The switch of the language; `rebuild` makes the page anew in the chosen one."""
    switch = ipywidgets.ToggleButtons(options=LANGUAGE_NAMES, value=i18n.language(), description="")
    switch.add_class("wb-language")

    def chosen(change: dict[str, Any]) -> None:
        i18n.set_language(change["new"])
        rebuild()

    switch.observe(chosen, "value")
    return switch
