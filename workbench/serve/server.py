"""The application: Voilà with our settings, templates and addresses."""

import errno
import os
import socket
import sys
import webbrowser
from pathlib import Path
from typing import Any

from tornado.ioloop import IOLoop, PeriodicCallback
from voila.app import Voila
from voila.tornado.contentshandler import VoilaContentsHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler

from ..i18n import language
from .pages import addresses
from .settings import ADDRESS, dashboards, settings

TEMPLATES = Path(__file__).parent / "templates" / "liczydlo"
# Voilà's own front: it shows folders and takes any path; ours shows the dashboards only.
REPLACED = (VoilaContentsHandler, TornadoVoilaHandler, TornadoVoilaTreeHandler)


class Dashboards(Voila):
    """Voilà for one folder of dashboards."""

    def setup_template_dirs(self) -> None:
        """Our templates come first; what they do not define is Voilà's."""
        super().setup_template_dirs()
        self.template_paths.insert(0, str(TEMPLATES))

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings; error pages, too, come from our templates."""
        tornado: dict[str, Any] = super().init_settings()
        templates = tornado["voila_jinja2_env"]
        templates.globals["language"] = language()
        return {**tornado, "jinja2_env": templates}

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Voilà's addresses, its front replaced by ours."""
        kept = [rule for rule in super().init_handlers() if rule[1] not in REPLACED]
        options = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        return kept + addresses(Path(self.root_dir), options)


def free_port(wanted: int) -> int:
    """The wanted port, or another free one where it is taken."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself will do
            try:
                probe.bind((ADDRESS, port))
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise
            else:
                return int(probe.getsockname()[1])
    raise OSError(errno.EADDRINUSE, "No free port")


def has_screen() -> bool:
    """Whether a browser can be shown here."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


FRUGAL = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "65536"}
"""What keeps a kernel small: Arrow's own pool costs 2 MB more, what the C library holds back from the system 5 MB (it reads the
last two on Linux alone)."""


def serve(root: Path, port: int, *, browser: bool) -> None:
    """Serve the dashboards of a folder until Ctrl-C; their addresses are printed once they answer."""
    for name, value in FRUGAL.items():
        os.environ.setdefault(name, value)
    app = Dashboards(config=settings(root, free_port(port)))
    app.initialize([])

    def announce() -> None:
        for notebook in dashboards(root):
            print(f"http://{ADDRESS}:{app.port}/{notebook.stem}", flush=True)
        if browser and has_screen():
            webbrowser.open(f"http://{ADDRESS}:{app.port}/")
        if sys.platform == "win32":
            PeriodicCallback(lambda: None, 1000).start()  # there Ctrl-C is noticed only when something happens

    IOLoop.current().add_callback(announce)
    app.start()
