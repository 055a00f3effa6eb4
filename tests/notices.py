"""One invoice and what the notices say about it, for the tests of single cases.

The invoice is 1 000 net, 230 VAT, issued 2026-06-01 and due 2026-06-10: day 90 is 2026-09-08, so it belongs to the notice of
September, made as of 2026-10-25 on the sale side and as of 2026-09-30 on the purchase side.
"""

from __future__ import annotations

from typing import Any

import workbench
from tests.books import Books, books, ledger_of, purchase, sale

THOUSAND = [("23", "1000.00")]
DUE = "2026-06-10"  # day 90 is 2026-09-08, the default as-of day of a sale 2026-10-25
SEPTEMBER, OCTOBER, DECEMBER = "2026-09", "2026-10", "2026-12"
WHOLE = [("unpaid", 1000_00, 230_00)]
BACK = [("paid_back", 1000_00, 230_00)]


def invoice(side: str = "sale", **values: Any) -> Books:
    """Books with one invoice of 1 000 net, 230 VAT, due 2026-06-10, unless said otherwise."""
    one = sale if side == "sale" else purchase
    if "parts" not in values:
        values = {"due": DUE, **values}
    return books(one("FS/1", **{"issued": "2026-06-01", "lines": THOUSAND, **values}))


def lines(source: Books, period: str, side: str = "sale", **options: Any) -> list[tuple[str, int, int]]:
    """(kind, net, vat) of the notice's lines, by kind, due date and falling net."""
    found = workbench.relief.notice(ledger_of(source), side=side, period=period, **options).lines
    found = found.sort_values(["kind", "due_date", "net"], ascending=[True, True, False])
    return [(row["kind"], row["net"], row["vat"]) for row in found.to_dict("records")]


def reasons(source: Books, period: str, side: str = "sale", **options: Any) -> dict[str, str]:
    candidates = workbench.relief.notice(ledger_of(source), side=side, period=period, **options).candidates
    return dict(zip(candidates["payment_id"], candidates["reason"], strict=True))
