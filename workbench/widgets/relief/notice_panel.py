"""The notice: its sums and lines, the card of a document, and why the others are not on it."""

from typing import TYPE_CHECKING

import ipywidgets

from ... import exports, html
from ...errors import WorkbenchError
from ...i18n import N_, _
from ...ledger.schema import VAT_RATES
from ...relief.conditions import REASON_TITLES
from ...relief.listing import titled, totals_table
from ...relief.showing import explanation_html
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Download, Shown, Table
from .view import THIS_MONTH, Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class Notice:
    """The list with its boxes to mark documents by, the explanation beside it, the reasons below it."""

    title = N_("Notice")

    def __init__(self, page: "ReliefPage") -> None:
        self._page = page
        self._asked: Asked | None = None
        self._setting = False
        self.words = ipywidgets.Text(placeholder=_("Number, counterparty, amount, date"), description=_("Search"))
        self.words.add_class("wb-search")
        self.boxes = MarkupBox()
        self.lines = Table(_("Lines of the notice"), _("No lines on this notice."), ".wb-explanation")
        self.card = MarkupBox(class_="wb-explanation")
        self.reasons = MarkupBox()
        self.excluded = Table(_("Payments not on the notice"), _("No such payments."), ".wb-explanation")
        self.reason = ipywidgets.Dropdown(options=[("", THIS_MONTH)], description=_("Show"))
        self.reason.add_class("wb-reason")
        self.xlsx = Download("XLSX", self._xlsx)
        self.csv = Download("CSV", self._csv)
        self.excluded_csv = Download("CSV", self._excluded_csv)
        self.words.observe(lambda change: self.lines.search(self.words.value), "value")
        self.lines.observe(lambda change: self._explain(self.lines), "selected")
        self.lines.observe(lambda change: page.mark(self.lines.marked), "marked")
        self.excluded.observe(lambda change: self._explain(self.excluded), "selected")
        self.reason.observe(lambda change: self._list_excluded(), "value")
        self.box = self._arranged()

    def _arranged(self) -> ipywidgets.Widget:
        taken = row(self.words, self.xlsx, self.csv, class_="wb-tools")
        notice = column(taken, self.lines, class_="wb-notice")
        others = column(row(self.reason, self.excluded_csv, class_="wb-tools"), self.excluded)
        why_not = column(MarkupBox(html.tag("h2", _("Why not on the notice"))), row(self.reasons, others, class_="wb-why-not"))
        return column(self.boxes, row(notice, self.card, class_="wb-answer"), why_not)

    def show(self, asked: Asked) -> None:
        before, self._asked = self._asked, asked
        marked = self.lines.marked
        if marked and before is not None and not before.same_chain(asked):
            self.lines.mark(frozenset())
        self.boxes.show(asked.boxes())
        kept = asked.kept
        markable = frozenset(asked.lines["document_id"]) if kept is not None and not kept.locked else None
        self.lines.show(
            asked.stated_lines, _line_columns(asked.side), "document_id", lambda row: f"wb-{row.kind}", (), markable
        )
        if marked:
            self.lines.mark(self.lines.marked)
        self.reasons.show(asked.reasons_markup())
        self._offer_reasons(asked)
        self._list_excluded()
        self._choose_first()

    def _offer_reasons(self, asked: Asked) -> None:
        """The reasons that occur, with their counts; the chosen one stays chosen where it still occurs."""
        counts = {reason: count for reason, count in asked.reasons.items() if reason != "on_notice"}
        chosen = self.reason.value if self.reason.value in counts else THIS_MONTH
        self._setting = True
        self.reason.options = [
            (_("relief date in this month"), THIS_MONTH),
            *((f"{_(REASON_TITLES[reason])} ({count})", reason) for reason, count in counts.items()),
        ]
        self.reason.value = chosen
        self._setting = False

    def _list_excluded(self) -> None:
        if not self._setting and self._asked is not None:
            self.excluded.show(self._asked.excluded(self.reason.value), _excluded_columns(), "document_id")

    def _choose_first(self) -> None:
        """Keep the chosen document where it still is on the list, else explain the first one."""
        listed = self.lines.rows["document_id"]
        if self.lines.selected in set(listed):
            self._explain(self.lines)
        elif len(listed):
            self.lines.selected = listed.iloc[0]
        else:
            self.lines.selected = ""
            self.card.show(html.tag("p", _("Choose a row to see the reasons."), class_="wb-empty"))

    def _explain(self, table: Table) -> None:
        if not table.selected or self._asked is None:
            return
        other = self.excluded if table is self.lines else self.lines
        other.selected = ""
        try:
            self.card.show(explanation_html(self._asked.notice.explain(table.selected)))
        except WorkbenchError as error:  # a document that has left the books since the notice was made
            self.card.show(html.tag("section", html.tag("p", str(error)), class_="wb-card"))

    def _xlsx(self) -> tuple[str, bytes]:
        assert self._asked is not None
        lines, amounts = titled(self._asked.lines)
        totals = totals_table(self._asked.notice.totals)
        sheets = {_("Notice"): lines, _("Totals"): totals}
        return self._page.file_name("vat-zd", "xlsx"), exports.to_xlsx(sheets, [*amounts, *totals.columns[1:]])

    def _csv(self) -> tuple[str, bytes]:
        assert self._asked is not None
        lines, amounts = titled(self._asked.lines)
        return self._page.file_name("vat-zd", "csv"), exports.to_csv(lines, amounts).encode("utf-8-sig")

    def _excluded_csv(self) -> tuple[str, bytes]:
        assert self._asked is not None
        text = exports.to_csv(self._asked.excluded(self.reason.value), ["amount"])
        return self._page.file_name("vat-zd-why-not", "csv"), text.encode("utf-8-sig")


def _line_columns(side: str) -> dict[str, Shown]:
    columns = {
        "number": Shown(_("Document")),
        "party": Shown(_("Counterparty")),
        "state": Shown(_("State")),
        "rate": Shown(_("Rate"), "rate", {rate: f"{rate}\u00a0%" for rate in VAT_RATES}),
        "net": Shown(_("Net (PLN)"), "amount"),
        "vat": Shown(_("VAT (PLN)"), "amount"),
        "due_date": Shown(_("Due date"), "date"),
        "relief_date": Shown(_("Relief date"), "date"),
    }
    if side == "purchase":  # only VAT is corrected
        del columns["net"]
    return columns


def _excluded_columns() -> dict[str, Shown]:
    return {
        "number": Shown(_("Document")),
        "party": Shown(_("Counterparty")),
        "reason": Shown(_("Why not"), words={reason: _(title) for reason, title in REASON_TITLES.items()}),
        "amount": Shown(_("Amount"), "amount"),
        "currency": Shown(_("Currency")),
        "due_date": Shown(_("Due date"), "date"),
        "relief_date": Shown(_("Relief date"), "date"),
    }
