"""The life of a notice: made, recalculated, locked, carried into the registers, amended. Every step gives a new chain."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from ..filed import Period
from ..parts import Side

Mode = Literal["individual", "collective"]


@dataclass(frozen=True, eq=False)
class KeptNotice:
    """One notice of a chain: the original (number 0) or a correction of it (1, 2, ...).

    `lines`: the positions as `ReliefNotice.lines` has them (document_id, payment_id, rate, kind, net, vat, unpaid, net_left,
    vat_left, due_date, effective_due_date, relief_date, payment_date). `removed`: documents the user took off (R-054).
    `entries`: the correction entries generated from it, see `life.entries`; `register`, `mode`: where they went and how.
    `fingerprint`: of the inputs it was calculated from.
    """

    number: int
    as_of: date
    calculated_on: date
    lines: pd.DataFrame
    entries: pd.DataFrame
    removed: tuple[str, ...] = ()
    locked: bool = False
    mode: Mode = "individual"
    register: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, eq=False)
class Chain:
    """All notices of a side and period: what is kept, changed and undone as a whole. Empty: none was made."""

    side: Side
    period: Period
    notices: tuple[KeptNotice, ...] = ()
