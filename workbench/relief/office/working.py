"""Many clients on all processor cores: every client's books are read and judged by one process, the others never wait."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ... import i18n
from ...days import Month
from ...errors import WorkbenchError
from ...ledger import read_ledger
from ..record import Record
from .forecast import monthly_forecast
from .judging import notices_of
from .months import months_of_client

Progress = Callable[[int, int], object]
"""Told how many clients of how many are done, at least twice a second. Answering False stops the work."""

FEW = 8
"""Clients that are done in this process before others would have started."""
MOST = 32
"""Processes at most; some systems wait for no more than 61 at a time."""
_PATIENCE = 0.3
"""Seconds after which the progress is told again."""


@dataclass(frozen=True)
class Task:
    """One client: where its books are, what is kept of it, and what is asked."""

    source: Any  # or what reads the books
    record: Record
    months: Sequence[Month]
    forecast_months: int
    today: date


@dataclass(frozen=True, eq=False)
class Answer:
    """The months of a client and its forecast by month; `problem`: why there are none."""

    months: pd.DataFrame | None = None
    forecast: pd.DataFrame | None = None
    problem: str = ""


def answer(task: Task, language: i18n.Language) -> Answer:
    """Read a client's books and judge them; whatever is wrong with them is a problem of this client alone."""
    with i18n.in_language(language):
        try:
            ledger = task.source() if callable(task.source) else read_ledger(task.source)
            notices = notices_of(ledger, task.record)
            months = months_of_client(notices, task.record, task.months, task.today)
            coming = monthly_forecast(notices, Month.of(task.today), task.forecast_months)
        except WorkbenchError as error:
            return Answer(problem=str(error))
        except Exception as error:  # noqa: BLE001 (even an error of ours must not leave the others without an answer)
            return Answer(problem=f"{type(error).__name__}: {error}")
    return Answer(months, coming)


def answers(tasks: Mapping[str, Task], workers: int | None, progress: Progress | None) -> Iterator[tuple[str, Answer]]:
    """The answers by client, in the order they get done; those left out were not reached when the progress said stop.

    `workers`: processes; by default one a core, and none beside this one for a few clients.
    """
    wanted = workers or (cores() if len(tasks) > FEW else 1)
    left = dict(tasks)
    tell = _Teller(progress, len(tasks))
    if wanted > 1:
        with suppress(BrokenProcessPool):  # a process was killed: what is left is done here
            for client, found in _on_processes(tasks, min(wanted, len(tasks), MOST), tell):
                del left[client]
                yield client, found
    for client, task in left.items():
        if tell.stopped:
            return
        yield client, answer(task, i18n.language())
        tell.more(1)


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _on_processes(tasks: Mapping[str, Task], workers: int, tell: "_Teller") -> Iterator[tuple[str, Answer]]:
    """The answers of processes that are started afresh: a fork would inherit the locks of this one's threads."""
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        running = {pool.submit(answer, task, i18n.language()): client for client, task in tasks.items()}
        while running and not tell.stopped:
            done, _still = wait(running, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
            for future in done:
                client = running.pop(future)
                yield client, future.result()
            tell.more(len(done))
    finally:
        pool.shutdown(wait=not tell.stopped, cancel_futures=True)


@dataclass
class _Teller:
    """Tells the progress and hears whether to stop."""

    progress: Progress | None
    whole: int
    done: int = 0
    stopped: bool = False

    def more(self, count: int) -> None:
        self.done += count
        if self.progress is not None and self.progress(self.done, self.whole) is False:
            self.stopped = True
