"""How invoices are paid: on time, late, in pieces, after the relief was taken, or never."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from .. import money
from ..days import Month, next_working_day
from .books import Document, Part

Habit = Callable[[Random, Part], None]


def on_the_spot(_: Random, part: Part) -> None:
    """In cash on the due date."""
    part.settle(part.due_date, part.amount, "cash")


def on_time(rng: Random, part: Part) -> None:
    """Some days before the due date up to three days after it."""
    _transfer(part, rng.randrange(-4, 4), part.amount)


def late(rng: Random, part: Part) -> None:
    """Late, but before day 90."""
    _transfer(part, rng.randrange(5, 81), part.amount)


def in_two(rng: Random, part: Part) -> None:
    """One half on time, the other before day 90."""
    first, second = money.apportion(part.amount, [1, 1])
    _transfer(part, rng.randrange(-2, 4), first)
    _transfer(part, rng.randrange(10, 75), second)


def some_only(rng: Random, part: Part) -> None:
    """A piece of it soon, the rest never."""
    piece, _rest = money.apportion(part.amount, [rng.randrange(2, 8), 10])
    _transfer(part, rng.randrange(0, 61), piece)


def after_relief(rng: Random, part: Part) -> None:
    """All of it, months after day 90."""
    _transfer(part, rng.randrange(125, 260), part.amount)


def between_the_sides(rng: Random, part: Part) -> None:
    """After the month of day 90, before the seller files: the buyer gives VAT back, the seller has no relief."""
    month = Month.of(part.due_date + timedelta(days=92)) + 1
    part.settle(next_working_day(month.first + timedelta(days=rng.randrange(1, 20))), part.amount)


def drop_by_drop(rng: Random, part: Part) -> None:
    """In three pieces after day 90."""
    pieces = money.apportion(part.amount, [rng.randrange(1, 6) for _ in range(3)])
    for days, piece in zip((125, 165, 215), pieces, strict=True):
        _transfer(part, days + rng.randrange(35), piece)


def never(_: Random, part: Part) -> None:
    """Not at all."""


ON_THE_SPOT: dict[Habit, int] = {on_the_spot: 1}
ORDINARY: dict[Habit, int] = {on_time: 72, late: 22, in_two: 6}
SLOW: dict[Habit, int] = {never: 24, some_only: 18, after_relief: 26, drop_by_drop: 18, between_the_sides: 14}
"""Habits and how often they are met among good and bad payers."""


def pay(rng: Random, document: Document, habits: dict[Habit, int]) -> None:
    """Pays all parts of the document in the manner of one habit, as far as TODAY."""
    habit = rng.choices(list(habits), list(habits.values()))[0]
    for part in document.parts:
        habit(rng, part)


def _transfer(part: Part, days_after_due: int, amount: int) -> None:
    """A bank booking on the first working day that many days after the due date."""
    part.settle(next_working_day(part.due_date + timedelta(days=days_after_due)), amount)
