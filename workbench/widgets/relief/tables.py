"""Columns that several tables of the page have."""

from ...i18n import _
from ...ledger.schema import VAT_RATES
from ...relief.life.entry_list import DEDUCTIBLE_TITLES, ENTRY_KIND_TITLES
from ...relief.listing import KIND_TITLES
from ..table import Shown


def rates() -> Shown:
    """The column of VAT rates."""
    return Shown(_("Rate"), "rate", {rate: f"{rate}\u00a0%" for rate in VAT_RATES})


def states() -> Shown:
    """The column that says whether a line is unpaid or paid back."""
    return Shown(_("State"), words={kind: _(title) for kind, title in KIND_TITLES.items()})


def entry_columns(side: str) -> dict[str, Shown]:
    """How correction entries are shown."""
    columns = {
        "notice": Shown(_("Notice")),
        "entry": Shown(_("Entry")),
        "number": Shown(_("Document")),
        "party": Shown(_("Counterparty")),
        "state": states(),
        "rate": rates(),
        "kind": Shown(_("Kind"), words={kind: _(title) for kind, title in ENTRY_KIND_TITLES.items()}),
        "deductible": Shown(_("Deductions"), words={code: _(title) for code, title in DEDUCTIBLE_TITLES.items()}),
        "net": Shown(_("Net (PLN)"), "amount"),
        "vat": Shown(_("VAT (PLN)"), "amount"),
    }
    for absent in ("net",) if side == "purchase" else ("deductible",):  # R-032; what is sold is not deducted
        del columns[absent]
    return columns
