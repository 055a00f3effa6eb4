"""The declaration of a period, VAT-7 or JPK_V7, monthly or quarterly, as far as the relief must know it: is it locked, sent,
received, corrected (R-048, R-049, R-055, R-063, R-065, J-008, J-009, J-029)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..filed import Period

State = Literal["open", "locked", "sent", "received"]
"""Being prepared; locked against changes, "Nie wysłano"; "Wysłano/nie odebrano UPO"; "Wysłano/Odebrano UPO"."""


@dataclass(frozen=True)
class Submission:
    """The declaration (number 0) or a correction of it (1, 2, ...)."""

    number: int
    state: State = "open"
    sent_on: date | None = None


@dataclass(frozen=True)
class Declaration:
    """The declaration of a month or of a quarter with its corrections; empty: not begun, which is like open."""

    period: Period
    submissions: tuple[Submission, ...] = ()
