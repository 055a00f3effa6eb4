"""What is remembered of transfers: `Store.transfers`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from ..errors import ConflictError, StoreError, WorkbenchError
from ..i18n import _
from . import checking, export_log, payments, placing, sequences
from .changes import Overtaken
from .databases import transaction
from .export_tables import export_errors, exports
from .exporting import Export, FileToWrite, Request, record
from .lines import is_text
from .withdrawing import withdraw


class RememberedTransfers:
    """Exports and their log, withdrawals, own formats and edits of payments, proofs of accounts."""

    def __init__(self, engine: sa.Engine, user: str, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._user = user
        self._now = now

    def export(
        self,
        client: str,
        files: Sequence[FileToWrite],
        *,
        what: str,
        seen: Mapping[tuple[str, str], int] | None = None,
        edits: Mapping[str, payments.Edits] | None = None,
    ) -> list[Export]:
        """Write files for the bank and record that their payments are sent, all of it or nothing (T-075 to T-078).

        `what` tells the log in words. `seen`: the versions that the user saw, by kind and key; where a payment was edited
        since, ConflictError. `edits` are written back to payments with the export (T-024). ConflictError also where a payment
        is already sent. StoreError where a file cannot be written: a new one is already there, there is no such folder, the
        disk is full. Nothing is recorded then but the failure, in the log. Where only the last step fails, moving a recorded
        file into place, the error says so; see `place`.
        """
        request = Request(client, files, what, seen, edits or {})
        try:
            made = self._record(request)
            self._bring_into_place(made)
        except WorkbenchError as error:
            self._note_failure(client, what, [(file.register, file.format, file.path) for file in files], str(error))
            raise
        return made

    def note_refusal(self, client: str, register: str, format: str, path: Path, what: str, message: str) -> None:
        """Note in the log an export that was not even tried, because something holds it (T-078). `format`: the codes of the
        formats in which it would have gone, `path` where to, `what` tells it in words, `message` says what holds it."""
        self._note_failure(client, what, [(register, format, path)], message)

    def withdraw(self, client: str, payment_ids: Sequence[str], reason: str) -> int:
        """Take back orders that the bank refused or that were given up; the number of the change that says so.

        The payments can be edited and exported anew, under new identifiers; the log keeps the old ones. The reason is told in
        words. StoreError where a payment is not sent, or where others of its collective transfer are left out.
        """
        with transaction(self._engine, writing=True) as connection:
            sequences.lock(connection)
            return withdraw(connection, client, payment_ids, reason, self._user, self._now())

    def finish(self) -> list[int]:
        """Bring into place what a killed process has recorded on this machine and not moved, and remove what it left behind;
        the numbers of those exports. What cannot be brought into place is still told by `unplaced`."""
        with transaction(self._engine, writing=True) as connection:
            sequences.lock(connection)
            placed = placing.finish(connection, self._now())
            placing.clean(connection)
        return placed

    def unplaced(self) -> pd.DataFrame:
        """Exports whose file is not in place: export, at, user, machine, client, file."""
        with transaction(self._engine, writing=False) as connection:
            return export_log.unplaced(connection)

    def place(self, export: int, target: Path | None = None) -> Path:
        """Bring an export's file into place, byte for byte, or to another `target` that is not there yet; where it is.

        StoreError, with the reason, where that cannot be done: another file stands there, or payments were withdrawn since.
        """
        with transaction(self._engine, writing=True) as connection:
            sequences.lock(connection)
            return placing.place(connection, int(export), self._now(), target and target.expanduser().resolve())

    def content(self, export: int) -> bytes:
        """The file of an export, byte for byte."""
        with transaction(self._engine, writing=False) as connection:
            found = connection.execute(sa.select(exports.c.content).where(exports.c.id == int(export))).scalar()
        if found is None:
            raise StoreError(_("There is no export number {number}.").format(number=export))
        return bytes(found)

    def last_folder(self, client: str, register: str) -> Path | None:
        """Where the last export of a bank register went to on this machine (T-040); None before the first."""
        query = sa.select(exports.c.folder).where(
            exports.c.client == client, exports.c.register == register, exports.c.machine == placing.this_machine()
        )
        with transaction(self._engine, writing=False) as connection:
            folder = connection.execute(query.order_by(exports.c.id.desc()).limit(1)).scalar()
        return None if folder is None else Path(folder)

    def log(self, client: str | None = None) -> pd.DataFrame:
        """The log of one client or of all, exports and failed ones in the order of time (T-078).

        Columns: at (UTC), user, what, client, register, format, file, export (missing of a failure), transfers (their number),
        amount (grosze) in currency (an export with several currencies has a row each), placed, error ("" of an export).
        """
        with transaction(self._engine, writing=False) as connection:
            return export_log.log(connection, client)

    def orders(self, export: int) -> pd.DataFrame:
        """The transfers of an export in their order: number, reference, kind, amount, currency, date, account, party_id,
        tax_id, name, title."""
        with transaction(self._engine, writing=False) as connection:
            return export_log.orders(connection, int(export))

    def exported(self, client: str) -> pd.DataFrame:
        """Every payment that was ever exported, once an export: payment_id, amount (grosze), currency, account, party_id,
        title, reference, export, at (UTC), user, withdrawn."""
        with transaction(self._engine, writing=False) as connection:
            return export_log.exported(connection, client)

    def formats(self, client: str) -> dict[str, str]:
        """The own formats: their XML by code (T-001)."""
        with transaction(self._engine, writing=False) as connection:
            return payments.formats_of(connection, client)

    def edits(self, client: str) -> dict[str, dict[str, Any]]:
        """The edits of every edited payment: values by column, None where it was made empty."""
        with transaction(self._engine, writing=False) as connection:
            return payments.edits_of(connection, client)

    def keep_proofs(self, client: str, proofs: pd.DataFrame) -> None:
        """Keep what the register of VAT payers answered (T-020).

        Columns: day, tax_id, account, result, source, evidence, checked_at (with a time zone), as `white_list.proof_table` has.
        """
        with transaction(self._engine, writing=True) as connection:
            checking.keep_proofs(connection, client, proofs, self._user)

    def proofs(self, client: str, day: date) -> pd.DataFrame:
        """The last answer of a day for each NIP and account.

        Columns: day, tax_id, account, result, source, evidence, checked_at (UTC), user.
        """
        with transaction(self._engine, writing=False) as connection:
            return checking.proofs(connection, client, day)

    def all_proofs(self, client: str) -> pd.DataFrame:
        """Every answer that was kept, in the order of time, with the columns of `proofs`."""
        with transaction(self._engine, writing=False) as connection:
            return checking.all_proofs(connection, client)

    def known_accounts(self, client: str) -> set[tuple[str, str]]:
        """Parties, by id and by NIP, with the accounts that were paid to, and not withdrawn, or confirmed."""
        with transaction(self._engine, writing=False) as connection:
            return checking.known_accounts(connection, client)

    def confirm_account(self, client: str, party: str, account: str) -> None:
        """Remember that somebody has confirmed an account of a party (its party_id or tax_id)."""
        with transaction(self._engine, writing=True) as connection:
            checking.confirm_account(connection, client, party, account, self._user, self._now())

    def _record(self, request: Request) -> list[Export]:
        try:
            with transaction(self._engine, writing=True) as connection:
                return record(connection, request, self._user, self._now())
        except Overtaken:
            raise ConflictError(_("Somebody else changed the same payments. Nothing was exported; try again.")) from None

    def _bring_into_place(self, made: Sequence[Export]) -> None:
        refused = []
        for export in made:
            try:
                self.place(export.id)
            except StoreError as error:
                told = _("The export number {number} is recorded and its payments sent, but its file is not in place: {reason}")
                refused.append(told.format(number=export.id, reason=error))
        if refused:
            raise StoreError("\n".join(refused))

    def _note_failure(self, client: str, what: str, files: Sequence[tuple[str, str, Path]], message: str) -> None:
        """An entry for each file: its register, format and path."""
        common = {"failed_at": self._now(), "tried_by": self._user, "what": what, "client": client, "message": message}
        rows = [{**common, "register": register, "format": format, "path": str(path)} for register, format, path in files]
        if not rows or not all(is_text(value) for row in rows for value in row.values() if not isinstance(value, datetime)):
            return  # the error says it; the log could not hold it
        try:
            with transaction(self._engine, writing=True) as connection:
                connection.execute(sa.insert(export_errors), rows)
        except StoreError:
            pass  # a store that cannot be written: the first error is the one to see
