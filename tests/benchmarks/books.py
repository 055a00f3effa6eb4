"""Large books for the benchmarks: made of columns, with every rule of the relief at work, the same for the same size."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

FIRST_ISSUE = 18_262  # 2020-01-01 in days since 1970
ISSUE_DAYS = 480


def tables(documents: int) -> dict[str, pa.Table]:
    """The five tables for so many documents: 1.2 payment parts and 1.3 VAT lines each, half of the parts settled."""
    random = np.random.default_rng(1)
    party_count = max(documents // 50, 1)
    number = np.arange(documents)
    issue = FIRST_ISSUE + np.sort(random.integers(0, ISSUE_DAYS, documents))
    sale = random.random(documents) < 0.5
    net = random.integers(1_000, 5_000_000, documents)
    reduced = np.where(random.random(documents) < 0.3, random.integers(1_000, 500_000, documents), 0)
    vat, reduced_vat = (net * 23 + 50) // 100, (reduced * 8 + 50) // 100
    gross = net + vat + reduced + reduced_vat
    document_id = np.char.add("F/", np.char.add(number.astype(str), "/2020"))
    party_id = np.char.add("P", np.arange(party_count).astype(str))

    lines = np.repeat(number, 1 + (reduced > 0))
    second = np.r_[False, lines[1:] == lines[:-1]]
    parts = np.repeat(number, 1 + (random.random(documents) < 0.2))
    later = np.r_[False, parts[1:] == parts[:-1]]
    halved = np.r_[parts[1:] == parts[:-1], False]
    half = gross[parts] // 2
    amount = np.where(later, gross[parts] - half, np.where(halved, half, gross[parts]))
    due = issue[parts] + random.integers(7, 60, len(parts)) + later * 30
    payment_id = np.char.add(document_id[parts], np.where(later, "#2", "#1"))
    settled = np.sort(random.choice(len(parts), len(parts) // 2, replace=False))
    share = np.where(random.random(len(settled)) < 0.3, 2, 1)
    return {
        "parties": pa.table(
            {
                "party_id": party_id,
                "name": np.char.add("Kontrahent ", np.arange(party_count).astype(str)),
                "tax_id": pa.array([""] * party_count),
                "vat_status": pa.array(np.where(random.random(party_count) < 0.95, "active", "inactive")),
            }
        ),
        "documents": pa.table(
            {
                "document_id": document_id,
                "register": pa.array(np.where(sale, "sale", "purchase")),
                "number": document_id,
                "issue_date": _dates(issue),
                "sale_date": _dates(issue),
                "party_id": party_id[random.integers(0, party_count, documents)],
                "transaction": pa.array(np.where(random.random(documents) < 0.95, "domestic", "export")),
                "in_vat_return": random.random(documents) < 0.98,
            }
        ),
        "vat_lines": pa.table(
            {
                "document_id": document_id[lines],
                "line": second + 1,
                "rate": pa.array(np.where(second, "8", "23")),
                "net": _amounts(np.where(second, reduced[lines], net[lines])),
                "vat": _amounts(np.where(second, reduced_vat[lines], vat[lines])),
            }
        ),
        "payments": pa.table(
            {
                "payment_id": payment_id,
                "document_id": document_id[parts],
                "direction": pa.array(np.where(sale[parts], "in", "out")),
                "due_date": _dates(due),
                "amount": _amounts(amount),
            }
        ),
        "settlements": pa.table(
            {
                "payment_id": payment_id[settled],
                "date": _dates(due[settled] + random.integers(-10, 300, len(settled))),
                "amount": _amounts(amount[settled] // share),
            }
        ),
    }


def write(books: dict[str, pa.Table], folder: Path, form: str) -> None:
    """The books as a folder of files; `form` is csv or parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in books.items():
        if form == "csv":
            pyarrow.csv.write_csv(table, folder / f"{name}.csv")
        else:
            pyarrow.parquet.write_table(table, folder / f"{name}.parquet")


def _dates(days: np.ndarray) -> pa.Array:
    return pa.array(days.astype(np.int32)).cast(pa.date32())


def _amounts(grosze: np.ndarray) -> pa.Array:
    """Grosze as decimal128 zloty with two places."""
    halves = np.stack([grosze.astype(np.int64), np.where(grosze < 0, -1, 0)], axis=1)
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(grosze), [None, pa.py_buffer(halves.tobytes())])
