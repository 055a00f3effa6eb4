"""Which account each payment goes to, and the bank that keeps it (T-015).

The account on the payment counts; a payment without one goes to the party's preferred account of its currency. Accounts are
compared and written without blanks and dashes, an NRB without its PL.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ...ledger import Ledger
from ..identifiers.accounts import bank_of, has_ibans, iban_fault, is_nrb, normalised
from ..orders import Kind


@dataclass(frozen=True)
class Accounts:
    """For each payment its account ("" where there is none), where it comes from (payment, party, "") and its bank."""

    account: list[str]
    source: list[str]
    bank_name: list[str]
    bic: list[str]


def accounts_of(ledger: Ledger, parties: list[str], currencies: list[str], given: list[str]) -> Accounts:
    """The accounts of payments, told by party, currency and the account on the payment ("" for none)."""
    kept = {account: normalised(account) for account in set(given)}
    table = ledger.party_accounts
    preferred: dict[tuple[str, str], str] = {}
    banks: dict[tuple[str, str], tuple[str, str]] = {}
    columns = (table[name].fillna("").tolist() for name in ("party_id", "account", "currency", "bank_name", "bic"))
    for chosen, party, written, currency, bank_name, bic in zip(table["preferred"].tolist(), *columns, strict=True):
        account = normalised(written)
        banks.setdefault((party, account), (bank_name, bic))
        if chosen:
            preferred.setdefault((party, currency), account)
    own = [kept[account] for account in given]
    accounts = [
        mine or preferred.get((party, currency), "") for mine, party, currency in zip(own, parties, currencies, strict=True)
    ]
    source = ["payment" if mine else "party" if found else "" for mine, found in zip(own, accounts, strict=True)]
    bank = [banks.get(key, ("", "")) for key in zip(parties, accounts, strict=True)]
    return Accounts(accounts, source, [name for name, _ in bank], [bic for _, bic in bank])


def with_polish_banks(accounts: Accounts, foreign: list[bool]) -> Accounts:
    """The accounts, and where a foreign transfer to an NRB has no BIC, that of its sort code: such a transfer needs the payee's
    bank, and a Polish account tells it."""
    names, bics = list(accounts.bank_name), list(accounts.bic)
    for place in (place for place, holds in enumerate(foreign) if holds and not bics[place]):
        account = accounts.account[place]
        if is_nrb(account) and (bank := bank_of(account)):
            names[place], bics[place] = names[place] or bank.name, bank.bic
    return replace(accounts, bank_name=names, bic=bics)


def is_abroad(accounts: list[str]) -> npt.NDArray[np.bool_]:
    """Where an account is kept in another country: it begins with letters that are not PL."""
    return np.array([account[:2].isalpha() and account[:2] != "PL" for account in accounts], bool)


def is_wrong(accounts: list[str], kinds: list[Kind]) -> npt.NDArray[np.bool_]:
    """Where an account cannot be right for a transfer of the kind; "" is not judged.

    Foreign: an IBAN where the country has them, any number elsewhere. SEPA: an IBAN. Others: an NRB.
    """
    judged = {pair: _is_wrong(*pair) for pair in set(zip(accounts, kinds, strict=True))}
    return np.array([judged[pair] for pair in zip(accounts, kinds, strict=True)], bool)


def _is_wrong(account: str, kind: Kind) -> bool:
    if not account:
        return False
    if kind == "sepa":
        return iban_fault(account) is not None
    if kind == "foreign":
        judged = account[:2].isalpha() and has_ibans(account[:2])
        return judged and iban_fault(account) is not None
    return not is_nrb(account)
