"""CPU time of a job in sorts: the reference that a shared machine slows down as much as the job."""

import sys
import threading
import time
from collections.abc import Callable

import numpy as np
import psutil

REPEATS = 7


def cpu(job: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    job()
    return time.process_time() - start


def ratio(job: Callable[[], object], reference: Callable[[], object], repeats: int = REPEATS) -> float:
    """The smallest CPU time of the job in units of the smallest of the reference, run in turn."""
    pairs = [(cpu(job), cpu(reference)) for _ in range(repeats)]
    return min(pair[0] for pair in pairs) / min(pair[1] for pair in pairs)


def sort_of_a_million() -> Callable[[], object]:
    """One numpy.sort of 1,000,000 random int64."""
    numbers = np.random.default_rng(1).integers(-(2**62), 2**62, 1_000_000)
    return lambda: np.sort(numbers)


def growth_mb(job: Callable[[], object]) -> float:
    """By how much the memory of this process grows at most while the job runs, in MB, looked at every two milliseconds."""
    process = psutil.Process()
    before = largest = process.memory_info().rss
    done = threading.Event()

    def watch() -> None:
        nonlocal largest
        while not done.wait(0.002):
            largest = max(largest, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    job()
    done.set()
    watcher.join()
    return (largest - before) / 2**20


def peak_mb() -> float:
    """The largest memory this process has held so far, in MB."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset / 2**20
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
