"""Every profile of a text format: a golden file letter for letter, read back to the batch by the independent reader."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.transfer_files import DOMESTIC, INSTANT, PAYER, references
from workbench import i18n
from workbench.errors import TransferError
from workbench.transfers import formats
from workbench.transfers.formats.elixir import ElixirFormat, elixir_formats
from workbench.transfers.formats.notes import NOTES
from workbench.transfers.orders import Transfer
from workbench.transfers.texts import clean, lay_out

GOLDEN = Path(__file__).parent / "golden" / "transfers"
CODES = [*elixir_formats(), "erste", "videotel"]
CREATED = datetime(2026, 11, 22, 8, 0)

# What the reference says of each bank (1.5): number of fields, code page, quotation marks of the first line's 16 fields.
TABLE = {
    "elixir": (16, "cp1250", '-------""--"""""'),
    "elixir-numbers": (16, "cp1250", '-------""--"""""'),
    "elixir-unquoted": (16, "cp1250", "----------------"),
    "elixir-pko": (16, "iso8859-2", "----------------"),
    "elixir-millennium": (16, "cp1250", '-----""""--"""""'),
    "elixir-mbank": (15, "cp852", '"""""""""""""""'),
    "elixir-ing": (16, "cp852", '-----""""--"""""'),
    "elixir-bnp": (16, "cp852", '-----""""--"""""'),
    "elixir-pekao": (16, "cp852", '-----""""--"""""'),
    "elixir-alior": (16, "cp852", '-----""""--"""""'),
    "elixir-bph": (16, "cp852", '-----""""--"""""'),
    "elixir-coop": (16, "iso8859-2", '-----""""--"""""'),
}


def batch(format: formats.Format) -> list[Transfer]:
    """The domestic samples that a format can carry."""
    return [transfer for transfer in DOMESTIC if transfer.kind in format.kinds]


def written(format: formats.Format) -> bytes:
    transfers = batch(format)
    return formats.write(format, PAYER, transfers, references(len(transfers)), message="M1", created=CREATED)


def fields(line: str) -> list[str]:
    """The fields of a line with their quotation marks: a comma inside marks does not part them."""
    return re.findall(r'(?:^|(?<=,))("[^"]*"|[^,"]*)(?=,|$)', line)


@pytest.mark.parametrize("code", CODES)
def test_a_profile_writes_its_golden_file(code: str) -> None:
    assert written(formats.format_of(code)) == (GOLDEN / f"{code}.txt").read_bytes()


@pytest.mark.parametrize("code", CODES)
def test_the_golden_file_is_read_back_to_the_batch(code: str) -> None:
    format = formats.format_of(code)
    transfers = batch(format)
    read = formats.read(format, (GOLDEN / f"{code}.txt").read_bytes())
    assert [(one.amount, one.account, one.date) for one in read] == [
        (transfer.amount, transfer.payee.account, "2026-11-24") for transfer in transfers
    ]
    assert formats.differences(format, PAYER, transfers, references(len(transfers)), read) == []


@pytest.mark.parametrize("code", TABLE)
def test_fields_quotes_and_code_page_are_those_of_the_bank(code: str) -> None:
    """Five ways of quoting: none, where a comma stands, words, words and accounts, all (banks.md 1.5)."""
    number, encoding, marks = TABLE[code]
    content = written(formats.format_of(code))
    lines = content.decode(encoding).split("\r\n")
    assert lines.pop() == ""
    assert [len(fields(line)) for line in lines] == [number] * len(lines)
    assert "".join('"' if field.startswith('"') else "-" for field in fields(lines[0])) == marks
    if code not in ("elixir-bph", "elixir-bnp"):
        assert "Łąkowa".encode(encoding) in content


def test_the_table_holds_every_profile() -> None:
    assert set(TABLE) == set(elixir_formats())


@pytest.mark.parametrize("code", [code for code in TABLE if code != "elixir-unquoted"])
def test_the_comma_of_a_split_payment_stands_in_quotation_marks(code: str) -> None:
    """Finding 2: no writer may destroy the amount of VAT."""
    encoding = TABLE[code][1]
    (line,) = [line for line in written(formats.format_of(code)).decode(encoding).splitlines() if "FV/1/2026" in line]
    assert fields(line)[11] == '"/VAT/230,00/IDC/7831916366|/INV/FV/1/2026||"'
    assert fields(line)[14].strip('"') == "53"


def test_a_file_without_quotation_marks_carries_no_split_payment() -> None:
    format = formats.format_of("elixir-unquoted")
    (split, *_others) = [transfer for transfer in DOMESTIC if transfer.kind == "split_payment"]
    with pytest.raises(TransferError, match=split.payments[0]):
        formats.write(format, PAYER, [split], references(1), message="", created=CREATED)
    with pytest.raises(ValueError, match="comma"):
        replace(elixir_formats()["elixir"], quote="none")


def test_without_quotation_marks_commas_become_spaces() -> None:
    for line in written(formats.format_of("elixir-unquoted")).decode("cp1250").splitlines():
        assert line.count(",") == 15


def test_the_manuals_example_comes_out_as_printed() -> None:
    """T-053, C-41: ASCII letters, 4 x 35, blindly cut."""
    text = (
        "FA/2018/07/00001/VAT Z dnia 20 czerwca 2018 Wplata raty numer 1;FA/2018/07/00002/VAT Usługi obce;"
        "FA/2018/07/00003/VAT;FA/2018/07/00004/VAT;FA/2018/07/00005/VAT"
    )
    assert len(text) == 159
    aloza = replace(DOMESTIC[3], texts=(text,))
    content = formats.write(formats.format_of("elixir-bph"), PAYER, [aloza], references(1), message="", created=CREATED)
    printed = (
        "FA/2018/07/00001/VAT Z dnia 20 czer|wca 2018 Wplata raty numer 1;FA/201|8/07/00002/VAT Uslugi obce;FA/2018/|"
        "07/00003/VAT;FA/2018/07/00004/VAT;F"
    )
    assert fields(content.decode("ascii").strip())[11] == f'"{printed}"'


def test_numbers_of_documents_fill_the_first_line() -> None:
    """T-048, T-049"""
    (line, *_rest) = written(formats.format_of("elixir-numbers")).decode("cp1250").splitlines()
    assert fields(line)[11] == '"FA/2026/11/00001/VAT|Usługi obce||"'
    only = replace(DOMESTIC[0], texts=("Nie wysyłać", "druga", "", "czwarta"), document_numbers="FV 1")
    content = formats.write(formats.format_of("elixir-numbers"), PAYER, [only], references(1), message="", created=CREATED)
    assert "Nie wysyłać" not in content.decode("cp1250")
    assert "FV 1|druga|czwarta|" in content.decode("cp1250")


def test_millennium_wraps_the_reference_and_knows_instant_transfers() -> None:
    format = elixir_formats()["elixir-millennium"]
    content = written(format).decode("cp1250")
    assert '"$$$LIC0000000001$$$"' in content
    (line,) = [line for line in content.splitlines() if "Zaliczka na podróż" in line]
    assert fields(line)[14] == '"41"'
    assert format.says_instant(INSTANT[0])
    assert not elixir_formats()["elixir-pko"].says_instant(INSTANT[0])
    split = replace(next(transfer for transfer in DOMESTIC if transfer.kind == "split_payment"), instant=True)
    line = formats.write(format, PAYER, [split], references(1), message="", created=CREATED).decode("cp1250")
    assert fields(line.strip())[14] == '"43"'
    assert formats.read(format, line.encode("cp1250"))[0].kind == "split_payment"


@pytest.mark.parametrize(("code", "end"), [("elixir-pko", ",53"), ("elixir", ',"53",""'), ("elixir-mbank", ',"53"')])
def test_an_empty_reference(code: str, end: str) -> None:
    """PKO leaves field 16 out when it is empty, mBank has none."""
    format = formats.format_of(code)
    split = next(transfer for transfer in DOMESTIC if transfer.kind == "split_payment")
    content = formats.write(format, PAYER, [split], [""], message="", created=CREATED)
    assert content.decode(format.text_style.encoding).endswith(f"{end}\r\n")
    assert formats.read(format, content)[0].reference == ""


def test_bnp_writes_capitals() -> None:
    content = written(formats.format_of("elixir-bnp")).decode("cp852")
    assert content == content.upper()
    assert "UL. ŁĄKOWA 7" in content


def test_cooperative_banks_get_none_of_their_forbidden_characters() -> None:
    content = written(formats.format_of("elixir-coop")).decode("iso8859-2")
    assert not set(":;&@$") & set(content)


@pytest.mark.parametrize("encoding", ["cp852", "cp1250", "iso8859-2", "utf-8", "mazovia"])
def test_every_code_page_holds_the_polish_letters(encoding: str) -> None:
    format = formats.format_of("elixir")
    format = replace(format, text_style=replace(format.text_style, encoding=encoding))
    transfer = replace(DOMESTIC[0], texts=("Zażółć gęślą jaźń", "ZAŻÓŁĆ GĘŚLĄ JAŹŃ"))
    content = formats.write(format, PAYER, [transfer], references(1), message="", created=CREATED)
    (one,) = formats.read(format, content)
    assert one.text == "Zażółć gęślą jaźńZAŻÓŁĆ GĘŚLĄ JAŹŃ"
    if encoding == "mazovia":
        assert bytes.fromhex("5a 61 a7 a2 92 8d") in content  # Zażółć


def test_instant_notes_and_sources_are_told() -> None:
    """What is M or L in the reference is to be confirmed, in the user's language."""
    for language in ("pl", "en"):
        with i18n.in_language(language):  # type: ignore[arg-type]
            for code in CODES:
                format = formats.format_of(code)
                assert format.to_confirm
                assert set(format.to_confirm) <= {i18n._(note) for note in NOTES.values()}
                assert not isinstance(format, ElixirFormat) or format.source


def test_pko_takes_5000_transfers_a_file() -> None:
    assert {code: format.max_transfers for code, format in elixir_formats().items() if format.max_transfers} == {
        "elixir-pko": 5000
    }


def test_texts_of_the_file_are_those_of_the_preview() -> None:
    """The file holds exactly the lines that `lay_out` gives the preview, and the cleaned name."""
    for code in TABLE:
        format = formats.format_of(code)
        lines = written(format).decode(format.text_style.encoding).splitlines()
        for line, transfer in zip(lines, batch(format), strict=True):
            given = fields(line)
            assert given[11].strip('"') == "|".join(lay_out(transfer, format.text_style).lines)
            assert given[8].strip('"').replace("|", "").startswith(clean(transfer.payee.name, format.text_style).text[:70])
