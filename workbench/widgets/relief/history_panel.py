"""History and changes: all notices that are kept, what they would now differ by, two runs side by side, who did what."""

from datetime import date
from typing import TYPE_CHECKING, Any

import ipywidgets
import pandas as pd

from ... import html, relief
from ...errors import WorkbenchError
from ...i18n import N_, _
from ...relief.life.lists import CHANGE_TITLES, listing, status_shown
from ...relief.listing import SIDE_TITLES
from ...store.relief_content import period_of
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads, moment
from .life_view import KIND, key_of
from .tables import rates, states
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage

BY_RULE = "by the rule"


class History:
    """The list of notices leads to each; below it proposals, a comparison, and the log of the notice that is asked about."""

    title = N_("History and changes")

    def __init__(self, page: "ReliefPage") -> None:
        self._page = page
        self._asked: Asked | None = None
        self._setting = False
        self.table = Table(_("Notices"), _("No notice is kept yet."))
        self.table.observe(lambda change: self._go(), "selected")
        self.proposals = MarkupBox(class_="wb-proposals")
        self.before = ipywidgets.Dropdown(description=_("Compare"))
        self.after = ipywidgets.Dropdown(description=_("with"))
        self.known_at = ipywidgets.DatePicker(description=_("as known on"))
        self.only_changes = ipywidgets.Checkbox(value=True, description=_("Only what differs"), indent=False)
        self.compared = Table(_("Comparison of two runs"), _("Nothing differs."))
        self.compared_told = MarkupBox(class_="wb-told")
        self.log = MarkupBox()
        for chosen in (self.before, self.after, self.known_at, self.only_changes):
            chosen.observe(lambda change: self._compare(), "value")
        taken = downloads(_("Notices"), lambda: page.file_stem("vat-zd-notices"), self._shows)
        compared = downloads(_("Comparison"), lambda: page.file_stem("vat-zd-comparison"), self._compared)
        question = row(self.before, self.after, self.known_at, self.only_changes, class_="wb-question")
        self.box = column(
            MarkupBox(html.tag("h2", _("Notices"))),
            self.table,
            row(*taken, class_="wb-tools"),
            self.proposals,
            MarkupBox(html.tag("h2", _("Two runs line by line"))),
            question,
            self.compared_told,
            self.compared,
            row(*compared, class_="wb-tools"),
            MarkupBox(html.tag("h2", _("What was done with this notice"))),
            self.log,
        )

    def show(self, asked: Asked) -> None:
        self._asked = asked
        frame, columns = self._shows()
        self._setting = True
        self.table.show(frame, columns, "key", lambda row: "wb-moved" if row.key.startswith(f"{key_of(asked)} ") else "")
        self.table.selected = ""
        marks = {_("notice {mark}").format(mark=asked.chain.mark(one.number)): one.number for one in asked.chain.notices}
        self.before.options = {**marks, _("as the books say it now"): BY_RULE}
        self.after.options = {_("as the books say it now"): BY_RULE, **marks}
        self.before.index, self.after.index = max(len(marks) - 1, 0), 0
        self._setting = False
        self._propose(asked)
        self._compare()
        self._tell_log(asked)

    def _shows(self) -> Shows:
        assert self._asked is not None
        desk = self._asked.desk
        frame = listing(desk.chains()).iloc[::-1].reset_index(drop=True)
        sent = {(one.side, str(one.period)): status_shown(one, desk.declaration(one.period)) for one in desk.chains()}
        frame["sent"] = [sent[key] for key in zip(frame["side"], frame["period"], strict=True)]
        frame["key"] = frame["side"] + "/" + frame["period"] + " " + frame["notice"]
        frame["correction"] = [_("yes") if correction else _("no") for correction in frame["correction"]]
        columns = {
            "notice": Shown(_("Notice")),
            "side": Shown(_("Type"), words={side: _(title) for side, title in SIDE_TITLES.items()}),
            "month": Shown(_("Month")),
            "year": Shown(_("Year")),
            "correction": Shown(_("Correction")),
            "calculated_on": Shown(_("Date of calculation"), "date"),
            "amount": Shown(_("Amount"), "amount"),
            "status": Shown(_("Status")),
        }
        if any(sent.values()):  # notices from October 2020 on have no such column (J-003)
            columns["sent"] = Shown(_("e-Deklaracje"))
        return frame, columns

    def _go(self) -> None:
        if self._setting or not self.table.selected:
            return
        side, period = self.table.selected.split(" ")[0].split("/")
        self._page.question.go(period_of(period), "purchase" if side == "purchase" else "sale")

    def _propose(self, asked: Asked) -> None:
        """Every locked notice of the client that would now be another, with the documents and the reasons."""
        try:
            found = asked.desk.proposals()
        except WorkbenchError as error:
            self.proposals.show(html.tag("p", str(error)))
            return
        items = [
            html.tag(
                "li",
                html.tag("strong", f"{_(SIDE_TITLES[one.side])}: {one.title}"),
                html.tag("ul", *(html.tag("li", f"{document}: {reason}") for document, reason in one.reasons.items())),
            )
            for one in found
        ]
        text = _("Filed notices that would now differ")
        self.proposals.show(html.join([html.tag("h2", text), html.tag("ul", *items)]) if items else html.join([]))

    def _lines(self, run: Any, known_at: date | None) -> pd.DataFrame:
        """The lines of a kept notice, or of the notice by the rule, then as the books were known on a day."""
        assert self._asked is not None
        asked = self._asked
        if run != BY_RULE:
            return asked.chain.notices[run].lines
        if known_at is None:
            return asked.by_rule.lines
        return asked.desk.notice(asked.side, asked.period, asked.as_of, known_at=known_at).lines

    def _compared(self) -> Shows:
        asked = self._asked
        assert asked is not None
        known_at = self.known_at.value
        table = relief.compare(self._lines(self.before.value, known_at), self._lines(self.after.value, None))
        if self.only_changes.value:
            table = table[table["change"] != "same"].reset_index(drop=True)
        columns = {
            "number": Shown(_("Document")),
            "party": Shown(_("Counterparty")),
            "state": states(),
            "rate": rates(),
            "change": Shown(_("Change"), words={code: _(title) for code, title in CHANGE_TITLES.items()}),
            "net_before": Shown(_("Net before"), "amount"),
            "net_after": Shown(_("Net after"), "amount"),
            "vat_before": Shown(_("VAT before"), "amount"),
            "vat_after": Shown(_("VAT after"), "amount"),
            "vat": Shown(_("VAT difference"), "amount"),
        }
        if asked.side == "purchase":
            columns = {name: shown for name, shown in columns.items() if not name.startswith("net")}
        return asked.named(table).rename(columns={"kind": "state"}), columns

    def _compare(self) -> None:
        if self._setting or self._asked is None:
            return
        try:
            frame, columns = self._compared()
        except WorkbenchError as error:
            self.compared_told.show(html.tag("p", str(error)))
            return
        self.compared_told.show(html.join([]))
        self.compared.show(frame, columns, "document_id", lambda row: "wb-moved" if row.change != "same" else "")

    def _tell_log(self, asked: Asked) -> None:
        """Who changed this side's and period's notices when, the newest first."""
        kept = asked.desk.kept
        if kept is None:
            self.log.show(html.tag("p", _("Nothing can be kept: WORKBENCH_STORE names no file."), class_="wb-empty"))
            return
        changes: list[Any] = list(kept.history(asked.desk.client, KIND, key_of(asked)).iloc[::-1].itertuples())
        rows = [(moment(one.at.to_pydatetime()), one.user, one.what) for one in changes]
        table = html.table([_("When"), _("Who"), _("What was done")], rows)
        self.log.show(table if rows else html.tag("p", _("Nothing was kept of this notice yet."), class_="wb-empty"))
