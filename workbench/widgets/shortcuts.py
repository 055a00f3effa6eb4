"""Keys of the keyboard that do what a button does, wherever on the page they are pressed."""

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets

from .table import STATIC


class Shortcuts(anywidget.AnyWidget):
    """Calls the action of a key, named as in "F8" or "Ctrl+F7". It shows nothing; it only has to be on the page."""

    _esm = STATIC / "shortcuts.js"

    bound: traitlets.List[str] = traitlets.List().tag(sync=True)

    def __init__(self, actions: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(bound=list(actions))
        self._actions = actions
        self.on_msg(self._receive)

    def _receive(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        action = self._actions.get(str(content.get("key")))
        if action is not None:
            action()
