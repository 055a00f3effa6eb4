"""The list of a notice as people read it: with numbers, parties and titles in the user's language."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .. import exports, i18n, money
from ..days import Month
from ..i18n import N_, _, ngettext
from ..ledger import Ledger
from .filed import Period
from .parts import Side

if TYPE_CHECKING:
    from .notices import ReliefNotice

KIND_TITLES = {"unpaid": N_("unpaid"), "paid_back": N_("paid back")}
SIDE_TITLES = {"sale": N_("Sale"), "purchase": N_("Purchase")}
BOX_TITLES = {
    "unpaid": N_("Correction total, unpaid documents"),
    "paid_back": N_("Correction total, paid documents"),
    "correction": N_("Correction total"),
    "vat_zd": N_("Total on VAT-ZD"),
}
AMOUNTS = ("net", "vat")
LEFT = ("unpaid", "net_left", "vat_left")
"""Columns of the lines that the next notices need; people do not read them."""
COLUMN_TITLES = {
    "document_id": N_("Document"),
    "number": N_("Number"),
    "party": N_("Counterparty"),
    "tax_id": N_("NIP"),
    "payment_id": N_("Payment"),
    "rate": N_("Rate"),
    "kind": N_("State"),
    "net": N_("Net"),
    "vat": N_("VAT"),
    "due_date": N_("Due date"),
    "effective_due_date": N_("Counted from"),
    "relief_date": N_("Relief date"),
    "payment_date": N_("Paid on"),
}


def period_title(period: Period) -> str:
    """November 2020, or quarter 4 of 2019, in the user's language."""
    if isinstance(period, Month):
        return i18n.month(period)
    return _("quarter {number} of {year}").format(number=period.number % 4 + 1, year=period.year)


def with_parties(ledger: Ledger, side: Side, frame: pd.DataFrame) -> pd.DataFrame:
    """A table with a column document_id, with number, party and tax_id behind it. The number of a purchase is the supplier's
    where the books hold it; a document that left the books (R-016) keeps its id for a number, and the party says so."""
    documents, wanted = ledger.documents, frame["document_id"]
    rows = ledger.document_rows(wanted)
    number = documents["number"]
    if side == "purchase":
        number = documents["foreign_number"].fillna(number)
    known = np.flatnonzero(rows >= 0)
    party = ledger.index.document_party[rows[known]]
    gone = _("not in the books any more")
    added = {
        "number": wanted.to_numpy(object),
        "party": np.array([gone if document else "" for document in wanted], object),
        "tax_id": np.full(len(frame), "", object),
    }
    added["number"][known] = number.take(rows[known]).to_numpy()
    added["party"][known] = ledger.parties["name"].take(party).to_numpy()
    added["tax_id"][known] = ledger.parties["tax_id"].take(party).to_numpy()
    texts = {name: pd.array(values, dtype="str") for name, values in added.items()}
    return pd.DataFrame({"document_id": wanted, **texts, **frame.drop(columns="document_id")}, index=frame.index)


def listing(notice: "ReliefNotice") -> pd.DataFrame:
    """The lines with number, party and tax_id: unpaid ones first, each kind by relief date, then in the order of the books."""
    lines = notice.lines.drop(columns=[*LEFT])
    order = np.lexsort((lines["relief_date"].to_numpy(), (lines["kind"] == "paid_back").to_numpy()))
    return with_parties(notice.ledger, notice.side, lines.take(order))


def titled(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """A table under the user's language's titles, codes in words; and the titles of its amount columns."""
    shown = frame.copy()
    if "kind" in shown:
        shown["kind"] = [_(KIND_TITLES[kind]) for kind in shown["kind"]]
    return shown.rename(columns={name: _(title) for name, title in COLUMN_TITLES.items()}), [
        _(COLUMN_TITLES[name]) for name in AMOUNTS
    ]


def heading(notice: "ReliefNotice") -> str:
    """Sale, October 2026, as of 25 Nov 2026: 12 lines (amounts in PLN)."""
    count = ngettext("{count} line", "{count} lines", len(notice.lines)).format(count=len(notice.lines))
    return _("{side}, {month}, as of {day}: {count} (amounts in PLN)").format(
        side=_(SIDE_TITLES[notice.side]), month=period_title(notice.period), day=i18n.day(notice.as_of), count=count
    )


def workbook(notice: "ReliefNotice") -> bytes:
    """The list and the sums as an XLSX workbook in the user's language."""
    lines, amounts = titled(listing(notice))
    totals = totals_table(notice.totals)
    return exports.to_xlsx({_("Notice"): lines, _("Totals"): totals}, [*amounts, *totals.columns[1:]])


def totals_table(totals: pd.DataFrame) -> pd.DataFrame:
    """The boxes as rows, under titles in the user's language; amounts in grosze."""
    titles = {"net": _("Net"), "vat": _("VAT"), "net_rounded": _("Net, rounded"), "vat_rounded": _("VAT, rounded")}
    table = totals.T.loc[list(BOX_TITLES)].rename(columns=titles)
    table.insert(0, _("Total"), [_(title) for title in BOX_TITLES.values()])
    return table


def as_json(notice: "ReliefNotice") -> dict[str, Any]:
    """The notice as plain values: amounts as text with a decimal point, ISO dates."""
    columns = ["document_id", "payment_id", "rate", "kind", *AMOUNTS, "due_date", "effective_due_date", "relief_date"]
    lines = notice.lines[columns].copy()
    for name in AMOUNTS:
        lines[name] = money.to_text(lines[name].to_numpy(np.int64))
    for name in columns[-3:]:
        lines[name] = lines[name].dt.strftime("%Y-%m-%d")
    return {
        "side": notice.side,
        "period": str(notice.period),
        "as_of": notice.as_of.isoformat(),
        "lines": lines.to_dict("records"),
        "totals": {
            box: {name: money.to_text(int(value)) for name, value in amounts.items()} for box, amounts in notice.totals.items()
        },
    }
