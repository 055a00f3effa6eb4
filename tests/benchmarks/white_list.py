"""Checking by the white list's flat file: against a bare loop of hashlib over the same keys, which nobody can leave out, in CPU
time of this process and of those it starts."""

import hashlib
from datetime import datetime
from typing import Any

import numpy as np
import psutil

from tests.flat_files import DAY, TIMES, nip, nrb
from workbench.transfers.white_list import FlatFile, FlatFileChecker
from workbench.transfers.white_list.hashing_all import cores

from .measure import peak_mb, ratio

NOW = datetime(2024, 7, 25, 9, 30)
REPEATS = 3


def run(size: int) -> list[dict[str, Any]]:
    """One pair for 5,000 of `size`, at least ten, looked up among as many keys as `size` says."""
    count = max(10, size // 5000)
    pairs = [(nip(100_000_000 + 50 * number), nrb(f"{number:024d}")) for number in range(count)]
    texts = [f"{DAY:%Y%m%d}{tax_id}{account}" for tax_id, account in pairs]
    keys = np.sort(np.frombuffer(np.random.default_rng(7).bytes(64 * size), "S64"))
    flat_file = FlatFile(DAY, TIMES, keys, keys[: size // 9], ("XX12406960YYYXXXXXXXXXXXXX",))

    def bare() -> None:
        for text in texts:
            key = text
            for _again in range(TIMES):
                key = hashlib.sha512(key.encode()).hexdigest()

    def check(processes: int) -> None:
        proofs = FlatFileChecker(flat_file, processes).check(DAY, pairs, checked_at=NOW)
        assert [proof.result for proof in proofs] == ["not_found"] * count

    name = f"white list, {count:,} pairs, to bare hashlib"
    alone = ratio(lambda: check(1), bare, REPEATS)
    together = min(_cpu_with_processes(lambda: check(cores())) for _again in range(REPEATS)) / min(
        _cpu_with_processes(bare) for _again in range(REPEATS)
    )
    return [
        {"name": name, "ratio": alone, "bar": 1.1, "peak_mb": peak_mb()},
        {"name": f"{name}, on all cores", "ratio": together, "bar": 1.1, "peak_mb": peak_mb()},
    ]


def _cpu_with_processes(job: Any) -> float:
    """CPU seconds of one run, those of finished child processes among them."""
    before = sum(psutil.Process().cpu_times()[:4])
    job()
    return sum(psutil.Process().cpu_times()[:4]) - before
