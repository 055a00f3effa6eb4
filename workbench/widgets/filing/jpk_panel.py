"""The panel JPK_V7: the file of the month, whether it can go out, what is behind it, and what a file holds."""

from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd

from ... import html, i18n
from ...days import Month
from ...errors import ConflictError, FilingError, PeriodError, WorkbenchError
from ...filing.files import JpkFile, Purpose
from ...i18n import _
from ...store.filing_content import Parts
from ...store.filing_desk import FilingDesk
from ..layout import column, details, row
from ..markup import MarkupBox
from .declared_fields import DeclaredFields
from .dropped import Dropped
from .entering import Entering, Values
from .faults import Faults
from .findings import findings, heading, surplus
from .history import History
from .reconciled import Reconciled
from .taking_file import TakingFile
from .vat_zd import VatZd
from .verdict import PART_TITLES, PURPOSES, Finding, key_figures, verdict
from .view import Filed, Settled

if TYPE_CHECKING:
    from ..relief.page import ReliefPage
    from ..relief.view import Asked

_MOST_SETTLED = 3
"""Months that are kept as they were computed: who compares months goes back and forth between them."""


class JpkPanel:
    """The question (purpose, parts), the verdict, the file to take away, its fields, relief, faults; below it files given."""

    def __init__(self, page: "ReliefPage") -> None:
        self._page = page
        self._asked: Asked | None = None
        self._desk: FilingDesk | None = None
        self._filed: Filed | None = None
        self._settled: list[Settled] = []
        self._setting = False
        self._is_made = False
        self.waiting = MarkupBox()
        self.box = column(self.waiting, class_="wb-jpk")

    def _make(self) -> None:
        """The widgets: many, so they are made once the panel says what it is doing."""
        self.heading = MarkupBox()
        self.purpose = ipywidgets.Dropdown(
            options=[(_(title), code) for code, title in PURPOSES.items()], description=_("Purpose of the file")
        )
        self.parts = ipywidgets.Dropdown(description=_("Parts of the file"))
        self.verdict = MarkupBox()
        self.figures = MarkupBox()
        self.taking = TakingFile(self)
        self.vat_zd = VatZd()
        self.faults = Faults(lambda: self._stem(_("faults")))
        self.fields = DeclaredFields(lambda: self._stem(_("declaration")), "wb-jpk-behind")
        self.entering = Entering(self._enter)
        self.relief = Reconciled(self._stem)
        self.history = History()
        self.dropped = Dropped(self)
        for chosen in (self.purpose, self.parts):
            chosen.observe(lambda change: self._choose(), "value")
        self._made_box = column(self.figures, self.taking.box, self.faults.box, self.fields.box, self.relief.box)
        self._file_box = column(
            row(self.purpose, self.parts, class_="wb-question"),
            self.verdict,
            self._made_box,
            details(_("Enter by hand: surplus carried over, refund, marks"), self.entering.box),
            details(_("Files taken away"), self.history.table),
        )
        self._all = column(self.heading, self.vat_zd.box, self._file_box, self.dropped.box)
        self._is_made = True

    def show(self, asked: "Asked") -> None:
        """The file of the month (of a quarter before 2020: of its last month) of the client that is asked about."""
        before, self._asked = self._asked, asked
        is_open = self._desk is not None and before is not None and before.desk is asked.desk
        if not is_open:
            self._wait()
        try:
            if not is_open:
                self._open()
            if not self._is_made:
                self._make()
            if before is None or before.desk.client != asked.desk.client:
                self.dropped.forget()
            month = Month.of(asked.period.last)
            if self._filed is None or self._filed.desk.client != asked.desk.client or self._filed.month != month:
                self._offer(month)
            self._fill()
        finally:
            self._arrive()

    def _open(self) -> None:
        """What is kept of the client's files, read anew."""
        assert self._asked is not None
        desk = self._asked.desk
        self._desk = FilingDesk.opened(desk.kept, desk.client, desk.books, desk.today)

    def _offer(self, month: Month) -> None:
        """The parts that the month's file can have; a correction where the declaration is one."""
        assert self._asked is not None and self._desk is not None
        self._setting = True
        whole: Parts = self._desk.parts(month)
        offered: tuple[Parts, ...] = ("both", "record", "declaration") if whole == "both" else ("record",)
        self.parts.options = [(_(PART_TITLES[one]), one) for one in offered]
        self.parts.value = whole
        self.purpose.value = 2 if self._asked.declaration.newest.number else 1
        self._setting = False

    def _choose(self) -> None:
        if not self._setting and self._asked is not None:
            self._fill()

    def _fill(self) -> None:
        """Show the file; before October 2020 there is none, then the notice VAT-ZD is there to be taken."""
        assert self._asked is not None and self._desk is not None
        purpose: Purpose = self.purpose.value
        month = Month.of(self._asked.period.last)
        settled = [one for one in self._settled if one.desk is self._desk]
        of = next((one for one in settled if one.month == month), None)
        if of is None:
            of = Settled(self._desk, month)
            self._settled = [*settled, of][-_MOST_SETTLED:]
            self._wait()
        self._filed = filed = of.filed(purpose, self.parts.value)
        try:
            self._show(filed, self._asked)
        finally:
            self._arrive()
        if self._file_box.layout.display == "":
            self._complete(filed)

    def _wait(self) -> None:
        """One line in place of everything, until the file is made."""
        assert self._asked is not None
        form, month = FilingDesk(self._asked.desk).form, Month.of(self._asked.period.last)
        text = _("Making the file JPK_{form} for {month}…").format(form=form, month=i18n.month(month))
        self.waiting.show(html.tag("p", text, class_="wb-jpk-waiting", role="status"))
        if self._is_made:
            self._all.layout.display = "none"

    def _arrive(self) -> None:
        self.waiting.show(html.join([]))
        if self._is_made:
            self._all.layout.display = ""
            self.box.children = [self.waiting, self._all]

    def _show(self, filed: Filed, asked: "Asked") -> None:
        """What stands there at first: the heading, the file, what is said of it."""
        self.vat_zd.show(asked, filed.desk)
        try:
            self.heading.show(heading(filed, asked.declaration.status if asked.declaration.submissions else ""))
        except PeriodError as error:
            self.heading.show(html.tag("p", str(error), class_="wb-who"))
            self._file_box.layout.display = "none"
            return
        self._file_box.layout.display = ""
        self._show_file(filed)

    def _show_file(self, filed: Filed) -> None:
        """What is said of the file; one that cannot be made says why."""
        try:
            file, said = filed.file, findings(filed)
        except WorkbenchError as error:
            self.verdict.show(verdict([Finding("bad", str(error))]))
            self._made_box.layout.display = "none"
            return
        self._made_box.layout.display = ""
        self.verdict.show(verdict(said))
        self.taking.show(filed)
        self.figures.show(key_figures(file.declaration.fields) if file.declaration is not None else html.join([]))
        self.faults.show(filed.faults)
        self.fields.show(filed.declared)
        self.relief.show(filed)

    def _complete(self, filed: Filed) -> None:
        """What takes other months than that of the file, and comes after it: the surplus of the declaration before, the notices
        of the quarter."""
        self.entering.show(filed)
        self.history.show(filed.desk)
        if self._made_box.layout.display == "":
            self.verdict.show(verdict([*findings(filed), *surplus(filed)]))
            self.relief.show_quarter(filed)

    def _enter(self, values: Values) -> None:
        """Keep what is entered. Raises, and keeps nothing, where the declaration cannot be made with it."""
        assert self._desk is not None and self._filed is not None
        month = self._filed.month
        self._desk.supposing(month, values).declaration(month)
        try:
            self._desk = self._desk.enter(month, values)
        except ConflictError:
            self._open()
            raise
        finally:
            self._fill()

    def remember(self, file: JpkFile, content: bytes, name: str) -> None:
        """Keep that a file was taken away, where anything can be kept."""
        assert self._desk is not None and self._filed is not None
        if self._desk.relief.kept is None:
            return
        try:
            self._desk = self._desk.taken(file, content, name)
        except ConflictError:
            self._open()
            raise
        self.history.show(self._desk)

    def in_the_books(self, file: JpkFile) -> JpkFile:
        """The same parts of the same month as the books of the client have them. Raises as `FilingDesk.file`."""
        header, whole = file.header, self.desk.parts(file.header.month)
        parts: Parts = "both" if file.declaration is not None and whole == "both" else "record"
        return self.desk.file(header.month, purpose=header.purpose, parts=parts, made_at=header.made_at)

    @property
    def desk(self) -> FilingDesk:
        """The client's desk as it was last read."""
        assert self._desk is not None
        return self._desk

    @property
    def tax_id(self) -> str:
        """That of the client; "" where the books do not say it."""
        try:
            return self.desk.taxpayer.tax_id
        except FilingError:
            return ""

    def answer(self, answers: pd.DataFrame) -> None:
        """Keep answers about KSeF invoices. Raises as `FilingDesk.answer`."""
        self._desk = self.desk.answer(answers)

    def _stem(self, what: str) -> str:
        """The name of a table that is taken away: what, whose, of which month."""
        assert self._filed is not None
        return f"jpk-{what}_{self._filed.desk.client}_{self._filed.month}"
