"""Liczydło: an analyst workbench for Polish accounting.

>>> import workbench
>>> ledger = workbench.read_ledger("sample_data/office/budmar")  # doctest: +SKIP
>>> workbench.relief.notice(ledger, side="sale", period="2020-11")  # doctest: +SKIP
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

# jsonschema compiles this optional checker of IRIs for two seconds at every start of a kernel; absent, it does without
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from . import relief  # noqa: E402
from .errors import LedgerError, PeriodError, SourceError, UnknownDocumentError, WorkbenchError  # noqa: E402
from .ledger import Ledger, read_ledger  # noqa: E402

if TYPE_CHECKING:
    from . import costs, filing, store, transfers

__all__ = [
    "Ledger",
    "LedgerError",
    "PeriodError",
    "SourceError",
    "UnknownDocumentError",
    "WorkbenchError",
    "costs",
    "filing",
    "read_ledger",
    "relief",
    "store",
    "transfers",
]


def __getattr__(name: str) -> Any:
    """The packages that not everybody needs are imported when they are asked for: a kernel of a page stays small."""
    if name in ("costs", "filing", "store", "transfers"):
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
