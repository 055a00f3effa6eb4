"""The grid as the browser holds it: clients down, months across, cells that can be chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import anywidget
import traitlets

from ...i18n import _
from ..table import STATIC


@dataclass(frozen=True)
class Cell:
    """What a cell says: the code of its sign and word, the state that gives its colour (`kind`), an amount, more words for a
    pointer or a screen reader. `dim`: not asked for."""

    state: str
    kind: str
    amount: str
    note: str = ""
    dim: bool = False


@dataclass(frozen=True)
class Line:
    """A client's side, one cell a month (None: nothing there); or, with `problem`, a client whose books cannot be used.
    `first`: the first line of its client."""

    client: str
    side: str
    side_title: str
    first: bool
    cells: Sequence[Cell | None] = ()
    problem: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its key, its title, a few words below it."""

    key: str
    title: str
    note: str = ""


class Cells(anywidget.AnyWidget):
    """The grid. `show` fills it; `selected` is client, side and month of the chosen cell, empty for none. `leads_to` is a CSS
    selector: what the choice shows there is scrolled to where it would be out of sight. `opened` is called when a browser
    begins to show it."""

    _esm = STATIC / "cells.js"
    _css = "".join((STATIC / name).read_text("utf-8") for name in ("table.css", "cells.css"))

    view = traitlets.Dict().tag(sync=True)
    selected: traitlets.List[str] = traitlets.List().tag(sync=True)
    leads_to = traitlets.Unicode().tag(sync=True)

    def __init__(self, title: str, empty: str, leads_to: str, opened: Callable[[], None]) -> None:
        super().__init__(leads_to=leads_to)
        self._words = {"title": title, "empty": empty, "client": _("Client")}
        self._opened = opened
        self.on_msg(self._receive)

    def show(
        self,
        months: Sequence[Column],
        lines: Sequence[Line],
        states: Mapping[str, tuple[str, str]],
        foot: Mapping[str, Sequence[str]],
    ) -> None:
        """`states`: a sign and a short word a state; `foot`: by title one text a month, below all clients."""
        self.view = {
            "columns": [asdict(month) for month in months],
            "rows": [asdict(line) for line in lines],
            "states": {code: {"sign": sign, "word": word} for code, (sign, word) in states.items()},
            "foot": [{"title": title, "cells": list(cells)} for title, cells in foot.items()],
            "words": self._words,
        }

    def _receive(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        if content.get("event") == "shown":
            self._opened()
