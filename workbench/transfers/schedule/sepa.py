"""The parameter "Przelew SEPA" of payments: which of them may still get it (T-079, T-082)."""

from collections.abc import Collection

from ...errors import TransferError
from ...i18n import _
from .schedule import Schedule

CHANGEABLE = ("buffer", "approved")
"""States in which a payment may be marked (T-082)."""


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
