"""Reading a file in a text format (T-006): parties by code or account, faults with their place, hostile and huge files."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.transfer_books import ABC_ACCOUNT, ALOZA_ACCOUNT, GERMAN_ACCOUNT, nrb
from tests.transfers_pages import OTHER_ACCOUNT, bill, books_of, look_at, page_of
from workbench import i18n
from workbench.errors import TransferError
from workbench.transfers.formats import FieldUse, TextFormat
from workbench.transfers.texts.style import TextStyle
from workbench.widgets.transfers.formats_panel import Formats
from workbench.widgets.transfers.page import TransfersPage
from workbench.widgets.transfers.reading import LARGEST, LONGEST_LINE, MOST_SUMS, Reading, records_of

FIELDS = ("document_date", "amount", "party_code", "payee_account", "payee_name", "title")
BILLS = (bill("A1", "123.45"), bill("B1", "0.05", "abc"))
BOOKS = books_of(*BILLS)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


def made(*codes: str, **others: Any) -> TextFormat:
    uses = tuple(FieldUse(code) for code in codes)
    return TextFormat(code="moj", title="Mój", kinds=frozenset({"ordinary"}), text_style=TextStyle(), record=uses, **others)


def opened(*codes: str, store: Path | None = None) -> tuple[TransfersPage, Formats, Reading]:
    """The panel with a new format of these fields in its form."""
    page = page_of(BOOKS, store)
    panel = look_at(page, Formats)
    panel.new.click()
    while panel.form.record.uses:
        panel.form.record.remove.click()
    for code in codes:
        panel.form.record.offered.value = code
        panel.form.record.add.click()
    return page, panel, panel.reading


def chosen(reading: Reading, content: bytes) -> None:
    """Choose a file as the browser would."""
    file: dict[str, Any] = {"name": "f.txt", "type": "text/plain", "size": len(content), "content": memoryview(content)}
    reading.upload.value = (file | {"last_modified": datetime.now(UTC)},)


def line(*values: str) -> bytes:
    return (";".join(f'"{value}"' for value in values) + "\r\n").encode()


def stored(folder: Path) -> dict[str, bytes]:
    """The files of a store; its shared memory changes with every look at it."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def is_shown(reading: Reading) -> bool:
    return bool(reading.found.layout.display != "none")


def test_a_file_that_the_format_wrote_is_read_back() -> None:
    """T-006: what the batch becomes in a format is read in the same format, with both parties and the sum."""
    page, panel, reading = opened(*FIELDS)
    assert page.batch is not None and page.desk is not None
    format = panel.form.format
    desk, batch = page.desk, page.batch
    written = replace(desk, own_formats={format.code: format})
    preview = written.preview(batch.register, batch.preview.choice, batch.preview.chosen, format.code)
    (file,) = preview.files
    chosen(
        reading, file.content([f"LIC{number:010d}" for number in range(2)], "LIC0000000000", datetime(2026, 11, 22, tzinfo=UTC))
    )
    assert reading.told.value == ""
    shown = reading.table.rows.sort_values("amount", ascending=False)
    assert shown["party"].tolist() == ["Aloza sp. z o.o.", "ABC"]
    assert shown["known_by"].tolist() == ["code", "code"]
    assert shown["amount"].tolist() == [12345, 5]
    assert shown["account"].tolist() == [ALOZA_ACCOUNT, ABC_ACCOUNT]
    assert [day.isoformat()[:10] for day in shown["date"]] == ["2026-11-02"] * 2
    assert ["A1" in title for title in shown["title"]] == [True, False]
    assert "2 records" in reading.sums.value and "123.50" in reading.sums.value
    assert reading.upload.value == (), "the next file can be chosen"


def test_a_party_is_known_by_code_then_account_else_unknown() -> None:
    """T-006, by hand: code before account, an account alone (also with PL and blanks), neither, a shared account."""
    books = books_of(
        *BILLS,
        {"party_accounts": [{"party_id": party, "account": OTHER_ACCOUNT} for party in ("aloza", "abc")]},
    )
    rows = [
        ("aloza", ABC_ACCOUNT, "aloza", "code"),
        ("", ABC_ACCOUNT, "abc", "account"),
        ("nikt", f"PL {ALOZA_ACCOUNT[:2]} {ALOZA_ACCOUNT[2:]}", "aloza", "account"),
        ("nikt", nrb(987), "", ""),
        ("", "", "", ""),
        ("", OTHER_ACCOUNT, "", ""),
        ("abc", OTHER_ACCOUNT, "abc", "code"),
    ]
    content = b"".join(line("2026-11-02", "1,00", code, account) for code, account, _party, _way in rows)
    names = {"aloza": "Aloza sp. z o.o.", "abc": "ABC", "": ""}
    found = records_of(made("document_date", "amount", "party_code", "payee_account"), content, books)
    assert found["party"].tolist() == [names[party] for _code, _account, party, _way in rows]
    assert found["known_by"].tolist() == [way for *_others, way in rows]
    assert found["line"].tolist() == list(range(1, 8))


@pytest.mark.parametrize(
    ("language", "word", "way"), [("en", "unknown party", "party code"), ("pl", "Nieokreślony", "akronim podmiotu")]
)
def test_an_unknown_party_is_told_in_the_words_of_the_manuals(language: Literal["pl", "en"], word: str, way: str) -> None:
    i18n.set_language(language)
    _page, _panel, reading = opened(*FIELDS)
    known = line("2026-11-02", "1,00", "abc", ABC_ACCOUNT, "Ktoś", "FV 1")
    chosen(reading, known + line("2026-11-03", "2,50", "x", nrb(987), "<b>Nikt</b>", "FV 2"))
    cells = [row["cells"] for row in reading.table.view["rows"]]
    assert word not in cells[0] and way in cells[0]
    assert word in cells[1] and "<b>Nikt</b>" in cells[1], "the table shows text, not HTML"


def test_what_is_read_is_taken_away() -> None:
    _page, _panel, reading = opened(*FIELDS)
    chosen(reading, line("2026-11-02", "1234,50", "x", nrb(987), "=HYPERLINK(1)", "FV 1"))
    xlsx, table = (download._make() for download in reading.taking)
    assert xlsx[1].startswith(b"PK")
    (row,) = csv.DictReader(io.StringIO(table[1].decode("utf-8-sig")))
    assert (row["Amount"], row["Document date"], row["Bank account"]) == ("1234.50", "2026-11-02", nrb(987))
    assert (row["Party"], row["Known by"], row["Name in the file"]) == ("unknown party", "—", "'=HYPERLINK(1)")


def test_sums_are_those_of_each_direction_and_currency() -> None:
    """What comes in and what goes out, zloty and euro, are not added up; a file with a sum for each line lists only some."""
    _page, _panel, reading = opened("document_date", "amount", "payee_account", "direction", "currency")
    lines = [("1,00", "Rozchód", "PLN"), ("2,00", "Przychód", "PLN"), ("4,00", "Rozchód", "EUR"), ("8,00", "Rozchód", "PLN")]
    content = b"".join(line("2026-11-02", amount, GERMAN_ACCOUNT, *others) for amount, *others in lines)
    chosen(reading, content.decode().encode(reading_code_page(reading)))
    for direction, amount in (("Rozchód", "PLN\N{NO-BREAK SPACE}9.00"), ("Przychód", "PLN\N{NO-BREAK SPACE}2.00")):
        assert f"<dt>Sum {direction}</dt><dd>{amount}</dd>" in reading.sums.value
    assert "EUR\N{NO-BREAK SPACE}4.00" in reading.sums.value
    chosen(reading, b"".join(line("2026-11-02", "1,00", "1", "<i>", f"X{number}") for number in range(MOST_SUMS + 5)))
    assert "and 5 more sums" in reading.sums.value
    assert "<i>" not in reading.sums.value, "what a file says is data"


def reading_code_page(reading: Reading) -> str:
    assert reading._read_as is not None
    return reading._read_as[0].text_style.encoding


def test_a_footer_makes_an_import_impossible() -> None:
    """C-50: the format may be exported, its files are not read; without the footer they are."""
    _page, panel, reading = opened(*FIELDS)
    assert not reading.upload.disabled and reading.faults.value == ""
    panel.form.footer.offered.value = "constant"
    panel.form.footer.add.click()
    assert reading.upload.disabled
    assert "A format for import must have no footer" in reading.faults.value
    chosen(reading, line("2026-11-02", "1,00", "abc", "", "", "") + line(""))
    assert "must have no footer" in reading.told.value and not is_shown(reading), "nor where a browser does not heed it"
    panel.form.footer.remove.click()
    assert not reading.upload.disabled and reading.faults.value == ""


def test_the_section_is_there_for_text_formats_only() -> None:
    page = page_of(BOOKS, None)
    panel = look_at(page, Formats)
    panel.table.selected = "elixir"
    assert panel.reading.box.layout.display == "none"
    panel.table.selected = "erste"
    assert panel.reading.box.layout.display == ""


def test_what_was_read_goes_with_its_format_and_stays_with_the_batch() -> None:
    page, panel, reading = opened(*FIELDS)
    chosen(reading, line("2026-11-02", "1,00", "abc", "", "", "FV"))
    assert is_shown(reading)
    page.options.collective.value = True
    assert is_shown(reading), "a new batch changes nothing about the file"
    panel.form.amounts.value = "point"
    assert not is_shown(reading), "in this format the file says something else"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (line("2026-02-30", "1,00", "", "", "", ""), "line 1, column 2: “2026-02-30” is no date"),
        (line("2026-11-02", "1,00", "", "", "", "") + line("2026-11-02", "1.00", "", "", "", ""), "line 2, column 15: “1.00”"),
        (line("2026-11-02", "1,00"), "line 1, column"),
        (line("2026-11-02", "1,00", "", "", "", "")[:-2], "the file ends inside a line"),
        (line("2026-11-02", "1" * 5000 + ",00", "", "", "", ""), f"line 1, column {LONGEST_LINE + 1}"),
        (line("2026-11-02", "1" * 300 + ",00", "", "", "", ""), "line 1, column 15: “1111"),
        (line("2026-11-02", "1" * 30 + ",00", "", "", "", ""), "Line 1: the amount is larger"),
        (line("2026-11-02", "1,00", "", "", "", "") + line("0001-01-01", "1,00", "", "", "", ""), "Line 2: the document date"),
        (line("2026-11-02", "<script>", "", "", "", ""), "line 1, column 15: “<script>” is no amount"),
        (b"\xff\xfe\x00", "Byte 1"),
        (b"\0" * 1000, "line 1, column"),
        (b"PK\x03\x04" + bytes(range(32, 127)) * 3, "line 1, column"),
        (b"x" * (LARGEST * 10**6 + 1), f"larger than {LARGEST} MB"),
    ],
)
def test_a_file_that_does_not_fit_is_told_with_its_place(content: bytes, told: str) -> None:
    with pytest.raises(TransferError) as refused:
        records_of(replace(made(*FIELDS), text_style=TextStyle(encoding="utf-8")), content, BOOKS)
    assert told in str(refused.value)


def test_a_fault_takes_what_was_shown_away_and_the_next_file_is_read() -> None:
    _page, _panel, reading = opened(*FIELDS)
    good = line("2026-11-02", "1,00", "abc", "", "", "FV")
    chosen(reading, good)
    assert is_shown(reading)
    chosen(reading, good + line("2026-11-02", "<script>", "", "", "", ""))
    assert "line 2, column 15: “&lt;script&gt;” is no amount" in reading.told.value
    assert not is_shown(reading)
    chosen(reading, good)
    assert is_shown(reading) and reading.told.value == ""


def test_the_line_of_a_record_counts_the_header() -> None:
    format = made("document_date", "amount", "party_code", header=(FieldUse("constant", text="POCZ"),))
    content = line("POCZ") + line("2026-11-02", "1,00", "abc")
    assert records_of(format, content, BOOKS)["line"].tolist() == [2]
    with pytest.raises(TransferError, match="Line 2: "):
        records_of(format, line("POCZ") + line("1989-12-31", "1,00", "abc"), BOOKS)


def test_an_empty_file_holds_no_records() -> None:
    _page, _panel, reading = opened(*FIELDS)
    chosen(reading, b"")
    assert reading.table.view["rows"] == [] and "0 records" in reading.sums.value
    assert [download._make()[1][:1] for download in reading.taking] == [b"P", b"\xef"]


def test_the_largest_file_is_read_and_its_sum_does_not_wrap() -> None:
    """The sum is larger than 64 bits hold: it is counted by hand."""
    _page, _panel, reading = opened("document_date", "amount", "party_code")
    record = line("2026-11-02", "9999999999999,99", "abc")
    count = LARGEST * 10**6 // len(record)
    chosen(reading, record * count)
    assert len(reading.table.rows) == count > 90_000
    assert i18n.amount(999_999_999_999_999 * count) in reading.sums.value
    assert 999_999_999_999_999 * count > 2**63


def test_nothing_is_kept(tmp_path: Path) -> None:
    """Neither in the store nor in the books."""
    page, _panel, reading = opened(*FIELDS, store=tmp_path / "s.db")
    assert page.memory.store is not None
    before = stored(tmp_path)
    chosen(reading, line("2026-11-02", "1,00", "abc", nrb(987), "", "FV"))
    assert is_shown(reading)
    assert stored(tmp_path) == before
    page.reload()
    assert page.desk is not None
    assert len(page.desk.ledger.payments) == len(BILLS)
    assert nrb(987) not in set(page.desk.ledger.party_accounts["account"])
