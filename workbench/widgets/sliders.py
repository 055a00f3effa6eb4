"""Shares as sliders that belong together: moving one moves the others, as the kernel says."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import anywidget
import traitlets

from ..i18n import _
from .table import STATIC


@dataclass(frozen=True)
class Slider:
    """One share: its key and label, its percent as a plain decimal (`value`) and as people read it (`text`), whether it is
    locked, and what it was at the `start`."""

    key: str
    label: str
    value: str
    text: str
    locked: bool
    start: str


class Sliders(anywidget.AnyWidget):
    """A group of sliders from 0 to 100. `moved(key, percent as typed)` and `locked(key, whether)` are called when a person
    does so; they answer with `show`."""

    _esm = STATIC / "sliders.js"

    rows: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    step = traitlets.Unicode("0.5").tag(sync=True)

    def __init__(self, moved: Callable[[str, str], None], locked: Callable[[str, bool], None]) -> None:
        super().__init__(words={"lock": _("lock"), "share": _("percent")})
        self._moved, self._locked = moved, locked
        self.on_msg(self._receive)

    def show(self, sliders: Sequence[Slider]) -> None:
        self.rows = [asdict(slider) for slider in sliders]

    def _receive(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        try:
            if content.get("event") == "move":
                self._moved(str(content["key"]), str(content["value"]))
            elif content.get("event") == "lock":
                self._locked(str(content["key"]), bool(content["value"]))
        finally:
            self.send({"event": "done"})
