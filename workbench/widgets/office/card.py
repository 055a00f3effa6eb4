"""The card of one client's month: how far it is, what comes next, its documents, and what the books say otherwise today."""

from dataclasses import replace
from typing import Any

import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...days import Month
from ...errors import WorkbenchError
from ...i18n import _
from ...relief import ReliefNotice, period_of, period_title
from ...relief.life.declarations import STATUS_TITLES
from ...relief.listing import KIND_TITLES, SIDE_TITLES, with_parties
from ...relief.office import STATES
from ...store.relief_desk import ReliefDesk
from ..layout import problem
from ..markup import MarkupBox
from ..relief.view import warned
from .sources import Books
from .view import days_text

MOST_DOCUMENTS = 50
RELIEF_PAGE = "relief"
"""Where the dashboards' server has it, beside this page."""


class Card:
    """A place on the page for the card of a row of the grid. `class_`: by which what leads to it finds it."""

    def __init__(self, class_: str) -> None:
        self.box = MarkupBox(class_=f"wb-card {class_}")

    def show(self, rows: pd.DataFrame, books: Books) -> None:
        """The card of the first of the rows; without one a word of what to do."""
        if not len(rows):
            self.box.show(
                html.tag("p", _("Choose a month of a client to see its documents and the next step."), class_="wb-empty")
            )
            return
        row: Any = next(rows.itertuples())
        try:
            self.box.show(cell_card(row, books.desk(row.client)))
        except WorkbenchError as error:
            self.box.show(problem(error))


def cell_card(row: Any, desk: ReliefDesk) -> Markup:
    """The card. `row`: of the grid of the office; `desk`: the client's. Raises as the questions of a desk."""
    heading = f"{row.client} · {_(SIDE_TITLES[row.side])} · {i18n.month(Month(row.month))}"
    return html.join(
        [
            html.tag("h3", heading),
            html.tag("p", html.tag("strong", _(STATES[row.state])), class_="wb-sum"),
            next_step(row),
            _warning(row, desk),
            _facts(row),
            _difference(row, desk),
            _documents(row, desk),
        ]
    )


def next_step(row: Any) -> Markup:
    """What comes next and where it is done."""
    if not row.missing:
        return html.tag("p", _("There is nothing to do."), class_="wb-who")
    when = _("Next: {step}, by {day} ({left})").format(
        step=row.missing, day=i18n.day(row.deadline), left=days_text(row.days_left)
    )
    return html.join([html.tag("p", when), html.tag("p", where(row))])


def where(row: Any) -> Markup:
    """The page on which it is done, and what to choose there."""
    side, period = _(SIDE_TITLES[row.side]), period_title(period_of(row.period))
    chosen = _("choose there: {client}, {side}, {period}").format(client=row.client, side=side, period=period)
    return html.join([html.tag("a", _("Open the relief page"), href=RELIEF_PAGE, target="_blank"), f" ({chosen})"])


def _warning(row: Any, desk: ReliefDesk) -> Markup:
    """What a client that declares the quarter must know of the payments within it."""
    told = warned(desk, row.side, period_of(row.period), _notice(row, desk))
    return html.tag("p", told, class_="wb-cut") if told else html.join([])


def _facts(row: Any) -> Markup:
    sale = row.side == "sale"
    notice = f"{row.mark}, {period_title(period_of(row.period))}" if row.mark else _("none made; amounts by the rule")
    facts = [(_("Notice"), notice), (_("Documents"), str(row.documents))]
    facts.append((_("VAT that comes back") if sale else _("VAT to give back"), i18n.amount(row.vat, "PLN")))
    facts.append(
        (_("VAT to give back (paid)") if sale else _("VAT that comes back (paid)"), i18n.amount(row.paid_back_vat, "PLN"))
    )
    facts.append((_("Declaration"), _(STATUS_TITLES[row.declaration])))
    facts.append((_("Deadline"), i18n.day(row.deadline)))
    items = (html.join([html.tag("dt", name), html.tag("dd", value)]) for name, value in facts)
    return html.tag("dl", *items, class_="wb-facts")


def _difference(row: Any, desk: ReliefDesk) -> Markup:
    """What the books of today would have otherwise than the locked notice, document by document."""
    if not row.differs:
        return html.join([])
    period = period_of(row.period)
    found = next((one for one in desk.proposals() if (one.side, one.period) == (row.side, period)), None)
    told = _("The books of today would change its entries by {net} net and {vat} VAT.").format(
        net=i18n.amount(row.difference_net, "PLN"), vat=i18n.amount(row.difference_vat, "PLN")
    )
    reasons = [
        html.tag("li", html.tag("strong", document), f": {reason}")
        for document, reason in (found.reasons if found else {}).items()
    ]
    return html.join(
        [
            html.tag("h4", _("Difference to the books")),
            html.tag("p", told, class_="wb-cut"),
            html.tag("ul", *reasons[:MOST_DOCUMENTS], class_="wb-findings"),
        ]
    )


def _notice(row: Any, desk: ReliefDesk) -> ReliefNotice:
    """The notice that was made, with its kept lines, else the one of the rule."""
    kept = desk.chain(row.side, row.period).newest
    notice = desk.notice(row.side, row.period, kept.as_of if kept else None)
    return replace(notice, lines=kept.lines) if kept else notice


def documents_of(row: Any, desk: ReliefDesk) -> pd.DataFrame:
    """The documents on the notice that was made, else on the one of the rule: document_id, number, party, kind, net, vat."""
    together = with_parties(desk.ledger, row.side, _notice(row, desk).lines)
    by = ["document_id", "number", "party", "kind"]
    return together.groupby(by, sort=False, as_index=False, observed=True)[["net", "vat"]].sum()


def _documents(row: Any, desk: ReliefDesk) -> Markup:
    listed = documents_of(row, desk)
    rows: list[Any] = list(listed.head(MOST_DOCUMENTS).itertuples())
    if not rows:
        return html.join([])
    table = html.table(
        [_("Document"), _("Counterparty"), _("State"), _("Net"), _("VAT")],
        [(one.number, one.party, _(KIND_TITLES[one.kind]), i18n.amount(one.net), i18n.amount(one.vat)) for one in rows],
        classes=["", "", "", "amount", "amount"],
        row_classes=[f"wb-{one.kind}" for one in rows],
    )
    more = len(listed) - len(rows)
    rest = [html.tag("p", _("... and {count} more").format(count=more))] if more else []
    return html.join([html.tag("h4", _("Documents")), table, *rest])
