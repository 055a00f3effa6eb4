"""The transfers of a client together with what is remembered of them: what a page and the command do alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import TransferError
from ..i18n import _
from ..ledger import Ledger
from ..transfers import BatchFile, Choice, Format, Preview, Schedule, schedule
from ..transfers.formats import from_xml
from ..transfers.orders import Kind
from ..transfers.paid import paid_accounts
from ..transfers.preview import Remembered, preview_of
from ..transfers.white_list import Checker, Pair, Progress, needing_check, pairs_of, proof_table, unchecked
from .exporting import Export, FileToWrite
from .remembering import Store

SUFFIXES: dict[Kind, str] = {
    "ordinary": "",
    "split_payment": "mpp",
    "tax_office": "us",
    "social_insurance": "zus",
    "sepa": "sepa",
    "foreign": "walutowe",
}
"""What the name of a further file of a batch ends with."""


@dataclass(frozen=True, eq=False)
class Desk:
    """A client's books with what is remembered laid over them, on a day.

    `kept` is None where nothing is remembered: everything but the export works. `seen`: the versions of what was laid over.
    `proofs`: the answers of the white list for the day, with the columns of `RememberedTransfers.proofs`.
    """

    client: str
    ledger: Ledger
    today: date
    kept: Store | None = None
    own_formats: Mapping[str, Format] = field(default_factory=dict)
    seen: Mapping[tuple[str, str], int] = field(default_factory=dict)
    proofs: pd.DataFrame = field(default_factory=lambda: proof_table([]))
    _schedules: dict[tuple[str, bool], Schedule] = field(default_factory=dict, init=False)

    @classmethod
    def opened(cls, kept: Store | None, client: str, books: Ledger, today: date) -> "Desk":
        """The desk as the store remembers it now."""
        if kept is None:
            return cls(client, books, today)
        seen = {
            (kind, payment): version
            for kind in ("payment", "sepa_parties")
            for payment, version in kept.versions(client, kind).items()
        }
        own = {code: from_xml(xml) for code, xml in kept.transfers.formats(client).items()}
        return cls(client, kept.applied_to(client, books), today, kept, own, seen, kept.transfers.proofs(client, today))

    def schedule(self, register: str, format: str | None = None) -> Schedule:
        """The payments of a register, made once; `format`: the one chosen in the window. Raises as `transfers.schedule`."""
        key = register, format is not None
        if key not in self._schedules:
            self._schedules[key] = schedule(self.ledger, register, format_chosen=format is not None)
        return self._schedules[key]

    def preview(
        self,
        register: str,
        choice: Choice,
        payments: Sequence[str] | None = None,
        format: str | None = None,
        split_payment_format: str | None = None,
    ) -> Preview:
        """The batch of a register, checked against what was sent before and against the white list. Raises as
        `transfers.preview`."""
        window = (format, split_payment_format)
        return preview_of(self.schedule(register, format), choice, self.today, payments, window, self._remembered)

    def check_white_list(self, batch: Preview, checker: Checker, checked_at: Any, progress: Progress | None = None) -> "Desk":
        """The desk after `checker` was asked about the payments of a batch that must be checked and have no answer of the day
        yet (T-018 to T-020). The answers are kept where there is a store. Raises as `Checker.check`."""
        payments = batch.schedule.payments
        chosen = payments[payments["payment_id"].isin(list(batch.chosen))]
        pairs: list[Pair] = unchecked(pairs_of(needing_check(chosen)), self.proofs)
        answers = proof_table(checker.check(self.today, pairs, checked_at=checked_at, progress=progress))
        if self.kept is not None:
            self.kept.transfers.keep_proofs(self.client, answers)
        proofs = pd.concat([self.proofs, answers], ignore_index=True)
        return replace(self, proofs=proofs)

    def export(
        self, batch: Preview, path: Path, *, append: bool = False, one_each: bool = False, unlisted: bool = False
    ) -> list[Export]:
        """Write the files of a batch and record its payments as sent; see `RememberedTransfers.export`.

        The first file is `path`, further ones stand beside it (see `names`). `one_each`: a file for each transfer (W-019).
        `unlisted`: the user has decided to pay accounts that the white list does not have (T-022). TransferError where
        something holds the export, which the log notes (T-078), or where nothing is remembered.
        """
        if self.kept is None:
            raise TransferError(_("An export must be remembered, and there is no store. Name a file in WORKBENCH_STORE."))
        register = batch.schedule.register
        what = _("Export of transfers, bank register {register}").format(register=register)
        try:
            _refuse(batch, unlisted)
        except TransferError as held:
            codes = ", ".join(dict.fromkeys(format.code for format in batch.formats))
            self.kept.transfers.note_refusal(self.client, register, codes, path, what, str(held))
            raise
        files = [part for file in batch.files for part in (file.single() if one_each else [file])]
        to_write = [
            FileToWrite(target, file.format.code, register, file.transfers, file.content, append)
            for target, file in zip(names(path, files), files, strict=True)
        ]
        return self.kept.transfers.export(self.client, to_write, what=what, seen=self.seen, edits=batch.written_back)

    @cached_property
    def _remembered(self) -> Remembered:
        """What was sent before, and the accounts that the books have paid to or that were exported to or confirmed here."""
        known, sent = paid_accounts(self.ledger), None
        if self.kept is not None:
            exported = self.kept.transfers.exported(self.client)
            sent = exported[~exported["withdrawn"].astype(bool)]
            known |= self.kept.transfers.known_accounts(self.client)
        return Remembered(self.own_formats, sent, known, self.proofs)


def names(path: Path, files: Sequence[BatchFile]) -> list[Path]:
    """Where the files of a batch go: the first one to `path`, others beside it with their kind or number in the name,
    and the ending of their own format where that is another one."""
    taken: list[Path] = []
    for number, file in enumerate(files, start=1):
        suffix = "" if number == 1 else next(SUFFIXES[transfer.kind] for transfer in file.transfers)
        ending = path.suffix if file.format.extension == files[0].format.extension else f".{file.format.extension}"
        target = path.with_name(f"{path.stem}-{suffix}{ending}") if suffix else path
        taken.append(path.with_name(f"{path.stem}-{number}{ending}") if target in taken else target)
    return taken


def _refuse(batch: Preview, unlisted: bool) -> None:
    """TransferError with everything that holds the export of a batch."""
    refusals: list[str] = [refusal.message for refusal in batch.refused]
    held = [
        finding.message
        for found in batch.findings
        for finding in found
        if finding.severity == "error" or (finding.code == "white_list_missing" and not unlisted)
    ]
    if told := [*refusals, *dict.fromkeys(held)]:
        raise TransferError("\n".join([_("The export is held:"), *told]))
    if not batch.transfers:
        raise TransferError(_("There is no payment that may go to the bank."))
