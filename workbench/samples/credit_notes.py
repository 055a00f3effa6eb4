"""Credit notes for some of the invoices: offset against the invoice, refunded, or left open."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from .. import money
from ..days import next_working_day
from .books import MONTHS, Document, Line, Part, supplier_number

ONE_IN = 25
"""One invoice in so many is corrected."""

PERCENT_RETURNED = (10, 20, 25, 50)


def credit_notes(rng: Random, invoices: list[Document]) -> list[Document]:
    """Credit notes for invoices chosen by chance; an offset is also booked as a settlement of the invoice."""
    notes = []
    for invoice in invoices:
        if invoice.currency == "PLN" and invoice.transaction == "domestic" and rng.randrange(ONE_IN) == 0:
            line = rng.choice(invoice.lines)
            returned = replace(line, net=-money.mul_div(line.net, rng.choice(PERCENT_RETURNED), 100))
            note = credit_note(rng, invoice, [returned], rng.randrange(7, 50))
            if note.issue_date <= MONTHS[-1].last:
                _compensate(rng, invoice.parts[-1], note)
                notes.append(note)
    return notes


def credit_note(rng: Random, invoice: Document, lines: list[Line], days_later: int) -> Document:
    """An open credit note with the given negative lines, due two weeks after its issue."""
    issued = invoice.issue_date + timedelta(days=days_later)
    gross = sum(line.net + line.vat for line in lines)
    return Document(
        register=invoice.register,
        issue_date=issued,
        sale_date=issued,
        party=invoice.party,
        lines=lines,
        parts=[Part(issued + timedelta(days=14), gross)],
        in_vat_return=invoice.in_vat_return,
        corrects=invoice,
        cash_accounting=invoice.cash_accounting,
        category=invoice.category,
        supplier_number=f"KOR/{supplier_number(rng, invoice.party, issued)}" if invoice.register == "purchase" else "",
    )


def _compensate(rng: Random, part: Part, note: Document) -> None:
    """Two thirds are set off against what is still unpaid, or refunded where all is paid; the others stay open."""
    (credit,) = note.parts
    if rng.randrange(3) == 0:
        return
    day = next_working_day(note.issue_date + timedelta(days=rng.randrange(1, 21)))
    if part.unpaid >= -credit.amount:
        part.settle(day, -credit.amount, "offset")
        credit.settle(day, credit.amount, "offset")
    elif part.unpaid == 0:
        paid = max(settlement.date for settlement in part.settlements)
        credit.settle(next_working_day(max(day, paid) + timedelta(days=3)), credit.amount)
