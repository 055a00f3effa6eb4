"""Notices and explanations as HTML for Jupyter: short tables with amounts in the user's language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from .. import html, i18n
from ..days import Month
from ..i18n import _
from .conditions import REASON_TITLES
from .listing import BOX_TITLES, KIND_TITLES, heading

if TYPE_CHECKING:
    from .explanation import Explanation
    from .notices import ReliefNotice

SHOWN_LINES = 20


def notice_html(notice: "ReliefNotice") -> Markup:
    """The head of the notice, its sums and its first lines."""
    shown: list[Any] = list(notice.lines.head(SHOWN_LINES).itertuples())
    lines = html.table(
        [_("Document"), _("Payment"), _("Rate"), _("State"), _("Net"), _("VAT"), _("Due date"), _("Relief date")],
        [
            (
                line.document_id,
                line.payment_id,
                f"{line.rate} %",
                _(KIND_TITLES[line.kind]),
                i18n.amount(line.net),
                i18n.amount(line.vat),
                i18n.day(line.due_date),
                i18n.day(line.relief_date),
            )
            for line in shown
        ],
        classes=["", "", "", "", "amount", "amount", "", ""],
        row_classes=[f"wb-{line.kind}" for line in shown],
    )
    more = len(notice.lines) - len(shown)
    rest = [html.tag("p", _("... and {count} more").format(count=more))] if more else []
    return html.tag("div", html.tag("h4", heading(notice)), totals_html(notice.totals), lines, *rest)


def totals_html(totals: Any) -> Markup:
    """The four boxes: exact amounts with the rounded ones beside them, in PLN."""
    columns = [row for row in ("net", "vat") if row in totals.index]
    titles = {"net": _("Net (PLN)"), "vat": _("VAT (PLN)")}
    rounded = {"net": _("Net, rounded"), "vat": _("VAT, rounded")}
    return html.table(
        ["", *(title for column in columns for title in (titles[column], rounded[column]))],
        [
            (
                _(BOX_TITLES[box]),
                *(
                    text
                    for column in columns
                    for text in (
                        i18n.amount(totals[box][column]),
                        i18n.amount(totals[box][f"{column}_rounded"])[:-3],
                    )
                ),
            )
            for box in BOX_TITLES
        ],
        classes=["", *["amount"] * 2 * len(columns)],
    )


def explanation_html(explanation: "Explanation") -> Markup:
    """The card: the verdict, each part with its conditions (failing ones first), the arithmetic, the settlements."""
    paid_back = set(explanation.lines["payment_id"][explanation.lines["kind"] == "paid_back"])
    tested: list[Any] = list(explanation.table.itertuples())
    parts = [
        _part_card(part, [one for one in tested if one.payment_id == part.payment_id], part.payment_id in paid_back)
        for part in explanation.parts.itertuples()
    ]
    steps = [
        html.tag("h4", _("How the amounts come about (PLN)")),
        html.tag("ul", *(html.tag("li", step) for step in explanation.steps)),
    ]
    settlements: list[Any] = list(explanation.settlements.itertuples())
    paid = html.table(
        [_("Payment"), _("Date"), _("Amount"), _("Source")],
        [
            (
                row.payment_id,
                i18n.day(row.date),
                i18n.amount(row.amount),
                _source(row.source),
            )
            for row in settlements
        ],
        classes=["", "", "amount", ""],
    )
    settled = html.tag("p", _("Nothing has been paid.")) if explanation.settlements.empty else paid
    return html.tag(
        "section",
        html.tag("h3", explanation.title),
        html.tag("p", f"{_named(explanation)} · {explanation.party}", class_="wb-who"),
        *parts,
        *(steps if explanation.steps else []),
        html.tag("h4", _("Settlements")),
        settled,
        class_="wb-card",
    )


def _named(explanation: "Explanation") -> str:
    """The number people know, with the id of the books behind it where that is another."""
    if explanation.number == explanation.document_id:
        return explanation.number
    return f"{explanation.number} ({explanation.document_id})"


def _part_card(part: Any, conditions: Sequence[Any], paid_back: bool) -> Markup:
    items = [
        html.tag(
            "li",
            html.tag("span", "✓" if row.passed else "✗", class_="wb-mark", title=_("holds") if row.passed else _("fails")),
            html.tag(
                "div",
                html.tag("strong", row.condition),
                f": {row.value}",
                html.tag(
                    "div",
                    _("expected: {expected}").format(expected=row.expected) + f" · {row.source} ({row.law})",
                    class_="wb-law",
                ),
            ),
            class_="wb-holds" if row.passed else "wb-fails",
        )
        for row in conditions
    ]
    return html.join(
        [html.tag("h4", f"{part.payment_id}: {_verdict(part, paid_back)}"), html.tag("ul", *items, class_="wb-conditions")]
    )


def _source(source: Any) -> str:
    """Where a payment came from: the usual sources in words, any other as the books have it."""
    if not isinstance(source, str):
        return ""
    return {"bank": _("bank"), "cash": _("cash"), "offset": _("offset")}.get(source, source)


def _verdict(part: Any, paid_back: bool) -> str:
    if paid_back:
        return _("Paid back, after the notice of {month}").format(month=i18n.month(Month(part.month)))
    return _(REASON_TITLES[part.reason])
