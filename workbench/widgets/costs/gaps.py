"""The panel of what is missing: the completeness list with suggestions to accept, and many documents described anew."""

from collections.abc import Callable
from typing import Any

import ipywidgets
import pandas as pd
from markupsafe import Markup

from ... import exports, html, i18n
from ...costs.exploring.atoms import Register
from ...costs.gaps.completeness import KIND_TITLES, completeness
from ...costs.gaps.redescribe import Redescription
from ...costs.gaps.replacing import certain, with_suggestions
from ...errors import WorkbenchError
from ...i18n import N_, _
from ...ledger import Ledger
from ..layout import column, row
from ..markup import MarkupBox
from ..memory import Memory
from ..table import Download, Shown, Table
from .findings import findings_of, kind_box, kinds_of, lines_table, shortened, titled
from .keeper import Keeper
from .previewing import Preview
from .question import Question
from .redescribing import Redescribing

LIST, MANY = "list", "many"
EVERY_KIND = ""


class Gaps:
    """Two views: the list of findings with the document that is looked at below it, and the bulk change. `reload` makes the
    page read what is remembered anew."""

    title = N_("Gaps")

    def __init__(self, memory: Memory, reload: Callable[[], None]) -> None:
        self.question: Question | None = None
        self.findings = pd.DataFrame()
        self._scanned: tuple[Ledger, Register, pd.DataFrame] | None = None
        self._setting = False
        self._one: Redescription | None = None
        self.view = ipywidgets.ToggleButtons(
            options={_("List of gaps"): LIST, _("Describe many documents anew"): MANY}, description=""
        )
        self.told = MarkupBox(class_="wb-told")
        self._keeper = Keeper(memory, reload, self.told)
        self.undo = self._keeper.undo_button(lambda: self.question)
        self.boxes = MarkupBox()
        self.kind = ipywidgets.Dropdown(description=_("What is wrong"))
        self.words = ipywidgets.Text(description=_("Search"), continuous_update=False)
        self.list = Table(_("Findings"), _("Nothing is missing in these months."), leads_to=".wb-gap")
        self.all = ipywidgets.Button(description=_("Accept all certain suggestions…"))
        self.csv = Download("CSV", lambda: (self._file("csv"), exports.to_csv(*self._taken()).encode("utf-8-sig")))
        self.xlsx = Download(
            "XLSX", lambda: (self._file("xlsx"), exports.to_xlsx({_("Findings"): self._taken()[0]}, self._taken()[1]))
        )
        self.head = MarkupBox()
        self.present, self.suggested = MarkupBox(), MarkupBox()
        self.accept = ipywidgets.Button(description=_("Accept the suggestion"), button_style="primary")
        self.preview = Preview(memory, self.keep)
        self.many = Redescribing(memory, self.keep)
        self._connect()
        halves = row(column(self.present, class_="wb-half"), column(self.suggested, class_="wb-half"), class_="wb-halves")
        self.card = column(self.head, halves, row(self.accept, class_="wb-tools"), class_="wb-card wb-gap")
        filters = row(self.kind, self.words, self.all, self.csv, self.xlsx, class_="wb-question wb-tools")
        self._list_view = column(self.boxes, filters, self.preview.box, self.list, self.card)
        self.box = column(row(self.view, self.undo, class_="wb-tools"), self.told, self._list_view, self.many.box)

    def _connect(self) -> None:
        self.view.observe(lambda change: self._show_view(), "value")
        self.kind.observe(lambda change: None if self._setting else self._show_list(), "value")
        self.words.observe(lambda change: self.list.search(self.words.value), "value")
        self.list.observe(lambda change: self._open(), "selected")
        self.all.on_click(lambda button: self._preview_all())
        self.accept.on_click(lambda button: self._accept_one())
        for widget, name in (
            (self.view, "wb-gaps-view"),
            (self.kind, "wb-gap-kind"),
            (self.words, "wb-search"),
            (self.all, "wb-accept-all"),
            (self.accept, "wb-accept-gap"),
        ):
            widget.add_class(name)

    def show(self, question: Question) -> None:
        """The panel for a question; the chosen kind stays chosen where there are findings of it."""
        self.question = question
        self.findings = findings_of(self._scan(question), question)
        kinds = kinds_of(self.findings)
        named = [(f"{_(KIND_TITLES[of.kind])} ({of.documents})", of.kind) for of in kinds]
        chosen = self.kind.value if self.kind.value in [of.kind for of in kinds] else EVERY_KIND
        self._setting = True
        self.kind.options = [(_("All findings"), EVERY_KIND), *named]
        self.kind.value = chosen
        self._setting = False
        self.boxes.show(html.tag("div", *(kind_box(of) for of in kinds), class_="wb-boxes"))
        self.all.disabled = not certain(self.findings).any()
        self.told.show(html.join([]))
        self.preview.clear()
        self._show_list()
        self._show_view()

    def _scan(self, question: Question) -> pd.DataFrame:
        """The findings of the whole books, looked for once for the same books and register."""
        known = self._scanned
        if known is None or known[0] is not question.ledger or known[1] != question.register:
            known = question.ledger, question.register, completeness(question.ledger, question.register)
            self._scanned = known
        return known[2]

    def _show_view(self) -> None:
        listed = self.view.value == LIST
        self._list_view.layout.display = "" if listed else "none"
        self.many.box.layout.display = "none" if listed else ""
        if not listed and self.question is not None and self.many.question is not self.question:
            self.many.show(self.question, self.findings)

    def _show_list(self) -> None:
        rows = self.findings
        if self.kind.value:
            rows = rows[(rows["kind"] == self.kind.value).to_numpy()]
        frame = rows.assign(kind=rows["kind"].astype("str"), short=[shortened(text) for text in rows["suggestion"]])
        columns = {
            "number": Shown(_("Document")),
            "date": Shown(_("Date"), "date"),
            "party": Shown(_("Counterparty")),
            "amount": Shown(_("Amount (PLN)"), "amount"),
            "kind": Shown(_("What is wrong"), words={kind: _(title) for kind, title in KIND_TITLES.items()}),
            "text": Shown(_("Explanation")),
            "short": Shown(_("Suggestion")),
            "reason": Shown(_("Reason")),
        }
        self.list.selected = ""
        self.list.show(frame, columns, "finding")
        self._open()

    def _open(self) -> None:
        """The document of the finding that is chosen: its lines as they are, beside them the suggested ones."""
        chosen = self.findings[(self.findings["finding"] == self.list.selected).to_numpy()]
        self._one = None
        self.card.layout.display = "none" if chosen.empty else ""
        if chosen.empty or self.question is None:
            return
        of: Any = next(chosen.itertuples())
        same = self.findings[(self.findings["document_id"] == of.document_id).to_numpy()]
        party = of.party if isinstance(of.party, str) else ""
        heading = ", ".join(filter(None, [of.number, i18n.day(of.date), party, i18n.amount(of.amount, "PLN")]))
        texts = html.tag("ul", *(html.tag("li", text) for text in dict.fromkeys(same["text"])))
        self.head.show(html.join([html.tag("h3", heading), texts]))
        self.present.show(html.join([html.tag("h4", _("As it is")), lines_table(self.question.ledger, of.document_id)]))
        self.suggested.show(html.join([html.tag("h4", _("As suggested")), self._suggestion(chosen, of)]))
        self.accept.disabled = self._one is None or bool(self._keeper.hindrance)
        self.accept.tooltip = self._keeper.hindrance

    def _suggestion(self, chosen: pd.DataFrame, of: Any) -> Markup:
        """The lines the document would have with the suggestion, or why there are none."""
        assert self.question is not None
        if not of.suggestion:
            return html.tag("p", _("There is no suggestion: nothing like it has been described before."), class_="wb-empty")
        made = with_suggestions(self.question.ledger, chosen)
        if len(made.refused):
            why = _("The suggestion cannot be accepted: {reason}").format(reason=made.refused["reason"].iloc[0])
            return html.join([html.tag("p", of.suggestion), html.tag("p", why, class_="wb-empty")])
        self._one = made
        return html.join([lines_table(made.ledger, of.document_id), html.tag("p", of.reason, class_="wb-who")])

    def _accept_one(self) -> None:
        if self._one is not None:
            documents = self._one.changes["document_id"].unique()
            self.keep(_("{document} described as suggested").format(document=", ".join(documents)), self._one)

    def _preview_all(self) -> None:
        assert self.question is not None
        rows = self.findings[certain(self.findings)]
        try:
            made = with_suggestions(self.question.ledger, rows)
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error)))
            return
        self.preview.show(self.question, made, _("All certain suggestions accepted"))

    def keep(self, what: str, made: Redescription) -> None:
        """Remember the descriptions that became others, as one change."""
        assert self.question is not None
        asked = self.question
        self._keeper.act(lambda: self._keeper.keep(asked, what, made.ledger))

    def _taken(self) -> tuple[pd.DataFrame, list[str]]:
        return titled(self.findings[(self.findings["finding"].isin(self.list.rows["finding"])).to_numpy()])

    def _file(self, ending: str) -> str:
        assert self.question is not None
        name = _("gaps")
        return f"{name}_{self.question.client}_{self.question.from_}_{self.question.to}.{ending}"
