"""What is remembered of a client's relief, as the desk of one client and the grid of a whole office take it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..days import Month, Quarter
from ..ledger import Ledger
from .events import Event, allowed, applied, kept_off
from .filed import Filed, Period
from .life.chain import Chain
from .life.declarations import Declaration
from .life.technical import TechnicalDocument
from .notices import ReliefNotice, notice
from .outlook import SIDES
from .parts import Side
from .periods import months_of


@dataclass(frozen=True, eq=False)
class Record:
    """What is kept of a client, all of one moment: nothing, unless given.

    `chains`: its notices in the order in which they were begun; `declarations`: those that were begun; `events` and
    `technical`: by their ids. Of the events only those that the books allow count: what became of a document that was deleted
    since no longer matters (R-016).
    """

    chains: Mapping[tuple[Side, Period], Chain] = field(default_factory=dict)
    declarations: Mapping[Period, Declaration] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    technical: Mapping[str, TechnicalDocument] = field(default_factory=dict)

    def chain(self, side: Side, period: Period) -> Chain:
        """The chain of a side and period, empty where no notice was made."""
        return self.chains.get((side, period), Chain(side, period))

    def chain_covering(self, side: Side, month: Month) -> Chain:
        """The notices that a month belongs to: its own, or those of its quarter (R-047); empty where none was made."""
        for period in (month, Quarter.of(month.first)):
            if (side, period) in self.chains:
                return self.chains[side, period]
        return Chain(side, month)

    def declaration(self, period: Period) -> Declaration:
        """The declaration that a period's entries belong to; see `declaration_covering`."""
        return declaration_covering(self.declarations, period)

    def is_quarterly(self, month: Month) -> bool:
        """Whether the client declares the month by the quarter: as it did last before (or else first after) that."""
        begun = sorted(self.declarations, key=lambda period: period.first)
        before = [period for period in begun if period.first <= month.first]
        declared = [self.declarations[period] for period in before[-1:] or begun[:1]]
        return any(isinstance(one.period, Quarter) or one.part == "record" for one in declared)

    def filed(self, side: Side, ledger: Ledger) -> Filed:
        """What later months of a side start from: what was filed of every chain, since when notices are made here (the month of
        the chain that was begun first), and the parts that events keep off. `ledger`: the books without the events."""
        mine = [chain for (of, _period), chain in self.chains.items() if of == side]
        notices = {chain.period: one for chain in mine if (one := chain.filed()) is not None}
        since = months_of(mine[0].period)[0] if mine else None
        return Filed(side, notices, since, kept_off(allowed(ledger, self.events.values()), ledger, side))

    def books(self, ledger: Ledger) -> Ledger:
        """The books with the settlements that the events amount to; the same books where there are none."""
        events = allowed(ledger, self.events.values())
        return applied(ledger, events, [self.filed(side, ledger) for side in SIDES]) if events else ledger

    def notice(self, ledger: Ledger, side: Side, period: str | Period, as_of: date | str | None = None) -> ReliefNotice:
        """The notice by the rule from the books without the events, with what was really filed of the other periods. Raises as
        `relief.notice`."""
        return notice(self.books(ledger), side, period, as_of, self.filed(side, ledger))


def declaration_covering(declarations: Mapping[Period, Declaration], period: Period) -> Declaration:
    """The declaration that the entries of a period belong to: the quarter's where one was begun, else the period's own.

    A month whose record part is sent alone belongs to that file and to the quarter's declaration: the quarter's decides while
    it is not open, else the month's. A notice of a quarter whose months are declared one by one belongs to all three: of them
    the first that is not open decides.
    """
    quarter = Quarter.of(period.first)
    own = declarations.get(period)
    if quarter in declarations:
        declared = declarations[quarter]
        return own if own is not None and own.part == "record" and declared.is_open else declared
    if period == quarter:
        months = [declarations[month] for month in quarter.months if month in declarations]
        closed = (one for one in months if one.part == "both" and not one.is_open)
        return next(closed, Declaration(period))
    return own or Declaration(period)
