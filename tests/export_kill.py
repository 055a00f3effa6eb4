"""The process that gets killed while it exports, at a step or at any time.

    python -m tests.export_kill     forks a process for every line `ADDRESS<tab>FOLDER<tab>NUMBER<tab>STEP` it reads

A step is the moment before or after a statement, before a commit, and before or after a call that touches the disk. The process
kills itself at its STEP-th; at step 0 somebody else does.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg  # noqa: F401 (loaded once for all that are forked)
import sqlalchemy as sa

from tests.exports import file, transfer
from workbench.store import FileToWrite, Store, open_store

COMMON = "all.txt"
"""The file that every third export appends to."""
FINISH = "finish"
"""In place of a number: bring into place what waits for it."""


def client(number: int) -> str:
    return f"client {number}"


def files(folder: Path, number: int) -> list[FileToWrite]:
    """The files of an export: one with a collective transfer, two at once, or one that is appended to a common file."""
    one, two, three, four = (f"P{number}/{part}" for part in range(1, 5))
    first, second = (transfer(one), transfer(two, three)), transfer(four, kind="tax_office")
    match number % 3:
        case 0:
            return [file(folder / f"{number}.txt", *first, second)]
        case 1:
            return [file(folder / f"{number}.txt", *first), file(folder / f"{number}.tax", second)]
    return [file(folder / COMMON, *first, second, append=True)]


def payments(number: int) -> list[str]:
    """The payments of an export."""
    return [f"P{number}/{part}" for part in range(1, 5)]


def export(store: Store, folder: Path, number: int) -> None:
    """The export with this number."""
    store.transfers.export(client(number), files(folder, number), what=f"export {number}")


class Steps:
    """Counts the steps of this process and kills it at one of them."""

    def __init__(self, last: int) -> None:
        self.left = last

    def step(self, *_of: Any) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, engine: sa.Engine) -> None:
        for event in ("before_cursor_execute", "after_cursor_execute", "commit"):
            sa.event.listen(engine, event, self.step)
        for owner, name in ((os, "fsync"), (os, "link"), (os, "replace"), (Path, "unlink"), (Path, "open")):
            setattr(owner, name, self.watched(getattr(owner, name)))

    def watched(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched_call(*arguments: Any, **named: Any) -> Any:
            self.step()
            done = call(*arguments, **named)
            self.step()
            return done

        return watched_call


def work(address: str, folder: str, task: str, last: str) -> None:
    """Do the task and say so."""
    with open_store(address, user="child") as store:
        steps = Steps(int(last))
        steps.watch(store._engine)
        os.write(1, f"born {os.getpid()}\n".encode())
        if task == FINISH:
            store.transfers.finish()
        else:
            export(store, Path(folder), int(task))
    os.write(1, b"done\n")


def nursery() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                work(*line.rstrip("\n").split("\t"))
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    os.environ["WORKBENCH_LANG"] = "en"
    nursery()
