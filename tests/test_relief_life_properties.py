"""Whatever happens to a notice: after entries are generated, all entries of its chain together say what the newest one says."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pandas
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import workbench
from tests.books import TABLES, Books, books, document
from workbench.days import Month
from workbench.errors import ReliefError, UnknownDocumentError
from workbench.ledger import Ledger
from workbench.relief import ReliefNotice, Side
from workbench.relief.life.chain import Chain
from workbench.relief.life.declarations import Declaration
from workbench.relief.life.entries import Mode

TODAY = date(2026, 11, 22)
PERIOD = Month("2020-05")  # collective entries are still allowed
DUE = "2020-02-10"  # day 90 on 2020-05-10
EARLIER = "2020-01-10"  # day 90 on 2020-04-09: on the notice of April, paid in May: paid back
NAMES = ("A", "B", "C", "D")
LINES = [
    ("23", "1000.00", "230.00", "yes"),
    ("23", "333.33", "76.67", "conditional"),
    ("8", "400.00", "32.00", "yes"),
    ("23", "10.00", "2.30", "no"),
]


def one(name: str, side: Side, percent_paid: int, halves: bool) -> Books:
    """A document of 2 084.30 gross in two rates, partly paid before its day 90; D was reported before and is paid in May."""
    part = "1042.15"
    paid = f"{20843 * percent_paid // 1000}.{20843 * percent_paid // 10 % 100:02d}"
    settled = [("2020-03-01", paid)] if percent_paid else []
    day = DUE
    if name == "D":
        day, settled = EARLIER, [("2020-05-28", paid)] if percent_paid else []
    parts: list[tuple[Any, ...]] = [(day, "2084.30", settled)]
    if halves:
        parts = [(day, part, settled if percent_paid <= 50 else [(settled[0][0], part)]), (day, part)]
    return document(name, side, issued="2020-01-01", lines=LINES, parts=parts)


@cache
def ledger_of(side: Side, number: int) -> Ledger:
    """One of twelve states of the books: documents come and go, are paid more or less, and change the kinds of their lines."""
    there = [name for place, name in enumerate(NAMES) if (number * 5 + 3) >> place & 1 or number < 3]
    percents = [(number * 37 + place * 23) % 101 for place in range(len(NAMES))]
    documents = [one(name, side, percents[place], number % 2 == 1) for place, name in enumerate(NAMES) if name in there]
    source = books(*documents)
    tables = {name: pandas.DataFrame(source[name], columns=list(columns), dtype=str) for name, columns in TABLES.items()}
    kinds = ["goods", "vehicles"] if number % 4 < 2 else ["real_estate", "fuel"]
    tables["vat_lines"]["kind"] = [kinds[int(line) % 2] for line in tables["vat_lines"]["line"]]
    return workbench.read_ledger(tables)


@cache
def notice_of(side: Side, number: int) -> ReliefNotice:
    return workbench.relief.notice(ledger_of(side, number), side, PERIOD)


def sums(rows: list[dict[Any, Any]], state: str, sign: int, keys: tuple[str, ...], side: Side) -> Counter[Any]:
    """Net and VAT of lines or entries by their keys, added one by one; `sign` 0: as they are, else minus for what is unpaid."""
    found: Counter[Any] = Counter()
    for row in rows:
        factor = 1 if not sign else (-1 if row[state] == "unpaid" else 1)
        key = tuple(row[state if name == "state" else name] for name in keys)
        found[*key, "net"] += factor * row["net"] * (0 if sign and side == "purchase" else 1)
        found[*key, "vat"] += factor * row["vat"]
    return Counter({key: amount for key, amount in found.items() if amount})


class Life(RuleBasedStateMachine):
    """Steps in any order; one that is refused changes nothing."""

    mode: Mode = "individual"

    @initialize(side=st.sampled_from(["sale", "purchase"]), mode=st.sampled_from(["individual", "individual", "collective"]))
    def begin(self, side: Side, mode: Mode) -> None:
        self.side, self.mode, self.number = side, mode, 0
        self.chain = Chain(side, PERIOD)
        self.declaration = Declaration(PERIOD)

    def step(self, name: str, *arguments: Any) -> bool:
        before = self.chain
        try:
            self.chain = getattr(self.chain, name)(*arguments)
        except (ReliefError, UnknownDocumentError):
            assert self.chain is before
            return False
        assert self.chain is not before
        return True

    @rule(number=st.integers(0, 11))
    def books_change(self, number: int) -> None:
        self.number = number

    @rule()
    def make(self) -> None:
        notice = notice_of(self.side, self.number)
        self.step("made", notice, TODAY) or self.step("recalculated", notice, TODAY)

    @rule(name=st.sampled_from(NAMES))
    def take_off(self, name: str) -> None:
        self.step("without", name)

    @rule(name=st.sampled_from(NAMES))
    def put_back(self, name: str) -> None:
        self.step("put_back", notice_of(self.side, self.number), name)

    @rule()
    def amend(self) -> None:
        self.step("locked") or self.step("amended", TODAY)

    @rule()
    def unlock_or_drop(self) -> None:
        self.step("unlocked", self.declaration) or self.step("dropped")

    @rule(name=st.sampled_from([None, None, *NAMES]))
    def delete_entries(self, name: str | None) -> None:
        self.step("without_entries", self.declaration, name)

    @rule(change=st.booleans())
    def generate(self, change: bool) -> None:
        if change:
            self.make()
        self.step("locked")
        before = self.chain
        if self.step("with_entries", ledger_of(self.side, self.number), "VAT", self.declaration, self.mode):
            kept = self.chain.newest
            assert kept is not None
            mode = kept.mode
            keys = ("state", "rate") if mode == "collective" else ("document_id", "state", "rate")
            entered = sums(self.chain.entries.to_dict("records"), "state", 0, keys, self.side)
            wanted = sums(kept.lines.to_dict("records"), "kind", 1, keys, self.side)
            assert entered == wanted
            assert self.chain.state == "carried"
            numbers = kept.entries.groupby("document_id")["entry"].nunique()
            assert (numbers == 1).all(), "one entry an invoice (R-025)"
        else:
            assert before.newest is None or before.state == "carried" or before.newest.entries["document_id"].tolist()

    @invariant()
    def marks_count_from_zero(self) -> None:
        if hasattr(self, "chain"):
            assert [kept.number for kept in self.chain.notices] == list(range(len(self.chain.notices)))
            assert all(kept.locked for kept in self.chain.notices[:-1])
            assert all(kept.locked for kept in self.chain.notices if len(kept.entries))


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=30, stateful_step_count=25, deadline=None, derandomize=bool(os.environ.get("CI")))


@pytest.mark.parametrize("side", ["sale", "purchase"])
def test_the_states_of_the_books_differ(side: Side) -> None:
    """The machine above proves little if its books are all alike: several notices, with both states and several documents."""
    tables = [notice_of(side, number).lines for number in range(12)]
    assert len({tuple(table["vat"]) for table in tables}) > 5
    assert {state for table in tables for state in table["kind"]} == {"unpaid", "paid_back"}
    assert {name for table in tables for name in table["document_id"]} == set(NAMES)
