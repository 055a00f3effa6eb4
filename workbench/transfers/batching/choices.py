"""The options of the export window (T-024 to T-038) as one value, and what a batch gives back."""

import datetime
from dataclasses import dataclass, field
from typing import Literal, get_args

from ...errors import TransferError
from ...i18n import _
from ..orders import Transfer

DateChoice = Literal["execution", "due", "today"]
DateFields = Literal["operation", "document", "both"]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the user has chosen.

    `date` of the transfers: the execution or due date of the payments, today, or a day (also as text, 2026-09-30), T-028.
    `collective`: one transfer a party, account and currency; the next three mean something only with it. `by_date`: also one a
    date. `all_lines`: all lines of the bank descriptions. `divide`: as many transfers as whole descriptions need (T-030 to
    T-038). `list_order`: the transfers in the order of the chosen payments; collective ones ignore it (T-025).
    `social_insurance_texts`: the bank text of the declaration in place of the payment's (T-024). `dates`: which date the
    format has a field for; only a document date means that every transfer bears that one and that collective ones are grouped
    by it, whatever `date` and `by_date` say (T-034 to T-036).
    """

    date: DateChoice | datetime.date | str = "execution"
    collective: bool = False
    by_date: bool = False
    all_lines: bool = False
    divide: bool = False
    list_order: bool = False
    social_insurance_texts: bool = False
    dates: DateFields = "operation"

    def __post_init__(self) -> None:
        if isinstance(self.date, datetime.date) or self.date in get_args(DateChoice):
            return
        try:
            object.__setattr__(self, "date", datetime.date.fromisoformat(str(self.date)))
        except ValueError:
            words = ", ".join(get_args(DateChoice))
            message = _("{text} is no date of transfers. Give one of {words}, or a day such as 2026-09-30.")
            raise TransferError(message.format(text=repr(self.date), words=words)) from None


@dataclass(frozen=True)
class Refusal:
    """Payments that were chosen and do not go, with the message for the user.

    `code`: held (the payment itself may not go: `reasons` of T-015), M-07 or M-08 (a collective split payment that is not
    possible). For the latter: `missing` are payments of the party in the period that were not chosen and could be; `in_the_way`
    are pairs of payment id and code (`IN_THE_WAY`, or a reason of T-015) that no collective split payment of this period can
    have; `largest`: the largest set of payments, by number and then by amount, that can be paid together in a part of the
    period; its payments may include missing ones. Empty where there is none.
    """

    payments: tuple[str, ...]
    code: Literal["held", "M-07", "M-08"]
    message: str
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    in_the_way: tuple[tuple[str, str], ...] = ()
    largest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """The transfers in the order of the file, and what was chosen but is not in them."""

    transfers: tuple[Transfer, ...] = field(default=())
    refused: tuple[Refusal, ...] = field(default=())
