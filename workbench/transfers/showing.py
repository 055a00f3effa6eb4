"""How a preview shows itself in Jupyter: the transfers with their titles, what was refused, what is held, the sums."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup

from .. import html, i18n
from ..i18n import _, ngettext
from . import listing

if TYPE_CHECKING:
    from .preview import Preview

ROWS_SHOWN = 50


def preview_html(preview: "Preview") -> Markup:
    """The preview as HTML, everything from the books escaped; of long tables the first rows."""
    count = len(preview.transfers)
    heading = ngettext("{count} transfer of the register {register}", "{count} transfers of the register {register}", count)
    return html.join(
        [
            html.tag("h4", heading.format(count=count, register=preview.schedule.register)),
            *(html.tag("p", refusal.message) for refusal in preview.refused),
            _table(*listing.transfer_table(preview)),
            html.tag("h4", _("Held payments")),
            _table(*listing.held_table(preview)),
            html.tag("h4", _("Sums")),
            _table(*listing.totals_table(preview)),
        ]
    )


def _table(frame: pd.DataFrame, amounts: list[str]) -> Markup:
    if not len(frame):
        return html.tag("p", _("none"))
    head = frame.head(ROWS_SHOWN)
    columns = [[_cell(value, str(name) in amounts) for value in head[name]] for name in head.columns]
    classes = ["amount" if str(name) in amounts else "" for name in head.columns]
    shown = html.table([str(name) for name in head.columns], list(zip(*columns, strict=True)), classes=classes)
    more = len(frame) - len(head)
    told = ngettext("and {count} more row", "and {count} more rows", more).format(count=more)
    return html.join([shown, html.tag("p", told)]) if more else shown


def _cell(value: Any, is_amount: bool) -> str:
    if is_amount:
        return i18n.amount(value)
    return i18n.day(value) if isinstance(value, date) else str(value)
