"""The books: their tables and columns, read from files, workbooks and databases, and checked as a whole."""

from .books import Ledger, read_ledger
from .references import LedgerIndex
from .schema import TABLES

__all__ = ["TABLES", "Ledger", "LedgerIndex", "read_ledger"]
