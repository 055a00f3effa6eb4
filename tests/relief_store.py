"""A client with one invoice and its relief desk, for the tests of what is remembered of the relief."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from tests.books import Books, books, ledger_of, purchase, sale
from workbench.ledger import Ledger
from workbench.store import Store, open_store
from workbench.store.relief_desk import ReliefDesk

CLIENT = "wektor"
TODAY = date(2026, 10, 26)
JUNE, SEPTEMBER, OCTOBER = "2026-06", "2026-09", "2026-10"
FIRST = datetime(2026, 10, 26, 12, 0, tzinfo=UTC)


def invoice(name: str = "FS/1", side: str = "sale", **values: Any) -> Books:
    """1 000 net, 230 VAT, due 2026-06-10: day 90 is 2026-09-08."""
    one = sale if side == "sale" else purchase
    return one(name, **{"issued": "2026-06-01", "due": "2026-06-10", "lines": [("23", "1000.00")], **values})


def desk_of(kept: Store | None, *documents: Books, client: str = CLIENT, today: date = TODAY) -> ReliefDesk:
    """The desk over these documents, by default one invoice."""
    return ReliefDesk.opened(kept, client, ledger_of(books(*documents)) if documents else one_invoice(), today)


@cache
def one_invoice() -> Ledger:
    """The books with one invoice."""
    return ledger_of(books(invoice()))


def ticking(address: str, user: str = "anna") -> Store:
    """A store whose clock goes on by a day whenever it is asked."""
    days = iter(range(1000))
    return open_store(address, user=user, now=lambda: FIRST + timedelta(days=next(days)))


def carried(desk: ReliefDesk, period: str = SEPTEMBER) -> ReliefDesk:
    """The sale notice of a period made, locked, with its entries."""
    return desk.make("sale", period).lock("sale", period).generate("sale", period, "SPRZEDAŻ")


def entered(desk: ReliefDesk, side: Any = "sale", period: str = SEPTEMBER) -> list[tuple[str, str, int, int]]:
    """(notice, state, net, vat) of all entries of a chain."""
    rows = desk.chain(side, period).entries.to_dict("records")
    return [(row["notice"], row["state"], row["net"], row["vat"]) for row in rows]
