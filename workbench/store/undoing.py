"""A change taken back by a new change, which can be taken back in turn (redo).

Every version of a thing knows its *state*: the version whose content it has. A change can be taken back as long as each of its
things is in the state that the change left it in. So A, B, undo of B, undo of A works, and where somebody has since set one of
the things to something else it is refused.
"""

from typing import NamedTuple

import sqlalchemy as sa

from ..errors import ConflictError, StoreError
from ..i18n import _
from .changes import Kinds, Setting, Thing, headers, moment, title
from .lines import from_json
from .tables import audit, changes


class Undo(NamedTuple):
    """What takes a change back: its number, the words of the change, and the things as they were before it."""

    change: int
    what: str
    settings: list[Setting]


def last_change(connection: sa.Connection, kinds: Kinds, client: str) -> int:
    """The number of the last change of a client that is neither an undo nor taken back itself, nor final (it went to a bank);
    StoreError where none is."""
    undoable = [kind.name for kind in kinds.values() if not kind.final]
    of_client = sa.select(audit.c.change_id).where(audit.c.client == client)
    other = sa.select(audit.c.change_id).where(audit.c.client == client, audit.c.kind.not_in(undoable))
    query = sa.select(changes.c.id, changes.c.undoes).where(changes.c.id.in_(of_client), changes.c.id.not_in(other))
    query = query.order_by(changes.c.id.desc())
    taken_back = set()
    for number, undoes in connection.execute(query):
        if number in taken_back:
            continue
        if undoes is None:
            return int(number)
        taken_back.add(undoes)
    raise StoreError(_("{client}: there is nothing to undo.").format(client=client))


def undo_of(connection: sa.Connection, kinds: Kinds, number: int) -> Undo:
    """What takes back a change. StoreError where there is no such change, ConflictError where one of its things has been
    changed since."""
    what = connection.execute(sa.select(changes.c.what).where(changes.c.id == number)).scalar()
    if what is None:
        raise StoreError(_("There is no change number {number}.").format(number=number))
    earlier = audit.alias()
    same = [audit.c[name] == earlier.c[name] for name in Thing._fields]
    columns = (*(audit.c[name] for name in Thing._fields), audit.c.state, audit.c.before, earlier.c.state.label("state_before"))
    query = sa.select(*columns).outerjoin(earlier, sa.and_(*same, earlier.c.version == audit.c.version - 1))
    rows = connection.execute(query.where(audit.c.change_id == number).order_by(audit.c.id)).all()
    for row in rows:
        if final := kinds[row.kind].final:
            raise StoreError(_(final).format(what=what))
    stored = headers(connection, [Thing(*row[:3]) for row in rows])
    settings = []
    for row in rows:
        thing = Thing(*row[:3])
        if stored[thing].state != row.state:
            raise _changed_since(connection, kinds, thing)
        before = from_json(kinds[thing.kind], row.before)
        settings.append(Setting(thing, stored[thing].version, before, row.state_before or 0))
    return Undo(number, what, settings)


def _changed_since(connection: sa.Connection, kinds: Kinds, thing: Thing) -> ConflictError:
    where = [audit.c[name] == value for name, value in thing._asdict().items()]
    last = sa.select(changes).join_from(audit, changes).where(*where).order_by(audit.c.version.desc()).limit(1)
    row = connection.execute(last).one()
    return ConflictError(
        _(
            "This change cannot be undone any more: {thing} was changed by {user} ({day}, {time}): {what}. "
            "Undo that change first, or set the former values anew."
        ).format(thing=title(kinds, thing), user=row.made_by, what=row.what, **moment(row.made_at))
    )
