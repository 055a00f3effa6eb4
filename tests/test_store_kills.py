"""A killed process loses nothing that was confirmed and leaves nothing half done, wherever it was."""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store_kill import CLIENT, Expected, frames_of, kind_of
from tests.stores import engine_for, older_file, postgres_address  # noqa: F401
from workbench.store import KINDS, open_store
from workbench.store.changes import Thing, contents
from workbench.store.lines import content_of, to_json
from workbench.store.tables import audit, changes, things

PROJECT = Path(__file__).parents[1]
KILLS_OF_A_FILE, KILLS_OF_NEW_FILES, KILLS_OF_OLDER_FILES, KILLS_OF_POSTGRESQL, KILLS_OF_PROCESSES = 160, 20, 20, 24, 3
CAN_FORK = hasattr(os, "fork")
forking = pytest.mark.skipif(not CAN_FORK, reason=f"this system cannot fork: only {KILLS_OF_PROCESSES} processes are killed")


class Victims:
    """Processes to kill: forked from one that has everything imported, or each started for itself."""

    def __init__(self, *arguments: str, module: str = "tests.store_kill") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def said(self) -> list[str]:
        """The words of the next line; none at the end."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()

    def bear(self, address: str) -> int:
        """A new process that works on this store: its id."""
        assert self.process.stdin is not None
        self.process.stdin.write(address + "\n")
        self.process.stdin.flush()
        return self.born()

    def born(self) -> int:
        word, number = self.said()
        assert word == "born"
        return int(number)

    def kill(self, process: int, after: int, seconds: float) -> list[int]:
        """Kill it so many seconds after it has confirmed so many changes; the numbers of those that it confirmed."""
        confirmed: list[int] = []
        killed = threading.Event()

        def kill() -> None:
            killed.set()
            os.kill(process, 9)  # SIGKILL; on Windows any number ends a process at once

        killer = threading.Timer(seconds, kill)
        if not after:
            killer.start()
        while (line := self.said()) and line != ["gone"]:
            assert line[0] == "confirmed", line
            confirmed.append(int(line[1]))
            if len(confirmed) == after:
                killer.start()
        assert killed.is_set(), "it ended by itself"
        killer.join()
        return confirmed


@contextmanager
def nursery(module: str = "tests.store_kill") -> Iterator[Victims]:
    """Where victims that do the work of a module are forked."""
    made = Victims(module=module)
    try:
        assert made.said() == ["ready"]
        yield made
    finally:
        made.process.kill()
        made.process.communicate()


class Watch:
    """Compares a store after each kill with what must be in it, going on from the kill before."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.expected = Expected()
        self.seen = 0
        self.last: dict[str, tuple[int, str | None]] = {}
        """By thing the version and content of its last row in the audit log."""

    def check(self, confirmed: list[int]) -> None:
        """Every confirmed change is there, every change is complete or absent: versions, lines and audit log agree."""
        wait_for_the_server(self.address)
        with open_store(self.address, user="parent") as store:
            number = store.version_of(CLIENT, "key", "NAJEM")
        last = confirmed[-1] if confirmed else self.expected.number
        assert confirmed == list(range(self.expected.number + 1, last + 1))
        assert number in (last, last + 1), "killed between the commit and the word of it, at most"
        self.expected.go_on(number)
        engine = engine_for(self.address)
        with engine.connect() as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(changes)).scalar() == number
            self.check_audit(connection)
            check_lines(connection, self.expected, {thing: version for thing, (version, _) in self.last.items()})
            if engine.dialect.name == "sqlite":
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []

    def check_audit(self, connection: sa.Connection) -> None:
        """The log has one row for each thing of each change, and each goes on where the one before it ended."""
        query = sa.select(audit, changes.c.what).join_from(audit, changes).order_by(audit.c.id).offset(self.seen)
        log = connection.execute(query).all()
        expected = [(what, thing, json_of(thing, of)) for what, thing, of in self.expected.audit[self.seen :]]
        assert sorted(((row.what, row.key, row.after) for row in log), key=str) == sorted(expected, key=str)
        for row in log:
            version, content = self.last.get(row.key, (0, None))
            assert (row.version, row.before) == (version + 1, content)
            self.last[row.key] = version + 1, row.after
        self.seen += len(log)


def wait_for_the_server(address: str) -> None:
    """Until PostgreSQL has noticed that the killed process is gone: what that had sent may still be committed."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    engine = engine_for(address)
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            while connection.exec_driver_sql(others).scalar():
                connection.rollback()  # the statistics are those of the transaction's beginning
                time.sleep(0.005)


def check_lines(connection: sa.Connection, expected: Expected, versions: dict[str, int]) -> None:
    """The lines are those of the last change of each thing, and so is its version."""
    stored = {Thing(row.client, row.kind, row.key): row for row in connection.execute(sa.select(things))}
    assert {thing.key: row.version for thing, row in stored.items()} == versions
    lines = contents(connection, KINDS, {thing: row.id for thing, row in stored.items() if row.remembered})
    assert {thing.key: to_json(KINDS[thing.kind], content) for thing, content in lines.items()} == {
        thing: json_of(thing, of) for thing, of in expected.values.items() if of
    }
    kept = sum(len(rows) for content in lines.values() for rows in content.values())
    tables = [lines.stored for kind in KINDS.values() for lines in kind.tables]
    assert kept == sum(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in tables)


@cache
def json_of(thing: str, number: int) -> str | None:
    """The content that the change of this number gives a thing."""
    kind = KINDS[kind_of(thing)]
    return to_json(kind, content_of(kind, thing, frames_of(thing, number))) if number else None


def kill_often(victims: Victims, address: str, kills: int) -> int:
    """Kill processes that work on one store one after another; how many changes it has in the end."""
    watch, chance = Watch(address), random.Random(kills)
    for _ in range(kills):
        after = chance.randrange(3)
        watch.check(victims.kill(victims.bear(address), after, chance.uniform(0, 0.1 if after else 0.3)))
    Watch(address).check(list(range(1, watch.expected.number + 1)))
    return watch.expected.number


@forking
def test_kills_while_a_file_is_changed(tmp_path: Path) -> None:
    with nursery() as victims:
        assert kill_often(victims, str(tmp_path / "office.liczydlo"), KILLS_OF_A_FILE) > KILLS_OF_A_FILE


@forking
def test_kills_while_a_file_is_made(tmp_path: Path) -> None:
    chance = random.Random(1)
    with nursery() as victims:
        for number in range(KILLS_OF_NEW_FILES):
            address = str(tmp_path / f"{number}.liczydlo")
            Watch(address).check(victims.kill(victims.bear(address), 0, chance.uniform(0, 0.2)))


@forking
def test_kills_while_an_older_file_is_upgraded(tmp_path: Path) -> None:
    """The change of the older revision is there, and wherever there is a copy it is a whole store of that revision."""
    chance = random.Random(2)
    with nursery() as victims:
        for number in range(KILLS_OF_OLDER_FILES):
            path = older_file(tmp_path / str(number))
            confirmed = victims.kill(victims.bear(str(path)), 0, chance.uniform(0, 0.15))
            for file in [path, *path.parent.glob("*.backup")]:
                with open_store(file, user="parent") as store:
                    assert store.audit()["what"][0] == "written by revision 0001"
                    assert confirmed == [] or file != path or store.version_of(CLIENT, "key", "NAJEM") >= confirmed[-1]


@forking
def test_kills_while_a_database_is_changed(postgres_address: str) -> None:  # noqa: F811
    with nursery() as victims:
        assert kill_often(victims, postgres_address, KILLS_OF_POSTGRESQL) > KILLS_OF_POSTGRESQL / 2


def test_kills_of_processes_that_are_not_forked(tmp_path: Path) -> None:
    watch = Watch(str(tmp_path / "office.liczydlo"))
    for _ in range(KILLS_OF_PROCESSES):
        victim = Victims(watch.address)
        try:
            watch.check(victim.kill(victim.born(), 1, random.Random(4).uniform(0, 0.1)))
        finally:
            victim.process.communicate()
