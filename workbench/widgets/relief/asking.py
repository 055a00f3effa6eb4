"""A question on the page itself, with its answers as buttons: nothing else is asked until it is answered."""

from collections.abc import Callable, Mapping

import ipywidgets

from ... import html
from ...i18n import _
from ..layout import column, row
from ..markup import MarkupBox


class Asking:
    """Hidden until `ask` is called; an answer, or taking the question back, hides it again.

    With a question the focus goes to Cancel, which scrolls it into sight: the button that led to it may stand far below. Not
    to the first answer, so that nobody deletes by pressing Enter once too often.
    """

    def __init__(self) -> None:
        self.text = MarkupBox()
        self.buttons: dict[str, ipywidgets.Button] = {}
        self._answers = row(class_="wb-asking-answers")
        self._cancel = ipywidgets.Button(description=_("Cancel"))  # always there: only what is on the page can get the focus
        self._cancel.on_click(lambda pressed: self.withdraw())
        self.box = column(self.text, row(self._answers, self._cancel, class_="wb-asking-answers"), class_="wb-asking")
        self.withdraw()

    @property
    def open(self) -> bool:
        """Whether an answer is awaited."""
        return self.box.layout.display != "none"

    def ask(self, text: str, answers: Mapping[str, Callable[[], None]]) -> None:
        """Ask; `answers`: what each button does, the first one foremost. A last button, Cancel, takes it back."""
        self.text.show(html.tag("p", text, role="alert"))
        self.buttons = {}
        for title, action in answers.items():
            self.buttons[title] = button = ipywidgets.Button(description=title)
            button.on_click(lambda pressed, action=action: self._answer(action))
        next(iter(self.buttons.values())).button_style = "primary"
        self._answers.children = tuple(self.buttons.values())
        self.buttons[self._cancel.description] = self._cancel
        self.box.layout.display = ""
        self._cancel.focus()

    def withdraw(self) -> None:
        """Take the question back."""
        self.box.layout.display = "none"

    def _answer(self, action: Callable[[], None]) -> None:
        self.withdraw()
        action()
