"""The print of a VAT-ZD notice, and the list of documents qualified for the correction."""

from typing import Any

import numpy as np
import pandas as pd

from ... import money
from ...errors import ReliefError
from ...i18n import _
from .printed import Printed, records
from .typesetting import NOTHING, amount, day, text, typeset, zloty
from .words import words

NO_LONGER_IN_THE_BOOKS = "(dokumentu nie ma już w księgach)"


def notice_pdf(printed: Printed) -> bytes:
    """The print of a sale notice (R-001, R-027): its unpaid lines only (R-028, J-016), one line a document (R-053, J-028).

    ReliefError for purchases, whose notice is never filed: only their list is printed (R-037).
    """
    if printed.side != "sale":
        raise ReliefError(_("A purchase notice is not filed and has no print; print the list of its documents."))
    unpaid = printed.lines[printed.lines["kind"] == "unpaid"]
    totals = -printed.totals["vat_zd"]
    return typeset(
        "notice",
        printed,
        {
            "rows": _one_line_a_document(printed, unpaid),
            "exact": [amount(totals[name]) for name in ("net", "vat")],
            "rounded": [zloty(totals[f"{name}_rounded"]) for name in ("net", "vat")],
            "filed": printed.period.last <= words()["vat_zd"]["last_filed"],
            "law": words()["vat_zd"]["source"],
        },
    )


def _one_line_a_document(printed: Printed, unpaid: pd.DataFrame) -> list[list[str]]:
    """In the order of the lines: party, NIP, number, issue date, due dates of the parts, base, tax."""
    rows = []
    for document, lines in unpaid.groupby("document_id", sort=False):
        known = printed.documents[str(document)]
        dues = [day(due) for due in lines["due_date"].drop_duplicates().sort_values()]
        sums = [amount(money.total(lines[name].to_numpy(np.int64))) for name in ("net", "vat")]
        rows.append([*_who(known), text(known["number"]), day(known["issue_date"]), ", ".join(dues), *sums])
    return rows


def _who(known: dict[str, Any]) -> list[str]:
    name = NO_LONGER_IN_THE_BOOKS if known["party"] is None else text(known["party"])
    return [name, text(known["tax_id"]) or NOTHING]


def list_pdf(printed: Printed) -> bytes:
    """The list of documents qualified for the correction (R-027, R-037, J-018): every line by document and rate, and the sums
    under the list (R-038 to R-043). As on the list of the manuals paid lines are minus lines (R-028), while in the sums unpaid
    counts negative (R-042)."""
    paid = (printed.lines["kind"] == "paid_back").to_numpy()
    order = np.lexsort((printed.lines["relief_date"].to_numpy(), paid))
    rows = []
    for line in records(printed.lines.take(order)):
        known = printed.documents[line["document_id"]]
        back = line["kind"] == "paid_back"
        sign = -1 if back else 1
        days = [day(line[name]) for name in ("due_date", "effective_due_date", "relief_date", "payment_date")]
        sums = [amount(sign * line[name]) for name in ("net", "vat")]
        rows.append({"back": back, "cells": [*_who(known), text(known["number"]), f"{line['rate']} %", *days, *sums]})
    columns = [name for name in ("net", "vat") if name in printed.totals.index]
    return typeset(
        "list",
        printed,
        {
            "rows": rows,
            "with_net": "net" in columns,
            "sums": {
                box: [show(sums[f"{name}{suffix}"]) for name in columns for suffix, show in (("", amount), ("_rounded", zloty))]
                for box, sums in printed.totals.items()
            },
        },
    )
