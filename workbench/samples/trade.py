"""A client's everyday invoices of one month, drawn from its deals (`clients/*.toml`)."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from .. import money
from ..days import Month
from .books import Document, Line, Part, Party, supplier_number
from .habits import ON_THE_SPOT, ORDINARY, SLOW, pay

INSTALMENT_PLANS = (
    ((30, 0), (30, 30), (40, 60)),
    ((50, 0), (50, 30)),
    ((50, 0), (50, 0)),
    ((25, 0), (25, 30), (25, 60), (25, 90)),
    ((90, 0), (10, 180)),
)
"""Percent of the gross and days after the first due date; two parts may share one, the last plan is a retention."""

NOT_IN_RETURN = 100
"""One invoice in so many lies in a register that is not part of the VAT return."""


@dataclass(frozen=True)
class Deal:
    """A kind of business of a client.

    `rates` gives the percent of the net at each VAT rate, `net` its range in whole zloty or euro, `terms` the possible
    days from issue to due date, `instalments` the percent of invoices paid in parts. `half_deductible` splits every
    rate into a deducted and a not deducted line (cars, art. 86a of the VAT act).
    """

    weight: int
    role: str
    rates: dict[str, int]
    net: list[int]
    category: str
    terms: list[int]
    kind: str = "goods"
    deductible: str = "yes"
    currency: str = "PLN"
    transaction: str = "domestic"
    instalments: int = 0
    half_deductible: bool = False

    @property
    def can_become_bad(self) -> bool:
        """Whether unpaid invoices of this deal matter for the relief."""
        return self.transaction == "domestic" and any(Line(rate, 100_00).vat for rate in self.rates)


@dataclass(frozen=True)
class Pace:
    """How many invoices of one register a month brings, about, and how many of them are paid badly or never."""

    register: str
    a_month: int
    slow: int


def deals(facts: list[dict[str, Any]]) -> list[Deal]:
    """The deals of one register from their tables in a client's file."""
    return [Deal(**fact) for fact in facts]


def month_of_trade(
    rng: Random, month: Month, pace: Pace, all_deals: list[Deal], roles: dict[str, list[Party]]
) -> list[Document]:
    """The invoices of one register and month, paid up to TODAY as their debtors' habits have it."""
    count = rng.randrange(pace.a_month * 8 // 10, pace.a_month * 12 // 10 + 1)
    slow = set(rng.sample(range(count), min(count, pace.slow)))
    return [_invoice(rng, month, pace.register, all_deals, roles, slow=i in slow) for i in range(count)]


def _invoice(
    rng: Random, month: Month, register: str, all_deals: list[Deal], roles: dict[str, list[Party]], *, slow: bool
) -> Document:
    possible = [deal for deal in all_deals if deal.can_become_bad or not slow]
    deal = rng.choices(possible, [deal.weight for deal in possible])[0]
    group = roles[deal.role]
    party = rng.choice(group[: (len(group) + 2) // 3] if slow else group)
    issued = month.first + timedelta(days=rng.randrange((month.last - month.first).days + 1))
    fx_rate = "1" if deal.currency == "PLN" else f"4.{rng.randrange(2000, 3500)}"
    lines = _lines(rng, deal)
    term = rng.choice([term for term in deal.terms if term or not slow])
    document = Document(
        register=register,
        issue_date=issued,
        sale_date=issued - timedelta(days=rng.choice((0, 0, 0, 1, 3, 5))),
        party=party,
        lines=[_in_zloty(line, fx_rate) for line in lines],
        parts=_parts(rng, deal, sum(line.net + line.vat for line in lines), issued + timedelta(days=term)),
        transaction=deal.transaction,
        in_vat_return=rng.randrange(NOT_IN_RETURN) > 0,
        cash_accounting=party.cash_accounting and register == "purchase",
        currency=deal.currency,
        fx_rate=fx_rate,
        category=deal.category,
        relief_proof=_proof(rng, party) if slow and register == "sale" else "",
        supplier_number=supplier_number(rng, party, issued) if register == "purchase" else "",
    )
    pay(rng, document, ON_THE_SPOT if term == 0 else SLOW if slow else ORDINARY)
    return document


def random_net(rng: Random, net_range: list[int]) -> int:
    """A net price in grosze from a range in zloty; small ones are more frequent, every second one is a round number."""
    low, high = (limit * money.ZLOTY for limit in net_range)
    net = min(rng.randrange(low, high), rng.randrange(low, high))
    return net if rng.randrange(2) else money.to_zloty(net)


def _lines(rng: Random, deal: Deal) -> list[Line]:
    """The document's lines in its own currency."""
    nets = money.apportion(random_net(rng, deal.net), list(deal.rates.values()))
    lines = []
    for rate, net in zip(deal.rates, nets, strict=True):
        if deal.half_deductible:
            half, rest = money.apportion(net, [1, 1])
            lines += [Line(rate, half, deal.kind, "yes"), Line(rate, rest, deal.kind, "no")]
        else:
            lines.append(Line(rate, net, deal.kind, deal.deductible))
    return lines


def _in_zloty(line: Line, fx_rate: str) -> Line:
    """The line with its net turned into PLN at a rate with four decimals."""
    if fx_rate == "1":
        return line
    return Line(line.rate, money.mul_div(line.net, int(fx_rate.replace(".", "")), 10_000), line.kind, line.deductible)


def _parts(rng: Random, deal: Deal, gross: int, due: date) -> list[Part]:
    if rng.randrange(100) >= deal.instalments:
        return [Part(due, gross)]
    plan = rng.choice(INSTALMENT_PLANS)
    amounts = money.apportion(gross, [percent for percent, _ in plan])
    return [Part(due + timedelta(days=days), amount) for (_, days), amount in zip(plan, amounts, strict=True)]


def _proof(rng: Random, party: Party) -> str:
    """What makes the debt of somebody who is no active taxpayer irrecoverable, if anything (art. 89a sec. 2a)."""
    if party.vat_status == "active":
        return ""
    return rng.choice(("enforcement", "debt_register", "consumer_bankruptcy" if party.is_person else "", ""))
