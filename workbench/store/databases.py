"""The database under a store: an SQLite file in WAL mode, or PostgreSQL by URL.

SQLite runs with synchronous=FULL. In WAL mode NORMAL would already survive a killed process, but not a power cut, and a change
that the user saw confirmed must survive that too. Changes are made by people, so one flush to the disk each costs nothing that
anybody feels.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ..errors import StoreError
from ..i18n import _

PATIENCE = 30
"""Seconds to wait for another process that is writing to the same SQLite file."""
SECONDS_TO_CONNECT = 10


def engine_of(where: str | Path) -> sa.Engine:
    """The engine for a path, or for an SQLAlchemy URL of SQLite or PostgreSQL. Nothing is opened yet.

    StoreError for an address that is none of these, without repeating it: a password may stand anywhere in it.
    """
    url = _url_of(where)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    settings = {} if "connect_timeout" in url.query else {"connect_timeout": SECONDS_TO_CONNECT}
    # A notebook stays open over night, the server does not always: a stale connection is replaced before it is used.
    return sa.create_engine(url.set(drivername="postgresql+psycopg"), connect_args=settings, pool_pre_ping=True)


def _url_of(where: str | Path) -> sa.URL:
    if "://" not in str(where):
        return sa.URL.create("sqlite", database=str(Path(where).absolute()))
    try:
        url = sa.make_url(str(where))
        backend = url.get_backend_name()
    except (sa.exc.ArgumentError, ValueError):
        backend = ""
    if backend == "sqlite" and url.database and ":" not in url.database[2:]:  # a file; not :memory: and not file:...
        return sa.URL.create("sqlite", database=str(Path(url.database).absolute()))
    if backend not in ("postgresql", "postgres") or "@" in (url.host or ""):
        raise StoreError(
            _(
                "A store is a file, or a PostgreSQL database such as postgresql://user:password@server/database. "
                "Write special characters of the password in code, %40 for @."
            )
        )
    return url


def _sqlite(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": PATIENCE})

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        connection.isolation_level = None  # Python's driver would begin transactions late and end them early
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A writer takes the lock at once: it waits its turn here instead of failing half-way.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options()["writing"] else "BEGIN")

    return engine


@contextmanager
def transaction(engine: sa.Engine, *, writing: bool) -> Iterator[sa.Connection]:
    """One transaction: committed at the end, rolled back by an exception. A reading one sees one moment throughout.

    StoreError where the database fails.
    """
    with clear_errors(engine), engine.connect() as connection:
        options: dict[str, Any] = {"writing": writing}
        if is_postgresql(engine) and not writing:
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with connection.execution_options(**options).begin():
            yield connection


@contextmanager
def clear_errors(engine: sa.Engine) -> Iterator[None]:
    """What the database driver raises becomes a StoreError that names the store and the reason, but no password."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError) as error:
        origin = getattr(error, "orig", None) or error
        reason = next(iter(str(origin).splitlines()), type(origin).__name__)
        if engine.url.password:
            reason = reason.replace(str(engine.url.password), "***")
        raise StoreError(
            _("The store {store} cannot be opened, read or written: {reason}").format(store=name_of(engine), reason=reason)
        ) from error


def is_postgresql(engine: sa.Engine) -> bool:
    return engine.dialect.name == "postgresql"


def name_of(engine: sa.Engine) -> str:
    """The store's name to show: the file, or the URL without its password and settings."""
    if is_postgresql(engine):
        return engine.url.set(query={}).render_as_string(hide_password=True)
    return str(engine.url.database)


def use_wal(engine: sa.Engine) -> None:
    """Switch an SQLite file to WAL mode, which stays with the file: readers and one writer do not wait for each other."""
    until = time.monotonic() + PATIENCE
    with clear_errors(engine), engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        while driver.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            try:
                driver.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError:  # another process is at it: SQLite does not wait by itself here
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
