"""The panel JPK_V7 among the panels of the page."""

from typing import TYPE_CHECKING

from ...i18n import N_
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class Jpk:
    """`panel` is the panel itself. It comes with all that makes, reads and checks files, which who looks at notices alone
    neither waits for nor holds in memory: so it is imported here, when the panel is first looked at."""

    title = N_("JPK_V7")

    def __init__(self, page: "ReliefPage") -> None:
        from ..filing import JpkPanel

        self.panel = JpkPanel(page)
        self.box = self.panel.box

    def show(self, asked: Asked) -> None:
        self.panel.show(asked)
