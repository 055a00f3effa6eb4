"""The payer that a bank register stands for: our company, its bank and account (T-013, T-015)."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from ...errors import TransferError
from ...i18n import _
from ...ledger import Ledger
from ..identifiers.accounts import iban_fault, normalised
from ..orders import KINDS, Kind, Payer

FORMAT_COLUMNS: dict[Kind, tuple[str, ...]] = {
    kind: ("format",) if kind == "ordinary" else (f"{kind}_format", "format") for kind in KINDS
}
"""The fields of the bank form that name a kind's exchange format (T-009): its own, else that of ordinary transfers, which may
be able to carry it (T-065)."""


@dataclass(frozen=True)
class Register:
    """A bank register as the schedule needs it.

    `payer` is None where `faults` (codes of `reasons.OF_REGISTER`) say what the books lack. `kinds`: the kinds of transfer that
    its bank has an exchange format for, whichever it is (C-46).
    """

    code: str
    currency: str
    payer: Payer | None
    faults: tuple[str, ...]
    kinds: frozenset[Kind]


def register_of(ledger: Ledger, code: str) -> Register:
    """The bank register `code`; TransferError with the registers there are where it is none, or cash."""
    registers = _records(ledger.bank_registers)
    row = next((each for each in registers if each["register"] == code and each["type"] == "bank"), None)
    if row is None:
        there_are = ", ".join(each["register"] for each in registers if each["type"] == "bank")
        message = _("There is no bank register {register}. The bank registers are: {registers}.")
        raise TransferError(message.format(register=code, registers=there_are or _("none")))
    bank = next((each for each in _records(ledger.banks) if each["bank"] == row["bank"]), {})
    company = next(iter(_records(ledger.company)), {})
    account = normalised(row["account"])
    wrong = bool(account) and iban_fault(account) is not None
    faults = {
        "no_company": not company,
        "no_register_bank": not bank,
        "no_register_account": not account,
        "wrong_register_account": wrong,
    }
    found = tuple(fault for fault, holds in faults.items() if holds)
    kinds = frozenset(kind for kind, columns in FORMAT_COLUMNS.items() if any(bank.get(column) for column in columns))
    return Register(code, row["currency"], None if found else _payer(row, bank, company, account), found, kinds)


def _payer(row: dict[str, Any], bank: dict[str, Any], company: dict[str, Any], account: str) -> Payer:
    address = {name: company[name] for name in ("name", "street", "postcode", "city", "country", "tax_id")}
    return Payer(
        register=row["register"],
        account=account,
        currency=row["currency"],
        bank=row["bank"],
        bank_name=bank["name"],
        bic=bank["bic"],
        fee_bearer=bank["fee_bearer"],
        vat_account=row["vat_account"],
        **address,
    )


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a small table; "" where the books hold nothing."""
    columns = [["" if value != value else value for value in table[name].tolist()] for name in table.columns]  # NaN: no value
    return [dict(zip(table.columns, values, strict=True)) for values in zip(*columns, strict=True)]
