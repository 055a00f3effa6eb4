"""Postings of described documents by a scheme: accounts and amounts, and the accounts that would be created (A-004 to A-011).

A description line gives one entry a scheme line, with the line's own value, so that the entries add up to what was described
to the grosz. The sign stays: a negative value is a negative entry on the same side. A line of 0.00 gives no entry.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from ... import money
from ...errors import DescriptionError
from ...i18n import N_, _
from ...ledger import Ledger
from ...ledger.cost_tables import DOCUMENT_TYPES
from ..descriptions.heads import heads_of
from . import expressions
from .account_segments import evaluate

Side = Literal["debit", "credit"]
SIDES: tuple[Side, ...] = ("debit", "credit")
FAULTS = {
    "no_category": N_("{document}, line {line}: the document has no category."),
    "no_element": N_("{document}, line {line}: there is no element of the dimension {dimension}."),
    "no_account": N_("{document}, line {line}: no account is attached to the element of the dimension {dimension}."),
    "unknown_account": N_("{document}, line {line}: the account {account} is not in the chart of accounts."),
}
_NAMES = ["document_id", "number", "line"]
_ENTRY = [*_NAMES, "scheme_line", "side", "account", "amount", "elements", "position", "position_line"]
_FAULT = [*_NAMES, "scheme_line", "side", "reason", "dimension", "account", "amount", "text"]


@dataclass(frozen=True)
class SchemeLine:
    """One line of a posting scheme: side ("debit", "credit"), account and amount expression. ExpressionError for one that
    cannot be read."""

    side: Side
    account: str
    amount: str = expressions.AMOUNT

    def __post_init__(self) -> None:
        if self.side not in SIDES:
            raise DescriptionError(_("{side} is not a side: debit or credit.").format(side=self.side))
        expressions.parse(self.account)
        expressions.parse_amount(self.amount)


@dataclass(frozen=True)
class PostingScheme:
    """A posting scheme: name, lines, and the types of documents it is for (of `DOCUMENT_TYPES`; none means all)."""

    name: str
    lines: tuple[SchemeLine, ...]
    document_types: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for wrong in [given for given in self.document_types if given not in DOCUMENT_TYPES]:
            raise DescriptionError(_("{type} is not a type of document.").format(type=wrong))


@dataclass(frozen=True, eq=False, repr=False)
class Postings:
    """What a scheme gives for the described documents of a ledger, in the order of the descriptions.

    `entries`: one row a description line and scheme line: document_id, number, line (of the description), scheme_line (from
    1), side, account, amount (int64 grosze), elements, position, position_line.
    `created`: account, summary (the longest beginning of it that exists, by segments; null where none does), entries (how
    many): the accounts that posting would create (A-010).
    `faults`: document_id, number, line, scheme_line, side, reason (of `FAULTS`), dimension, account, amount, text: what gives
    no entry.
    `left_out`: document_id, number, status: documents that may not be described, and so are not posted (A-062).
    """

    scheme: PostingScheme
    entries: pd.DataFrame
    created: pd.DataFrame
    faults: pd.DataFrame
    left_out: pd.DataFrame

    @cached_property
    def totals(self) -> pd.DataFrame:
        """A row a side: side, amount (int64 grosze), entries."""
        amounts = [self.entries["amount"].to_numpy()[(self.entries["side"] == side).to_numpy()] for side in SIDES]
        rows = {"side": SIDES, "amount": list(map(money.total, amounts)), "entries": list(map(len, amounts))}
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        return f"Postings({self.scheme.name!r}, {len(self.entries)} entries, {len(self.faults)} faults)"

    def _repr_html_(self) -> str:
        from .showing import postings_html

        return postings_html(self)


def postings(ledger: Ledger, scheme: PostingScheme, create_accounts: bool = True) -> Postings:
    """The postings of all described documents that the scheme is for.

    `create_accounts` is the company's option of A-010; without it an entry on an account that does not exist is a fault.
    ExpressionError, with the column, where an expression names a dimension that the ledger does not have.
    """
    described = _described(ledger, scheme)
    may = (described["status"] == "ordinary").to_numpy()
    left_out = described.loc[~may, ["document_id", "number", "status"]].drop_duplicates(ignore_index=True)
    lines = described[may & (described["amount"] != 0).to_numpy()]
    evaluated = evaluate(ledger, [expressions.parse(line.account) for line in scheme.lines], lines)
    shape = len(lines), len(scheme.lines)
    columns = {
        name: np.array([getattr(one, name) for one in evaluated], object).reshape(shape[::-1]).T.ravel()
        for name in ("accounts", "reasons", "dimensions")
    }
    found = lines.iloc[np.repeat(np.arange(shape[0]), shape[1])].assign(
        scheme_line=np.tile(np.arange(1, shape[1] + 1), shape[0]),
        side=np.tile(np.array([line.side for line in scheme.lines], object), shape[0]),
        account=columns["accounts"],
        reason=columns["reasons"],
        dimension=columns["dimensions"],
    )
    found = found.astype(dict.fromkeys(("side", "account", "reason", "dimension"), "str"))
    missing = (found["reason"] == "").to_numpy() & ~found["account"].isin(ledger.accounts["account"]).to_numpy()
    if not create_accounts:
        found.loc[missing, "reason"] = "unknown_account"
    good = (found["reason"] == "").to_numpy()
    return Postings(
        scheme=scheme,
        entries=found.loc[good, _ENTRY].reset_index(drop=True),
        created=_created(ledger, found.loc[missing & good, "account"]),
        faults=_faults(found[~good]),
        left_out=left_out,
    )


def _described(ledger: Ledger, scheme: PostingScheme) -> pd.DataFrame:
    """The description lines of the scheme's documents with the head of their document."""
    lines = ledger.descriptions.rename(columns={"value": "amount"}).reset_index(drop=True)
    head = heads_of(ledger, lines["document_id"])
    named = lines.assign(**{name: head[name] for name in ("number", "type", "status", "category")})
    return named[named["type"].isin(scheme.document_types)] if scheme.document_types else named


def _created(ledger: Ledger, accounts: pd.Series) -> pd.DataFrame:
    counts = accounts.value_counts(sort=False).sort_index()
    known = set(ledger.accounts["account"])
    summaries = [_summary(account, known) for account in counts.index]
    created = pd.DataFrame({"account": counts.index, "summary": summaries, "entries": counts.to_numpy(np.int64)})
    return created.astype({"account": "str", "summary": "str"})


def _summary(account: str, known: set[str]) -> str | None:
    """The longest beginning of an account, by segments, that is an account."""
    while "-" in account:
        account = account.rpartition("-")[0]
        if account in known:
            return account
    return None


def _faults(found: pd.DataFrame) -> pd.DataFrame:
    rows: list[Any] = list(found.itertuples(index=False))
    texts = [
        _(FAULTS[row.reason]).format(document=row.number, line=row.line, dimension=row.dimension, account=row.account)
        for row in rows
    ]
    return found.assign(text=pd.Series(texts, index=found.index, dtype="str"))[_FAULT].reset_index(drop=True)
