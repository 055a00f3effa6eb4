"""What every panel does with what its user wants: tell what a rule refuses, keep a change, take one back."""

from collections.abc import Callable

import ipywidgets

from ... import html
from ...errors import WorkbenchError
from ...i18n import _
from ...ledger import Ledger
from ..markup import MarkupBox
from ..memory import Memory
from .differences import set_what_differs
from .question import Question


class Keeper:
    """Acts for one panel, says how it went in `told`, and has the page read anew (`reload`) what is remembered."""

    def __init__(self, memory: Memory, reload: Callable[[], None], told: MarkupBox) -> None:
        self.memory, self._reload, self._told = memory, reload, told

    @property
    def hindrance(self) -> str:
        """Why nothing can be kept; empty where it can."""
        return "" if self.memory.available else _("Nothing can be kept: WORKBENCH_STORE names no file.")

    def act(self, action: Callable[[], None]) -> None:
        """Do something; what a rule refuses is told."""
        self._told.show(html.join([]))
        try:
            action()
        except WorkbenchError as error:
            self._told.show(html.tag("p", str(error)))

    def button(self, text: str, action: Callable[[], None], class_: str = "", **looks: str) -> ipywidgets.Button:
        """A button that acts."""
        made = ipywidgets.Button(description=text, **looks)
        made.on_click(lambda pressed: self.act(action))
        if class_:
            made.add_class(class_)
        return made

    def undo_button(self, asked: Callable[[], Question | None]) -> ipywidgets.Button:
        """A button that takes back the last change of the client that is looked at."""
        made = self.button(_("Undo the last change"), lambda: self._take_back(asked()), "wb-undo")
        made.disabled, made.tooltip = not self.memory.available, self.hindrance
        return made

    def keep(self, asked: Question, what: str, after: Ledger, more: str = "") -> None:
        """Keep what differs from the books that were looked at, as one change told in words. Raises as `Memory.change`."""
        self.memory.change(what, lambda change: set_what_differs(change, asked, after))
        self._reload()
        kept = _("Kept: {what}. It can be undone.").format(what=what)
        self._told.show(html.tag("p", f"{kept} {more}".strip(), class_="wb-good"))

    def _take_back(self, asked: Question | None) -> None:
        if asked is not None:
            self.memory.undo(asked.client)
            self._reload()
            self._told.show(html.tag("p", _("The last change was undone."), class_="wb-good"))
