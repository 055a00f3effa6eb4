"""Checking by the white list's flat file: against a bare loop of hashlib over the same keys, which nobody can leave out, in one
process and with one such loop on each core, in CPU time of this process and of those it starts."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import psutil

from tests.flat_files import DAY, TIMES, nip, nrb
from workbench.transfers.white_list import FlatFile, FlatFileChecker
from workbench.transfers.white_list.hashing_all import cores

from .measure import peak_mb, ratio

NOW = datetime(2024, 7, 25, 9, 30, tzinfo=UTC)
REPEATS = 5
LOOP = """
import hashlib
def bare(texts):
    for key in texts:
        for _again in range(5000):
            key = hashlib.sha512(key.encode()).hexdigest()
"""


def run(size: int) -> list[dict[str, Any]]:
    """One pair for 5,000 of `size`, at least ten, looked up among as many keys as `size` says."""
    count = max(10, size // 5000)
    pairs = [(nip(100_000_000 + 50 * number), nrb(f"{number:024d}")) for number in range(count)]
    texts = [f"{DAY:%Y%m%d}{tax_id}{account}" for tax_id, account in pairs]
    keys = np.sort(np.frombuffer(np.random.default_rng(7).bytes(64 * size), "S64"))
    flat_file = FlatFile(DAY, TIMES, keys, keys[: size // 9], ("XX12406960YYYXXXXXXXXXXXXX",))

    def bare_on_all_cores() -> None:
        shares = [texts[first :: cores()] for first in range(cores())]
        loops = [subprocess.Popen([sys.executable, "-I", "-S", "-c", f"{LOOP}\nbare({share})"]) for share in shares]
        for loop in loops:
            assert loop.wait() == 0

    def check(processes: int) -> None:
        proofs = FlatFileChecker(flat_file, processes).check(DAY, pairs, checked_at=NOW)
        assert [proof.result for proof in proofs] == ["not_found"] * count

    name = f"white list, {count:,} pairs, to bare hashlib"
    names: dict[str, Any] = {}
    exec(LOOP, names)
    alone = ratio(lambda: check(1), lambda: names["bare"](texts), REPEATS)
    runs = [(_cpu(lambda: check(cores())), _cpu(bare_on_all_cores)) for _again in range(REPEATS)]
    together = min(mine for mine, _bare in runs) / min(bare for _mine, bare in runs)
    return [
        {"name": name, "ratio": alone, "bar": 1.1, "peak_mb": peak_mb()},
        {"name": f"{name}, on all cores", "ratio": together, "bar": 1.1, "peak_mb": peak_mb()},
    ]


def _cpu(job: Callable[[], None]) -> float:
    """CPU seconds of one run, those of finished child processes among them."""
    before = sum(psutil.Process().cpu_times()[:4])
    job()
    return sum(psutil.Process().cpu_times()[:4]) - before
