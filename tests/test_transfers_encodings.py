"""The code pages of bank files, Mazovia letter by letter among them, and errors that name place and remedy."""

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import i18n
from workbench.errors import TransferError
from workbench.transfers.texts import ENCODINGS, decode, encode

POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"

MAZOVIA = {
    "ą": 0x86, "ć": 0x8D, "ę": 0x91, "ł": 0x92, "ń": 0xA4, "ó": 0xA2, "ś": 0x9E, "ź": 0xA6, "ż": 0xA7,
    "Ą": 0x8F, "Ć": 0x95, "Ę": 0x90, "Ł": 0x9C, "Ń": 0xA5, "Ó": 0xA3, "Ś": 0x98, "Ź": 0xA0, "Ż": 0xA1,
}  # fmt: skip


@pytest.mark.parametrize("letter", POLISH)
def test_mazovia_letter_by_letter(letter: str) -> None:
    assert encode(letter, "mazovia") == bytes([MAZOVIA[letter]])
    assert decode(bytes([MAZOVIA[letter]]), "mazovia") == letter


def test_mazovia_is_code_page_437_elsewhere() -> None:
    others = bytes(place for place in range(256) if place not in MAZOVIA.values())
    assert decode(others, "mazovia") == others.decode("cp437")


def test_every_byte_of_mazovia_comes_back() -> None:
    every = bytes(range(256))
    assert encode(decode(every, "mazovia"), "mazovia") == every
    assert len(set(decode(every, "mazovia"))) == 256


def test_cp852_is_that_of_python() -> None:
    every = bytes(range(256))
    assert encode(every.decode("cp852"), "cp852") == every


def test_python_opens_files_in_mazovia() -> None:
    file = io.BytesIO()
    writer = io.TextIOWrapper(file, "mazovia", newline="\r\n")
    writer.write("Łódź\nżółw\n")
    writer.flush()
    assert file.getvalue() == b"\x9c\xa2d\xa6\r\n\xa7\xa2\x92w\r\n"
    assert io.TextIOWrapper(io.BytesIO(file.getvalue()), "mazovia").read() == "Łódź\nżółw\n"
    assert codecs.getreader("mazovia")(io.BytesIO(b"\x9c\xa2d\xa6")).read() == "Łódź"
    assert codecs.getwriter("mazovia")(io.BytesIO()).encode("ą")[0] == b"\x86"
    assert "€".encode("mazovia", errors="replace") == b"?"


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "c5bcc3b3c582c487"),
        ("cp1250", "bff3b3e6"),
        ("cp852", "bea28886"),
        ("iso8859-2", "bff3b3e6"),
        ("mazovia", "a7a2928d"),
    ],
)
def test_the_code_pages_hold_polish_letters(encoding: str, written: str) -> None:
    assert encode("żółć", encoding).hex() == written
    assert decode(encode(POLISH, encoding), encoding) == POLISH
    assert encoding in ENCODINGS


def test_all_code_pages_are_tested() -> None:
    assert list(ENCODINGS) == ["utf-8", "cp1250", "cp852", "iso8859-2", "mazovia"]


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(list(ENCODINGS)))
def test_a_text_survives_or_the_error_names_the_first_character_lacking(text: str, encoding: str) -> None:
    lacking = [place for place, character in enumerate(text) if not _held(character, encoding)]
    if not lacking:
        assert decode(encode(text, encoding), encoding) == text.removeprefix("\ufeff")
        return
    with (
        i18n.in_language("en"),
        pytest.raises(TransferError, match=rf"{ENCODINGS[encoding].split()[0]}.* \(place {lacking[0] + 1}\)"),
    ):
        encode(text, encoding)


def _held(character: str, encoding: str) -> bool:
    return character.encode(encoding, "replace") != b"?" or character == "?"


def test_a_character_the_code_page_lacks_is_named_with_its_place() -> None:
    with i18n.in_language("en"), pytest.raises(TransferError, match=r"Windows-1250 has no character д \(place 4\)"):
        encode("aąłд", "cp1250")


@pytest.mark.parametrize(
    ("content", "encoding", "place"),
    [
        (b"ab\x81", "cp1250", r"Byte 3 \(hexadecimal 81\).*Windows-1250"),
        (b"a\xb3", "utf-8", r"Byte 2 \(hexadecimal B3\).*UTF-8"),
    ],
)
def test_a_byte_that_is_nothing_is_named_with_its_place(content: bytes, encoding: str, place: str) -> None:
    with i18n.in_language("en"), pytest.raises(TransferError, match=place):
        decode(content, encoding)


def test_the_mark_before_utf_8_is_no_text() -> None:
    assert decode(b"\xef\xbb\xbf\xc5\x82", "utf-8") == "ł"


@pytest.mark.parametrize("encoding", ["cp9999", "", "hex"])
def test_an_unknown_code_page_is_refused(encoding: str) -> None:
    known = "There is no code page .*utf-8, cp1250, cp852, iso8859-2, mazovia"
    with i18n.in_language("en"), pytest.raises(TransferError, match=known):
        encode("a", encoding)
    with i18n.in_language("en"), pytest.raises(TransferError, match=known):
        decode(b"a", encoding)
