"""The parameter "Przelew SEPA" of payments: what it starts with, and which payments may still get it (T-079 to T-082)."""

from collections.abc import Collection

from ...errors import TransferError
from ...i18n import _
from ...ledger import Ledger
from .schedule import Schedule

CHANGEABLE = ("buffer", "approved")
"""States in which a payment may be marked (T-082)."""


def starts_as_sepa(ledger: Ledger, register: str, direction: str, currency: str) -> bool:
    """Whether a new payment of a bank register is a SEPA transfer without anybody ticking it: outgoing, in EUR, and the
    register is in EUR and has the parameter "Przelewy SEPA" (T-080). In a PLN register it starts unticked (T-081)."""
    registers = ledger.bank_registers
    row = registers[(registers["register"] == register).to_numpy(bool)]
    if row.empty or direction != "out" or currency != "EUR":
        return False
    return bool(row["sepa"].iloc[0]) and row["currency"].iloc[0] == "EUR"


def sepa_markable(schedule: Schedule, payments: Collection[str]) -> tuple[str, ...]:
    """Those of the payments that "Oznacz jako przelew SEPA" may mark: outgoing, in EUR, ordinary by their own account of what
    they are, in the buffer or approved (T-079, T-082). TransferError for an id that the register does not have."""
    table = schedule.payments
    if unknown := set(payments) - set(table["payment_id"]):
        raise TransferError(
            _("The register {register} has no payments {payments}.").format(
                register=schedule.register, payments=", ".join(sorted(unknown))
            )
        )
    may = (
        table["payment_id"].isin(list(payments))
        & (table["direction"] == "out")
        & (table["currency"] == "EUR")
        & table["kind"].isin(["sepa", "foreign"])
        & table["state"].isin(CHANGEABLE)
    )
    return tuple(table["payment_id"].array[may.to_numpy()])
