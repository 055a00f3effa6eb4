"""What is wrong with a file before it is written: in the form of the table of `filing.checking`."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ..i18n import _
from ..relief import Side
from ..relief.life.declarations import Declaration
from .filing_notices import Basis

COLUMNS = {
    **dict.fromkeys(("part",), "str"),
    "row": "int64",
    **dict.fromkeys(("field", "value", "fault", "remedy", "severity", "code"), "str"),
}
UNPLACED = "unplaced"
"""The code of what the file is made without."""
_PART: Mapping[Side, str] = {"sale": "sales", "purchase": "purchases"}


def faults(rows: Sequence[Mapping[str, object]] = ()) -> pd.DataFrame:
    """A table of faults; what a row leaves out is empty, row 0, severity error."""
    blank = dict.fromkeys(COLUMNS, "") | {"row": 0, "severity": "error"}
    full = [blank | dict(row) for row in rows]
    return pd.DataFrame({name: pd.Series([row[name] for row in full], dtype=of) for name, of in COLUMNS.items()})


def together(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Tables of faults one after another."""
    return pd.concat([table for table in tables if len(table)] or [faults()], ignore_index=True)


def refused(part: str, message: str) -> pd.DataFrame:
    """That the file cannot be made at all."""
    return faults([{"part": part, "fault": message, "code": "refused"}])


def unplaced(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines of the books that have no field in the file. Warnings: the file is made without them, and the user decides."""
    return faults(
        [
            {
                "part": "file",
                "value": line["number"],
                "fault": _("The document is not in the file: {reason}.").format(reason=line["reason"]),
                "remedy": line["remedy"],
                "severity": "warning",
                "code": UNPLACED,
            }
            for line in lines.to_dict("records")
        ]
    )


def missing_entries(bases: Mapping[Side, Basis]) -> pd.DataFrame:
    """Notices with lines whose correction entries are not generated: they must be before the file is made (J-008)."""
    return faults(
        [
            {
                "part": _PART[side],
                "value": basis.title,
                "fault": _("The relief rows come from: {basis}.").format(basis=basis.told),
                "remedy": _("Make the notice, lock it, generate its correction entries, and make the file anew."),
                "severity": "warning",
                "code": "no_entries",
            }
            for side, basis in bases.items()
            if basis.source != "entries" and len(basis.notice.lines)
        ]
    )


def wrong_purpose(declaration: Declaration, purpose: int) -> pd.DataFrame:
    """That the declaration was sent before, and the file is not a correction."""
    newest = declaration.newest
    if purpose == 2 or (newest.number == 0 and newest.state not in ("sent", "received")):
        return faults()
    return faults(
        [
            {
                "part": "header",
                "field": "CelZlozenia",
                "value": str(purpose),
                "fault": _("{declaration}: the file of this period was sent before.").format(declaration=declaration.name),
                "remedy": _("Make a correction (purpose 2)."),
                "severity": "warning",
                "code": "purpose",
            }
        ]
    )
