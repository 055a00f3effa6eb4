"""One change: things set to new contents in one transaction, each only if it still has the version that was seen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from .. import i18n
from ..errors import ConflictError, StoreError
from ..i18n import _
from .kinds import Kind
from .lines import Content, is_text, to_json
from .tables import audit, changes, things

_T = TypeVar("_T")
Kinds = Mapping[str, Kind]
_AT_ONCE = 500
"""Keys in one query: databases limit how many values a statement may have."""


class Thing(NamedTuple):
    """What is changed and undone as a whole."""

    client: str
    kind: str
    key: str


@dataclass(frozen=True)
class Setting:
    """A thing's new content (None: what the books say), for one that has the version `seen`. `state` is the version whose
    content this is, where an undo brings it back."""

    thing: Thing
    seen: int
    content: Content | None
    state: int | None = None


class PendingChange:
    """What one change will set. It is written as a whole when its `with` block ends, not before."""

    def __init__(self, kinds: Kinds) -> None:
        self.id: int | None = None
        """The number of the change once it is written; None before, and where nothing was set."""
        self._kinds = kinds
        self._settings: dict[Thing, Setting] = {}

    def put(self, thing: Thing, content: Content | None, *, version: int) -> None:
        """Set a thing that has this version; None forgets it. StoreError where it is set twice in one change."""
        if not all(map(is_text, thing)) or not thing.client:
            raise StoreError(_("{name} cannot be the name of anything.").format(name=repr(thing)))
        if thing in self._settings:
            raise StoreError(_("{thing}: set twice in one change.").format(thing=title(self._kinds, thing)))
        self._settings[thing] = Setting(thing, version, content)

    @property
    def settings(self) -> list[Setting]:
        return list(self._settings.values())


class Overtaken(Exception):  # noqa: N818 (never seen by a caller: it becomes a ConflictError)
    """Somebody else changed one of the things first; nothing of the transaction may stay."""


class Header(NamedTuple):
    """A thing as it is stored."""

    id: int
    version: int
    state: int
    remembered: bool


def write(
    connection: sa.Connection,
    kinds: Kinds,
    settings: Sequence[Setting],
    *,
    what: str,
    user: str,
    at: datetime,
    undoes: int | None = None,
) -> int:
    """Write a change inside a transaction; its number. Overtaken where a thing has another version than was seen.

    A version is raised only WHERE it is the one that was seen, and a new thing's name is unique: of two transactions that
    race, the database lets one win.
    """
    settings = sorted(settings, key=lambda setting: setting.thing)  # the same order everywhere: no deadlock
    stored = headers(connection, [setting.thing for setting in settings])
    if any(setting.seen != (stored[setting.thing].version if setting.thing in stored else 0) for setting in settings):
        raise Overtaken
    change = sa.insert(changes).values(made_at=at, made_by=user, what=what, undoes=undoes)
    number = connection.execute(change.returning(changes.c.id)).scalar_one()
    _raise_versions(connection, settings, stored, number)
    now = headers(connection, [setting.thing for setting in settings])
    before = contents(connection, kinds, {thing: now[thing].id for thing, header in stored.items() if header.remembered})
    _replace_lines(connection, kinds, settings, now, was=stored)
    rows = [
        {
            "change_id": number,
            **setting.thing._asdict(),
            "version": setting.seen + 1,
            "state": _state(setting),
            "before": to_json(kinds[setting.thing.kind], before.get(setting.thing)),
            "after": to_json(kinds[setting.thing.kind], setting.content),
        }
        for setting in settings
    ]
    connection.execute(sa.insert(audit), rows)
    return number


def headers(connection: sa.Connection, wanted: Sequence[Thing]) -> dict[Thing, Header]:
    """Those of the things that are stored."""
    found = {}
    columns = (things.c.client, things.c.kind, things.c.key, things.c.id, things.c.version, things.c.state, things.c.remembered)
    for (client, kind), group in groupby(sorted(wanted), key=lambda thing: thing[:2]):
        for keys in portions([thing.key for thing in group]):
            where = sa.and_(things.c.client == client, things.c.kind == kind, things.c.key.in_(keys))
            for row in connection.execute(sa.select(*columns).where(where)):
                found[Thing(*row[:3])] = Header(*row[3:])
    return found


def contents(connection: sa.Connection, kinds: Kinds, ids: Mapping[Thing, int]) -> dict[Thing, Content]:
    """The content of stored things, by their row numbers."""
    found: dict[Thing, Content] = {thing: {lines.name: [] for lines in kinds[thing.kind].tables} for thing in ids}
    by_id = {number: thing for thing, number in ids.items()}
    for kind in kinds.values():
        for portion in portions([number for thing, number in ids.items() if thing.kind == kind.name]):
            for lines in kind.tables:
                stored = lines.stored
                query = sa.select(stored).where(stored.c.thing_id.in_(portion)).order_by(stored.c.thing_id, stored.c.place)
                for row in connection.execute(query).mappings():
                    values = {column: row[column] for column in lines.columns}
                    found[by_id[row["thing_id"]]][lines.name].append(values)
    return found


def conflict(connection: sa.Connection, kinds: Kinds, settings: Sequence[Setting]) -> ConflictError:
    """The error that says which thing was changed by whom since it was seen."""
    stored = headers(connection, [setting.thing for setting in settings])
    known = [setting for setting in settings if setting.thing in stored]
    changed = [setting.thing for setting in known if stored[setting.thing].version != setting.seen]
    if not changed:
        thing = next(setting.thing for setting in settings if setting.thing not in stored)
        return ConflictError(
            _("{thing}: this store has no such version of it. Read it again and repeat the change.").format(
                thing=title(kinds, thing)
            )
        )
    thing = min(changed)
    query = sa.select(changes.c.made_by, changes.c.made_at).join(things, things.c.change_id == changes.c.id)
    user, at = connection.execute(query.where(things.c.id == stored[thing].id)).one()
    return ConflictError(
        _(
            "{thing} was changed by {user} ({day}, {time}) after it was read here. Nothing was saved: look at it as it is now "
            "and repeat your change."
        ).format(thing=title(kinds, thing), user=user, **moment(at))
    )


def title(kinds: Kinds, thing: Thing) -> str:
    """A thing's name for people."""
    return _(kinds[thing.kind].title).format(key=thing.key)


def moment(at: datetime) -> dict[str, str]:
    """The day and the time of the clock on the wall, as texts for messages."""
    local = at.astimezone()
    return {"day": i18n.day(local), "time": f"{local:%H:%M}"}


def _raise_versions(
    connection: sa.Connection, settings: Sequence[Setting], stored: Mapping[Thing, Header], number: int
) -> None:
    fresh, known = [], []
    for setting in settings:
        values = {"state": _state(setting), "remembered": setting.content is not None, "change_id": number}
        if setting.thing in stored:
            known.append({"of": stored[setting.thing].id, "seen": setting.seen, **values})
        else:
            fresh.append({**setting.thing._asdict(), "version": 1, **values})
    if fresh:
        try:
            connection.execute(sa.insert(things), fresh)
        except sa.exc.IntegrityError:
            raise Overtaken from None
    if known:
        update = sa.update(things).where(things.c.id == sa.bindparam("of"), things.c.version == sa.bindparam("seen", 0))
        raised = connection.execute(update.values(version=things.c.version + 1), known)
        if raised.rowcount != len(known):
            raise Overtaken


def _replace_lines(
    connection: sa.Connection,
    kinds: Kinds,
    settings: Sequence[Setting],
    now: Mapping[Thing, Header],
    was: Mapping[Thing, Header],
) -> None:
    for kind in kinds.values():
        of_kind = [setting for setting in settings if setting.thing.kind == kind.name]
        for lines in kind.tables:
            for portion in portions([was[setting.thing].id for setting in of_kind if setting.thing in was]):
                connection.execute(sa.delete(lines.stored).where(lines.stored.c.thing_id.in_(portion)))
            rows: list[dict[str, Any]] = [
                {"thing_id": now[setting.thing].id, "place": place, **row}
                for setting in of_kind
                for place, row in enumerate((setting.content or {}).get(lines.name, []))
            ]
            if rows:
                connection.execute(sa.insert(lines.stored), rows)


def _state(setting: Setting) -> int:
    return setting.seen + 1 if setting.state is None else setting.state


def portions(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """As many at once as one statement may name."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
