"""What every room of transfers speaks of: the payer, the payee, the transfer, and what is found about it.

A *payment* is a row of the ledger's schedule; a *transfer* is one order for the bank, made of one payment or, collective, of
several. All amounts are int grosze (minor units of the currency).
"""

import datetime
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["ordinary", "split_payment", "tax_office", "social_insurance", "sepa", "foreign"]
KINDS: tuple[Kind, ...] = ("ordinary", "split_payment", "tax_office", "social_insurance", "sepa", "foreign")

Severity = Literal["error", "warning", "information"]
"""An error holds the export, a warning asks for a confirmation, an information only tells."""

FeeBearer = Literal["shared", "payer", "payee"]


@dataclass(frozen=True, slots=True)
class Payer:
    """Our company with the account that a bank register stands for (T-013, T-043).

    `account`: the NRB, 26 digits, or an IBAN of another country. `sort_code`: digits 3 to 10 of the NRB, "" abroad.
    """

    register: str
    name: str
    street: str
    postcode: str
    city: str
    country: str
    tax_id: str
    account: str
    currency: str
    bank: str
    bank_name: str
    bic: str
    fee_bearer: FeeBearer = "shared"
    vat_account: bool = False

    @property
    def sort_code(self) -> str:
        return self.account[2:10] if self.account[:2].isdigit() else ""


@dataclass(frozen=True, slots=True)
class Payee:
    """Whom a transfer is for: the party's card and the account's bank (T-044).

    `account`: an NRB without PL and blanks (26 digits), an IBAN without blanks, or what else the books hold.
    """

    party_id: str
    name: str
    street: str
    postcode: str
    city: str
    country: str
    tax_id: str
    is_person: bool
    account: str
    bank_name: str = ""
    bic: str = ""

    @property
    def sort_code(self) -> str:
        return self.account[2:10] if self.account[:2].isdigit() else ""


@dataclass(frozen=True, slots=True)
class SplitPayment:
    """The split payment part of a transfer: VAT in grosze, the supplier's NIP, the invoice number or the period, free text."""

    vat: int
    tax_id: str
    invoice: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class TaxData:
    """What a tax office transfer says: type letter and identifier of the taxpayer, period (26M09), form (VAT-7), liability."""

    identifier_type: str
    identifier: str
    period: str
    form: str
    liability: str = ""


@dataclass(frozen=True, slots=True)
class SepaParty:
    """One section of the additional SEPA data (T-085 to T-087); the fields of the ledger's table sepa_parties."""

    role: str
    name: str
    is_person: bool
    bic: str = ""
    identifier: str = ""
    identifier_type: str = ""
    issuer: str = ""
    birth_date: str = ""
    birth_country: str = ""
    birth_province: str = ""
    birth_city: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One order for the bank.

    `payments`: ids of its payments in their order, with `amounts`, their grosze; `amount` is the sum. `date`: the day of
    execution asked for. `texts`: what it tells the payee, before any rule of characters or length: the bank description lines
    of a single payment (up to four), or one text that a collective transfer has joined. `document_numbers`: the numbers of its
    documents, joined by ";". `booking_text` goes to formats that have a field for it. `split` and `tax` stand for the texts of
    their kinds. `instant`: priority high, Express Elixir in PLN.
    """

    kind: Kind
    payments: tuple[str, ...]
    amounts: tuple[int, ...]
    amount: int
    currency: str
    date: datetime.date
    payee: Payee
    texts: tuple[str, ...]
    document_numbers: str = ""
    document_date: datetime.date | None = None
    booking_text: str = ""
    instant: bool = False
    collective: bool = False
    split: SplitPayment | None = None
    tax: TaxData | None = None
    sepa: tuple[SepaParty, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found about a transfer: `code` of the rule, how grave it is, the message in the user's language, and the
    payments it is about (empty: the whole transfer)."""

    code: str
    severity: Severity
    message: str
    payments: tuple[str, ...] = ()
