"""Bringing a store's tables up to date when it is opened.

A new store is made, an older one upgraded (an SQLite file after a copy of it was put beside it), a newer one refused, and so
is what is not a store. One process does it while others that open the same store wait; it is one transaction, so that a
failure leaves the store as it was.
"""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from ..errors import StoreError
from ..i18n import _
from .databases import is_postgresql, name_of, transaction, use_wal

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""Every revision of the tables from the first to the present one; its script stands in migrations/versions."""
SCRIPTS = Path(__file__).parent / "migrations"
REVISION_TABLE = "store_revision"

_ONE_UPGRADE = threading.Lock()
"""Alembic keeps its present upgrade in a variable of the process."""
_LOCK = 0x6C69637A79646C6F
"""The number of the advisory lock on PostgreSQL: "liczydlo" in ASCII."""


def bring_up_to_date(engine: sa.Engine) -> None:
    """Make or upgrade the tables of a store. StoreError where it is newer, something else, or cannot be written."""
    with transaction(engine, writing=False) as connection:
        if revision_of(connection) == REVISIONS[-1]:
            return
    if not is_postgresql(engine):
        use_wal(engine)
    with transaction(engine, writing=True) as connection:
        if is_postgresql(engine):
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        found = revision_of(connection)
        if found == REVISIONS[-1]:
            return  # another process was faster
        copy = None if found is None or is_postgresql(engine) else _copy_beside(Path(name_of(engine)), found)
        try:
            _upgrade(connection)
        except BaseException:
            if copy is not None:
                copy.unlink()  # the file itself stays as it was
            raise


def revision_of(connection: sa.Connection) -> str | None:
    """The revision of the store's tables; None of an empty database. StoreError of a newer store or something else."""
    tables = sa.inspect(connection).get_table_names()
    if not tables:
        return None
    if REVISION_TABLE not in tables:
        raise StoreError(
            _(
                "{store} holds something else, not what the workbench remembers. It was left as it is: give another file or "
                "an empty database."
            ).format(store=name_of(connection.engine))
        )
    query = sa.select(sa.column("version_num", sa.Text)).select_from(sa.table(REVISION_TABLE))
    found = connection.execute(query).scalar_one()
    if found not in REVISIONS:
        raise StoreError(
            _(
                "{store} was written by a newer version of the workbench (revision {found}; this one knows revisions up to "
                "{known}). Update the workbench, or open the copy that the update put beside the file."
            ).format(store=name_of(connection.engine), found=found, known=REVISIONS[-1])
        )
    return found


def _copy_beside(path: Path, revision: str) -> Path:
    """A copy of the file, with what still stands in its WAL, named after its revision."""
    stem = f"{path.name}.{revision}"
    copy = path.with_name(f"{stem}.backup")
    number = 2
    while copy.exists():
        copy = path.with_name(f"{stem}-{number}.backup")
        number += 1
    partial = path.with_name(f"{stem}.partial")
    partial.unlink(missing_ok=True)  # of a process that was killed here
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
    return partial.replace(copy)


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command  # slow to import, and nearly every opening finds its tables up to date
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ONE_UPGRADE:
        command.upgrade(config, REVISIONS[-1])
