"""Clients that declare by the quarter make notices by the month; where a payment undoes one, they are warned.

The law asks about the settlement period, which is the quarter: the debtor corrects nothing of what it pays by the last day of
the quarter (art. 89b ust. 1a of the VAT act), the creditor nothing of what is paid before it files the quarter (art. 89a
ust. 3).
"""

from datetime import date

import pandas as pd

from ... import i18n
from ...days import Month, Quarter
from ...i18n import N_, _
from ..filed import Period
from ..listing import period_title
from ..parts import Side
from ..periods import default_as_of, statutory_deadline
from .declarations import Declaration

_WARNINGS: dict[Side, str] = {
    "sale": N_(
        "{documents}: paid by {day}, before the declaration of {quarter} is filed. The creditor declares by the quarter, so "
        "there is no relief for what was paid (art. 89a ust. 3); take it off the notice or correct its entries."
    ),
    "purchase": N_(
        "{documents}: paid by {day}, within {quarter}. The debtor declares by the quarter, so nothing is corrected of what was "
        "paid (art. 89b ust. 1a); take it off the notice or correct its entries."
    ),
}


def decisive_day(side: Side, quarter: Quarter, declaration: Declaration) -> date:
    """The last day on which a payment still undoes a correction of the quarter: of purchases its last day, of sales the day its
    declaration was first sent, or has to be."""
    if side == "purchase":
        return default_as_of(side, quarter)
    sent = [one.sent_on for one in declaration.submissions if one.sent_on is not None]
    return min(sent, default=statutory_deadline(quarter))


def paid_within_quarter(lines: pd.DataFrame, settlements: pd.DataFrame, as_of: date, until: date) -> tuple[str, ...]:
    """The documents (ids, in the order of the lines) of whose unpaid lines something was paid after the notice's day `as_of`,
    but not after `until`. `lines` as `ReliefNotice.lines`, `settlements` as in the ledger."""
    unpaid = lines[lines["kind"] == "unpaid"]
    in_time = settlements["date"].between(pd.Timestamp(as_of), pd.Timestamp(until), inclusive="right")
    paid = settlements.loc[in_time & (settlements["amount"] > 0), "payment_id"]
    return tuple(unpaid.loc[unpaid["payment_id"].isin(paid), "document_id"].drop_duplicates())


def quarterly_warning(
    lines: pd.DataFrame, settlements: pd.DataFrame, side: Side, period: Period, as_of: date, declaration: Declaration
) -> str:
    """What a quarterly client must know of a notice, in the user's language; "" for nothing. `declaration`: of the quarter."""
    quarter = Quarter.of(Month.of(period.last).first)
    until = decisive_day(side, quarter, declaration)
    documents = paid_within_quarter(lines, settlements, as_of, until)
    if not documents:
        return ""
    return _(_WARNINGS[side]).format(documents=", ".join(documents), day=i18n.day(until), quarter=period_title(quarter))
