"""What is remembered of a client, as the office takes it."""

from dataclasses import dataclass

from ...days import Month
from ..events import Event
from ..filed import Filed
from ..life.chain import Chain
from ..life.declarations import Declaration
from ..parts import Side
from ..periods import months_of


@dataclass(frozen=True, eq=False)
class Record:
    """What is kept of a client: nothing, unless given.

    `chains`: its notices, those begun first in front; `declarations`; `events`: what happened to claims besides payments.
    """

    chains: tuple[Chain, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    events: tuple[Event, ...] = ()

    def chain(self, side: Side, month: Month) -> Chain | None:
        """The notices that cover a month of a side: its own, else those of its quarter (R-047); None where none was made."""
        covering = [chain for chain in self.chains if chain.side == side and chain.notices and month in months_of(chain.period)]
        return min(covering, key=lambda chain: len(months_of(chain.period)), default=None)

    def declaration(self, month: Month) -> Declaration | None:
        """The declaration that covers a month: the quarter's where one was begun, else the month's; None where neither was."""
        covering = [each for each in self.declarations if month in months_of(each.period)]
        return max(covering, key=lambda each: len(months_of(each.period)), default=None)

    def is_quarterly(self, month: Month) -> bool:
        """Whether the client declares the month by the quarter: as it did last before (or else first after) that."""
        begun = sorted(self.declarations, key=lambda each: each.period.first)
        before = [each for each in begun if each.period.first <= month.first]
        nearest = before[-1:] or begun[:1]
        return any(len(months_of(each.period)) > 1 for each in nearest)


def filed_of(chains: tuple[Chain, ...], side: Side) -> Filed | None:
    """What later months of a side start from: the newest notice of every chain; None where none was made here.

    The month of the chain that was begun first is the one from which on nothing counts as made elsewhere.
    """
    mine = [chain for chain in chains if chain.side == side and chain.notices]
    if not mine:
        return None
    notices = {chain.period: filed for chain in mine if (filed := chain.filed()) is not None}
    return Filed(side, notices, since=months_of(mine[0].period)[0])
