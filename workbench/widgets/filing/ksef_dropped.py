"""What KSeF invoices hold: the invoices with their amounts, where they differ from the books, what they do not say, files that
cannot be read."""

from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd

from ... import html, i18n
from ...errors import WorkbenchError
from ...filing import ksef
from ...i18n import _, ngettext
from ..layout import column, problem, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .invoices_against import InvoicesAgainst
from .ksef_answers import Answers
from .uploading import Given

if TYPE_CHECKING:
    from .jpk_panel import JpkPanel


class DroppedKsef:
    """The sections for invoices, below each other; what is not there is not shown."""

    def __init__(self, panel: "JpkPanel") -> None:
        self._panel = panel
        self._invoices: ksef.Invoices | None = None
        self.summary = MarkupBox()
        self.invoices = Table(_("Invoices"), _("None of the files is an invoice of KSeF."))
        self.amounts = Table(_("Amounts by rate"), _("The invoices have no amounts."))
        self.answers = Answers(self._answer)
        self.faults = Table(_("Files that cannot be read"), _("All files could be read."))
        self.others = Table(_("Invoices of others"), _("All invoices are the client's."))
        self.against = InvoicesAgainst()
        self.told = MarkupBox(class_="wb-told")
        taken = downloads(_("Invoices"), lambda: _("ksef-invoices"), lambda: invoice_shows(self._read))
        details = ipywidgets.Accordion(children=[self.amounts], titles=[_("Amounts by rate")])
        self._faults = column(MarkupBox(html.tag("h3", _("Files that cannot be read"))), self.faults)
        self._others = column(MarkupBox(html.tag("h3", _("Invoices of others, not of the chosen client"))), self.others)
        title = MarkupBox(html.tag("h3", _("Invoices")))
        listed = column(title, self.invoices, row(*taken, class_="wb-tools"))
        self.box = column(
            self.summary,
            self.told,
            self._faults,
            self._others,
            self.against.box,
            listed,
            details,
            self.answers.box,
            class_="wb-jpk-ksef",
        )

    def show(self, files: Given) -> None:
        """Show invoices. Raises as `filing.ksef.read_invoices`."""
        self._invoices = read = ksef.read_invoices(files)
        self.summary.show(html.tag("h3", _counted(read)))
        self.faults.show(*fault_shows(read.faults), "file", lambda row: "wb-found-error")
        self._faults.layout.display = "" if len(read.faults) else "none"
        self.invoices.show(*invoice_shows(read), "file")
        self.amounts.show(*amount_shows(read), "key")
        self._ask(self._panel.desk.record.answers)

    def _ask(self, answers: pd.DataFrame) -> None:
        """What the invoices do not say and where they differ from the books, as far as they are the client's."""
        self.told.show(html.join([]))
        for box in (self._others, self.against.box, self.answers.box):
            box.layout.display = "none"
        try:
            books = ksef.ledger_of(self._read, self._panel.tax_id or None, answers)
        except WorkbenchError as error:
            self.told.show(problem(error))
            return
        self.others.show(*other_shows(books.others), "file", lambda row: "wb-found-warning")
        self._others.layout.display = "" if len(books.others) else "none"
        self.against.show(ksef.compare(books, self._panel.desk.relief.ledger))
        self.against.box.layout.display = ""
        self.answers.show(books.needs)

    def _answer(self, document: str, need: str, answer: str) -> None:
        """Try the answer, then keep it with all others of the client."""
        before = self._panel.desk.record.answers
        others = before[(before["document"] != document) | (before["need"] != need)]
        given = pd.DataFrame({"document": [document], "need": [need], "answer": [answer]}, dtype="str")
        answers = pd.concat([others, given], ignore_index=True)
        ksef.ledger_of(self._read, self._panel.tax_id or None, answers)
        self._panel.answer(answers)
        self._ask(self._panel.desk.record.answers)

    @property
    def _read(self) -> ksef.Invoices:
        assert self._invoices is not None, "shown first"
        return self._invoices


def _counted(read: ksef.Invoices) -> str:
    """How many invoices there are, and how many files cannot be read."""
    count, faults = len(read.invoices), len(read.faults)
    told = [ngettext("{count} invoice", "{count} invoices", count).format(count=count)]
    if faults:
        told.append(ngettext("{count} file cannot be read", "{count} files cannot be read", faults).format(count=faults))
    return " · ".join(told)


def invoice_shows(read: ksef.Invoices) -> Shows:
    """The invoices with their sums, and how they are shown; amounts in the currency of each."""
    sums = read.amounts.groupby("file", sort=False)[["net", "vat"]].sum()
    table = read.invoices.merge(sums, left_on="file", right_index=True, how="left")
    table[["net", "vat"]] = table[["net", "vat"]].fillna(0).astype("int64")
    terms = read.terms.dropna(subset=["due_date"])
    due: dict[str, list[str]] = {}
    for file, day in zip(terms["file"], terms["due_date"], strict=True):
        due.setdefault(file, []).append(i18n.day(day))
    table["due"] = [", ".join(due.get(file, [])) for file in table["file"]]
    columns = {
        "number": Shown(_("Number")),
        "kind": Shown(_("Kind")),
        "issue_date": Shown(_("Issued"), "date"),
        "seller_name": Shown(_("Seller")),
        "buyer_name": Shown(_("Buyer")),
        "net": Shown(_("Net"), "amount"),
        "vat": Shown(_("VAT"), "amount"),
        "total": Shown(_("Total"), "amount"),
        "currency": Shown(_("Currency")),
        "due": Shown(_("Due dates")),
        "form": Shown(_("Structure")),
        "file": Shown(_("File")),
    }
    return table, columns


def amount_shows(read: ksef.Invoices) -> Shows:
    """The totals of each rate, and how they are shown; amounts in the currency of the invoice."""
    numbers = read.invoices.set_index("file")[["number", "currency"]]
    table = read.amounts.join(numbers, on="file").reset_index(drop=True)
    table["key"] = table.index.astype("str")
    columns = {
        "number": Shown(_("Number")),
        "field": Shown(_("Field")),
        "rate": Shown(_("Rate")),
        "net": Shown(_("Net"), "amount"),
        "vat": Shown(_("VAT"), "amount"),
        "currency": Shown(_("Currency")),
        "fx_rate": Shown(_("Rate of exchange")),
    }
    return table, columns


def fault_shows(faults: pd.DataFrame) -> Shows:
    """Files that cannot be read, and how they are shown."""
    return faults, {"file": Shown(_("File")), "fault": Shown(_("What is wrong")), "remedy": Shown(_("What to do"))}


def other_shows(others: pd.DataFrame) -> Shows:
    """Invoices that are in no books of the client, and how they are shown."""
    return others, {
        "number": Shown(_("Number")),
        "seller_tax_id": Shown(_("Tax number of the seller")),
        "buyer_tax_id": Shown(_("Tax number of the buyer")),
        "reason": Shown(_("Why")),
        "file": Shown(_("File")),
    }
