"""The browser's part in giving files to a page: it lists them, then sends the bytes it is asked for."""

from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

from workbench.widgets.filing.dropping import Dropping


class BrowserSide:
    """Speaks to a `Dropping` as the script in the browser does; `heard` is everything it was told."""

    def __init__(self, area: Dropping) -> None:
        self._area = area
        self.heard: list[dict[str, Any]] = []

    def say(self, content: dict[str, Any], *buffers: bytes) -> None:
        """Send one message, true or not."""
        with patch.object(self._area, "send", self.heard.append):
            self._area._receive(self._area, content, [memoryview(part) for part in buffers])

    def begin(self, files: Mapping[str, bytes], transfer: str = "one") -> None:
        """List files."""
        listed = [[name, len(content)] for name, content in files.items()]
        self.say({"event": "begin", "transfer": transfer, "files": listed})

    def answer(self, files: Mapping[str, bytes]) -> None:
        """Send the part that was asked for last."""
        asked = self.heard[-1]
        part = b"".join(files.values())[asked["from"] : asked["to"]]
        self.say({"event": "part", "transfer": asked["transfer"], "from": asked["from"]}, part)

    def give(self, files: Mapping[str, bytes]) -> list[dict[str, Any]]:
        """Give files to the end, and what was heard of it."""
        self.begin(files)
        while not self.heard[-1].get("done"):
            self.answer(files)
        return self.heard
