"""T-039 "Dopisz do pliku": a batch behind the transfers of an existing file."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.transfer_files import ORDINARY, PAYER, nrb, references
from workbench.errors import TransferError
from workbench.transfers import formats
from workbench.transfers.formats.definable import FieldUse, TextFormat
from workbench.transfers.formats.elixir import elixir_formats
from workbench.transfers.orders import Payer, Transfer
from workbench.transfers.texts.style import TextStyle

ELIXIR = elixir_formats()["elixir"]
NAMES = references(4)
COUNTED = TextFormat(
    code="counted",
    title="Counted",
    kinds=frozenset({"ordinary"}),
    text_style=TextStyle(encoding="cp852"),
    amounts="grosze",
    header=(FieldUse("constant", text="H"), FieldUse("payer_account"), FieldUse("operation_date"), FieldUse("count", width=4)),
    record=(FieldUse("payee_account"), FieldUse("amount"), FieldUse("title"), FieldUse("reference")),
    footer=(FieldUse("constant", text="S"), FieldUse("sum", width=16, align="right", fill="0")),
)


def write(format: formats.Format, transfers: tuple[Transfer, ...], names: list[str], payer: Payer = PAYER) -> bytes:
    return formats.write(format, payer, transfers, names, message="", created=datetime(2026, 11, 22))


@pytest.mark.parametrize("format", [*elixir_formats().values(), COUNTED], ids=lambda format: format.code)
def test_two_batches_in_one_file_are_like_one_batch(format: formats.Format) -> None:
    first, second = write(format, ORDINARY[:2], NAMES[:2]), write(format, ORDINARY[2:], NAMES[2:])
    assert formats.append(format, first, second) == write(format, ORDINARY, NAMES)


def test_an_empty_file_takes_the_batch() -> None:
    assert formats.append(ELIXIR, b"", write(ELIXIR, ORDINARY, NAMES)) == write(ELIXIR, ORDINARY, NAMES)


def test_header_and_footer_count_all() -> None:
    """The footer stays the last line and the header the first one."""
    both = formats.append(COUNTED, write(COUNTED, ORDINARY[:1], NAMES[:1]), write(COUNTED, ORDINARY[2:3], NAMES[1:2]))
    lines = both.decode("cp852").split("\r\n")
    assert lines[0] == '"H";"41102028920000000000000001";"2026-11-24";"2   "'
    assert lines[-2:] == ['"S";"0000000000123457"', ""]
    assert len(lines) == 5


def test_a_header_of_another_day_or_account_keeps_a_batch_out() -> None:
    before = write(COUNTED, ORDINARY[:1], NAMES[:1])
    later = write(COUNTED, (replace(ORDINARY[1], date=date(2026, 11, 25)),), NAMES[1:2])
    other = write(COUNTED, ORDINARY[1:2], NAMES[1:2], replace(PAYER, account=nrb("10202892", "9")))
    for content, shown in ((later, "2026-11-25"), (other, nrb("10202892", "9"))):
        with pytest.raises(TransferError, match=shown):
            formats.append(COUNTED, before, content)


def test_numbered_records_cannot_be_continued() -> None:
    numbered = replace(COUNTED, record=(*COUNTED.record, FieldUse("number")))
    with pytest.raises(TransferError, match="Counted"):
        formats.append(numbered, write(numbered, ORDINARY[:1], NAMES[:1]), write(numbered, ORDINARY[1:2], NAMES[1:2]))


@pytest.mark.parametrize("cut", [1, 2, 30])
def test_a_file_that_ends_inside_a_line_is_refused(cut: int) -> None:
    before = write(ELIXIR, ORDINARY[:1], NAMES[:1])
    with pytest.raises(TransferError, match="Elixir-O"):
        formats.append(ELIXIR, before[:-cut], write(ELIXIR, ORDINARY[1:], NAMES[1:]))


def test_a_file_of_another_format_is_refused() -> None:
    before = write(COUNTED, ORDINARY[:1], NAMES[:1])
    with pytest.raises(TransferError, match="Elixir-O"):
        formats.append(ELIXIR, before, write(ELIXIR, ORDINARY[1:], NAMES[1:]))


@pytest.mark.parametrize("code", ["elixir-mbank", "elixir-ing", "elixir-pko"])
def test_a_file_in_another_code_page_is_refused(code: str) -> None:
    """Its bytes can be decoded, but to letters that no file of ours has."""
    other = replace(ELIXIR, text_style=replace(ELIXIR.text_style, encoding=elixir_formats()[code].text_style.encoding))
    before = write(other, ORDINARY[:1], NAMES[:1])
    with pytest.raises(TransferError, match="Elixir-O"):
        formats.append(ELIXIR, before, write(ELIXIR, ORDINARY[1:], NAMES[1:]))


def test_bytes_that_are_no_text_are_refused() -> None:
    utf8 = replace(ELIXIR, text_style=replace(ELIXIR.text_style, encoding="utf-8"))
    with pytest.raises(TransferError, match="Elixir-O"):
        formats.append(utf8, write(ELIXIR, ORDINARY[:1], NAMES[:1]), write(utf8, ORDINARY[1:], NAMES[1:]))


def test_a_transfer_is_not_written_twice() -> None:
    before = write(ELIXIR, ORDINARY[:2], NAMES[:2])
    with pytest.raises(TransferError, match="LIC0000000002"):
        formats.append(ELIXIR, before, write(ELIXIR, ORDINARY[1:], NAMES[1:]))


def test_the_limit_of_a_file_holds() -> None:
    small = replace(ELIXIR, max_transfers=3)
    with pytest.raises(TransferError, match=r"4.*3"):
        formats.append(small, write(small, ORDINARY[:2], NAMES[:2]), write(small, ORDINARY[2:], NAMES[2:]))
    assert formats.append(small, write(small, ORDINARY[:2], NAMES[:2]), write(small, ORDINARY[2:3], NAMES[2:3]))


def test_nothing_is_appended_to_xml() -> None:
    code = next(code for code in formats.standard_formats() if code.startswith("iso"))
    with pytest.raises(TransferError, match="XML"):
        formats.append(formats.format_of(code), b"<Document/>", b"<Document/>")
