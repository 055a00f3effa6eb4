"""Why a payment may not go to the bank (T-015), as data: the code of each reason and its text for users."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from ...i18n import N_

REASONS: dict[str, str] = {
    "no_company": N_("The books do not say who pays: the table company is empty."),
    "no_register_bank": N_("The bank register has no bank."),
    "no_register_account": N_("The bank register has no account number."),
    "wrong_register_account": N_("The account number of the bank register has wrong check digits or a wrong length."),
    "no_format": N_("The bank of the register has no exchange format for such transfers."),
    "incoming": N_("The payment is incoming."),
    "buffer": N_("The payment is in the buffer."),
    "sent": N_("The order has already been sent to the bank."),
    "executed": N_("The bank has already executed the order."),
    "settled": N_("The payment is settled."),
    "not_subject": N_("The payment is not subject to settlement."),
    "nothing_remaining": N_("Nothing remains to be paid."),
    "no_party": N_("The party has no name."),
    "no_account": N_("Neither the payment nor the party has an account number in this currency."),
    "wrong_account": N_("The account number has wrong check digits or a wrong length."),
    "no_party_bank": N_("The bank of the party is missing: a foreign transfer needs its name or BIC."),
    "bad_category_text": N_(
        "The bank text of the category, or the company's beginning of texts, has a macro that cannot be read."
    ),
}
"""In the order in which they are shown. A payment without any of them may go."""

OF_REGISTER = ("no_company", "no_register_bank", "no_register_account", "wrong_register_account")
"""Those that hold for every payment of a register."""


def reason_tuples(found: Mapping[str, npt.NDArray[np.bool_]], count: int) -> list[tuple[str, ...]]:
    """The reasons of each of `count` payments, from one mask a reason; the few tuples that occur are shared."""
    bits = np.zeros(count, np.int64)
    for place, reason in enumerate(REASONS):
        if reason in found:
            bits |= found[reason].astype(np.int64) << place
    occurring, of_each = np.unique(bits, return_inverse=True)
    tuples = [tuple(reason for place, reason in enumerate(REASONS) if bit >> place & 1) for bit in occurring.tolist()]
    return [tuples[number] for number in of_each.tolist()]
