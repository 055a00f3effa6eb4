"""A batch as tables to read and to take away, with titles in the user's language; amounts stay in grosze."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from .. import money
from ..i18n import N_, _
from .batching import IN_THE_WAY, Refusal
from .orders import Finding, Kind, Severity
from .preview import Preview
from .schedule import GROUPS, REASONS

KIND_TITLES: dict[Kind, str] = {
    "ordinary": N_("ordinary"),
    "split_payment": N_("split payment"),
    "tax_office": N_("tax office"),
    "social_insurance": N_("social insurance"),
    "sepa": N_("SEPA"),
    "foreign": N_("foreign"),
}
STATE_TITLES = {
    "buffer": N_("buffer"),
    "approved": N_("to be carried out"),
    "sent": N_("sent to the bank"),
    "executed": N_("carried out"),
}
SEVERITY_TITLES: dict[Severity, str] = {"error": N_("error"), "warning": N_("warning"), "information": N_("information")}
GROUP_TITLES = {
    "ordinary": N_("Ordinary"),
    "tax_office": N_("Tax office"),
    "social_insurance": N_("Social insurance"),
}


def transfer_table(preview: Preview) -> tuple[pd.DataFrame, list[str]]:
    """The transfers, one a row in the order of the file, and the columns that hold grosze."""
    amount = _("Amount")
    rows = [
        {
            _("No."): number,
            _("Kind"): _(KIND_TITLES[transfer.kind]),
            _("Date"): transfer.date,
            _("Payee"): transfer.payee.name,
            _("Account"): transfer.payee.account,
            amount: transfer.amount,
            _("Currency"): transfer.currency,
            _("Title"): "|".join(laid.lines),
            _("Payments"): "; ".join(transfer.payments),
            _("Remarks"): told(found),
        }
        for number, (transfer, laid, found) in enumerate(
            zip(preview.transfers, preview.laid, preview.findings, strict=True), start=1
        )
    ]
    return pd.DataFrame(rows), [amount]


def held_table(preview: Preview) -> tuple[pd.DataFrame, list[str]]:
    """The payments that may not go and are not paid yet, with the reasons, and the columns that hold grosze."""
    table = preview.schedule.payments
    paid = [bool({"settled", "executed", "incoming"} & set(reasons)) or not reasons for reasons in table["reasons"]]
    table = table[~np.array(paid, bool)]
    amount = _("Remaining")
    shown = pd.DataFrame(
        {
            _("Document"): table["number"],
            _("Party"): table["party_name"],
            _("Due date"): table["due_date"],
            amount: table["remaining"],
            _("Currency"): table["currency"],
            _("Why it may not go"): [" ".join(_(REASONS[reason]) for reason in reasons) for reasons in table["reasons"]],
        }
    )
    return shown, [amount]


def totals_table(preview: Preview) -> tuple[pd.DataFrame, list[str]]:
    """What goes and what is approved in all, by group (T-041), and the columns that hold grosze."""
    marked, approved = _("Marked"), _("All approved")
    all_of_them = preview.schedule.sums()
    rows = [{"": _(GROUP_TITLES[group]), marked: preview.totals[group], approved: all_of_them[group]} for group in GROUPS]
    return pd.DataFrame(rows), [marked, approved]


def log_table(log: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The log of exports, as the store gives it, with titles, and the columns that hold grosze."""
    amount = _("Amount")
    shown = pd.DataFrame(
        {
            _("When (UTC)"): [f"{at:%Y-%m-%d %H:%M}" for at in log["at"]],
            _("Who"): log["user"],
            _("Client"): log["client"],
            _("Bank register"): log["register"],
            _("Format"): log["format"],
            _("File"): log["file"],
            _("Export"): ["" if pd.isna(number) else str(int(number)) for number in log["export"]],
            _("Transfers"): ["" if pd.isna(count) else str(int(count)) for count in log["transfers"]],
            amount: [0 if pd.isna(grosze) else int(grosze) for grosze in log["amount"]],
            _("Currency"): log["currency"].fillna(""),
            _("What went wrong"): log["error"],
        }
    )
    return shown, [amount]


def log_json(log: pd.DataFrame, orders: Mapping[int, pd.DataFrame]) -> list[dict[str, Any]]:
    """The log for programs: amounts as "400.00", times in UTC, null where an entry has no such value. `orders`: the transfers
    by export, as the store gives them; each entry has those in its currency (T-078)."""
    rows: list[Any] = log.astype(object).where(log.notna(), None).to_dict("records")
    return [
        row
        | {
            "at": row["at"].isoformat(),
            "amount": None if row["amount"] is None else money.to_text(int(row["amount"])),
            "orders": [] if row["export"] is None else _orders_json(orders[row["export"]], row["currency"]),
        }
        for row in rows
    ]


def _orders_json(orders: pd.DataFrame, currency: str) -> list[dict[str, Any]]:
    rows: list[Any] = list(orders.itertuples())
    return [
        {
            "reference": order.reference,
            "amount": money.to_text(order.amount),
            "currency": order.currency,
            "date": order.date.date().isoformat(),
            "account": order.account,
            "name": order.name,
            "title": order.title,
        }
        for order in rows
        if order.currency == currency
    ]


def order_table(orders: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The transfers of an export, as the store gives them, with titles, and the columns that hold grosze."""
    amount = _("Amount")
    shown = pd.DataFrame(
        {
            _("Identifier"): orders["reference"],
            _("Date"): orders["date"],
            _("Payee"): orders["name"],
            _("Account"): orders["account"],
            amount: orders["amount"],
            _("Currency"): orders["currency"],
            _("Title"): orders["title"],
        }
    )
    return shown, [amount]


def refusal_lines(preview: Preview, refusal: Refusal) -> list[str]:
    """Why a collective split payment is not possible: the message, what is missing, what is in the way, what would work."""
    tables = (preview.schedule.payments, preview.schedule.elsewhere)
    number = {payment: text for table in tables for payment, text in zip(table["payment_id"], table["number"], strict=True)}
    in_the_way = [f"{number[payment]} ({_(IN_THE_WAY.get(code) or REASONS[code])})" for payment, code in refusal.in_the_way]
    named = (
        (_("Missing: mark them too"), [number[payment] for payment in refusal.missing]),
        (_("In the way"), in_the_way),
        (_("The largest set that works"), [number[payment] for payment in refusal.largest]),
    )
    return [refusal.message, *(f"{title}: {', '.join(numbers)}" for title, numbers in named if numbers)]


def told(findings: Sequence[Finding]) -> str:
    """Findings in one cell, the gravest first."""
    order = list(SEVERITY_TITLES)
    ranked = sorted(findings, key=lambda finding: order.index(finding.severity))
    return " ".join(f"[{_(SEVERITY_TITLES[finding.severity])}] {finding.message}" for finding in ranked)


def workbook_tables(preview: Preview) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """The tables of a workbook by the names of its sheets, and the columns that hold grosze."""
    tables = {
        _("Transfers"): transfer_table(preview),
        _("Held payments"): held_table(preview),
        _("Sums"): totals_table(preview),
    }
    return {title: table for title, (table, _amounts) in tables.items()}, [
        name for _table, amounts in tables.values() for name in amounts
    ]
