"""Splits, cube and sliders on a million documents; `performance.md` names the bars."""

from typing import Any

import numpy as np
import pandas as pd

from workbench.costs.exploring.allocation import Allocation
from workbench.costs.exploring.atoms import Atoms
from workbench.costs.exploring.cube import grouped
from workbench.costs.keys import whatif
from workbench.costs.splitting import splits

from .measure import growth_mb, peak_mb, ratio, sort_of_a_million

LINES = 5
TEAMS, PROJECTS, BRANCHES = 8, 40, 6


def run(size: int) -> list[dict[str, Any]]:
    """`size` documents of five shares split by both rules, their cube of project, team and branch, and a slider over a tenth
    of them. Five milliseconds are 0.37 of a sort that takes 13.5."""
    sort = sort_of_a_million()
    random = np.random.default_rng(1)
    values = random.integers(-(10**6), 10**7, size)
    weights = random.integers(0, splits.WHOLE // LINES, (size, LINES))
    weights[:, -1] = splits.WHOLE - weights[:, :-1].sum(axis=1)
    starts = np.arange(0, size * LINES + 1, LINES)
    shares = weights.ravel()
    memory = growth_mb(lambda: splits.split_rows(values, shares, starts))
    figures = [
        _figure(f"{size:,} documents by {LINES}, last, in sorts", lambda: splits.split_rows(values, shares, starts), sort, 10),
        _figure(
            f"{size:,} documents by {LINES}, largest remainder, in sorts",
            lambda: splits.split_rows(values, shares, starts, "largest"), sort, 25,
        ),
    ]  # fmt: skip
    figures.append(
        {"name": "memory of a split, to its result", "ratio": memory / (shares.nbytes / 2**20), "bar": 3, "peak_mb": peak_mb()}
    )
    parts = _parts(random, splits.split_rows(values, shares, starts))
    figures.append(_figure(f"cube of {size * LINES:,} parts, in sorts", lambda: _cube(parts), sort, 10))
    scenario = _scenario(np.abs(values[: size // 10]))
    steps = iter(range(10**9))
    name = f"a slider over {size // 10:,} documents, in sorts (5 ms are 0.37)"
    figures.append(_figure(name, lambda: scenario.move("Z1", 30 + next(steps) % 7).effect("P"), sort, 0.37))
    return figures


def _cube(parts: Allocation) -> object:
    """Project by team by branch, as `cube` adds it up once the parts are known."""
    parts._fields.clear()
    fields = [parts.labels(name) for name in ("P", "Z", "O")]
    return grouped([codes for codes, _names in fields], [len(names) for _codes, names in fields], parts.cost)


def _parts(random: np.random.Generator, amounts: np.ndarray) -> Allocation:
    texts = ["", *(f"P=P{p}; Z=Z{z}; O=O{o}" for p in range(PROJECTS) for z in range(TEAMS) for o in range(BRANCHES))]
    nothing = np.zeros(0, np.int64)
    atoms = Atoms(pd.DataFrame(), nothing, nothing, pd.Series(dtype="str"), nothing, nothing)
    text = random.integers(0, len(texts), len(amounts)).astype(np.int32)
    return Allocation(atoms, nothing, nothing, texts, text, [""], np.zeros(0, np.int32), amounts, amounts)


def _scenario(amounts: np.ndarray) -> whatif.Scenario:
    lines = ("Z=Z1; P=P1; O=L", "Z=Z2; P=P1; O=K", "Z=Z3; P=P1; O=K", "Z=Z1; P=P2; O=K", "Z=Z3; P=P2; O=K")
    weights = np.array([3500, 5000, 500, 500, 500])
    residues = whatif.residues_of(amounts, whatif.GRID)
    day = pd.Timestamp("2026-01-01").date()
    before = residues.split(weights, "last")
    return whatif.Scenario("K", "Z", day, None, lines, weights, weights, before, len(amounts), residues, "last")


def _figure(name: str, job: Any, sort: Any, bar: float) -> dict[str, Any]:
    return {"name": name, "ratio": ratio(job, sort), "bar": bar, "peak_mb": peak_mb()}
