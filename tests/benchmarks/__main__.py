"""`python -m tests.benchmarks`: measure everything, print one table, write bench.json in the current folder.

A benchmark is a module beside this one with `run(size) -> list[Figure]`. A ratio at or below its bar is good; shared
machines are noisy, so only a ratio above 1.3 times its bar counts as missed.
"""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TypedDict

SIZE = 1_000_000
NOISE = 1.3


class Figure(TypedDict):
    """One measurement: its ratio to the reference named in `name`, the bar it should stay below, peak memory in MB."""

    name: str
    ratio: float
    bar: float
    peak_mb: float


def figures(size: int) -> Iterator[Figure]:
    """The figures of every benchmark, in alphabetical order of the modules."""
    for file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        module = import_module(f"{__package__}.{file.stem}")
        if hasattr(module, "run"):
            yield from module.run(size)


def verdict(figure: Figure) -> str:
    """good, near (within the noise of a shared machine) or missed."""
    if figure["ratio"] <= figure["bar"]:
        return "good"
    return "near" if figure["ratio"] <= NOISE * figure["bar"] else "missed"


def main() -> int:
    """Measure, print, write; 1 when a bar was missed."""
    measured = []
    print(f"{'what':<60}{'ratio':>10}{'bar':>10}{'peak MB':>10}  verdict")
    for figure in figures(SIZE):
        measured.append({**figure, "verdict": verdict(figure)})
        numbers = f"{figure['ratio']:>10.2f}{figure['bar']:>10.2f}{figure['peak_mb']:>10.0f}"
        print(f"{figure['name']:<60}{numbers}  {verdict(figure)}", flush=True)
    Path("bench.json").write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    return int(any(figure["verdict"] == "missed" for figure in measured))


if __name__ == "__main__":
    sys.exit(main())
