"""Text formats that users define themselves (T-001 to T-008): general parameters, and the fields of record, header and footer.

Two validators, because a footer may be exported but not imported (C-50): `export_faults` and `import_faults`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from ..orders import Transfer
from ..texts.style import TextStyle
from .fields import FIELDS, TITLE_LINES
from .format import Format

Amounts = Literal["grosze", "comma", "point"]
Dates = Literal["operation", "document", "both"]

DATE_PARTS = re.compile(r"YYYY|YY|MM|DD")


@dataclass(frozen=True, slots=True)
class FieldUse:
    """A field in its place in a line.

    `code` of the catalogue; `text` of a constant. `width`: exactly so many characters, filled up with `fill` behind the text,
    or before it where `align` is right (0: as long as it is). `longest`: what is longer is cut (0: no limit). `joined`:
    continues the field before it, with the part separator between. `quoted`: stands in text delimiters, where the format has
    some; of joined fields the first one says.
    """

    code: str
    text: str = ""
    width: int = 0
    longest: int = 0
    align: Literal["left", "right"] = "left"
    fill: str = " "
    joined: bool = False
    quoted: bool = True

    @property
    def room(self) -> int:
        """How many characters it holds; 0: any number."""
        return self.width or self.longest


@dataclass(frozen=True, kw_only=True)
class TextFormat(Format):
    """A user's format.

    `separator` between fields ("" where all have fixed widths), `line_end` of every line, `delimiter` around quoted fields
    ("": none), `part_separator` between joined fields and between the lines of a whole title, `dates` as a pattern of YYYY, YY,
    MM and DD, `amounts` in grosze or with a decimal comma or point. `record`, `header` and `footer` are lines of fields; the
    last two may be empty. `classes`: what the field "class of the order" says, by kind, with "instant" and
    "instant_split_payment" for instant transfers.

    `text_style` takes over what follows from these: the characters that would break the file are forbidden, and the lines of
    the title are those that the record has room for; with a document number field, numbers are poured (T-048).
    """

    separator: str = ";"
    line_end: str = "\r\n"
    delimiter: str = '"'
    part_separator: str = "|"
    date_pattern: str = "YYYY-MM-DD"
    amounts: Amounts = "comma"
    record: tuple[FieldUse, ...] = ()
    header: tuple[FieldUse, ...] = ()
    footer: tuple[FieldUse, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text_style", _style(self))

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the record's fields."""
        return frozenset(use.code for use in self.record)

    @cached_property
    def title_slots(self) -> tuple[str, ...]:
        """The fields that the lines of a title go into, in their order; empty where the whole title is one field."""
        return tuple(code for code in ("document_number", *TITLE_LINES) if code in self.codes)

    @property
    def dates(self) -> Dates:
        """Which date the format tells of a transfer, and so how collective ones are grouped (T-034 to T-036)."""
        document = "document_date" in self.codes
        operation = any(use.code == "operation_date" for use in (*self.record, *self.header, *self.footer))
        return "both" if document and operation else "document" if document else "operation"

    @property
    def one_date(self) -> bool:
        """Whether a file is for one day, because header or footer names it."""
        return any(use.code == "operation_date" for use in (*self.header, *self.footer))

    def file_of(self, transfer: Transfer) -> tuple[object, ...]:
        return (transfer.date,) if self.one_date else ()

    @property
    def has_fixed_widths(self) -> bool:
        return not self.separator


def copied(format: TextFormat, code: str, title: str) -> TextFormat:
    """A format of the same make under a code and a title of its own (T-008); nothing about it is left to be confirmed."""
    return replace(format, code=code, title=title, to_confirm=())


def clusters(line: tuple[FieldUse, ...]) -> Iterator[tuple[FieldUse, ...]]:
    """The fields of a line as the separator parts them: each with those that are joined to it."""
    starts = [place for place, use in enumerate(line) if not place or not use.joined]
    for start, end in pairwise([*starts, len(line)]):
        yield line[start:end]


def _style(format: TextFormat) -> TextStyle:
    """The style given, with what follows from the format's other parameters."""
    uses = (*format.record, *format.header, *format.footer)
    signs = format.delimiter + format.part_separator
    bare = [cluster[0] for line in (format.record, format.header, format.footer) for cluster in clusters(line)]
    if not format.delimiter or not all(use.quoted for use in bare if FIELDS.get(use.code) and FIELDS[use.code].value == "text"):
        signs += format.separator
    forbidden = format.text_style.forbidden + "".join(
        sorted({sign for sign in signs if not sign.isspace() and sign not in format.text_style.forbidden})
    )
    slots = format.title_slots
    if not slots or not uses:
        return replace(format.text_style, forbidden=forbidden)
    return replace(
        format.text_style,
        forbidden=forbidden,
        lines=len(slots),
        title="numbers" if slots[0] == "document_number" else "lines",
        first_line=next((number for number, code in enumerate(TITLE_LINES, 1) if code in slots), len(TITLE_LINES) + 1),
        booking="booking_text" in format.codes,
    )
