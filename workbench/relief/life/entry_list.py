"""The entries of a chain as people read them: with numbers, parties and titles in the user's language."""

import pandas as pd

from ...i18n import N_, _
from ...ledger import Ledger
from ..listing import AMOUNTS, COLUMN_TITLES, KIND_TITLES, with_parties
from .chain import Chain

ENTRY_TITLES = {
    "notice": N_("Notice"),
    "entry": N_("Entry"),
    **{name: COLUMN_TITLES[name] for name in ("document_id", "number", "party")},
    "state": COLUMN_TITLES["kind"],
    "rate": COLUMN_TITLES["rate"],
    "kind": N_("Kind"),
    "deductible": N_("Deductions"),
    **{name: COLUMN_TITLES[name] for name in AMOUNTS},
}
ENTRY_KIND_TITLES = {"goods": N_("Merchandise"), "fixed_assets": N_("Fixed assets")}
DEDUCTIBLE_TITLES = {"yes": N_("Yes"), "conditional": N_("Conditional"), "no": N_("No")}
"""As the register has them: "Towary", "Środki trwałe"; "Tak", "Warunkowo", "Nie" (R-034, R-035)."""


def entry_listing(ledger: Ledger, chain: Chain) -> tuple[pd.DataFrame, list[str]]:
    """All entries of a chain under titles in the user's language, codes in words, amounts in grosze; and the titles of the
    amount columns. Number and party are empty for collective entries."""
    table = with_parties(ledger, chain.side, chain.entries)
    words = {"state": KIND_TITLES, "kind": ENTRY_KIND_TITLES, "deductible": DEDUCTIBLE_TITLES}
    shown = table.assign(**{name: [_(titles[code]) for code in table[name]] for name, titles in words.items()})
    titles = {name: _(title) for name, title in ENTRY_TITLES.items()}
    return shown[list(titles)].rename(columns=titles), [titles[name] for name in AMOUNTS]
