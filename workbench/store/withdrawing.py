"""Orders taken back: the bank refused them, or they never reached it."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from ..errors import StoreError
from ..i18n import _
from .changes import Setting, Thing, headers, write
from .lines import is_text
from .payments import KINDS, ORDER, sent


def withdraw(connection: sa.Connection, client: str, payments: Sequence[str], reason: str, user: str, at: datetime) -> int:
    """Withdraw payments, in a transaction that holds the lock; the number of the change. Raises as `transfers.withdraw`."""
    if not reason.strip() or not is_text(reason):
        raise StoreError(_("Say why the payments are withdrawn, for those who read the log."))
    if not payments:
        raise StoreError(_("There is nothing to withdraw."))
    asked = set(payments)
    orders = sent(connection, client)
    unknown = sorted(asked - {order.payment_id for order in orders})
    if unknown:
        raise StoreError(_("Not sent to the bank, so not to be withdrawn: {payments}.").format(payments=", ".join(unknown)))
    references = {order.reference for order in orders if order.payment_id in asked}
    left_out = [order.payment_id for order in orders if order.reference in references and order.payment_id not in asked]
    if left_out:
        raise StoreError(
            _("{payments} went in the same collective transfer: withdraw them together.").format(payments=", ".join(left_out))
        )
    things = [Thing(client, ORDER.name, payment) for payment in sorted(asked)]
    stored = headers(connection, things)
    settings = [Setting(thing, stored[thing].version, {ORDER.tables[0].name: []}) for thing in things]
    what = _("Withdrawn from the bank: {reason}").format(reason=reason)
    return write(connection, KINDS, settings, what=what, user=user, at=at)
