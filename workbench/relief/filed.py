"""What was really filed, as the engine takes it: the notices that later months start from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from ..days import Month, Quarter
from .parts import Side

Period = Month | Quarter


@dataclass(frozen=True, eq=False)
class FiledNotice:
    """A notice as it was filed: the newest of its period.

    `lines` as `ReliefNotice.lines` without the documents that the user took off; only document_id, payment_id, rate, kind, net,
    vat (int64 grosze), unpaid (int64 minor units of the part's currency) are read.
    """

    period: Period
    as_of: date
    lines: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Filed:
    """What was filed for one side of a client.

    A month with a notice here counts as that notice says. Of the others, those before `since` count as made by the rule (they
    were filed elsewhere), those from it on as not filed: nothing was taken, so nothing is to be given back. None: all of them
    by the rule.

    `kept_off`: the parts (by payment_id) that events keep off, and since when: off the notices by the rule that are made as of
    that day or later, on the purchase side of the months that end on that day or later. See `events.kept_off`.
    """

    side: Side
    notices: Mapping[Period, FiledNotice] = field(default_factory=dict)
    since: Month | None = None
    kept_off: Mapping[str, date] = field(default_factory=dict)
