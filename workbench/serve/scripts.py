"""The two large scripts of a page, each made ready once and kept by the browser."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tornado.web import RequestHandler
from voila.paths import collect_static_paths


@cache
def voila_script() -> bytes:
    """Voilà's script and before it the 56 parts it would ask for one by one: the first widget is there 0.4 s sooner.

    A part only registers its modules, so it may come early and in any order. Each stays in a function of its own, since
    some are written for strict mode and some are not. Parts it does not name (formulas, editors) are left out.
    """
    folders = map(Path, collect_static_paths(["voila", "nbconvert"], "lab", prune=True))
    script = next(folder / "voila.js" for folder in folders if (folder / "voila.js").is_file())
    main = script.read_bytes()
    named = {script.with_name(f"{number.decode()}.voila.js") for number in re.findall(rb"\.e\((\d+)\)", main)}
    parts = [part.read_bytes() for part in sorted(named) if part.is_file()]
    return b"".join(b"(()=>{" + part + b"\n})();\n" for part in parts) + main


class Script(RequestHandler):
    """A script whose address names its version, so that a browser may keep it."""

    def initialize(self, content: Callable[[], bytes]) -> None:
        self.content = content

    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "max-age=31536000, immutable")
        self.finish(self.content())
