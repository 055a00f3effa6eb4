"""Bills with their descriptions in a line each, for the tests of postings, completeness, suggestions and re-description.

>>> ledger = described_ledger(bill("B1", "100.00", lines=["60 P=P1", "40 P=P2"]))
>>> ledger.descriptions["value"].tolist()
[6000, 4000]
"""

from collections.abc import Iterable, Sequence
from typing import Any

import workbench
from tests import cost_books
from tests.cost_books import Rows, dimensions_of
from workbench import money
from workbench.costs.splitting.splits import split

PARTIES: Rows = {
    "parties": [
        {"party_id": f"K{number}", "name": f"Dostawca {number}", "tax_id": "1234563218", "vat_status": "active"}
        for number in range(1, 6)
    ]
}

_WITH_ELEMENTS = ("descriptions", "item_descriptions")


def bill(
    document_id: str,
    *nets: str,
    lines: Iterable[str] = (),
    party: str = "K1",
    account: str = "419",
    category: str = "501",
    day: str = "2020-05-05",
    position_line: int = 0,
    **values: str,
) -> Rows:
    """A purchase with a VAT line a net amount, described as a whole, or in its line `position_line`, by `lines`, each
    "percent elements"; their values are split from the amount."""
    amount = money.parse(nets[position_line - 1]) if position_line else sum(map(money.parse, nets))
    parted = [line.split(" ", 1) for line in lines]
    parts = split(amount, [percent for percent, _elements in parted])
    written = [(chosen, percent, money.to_text(part)) for (percent, chosen), part in zip(parted, parts, strict=True)]
    head = cost_books.bill(document_id, *((net, account) for net in nets), day=day, party=party, category=category, **values)
    return {**head, **cost_books.described(document_id, *written, position_line=position_line)}


def described_ledger(*documents: Rows, **tables: Any) -> workbench.Ledger:
    """The books of `described_tables`, read."""
    return cost_books.cost_ledger(described_tables(*documents, **tables))


def described_tables(
    *documents: Rows,
    accounts: Sequence[str] = (),
    chart: Sequence[dict[str, str]] = (),
    categories: Sequence[str] = (),
    dimensions: Sequence[str | dict[str, str]] = (),
    **tables: list[dict[str, str]],
) -> Rows:
    """The tables of these documents. `dimensions` adds to, or says more of, the descriptive ones that the descriptions name;
    where one is of another type, its elements are not made up. `chart`: rows of accounts, where a code does not say it all."""
    texts = [row["elements"] for one in [*documents, tables] for name in _WITH_ELEMENTS for row in one.get(name, [])]
    made = dimensions_of(texts)
    given = [{"dimension": one} if isinstance(one, str) else one for one in dimensions]
    named = {one["dimension"]: one for one in [*made["dimensions"], *given]}
    typed = {name for name, one in named.items() if one.get("type", "descriptive") != "descriptive"}
    elements = []
    for row in made["elements"]:
        below, _slash, element = row["element"].rpartition("/")
        path = f"{row['dimension']}/{below}" if below else row["dimension"]
        elements += [{"dimension": path, "element": element}] if row["dimension"] not in typed else []
    described = {
        "dimensions": list(named.values()),
        "elements": list({(one["dimension"], one["element"]): one for one in elements}.values()),
        "accounts": [*chart, *({"account": one, "name": one} for one in accounts)],
        "categories": [{"category": one, "name": one} for one in categories],
        **tables,
    }
    return cost_books.cost_books(PARTIES, *documents, {name: rows for name, rows in described.items() if rows})
