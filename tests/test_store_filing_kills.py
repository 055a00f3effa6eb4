"""A process killed while declarations are entered and files taken away loses nothing confirmed, leaves nothing half done."""

import random
from pathlib import Path

from tests.filing_kill import CLIENT, MONTH, answers, files, values
from tests.stores import postgres_address  # noqa: F401
from tests.test_store_kills import forking, nursery, wait_for_the_server
from workbench.store import open_store

KILLS = 12


def check(address: str, before: int, confirmed: list[int]) -> int:
    """Every change up to the last confirmed one is there, at most one more, each whole; their number."""
    wait_for_the_server(address)
    with open_store(address, user="parent") as store:
        record = store.filing.record_of(CLIENT)
        number = record.version("jpk_values", MONTH)
        last = confirmed[-1] if confirmed else before
        assert confirmed == list(range(before + 1, last + 1))
        assert number in (last, last + 1), "killed between the commit and the word of it, at most"
        assert record.values == ({MONTH: values(number)} if number else {})
        assert record.files == files(number)
        assert record.answers.to_dict("records") == answers(number).to_dict("records")
        assert len(store.audit(CLIENT)) == 3 * number
    return number


def kill_often(address: str) -> int:
    """Kill processes that work on one store one after another; how many changes it has in the end."""
    chance, number = random.Random(KILLS), 0
    with nursery("tests.filing_kill") as victims:
        for _ in range(KILLS):
            after = chance.randrange(3)
            confirmed = victims.kill(victims.bear(address), after, chance.uniform(0, 0.1 if after else 0.3))
            number = check(address, number, confirmed)
    return number


@forking
def test_kills_while_a_file_is_written_to(tmp_path: Path) -> None:
    assert kill_often(str(tmp_path / "office.liczydlo")) > KILLS / 2


@forking
def test_kills_while_a_database_is_written_to(postgres_address: str) -> None:  # noqa: F811
    assert kill_often(postgres_address) > KILLS / 2
