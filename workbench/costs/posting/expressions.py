"""The account and amount expressions of a posting scheme, read by a real parser and evaluated without `eval`.

An account is put together of texts and macros: `@KategoriaNag+'-'+@OpisAnalitycznyElement('BUDOWY')` (A-008, A-011). Straight
and typographic apostrophes and quotation marks mean the same (C-36), spaces between the parts mean nothing.

>>> expression = parse("@KategoriaNag + ‘-’ + @OpisAnalitycznyElement(’BUDOWY’)")
>>> str(expression)
"@KategoriaNag+'-'+@OpisAnalitycznyElement('BUDOWY')"
>>> texts, _ = expression.evaluate(1, {"category": lambda call: ["501"], "element": lambda call: ["1_19"]})
>>> list(texts)
['501-1_19']
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from ...errors import ExpressionError
from ...i18n import N_, _

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

Gives = Literal["category", "element", "account", "amount"]
Part = Literal["account", "amount"]


@dataclass(frozen=True)
class Macro:
    """What a macro gives: the header category, or of the dimension in its brackets the element or its account segment, or
    the amount of the description line."""

    gives: Gives
    takes_dimension: bool


MACROS: dict[str, Macro] = {
    "@KategoriaNag": Macro("category", takes_dimension=False),
    "@OpisAnalitycznyElement": Macro("element", takes_dimension=True),
    "@OpisAnalitycznyKonto1": Macro("account", takes_dimension=True),
    "@OpisAnalitycznyKwota": Macro("amount", takes_dimension=False),
}
AMOUNT = "@OpisAnalitycznyKwota"
LONGEST = 1_000
"""Characters of an expression; an account is far shorter."""

_GRAMMAR = Path(__file__).with_suffix(".lark")
_LABEL = re.compile(r"\s*Opis analityczny\s*[-–—]\s*Kwota opisu\s*(?:[-–—]|$)")
"""The label of the option of A-009: "Opis analityczny – Kwota opisu – @OpisAnalitycznyKwota"."""
_SHOWN = 60
"""Characters of the expression that a message shows before and behind the faulty place."""
_EXPECTED = {
    "TEXT": N_("a text in apostrophes"),
    "MACRO": N_("a macro"),
    "_PLUS": "+",
    "_LEFT": "(",
    "_RIGHT": ")",
    "$END": N_("the end of the expression"),
}


@dataclass(frozen=True)
class Text:
    """A text that stands in the account as it is; `column` is its place in the expression, counted from 1."""

    text: str
    column: int

    def __str__(self) -> str:
        return _quoted(self.text)


@dataclass(frozen=True)
class Call:
    """A macro, with the dimension in its brackets ("" where it takes none); columns are places, counted from 1."""

    macro: str
    dimension: str
    column: int
    dimension_column: int

    def __str__(self) -> str:
        return f"{self.macro}({_quoted(self.dimension)})" if self.dimension else self.macro


Term = Text | Call
Source = Callable[[Call], Sequence[str | None] | npt.NDArray[np.object_]]


@dataclass(frozen=True)
class Expression:
    """A parsed expression: `text` as it was written, `terms` in their order. `str` writes it in its plainest form."""

    text: str
    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return "+".join(map(str, self.terms))

    def evaluate(self, rows: int, sources: Mapping[Gives, Source]) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.intp]]:
        """The text of every row, and which term (counted from 0) gave nothing for it, -1 where all gave something.

        `sources` say for what a macro gives how to get its values: a text or None a row. A row that misses a term has the
        text None.
        """
        texts = np.full(rows, "", object)
        missing = np.full(rows, -1, np.intp)
        for place, term in enumerate(self.terms):
            if isinstance(term, Text):
                texts = texts + term.text
                continue
            values = np.asarray(sources[MACROS[term.macro].gives](term), object)
            nothing = np.array([not value for value in values], bool)
            missing[(missing < 0) & nothing] = place
            texts = texts + np.where(nothing, "", values)
        texts[missing >= 0] = None
        return texts, missing


@lru_cache(maxsize=1_024)
def parse(text: str) -> Expression:
    """An account expression. ExpressionError names the place, what was expected there, and the macros there are."""
    return Expression(text, tuple(_terms(text, "account")))


@lru_cache(maxsize=1_024)
def parse_amount(text: str) -> Expression:
    """An amount expression: the macro of the description's amount, the label of its option (A-009), or the two together."""
    label = _LABEL.match(text)
    if label and not text[label.end() :].strip():
        return Expression(text, (Call(AMOUNT, "", 1, 0),))
    return Expression(text, tuple(_terms(text, "amount", label.end() if label else 0)))


def unknown(text: str, column: int, name: str, what: str, known: Iterable[str]) -> ExpressionError:
    """The error for a name that is none of the known ones, with the nearest; `what` is the sentence without its full stop."""
    names = sorted(known)
    written = {one.casefold(): one for one in names}
    near = difflib.get_close_matches(name.casefold(), written, 1, cutoff=0.6)
    guess = _("Did you mean {name}?").format(name=written[near[0]]) + " " if near else ""
    return failure(text, column, f"{what}. {guess}" + _("Known here: {names}.").format(names=", ".join(names) or "–"))


def failure(text: str, column: int, reason: str) -> ExpressionError:
    """The error of an expression with its text and a caret below the faulty place."""
    start, end = max(column - 1 - _SHOWN, 0), column - 1 + _SHOWN
    shown = "".join(character if character.isprintable() else " " for character in text[start:end])
    before, after = "…" if start else "", "…" if end < len(text) else ""
    place = _("Column {column}: {reason}").format(column=column, reason=reason)
    return ExpressionError(f"{place}\n  {before}{shown}{after}\n  {' ' * (column - 1 - start + len(before))}^", column)


def _terms(text: str, part: Part, start: int = 0) -> Iterable[Term]:
    if len(text) > LONGEST:
        reason = _("an expression has at most {count} characters, this one has {length}.")
        raise failure(text, LONGEST + 1, reason.format(count=LONGEST, length=len(text)))
    for node in _tree(text, part, start).children:
        content: Token = node.children[0]  # type: ignore[union-attr, assignment]
        column = start + content.start_pos + 1  # type: ignore[operator]
        if node.data == "text":  # type: ignore[union-attr]
            yield Text(str(content)[1:-1], column)
        else:
            yield _call(text, part, str(content), column, node.children[1], start)  # type: ignore[union-attr]


def _call(text: str, part: Part, name: str, column: int, argument: Any, start: int) -> Call:
    known = _macros(part)
    if name in MACROS and name not in known:
        title = _("an account") if part == "account" else _("an amount")
        raise failure(text, column, _("{name} does not give {part}.").format(name=name, part=title))
    if name not in known:
        raise unknown(text, column, name, _("there is no macro {name}").format(name=name), known)
    if argument is None:
        if MACROS[name].takes_dimension:
            reason = _("{name} needs a dimension in brackets, say {name}('BUDOWY').").format(name=name)
            raise failure(text, column + len(name), reason)
        return Call(name, "", column, 0)
    token = argument.children[0]
    place = start + token.start_pos + 1
    if not MACROS[name].takes_dimension:
        raise failure(text, place, _("{name} takes nothing in brackets.").format(name=name))
    dimension = str(token)[1:-1].strip()
    if not dimension:
        raise failure(text, place, _("a dimension was expected in the apostrophes."))
    return Call(name, dimension, column, place)


def _tree(text: str, part: Part, start: int) -> "Tree[Token]":
    from lark import UnexpectedCharacters, UnexpectedToken

    try:
        return _parser().parse(text[start:], start=part)
    except UnexpectedCharacters as error:
        place, found = start + (error.pos_in_stream or 0), error.char
        if text[place] in _QUOTES:
            raise failure(text, place + 1, _("a text begins here that has no closing apostrophe.")) from None
        expected = error.allowed
    except UnexpectedToken as error:
        at_end = error.token.type == "$END"
        place = len(text.rstrip()) if at_end else start + (error.token.start_pos or 0)
        found = "" if at_end else str(error.token)
        expected = error.accepts or error.expected
    wanted = _(" or ").join(dict.fromkeys(_(title) for name, title in _EXPECTED.items() if name in (expected or ())))
    if found:
        reason = _("{expected} was expected, not {found}.").format(expected=wanted, found=found)
    else:
        reason = _("{expected} was expected, but the expression ends.").format(expected=wanted)
    raise failure(text, place + 1, reason + " " + _("Macros: {names}.").format(names=", ".join(_macros(part))))


def _macros(part: Part) -> list[str]:
    return [name for name, macro in MACROS.items() if (macro.gives == "amount") == (part == "amount")]


_QUOTES = "'’‘‚‛′`\"”“„‟″"


def _quoted(text: str) -> str:
    mark = '"' if any(character in "'’‘‚‛′`" for character in text) else "'"
    return f"{mark}{text}{mark}"


@lru_cache(maxsize=1)
def _parser() -> "Lark":
    from lark import Lark

    return Lark(_GRAMMAR.read_text("utf-8"), parser="lalr", start=["account", "amount"], maybe_placeholders=True)
