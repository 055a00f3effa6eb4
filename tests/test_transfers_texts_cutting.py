"""Titles in the lines of a format: hard cuts, marks of split payments and tax offices, document numbers (T-048, T-049)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.transfers.orders import Payee, SplitPayment, TaxData, Transfer
from workbench.transfers.texts import TextStyle, clean, fits, lay_out, lines_of, parse_markers, title_text

PAYEE = Payee("1", "Budmar", "", "", "", "PL", "5260250274", False, "27114020040000300201355387")
STYLE = TextStyle()
NUMBERS = TextStyle(title="numbers")
INVOICE = "FV/2026/11/00001/ODDZIAŁ/KRAKÓW/ABC"


def transfer(*texts: str, **others: Any) -> Transfer:
    return Transfer("ordinary", ("1",), (100,), 100, "PLN", date(2026, 11, 5), PAYEE, texts, **others)


def lines(order: Transfer, style: TextStyle = STYLE) -> str:
    result = lay_out(order, style)
    assert len(result.lines) == style.lines
    assert all(len(line) <= style.width for line in result.lines)
    return "|".join(result.lines)


def split(invoice: str, text: str = "", vat: int = 23_000, tax_id: str = "5260250274") -> Transfer:
    return transfer("nothing of this", split=SplitPayment(vat, tax_id, invoice, text))


def tax(**others: str) -> Transfer:
    data = {"identifier_type": "N", "identifier": "5260250274", "period": "26M09", "form": "VAT-7"}
    return transfer(tax=TaxData(**data | others))


def test_one_text_is_cut_hard_inside_words_and_at_spaces() -> None:
    assert lines(transfer("abcdef gh ijkl"), TextStyle(width=3, lines=4)) == "abc|def| gh| ij"
    assert lay_out(transfer("abcdef gh ijkl"), TextStyle(width=3, lines=4)).cut == "kl"


def test_several_lines_each_begin_a_line_where_all_fit() -> None:
    assert lines(transfer("a", "", "b" * 35, "c")) == f"a|{'b' * 35}|c|"


def test_several_lines_are_poured_where_one_is_too_long_or_they_are_too_many() -> None:
    assert lines(transfer("a", "b" * 36)) == f"a {'b' * 33}|bbb||"
    assert lines(transfer("a", "b", "c"), TextStyle(width=3, lines=2)) == "a b| c"
    assert lines(transfer("a", "b"), TextStyle(separate_lines=False)) == "a b|||"


def test_a_line_that_grows_when_it_is_cleaned_no_longer_fits() -> None:
    """Cleaned first, cut afterwards."""
    style = TextStyle(width=4, lines=3)
    assert lines(transfer("Übel", "x"), style) == "Uebe|l x|"
    assert not fits("ß" * 7, style)
    assert fits("ß" * 6, style)


def test_an_empty_title_has_empty_lines() -> None:
    assert lines(transfer()) == lines(transfer("", " ")) == "|||"


def test_changes_point_into_the_texts_joined() -> None:
    result = lay_out(transfer("Łódź", "żółw"), TextStyle(letters="ascii"))
    assert result.original == "Łódź żółw"
    assert [result.original[change.position] for change in result.changes] == list("Łóźżół")


def test_groups_of_a_split_payment_each_begin_a_line() -> None:
    assert lines(split("FV/1/2026")) == "/VAT/230,00/IDC/5260250274|/INV/FV/1/2026||"
    assert lines(split("FV/1/2026", "rata 2")) == "/VAT/230,00/IDC/5260250274|/INV/FV/1/2026|/TXT/rata 2|"
    assert lines(split("08.11-12.11.2019", vat=5)) == "/VAT/0,05/IDC/5260250274|/INV/08.11-12.11.2019||"


def test_a_group_longer_than_a_line_goes_on_in_the_next() -> None:
    assert len(INVOICE) == 35
    assert lines(split(INVOICE, "rata 2")) == "/VAT/230,00/IDC/5260250274|/INV/FV/2026/11/00001/ODDZIAŁ/KRAKÓ|W/ABC|/TXT/rata 2"


def test_the_longest_split_payment_title_is_cut_blindly_and_nothing_is_lost() -> None:
    """reference/banks.md 1.4: about 115 characters; the groups would need six lines"""
    order = split(INVOICE, "t" * 33, vat=999_999_999_999, tax_id="1" * 14)
    result = lay_out(order, STYLE)
    assert result.lines[0] == "/VAT/9999999999,99/IDC/111111111111"
    assert "".join(result.lines) == result.whole == title_text(order)
    assert (len(result.whole), result.cut) == (115, "")
    assert parse_markers(result.lines) == order.split


def test_marks_are_poured_where_the_style_wants_it() -> None:
    assert lines(split("FV/1/2026"), TextStyle(markers=False)) == "/VAT/230,00/IDC/5260250274/INV/FV/1|/2026||"
    assert lines(split("FV/1"), TextStyle(width=140, lines=1)) == "/VAT/230,00/IDC/5260250274/INV/FV/1"


def test_values_longer_than_the_bank_takes_end_early() -> None:
    result = lay_out(split("i" * 36, "t" * 35), STYLE)
    assert result.cut == "i tt"
    assert parse_markers(result.lines) == SplitPayment(23_000, "5260250274", "i" * 35, "t" * 33)
    assert lay_out(tax(liability="d" * 21), STYLE).cut == "d"


def test_rules_of_characters_touch_the_values_and_not_the_marks() -> None:
    """Finding 2 of reference/banks.md: without its comma a split payment is destroyed."""
    result = lay_out(split("FV,1&ü", "a/b"), TextStyle(forbidden=",/", dropped="&", upper=True))
    assert result.lines[:3] == ("/VAT/230,00/IDC/5260250274", "/INV/FV 1UE", "/TXT/A B")
    assert [result.original[change.position] for change in result.changes] == [",", "&", "ü", "a", "/", "b"]


def test_groups_of_a_tax_office_title() -> None:
    assert lines(tax()) == "/TI/N5260250274/OKR/26M09|/SFP/VAT-7||"
    assert lines(tax(liability="DEC 7/2026")) == "/TI/N5260250274/OKR/26M09|/SFP/VAT-7|/TXT/DEC 7/2026|"
    assert title_text(tax(liability="7")) == "/TI/N5260250274/OKR/26M09/SFP/VAT-7/TXT/7"


@pytest.mark.parametrize("period", ["14R", "14P01", "14K03", "14M02", "14D0205", "14J0504", "0"])
@pytest.mark.parametrize("liability", ["", "DEC/7"])
def test_tax_office_titles_are_read_back(period: str, liability: str) -> None:
    """reference/banks.md 14"""
    order = tax(period=period, liability=liability)
    assert parse_markers(lay_out(order, STYLE).lines) == order.tax


@pytest.mark.parametrize("text", ["", "za /VAT/", "/VAT/230.00/IDC/1/INV/2", "/VAT/230,00/IDC/1", "/TI/X1/OKR/0/SFP/PIT"])
def test_other_titles_have_no_marks(text: str) -> None:
    assert parse_markers(text) is None


def test_a_number_with_slashes_is_read_whole() -> None:
    assert parse_markers("/VAT/0,01/IDC/1/INV/A/B//TXT/c/d") == SplitPayment(1, "1", "A/B/", "c/d")
    assert parse_markers("/VAT/0,01/IDC/1/INV/A/INV/B") == SplitPayment(1, "1", "A/INV/B")


values = st.text(st.sampled_from("Aż1/- ,."), max_size=40)


@given(values.filter(bool), values, st.integers(1, 10**12 - 1), st.integers(1, 5), st.integers(27, 80), st.booleans())
def test_what_is_written_is_read_back_and_what_is_cut_is_told(
    invoice: str, text: str, vat: int, count: int, width: int, markers: bool
) -> None:
    result = lay_out(split(invoice, text, vat), TextStyle(width=width, lines=count, markers=markers))
    assert len(result.lines) == count
    missing = [invoice[35:], text[33:], title_text(split(invoice[:35], text[:33], vat))[width * count :]]
    assert result.cut == " ".join(filter(None, missing))
    if not missing[2]:
        assert parse_markers(result.lines) == SplitPayment(vat, "5260250274", invoice[:35], text[:33])


@given(st.lists(st.text(st.sampled_from("aüą, \n")), max_size=5), st.integers(1, 8), st.integers(1, 4), st.booleans())
def test_nothing_of_a_text_is_lost_unless_it_is_listed_as_cut(texts: list[str], width: int, count: int, separate: bool) -> None:
    style = TextStyle(width=width, lines=count, separate_lines=separate, letters="ascii")
    result = lay_out(transfer(*texts), style)
    assert result.lines == lines_of(transfer(*texts), style)
    assert result.original == title_text(transfer(*texts))
    apart = [clean(text, style).text for text in texts if text.strip()]
    if separate and len(apart) <= count and max(map(len, apart), default=0) <= width:
        assert result.lines == (*apart, *[""] * (count - len(apart)))
    else:
        assert "".join(result.lines) + result.cut == result.whole
        assert (result.cut == "") == fits(result.original, style)
    written = list(result.original)
    for change in result.changes:
        assert written[change.position] == change.original
        written[change.position] = change.replacement
    assert "".join(written) == result.whole


def numbered(numbers: str, *texts: str, **others: Any) -> Transfer:
    return transfer(*texts, document_numbers=numbers, **others)


FOUR = ("Zapłata za FA/1", "line 2", "line 3", "line 4")


def test_the_document_number_stands_first_and_lines_2_to_4_follow() -> None:
    """T-049: one field of 4 x 35"""
    assert lines(numbered("FA/1", *FOUR), NUMBERS) == "FA/1|line 2|line 3|line 4"


def test_without_a_document_number_the_texts_stand() -> None:
    assert lines(numbered("", *FOUR), NUMBERS) == "|".join(FOUR)


def test_numbers_of_a_collective_transfer_overflow_into_the_lines() -> None:
    """T-048: lines 2 to 4 are never read from payments"""
    several = ";".join(f"FA/2018/07/0000{number}/VAT" for number in range(1, 6))
    assert lines(numbered(several, *FOUR[:1], collective=True), NUMBERS) == (
        "FA/2018/07/00001/VAT;FA/2018/07/000|02/VAT;FA/2018/07/00003/VAT;FA/2018|/07/00004/VAT;FA/2018/07/00005/VAT|"
    )
    assert lines(numbered("FA/1;FA/2", *FOUR[:1], collective=True), NUMBERS) == "FA/1;FA/2|||"


def test_numbers_overflow_into_the_booking_text_first() -> None:
    """T-048"""
    style = replace(NUMBERS, width=5, lines=5, first_line=1, booking=True)
    order = numbered("11111222223333344444", "first", collective=True)
    result = lay_out(order, style)
    assert (result.booking, result.lines) == ("22222", ("11111", "33333", "44444", "first", ""))
    assert lay_out(numbered("1", "first"), style).booking == ""
    assert lay_out(order, replace(style, booking=False)).lines == ("11111", "22222", "33333", "44444", "first")


def test_five_lines_hold_the_number_and_all_lines_of_a_payment() -> None:
    """T-048: document number, then lines 1 to 4; of a collective transfer line 1 alone"""
    style = replace(NUMBERS, width=15, lines=5, first_line=1)
    assert lines(numbered("FA/1", *FOUR), style) == "FA/1|Zapłata za FA/1|line 2|line 3|line 4"
    assert lay_out(numbered("FA/1;FA/2", "a" * 20, collective=True), style).lines == ("FA/1;FA/2", "a" * 15, "", "", "")
    assert lay_out(numbered("FA/1;FA/2", "a" * 20, collective=True), style).cut == "aaaaa"


def test_a_format_with_the_number_and_line_1_alone() -> None:
    style = replace(NUMBERS, lines=2, first_line=1)
    assert lines(numbered("FA/1", "line 1"), style) == "FA/1|line 1"
    assert lines(numbered("FA/1", "line 1", "line 2"), style) == "FA/1|line 1 line 2"


def test_what_numbers_leave_no_room_for_is_told() -> None:
    style = replace(NUMBERS, width=4, lines=2)
    assert lay_out(numbered("12345678ab", collective=True), style).cut == "ab"
    result = lay_out(numbered("12345678ab", *FOUR), style)
    assert (result.lines, result.cut) == (("1234", "5678"), "ab line 2 line 3 line 4")


def test_changes_of_numbers_and_lines_point_into_one_original() -> None:
    result = lay_out(numbered("FA/Ł", "1", "żółw", "2"), replace(NUMBERS, letters="ascii"))
    assert result.lines == ("FA/L", "zolw", "2", "")
    assert result.original == "FA/Ł żółw 2"
    assert [result.original[change.position] for change in result.changes] == list("Łżół")


def test_document_numbers_fit_with_the_booking_text() -> None:
    assert not fits("a" * 141, NUMBERS)
    assert fits("a" * 175, replace(NUMBERS, booking=True))
    assert not fits("a" * 141, replace(STYLE, booking=True))
