"""Accounts of the state: the taxpayer's micro-account and the payer's contribution account (NRS).

A micro-account is CC + 10100071 + 222 + Y + identifier, filled up with zeros: Y=1 PESEL and one zero, Y=2 NIP and two.
An NRS is CC + 60000002 + 026001 + NIP. CC are the check digits of an NRB.

>>> micro_account("7831916366"), contribution_account("7772273629")
('56101000712222783191636600', '82600000020260017772273629')
>>> micro_account_holder("56101000712222783191636600")
'7831916366'
"""

from ...errors import TransferError
from ...i18n import _
from ...ledger.numbers import is_nip
from .accounts import is_nrb, nrb_with_check
from .taxpayers import is_pesel, nip

MICRO_ACCOUNTS = "10100071222"
"""Digits 3 to 13 of every micro-account."""
CONTRIBUTIONS = "60000002"
"""Sort code of the contribution accounts."""
_CONTRIBUTION_ACCOUNTS = CONTRIBUTIONS + "026001"
_PESEL, _NIP = "1", "2"


def micro_account(identifier: str) -> str:
    """The micro-account of a NIP or PESEL. TransferError for what is neither."""
    bare = nip(identifier)
    if is_nip(bare):
        return nrb_with_check(f"{MICRO_ACCOUNTS}{_NIP}{bare}00")
    if is_pesel(bare):
        return nrb_with_check(f"{MICRO_ACCOUNTS}{_PESEL}{bare}0")
    raise TransferError(
        _("{identifier} is neither a NIP nor a PESEL: a micro-account needs one. Correct the identifier.").format(
            identifier=identifier
        )
    )


def is_micro_account(account: str) -> bool:
    """Whether a normalised account lies among the micro-accounts, whatever its identifier is worth."""
    return account[2:13] == MICRO_ACCOUNTS and is_nrb(account)


def micro_account_holder(account: str) -> str | None:
    """The NIP or PESEL whose micro-account a normalised account is; None where it is not a correct one."""
    if not is_micro_account(account):
        return None
    kind, rest = account[13], account[14:]
    holder = rest[:11] if kind == _PESEL else rest[:10]
    known = is_pesel(holder) if kind == _PESEL else kind == _NIP and is_nip(holder)
    return holder if known and micro_account(holder) == account else None


def contribution_account(tax_id: str) -> str:
    """The contribution account of a NIP. TransferError for what is none."""
    bare = nip(tax_id)
    if not is_nip(bare):
        raise TransferError(
            _("{identifier} is no NIP: a contribution account needs one. Correct the identifier.").format(identifier=tax_id)
        )
    return nrb_with_check(_CONTRIBUTION_ACCOUNTS + bare)


def contribution_account_holder(account: str) -> str | None:
    """The NIP whose contribution account a normalised account is; None where it is not a correct one."""
    holder = account[16:]
    return holder if account[2:16] == _CONTRIBUTION_ACCOUNTS and is_nrb(account) and is_nip(holder) else None
