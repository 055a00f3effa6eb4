"""Asking the white list of VAT payers beside the page: by the flat file of the day or over the network."""

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from datetime import date, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import ipywidgets
from markupsafe import Markup

from ... import html
from ...banks.white_list import REGISTER, OnlineChecker, Quota
from ...errors import WorkbenchError
from ...i18n import _
from ...store.desk import Desk
from ...transfers.white_list import Checker, FlatFileChecker, open_flat_file
from ..layout import column, details, row
from ..markup import MarkupBox
from .batch import Batch
from .white_list_view import counted, left

if TYPE_CHECKING:
    from .page import TransfersPage

FLAT_FILE = "https://plikplaski.mf.gov.pl/pliki/{day:%Y%m%d}.7z"
"""Where the Ministry of Finance publishes the flat file of a day."""
FOLDERS = ("", "Downloads", "Pobrane")
"""Folders of the user in which a browser leaves what was downloaded."""
WHOLE = 100

_QUOTA = Quota()  # of the process: the register counts what this computer asks, whatever page it was on

Make = Callable[[], Checker]
Outcome = Desk | WorkbenchError


class Checking:
    """The controls of a check. One check runs at a time, in a thread of its own, so that the page stays alive.

    `run` does the same work without one. `thread` is that of the last check. The page shows the answers when it is over.
    """

    def __init__(self, page: "TransfersPage") -> None:
        self._page = page
        self._batch: Batch | None = None
        self._stopped = False
        self._proposed = ""
        self.running = False
        self.thread: Thread | None = None
        self.place = MarkupBox()
        self.path = ipywidgets.Text(description=_("Flat file (.7z or .json)"), continuous_update=False)
        self.by_file = ipywidgets.Button(description=_("Check with the flat file"), button_style="primary")
        self.address = ipywidgets.Text(value=REGISTER, description=_("Address"), continuous_update=False)
        self.online = ipywidgets.Button(description=_("Ask the register"))
        self.bar = ipywidgets.IntProgress(max=WHOLE, layout=ipywidgets.Layout(flex="1 1 240px", width="auto", height="28px"))
        self.stop = ipywidgets.Button(description=_("Stop"))
        self.told = MarkupBox(class_="wb-told")
        for text in (self.path, self.address):
            text.add_class("wb-path")
        self.by_file.on_click(lambda pressed: self.start(self._file_checker))
        self.online.on_click(lambda pressed: self.start(self._online_checker))
        self.stop.on_click(lambda pressed: self._stop())
        leaving = _(
            "The NIPs and accounts of the payments to check leave this computer and go to the address below. Nothing is sent "
            "before you press the button."
        )
        asking = column(MarkupBox(html.tag("p", leaving)), row(self.address, self.online))
        self.box = column(
            self.place,
            row(self.path, self.by_file),
            details(_("Check over the network"), asking),
            row(self.bar, self.stop),
            self.told,
            class_="wb-question wb-sending",
        )
        self._show_running(False)

    def show(self, batch: Batch) -> None:
        """Offer the check of a batch."""
        if self._batch is not None and self._batch.client != batch.client:
            self.told.show(html.join([]))
        self._batch = batch
        address = html.tag("code", FLAT_FILE.format(day=self._page.today))
        text = _("The flat file of the day is published by the Ministry of Finance; download it yourself:")
        self.place.show(html.tag("p", text, " ", address))
        if self.path.value == self._proposed:
            self._proposed = str(proposal(self._folders(batch), self._page.today))
            self.path.value = self._proposed
        self._allow()

    def start(self, make: Make) -> None:
        """Check in a thread. What follows is done by the page's own loop, where there is one, so that nothing is half done."""
        if self.running or self._batch is None:
            return
        self._begin()
        batch = self._batch
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = None

        def work() -> None:
            outcome: Outcome | None = None
            try:
                outcome = self._outcome(batch, make)
            finally:  # also where a fault of ours ends the thread: the page must not wait for ever
                if loop is None:
                    self._end(batch, outcome)
                else:
                    loop.call_soon_threadsafe(self._end, batch, outcome)

        self.thread = Thread(target=copy_context().run, args=(work,), daemon=True)
        self.thread.start()

    def run(self, make: Make) -> None:
        """Check at once, in the caller's thread."""
        if not self.running and self._batch is not None:
            self._begin()
            self._end(self._batch, self._outcome(self._batch, make))

    def _file_checker(self) -> Checker:
        return FlatFileChecker(open_flat_file(Path(self.path.value.strip()).expanduser()))

    def _online_checker(self) -> Checker:
        return OnlineChecker(self.address.value.strip(), quota=_QUOTA)

    def _begin(self) -> None:
        self._stopped = False
        self.bar.value = 0
        self._say(_("The check has begun. Reading a flat file for the first time takes a while."), "wb-good")
        self._show_running(True)

    def _outcome(self, batch: Batch, make: Make) -> Outcome:
        """The desk with the answers, or why there are none."""
        try:
            checker = make()
            return batch.desk.check_white_list(batch.preview, checker, datetime.now().astimezone(), self._progress)
        except WorkbenchError as error:
            return error

    def _progress(self, done: int, whole: int) -> bool:
        self.bar.value = WHOLE * done // max(whole, 1)
        return not self._stopped

    def _stop(self) -> None:
        self._stopped = True
        self._say(_("Stopping…"), "wb-good")

    def _end(self, batch: Batch, outcome: Outcome | None) -> None:
        self._show_running(False)
        if isinstance(outcome, Desk):
            answers = outcome.proofs.iloc[len(batch.desk.proofs) :]["result"]
            self._take_over(batch.desk, outcome)
            self._say(_("Checked: {results}.").format(results=counted(answers) or "0"), "wb-good")
        else:
            self._say(str(outcome or _("The check broke off because of a fault in the program. Try again.")), None)

    def _take_over(self, before: Desk, after: Desk) -> None:
        """The page with the answers: from the store, else from the desk, which holds them as long as the client is open."""
        page = self._page
        if after.kept is not None:
            page.reload()
        elif page.desk is before:
            page.desk = after
            page.ask()

    def _folders(self, batch: Batch) -> list[Path]:
        kept = batch.desk.kept
        used = kept.transfers.last_folder(batch.client, batch.register) if kept is not None else None
        return [*([used] if used is not None else []), *(Path.home() / name for name in FOLDERS)]

    def _show_running(self, running: bool) -> None:
        self.running = running
        for widget in (self.bar, self.stop):
            widget.layout.display = "" if running else "none"
        # Without a store the answers belong to the books that are open.
        self._page.client.disabled = running and self._page.memory.store is None
        self._allow()

    def _allow(self) -> None:
        nothing = self.running or self._batch is None or left(self._batch) == 0
        self.by_file.disabled = self.online.disabled = nothing

    def _say(self, text: str, class_: str | None) -> None:
        self.told.show(_paragraph(text, class_))


def proposal(folders: list[Path], day: date) -> Path:
    """The flat file of a day in the first folder that holds it, else where it would lie in the first folder."""
    names = [f"{day:%Y%m%d}.{ending}" for ending in ("7z", "json")]
    candidates = [folder / name for folder in folders for name in names]
    return next((path for path in candidates if path.is_file()), candidates[0])


def _paragraph(text: str, class_: str | None) -> Markup:
    return html.tag("p", text, class_=class_)
