"""A process killed while notices are made, locked, entered, declared and amended loses nothing confirmed, leaves nothing half
done."""

import random
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.relief_kill import LIFE, client, done, make_change
from tests.stores import engine_for, postgres_address  # noqa: F401
from tests.test_relief_model import plain
from tests.test_store_kills import forking, nursery, wait_for_the_server
from workbench import i18n
from workbench.relief.record import Record
from workbench.store import open_store
from workbench.store.relief_content import KINDS
from workbench.store.tables import things

KILLS_OF_A_FILE, KILLS_OF_POSTGRESQL = 40, 12
Seen = dict[str, Any]


def seen(record: Record) -> Seen:
    """What is remembered of a client, in values that compare."""
    return {
        "chains": {str(key): plain(chain) for key, chain in record.chains.items()},
        "declarations": {str(period): declaration.submissions for period, declaration in record.declarations.items()},
    }


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    """What is remembered of a client after each number of changes: gone through once, without a kill."""
    found = [seen(Record())]
    with i18n.in_language("en"), open_store(tmp_path_factory.mktemp("life") / "life.liczydlo", user="anna") as store:
        for number in range(1, len(LIFE) + 1):
            make_change(store, number)
            found.append(seen(store.relief.record_of(client(number))))
    return found


def check(address: str, before: int, confirmed: list[int], life: list[Seen]) -> int:
    """Every change up to the last confirmed one is there, at most one more, each whole; their number."""
    wait_for_the_server(address)
    with open_store(address, user="parent") as store:
        number = done(store)
        last = confirmed[-1] if confirmed else before
        assert confirmed == list(range(before + 1, last + 1))
        assert number in (last, last + 1), "killed between the commit and the word of it, at most"
        log = store.audit()
        assert log["change"].is_unique
        assert log["client"].tolist() == [client(made) for made in range(1, number + 1)]
        records = store.relief.records()
        for name, record in records.items():
            changes = int((log["client"] == name).sum())
            assert seen(record) == life[changes], (name, changes)
    check_lines(address)
    return number


def check_lines(address: str) -> None:
    """No line without a thing that is remembered, and the file is sound."""
    engine = engine_for(address)
    with engine.connect() as connection:
        forgotten = sa.select(things.c.id).where(~things.c.remembered)
        for kind in KINDS.values():
            for lines in kind.tables:
                left = sa.select(sa.func.count()).select_from(lines.stored).where(lines.stored.c.thing_id.in_(forgotten))
                assert connection.execute(left).scalar() == 0, lines.name
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def kill_often(address: str, kills: int, life: list[Seen]) -> int:
    """Kill processes that work on one store one after another; how many changes it has in the end."""
    chance, number = random.Random(kills), 0
    with nursery("tests.relief_kill") as victims:
        for _ in range(kills):
            after = chance.randrange(3)
            confirmed = victims.kill(victims.bear(address), after, chance.uniform(0, 0.1 if after else 0.3))
            number = check(address, number, confirmed, life)
    return number


@forking
def test_kills_in_the_life_of_notices_in_a_file(tmp_path: Path, life: list[Seen]) -> None:
    assert kill_often(str(tmp_path / "office.liczydlo"), KILLS_OF_A_FILE, life) > KILLS_OF_A_FILE / 2


@forking
def test_kills_in_the_life_of_notices_in_a_database(postgres_address: str, life: list[Seen]) -> None:  # noqa: F811
    assert kill_often(postgres_address, KILLS_OF_POSTGRESQL, life) > KILLS_OF_POSTGRESQL / 2


def test_the_life_has_every_kind_of_state(life: list[Seen]) -> None:
    """What the kills are compared with: drafts, locked and entered notices, corrections, a dropped chain, declarations."""
    chains = [chain for one in life for chain in one["chains"].values()]
    assert {len(chain) for chain in chains} == {1, 2}
    assert {(notice["locked"], bool(notice["entries"]), bool(notice["removed"])) for chain in chains for notice in chain} == {
        (False, False, False),
        (False, False, True),
        (True, False, False),
        (True, True, False),
    }
    assert life[-1]["chains"] == {}
