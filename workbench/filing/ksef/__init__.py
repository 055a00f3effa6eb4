"""KSeF invoices, FA(2) and FA(3), read into tables and from there into books."""

from .beside import company_beside
from .books import KsefBooks, ledger_of
from .comparing import InvoiceComparison, compare
from .reading import holds_invoices, read_invoices
from .tables import Invoices

__all__ = [
    "InvoiceComparison",
    "Invoices",
    "KsefBooks",
    "company_beside",
    "compare",
    "holds_invoices",
    "ledger_of",
    "read_invoices",
]
