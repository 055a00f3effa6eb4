"""Elixir-O: what is refused, what the independent reader finds, and that no text breaks a line (banks.md 1.2 to 1.4)."""

import csv
import io
import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transfer_files import ALOZA, DOMESTIC, LONG_NAME, ORDINARY, PAYER, SEPA, references
from workbench.errors import TransferError
from workbench.transfers import formats
from workbench.transfers.formats.elixir import elixir_formats
from workbench.transfers.formats.party import block_of
from workbench.transfers.orders import Transfer
from workbench.transfers.texts import clean
from workbench.transfers.texts.style import TextStyle

ELIXIR = elixir_formats()["elixir"]
MILLENNIUM = elixir_formats()["elixir-millennium"]
LINE = (
    '110,20261124,123456,10202892,0,"41102028920000000000000001","61109010140000071219812874","Budmar|||",'
    '"Aloza sp. z o.o.||ul. L 7|40-001 Katowice",0,10901014,"FA/1|||","","","51","LIC0000000001"\r\n'
)


def write(format: formats.Format, *transfers: Transfer, named: list[str] | None = None) -> bytes:
    names = references(len(transfers)) if named is None else named
    return formats.write(format, PAYER, transfers, names, message="", created=datetime(2026, 11, 22))


def test_the_fields_are_those_of_the_layout() -> None:
    """Read by the csv module: the 16 fields in their order."""
    (row,) = csv.reader(io.StringIO(write(ELIXIR, ORDINARY[0]).decode("cp1250")))
    assert row == [
        *("110", "20261124", "123456", "10202892", "0", "41102028920000000000000001", "61109010140000071219812874"),
        "Budmar Spółka z ograniczoną odpowie|dzialnością|ul. Świętego Wawrzyńca 12/4|31-060 Kraków",
        "Aloza sp. z o.o.||ul. Łąkowa 7|40-001 Katowice",
        *("0", "10901014", "FA/2026/11/00001/VAT|Usługi obce||", "", "", "51", "LIC0000000001"),
    ]


def test_sort_codes_may_stay_empty_and_social_insurance_be_an_order_of_its_own() -> None:
    old = replace(ELIXIR, own_sort_code=False, payee_sort_code=False, social_insurance_order="120")
    (ordinary, insurance) = csv.reader(io.StringIO(write(old, ORDINARY[0], DOMESTIC[-1]).decode("cp1250")))
    assert (ordinary[3], ordinary[10], ordinary[0], insurance[0]) == ("", "", "110", "120")
    assert [one.kind for one in formats.read(old, write(old, ORDINARY[0], DOMESTIC[-1]))] == ["ordinary", "social_insurance"]


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"amount": -1},
        {"currency": "EUR"},
        {"kind": "sepa"},
        {"payee": replace(ALOZA, account="PL61109010140000071219812874")},
        {"payee": replace(ALOZA, account="6110901014000007121981287")},
        {"payee": replace(ALOZA, account="٦١١٠٩٠١٠١٤٠٠٠٠٠٧١٢١٩٨١٢٨٧٤")},
        {"payee": replace(ALOZA, account="")},
    ],
    ids=str,
)
def test_what_the_format_cannot_carry_is_refused_by_name(changes: dict[str, Any]) -> None:
    with pytest.raises(TransferError, match=ORDINARY[0].payments[0]):
        write(ELIXIR, replace(ORDINARY[0], **changes))


def test_an_own_account_that_is_no_nrb_is_refused() -> None:
    with pytest.raises(TransferError, match="PKO"):
        formats.write(ELIXIR, replace(PAYER, account="DE1"), [ORDINARY[0]], ["L"], message="", created=datetime(2026, 1, 1))


@pytest.mark.parametrize("reference", ["LIC00000000000001", "LIC_1", 'LIC"1', "ŁIC1"])
def test_a_reference_that_does_not_fit_is_refused(reference: str) -> None:
    with pytest.raises(TransferError, match=reference):
        write(ELIXIR, ORDINARY[0], named=[reference])
    assert b"LIC0000000000016" in write(ELIXIR, ORDINARY[0], named=["LIC0000000000016"])


def test_a_bank_without_a_class_for_instant_transfers_gets_plain_ones() -> None:
    instant = replace(ORDINARY[0], instant=True)
    (row,) = csv.reader(io.StringIO(write(ELIXIR, instant).decode("cp1250")))
    assert row[14] == "51"
    (row,) = csv.reader(io.StringIO(write(MILLENNIUM, instant).decode("cp1250")))
    assert row[14] == "41"


@given(
    st.lists(st.text(max_size=50), max_size=4),
    st.text(max_size=90),
    st.text(max_size=80),
    st.sampled_from(list(elixir_formats())),
)
def test_no_text_breaks_a_line(texts: list[str], name: str, street: str, code: str) -> None:
    """Any text in any profile: one line, the right number of fields, read back as it was cleaned."""
    format = elixir_formats()[code]
    transfer = replace(ORDINARY[0], texts=tuple(texts), payee=replace(ALOZA, name=name, street=street), document_numbers="")
    content = write(format, transfer)
    assert content.decode(format.text_style.encoding).count("\r\n") == 1
    assert formats.differences(format, PAYER, [transfer], references(1), formats.read(format, content)) == []


@given(st.lists(st.tuples(st.integers(1, 10**15), st.dates(date(2020, 1, 1), date(2099, 12, 31))), max_size=20))
def test_sums_and_days_come_back(given: list[tuple[int, date]]) -> None:
    transfers = [replace(ORDINARY[0], amount=amount, amounts=(amount,), date=day) for amount, day in given]
    read = formats.read(ELIXIR, write(ELIXIR, *transfers))
    assert [(one.amount, one.date) for one in read] == [(amount, day.isoformat()) for amount, day in given]


@given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=20), st.text(max_size=40))
def test_no_character_of_a_party_is_lost_unseen(name: str, street: str, postcode: str, city: str) -> None:
    style = TextStyle()
    block = block_of(name, street, postcode, city, style)
    assert len(block.lines) == 4 and all(len(line) <= 35 for line in block.lines)
    assert block.lines[0] + block.lines[1] + block.cut_name == clean(name, style).text
    place = " ".join(part for part in (postcode, city) if part)
    address = "".join(clean(part, style).text for part in (street, place))
    assert (block.lines[2] + block.lines[3] + block.cut_address).replace(" ", "") == address.replace(" ", "")


def test_a_long_street_flows_into_the_last_line() -> None:
    block = block_of(LONG_NAME.name, LONG_NAME.street, LONG_NAME.postcode, LONG_NAME.city, TextStyle())
    assert block.lines[2:] == ("al. Najświętszej Maryi Panny 123 lo", "k. 45, budynek C 42-200 Częstochowa")
    assert (block.cut_name, block.cut_address) == ("Akcyjna w Częstochowie", "")
    assert {(part, change.original) for part, change in block.changes} == {("name", "„"), ("name", "”")}


@pytest.mark.parametrize(
    ("before", "after", "offset"),
    [
        ("110,", "999,", 0),
        ("20261124", "20261324", 0),
        ("20261124", "2026112", 0),
        ("123456", "1234.56", 0),
        ("123456", "0", 0),
        ('"61109010140000071219812874"', '"6110901014000007121981287"', 0),
        ('"FA/1|||"', '"FA/1||"', 0),
        ('"51"', '"99"', 0),
        ('"FA/1|||"', '"FA/1 "a"|||"', 7),
        ('"LIC0000000001"', '"LIC0000000001', 0),
        ('"LIC0000000001"', '"LIC0000000001"x', 15),
        ("\r\n", "", 0),
        ("\r\n", "\n", 1),
    ],
)
def test_a_broken_file_is_refused_with_line_and_column(before: str, after: str, offset: int) -> None:
    assert len(formats.read(ELIXIR, LINE.encode("cp1250"))) == 1
    with pytest.raises(TransferError) as refused:
        formats.read(ELIXIR, (LINE + LINE.replace(before, after, 1)).encode("cp1250"))
    assert [int(number) for number in re.findall(r"\d+", str(refused.value))[:2]] == [2, LINE.index(before) + 1 + offset]


@pytest.mark.parametrize("title", ["FA/1, FA/2|||", "FA/1,,,|||"])
def test_a_comma_outside_quotation_marks_is_a_field_too_many(title: str) -> None:
    with pytest.raises(TransferError, match=str(15 + 1 + title.count(","))):
        formats.read(ELIXIR, LINE.replace('"FA/1|||"', title).encode("cp1250"))
    with pytest.raises(TransferError, match="2"):
        formats.read(ELIXIR, f"{LINE}\r\n".encode("cp1250"))


def test_a_reference_without_its_wrap_is_refused() -> None:
    with pytest.raises(TransferError, match=r"\$\$\$"):
        formats.read(MILLENNIUM, LINE.encode("cp1250"))


def test_the_classes_tell_the_kinds() -> None:
    kinds = [one.kind for one in formats.read(MILLENNIUM, write(MILLENNIUM, *DOMESTIC))]
    assert kinds == [transfer.kind for transfer in DOMESTIC]


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"amount": 1}, "0.01"),
        ({"account": LONG_NAME.account}, LONG_NAME.account),
        ({"payer_account": LONG_NAME.account}, LONG_NAME.account),
        ({"name": "Aloza"}, "Alozasp.zo.o."),
        ({"name": ""}, "Alozasp.zo.o."),
        ({"text": "FA/2"}, "FA/2026/11/00001/VATUsługiobce"),
        ({"date": "2026-11-25"}, "2026-11-24"),
        ({"currency": "EUR"}, "PLN"),
        ({"kind": "tax_office"}, "ordinary"),
        ({"reference": "LIC0000000009"}, "LIC0000000001"),
    ],
)
def test_every_difference_between_file_and_batch_is_told(changes: dict[str, Any], shown: str) -> None:
    transfers = list(ORDINARY[:2])
    read = formats.read(ELIXIR, write(ELIXIR, *transfers))
    assert formats.differences(ELIXIR, PAYER, transfers, references(2), read) == []
    faults = formats.differences(ELIXIR, PAYER, transfers, references(2), [replace(read[0], **changes), read[1]])
    assert any(shown in fault for fault in faults)


def test_a_missing_transfer_is_told() -> None:
    read = formats.read(ELIXIR, write(ELIXIR, *ORDINARY))
    assert len(formats.differences(ELIXIR, PAYER, ORDINARY, references(4), read[:3])) == 1


def test_transfers_in_another_order_are_found_by_their_references() -> None:
    read = formats.read(ELIXIR, write(ELIXIR, *ORDINARY))
    assert formats.differences(ELIXIR, PAYER, ORDINARY, references(4), read[::-1]) == []


def test_unknown_formats_are_refused_with_what_there_is() -> None:
    """T-001: own formats join the list, and come first."""
    own = {"mine": replace(ELIXIR, code="mine"), "elixir": replace(ELIXIR, title="My Elixir")}
    assert formats.format_of("mine", own).code == "mine"
    assert formats.format_of("elixir", own).title == "My Elixir"
    with pytest.raises(TransferError, match=r"(?s)no-such.*mine.*elixir-pko.*videotel"):
        formats.format_of("no-such", own)


def test_formats_for_ordinary_and_split_payments_go_together() -> None:
    """T-011, T-012"""
    service = replace(ELIXIR, code="service", web_service=True)
    formats.check_pair(ELIXIR, MILLENNIUM)
    formats.check_pair(service, service)
    for ordinary, split in [
        (ELIXIR, service),
        (service, ELIXIR),
        (service, replace(service, code="other")),
        (ELIXIR, elixir_formats()["elixir-unquoted"]),
    ]:
        with pytest.raises(TransferError):
            formats.check_pair(ordinary, split)


def test_foreign_transfers_have_no_place_in_elixir() -> None:
    with pytest.raises(TransferError):
        write(ELIXIR, SEPA[0])
