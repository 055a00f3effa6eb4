"""Proposals: where the books have changed since a notice was filed, what it would now differ by, and why.

A filed period is never computed anew by itself (section 5 of the design): the user amends the notice, or leaves it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from ... import i18n
from ...errors import UnknownDocumentError
from ...i18n import _
from ...ledger import Ledger
from ..comparing import compare
from ..filed import Period
from ..listing import period_title
from ..notices import ReliefNotice
from ..parts import Side
from .chain import Chain, KeptNotice
from .entries import signed


@dataclass(frozen=True, eq=False)
class Proposal:
    """What a filed notice would now differ by.

    `mark`: of the notice it starts from ("S", "S1"). `net`, `vat`: the difference of the correction, signed as its entries
    (int64 grosze; net of purchases 0). `lines`: see `relief.compare`, without the lines that are the same. `reasons`: one
    sentence a document, by document_id.
    """

    side: Side
    period: Period
    mark: str
    net: int
    vat: int
    lines: pd.DataFrame
    reasons: dict[str, str]

    @property
    def title(self) -> str:
        """The question that is asked of the user."""
        return _("The notice {mark} of {period} would now differ by {vat} VAT; amend it?").format(
            mark=self.mark, period=period_title(self.period), vat=i18n.amount(self.vat, "PLN")
        )


def proposals(chains: Iterable[Chain], recompute: Callable[[Chain], ReliefNotice], ledger: Ledger) -> tuple[Proposal, ...]:
    """A proposal for every chain whose newest notice is locked and would now be another, by period.

    `recompute` gives the chain's notice with the as-of day of its newest and the books of today (`ledger`); documents that the
    user took off stay off.
    """
    known = set(ledger.documents["document_id"])
    currencies = ledger.payments.set_index("payment_id")["currency"]
    found = []
    for chain in sorted(chains, key=lambda one: (one.period.last, one.side)):
        kept = chain.newest
        if kept is None or not kept.locked:
            continue
        notice = recompute(chain)
        after = notice.lines[~notice.lines["document_id"].isin(kept.removed)].reset_index(drop=True)
        found.append(_proposal(chain, kept, _Told(kept, notice, after, known, currencies)))
    return tuple(proposal for proposal in found if proposal is not None)


def _proposal(chain: Chain, kept: KeptNotice, told: "_Told") -> Proposal | None:
    lines = compare(kept.lines, told.after)
    lines = lines[lines["change"] != "same"].reset_index(drop=True)
    if not len(lines):
        return None
    before, now = (signed(table, chain.side)[["net", "vat"]].sum() for table in (kept.lines, told.after))
    return Proposal(
        side=chain.side,
        period=chain.period,
        mark=chain.mark(kept.number),
        net=int(now["net"] - before["net"]),
        vat=int(now["vat"] - before["vat"]),
        lines=lines,
        reasons={
            str(document): told.reason(str(document), rows) for document, rows in lines.groupby("document_id", sort=False)
        },
    )


@dataclass(frozen=True, eq=False)
class _Told:
    """What the reasons are told from: the kept notice, the one of today, its lines without what was taken off, the documents
    that the books hold, and the currency of each payment."""

    kept: KeptNotice
    notice: ReliefNotice
    after: pd.DataFrame
    known: set[str]
    currencies: pd.Series

    def reason(self, document: str, changes: pd.DataFrame) -> str:
        """Why the lines of a document differ, in one sentence: each cause said once."""
        if document not in self.known:
            return _("no longer in the books")
        return "; ".join(dict.fromkeys(self._causes(document, changes)))

    def _causes(self, document: str, changes: pd.DataFrame) -> Iterator[str]:
        for (payment, kind), rows in changes.groupby(["payment_id", "kind"], sort=False):
            was, now = (_unpaid(lines, str(payment), str(kind)) for lines in (self.kept.lines, self.after))
            if kind == "unpaid" and was is not None and was != now:
                yield self._less_or_more(document, str(payment), was)
            elif was is None:
                yield _("now on the notice") if kind == "unpaid" else _("now paid back")
            elif now is None:
                yield _("no longer paid back in this period")
            else:
                for rate, before, after in zip(rows["rate"], rows["vat_before"], rows["vat_after"], strict=True):
                    yield _("VAT of the rate {rate} was {before}, is {after}").format(
                        rate=rate, before=i18n.amount(before), after=i18n.amount(after)
                    )

    def _less_or_more(self, document: str, payment: str, was: int) -> str:
        """Why a part owes another amount than on the filed notice: what was paid of it, or the first condition that fails."""
        try:
            told = self.notice.explain(document)
        except UnknownDocumentError:
            return _("no longer on this side of the books")
        parts = told.parts[told.parts["payment_id"] == payment]
        if not len(parts):
            return _("the payment {payment} is no longer in the books").format(payment=payment)
        reason, amount, unpaid = (parts[name].iloc[0] for name in ("reason", "amount", "unpaid"))
        if reason in ("on_notice", "nothing_unpaid"):
            currency = str(self.currencies[payment])
            return _("paid {paid} by {day}: unpaid was {before}, is {after}").format(
                paid=i18n.amount(int(amount) - int(unpaid), currency),
                day=i18n.day(self.kept.as_of),
                before=i18n.amount(was, currency),
                after=i18n.amount(int(unpaid), currency),
            )
        failing = told.table[~told.table["passed"] & (told.table["payment_id"] == payment)].iloc[0]
        return _("no longer on the notice: {condition}: {value}; expected: {expected}").format(
            **failing[["condition", "value", "expected"]]
        )


def _unpaid(lines: pd.DataFrame, payment: str, kind: str) -> int | None:
    """What the lines say is left unpaid of a part; None where it is not on them."""
    mine = lines["unpaid"][(lines["payment_id"] == payment) & (lines["kind"] == kind)]
    return int(mine.iloc[0]) if len(mine) else None
