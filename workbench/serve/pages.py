"""The server's own addresses: the list of dashboards at `/`, each dashboard at `/<name>`, our static files."""

import json
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, StaticFileHandler, authenticated
from voila.tornado.handler import TornadoVoilaHandler

from ..i18n import _
from ..widgets.chart import plotly_script
from .scripts import Script, voila_script
from .settings import dashboards

STATIC = Path(__file__).parent / "static"
MOST_KERNELS = 40  # a page that opens others in a loop must not take all memory


def title(notebook: Path) -> str:
    """The `title` in a notebook's metadata, else its name."""
    metadata = json.loads(notebook.read_text("utf-8")).get("metadata", {})
    return str(metadata.get("title") or notebook.stem.replace("_", " ").capitalize())


class FrontPage(JupyterHandler):
    """Leads to the only dashboard, or lists them."""

    def initialize(self, root: Path) -> None:
        self.root = root

    @authenticated
    def get(self) -> None:
        found = dashboards(self.root)
        if len(found) == 1:
            self.redirect(f"/{found[0].stem}")
            return
        template = self.settings["voila_jinja2_env"].get_template("list.html.j2")
        entries = [(f"/{notebook.stem}", title(notebook)) for notebook in found]
        self.write(template.render(entries=entries, heading=_("Dashboards")))


class DashboardPage(TornadoVoilaHandler):
    """A dashboard, as Voilà renders it, with the cookie its farewell needs."""

    async def get(self, path: str) -> None:
        if len(self.kernel_manager) >= MOST_KERNELS:
            raise HTTPError(503, _("Too many pages are open. Close some and try again in a few minutes."))
        # Asking for the token sets its cookie. Without it the message by which a closing page ends its kernel is refused.
        self.xsrf_form_html()
        await super().get(f"{path}.ipynb")


def addresses(root: Path, options: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rules for Tornado; `options` are those Voilà gives to the handler of its pages."""
    return [
        (r"/", FrontPage, {"root": root}),
        (r"/workbench/static/plotly\.min\.js", Script, {"content": plotly_script}),
        (r"/workbench/static/voila\.js", Script, {"content": voila_script}),
        (r"/workbench/static/(.*)", StaticFileHandler, {"path": str(STATIC)}),
        (r"/([^/.]+)", DashboardPage, options),
    ]
