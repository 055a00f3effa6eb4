"""Stores for tests: an empty address in each database, and small frames of what is remembered."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from unittest import mock
from uuid import uuid4

import pandas as pd
import pytest
import sqlalchemy as sa

from workbench.store import migrating
from workbench.store.databases import engine_of, transaction
from workbench.store.tables import audit, changes, things

WRITTEN = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a store can be made: a file that is not there yet, and an empty database of a real PostgreSQL."""
    if request.param == "sqlite":
        yield str(tmp_path / "office.liczydlo")
    else:
        yield from empty_database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def postgres_address(postgres_url: str) -> Iterator[str]:
    """An empty database of PostgreSQL."""
    yield from empty_database(postgres_url)


def empty_database(server: str) -> Iterator[str]:
    name = f"store_{uuid4().hex}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def older_file(folder: Path) -> Path:
    """A file of revision 0001 with one change in it, as a killed process left it: the change still stands in the WAL."""
    folder.mkdir()
    path = folder / "office.liczydlo"
    engine = engine_of(folder.with_name(f"{folder.name}.written"))
    with mock.patch.object(migrating, "REVISIONS", ("0001",)):
        migrating.bring_up_to_date(engine)
    with transaction(engine, writing=True) as connection:
        connection.execute(sa.insert(changes).values(made_at=WRITTEN, made_by="ola", what="written by revision 0001"))
        thing = {"client": "dawny", "kind": "description", "key": "FZ/1", "version": 1, "state": 1, "change_id": 1}
        connection.execute(sa.insert(things).values(**thing, remembered=True))
        connection.execute(sa.insert(audit).values(**thing, after='{"descriptions":[]}'))
    for end in ("", "-wal"):
        shutil.copy(f"{engine.url.database}{end}", f"{path}{end}")
    engine.dispose()
    return path


def engine_for(address: str) -> sa.Engine:
    """A plain engine for looking past the store's own code at what is in the database."""
    url = address if "://" in address else f"sqlite:///{address}"
    return sa.create_engine(url, poolclass=sa.NullPool)


def description(*percents: str, value: int = 100_00) -> pd.DataFrame:
    """A description of the whole document, one line an element of PROJEKTY."""
    return pd.DataFrame(
        {
            "line": range(1, len(percents) + 1),
            "position": "document",
            "elements": [f"PROJEKTY=P{number}" for number in range(1, len(percents) + 1)],
            "percent": [Decimal(percent) for percent in percents],
            "value": [int(value * Decimal(percent) / 100) for percent in percents],
        }
    )


def item(*percents: str) -> pd.DataFrame:
    """A description of a dictionary's item."""
    return description(*percents)[["line", "elements", "percent"]]


def key(*percents: str, valid_from: str = "2026-01-01") -> pd.DataFrame:
    """An allocation key with one period."""
    return item(*percents).assign(valid_from=pd.Timestamp(valid_from))


def tree(*elements: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One descriptive dimension PROJEKTY with these elements."""
    dimensions = pd.DataFrame({"dimension": ["PROJEKTY"], "name": ["Projekty"], "required": [True]})
    return dimensions, pd.DataFrame({"dimension": "PROJEKTY", "element": list(elements)})
