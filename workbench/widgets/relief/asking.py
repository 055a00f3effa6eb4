"""A question on the page itself, with its answers as buttons: nothing else is asked until it is answered."""

from collections.abc import Callable, Mapping

import ipywidgets

from ... import html
from ...i18n import _
from ..layout import column, row
from ..markup import MarkupBox


class Asking:
    """Hidden until `ask` is called; an answer, or taking the question back, hides it again."""

    def __init__(self) -> None:
        self.text = MarkupBox()
        self.buttons: dict[str, ipywidgets.Button] = {}
        self._answers = row(class_="wb-asking-answers")
        self.box = column(self.text, self._answers, class_="wb-asking")
        self.withdraw()

    @property
    def open(self) -> bool:
        """Whether an answer is awaited."""
        return self.box.layout.display != "none"

    def ask(self, text: str, answers: Mapping[str, Callable[[], None]]) -> None:
        """Ask; `answers`: what each button does, the first one foremost. A last button, Cancel, does nothing."""
        self.text.show(html.tag("p", text, role="alert"))
        self.buttons = {}
        for title, action in {**answers, _("Cancel"): lambda: None}.items():
            self.buttons[title] = button = ipywidgets.Button(description=title)
            button.on_click(lambda pressed, action=action: self._answer(action))
        next(iter(self.buttons.values())).button_style = "primary"
        self._answers.children = tuple(self.buttons.values())
        self.box.layout.display = ""

    def withdraw(self) -> None:
        """Take the question back."""
        self.box.layout.display = "none"

    def _answer(self, action: Callable[[], None]) -> None:
        self.withdraw()
        action()
