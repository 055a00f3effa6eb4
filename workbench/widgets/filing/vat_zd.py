"""The notice VAT-ZD as XML, for months up to September 2020: what is filed then in place of a JPK_V7 with the relief in it."""

from typing import TYPE_CHECKING

from ... import html
from ...i18n import _
from ...relief import period_title
from ...relief.life.lists import is_sent
from ...store.filing_desk import FilingDesk
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Download

if TYPE_CHECKING:
    from ..relief.view import Asked


class VatZd:
    """The button and what it gives; hidden for periods whose notices are no longer sent."""

    def __init__(self) -> None:
        self._asked: Asked | None = None
        self._desk: FilingDesk | None = None
        self.told = MarkupBox()
        self.download = Download(_("VAT-ZD (XML)"), self._make)
        self.box = column(self.told, row(self.download, class_="wb-tools"))

    def show(self, asked: "Asked", desk: FilingDesk) -> None:
        """The notice of sales of the period, kept or by the rule, whichever side is asked about: of purchases none went out."""
        self._asked, self._desk = asked, desk
        sent = is_sent(asked.desk.chain("sale", asked.period))
        self.box.layout.display = "" if sent else "none"
        text = _("{period}: the notice VAT-ZD of sales is filed with the declaration; JPK_V7 is there from October 2020 on.")
        self.told.show(html.tag("p", text.format(period=period_title(asked.period))))

    def _make(self) -> tuple[str, bytes]:
        """Raises as `FilingDesk.vat_zd`."""
        assert self._asked is not None and self._desk is not None
        period = self._asked.period
        return f"VAT-ZD_{self._desk.client}_{period}.xml", self._desk.vat_zd(period)
