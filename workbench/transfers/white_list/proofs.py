"""Proofs: what the register of VAT payers says of a NIP and an account on the day of the transfer order (T-018)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Literal, Protocol

import pandas as pd

from ...i18n import N_, _
from ..identifiers import is_nip, is_nrb, nip, normalised

Result = Literal["active", "exempt", "not_found", "not_checked"]
Source = Literal["flat_file", "online"]
Pair = tuple[str, str]
"""NIP and NRB, both bare: digits only."""
Progress = Callable[[int, int], object]
"""Told how much of how much is done. Answering False stops; the pairs that were not reached are not checked."""

RESULTS: dict[Result, str] = {
    "active": N_("active taxpayer"),
    "exempt": N_("exempt taxpayer"),
    "not_found": N_("not found"),
    "not_checked": N_("not checked"),
}

REASONS: dict[str, str] = {
    "tax_id": N_("the NIP has wrong check digits"),
    "account": N_("the account has wrong check digits"),
    "stopped": N_("the check was stopped"),
    "quota": N_("the requests that the register allows on one day are used up; use the flat file or try again tomorrow"),
    "no_answer": N_("the register did not answer"),
    "unreadable": N_("the register's answer cannot be understood"),
    "WL-103": N_("the day lies in the future"),
    "WL-115": N_("the register does not accept the NIP"),
    "WL-118": N_("the register does not reach back to the day"),
    "WL-191": N_("the requests that the register allows on one day are used up; use the flat file or try again tomorrow"),
    "WL-195": N_("the register has just been brought up to date; check again"),
    "WL-196": N_("the register is being brought up to date; try again later"),
}
"""Why a pair was not checked, by the code in the proof's evidence. WL- codes are the register's own."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One answer, kept as the evidence of due care (T-020).

    `evidence`: what it can be repeated by: ids and time of the requests, or the day of the file, the key that was looked up and
    the mask; of a pair that was not checked a code of `REASONS`. `checked_at`: when the check was asked for,
    with its time zone.
    """

    day: date
    tax_id: str
    account: str
    result: Result
    source: Source
    evidence: str
    checked_at: datetime

    @property
    def reason(self) -> str:
        """Why the pair was not checked, in the user's language; "" where it was."""
        return reason_text(self.evidence) if self.result == "not_checked" else ""


class Checker(Protocol):
    """Asks the register of VAT payers, whatever way."""

    def check(self, day: date, pairs: Sequence[Pair], *, checked_at: datetime, progress: Progress | None = None) -> list[Proof]:
        """A proof for each different pair, in their order. `checked_at`: now. TransferError for a day that cannot be asked."""


def reason_text(evidence: str) -> str:
    """The reason that the evidence of an unchecked pair names, in the user's language."""
    code = evidence.split(" ", 1)[0]
    if code in REASONS:
        return _(REASONS[code])
    return _("the register refused the question: {code}").format(code=evidence)


def bare_pairs(pairs: Iterable[Pair]) -> list[Pair]:
    """The different pairs in their order, without blanks, dashes and PL."""
    return list(dict.fromkeys((nip(tax_id), normalised(account)) for tax_id, account in pairs))


def fault_of(pair: Pair) -> str:
    """The code of what keeps a pair from being asked for; "" where its check digits hold."""
    tax_id, account = pair
    if not is_nip(tax_id):
        return "tax_id"
    return "" if is_nrb(account) else "account"


def proof_table(proofs: Iterable[Proof]) -> pd.DataFrame:
    """The proofs as the store keeps them: one a row, the fields of `Proof` as columns."""
    return pd.DataFrame([asdict(proof) for proof in proofs], columns=[field.name for field in fields(Proof)])
