"""The files of a client for the tax office: books, relief and what was entered joined into a JPK_V7."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path

import pandas as pd

from ..days import Month, Quarter
from ..errors import FilingError
from ..filing.checking.jpk import check_jpk
from ..filing.declaration import declaration
from ..filing.files import DeclarationPart, Header, JpkFile, Purpose, Taxpayer
from ..filing.reconciliation import reconciliation, unreconciled
from ..filing.versions import Form, Version, version_of, versions
from ..filing.writing.jpk import controls, jpk_bytes
from ..filing.writing.vat_zd import vat_zd, vat_zd_rows
from ..i18n import _
from ..ledger import Ledger
from ..relief import Period, period_title
from ..relief.periods import months_of
from .company import is_quarterly
from .filing import FilingRecord
from .filing_content import ANSWERS, VALUES, Parts
from .filing_entered import Values, merged, parsed
from .filing_faults import missing_entries, refused, together, unplaced, wrong_purpose
from .filing_notices import sale_notices
from .filing_periods import month_of, month_or_quarter
from .filing_rows import MonthRows, month_rows, without_relief_days
from .filing_taken import taken_file
from .filing_taxpayer import tax_office_of, taxpayer_of
from .filing_tellings import tellings
from .filing_traps import traps_of
from .relief_desk import ReliefDesk
from .remembering import Change, Store

SYSTEM = "Liczydło"
"""NazwaSystemu: the program that made a file."""
MOST_MONTHS = 12
"""Months whose rows a desk holds; those of a long life with the client would be the whole books once more."""


@dataclass(frozen=True, eq=False)
class FilingDesk:
    """A client's books with the relief and what is remembered of its files, as they were when the desk was opened.

    `month` is a month such as "2026-09". A change is kept in the store at once and gives the desk as it is afterwards;
    ConflictError where somebody has changed the same thing since. Without a store nothing can be kept, and the relief is that
    of the rule.
    """

    relief: ReliefDesk
    record: FilingRecord = field(default_factory=FilingRecord)
    last_change: int | None = None
    """The number of the change that `undo` takes back."""
    _rows: dict[Month, MonthRows] = field(default_factory=dict, repr=False)
    _declarations: dict[Period, DeclarationPart] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def opened(cls, kept: Store | None, client: str, books: Ledger, today: date) -> "FilingDesk":
        """The desk as the store remembers it now."""
        desk = ReliefDesk.opened(kept, client, books, today)
        if kept is None:
            return cls(desk)
        last = kept.filing.last_change(client)  # first: what it changed is then surely in the record
        return cls(desk, kept.filing.record_of(client), last)

    @property
    def form(self) -> Form:
        """JPK_V7M of who declares by the month, JPK_V7K by the quarter (company.vat_period)."""
        return "V7K" if self._is_quarterly else "V7M"

    @cached_property
    def _is_quarterly(self) -> bool:
        return is_quarterly(self.relief.books)

    @property
    def taxpayer(self) -> Taxpayer:
        """Whose files they are; FilingError that names what the books lack."""
        return taxpayer_of(self.relief.books)

    def version(self, month: str | Month) -> Version:
        """The structure of the month's file; PeriodError where it has none."""
        return version_of(self.form, month_of(month))

    def declared(self, period: str | Period) -> Period:
        """The period that a month or quarter is declared in: the quarter of a quarterly payer, else the month."""
        asked = month_or_quarter(period)
        if not self._is_quarterly:
            return month_of(asked)
        return Quarter.of(asked.first)

    def parts(self, month: str | Month) -> Parts:
        """What the month's file holds: both parts, of a quarterly payer before the closing month the record part alone."""
        return "both" if self.declared(month).last == month_of(month).last else "record"

    def rows(self, month: str | Month) -> MonthRows:
        """The record part of a month, and what its relief rows are made from."""
        asked = month_of(month)
        if asked not in self._rows:
            made = month_rows(self.relief, asked, self.version(asked))
            if len(self._rows) >= MOST_MONTHS:
                del self._rows[next(iter(self._rows))]
            self._rows[asked] = made
        return self._rows[asked]

    def entered(self, period: str | Period) -> Mapping[str, str]:
        """What was entered into the declaration part that a month or quarter belongs to, by field."""
        return self.record.values.get(str(self.declared(period)), {})

    def offered(self, period: str | Period) -> Mapping[str, int]:
        """What can be entered: P_39 is P_62 of the period before, where that is above 0. It counts when it is entered."""
        before = self.declared(period) - 1
        if before.first < min(version.first for version in versions() if version.form == self.form).first:
            return {}
        try:
            surplus = self.declaration(before).fields.get("P_62", 0)
        except FilingError:  # its own faults say why it cannot be made
            return {}
        return {"P_39": int(surplus)} if surplus else {}

    def declaration(self, period: str | Period) -> DeclarationPart:
        """The declaration part that a month or quarter belongs to, with what was entered."""
        asked = self.declared(period)
        if asked not in self._declarations:
            months = [self.rows(month) for month in months_of(asked)]
            sales = pd.concat([rows.sales for rows in months], ignore_index=True)
            purchases = pd.concat([rows.purchases for rows in months], ignore_index=True)
            version = self._closing_version(asked)
            entered = {name: parsed(name, value, version) for name, value in self.entered(asked).items()}
            self._declarations[asked] = declaration(sales, purchases, asked, version, entered)
        return self._declarations[asked]

    def file(self, month: str | Month, *, purpose: Purpose = 1, parts: Parts | None = None, made_at: datetime) -> JpkFile:
        """The file of a month. `parts`: by default as `parts` says; `made_at` with a time zone.

        PeriodError for a month without a JPK_V7, FilingError where the taxpayer's data lack, or where the declaration part of a
        quarter is asked of another than its last month.
        """
        asked, version = month_of(month), self.version(month)
        held = parts or self.parts(asked)
        if held != "record" and self.parts(asked) == "record":
            raise FilingError(
                _("{month}: the declaration part of a quarter stands in the file of its last month, {last}.").format(
                    month=asked, last=Month.of(self.declared(asked).last)
                )
            )
        made = made_at.astimezone(UTC)
        header = Header(version, asked, purpose, tax_office_of(self.relief.books), made, SYSTEM)
        file = JpkFile(header, self.taxpayer)
        if held != "record":
            file = replace(file, declaration=self.declaration(asked))
        return self._with_rows(file, self.rows(asked)) if held != "declaration" else file

    def counterpart(self, file: JpkFile) -> JpkFile:
        """What a file that was read would be of these books: its header, taxpayer, structure and parts, with the rows and the
        declaration part of the books. PeriodError and FilingError as `file`, but no data of the taxpayer are asked for."""
        month, version = file.header.month, file.header.version
        own = version.form == self.form
        books = JpkFile(file.header, file.taxpayer)
        if file.declaration is not None and own:
            books = replace(books, declaration=self.declaration(month))
        if file.sales is None:
            return books
        rows = self.rows(month) if own else month_rows(self.relief, month, version)
        return self._with_rows(books, rows if version.number > 1 else without_relief_days(rows))

    def _with_rows(self, file: JpkFile, rows: MonthRows) -> JpkFile:
        of_sales, of_purchases = controls(rows.sales, rows.purchases, file.header.version)
        return replace(file, sales=rows.sales, purchases=rows.purchases, sales_control=of_sales, purchases_control=of_purchases)

    def faults(self, month: str | Month, *, purpose: Purpose = 1, parts: Parts | None = None) -> pd.DataFrame:
        """Everything that is wrong with the month's file, as `check_jpk` has it, with what would be left out of it, and with
        the notices that have no entries (J-008). A file that cannot be made at all is one fault."""
        try:
            noon = datetime.combine(self.relief.today, time(12), UTC)
            file = self.file(month, purpose=purpose, parts=parts, made_at=noon)
            content = jpk_bytes(file)
        except FilingError as error:
            return refused("file", str(error))
        return self.faults_of(file, content)

    def faults_of(self, file: JpkFile, content: bytes | Path) -> pd.DataFrame:
        """The faults of a file of this desk as it was written."""
        month, found = file.header.month, []
        months = [month] if file.declaration is None else months_of(file.declaration.period)
        for rows in map(self.rows, months):
            found += [unplaced(rows.unplaced), missing_entries(rows.bases if self.relief.kept else {})]
        # a quarter may be sent or open: the record part of its first two months is a file of its own
        sent = self.relief.begun(month) if self.parts(month) == "record" else self.relief.declaration(self.declared(month))
        found.append(wrong_purpose(sent, file.header.purpose))
        return together([*found, check_jpk(content)])

    def reconciliation(self, month: str | Month) -> pd.DataFrame:
        """Notices, entries, rows and declaration fields beside each other, see `filing.reconciliation`: of the month, with the
        declaration part of a quarter of its three months. All differences must be zero (`is_reconciled`)."""
        asked = month_of(month)
        declared = self.declaration(asked) if self.parts(asked) == "both" else None
        months = (asked,) if declared is None else months_of(declared.period)
        told = tellings(self.relief, months, [self.rows(one) for one in months])
        return reconciliation(told, self.version(asked), declared)

    def unreconciled(self, month: str | Month) -> pd.DataFrame:
        """The documents behind the differences of `reconciliation`; see `filing.reconciliation`."""
        asked = month_of(month)
        months = months_of(self.declared(asked)) if self.parts(asked) == "both" else (asked,)
        return unreconciled(tellings(self.relief, months, [self.rows(one) for one in months]))

    def traps(self, month: str | Month) -> pd.DataFrame:
        """What of the quarter's relief was paid too early for it, though a month's file has it; see `filing.quarterly`. Empty
        for who declares by the month."""
        found = traps_of(self.relief, self.record, Quarter.of(month_of(month).first))
        return found if self._is_quarterly else found.iloc[:0]

    def vat_zd(self, period: str | Period) -> bytes:
        """VAT-ZD of a month up to 2020-09 or a quarter up to 2020Q3, from the notices of sales that the period has. FilingError
        where the form does not know the period or cannot hold a line."""
        asked = month_or_quarter(period)
        rows = [vat_zd_rows(basis.notice) for basis in sale_notices(self.relief, asked)]
        return vat_zd(pd.concat(rows, ignore_index=True), asked)

    def enter(self, period: str | Period, values: Values) -> "FilingDesk":
        """Enter fields of the declaration part that a month or quarter belongs to; None or "" takes one away. FilingError for a
        field that is computed, or a value it cannot hold."""
        asked = self.declared(period)
        entered = merged(self.entered(asked), values, self._closing_version(asked))
        version = self.record.version(VALUES.name, str(asked))
        what = _("{period}: entered into the declaration part: {fields}").format(
            period=period_title(asked), fields=", ".join(values)
        )
        return self._kept(what, lambda change: change.set_jpk_values(self.client, str(asked), entered, version=version))

    def supposing(self, period: str | Period, values: Values) -> "FilingDesk":
        """The desk as if these fields were entered; nothing is kept."""
        asked = self.declared(period)
        entered = {**self.record.values, str(asked): merged(self.entered(asked), values, self._closing_version(asked))}
        return replace(self, record=replace(self.record, values=entered))

    def answer(self, answers: pd.DataFrame) -> "FilingDesk":
        """Keep all answers about KSeF invoices: document, need, answer; an empty answer is forgotten."""
        version = self.record.version(ANSWERS.name, ANSWERS.key_of())
        what = _("Answers about KSeF invoices")
        return self._kept(what, lambda change: change.set_ksef_answers(self.client, answers, version=version))

    def taken(self, file: JpkFile, content: bytes | Path, name: str = "") -> "FilingDesk":
        """Remember that a file was taken away: what it was, its sums and its SHA-256. `content`: as it was written, `name`: of
        the file."""
        month = str(file.header.month)
        number = 1 + sum(one.period == month for one in self.record.files)
        taken = taken_file(file, content, name, number)
        what = _("{name} of {month}, purpose {purpose}: the file was taken away").format(
            name=file.header.version.name, month=period_title(file.header.month), purpose=file.header.purpose
        )
        return self._kept(what, lambda change: change.add_jpk_file(self.client, taken))

    def undo(self) -> "FilingDesk":
        """Take back what was last entered or answered. ConflictError where somebody has gone on from it since."""
        kept = self._store()
        if self.last_change is None:
            raise FilingError(_("{client}: there is nothing to undo.").format(client=self.client))
        kept.undo(self.last_change)
        return self._opened(kept)

    @property
    def client(self) -> str:
        """The name the client is remembered under."""
        return self.relief.client

    def _closing_version(self, period: Period) -> Version:
        """The structure of the file that has a period's declaration part: of a quarter that of its last month."""
        return self.version(Month.of(period.last))

    def _kept(self, what: str, put: Callable[[Change], None]) -> "FilingDesk":
        kept = self._store()
        with kept.change(what) as change:
            put(change)
        return self._opened(kept)

    def _opened(self, kept: Store) -> "FilingDesk":
        return FilingDesk.opened(kept, self.client, self.relief.books, self.relief.today)

    def _store(self) -> Store:
        if self.relief.kept is None:
            raise FilingError(_("What is entered is kept in a store, and there is none. Name a file in WORKBENCH_STORE."))
        return self.relief.kept
