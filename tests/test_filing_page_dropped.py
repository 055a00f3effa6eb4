"""What is in a file given to the panel JPK_V7: JPK files against the books, KSeF invoices with their questions."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.filing_pages import given, is_shown, listed, opened, taken
from workbench import i18n
from workbench.widgets.filing import uploading

INVOICE = """<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/">
 <Naglowek><KodFormularza kodSystemowy="FA (3)" wersjaSchemy="1-0E">FA</KodFormularza>
  <WariantFormularza>3</WariantFormularza><DataWytworzeniaFa>2026-09-03T10:00:00Z</DataWytworzeniaFa></Naglowek>
 <Podmiot1><DaneIdentyfikacyjne><NIP>5260001246</NIP><Nazwa>Wektor sp. z o.o.</Nazwa></DaneIdentyfikacyjne></Podmiot1>
 <Podmiot2><DaneIdentyfikacyjne><NIP>1234563218</NIP><Nazwa>Kwiaciarnia</Nazwa></DaneIdentyfikacyjne></Podmiot2>
 <Fa><KodWaluty>PLN</KodWaluty><P_1>2026-09-03</P_1><P_2>{number}</P_2><P_6>2026-09-02</P_6>
  <P_13_1>1000.00</P_13_1><P_14_1>230.00</P_14_1><P_15>1230.00</P_15>
  <Adnotacje><P_16>2</P_16></Adnotacje><RodzajFaktury>VAT</RodzajFaktury>{payment}</Fa>
</Faktura>"""
TERM = "<Platnosc><TerminPlatnosci><Termin>2026-10-03</Termin></TerminPlatnosci></Platnosc>"


def invoice(number: str, payment: str = TERM) -> bytes:
    return INVOICE.format(number=number, payment=payment).encode()


@pytest.fixture(autouse=True, params=["pl", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with i18n.in_language(request.param):
        yield request.param


def test_a_file_that_was_taken_is_given_back_and_does_not_differ() -> None:
    _page, panel = opened()
    name, content = taken(panel.taking.download)
    given(panel, {name: content})
    shown = panel.dropped.jpk
    assert is_shown(shown.box) and not is_shown(panel.dropped.ksef.box)
    assert "wb-good-news" in shown.differences.told.value and not is_shown(shown.differences._listed)
    assert [len(shown.sales.rows), len(shown.purchases.rows)] == [3, 3]
    assert dict(zip(shown.fields.table.rows["field"], shown.fields.table.rows["zloty"], strict=True))["P_62"] == 3234
    assert i18n.amount(2182_20, "PLN") in shown.facts.value and i18n.amount(5415_01, "PLN") in shown.facts.value
    shown.fields.table.selected = "P_20"
    assert shown.fields.behind.table.rows["document"].tolist() == ["FS/10", "FS/1", "FS/2"]


def test_a_file_that_was_changed_shows_where_it_differs_and_its_faults() -> None:
    _page, panel = opened()
    _name, content = taken(panel.taking.download)
    given(panel, {"zmieniony.xml": content.replace(b"<K_20>2300.00</K_20>", b"<K_20>2301.00</K_20>")})
    shown = panel.dropped.jpk
    (row,) = shown.differences.table.rows.to_dict("records")
    assert (row["document"], row["field"], row["change"]) == ("FS/10", "K_20", "different")
    assert (row["file"], row["books"]) == (i18n.amount(2301_00, "PLN"), i18n.amount(2300_00, "PLN"))
    assert is_shown(shown.faults.box) and "error" in shown.faults.table.rows["severity"].tolist()


def test_relief_rows_that_no_notice_gives_are_told() -> None:
    """J-024: a minus row for an invoice that is on no notice, in place of the one that is."""
    _page, panel = opened()
    _name, content = taken(panel.taking.download)
    given(
        panel, {"inny.xml": content.replace(b"<DowodSprzedazy>FS/1</DowodSprzedazy>", b"<DowodSprzedazy>FS/9</DowodSprzedazy>")}
    )
    rows = panel.dropped.jpk.differences.table.rows
    assert rows[["document", "change", "relief"]].values.tolist() == [["FS/9", "different", True]]
    assert rows[["file", "books"]].values.tolist() == [["FS/9", "FS/1"]]


def test_a_file_of_another_taxpayer_is_told_apart() -> None:
    _page, panel = opened()
    _name, content = taken(panel.taking.download)
    given(panel, {"obcy.xml": content.replace(b"5260001246", b"5252248481")})
    assert "5260001246" in panel.dropped.jpk.facts.value


def test_of_several_jpk_files_one_is_chosen_at_a_time() -> None:
    """A folder of JPK files, with one among them that is none."""
    _page, panel = opened()
    _name, content = taken(panel.taking.download)
    foreign, shown = content.replace(b"5260001246", b"5252248481"), panel.dropped
    given(panel, {"2026/b.xml": foreign, "2026/a.xml": content, "upo.xml": b"<upo/>"})
    assert is_shown(shown._choosing) and shown.choice.options == ("2026/a.xml", "2026/b.xml", "upo.xml")
    assert is_shown(shown.jpk.box) and not is_shown(shown.ksef.box) and "5252248481" not in shown.jpk.facts.value
    shown.choice.value = "2026/b.xml"
    assert "5252248481" in shown.jpk.facts.value and "2026/b.xml" in shown.jpk.facts.value
    shown.choice.value = "upo.xml"
    assert not is_shown(shown.jpk.box) and shown.told.value != ""
    given(panel, {"2026/a.xml": content})
    assert not is_shown(shown._choosing) and is_shown(shown.jpk.box) and shown.told.value == ""
    given(panel, {"a.xml": content, "b.xml": invoice("FV/1")})
    assert is_shown(shown.ksef.box) and not is_shown(shown.jpk.box) and not is_shown(shown._choosing)
    assert [row[0] for row in listed(shown.ksef.faults)] == ["a.xml"]


@pytest.mark.parametrize(
    "content",
    [b"", b"nic", b"<JPK/>", b'<!DOCTYPE a [<!ENTITY b "c">]><JPK>&b;</JPK>', b"<html><b>x</b></html>"],
    ids=["empty", "text", "no namespace", "entity", "html"],
)
def test_what_is_no_tax_file_is_refused_in_words(content: bytes) -> None:
    _page, panel = opened()
    given(panel, {"<b>plik</b>.xml": content})
    assert panel.dropped.told.value != "" and "<b>" not in panel.dropped.told.value
    assert not is_shown(panel.dropped.jpk.box) and not is_shown(panel.dropped.ksef.box)


def test_files_that_are_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "LARGEST", 0)
    _page, panel = opened()
    given(panel, {"a.xml": invoice("A"), "b.xml": invoice("B")})
    assert "MB" in panel.dropped.told.value


def test_invoices_are_shown_with_their_amounts_and_faulty_files() -> None:
    _page, panel = opened()
    given(panel, {"a.xml": invoice("FV/1"), "b.xml": invoice("FV/2"), "zly.xml": b"<x/>"})
    shown = panel.dropped.ksef
    assert is_shown(shown.box) and not is_shown(panel.dropped.jpk.box)
    assert shown.invoices.rows[["number", "net", "vat", "total"]].values.tolist() == [
        ["FV/1", 1000_00, 230_00, 1230_00],
        ["FV/2", 1000_00, 230_00, 1230_00],
    ]
    assert [row[0] for row in listed(shown.faults)] == ["zly.xml"]


def test_invoices_are_compared_with_the_books() -> None:
    """The client's sale FS/10 is in the books without a KSeF number, FV/2 is not there; a taken table says both."""
    _page, panel = opened()
    against = panel.dropped.ksef.against
    given(panel, {"a.xml": invoice("FS/10"), "b.xml": invoice("FV/2")})
    assert is_shown(against.box) and is_shown(against._listed) and "wb-bad-news" in against.told.value
    rows = against.table.rows
    assert rows.loc[rows["document"] == "FV/2", "change"].tolist() == ["extra"]
    different = rows[(rows["document"] == "FS/10") & (rows["change"] == "different")]
    assert (
        i18n.amount(1000_00, "PLN") in different["file"].tolist()
        and i18n.amount(10000_00, "PLN") in different["books"].tolist()
    )
    given(panel, {"zly.xml": b"<Faktura xmlns='http://crd.gov.pl/wzor/2025/06/25/13775/'/>"})
    assert not is_shown(against.box)


def test_an_archive_is_read_as_its_files() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.xml", invoice("FV/1"))
        archive.writestr("b.xml", invoice("FV/2"))
    _page, panel = opened()
    given(panel, {"faktury.zip": packed.getvalue()})
    assert panel.dropped.ksef.invoices.rows["number"].tolist() == ["FV/1", "FV/2"]


def test_what_an_invoice_does_not_say_is_asked_answered_and_kept(tmp_path: Path) -> None:
    """Reference vat.md 4: an invoice without a due date is asked about, never guessed."""
    page, panel = opened(store=tmp_path / "office.liczydlo")
    files = {"a.xml": invoice("FV/1", payment="")}
    given(panel, files)
    answers = panel.dropped.ksef.answers
    waiting = answers.table.rows[answers.table.rows["waits"]]
    assert waiting["need"].tolist() == ["due_date"] and "wb-bad-news" in answers.summary.value
    answers.table.selected = waiting["key"].iloc[0]
    answers.text.value = "kiedyś"
    answers.keep.click()
    assert "kiedyś" in answers.told.value
    answers.text.value = "2026-10-03"
    answers.keep.click()
    assert not answers.table.rows["waits"].any() and "wb-bad-news" not in answers.summary.value
    page.reload()
    given(panel, files)
    assert "2026-10-03" in answers.table.rows["answer"].tolist()


def test_invoices_of_others_are_told() -> None:
    _page, panel = opened()
    foreign = invoice("FV/2").replace(b"5260001246", b"5252248481")
    given(panel, {"a.xml": invoice("FV/1"), "b.xml": foreign})
    assert panel.dropped.ksef.others.rows["number"].tolist() == ["FV/2"]


def test_another_client_is_not_shown_the_files_of_the_first() -> None:
    page, panel = opened()
    given(panel, {"a.xml": invoice("FV/1")})
    panel._asked = None
    assert page.asked is not None
    panel.show(page.asked)
    assert not is_shown(panel.dropped.ksef.box)
