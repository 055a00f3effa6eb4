"""The fields of a declaration as a table; a click on one shows what is behind it."""

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from ... import html
from ...filing import fields
from ...i18n import _
from ...relief import period_title
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .behind import Behind
from .declared_view import Declared
from .figures import whole

WHAT_IT_COMES_TO = ("P_37", "P_38", "P_48", "P_51", "P_53", "P_62", "P_68", "P_69")
"""Fields that stand out: totals, what is paid or carried forward, and the relief."""


class DeclaredFields:
    """The table, beside it what the chosen field is made of. `name`: of what is taken away, without its ending; `place`:
    the CSS class of where the choice leads."""

    def __init__(self, name: Callable[[], str], place: str) -> None:
        self._declared: Declared | None = None
        self.title = MarkupBox()
        self.table = Table(_("Declaration fields"), _("The file has no declaration part."), leads_to=f".{place}")
        self.table.add_class(f"{place}-fields")
        self.marks = MarkupBox()
        self.behind = Behind(place)
        self.table.observe(lambda change: self._choose(), "selected")
        taken = downloads(_("Declaration"), name, self._taken)
        left = column(self.table, self.marks, row(*taken, class_="wb-tools"), class_="wb-half")
        self.box = column(self.title, row(left, column(self.behind.box, class_="wb-half"), class_="wb-halves"))

    def show(self, declared: Declared | None) -> None:
        """Show a declaration part; nothing where there is none."""
        self._declared = declared
        self.box.layout.display = "" if declared is not None else "none"
        if declared is None:
            return
        title = _("Declaration part, {period}").format(period=period_title(declared.period))
        self.title.show(html.tag("h2", title))
        self.marks.show(_marks(declared))
        frame = field_table(declared)
        words = {value: whole(value) for value in frame["zloty"].unique().tolist()}
        columns = _columns(Shown(_("Amount (zł)"), "zloty", words))
        self.table.show(frame, columns, "field", lambda row: "wb-moved" if row.field in WHAT_IT_COMES_TO else "")
        if self.table.selected and self.table.selected not in set(frame["field"]):
            self.table.selected = ""
        else:
            self._choose()

    def _taken(self) -> Shows:
        assert self._declared is not None
        return field_table(self._declared), _columns(Shown(_("Amount (zł)"), "count"))

    def _choose(self) -> None:
        if self._declared is not None:
            self.behind.show(self._declared, self.table.selected)


def field_table(declared: Declared) -> pd.DataFrame:
    """The fields that hold amounts: field, title, zloty (whole), in the order of the form."""
    amounts = declared.amounts()
    titles = [fields.title(name) for name in amounts]
    return pd.DataFrame({"field": list(amounts), "title": titles, "zloty": pd.Series(list(amounts.values()), dtype="int64")})


def _columns(amount: Shown) -> dict[str, Shown]:
    return {"field": Shown(_("Field")), "title": Shown(_("What it is")), "zloty": amount}


def _marks(declared: Declared) -> Markup:
    """The flags that are set and the texts, a line each."""
    items = [
        html.tag("li", html.tag("strong", name), f" {fields.title(name)}", f": {text}" if text else "")
        for name, text in declared.marks().items()
    ]
    return html.tag("ul", *items, class_="wb-jpk-flags") if items else html.join([])
