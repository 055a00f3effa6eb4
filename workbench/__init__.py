"""Liczydło: an analyst workbench for Polish accounting.

>>> import workbench
>>> ledger = workbench.read_ledger("sample_data/office/budmar")  # doctest: +SKIP
>>> workbench.relief.notice(ledger, side="sale", period="2020-11")  # doctest: +SKIP
"""

import sys

# jsonschema compiles this optional checker of IRIs for two seconds at every start of a kernel; absent, it does without
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from . import costs, relief  # noqa: E402
from .errors import LedgerError, PeriodError, SourceError, UnknownDocumentError, WorkbenchError  # noqa: E402
from .ledger import Ledger, read_ledger  # noqa: E402

__all__ = [
    "Ledger",
    "LedgerError",
    "PeriodError",
    "SourceError",
    "UnknownDocumentError",
    "WorkbenchError",
    "costs",
    "read_ledger",
    "relief",
]
