"""The declaration of a period, VAT-7 or JPK_V7, monthly or quarterly, as far as the relief must know it: is it locked, sent,
received, corrected (R-048, R-049, R-055, R-063, R-065, J-008, J-009, J-029)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ... import i18n
from ...days import Month
from ...errors import ReliefError
from ...i18n import N_, _
from .. import law
from ..filed import Period
from ..listing import period_title

Part = Literal["both", "record"]
"""A whole declaration, or the record part alone: the file of a month that does not close its quarter (J-020)."""
State = Literal["open", "locked", "sent", "received"]
"""Being prepared; locked against changes, "Nie wysłano"; "Wysłano/nie odebrano UPO"; "Wysłano/Odebrano UPO"."""

NOT_SENT = N_("Not sent")
STATUS_TITLES: dict[State, str] = {
    "open": NOT_SENT,
    "locked": NOT_SENT,
    "sent": N_("Sent/UPO not collected"),
    "received": N_("Sent/UPO collected"),
}
"""The words of the column e-Deklaracje (R-063, R-065)."""

_REFUSED = {
    "locked": N_("{declaration}: only a declaration that is being prepared can be locked; this one is locked or sent already."),
    "unlocked": N_(
        "{declaration}: only a declaration that is locked and not sent can be unlocked; after sending, add a correction of it."
    ),
    "sent": N_("{declaration}: only a locked declaration can be sent; lock it first. What was sent is not sent again."),
    "answered": N_("{declaration}: it has not been sent, or its receipt (UPO) has been collected already."),
    "corrected": N_("{declaration}: a correction can be added once the official receipt (UPO) has been collected."),
}


@dataclass(frozen=True)
class Submission:
    """The declaration (number 0) or a correction of it (1, 2, ...)."""

    number: int
    state: State = "open"
    sent_on: date | None = None


@dataclass(frozen=True)
class Declaration:
    """The declaration of a month or of a quarter with its corrections; empty: not begun, which is like open. Of a month, part
    "record" is the file that a quarterly taxpayer sends of its record alone.

    Each step gives a new declaration, or raises ReliefError where the state it starts from does not allow it:
    open -> locked -> sent -> received -> corrected (a new open submission); locked -> unlocked; sent -> rejected -> locked.
    """

    period: Period
    submissions: tuple[Submission, ...] = ()
    part: Part = "both"

    @property
    def newest(self) -> Submission:
        """The declaration, or its last correction."""
        return self.submissions[-1] if self.submissions else Submission(0)

    @property
    def is_open(self) -> bool:
        """Whether it is still being prepared: entries of its period may be generated and deleted (J-009)."""
        return self.newest.state == "open"

    @property
    def title(self) -> str:
        """VAT-7 or VAT-7K up to September 2020, JPK_V7M or JPK_V7K from then on."""
        by_month = isinstance(self.period, Month) and self.part == "both"
        rule = "declaration_of_month" if by_month else "declaration_of_quarter"
        return str(law.rule(rule, "sale").at(self.period.first).value)

    @property
    def is_file(self) -> bool:
        """Whether it is a JPK_V7 file, which has a record part and a declaration part (J-001)."""
        return self.title.startswith("JPK")

    @property
    def name(self) -> str:
        """VAT-7, May 2020; of a correction: VAT-7, May 2020, correction 1; of a record: JPK_V7K, record part, July 2026."""
        title = self.title if self.part == "both" else _("{title}, record part").format(title=self.title)
        if not self.newest.number:
            return _("{title}, {period}").format(title=title, period=period_title(self.period))
        return _("{title}, {period}, correction {number}").format(
            title=title, period=period_title(self.period), number=self.newest.number
        )

    @property
    def status(self) -> str:
        """In the words of the column e-Deklaracje: not sent, sent without a receipt, sent with one."""
        return _(STATUS_TITLES[self.newest.state])

    def covers(self, period: Period) -> bool:
        """Whether a notice's month or quarter lies in the period of the declaration."""
        return self.period.first <= period.first and period.last <= self.period.last

    def must_concern(self, period: Period) -> None:
        """ReliefError unless it covers a notice's period, or is of one of the months of a quarter's notice."""
        if not self.covers(period) and not (period.first <= self.period.first and self.period.last <= period.last):
            raise ReliefError(
                _("{declaration} is not the declaration of {period}.").format(
                    declaration=self.name, period=period_title(period)
                )
            )

    def must_not_be_sent_with(self, notice: str) -> None:
        """ReliefError where it was sent or received, and a notice (in words) with it."""
        if self.newest.state in ("sent", "received"):
            raise ReliefError(
                _("{notice} was filed with {declaration}: amend it by a correction.").format(
                    notice=notice, declaration=self.name
                )
            )

    def locked(self) -> "Declaration":
        """Locked against changes: no entries of its period can be generated or deleted."""
        return self._next("locked", ("open",), state="locked")

    def unlocked(self) -> "Declaration":
        """Being prepared again."""
        return self._next("unlocked", ("locked",), state="open")

    def sent(self, day: date) -> "Declaration":
        """Sent on a day, the receipt (UPO) not collected yet; refused for a day before its period begins."""
        if day < self.period.first:
            raise ReliefError(
                _("{declaration}: it cannot have been sent on {day}, before its period began; give another day.").format(
                    declaration=self.name, day=i18n.day(day)
                )
            )
        return self._next("sent", ("locked",), state="sent", sent_on=day)

    def rejected(self) -> "Declaration":
        """The office has refused what was sent: locked, and not sent, as before."""
        return self._next("answered", ("sent",), state="locked", sent_on=None)

    def received(self) -> "Declaration":
        """The receipt (UPO) was collected."""
        return self._next("answered", ("sent",), state="received")

    def corrected(self) -> "Declaration":
        """A correction was added; it is being prepared (R-055, J-029)."""
        if self.newest.state != "received":
            raise self._refused("corrected")
        return replace(self, submissions=(*self.submissions, Submission(self.newest.number + 1)))

    def _next(self, step: str, allowed: tuple[State, ...], **values: object) -> "Declaration":
        if self.newest.state not in allowed:
            raise self._refused(step)
        changed = replace(self.newest, **values)  # type: ignore[arg-type]
        return replace(self, submissions=(*self.submissions[:-1], changed))

    def _refused(self, step: str) -> ReliefError:
        return ReliefError(_(_REFUSED[step]).format(declaration=self.name))
