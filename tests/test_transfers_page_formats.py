"""The formats panel of the transfers page: copies, new ones, the form, XML there and back, the store, the bank's form."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.transfer_books import ALOZA_ACCOUNT
from tests.transfers_pages import bill, books_of, look_at, page_of
from workbench import i18n
from workbench.transfers.formats import FieldUse, TextFormat, from_xml, standard_formats, to_xml
from workbench.widgets.transfers.format_edits import begun
from workbench.widgets.transfers.format_form import FormatForm
from workbench.widgets.transfers.formats_panel import KEYS, Formats
from workbench.widgets.transfers.page import TransfersPage
from workbench.widgets.transfers.payments import Payments

CLIENT_BOOKS = books_of(bill("A1", "123.45"))
RECORD = (FieldUse("amount"), FieldUse("payee_account"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


def opened(tmp_path: Path, *, store: bool = True) -> tuple[TransfersPage, Formats]:
    page = page_of(CLIENT_BOOKS, tmp_path / "s.db" if store else None)
    return page, look_at(page, Formats)


def kept(page: TransfersPage) -> dict[str, TextFormat]:
    assert page.memory.store is not None
    return {code: from_xml(xml) for code, xml in page.memory.store.transfers.formats(page.client.value).items()}


def uploaded(panel: Formats, content: bytes) -> None:
    """Bring in a file as the browser would."""
    file: dict[str, Any] = {"name": "f.xml", "type": "text/xml", "size": len(content), "content": memoryview(content)}
    panel.upload.value = (file | {"last_modified": datetime.now(UTC)},)


def offered(page: TransfersPage) -> set[str]:
    """The formats of the exchange-format dropdown."""
    return {code for _title, code in page.options.format.options}


def pick(panel: Formats, *codes: str) -> None:
    """Empty the record and add these fields one after the other, as a hand would."""
    while panel.form.record.uses:
        panel.form.record.remove.click()
    for code in codes:
        panel.form.record.offered.value = code
        panel.form.record.add.click()


def test_all_formats_are_listed_and_the_card_says_what_needs_a_test_upload(tmp_path: Path) -> None:
    """T-001, and the notes of a bank's format."""
    _page, panel = opened(tmp_path)
    assert set(panel.table.rows["code"]) == set(standard_formats())
    panel.table.selected = "erste"
    for note in standard_formats()["erste"].to_confirm:
        assert note in panel.card.value
    assert "Windows-1250" in panel.card.value
    panel.table.selected = "elixir"
    assert panel.copy.disabled
    assert panel.xml.layout.display == "none"


@pytest.mark.parametrize("key", KEYS)
def test_keys_copy_a_text_format(tmp_path: Path, key: str) -> None:
    """T-008: Ctrl+Insert and Ctrl + plus; the copy joins the list of exchange formats when it is kept."""
    page, panel = opened(tmp_path)
    panel.table.selected = "erste"
    panel.shortcuts._receive(None, {"key": key}, [])
    assert panel.form.code.value == "erste-2"
    assert kept(page) == {}, "nothing is kept before it is accepted"
    panel.form.name.value = "Mój bank"
    panel.keep.click()
    assert kept(page)["erste-2"] == replace(from_xml(to_xml(standard("erste"))), code="erste-2", title="Mój bank")
    assert "erste-2" in offered(page)
    assert panel.table.selected == "erste-2"
    page.options.format.value = "erste-2"
    assert page.batch is not None
    assert page.batch.preview.formats[0].title == "Mój bank"


def standard(code: str) -> TextFormat:
    format = standard_formats()[code]
    assert isinstance(format, TextFormat)
    return format


def test_the_keys_are_bound_only_while_the_panel_is_looked_at(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    assert panel.shortcuts.bound == list(KEYS)
    look_at(page, Payments)
    assert panel.shortcuts.bound == [], "elsewhere Ctrl+Insert copies text"
    look_at(page, Formats)
    assert panel.shortcuts.bound == list(KEYS)


def test_only_text_formats_can_be_copied(tmp_path: Path) -> None:
    _page, panel = opened(tmp_path)
    panel.table.selected = "elixir"
    panel.shortcuts._receive(None, {"key": "Ctrl+Insert"}, [])
    assert "cannot be copied" in panel.told.value
    assert panel.editing.layout.display == "none"


def test_a_new_format_is_put_together_and_the_file_follows(tmp_path: Path) -> None:
    """T-004, T-005: fields picked, ordered and sized; the file of the batch is written anew at every step."""
    page, panel = opened(tmp_path)
    panel.new.click()
    pick(panel, "payee_account", "amount", "constant")
    line = panel.form.record
    line.text.value = "PL"
    assert f"&#34;{ALOZA_ACCOUNT}&#34;;&#34;123,45&#34;;&#34;PL&#34;<" in panel.file.value
    line.up.click()
    line.up.click()
    assert [use.code for use in line.uses] == ["constant", "payee_account", "amount"]
    line.down.click()
    assert [use.code for use in line.uses] == ["payee_account", "constant", "amount"]
    line.list.value = 2
    line.width.value, line.align.value, line.fill.value = 10, "right", "0"
    panel.form.separator.value, panel.form.delimiter.value, panel.form.amounts.value = "tabulator", "none", "grosze"
    assert f"{ALOZA_ACCOUNT}\tPL\t0000012345<" in panel.file.value
    panel.form.code.value = "moj"
    panel.keep.click()
    format = kept(page)["moj"]
    assert (format.separator, format.delimiter) == ("\t", "")
    assert format.record[2] == FieldUse("amount", width=10, align="right", fill="0")


def test_header_and_footer_have_fields_of_the_file(tmp_path: Path) -> None:
    """T-003."""
    _page, panel = opened(tmp_path)
    panel.new.click()
    offers = [code for _title, code in panel.form.footer.offered.options]
    assert {"sum", "count", "payer_account"} <= set(offers)
    assert "amount" not in offers
    panel.form.footer.offered.value = "sum"
    panel.form.footer.add.click()
    assert "&#34;123,45&#34;" in panel.file.value.split("wb-file-line")[-1]
    assert "A format for import must have no footer" in panel.faults.value
    assert "Export: no faults." in panel.faults.value


def test_faults_tell_their_place_and_a_useless_format_is_not_kept(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    panel.new.click()
    pick(panel, "amount", "payee_account")
    panel.form.record.width.value = 3
    panel.form.record.fill.value = ""
    assert "record, field 2: " in panel.faults.value
    panel.keep.click()
    assert "neither for export nor for import" in panel.told.value
    assert kept(page) == {}
    panel.form.record.fill.value = " "
    assert "record, field 2: " not in panel.faults.value
    assert "wider than its field" in panel.file.value, "26 digits do not go into 3"


def test_an_extension_leads_into_no_other_folder(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    panel.new.click()
    panel.form.extension.value = "../txt"
    panel.keep.click()
    assert "letters and digits" in panel.told.value
    assert kept(page) == {}


def test_a_field_that_there_is_not_is_told(tmp_path: Path) -> None:
    _page, panel = opened(tmp_path)
    uploaded(panel, to_xml(begun([])).replace('code="amount"', 'code="kwota"').encode())
    assert "record, field 3: there is no field “kwota”" in panel.faults.value
    assert "wb-error" in panel.file.value


@pytest.mark.parametrize(("code", "name"), [("", "x"), ("a", " "), ("elixir", "x"), ("kept", "x")])
def test_a_code_is_there_and_not_taken(tmp_path: Path, code: str, name: str) -> None:
    page, panel = opened(tmp_path)
    panel.new.click()
    panel.form.code.value = "kept"
    panel.keep.click()
    panel.new.click()
    panel.form.code.value, panel.form.name.value = code, name
    panel.keep.click()
    assert "A format needs" in panel.told.value or "There is already a format" in panel.told.value
    assert set(kept(page)) == {"kept"}
    assert panel.form.code.value == code, "what is typed stays, to be mended"


def test_xml_goes_from_one_store_to_another(tmp_path: Path) -> None:
    """T-007."""
    (tmp_path / "other").mkdir()
    _page, panel = opened(tmp_path)
    panel.new.click()
    pick(panel, "amount", "payee_account", "document_date")
    panel.form.code.value, panel.form.name.value = "gęś", "Zażółć <b>"
    name, content = panel.xml._make()
    assert name == "gęś.xml"
    there, other = opened(tmp_path / "other")
    uploaded(other, content)
    assert (other.form.code.value, other.form.name.value) == ("gęś", "Zażółć <b>")
    assert kept(there) == {}
    other.keep.click()
    assert kept(there)["gęś"] == panel.form.format
    assert "<b>" not in other.card.value, "a title is data"


def test_xml_with_a_known_code_edits_and_with_a_standard_one_gets_another(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    uploaded(panel, to_xml(replace(begun([]), code="moj")).encode())
    panel.keep.click()
    uploaded(panel, to_xml(replace(begun([]), code="moj", title="Nowa wersja")).encode())
    assert "moj already" in panel.told.value
    assert panel.form.code.disabled
    panel.keep.click()
    assert kept(page)["moj"].title == "Nowa wersja"
    uploaded(panel, to_xml(standard("erste")).encode())
    assert panel.form.code.value == "erste-2"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<transfer_format/>", "expected is transfer_format"),
        (b"no xml", "no XML file of a transfer format"),
        (b"\xff\xfe\x00x", "not in UTF-8"),
        (b" " * 1_000_001, "too large"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>', "DOCTYPE"),
    ],
)
def test_a_file_that_is_no_format_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    _page, panel = opened(tmp_path)
    uploaded(panel, content)
    assert told in panel.told.value
    assert panel.editing.layout.display == "none"
    assert panel.upload.value == (), "the next file can be brought in"


@pytest.mark.parametrize(("name", "usual"), [("width", "35"), ("lines", "4")])
def test_a_title_without_room_is_refused_with_its_place(tmp_path: Path, name: str, usual: str) -> None:
    """A title of no lines, or of lines without characters, cannot be poured."""
    _page, panel = opened(tmp_path)
    hostile = to_xml(begun([])).replace(f'{name}="{usual}"', f'{name}="0"')
    uploaded(panel, hostile.encode())
    (line,) = [number for number, text in enumerate(hostile.splitlines(), 1) if "<texts" in text]
    assert f"line {line}, element texts: {name} is 0; a whole number from 1 on is expected" in panel.told.value
    assert panel.editing.layout.display == "none"


def test_room_of_the_title_is_typed_within_bounds(tmp_path: Path) -> None:
    _page, panel = opened(tmp_path)
    panel.new.click()
    panel.form.width.value = panel.form.lines.value = 0
    assert (panel.form.format.text_style.width, panel.form.format.text_style.lines) == (1, 1)
    assert "wb-file-line" in panel.file.value


def test_what_is_typed_is_not_lost_by_a_choice(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    panel.table.selected = "videotel"
    panel.new.click()
    panel.form.code.value = "moj"
    panel.table.selected = "erste"
    assert "not kept yet" in panel.told.value
    assert (panel.table.selected, panel.form.code.value) == ("videotel", "moj")
    page.options.collective.value = True
    assert panel.form.code.value == "moj", "nor by a new batch"
    panel.discard.click()
    panel.table.selected = "erste"
    assert panel.table.selected == "erste"
    assert panel.editing.layout.display == "none"


def test_a_kept_format_is_edited_undone_and_removed(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    panel.new.click()
    panel.form.code.value = "moj"
    panel.keep.click()
    assert panel.keep.disabled, "there is nothing to keep"
    panel.form.name.value = "Inna nazwa"
    panel.keep.click()
    assert kept(page)["moj"].title == "Inna nazwa"
    panel.undo.click()
    assert kept(page)["moj"].title == panel.form.name.value != "Inna nazwa"
    panel.remove.click()
    assert kept(page) == {}
    assert "moj" not in offered(page)
    panel.undo.click()
    assert "moj" in offered(page), "a removal can be undone too"


def test_a_format_that_a_bank_names_is_not_removed(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    panel.new.click()
    panel.form.code.value = "moj"
    panel.keep.click()
    assert page.desk is not None
    banks = page.desk.ledger.banks.assign(sepa_format="moj")
    page._clients._ledger = replace(page.desk.ledger, banks=banks)  # type: ignore[union-attr]
    page.reload()
    panel.remove.click()
    assert "names the format moj" in panel.told.value
    assert set(kept(page)) == {"moj"}


def test_who_comes_second_is_told(tmp_path: Path) -> None:
    first, one = opened(tmp_path)
    one.new.click()
    one.form.code.value = "moj"
    one.keep.click()
    _second, other = opened(tmp_path)
    other.table.selected = "moj"
    other.form.name.value = "Druga"
    one.form.name.value = "Pierwsza"
    one.keep.click()
    other.keep.click()
    assert "was changed by" in other.told.value
    assert kept(first)["moj"].title == "Pierwsza"
    assert other.form.name.value == "Druga"


def test_without_a_store_everything_but_keeping_works(tmp_path: Path) -> None:
    _page, panel = opened(tmp_path, store=False)
    panel.table.selected = "erste"
    panel.copy.click()
    assert panel.form.code.value == "erste-2"
    assert "wb-file-line" in panel.file.value
    assert panel.xml._make()[1].startswith(b"<transfer_format")
    for button in (panel.keep, panel.remove, panel.undo):
        assert button.disabled
        assert "WORKBENCH_STORE" in button.tooltip


def test_the_bank_form_tells_formats_and_whether_the_pair_agrees(tmp_path: Path) -> None:
    """T-009, T-011: the fields of the form; a format without split payments does not go with the ordinary one."""
    page, panel = opened(tmp_path)
    assert "Bank Próbny S.A." in panel.bank.value
    assert panel.bank.value.count("Elixir-O (elixir)") == 4
    assert "go together" in panel.bank.value
    page.options.split_format.value = "erste"
    assert "cannot carry split payments" in panel.bank.value
    page.options.split_format.value = ""
    page.register.value = "BARE"
    assert "The books name no bank" in panel.bank.value


def test_labels_of_the_bank_form_are_those_of_the_program(tmp_path: Path) -> None:
    """T-009, letter for letter."""
    i18n.set_language("pl")
    _page, panel = opened(tmp_path)
    for label in (
        "Format eksportu dla przelewów zwykłych",
        "Format eksportu dla MPP",
        "Format eksportu dla przelewów dla US",
        "Format eksportu dla przelewów do ZUS",
        "Format importu wyciągów bankowych",
    ):
        assert f">{label}<" in panel.bank.value


@pytest.mark.parametrize("code", ["erste", "videotel", "own"])
def test_the_form_holds_all_of_a_format(code: str) -> None:
    """Shown and read again a format is the same, also after its separator was changed and put back."""
    format = begun([]) if code == "own" else replace(standard(code), to_confirm=())
    form = FormatForm(lambda: None)
    form.show(format, new=False)
    assert form.format == format
    separator = form.separator.value
    form.separator.value = "~"
    assert "~" in to_xml(form.format)
    form.separator.value = separator
    assert form.format == format


def test_the_list_is_taken_away(tmp_path: Path) -> None:
    _page, panel = opened(tmp_path)
    name, content = panel.taking[1]._make()
    lines = content.decode("utf-8-sig").splitlines()
    assert name.startswith("formats_")
    assert lines[0].startswith("Code,Name,")
    assert len(lines) == 1 + len(standard_formats())
