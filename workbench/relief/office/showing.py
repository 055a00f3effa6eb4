"""The office as HTML for Jupyter: one month of its clients, and whose books cannot be read."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ... import html, i18n
from ...i18n import _, ngettext
from ..listing import SIDE_TITLES
from .states import STATES

if TYPE_CHECKING:
    from .grid import Office

SHOWN_ROWS = 20


def office_html(office: "Office") -> Markup:
    """The asked month: a row a client and side that has something to do or to show, then the problems."""
    grid = office.grid[(office.grid["month"] == str(office.month)) & (office.grid["state"] != "nothing")]
    shown: list[Any] = list(grid.head(SHOWN_ROWS).itertuples())
    table = html.table(
        [_("Client"), _("Side"), _("State"), _("Documents"), _("VAT"), _("Next step"), _("Deadline")],
        [
            (
                row.client,
                _(SIDE_TITLES[row.side]),
                _(STATES[row.state]),
                str(row.documents),
                i18n.amount(row.vat),
                row.missing,
                i18n.day(row.deadline),
            )
            for row in shown
        ],
        classes=["", "", "", "amount", "amount", "", ""],
    )
    more = len(grid) - len(shown)
    rest = [html.tag("p", _("... and {count} more").format(count=more))] if more else []
    problems = [html.tag("p", f"{row.client}: {row.reason}") for row in office.problems.itertuples()]
    return html.tag("div", html.tag("h4", _heading(office)), table, *rest, *problems)


def _heading(office: "Office") -> str:
    """October 2026, 200 clients, on 20 Nov 2026 (amounts in PLN)."""
    count = len(office.clients)
    clients = ngettext("{count} client", "{count} clients", count).format(count=count)
    return _("{month}, {clients}, on {day} (amounts in PLN)").format(
        month=i18n.month(office.month), clients=clients, day=i18n.day(office.today)
    )
