"""What the panels that edit do with what their user wants: tell what a rule refuses, keep a change, take one back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets

from ... import html
from ...errors import WorkbenchError
from ...i18n import _
from ...store.remembering import Change
from ..markup import MarkupBox

if TYPE_CHECKING:
    from .page import TransfersPage


class Keeping:
    """Acts for one panel of a page, says how it went in `told`, and has the page read anew what is remembered."""

    def __init__(self, page: "TransfersPage") -> None:
        self._page = page
        self.told = MarkupBox(class_="wb-told")

    @property
    def hindrance(self) -> str:
        """Why nothing can be kept; empty where it can."""
        return "" if self._page.memory.available else _("Nothing can be kept: WORKBENCH_STORE names no file.")

    def act(self, action: Callable[[], None]) -> None:
        """Do something; what a rule refuses is told."""
        self.told.show(html.join([]))
        try:
            action()
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error)))

    def button(self, text: str, action: Callable[[], None], class_: str, **looks: str) -> ipywidgets.Button:
        """A button that acts."""
        made = ipywidgets.Button(description=text, **looks)
        made.on_click(lambda pressed: self.act(action))
        made.add_class(class_)
        return made

    def undo_button(self, before: Callable[[], None]) -> ipywidgets.Button:
        """A button that takes back the last change of the client that is looked at; `before` is called when that is done and
        the page not yet read anew."""
        made = self.button(_("Undo the last change"), lambda: self._take_back(before), "wb-undo")
        made.disabled, made.tooltip = bool(self.hindrance), self.hindrance
        return made

    def keep(self, what: str, make: Callable[[Change], None], before: Callable[[], None]) -> None:
        """Keep what `make` sets as one change told in words; `before` as for `undo_button`. Raises as `Store.change`."""
        self._page.memory.change(what, make)
        before()
        self._page.reload()
        self.tell(_("Kept: {what}. It can be undone.").format(what=what))

    def tell(self, text: str) -> None:
        """Say that something went well."""
        self.told.show(html.tag("p", text, class_="wb-good"))

    def _take_back(self, before: Callable[[], None]) -> None:
        self._page.memory.undo(self._page.client.value)
        before()
        self._page.reload()
        self.tell(_("The last change was undone."))
