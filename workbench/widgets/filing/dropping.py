"""A place on the page that takes files and whole folders, dropped on it or chosen with its buttons."""

from collections.abc import Callable, Sequence
from typing import Any

import anywidget
import traitlets

from ...errors import FilingError
from ...i18n import _, ngettext
from ..table import STATIC
from .uploading import KINDS, LARGEST, MOST_FILES, Given, Transfer, refusal


class Dropping(anywidget.AnyWidget):
    """Takes files of `KINDS`; others among them are passed over.

    `begun` is called when files are given, then either `taken` with all of them or `refused` with the reason. Files given anew
    put an end to those that are still on their way.
    """

    _esm = STATIC / "dropping.js"
    _css = STATIC / "dropping.css"

    words = traitlets.Dict().tag(sync=True)
    bounds = traitlets.Dict().tag(sync=True)

    def __init__(
        self, begun: Callable[[], None], taken: Callable[[Given], None], refused: Callable[[FilingError], None]
    ) -> None:
        words = {
            "area": _("Drop files or a folder here"),
            "files": _("Choose files"),
            "folder": _("Choose a folder"),
            "looking": _("Looking for the files…"),
        }
        super().__init__(words=words, bounds={"kinds": KINDS, "count": MOST_FILES, "size": LARGEST * 10**6})
        self._begun, self._taken, self._refused = begun, taken, refused
        self._mark: Any = None
        self._transfer: Transfer | None = None
        self.on_msg(self._receive)

    def stop(self) -> None:
        """Take no more of the files that are on their way."""
        if self._transfer is not None:
            self._end()

    def _receive(self, _widget: Any, content: dict[str, Any], buffers: Sequence[bytes | memoryview]) -> None:
        event, mark = content.get("event"), content.get("transfer")
        if event == "part" and (self._transfer is None or mark != self._mark):
            return  # of files that were given before those of now
        try:
            if event == "part" and self._transfer is not None:
                self._transfer.take(content.get("from"), buffers)
            else:
                self._mark, self._transfer = mark, None
                self._begun()
                if event != "begin":
                    raise refusal(content.get("reason"))
                self._transfer = Transfer(content.get("files"))
            self._go_on(self._transfer)
        except FilingError as error:
            self._end()
            self._refused(error)

    def _go_on(self, transfer: Transfer) -> None:
        """Ask for what is missing; hand the files over where nothing is."""
        start, end = transfer.wanted
        told = ngettext("Reading {count} file…", "Reading {count} files…", len(transfer)).format(count=len(transfer))
        self.send({"transfer": self._mark, "told": told, "from": start, "to": end})
        if start == end:
            self._transfer = None
            try:
                self._taken(transfer.files())
            finally:
                self._end()

    def _end(self) -> None:
        self._transfer = None
        self.send({"transfer": self._mark, "done": True})
