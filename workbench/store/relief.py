"""What is remembered of the relief: the notices with their entries, declarations, events, technical documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ..errors import StoreError
from ..relief.events import Event
from ..relief.filed import Period
from ..relief.life.chain import Chain
from ..relief.life.declarations import Declaration
from ..relief.life.technical import TechnicalDocument
from ..relief.parts import Side
from ..relief.record import Record
from .changes import PendingChange, Thing
from .databases import transaction
from .lines import Content, from_json
from .relief_content import (
    DECLARATION,
    EVENT,
    KINDS,
    NOTICES,
    TECHNICAL,
    Row,
    chain_content,
    chains_of,
    declaration_content,
    declaration_of,
    event_content,
    event_of,
    key_of_chain,
    key_of_declaration,
    technical_content,
    technical_of,
)
from .tables import audit, changes, things
from .undoing import last_change

Chains = Mapping[tuple[Side, Period], Chain]


class ReliefChange(PendingChange):
    """What a change may set of the relief. `version` is the one that was seen, 0 where nothing was remembered.

    When the change is written, ReliefError where it adds entries to a period whose declaration is not open (M-03), takes some
    away from one (M-01), or contradicts the entries of a declaration.
    """

    def set_chain(self, client: str, chain: Chain, *, version: int) -> None:
        """All notices of a side and period; an empty chain is forgotten."""
        self.put(Thing(client, NOTICES.name, key_of_chain(chain)), chain_content(chain), version=version)

    def set_declaration(self, client: str, declaration: Declaration, *, version: int) -> None:
        """A declaration with its corrections."""
        thing = Thing(client, DECLARATION.name, key_of_declaration(declaration))
        self.put(thing, declaration_content(declaration), version=version)

    def set_event(self, client: str, event_id: str, event: Event | None, *, version: int) -> None:
        """An event; None withdraws it."""
        self.put(Thing(client, EVENT.name, event_id), None if event is None else event_content(event), version=version)

    def set_technical(self, client: str, document_id: str, document: TechnicalDocument | None, *, version: int) -> None:
        """A technical document by its id; None takes it away."""
        thing = Thing(client, TECHNICAL.name, document_id)
        self.put(thing, None if document is None else technical_content(document), version=version)


@dataclass(frozen=True, eq=False)
class RememberedRecord(Record):
    """What is remembered of a client, all of one moment: the chains in the order of the changes in which they were begun
    (anew, where all of one was dropped meanwhile), the others in that in which they were first set.

    `versions`: by kind and key the version of everything that was ever changed, to be handed back with a change of it.
    """

    versions: Mapping[tuple[str, str], int] = field(default_factory=dict)


class RememberedRelief:
    """What is remembered of the clients' relief. `known_at`: as it was remembered at that moment (with a time zone)."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def record_of(self, client: str, known_at: datetime | None = None) -> RememberedRecord:
        """Everything of a client."""
        return self._read(client, known_at).get(client, RememberedRecord())

    def records(self) -> dict[str, RememberedRecord]:
        """Everything, by the names of the clients of whom something is remembered."""
        return self._read(None, None)

    def chains(self, client: str, side: Side | None = None, known_at: datetime | None = None) -> Chains:
        """The chains of a client, of one side or of both."""
        found = self.record_of(client, known_at).chains
        return {(of, period): chain for (of, period), chain in found.items() if side in (None, of)}

    def declarations(self, client: str, known_at: datetime | None = None) -> Mapping[Period, Declaration]:
        """The declarations that were begun, by their periods."""
        return self.record_of(client, known_at).declarations

    def events(self, client: str) -> Mapping[str, Event]:
        """The events by their ids."""
        return self.record_of(client).events

    def technical(self, client: str) -> Mapping[str, TechnicalDocument]:
        """The technical documents by their ids."""
        return self.record_of(client).technical

    def last_change(self, client: str) -> int | None:
        """The last change of a client's relief alone that can be undone; None where there is none."""
        with transaction(self._engine, writing=False) as connection:
            try:
                return last_change(connection, KINDS, client)
            except StoreError:
                return None

    def _read(self, client: str | None, known_at: datetime | None) -> dict[str, RememberedRecord]:
        with transaction(self._engine, writing=False) as connection:
            begun = _begun(connection, client)
            if known_at is None:
                return _records(*_present(connection, client), begun)
            return _records(*_past(connection, client, known_at), begun)


@dataclass(frozen=True)
class _Of:
    """A thing: whose and what it is, its version, and whether it has lines."""

    client: str
    kind: str
    key: str
    version: int
    remembered: bool


Lines = dict[str, list[Row]]


def _present(connection: sa.Connection, client: str | None) -> tuple[dict[int, _Of], Lines]:
    """The things by number, in the order they were made, and the lines of each table."""
    mine = [things.c.kind.in_(KINDS), *([] if client is None else [things.c.client == client])]
    columns = (things.c.client, things.c.kind, things.c.key, things.c.version, things.c.remembered)
    found = connection.execute(sa.select(things.c.id, *columns).where(*mine).order_by(things.c.id))
    of = {row[0]: _Of(*row[1:]) for row in found}
    rows: Lines = {}
    for kind in KINDS.values():
        for lines in kind.tables:
            stored = lines.stored
            query = sa.select(stored.c.thing_id, *(stored.c[name] for name in lines.columns)).join_from(stored, things)
            query = query.where(*mine).order_by(stored.c.thing_id, stored.c.place)
            rows[lines.name] = [Row(number, values) for number, *values in connection.execute(query)]
    return of, rows


def _past(connection: sa.Connection, client: str | None, known_at: datetime) -> tuple[dict[int, _Of], Lines]:
    """The same as the audit log tells it of an earlier moment."""
    same = [audit.c[name] == things.c[name] for name in Thing._fields]
    columns = (things.c.id, audit.c.client, audit.c.kind, audit.c.key, audit.c.version, audit.c.after)
    query = sa.select(*columns).join_from(audit, changes).join(things, sa.and_(*same))
    query = query.where(audit.c.kind.in_(KINDS), changes.c.made_at <= known_at)
    if client is not None:
        query = query.where(audit.c.client == client)
    of: dict[int, _Of] = {}
    after: dict[int, str | None] = {}
    for number, name, kind, key, version, content in connection.execute(query.order_by(things.c.id, audit.c.version)):
        of[number], after[number] = _Of(name, kind, key, version, content is not None), content
    rows: Lines = {lines.name: [] for kind in KINDS.values() for lines in kind.tables}
    for number, text in after.items():
        written_then = from_json(KINDS[of[number].kind], text) or {}
        for table, written in written_then.items():
            rows[table] += [Row(number, list(row.values())) for row in written]
    return of, rows


def _begun(connection: sa.Connection, client: str | None) -> dict[tuple[int, int], int]:
    """By number and version of a chain's thing the change in which the chain, as that version has it, was made from nothing. An
    undo that brings a dropped chain back brings back when it was begun."""
    same = [audit.c[name] == things.c[name] for name in Thing._fields]
    columns = (things.c.id, audit.c.version, audit.c.state, audit.c.change_id, audit.c.before.is_(None))
    query = sa.select(*columns).join_from(audit, things, sa.and_(*same)).where(audit.c.kind == NOTICES.name)
    if client is not None:
        query = query.where(audit.c.client == client)
    begun: dict[tuple[int, int], int] = {}
    for number, version, state, change, from_nothing in connection.execute(query.order_by(things.c.id, audit.c.version)):
        earlier = state if state != version else version - 1
        is_new = state == version and from_nothing
        begun[number, version] = change if is_new else begun.get((number, earlier), change)
    return begun


def _records(of: Mapping[int, _Of], rows: Lines, begun: Mapping[tuple[int, int], int]) -> dict[str, RememberedRecord]:
    """The records of clients from their things; `begun` as `_begun` has it."""
    versions: dict[str, dict[tuple[str, str], int]] = {}
    for thing in of.values():
        versions.setdefault(thing.client, {})[thing.kind, thing.key] = thing.version
    chains: dict[str, dict[tuple[Side, Period], Chain]] = {client: {} for client in versions}
    declarations: dict[str, dict[Period, Declaration]] = {client: {} for client in versions}
    events: dict[str, dict[str, Event]] = {client: {} for client in versions}
    technical: dict[str, dict[str, TechnicalDocument]] = {client: {} for client in versions}
    remembered = {number: thing for number, thing in of.items() if thing.remembered}
    keys = {number: thing.key for number, thing in remembered.items() if thing.kind == NOTICES.name}
    in_order = sorted(keys, key=lambda number: (begun[number, of[number].version], number))
    for number, chain in chains_of({number: keys[number] for number in in_order}, rows):
        chains[of[number].client][chain.side, chain.period] = chain
    contents = {kind: _contents(kind, rows) for kind in (DECLARATION.name, EVENT.name, TECHNICAL.name)}
    for number, thing in remembered.items():
        match thing.kind:
            case DECLARATION.name:
                declaration = declaration_of(thing.key, contents[thing.kind][number])
                declarations[thing.client][declaration.period] = declaration
            case EVENT.name:
                events[thing.client][thing.key] = event_of(thing.key, contents[thing.kind][number])
            case TECHNICAL.name:
                technical[thing.client][thing.key] = technical_of(thing.key, contents[thing.kind][number])
    return {
        client: RememberedRecord(chains[client], declarations[client], events[client], technical[client], versions[client])
        for client in versions
    }


def _contents(kind: str, rows: Mapping[str, Iterable[Row]]) -> dict[int, Content]:
    """The contents of things of a kind that has one table."""
    (lines,) = KINDS[kind].tables
    found: dict[int, Content] = {}
    for row in rows[lines.name]:
        values: dict[str, Any] = dict(zip(lines.columns, row.values, strict=True))
        found.setdefault(row.thing, {lines.name: []})[lines.name].append(values)
    return found
