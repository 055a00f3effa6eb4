"""Goods issued from the warehouse: internally to sites (RW) and to customers (WZ), from `[warehouse]` of a client's costs."""

from datetime import timedelta
from random import Random
from typing import Any

from .. import money
from ..days import Month
from .books import MONTHS, Party, Record, RecordLine, Row

KINDS = ("internal_issue", "goods_issued")


def issues(rng: Random, facts: dict[str, Any], goods: list[dict[str, Any]], customers: list[Party]) -> list[Record]:
    """Some documents of both kinds every month; an issue to a customer has the price and what the goods had cost."""
    return [
        _issue(rng, kind, month, facts, goods, customers)
        for month in MONTHS
        for kind in KINDS
        for _ in range(rng.randrange(*facts[kind]))
    ]


def _issue(
    rng: Random, kind: str, month: Month, facts: dict[str, Any], goods: list[dict[str, Any]], customers: list[Party]
) -> Record:
    lines = []
    for item in rng.sample(goods, rng.randrange(1, 4)):
        cost = money.parse(item["cost"]) * rng.randrange(*item["quantity"])
        price = money.mul_div(cost, 100 + facts["margin"], 100) if kind == "goods_issued" else cost
        lines.append(RecordLine(price, facts["account"], goods_id=item["goods_id"], purchase_cost=cost))
    return Record(
        type=kind,
        date=month.first + timedelta(days=rng.randrange(28)),
        lines=lines,
        category=facts["category"],
        party=rng.choice(customers) if kind == "goods_issued" else None,
    )


def goods_tables(goods: list[dict[str, Any]]) -> dict[str, list[Row]]:
    """The tables of goods and of the groups they are in, the first of which is the default one."""
    return {
        "goods": [{"goods_id": item["goods_id"], "name": item["name"], "default_group": item["groups"][0]} for item in goods],
        "goods_in_groups": [{"goods_id": item["goods_id"], "group_id": group} for item in goods for group in item["groups"]],
    }
