"""The form of an event: what happened to which document, when, and how the user treats it; with the rule beside it."""

from collections.abc import Callable
from uuid import uuid4

import ipywidgets
from markupsafe import Markup

from ... import html, i18n, money
from ...errors import ReliefError, WorkbenchError
from ...i18n import _
from ...relief.events import EVENT_TITLES, Event, Guidance, guide, types
from ..layout import column, row
from ..markup import MarkupBox
from .documents import currency_of, document_box, document_named, offer, payments_of
from .view import Asked

MARKS = {"certain": ("✓", "wb-holds"), "secondary": ("≈", ""), "doubtful": ("?", "wb-fails")}


class EventForm:
    """The fields; `hear` is called when one has changed. `guidance`: how it is treated, None without a document."""

    def __init__(self, hear: Callable[[], None]) -> None:
        self._hear = hear
        self._asked: Asked | None = None
        self._setting = False
        self.guidance: Guidance | None = None
        self.document_id = ""
        self.document = document_box()
        self.payment = ipywidgets.Dropdown(options=[(_("whole document"), "")], description=_("Payment"))
        self.type = ipywidgets.Dropdown(description=_("What happened"))
        self.day_question, self.amount_question = MarkupBox(class_="wb-who"), MarkupBox(class_="wb-who")
        self.day = ipywidgets.DatePicker(description=_("Day"))
        self.amount = ipywidgets.Text(description=_("Amount"), continuous_update=False)
        self.choice = ipywidgets.RadioButtons(layout=ipywidgets.Layout(width="auto"))
        self.note = ipywidgets.Text(description=_("Note"), continuous_update=False)
        self.told = MarkupBox(class_="wb-told")
        self.rule = MarkupBox(class_="wb-explanation")
        self.document.observe(lambda change: self._find(), "value")
        self.payment.observe(lambda change: self._ask(), "value")
        self.type.observe(lambda change: self._ask(), "value")
        for field in (self.day, self.amount, self.choice):
            field.observe(lambda change: self._changed(), "value")
        self.asked_further = column(
            row(
                column(self.day_question, self.day), column(self.amount_question, self.amount), self.note, class_="wb-question"
            ),
            MarkupBox(html.tag("h3", _("How it is treated"))),
            self.choice,
        )
        document = row(self.document, self.payment, self.type, class_="wb-question")
        fields = column(document, self.told, self.asked_further, class_="wb-notice")
        self.box = row(fields, self.rule, class_="wb-answer")

    def show(self, asked: Asked) -> None:
        """Offer what there is on this side; what was typed for another client or side is taken back."""
        before, self._asked = self._asked, asked
        self._setting = True
        offer(self.document, asked)
        if before is None or (before.desk.client, before.side) != (asked.desk.client, asked.side):
            self.type.options = [(_(EVENT_TITLES[type]), type) for type in types(asked.side)]
            self._empty()
        self._setting = False
        self._find()

    def clear(self) -> None:
        """Take back all that was typed."""
        self._setting = True
        self._empty()
        self._setting = False
        self._find()

    def event(self) -> Event:
        """What the form says, under a new id. ReliefError where something is missing or is no amount."""
        assert self._asked is not None
        if self.guidance is None or self.choice.value is None:
            raise ReliefError(_("Give the document it happened to."))
        if self.day.value is None:
            raise ReliefError(_("Give the day on which it happened."))
        return Event(
            id=uuid4().hex,
            side=self._asked.side,
            document_id=self.document_id,
            payment_id=self.payment.value,
            type=self.type.value,
            date=self.day.value,
            amount=self._amount() if self.guidance.amount_question else 0,
            choice=self.choice.value,
            note=self.note.value.strip(),
        )

    def _empty(self) -> None:
        self.document.value = self.amount.value = self.note.value = ""
        self.day.value, self.type.index = None, 0

    def _find(self) -> None:
        """The document that is meant, and its payments."""
        if self._setting or self._asked is None:
            return
        typed, ledger = self.document.value.strip(), self._asked.desk.ledger
        self.told.show(html.join([]))
        try:
            self.document_id = document_named(ledger, self._asked.side, typed) if typed else ""
        except WorkbenchError as error:
            self.document_id = ""
            self.told.show(html.tag("p", str(error), role="alert"))
        payments = payments_of(ledger, self.document_id) if self.document_id else []
        self._setting = True
        chosen = self.payment.value
        self.payment.options = [(_("whole document"), ""), *(payments if len(payments) > 1 else [])]
        self.payment.value = chosen if chosen in [payment for _title, payment in self.payment.options] else ""
        currency = currency_of(ledger, self.document_id)
        self.amount.description = _("Amount ({currency})").format(currency=currency)
        self._setting = False
        self._ask()

    def _ask(self) -> None:
        """The rule for what is chosen, and the questions it asks."""
        if self._setting or self._asked is None:
            return
        self.guidance = None
        if self.document_id:
            self.told.show(html.join([]))
            try:
                self.guidance = guide(
                    self._asked.desk.ledger, self._asked.side, self.document_id, self.type.value, self.payment.value
                )
            except WorkbenchError as error:
                self.told.show(html.tag("p", str(error), role="alert"))
        self._show_questions(self.guidance)
        self._hear()

    def _show_questions(self, guidance: Guidance | None) -> None:
        self.asked_further.layout.display = "none" if guidance is None else ""
        if guidance is None:
            text = _("Type or pick a document: then you see the rule, its source and how certain it is.")
            self.rule.show(html.tag("p", text, class_="wb-empty"))
            return
        self.day_question.show(html.tag("span", guidance.date_question))
        self.amount_question.show(html.tag("span", guidance.amount_question))
        self.amount.layout.display = self.amount_question.layout.display = "" if guidance.amount_question else "none"
        self._setting = True
        chosen = self.choice.value
        self.choice.options = [(choice.title, choice.code) for choice in guidance.choices]
        codes = [choice.code for choice in guidance.choices]
        self.choice.value = chosen if chosen in codes else guidance.default
        self._setting = False
        self.rule.show(guidance_card(guidance))

    def _changed(self) -> None:
        if not self._setting:
            self._hear()

    def _amount(self) -> int:
        text = self.amount.value.strip()
        if not text:
            return 0
        try:
            return money.parse(text)
        except ValueError:
            raise ReliefError(_("{text}: an amount is written such as 93,49.").format(text=text[:40])) from None


def guidance_card(guidance: Guidance) -> Markup:
    """The rule, where it is written, for which relief dates, how certain it is, and what to beware of."""
    mark, kind = MARKS[guidance.certainty]
    since = _("relief dates from {day} on").format(day=i18n.day(guidance.since))
    if guidance.until is not None:
        told = _("relief dates from {day} to {last}")
        since = told.format(day=i18n.day(guidance.since), last=i18n.day(guidance.until))
    marked = [(mark, guidance.certainty_title, kind), *(("!", warning, "wb-fails") for warning in guidance.warnings)]
    return html.tag(
        "div",
        html.tag("h3", guidance.title),
        html.tag("p", guidance.rule),
        html.tag("ul", *(_marked(*one) for one in marked), class_="wb-conditions"),
        html.tag("p", f"{guidance.source}; {since}", class_="wb-law"),
        class_="wb-card",
    )


def _marked(mark: str, text: str, kind: str) -> Markup:
    return html.tag(
        "li", html.tag("span", mark, class_="wb-mark", aria_hidden="true"), html.tag("span", text), class_=kind or None
    )
