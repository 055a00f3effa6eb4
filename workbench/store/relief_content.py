"""The kinds of things that are remembered of the relief, and how chains and declarations become their lines and come back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..days import Month, Quarter
from ..i18n import N_
from ..ledger.column_types import AMOUNT, DATE, FALSE, REQUIRED, Column, Table, Type
from ..relief.events import Event
from ..relief.filed import Period
from ..relief.life.chain import Chain, KeptNotice
from ..relief.life.declarations import Declaration, Part, Submission
from ..relief.life.technical import TechnicalDocument
from .frames import DAY, frame
from .kinds import Kind, stored_lines
from .lines import Content, content_of

_NUMBER = Column("integer", required=True)
_TEXT = Column(default="")
_DAY_OR_NONE = Column("date")

_NOTICES = Table(
    ("number",),
    {
        "number": _NUMBER,
        "as_of": DATE,
        "calculated_on": DATE,
        "locked": FALSE,
        "mode": REQUIRED,
        "register": _TEXT,
        "fingerprint": _TEXT,
    },
)
_LINES = Table(
    ("number", "document_id", "payment_id", "rate", "kind"),
    {
        "number": _NUMBER,
        **dict.fromkeys(("document_id", "payment_id", "rate", "kind"), REQUIRED),
        **dict.fromkeys(("net", "vat", "unpaid", "net_left", "vat_left"), AMOUNT),
        **dict.fromkeys(("due_date", "effective_due_date", "relief_date"), DATE),
        "payment_date": _DAY_OR_NONE,
    },
)
_REMOVED = Table(("number", "document_id"), {"number": _NUMBER, "document_id": REQUIRED})
_ENTRIES = Table(
    ("number", "entry", "line"),
    {
        **dict.fromkeys(("number", "entry", "line"), _NUMBER),
        **dict.fromkeys(("document_id", "state", "rate", "kind", "deductible"), _TEXT),
        **dict.fromkeys(("net", "vat"), AMOUNT),
    },
)
_EVENTS = Table(
    (),
    {
        **dict.fromkeys(("side", "document_id", "type"), REQUIRED),
        "payment_id": _TEXT,
        "date": DATE,
        "amount": AMOUNT,
        **dict.fromkeys(("choice", "note"), _TEXT),
    },
)
_TECHNICAL = Table(
    (),
    {
        **dict.fromkeys(("period", "attribute", "number", "rate", "kind", "deductible"), REQUIRED),
        "vat": AMOUNT,
        **dict.fromkeys(("document_id", "note"), _TEXT),
    },
)
_SUBMISSIONS = Table(("number",), {"number": _NUMBER, "state": REQUIRED, "sent_on": _DAY_OR_NONE})

NOTICES = Kind(
    "relief_notices",
    N_("The relief notice {key}"),
    {"side": REQUIRED, "period": REQUIRED},
    (
        stored_lines("relief", "notices", _NOTICES, ()),
        stored_lines("relief", "notice_lines", _LINES, ()),
        stored_lines("relief", "removed_documents", _REMOVED, ()),
        stored_lines("relief", "entries", _ENTRIES, ()),
    ),
)
"""All notices of a side and period: its key is "sale/2026-09". Where the last of them is dropped, it is forgotten."""
DECLARATION = Kind(
    "declaration",
    N_("The declaration {key}"),
    {"period": REQUIRED},
    (stored_lines("relief", "submissions", _SUBMISSIONS, ()),),
)
EVENT = Kind("relief_event", N_("The event {key}"), {"id": REQUIRED}, (stored_lines("relief", "events", _EVENTS, ()),))
TECHNICAL = Kind(
    "technical_document",
    N_("The technical document {key}"),
    {"id": REQUIRED},
    (stored_lines("relief", "technical_documents", _TECHNICAL, ()),),
)
_RECORD = "/record"
KINDS = {kind.name: kind for kind in (NOTICES, DECLARATION, EVENT, TECHNICAL)}

_DTYPES: dict[Type, str] = {"text": "str", "amount": "int64", "integer": "int64", "date": DAY, "bool": "bool"}


class Row(NamedTuple):
    """A line of a thing: the thing's number, and its values in the order of the columns."""

    thing: int
    values: Sequence[Any]


def key_of_chain(chain: Chain) -> str:
    """The key of its thing."""
    return NOTICES.key_of(chain.side, str(chain.period))


def period_of(text: str) -> Period:
    """The month or quarter that a key names."""
    return Quarter(text) if "Q" in text else Month(text)


def chain_content(chain: Chain) -> Content | None:
    """The lines of a chain; None of an empty one, which is forgotten. StoreError where it holds what cannot be kept."""
    if not chain.notices:
        return None
    names = list(_NOTICES.columns)
    notices = pd.DataFrame([[getattr(notice, name) for name in names] for notice in chain.notices], columns=names)
    removed = [(notice.number, document) for notice in chain.notices for document in notice.removed]
    frames = {
        "notices": notices,
        "notice_lines": _put_together({notice.number: notice.lines for notice in chain.notices}, _LINES),
        "removed_documents": pd.DataFrame(removed, columns=list(_REMOVED.columns)),
        "entries": _put_together({notice.number: notice.entries for notice in chain.notices}, _ENTRIES),
    }
    return content_of(NOTICES, key_of_chain(chain), frames)


def chains_of(keys: Mapping[int, str], rows: Mapping[str, Iterable[Row]]) -> Iterator[tuple[int, Chain]]:
    """Chains from the lines of their things.

    `keys`: by the things' numbers their keys, in the order the chains are given in; `rows`: by table the lines, those of one
    thing together and in their order.
    """
    lines, entries = _by_notice(rows["notice_lines"], _LINES), _by_notice(rows["entries"], _ENTRIES)
    removed: dict[tuple[int, int], list[str]] = {}
    for thing, (number, document) in rows["removed_documents"]:
        removed.setdefault((thing, number), []).append(document)
    kept: dict[int, list[KeptNotice]] = {}
    for thing, values in rows["notices"]:
        head: dict[str, Any] = dict(zip(_NOTICES.columns, values, strict=True))
        of = thing, head["number"]
        notice = KeptNotice(lines=lines.of(of), entries=entries.of(of), removed=tuple(removed.get(of, ())), **head)
        kept.setdefault(thing, []).append(notice)
    for thing, key in keys.items():
        fixed = NOTICES.fixed_of(key)
        side: Any = fixed["side"]
        yield thing, Chain(side, period_of(fixed["period"]), tuple(kept.get(thing, ())))


def declaration_content(declaration: Declaration) -> Content | None:
    """The lines of a declaration; None of one that is not begun."""
    if not declaration.submissions:
        return None
    lines = pd.DataFrame(
        [(one.number, one.state, one.sent_on) for one in declaration.submissions],
        columns=list(_SUBMISSIONS.columns),
        dtype="object",
    )
    return content_of(DECLARATION, key_of_declaration(declaration), {"submissions": lines})


def key_of_declaration(declaration: Declaration) -> str:
    """The key of its thing: 2026-07, 2026Q3; of the record part of a month alone 2026-07/record."""
    return str(declaration.period) + (_RECORD if declaration.part == "record" else "")


def declaration_of(key: str, content: Content | None) -> Declaration:
    """A declaration from the lines of its thing."""
    rows = [] if content is None else content["submissions"]
    submissions = tuple(Submission(row["number"], row["state"], row["sent_on"]) for row in rows)
    part: Part = "record" if key.endswith(_RECORD) else "both"
    return Declaration(period_of(key.removesuffix(_RECORD)), submissions, part)


def event_content(event: Event) -> Content:
    """The line of an event."""
    values = {name: [getattr(event, name)] for name in _EVENTS.columns}
    return content_of(EVENT, event.id, {"events": pd.DataFrame(values, dtype="object")})


def event_of(key: str, content: Content) -> Event:
    """An event from the line of its thing."""
    return Event(key, **content["events"][0])


def technical_content(document: TechnicalDocument) -> Content:
    """The line of a technical document."""
    values = {name: [getattr(document, name)] for name in _TECHNICAL.columns} | {"period": [str(document.period)]}
    return content_of(TECHNICAL, document.id, {"technical_documents": pd.DataFrame(values, dtype="object")})


def technical_of(key: str, content: Content) -> TechnicalDocument:
    """A technical document from the line of its thing."""
    (values,) = content["technical_documents"]
    return TechnicalDocument(key, **{**values, "period": Month(values["period"])})


class _ByNotice(NamedTuple):
    """A table's lines of many notices without their numbers, and where those of each stand."""

    frame: pd.DataFrame
    places: Mapping[tuple[int, int], tuple[int, int]]

    def of(self, notice: tuple[int, int]) -> pd.DataFrame:
        """The lines of one notice, counted from 0."""
        start, stop = self.places.get(notice, (0, 0))
        part = self.frame.iloc[start:stop]
        part.index = pd.RangeIndex(stop - start)
        return part


def _by_notice(rows: Iterable[Row], table: Table) -> _ByNotice:
    rows = list(rows)
    columns = frame((row.values for row in rows), {name: _DTYPES[of.type] for name, of in table.columns.items()})
    things, numbers = np.array([row.thing for row in rows], np.int64), columns["number"].to_numpy()
    new = np.r_[True, (things[1:] != things[:-1]) | (numbers[1:] != numbers[:-1])] if rows else np.zeros(0, bool)
    starts = np.flatnonzero(new)
    ends = np.r_[starts[1:], len(rows)][: len(starts)]
    owners = zip(things[starts].tolist(), numbers[starts].tolist(), strict=True)
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    return _ByNotice(columns.drop(columns="number"), dict(zip(owners, spans, strict=True)))


def _put_together(frames: Mapping[int, pd.DataFrame], table: Table) -> pd.DataFrame:
    """The frames of the notices one after another, each line with the number of its notice."""
    numbered = [of.assign(number=number) for number, of in frames.items() if len(of)]
    return pd.concat(numbered, ignore_index=True) if numbered else pd.DataFrame(columns=list(table.columns))
