"""Faults: what is wrong in the books, collected as a table instead of thrown one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from ..errors import LedgerError
from ..i18n import _, ngettext

COLUMNS = ("table", "row", "column", "value", "expected")
LONGEST_VALUE = 80
SHOWN_IN_MESSAGE = 10


@dataclass
class Faults:
    """A growing table of faults. `numbers` says for a table which number each of its records has in the source; the records
    of other tables count from 1."""

    numbers: dict[str, npt.NDArray[np.int64]] = field(default_factory=dict)
    _pieces: list[pd.DataFrame] = field(default_factory=list)

    def add(self, table: str, column: str, expected: str, value: str = "", row: int = 0) -> None:
        """One fault, of a whole table or column where `row` (numbered as in the source) is 0."""
        self.add_numbered(table, [row], column, [value], expected)

    def add_rows(
        self, table: str, rows: npt.NDArray[np.intp], column: str, values: pa.Array | Sequence[Any], expected: str
    ) -> None:
        """The same fault in many records; `rows` counts the table's records from 0, `values` are theirs."""
        if len(rows):
            listed = values.to_pylist() if isinstance(values, pa.Array | pa.ChunkedArray) else list(values)
            self.add_numbered(table, self.numbers[table][rows] if table in self.numbers else rows + 1, column, listed, expected)

    def add_numbered(
        self, table: str, rows: npt.NDArray[np.int64] | Sequence[int], column: str, values: Sequence[Any], expected: str
    ) -> None:
        """The same fault in many rows that are numbered as in the source."""
        cut = [_cut(value) for value in values]
        piece = pd.DataFrame({"table": table, "row": rows, "column": column, "value": cut, "expected": expected})
        self._pieces.append(piece.astype({"table": "str", "column": "str", "value": "str", "expected": "str"}))

    def table(self) -> pd.DataFrame:
        """All faults: table, row, column, value, expected, in the order of the file."""
        if not self._pieces:
            return pd.DataFrame({name: pd.Series(dtype="int64" if name == "row" else "str") for name in COLUMNS})
        return pd.concat(self._pieces, ignore_index=True).sort_values(["table", "row"], kind="stable", ignore_index=True)

    def raise_if_any(self, source: str) -> None:
        """LedgerError with all faults and a message that lists the first ones."""
        if self._pieces:
            faults = self.table()
            raise LedgerError(_message(source, faults), faults)


def _cut(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _message(source: str, faults: pd.DataFrame) -> str:
    lines = [
        ngettext(
            "{source}: {count} fault in the books. Nothing was read.",
            "{source}: {count} faults in the books. Nothing was read.",
            len(faults),
        ).format(source=source, count=len(faults))
    ]
    lines += [describe(fault) for fault in faults.head(SHOWN_IN_MESSAGE).itertuples(index=False)]
    if len(faults) > SHOWN_IN_MESSAGE:
        lines.append(_("... and {count} more").format(count=len(faults) - SHOWN_IN_MESSAGE))
    return "\n".join(lines)


def describe(fault: Any) -> str:
    """One fault (a row of the table) as a line of text."""
    place = str(fault.table)
    if fault.row:
        place += ", " + _("row {row}").format(row=fault.row)
    if fault.column:
        place += f", {fault.column}"
    found = f" {fault.value!r}" if fault.value else ""
    return f"  {place}:{found} {fault.expected}"
