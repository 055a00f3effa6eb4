"""A file read in a text format (T-006): its records with the party that each names, their sums, and what is wrong with it.

The file is only shown: nothing of it is kept.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...days import FIRST_DAY, LAST_DAY
from ...errors import TransferError
from ...i18n import N_, _, ngettext
from ...ledger import Ledger
from ...ledger.conform import LARGEST_AMOUNT
from ...transfers import Format
from ...transfers.formats import TextFormat, import_faults, import_records, party_of, read
from ...transfers.identifiers import normalised
from ...transfers.texts import decode
from ..layout import column, fact_list, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .accounts import accounts
from .keeping import Keeping

if TYPE_CHECKING:
    from .page import TransfersPage

LARGEST = 4
"""Megabytes of a file that is read."""
LONGEST_LINE = 2_000
"""Characters. A record has a few hundred; what is longer is a file of another make."""

MOST_SUMS = 12
"""Sums that are listed, one for each direction and currency that the file names."""

COLUMNS = ("line", "date", "amount", "currency", "direction", "account", "name", "party", "known_by", "title")
KNOWN_BY = {"code": N_("party code"), "account": N_("account number"), "": "—"}
UNKNOWN = N_("unknown party")


@dataclass(frozen=True, slots=True)
class KnownParties:
    """How the books know parties: the names by their codes, and the code of whom a normalised account belongs to.

    An account that several parties share tells of none of them.
    """

    names: dict[str, str]
    by_account: dict[str, str]

    @classmethod
    def of(cls, ledger: Ledger) -> "KnownParties":
        names = dict(zip(ledger.parties["party_id"].tolist(), ledger.parties["name"].tolist(), strict=True))
        table = ledger.party_accounts
        pairs = {
            (normalised(account), str(party))
            for party, account in zip(table["party_id"].tolist(), table["account"].tolist(), strict=True)
        }
        holders = Counter(account for account, _party in pairs)
        return cls(names, {account: party for account, party in pairs if holders[account] == 1})


def records_of(format: TextFormat, content: bytes, ledger: Ledger) -> pd.DataFrame:
    """The records of a file with `COLUMNS`: line of the file, document date, amount in grosze, party ("" for an unknown one)
    and what it was known by (code, account, ""); "" for what the format does not say.

    TransferError for a format that is not made for import (C-50), for a file that is too large or does not fit the format
    (with line and column), and for a date or an amount that the books could not hold.
    """
    if faults := import_faults(format):
        raise TransferError(" ".join(faults))
    if len(content) > LARGEST * 10**6:
        raise TransferError(
            _("The file is larger than {size} MB. Divide it and read its parts one by one.").format(size=LARGEST)
        )
    _refuse_long_lines(format, content)
    records = import_records(format, content)
    known = KnownParties.of(ledger)
    codes = {code: code for code in known.names}
    rows = []
    for line, (record, told) in enumerate(zip(records, read(format, content), strict=True), 1 + bool(format.header)):
        day = date.fromisoformat(record["document_date"])
        _refuse_unheld(line, day, told.amount)
        party = party_of(record, codes, known.by_account)
        known_by = "" if party is None else "code" if record.get("party_code") in codes else "account"
        rows.append(
            (
                *(line, day, told.amount, told.currency, record.get("direction", ""), told.account, told.name),
                *("" if party is None else known.names[party], known_by, told.text),
            )
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.assign(date=pd.to_datetime(table["date"]))


def record_shows(records: pd.DataFrame) -> Shows:
    """The records and how they are shown; what no record says has no column."""
    columns = {
        "line": Shown(_("Line of the file")),
        "date": Shown(_("Document date"), "date"),
        "amount": Shown(_("Amount"), "amount"),
        "currency": Shown(_("Currency")),
        "direction": Shown(_("Direction of flow")),
        "account": accounts(_("Bank account"), records["account"]),
        "party": Shown(_("Party")),
        "known_by": Shown(_("Known by"), words={way: _(title) if way else title for way, title in KNOWN_BY.items()}),
        "name": Shown(_("Name in the file")),
        "title": Shown(_("Title")),
    }
    optional = [name for name in ("currency", "direction", "name") if not records[name].any()]
    told = records.assign(key=records["line"].astype(str), party=[party or _(UNKNOWN) for party in records["party"]])
    return told, {name: shown for name, shown in columns.items() if name not in optional}


def sums_of(records: pd.DataFrame) -> dict[tuple[str, str], int]:
    """The sums in grosze by direction and currency, as the file tells them."""
    sums: dict[tuple[str, str], int] = {}
    for direction, currency, amount in zip(
        *(records[name].tolist() for name in ("direction", "currency", "amount")), strict=True
    ):
        sums[direction, currency] = sums.get((direction, currency), 0) + amount
    return sums


class Reading:
    """The section of a format that reads a file in it; there for text formats only."""

    def __init__(self, page: "TransfersPage") -> None:
        self._page = page
        self._read_as: tuple[Format, str] | None = None
        """The format and the client of what is shown: another format would read the file otherwise."""
        self.records = pd.DataFrame(columns=list(COLUMNS))
        self._keeping = Keeping(page)
        self.told = self._keeping.told
        self.faults = MarkupBox()
        self.upload = ipywidgets.FileUpload(multiple=False, description=_("Choose a file"))
        self.upload.add_class("wb-read-file")
        self.sums = MarkupBox()
        self.table = Table(_("Records of the file"), _("The file holds no records."))
        self.taking = downloads(
            _("Records"), lambda: "_".join([_("records"), page.client.value]), lambda: record_shows(self.records)
        )
        self.upload.observe(lambda change: self._keeping.act(self._read), "value")
        self.found = column(self.sums, self.table, row(*self.taking, class_="wb-tools"))
        head = html.tag("h2", _("Read a file in this format"))
        note = html.tag("p", _("The file is only shown: nothing of it is kept or booked."), class_="wb-who")
        acting = row(self.upload, class_="wb-tools")
        self.box = column(MarkupBox(html.join([head, note])), self.faults, acting, self.told, self.found)

    def show(self, format: Format) -> None:
        """The section for a format; what was read in another one, or for another client, goes."""
        self.box.layout.display = "" if isinstance(format, TextFormat) else "none"
        if self._read_as != (format, self._page.client.value):
            self._read_as = format, self._page.client.value
            self.told.show(html.join([]))
            self.found.layout.display = "none"
        faults = import_faults(format) if isinstance(format, TextFormat) else []
        self.upload.disabled = bool(faults)
        items = (html.tag("li", fault) for fault in faults)
        self.faults.show(html.tag("ul", *items, class_="wb-findings wb-warning") if faults else html.join([]))

    def _read(self) -> None:
        if not self.upload.value:
            return
        content = bytes(self.upload.value[0]["content"])
        self.upload.value = ()
        self.found.layout.display = "none"
        desk, read_as = self._page.desk, self._read_as
        assert desk is not None and read_as is not None and isinstance(read_as[0], TextFormat), "the section is shown"
        self.records = records_of(read_as[0], content, desk.ledger)
        self.sums.show(_sums_told(self.records))
        self.table.show(*record_shows(self.records), "key")
        self.found.layout.display = ""


def _sums_told(records: pd.DataFrame) -> Markup:
    """How many records there are, how many of them of unknown parties, and their sums."""
    count = ngettext("{count} record", "{count} records", len(records)).format(count=len(records))
    facts = [
        (" ".join(part for part in (_("Sum"), direction) if part), i18n.amount(amount, currency))
        for (direction, currency), amount in sums_of(records).items()
    ]
    unknown = int((records["known_by"] == "").sum())
    more = len(facts) - MOST_SUMS
    rest = ngettext("and {count} more sum", "and {count} more sums", more).format(count=more) if more > 0 else ""
    told = fact_list([*facts[:MOST_SUMS], (_("Unknown parties"), str(unknown))])
    return html.join([html.tag("h3", count), told, html.tag("p", rest, class_="wb-who") if rest else ""])


def _refuse_long_lines(format: TextFormat, content: bytes) -> None:
    """TransferError for the first line that is too long: its fields, numbers of any length, are not looked at."""
    message = _("The file does not fit the format, line {line}, column {column}: a line has at most {longest} characters.")
    for number, line in enumerate(decode(content, format.text_style.encoding).split(format.line_end), 1):
        if len(line) > LONGEST_LINE:
            raise TransferError(message.format(line=number, column=LONGEST_LINE + 1, longest=LONGEST_LINE))


def _refuse_unheld(line: int, day: date, amount: int) -> None:
    """TransferError for a date or an amount that no books hold."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise TransferError(
            _("Line {line}: the document date {day} is none of the years 1990 to 2100.").format(line=line, day=day)
        )
    if amount > LARGEST_AMOUNT:
        raise TransferError(_("Line {line}: the amount is larger than the workbench can hold.").format(line=line))
