"""A table of any length, of which the browser holds one page: the kernel sorts, filters and pages the DataFrame."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from .. import i18n
from ..errors import WorkbenchError
from ..i18n import _

STATIC = Path(__file__).parent / "static"
ROWS_A_PAGE = 25


@dataclass(frozen=True)
class Shown:
    """How a column is shown: its title; its kind ("amount" for grosze, "date", "text", "sign"); words for codes."""

    title: str
    kind: str = "text"
    words: Mapping[Any, str] | None = None

    def text(self, value: Any) -> str:
        if self.kind == "amount":
            return i18n.amount(value)
        if pd.isna(value):
            return ""
        if self.kind == "date":
            return i18n.day(value)
        return self.words[value] if self.words else str(value)


class Table(anywidget.AnyWidget):
    """A paged, sortable table whose rows can be chosen.

    `show` gives it a DataFrame; `search` keeps the rows in which a text column holds the words; `selected` is the key
    of the chosen row ("" for none), its value in the column `key` of `show`. `leads_to` is a CSS selector: what the choice
    shows there is scrolled to where it would be out of sight. Where `show` says which rows may be marked, each has a box to
    tick (space bar or mouse), and `marked` holds the keys of the ticked ones. `sorted`: the column
    that the user has sorted by, and whether it descends.
    """

    _esm = STATIC / "table.js"
    _css = STATIC / "table.css"

    view = traitlets.Dict().tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)
    leads_to = traitlets.Unicode().tag(sync=True)
    marked = traitlets.Instance(frozenset, ())
    sorted = traitlets.Tuple(traitlets.Unicode(), traitlets.Bool(), default_value=("", False))

    def __init__(self, title: str, empty: str, leads_to: str = "") -> None:
        super().__init__(leads_to=leads_to)
        self._title, self._empty = title, empty
        self._frame = self._kept = pd.DataFrame()
        self._columns: dict[str, Shown] = {}
        self._key = ""
        self._row_kind: Callable[[Any], str] = lambda row: ""
        self._foot: list[str] = []
        self._markable: frozenset[str] | None = None
        self._sorted: str | None = None
        self._descending = False
        self._words = ""
        self._page = 0
        self.on_msg(self._receive)

    def show(
        self,
        frame: pd.DataFrame,
        columns: Mapping[str, Shown],
        key: str,
        row_kind: Callable[[Any], str] = lambda row: "",
        foot: Sequence[Any] = (),
        markable: frozenset[str] | None = None,
    ) -> None:
        """Show the columns named of a table. `row_kind` gives a row (a namedtuple) its CSS class; `foot` are the values of a
        last row that stays below all pages, such as sums; `markable` are the keys of the rows that may be marked."""
        self._markable = markable
        self._frame, self._columns, self._key, self._row_kind = frame, dict(columns), key, row_kind
        self._foot = [shown.text(value) for shown, value in zip(self._columns.values(), foot, strict=False)]
        if self._sorted not in self._columns:
            self._sorted = None
        self._arrange()

    def search(self, words: str) -> None:
        """Keep the rows that hold all the words in their shown text columns, in any case."""
        self._words = words
        self._arrange()

    def sort(self, column: str) -> None:
        """Sort by a column; a second time the other way round."""
        self._descending = self._sorted == column and not self._descending
        self._sorted = column
        self._arrange()
        self.sorted = (column, self._descending)

    def turn(self, page: int) -> None:
        """Show a page (counted from 0)."""
        self._page = min(max(page, 0), self._pages - 1)
        self._draw()

    def mark(self, keys: frozenset[str]) -> None:
        """Mark these rows, as far as they may be marked, and no others."""
        self.marked = keys & (self._markable or frozenset())
        self._draw()

    @property
    def rows(self) -> pd.DataFrame:
        """The rows kept by the search, in the order shown."""
        return self._kept

    @property
    def _pages(self) -> int:
        return max(1, -(-len(self._kept) // ROWS_A_PAGE))

    def _arrange(self) -> None:
        kept = self._frame
        for word in self._words.casefold().split():
            kept = kept[self._holds(kept, word)]
        if self._sorted:
            kept = kept.sort_values(self._sorted, ascending=not self._descending, kind="stable")
        self._kept, self._page = kept, 0
        self._draw()

    def _holds(self, frame: pd.DataFrame, word: str) -> "pd.Series[bool]":
        """Where a shown text holds a word; each distinct value is looked at once."""
        found = pd.Series(False, index=frame.index)
        for name, shown in self._columns.items():
            distinct = frame[name].unique()
            holding = [value for value in distinct if word in shown.text(value).casefold()]
            found |= frame[name].isin(holding)
        return found

    def _draw(self) -> None:
        first = self._page * ROWS_A_PAGE
        rows: Sequence[Any] = list(self._kept.iloc[first : first + ROWS_A_PAGE].itertuples(index=False))
        names = list(self._columns)
        self.view = {
            "columns": [{"title": shown.title, "kind": shown.kind} for shown in self._columns.values()],
            "rows": [
                {
                    "key": getattr(row, self._key),
                    "kind": self._row_kind(row),
                    "marked": self._mark_of(getattr(row, self._key)),
                    "cells": [shown.text(getattr(row, name)) for name, shown in self._columns.items()],
                }
                for row in rows
            ],
            "foot": self._foot,
            "marking": self._markable is not None,
            "all_marked": bool(self._listed_markable) and self._listed_markable <= self.marked,
            "sorted": names.index(self._sorted) if self._sorted else -1,
            "descending": self._descending,
            "page": self._page,
            "pages": self._pages,
            "words": {
                "title": self._title,
                "empty": self._empty,
                "pages": _("Pages of the table"),
                "previous": _("Previous"),
                "next": _("Next"),
                "mark": _("Mark"),
                "mark_all": _("Mark all that are listed"),
                "shown": _("{first} to {last} of {count}").format(
                    first=min(first + 1, len(self._kept)), last=first + len(rows), count=len(self._kept)
                ),
            },
        }

    def _mark_of(self, key: str) -> bool | None:
        """Whether a row is marked; None where it cannot be."""
        return key in self.marked if self._markable is not None and key in self._markable else None

    @property
    def _listed_markable(self) -> frozenset[str]:
        return self._markable.intersection(self._kept[self._key]) if self._markable else frozenset()

    def _receive(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        if content.get("event") == "sort":
            self.sort(list(self._columns)[int(content["column"])])
        elif content.get("event") == "page":
            self.turn(int(content["page"]))
        elif content.get("event") == "mark":
            self.mark(self.marked ^ {str(content["key"])})
        elif content.get("event") == "mark_all":
            listed = self._listed_markable
            self.mark(self.marked - listed if listed <= self.marked else self.marked | listed)


class Download(anywidget.AnyWidget):
    """A button that takes a file away. `make` gives its name and content when it is pressed; a refusal is said beside it."""

    _esm = STATIC / "download.js"
    _css = "".join((STATIC / name).read_text("utf-8") for name in ("page.css", "panels.css", "relief.css"))

    label = traitlets.Unicode().tag(sync=True)

    def __init__(self, label: str, make: Callable[[], tuple[str, bytes]]) -> None:
        super().__init__(label=label)
        self._make = make
        self.on_msg(self._deliver)

    def _deliver(self, _widget: Any, _content: Any, _buffers: Any) -> None:
        try:
            name, content = self._make()
        except WorkbenchError as error:
            self.send({"refused": str(error)})
            return
        self.send({"name": name, "type": "application/octet-stream"}, buffers=[content])
