"""What a change of notices or declarations may not do, judged while nobody else can change them.

Generating entries and locking the declaration are about different things, so their versions alone would let both of two who
race succeed; so are the notices of a quarter and of its months, which exclude each other. Whoever writes one of them holds the
lock of `sequences` and is judged by what is stored then; so is an undo.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ..days import Quarter
from ..errors import ReliefError
from ..i18n import _
from ..relief.filed import Period
from ..relief.life.chain import Chain
from ..relief.life.declarations import Declaration
from ..relief.life.messages import M03
from ..relief.listing import period_title
from ..relief.outlook import SIDES
from ..relief.parts import Side
from ..relief.record import declaration_covering
from .changes import Header, Setting, Thing, contents, headers
from .lines import Content, from_json, to_json
from .relief_content import (
    DECLARATION,
    KINDS,
    NOTICES,
    TECHNICAL,
    declaration_of,
    key_of_chain,
    key_of_declaration,
    period_of,
)
from .tables import audit, things


def is_about_declared(setting: Setting) -> bool:
    """Whether it sets notices, technical documents or a declaration."""
    return setting.thing.kind in (NOTICES.name, TECHNICAL.name, DECLARATION.name)


def refuse_contradictions(connection: sa.Connection, settings: Sequence[Setting]) -> None:
    """ReliefError where entries come or go in a period whose declaration forbids it (M-01, M-03), a notice that was filed would
    be unlocked or a month have two notices, or a declaration would say of entries what is not so. In a transaction that holds
    the lock."""
    judged = [setting for setting in settings if is_about_declared(setting)]
    stored = headers(connection, [setting.thing for setting in judged])
    if any(setting.seen != (stored[setting.thing].version if setting.thing in stored else 0) for setting in judged):
        return  # it is refused anyway, with the name of who was faster
    for setting in judged:
        before = _content(connection, setting.thing, stored)
        if setting.thing.kind == DECLARATION.name:
            _judge_declaration(connection, setting, before)
        else:
            if setting.thing.kind == NOTICES.name:
                _judge_notices(connection, setting, before)
            _judge_entries(connection, setting, before)


def _judge_notices(connection: sa.Connection, setting: Setting, before: Content | None) -> None:
    client, chain = setting.thing.client, _chain_named(setting.thing)
    if before is None and setting.content is not None:
        of_quarter = chain.period.months if isinstance(chain.period, Quarter) else (Quarter.of(chain.period.first),)
        others = {_notices_of(client, chain.side, period): period for period in of_quarter}
        for thing, header in headers(connection, list(others)).items():
            if header.remembered:
                raise ReliefError(
                    _("The notice of {other} was made, and {period} belongs to it: amend that one.").format(
                        other=period_title(others[thing]), period=period_title(chain.period)
                    )
                )
    for number in sorted(_locked(before) - _locked(setting.content)):
        declaration = declaration_covering(_declarations(connection, client, chain.period), chain.period)
        declaration.must_not_be_sent_with(chain.title(number))


def _judge_entries(connection: sa.Connection, setting: Setting, before: Content | None) -> None:
    was, now = _entries(setting.thing, before), _entries(setting.thing, setting.content)
    for period in {entry[0] for entry in was ^ now}:
        declaration = declaration_covering(_declarations(connection, setting.thing.client, period), period)
        if declaration.is_open:
            continue
        if any(entry[0] == period for entry in now - was):
            raise ReliefError(_(M03))
        Chain("sale", period).without_entries(declaration)  # says why none can be deleted


def _judge_declaration(connection: sa.Connection, setting: Setting, before: Content | None) -> None:
    client, key = setting.thing.client, setting.thing.key
    was, now = declaration_of(key, before), declaration_of(key, setting.content)
    if now.submissions:
        _refuse_both(connection, client, now)
    # Entries come and go while the declaration is open only. Locked as it is, it has those that there are; but what an undo
    # brings back as sent had the entries of that time.
    is_locked_now = now.newest.state == "locked" and now.newest.number == was.newest.number
    left = _left(connection, setting)
    if left is None or not was.is_open or now.is_open or is_locked_now:
        return
    for thing in _with_entries(connection, client, now.period):
        entries = _entries(thing, _content(connection, thing, headers(connection, [thing])))
        changed = entries ^ _entries(thing, _content_at(connection, thing, left))
        if any(_shares_months(entry[0], now.period) for entry in changed):
            raise ReliefError(
                _(
                    "{declaration} cannot be brought back as it was: correction entries were generated or deleted since. "
                    "Undo that first."
                ).format(declaration=now.name)
            )


def _refuse_both(connection: sa.Connection, client: str, declaration: Declaration) -> None:
    for other in _begun(connection, client, declaration.period):
        same = key_of_declaration(other) == key_of_declaration(declaration)
        with_record = isinstance(declaration.period, Quarter) or isinstance(other.period, Quarter)
        with_record &= other.part != declaration.part  # the quarter's declaration and the record part of one of its months
        if not same and not with_record and _shares_months(other.period, declaration.period):
            raise ReliefError(
                _(
                    "{declaration}: {other} was begun, and a month is declared once. Undo that one first, or go on with it."
                ).format(declaration=declaration.name, other=other.name)
            )


def _declarations(connection: sa.Connection, client: str, period: Period) -> dict[Period, Declaration]:
    """Those begun of a period's quarter, by their periods: `_refuse_both` sees to it that a month has one."""
    return {declaration.period: declaration for declaration in _begun(connection, client, period)}


def _begun(connection: sa.Connection, client: str, period: Period) -> list[Declaration]:
    """Those begun of a period's quarter: of the quarter and of its months, record parts alone too."""
    quarter = Quarter.of(period.first)
    possible = [Declaration(of) for of in (quarter, *quarter.months)]
    possible += [Declaration(month, part="record") for month in quarter.months]
    wanted = [Thing(client, DECLARATION.name, key_of_declaration(one)) for one in possible]
    stored = headers(connection, wanted)
    found = (declaration_of(thing.key, _content(connection, thing, stored)) for thing in wanted)
    return [declaration for declaration in found if declaration.submissions]


def _with_entries(connection: sa.Connection, client: str, period: Period) -> list[Thing]:
    """What can have entries of a period: the notices of its quarter, and all technical documents, also such as were removed."""
    quarter = Quarter.of(period.first)
    technical = sa.select(things.c.key).where(things.c.client == client, things.c.kind == TECHNICAL.name)
    return [
        *(_notices_of(client, side, of) for side in SIDES for of in (quarter, *quarter.months)),
        *(Thing(client, TECHNICAL.name, key) for key in connection.execute(technical).scalars()),
    ]


def _shares_months(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


def _notices_of(client: str, side: Side, period: Period) -> Thing:
    return Thing(client, NOTICES.name, key_of_chain(Chain(side, period)))


def _chain_named(thing: Thing) -> Chain:
    """The empty chain of a thing's side and period."""
    fixed: dict[str, Any] = NOTICES.fixed_of(thing.key)
    return Chain(fixed["side"], period_of(fixed["period"]))


def _locked(content: Content | None) -> set[int]:
    """The numbers of the notices of a chain that are locked."""
    return {row["number"] for row in (content["notices"] if content else []) if row["locked"]}


def _left(connection: sa.Connection, setting: Setting) -> int | None:
    """The row of the audit log with which a thing last ceased to be what it is set to; None where it never was that."""
    thing = _is(setting.thing)
    such = sa.select(sa.func.max(audit.c.version)).where(*thing, audit.c.after == to_json(DECLARATION, setting.content))
    version = connection.execute(such).scalar()
    return connection.execute(sa.select(audit.c.id).where(*thing, audit.c.version == (version or 0) + 1)).scalar()


def _content_at(connection: sa.Connection, thing: Thing, row: int) -> Content | None:
    """What a thing was when that row of the audit log was written."""
    query = sa.select(audit.c.after).where(*_is(thing), audit.c.id < row).order_by(audit.c.id.desc()).limit(1)
    return from_json(KINDS[thing.kind], connection.execute(query).scalar())


def _is(thing: Thing) -> list[sa.ColumnElement[bool]]:
    return [audit.c[name] == value for name, value in thing._asdict().items()]


def _content(connection: sa.Connection, thing: Thing, stored: Mapping[Thing, Header]) -> Content | None:
    if thing not in stored or not stored[thing].remembered:
        return None
    return contents(connection, KINDS, {thing: stored[thing].id})[thing]


def _entries(thing: Thing, content: Content | None) -> set[tuple[Any, ...]]:
    """The lines of what goes into the registers: the period, and what each line says."""
    if content is None:
        return set()
    if thing.kind == TECHNICAL.name:
        return {(period_of(row["period"]), *row.values()) for row in content["technical_documents"]}
    period = _chain_named(thing).period
    return {(period, *row.values()) for row in content["entries"]}
