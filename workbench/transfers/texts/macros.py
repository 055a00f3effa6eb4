"""Bank description lines with macros (T-091 to T-095, C-43), read by a real parser.

Macros may be written in any case. An @ that begins a word calls a macro; inside a word it is text (jan@firma.pl), and @@ is
one @ in any place. A macro whose value is not known gives an empty text.

>>> expand(["Zapłata za @DOC", "@MC @ROK"], MacroValues(document_number="FA/7", document_date=date(2026, 11, 5)))
['Zapłata za FA/7', '11 2026']
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ...days import Month, Quarter
from ...errors import MacroError
from ...i18n import _

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

Period = Literal["day", "month_number", "month", "quarter", "year"]

FORMS: dict[Period, str] = {
    "day": "{day:02}.{month:02}.{year}",
    "month_number": "{month:02}",
    "month": "{month:02}.{year}",
    "quarter": "{quarter} kw. {year}",
    "year": "{year}",
}
"""How dates and periods are written: ours, for the manuals do not print them. They go to banks, so always in Polish."""

PERIODS: dict[str, tuple[Period, int]] = {
    "@DATA": ("day", 0),
    "@MC": ("month_number", 0),
    "@ROK": ("year", 0),
    "@PD": ("day", -1),
    "@BD": ("day", 0),
    "@ND": ("day", 1),
    "@PM": ("month", -1),
    "@BM": ("month", 0),
    "@NM": ("month", 1),
    "@PK": ("quarter", -1),
    "@BK": ("quarter", 0),
    "@NK": ("quarter", 1),
    "@PR": ("year", -1),
    "@BR": ("year", 0),
    "@NR": ("year", 1),
}
"""Macros of the document date: the kind of period, and how many of them after the one the date lies in (C-43)."""

SETTLING_DOCUMENTS = "@DokumentyRozliczające"
PAYMENT_FOR = "Zapłata za"
WAGES_FOR = "Wynagrodzenie za"
"""Beginnings of texts without a category (T-095). They go to banks and are Polish in every language of the user."""
LONGEST = 1_000
"""Characters of a line with macros; a bank takes 140."""

_NEAR = 0.5
"""How like a macro an unknown one must be for a guess, from 0 to 1."""
_GRAMMAR = Path(__file__).with_suffix(".lark")


@dataclass(frozen=True, slots=True)
class MacroValues:
    """What the macros of a payment stand for; "" or None where the books do not say.

    `party_names`: for an employee the surname, then the first name. `payment_id`: only of a payment that is already saved and
    gets another category. `settling_documents`: numbers of the documents the payment was settled with, in their order.
    """

    document_number: str = ""
    foreign_number: str = ""
    document_date: date | None = None
    party_id: str = ""
    party_type: str = ""
    party_code: str = ""
    party_names: tuple[str, str, str] = ("", "", "")
    payment_id: str | None = None
    payroll_text: str = ""
    category_text: str = ""
    settling_documents: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The foreign number of the document, else its own."""
        return self.foreign_number or self.document_number


VALUES: dict[str, Callable[[MacroValues], str]] = {
    "@DOC": lambda values: values.number,
    "@OPISLP": lambda values: values.payroll_text,
    "@PodmiotId": lambda values: values.party_id,
    "@PodmiotTyp": lambda values: values.party_type,
    "@ZdarzenieId": lambda values: values.payment_id or "",
    "@PodmiotKod": lambda values: values.party_code,
    "@KategoriaOpis": lambda values: values.category_text,
    "@PodmiotNazwa1": lambda values: values.party_names[0],
    "@PodmiotNazwa2": lambda values: values.party_names[1],
    "@PodmiotNazwa3": lambda values: values.party_names[2],
}
"""Macros that stand for one value of the payment, its document or its party."""

MACROS: tuple[str, ...] = (*VALUES, *PERIODS, SETTLING_DOCUMENTS)
"""All macros, as the manuals write them."""

_SPELLINGS = {macro.casefold(): macro for macro in MACROS}


@dataclass(frozen=True, slots=True)
class Call:
    """A macro in a line, as the manuals write it."""

    macro: str


@dataclass(frozen=True, slots=True)
class Template:
    """A line that has been read: texts and macros in their order."""

    parts: tuple[str | Call, ...]

    @property
    def macros(self) -> tuple[str, ...]:
        return tuple(part.macro for part in self.parts if isinstance(part, Call))


@lru_cache(maxsize=1_024)
def parse(text: str) -> Template:
    """A line with macros. MacroError names the column of a macro that does not exist, with the nearest that does."""
    from lark import UnexpectedCharacters

    if len(text) > LONGEST:
        reason = _("a line with macros has at most {count} characters, this one has {length}.")
        raise _failure(LONGEST, reason.format(count=LONGEST, length=len(text)))
    try:
        tree = _parser().parse(text)
    except UnexpectedCharacters as error:
        reason = _("an @ stands alone. Write the macro behind it, or @@ for the sign itself.")
        raise _failure(error.pos_in_stream or 0, reason) from None
    return Template(tuple(_parts(tree)))


def expand(lines: Sequence[str], values: MacroValues) -> list[str]:
    """The lines with the values of their macros. MacroError names line and column of what cannot be read.

    @DokumentyRozliczające written once stands for all numbers, separated by spaces; written several times, each stands for
    the next number, and the last one for all that are left (T-094).
    """
    templates = [_parsed(number, line) for number, line in enumerate(lines, 1)]
    count = sum(template.macros.count(SETTLING_DOCUMENTS) for template in templates)
    numbers = values.settling_documents
    documents = iter([*(numbers[place : place + 1] for place in range(count - 1)), numbers[max(count - 1, 0) :]])

    def written(part: str | Call) -> str:
        if isinstance(part, str):
            return part
        if part.macro == SETTLING_DOCUMENTS:
            return " ".join(next(documents))
        if part.macro in PERIODS:
            return _dated(*PERIODS[part.macro], values.document_date)
        return VALUES[part.macro](values)

    return ["".join(map(written, template.parts)) for template in templates]


def default_text(values: MacroValues, category_lines: Sequence[str] | None, start: str | None, wages: bool) -> list[str]:
    """The bank description lines of a new payment (T-095).

    `start`: the company's beginning of texts, None where that is off: it makes line 1, with the document number behind it
    unless it holds macros itself. Else the lines of the category; without a category, or where its lines are empty, "Zapłata
    za" or, for `wages`, "Wynagrodzenie za", and the number.
    """
    if start is not None and start.strip():
        begun = expand([start], values)
        return begun if parse(start).macros else [f"{begun[0].rstrip()} {values.number}".rstrip()]
    if category_lines is not None and any(line.strip() for line in category_lines):
        return expand(category_lines, values)
    return [f"{WAGES_FOR if wages else PAYMENT_FOR} {values.number}".rstrip()]


def _parsed(number: int, line: str) -> Template:
    try:
        return parse(line)
    except MacroError as error:
        raise MacroError(_("Line {line}. {reason}").format(line=number, reason=error), error.column) from None


def _dated(period: Period, distance: int, day: date | None) -> str:
    """A period as a bank text writes it, `distance` periods after the one that the day lies in."""
    if day is None:
        return ""
    if period == "day":
        first = day + timedelta(days=distance)
    elif period == "quarter":
        first = (Quarter.of(day) + distance).first
    else:
        first = (Month.of(day) + distance * (12 if period == "year" else 1)).first
    quarter = (first.month + 2) // 3
    return FORMS[period].format(day=first.day, month=first.month, quarter=quarter, year=first.year)


def _parts(tree: "Tree[Token]") -> list[str | Call]:
    parts: list[str | Call] = []
    for node in tree.children:
        kind = node.data  # type: ignore[union-attr]
        if kind == "at":
            parts.append("@")
            continue
        token: Token = node.children[0]  # type: ignore[union-attr, assignment]
        parts += [str(token)] if kind == "text" else _calls(str(token), token.start_pos or 0)
    return parts


def _calls(text: str, place: int) -> list[Call]:
    """The macros of a run such as @MC@ROK; `place` counts from 0."""
    calls = []
    for name in text[1:].split("@"):
        macro = _SPELLINGS.get(unicodedata.normalize("NFC", f"@{name}").casefold())
        if macro is None:
            raise _unknown(f"@{name}", place)
        calls.append(Call(macro))
        place += len(name) + 1
    return calls


def _unknown(name: str, place: int) -> MacroError:
    written = name.casefold()
    likeness, _same_start, near = max(
        (SequenceMatcher(None, written, known).ratio(), known[:3] == written[:3], macro) for known, macro in _SPELLINGS.items()
    )
    guess = _("Did you mean {name}?").format(name=near) + " " if likeness >= _NEAR else ""
    reason = _("there is no macro {name}").format(name=name)
    return _failure(place, f"{reason}. {guess}" + _("Macros: {names}.").format(names=", ".join(MACROS)))


def _failure(place: int, reason: str) -> MacroError:
    return MacroError(_("Column {column}: {reason}").format(column=place + 1, reason=reason), place + 1)


@lru_cache(maxsize=1)
def _parser() -> "Lark":
    from lark import Lark

    return Lark(_GRAMMAR.read_text("utf-8"), parser="lalr", start="line")
