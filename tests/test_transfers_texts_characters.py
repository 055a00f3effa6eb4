"""What becomes of every character of a text (T-074, T-089, W-020): nothing is lost or changed without being listed."""

import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.errors import TransferError
from workbench.transfers.texts import ENCODINGS, REASONS, Change, Cleaned, TextStyle, clean, cleaner

POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
ASCII = TextStyle(letters="ascii")
FOREIGN = TextStyle(letters="ascii", dropped="&@'#$%^*\\/|")
PRINTABLE = "".join(map(chr, range(32, 127)))

styles = st.builds(
    TextStyle,
    letters=st.sampled_from(["polish", "ascii"]),
    dropped=st.text(st.sampled_from(PRINTABLE + POLISH + "ü„ \t"), max_size=5),
    forbidden=st.text(st.sampled_from(PRINTABLE + POLISH + "ü„ \n"), max_size=5),
    alphabet=st.one_of(st.just(""), st.text(st.sampled_from(PRINTABLE + POLISH), max_size=60)),
    upper=st.booleans(),
    encoding=st.sampled_from([*ENCODINGS, "ascii", "latin-1"]),
)
texts = st.one_of(
    st.text(),
    st.text(st.sampled_from("aAząŁöÜßдЖ„”–€\u0328\u0301\u0308\r\n\t ,;&\u00a0😀①\u200b\ud800")),
)


def changed(original: str, changes: tuple[Change, ...]) -> str:
    """The original with the changes put in place; fails where a change does not say what stands in the original."""
    parts, done = [], 0
    for change in changes:
        assert change.position >= done
        end = change.position + len(change.original)
        assert original[change.position : end] == change.original != change.replacement
        parts += [original[done : change.position], change.replacement]
        done = end
    return "".join([*parts, original[done:]])


@given(texts, styles)
@example("a\u0328" * 3, TextStyle())
@example("\u0328a", TextStyle())
@example("a" + "\u0301" * 100, TextStyle())
def test_no_character_is_lost_or_changed_without_being_listed(text: str, style: TextStyle) -> None:
    result = clean(text, style)
    assert changed(text, result.changes) == result.text
    assert {change.reason for change in result.changes} <= set(REASONS)


@given(texts, styles)
@example("\u0328a\r\n\r\n", TextStyle())
@example("Übung MÜLLER Ü", TextStyle(upper=True))
def test_without_its_changes_a_text_is_cleaned_the_same(text: str, style: TextStyle) -> None:
    assert cleaner(style)(text) == clean(text, style).text


def test_adjacent_small_letters_are_one_change() -> None:
    assert clean("Żółw abü a\u0328", TextStyle(upper=True)).changes == (
        Change(1, "ółw", "ÓŁW", "case"),
        Change(5, "a", "A", "case"),
        Change(6, "b", "B", "case"),
        Change(7, "ü", "UE", "letter"),
        Change(9, "a\u0328", "Ą", "case"),
    )


@given(texts, styles)
def test_the_style_holds_every_character_that_comes_out(text: str, style: TextStyle) -> None:
    """An oracle of its own: each rule by itself, character by character."""
    result = clean(text, style).text
    result.encode(style.encoding)
    for character in set(result) - {" "}:
        assert character in PRINTABLE or (style.letters == "polish" and character in POLISH)
        assert character not in style.dropped + style.forbidden
        assert not style.alphabet or character in style.alphabet
        assert not style.upper or character == character.upper()


@given(texts, styles)
def test_a_cleaned_text_is_clean(text: str, style: TextStyle) -> None:
    once = clean(text, style).text
    assert clean(once, style) == Cleaned(once)


@given(st.text(st.sampled_from(PRINTABLE + POLISH)), st.sampled_from(list(ENCODINGS)))
def test_a_composed_text_and_a_decomposed_one_come_out_the_same(text: str, encoding: str) -> None:
    style = TextStyle(encoding=encoding)
    assert clean(unicodedata.normalize("NFD", text), style).text == clean(text, style).text == text


@given(st.text(st.sampled_from(PRINTABLE)), styles.filter(lambda style: not style.dropped))
def test_ascii_keeps_its_length_where_nothing_is_left_out(text: str, style: TextStyle) -> None:
    assert len(clean(text, style).text) == len(text)


@pytest.mark.parametrize(("letter", "written"), [*zip(POLISH, "acelnoszzACELNOSZZ", strict=True)])
def test_polish_letters_stay_or_lose_their_marks(letter: str, written: str) -> None:
    """T-089"""
    for encoding in ENCODINGS:
        assert clean(letter, TextStyle(encoding=encoding)) == Cleaned(letter)
    assert clean(letter, ASCII) == Cleaned(written, (Change(0, letter, written, "letter"),))


@pytest.mark.parametrize("style", [TextStyle(), ASCII])
@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ü", "ue"),
        ("д", "d"),
        ("Über MÜLLER Übung GRÖẞE", "Ueber MUELLER Uebung GROESSE"),
        ("Straße", "Strasse"),
        ("ÄÖ Ä", "AEOE Ae"),
        ("Škoda Plzeň", "Skoda Plzen"),
        ("Ørsted, Ångström, Æon", "Orsted, Angstroem, Aeon"),
        ("François Ñandú", "Francois Nandu"),
        ("Київ, Москва, Αθήνα", "Kiiv, Moskva, Athina"),
        ("„tak” «nie» ‘o’", '"tak" "nie" \'o\''),
        ("1–2 — 3 − 4…", "1-2 - 3 - 4..."),
        ("10 € 5 £ § 7 № 8", "10 EUR 5 GBP par. 7 No 8"),
        ("m² ½ ①", "m2 1/2 1"),
        ("ﬁn ＦＡ／１", "fin FA/1"),
    ],
)
def test_other_letters_and_signs_are_replaced_by_equivalents(text: str, written: str, style: TextStyle) -> None:
    """T-074"""
    assert clean(text, style).text == written


def test_signs_of_foreign_transfers_are_left_out() -> None:
    """W-020"""
    assert clean("&@'#$%^*\\/|", FOREIGN).text == ""
    result = clean("FA/7 & Żuk’s", FOREIGN)
    assert result.text == "FA7  Zuks"
    assert [(change.position, change.reason) for change in result.changes] == [
        (2, "dropped"),
        (5, "dropped"),
        (7, "letter"),
        (10, "dropped"),
    ]


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ('a"b', {"forbidden": '"'}, Change(1, '"', " ", "forbidden")),
        ("a„b", {"forbidden": '"'}, Change(1, "„", " ", "forbidden")),
        ("a„b", {"dropped": '"'}, Change(1, "„", "", "dropped")),
        ("aüb", {"dropped": "ü"}, Change(1, "ü", "", "dropped")),
        ("a\tb", {}, Change(1, "\t", " ", "control")),
        ("a\r\nb", {}, Change(1, "\r\n", " ", "control")),
        ("a\u2028b", {}, Change(1, "\u2028", " ", "control")),
        ("a\x00b", {}, Change(1, "\x00", " ", "control")),
        ("a\u00a0b", {}, Change(1, "\u00a0", " ", "letter")),
        ("a\u200bb", {}, Change(1, "\u200b", "", "unknown")),
        ("a\ue000b", {}, Change(1, "\ue000", " ", "unknown")),
        ("a😀b", {}, Change(1, "😀", " ", "unknown")),
        ("a;b", {"alphabet": "abc"}, Change(1, ";", " ", "alphabet")),
        ("aąb", {"alphabet": "abc"}, Change(1, "ą", "a", "alphabet")),
        ("aęb", {"alphabet": "abc"}, Change(1, "ę", " ", "alphabet")),
        ("AąB", {"upper": True}, Change(1, "ą", "Ą", "case")),
        ("AąB", {"upper": True, "letters": "ascii"}, Change(1, "ą", "A", "letter")),
        ("AäB", {"upper": True}, Change(1, "ä", "AE", "letter")),
        ("aąb", {"encoding": "ascii"}, Change(1, "ą", "a", "encoding")),
        ("aa\u0328b", {}, Change(1, "a\u0328", "ą", "composed")),
        ("aa\u0328b", {"letters": "ascii"}, Change(1, "a\u0328", "a", "letter")),
        ("au\u0308b", {}, Change(1, "u\u0308", "ue", "letter")),
        ("ax\u0323b", {}, Change(1, "x\u0323", "x", "unknown")),
        ("a \u0323b", {}, Change(1, " \u0323", " ", "unknown")),
    ],
)
def test_a_change_tells_what_where_and_why(text: str, style: dict[str, Any], expected: Change) -> None:
    result = clean(text, TextStyle(**style))
    assert result.changes == (expected,)
    assert result.text == text.replace(expected.original, expected.replacement)


def test_a_letter_is_dropped_where_the_style_says_so_but_a_space_never() -> None:
    assert clean("ółw ab", TextStyle(dropped="ół ", alphabet="wab")).text == "w ab"


def test_an_unknown_code_page_is_refused() -> None:
    with pytest.raises(TransferError, match="cp9999"):
        clean("a", TextStyle(encoding="cp9999"))


def test_a_pile_of_marks_costs_no_more_than_its_length() -> None:
    """Putting marks in order takes time that grows with the square of their number."""
    result = clean("a" + "\u0301\u0323" * 20_000, TextStyle())
    assert result.text == "a"
    assert max(len(change.original) for change in result.changes) == 31
