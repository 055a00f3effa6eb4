"""The steps of a variance: cells (exact grosze by account and element, "" what is not described) from before to after.

In this order, each step from the cells that the one before it left:

1. volume: the total of all accounts becomes that after; every cell grows alike, so that parts and keys stay;
2. mix: each account gets its own total after; its cells grow alike;
3. key: what is described of each account is divided like after; how much of it is described stays;
4. data quality: as much of each account is described as after. These are the cells after.

Where a step has nothing to keep: an account that was zero before is divided like all accounts were (its own split then shows as
a key and data-quality effect), or, where those were zero together, like itself after; an account nothing of which is described
before or after has no key effect. Where the total before was zero nothing says what growing alike means: what there is after is
volume then. Cells that cancel out keep what they had.
"""

from collections.abc import Mapping
from fractions import Fraction

Cells = dict[str, dict[str, Fraction]]
NOT_DESCRIBED = ""


def steps(before: Cells, after: Cells) -> tuple[Cells, Cells, Cells, Cells, Cells]:
    """The cells before, and after volume, mix, key and data quality: those of every step add up to the total after."""
    grown = _grown(before, after)
    mixed = _mixed(before, grown, after)
    return before, grown, mixed, _keyed(mixed, after), after


def _grown(before: Cells, after: Cells) -> Cells:
    """Step 1: the total after, every cell grown alike."""
    old, new = total_of(before), total_of(after)
    if old:
        return {account: _scaled(of, new / old) for account, of in before.items()}
    if not new:
        return before
    return {account: _added(before.get(account, {}), after.get(account, {})) for account in {**before, **after}}


def _mixed(before: Cells, grown: Cells, after: Cells) -> Cells:
    """Step 2: the totals of the accounts after, the cells of each grown alike."""
    mixed: Cells = {}
    total, everything = total_of(before), dict[str, Fraction]()
    for of in before.values():
        everything = _added(everything, of)
    for account in {**grown, **after}:
        old, new, own = sum_of(before, account), sum_of(after, account), before.get(account, {})
        if old:
            mixed[account] = _scaled(own, new / old)
        elif total:
            mixed[account] = _added(grown.get(account, {}), _scaled(everything, new / total))
        else:
            mixed[account] = _added(own, after[account] if new else {})
    return mixed


def _keyed(mixed: Cells, after: Cells) -> Cells:
    """Step 3: what is described of each account divided like after."""
    keyed: Cells = {}
    for account, of in mixed.items():
        old, new = described_of(mixed, account), described_of(after, account)
        like = {element: cell for element, cell in after.get(account, {}).items() if element != NOT_DESCRIBED}
        rest = {element: cell for element, cell in of.items() if element == NOT_DESCRIBED}
        if new:
            keyed[account] = rest | _scaled(like, old / new)
        else:
            keyed[account] = of if old else rest | like
    return keyed


def _scaled(cells: Mapping[str, Fraction], by: Fraction) -> dict[str, Fraction]:
    return {element: cell * by for element, cell in cells.items()}


def _added(one: Mapping[str, Fraction], other: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {element: one.get(element, Fraction(0)) + other.get(element, Fraction(0)) for element in {**one, **other}}


def cell_of(cells: Cells, account: str, element: str) -> Fraction:
    return cells.get(account, {}).get(element, Fraction(0))


def sum_of(cells: Cells, account: str) -> Fraction:
    return sum(cells.get(account, {}).values(), Fraction(0))


def described_of(cells: Cells, account: str) -> Fraction:
    return sum_of(cells, account) - cell_of(cells, account, NOT_DESCRIBED)


def total_of(cells: Cells) -> Fraction:
    return sum((sum_of(cells, account) for account in cells), Fraction(0))
