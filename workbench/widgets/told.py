"""What a page says after a step: seen at once, wherever the page was scrolled to."""

import anywidget
import traitlets

from .table import STATIC


class Told(anywidget.AnyWidget):
    """A text of a few lines, good news or a refusal; it comes into sight when it is told."""

    _esm = STATIC / "told.js"

    text = traitlets.Unicode().tag(sync=True)
    good = traitlets.Bool().tag(sync=True)
    times = traitlets.Int().tag(sync=True)
    """How often something was told: the same text may be told twice."""

    def tell(self, text: str, *, good: bool = False) -> None:
        with self.hold_sync():
            self.text, self.good, self.times = text, good, self.times + 1

    def clear(self) -> None:
        self.tell("")
