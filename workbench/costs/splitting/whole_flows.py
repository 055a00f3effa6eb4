"""Flows of money between centers made whole, so that what comes in still goes out of every one of them to the grosz."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

Arc = tuple[str, str]


def whole_flow(arcs: Sequence[Arc], amounts: Sequence[Fraction], last: Sequence[int]) -> list[int]:
    """Whole amounts for arcs (from, to), each its exact amount rounded up or down.

    At every node the amounts that come in and those that go out must differ by a whole number; that number stays as it is.
    `last` are arcs that end a flow, all in the same node: of all the ways to round, the one is taken that rounds up those with
    the largest remainders, the earlier one first on a tie, as far as the others allow it.
    """
    whole = _rounded(arcs, amounts)
    wishes = sorted(last, key=lambda arc: floor(amounts[arc]) - amounts[arc])
    for place, gains in enumerate(wishes):
        if whole[gains] < ceil(amounts[gains]):
            rounded_up = [loses for loses in wishes[place + 1 :] if whole[loses] > floor(amounts[loses])]
            _redirect(arcs, amounts, whole, gains, rounded_up)
    return whole


def _rounded(arcs: Sequence[Arc], amounts: Sequence[Fraction]) -> list[int]:
    """Some way to round: while arcs are not whole they form a circle, and what is moved around a circle changes no node."""
    moved = list(amounts)
    while circle := _circle(arcs, moved):
        up = min(_room(moved[arc], along) for arc, along in circle)
        down = min(_room(moved[arc], not along) for arc, along in circle)
        for arc, along in circle:
            moved[arc] += (up if along else -up) if up <= down else (-down if along else down)
    return [int(amount) for amount in moved]


def _room(amount: Fraction, up: bool) -> Fraction:
    """How far an amount is from the next whole one, up or down."""
    return ceil(amount) - amount if up else amount - floor(amount)


def _circle(arcs: Sequence[Arc], amounts: Sequence[Fraction]) -> list[tuple[int, bool]]:
    """Arcs that are not whole and lead around, each with whether it is gone along; [] where all are whole."""
    at: dict[str, list[int]] = defaultdict(list)
    for arc, amount in enumerate(amounts):
        if amount.denominator != 1:
            for node in arcs[arc]:
                at[node].append(arc)
    if not at:
        return []
    node, arrived = next(iter(at)), -1
    path: list[tuple[int, bool]] = []
    visited = {node: 0}
    while True:
        arrived = next(arc for arc in at[node] if arc != arrived)
        along = arcs[arrived][0] == node
        path.append((arrived, along))
        node = arcs[arrived][1] if along else arcs[arrived][0]
        if node in visited:
            return path[visited[node] :]
        visited[node] = len(path)


def _redirect(arcs: Sequence[Arc], amounts: Sequence[Fraction], whole: list[int], gains: int, losers: Sequence[int]) -> None:
    """Let one grosz that ends in one of the arcs `losers`, the last possible, end in `gains`, where the other arcs can be
    rounded so; else change nothing."""
    end, sink = arcs[gains]
    at: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for arc, (tail, head) in enumerate(arcs):
        if head != sink and whole[arc] < ceil(amounts[arc]):
            at[head].append((arc, 1, tail))
        if head != sink and whole[arc] > floor(amounts[arc]):
            at[tail].append((arc, -1, head))
    onward: dict[str, tuple[int, int, str]] = {}
    front = [end]
    for node in front:
        for arc, change, before in at[node]:
            if before != end and before not in onward:
                onward[before] = (arc, change, node)
                front.append(before)
    loses = next((arc for arc in reversed(losers) if arcs[arc][0] in onward), None)
    if loses is None:
        return
    node = arcs[loses][0]
    while node != end:
        arc, change, node = onward[node]
        whole[arc] += change
    whole[loses] -= 1
    whole[gains] += 1
