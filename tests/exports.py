"""Small transfers and files for tests of the export."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from workbench.store import FileToWrite
from workbench.transfers.orders import Payee, Transfer

ACCOUNT = "24999900000000000000000123"


def transfer(*payments: str, amount: int = 100_00, **others: Any) -> Transfer:
    """A transfer of these payments, each of this amount, to one payee."""
    payee = Payee("K1", "Próbny sp. z o.o.", "Prosta 1", "00-001", "Łódź", "PL", "9999999999", False, ACCOUNT)
    given: dict[str, Any] = {
        "kind": "ordinary",
        "payments": payments,
        "amounts": (amount,) * len(payments),
        "amount": amount * len(payments),
        "currency": "PLN",
        "date": date(2026, 2, 2),
        "payee": payee,
        "texts": (";".join(payments),),
        "collective": len(payments) > 1,
    }
    return Transfer(**given | others)


def lines(references: Sequence[str], message_id: str, created: datetime, before: bytes | None) -> bytes:
    """A file that tells what it was made of: a line with the message and one for each reference, after what was there."""
    told = [message_id, *references]
    return (before or b"") + "".join(f"{text}\r\n" for text in told).encode()


def file(path: Path, *transfers: Transfer, append: bool = False, **others: Any) -> FileToWrite:
    """A file of these transfers."""
    given: dict[str, Any] = {"format": "elixir", "register": "BANK", "make": lines}
    return FileToWrite(path, transfers=transfers, append=append, **given | others)
