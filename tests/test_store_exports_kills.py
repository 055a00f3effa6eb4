"""A process killed while it exports leaves nothing, or a whole record whose files can be brought into place byte for byte."""

import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.export_kill import COMMON, FINISH, client, export, files, payments
from tests.stores import postgres_address  # noqa: F401
from tests.test_store_kills import wait_for_the_server
from workbench import i18n
from workbench.errors import ConflictError, StoreError
from workbench.store import open_store, placing
from workbench.store.databases import transaction
from workbench.store.export_tables import export_transfers, exports
from workbench.store.tables import changes

PROJECT = Path(__file__).parents[1]
KILLS_AT_STEPS, KILLS_AT_ANY_TIME, KILLS_OF_POSTGRESQL = 200, 40, 36
forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


class Victims:
    """Processes to kill, forked from one that has everything imported."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.export_kill"]
        self.process = subprocess.Popen(
            command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def run(self, address: str, folder: Path, task: object, step: int, seconds: float = 0) -> bool:
        """Let one work until it is killed, at the step or, at step 0, after so many seconds; whether it was done before."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{address}\t{folder}\t{task}\t{step}\n")
        self.process.stdin.flush()
        word, number = self.process.stdout.readline().split()
        assert word == "born"
        killer = threading.Timer(seconds, os.kill, (int(number), 9))
        if step == 0:
            killer.start()
        said = self.process.stdout.readline().strip()
        if done := said == "done":
            killer.cancel()
            said = self.process.stdout.readline().strip()
        assert said == "gone"
        killer.join() if step == 0 else None
        return done


@contextmanager
def nursery() -> Iterator[Victims]:
    """Where victims are forked."""
    made = Victims()
    try:
        yield made
    finally:
        made.process.kill()
        made.process.communicate()


class Watch:
    """Looks after each kill whether the export is whole or has never been."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.store = open_store(address, user="parent")
        self.references: set[str] = set()
        self.common = b""
        self.found = {"nothing": 0, "waiting": 0, "placed": 0}

    def check(self, number: int, done: bool) -> None:
        """The state after a process that was to make export `number` is gone, and after its work was finished or repeated."""
        self.store.close()  # it goes on with a new connection; the server is asked for all others
        wait_for_the_server(self.address)
        transfers = self.store.transfers
        targets = {file.path for file in files(self.folder, number)}
        recorded = self.recorded(number)
        if recorded:
            waiting = list(transfers.unplaced()["export"])
            assert set(waiting) <= set(recorded)
            assert not (done and waiting)
            self.found["waiting" if waiting else "placed"] += 1
            assert transfers.finish() == waiting
        else:
            there = {path: path.read_bytes() for path in targets if path.exists()}
            assert there == ({self.folder / COMMON: self.common} if self.common and number % 3 == 2 else {})
            assert not done
            assert transfers.exported(client(number)).empty
            assert self.store.audit(client(number)).empty
            self.found["nothing"] += 1
            export(self.store, self.folder, number)
        self.check_whole(number, targets)

    def recorded(self, number: int) -> list[int]:
        query = sa.select(exports.c.id).join_from(exports, changes).where(changes.c.what == f"export {number}")
        with transaction(self.store._engine, writing=False) as connection:
            return list(connection.execute(query.order_by(exports.c.id)).scalars())

    def check_whole(self, number: int, targets: set[Path]) -> None:
        """Every file is in place as it is recorded, every payment was sent once, under references never used before."""
        transfers = self.store.transfers
        log = transfers.log(client(number)).query("error == ''")
        assert set(log["file"]) == {str(path) for path in targets}
        assert len(log) == len(targets)
        assert log["placed"].all()
        references: list[str] = []
        for path, number_of_export in zip(log["file"], log["export"].tolist(), strict=True):
            content = transfers.content(number_of_export)
            assert Path(path).read_bytes() == content
            self.check_digest(number_of_export, content)
            if number % 3 == 2:
                assert content.startswith(self.common)
                self.common, content = content, content[len(self.common) :]
            in_file = content.decode().split()[1:]
            assert in_file == transfers.orders(number_of_export)["reference"].tolist()
            references += in_file
        assert len(set(references)) == len(references) == 3
        assert not self.references & set(references)
        self.references |= set(references)
        sent = transfers.exported(client(number))
        assert sorted(sent["payment_id"]) == payments(number)
        assert set(sent["reference"]) == set(references)
        assert not sent["withdrawn"].any()
        orders = self.store.audit(client(number))
        assert sorted(orders["key"]) == payments(number)
        assert set(orders["version"]) == {1}
        with pytest.raises(ConflictError):
            transfers.export(client(number), files(self.folder / "..", number), what="again")
        assert len(self.recorded(number)) == len(targets)
        assert list(self.folder.glob(".liczydlo*")) == []

    def check_digest(self, number: int, content: bytes) -> None:
        with transaction(self.store._engine, writing=False) as connection:
            row = connection.execute(sa.select(exports.c.sha256, exports.c.size).where(exports.c.id == number)).one()
        assert tuple(row) == (sha256(content).hexdigest(), len(content))

    def check_end(self) -> None:
        """All in all: no reference stands in the log that is not in a file, and the file of the database is sound."""
        with transaction(self.store._engine, writing=False) as connection:
            logged = connection.execute(sa.select(export_transfers.c.reference)).scalars().all()
            assert sorted(logged) == sorted(self.references)
            if connection.dialect.name == "sqlite":
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def kill_at_steps(victims: Victims, watch: Watch, every: int) -> int:
    """Kill the three sorts of exports at every step, or every so many; how many were killed."""
    kills = 0
    numbers = count()
    for sort in range(3):
        for step in count(1 + sort % every, every):
            number = next(number for number in numbers if number % 3 == sort)
            done = victims.run(watch.address, watch.folder, number, step)
            watch.check(number, done)
            if done:
                break
            kills += 1
    watch.check_end()
    watch.store.close()
    return kills


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bank"
    made.mkdir()
    return made


@forking
def test_kills_at_every_step(tmp_path: Path, folder: Path) -> None:
    watch = Watch(str(tmp_path / "office.liczydlo"), folder)
    with nursery() as victims:
        kills = kill_at_steps(victims, watch, 1)
    assert all(watch.found.values())
    assert kills >= KILLS_AT_STEPS


@forking
def test_kills_at_every_step_of_finishing(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for its place is brought there by the next that tries."""
    watch = Watch(str(tmp_path / "office.liczydlo"), folder)
    with nursery() as victims:
        for step in count(1):
            number = step
            with open_store(watch.address, user="parent") as store, monkeypatch.context() as patch:
                patch.setattr(placing, "place", unplaceable)
                with pytest.raises(StoreError):
                    export(store, folder, number)
            if step % 2:
                for partial in folder.glob(".liczydlo*"):
                    partial.unlink()
            done = victims.run(watch.address, folder, FINISH, step)
            watch.check(number, done)
            if done:
                break
    watch.check_end()
    assert watch.found["nothing"] == 0
    assert watch.found["waiting"] > 3


def unplaceable(*_of: object) -> Path:
    raise StoreError("not now")


@forking
def test_kills_at_any_time(tmp_path: Path, folder: Path) -> None:
    watch, chance = Watch(str(tmp_path / "office.liczydlo"), folder), random.Random(4)
    with nursery() as victims:
        for number in range(KILLS_AT_ANY_TIME):
            watch.check(number, victims.run(watch.address, folder, number, 0, chance.uniform(0, 0.08)))
    watch.check_end()


@forking
def test_kills_of_a_client_of_postgresql(postgres_address: str, folder: Path) -> None:  # noqa: F811
    watch, chance = Watch(postgres_address, folder), random.Random(5)
    with nursery() as victims:
        kill_at_steps(victims, watch, 9)
        for number in range(10_000, 10_000 + KILLS_OF_POSTGRESQL // 3):
            watch.check(number, victims.run(watch.address, folder, number, 0, chance.uniform(0, 0.08)))
    watch.check_end()


def test_the_refusal_of_a_sent_payment_says_who_sent_it(tmp_path: Path, folder: Path) -> None:
    with open_store(tmp_path / "office.liczydlo", user="anna") as store, i18n.in_language("en"):
        export(store, folder, 0)
        with pytest.raises(ConflictError, match=r"The payment P0/1 was sent to the bank by anna \(.*\) in the file 0.txt"):
            export(store, folder.parent, 0)
