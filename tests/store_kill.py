"""The process that gets killed: it changes a store without end and says which changes were confirmed.

    python -m tests.store_kill ADDRESS     one process
    python -m tests.store_kill             a forked process for every address read from the standard input

Change number n makes version n of the key NAJEM, whichever process makes it: every change sets this key, the dimensions and one
of three descriptions, or, every fifth time, undoes the change before it. So what must be in the store follows from n alone.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import alembic.command  # noqa: F401 (loaded once for all that are forked)
import pandas as pd

from tests.stores import description, key, tree
from workbench.store import Store, open_store

CLIENT = "wektor"
UNDONE_EVERY = 5


def document(number: int) -> str:
    """The document that a change describes."""
    return f"FZ/{number % 3}"


def kind_of(thing: str) -> str:
    return {"NAJEM": "key", "": "dimensions"}.get(thing, "description")


def frames_of(thing: str, number: int) -> dict[str, pd.DataFrame]:
    """What change `number` sets a thing to: five lines, or up to seven elements."""
    first = number % 60 + 1
    percents = [str(first), "10", "10", "10", str(70 - first)]
    match kind_of(thing):
        case "key":
            return {"keys": key(*percents)}
        case "dimensions":
            return dict(zip(("dimensions", "elements"), tree(*(f"P{n}" for n in range(number % 7 + 1))), strict=True))
    return {"descriptions": description(*percents, value=number)}


def make_change(store: Store, number: int) -> None:
    """The change with this number."""
    if number % UNDONE_EVERY == 0:
        store.undo(client=CLIENT)
        return
    described = document(number)
    with store.change(f"change {number}") as change:
        seen = store.version_of(CLIENT, "description", described)
        change.set_description(CLIENT, described, frames_of(described, number)["descriptions"], version=seen)
        change.set_key(CLIENT, "NAJEM", frames_of("NAJEM", number)["keys"], version=number - 1)
        change.set_dimensions(CLIENT, **frames_of("", number), version=store.version_of(CLIENT, "dimensions"))


@dataclass
class Expected:
    """What a store holds after so many changes."""

    number: int = 0
    values: dict[str, int] = field(default_factory=dict)
    """By thing the number of the change whose content it has."""
    before: dict[str, int] = field(default_factory=dict)
    audit: list[tuple[str, str, int]] = field(default_factory=list)
    """The words of every change, with the things in it and the number whose content it gave each."""

    def go_on(self, number: int) -> None:
        """What becomes of it by changes up to this number."""
        for made in range(self.number + 1, number + 1):
            undoes = made % UNDONE_EVERY == 0
            about = made - 1 if undoes else made
            things = {"NAJEM", "", document(about)}
            after = {thing: self.before.get(thing, 0) if undoes else made for thing in things}
            self.before = dict(self.values)
            self.values |= after
            words = f"Undone: change {about}" if undoes else f"change {made}"
            self.audit += [(words, thing, after[thing]) for thing in sorted(things)]
        self.number = number


def work(address: str) -> None:
    """Change the store until killed."""
    with open_store(address, user="child") as store:
        while True:
            number = store.version_of(CLIENT, "key", "NAJEM") + 1
            make_change(store, number)
            say("confirmed", number)


def say(*words: Any) -> None:
    """One line in one write: a killed process does not leave half of one."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def nursery(work: Callable[[str], None]) -> None:
    """Fork a process that works on a store for each address on the standard input, and say when it is gone."""
    say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say("born", os.getpid())
            try:
                work(line.strip())
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    os.environ["WORKBENCH_LANG"] = "en"
    if len(sys.argv) > 1:
        say("born", os.getpid())
        work(sys.argv[1])
    else:
        nursery(work)
