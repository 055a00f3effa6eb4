"""Tables to take away: exact amounts, real dates, and nothing in them that a spreadsheet would run."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from workbench import exports, money

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"]
STARTS = tuple("=+-@\t\r\n＝＋－＠")


def table(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def read_xlsx(content: bytes, sheet: str = "s") -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


def test_csv_has_a_header_plain_amounts_and_iso_dates() -> None:
    frame = table(name=["Łódź", None], net=[-123456, 5], day=pd.to_datetime(["2020-11-25", None]))
    assert exports.to_csv(frame, ["net"]) == "name,net,day\nŁódź,-1234.56,2020-11-25\n,0.05,\n"


def test_csv_keeps_quotes_commas_and_line_breaks() -> None:
    values = ['a "b", c', "two\nlines", "semi;colon"]
    assert read_csv(exports.to_csv(table(x=values)))[1:] == [[value] for value in values]


def test_a_line_break_in_a_csv_value_begins_no_row() -> None:
    assert read_csv(exports.to_csv(table(x=["a\rb", "a\r\nb"]))) == [["x"], ["a\nb"], ["a\nb"]]


def test_csv_of_no_rows_is_its_header() -> None:
    assert exports.to_csv(table(a=[], b=[])) == "a,b\n"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text_in_csv(text: str) -> None:
    [[header], [value]] = read_csv(exports.to_csv(pd.DataFrame({text: [text]})))
    assert header.startswith("'") and value.startswith("'")


@given(st.text(st.sampled_from(";=+-@\t\r\n\"',a"), max_size=12))
def test_no_cell_is_a_formula_however_the_csv_is_taken_apart(text: str) -> None:
    """A Polish spreadsheet splits at semicolons and knows no quotes that begin within a value."""
    written = exports.to_csv(table(x=["a"], y=[text]))
    assert not read_csv(written)[1][1].startswith(STARTS)
    cells = [cell for line in written.splitlines() for cell in line.split(";")]
    assert [cell for cell in cells if cell.startswith(STARTS)] == []


@pytest.mark.parametrize("text", ["a-b", "a=b", "5 - 3", "x;y", "biuro@firma.example"])
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    assert read_csv(exports.to_csv(table(x=[text])))[1] == [text]


def test_a_negative_number_is_no_formula() -> None:
    assert exports.to_csv(table(count=[-5])) == "count\n-5\n"


def test_xlsx_holds_numbers_dates_and_texts() -> None:
    frame = table(
        name=["Łódź", None], net=[123456, -5], count=[3, -4], day=pd.to_datetime(["2020-11-25", None]), flag=[True, False]
    )
    assert read_xlsx(exports.to_xlsx({"s": frame}, ["net"])) == [
        ["name", "net", "count", "day", "flag"],
        ["Łódź", 1234.56, 3, date(2020, 11, 25), "True"],
        ["", -0.05, -4, "", "False"],
    ]


@pytest.mark.parametrize("text", [*FORMULAS, "{=1}", "http://example.com", "1234", "<b>x</b>", "a\x00b\x0bc", "_x0041_"])
def test_a_text_is_text_in_xlsx(text: str) -> None:
    content = exports.to_xlsx({"s": pd.DataFrame({"x": [text], text: ["y"]})})
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_name("s").to_python()[0][1] == read_xlsx(content)[1][0]
    assert isinstance(read_xlsx(content)[1][0], str)


def test_no_formula_is_in_the_workbook() -> None:
    import zipfile

    content = exports.to_xlsx({"s": table(x=FORMULAS)})
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert [row[0].strip() for row in read_xlsx(content)[1:]] == [text.strip() for text in FORMULAS]


@given(st.integers(-(10**16), 10**16))
def test_an_amount_in_xlsx_is_exact(grosze: int) -> None:
    [_, [cell]] = read_xlsx(exports.to_xlsx({"s": table(net=[grosze])}, ["net"]))
    text = cell if isinstance(cell, str) else f"{cell:.2f}"
    assert money.parse(text) == grosze


def test_an_amount_of_more_digits_than_a_cell_keeps_is_text() -> None:
    amounts = [10**15 - 1, 10**15, 2**53]
    cells = [row[0] for row in read_xlsx(exports.to_xlsx({"s": table(net=amounts)}, ["net"]))[1:]]
    assert cells == [9999999999999.99, "10000000000000.00", "90071992547409.92"]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    [_, [short], [long]] = read_xlsx(exports.to_xlsx({"s": table(x=["a" * 32_767, "b" * 40_000])}))
    assert short == "a" * 32_767
    assert long == "b" * 32_766 + "…"


def test_every_table_has_its_sheet() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(exports.to_xlsx({"Zawiadomienie": table(a=[1]), "Sumy": table(b=[])})))
    assert book.sheet_names == ["Zawiadomienie", "Sumy"]
    assert book.get_sheet_by_name("Sumy").to_python() == [["b"]]


def test_days_may_come_with_a_time_of_day() -> None:
    assert read_xlsx(exports.to_xlsx({"s": table(day=[datetime(2020, 11, 25, 13, 30)])}))[1] == [date(2020, 11, 25)]
