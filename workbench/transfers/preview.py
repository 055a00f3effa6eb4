"""`preview`: which transfers would go to the bank, in which file, with which text, and what is wrong with each."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from .. import money
from ..ledger import Ledger
from .batching import Choice, Refusal, gather
from .checks import check
from .choosing import formats_of
from .files import BatchFile, files_of
from .formats import Format
from .orders import Finding, Transfer
from .schedule import Group, Schedule, schedule
from .texts import Laid, lay_out
from .white_list import lights

LINES = 4


@dataclass(frozen=True, eq=False)
class Preview:
    """A batch before it goes to the bank. Nothing is written, sent or remembered by it.

    `transfers` in the order of the file, and for each of them its texts as the file will hold them (`laid`), its `formats` and
    its `findings`. `refused`: collective split payments that are not possible, with what would make them so. `schedule`: all
    payments of the register with the reasons of those that may not go. `white_list`: the answers by payment id, of those that
    must be checked.
    """

    schedule: Schedule
    choice: Choice
    today: date
    chosen: tuple[str, ...]
    transfers: tuple[Transfer, ...]
    refused: tuple[Refusal, ...]
    formats: tuple[Format, ...]
    laid: tuple[Laid, ...]
    findings: tuple[tuple[Finding, ...], ...]
    white_list: Mapping[str, str]

    @cached_property
    def held(self) -> pd.DataFrame:
        """The payments of the register that may not go: payment_id, reasons (tuple of codes)."""
        payments = self.schedule.payments
        return payments.loc[payments["reasons"].map(len) > 0, ["payment_id", "reasons"]].reset_index(drop=True)

    @cached_property
    def totals(self) -> dict[Group, int]:
        """What goes, in grosze: ordinary in the register's currency, tax office and social insurance (T-041)."""
        return self.schedule.sums(self.chosen)

    @cached_property
    def files(self) -> tuple[BatchFile, ...]:
        """The files of the batch: one a format and group of kinds that go together."""
        payer = self.schedule.payer
        return () if payer is None else files_of(payer, self.transfers, self.formats)

    @cached_property
    def written_back(self) -> dict[str, dict[str, str | None]]:
        """The texts that the export writes back to payments: those of the social insurance declarations (T-024)."""
        if not self.choice.social_insurance_texts:
            return {}
        taxes = self.schedule.ledger.tax_payments.dropna(subset="bank_text")
        declared = dict(zip(taxes["payment_id"], taxes["bank_text"], strict=True))
        return {
            payment: {"text1": declared[payment], "text2": None, "text3": None, "text4": None}
            for transfer in self.transfers
            if transfer.kind == "social_insurance"
            for payment in transfer.payments
            if payment in declared
        }

    def _repr_html_(self) -> str:
        from .showing import preview_html

        return str(preview_html(self))

    @property
    def errors(self) -> int:
        """How many findings hold the export."""
        return sum(finding.severity == "error" for found in self.findings for finding in found)

    def as_json(self) -> dict[str, Any]:
        """The preview as the command prints it: amounts as "400.00", dates as ISO, always four lines of text. Held are also the
        payments of a refused collective split payment, with M-07 or M-08 as their reason."""
        return {
            "transfers": [
                {
                    "payments": list(transfer.payments),
                    "kind": transfer.kind,
                    "amount": money.to_text(transfer.amount),
                    "currency": transfer.currency,
                    "date": transfer.date.isoformat(),
                    "account": transfer.payee.account,
                    "party_id": transfer.payee.party_id,
                    "text": [*laid.lines, *[""] * LINES][:LINES],
                    "findings": [
                        {"code": finding.code, "severity": finding.severity, "message": finding.message} for finding in found
                    ],
                }
                for transfer, laid, found in zip(self.transfers, self.laid, self.findings, strict=True)
            ],
            "held": [
                *(
                    {"payment_id": payment, "reasons": list(reasons)}
                    for payment, reasons in self.held.itertuples(index=False, name=None)
                ),
                *(
                    {"payment_id": payment, "reasons": [refusal.code]}
                    for refusal in self.refused
                    for payment in refusal.payments
                ),
            ],
            "totals": {kind: money.to_text(amount) for kind, amount in self.totals.items()},
        }


@dataclass(frozen=True, eq=False)
class Remembered:
    """What a preview is checked against, besides the books.

    `own_formats` by code. `sent`: what was exported before (payment_id, account, amount, title). `known_accounts`: pairs of
    party and account that were paid before. `proofs`: the day's answers of the white list (tax_id, account, result). Where one
    of the last three is None, the checks that need it are left out.
    """

    own_formats: Mapping[str, Format] = field(default_factory=dict)
    sent: pd.DataFrame | None = None
    known_accounts: Container[tuple[str, str]] | None = None
    proofs: pd.DataFrame | None = None


def preview(
    ledger: Ledger,
    register: str,
    choice: Choice | None = None,
    *,
    today: date,
    payments: Sequence[str] | None = None,
    format: str | None = None,
    split_payment_format: str | None = None,
    remembered: Remembered | None = None,
) -> Preview:
    """The batch of a bank register.

    `choice`: the options of the export window; `payments`: ids of the chosen ones in the order of the list (by default all that
    may go). `format` and `split_payment_format` take the place of those on the bank form (T-027, T-029). TransferError for a
    register or format that there is not.
    """
    of_register = schedule(ledger, register, format_chosen=format is not None)
    window = (format, split_payment_format)
    return preview_of(of_register, choice or Choice(), today, payments, window, remembered or Remembered())


def preview_of(
    of_register: Schedule,
    choice: Choice,
    today: date,
    payments: Sequence[str] | None,
    window: tuple[str | None, str | None],
    remembered: Remembered,
) -> Preview:
    """As `preview`, of a schedule that is at hand; `window`: the two formats chosen in the window."""
    may = frozenset(of_register.free)
    chosen = of_register.free if payments is None else tuple(payment for payment in payments if payment in may)
    formats = formats_of(of_register.ledger, of_register.register, *window, remembered.own_formats)
    choice = replace(choice, dates=formats.dates)
    gathered = gather(of_register, chosen, choice, today=today, style_of=formats.style_of)
    if any(transfer.split is not None for transfer in gathered.transfers):
        formats.check_split_payments()
    of_each = tuple(formats.of(transfer.kind) for transfer in gathered.transfers)
    laid = tuple(
        lay_out(transfer, of.style_of(transfer.kind)) for transfer, of in zip(gathered.transfers, of_each, strict=True)
    )
    white_list = _white_list(of_register.payments, remembered.proofs)
    findings: list[list[Finding]] = []
    if of_register.payer is not None:  # else nothing may go
        findings = check(
            of_register.payer,
            gathered.transfers,
            laid,
            of_each,
            today=today,
            remaining=of_register.remaining,
            sent=remembered.sent,
            known_accounts=remembered.known_accounts,
            white_list=white_list,
            source_totals=of_register.source_totals,
        )
    return Preview(
        schedule=of_register,
        choice=choice,
        today=today,
        chosen=chosen,
        transfers=gathered.transfers,
        refused=gathered.refused,
        formats=of_each,
        laid=laid,
        findings=tuple(tuple(found) for found in findings),
        white_list=white_list,
    )


def _white_list(payments: pd.DataFrame, proofs: pd.DataFrame | None) -> dict[str, str]:
    """The answers by payment id, of those that must be checked."""
    if proofs is None:
        return {}
    found = lights(payments, proofs)
    asked = found != ""
    return dict(zip(payments.loc[asked, "payment_id"], found[asked], strict=True))
