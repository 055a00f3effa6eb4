"""Texts in pain.001: Polish letters at home, none abroad, nothing lost without being listed (T-074, T-089, W-020)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import transfer_files
from tests.iso_files import texts, valid, written
from workbench.transfers.checks.texts import party
from workbench.transfers.formats.format import FOREIGN_DROPPED
from workbench.transfers.formats.iso import iso_formats
from workbench.transfers.formats.iso_reader import read_iso
from workbench.transfers.formats.iso_texts import KindTexts, house, name_style
from workbench.transfers.orders import KINDS, Transfer
from workbench.transfers.texts import clean, cleaner, lay_out

FORMATS = iso_formats()
DOMESTIC, SEPA, FOREIGN = FORMATS["iso-domestic"], FORMATS["iso-sepa"], FORMATS["iso-foreign"]
ORDINARY, EURO, ABROAD = transfer_files.ORDINARY[0], transfer_files.SEPA[1], transfer_files.FOREIGN[0]

WORDS = st.text(max_size=200) | st.text(alphabet="ąćęłńóśźżĄĆĘŁŃÓŚŹŻ abcßüд\"'&<>/|\\„”\u0301\r\n\t", max_size=200)
NAMES = WORDS.map(lambda text: f"A{text}")


def to(transfer: Transfer, **changes: Any) -> Transfer:
    return replace(transfer, payee=replace(transfer.payee, **changes))


def test_w020_polish_letters_stay_at_home_and_other_diacritics_go() -> None:
    transfer = replace(to(ORDINARY, name="Żółć Müller"), texts=("Zażółć gęślą jaźń; Привет, ß",))
    (one,) = read_iso(written(DOMESTIC, [transfer]))
    assert one.name == "Żółć Mueller"
    assert one.text == "Zażółć gęślą jaźń; Privet, ss"


@pytest.mark.parametrize(("format", "transfer"), [(SEPA, EURO), (FOREIGN, ABROAD)], ids=["sepa", "foreign"])
def test_t074_t089_foreign_texts_are_ascii(format: Any, transfer: Transfer) -> None:
    foreign = replace(to(transfer, name="ĄĆĘŁŃÓŚŹŻ ąćęłńóśźż"), texts=("Für дom & @ ' # $ % ^ * \\ / |",))
    content = written(format, [foreign])
    assert content.isascii()
    (one,) = read_iso(content)
    assert one.name == "ACELNOSZZ acelnoszz"
    assert one.text.rstrip() == "Fuer dom"
    assert not set(one.text + one.name) & set(FOREIGN_DROPPED)


@pytest.mark.parametrize("format", [DOMESTIC, SEPA, FOREIGN], ids=lambda format: format.code)
@pytest.mark.parametrize("mark", ['"', "„", "”", "“", "«", "»"])
def test_w020_a_quotation_mark_is_left_out_of_a_name_in_every_kind(format: Any, mark: str) -> None:
    transfer = {"iso-domestic": ORDINARY, "iso-sepa": EURO, "iso-foreign": ABROAD}[format.code]
    (one,) = read_iso(written(format, [to(transfer, name=f"Firma {mark}Dom{mark} Kowalski")]))
    assert one.name == "Firma Dom Kowalski"


def test_names_have_140_characters_and_70_in_the_single_payment_area() -> None:
    assert texts(written(DOMESTIC, [to(ORDINARY, name="ż" * 200)]), "Cdtr/Nm") == ["ż" * 140]
    assert texts(written(FOREIGN, [to(ABROAD, name="ß" * 139)]), "Cdtr/Nm") == ["s" * 140], "cut after a letter has grown"
    assert texts(written(SEPA, [to(EURO, name="ß" * 36)]), "Cdtr/Nm") == ["s" * 70]


def test_titles_have_140_characters_without_anything_between_the_lines() -> None:
    long = "".join(f"{number:05}" for number in range(40))
    assert texts(written(DOMESTIC, [replace(ORDINARY, texts=(long,))]), "Ustrd") == [long[:140]]
    assert texts(written(DOMESTIC, [replace(ORDINARY, texts=("a", "", "b", "c"))]), "Ustrd") == ["a b c"]
    assert texts(written(DOMESTIC, [replace(ORDINARY, texts=("", " "))]), "Ustrd") == []


@pytest.mark.parametrize(
    ("street", "parts"),
    [
        ("ul. Łąkowa 7", ("ul. Łąkowa", "7")),
        ("ul. 3 Maja 12", ("ul. 3 Maja", "12")),
        ("ul. Długa 12/4", ("ul. Długa", "12-4")),
        ("ul. Długa 12A m. 4", ("ul. Długa", "12A m. 4")),
        ("al. Jana 5 lok. 12b", ("al. Jana", "5 lok. 12b")),
        ("Osiedle Zielone", None),
        ("11 Listopada", None),
        ("al. NMP 123 lok. 45, budynek C", None),
        ("", None),
        (" " * 5000 + "x", None),
    ],
)
def test_a_street_and_its_number(street: str, parts: tuple[str, str] | None) -> None:
    assert house(street) == parts


def test_every_lost_character_of_a_party_is_found() -> None:
    transfer = to(EURO, name="Żak & „Syn”", street="x" * 71, city="Łódź")
    codes = sorted(finding.code for finding in party(SEPA, "sepa", transfer.payee))
    assert codes == ["name_cut", "text_lost", "text_replaced", "text_replaced"]
    assert list(party(DOMESTIC, "ordinary", ORDINARY.payee)) == []


@pytest.mark.parametrize("street", ["Lindenstraße 7", "улица Примерна 6", "ul. Długa 5/7"])
def test_the_number_of_a_house_in_an_element_of_its_own_is_no_loss(street: str) -> None:
    found = party(SEPA, "sepa", to(EURO, street=street).payee)
    assert "name_cut" not in {finding.code for finding in found}


@given(WORDS)
def test_texts_are_cleaned_as_the_preview_says(text: str) -> None:
    for format in (DOMESTIC, SEPA):
        style = format.style_of("ordinary" if format is DOMESTIC else "sepa")
        assert cleaner(style)(text) == clean(text, style).text
        assert cleaner(name_style(style))(text) == clean(text, name_style(style)).text


@given(st.lists(WORDS, max_size=4), st.sampled_from(["ordinary", "sepa"]))
def test_titles_are_what_the_preview_lays_out(lines: list[str], kind: Any) -> None:
    format = DOMESTIC if kind == "ordinary" else SEPA
    transfer = replace(ORDINARY, kind=kind, texts=tuple(lines))
    laid = "".join(lay_out(transfer, format.style_of(kind)).lines)
    assert KindTexts(format, kind).title(transfer) == laid.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


SAMPLES = {transfer.kind: transfer for transfer in reversed(transfer_files.transfers()[1])}


@given(
    st.sampled_from(KINDS),
    st.sampled_from(["03", "09"]),
    st.lists(st.tuples(NAMES, WORDS, WORDS, WORDS, st.integers(2, 10**15)), min_size=1, max_size=4),
    st.data(),
)
def test_any_names_and_texts_give_a_valid_file_with_equal_sums(kind: Any, version: str, rows: Any, data: st.DataObject) -> None:
    plain = SAMPLES[kind]
    format = next(of for of in FORMATS.values() if of.version == version and kind in of.kinds)
    transfers = [
        replace(
            to(plain, name=name, street=street, city=f"A{city}"),
            texts=(title,),
            amount=amount,
            amounts=(amount,),
            split=plain.split and replace(plain.split, vat=data.draw(st.integers(1, min(amount, 10**12))), text=title),
        )
        for name, street, city, title, amount in rows
    ]
    content = written(format, transfers)
    assert valid(content, version)
    read = read_iso(content)
    assert sorted(one.amount for one in read) == sorted(transfer.amount for transfer in transfers)
    assert {one.kind for one in read} == {kind}
    style = format.style_of(kind)
    for transfer, one in zip(transfers, sorted(read, key=lambda one: one.reference), strict=True):
        assert one.name == clean(transfer.payee.name, name_style(style)).text[: format.name_width].strip()
        assert one.text == "".join(lay_out(transfer, style).lines)
