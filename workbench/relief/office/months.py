"""The months of one client: what is on each notice, how far it is, what is missing (feature 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ... import money
from ...days import Month
from ...ledger import Ledger
from ...ledger.schema import VAT_RATES
from ..columns import KINDS, UNPAID, Columns
from ..life.entries import signed
from ..outlook import SIDES
from ..parts import Parts, Side
from ..periods import months_of
from ..record import Record
from .judging import Notices, notices_of
from .states import state_of

_COLUMNS = {
    **dict.fromkeys(("month", "side", "period", "mark", "state", "missing"), "str"),
    **dict.fromkeys(("documents", "net", "vat", "paid_back_net", "paid_back_vat"), "int64"),
    "declaration": "str",
    "deadline": "datetime64[s]",
    "days_left": "int64",
    "differs": "bool",
    **dict.fromkeys(("difference_net", "difference_vat"), "int64"),
}
_LINE = {**dict.fromkeys(("document_id", "payment_id", "rate", "kind"), "str"), **dict.fromkeys(("net", "vat"), "int64")}
_Columns = list[list[Any]]
"""The values of the columns `_LINE` of a notice."""


def client_months(ledger: Ledger, record: Record, months: Sequence[Month], today: date) -> pd.DataFrame:
    """One row a month and side of a client.

    month ("2026-11"), side; period (that of its notice, a quarter's where one was made for it), mark (S, S1, Z ...; "" where
    none was made), state (a code of `STATES`), missing (the next step in the user's language, "" for none), documents (their
    number on the notice), net, vat (of the unpaid lines), paid_back_net, paid_back_vat (int64 grosze): of the notice that
    was made, else as the rule gives them today; a quarter's stand in its last month. declaration (open, locked, sent,
    received), deadline (of the next step, moved to a working day), days_left (negative: it has passed); differs: a locked
    notice that the books of today contradict, difference_net, difference_vat: by how much its entries would change
    (signed as entries are). Raises PeriodError as `notice`.
    """
    return months_of_client(notices_of(ledger, record), record, months, today)


def months_of_client(notices: Mapping[Side, Notices], record: Record, months: Sequence[Month], today: date) -> pd.DataFrame:
    """The same of a client whose notices are ready to be computed."""
    rows = [_row(notices[side], record, month, today) for month in months for side in SIDES]
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=of) for name, of in _COLUMNS.items()})


def no_months() -> pd.DataFrame:
    """The table of `client_months` without rows."""
    return pd.DataFrame(columns=list(_COLUMNS)).astype(_COLUMNS)


def _row(notices: Notices, record: Record, month: Month, today: date) -> dict[str, Any]:
    side, since = notices.parts.side, notices.filed.since
    chain = record.chain_covering(side, month)
    newest, period = chain.newest, chain.period
    closing = months_of(period)[-1] == month
    now = notices.columns(period, newest.as_of, newest.removed) if newest else notices.columns(period)
    then = [newest.lines[name].tolist() for name in _LINE] if newest else []
    shown = _Shown.kept(then) if newest else _Shown.computed(notices.parts, now)
    state = state_of(record, chain, month, today, since=since, has_lines=bool(len(shown.net)))
    difference = _difference(then, notices.parts, now) if newest and newest.locked and closing else None
    return {
        "month": str(month),
        "side": side,
        "period": str(period),
        "mark": chain.mark(newest.number) if newest else "",
        "state": state.state,
        "missing": state.next_step(difference is not None),
        **(shown if closing else _Shown.nothing()).amounts(),
        "declaration": state.declaration,
        "deadline": state.deadline,
        "days_left": (state.deadline - today).days,
        "differs": difference is not None,
        "difference_net": difference[0] if difference else 0,
        "difference_vat": difference[1] if difference else 0,
    }


@dataclass(frozen=True, eq=False)
class _Shown:
    """What the row of a month adds up: the documents on the notice (ids or row numbers), which lines are unpaid, amounts."""

    documents: set[Any]
    unpaid: npt.NDArray[np.bool_]
    net: money.Grosze
    vat: money.Grosze

    @classmethod
    def computed(cls, parts: Parts, lines: Columns) -> "_Shown":
        return cls(set(parts.document[lines.part].tolist()), lines.kind == KINDS.index(UNPAID), lines.net, lines.vat)

    @classmethod
    def kept(cls, columns: _Columns) -> "_Shown":
        documents, _payments, _rates, kinds, net, vat = columns
        unpaid = np.array([kind == UNPAID for kind in kinds], bool)
        return cls(set(documents), unpaid, np.array(net, np.int64), np.array(vat, np.int64))

    @classmethod
    def nothing(cls) -> "_Shown":
        return cls(set(), np.zeros(0, bool), np.zeros(0, np.int64), np.zeros(0, np.int64))

    def amounts(self) -> dict[str, int]:
        return {
            "documents": len(self.documents),
            "net": money.total(self.net[self.unpaid]),
            "vat": money.total(self.vat[self.unpaid]),
            "paid_back_net": money.total(self.net[~self.unpaid]),
            "paid_back_vat": money.total(self.vat[~self.unpaid]),
        }


def _difference(then: _Columns, parts: Parts, lines: Columns) -> tuple[int, int] | None:
    """Signed net and VAT by which the entries of a locked notice would change; None where every line is the same."""
    now = _listed(parts, lines)
    if then == now or sorted(zip(*then, strict=True)) == sorted(zip(*now, strict=True)):
        return None
    before, after = (pd.DataFrame(dict(zip(_LINE, columns, strict=True))).astype(_LINE) for columns in (then, now))
    side = parts.side
    was, would = signed(before, side), signed(after, side)
    net, vat = (money.total(would[name].to_numpy()) - money.total(was[name].to_numpy()) for name in ("net", "vat"))
    return net, vat


def _listed(parts: Parts, lines: Columns) -> _Columns:
    """Computed lines, without making a table of them."""
    part = lines.part
    ids = parts.document_ids(parts.document[part]).tolist(), parts.payment_ids(parts.payment[part]).tolist()
    rates, kinds = [VAT_RATES[code] for code in lines.rate.tolist()], [KINDS[code] for code in lines.kind.tolist()]
    return [*ids, rates, kinds, lines.net.tolist(), lines.vat.tolist()]
