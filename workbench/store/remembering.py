"""`open_store` and `Store`: what the workbench remembers, opened, read, changed and undone."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import pandas as pd
import sqlalchemy as sa

from ..errors import StoreError
from ..i18n import _
from ..ledger import Ledger
from . import costs, filing_content, payments, relief_content, relief_rules, sequences
from .auditing import audit_log, content_json
from .changes import Overtaken, Setting, Thing, conflict, headers, write
from .costs import CostChange, RememberedCosts
from .databases import engine_of, name_of, transaction
from .filing import FilingChange, RememberedFiling
from .laying import laid_over
from .lines import frame_of, from_json, is_text
from .migrating import bring_up_to_date
from .relief import ReliefChange, RememberedRelief
from .tables import things
from .transfers import RememberedTransfers
from .undoing import last_change, undo_of

KINDS = costs.KINDS | payments.KINDS | relief_content.KINDS | filing_content.KINDS


class Change(CostChange, payments.TransferChange, ReliefChange, FilingChange):
    """What one change sets, of every kind that is remembered."""


def open_store(where: str | Path, user: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> "Store":
    """Open a store, or make it where there is none; an older one is upgraded, an SQLite file after a copy was put beside it.

    `where`: the path of a file, or the SQLAlchemy URL of a PostgreSQL database ("postgresql://user:password@server/name").
    The file's folder must be on this machine, not on a network drive (WAL). `user` is written beside every change, with the
    time that `now` says (with a time zone). StoreError where it cannot be opened: no such folder or server, something else than
    a store, or one that a newer version of the workbench has written.
    """
    if not user.strip() or not is_text(user):
        raise StoreError(_("A store is opened with the name of its user, which stands beside every change."))
    engine = engine_of(where)
    try:
        bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, user, now)


class Store:
    """What the workbench remembers of its clients. Made by `open_store`; close it, or use it in a `with` block.

    `client` is always the name of a client's books. A *thing* is one of what `kind` says (`KINDS`: description,
    item_description, key, dimensions, transfer_format, payment, sepa_parties, order, relief_notices, declaration, relief_event,
    technical_document, jpk_values, jpk_files, ksef_answers), named by a key: the document, "account/501", the allocation key,
    "", the format, the payment, "sale/2026-09", the period, the id, "2026-09/1". Orders are set by `transfers`, not by a
    change.
    """

    costs: RememberedCosts
    """What is remembered of the analytical description."""
    transfers: RememberedTransfers
    """What is remembered of transfers, and the export."""
    relief: RememberedRelief
    """What is remembered of the relief."""
    filing: RememberedFiling
    """What is remembered of the files for the tax office."""

    def __init__(self, engine: sa.Engine, user: str, now: Callable[[], datetime]) -> None:
        self.user = user
        self.costs = RememberedCosts(engine)
        self.transfers = RememberedTransfers(engine, user, now)
        self.relief = RememberedRelief(engine)
        self.filing = RememberedFiling(engine)
        self._engine = engine
        self._now = now

    def __repr__(self) -> str:
        return f"Store({name_of(self._engine)!r}, user={self.user!r})"

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def change(self, what: str) -> Iterator[Change]:
        """A change, told in words for people: what the block sets is written when it ends, as a whole or not at all.

        After it `change.id` is the number to undo it by. ConflictError where one of the things has another version than
        the one that was seen: somebody changed it since. Nothing is written then, nor after an exception in the block.
        """
        if not what.strip() or not is_text(what):
            raise StoreError(_("A change is told in words, for those who read the log."))
        change = Change(KINDS)
        yield change
        if change.settings:
            change.id = self._write(change.settings, what)

    def undo(self, change: int | None = None, *, client: str | None = None) -> int:
        """Take back a change, or the last one of a client that is not taken back yet; the number of the change that does it.

        An undo is a change like others: it stands in the audit log and can be taken back (redo). ConflictError where one of
        the things has been changed since, StoreError where there is nothing to undo.
        """
        with transaction(self._engine, writing=False) as connection:
            if change is None:
                if client is None:
                    raise StoreError(_("Say which change to undo, or of which client the last one."))
                change = last_change(connection, KINDS, client)
            undo = undo_of(connection, KINDS, change)
        return self._write(undo.settings, _("Undone: {what}").format(what=undo.what), undoes=change)

    def version_of(self, client: str, kind: str, key: str = "") -> int:
        """The version of a thing, to be handed back with a change of it; 0 where it was never changed."""
        thing = Thing(client, kind, key)
        with transaction(self._engine, writing=False) as connection:
            header = headers(connection, [thing]).get(thing)
        return header.version if header else 0

    def versions(self, client: str, kind: str) -> dict[str, int]:
        """The version of everything of a kind that was ever changed, by its key."""
        query = sa.select(things.c.key, things.c.version).where(things.c.client == client, things.c.kind == kind)
        with transaction(self._engine, writing=False) as connection:
            return {row.key: row.version for row in connection.execute(query)}

    def applied_to(self, client: str, ledger: Ledger) -> Ledger:
        """The books with what is remembered laid over them: what was set takes the place of the books' lines of the same
        thing, what was removed is gone, the dimensions are replaced as a whole, and payments are edited and sent."""
        with transaction(self._engine, writing=False) as connection:
            ledger = laid_over(connection, client, ledger, costs.KINDS)
            return payments.applied_to(connection, client, ledger)

    def audit(self, client: str | None = None) -> pd.DataFrame:
        """The audit log, of one client or of all: one row for each thing that a change has set, in their order.

        Columns: at (UTC), user, change (its number), what (in words), client, kind, key, version, before, after (canonical
        JSON of the lines; missing where nothing was remembered).
        """
        with transaction(self._engine, writing=False) as connection:
            return audit_log(connection, client)

    def history(self, client: str, kind: str, key: str = "") -> pd.DataFrame:
        """The versions of a thing: the rows of the audit log that are about it."""
        with transaction(self._engine, writing=False) as connection:
            return audit_log(connection, thing=Thing(client, kind, key))

    def lines(self, client: str, kind: str, key: str, version: int) -> dict[str, pd.DataFrame] | None:
        """The lines that a version of a thing had, by ledger table; None where nothing was remembered then."""
        with transaction(self._engine, writing=False) as connection:
            content = from_json(KINDS[kind], content_json(connection, Thing(client, kind, key), version))
        if content is None:
            return None
        fixed = KINDS[kind].fixed_of(key)
        return {
            lines.name: frame_of(KINDS[kind].columns_of(lines), [{**fixed, **row} for row in content[lines.name]])
            for lines in KINDS[kind].tables
        }

    def _write(self, settings: Sequence[Setting], what: str, undoes: int | None = None) -> int:
        try:
            with transaction(self._engine, writing=True) as connection:
                if any(map(payments.is_about_payment, settings)):
                    sequences.lock(connection)
                    payments.refuse_edits_of_sent(connection, settings)
                if any(map(relief_rules.is_about_declared, settings)):
                    sequences.lock(connection)
                    relief_rules.refuse_contradictions(connection, settings)
                return write(connection, KINDS, settings, what=what, user=self.user, at=self._now(), undoes=undoes)
        except Overtaken:
            with transaction(self._engine, writing=False) as connection:
                raise conflict(connection, KINDS, settings) from None
