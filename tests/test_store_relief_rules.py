"""Notices and declarations changed by several at once, and by undo: what contradicts is refused while it is written."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.exports import english  # noqa: F401
from tests.relief_store import CLIENT, OCTOBER, SEPTEMBER, TODAY, carried, desk_of, entered, invoice, ticking
from tests.stores import address, postgres_address  # noqa: F401
from workbench.days import Month
from workbench.errors import ConflictError, ReliefError, StoreError
from workbench.relief.life.technical import TechnicalDocument
from workbench.store import open_store
from workbench.store.relief_desk import ReliefDesk

PROJECT = Path(__file__).parents[1]
M_01 = "No official receipt"
M_03 = "already locked against changes"
SENT = date(2026, 10, 24)


def declared(desk: ReliefDesk, *steps: Any, period: str = SEPTEMBER) -> ReliefDesk:
    for step in steps:
        desk = desk.declare(period, step, SENT)
    return desk


def refused(match: str, step: Callable[[], object], desk: ReliefDesk) -> None:
    """The step is refused and nothing is written."""
    assert desk.kept is not None
    before = len(desk.kept.audit())
    with pytest.raises((ReliefError, StoreError), match=match):
        step()
    assert len(desk.kept.audit()) == before


@pytest.mark.parametrize("period", [SEPTEMBER, "2026Q3"])
def test_m03_and_m01_hold_for_a_desk_that_does_not_know_of_the_declaration(address: str, period: str) -> None:  # noqa: F811
    """R-063, J-009: the desk was opened before the declaration was locked; the transaction judges."""
    with ticking(address) as store:
        ready = desk_of(store).make("sale", SEPTEMBER).lock("sale", SEPTEMBER)
        declared(ready, "lock", period=period)
        refused(M_03, lambda: ready.generate("sale", SEPTEMBER, "SPRZEDAŻ"), ready)
        declared(desk_of(store), "unlock", period=period)
        done = ready.generate("sale", SEPTEMBER, "SPRZEDAŻ")
        declared(done, "lock", period=period)
        refused("unlock it", lambda: done.delete_entries("sale", SEPTEMBER), done)
        declared(desk_of(store), "send", period=period)
        refused(M_01, lambda: done.delete_entries("sale", SEPTEMBER), done)
        declared(desk_of(store), "receive", period=period)
        refused("add a correction", lambda: done.delete_entries("sale", SEPTEMBER), done)
        declared(desk_of(store), "correct", period=period)
        assert entered(done.delete_entries("sale", SEPTEMBER)) == []


def test_undo_neither_brings_entries_nor_takes_them_away_against_the_declaration(address: str) -> None:  # noqa: F811
    with ticking(address) as store:
        done = carried(desk_of(store))
        generated = done.last_change
        declared(done, "lock", "send")
        refused(M_01, lambda: store.undo(generated), done)
        declared(desk_of(store), "receive", "correct")
        deleted = store.undo(generated)
        declared(desk_of(store), "lock")
        refused(M_03, lambda: store.undo(deleted), done)
        assert entered(desk_of(store)) == []


def test_a_declaration_is_not_brought_back_with_other_entries_than_it_had(address: str) -> None:  # noqa: F811
    with ticking(address) as store:
        sent = declared(carried(desk_of(store)), "lock", "send", "receive")
        corrected = declared(sent, "correct")
        changed = corrected.delete_entries("sale", SEPTEMBER)
        refused("correction entries were generated or deleted", lambda: store.undo(corrected.last_change), changed)
        store.undo(changed.last_change)
        store.undo(corrected.last_change)
        assert desk_of(store).declaration(SEPTEMBER).newest.state == "received"
        assert entered(desk_of(store)) == entered(sent)


def test_other_undoes_of_a_declaration_work(address: str) -> None:  # noqa: F811
    """Sent by mistake, locked by mistake: entries could not change meanwhile."""
    with ticking(address) as store:
        desk = declared(carried(desk_of(store)), "lock", "send")
        desk = desk.undo().undo()
        assert desk.declaration(SEPTEMBER).submissions == ()
        unlocked = declared(desk, "lock", "unlock").delete_entries("sale", SEPTEMBER)
        relocked = declared(unlocked, "lock")
        assert relocked.undo().declaration(SEPTEMBER).is_open


def test_a_month_is_not_declared_twice(address: str) -> None:  # noqa: F811
    with ticking(address) as store:
        desk = desk_of(store)
        declared(desk, "lock", period="2026Q3")
        refused("JPK_V7K, quarter 3 of 2026 was begun", lambda: declared(desk, "lock"), desk)
        assert declared(desk_of(store), "lock", period=OCTOBER).declaration(OCTOBER).newest.state == "locked"
        refused("JPK_V7M, October 2026 was begun", lambda: declared(desk_of(store), "lock", period="2026Q4"), desk)
        assert desk_of(store).declaration(SEPTEMBER).title == "JPK_V7K"


def test_technical_documents_are_entries_too(address: str) -> None:  # noqa: F811
    """J-009, J-013: not added to a locked month, not taken from one that was sent, whatever the desk knows."""
    typed = TechnicalDocument("T1", Month(SEPTEMBER), "unpaid", "", "TECH/1", "23", 230_00, "goods", "yes")
    with ticking(address) as store:
        desk = desk_of(store)
        declared(desk, "lock")
        refused(M_03, lambda: desk.add_technical(typed), desk)
        added = declared(desk_of(store), "unlock").add_technical(typed)
        declared(added, "lock", "send")
        refused(M_01, lambda: added.remove_technical("T1"), added)
        refused(M_01, lambda: added.undo(), added)


def test_undo_of_a_declaration_minds_technical_documents(address: str) -> None:  # noqa: F811
    """J-009, J-013: what an undo brings back as received had the technical documents of that time."""
    typed = TechnicalDocument("T1", Month(SEPTEMBER), "unpaid", "", "TECH/1", "23", 230_00, "goods", "yes")
    with ticking(address) as store:
        corrected = declared(desk_of(store), "lock", "send", "receive", "correct")
        added = corrected.add_technical(typed)
        refused("generated or deleted", lambda: store.undo(corrected.last_change), added)
        removed = added.remove_technical("T1").add_technical(replace(typed, id="T2", period=Month(OCTOBER)))
        store.undo(corrected.last_change)
        assert desk_of(store).declaration(SEPTEMBER).newest.state == "received", "October has its own declaration"
        assert removed.technical.keys() == {"T2"}


OLD = {"issued": "2019-07-01", "due": "2019-08-01"}
"""Day 90 is 2019-10-30: notices of quarters were still made (R-047)."""


@pytest.mark.parametrize(("first", "second"), [("2019Q4", "2019-10"), ("2019-12", "2019Q4")])
def test_a_month_has_no_two_notices(address: str, first: str, second: str) -> None:  # noqa: F811
    """Review 12: the notice of a quarter and that of one of its months, made by two desks that do not know of each other."""
    with ticking(address) as store:
        one, other = desk_of(store, invoice(**OLD)), desk_of(store, invoice(**OLD))
        made = one.make("sale", first)
        refused("was made", lambda: other.make("sale", second), other)
        assert len(other.make("purchase", second).make("sale", "2019-09").chains()) == 3
        dropped = desk_of(store, invoice(**OLD)).drop("sale", first)
        other.make("sale", second)
        refused("was made", lambda: store.undo(dropped.last_change), made)


@pytest.mark.parametrize("last", ["2019-10", "2019-12"])
def test_entries_of_a_quarter_that_is_declared_by_the_month(address: str, last: str) -> None:  # noqa: F811
    """Review 11, J-009, R-063: the first of the quarter's declarations that is not open forbids them."""
    with ticking(address) as store:
        ready = desk_of(store, invoice(**OLD)).make("sale", "2019Q4").lock("sale", "2019Q4")
        for month in ("2019-10", "2019-11", "2019-12"):
            declared(desk_of(store), "lock", "unlock", period=month)
        done = desk_of(store, invoice(**OLD)).generate("sale", "2019Q4", "SPRZEDAŻ")
        declared(done, "lock", period=last)
        for desk in (done, desk_of(store, invoice(**OLD))):
            refused("unlock it", lambda desk=desk: desk.delete_entries("sale", "2019Q4"), desk)
        declared(desk_of(store), "send", period=last)
        refused(M_01, lambda: desk_of(store, invoice(**OLD)).delete_entries("sale", "2019Q4"), done)
        declared(desk_of(store), "receive", "correct", period=last)
        none = desk_of(store, invoice(**OLD)).delete_entries("sale", "2019Q4")
        declared(desk_of(store), "lock", period=last)
        for desk in (ready, none, desk_of(store, invoice(**OLD))):
            with pytest.raises((ReliefError, ConflictError)):
                desk.generate("sale", "2019Q4", "SPRZEDAŻ")
        refused(M_03, lambda: desk_of(store, invoice(**OLD)).generate("sale", "2019Q4", "SPRZEDAŻ"), none)


@pytest.mark.parametrize("period", [SEPTEMBER, "2026Q3"])
def test_a_notice_that_was_filed_is_not_unlocked(address: str, period: str) -> None:  # noqa: F811
    """Review 13: nor by a desk that does not know that it was sent, nor by an undo."""
    with ticking(address) as store:
        locked = desk_of(store).make("sale", SEPTEMBER).lock("sale", SEPTEMBER)
        sent = declared(locked, "lock", "send", period=period)
        for desk in (locked, sent):
            refused("S, September 2026 was filed with JPK_V7", lambda desk=desk: desk.unlock("sale", SEPTEMBER), desk)
        refused("amend it", lambda: store.undo(locked.last_change), sent)
        amended = sent.amend("sale", SEPTEMBER).lock("sale", SEPTEMBER)
        refused("S1, September 2026 was filed", lambda: amended.unlock("sale", SEPTEMBER), amended)
        again = declared(amended, "receive", "correct", period=period).unlock("sale", SEPTEMBER)
        assert again.chain("sale", SEPTEMBER).state == "draft"


def test_a_declaration_is_sent_neither_before_its_period_nor_tomorrow(address: str) -> None:  # noqa: F811
    """Review 15."""
    with ticking(address) as store:
        desk = declared(desk_of(store), "lock")
        refused("cannot have been sent on 31 Aug 2026", lambda: desk.declare(SEPTEMBER, "send", date(2026, 8, 31)), desk)
        refused("27 Oct 2026 is still to come", lambda: desk.declare(SEPTEMBER, "send", date(2026, 10, 27)), desk)
        assert desk.declare(SEPTEMBER, "send", TODAY).declaration(SEPTEMBER).newest.sent_on == TODAY


def at_once(*steps: Callable[[], object]) -> list[Exception | None]:
    """The steps begin at the same moment; what each raised."""
    start = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> Exception | None:
        start.wait(60)
        try:
            step()
        except (ReliefError, StoreError) as error:
            return error
        return None

    with ThreadPoolExecutor(len(steps)) as pool:
        return [done.result() for done in [pool.submit(copy_context().run, run, step) for step in steps]]


@pytest.mark.parametrize("step", ["generate", "delete", "undo"])
def test_entries_race_the_lock_of_the_declaration(address: str, step: str) -> None:  # noqa: F811
    """Whichever is first: entries never come or go once the declaration is locked."""
    with open_store(address, user="anna") as anna, open_store(address, user="bartek") as bartek:
        for number in range(6):
            client = f"client {number}"
            ready = desk_of(anna, client=client).make("sale", SEPTEMBER).lock("sale", SEPTEMBER)
            if step != "generate":
                ready = ready.generate("sale", SEPTEMBER, "SPRZEDAŻ")
            mine = {
                "generate": lambda ready=ready: ready.generate("sale", SEPTEMBER, "SPRZEDAŻ"),
                "delete": lambda ready=ready: ready.delete_entries("sale", SEPTEMBER),
                "undo": lambda ready=ready: ready.undo(),
            }[step]
            other = desk_of(bartek, client=client)
            refusal, locking = at_once(mine, lambda other=other: other.declare(SEPTEMBER, "lock"))
            assert locking is None
            log = anna.audit(client).tail(2)
            assert log["kind"].tolist()[1] == "declaration", "nothing about entries after the lock"
            changed = log["kind"].tolist()[0] == "relief_notices" and len(anna.audit(client)) == (
                4 if step == "generate" else 5
            )
            assert changed == (refusal is None)
            assert refusal is None or M_03 in str(refusal) or "unlock it" in str(refusal)


PROGRAM = """
import sys
from tests.relief_store import desk_of
from workbench.errors import ConflictError
from workbench.store import open_store
with open_store(sys.argv[1], user=sys.argv[2]) as store:
    desk = desk_of(store)
    print('ready', flush=True)
    input()
    try:
        desk.lock('sale', '2026-09') if sys.argv[2] == 'anna' else desk.remove('sale', '2026-09', 'FS/1')
        print('won')
    except ConflictError as error:
        print(error)
"""


def test_of_two_processes_that_change_one_notice_one_wins(address: str) -> None:  # noqa: F811
    with open_store(address, user="parent") as store:
        desk_of(store).make("sale", SEPTEMBER)
        users = ("anna", "bartek")
        command = [sys.executable, "-c", PROGRAM, address]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        changing = [subprocess.Popen([*command, user], cwd=PROJECT, **pipes) for user in users]
        for process in changing:
            assert process.stdout.readline() == "ready\n"
        for process in changing:
            process.stdin.write("\n")
            process.stdin.flush()
        said = [process.communicate()[0].strip() for process in changing]
        assert said.count("won") == 1, said
        winner = users[said.index("won")]
        told = said[1 - said.index("won")]
        assert winner in told
        newest = desk_of(store).chain("sale", SEPTEMBER).newest
        assert newest is not None
        assert (newest.locked, newest.removed) == ((True, ()) if winner == "anna" else (False, ("FS/1",)))
        assert len(store.audit(CLIENT)) == 2


@pytest.mark.parametrize("known", [False, True], ids=["a new notice", "a known notice"])
def test_of_racing_desks_one_wins(address: str, known: bool) -> None:  # noqa: F811
    with open_store(address, user="anna") as anna, open_store(address, user="bartek") as bartek:
        for number in range(4):
            desks = [desk_of(store, invoice(), client=f"client {number}") for store in (anna, bartek)]
            if known:
                desks[0].make("sale", SEPTEMBER)
                desks = [desk_of(store, client=f"client {number}") for store in (anna, bartek)]
            step = ReliefDesk.lock if known else ReliefDesk.make
            errors = at_once(*(partial(step, desk, "sale", SEPTEMBER) for desk in desks))
            assert [type(error) for error in errors if error is not None] == [ConflictError]
            assert len(anna.audit(f"client {number}")) == 1 + known
