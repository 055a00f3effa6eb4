"""Which accounts the books have paid to already: a first payment to another one asks for a confirmation."""

import numpy as np

from ..ledger import Ledger
from .identifiers import nip, normalised
from .schedule.columns import parties_of


def paid_accounts(ledger: Ledger) -> set[tuple[str, str]]:
    """Pairs of `checks.accounts.account_key` (bare NIP, or party id where there is none; account) that outgoing payments of the
    books went to: sent, executed, or settled at least in part."""
    payments = ledger.payments
    went = payments["state"].isin(["sent", "executed"]).to_numpy().copy()
    went[ledger.index.settlement_payment] = True
    rows = np.flatnonzero(went & (payments["direction"] == "out").to_numpy() & payments["account"].notna().to_numpy())
    parties = ledger.parties.take(parties_of(ledger, rows))
    keys = [nip(tax_id) or party for tax_id, party in zip(parties["tax_id"], parties["party_id"], strict=True)]
    accounts = payments["account"].array.take(rows)
    return {(key, normalised(account)) for key, account in dict.fromkeys(zip(keys, accounts, strict=True))}
