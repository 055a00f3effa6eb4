"""What is remembered of files for the tax office: entered fields of declarations, files taken away, answers about KSeF."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import sqlalchemy as sa

from ..errors import StoreError
from .changes import PendingChange, Thing
from .databases import transaction
from .filing_content import (
    ANSWERS,
    FILES,
    KINDS,
    VALUES,
    TakenFile,
    answers_content,
    file_content,
    file_of,
    values_content,
)
from .frames import MOMENT, frame
from .laying import tables_of
from .tables import changes, things
from .undoing import last_change


class FilingChange(PendingChange):
    """What a change may set of files for the tax office. `version` is the one that was seen, 0 where nothing was remembered."""

    def set_jpk_values(self, client: str, period: str, values: Mapping[str, str], *, version: int) -> None:
        """All that is entered into the declaration part of a month ("2026-09") or quarter ("2026Q3"), by field; none forgets
        it."""
        self.put(Thing(client, VALUES.name, period), values_content(period, values), version=version)

    def add_jpk_file(self, client: str, taken: TakenFile) -> None:
        """A file that was taken away. ConflictError, when the change is written, where its number is taken."""
        self.put(Thing(client, FILES.name, taken.key), file_content(taken), version=0)

    def set_ksef_answers(self, client: str, answers: pd.DataFrame, *, version: int) -> None:
        """All answers of a client: document, need, answer."""
        self.put(Thing(client, ANSWERS.name, ANSWERS.key_of()), answers_content(answers), version=version)


@dataclass(frozen=True, eq=False)
class FilingRecord:
    """What is remembered of a client's files, all of one moment.

    `values`: what was entered, by period and field; `files`: those that were taken away, in that order; `answers`: document,
    need, answer. `versions`: by kind and key the version of everything that was ever changed, to be handed back with a change.
    """

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files: tuple[TakenFile, ...] = ()
    answers: pd.DataFrame = field(default_factory=lambda: frame([], dict.fromkeys(("document", "need", "answer"), "str")))
    versions: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def version(self, kind: str, key: str) -> int:
        """The version of a thing that was seen."""
        return self.versions.get((kind, key), 0)


class RememberedFiling:
    """What is remembered of the clients' files for the tax office."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def record_of(self, client: str) -> FilingRecord:
        """Everything of a client."""
        seen = sa.select(things.c.kind, things.c.key, things.c.version).where(
            things.c.client == client, things.c.kind.in_(KINDS)
        )
        with transaction(self._engine, writing=False) as connection:
            versions = {(kind, key): version for kind, key, version in connection.execute(seen)}
            entered = tables_of(connection, client, VALUES)["values"]
            taken = tables_of(connection, client, FILES)["files"]
            answers = tables_of(connection, client, ANSWERS)["answers"]
        values: dict[str, dict[str, str]] = {}
        for period, name, value in entered.itertuples(index=False):
            values.setdefault(period, {})[name] = value
        files = [file_of({str(name): value for name, value in row.items()}) for row in taken.to_dict("records")]
        return FilingRecord(values, tuple(files), answers, versions)

    def taken(self, client: str) -> pd.DataFrame:
        """When and by whom each file was taken away: key ("2026-09/1"), at (UTC), user."""
        query = sa.select(things.c.key, changes.c.made_at, changes.c.made_by).join_from(things, changes)
        query = query.where(things.c.client == client, things.c.kind == FILES.name).order_by(things.c.id)
        with transaction(self._engine, writing=False) as connection:
            return frame(connection.execute(query), {"key": "str", "at": MOMENT, "user": "str"})

    def last_change(self, client: str) -> int | None:
        """The last change of what is entered and answered for a client that can be undone; None where there is none."""
        with transaction(self._engine, writing=False) as connection:
            try:
                return last_change(connection, KINDS, client)
            except StoreError:
                return None
