"""Long work beside the page: a bar that shows how far it is, a button that stops it."""

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

import ipywidgets

from ... import html
from ...errors import WorkbenchError
from ...i18n import _
from ..layout import column, problem, row
from ..markup import MarkupBox

WHOLE = 100
Progress = Callable[[int, int], bool]
"""Told how much of how much is done; False: stop."""
T = TypeVar("T")


class Running:
    """One work at a time, in a thread of its own (`thread`); a new one takes the place of one that is under way."""

    def __init__(self) -> None:
        self._number = 0
        self._stopped = 0
        self.running = False
        self.thread: Thread | None = None
        self.bar = ipywidgets.IntProgress(max=WHOLE, layout=ipywidgets.Layout(flex="1 1 240px", width="auto", height="28px"))
        self.stop = ipywidgets.Button(description=_("Stop"))
        self.what = MarkupBox(class_="wb-who")
        self.told = MarkupBox(class_="wb-told")
        self.stop.on_click(lambda pressed: self._stop())
        self.box = column(self.what, row(self.bar, self.stop), self.told)
        self._show_running(False)

    def start(self, what: str, work: Callable[[Progress], T], then: Callable[[T], None]) -> None:
        """Do `work` in a thread; `then` takes its result over, in the page's own loop where there is one.

        What is wrong is said here. A work that is stopped gives what it has so far.
        """
        self._number += 1
        number = self._number
        self.what.show(html.tag("p", what))
        self.told.show(html.join([]))
        self.bar.value = 0
        self._show_running(True)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = None

        def progress(done: int, whole: int) -> bool:
            if number == self._number:
                self.bar.value = WHOLE * done // max(whole, 1)
            return number == self._number and number > self._stopped

        def end(outcome: "list[T]", error: WorkbenchError | None) -> None:
            if number != self._number:
                return
            self._show_running(False)
            if outcome:
                then(outcome[0])
            else:
                fault = html.tag("p", _("The calculation broke off because of a fault in the program. Try again."))
                self.told.show(fault if error is None else problem(error))

        def run() -> None:
            outcome: list[T] = []
            error = None
            try:
                outcome.append(work(progress))
            except WorkbenchError as raised:
                error = raised
            finally:  # also where a fault of ours ends the thread: the page must not wait for ever
                if loop is None:
                    end(outcome, error)
                else:
                    loop.call_soon_threadsafe(end, outcome, error)

        self.thread = Thread(target=copy_context().run, args=(run,), daemon=True)
        self.thread.start()

    def wait(self) -> None:
        """Until the work under way is over: for callers without a loop."""
        while self.thread is not None and self.thread.is_alive():  # what follows may begin another work
            self.thread.join()

    def _stop(self) -> None:
        self._stopped = self._number
        self.what.show(html.tag("p", _("Stopping…")))

    def _show_running(self, running: bool) -> None:
        self.running = running
        for widget in (self.what, self.bar, self.stop):
            widget.layout.display = "" if running else "none"
