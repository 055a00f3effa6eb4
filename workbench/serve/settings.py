"""How Voilà is set up for the dashboards: every value here is a decision, its reason beside it."""

import os
import tempfile
from pathlib import Path
from typing import Any

from traitlets.config import Config

from ..i18n import _, language

ADDRESS = "127.0.0.1"

# All that a page needs of the labextensions that may be installed; every other one costs each page its download.
LABEXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]

# The browser itself refuses whatever would leave this server: nothing is fetched from or sent to another one, even if
# hostile text found its way into a page. JupyterLab's scripts need eval, anywidget imports its modules from blobs.
CONTENT_SECURITY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


def dashboards(root: Path) -> list[Path]:
    """The notebooks of a folder that are dashboards: directly in it, in alphabetical order."""
    return sorted(root.glob("*.ipynb"))


def settings(root: Path, port: int) -> Config:
    """Voilà's settings for the dashboards in `root`, served on `port`."""
    c = Config()
    c.Voila.root_dir = str(root)
    c.Voila.ip = ADDRESS
    c.Voila.port = port
    c.Voila.port_retries = 0  # the port was looked for before: the address shown must be the address used
    c.Voila.open_browser = False  # Voilà would open it through a page with stylesheets from elsewhere
    c.Voila.config_file_paths = []  # nobody's own Voilà settings may loosen these
    c.Voila.log_level = "ERROR"  # below it, each opened page writes several lines beside the addresses
    c.Voila.tornado_settings = {
        "allow_remote_access": False,  # a foreign host name that points here (DNS rebinding) is refused
        "headers": {"Content-Security-Policy": CONTENT_SECURITY, "X-Content-Type-Options": "nosniff"},
        "websocket_max_message_size": 256 * 2**20,  # larger messages (files sent in) end the connection silently
        "ws_ping_timeout": 30_000,  # Jupyter's 90 seconds exceed its interval, of which Tornado complains each time
    }

    c.VoilaConfiguration.allow_template_override = "NO"
    c.VoilaConfiguration.allow_theme_override = "NO"
    c.VoilaConfiguration.extension_allowlist = LABEXTENSIONS
    c.VoilaConfiguration.file_allowlist = []  # pages need no file of the folder, and no login protects files
    c.VoilaConfiguration.page_config_hook = _without_formulas
    c.VoilaConfiguration.show_tracebacks = False
    c.VoilaConfiguration.strip_sources = True
    words = {"opening": _("Opening the page…"), "script": _("This page needs JavaScript.")}
    c.VoilaConfiguration.resources = {"words": words}
    c.HTMLExporter.language_code = language()

    # One kernel of each dashboard stands ready with its cells run. The next one starts only after the page that took it
    # has had the processor for itself.
    c.VoilaConfiguration.preheat_kernel = True
    c.VoilaKernelManager.kernel_pools_config = {
        "default": {"pool_size": 0},
        **{notebook.name: {"pool_size": 1} for notebook in dashboards(root)},
    }
    c.VoilaKernelManager.fill_delay = 5.0

    # A closed page ends its kernel itself; this ends the kernels of pages that could not (browser killed, line cut).
    c.MappingKernelManager.cull_idle_timeout = 600
    c.MappingKernelManager.cull_interval = 60
    if _sockets_fit():
        c.KernelManager.transport = "ipc"
    return c


def _without_formulas(current_page_config: dict[str, Any], **_page: Any) -> dict[str, Any]:
    """What Voilà tells its script about a page, with our stand-in for MathJax."""
    return {**current_page_config, "fullMathjaxUrl": "/workbench/static/no-math.js"}


def _sockets_fit() -> bool:
    """Whether kernels can talk through socket files, which only their owner can open, in place of TCP on loopback.

    Windows has none; elsewhere the path (folder for temporary files and 65 characters) must stay below 104 characters.
    """
    return os.name == "posix" and len(tempfile.gettempdir()) < 39
