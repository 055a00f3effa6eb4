"""Account and amount expressions (A-008, A-009, A-011, C-36): what is read, and errors that point at the column."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import i18n
from workbench.costs.posting.expressions import AMOUNT, LONGEST, MACROS, Call, Expression, Text, parse, parse_amount
from workbench.errors import ExpressionError

A_008 = "@KategoriaNag+'-'+@OpisAnalitycznyElement('BUDOWY')+'-'+@OpisAnalitycznyElement('KONTA_4')"
A_011 = "@KategoriaNag+'-'+@OpisAnalitycznyKonto1('BUDOWY')+'-'+@OpisAnalitycznyKonto1('KONTA_4')"
APOSTROPHES = "'’‘‚‛′`"
QUOTES = '"”“„‟″'


def plain(expression: Expression) -> list[Any]:
    """The terms without their places."""
    return [term.text if isinstance(term, Text) else (term.macro, term.dimension) for term in expression.terms]


@pytest.mark.parametrize("text", [A_008, A_011])
def test_the_expressions_of_the_manual_are_read(text: str) -> None:
    first, dash, second, _dash, third = plain(parse(text))
    assert (first, dash) == (("@KategoriaNag", ""), "-")
    assert (second[1], third[1]) == ("BUDOWY", "KONTA_4")
    assert str(parse(text)) == text


@pytest.mark.parametrize("mark", APOSTROPHES + QUOTES)
def test_every_apostrophe_and_quotation_mark_will_do(mark: str) -> None:
    """C-36"""
    assert plain(parse(A_008.replace("'", mark))) == plain(parse(A_008))


@pytest.mark.parametrize("marks", ["‘’", "‚’", "’'", "„”", "“”", "'′"])
def test_the_ends_of_a_text_may_differ(marks: str) -> None:
    opening, closing = marks
    assert plain(parse(f"{opening}-{closing}")) == ["-"]


def test_a_quotation_mark_may_hold_an_apostrophe() -> None:
    assert plain(parse('"it\'s"')) == ["it's"]
    assert str(parse('"it\'s"')) == '"it\'s"'


@pytest.mark.parametrize("space", [" ", "  ", "\t", "\n", "\r\n", "\u00a0"])
def test_spaces_between_the_parts_mean_nothing(space: str) -> None:
    spaced = A_008
    for part in ("+", "(", ")"):
        spaced = spaced.replace(part, f"{space}{part}{space}")
    assert plain(parse(space + spaced + space)) == plain(parse(A_008))


def test_spaces_inside_a_text_stay() -> None:
    assert plain(parse("' - '")) == [" - "]


@pytest.mark.parametrize(
    "text",
    [
        AMOUNT,
        f" {AMOUNT} ",
        f"Opis analityczny – Kwota opisu – {AMOUNT}",
        f"Opis analityczny - Kwota opisu - {AMOUNT}",
        "Opis analityczny – Kwota opisu",
    ],
)
def test_the_amount_may_carry_the_label_of_its_option(text: str) -> None:
    """A-009"""
    assert plain(parse_amount(text)) == [(AMOUNT, "")]


ELEMENT = "@OpisAnalitycznyElement"
MALFORMED = {
    "empty": ("", 1),
    "only spaces": ("   ", 1),
    "a text without an end": ("@KategoriaNag+'-", 15),
    "a text without an end, then more": ("'-+@KategoriaNag", 1),
    "two parts without a plus": ("@KategoriaNag '-'", 15),
    "two pluses": ("@KategoriaNag++'-'", 15),
    "a plus at the end": ("@KategoriaNag+ ", 15),
    "a plus at the beginning": ("+@KategoriaNag", 1),
    "a minus": ("'a'-'b'", 4),
    "an account without apostrophes": ("501-1", 1),
    "no macro's name": ("@", 1),
    "a letter wrong": ("'a'+@KategoriaNagl", 5),
    "small letters": ("@kategorianag", 1),
    "a dimension without brackets": (ELEMENT + "+'-'", 24),
    "no dimension in the brackets": (ELEMENT + "()", 25),
    "an empty dimension": (ELEMENT + "(' ')", 25),
    "a dimension without apostrophes": (ELEMENT + "(BUDOWY)", 25),
    "a macro in the brackets": (ELEMENT + "(@KategoriaNag)", 25),
    "two dimensions": (ELEMENT + "('A','B')", 28),
    "an open bracket": (ELEMENT + "('BUDOWY'", 33),
    "a closing bracket too many": ("@KategoriaNag)", 14),
    "brackets around the whole": ("(@KategoriaNag)", 1),
    "brackets of one that takes nothing": ("@KategoriaNag('BUDOWY')", 15),
    "an amount": ("'a'+@OpisAnalitycznyKwota", 5),
    "on the second line": ("'a'+\n+", 6),
    "code": ("__import__('os')", 1),
}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("text", "column"), MALFORMED.values(), ids=MALFORMED)
def test_an_error_points_at_its_column(text: str, column: int, language: i18n.Language) -> None:
    i18n.set_language(language)
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert error.value.column == column
    place, shown, caret = str(error.value).splitlines()
    assert str(column) in place
    assert shown == "  " + text.replace("\n", " ")
    assert caret == " " * (column + 1) + "^"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        *(("", 1), ("'1'", 1), ("@Kwota", 1), ("@KategoriaNag", 1), ("Opis analityczny", 1)),
        *((AMOUNT + "+'1'", 22), (AMOUNT + "('K')", 23), ("Opis analityczny – Kwota opisu – 5", 34)),
        ("Opis analityczny – Kwota opisu – @Kwota", 34),
    ],
)
def test_an_error_of_an_amount_points_at_its_column(text: str, column: int) -> None:
    with pytest.raises(ExpressionError) as error:
        parse_amount(text)
    assert error.value.column == column


def test_an_error_names_what_was_expected_and_the_macros() -> None:
    i18n.set_language("en")
    with pytest.raises(ExpressionError, match="a text in apostrophes or a macro was expected, not 5") as error:
        parse("501")
    for name, macro in MACROS.items():
        assert (name in str(error.value)) == (macro.gives != "amount")


def test_an_error_names_the_nearest_macro() -> None:
    i18n.set_language("en")
    with pytest.raises(ExpressionError, match="Did you mean @OpisAnalitycznyKonto1"):
        parse("@OpisAnalitycznyKonto('BUDOWY')")
    with pytest.raises(ExpressionError) as error:
        parse("@Zupełnie")
    assert "Did you mean" not in str(error.value)


def test_an_expression_is_not_endless() -> None:
    longest = "+".join(["'a'"] * (LONGEST // 4)) + "+"
    assert len(longest) == LONGEST
    assert len(parse(longest[:-1]).terms) == LONGEST // 4
    with pytest.raises(ExpressionError) as error:
        parse("'" + "a" * LONGEST + "'")
    assert error.value.column == LONGEST + 1
    assert max(map(len, str(error.value).splitlines())) < 150


def test_the_error_of_a_long_expression_shows_the_faulty_place() -> None:
    text = "'a'+" * 100 + "?" + "+'b'" * 100
    with pytest.raises(ExpressionError) as error:
        parse(text)
    _place, shown, caret = str(error.value).splitlines()
    assert error.value.column == 401
    assert shown[caret.index("^")] == "?"
    assert shown.strip().startswith("…") and shown.endswith("…")


texts = st.text(st.characters(exclude_characters=APOSTROPHES + QUOTES, exclude_categories=["Cc", "Cs"]), max_size=5)
dimensions = st.text("ABĄ_4/ ", min_size=1, max_size=6).filter(lambda text: text.strip() == text and text)
takes = sorted(name for name, macro in MACROS.items() if macro.takes_dimension)
terms = st.lists(texts | st.just(("@KategoriaNag", "")) | st.tuples(st.sampled_from(takes), dimensions), min_size=1, max_size=6)


@given(terms, st.data())
def test_what_is_printed_is_read_back(parts: list[Any], data: st.DataObject) -> None:
    """However it is quoted and spaced."""

    def quoted(text: str) -> str:
        family = data.draw(st.sampled_from([APOSTROPHES, QUOTES]))
        return data.draw(st.sampled_from(family)) + text + data.draw(st.sampled_from(family))

    def printed(part: Any) -> str:
        space = data.draw(st.sampled_from(["", " ", "\n", "\u00a0 "]))
        if isinstance(part, str):
            return space + quoted(part)
        name, dimension = part
        return space + name + (f"{space}({quoted(dimension)}{space})" if dimension else "")

    expression = parse("+".join(map(printed, parts)))
    assert plain(expression) == parts
    again = parse(str(expression))
    assert plain(again) == parts
    assert str(again) == str(expression)
    for term in expression.terms:
        begins = expression.text[term.column - 1]
        assert begins == "@" if isinstance(term, Call) else begins in APOSTROPHES + QUOTES


@given(st.text("@+()'’ \"„-AB5\n" + "KategoriaNag", max_size=30))
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    said: ExpressionError | None = None
    try:
        parse(text)
    except ExpressionError as error:
        said = error
    assert said is None or (1 <= said.column <= len(text) + 1 and len(str(said).splitlines()) == 3)


def test_evaluation_joins_row_by_row_and_says_which_part_is_missing() -> None:
    expression = parse("@KategoriaNag+'-'+@OpisAnalitycznyElement('B')")
    elements = {"B": ["1", None, "", "4"]}
    found, missing = expression.evaluate(
        4, {"category": lambda call: ["501", "502", "503", None], "element": lambda call: elements[call.dimension]}
    )
    assert list(found) == ["501-1", None, None, None]
    assert list(missing) == [-1, 2, 2, 0]


def test_the_parser_is_built_only_when_it_is_needed() -> None:
    code = "import sys, workbench.costs.posting.expressions; print('lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
