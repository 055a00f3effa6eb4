"""The coming months if nobody pays: a picture whose bars lead to the notices, and its numbers."""

from typing import TYPE_CHECKING, Any

from ... import html, relief
from ...days import Month
from ...i18n import N_, _
from ..chart import Chart
from ..layout import column, details
from ..markup import MarkupBox
from ..outlook import outlook_figure, outlook_table, outlook_title
from .view import MONTHS_AHEAD, Asked, last_month

if TYPE_CHECKING:
    from ...store.relief_desk import ReliefDesk
    from .page import ReliefPage


class Outlook:
    """The months from the one whose notice is due: the same whichever month is asked about."""

    title = N_("Coming months")

    def __init__(self, page: "ReliefPage") -> None:
        self._page = page
        self._of: ReliefDesk | None = None
        self.chart = Chart(title=outlook_title())
        self.numbers = MarkupBox()
        self.chart.observe(self._go_to_bar, "clicked")
        self.box = column(
            MarkupBox(html.tag("h2", _("Coming months if nobody pays"))),
            self.chart,
            details(_("Show the numbers"), self.numbers),
        )

    def show(self, asked: Asked) -> None:
        if asked.desk is self._of:
            return
        self._of, ledger = asked.desk, asked.desk.ledger
        calendar = relief.calendar(ledger, last_month(ledger), MONTHS_AHEAD, asked.desk.filed_by_side)
        self.chart.figure = outlook_figure(calendar)
        self.numbers.show(outlook_table(calendar))

    def _go_to_bar(self, change: dict[str, Any]) -> None:
        if bar := change["new"].get("customdata"):
            month, side = bar
            self._page.question.go(Month(month), side)
