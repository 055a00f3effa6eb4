"""What the books are made of: parties, documents, their VAT lines, payment parts and settlements, records beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from .. import money
from ..days import Month

TODAY = date(2026, 11, 20)
"""The day the books are looked at: nothing is settled later."""
MONTHS = [Month("2024-11") + number for number in range(24)]
"""The months with everyday trade."""

SPLIT_PAYMENT_OVER = 15_000 * money.ZLOTY
SPLIT_PAYMENT_SINCE = date(2019, 11, 1)
"""Invoices of a larger gross, issued since that day, are paid by split payment (art. 108a of the VAT act)."""


Value = str | int | bool | date | Decimal | None
Row = dict[str, Value]
"""A row of a table as it is written: amounts in grosze, percents and quantities as Decimal."""


@dataclass
class Party:
    """A counterparty; `account` is where it is paid, `number_form` how it numbers its invoices."""

    party_id: str
    name: str
    tax_id: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    country: str = "PL"
    vat_status: str = "active"
    is_person: bool = False
    cash_accounting: bool = False
    account: str = ""
    number_form: str = "FV/{year}/{month:02d}/{number}"
    kind: str = "contractor"


@dataclass(frozen=True)
class Line:
    """One rate of a document; `net` in grosze of PLN, negative on credit notes."""

    rate: str
    net: int
    kind: str = "goods"
    deductible: str = "yes"
    account: str = ""
    jpk_field: str = ""

    @property
    def vat(self) -> int:
        """VAT in grosze, half-up; 0 for the rates without VAT (0, zw, np)."""
        return money.mul_div(self.net, int(self.rate), 100) if self.rate.isdigit() else 0


@dataclass(frozen=True)
class Settlement:
    """Money, or a set-off, that paid a part; `amount` in minor units of the document's currency."""

    date: date
    amount: int
    source: str = "bank"


@dataclass
class Part:
    """A part of a document's gross with its own due date; `amount` in minor units of the document's currency."""

    due_date: date
    amount: int
    settlements: list[Settlement] = field(default_factory=list)
    payment_id: str = ""

    @property
    def unpaid(self) -> int:
        """What no settlement has paid yet."""
        return self.amount - sum(settlement.amount for settlement in self.settlements)

    def settle(self, day: date, amount: int, source: str = "bank") -> None:
        """Adds a settlement, unless it lies after TODAY."""
        if day <= TODAY:
            self.settlements.append(Settlement(day, amount, source))


@dataclass(kw_only=True)
class Document:
    """An invoice or a credit note. `document_id` and the parts' `payment_id` are given when the books are numbered."""

    register: str
    issue_date: date
    sale_date: date
    party: Party
    lines: list[Line]
    parts: list[Part]
    transaction: str = "domestic"
    in_vat_return: bool = True
    corrects: Document | None = None
    cash_accounting: bool = False
    currency: str = "PLN"
    fx_rate: str = "1"
    category: str = ""
    relief_proof: str = ""
    status: str = "ordinary"
    locked: bool = False
    supplier_number: str = ""
    document_id: str = ""
    vat_date: date | None = None
    jpk_type: str = ""
    jpk_markers: str = ""
    ksef_number: str = ""

    @property
    def net(self) -> int:
        """Net of all lines, grosze of PLN."""
        return sum(line.net for line in self.lines)

    @property
    def vat(self) -> int:
        """VAT of all lines, grosze of PLN."""
        return sum(line.vat for line in self.lines)

    @property
    def gross(self) -> int:
        """Net and VAT of all lines, grosze of PLN."""
        return self.net + self.vat

    @property
    def split_payment(self) -> bool:
        """Whether the invoice is paid by split payment."""
        domestic = self.transaction == "domestic" and self.currency == "PLN" and self.issue_date >= SPLIT_PAYMENT_SINCE
        return domestic and self.vat > 0 and self.gross > SPLIT_PAYMENT_OVER


@dataclass(frozen=True)
class RecordLine:
    """A line of a record: of goods, or of a side of a journal voucher; amounts in grosze."""

    amount: int
    account: str = ""
    kind: str = "line"
    goods_id: str = ""
    purchase_cost: int = 0


@dataclass(kw_only=True)
class Record:
    """A document outside the VAT registers (`type` as in the ledger), such as a cost record or an internal issue."""

    type: str
    date: date
    lines: list[RecordLine]
    category: str = ""
    party: Party | None = None
    locked: bool = False
    document_id: str = ""

    @property
    def amount(self) -> int:
        """The document's amount in grosze: its lines, or the debit side of a voucher."""
        return sum(line.amount for line in self.lines if line.kind in ("line", "debit"))


@dataclass
class Books:
    """All parties and documents of one client; `account` is where the client's customers pay.

    `records` and `tables` (other tables by name, as rows) hold what else a client has. `schedule` is what the payment schedule
    says, by payment_id: of a payment of a document beside what follows from it, of another payment, typed in by hand, all there
    is; `paid` are the settlements of those.
    """

    account: str
    parties: list[Party] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    schedule: dict[str, Row] = field(default_factory=dict)
    paid: list[Row] = field(default_factory=list)


def supplier_number(rng: Random, party: Party, issued: date) -> str:
    """An invoice number in the form the supplier uses."""
    return party.number_form.format(year=issued.year, month=issued.month, number=rng.randrange(1, 900))
