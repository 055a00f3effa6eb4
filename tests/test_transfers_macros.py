"""Bank descriptions with macros (T-091 to T-095, C-43): every macro, every year's end, errors that point at the column."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench import i18n
from workbench.errors import MacroError
from workbench.transfers.texts import MACROS, MacroValues, default_text, expand
from workbench.transfers.texts.macros import LONGEST, PERIODS, SETTLING_DOCUMENTS, VALUES, parse

VALUE = MacroValues(
    document_number="FZ/7/2026",
    foreign_number="FA/1/2026",
    document_date=date(2026, 11, 5),
    party_id="K1",
    party_type="employee",
    party_code="NOWAK",
    party_names=("Nowak", "Anna", "dr"),
    payment_id="P9",
    payroll_text="Lista 11/2026",
    category_text="Usługi obce",
    settling_documents=("A/1", "B/2", "C/3"),
)

HAND_TABLE = {
    "@DOC": "FA/1/2026",
    "@OPISLP": "Lista 11/2026",
    "@PodmiotId": "K1",
    "@PodmiotTyp": "employee",
    "@PodmiotKod": "NOWAK",
    "@PodmiotNazwa1": "Nowak",
    "@PodmiotNazwa2": "Anna",
    "@PodmiotNazwa3": "dr",
    "@ZdarzenieId": "P9",
    "@KategoriaOpis": "Usługi obce",
    "@DokumentyRozliczające": "A/1 B/2 C/3",
    "@DATA": "05.11.2026",
    "@MC": "11",
    "@ROK": "2026",
    "@PD": "04.11.2026",
    "@BD": "05.11.2026",
    "@ND": "06.11.2026",
    "@PM": "10.2026",
    "@BM": "11.2026",
    "@NM": "12.2026",
    "@PK": "3 kw. 2026",
    "@BK": "4 kw. 2026",
    "@NK": "1 kw. 2027",
    "@PR": "2025",
    "@BR": "2026",
    "@NR": "2027",
}


@pytest.mark.parametrize("macro", HAND_TABLE)
def test_every_macro(macro: str) -> None:
    """T-092, T-093, T-094"""
    assert expand([f"[{macro}]"], VALUE) == [f"[{HAND_TABLE[macro]}]"]
    assert expand([macro.upper(), macro.lower()], MacroValues()) == ["", ""]


def test_the_table_has_every_macro() -> None:
    assert set(HAND_TABLE) == set(MACROS) == {*VALUES, *PERIODS, SETTLING_DOCUMENTS}


def test_a_document_without_a_foreign_number_gives_its_own() -> None:
    assert expand(["@DOC"], MacroValues(document_number="FS/1")) == ["FS/1"]


DAYS = ("@PD", "@BD", "@ND", "@MC", "@PM", "@BM", "@NM", "@PK", "@BK", "@NK", "@PR", "@BR", "@NR")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-12-31", "30.12.2025 31.12.2025 01.01.2026 12 11.2025 12.2025 01.2026 3/2025 4/2025 1/2026 2024 2025 2026"),
        ("2026-01-01", "31.12.2025 01.01.2026 02.01.2026 01 12.2025 01.2026 02.2026 4/2025 1/2026 2/2026 2025 2026 2027"),
        ("2024-02-29", "28.02.2024 29.02.2024 01.03.2024 02 01.2024 02.2024 03.2024 4/2023 1/2024 2/2024 2023 2024 2025"),
        ("2025-03-31", "30.03.2025 31.03.2025 01.04.2025 03 02.2025 03.2025 04.2025 4/2024 1/2025 2/2025 2024 2025 2026"),
        ("2025-04-01", "31.03.2025 01.04.2025 02.04.2025 04 03.2025 04.2025 05.2025 1/2025 2/2025 3/2025 2024 2025 2026"),
        ("2025-10-01", "30.09.2025 01.10.2025 02.10.2025 10 09.2025 10.2025 11.2025 3/2025 4/2025 1/2026 2024 2025 2026"),
    ],
)
def test_years_and_quarters_end(day: str, expected: str) -> None:
    """T-092, C-43"""
    written = expand(DAYS, MacroValues(document_date=date.fromisoformat(day)))
    assert written == [text.replace("/", " kw. ") for text in expected.split()]


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_previous_and_next_are_those_of_the_neighbours(day: date) -> None:
    """C-43: @BR is @ROK, @BD is @DATA; what comes next has this one before it"""
    now = MacroValues(document_date=day)
    assert expand(["@BR", "@BD"], now) == expand(["@ROK", "@DATA"], now)
    assert expand(["@ND"], now) == expand(["@BD"], MacroValues(document_date=day + timedelta(days=1)))
    month = MacroValues(document_date=(day.replace(day=28) + timedelta(days=4)).replace(day=1))
    assert (expand(["@NM"], now), expand(["@BM"], now)) == (expand(["@BM"], month), expand(["@PM"], month))
    quarter = MacroValues(document_date=day.replace(day=1) + timedelta(days=92))
    assert (expand(["@NK"], now), expand(["@BK"], now)) == (expand(["@BK"], quarter), expand(["@PK"], quarter))
    year = MacroValues(document_date=date(day.year + 1, 1, 1))
    assert (expand(["@NR"], now), expand(["@BR"], now)) == (expand(["@BR"], year), expand(["@PR"], year))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Zapłata za @DOC z @DATA.", "Zapłata za FA/1/2026 z 05.11.2026."),
        ("@MC@ROK", "112026"),
        ("(@MC/@ROK);@BK", "(11/2026);4 kw. 2026"),
        ("@doc @Rok @podmiotKOD", "FA/1/2026 2026 NOWAK"),
        ("@DokumentyRozliczaja\u0328ce", "A/1 B/2 C/3"),
        ("jan@firma.pl", "jan@firma.pl"),
        ("jan@DOC", "jan@DOC"),
        ("a@ b", "a@ b"),
        ("@@DOC @@", "@DOC @"),
        ("a@@b @@@@", "a@b @@"),
        ("@DOC@@@DATA", "FA/1/2026@05.11.2026"),
        ("", ""),
        ("  bez\nmakr  ", "  bez\nmakr  "),
        ("{day} %d", "{day} %d"),
    ],
)
def test_what_is_a_macro_and_what_is_text(text: str, written: str) -> None:
    assert expand([text], VALUE) == [written]


@given(st.text().filter(lambda text: "@" not in text))
@example("@")
def test_a_text_without_macros_stays(text: str) -> None:
    assert expand([text.replace("@", "@@")], VALUE) == [text]


@given(st.text(st.sampled_from("@ aDOC.ż_1")))
def test_any_line_is_read_or_refused_with_its_column(text: str) -> None:
    try:
        parse(text)
    except MacroError as error:
        assert text[error.column - 1] == "@"  # noqa: PT017 (either end is right)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("za @DOK", 4, "Column 4: there is no macro @DOK. Did you mean @DOC? Macros: @DOC, "),
        ("@MC@ROKU", 4, "there is no macro @ROKU. Did you mean @ROK?"),
        ("@PodmiotNazwa4", 1, "Did you mean @PodmiotNazwa"),
        ("@DokumentyRozliczajace", 1, "Did you mean @DokumentyRozliczające?"),
        ("x @DOC_1", 3, "Did you mean @DOC?"),
        ("x @zzzzzz", 3, "there is no macro @zzzzzz. Macros:"),
        ("@", 1, "an @ stands alone"),
        ("a @ b", 3, "an @ stands alone"),
        ("@DOC, @-", 7, "@@ for the sign itself"),
        ("x" * LONGEST + "x", LONGEST + 1, "at most 1000 characters, this one has 1001"),
    ],
)
def test_errors_point_at_the_column(text: str, column: int, message: str) -> None:
    with i18n.in_language("en"), pytest.raises(MacroError) as caught:
        parse(text)
    assert caught.value.column == column
    assert message in str(caught.value)


def test_errors_of_several_lines_name_the_line() -> None:
    with i18n.in_language("en"), pytest.raises(MacroError, match=r"Line 2. Column 4: there is no macro @DOK") as caught:
        expand(["@DOC", "za @DOK"], VALUE)
    assert caught.value.column == 4


@pytest.mark.parametrize(
    ("lines", "written"),
    [
        (["za @DokumentyRozliczające"], ["za A/1 B/2 C/3"]),
        (["@DokumentyRozliczające", "@DokumentyRozliczające"], ["A/1", "B/2 C/3"]),
        (["@DokumentyRozliczające", "x", "@DokumentyRozliczające i @DokumentyRozliczające"], ["A/1", "x", "B/2 i C/3"]),
        (["@DokumentyRozliczające"] * 5, ["A/1", "B/2", "C/3", "", ""]),
        (["x"], ["x"]),
    ],
)
def test_settling_documents_go_into_successive_lines(lines: list[str], written: list[str]) -> None:
    """T-094"""
    assert expand(lines, VALUE) == written


@given(st.lists(st.sampled_from("ABCD"), max_size=6), st.integers(1, 6))
def test_no_settling_document_is_lost(documents: list[str], count: int) -> None:
    lines = expand([SETTLING_DOCUMENTS] * count, MacroValues(settling_documents=tuple(documents)))
    assert " ".join(lines).split() == documents


@pytest.mark.parametrize(
    ("category", "start", "wages", "written"),
    [
        (["@DOC", "z @DATA"], "Płatność za", False, ["Płatność za FA/1/2026"]),
        (["@DOC", "z @DATA"], "Faktura @DOC", False, ["Faktura FA/1/2026"]),
        (["@DOC", "z @DATA"], None, False, ["FA/1/2026", "z 05.11.2026"]),
        (["@DOC", "z @DATA"], " ", True, ["FA/1/2026", "z 05.11.2026"]),
        (None, None, False, ["Zapłata za FA/1/2026"]),
        (["", " "], None, False, ["Zapłata za FA/1/2026"]),
        (None, None, True, ["Wynagrodzenie za FA/1/2026"]),
    ],
)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_text_of_a_new_payment(
    category: list[str] | None, start: str | None, wages: bool, written: list[str], language: i18n.Language
) -> None:
    """T-095: what goes to the bank is Polish in every language"""
    with i18n.in_language(language):
        assert default_text(VALUE, category, start, wages) == written


def test_the_text_of_a_payment_without_a_document() -> None:
    assert default_text(MacroValues(), None, None, wages=False) == ["Zapłata za"]
