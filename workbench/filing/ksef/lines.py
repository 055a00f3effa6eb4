"""The VAT lines of one document: the totals of its rates in PLN, with what the user answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from ... import i18n
from .fields import field_map
from .needs import Needs, exchange_rate, vat_rate
from .rates import in_pln, within_gross

_PLACES = Decimal("0.000001")
_RATES = "23, 8, 5, 0, zw, np"


@dataclass(frozen=True)
class VatLines:
    """Lines as (rate, net, vat, jpk_field), grosze; the transaction they make; the rate of exchange ("" for none); whether
    every total of the invoice is among them."""

    lines: list[tuple[str, int, int, str]]
    transaction: str
    fx_rate: str
    complete: bool


def vat_lines(
    invoice: Mapping[str, Any], document: str, amounts: Sequence[Mapping[str, Any]], sale: bool, needs: Needs
) -> VatLines:
    """The lines of a document. What the books have no rate for, and what has no rate of exchange, is asked for and left out."""
    groups = field_map().groups
    if not amounts:
        lines = _of_total(invoice, document, needs) if invoice["total"] else []
        return VatLines(lines, "domestic", "", bool(lines) or not invoice["total"])
    gross = sum(row["net"] + row["vat"] for row in amounts)
    if gross != invoice["total"]:
        made, total = (i18n.amount(units, invoice["currency"]) for units in (gross, invoice["total"]))
        needs.ask(invoice, document, "totals", text=f"{made}, P_15 {total}")
    transactions = [groups[row["field"]].transaction for row in amounts]
    transaction = "domestic" if "domestic" in transactions else transactions[0]
    if len({*transactions}) > 1:
        needs.ask(invoice, document, "several_transactions", text=transaction)
    fx = _asked_rate(invoice, document, amounts, needs)
    lines = []
    for row in amounts:
        group, rate = groups[row["field"]], _rate(invoice, document, row, needs)
        net = in_pln(row["net"], fx) if fx is not None and pd.isna(row["net_pln"]) else row["net_pln"]
        vat = in_pln(row["vat"], fx) if fx is not None and pd.isna(row["vat_pln"]) else row["vat_pln"]
        if rate and not pd.isna(net) and not pd.isna(vat):
            lines.append((rate, int(net), 0 if group.foreign else int(vat), group.jpk_field if sale else ""))
    told = {row["fx_rate"] for row in amounts} - {""} | ({f"{fx:f}"} if fx is not None else set())
    return VatLines(lines, transaction, told.pop() if len(told) == 1 else _effective(amounts), len(lines) == len(amounts))


def _rate(invoice: Mapping[str, Any], document: str, row: Mapping[str, Any], needs: Needs) -> str:
    """The rate of a total, "" while the books know none and the user has not said which."""
    if row["rate"]:
        return str(row["rate"])
    shown = f"{row['field']} {i18n.amount(row['net'], invoice['currency'])}"
    offered = field_map().groups[row["field"]].offered
    answer = needs.ask(invoice, document, "rate", offered, row["field"], text=shown, rates=_RATES)
    return vat_rate(document, f"rate_{row['field']}", answer) if answer else ""


def _asked_rate(
    invoice: Mapping[str, Any], document: str, amounts: Sequence[Mapping[str, Any]], needs: Needs
) -> Decimal | None:
    """The answered rate of exchange where a total has none; None where every total has one, or while there is no answer."""
    if not any(pd.isna(row["net_pln"]) or pd.isna(row["vat_pln"]) for row in amounts):
        return None
    answer = needs.ask(invoice, document, "fx", _implied(amounts), text=invoice["currency"])
    return exchange_rate(document, answer) if answer else None


def _of_total(invoice: Mapping[str, Any], document: str, needs: Needs) -> list[tuple[str, int, int, str]]:
    """The line of an invoice that tells its gross alone, under the rate the user answers; PLN only."""
    shown = f"P_15 {i18n.amount(invoice['total'], invoice['currency'])}"
    answer = needs.ask(invoice, document, "rate", text=shown, rates=_RATES)
    if not answer or invoice["currency"] != "PLN":
        return []
    rate = vat_rate(document, "rate", answer)
    net, vat = within_gross(int(invoice["total"]), rate)
    return [(rate, net, vat, "")]


def _implied(amounts: Sequence[Mapping[str, Any]]) -> str:
    """The rate of exchange that the tax in PLN tells, to four places; "" where there is none."""
    for row in amounts:
        if row["vat"] and not pd.isna(row["vat_pln"]) and row["vat_pln"] * row["vat"] > 0:
            return f"{(Decimal(int(row['vat_pln'])) / int(row['vat'])).quantize(Decimal('0.0001'), ROUND_HALF_UP):f}"
    return ""


def _effective(amounts: Sequence[Mapping[str, Any]]) -> str:
    """One rate for an invoice whose lines have several: its net in PLN by its net. "" in PLN, where it is 1."""
    told = [row for row in amounts if not pd.isna(row["net_pln"])]
    net, pln = sum(row["net"] for row in told), sum(int(row["net_pln"]) for row in told)
    return f"{(Decimal(pln) / net).quantize(_PLACES, ROUND_HALF_UP):f}" if net * pln > 0 and net != pln else ""
