"""Liczydło: an analyst workbench for Polish accounting.

>>> import workbench
>>> ledger = workbench.read_ledger("sample_data/office/budmar")  # doctest: +SKIP
>>> workbench.relief.notice(ledger, side="sale", period="2020-11")  # doctest: +SKIP
"""

import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

# jsonschema compiles this optional checker of IRIs for two seconds at every start of a kernel; absent, it does without
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from . import ledger as _books  # noqa: E402
from . import relief  # noqa: E402
from .errors import LedgerError, PeriodError, SourceError, UnknownDocumentError, WorkbenchError  # noqa: E402
from .ledger import Ledger  # noqa: E402

if TYPE_CHECKING:
    import pandas as pd

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


def read_ledger(
    source: "str | Path | Mapping[str, pd.DataFrame]",
    tax_id: str | None = None,
    answers: "pd.DataFrame | Callable[[], pd.DataFrame | None] | None" = None,
) -> Ledger:
    """Read and check the books of one client: as `ledger.read_ledger`, and also from KSeF invoices.

    `source`: whatever `ledger.read_ledger` takes; or a folder without tables, a ZIP archive or an XML file with invoices FA(2)
    or FA(3). For invoices alone, `tax_id` says whose books they are where that is not clear from them (one NIP in all) nor
    from a table company beside them, which also says what else a JPK file needs of the taxpayer (tax_office, email); and
    `answers` what they cannot say (document, need, answer; or what gives that table, called when it is needed). What they
    leave open is among the `warnings` of the ledger.

    Raises as `ledger.read_ledger`, and FilingError for invoices that make no books.
    """
    if isinstance(source, str | Path) and _may_be_invoices(source):
        from .filing import ksef

        if ksef.holds_invoices(source):
            told = answers() if callable(answers) else answers
            return ksef.ledger_of(ksef.read_invoices(source), tax_id, told, str(source), ksef.company_beside(source)).ledger
    return _books.read_ledger(source)


_TABLES = set(_books.TABLES) - {"company"}
"""Tables that make a folder one of books; a table company may lie beside invoices."""


def _may_be_invoices(source: str | Path) -> bool:
    """Whether a look at the names of files says that there could be invoices: what reads them is not imported for less."""
    path = Path(source)
    if path.suffix.lower() in (".xml", ".zip"):
        return path.is_file()
    if not path.is_dir() or any((path / f"{name}.{form}").exists() for name in _TABLES for form in ("csv", "parquet")):
        return False
    return any(name.lower().endswith(".xml") for _place, _folders, names in os.walk(path) for name in names)


def __getattr__(name: str) -> Any:
    """The packages that not everybody needs are imported when they are asked for: a kernel of a page stays small."""
    if name in ("costs", "filing", "store", "transfers"):
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
