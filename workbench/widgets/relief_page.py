"""The page of the bad-debt relief: a question at the top, the notice, the reasons, the coming months."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import ipywidgets
from markupsafe import Markup

from .. import exports, html, i18n, relief
from ..days import Month
from ..errors import WorkbenchError
from ..i18n import _
from ..ledger import Ledger
from ..ledger.schema import VAT_RATES
from ..relief.conditions import REASON_TITLES
from ..relief.listing import heading, titled, workbook
from ..relief.showing import explanation_html
from .chart import Chart
from .clients import Clients, OneLedger, clients_of
from .layout import column, details, problem, row
from .markup import MarkupBox
from .outlook import outlook_figure, outlook_table, outlook_title
from .relief_view import MONTHS_AHEAD, THIS_MONTH, ReliefView, last_month, months_offered
from .table import Download, Shown, Table

LANGUAGE_NAMES = {"Polski": "pl", "English": "en"}


def relief_page(books: Ledger | Path | str | None = None) -> ipywidgets.Widget:
    """The relief page for one ledger, or for the clients in a folder (by default the office's, see `books_folder`)."""
    page = ipywidgets.VBox()
    page.add_class("wb-page")

    def build() -> None:
        try:
            page.children = [ReliefPage(clients_of(books), build).box]
        except WorkbenchError as error:
            page.children = [MarkupBox(problem(error), class_="wb-problem")]

    build()
    return page


class ReliefPage:
    """The widgets of the page and what happens when one of them changes. `rebuild` makes the page anew in another language."""

    def __init__(self, clients: Clients | OneLedger, rebuild: Callable[[], None]) -> None:
        self._clients = clients
        self._rebuild = rebuild
        self._setting = False
        self.view: ReliefView | None = None
        self._make_controls()
        self._make_answers()
        self._listen()
        self.box = self._arranged()
        self._open_client()

    def _make_controls(self) -> None:
        self.language = ipywidgets.ToggleButtons(options=LANGUAGE_NAMES, value=i18n.language(), description="")
        self.client = ipywidgets.Dropdown(options=self._clients.names, description=_("Client"))
        self.side = ipywidgets.ToggleButtons(options={_("Sale"): "sale", _("Purchase"): "purchase"}, description=_("Side"))
        self.month = ipywidgets.Dropdown(description=_("Month"))
        self.earlier = ipywidgets.Button(description="◀", tooltip=_("Month before"))
        self.later = ipywidgets.Button(description="▶", tooltip=_("Month after"))
        self.as_of = ipywidgets.DatePicker(description=_("As of"))
        self.by_rule = ipywidgets.Button()
        self.by_deadline = ipywidgets.Button()
        self.words = ipywidgets.Text(placeholder=_("Number, counterparty, amount, date"), description=_("Search"))
        for widget, name in (
            (self.language, "wb-language"),
            (self.client, "wb-client"),
            (self.side, "wb-side"),
            (self.month, "wb-month"),
            (self.earlier, "wb-step"),
            (self.later, "wb-step"),
            (self.as_of, "wb-as-of"),
            (self.by_rule, "wb-offer"),
            (self.by_deadline, "wb-offer"),
            (self.words, "wb-search"),
        ):
            widget.add_class(name)

    def _make_answers(self) -> None:
        self.problem = MarkupBox(class_="wb-problem")
        self.title = MarkupBox(class_="wb-title")
        self.boxes = MarkupBox()
        self.lines = Table(_("Lines of the notice"), _("No lines on this notice."), ".wb-explanation")
        self.card = MarkupBox(class_="wb-explanation")
        self.reasons = MarkupBox()
        self.excluded = Table(_("Payments not on the notice"), _("No such payments."), ".wb-explanation")
        self.reason = ipywidgets.Dropdown(options=[("", THIS_MONTH)], description=_("Show"))
        self.reason.add_class("wb-reason")
        self.chart = Chart(title=outlook_title())
        self.numbers = MarkupBox()
        self.xlsx = Download("XLSX", self._xlsx)
        self.csv = Download("CSV", self._csv)
        self.excluded_csv = Download("CSV", self._excluded_csv)

    def _listen(self) -> None:
        self.language.observe(self._switch_language, "value")
        self.client.observe(lambda change: self._open_client(), "value")
        self.side.observe(lambda change: self._ask_by_rule(), "value")
        self.month.observe(lambda change: self._ask_by_rule(), "value")
        self.as_of.observe(lambda change: self._ask(), "value")
        self.earlier.on_click(lambda button: self._step(1))
        self.later.on_click(lambda button: self._step(-1))
        self.by_rule.on_click(lambda button: self._set_as_of(self._default_day()))
        self.by_deadline.on_click(lambda button: self._set_as_of(relief.statutory_deadline(self.month.value)))
        self.words.observe(lambda change: self.lines.search(self.words.value), "value")
        self.lines.observe(lambda change: self._explain(self.lines), "selected")
        self.excluded.observe(lambda change: self._explain(self.excluded), "selected")
        self.reason.observe(lambda change: self._list_excluded(), "value")
        self.chart.observe(self._go_to_bar, "clicked")

    def _arranged(self) -> ipywidgets.Widget:
        name = MarkupBox(html.tag("h1", _("Bad-debt relief (VAT-ZD)")))
        month = row(self.earlier, self.month, self.later, class_="wb-months")
        offers = row(self.by_rule, self.by_deadline, class_="wb-offers")
        question = row(self.client, self.side, month, self.as_of, offers, class_="wb-question")
        taken = row(self.words, self.xlsx, self.csv, class_="wb-tools")
        notice = column(taken, self.lines, class_="wb-notice")
        why_not = column(
            MarkupBox(html.tag("h2", _("Why not on the notice"))),
            row(
                self.reasons,
                column(row(self.reason, self.excluded_csv, class_="wb-tools"), self.excluded),
                class_="wb-why-not",
            ),
        )
        outlook = column(
            MarkupBox(html.tag("h2", _("Coming months if nobody pays"))),
            self.chart,
            details(_("Show the numbers"), self.numbers),
        )
        answer = row(notice, self.card, class_="wb-answer")
        head = row(name, self.language, class_="wb-head")
        self.answers = column(self.title, self.boxes, answer, why_not, outlook)
        return column(head, question, self.problem, self.answers)

    def _open_client(self) -> None:
        """Read the client's books and offer their months; what is wrong with them is shown in place of the answers."""
        try:
            self.ledger = self._clients.ledger(self.client.value)
        except WorkbenchError as error:
            self._show_problem(problem(error))
            return
        self._setting = True
        months = months_offered(self.ledger)
        chosen = self.month.value if self.month.value in months else last_month(self.ledger)
        self.month.options = [(i18n.month(month), month) for month in months]
        self.month.value = chosen
        self._setting = False
        self._ask_by_rule()
        self._look_ahead()

    def _look_ahead(self) -> None:
        """The months from the one whose notice is due: the same whichever month is asked about."""
        self.outlook = relief.calendar(self.ledger, last_month(self.ledger), MONTHS_AHEAD)
        self.chart.figure = outlook_figure(self.outlook)
        self.numbers.show(outlook_table(self.outlook))

    def _ask_by_rule(self) -> None:
        """A new side or month: the as-of day goes back to the rule's."""
        if self._setting:
            return
        self.by_rule.description = _("by the rule: {day}").format(day=i18n.day(self._default_day()))
        deadline = relief.statutory_deadline(self.month.value)
        self.by_deadline.description = _("statutory deadline: {day}").format(day=i18n.day(deadline))
        self.by_deadline.layout.display = "" if self.side.value == "sale" else "none"
        self._set_as_of(self._default_day())

    def _default_day(self) -> date:
        return relief.default_as_of(self.side.value, self.month.value)

    def _set_as_of(self, day: date) -> None:
        self._setting, self.as_of.value, self._setting = True, day, False
        self._ask()

    def _ask(self) -> None:
        """Compute the answer and show it."""
        if self._setting or self.as_of.value is None:
            return
        self.view = view = ReliefView(self.ledger, self.side.value, self.month.value, self.as_of.value)
        try:
            notice = view.notice
        except WorkbenchError as error:
            self._show_problem(html.tag("p", str(error)))
            return
        self.problem.show(html.join([]))
        self.answers.layout.display = ""
        self.title.show(html.tag("h2", heading(notice)))
        self.boxes.show(view.boxes())
        self.lines.show(view.stated_lines, _line_columns(self.side.value), "document_id", lambda row: f"wb-{row.kind}")
        self.reasons.show(view.reasons_markup())
        self._offer_reasons()
        self._list_excluded()
        self._choose_first()

    def _offer_reasons(self) -> None:
        """The reasons that occur, with their counts; the chosen one stays chosen where it still occurs."""
        assert self.view is not None
        counts = {reason: count for reason, count in self.view.reasons.items() if reason != "on_notice"}
        chosen = self.reason.value if self.reason.value in counts else THIS_MONTH
        self._setting = True
        self.reason.options = [
            (_("relief date in this month"), THIS_MONTH),
            *((f"{_(REASON_TITLES[reason])} ({count})", reason) for reason, count in counts.items()),
        ]
        self.reason.value = chosen
        self._setting = False

    def _list_excluded(self) -> None:
        if not self._setting and self.view is not None:
            self.excluded.show(self.view.excluded(self.reason.value), _excluded_columns(), "document_id")

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
        if table.selected and self.view is not None:
            other = self.excluded if table is self.lines else self.lines
            other.selected = ""
            self.card.show(explanation_html(self.view.notice.explain(table.selected)))

    def _step(self, step: int) -> None:
        """Go to a neighbouring month (the list begins with the latest)."""
        index = self.month.index + step
        if 0 <= index < len(self.month.options):
            self.month.index = index

    def _go_to_bar(self, change: dict[str, Any]) -> None:
        month, side = change["new"].get("customdata") or (None, None)
        if month and Month(month) in [offered for _title, offered in self.month.options]:
            self._setting, self.side.value, self._setting = True, side, False
            if self.month.value == Month(month):
                self._ask_by_rule()
            self.month.value = Month(month)

    def _switch_language(self, change: dict[str, Any]) -> None:
        i18n.set_language(change["new"])
        self._rebuild()

    def _show_problem(self, markup: Markup) -> None:
        self.problem.show(markup)
        self.answers.layout.display = "none"

    def _file(self, kind: str, ending: str) -> str:
        side = {"sale": _("sale"), "purchase": _("purchase")}[self.side.value]
        return f"{kind}_{self.client.value}_{side}_{self.month.value}.{ending}"

    def _xlsx(self) -> tuple[str, bytes]:
        assert self.view is not None
        return self._file("vat-zd", "xlsx"), workbook(self.view.notice)

    def _csv(self) -> tuple[str, bytes]:
        assert self.view is not None
        lines, amounts = titled(self.view.lines)
        return self._file("vat-zd", "csv"), exports.to_csv(lines, amounts).encode("utf-8-sig")

    def _excluded_csv(self) -> tuple[str, bytes]:
        assert self.view is not None
        return self._file("vat-zd-why-not", "csv"), exports.to_csv(self.view.excluded(self.reason.value), ["amount"]).encode(
            "utf-8-sig"
        )


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
