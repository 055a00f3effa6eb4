"""When an invoice is payable and what of it is paid: the payments of one document, or what must be asked for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ... import i18n
from .needs import Needs, dates, equal_split, example, one_date


@dataclass(frozen=True)
class Part:
    """A part of an invoice: due date, amount in minor units, and the day it was settled ("" for open) and how."""

    due: str
    amount: int
    settled: str = ""
    source: str = ""


@dataclass(frozen=True)
class Told:
    """What a file tells of its payment: rows of the tables of terms, payments and advances as dicts, days in ISO form or ""."""

    terms: Sequence[Mapping[str, Any]]
    payments: Sequence[Mapping[str, Any]]
    advances: Sequence[Mapping[str, Any]]


def parts_of(invoice: Mapping[str, Any], document: str, told: Told, needs: Needs) -> list[Part] | None:
    """The parts, together the total (P_15); None while the file and the answers do not tell them. Needs are noted in `needs`.

    What the file says is paid stands as parts of its own, due when they were paid. Deductions (Odliczenia) are set off on the
    day of issue, because the file says that only the rest is to be paid.
    """
    total = int(invoice["total"])
    if invoice["charges"]:
        needs.ask(invoice, document, "charges", text=_amount(invoice, invoice["charges"]))
    if total == 0:
        return []
    settled, rest = _settled(invoice, document, told, needs)
    if rest == 0:
        return settled
    due = _due(invoice, document, told.terms, rest, needs)
    return None if due is None else settled + due


def _settled(invoice: Mapping[str, Any], document: str, told: Told, needs: Needs) -> tuple[list[Part], int]:
    """What is paid or set off, and what is left."""
    total = int(invoice["total"])
    term = {of["due_date"] for of in told.terms}
    if invoice["paid"] == "all" and [of["amount"] for of in told.payments] == [total]:
        (paid,) = told.payments
        return [Part(term.pop() if len(term) == 1 and "" not in term else paid["date"], total, paid["date"])], 0
    pieces = [(of["date"], of["amount"], "") for of in (*told.payments, *told.advances) if of["amount"] and of["date"]]
    if invoice["kind"] == "ZAL" and not pieces and invoice["sale_date"]:
        pieces = [(invoice["sale_date"], total, "")]  # P_6 of an advance invoice is the day the advance came
    deducted = total + int(invoice["charges"]) - int(invoice["to_pay"])
    if deducted > 0 and total > 0:
        needs.ask(invoice, document, "deductions", text=_amount(invoice, deducted))
        pieces.append((invoice["issue_date"], deducted, "offset"))
    parts, rest = [], total
    for day, amount, source in sorted(pieces):
        taken = min(amount, rest) if total > 0 else max(amount, rest)
        if taken * total > 0:
            parts.append(Part(day, taken, day, source))
            rest -= taken
    paid_sum = sum(amount for _day, amount, _source in pieces)
    if total - paid_sum != rest or (invoice["paid"] == "all" and rest):
        needs.ask(invoice, document, "overpaid", text=f"{_amount(invoice, paid_sum)}, {_amount(invoice, total)}")
    return parts, rest


def _due(
    invoice: Mapping[str, Any], document: str, terms: Sequence[Mapping[str, Any]], rest: int, needs: Needs
) -> list[Part] | None:
    days = sorted({of["due_date"] for of in terms})
    words = "; ".join(of["text"] for of in terms if of["text"])
    if not any(days) and not words:
        if rest < 0:
            answer = needs.ask(invoice, document, "set_off", invoice["issue_date"])
            return [Part(day := one_date(document, "set_off", answer), rest, day, "offset")] if answer else None
        need, offered = "due_date", invoice["sale_date"] if invoice["kind"] == "KOR_ZAL" else ""
        answer = needs.ask(invoice, document, need, offered)
    elif len(days) == 1 and days[0]:
        return [Part(days[0], rest)]
    elif len(terms) == 1:
        need = "relative_term"
        answer = needs.ask(invoice, document, need, terms[0]["proposed"], text=words)
    else:
        need, known = "due_split", sorted({of["due_date"] or of["proposed"] for of in terms})
        shown = ", ".join([*filter(None, days), *filter(None, [words])])
        offered = equal_split(known, rest) if all(known) else ""
        answer = needs.ask(invoice, document, need, offered, text=shown, example=example())
    return [Part(day, amount) for day, amount in dates(document, need, answer, rest)] if answer else None


def _amount(invoice: Mapping[str, Any], units: int) -> str:
    return i18n.amount(int(units), invoice["currency"])
