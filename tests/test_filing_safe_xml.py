"""Hostile and damaged XML (issue 6, part 2): refused or bounded, always a FilingError with file, place and remedy."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from workbench.errors import FilingError
from workbench.filing import safe_xml
from workbench.filing.safe_xml import elements, root_of
from workbench.i18n import in_language

NAME = "plik.xml"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
MILLION = 1_000_000


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with in_language("en"):
        yield


def found(content: bytes, *ends: str) -> list[tuple[str, str]]:
    """What is yielded: local name and text."""
    return [(str(element.tag), element.text or "") for element in elements(io.BytesIO(content), NAME, ends or ("c",))]


def refused(content: bytes, read: Callable[[bytes], object] = found) -> str:
    with pytest.raises(FilingError) as error:
        read(content)
    assert NAME in str(error.value)
    return str(error.value)


def root(content: bytes) -> str:
    return root_of(io.BytesIO(content), NAME)


def test_elements_are_yielded_as_they_end_and_what_was_read_is_thrown_away() -> None:
    content = b"<r xmlns='urn:x'>" + b"".join(b"<c>%d<d/></c>" % number for number in range(50_000)) + b"<e/></r>"
    seen = []
    for element in elements(io.BytesIO(content), NAME, {"{urn:x}c", "{urn:x}e"}):
        before = element.getprevious()
        assert before is None or (before.getprevious() is None and not len(before) and not before.text)
        seen.append(element.text)
    assert seen == [*map(str, range(50_000)), None]


def test_comments_instructions_and_inclusions_are_passed_over() -> None:
    content = (
        b"<?xml version='1.0'?><!-- <!DOCTYPE a> --><?go away?><r xmlns:xi='http://www.w3.org/2001/XInclude'>"
        b"<c>1<!-- 2 -->3</c><?php 4?><xi:include href='/etc/hostname' parse='text'/><c><![CDATA[<5>&amp;]]></c></r>"
    )
    assert found(content) == [("c", "13"), ("c", "<5>&amp;")]


def test_the_root_is_known_without_reading_on() -> None:
    content = io.BytesIO(b"junk<?xml version='1.0'?>\n<p:JPK xmlns:p='urn:x'><broken" + b" " * MILLION)
    content.seek(4)
    assert root_of(content, NAME) == "{urn:x}JPK"
    assert content.tell() == 4


@pytest.mark.parametrize(
    "content",
    [
        f'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><r><c>&l9;</c></r>',
        f'<!-- -->\n<!DOCTYPE r [<!ENTITY a "{"x" * 100_000}">]><r><c>{"&a;" * 1000}</c></r>',
        '\n<!DOCTYPE r SYSTEM "http://localhost:9/r.dtd"><r><c>1</c></r>',
        '<?x?>\n<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname">]><r><c>&f;</c></r>',
        '\n<!DOCTYPE r [<!ENTITY % p SYSTEM "http://localhost:9/p"> %p;]><r/>',
        "\n<!DOCTYPE r><r><c>1</c></r>",
    ],
    ids=["laughs", "quadratic", "external DTD", "external entity", "parameter entity", "bare"],
)
@pytest.mark.parametrize("read", [found, root])
def test_a_document_type_is_refused(content: str, read: Callable[[bytes], object]) -> None:
    assert "DOCTYPE" in refused(content.encode(), read)
    line = content.count("\n", 0, content.index("<!DOCTYPE")) + 1
    assert f"line {line}" in refused(content.encode("utf-16"), read)


def test_an_entity_without_a_document_type_is_refused() -> None:
    assert "line 3" in refused(b"<r>\n<c>1</c>\n<c>&file;</c></r>")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"%PDF-1.7\n%\xe2\xe3",
        b"PK\x03\x04\x14\x00",
        b"row,name\n1,<a>",
        b"<",
        b"< r/>",
        b"<\x00r/>",
        b"\x00" * 5000,
        "<r/>".encode("utf-32"),
        b"<!--" * MILLION,
        b"<!---->" * MILLION,
        b"<?x?> " * MILLION,
        "<r/>".encode("utf-16-le"),
    ],
    ids=range(16),
)
def test_what_is_no_xml_is_refused(content: bytes) -> None:
    refused(content)
    refused(content, root)


def test_an_archive_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("jpk.xml", "<JPK/>")
    assert "archive" in refused(packed.getvalue())


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"<r>\n<c>1</c>\n<c>2", 3),
        (b"<r>\n<c>1</c></r>\n<r/>", 3),
        (b"<r>\n<c>1</d></r>", 2),
        (b"<r>\n<c>\x00</c></r>", 2),
        (b"<r>\n<c>1</c>\x0b</r>", 2),
        (b"<r>\n<c>&#0;</c></r>", 2),
        (b"<r>\n<c a='1' a='2'/></r>", 2),
        (b"<r>\n<x:c/></r>", 2),
        (b"<r>\n<c></c>\n", 3),
    ],
)
def test_damage_is_named_with_its_line(content: bytes, line: int) -> None:
    assert f"line {line}" in refused(content)


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        (None, "utf-8"),
        ("UTF-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        (None, "utf-16"),
        ("UTF-16", "utf-16"),
        ("windows-1250", "cp1250"),
        ("ISO-8859-2", "iso8859-2"),
    ],
)
@pytest.mark.parametrize("text", ["Zażółć gęślą jaźń", "SPÓŁKA", "Łódź " * 200_000], ids=["all", "valid by chance", "long"])
def test_a_true_code_page_is_read(declared: str | None, real: str, text: str) -> None:
    """SPÓŁKA in windows-1250 happens to be valid UTF-8 as well."""
    start = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    assert found(f"{start}<r><c>{text}</c></r>".encode(real)) == [("c", text)]


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("utf-16", "utf-8"),
        ("utf-8", "cp1250"),
        ("windows-1250", "utf-8"),
        ("iso-8859-2", "utf-8"),
        ("windows-1250", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("utf-7", "utf-8"),
        ("rot13", "ascii"),
        ("base64", "ascii"),
        ("no-such", "ascii"),
        ("utf-32", "utf-8"),
    ],
)
@pytest.mark.parametrize("text", ["Zażółć gęślą jaźń", "x" * 600_000 + "ął"], ids=["at once", "late"])
def test_a_lie_about_the_code_page_is_refused(declared: str, real: str, text: str) -> None:
    content = f'<?xml version="1.0" encoding="{declared}"?><r><c>{text}</c></r>'
    assert "UTF-8" in refused(content.encode(real, "replace"))


@pytest.mark.parametrize(
    "content",
    [
        b"<r>" + b"<c>" * 64 + b"</c>" * 64 + b"</r>",
        b"<r>" + b"<x>" * 64 + b"</x>" * 64 + b"</r>",
        b"<c>" * MILLION,
        b"<r><c>" + b"x" * 11 * MILLION + b"</c></r>",
        b"<r><c a='" + b"x" * 11 * MILLION + b"'/></r>",
        b"<r><" + b"x" * 200_000 + b"/></r>",
        b"<r>" + b"<x>12345678</x>" * 1_200_000 + b"</r>",
    ],
    ids=["deep", "deep unwanted", "endless depth", "text", "attribute", "name", "nothing wanted"],
)
def test_depth_and_size_are_bounded(content: bytes) -> None:
    begun = time.process_time()
    refused(content)
    assert time.process_time() - begun < 30
    assert len(found(b"<r>" + b"<c>" * 63 + b"</c>" * 63 + b"</r>")) == 63


def test_a_file_of_more_than_two_gigabytes_is_refused_at_once(tmp_path: Path) -> None:
    place = tmp_path / NAME
    with place.open("wb") as file:
        file.write(b"<r><c>1</c>")
        file.truncate(safe_xml.LARGEST + 1)
    with place.open("rb") as content, pytest.raises(FilingError, match=r"plik\.xml is larger than 2 GB"):
        list(elements(content, NAME, ("c",)))


def test_a_stream_that_cannot_go_back_is_bounded_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

    monkeypatch.setattr(safe_xml, "LARGEST", MILLION)
    content = Stream(b"<r>" + b"<c>12345678</c>" * MILLION)
    with pytest.raises(FilingError, match="larger"):
        list(elements(content, NAME, ("c",)))
    assert content.tell() < 3 * MILLION


def test_an_error_is_told_in_the_language_of_the_user_and_never_by_the_parser() -> None:
    with in_language("pl"):
        told = refused(b"<r>\n<c>1</d></r>")
    assert "mismatch" not in told
    assert "tag" not in told


def test_an_error_of_the_caller_is_left_alone() -> None:
    for element in elements(io.BytesIO(b"<r><c/></r>"), NAME, ("c",)):
        with pytest.raises(etree.XPathEvalError):
            element.xpath("((")


@pytest.mark.parametrize("space", ["http://crd ]", " /wzor", "http://[x", "http://crd.]]&gt;.pl"])
def test_a_root_in_a_namespace_that_is_none_is_told(space: str) -> None:
    """The parser lets it pass, but no element could be made in it again."""
    with pytest.raises(FilingError, match="line 1"):
        root_of(io.BytesIO(f'<a xmlns="{space}"/>'.encode()), NAME)
    assert root_of(io.BytesIO(f'<a xmlns:q="{space}"/>'.encode()), NAME) == "a"
