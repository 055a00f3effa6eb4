"""What stands unpaid on a day: the payment parts that can come on a notice, with what they owe and the VAT that hangs on it."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from ... import days, money
from ...days import Month
from ...ledger import Ledger
from ..amounts import Selection, by_rate, in_pln
from ..filed import Filed
from ..notices import days_made
from ..parts import Parts, Side, parts_of
from ..periods import default_as_of
from ..run import Run
from ..standing import elsewhere, kept_off


def unpaid_parts(
    ledger: Ledger, side: Side, today: date, first: Month, last: Month, filed: Filed | None = None
) -> pd.DataFrame:
    """The parts whose relief date lies in the months `first` to `last` and that have something unpaid on `today`.

    Only what a notice made on its default day could hold (R-010 to R-015), by relief date; `filed`: what was filed of the
    side, without the parts that events keep off and those on the notice of another month. One row a part: document_id,
    number (the supplier's on purchases), party_id, party, payment_id, currency, due_date, effective_due_date, relief_date
    (datetime64), amount, unpaid (int64 minor units of its currency), unpaid_pln, net, vat (int64 grosze: of what is unpaid).
    """
    parts = parts_of(ledger, side)
    selection = _selected(parts, first, last, filed)
    unpaid = _unpaid(parts, selection, today)
    owed = by_rate(parts, selection, unpaid)
    document = parts.document[selection]
    party = ledger.index.document_party[document]
    numbers = ledger.documents["number"]
    if side == "purchase":
        numbers = ledger.documents["foreign_number"].fillna(numbers)
    table = pd.DataFrame(
        {
            "document_id": parts.document_ids(document),
            "number": numbers.take(document).to_numpy(),
            "party_id": ledger.parties["party_id"].take(party).to_numpy(),
            "party": ledger.parties["name"].take(party).to_numpy(),
            "payment_id": parts.payment_ids(parts.payment[selection]),
            "currency": ledger.payments["currency"].take(parts.payment[selection]).to_numpy(),
            "due_date": _dates(parts.due[selection]),
            "effective_due_date": _dates(parts.effective_due[selection]),
            "relief_date": _dates(parts.relief[selection]),
            "amount": parts.amount[selection],
            "unpaid": unpaid,
            "unpaid_pln": in_pln(parts, selection, unpaid),
            "net": _added(owed.owner, owed.net, len(selection)),
            "vat": _added(owed.owner, owed.vat, len(selection)),
        }
    )
    return table[table["unpaid"] > 0].sort_values(["relief_date", "payment_id"], kind="stable", ignore_index=True)


def vat_of(ledger: Ledger, side: Side, payment_ids: "pd.Series[str]", unpaid: money.Grosze) -> money.Grosze:
    """The VAT (grosze) that hangs on parts when so much of each, in minor units of its currency, is unpaid."""
    parts = parts_of(ledger, side)
    selection = _positions(parts, payment_ids)
    owed = by_rate(parts, selection, unpaid)
    return _added(owed.owner, owed.vat, len(selection))


def vat_share(ledger: Ledger, side: Side, payment_ids: "pd.Series[str]") -> tuple[money.Grosze, money.Grosze]:
    """VAT that can be corrected and gross of the document of each part, in grosze: every zloty of its price carries VAT in
    this ratio."""
    parts = parts_of(ledger, side)
    groups, rows = parts.groups, parts.document[_positions(parts, payment_ids)]
    running = np.r_[0, np.cumsum(np.where(groups.gives_line, groups.gross - groups.net, 0))]
    return running[groups.starts[rows + 1]] - running[groups.starts[rows]], groups.document_gross[rows]


def _positions(parts: Parts, payment_ids: "pd.Series[str]") -> Selection:
    """Where parts stand among those of their side."""
    payments = parts.ledger.payments["payment_id"]
    position = np.full(len(payments), -1, np.int64)
    position[parts.payment] = np.arange(len(parts.payment))
    return position[pd.Index(payments).get_indexer(pd.Index(payment_ids))]


def _selected(parts: Parts, first: Month, last: Month, filed: Filed | None) -> Selection:
    """The parts of the months that no condition but payment keeps off their notice."""
    here = parts.in_months(first.number, last.number)
    rows = np.arange(here.start, here.stop)
    rows = rows[(parts.never[rows] == 0) & (parts.party_reason[rows] == 0)]
    if filed is not None:
        own = parts.month[rows]
        run = Run(parts, last, days_made(filed), filed)
        off = elsewhere(parts, filed, rows, own, own) | kept_off(parts, filed, rows, run.judged(rows, run.as_of(own)))
        rows = rows[~off]
    if parts.side == "sale":
        made = {number: default_as_of("sale", Month.numbered(number)).year for number in range(first.number, last.number + 1)}
        year = np.array([made[number] for number in parts.month[rows].tolist()], np.int64)
        rows = rows[year <= parts.issue_year[rows] + parts.limit_years[rows]]
    return rows


def _unpaid(parts: Parts, selection: Selection, day: date) -> money.Grosze:
    """What is left unpaid of parts after the settlements up to and including a day."""
    in_time = parts.settled_day <= days.number(day)
    running = np.r_[0, np.cumsum(np.where(in_time, parts.settled_amount, 0))]
    settled = running[parts.settled_from[selection + 1]] - running[parts.settled_from[selection]]
    amount = parts.amount[selection]
    return np.clip(amount - settled, 0, amount)


def _added(owner: Selection, values: money.Grosze, count: int) -> money.Grosze:
    sums = np.zeros(count, np.int64)
    np.add.at(sums, owner, values)
    return sums


def _dates(day_numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.datetime64]:
    return day_numbers.astype("datetime64[D]").astype("datetime64[s]")
