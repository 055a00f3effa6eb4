"""Many documents described anew: chosen by filters, single ones taken out, a change with its preview, then all or none."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import ipywidgets
import pandas as pd

from ... import html, i18n
from ...costs.dimensions.picks import all_choices
from ...costs.dimensions.tree import Dimensions
from ...costs.exploring.allocation import allocation
from ...costs.exploring.cube import labels_of
from ...costs.gaps.completeness import KIND_TITLES
from ...costs.gaps.redescribe import FollowHistory, Redescription, SetElement, SetSplit, redescribe
from ...costs.gaps.replacing import by_key
from ...errors import DescriptionError, WorkbenchError
from ...i18n import _, ngettext
from ..layout import column, row
from ..markup import MarkupBox
from ..memory import Memory
from ..table import Shown, Table
from .chosen_documents import documents_of, in_filter
from .previewing import Keep, Preview
from .question import Question

ANY = ""
ANY_GAP = "gap"
ELEMENT, SPLIT, KEY, HISTORY = "element", "split", "key", "history"
EVERY = ("every", "")
WITH = "with"
"""Beside an element: only what has it ("" for what has none)."""


class Redescribing:
    """Filters and the list of documents, the change, and its preview; `keep` is called when the user accepts."""

    def __init__(self, memory: Memory, keep: Keep) -> None:
        self.question: Question | None = None
        self.out: set[str] = set()
        self._setting = False
        self._findings = self._documents = self._listed = pd.DataFrame()
        self._client = ""
        self.gap = ipywidgets.Dropdown(description=_("Documents"))
        self.party = ipywidgets.Dropdown(description=_("Counterparty"))
        self.account = ipywidgets.Dropdown(description=_("Account"))
        self.dimension = ipywidgets.Dropdown(description=_("Dimension"))
        self.element = ipywidgets.Dropdown(description=_("Element"))
        self.words = ipywidgets.Text(description=_("Search"), continuous_update=False)
        self.count = MarkupBox(class_="wb-chosen")
        self.table = Table(_("Documents to describe anew"), _("No document passes the filters."))
        self.out_all = ipywidgets.Button(description=_("Take all out"))
        self.in_all = ipywidgets.Button(description=_("Put all back"))
        self.how = ipywidgets.ToggleButtons(
            options={
                _("Replace an element"): ELEMENT,
                _("Split by lines"): SPLIT,
                _("Split by a key"): KEY,
                _("As history suggests"): HISTORY,
            },
            description="",
        )
        self.change_in = ipywidgets.Dropdown(description=_("Dimension"))
        self.was = ipywidgets.Dropdown(description=_("In lines"))
        self.becomes = ipywidgets.Dropdown(description=_("New element"))
        self.lines = ipywidgets.Textarea(description=_("Elements and percent, a line each"), rows=4)
        self.key = ipywidgets.Dropdown(description=_("Allocation key"))
        self.ask = ipywidgets.Button(description=_("Show what would change"), button_style="primary")
        self.told = MarkupBox(class_="wb-told")
        self.preview = Preview(memory, keep)
        self._connect()
        filters = row(
            self.gap, self.party, self.account, self.dimension, self.element, self.words, class_="wb-question wb-tools"
        )
        self._inputs = {
            ELEMENT: row(self.change_in, self.was, self.becomes, class_="wb-question"),
            SPLIT: row(self.lines, class_="wb-question"),
            KEY: row(self.key, class_="wb-question"),
            HISTORY: MarkupBox(html.tag("p", _("Each document as earlier ones like it were described."), class_="wb-who")),
        }
        self.box = column(
            filters,
            row(self.count, self.out_all, self.in_all, class_="wb-tools"),
            self.table,
            self.how,
            *self._inputs.values(),
            row(self.ask, class_="wb-tools"),
            self.told,
            self.preview.box,
        )
        self._show_input()

    def _connect(self) -> None:
        for control in (self.gap, self.party, self.account, self.element):
            control.observe(lambda change: None if self._setting else self._filter(), "value")
        self.dimension.observe(lambda change: None if self._setting else self._choose_dimension(), "value")
        self.words.observe(lambda change: self._search(), "value")
        self.table.observe(lambda change: self._toggle(change["new"]), "selected")
        self.out_all.on_click(lambda button: self._take(set(self.table.rows["document_id"])))
        self.in_all.on_click(lambda button: self._take(set()))
        self.how.observe(lambda change: self._show_input(), "value")
        self.change_in.observe(lambda change: None if self._setting else self._choose_change_in(), "value")
        for input_ in (self.was, self.becomes, self.lines, self.key):
            input_.observe(lambda change: self._forget(), "value")
        self.ask.on_click(lambda button: self._preview())
        for widget, name in ((self.words, "wb-search"), (self.ask, "wb-preview-changes"), (self.how, "wb-how")):
            widget.add_class(name)

    def show(self, question: Question, findings: pd.DataFrame) -> None:
        """The documents of the question; filters stay where the books have what they name. `findings` are those of the
        completeness scan for it."""
        self.question, self._findings = question, findings
        self._documents = documents_of(question, findings)
        if self._client != question.client:
            self._client, self.out = question.client, set()
        parties = question.ledger.parties.set_index("party_id")["name"]
        used = self._documents["party_id"].dropna().unique()
        named = sorted((str(parties.get(party, party)), party) for party in used)
        accounts = sorted(set(allocation(question.ledger, question.register).labels("account")[1]) - {""})
        kinds = [kind for kind in KIND_TITLES if (findings["kind"] == kind).any()]
        gaps = [(_("With any gap"), ANY_GAP), *((_(KIND_TITLES[kind]), kind) for kind in kinds)]
        dimensions = [(question.title(dimension), dimension) for dimension in question.dimensions]
        self._setting = True
        _offer(self.gap, [(_("All documents"), ANY), *gaps])
        _offer(self.party, [(_("All counterparties"), ANY), *named])
        _offer(self.account, [(_("All accounts"), ANY), *((question.label("account", one), one) for one in accounts)])
        _offer(self.dimension, [(_("Any dimension"), ANY), *dimensions])
        _offer(self.change_in, dimensions)
        _offer(self.key, [(key, key) for key in dict.fromkeys(question.ledger.keys["key"])])
        self._setting = False
        self._choose_change_in()
        self._choose_dimension()

    @property
    def chosen(self) -> list[str]:
        """The documents that would be described anew: those in the list that are not taken out."""
        return [one for one in self.table.rows["document_id"] if one not in self.out]

    def _choose_dimension(self) -> None:
        assert self.question is not None
        self._setting = True
        _offer(self.element, [(_("Any element"), EVERY), *_used(self.question, self.dimension.value)])
        self._setting = False
        self._filter()

    def _choose_change_in(self) -> None:
        """The elements that may be chosen in the dimension, and those that its lines have."""
        assert self.question is not None
        asked, dimension = self.question, self.change_in.value
        if dimension is None:
            return
        listed = all_choices(asked.ledger, Dimensions.of(asked.ledger), dimension)
        self._setting = True
        _offer(self.was, [(_("all lines"), EVERY), *_used(asked, dimension)])
        _offer(self.becomes, [(asked.label(dimension, code), code) for code in listed["element"]])
        self._setting = False
        self._forget()

    def _filter(self) -> None:
        assert self.question is not None
        of_gap = self._findings["document_id"]
        if self.gap.value not in (ANY, ANY_GAP):
            of_gap = of_gap[(self._findings["kind"] == self.gap.value).to_numpy()]
        where = {"party": self.party.value, "account": self.account.value}
        where = {field: label for field, label in where.items() if label}
        if self.dimension.value and self.element.value != EVERY:
            where[self.dimension.value] = self.element.value[1]
        kept = in_filter(self.question, self._documents, where)
        if self.gap.value:
            kept = kept & self._documents["document_id"].isin(of_gap).to_numpy()
        self._show_documents(self._documents[kept])

    def _show_documents(self, documents: pd.DataFrame) -> None:
        mark = {True: "", False: "✓"}
        columns = {
            "taken": Shown(_("Chosen")),
            "number": Shown(_("Document")),
            "date": Shown(_("Date"), "date"),
            "party": Shown(_("Counterparty")),
            "account": Shown(_("Account")),
            "elements": Shown(_("Elements")),
            "gaps": Shown(_("What is wrong")),
            "amount": Shown(_("Amount (PLN)"), "amount"),
        }
        taken = documents.assign(taken=documents["document_id"].isin(self.out).map(mark))
        self._listed = documents
        self.table.show(taken, columns, "document_id", lambda of: "" if of.taken else "wb-out")
        self._count()

    def _search(self) -> None:
        self.table.search(self.words.value)
        self._count()

    def _count(self) -> None:
        rows = self.table.rows
        kept = rows[~rows["document_id"].isin(self.out).to_numpy()]
        count = ngettext("{count} document chosen", "{count} documents chosen", len(kept)).format(count=len(kept))
        texts = [count, i18n.amount(int(kept["amount"].sum()), "PLN")]
        if len(kept) < len(rows):
            texts.append(_("{count} taken out").format(count=len(rows) - len(kept)))
        told = _("A click on a row takes a document out, or puts it back.")
        self.count.show(html.join([html.tag("strong", ", ".join(texts)), html.tag("p", told, class_="wb-who")]))
        self._forget()

    def _toggle(self, document_id: str) -> None:
        """Take out a document that was clicked, or put it back; then nothing is selected, so that it can be clicked again."""
        if document_id:
            self.table.selected = ""
            self._take(self.out ^ {document_id})

    def _take(self, out: set[str]) -> None:
        page = self.table.view["page"]
        self.out = out
        self._show_documents(self._listed)
        self.table.turn(page)

    def _show_input(self) -> None:
        for how, box in self._inputs.items():
            box.layout.display = "" if how == self.how.value else "none"
        self._forget()

    def _forget(self) -> None:
        """A preview of another change, or of other documents, must not be accepted."""
        self.told.show(html.join([]))
        self.preview.clear()

    def _preview(self) -> None:
        assert self.question is not None
        self._forget()
        if not self.chosen:
            self.told.show(html.tag("p", _("No document is chosen.")))
            return
        try:
            made, what = self._made()
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error)))
            return
        self.preview.show(self.question, made, what)

    def _made(self) -> tuple[Redescription, str]:
        """The change to the chosen documents, and what it is called."""
        assert self.question is not None
        ledger, chosen, how = self.question.ledger, self.chosen, self.how.value
        if how == KEY:
            if self.key.value is None:
                raise DescriptionError(_("The books have no allocation key."))
            return by_key(ledger, chosen, self.key.value), _("Split by the key {key}").format(key=self.key.value)
        if how == SPLIT:
            return redescribe(ledger, chosen, split_of(self.lines.value)), _("Split by lines")
        if how == HISTORY:
            return redescribe(ledger, chosen, FollowHistory()), _("Described as history suggests")
        if self.change_in.value is None or self.becomes.value is None:
            raise DescriptionError(_("Choose a dimension and an element."))
        was, old = self.was.value
        change = SetElement(self.change_in.value, self.becomes.value, old if was == WITH else None)
        what = _("{dimension}: {element} set").format(dimension=change.dimension, element=change.element)
        return redescribe(ledger, chosen, change), what


def split_of(text: str) -> SetSplit:
    """A split from lines "elements percent", such as "PROJEKTY=P1; ODDZIAŁ=LUBLIN 60"; the percent with a comma or a point,
    with or without its sign. DescriptionError names the first line that cannot be read."""
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        chosen, _space, percent = line.strip().removesuffix("%").rstrip().rpartition(" ")
        try:
            share = Decimal(percent.replace(",", "."))
        except InvalidOperation:
            share = Decimal("NaN")
        if not chosen or not share.is_finite():
            message = _("Line {line} cannot be read: write elements and a percent, such as PROJEKTY=P1; ODDZIAŁ=LUBLIN 60.")
            raise DescriptionError(message.format(line=number))
        lines.append((chosen.strip(), share))
    if not lines:
        raise DescriptionError(_("Write at least one line with elements and a percent."))
    return SetSplit(tuple(lines))


def _used(asked: Question, dimension: str | None) -> list[tuple[str, tuple[str, str]]]:
    """The elements of a dimension that the descriptions have, by title; the first is having none."""
    if not dimension:
        return []
    _codes, names = labels_of(allocation(asked.ledger, asked.register), dimension, asked.ledger)
    named = [(asked.label(dimension, name), (WITH, name)) for name in sorted(filter(None, names))]
    return [(_("without an element"), (WITH, "")), *named]


def _offer(control: ipywidgets.Dropdown, options: Sequence[tuple[str, object]]) -> None:
    """New options; what was chosen stays where it is among them, else the first is."""
    chosen = control.value
    values = [value for _title, value in options]
    control.options = options
    control.value = chosen if chosen in values else next(iter(values), None)
