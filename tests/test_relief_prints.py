"""The prints of a notice read back as text: figures, lines, repeated titles, hostile names (R-001, R-027, R-028, R-037 to
R-043, R-053, J-016 to J-018, J-028)."""

import re
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pypdfium2
import pytest

import workbench
from tests.books import TABLES, Books, books, ledger_of, purchase, sale
from tests.golden import WORKED
from workbench import i18n, relief
from workbench.errors import ReliefError
from workbench.relief.life.chain import Chain
from workbench.relief.prints import Printed, explanation_pdf, list_pdf, notice_pdf

TITLE = "Zawiadomienie o skorygowaniu podstawy opodatkowania oraz kwoty podatku należnego"
POLISH = "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ"


def pages(pdf: bytes) -> list[str]:
    """The text of every page: hard spaces and line ends as spaces, without the places where a long word may be broken."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    return [re.sub(r"\s+", " ", text.replace("\u200b", "")) for text in texts]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def printed(source: Books, period: str, side: Any = "sale", **options: Any) -> Printed:
    return Printed.of_notice(relief.notice(ledger_of(source), side, period, **options))


def renamed(source: Books, **values: str) -> workbench.Ledger:
    """The books with values of the party "active", and a company."""
    parties = [{**party, **values} if party["party_id"] == "active" else party for party in source["parties"]]
    tables = {**source, "parties": parties}
    frames = {name: pd.DataFrame(tables[name], columns=list(columns), dtype=str) for name, columns in TABLES.items()}
    company = {
        "tax_id": "9992614565",
        "name": "Budmar Sp. z o.o.",
        "street": "Stalowa 14",
        "postcode": "42-246",
        "city": "Żary",
    }
    return workbench.read_ledger({**frames, "company": pd.DataFrame([company])})


def test_the_notice_prints_the_figures_of_the_manual() -> None:
    """R-070: 593.50 and 136.50, rounded on VAT-ZD as a whole to 594 and 137."""
    shown = text(notice_pdf(printed(WORKED["GR-2"], "2020-04")))
    assert TITLE in shown
    assert "1 Kwiaciarnia Pod Lipą 1234563218 GR-2 01.01.2020 28.01.2020 593,50 136,50" in shown
    assert "Razem 593,50 136,50 Suma na VAT-ZD (w pełnych złotych) 594 137" in shown
    assert "kwiecień 2020" in shown
    assert "25.05.2020" in shown
    assert "S: pierwotne" in shown


def test_the_notice_of_two_documents_is_rounded_once() -> None:
    """R-071: 1 593.50 and 366.50 become 1 594 and 367."""
    shown = text(notice_pdf(printed(WORKED["GR-3"], "2020-04")))
    assert "GR-3 10.01.2020 31.01.2020 1 000,00 230,00" in shown
    assert "Razem 1 593,50 366,50 Suma na VAT-ZD (w pełnych złotych) 1 594 367" in shown


def test_the_notice_names_the_taxpayer() -> None:
    notice = relief.notice(renamed(WORKED["GR-2"]), "sale", "2020-04")
    shown = text(notice_pdf(Printed.of_notice(notice)))
    assert "NIP podatnika 9992614565" in shown
    assert "Podatnik Budmar Sp. z o.o. Adres Stalowa 14, 42-246 Żary" in shown
    assert "Data wypełnienia Podpis podatnika" in shown


def test_the_notice_has_only_plus_lines() -> None:
    """R-028, J-016, R-029: the paid invoice is on the list with a minus, but not on the notice."""
    march = printed(WORKED["GR-6"], "2020-03")
    notice, listed = text(notice_pdf(march)), text(list_pdf(march))
    assert "GR-6c" in notice
    assert "GR-6a" not in notice
    assert "Razem 300,00 69,00" in notice
    assert "GR-6c 23 % niezapłacone 18.12.2019 18.12.2019 17.03.2020 – 300,00 69,00" in listed
    assert "GR-6a 23 % zapłacone 12.10.2019 14.10.2019 12.01.2020 30.03.2020 −81,30 −18,70" in listed


def test_the_sums_under_the_list_are_labelled_as_in_the_manual() -> None:
    """R-038 to R-043, R-074: unpaid counts negative, paid positive, each rate rounded on its own in the correction."""
    shown = text(list_pdf(printed(WORKED["GR-6"], "2020-03")))
    assert "Suma do korekty −218,70 −219 −50,30 −50 " in shown
    assert "Suma na VAT-ZD −300,00 −300 −69,00 −69 " in shown
    assert "Suma do korekty – dok. Niezapłacone −300,00 −300 −69,00 −69 " in shown
    assert "Suma do korekty – dok. Zapłacone 81,30 81 18,70 19 " in shown


def test_a_document_with_two_rates_is_one_line_of_the_notice() -> None:
    """R-053, J-028: 500 + 200 net and 115 + 16 VAT; the list keeps the rates apart."""
    january = printed(WORKED["GR-1"], "2020-01")
    notice, listed = text(notice_pdf(january)), text(list_pdf(january))
    assert "GR-1 10.10.2019 24.10.2019 700,00 131,00" in notice
    assert notice.count("GR-1") == 1
    assert "GR-1 23 % niezapłacone" in listed
    assert "GR-1 8 % niezapłacone" in listed


def test_two_parts_of_a_document_are_one_line_with_both_due_dates() -> None:
    parts = [("2020-01-27", "615.00"), ("2020-01-28", "615.00")]
    source = books(sale("FS/1", issued="2020-01-01", lines=[("23", "1000.00")], parts=parts))
    shown = text(notice_pdf(printed(source, "2020-04")))
    assert "FS/1 01.01.2020 27.01.2020, 28.01.2020 1 000,00 230,00" in shown


def test_purchases_have_a_list_and_no_notice() -> None:
    """R-037, J-018, R-032: the sums of purchases are VAT only."""
    may = printed(WORKED["GR-4"], "2020-05", "purchase")
    with pytest.raises(ReliefError):
        notice_pdf(may)
    shown = text(list_pdf(may))
    assert "Zakup" in shown
    assert "Z: pierwotne" in shown
    assert "GR-4 23 % niezapłacone 13.02.2020 13.02.2020 13.05.2020 – 406,51 93,49" in shown
    assert "Suma do korekty – dok. Niezapłacone −93,49 −93 Suma do korekty" in shown


def test_a_purchase_is_printed_with_the_number_of_its_supplier() -> None:
    source = books(purchase("FZ/1", issued="2020-02-06", due="2020-02-13", lines=[("23", "813.01")]))
    source["documents"] = [{**source["documents"][0], "foreign_number": "VAT 17/2020"}]
    frames = {name: pd.DataFrame(rows, dtype=str).reindex(columns=TABLES[name]) for name, rows in source.items()}
    frames["documents"] = pd.DataFrame(source["documents"], dtype=str)
    shown = text(list_pdf(Printed.of_notice(relief.notice(workbench.read_ledger(frames), "purchase", "2020-05"))))
    assert "VAT 17/2020" in shown
    assert "FZ/1" not in shown


@pytest.mark.parametrize(("period", "internal"), [("2020-09", False), ("2020-10", True)])
def test_from_october_2020_the_notice_says_that_it_is_not_filed(period: str, internal: bool) -> None:
    """J-017."""
    assert ("nie składa się" in text(notice_pdf(printed(WORKED["GJ-1"], period)))) == internal


def test_a_quarter_is_named() -> None:
    """R-047."""
    source = books(sale("FS/1", issued="2019-07-01", due="2019-07-15", lines=[("23", "1000.00")]))
    assert "4. kwartał 2019 r." in text(notice_pdf(printed(source, "2019Q4")))


def test_a_month_without_documents_can_be_printed() -> None:
    empty = printed(WORKED["GR-2"], "2020-01")
    assert "Brak dokumentów niezapłaconych" in text(notice_pdf(empty))
    assert "Brak dokumentów" in text(list_pdf(empty))


def test_titles_stand_on_every_page_and_pages_are_counted() -> None:
    source = books(*(sale(f"FS/{n}", issued="2020-01-01", due="2020-01-28", lines=[("23", "10.00")]) for n in range(120)))
    many = printed(source, "2020-04")
    for pdf, column in ((notice_pdf(many), "Korekta podatku"), (list_pdf(many), "Dzień ulgi")):
        shown = pages(pdf)
        assert len(shown) > 2
        assert all(f"Strona {number} z {len(shown)}" in page for number, page in enumerate(shown, 1))
        rows = [page for page in shown if "FS/" in page]
        assert len(rows) > 2
        assert all(column in page for page in rows)


HOSTILE = [
    '#panic("x") $a^2$ *gruby* _kursywa_ @cytat <etykieta> `kod` [nawias] {blok} // uwaga',
    '#sys.inputs #read("notice.typ") /* komentarz */ ~ -- --- = + - 1. \\n "cudzysłów" \'apostrof\'',
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_print_as_text(name: str) -> None:
    notice = relief.notice(renamed(WORKED["GR-2"], name=name), "sale", "2020-04")
    told = Printed.of_notice(notice)
    for pdf in (notice_pdf(told), list_pdf(told), explanation_pdf(notice)):
        assert name.replace(" ", "") in text(pdf).replace(" ", "")


def test_line_breaks_and_turning_marks_in_names_are_harmless() -> None:
    notice = relief.notice(renamed(WORKED["GR-2"], name="Pod\n\n= Lipą\r\n\u202eabc\u0007 \ufeffd"), "sale", "2020-04")
    assert "Pod = Lipą abc d" in text(notice_pdf(Printed.of_notice(notice)))


def test_letters_the_fonts_do_not_have_are_written_in_ascii() -> None:
    notice = relief.notice(renamed(WORKED["GR-2"], name="东方 Ромашка Ωμέγα"), "sale", "2020-04")
    assert "DongFang Ромашка Ωμέγα" in text(notice_pdf(Printed.of_notice(notice)))


def test_long_names_and_numbers_stay_in_their_columns() -> None:
    """Nothing printed lies outside the page, and no row is lost."""
    source = books(sale("X" * 3000, issued="2020-01-01", due="2020-01-28", lines=[("23", "1000000000000.00")]))
    notice = relief.notice(renamed(source, name="Ż" * 3000), "sale", "2020-04")
    told = Printed.of_notice(notice)
    for pdf in (notice_pdf(told), list_pdf(told)):
        assert "1 000 000 000 000,00" in text(pdf)
        for page in pypdfium2.PdfDocument(pdf):
            textpage, (width, height) = page.get_textpage(), page.get_size()
            boxes = [textpage.get_charbox(place) for place in range(textpage.count_chars())]
            assert all(left >= 0 and right <= width and bottom >= 0 and top <= height for left, bottom, right, top in boxes)


def test_the_number_of_a_document_is_found_when_searched() -> None:
    """Short words get no places to break, and hyphens of numbers are not doubled at the end of a line."""
    source = books(sale("FS-2020/01/000123-WAW-ODDZIAŁ-7", issued="2020-01-01", due="2020-01-28", lines=[("23", "1.00")]))
    raw = pypdfium2.PdfDocument(notice_pdf(printed(source, "2020-04")))[0].get_textpage().get_text_range()
    assert "\u200b" not in raw
    assert "--" not in re.sub(r"[\r\n\ufffe]", "", raw.replace("\ufffe", "-"))


def test_polish_letters_are_drawn_each_in_its_own_shape() -> None:
    """Extracted as text, and in the picture all different: a font without them would draw one box for all."""
    letters = POLISH.replace(" ", "")
    notice = relief.notice(renamed(WORKED["GR-2"], name=letters), "sale", "2020-04")
    page = pypdfium2.PdfDocument(notice_pdf(Printed.of_notice(notice)))[0]
    textpage = page.get_textpage()
    start = textpage.get_text_range().index(letters)
    scale, height = 8, page.get_size()[1]
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    shapes = set()
    for place in range(start, start + len(letters)):
        left, bottom, right, top = textpage.get_charbox(place)
        rows = slice(int((height - top) * scale), int((height - bottom) * scale) + 1)
        drawn = picture[rows, int(left * scale) : int(right * scale) + 1] < 128
        assert drawn.mean() > 0.05
        shapes.add((drawn.shape, np.packbits(drawn).tobytes()))
    assert len(shapes) == len(letters)


def test_the_same_input_gives_the_same_bytes() -> None:
    def made() -> tuple[bytes, ...]:
        notice = relief.notice(ledger_of(WORKED["GR-3"]), "sale", "2020-04")
        told = Printed.of_notice(notice)
        return notice_pdf(told), list_pdf(told), explanation_pdf(notice)

    first = made()
    with i18n.in_language("en"):
        assert made() == first


def test_no_font_of_the_machine_is_used() -> None:
    page = pypdfium2.PdfDocument(notice_pdf(printed(WORKED["GR-2"], "2020-04")))[0]
    fonts = {found.get_font().get_base_name().split("+")[-1] for found in page.get_objects() if found.type == 1}
    assert fonts
    assert all(name.startswith("LibertinusSerif") for name in fonts)


def test_a_kept_notice_is_printed_as_it_is_kept() -> None:
    """R-054, R-057, R-071: the original without the removed document, its correction S1 with both, from books that lack it."""
    notice = relief.notice(ledger_of(WORKED["GR-3"]), "sale", "2020-04")
    original = Chain("sale", notice.period).made(notice, date(2020, 5, 20), ("GR-3",)).locked()
    chain = original.amended(date(2020, 6, 1)).put_back(notice, "GR-3")
    later = ledger_of(WORKED["GR-2"])
    first, second = (text(notice_pdf(Printed.of_kept(later, chain, number))) for number in (0, None))
    assert "S: pierwotne" in first
    assert "GR-3" not in first
    assert "Suma na VAT-ZD (w pełnych złotych) 594 137" in first
    assert "S1: korekta" in second
    assert "Suma na VAT-ZD (w pełnych złotych) 1 594 367" in second
    assert "(dokumentu nie ma już w księgach) – GR-3 – 31.01.2020 1 000,00 230,00" in second


def test_a_document_the_user_took_off_is_explained_as_taken_off() -> None:
    """R-054: it is no difference between the notice and the books."""
    ledger = ledger_of(WORKED["GR-3"])
    notice = relief.notice(ledger, "sale", "2020-04")
    chain = Chain("sale", notice.period).made(notice, date(2020, 5, 20), ("GR-3",))
    shown = text(explanation_pdf(notice, Printed.of_kept(ledger, chain)))
    assert "Dokumenty na zawiadomieniu (1)" in shown
    assert "1 230,00 zł Zdjęty z zawiadomienia przez użytkownika" in shown
    assert "Różnice" not in shown


def test_a_thousand_documents_are_printed() -> None:
    source = books(*(sale(f"FS/{n}", issued="2020-01-01", due="2020-01-28", lines=[("23", "10.00")]) for n in range(1000)))
    shown = pages(notice_pdf(printed(source, "2020-04")))
    assert re.findall(r"FS/\d+", " ".join(shown)) == [f"FS/{n}" for n in range(1000)]
    assert "Razem 10 000,00 2 300,00" in shown[-1]


def test_a_notice_that_was_never_made_cannot_be_printed() -> None:
    with pytest.raises(ReliefError):
        Printed.of_kept(
            ledger_of(WORKED["GR-2"]), Chain("sale", relief.notice(ledger_of(WORKED["GR-2"]), "sale", "2020-04").period)
        )


def test_the_foot_names_inputs_law_and_program() -> None:
    from workbench.relief.fingerprint import fingerprint, law_fingerprint, versions

    ledger = ledger_of(WORKED["GR-2"])
    shown = text(notice_pdf(Printed.of_notice(relief.notice(ledger, "sale", "2020-04"))))
    inputs, law = fingerprint(ledger, "sale")[:12], law_fingerprint()[:12]
    assert f"Odcisk danych: {inputs} · odcisk przepisów: {law} · Liczydło {versions()['liczydlo']}" in shown


def test_the_explanation_tells_law_conditions_arithmetic_and_who_is_not_on_it() -> None:
    source = books(
        sale("FS/1", issued="2020-01-01", due="2020-01-28", lines=[("23", "1000.00")], paid=[("2020-02-10", "500.00")]),
        sale("FS/2", issued="2020-01-01", due="2020-01-28", lines=[("23", "77.00")], party="inactive"),
        sale("FS/3", issued="2020-01-01", due="2020-01-29", lines=[("23", "88.00")]),
        sale("FS/4", issued="2020-01-01", due="2020-02-28", lines=[("23", "99.00")]),
    )
    notice = relief.notice(ledger_of(source), "sale", "2020-04").without("FS/3")
    with i18n.in_language("en"):
        shown = text(explanation_pdf(notice))
    assert "Dni bez zapłaty, licząc od terminu płatności 90 01.01.2019" in shown
    assert "Dokumenty na zawiadomieniu (1)" in shown
    assert "730,00 zł z 1 230,00 zł na dzień 25.05.2020" in shown
    assert "netto = 730,00 × 1 000,00 / 1 230,00 = 593,50; VAT = 730,00 − 593,50 = 136,50" in shown
    assert "FS/1/1 10.02.2020 500,00" in shown
    assert "których nie ma na zawiadomieniu (2)" in shown
    assert re.search(r"FS/2 Jan Próbny 28.01.2020 27.04.2020 94,71 zł Kontrahent nie jest podatnikiem VAT czynnym", shown)
    assert re.search(r"FS/3 .* 29.01.2020 28.04.2020 108,24 zł Zdjęty z zawiadomienia przez użytkownika", shown)
    assert "FS/4" not in shown


def test_the_explanation_names_both_counts_of_days_around_the_switch() -> None:
    """R-007: in February 2019 parts of 150 and of 90 days meet."""
    notice = relief.notice(ledger_of(WORKED["switch-150-90"]), "sale", "2019-02")
    shown = text(explanation_pdf(notice))
    assert "terminu płatności 150 01.01.2013" in shown
    assert "terminu płatności 90 01.01.2019" in shown
    later = text(explanation_pdf(relief.notice(ledger_of(WORKED["switch-150-90"]), "sale", "2019-06")))
    assert "terminu płatności 150" not in later


def test_the_explanation_lists_what_differs_from_the_kept_notice() -> None:
    before = relief.notice(ledger_of(WORKED["GR-2"]), "sale", "2020-04")
    after = relief.notice(ledger_of(WORKED["GR-3"]), "sale", "2020-04")
    assert "Różnice" not in text(explanation_pdf(before))
    shown = text(explanation_pdf(after, Printed.of_notice(before)))
    assert "Różnice między zawiadomieniem a wyliczeniem z ksiąg" in shown
    assert "GR-3 GR-3/1 23 % niezapłacone – – 1 000,00 230,00" in shown
