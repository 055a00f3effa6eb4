"""What is printed: the lines of a notice as computed, or as kept, with the words and numbers people know them by."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ... import i18n
from ...errors import ReliefError
from ...i18n import _
from ...ledger import Ledger
from ..filed import Period
from ..fingerprint import fingerprint
from ..life.chain import Chain
from ..listing import period_title
from ..notices import ReliefNotice
from ..parts import Side
from ..totals import totals_of

ENTRY_COLUMNS = ("entry", "line", "document_id", "state", "rate", "kind", "deductible", "net", "vat")


@dataclass(frozen=True, eq=False)
class Printed:
    """One notice to be printed.

    `mark`: S, S1, Z ... (R-057). `lines` as `ReliefNotice.lines`; `entries` as `KeptNotice.entries`, empty where none were
    generated. `inputs`: the fingerprint of the books the lines were calculated from. `removed`: documents the user took off
    (R-054).
    """

    ledger: Ledger
    side: Side
    period: Period
    mark: str
    as_of: date
    lines: pd.DataFrame
    inputs: str
    entries: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(ENTRY_COLUMNS)))
    removed: tuple[str, ...] = ()

    @classmethod
    def of_notice(cls, notice: ReliefNotice) -> "Printed":
        """A notice as it has just been computed, as the original of its period."""
        mark = Chain(notice.side, notice.period).mark(0)
        inputs = fingerprint(notice.ledger, notice.side)
        return cls(notice.ledger, notice.side, notice.period, mark, notice.as_of, notice.lines, inputs)

    @classmethod
    def of_kept(cls, ledger: Ledger, chain: Chain, number: int | None = None) -> "Printed":
        """A notice of a chain as it is kept: by default the newest, else the one with this number.

        Names and numbers of the documents are those of the books today. ReliefError where the chain has no such notice.
        """
        kept = {notice.number: notice for notice in chain.notices}
        wanted = max(kept, default=0) if number is None else number
        if wanted not in kept:
            raise ReliefError(
                _("There is no notice number {number} of {period} to print; make the notice first.").format(
                    number=wanted, period=chain.period
                )
            )
        notice = kept[wanted]
        inputs = notice.fingerprint or fingerprint(ledger, chain.side)
        mark = chain.mark(wanted)
        return cls(ledger, chain.side, chain.period, mark, notice.as_of, notice.lines, inputs, notice.entries, notice.removed)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """The sums under the list, see `totals.totals_of`."""
        return totals_of(self.lines, self.side)

    @property
    def is_correction(self) -> bool:
        return len(self.mark) > 1

    @property
    def period_title(self) -> str:
        """The period in words; prints are in Polish, whatever the language of the screen."""
        with i18n.in_language("pl"):
            return period_title(self.period)

    @cached_property
    def documents(self) -> dict[str, dict[str, Any]]:
        """For each document of the lines: number (on the purchase side the supplier's where the books hold it), party, tax_id,
        issue_date. A document deleted from the books since (R-016) keeps its id, the rest is None."""
        return named(self.ledger, self.side, list(dict.fromkeys(self.lines["document_id"])))


def named(ledger: Ledger, side: Side, document_ids: list[str]) -> dict[str, dict[str, Any]]:
    """See `Printed.documents`."""
    rows = ledger.document_rows(pd.Series(document_ids, dtype="str"))
    known = rows[rows >= 0]
    documents = ledger.documents.take(known)
    parties = ledger.parties.take(ledger.index.document_party[known])
    number = documents["number"] if side == "sale" else documents["foreign_number"].fillna(documents["number"])
    columns = (number, parties["name"], parties["tax_id"], documents["issue_date"])
    keys = ("number", "party", "tax_id", "issue_date")
    found = [
        {key: None if pd.isna(value) else value for key, value in zip(keys, row, strict=True)}
        for row in zip(*(column.tolist() for column in columns), strict=True)
    ]
    place = np.cumsum(rows >= 0) - 1
    return {
        document: found[place[at]] if rows[at] >= 0 else {"number": document, **dict.fromkeys(keys[1:])}
        for at, document in enumerate(document_ids)
    }


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, by the names of its columns."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
