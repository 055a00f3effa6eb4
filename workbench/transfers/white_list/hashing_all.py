"""Many keys, hashed on all processor cores.

A core is served by a process that runs `hashing.py` alone: it starts in a twentieth of a second, because it imports nothing of
the workbench, and it never runs the caller's program again, as `multiprocessing` does where it cannot fork.
"""

import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import closing
from queue import Empty, SimpleQueue
from threading import Thread

from . import hashing

WORTH = 40
"""Keys that take as long as starting the processes does."""
_AT_ONCE = 4
"""Keys that a process is asked for at a time: it then rarely waits."""

Keys = Generator[tuple[int, bytes], None, None]
_Waiting = SimpleQueue[range]
_Done = SimpleQueue[tuple[int, bytes] | None]


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def hash_all(texts: Sequence[str], transformations: int, processes: int | None = None) -> Keys:
    """The place and the key of every text, in the order they get done. Who stops asking (`close`) stops the work.

    `processes`: by default one a core, and none beside this one where the texts are few.
    """
    wanted = processes or (cores() if len(texts) >= WORTH else 1)
    left = dict.fromkeys(range(len(texts)))
    if wanted > 1:
        with closing(_on_processes(texts, transformations, wanted)) as keys:
            for place, key in keys:
                del left[place]
                yield place, key
    for place in left:  # also what a process that was killed has left
        yield place, hashing.hashed(texts[place], transformations)


def _on_processes(texts: Sequence[str], transformations: int, processes: int) -> Keys:
    waiting: _Waiting = SimpleQueue()
    for first in range(0, len(texts), _AT_ONCE):
        waiting.put(range(first, min(first + _AT_ONCE, len(texts))))
    done: _Done = SimpleQueue()
    servants = [Thread(target=_serve, args=(texts, transformations, waiting, done), daemon=True) for _core in range(processes)]
    for servant in servants:
        servant.start()
    try:
        while processes:
            answer = done.get()
            if answer is None:
                processes -= 1
            else:
                yield answer
    finally:
        _empty(waiting)
        for servant in servants:
            servant.join()


def _serve(texts: Sequence[str], transformations: int, waiting: _Waiting, done: _Done) -> None:
    """Give one process text after text. It may die: what it was at stays undone."""
    command = [sys.executable, "-I", "-S", hashing.__file__, str(transformations)]
    quiet = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="ascii",
            creationflags=quiet,
        ) as process:
            assert process.stdin is not None and process.stdout is not None
            while True:
                places = waiting.get_nowait()
                process.stdin.write("".join(f"{texts[place]}\n" for place in places))
                process.stdin.flush()
                for place in places:
                    key = bytes.fromhex(process.stdout.readline())
                    if len(key) != hashing.KEY_BYTES:
                        return
                    done.put((place, key))
    except (Empty, OSError, ValueError):
        return
    finally:
        done.put(None)


def _empty(waiting: _Waiting) -> None:
    try:
        while True:
            waiting.get_nowait()
    except Empty:
        return
