"""The process that gets killed while it enters declarations and takes files away, without end.

    python -m tests.filing_kill     forks a process for every address read from the standard input

Change number n enters n into every field, takes the n-th file of the month away and gives n answers: what must be in the store
follows from n alone.
"""

import os
from dataclasses import replace

import alembic.command  # noqa: F401 (loaded once for all that are forked)
import pandas as pd

from tests.store_kill import nursery, say
from workbench.store import Store, open_store
from workbench.store.filing_content import TakenFile

CLIENT, MONTH = "wektor", "2026-09"
FIELDS = ("P_39", "P_49", "P_50", "P_52", "P_54")
FIRST = TakenFile(MONTH, 1, "V7M-3", 1, "both", "2026-10-25T12:00:00Z", "JPK.xml", 4321, "ab" * 32, 3, 2182_20, 2, 5415_01)


def values(number: int) -> dict[str, str]:
    """What is entered after this many changes."""
    return dict.fromkeys(FIELDS, str(number)) if number else {}


def files(number: int) -> tuple[TakenFile, ...]:
    """What was taken away after this many changes."""
    return tuple(replace(FIRST, number=one, sale_rows=one) for one in range(1, number + 1))


def answers(number: int) -> pd.DataFrame:
    """What is answered after this many changes."""
    documents = [f"FV/{one}" for one in range(number)]
    return pd.DataFrame({"document": documents, "need": "due_date", "answer": str(number)}, dtype="str")


def make_change(store: Store, number: int) -> None:
    """The change with this number."""
    with store.change(f"change {number}") as change:
        change.set_jpk_values(CLIENT, MONTH, values(number), version=number - 1)
        change.add_jpk_file(CLIENT, files(number)[-1])
        change.set_ksef_answers(CLIENT, answers(number), version=number - 1)


def work(address: str) -> None:
    """Go on until killed."""
    with open_store(address, user="child") as store:
        number = store.version_of(CLIENT, "jpk_values", MONTH)
        while True:
            number += 1
            make_change(store, number)
            say("confirmed", number)


if __name__ == "__main__":
    os.environ["WORKBENCH_LANG"] = "en"
    nursery(work)
