"""What a payer by the quarter should know of this quarter: its three files, the documents that fell into one of the traps."""

from typing import Any

from markupsafe import Markup

from ... import html, i18n
from ...days import Month, Quarter
from ...filing import quarterly
from ...i18n import N_, _
from .view import Filed

PARTS = {True: N_("records and declaration"), False: N_("records alone")}


def quarter_told(filed: Filed) -> Markup:
    """In words; nothing for a payer by the month."""
    quarter = filed.of.period
    if not isinstance(quarter, Quarter):
        return html.join([])
    rows: list[Any] = list(quarterly.files_of(quarter).itertuples(index=False))
    files = [(i18n.month(Month(of.month)), of.version, _(PARTS[of.declaration]), i18n.day(of.deadline)) for of in rows]
    table = html.table([_("Month"), _("Structure"), _("Holds"), _("Send by")], files)
    found = filed.of.traps
    items = [
        html.tag("li", html.tag("p", text), html.tag("p", html.tag("strong", remedy)))
        for text, remedy in zip(found["text"], found["remedy"], strict=True)
    ]
    told = _("No document of this quarter was paid so early that its correction would have to be taken back.")
    body = html.tag("ul", *items) if items else html.tag("p", told)
    trap = html.tag("h3", _("Paid within the quarter: what is not corrected"))
    return html.tag("div", table, trap, _rule(), body, class_="wb-jpk-traps")


def _rule() -> Markup:
    text = _(
        "A debtor corrects nothing of what it pays by the last day of the quarter (art. 89b sec. 1a); a creditor has no relief "
        "for what is paid by the day of filing (art. 89a sec. 3), even where the register of a month went out before."
    )
    return html.tag("p", text, class_="wb-who")
