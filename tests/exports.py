"""Small transfers and files for tests of the export, and a store to export with."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from workbench import i18n
from workbench.errors import StoreError, TransferError
from workbench.store import FileToWrite, Store, open_store
from workbench.transfers.orders import Payee, Transfer

ACCOUNT = "24999900000000000000000123"
FIRST = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


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


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """A new store whose clock goes on by a minute whenever it is asked."""
    minutes = iter(range(1000))
    with open_store(address, user="anna", now=lambda: FIRST + timedelta(minutes=next(minutes))) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bank ą"
    made.mkdir()
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refused(store: Store, match: str, *asked: FileToWrite, client: str = "wektor", **others: Any) -> None:
    """The export is refused, nothing is recorded, and the log says why."""
    before, failures = len(store.transfers.exported(client)), len(store.transfers.log(client).query("error != ''"))
    with pytest.raises((StoreError, TransferError), match=match) as error:
        store.transfers.export(client, asked, what="Do banku", **others)
    assert len(store.transfers.exported(client)) == before
    told = store.transfers.log(client).query("error != ''")["error"].tolist()
    assert told[failures:] == [str(error.value)] * len(asked)
