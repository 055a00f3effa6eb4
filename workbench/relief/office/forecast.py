"""What comes back from the tax office and what has to be given back in the coming months, if nobody pays (feature 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ... import money
from ...days import Month
from ...ledger import Ledger
from ..columns import KINDS, UNPAID
from ..filed import Filed
from ..listing import with_parties
from ..notices import ReliefNotice, notice
from ..outlook import SIDES
from ..parts import Side
from ..periods import month_of
from .judging import Notices

BY_PARTY = ["month", "side", "party", "tax_id"]
BY_MONTH = ["month", "side"]
MONEY = ["money_back", "money_due"]
_MONTHLY = [*BY_MONTH, "documents", *MONEY]
_NO_PARTS = pd.DataFrame(
    {
        **{name: pd.Series(dtype="str") for name in (*BY_MONTH, "kind", "document_id", "number", "party", "tax_id")},
        **{name: pd.Series(dtype="str") for name in ("payment_id", "rate")},
        **{name: pd.Series(dtype="int64") for name in ("net", "vat")},
        **{name: pd.Series(dtype="datetime64[s]") for name in ("relief_date", "payment_date")},
        **{name: pd.Series(dtype="int64") for name in MONEY},
    }
)


@dataclass(frozen=True, eq=False)
class Forecast:
    """The coming months of a client.

    `parts`: one row a line of a coming notice (part, rate, kind): month ("2026-11"), side, kind, document_id, number, party,
    tax_id, payment_id, rate, net, vat, relief_date (the day the part tips over), payment_date (of a paid-back line),
    money_back, money_due. `by_party`: those added by month, side and counterparty, with documents (their number) and
    first_day, last_day (relief dates of its unpaid parts); `by_month`: added by month and side. Money is VAT, int64 grosze:
    it comes back for unpaid sales and paid-back purchases (art. 89a ust. 1, art. 89b ust. 4) and is due for unpaid
    purchases and paid-back sales (art. 89b ust. 1, art. 89a ust. 4).
    """

    parts: pd.DataFrame

    @property
    def by_party(self) -> pd.DataFrame:
        return _added(self.parts, BY_PARTY)

    @property
    def by_month(self) -> pd.DataFrame:
        return _added(self.parts, BY_MONTH)


def forecast(ledger: Ledger, from_: str | Month, months: int, filed: Mapping[Side, Filed] | None = None) -> Forecast:
    """The lines of the notices of so many months from `from_` on, as the books stand, if nothing more is paid.

    `filed`: what was filed, by side; without it earlier notices count as made by the rule. Raises PeriodError as `notice`.
    """
    tables = []
    for made, back in _coming(ledger, from_, months, filed):
        lines = with_parties(made.ledger, made.side, made.lines)
        tables.append(lines.assign(month=str(made.period), side=made.side, money_back=back, money_due=lines["vat"] - back))
    table = pd.concat([*tables, _NO_PARTS], ignore_index=True).astype({"month": "str", "side": "str"})
    return Forecast(table[list(_NO_PARTS.columns)])


def monthly_forecast(notices: Mapping[Side, Notices], from_: str | Month, months: int) -> pd.DataFrame:
    """The same added by month and side, without the parts, of a client whose notices are ready to be computed: month, side,
    documents, money_back, money_due."""
    first = month_of(from_)
    rows = []
    for month in (first + step for step in range(months)):
        for side, of_side in notices.items():
            lines = of_side.columns(month)
            if len(lines.vat):
                back = _back(side, lines.kind == KINDS.index(UNPAID), lines.vat)
                documents = len(np.unique(of_side.parts.document[lines.part]))
                rows.append((str(month), side, documents, money.total(back), money.total(lines.vat - back)))
    return pd.DataFrame(rows, columns=_MONTHLY).astype(dict(empty(BY_MONTH, _MONTHLY[2:]).dtypes))


def _coming(
    ledger: Ledger, from_: str | Month, months: int, filed: Mapping[Side, Filed] | None
) -> Iterator[tuple[ReliefNotice, money.Grosze]]:
    """The notices, and of each line the VAT that comes back by it."""
    first = month_of(from_)
    for month in (first + step for step in range(months)):
        for side in SIDES:
            made = notice(ledger, side, month, filed=(filed or {}).get(side))
            unpaid = (made.lines["kind"] == UNPAID).to_numpy(bool)
            yield made, _back(side, unpaid, made.lines["vat"].to_numpy(np.int64))


def _back(side: Side, unpaid: npt.NDArray[np.bool_], vat: money.Grosze) -> money.Grosze:
    """What of the VAT of lines comes back: of unpaid sales and of purchases that were paid back."""
    return np.where(unpaid == (side == "sale"), vat, 0)


def office_forecast(forecasts: Mapping[str, Forecast]) -> pd.DataFrame:
    """The forecasts of clients, by name, added: one row a month and side with clients (their number), documents, money_back
    and money_due (int64 grosze)."""
    tables = [each.by_month.assign(clients=1) for each in forecasts.values()]
    added = ["clients", "documents", *MONEY]
    together = pd.concat(tables or [empty(BY_MONTH, added)], ignore_index=True)
    return in_order(together.groupby(BY_MONTH, as_index=False)[added].sum())


def empty(names: list[str], numbers: list[str]) -> pd.DataFrame:
    """A table without rows."""
    return pd.DataFrame({name: pd.Series(dtype="str" if name in names else "int64") for name in [*names, *numbers]})


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """By month, sales before purchases."""
    return table.sort_values(["month", "side"], ascending=[True, False], kind="stable", ignore_index=True)


def _added(parts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    day = parts["relief_date"].where(parts["kind"] == "unpaid")
    table = (
        parts.assign(relief_day=day)
        .groupby(by, as_index=False, dropna=False)
        .agg(
            documents=("document_id", "nunique"),
            money_back=("money_back", "sum"),
            money_due=("money_due", "sum"),
            first_day=("relief_day", "min"),
            last_day=("relief_day", "max"),
        )
    )
    return in_order(table)
