"""The payment schedule: which open payments of documents are ready for the bank, and what is typed in beside them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from .. import money
from ..days import is_working_day, next_working_day
from .books import SPLIT_PAYMENT_OVER, TODAY, Books, Document, Part, Party, Row, supplier_number

FIRST_DAY = next_working_day(TODAY + timedelta(days=1))
"""The first day on which the bank takes transfers after the last settlements."""

GIVEN_UP_BEFORE = date(2026, 8, 1)
"""What was due earlier waits in the buffer for a decision, like all that is disputed."""

RECENT = date(2026, 6, 1)
"""Who has sent an invoice since then is an everyday supplier."""

LATE_DAYS = 5
"""What is due already is planned for one of so many coming days."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A payment typed into the schedule.

    `amount`, `vat` (of a split payment) and `settled` (already paid of it) in zloty or euro as text. `account`: a number, or
    which of the party's accounts. `texts`: None for "Zapłata za" with the number. `tax` and `sepa_parties`: rows of the tables
    tax_payments and sepa_parties.
    """

    party: str
    number: str
    issued: date
    due: date
    amount: str
    vat: str = ""
    settled: str = ""
    register: str = "BANK"
    currency: str = "PLN"
    account: str | int = 0
    texts: list[str] | None = None
    booking_text: str = ""
    category: str = ""
    kind: str = "ordinary"
    state: str = "approved"
    execution: date | None = None
    priority: str = "normal"
    sepa: bool = False
    not_subject: bool = False
    tax: Row | None = None
    sepa_parties: list[Row] = field(default_factory=list)


class Schedule:
    """What is added to the schedule of a client's books; `accounts` are those of the payees that only the schedule knows."""

    def __init__(self, rng: Random, books: Books, company: Party, accounts: dict[str, list[str]]) -> None:
        self.tax_payments: list[Row] = []
        self.sepa_parties: list[Row] = []
        self._rng, self._books, self._company = rng, books, company
        self._parties = {party.party_id: party for party in books.parties}
        self._accounts = accounts
        self._operations = 0

    def plan_documents(self, sent: int) -> None:
        """Gives the open payments of purchases a state and a day of execution; the first `sent` due ones are at the bank."""
        ready: list[Part] = []
        for document, part in _open_parts(self._books.documents):
            by_vat = money.mul_div(document.vat, part.amount, document.gross) if document.split_payment else 0
            waits = document.category == "SPORNE" or document.status != "ordinary" or part.due_date < GIVEN_UP_BEFORE
            if waits or part.unpaid <= by_vat:
                self._books.schedule[part.payment_id] = {"party_id": document.party.party_id, "state": "buffer"}
            else:
                said = self._approved(document.party.party_id, part.due_date)
                if len(document.parts) > 1:
                    line = (
                        "text1" if document.split_payment else "text2"
                    )  # a split payment has the number apart, its text is short
                    said[line] = f"rata {document.parts.index(part) + 1} z {len(document.parts)}"
                self._books.schedule[part.payment_id] = said
                ready.append(part)
        for part in sorted(ready, key=lambda part: part.due_date)[:sent]:
            self._books.schedule[part.payment_id] |= self._at_the_bank()

    def type_in(self, facts: dict[str, Any], staff: list[str]) -> None:
        """Types in what the facts list, the runs of invoices and the wages, numbered in the order of their days."""
        typed = [Typed(**fact) for fact in facts.get("payments", [])]
        typed += [one for run in facts.get("runs", []) for one in self._run(**run)]
        typed += [self._wage(party, **facts["wages"]) for party in staff]
        for number, one in enumerate(sorted(typed, key=lambda one: one.issued), 1):
            self._add(f"HP/{number}/2026", one)

    def _wage(self, party: str, net: list[int], **facts: Any) -> Typed:
        return Typed(party=party, amount=money.to_text(self._rng.randrange(*net) * money.ZLOTY), **facts)

    def _run(self, count: int, gross: list[int], party: str = "", days: int = 25, **facts: Any) -> Iterator[Typed]:
        """So many invoices of the last `days`, of `party` or of any everyday supplier; by split payment where they must be."""
        suppliers = [self._parties[party]] if party else self._everyday()
        for _ in range(count):
            supplier = self._rng.choice(suppliers)
            issued = TODAY - timedelta(days=self._rng.randrange(days))
            amount = self._rng.randrange(gross[0] * money.ZLOTY, gross[1] * money.ZLOTY)
            vat = money.mul_div(amount, 23, 123) if amount >= SPLIT_PAYMENT_OVER else 0
            yield Typed(
                party=supplier.party_id,
                number=supplier_number(self._rng, supplier, issued),
                issued=issued,
                due=issued + timedelta(days=self._rng.choice((14, 21, 30))),
                amount=money.to_text(amount),
                vat=money.to_text(vat) if vat else "",
                **facts,
            )

    def _everyday(self) -> list[Party]:
        """The taxpayers at home who have sent invoices lately."""
        met = {
            document.party.party_id
            for document in self._books.documents
            if document.register == "purchase" and document.transaction == "domestic" and document.issue_date >= RECENT
        }
        return [
            party
            for party in self._books.parties
            if party.party_id in met and party.country == "PL" and party.vat_status == "active" and party.account
        ]

    def _add(self, payment_id: str, typed: Typed) -> None:
        of_payment: Row = {"payment_id": payment_id}
        texts = [f"Zapłata za {typed.number}"] if typed.texts is None else typed.texts
        lines: Row = {f"text{number}": text for number, text in enumerate(texts, 1)}
        self._books.schedule[payment_id] = of_payment | self._facts(typed) | lines | self._state(typed)
        if typed.settled:
            self._books.paid.append(of_payment | {"date": TODAY, "amount": money.parse(typed.settled), "source": "bank"})
        if typed.tax is not None:
            self.tax_payments.append(of_payment | {"identifier_type": "N", "identifier": self._company.tax_id} | typed.tax)
        self.sepa_parties += [of_payment | {"is_person": False} | row for row in typed.sepa_parties]

    def _facts(self, typed: Typed) -> Row:
        return {
            "direction": "out",
            "due_date": typed.due,
            "amount": money.parse(typed.amount),
            "document_number": typed.number,
            "document_date": typed.issued,
            "currency": typed.currency,
            "bank_register": typed.register,
            "account": typed.account if isinstance(typed.account, str) else self._account(typed.party, typed.account),
            "kind": typed.kind,
            "split_payment": bool(typed.vat),
            "split_payment_vat": money.parse(typed.vat) if typed.vat else None,
            "sepa": typed.sepa,
            "priority": typed.priority,
            "booking_text": typed.booking_text,
            "category": typed.category,
            "not_subject": typed.not_subject,
        }

    def _account(self, party: str, which: int) -> str:
        """The account of a payment: one of the payee's, or that of the party; empty where there is none."""
        own = self._parties[party].account
        numbers = self._accounts.get(party, [own])
        return numbers[which] if numbers else ""

    def _state(self, typed: Typed) -> Row:
        if typed.state == "buffer":
            return {"party_id": typed.party, "state": "buffer"}
        approved = self._approved(typed.party, typed.due)
        if typed.execution:
            approved["execution_date"] = typed.execution
        return approved | self._at_the_bank() if typed.state == "sent" else approved

    def _approved(self, party_id: str, due: date) -> Row:
        """Ready for the bank: on the last working day up to the due date, or soon where that is over."""
        day = due
        if due < FIRST_DAY:
            day = FIRST_DAY + timedelta(days=self._rng.randrange(LATE_DAYS))
        while not is_working_day(day):
            day -= timedelta(days=1)
        return {"party_id": party_id, "state": "approved", "execution_date": day}

    def _at_the_bank(self) -> Row:
        """Sent today, with the identifier that the program before this one gave it."""
        self._operations += 1
        return {"state": "sent", "execution_date": TODAY, "operation_id": f"OPT{self._operations:010d}"}


def _open_parts(documents: list[Document]) -> Iterator[tuple[Document, Part]]:
    for document in documents:
        if document.register == "purchase":
            for part in document.parts:
                if part.unpaid:
                    yield document, part
