"""Postings as HTML for Jupyter."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ... import html, i18n
from ...i18n import N_, _
from ..descriptions.positions import REASONS

if TYPE_CHECKING:
    from .postings import Postings

SHOWN = 20
SIDE_TITLES = {"debit": N_("Debit"), "credit": N_("Credit")}


def postings_html(postings: "Postings") -> Markup:
    """The sums, the first entries, then what is created, what gives no entry and what is left out."""
    entries = html.table(
        [_("Document"), _("Line"), _("Side"), _("Account"), _("Elements"), _("Amount")],
        [
            (row.number, str(row.line), _(SIDE_TITLES[row.side]), row.account, row.elements, i18n.amount(row.amount))
            for row in _first(postings.entries)
        ],
        classes=["", "amount", "", "", "", "amount"],
    )
    created = html.table(
        [_("Account to be created"), _("Under the account"), _("Entries")],
        [(row.account, _text(row.summary), str(row.entries)) for row in _first(postings.created)],
        classes=["", "", "amount"],
    )
    faults = html.tag("ul", *(html.tag("li", row.text) for row in _first(postings.faults)))
    left_out = html.tag("ul", *(html.tag("li", f"{row.number}: {_(REASONS[row.status])}") for row in _first(postings.left_out)))
    sums = [f"{_(SIDE_TITLES[row.side])}: {i18n.amount(row.amount, 'PLN')}" for row in _first(postings.totals) if row.entries]
    return html.tag(
        "div",
        html.tag("h4", postings.scheme.name),
        html.tag("p", " · ".join(sums) or _("No entries.")),
        *_part(_("Entries"), postings.entries, entries),
        *_part(_("Accounts to be created"), postings.created, created),
        *_part(_("Without an entry"), postings.faults, faults),
        *_part(_("May not be described"), postings.left_out, left_out),
    )


def _part(title: str, frame: Any, content: Markup) -> list[Markup]:
    """A heading with the count, the content, and how many more there are; nothing of an empty table."""
    if frame.empty:
        return []
    more = len(frame) - SHOWN
    rest = [html.tag("p", _("... and {count} more").format(count=more))] if more > 0 else []
    return [html.tag("h4", f"{title}: {len(frame)}"), content, *rest]


def _first(frame: Any) -> list[Any]:
    return list(frame.head(SHOWN).itertuples(index=False))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "–"
