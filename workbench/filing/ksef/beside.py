"""What lies beside KSeF invoices in their folder: the table company, which says what invoices do not."""

from pathlib import Path

from ...ledger.faults import Faults
from ...ledger.sources import read_tables


def company_beside(source: str | Path) -> dict[str, str]:
    """The first row of the table company (company.csv or company.parquet) in a folder of invoices, by column, what is empty
    left out; {} where there is none. LedgerError for a file that cannot be read."""
    folder = Path(source)
    if not any((folder / f"company.{form}").is_file() for form in ("csv", "parquet")):
        return {}
    faults = Faults()
    table = read_tables(folder, faults).get("company")
    faults.raise_if_any(str(source))
    rows = table.slice(0, 1).to_pylist() if table is not None else []
    return {str(name): str(value) for row in rows for name, value in row.items() if value not in (None, "")}
