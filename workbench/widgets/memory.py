"""What a page remembers, and where: the store that WORKBENCH_STORE names, or nothing."""

import getpass
import os
from collections.abc import Callable

import pandas as pd

from .. import store as stores
from ..errors import StoreError
from ..i18n import _
from ..ledger import Ledger

STORE_VARIABLE = "WORKBENCH_STORE"


class Memory:
    """The store of a page, opened when it is first needed. Without an address nothing is remembered, and `change` says so."""

    def __init__(self, address: str | None = None) -> None:
        self.address = address if address is not None else os.environ.get(STORE_VARIABLE, "")
        self._store: stores.Store | None = None

    @property
    def available(self) -> bool:
        """Whether changes can be kept."""
        return bool(self.address)

    @property
    def store(self) -> stores.Store | None:
        """The store itself; None where nothing can be kept."""
        return self._open() if self.available else None

    def applied(self, client: str, ledger: Ledger) -> Ledger:
        """The books with what is remembered laid over them."""
        return self._open().applied_to(client, ledger) if self.available else ledger

    def ksef_answers(self, client: str) -> pd.DataFrame | None:
        """What is remembered of a client's KSeF invoices (document, need, answer); None where nothing can be kept."""
        return self._open().filing.record_of(client).answers if self.available else None

    def versions(self, client: str) -> dict[tuple[str, str], int]:
        """The versions of everything remembered of a client, by kind and key: what a page has seen."""
        if not self.available:
            return {}
        return {(kind, key): version for kind in stores.KINDS for key, version in self._open().versions(client, kind).items()}

    def change(self, what: str, make: Callable[[stores.Change], None]) -> int | None:
        """Remember what `make` sets, as one change; its number. Raises as `Store.change`."""
        with self._open().change(what) as change:
            make(change)
        return change.id

    def undo(self, client: str) -> None:
        """Take back the last change of a client. Raises as `Store.undo`."""
        self._open().undo(client=client)

    def history(self, client: str, kind: str, key: str) -> pd.DataFrame | None:
        """Who changed a thing, when and how (see `Store.history`); None where nothing is remembered at all."""
        return self._open().history(client, kind, key) if self.available else None

    def _open(self) -> stores.Store:
        if not self.available:
            raise StoreError(
                _("Nothing can be kept: name a file in {variable} and open the page anew.").format(variable=STORE_VARIABLE)
            )
        if self._store is None:
            self._store = stores.open_store(self.address, getpass.getuser())
        return self._store
