"""The exceptions a caller may catch. Their messages are for the user: what is wrong, where, and what to do."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class WorkbenchError(Exception):
    """The base of every error the workbench raises on purpose."""


class SourceError(WorkbenchError):
    """A source of books cannot be opened at all: no such folder, not a workbook, no such database."""


class LedgerError(WorkbenchError):
    """Books that were opened but cannot be used.

    `faults` is a table with one row a fault: table, row, column, value, expected. `row` counts as the file shows it: in
    CSV and XLSX the header is row 1, in Parquet and databases the first record is row 1; 0 stands for the whole table.
    """

    def __init__(self, message: str, faults: "pd.DataFrame") -> None:
        super().__init__(message)
        self.faults = faults


class PeriodError(WorkbenchError):
    """A period or date that cannot be understood or is not supported."""


class UnknownDocumentError(WorkbenchError):
    """A document that is not in the ledger, or not on the side that was asked about."""


class ReliefError(WorkbenchError):
    """A step in the life of a notice that a rule refuses."""


class DescriptionError(WorkbenchError):
    """A change to dimensions, descriptions or keys that a rule of the analytical description refuses."""


class ExpressionError(DescriptionError):
    """An account or amount expression that cannot be read or evaluated; `column` is the place in it, counted from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


class TransferError(WorkbenchError):
    """A choice of payments, a format or a text that transfers cannot be made from."""


class MacroError(TransferError):
    """A bank text whose macros cannot be read; `column` is the place in it, counted from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


class FilingError(WorkbenchError):
    """A file for the tax office or from it that cannot be made or read."""


class StoreError(WorkbenchError):
    """A store that cannot be opened, read or written."""


class ConflictError(StoreError):
    """Somebody else has changed the same thing since it was read; nothing was written."""
