"""The process that gets killed while it goes through the life of notices, without end.

    python -m tests.relief_kill     forks a process for every address read from the standard input

Change number n is known from n alone: turns of `LIFE`, each for the next client.
"""

import os
from collections.abc import Callable
from datetime import date

import alembic.command  # noqa: F401 (loaded once for all that are forked)

from tests.relief_store import SEPTEMBER, desk_of
from tests.store_kill import nursery, say
from workbench.store import Store, open_store
from workbench.store.relief_desk import ReliefDesk

_SALE = ("sale", SEPTEMBER)
LIFE: tuple[Callable[[ReliefDesk], ReliefDesk], ...] = (
    lambda desk: desk.make(*_SALE),
    lambda desk: desk.remove(*_SALE, "FS/1"),
    lambda desk: desk.put_back(*_SALE, "FS/1"),
    lambda desk: desk.lock(*_SALE),
    lambda desk: desk.generate(*_SALE, "SPRZEDAŻ"),
    lambda desk: desk.declare(SEPTEMBER, "lock"),
    lambda desk: desk.declare(SEPTEMBER, "send", date(2026, 10, 25)),
    lambda desk: desk.declare(SEPTEMBER, "receive"),
    lambda desk: desk.declare(SEPTEMBER, "correct"),
    lambda desk: desk.delete_entries(*_SALE),
    lambda desk: desk.amend(*_SALE),
    lambda desk: desk.remove(*_SALE, "FS/1"),
    lambda desk: desk.undo(),
    lambda desk: desk.drop(*_SALE),
    lambda desk: desk.unlock(*_SALE),
    lambda desk: desk.drop(*_SALE),
)


def client(number: int) -> str:
    """The client whom a change is about."""
    return f"client {(number - 1) // len(LIFE)}"


def done(store: Store) -> int:
    """The number of changes in a store."""
    return len(store.audit())


def make_change(store: Store, number: int) -> None:
    """The change with this number."""
    LIFE[(number - 1) % len(LIFE)](desk_of(store, client=client(number)))


def work(address: str) -> None:
    """Go on until killed."""
    with open_store(address, user="child") as store:
        number = done(store)
        while True:
            number += 1
            make_change(store, number)
            say("confirmed", number)


if __name__ == "__main__":
    os.environ["WORKBENCH_LANG"] = "en"
    desk_of(None).notice(*_SALE)  # the calendar and the books: read once for all that are forked
    nursery(work)
