"""Costs that come every month: invoices of steady suppliers, payroll, depreciation (`[[streams]]` of a client's costs)."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from .. import money
from ..days import Month
from .books import MONTHS, Document, Line, Part, Party, Record, RecordLine, supplier_number
from .describing import level
from .habits import on_time, pay

Paper = Document | Record


@dataclass(frozen=True)
class Stream:
    """One cost that comes again and again.

    `net` are steps of [month, zloty], 0 for none any more; `swing` the percent by which a month may lie beside its step,
    `season` percents from January on. With a `supplier` it is an invoice, otherwise a record of `type`; a journal voucher
    books its amount on `account` (debit) and `opposite` (credit). `additional` is the account and zloty of an additional
    amount of an invoice. `ways` say how it is described.
    """

    name: str
    net: list[list[Any]]
    account: str
    category: str
    day: int
    ways: list[dict[str, Any]]
    supplier: str = ""
    type: str = "cost_record"
    opposite: str = ""
    additional: list[Any] = field(default_factory=list)
    rate: str = "23"
    kind: str = "services"
    term: int = 14
    swing: int = 0
    season: list[int] = field(default_factory=lambda: [100] * 12)

    def papers(self, rng: Random, suppliers: dict[str, Party]) -> dict[Month, Paper]:
        """Its document of each month that has one."""
        return {month: self._paper(rng, month, suppliers) for month in MONTHS if level(self.net, month)}

    def _paper(self, rng: Random, month: Month, suppliers: dict[str, Party]) -> Paper:
        issued = month.first + timedelta(days=self.day - 1)
        beside = rng.randrange(10_000 - 100 * self.swing, 10_001 + 100 * self.swing)
        level_now = money.mul_div(level(self.net, month) * money.ZLOTY, self.season[month.first.month - 1], 100)
        net = money.mul_div(level_now, beside, 10_000)
        if not self.supplier:
            sides = ("debit", "credit") if self.opposite else ("line",)
            lines = [RecordLine(net, at, side) for side, at in zip(sides, (self.account, self.opposite), strict=False)]
            return Record(type=self.type, date=issued, lines=lines, category=self.category)
        line = Line(self.rate, net, self.kind, account=self.account)
        party = suppliers[self.supplier]
        document = Document(
            register="purchase",
            issue_date=issued,
            sale_date=issued,
            party=party,
            lines=[line],
            parts=[Part(issued + timedelta(days=self.term), net + line.vat)],
            category=self.category,
            supplier_number=supplier_number(rng, party, issued),
        )
        pay(rng, document, {on_time: 1})
        return document
