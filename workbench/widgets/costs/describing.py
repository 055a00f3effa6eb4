"""The panel that describes documents: the list, the lines of the chosen document, their control, and the postings they give."""

from collections.abc import Callable
from dataclasses import replace

import ipywidgets
import pandas as pd
from markupsafe import Markup

from ... import exports, html, i18n
from ...costs.descriptions.describing import Description, with_description, without_description
from ...costs.descriptions.document_types import document_type
from ...errors import DescriptionError, WorkbenchError
from ...i18n import N_, _
from ...ledger import Ledger
from ..layout import column, row
from ..markup import MarkupBox
from ..memory import Memory
from ..table import Download, Shown, Table
from .describing_view import (
    STATES,
    Draft,
    Proposal,
    by_key,
    carried_over,
    control_markup,
    documents_of,
    generated,
    lines_markup,
    lines_of,
    opened,
    titled_lines,
)
from .keeper import Keeper
from .line_form import LineForm
from .posting_preview import PostingPreview
from .question import Question


class Describing:
    """The list beside the description. What is entered stays a draft until it is accepted; `reload` makes the page read what is
    remembered anew."""

    title = N_("Document description")

    def __init__(self, memory: Memory, reload: Callable[[], None]) -> None:
        self.question: Question | None = None
        self.proposal: Proposal | None = None
        self._drafts: dict[str, Draft] = {}
        self._setting = False
        self.words = ipywidgets.Text(placeholder=_("Number, counterparty, state"), description=_("Search"))
        self.words.add_class("wb-search")
        self.documents = Table(_("Documents"), _("No documents in these months."), leads_to=".wb-describing")
        self.head = MarkupBox()
        self.lines = Table(_("Lines of the description"), _("No lines yet. Enter the first one below."))
        self.form = LineForm()
        self.control = MarkupBox(class_="wb-told")
        self.proposed = MarkupBox()
        self.told = MarkupBox(class_="wb-told")
        self._keeper = Keeper(memory, reload, self.told)
        self.key = ipywidgets.Dropdown(description=_("Allocation key"))
        self.postings = PostingPreview()
        self.csv = Download("CSV", lambda: (self._file("csv"), exports.to_csv(*self._taken()).encode("utf-8-sig")))
        self.xlsx = Download(
            "XLSX", lambda: (self._file("xlsx"), exports.to_xlsx({_("Description"): self._taken()[0]}, self._taken()[1]))
        )
        self._make_buttons()
        self.words.observe(lambda change: self.documents.search(change["new"]), "value")
        self.documents.observe(lambda change: self._open(), "selected")
        self.lines.observe(lambda change: self._choose_line(), "selected")
        self.box = self._arranged()

    def _make_buttons(self) -> None:
        button = self._keeper.button
        self.add = button(_("Add the line"), lambda: self._enter(self.form.added()), "wb-add")
        self.change = button(_("Change the line"), lambda: self._enter(self.form.changed(self._line)), "wb-change")
        self.remove = button(_("Remove the line"), lambda: self._enter(self._draft.now.remove(self._line)), "wb-remove")
        self.lightning = button(_("Generate from the dictionary"), self._generate, "wb-lightning", icon="bolt")
        self.use_key = button(_("Describe by the key"), self._use_key, "wb-use-key")
        self.take = button(_("Take over"), self._take, "wb-take", button_style="primary")
        self.dismiss = button(_("Dismiss"), self._dismiss, "wb-dismiss")
        self.accept = button(_("Keep the description"), self._keep, "wb-accept", button_style="primary")
        self.reset = button(_("Back to what is kept"), self._start_anew, "wb-reset")
        self.delete = button(_("Remove the whole description"), self._delete, "wb-delete")
        self.undo = self._keeper.undo_button(lambda: self.question)

    def _arranged(self) -> ipywidgets.Widget:
        listed = column(row(self.words, class_="wb-tools"), self.documents, class_="wb-half")
        self.offers = column(row(self.lightning, class_="wb-tools"), row(self.key, self.use_key, class_="wb-question"))
        self.proposing = column(self.proposed, row(self.take, self.dismiss, class_="wb-tools"), class_="wb-card")
        entering = row(self.add, self.change, self.remove, class_="wb-tools")
        keeping = row(self.accept, self.reset, self.delete, self.undo, class_="wb-tools")
        taking = row(self.csv, self.xlsx, class_="wb-tools")
        self.editor = column(self.lines, taking, self.control, self.form.box, entering, self.offers, self.proposing)
        right = column(self.head, self.editor, self.told, keeping, class_="wb-half wb-card wb-describing")
        return column(row(listed, right, class_="wb-halves"), self.postings.box)

    def show(self, question: Question) -> None:
        """The panel for a question; the chosen document stays chosen, and so do drafts of documents described as before."""
        if self.question and self.question.client != question.client:
            self._drafts = {}
        if self.question and self.question.ledger is not question.ledger:
            carried = {name: carried_over(draft, question.ledger) for name, draft in self._drafts.items()}
            self._drafts = {name: draft for name, draft in carried.items() if draft}
        self.question = question
        keys, chosen = list(dict.fromkeys(question.ledger.keys["key"])), self.key.value
        self.key.options = keys
        self.key.value = chosen if chosen in keys else next(iter(keys), None)
        listed = documents_of(question)
        columns = {
            "number": Shown(_("Document")),
            "date": Shown(_("Date"), "date"),
            "party": Shown(_("Counterparty")),
            "type": Shown(_("Type")),
            "amount": Shown(_("Amount (PLN)"), "amount"),
            "state": Shown(_("State"), words={state: _(title) for state, title in STATES.items()}),
        }
        self.documents.show(listed, columns, "document_id", lambda of: "wb-moved" if of.state in ("open", "wrong") else "")
        self._setting = True
        if self.documents.selected not in set(listed["document_id"]):
            self.documents.selected = next(iter(listed["document_id"]), "")
        self._setting = False
        self._open()

    @property
    def draft(self) -> Draft | None:
        """The description of the chosen document as it is being entered; None where it may not be described."""
        return self._drafts.get(self.documents.selected)

    @property
    def _draft(self) -> Draft:
        if self.draft is None:
            raise DescriptionError(_("Choose a document that may be described."))
        return self.draft

    @property
    def _line(self) -> int:
        if not self.lines.selected:
            raise DescriptionError(_("Choose a line of the description first."))
        return int(self.lines.selected)

    @property
    def _stored(self) -> pd.DataFrame:
        """The lines that the chosen document has in the books."""
        assert self.question is not None
        lines = self.question.ledger.descriptions
        return lines[lines["document_id"] == self.documents.selected].reset_index(drop=True)

    def _open(self) -> None:
        """The chosen document: its draft, else what is kept of it."""
        if self._setting or self.question is None:
            return
        self.told.show(html.join([]))
        self.proposal = None
        document_id = self.documents.selected
        if document_id and document_id not in self._drafts:
            try:
                self._drafts[document_id] = opened(self.question.ledger, document_id)
            except WorkbenchError as error:
                self.told.show(html.tag("p", str(error)))
        self._show_draft()

    def _show_draft(self) -> None:
        assert self.question is not None
        draft = self.draft
        self.editor.layout.display = "" if draft else "none"
        self.head.show(self._heading())
        self.lines.selected = ""
        if draft:
            columns = {"position": Shown(_("Position"))}
            columns |= {f"d{place}": Shown(self.question.title(name)) for place, name in enumerate(draft.columns)}
            columns |= {"percent": Shown(_("Percent"), "rate"), "value": Shown(_("Value (PLN)"), "amount")}
            self.lines.show(lines_of(self.question, draft), columns, "key")
            self.form.offer(self.question, draft)
            self.control.show(control_markup(draft))
        self._show_buttons()
        self.postings.show(self.question, draft.now if draft else None)

    def _show_buttons(self) -> None:
        draft, keeps = self.draft, self._keeper.memory.available
        changed = draft is not None and draft.changed
        by_hand = draft is None or document_type(draft.now.of.document.type).generated_from is None
        self.lightning.disabled = by_hand
        self.lightning.tooltip = _("Documents of this type are described by hand only.") if by_hand else ""
        self.use_key.disabled = self.key.value is None
        self.offers.layout.display = "none" if self.proposal else ""
        self.proposing.layout.display = "" if self.proposal else "none"
        self.reset.disabled = not changed
        self.accept.disabled = not changed or not keeps
        self.delete.disabled = self._stored.empty or not keeps
        for button in (self.accept, self.delete):
            button.tooltip = self._keeper.hindrance
        self._choose_line()

    def _heading(self) -> Markup:
        assert self.question is not None
        listed = self.documents.rows[self.documents.rows["document_id"] == self.documents.selected]
        if listed.empty:
            return html.tag("p", _("Choose a document."), class_="wb-empty")
        of = listed.iloc[0]
        told = [of["type"], i18n.day(of["date"]), of["party"], i18n.amount(of["amount"], "PLN")]
        told += [_("changed, not kept yet")] if self.draft and self.draft.changed else []
        told += [_("locked: described from the list")] if self.draft and self.draft.now.of.document.locked else []
        named = ", ".join(filter(None, told))
        return html.join([html.tag("h3", of["number"]), html.tag("p", named, class_="wb-who")])

    def _choose_line(self) -> None:
        chosen = bool(self.lines.selected) and self.draft is not None
        self.change.disabled = self.remove.disabled = not chosen
        if chosen:
            self.form.show(self._draft.now.entries[self._line - 1])

    def _enter(self, description: Description) -> None:
        self._drafts[self.documents.selected] = replace(self._draft, now=description)
        self.proposal = None
        self._show_draft()

    def _generate(self) -> None:
        self._propose(generated(self._draft))

    def _use_key(self) -> None:
        self._propose(by_key(self._draft, self.key.value))

    def _propose(self, proposal: Proposal) -> None:
        """Show what would be described, and what of the draft it takes the place of (A-039)."""
        assert self.question is not None
        new, old = (lines_markup(self.question, one) for one in (proposal.draft, self._draft))
        parts = [html.tag("h4", _("Proposed description")), new]
        parts += [html.tag("h4", _("It overwrites")), old] if self._draft.now.entries else []
        lost = [html.tag("li", text) for text in proposal.left_out]
        parts += [html.tag("h4", _("Not taken over")), html.tag("ul", *lost)] if lost else []
        self.proposed.show(html.join(parts))
        self.proposal = proposal
        self._show_buttons()

    def _take(self) -> None:
        if self.proposal:
            self._enter(self.proposal.draft.now)

    def _dismiss(self) -> None:
        self.proposal = None
        self._show_buttons()

    def _start_anew(self) -> None:
        self._drafts.pop(self.documents.selected, None)
        self._open()

    def _keep(self) -> None:
        """Remember the draft; a draft without lines removes the description."""
        assert self.question is not None
        draft = self._draft.now
        message = _("Description of {document}").format(document=draft.document_id)
        self._remember(message, with_description(self.question.ledger, draft))

    def _delete(self) -> None:
        assert self.question is not None
        document_id = self.documents.selected
        message = _("Description of {document} removed").format(document=document_id)
        self._remember(message, without_description(self.question.ledger, document_id))

    def _remember(self, what: str, after: Ledger) -> None:
        assert self.question is not None
        draft = self._drafts.pop(self.documents.selected, None)
        try:
            self._keeper.keep(self.question, what, after)
        except WorkbenchError:
            if draft is not None:  # what was typed outlives a refusal
                self._drafts[self.documents.selected] = draft
            raise

    def _taken(self) -> tuple[pd.DataFrame, list[str]]:
        """The draft's lines with the titles of the columns."""
        assert self.question is not None
        return titled_lines(self.question, self._draft), [_("Value (PLN)")]

    def _file(self, ending: str) -> str:
        assert self.question is not None
        name = _("description")
        return f"{name}_{self.question.client}_{self.documents.selected.replace('/', '-')}.{ending}"
