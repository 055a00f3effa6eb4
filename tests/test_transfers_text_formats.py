"""Definable formats (T-001 to T-008, T-034 to T-036): built of fields, written, read back, validated for export and import."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.transfer_files import ALOZA, DOMESTIC, INSTANT, LONG_NAME, ORDINARY, PAYER, SPLIT_PAYMENT, references
from workbench import i18n
from workbench.errors import TransferError
from workbench.transfers import formats
from workbench.transfers.formats.definable import FieldUse, TextFormat, copied
from workbench.transfers.formats.elixir import elixir_formats
from workbench.transfers.formats.fields import FIELDS
from workbench.transfers.orders import KINDS, Transfer
from workbench.transfers.texts.style import TextStyle

U = FieldUse
KINDS_HERE = frozenset({"ordinary", "split_payment", "tax_office", "social_insurance"})


def made(*record: FieldUse, **changes: Any) -> TextFormat:
    """A format of these fields; amounts with a comma between semicolons and quotation marks."""
    given: dict[str, Any] = {"code": "own", "title": "Own", "kinds": KINDS_HERE, "text_style": TextStyle(encoding="cp1250")}
    return TextFormat(**(given | {"record": record} | changes))


SIMPLE = made(U("document_date"), U("payee_account"), U("amount", quoted=False), U("title"))


def write(format: TextFormat, *transfers: Transfer, named: Sequence[str] | None = None) -> str:
    names = references(len(transfers)) if named is None else named
    content = formats.write(format, PAYER, transfers, names, message="", created=datetime(2026, 11, 22))
    return content.decode(format.text_style.encoding)


def test_a_record_is_a_line_of_fields() -> None:
    """T-002 to T-005: separators, delimiters, dates and amounts are general parameters."""
    assert write(SIMPLE, ORDINARY[0]) == (
        '"2026-11-10";"61109010140000071219812874";1234,56;"FA/2026/11/00001/VAT|Usługi obce||"\r\n'
    )
    other = replace(
        SIMPLE, separator="\t", delimiter="", part_separator="#", line_end="\n", date_pattern="DD.MM.YY", amounts="grosze"
    )
    assert write(other, ORDINARY[0]) == ("10.11.26\t61109010140000071219812874\t123456\tFA/2026/11/00001/VAT#Usługi obce##\n")


def test_header_and_footer_have_a_structure_of_their_own() -> None:
    """T-003"""
    format = replace(
        SIMPLE,
        header=(U("constant", text="POCZĄTEK"), U("payer_account"), U("operation_date")),
        footer=(U("count", quoted=False), U("sum", quoted=False)),
    )
    lines = write(format, ORDINARY[0], ORDINARY[2]).splitlines()
    assert lines[0] == '"POCZĄTEK";"41102028920000000000000001";"2026-11-24"'
    assert lines[-1] == "2;1234,57"
    assert len(lines) == 4


def test_elixir_can_be_defined_field_by_field() -> None:
    """T-049: a new field with the document number, lines 2 to 4 joined to it: one field of 4 x 35."""
    sort = {"quoted": False}
    record = (
        *(U("order_class", **sort), U("operation_date", **sort), U("amount", **sort), U("payer_sort_code", **sort)),
        *(U("constant", text="0", **sort), U("payer_account", **sort), U("payee_account", **sort)),
        *(U("payer_name1"), U("payer_name2", joined=True), U("payer_street", joined=True), U("payer_place", joined=True)),
        *(U("payee_name1"), U("payee_name2", joined=True), U("payee_street", joined=True), U("payee_place", joined=True)),
        *(U("constant", text="0", **sort), U("payee_sort_code", **sort)),
        *(U("document_number"), U("text2", joined=True), U("text3", joined=True), U("text4", joined=True)),
        *(U("empty"), U("empty"), U("constant", text="51"), U("reference")),
    )
    numbers = elixir_formats()["elixir-numbers"]
    format = made(
        *record,
        kinds=frozenset({"ordinary"}),
        separator=",",
        amounts="grosze",
        date_pattern="YYYYMMDD",
        classes={"ordinary": "110"},
        text_style=numbers.text_style,
    )
    assert format.text_style.title == "numbers"
    transfers = [ORDINARY[0], ORDINARY[3]]
    theirs = formats.write(numbers, PAYER, transfers, references(2), message="", created=datetime(2026, 11, 22))
    assert write(format, *transfers) == theirs.decode("cp1250")


def test_numbers_overflow_into_the_booking_text_first() -> None:
    """T-048: field, booking text, then the lines."""
    format = made(
        *(U("document_number"), U("booking_text"), U("text1"), U("text2"), U("text3"), U("text4")),
        *(U("amount"), U("payee_account")),
    )
    text = '"FA/2018/07/00001/VAT;FA/2018/07/000";"02/VAT;FA/2018/07/00003/VAT;FA/2018";"/07/00004/VAT";"'
    assert write(format, ORDINARY[3]).startswith(text)
    assert write(format, ORDINARY[0]).startswith(
        '"FA/2026/11/00001/VAT";"Zapłata za usługi";"FA/2026/11/00001/VAT";"Usługi obce"'
    )


def test_fields_of_fixed_width() -> None:
    format = made(
        *(U("operation_date", width=8), U("amount", width=12, align="right", fill="0"), U("payee_account", width=26)),
        *(U("payee_name", width=20), U("title", width=143), U("reference", width=16, align="right")),
        separator="",
        delimiter="",
        amounts="grosze",
        date_pattern="DDMMYYYY",
    )
    line = write(format, ORDINARY[0])
    assert line.startswith("24112026" + "000000123456" + "61109010140000071219812874" + "Aloza sp. z o.o.    " + "FA/2026/11")
    assert line.endswith("   LIC0000000001\r\n")
    assert len(line) == 8 + 12 + 26 + 20 + 143 + 16 + 2
    assert formats.differences(format, PAYER, [ORDINARY[0]], references(1), formats.read(format, line.encode("cp1250"))) == []


def test_a_number_that_is_wider_than_its_field_is_refused() -> None:
    format = made(U("amount", width=5), U("payee_account"))
    assert write(format, ORDINARY[2]) == '"0,01 ";"55124069600000000000118600"\r\n'
    with pytest.raises(TransferError, match="1234,56"):
        write(format, ORDINARY[0])


def test_what_a_name_loses_is_told() -> None:
    narrow = made(U("payee_name", longest=10), U("payee_place", longest=9), U("amount"), U("payee_account"))
    transfer = replace(ORDINARY[0], payee=replace(ALOZA, name="Aloza sp. z o.o."))
    assert formats.cut_fields(narrow, transfer) == {"payee_name": "z o.o.", "payee_place": "towice"}
    halves = made(U("payee_name1"), U("payee_name2"), U("amount"), U("payee_account"))
    lost = formats.cut_fields(halves, replace(ORDINARY[0], payee=LONG_NAME))
    assert lost == {"payee_name": "Akcyjna w Częstochowie"}
    assert formats.cut_fields(made(U("payee_name"), U("amount"), U("payee_account")), ORDINARY[1]) == {}


def test_the_class_tells_kind_and_haste() -> None:
    classes = {"ordinary": "1", "split_payment": "6", "instant": "8"}
    format = made(
        U("order_class"), U("amount"), U("payee_account"), kinds=frozenset({"ordinary", "split_payment"}), classes=classes
    )
    lines = write(format, ORDINARY[0], SPLIT_PAYMENT[0], INSTANT[0]).splitlines()
    assert [line[:3] for line in lines] == ['"1"', '"6"', '"8"']


@pytest.mark.parametrize(
    ("codes", "dates"),
    [
        (["document_date"], "document"),
        (["operation_date"], "operation"),
        (["document_date", "operation_date"], "both"),
        ([], "operation"),
    ],
)
def test_the_dates_of_a_format_decide_the_grouping(codes: list[str], dates: str) -> None:
    """T-034 to T-036"""
    assert made(*(U(code) for code in codes), U("amount")).dates == dates
    if "operation_date" in codes:
        header = replace(made(*(U(code) for code in codes if code != "operation_date")), header=(U("operation_date"),))
        assert header.dates == dates


def test_a_header_with_the_day_is_for_one_day() -> None:
    format = replace(SIMPLE, header=(U("operation_date"),))
    later = replace(ORDINARY[2], date=date(2026, 11, 25))
    assert format.file_of(ORDINARY[0]) != format.file_of(later)
    assert SIMPLE.file_of(ORDINARY[0]) == SIMPLE.file_of(later) == ()
    with pytest.raises(TransferError, match=later.payments[0]):
        write(format, ORDINARY[0], later)


@pytest.mark.parametrize("changes", [{"amount": 0}, {"kind": "foreign"}, {"document_date": None}, {"currency": "EUR"}], ids=str)
def test_what_the_format_cannot_tell_is_refused(changes: dict[str, Any]) -> None:
    format = replace(SIMPLE, currencies=frozenset({"PLN"}))
    with pytest.raises(TransferError, match=ORDINARY[0].payments[0]):
        write(format, replace(ORDINARY[0], **changes))


GOOD = (U("amount"), U("payee_account"), U("document_date"))


@pytest.mark.parametrize(
    "format",
    [
        made(),
        made(U("payee_account")),
        made(U("amount")),
        made(U("amount"), U("payee_sort_code"), U("payee_account_number")),
        made(*GOOD, U("nothing")),
        made(*GOOD, U("sum")),
        made(*GOOD, header=(U("amount"),)),
        made(U("amount", joined=True), *GOOD),
        made(*GOOD, U("title", width=-1)),
        made(*GOOD, U("payee_name", width=9, fill="")),
        made(*GOOD, U("amount", width=9, fill="0")),
        made(*GOOD, U("amount", width=9, fill="7", align="right")),
        made(*GOOD, U("payee_name", width=9, fill=";")),
        made(*GOOD, separator=""),
        made(*GOOD, U("constant", text="a;b")),
        made(*GOOD, U("constant", text='"')),
        made(*GOOD, U("text1", longest=34)),
        made(*GOOD, U("title", longest=142)),
        made(*GOOD, separator='"'),
        made(*GOOD, separator="||||"),
        made(*GOOD, separator=" ", delimiter=""),
        made(*GOOD, separator="/"),
        made(*GOOD, delimiter="7"),
        made(*GOOD, part_separator=","),
        made(*GOOD, line_end="\t"),
        made(*GOOD, date_pattern="YYYY-MM"),
        made(*GOOD, date_pattern="YYYY-MM-DD-DD"),
        made(*GOOD, separator=",", delimiter=""),
        made(U("amount", quoted=False), *GOOD[1:], separator=","),
        made(*GOOD, U("title"), separator=",", delimiter="", amounts="grosze"),
        made(*GOOD, separator=":", delimiter="", date_pattern="YYYY:MM:DD"),
        made(*GOOD, U("payee_name", joined=True), part_separator=""),
        made(*GOOD, U("payee_name", joined=True), part_separator=" "),
        made(*GOOD, U("order_class")),
        made(*GOOD, classes={"ordinary": "1;2"}),
    ],
)
def test_a_format_with_a_fault_is_not_written(format: TextFormat) -> None:
    assert formats.export_faults(format)
    with pytest.raises(TransferError):
        write(format, ORDINARY[0])


def test_a_format_without_faults() -> None:
    assert formats.export_faults(made(*GOOD)) == formats.import_faults(made(*GOOD)) == []


@pytest.mark.parametrize(
    ("format", "exportable"),
    [
        (made(*GOOD, footer=(U("count"),)), True),
        (made(U("amount"), U("payee_account"), U("operation_date")), True),
        (made(U("document_date"), U("payee_account")), False),
        (made(U("amount"), U("document_date"), U("payee_name")), False),
    ],
    ids=["footer", "no document date", "no amount", "no party"],
)
def test_two_validators(format: TextFormat, exportable: bool) -> None:
    """C-50: a footer is allowed in export formats and forbidden for import; import needs date, amount and party (T-006)."""
    assert (formats.export_faults(format) == []) == exportable
    assert len(formats.import_faults(format)) == 1
    with pytest.raises(TransferError):
        formats.import_records(format, b"")


def test_an_imported_record_names_its_party_by_code_or_account() -> None:
    """T-006"""
    format = made(U("document_date"), U("amount"), U("party_code"), U("payee_account"), U("text1"))
    (record,) = formats.import_records(format, write(format, ORDINARY[0]).encode("cp1250"))
    assert record["amount"] == "123456" and record["document_date"] == "2026-11-10"
    by_account = {ALOZA.account: "7"}
    assert formats.party_of(record, {"ALOZA": "3"}, by_account) == "3"
    assert formats.party_of(record, {}, by_account) == "7"
    assert formats.party_of({**record, "payee_account": f"PL {ALOZA.account}"}, {}, by_account) == "7"
    assert formats.party_of(record, {"OTHER": "1"}, {}) is None
    parts = made(
        *(U("document_date"), U("amount"), U("payee_check_digits"), U("payee_sort_code"), U("payee_account_number")),
    )
    (record,) = formats.import_records(parts, write(parts, ORDINARY[0]).encode("cp1250"))
    assert formats.party_of(record, {}, by_account) == "7"


LINE = '"2026-11-10";"61109010140000071219812874";1234,56;"FA/1|||"\r\n'


@pytest.mark.parametrize(
    ("before", "after", "line", "offset"),
    [
        ("2026-11-10", "2026-02-30", 1, 0),
        ("2026-11-10", "10.11.2026", 1, 0),
        ("1234,56", "1234.56", 1, 0),
        ("1234,56", "", 1, 0),
        ('"2026', "2026", 1, 0),
        ("1234,56;", "1234,56", 1, len("1234,56") + len('"FA/1|||"')),
        ("\r\n", ";\r\n", 1, 1),
        ("\r\n", "", 1, None),
        ("\r\n", "\r\n\r\n", 2, None),
    ],
)
def test_a_broken_file_is_refused_with_line_and_column(before: str, after: str, line: int, offset: int | None) -> None:
    assert len(formats.read(SIMPLE, LINE.encode("cp1250"))) == 1
    with pytest.raises(TransferError) as refused:
        formats.read(SIMPLE, LINE.replace(before, after, 1).encode("cp1250"))
    column = 1 if offset is None else LINE.index(before) + 1 + offset
    assert all(number in str(refused.value) for number in (f" {line},", f" {column}:"))


def test_control_sums_of_header_and_footer_are_compared() -> None:
    format = replace(SIMPLE, footer=(U("count"), U("sum")))
    content = write(format, ORDINARY[0])
    assert len(formats.read(format, content.encode("cp1250"))) == 1
    for wrong in (content.replace('"1"', '"2"'), content.replace('"1234,56"', '"1234,57"')):
        assert wrong != content
        with pytest.raises(TransferError):
            formats.read(format, wrong.encode("cp1250"))


def test_a_copy_has_a_name_of_its_own() -> None:
    """T-008"""
    copy = copied(SIMPLE, "copy", "Kopia")
    assert (copy.code, copy.title) == ("copy", "Kopia")
    assert write(copy, ORDINARY[0]) == write(SIMPLE, ORDINARY[0])


def test_every_field_has_a_title_in_both_languages() -> None:
    for language in ("pl", "en"):
        with i18n.in_language(language):  # type: ignore[arg-type]
            assert len({i18n._(field.title) for field in FIELDS.values()}) == len(FIELDS)


codes = st.sampled_from([code for code, field in FIELDS.items() if field.place != "frame"])
frame_codes = st.sampled_from([code for code, field in FIELDS.items() if field.place != "record"])
signs = st.permutations([";", ",", "|", "\t", "#", "~~", "", ", ", "^"])


@st.composite
def uses(draw: st.DrawFn, choice: st.SearchStrategy[str], fixed: bool) -> FieldUse:
    code = draw(choice)
    width = 200 if fixed else draw(st.sampled_from([0, 0, 200]))
    right = draw(st.booleans())
    zeros = right and FIELDS[code].value in ("amount", "count") and draw(st.booleans())
    return FieldUse(
        code,
        text=draw(st.sampled_from(["", "X", "ą b"])) if code == "constant" else "",
        width=width,
        longest=0 if width else draw(st.sampled_from([0, 0, 150])),
        align="right" if right else "left",
        fill="0" if zeros else " ",
        joined=draw(st.booleans()),
        quoted=draw(st.booleans()),
    )


@st.composite
def text_formats(draw: st.DrawFn) -> TextFormat:
    separator, part_separator, *_rest = draw(signs)
    fixed = separator == ""
    first = FieldUse("amount", width=20), FieldUse("payee_account", width=26 if fixed else draw(st.sampled_from([0, 26])))
    return made(
        *first,
        *draw(st.lists(uses(codes, fixed), max_size=8)),
        header=tuple(draw(st.lists(uses(frame_codes, fixed), max_size=3))),
        footer=tuple(draw(st.lists(uses(frame_codes, fixed), max_size=3))),
        separator=separator,
        delimiter=draw(st.sampled_from(['"', "'", "", '"'])),
        part_separator=part_separator,
        line_end=draw(st.sampled_from(["\r\n", "\n", "\r"])),
        date_pattern=draw(st.sampled_from(["YYYYMMDD", "DD-MM-YYYY", "DD.MM.YY"])),
        amounts=draw(st.sampled_from(["grosze", "comma", "point"])),
        classes={"ordinary": "A", "split_payment": "B", "tax_office": "C", "social_insurance": "D"},
        text_style=TextStyle(encoding=draw(st.sampled_from(["cp852", "cp1250", "iso8859-2", "utf-8", "mazovia"]))),
    )


@given(text_formats(), st.lists(st.integers(0, len(DOMESTIC) - 1), min_size=1, max_size=4, unique=True), st.text(max_size=60))
def test_whatever_can_be_defined_is_read_back(format: TextFormat, places: list[int], text: str) -> None:
    """Any format without faults: a file that the independent reader reads back to the batch."""
    assume(not formats.export_faults(format))
    batch = [replace(DOMESTIC[place], texts=(text,)) for place in places]
    content = write(format, *batch).encode(format.text_style.encoding)
    assert formats.differences(format, PAYER, batch, references(len(batch)), formats.read(format, content)) == []


def test_every_kind_may_be_in_a_text_format() -> None:
    format = made(*GOOD, kinds=frozenset(KINDS))
    (line,) = write(format, replace(ORDINARY[0], kind="foreign", payee=replace(ALOZA, account="DE 89"))).splitlines()
    assert '"DE 89"' in line
