"""The notices whose rows a file holds: as they are kept, else by the rule (J-008, R-045)."""

from dataclasses import dataclass, replace
from typing import Literal

from ..days import Quarter
from ..i18n import N_, _
from ..relief import Period, ReliefNotice, Side, law, period_title
from ..relief.life.chain import Chain
from ..relief.periods import months_of
from .relief_desk import ReliefDesk

Source = Literal["entries", "notice", "rule"]
SOURCES: dict[Source, str] = {
    "entries": N_("notice {mark}, its correction entries are generated"),
    "notice": N_("notice {mark} as it is kept; it has no correction entries, or not all of them"),
    "rule": N_("by the rule; no notice was made"),
}


@dataclass(frozen=True, eq=False)
class Basis:
    """Where the relief rows of one side and period come from.

    `source`: entries (of the newest locked notice, whose entries are complete), notice (one is kept, but its entries are
    missing or not complete), rule (none is kept). `mark`: S, S1, Z ..., "" by the rule. `notice`: with the lines that count.
    """

    side: Side
    period: Period
    source: Source
    mark: str
    notice: ReliefNotice

    @property
    def told(self) -> str:
        """In words, in the user's language."""
        return _(SOURCES[self.source]).format(mark=self.mark)

    @property
    def title(self) -> str:
        """The notice in words: "S1, May 2026"."""
        period = period_title(self.period)
        return f"{self.mark}, {period}" if self.mark else period


def basis_of(desk: ReliefDesk, side: Side, period: Period) -> Basis:
    """What the rows of a side and period are made from: the newest notice that is locked, else the newest, else the rule's."""
    chain = desk.record.chain(side, period)
    locked = [number for number, one in enumerate(chain.notices) if one.locked]
    chain = Chain(side, period, chain.notices[: locked[-1] + 1]) if locked else chain
    kept = chain.newest
    if kept is None:
        return Basis(side, period, "rule", "", desk.notice(side, period))
    notice = replace(desk.notice(side, period, kept.as_of), lines=kept.lines)
    return Basis(side, period, "entries" if chain.state == "carried" else "notice", chain.mark(kept.number), notice)


def sale_notices(desk: ReliefDesk, period: Period) -> tuple[Basis, ...]:
    """The notices of sales of a period: of a quarter its own where notices were made for quarters (R-047), else its months'."""
    months = months_of(period)
    of_quarter = isinstance(period, Quarter) and bool(law.rule("quarterly_notices", "sale").at(period.first).value)
    if of_quarter and not any(("sale", month) in desk.record.chains for month in months):
        return (basis_of(desk, "sale", period),)
    return tuple(basis_of(desk, "sale", month) for month in months)
