"""The kinds of things that are remembered of files for the tax office, and how they become lines and come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pandas as pd

from ..i18n import N_
from ..ledger.column_types import AMOUNT, REQUIRED, Column, Table, code
from .kinds import Kind, stored_lines
from .lines import Content, content_of

Parts = Literal["both", "record", "declaration"]
"""What a file holds: both parts, the record part alone, the declaration part alone."""

_COUNT = Column("integer", required=True)
_VALUES = Table(("field",), {"field": REQUIRED, "value": REQUIRED})
_FILES = Table(
    (),
    {
        **dict.fromkeys(("structure", "made_at", "sha256"), REQUIRED),
        "parts": code(*get_args(Parts), required=True),
        "file": Column(default=""),
        **dict.fromkeys(("purpose", "size", "sale_rows", "purchase_rows"), _COUNT),
        **dict.fromkeys(("sale_tax", "purchase_tax"), AMOUNT),
    },
)
_ANSWERS = Table(("document", "need"), {"document": REQUIRED, "need": REQUIRED, "answer": REQUIRED})

VALUES = Kind(
    "jpk_values",
    N_("What was entered into the declaration {key}"),
    {"period": REQUIRED},
    (stored_lines("filing", "values", _VALUES, ()),),
)
"""What the user enters into the declaration part of a month or quarter; its key is the period."""
FILES = Kind(
    "jpk_files",
    N_("The JPK file {key}"),
    {"period": REQUIRED, "number": REQUIRED},
    (stored_lines("filing", "files", _FILES, ()),),
    final=N_("{what}: this cannot be undone, because the file was taken away. Make a new one; this one stays in the list."),
)
"""A JPK file that was taken away: its key is "2026-09/1", the month and the number of the file among those of the month."""
ANSWERS = Kind("ksef_answers", N_("The answers about KSeF invoices"), {}, (stored_lines("filing", "answers", _ANSWERS, ()),))
"""What the user answered where invoices of KSeF do not say what the books need; of the whole client."""
KINDS = {kind.name: kind for kind in (VALUES, FILES, ANSWERS)}


@dataclass(frozen=True)
class TakenFile:
    """A JPK file that was taken away.

    `period`: its month; `number`: counted from 1 among the files of the month; `structure`: "V7M-3"; `purpose` 1 or 2; `parts`:
    see `Parts`; `made_at`: as in its header, UTC, ISO; `file`: its name; `size` in bytes; rows and tax (grosze) as its
    control sums have them, 0 where it holds no record part.
    """

    period: str
    number: int
    structure: str
    purpose: int
    parts: Parts
    made_at: str
    file: str
    size: int
    sha256: str
    sale_rows: int
    sale_tax: int
    purchase_rows: int
    purchase_tax: int

    @property
    def key(self) -> str:
        """The key of its thing."""
        return FILES.key_of(self.period, str(self.number))


def values_content(period: str, values: Mapping[str, str]) -> Content | None:
    """The lines of what was entered; None where nothing was."""
    lines = pd.DataFrame({"field": list(values), "value": list(values.values())}, dtype="object")
    return content_of(VALUES, period, {"values": lines}) if values else None


def file_content(taken: TakenFile) -> Content:
    """The line of a file that was taken away."""
    values = {name: [getattr(taken, name)] for name in _FILES.columns}
    return content_of(FILES, taken.key, {"files": pd.DataFrame(values, dtype="object")})


def file_of(line: Mapping[str, Any]) -> TakenFile:
    """A file that was taken away, from the line of its thing with its key's columns."""
    return TakenFile(**{**line, "number": int(line["number"])})


def answers_content(answers: pd.DataFrame) -> Content | None:
    """The lines of answers (document, need, answer), without those that are empty; None where none is left."""
    given = answers[list(_ANSWERS.columns)]
    given = given[given["answer"].fillna("").astype("str").str.strip() != ""]
    return content_of(ANSWERS, "", {"answers": given}) if len(given) else None
