"""Codes of dimensions and elements: what is replaced on entry, what is refused, and the fixed message M-05."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import i18n
from workbench.costs.dimensions.codes import RESERVED_WORDS, check_dimension_code, check_element_code, clean
from workbench.errors import DescriptionError

FORBIDDEN = tuple(". ; : , - ' \" < > [ ] ( ) ^ ~ ! ? @ # % & $ * | / \\ + =".replace(" ", "") + " ")


@pytest.mark.parametrize("character", FORBIDDEN)
def test_a021_a_forbidden_character_becomes_an_underscore(character: str) -> None:
    """A-021, C-34: the printed list, the swallowed full stop, semicolon and colon, and the space."""
    assert clean(f"B{character}1") == "B_1"


@pytest.mark.parametrize("character", ["\n", "\t", "\x00", "’", "”", "–", "€", "\u200b", "\ud800", "{", "`"])
def test_c34_every_character_that_is_no_letter_or_digit_becomes_an_underscore(character: str) -> None:
    assert clean(f"B{character}1") == "B_1"


@pytest.mark.parametrize("code", ["ODDZIAŁ", "Zażółć_gęślą_jaźń", "1_19", "411", "_"])
def test_a021_polish_letters_digits_and_underscores_stay(code: str) -> None:
    assert clean(code) == code


def test_a021_a_letter_typed_with_its_accent_apart_stays_a_letter() -> None:
    assert clean("BUDOWA_GDAN\u0301SK") == "BUDOWA_GDAŃSK"


@given(st.text())
def test_a021_a_cleaned_code_is_clean(code: str) -> None:
    cleaned = clean(code)
    assert clean(cleaned) == cleaned
    assert not set(FORBIDDEN) & set(cleaned)
    assert all(character.isalnum() or character == "_" for character in cleaned)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("PROJEKTY", "PROJEKTY"),
        ("ODDZIAŁ", "ODDZIAŁ"),
        ("ORGANIZACJA", "ORGANIZACJA"),
        ("ALLEGRO", "ALLEGRO"),
        ("ANDRZEJ", "ANDRZEJ"),
        ("_AND", "_AND"),
        ("BUDOWY I REMONTY", "BUDOWY_I_REMONTY"),
        ("Z1", "Z1"),
        ("PROJEKT 1", "PROJEKT_1"),
        ("WYDZIAŁY", "WYDZIAŁY"),
    ],
)
def test_a020_ordinary_codes_are_accepted(typed: str, code: str) -> None:
    """A-020, A-032, C-35: only whole words are reserved."""
    assert check_dimension_code(typed, "") == code


@pytest.mark.parametrize("word", sorted(RESERVED_WORDS))
def test_a020_a_reserved_word_is_refused_alone_or_before_an_underscore(word: str) -> None:
    for code in (word, word.lower(), f"{word}_1", f"{word} 1", f"{word}_"):
        with pytest.raises(DescriptionError, match=word):
            check_dimension_code(code, "")
    assert check_dimension_code(f"{word}X", "") == f"{word}X"


def test_a020_the_words_of_the_manual_are_reserved() -> None:
    assert {"AND", "OR", "ALL"} <= RESERVED_WORDS


@pytest.mark.parametrize("code", ["1_19", "411", "9", "²"])
def test_a020_a_dimension_does_not_begin_with_a_digit_but_an_element_may(code: str) -> None:
    """A-020, C-33."""
    with pytest.raises(DescriptionError, match=f"BUDOWY.*{code}"):
        check_dimension_code(code, "BUDOWY")
    assert check_element_code(code, "BUDOWY") == code


@pytest.mark.parametrize("code", ["", " ", "\t\n"])
def test_a_code_is_not_empty(code: str) -> None:
    for check in (check_dimension_code, check_element_code):
        with pytest.raises(DescriptionError, match="BUDOWY"):
            check(code, "BUDOWY")


def test_the_place_of_an_outer_dimension_is_named() -> None:
    with i18n.in_language("en"), pytest.raises(DescriptionError, match=r"^Dimensions: the code 1A begins with a digit"):
        check_dimension_code("1A", "")


@pytest.mark.parametrize("code", ["WYDZIAŁ", "PROJEKT", "LOKALIZACJA", "Wydział", "projekt"])
def test_a032_codes_of_payroll_are_reserved(code: str) -> None:
    """A-032, M-05, in any case."""
    with i18n.in_language("en"), pytest.raises(DescriptionError) as refused:
        check_dimension_code(code, "")
    assert str(refused.value) == (
        f"A dimension with code [{code}] cannot be added: the code is reserved for the analytical description in payroll."
    )
    with pytest.raises(DescriptionError) as refused:
        check_dimension_code(code, "")
    assert str(refused.value) == (
        f"Nie można dodać wymiaru o kodzie [{code}], gdyż jest zarezerwowany dla opisu analitycznego w płacach."
    )


@pytest.mark.parametrize("code", ["WYDZIAŁ", "PROJEKT", "AND", "OR_1"])
def test_a020_elements_may_have_any_words(code: str) -> None:
    assert check_element_code(code, "BUDOWY") == code
