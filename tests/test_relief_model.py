"""The relief as a state machine: whatever the order of steps and changes of the books, the entries say what the notices say,
nothing kept changes by itself, and once everything is paid and amended every document is back at zero."""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from tests.books import Books, books, ledger_of, vat_line
from tests.relief_store import invoice
from workbench.days import Month
from workbench.errors import ReliefError, StoreError, UnknownDocumentError
from workbench.relief.life.chain import Chain
from workbench.store import Store, open_store
from workbench.store.relief_desk import ReliefDesk

TODAY = date(2026, 12, 31)
MONTHS = [Month("2026-06") + number for number in range(6)]
"""June: the first relief date of a part; November: everything is paid by its end."""
BEGUN = MONTHS[:4]
DUES = ("2026-03-10", "2026-04-11", "2026-05-20", "2026-06-03")
DAYS = tuple(f"{month}-{day}" for month in MONTHS for day in ("03", "27"))
LINES = ([("23", "1000.00")], [("23", "813.01"), ("8", "400.00")])
NETS = ("1000.00", "700.03", "1500.00")
NAMES = ("A", "B", "C")
NEXT = dict(zip(DUES, ("2026-07-03", "2026-08-03", "2026-09-03", "2026-10-03"), strict=True))
"""By due date a day between two days the sale notice is made on: the 20th of its month, and by default the 25th of the next."""
LAST = "2026-11-20"
months = st.sampled_from(BEGUN)
names = st.sampled_from(NAMES)


def plain(chain: Chain) -> list[dict[str, Any]]:
    """Everything that is kept of a chain, in values that compare."""
    return [
        {
            **{
                name: getattr(one, name) for name in ("number", "as_of", "removed", "locked", "mode", "register", "fingerprint")
            },
            "lines": one.lines.astype("str").to_dict("records"),
            "entries": one.entries.astype("str").to_dict("records"),
        }
        for one in chain.notices
    ]


def sums(chain: Chain, *, of_newest: bool) -> Counter[tuple[str, str, str, str]]:
    """Amounts by document, state, rate and net or vat: of the lines of the newest notice as entries, or of all entries."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    if of_newest:
        for line in chain.notices[-1].lines.to_dict("records"):
            sign = -1 if line["kind"] == "unpaid" else 1
            key = line["document_id"], line["kind"], line["rate"]
            found[*key, "net"] += sign * line["net"] if chain.side == "sale" else 0
            found[*key, "vat"] += sign * line["vat"]
    else:
        for notice in chain.notices:
            for entry in notice.entries.to_dict("records"):
                key = entry["document_id"], entry["state"], entry["rate"]
                found[*key, "net"] += entry["net"]
                found[*key, "vat"] += entry["vat"]
    return Counter({key: amount for key, amount in found.items() if amount})


@dataclass
class Kept:
    """What the store must hold: by month the plain chain, which of them have the entries of their newest notice, the states
    of the declarations, and the entries that a declaration was locked with."""

    chains: dict[Month, list[dict[str, Any]]] = field(default_factory=dict)
    carried: set[Month] = field(default_factory=set)
    states: dict[Month, str] = field(default_factory=dict)
    declared: dict[Month, list[Any]] = field(default_factory=dict)

    def entries(self, month: Month) -> list[Any]:
        return [notice["entries"] for notice in self.chains.get(month, []) if notice["entries"]]


class Life(RuleBasedStateMachine):
    """One client and one side; a new desk is opened whenever the books have changed."""

    def __init__(self, store: Store, client: str) -> None:
        super().__init__()
        self.store, self.client = store, client
        self.kept, self.history = Kept(), list[Kept]()

    @initialize(
        side=st.sampled_from(["sale", "purchase"]), dues=st.permutations(DUES), lines=st.permutations([*LINES, LINES[0]])
    )
    def begin(self, side: Any, dues: list[str], lines: list[Any]) -> None:
        self.side = side
        documents = zip(NAMES, dues, lines, strict=False)
        self.books: Books = books(*(invoice(name, side, issued="2026-02-02", due=due, lines=of) for name, due, of in documents))
        self.open()

    def open(self) -> None:
        self.desk = ReliefDesk.opened(self.store, self.client, ledger_of(self.books), TODAY)

    def has(self, name: str) -> bool:
        return any(document["document_id"] == name for document in self.books["documents"])

    # The books change.

    @rule(name=names, day=st.sampled_from(DAYS), part=st.sampled_from([1, 2, 3]))
    def pay(self, name: str, day: str, part: int) -> None:
        if self.has(name) and (left := self.unpaid(name)) > 0:
            self.books["settlements"].append({"payment_id": f"{name}/1", "date": day, "amount": f"{left / part:.2f}"})
            self.open()

    def unpaid(self, name: str) -> Decimal:
        (amount,) = (Decimal(str(row["amount"])) for row in self.books["payments"] if row["document_id"] == name)
        return amount - sum(
            Decimal(str(row["amount"])) for row in self.books["settlements"] if row["payment_id"] == f"{name}/1"
        )

    @rule(name=names, net=st.sampled_from(NETS))
    def change_the_amounts(self, name: str, net: str) -> None:
        if not self.has(name):
            return
        mine = [row for row in self.books["vat_lines"] if row["document_id"] == name]
        mine[0] |= vat_line(str(mine[0]["rate"]), net)
        gross = sum(Decimal(str(row["net"])) + Decimal(str(row["vat"])) for row in mine)
        for payment in self.books["payments"]:
            if payment["document_id"] == name:
                payment["amount"] = f"{gross:.2f}"
        self.open()

    @rule(name=names, due=st.sampled_from(DUES))
    def move_the_due_date(self, name: str, due: str) -> None:
        for payment in self.books["payments"]:
            if payment["document_id"] == name:
                payment["due_date"] = due
        self.open()

    @rule(name=names)
    def delete_the_document(self, name: str) -> None:
        for table in ("documents", "vat_lines", "payments"):
            self.books[table] = [row for row in self.books[table] if row["document_id"] != name]
        self.books["settlements"] = [row for row in self.books["settlements"] if row["payment_id"] != f"{name}/1"]
        self.open()

    # Steps of the desk.

    @rule(month=months, moved=st.booleans())
    def make(self, month: Month, moved: bool) -> None:
        as_of = month.last.replace(day=20) if moved else None
        self.of_chain(month, lambda: self.desk.make(self.side, month, as_of))

    @rule(month=months)
    def carry(self, month: Month) -> None:
        """The three steps of an ordinary month, so that more of them are gone through."""
        self.make(month, False)
        self.lock(month)
        self.generate(month)

    @rule(month=months, moved=st.booleans())
    def recalculate(self, month: Month, moved: bool) -> None:
        as_of = month.last if moved else None
        self.of_chain(month, lambda: self.desk.recalculate(self.side, month, as_of))

    @rule(month=months)
    def lock(self, month: Month) -> None:
        self.of_chain(month, lambda: self.desk.lock(self.side, month))

    @rule(month=months)
    def unlock(self, month: Month) -> None:
        self.of_chain(month, lambda: self.desk.unlock(self.side, month))

    @rule(month=months)
    def generate(self, month: Month) -> None:
        if self.of_chain(month, lambda: self.desk.generate(self.side, month, "REJESTR")):
            self.kept.carried.add(month)

    @rule(month=months, name=st.none() | names)
    def delete_entries(self, month: Month, name: str | None) -> None:
        self.of_chain(month, lambda: self.desk.delete_entries(self.side, month, name))

    @rule(month=months, name=names)
    def remove(self, month: Month, name: str) -> None:
        self.of_chain(month, lambda: self.desk.remove(self.side, month, name))

    @rule(month=months, name=names)
    def put_back(self, month: Month, name: str) -> None:
        self.of_chain(month, lambda: self.desk.put_back(self.side, month, name))

    @rule(month=months)
    def amend(self, month: Month) -> None:
        self.of_chain(month, lambda: self.desk.amend(self.side, month))

    @rule(month=months)
    def drop(self, month: Month) -> None:
        self.of_chain(month, lambda: self.desk.drop(self.side, month))

    @rule(month=months, step=st.sampled_from(["lock", "unlock", "send", "reject", "receive", "correct"]))
    def declare(self, month: Month, step: Any) -> None:
        if not self.attempt(lambda: self.desk.declare(month, step)):
            return
        self.kept.states[month] = self.desk.declaration(month).newest.state
        if step == "lock":
            self.kept.declared[month] = self.kept.entries(month)
        elif self.kept.states[month] == "open":
            del self.kept.declared[month]

    @precondition(lambda self: self.history)
    @rule()
    def undo(self) -> None:
        before = self.kept
        if self.attempt(self.desk.undo):
            self.history.pop()  # what `attempt` has put there
            self.kept = self.history.pop()
        else:
            assert self.kept is before

    def of_chain(self, month: Month, step: Callable[[], ReliefDesk]) -> bool:
        """A step of a chain; whether it was done."""
        if not self.attempt(step):
            return False
        self.kept.carried.discard(month)
        self.kept.chains[month] = plain(self.desk.chain(self.side, month))
        if not self.kept.chains[month]:
            del self.kept.chains[month]
        return True

    def attempt(self, step: Callable[[], ReliefDesk]) -> bool:
        """A step that a rule may refuse; then nothing is written."""
        before = self.store.relief.last_change(self.client)
        try:
            self.desk = step()
        except (ReliefError, StoreError, UnknownDocumentError):
            assert self.store.relief.last_change(self.client) == before
            return False
        self.history.append(deepcopy(self.kept))
        return True

    # What always holds.

    @invariant()
    def nothing_changes_without_a_step(self) -> None:
        record = self.store.relief.record_of(self.client)
        assert {month: plain(chain) for (_, month), chain in record.chains.items()} == self.kept.chains
        states = {month: declaration.newest.state for month, declaration in record.declarations.items()}
        assert {month: state for month, state in states.items() if state != "open"} == {
            month: state for month, state in self.kept.states.items() if state != "open"
        }

    @invariant()
    def entries_say_what_the_newest_notice_says(self) -> None:
        for month in self.kept.carried:
            chain = self.desk.chain(self.side, month)
            assert sums(chain, of_newest=False) == sums(chain, of_newest=True)
            assert chain.is_carried

    @invariant()
    def what_is_declared_keeps_its_entries(self) -> None:
        for month, entries in self.kept.declared.items():
            assert self.kept.entries(month) == entries

    # The end: everything is paid, every month made or amended, one after another.

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.settle()

    def settle(self) -> None:
        for document in self.books["documents"]:
            name = str(document["document_id"])
            (due,) = (str(row["due_date"]) for row in self.books["payments"] if row["document_id"] == name)
            for day, part in ((NEXT[due], 2), (LAST, 1)):
                if (left := self.unpaid(name)) > 0:
                    self.books["settlements"].append({"payment_id": f"{name}/1", "date": day, "amount": f"{left / part:.2f}"})
        self.open()
        for month in MONTHS:
            self.open_declaration(month)
            self.bring_to_the_rule(month)
        assert self.desk.proposals() == ()
        total: Counter[tuple[str, str, str]] = Counter()
        for chain in self.desk.chains():
            assert sums(chain, of_newest=False) == sums(chain, of_newest=True)
            for (document, _, rate, of), amount in sums(chain, of_newest=False).items():
                total[document, rate, of] += amount
        assert {key: amount for key, amount in total.items() if amount} == {}

    def open_declaration(self, month: Month) -> None:
        steps: dict[str, Any] = {"locked": "unlock", "sent": "receive", "received": "correct"}
        while not (declaration := self.desk.declaration(month)).is_open:
            self.desk = self.desk.declare(month, steps[declaration.newest.state])

    def bring_to_the_rule(self, month: Month) -> None:
        """What the user does with a month: make it, or accept its proposal; what was taken off is put back."""
        chain = self.desk.chain(self.side, month)
        if chain.newest is None:
            self.desk = self.desk.make(self.side, month, month.last.replace(day=20))  # what later months start from
        else:
            proposed = chain.newest.locked and any(proposal.period == month for proposal in self.desk.proposals())
            if chain.newest.locked and (proposed or chain.newest.removed):
                self.desk = self.desk.amend(self.side, month)
            elif chain.newest.locked:
                if not chain.is_carried:
                    self.desk = self.desk.generate(self.side, month, "REJESTR")
                return
            self.desk = self.desk.recalculate(self.side, month)
            newest = self.desk.chain(self.side, month).newest
            assert newest is not None
            listed = set(self.desk.notice(self.side, month, newest.as_of).lines["document_id"])
            if back := [document for document in newest.removed if document in listed]:
                self.desk = self.desk.put_back(self.side, month, *back)
        self.desk = self.desk.lock(self.side, month).generate(self.side, month, "REJESTR")


def test_any_life_of_notices_ends_at_zero(tmp_path: Path) -> None:
    clients = (f"client {number}" for number in range(10**6))
    moment = datetime(2026, 12, 31, tzinfo=UTC)
    with open_store(tmp_path / "office.liczydlo", user="anna", now=lambda: moment) as store:
        run_state_machine_as_test(
            lambda: Life(store, next(clients)),
            settings=settings(max_examples=7, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)),
        )
