"""What a taxpayer who declares by the quarter (JPK_V7K) has to know: three files, one declaration, and two traps (vat.md 2.4).

The register is sent every month, the declaration with the third. The law of the relief asks about the settlement period, which
is the quarter: the debtor corrects nothing of what it pays by the last day of the quarter (art. 89b sec. 1a of the VAT act),
the creditor nothing of what is paid before it files the quarter (art. 89a sec. 3). By then the file of the first or the second
month with the row of relief was perhaps sent.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import pandas as pd

from .. import days, i18n
from ..days import Month, Quarter
from ..i18n import N_, _
from .versions import version_of

Trap = Literal["debtor_paid", "creditor_paid"]
_TRAPS: Mapping[str, Trap] = {"purchase": "debtor_paid", "sale": "creditor_paid"}
_TEXTS: Mapping[Trap, str] = {
    "debtor_paid": N_(
        "{document}: corrected in the register of {month} (K_46), but paid on {day}, within the quarter. A debtor who declares "
        "by the quarter corrects nothing of what it pays by the last day of the quarter (art. 89b sec. 1a)."
    ),
    "creditor_paid": N_(
        "{document}: corrected in the register of {month}, but paid on {day}, before the quarter was filed. A creditor who "
        "declares by the quarter has no relief for what is paid by the day of filing (art. 89a sec. 3)."
    ),
}
_SENT: Mapping[Trap, str] = {
    "debtor_paid": N_(
        "Correct the record part of {month} (purpose 2): amend its notice without this document, then make the notice of "
        "{paid} anew. Or leave it, and K_47 stands in {paid}, the month of payment. Both give the same tax for the quarter, "
        "but P_46 and P_47 differ."
    ),
    "creditor_paid": N_(
        "Correct the record part of {month} (purpose 2): amend its notice without this document; where the notice of {paid} "
        "was made, make it anew."
    ),
}
_NOT_SENT = N_("The file of {month} was not sent yet: take the document off its notice, or correct its entries.")


def declared_months(month: Month) -> tuple[Month, ...]:
    """The months that the declaration part in the JPK_V7K file of a month sums up: of the third month of a quarter all three,
    of the others none, because their files are registers alone."""
    quarter = Quarter.of(month.first)
    return quarter.months if month == quarter.months[-1] else ()


def files_of(quarter: Quarter) -> pd.DataFrame:
    """The three files of a quarter: month, version (JPK_V7K (3)), declaration (whether it has that part), deadline.

    The structure is that of the month: in the first quarter of 2026 January is sent in (2), February and March, with the
    declaration, in (3).
    """
    return pd.DataFrame(
        {
            "month": pd.Series([str(month) for month in quarter.months], dtype="str"),
            "version": pd.Series([version_of("V7K", month).name for month in quarter.months], dtype="str"),
            "declaration": [bool(declared_months(month)) for month in quarter.months],
            "deadline": pd.Series(
                [days.statutory_shift((month + 1).first.replace(day=25)) for month in quarter.months], dtype="datetime64[s]"
            ),
        }
    )


def traps(
    side: Literal["sale", "purchase"],
    quarter: Quarter,
    lines: pd.DataFrame,
    settlements: pd.DataFrame,
    states: Mapping[Month, str],
    until: date,
) -> pd.DataFrame:
    """The documents of a quarter's notices that were paid so early that nothing was to be corrected of what was paid.

    `lines`: of the notices of its months, as `ReliefNotice.lines` with the columns month (2026-08) and as_of (datetime64).
    `settlements`: as in the ledger. `states`: of the file of each month (open, locked, sent, received; open where it is not
    given). `until`: the last day on which a payment counts, of purchases that of the quarter, of sales the day of filing.

    Columns: document_id, month, paid_on (datetime64, the first such payment), trap, sent (whether the month's file was sent),
    text, remedy (both in the user's language), a row a document and month.
    """
    ends = pd.Timestamp(until)
    unpaid = lines[lines["kind"] == "unpaid"]
    wanted = unpaid[["document_id", "payment_id", "month", "as_of"]].drop_duplicates()
    paid = wanted.merge(settlements[["payment_id", "date", "amount"]], on="payment_id")
    paid = paid[(paid["amount"] > 0) & (paid["date"] > paid["as_of"]) & (paid["date"] <= ends)]
    first = paid.groupby(["month", "document_id"], sort=True)["date"].min().reset_index(name="paid_on")
    rows = [_trap(side, *row, states) for row in zip(first["month"], first["document_id"], first["paid_on"], strict=True)]
    columns = ["document_id", "month", "paid_on", "trap", "sent", "text", "remedy"]
    texts = dict.fromkeys(("document_id", "month", "trap", "text", "remedy"), "str")
    return pd.DataFrame(rows, columns=columns).astype({**texts, "paid_on": "datetime64[s]", "sent": "bool"})


def _trap(side: str, month: str, document: str, paid_on: pd.Timestamp, states: Mapping[Month, str]) -> tuple[object, ...]:
    trap = _TRAPS[side]
    sent = states.get(Month(month), "open") in ("sent", "received")
    told = {"document": document, "month": i18n.month(Month(month)), "day": i18n.day(paid_on.date())}
    told["paid"] = i18n.month(Month.of(paid_on.date()))
    text, remedy = (_(of).format(**told) for of in (_TEXTS[trap], _SENT[trap] if sent else _NOT_SENT))
    return document, month, paid_on, trap, sent, text, remedy
