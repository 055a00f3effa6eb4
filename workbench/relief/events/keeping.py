"""What recorded events mean for a notice with the books of today, for the desk of one client and for a whole office."""

from collections.abc import Iterable
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...ledger import Ledger
from ..filed import Period
from ..parts import Side
from .event import Event
from .settling import kept_off, refused


def allowed(ledger: Ledger, events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that the books as they are now allow: what became of a deleted document no longer matters (R-016)."""
    recorded = tuple(events)
    no_longer = refused(ledger, recorded)
    return tuple(event for event in recorded if event.id not in no_longer)


def left_by_events(
    ledger: Ledger,
    events: Iterable[Event],
    side: Side,
    period: Period,
    as_of: date,
    document_ids: "pd.Series[str]",
    unpaid: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Which lines of a notice made as of a day stay on it: all but the `unpaid` ones of documents that events keep off.

    `document_ids`, `unpaid`: of each line. `events`: only such as the books allow; errors as `kept_off`.
    """
    off = kept_off(events, ledger, side, period, as_of)
    return ~(unpaid & document_ids.isin(off).to_numpy(bool))
