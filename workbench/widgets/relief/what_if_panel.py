"""What if: another day of filing, a payment that is promised, what was known then, the law of another day."""

from typing import TYPE_CHECKING

import ipywidgets

from ... import html, relief
from ...errors import WorkbenchError
from ...i18n import N_, _
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .filing import Filing
from .law_words import versions_in_words
from .promises import Promises
from .then_and_now import ThenAndNow
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class WhatIf:
    """The four questions one below the other; nothing here is kept."""

    title = N_("What if")

    def __init__(self, page: "ReliefPage") -> None:
        self.promises = Promises(page, lambda asked: self.filing.show(asked))
        self.filing = Filing(page, self.promises.books)
        self.known = Known(page)
        self.law = Law(page)
        self.box = column(self.filing.box, self.promises.box, self.known.box, self.law.box)

    def show(self, asked: Asked) -> None:
        self.promises.show(asked)
        self.filing.show(asked)
        self.known.show(asked)
        self.law.show(asked)


class Known:
    """The notice as it was known on a day beside that of today (feature 8)."""

    def __init__(self, page: "ReliefPage") -> None:
        self._asked: Asked | None = None
        self.day = ipywidgets.DatePicker(description=_("as known on"))
        self.compared = ThenAndNow(page, _("As known then and now"), "vat-zd-known")
        self.day.observe(lambda change: self._compare(), "value")
        text = _("Choose a day: the notice is made from what books and store knew at its end, and set beside that of today.")
        self.box = column(
            MarkupBox(html.tag("h2", _("What was known then and is now"))),
            MarkupBox(html.tag("p", text, class_="wb-who")),
            row(self.day, class_="wb-question"),
            self.compared.box,
        )

    def show(self, asked: Asked) -> None:
        self._asked = asked
        self._compare()

    def _compare(self) -> None:
        asked, day = self._asked, self.day.value
        if asked is None or day is None:
            self.compared.clear()
            return
        try:
            then = asked.desk.notice(asked.side, asked.period, asked.as_of, known_at=day)
            self.compared.show(asked, then.lines, asked.by_rule.lines)
        except WorkbenchError as error:
            self.compared.clear(error)


class Law:
    """The versions of the law with their sources, and the notice by the law of a day beside that of today (feature 4)."""

    def __init__(self, page: "ReliefPage") -> None:
        self._asked: Asked | None = None
        self._versions = versions_in_words(relief.law_versions())
        self.table = Table(_("Versions of the law"), _("No version of the law."))
        self.day = ipywidgets.DatePicker(description=_("law as it stood on"))
        self.compared = ThenAndNow(page, _("By the law of then and now"), "vat-zd-law")
        self.day.observe(lambda change: self._compare(), "value")
        taken = downloads(_("Versions of the law"), lambda: page.file_stem("law"), self._shows)
        text = _("Choose a day: the notice is made without the changes of the law that came later, beside that of today.")
        self.box = column(
            MarkupBox(html.tag("h2", _("Versions of the law"))),
            self.table,
            row(*taken, class_="wb-tools"),
            MarkupBox(html.tag("p", text, class_="wb-who")),
            row(self.day, class_="wb-question"),
            self.compared.box,
        )

    def show(self, asked: Asked) -> None:
        self._asked = asked
        self.table.show(*self._shows(), "key")
        self._compare()

    def _shows(self) -> Shows:
        assert self._asked is not None
        of_side = self._versions[self._versions["side"] == self._asked.side].reset_index(drop=True)
        columns = {
            "since": Shown(_("Since"), "date"),
            "title": Shown(_("Rule")),
            "value": Shown(_("Value")),
            "source": Shown(_("Source")),
        }
        return of_side, columns

    def _compare(self) -> None:
        asked, day = self._asked, self.day.value
        if asked is None or day is None:
            self.compared.clear()
            return
        desk = asked.desk
        try:
            then = relief.notice(desk.ledger, asked.side, asked.period, asked.as_of, desk.filed(asked.side), law_at=day)
            self.compared.show(asked, then.lines, asked.by_rule.lines)
        except WorkbenchError as error:
            self.compared.clear(error)
