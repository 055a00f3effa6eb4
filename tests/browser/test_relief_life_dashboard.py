"""The life of a notice as its users meet it: served by Voilà with a store, in a browser (issue 5 section 3).

All tests of a run share one store: each has a client and a month of its own, none that the tests of other dashboards look at.
"""

import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Download, Page, expect

import workbench
from workbench.relief.prints import check_pack

OFFICE = Path(__file__).parents[2] / "sample_data" / "office"
OPENS_WITHIN = 60_000  # a first page waits for its kernel
DONE_WITHIN = 30_000
M01 = "Nie można usunąć zapisu korekcyjnego. Nie odebrano UPO dla deklaracji VAT-7."
M02 = "Usuwany dokument jest zapisem korekcyjnym VAT-ZD. Czy chcesz usunąć pozostałe zapisy korekcyjne związane z tym VAT-ZD?"
M03 = "Nie można wygenerować korekty. Deklaracja VAT-7/JPK_V7 za ten okres została już zablokowana przed zmianami."
M01_ENGLISH = "The correction entry cannot be deleted. No official receipt (UPO) has been collected for the VAT-7 declaration."
M02_ENGLISH = (
    "The document being deleted is a VAT-ZD correction entry. "
    "Do you want to delete the other correction entries of this VAT-ZD as well?"
)
M03_ENGLISH = (
    "The correction cannot be generated. The VAT-7 declaration / JPK_V7 file for this period is already locked against changes."
)


def open_notice(page: Page, address: str, client: str, month: str) -> None:
    """Open the dashboard and ask about the sales of a client in a month (as the list of months has it)."""
    page.goto(address)
    page.wait_for_selector(".wb-choose tbody tr", timeout=OPENS_WITHIN)
    choose_notice(page, client, month)


def choose_notice(page: Page, client: str, month: str) -> None:
    page.locator(".wb-client select").select_option(label=client)
    page.locator(".wb-month select").select_option(label=month)
    expect(page.locator(".wb-title h2")).to_contain_text(month)
    expect(page.locator(".wb-life-stages li").last).to_contain_text(month)


def press(page: Page, step: str, told: str) -> None:
    """Press the button of a step; `told`: what the page then says."""
    page.locator(f".wb-step-{step}").click()
    expect_told(page, told)


def expect_told(page: Page, told: str) -> None:
    expect(page.locator(".wb-life .wb-told")).to_have_text(told, timeout=DONE_WITHIN)


def open_tab(page: Page, title: str) -> None:
    page.get_by_role("tab", name=title, exact=True).click()


def make_with_entries(page: Page) -> None:
    press(page, "make", "Zawiadomienie zostało utworzone i zapisane.")
    press(page, "lock", "Zawiadomienie jest zablokowane przed zmianami.")
    press(page, "generate", "Zapisy korekcyjne zostały wygenerowane.")


def lock_declaration(page: Page, month: str) -> None:
    """Lock the declaration of a month; where entries are missing (J-008), all the same."""
    page.get_by_role("button", name=f"Zablokuj: JPK_V7M, {month}").click()
    nevertheless = page.get_by_role("button", name="Zablokuj mimo to")
    expect(nevertheless.or_(page.locator(".wb-declare-unlock:visible")).first).to_be_visible()
    if nevertheless.is_visible():
        nevertheless.click()
    expect_told(page, "Stan deklaracji został zapisany.")


def taken(page: Page, button: str, folder: Path) -> Path:
    """The file that a button of the strip takes away."""
    with page.expect_download() as waiting:
        page.locator(".wb-life").get_by_role("button", name=button).click()
    download: Download = waiting.value
    file = folder / download.suggested_filename
    download.save_as(file)
    return file


def amount(grosze: int) -> str:
    return f"{grosze // 100:,},{grosze % 100:02}".replace(",", " ", f"{grosze // 100:,}".count(","))


def text_of(pdf: bytes) -> str:
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return re.sub(r"\s+", " ", " ".join(texts))


def test_the_whole_life_of_a_notice(page: Page, dashboards: str, tmp_path: Path) -> None:
    """Made, a document taken off, locked, printed, entered, amended, with the figures of the engine; all outlives the page
    (R-023, R-024, R-028, R-054 to R-061, J-009)."""
    month, address = "październik 2026", f"{dashboards}/relief"
    open_notice(page, address, "wektor", month)
    press(page, "make", "Zawiadomienie zostało utworzone i zapisane.")
    first = page.locator(".wb-notice tbody tr").first
    off = first.locator("td").nth(1).inner_text()
    first.get_by_label("Zaznacz").click()
    press(page, "remove", "Dokumenty zostały usunięte z zawiadomienia.")
    press(page, "lock", "Zawiadomienie jest zablokowane przed zmianami.")
    books = workbench.read_ledger(OFFICE / "wektor")
    computed = workbench.relief.notice(books, "sale", "2026-10").lines
    lines = computed[computed["document_id"] != off]
    assert len(lines) < len(computed)
    unpaid = lines[lines["kind"] == "unpaid"]

    pdf = taken(page, "Zawiadomienie (PDF)", tmp_path)
    assert pdf.name == "vat-zd_wektor_sprzedaz_2026-10.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")
    shown = text_of(pdf.read_bytes())
    assert f"Razem {amount(int(unpaid['net'].sum()))} {amount(int(unpaid['vat'].sum()))}" in shown
    assert off not in shown
    assert check_pack(taken(page, "Teczka kontroli (ZIP)", tmp_path).read_bytes()) == ()

    register = page.get_by_label("Rejestr VAT")
    register.fill("KRAJ")
    register.press("Tab")
    press(page, "generate", "Zapisy korekcyjne zostały wygenerowane.")
    open_tab(page, "Zapisy i deklaracja")
    rows = page.locator(".wb-choose:visible tbody tr")
    expect(rows).to_have_count(len(lines), timeout=30_000)
    for document, vat in zip(unpaid["document_id"], unpaid["vat"].tolist(), strict=True):
        expect(rows.filter(has_text=document)).to_contain_text(f"-{amount(vat)}".replace(" ", "\u00a0"))
    expect(page.locator(".wb-life-stages")).to_contain_text(f"{len(lines)} w rejestrze KRAJ")
    lock_declaration(page, month)

    open_notice(page, address, "wektor", month)
    stages = page.locator(".wb-life-stages li")
    expect(page.locator(".wb-life-stages li.wb-done")).to_have_count(4)
    expect(stages.nth(2)).to_contain_text(f"{len(lines)} w rejestrze KRAJ")
    expect(page.locator(".wb-notice tbody tr")).to_have_count(len(lines))

    press(page, "amend", "Dodano korektę zawiadomienia: przelicz ją, przejrzyj i zablokuj.")
    expect(stages.first).to_contain_text("S → S1")
    page.get_by_role("button", name="Przywróć").click()
    expect_told(page, "Dokument wrócił na zawiadomienie.")
    expect(page.locator(".wb-notice tbody tr")).to_have_count(len(computed))
    press(page, "lock", "Zawiadomienie jest zablokowane przed zmianami.")
    press(page, "generate", M03)
    open_tab(page, "Zapisy i deklaracja")
    page.locator(".wb-declare-unlock").click()
    expect_told(page, "Stan deklaracji został zapisany.")
    press(page, "generate", "Zapisy korekcyjne zostały wygenerowane.")
    expect(rows).to_have_count(len(computed))
    added = rows.filter(has=page.get_by_role("cell", name="S1", exact=True))
    expect(added).to_have_count(1)
    expect(added).to_contain_text(off)


def test_entries_are_deleted_one_or_all(page: Page, dashboards: str) -> None:
    """M-02: no deletes the chosen entry, yes all of them (R-064); M-01 while the declaration is on its way (R-063)."""
    month = "październik 2026"
    open_notice(page, f"{dashboards}/relief", "kram", month)
    make_with_entries(page)
    open_tab(page, "Zapisy i deklaracja")
    rows = page.locator(".wb-choose:visible tbody tr")
    entries = workbench.relief.notice(workbench.read_ledger(OFFICE / "kram"), "sale", "2026-10").lines
    expect(rows.first).to_be_visible()
    before = rows.count()
    assert before >= entries["document_id"].nunique()
    asking = page.locator(".wb-asking:visible")
    document = rows.first.locator("td").nth(2).inner_text()
    theirs = rows.filter(has_text=document).count()
    rows.first.click()
    page.get_by_role("button", name="Usuń wybrany zapis").click()
    expect(asking.get_by_role("alert")).to_have_text(M02)
    expect(asking).to_be_in_viewport()
    asking.get_by_role("button", name="Anuluj").click()
    expect(asking).to_have_count(0)
    expect(rows).to_have_count(before)
    page.get_by_role("button", name="Usuń wybrany zapis").click()
    asking.get_by_role("button", name="Nie").click()
    expect_told(page, "Zapisy korekcyjne zostały usunięte.")
    expect(rows).to_have_count(before - theirs)
    expect(rows.filter(has_text=document)).to_have_count(0)

    lock_declaration(page, month)
    page.locator(".wb-declare-send").click()
    expect(page.locator(".wb-declare-receive")).to_be_visible()
    rows.first.click()
    page.get_by_role("button", name="Usuń wybrany zapis").click()
    asking.get_by_role("button", name="Tak").click()
    expect_told(page, M01)
    expect(rows).to_have_count(before - theirs)
    page.locator(".wb-declare-reject").click()
    page.locator(".wb-declare-unlock").click()
    expect(page.locator(".wb-declare-lock")).to_be_visible()
    rows.first.click()
    page.get_by_role("button", name="Usuń wybrany zapis").click()
    asking.get_by_role("button", name="Tak").click()
    expect_told(page, "Zapisy korekcyjne zostały usunięte.")
    expect(rows).to_have_count(0)
    expect(page.locator(".wb-life-stages li").nth(2)).to_contain_text("brak")


def test_the_fixed_messages_speak_english(page: Page, dashboards: str) -> None:
    open_notice(page, f"{dashboards}/relief", "kram", "sierpień 2026")
    make_with_entries(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Bad-debt relief (VAT-ZD)", timeout=DONE_WITHIN)
    choose_notice(page, "kram", "August 2026")
    open_tab(page, "Entries and declaration")
    page.locator(".wb-choose:visible tbody tr").first.click()
    page.get_by_role("button", name="Delete the chosen entry").click()
    asking = page.locator(".wb-asking:visible")
    expect(asking.get_by_role("alert")).to_have_text(M02_ENGLISH)
    asking.get_by_role("button", name="No").click()
    expect_told(page, "The correction entries were deleted.")
    page.get_by_role("button", name="Lock JPK_V7M, August 2026").click()
    asking.get_by_role("button", name="Lock it nevertheless").click()  # an entry was deleted above
    expect_told(page, "The state of the declaration was noted.")
    press(page, "generate", M03_ENGLISH)
    page.locator(".wb-declare-send").click()
    expect_told(page, "The state of the declaration was noted.")
    page.locator(".wb-step-delete").click()
    asking.get_by_role("button", name="Delete the entries").click()
    expect_told(page, M01_ENGLISH)


def test_who_comes_second_is_told_and_goes_on(page: Page, browser: Browser, dashboards: str) -> None:
    month, address = "październik 2026", f"{dashboards}/relief"
    open_notice(page, address, "klos", month)
    other = browser.new_page(locale="pl-PL")
    open_notice(other, address, "klos", month)
    press(other, "make", "Zawiadomienie zostało utworzone i zapisane.")
    page.locator(".wb-step-make").click()
    told = page.locator(".wb-life .wb-told [role=alert]")
    expect(told).to_contain_text("Niczego nie zapisano", timeout=DONE_WITHIN)
    expect(page.locator(".wb-step-make")).to_be_hidden()
    press(other, "lock", "Zawiadomienie jest zablokowane przed zmianami.")
    other.close()
    page.locator(".wb-step-drop").click()
    page.locator(".wb-asking:visible").get_by_role("button", name="Usuń zawiadomienie").click()
    expect(told).to_contain_text("Niczego nie zapisano", timeout=DONE_WITHIN)
    expect(page.locator(".wb-step-unlock")).to_be_visible()
    press(page, "unlock", "Zawiadomienie można znowu zmieniać.")


def test_the_steps_are_taken_with_the_keyboard(page: Page, dashboards: str) -> None:
    open_notice(page, f"{dashboards}/relief", "klos", "sierpień 2026")
    page.get_by_role("button", name="termin ustawowy").focus()
    for step, told in (
        ("make", "Zawiadomienie zostało utworzone i zapisane."),
        ("lock", "Zawiadomienie jest zablokowane przed zmianami."),
        ("generate", "Zapisy korekcyjne zostały wygenerowane."),
    ):
        tab_to(page, f".wb-step-{step}")
        page.keyboard.press("Enter")
        expect_told(page, told)
    tab_to(page, ".wb-step-delete")
    page.keyboard.press("Enter")
    expect(page.locator(".wb-asking:visible")).to_be_visible()
    expect(page.locator(".wb-asking button:focus")).to_have_text("Anuluj")
    page.keyboard.press("Enter")
    expect(page.locator(".wb-asking:visible")).to_have_count(0)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab, on from where the focus is or was, until it is on the element."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"twelve times Tab do not lead to {selector}")


@pytest.mark.parametrize(("width", "month"), [(400, "sierpień 2026"), (1280, "wrzesień 2026")])
def test_no_width_makes_the_life_scroll_sideways(browser: Browser, dashboards: str, width: int, month: str) -> None:
    """With entries, a question and every panel open; what is asked or told stays in sight of the button that was pressed."""
    page = browser.new_page(viewport={"width": width, "height": 800}, locale="pl-PL")
    open_notice(page, f"{dashboards}/relief", "trakt", month)
    make_with_entries(page)
    tabs = page.get_by_role("tab")
    for number in range(tabs.count()):
        tabs.nth(number).click()
        page.wait_for_timeout(600)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tabs.nth(number).inner_text()
    open_tab(page, "Zapisy i deklaracja")
    page.locator(".wb-choose:visible tbody tr").last.click()
    page.get_by_role("button", name="Usuń wybrany zapis").click()
    asking = page.locator(".wb-asking:visible")
    expect(asking.get_by_role("alert")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
