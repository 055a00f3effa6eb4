"""Opening a store: made, upgraded after a copy, refused; by several at once, and without a word to the user's log."""

import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.stores import address, engine_for, key, older_file, postgres_address  # noqa: F401
from workbench import i18n
from workbench.errors import StoreError
from workbench.store import migrating, open_store
from workbench.store.databases import engine_of, transaction
from workbench.store.tables import metadata

PROJECT = Path(__file__).parents[1]


def refusal(where: str | Path) -> str:
    """What opening says, in English."""
    with i18n.in_language("en"), pytest.raises(StoreError) as refused:
        open_store(where, user="anna")
    return str(refused.value)


def revision(address: str | Path) -> str:  # noqa: F811
    with engine_for(str(address)).connect() as connection:
        return str(connection.exec_driver_sql("SELECT version_num FROM store_revision").scalar())


def files(folder: Path) -> list[str]:
    """The files of a folder without those that SQLite keeps while a file is open."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm")))


def test_a_new_store_is_made_and_found_again(address: str) -> None:  # noqa: F811
    for opening in range(2):
        with open_store(address, user="anna") as store:
            assert store.version_of("wektor", "key", "NAJEM") == opening
            with store.change("Key") as change:
                change.set_key("wektor", "NAJEM", key("100"), version=opening)
    assert revision(address) == migrating.REVISIONS[-1]


def test_a_file_can_be_named_by_path_text_or_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "biuro % ą.liczydlo"
    for where in (path, str(path), path.name, f"sqlite:///{path.as_posix()}"):
        with open_store(where, user="anna") as store:
            assert repr(store) == f"Store({str(path)!r}, user='anna')"
            monkeypatch.chdir("/" if where == path.name else tmp_path)
            store.audit()
    assert files(tmp_path) == [path.name]


def test_a_file_is_in_wal_mode_and_flushed_with_every_change(tmp_path: Path) -> None:
    path = tmp_path / "office.liczydlo"
    with open_store(path, user="anna") as store, transaction(store._engine, writing=False) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_migrated_tables_are_those_of_the_code(address: str) -> None:  # noqa: F811
    open_store(address, user="anna").close()
    with engine_for(address).connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": migrating.REVISION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_every_script_is_a_known_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrating.SCRIPTS))
    scripts = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(scripts)) == migrating.REVISIONS


def test_an_older_file_is_upgraded_after_a_copy(tmp_path: Path) -> None:
    """The copy has what stood in the WAL only, and is itself a store of the old revision."""
    path = older_file(tmp_path / "office")
    with open_store(path, user="anna") as store:
        assert store.audit()["what"].tolist() == ["written by revision 0001"]
        with store.change("New") as change:
            change.set_key("wektor", "NAJEM", key("100"), version=0)
    assert revision(path) == migrating.REVISIONS[-1]
    assert files(path.parent) == ["office.liczydlo", "office.liczydlo.0001.backup"]
    copy = path.with_name("office.liczydlo.0001.backup")
    assert revision(copy) == "0001"
    shutil.copy(copy, path)
    with open_store(path, user="anna") as store:
        assert store.audit()["what"].tolist() == ["written by revision 0001"]
    assert files(path.parent) == ["office.liczydlo", "office.liczydlo.0001-2.backup", "office.liczydlo.0001.backup"]


def test_an_older_database_is_upgraded(postgres_address: str) -> None:  # noqa: F811
    engine = engine_of(postgres_address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrating, "REVISIONS", ("0001",))
        migrating.bring_up_to_date(engine)
    engine.dispose()
    assert revision(postgres_address) == "0001"
    open_store(postgres_address, user="anna").close()
    assert revision(postgres_address) == migrating.REVISIONS[-1]


def test_a_store_that_is_up_to_date_is_not_copied(tmp_path: Path) -> None:
    for _ in range(2):
        open_store(tmp_path / "office.liczydlo", user="anna").close()
    assert files(tmp_path) == ["office.liczydlo"]


def test_a_newer_store_is_refused(address: str) -> None:  # noqa: F811
    open_store(address, user="anna").close()
    with engine_for(address).begin() as connection:
        connection.exec_driver_sql("UPDATE store_revision SET version_num = '0099'")
    said = refusal(address)
    assert "newer version of the workbench (revision 0099" in said
    assert "Update the workbench" in said
    assert revision(address) == "0099"


@contextmanager
def failing_revision(folder: Path) -> Iterator[None]:
    """A further revision that makes a table and then fails."""
    scripts = folder / "scripts"
    shutil.copytree(migrating.SCRIPTS, scripts)
    (scripts / "versions" / "revision_broken.py").write_text(
        f"from alembic import op\nrevision, down_revision = 'broken', '{migrating.REVISIONS[-1]}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE half (a INTEGER)')\n    op.execute('CREATE nonsense')\n",
        "utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrating, "SCRIPTS", scripts)
        patch.setattr(migrating, "REVISIONS", (*migrating.REVISIONS, "broken"))
        yield


def test_a_failed_upgrade_leaves_the_store_as_it_was(address: str, tmp_path: Path) -> None:  # noqa: F811
    with open_store(address, user="anna") as store, store.change("Key") as change:
        change.set_key("wektor", "NAJEM", key("100"), version=0)
    for _ in range(2):
        with failing_revision(tmp_path / "new"):
            assert "nonsense" in refusal(address)
        shutil.rmtree(tmp_path / "new")
    assert [name for name in files(tmp_path) if "backup" in name or "partial" in name] == []
    with open_store(address, user="anna") as store:
        assert len(store.costs.keys("wektor")) == 1
    with engine_for(address).connect() as connection:
        assert not sa.inspect(connection).has_table("half")


@pytest.mark.parametrize("case", ["a new file", "an older file", "a new database"])
def test_several_processes_open_a_store_at_once(tmp_path: Path, case: str, request: pytest.FixtureRequest) -> None:
    """One of them makes or upgrades it, the others wait; each makes its change."""
    if case == "a new database":
        where = request.getfixturevalue("postgres_address")
    else:
        where = str(older_file(tmp_path / "office") if case == "an older file" else tmp_path / "office.liczydlo")
    program = (
        "import sys; from tests.stores import key; from workbench.store import open_store\n"
        "print('ready', flush=True); input()\n"
        "with open_store(sys.argv[1], user='u') as store, store.change('c') as change:\n"
        "    change.set_key('wektor', sys.argv[2], key('100'), version=0)\n"
    )
    opening = [
        subprocess.Popen(
            [sys.executable, "-c", program, where, f"K{number}"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for process in opening:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in opening:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate()[1] for process in opening] == [""] * 4
    with open_store(where, user="anna") as store:
        assert len(store.versions("wektor", "key")) == 4
    assert len(list(tmp_path.rglob("*.backup"))) == (case == "an older file")


def test_several_threads_open_an_empty_store_at_once(address: str) -> None:  # noqa: F811
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda number: open_store(address, user=str(number)), range(6)))
    for store in stores:
        assert len(store.audit()) == 0
        store.close()


def test_several_threads_make_their_own_stores_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda number: open_store(tmp_path / str(number), user="anna"), range(12)))
    for store in stores:
        assert len(store.audit()) == 0
        store.close()


def test_opening_waits_for_one_who_writes(tmp_path: Path) -> None:
    """SQLite itself does not wait when a file is switched to WAL while somebody writes to it."""
    path = tmp_path / "office.liczydlo"
    with closing(sqlite3.connect(path, check_same_thread=False, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        end = threading.Timer(0.5, writer.execute, ["ROLLBACK"])
        end.start()
        open_store(path, user="anna").close()
        assert end.finished.is_set()
        end.join()


def test_nothing_is_said_while_tables_are_made(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.WARNING):
        open_store(older_file(tmp_path / "office"), user="anna").close()
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("content", [b"Dear Anna, " * 100, b"PK\x03\x04", bytes(5000)], ids=["a letter", "a zip", "zeros"])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "office.liczydlo"
    path.write_bytes(content)
    said = refusal(path)
    assert str(path) in said
    assert "not a database" in said
    assert path.read_bytes() == content
    assert files(tmp_path) == [path.name]


def test_a_database_of_something_else_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE changes (id INTEGER)")
    content = path.read_bytes()
    assert "holds something else" in refusal(path)
    assert path.read_bytes() == content
    assert files(tmp_path) == [path.name]


def test_a_postgresql_database_of_something_else_is_refused(postgres_address: str) -> None:  # noqa: F811
    with engine_for(postgres_address).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE changes (id INTEGER)")
    assert "holds something else" in refusal(postgres_address)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "unable to open database file" in refusal(tmp_path / "nowhere" / "office.liczydlo")
    assert "unable to open database file" in refusal(tmp_path)
    assert files(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="folders are locked by their mode on POSIX only")
@pytest.mark.parametrize("made", [False, True], ids=["a new file", "a file that is there"])
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path, made: bool) -> None:
    """Done by another account where the tests run as root, whom no mode stops."""
    path = tmp_path / "office.liczydlo"
    if made:
        open_store(path, user="anna").close()
    program = (
        "import os, sys; from workbench.store import open_store; from workbench.errors import StoreError\n"
        "path = os.open(sys.argv[1], os.O_RDONLY); os.fchdir(path)\n"
        "if os.geteuid() == 0: os.seteuid(65534)\n"
        "try: open_store('office.liczydlo', user='anna')\n"
        "except StoreError as error: print(error)\n"
    )
    tmp_path.chmod(0o555)
    environment = os.environ | {"WORKBENCH_LANG": "en"}
    command = [sys.executable, "-c", program, str(tmp_path)]
    said = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    tmp_path.chmod(0o755)
    assert said.stderr == ""
    assert said.stdout.startswith("The store ")
    assert "unable to open database file" in said.stdout or "readonly" in said.stdout


@pytest.mark.parametrize(
    "where",
    [
        "mysql://anna:tajne@server/store",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:office?mode=memory&uri=true",
        "postgresql://anna:taj@ne@server/store",
        "postgresql://anna:tajne@server:port/store",
        "://",
    ],
)
def test_other_addresses_are_refused_without_repeating_them(where: str) -> None:
    said = refusal(where)
    assert said.startswith("A store is a file, or a PostgreSQL database")
    assert "taj" not in said


def test_a_server_that_is_not_there_is_refused_without_the_password() -> None:
    said = refusal("postgresql://anna:tajne%40@127.0.0.1:1/store?application_name=tajne%40")
    assert "postgresql+psycopg://anna:***@127.0.0.1:1/store" in said
    assert "onnection" in said
    assert "tajne" not in said


def test_a_database_that_is_not_there_is_refused(postgres_url: str) -> None:
    assert 'database "nowhere" does not exist' in refusal(postgres_url.replace("/postgres", "/nowhere"))


def test_a_lost_connection_is_a_store_error_and_made_anew(postgres_address: str) -> None:  # noqa: F811
    url = sa.make_url(postgres_address)
    with open_store(postgres_address, user="anna") as store:
        store.audit()
        engine = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false")
            ended = sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
            connection.execute(ended, {"name": url.database})
        with pytest.raises(StoreError):
            store.audit()
        with engine.connect() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true")
        assert len(store.audit()) == 0
