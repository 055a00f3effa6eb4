"""T-007: formats move between databases as an XML file; nothing in such a file may reach outside it."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import TransferError
from workbench.transfers import formats
from workbench.transfers.formats.definable import FieldUse, TextFormat
from workbench.transfers.formats.format_xml import LARGEST
from workbench.transfers.orders import KINDS
from workbench.transfers.texts import ENCODINGS
from workbench.transfers.texts.style import TextStyle

words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=6)
uses = st.builds(
    FieldUse,
    st.one_of(st.sampled_from([*formats.FIELDS]), words),
    text=words,
    width=st.integers(0, 999),
    longest=st.integers(0, 999),
    align=st.sampled_from(["left", "right"]),
    fill=words,
    joined=st.booleans(),
    quoted=st.booleans(),
)
lines = st.lists(uses, max_size=5).map(tuple)
styles = st.builds(
    TextStyle,
    letters=st.sampled_from(["polish", "ascii"]),
    dropped=words,
    forbidden=words,
    alphabet=words,
    upper=st.booleans(),
    width=st.integers(1, 100),
    lines=st.integers(1, 9),
    separate_lines=st.booleans(),
    markers=st.booleans(),
    encoding=st.sampled_from([*ENCODINGS]),
)


@st.composite
def text_formats(draw: st.DrawFn) -> TextFormat:
    kinds = frozenset(draw(st.sets(st.sampled_from(KINDS))))
    return TextFormat(
        code=draw(words),
        title=draw(words),
        extension=draw(words),
        kinds=kinds,
        currencies=frozenset(draw(st.sets(words, max_size=3))),
        max_transfers=draw(st.integers(0, 99_999)),
        text_style=draw(styles),
        separator=draw(words | st.just("\t")),
        line_end=draw(st.sampled_from(["\r\n", "\n", "\r"])),
        delimiter=draw(words),
        part_separator=draw(words),
        date_pattern=draw(words),
        amounts=draw(st.sampled_from(["grosze", "comma", "point"])),
        record=draw(lines),
        header=draw(lines),
        footer=draw(lines),
        classes=draw(st.dictionaries(st.sampled_from([*kinds, "instant", "instant_split_payment"]), words)),
    )


@given(text_formats())
def test_a_format_comes_back_as_it_went(format: TextFormat) -> None:
    """Also one with faults, so that it can be mended elsewhere."""
    assert formats.from_xml(formats.to_xml(format)) == format


@pytest.mark.parametrize("code", ["erste", "videotel"])
def test_the_shipped_definitions_have_no_faults(code: str) -> None:
    format = formats.format_of(code)
    assert isinstance(format, TextFormat)
    assert formats.export_faults(format) == []
    assert replace(formats.from_xml(formats.to_xml(format)), to_confirm=format.to_confirm) == format


PLAIN = TextFormat(code="a", title="A", kinds=frozenset({"ordinary"}), text_style=TextStyle(), record=(FieldUse("amount"),))
XML = formats.to_xml(PLAIN)


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("<record>", "<record", "XML"),
        (XML, "", "XML"),
        (XML, "przelewy", "XML"),
        ("transfer_format", "format", "transfer_format"),
        ('version="1"', 'version="2"', "transfer_format"),
        ('separator=";" ', "", "separator"),
        ('amounts="comma"', 'amounts="dollars"', "grosze, comma, point"),
        ('line_end="CRLF"', 'line_end="X"', "CRLF, LF, CR"),
        ('encoding="utf-8"', 'encoding="cp1"', "mazovia"),
        ('upper="false"', 'upper="maybe"', "true, false"),
        ('width="35"', 'width="-1"', "width"),
        ('width="35"', 'width="٣"', "width"),
        ('code="ordinary"', 'code="gift"', "gift"),
        ('<field code="amount"/>', '<field code="amount" colour="red"/>', "colour"),
        ('<field code="amount"/>', '<field code="amount" width="x"/>', "width"),
        ('<field code="amount"/>', '<field code="amount" align="top"/>', "left, right"),
        ('<field code="amount"/>', "<field/>", "code"),
        ('<field code="amount"/>', "<feld/>", "field"),
        ("<header/>", "<header/><header/>", "header"),
        ("<header/>", "<colour/>", "colour"),
        ("<kinds>", "<kinds><sort/>", "sort"),
    ],
)
def test_a_faulty_file_is_refused_naming_the_element(before: str, after: str, named: str) -> None:
    assert before in XML
    with pytest.raises(TransferError, match=named):
        formats.from_xml(XML.replace(before, after))


def test_a_missing_element_is_named() -> None:
    start, end = XML.index("<texts"), XML.index("<kinds")
    with pytest.raises(TransferError, match="texts"):
        formats.from_xml(XML[:start] + XML[end:])


def test_entities_are_not_read(tmp_path: Path) -> None:
    """Neither a file of the machine nor a text that multiplies comes in."""
    secret = tmp_path / "secret"
    secret.write_text("TAJNE")
    for entity in (f'SYSTEM "{secret.as_uri()}"', '"x"'):
        hostile = f"<!DOCTYPE transfer_format [<!ENTITY e {entity}>]>{XML.replace('A', '&e;', 1)}"
        with pytest.raises(TransferError) as refused:
            formats.from_xml(hostile)
        assert "TAJNE" not in str(refused.value)
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    with pytest.raises(TransferError):
        formats.from_xml(f'<!DOCTYPE transfer_format [<!ENTITY e0 "x">{bomb}]>{XML.replace("A", "&e29;", 1)}')
    with pytest.raises(TransferError):
        formats.from_xml(f'<!DOCTYPE transfer_format SYSTEM "http://127.0.0.1:9/x.dtd">{XML}')


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(TransferError):
        formats.from_xml(f"{XML}{' ' * LARGEST}")


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "\ud800"])
def test_what_xml_cannot_hold_is_refused(text: str) -> None:
    format: Any = formats.from_xml(XML)
    with pytest.raises(TransferError):
        formats.to_xml(replace(format, title=text))


@pytest.mark.parametrize("name", ["width", "lines"])
def test_a_title_has_at_least_one_line_of_one_character(name: str) -> None:
    shipped = formats.standard_formats()["videotel"]
    assert isinstance(shipped, TextFormat)
    before, after = formats.to_xml(shipped).split("<texts ")
    written = f"{before}<texts " + re.sub(f' {name}="[0-9]+"', f' {name}="0"', after, count=1)
    with pytest.raises(TransferError, match=name):
        formats.from_xml(written)
