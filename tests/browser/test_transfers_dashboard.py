"""The transfers dashboard as its users meet it: served by Voilà, in a browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

OPENS_WITHIN = 60_000  # a first page waits for its kernel
MADE_WITHIN = 30_000


@pytest.fixture
def transfers(page: Page, dashboards: str) -> Page:
    page.goto(f"{dashboards}/transfers")
    page.wait_for_selector(".wb-choose tbody tr", timeout=OPENS_WITHIN)
    return page


def open_tab(page: Page, title: str) -> None:
    page.get_by_role("tab", name=title, exact=True).click()


def only_first_payment(page: Page) -> str:
    """Unmark all payments but the first one that goes without a remark; its number."""
    page.get_by_label("Data przelewu").select_option(label="dzisiejsza")
    rows = page.locator(".wb-choose:visible tbody tr")
    everything = page.get_by_label("Zaznacz wszystkie na liście")
    expect(everything).to_be_checked()
    everything.click()
    expect(everything).not_to_be_checked()
    row = rows.filter(has_text=re.compile("zwykły")).first
    row.click()
    row.press("Space")
    expect(row.get_by_label("Zaznacz")).to_be_checked()
    return row.locator("td").nth(2).inner_text()


def test_the_list_the_sums_and_the_ruler(transfers: Page) -> None:
    sums = transfers.locator(".wb-sums .wb-figure").first
    before = sums.inner_text()
    transfers.locator(".wb-choose:visible tbody tr").first.click()
    ruled = transfers.locator(".wb-explanation:visible .wb-ruled")
    expect(ruled).to_have_count(4)
    assert all(len(line) <= 35 for line in ruled.locator(".wb-cells").all_inner_texts())
    transfers.locator(".wb-choose:visible tbody tr").first.get_by_label("Zaznacz").click()
    expect(sums).not_to_have_text(before)


def test_collective_transfers_are_fewer_and_long_titles_are_cut_where_the_ruler_says(transfers: Page) -> None:
    transfers.get_by_label("Klient").select_option(label="wektor")
    open_tab(transfers, "Przelewy")
    counted = transfers.locator(".wb-orders-told:visible")
    expect(counted).to_contain_text(re.compile(r"\d+ przelew"))
    single = int(re.findall(r"\d+", counted.inner_text())[0])
    transfers.get_by_label("Przelewy zbiorczo wg podmiotów").check()
    expect(counted).not_to_contain_text(f"{single} przelew", timeout=MADE_WITHIN)
    assert int(re.findall(r"\d+", counted.inner_text())[0]) < single
    transfers.get_by_label("Dziel przelewy wg długości opisu").check()


def test_a_payment_is_exported_and_then_is_sent(transfers: Page, tmp_path: Path) -> None:
    number = only_first_payment(transfers)
    open_tab(transfers, "Plik i eksport")
    shown = transfers.locator(".wb-file-line")
    expect(shown).to_have_count(1, timeout=MADE_WITHIN)
    target = tmp_path / "przelewy.txt"
    path = transfers.get_by_label("Plik docelowy")
    path.fill(str(target))
    path.press("Tab")
    confirm = transfers.locator(".wb-sending input[type=checkbox]:visible")
    for box in confirm.all()[1:]:
        box.check()
    button = transfers.locator(".wb-export")
    expect(button).to_be_enabled()
    button.click()
    expect(transfers.locator(".wb-sending .wb-good")).to_contain_text("1 przelew", timeout=MADE_WITHIN)
    written = target.read_bytes().decode("cp1250")
    assert written.count("\r\n") == 1 and written.startswith("110,")
    open_tab(transfers, "Płatności")
    transfers.get_by_label("Przelewy do wysłania").uncheck()
    words = transfers.get_by_label("Szukaj")
    words.fill(number)
    words.press("Tab")
    row = transfers.locator(".wb-choose:visible tbody tr").filter(has_text=number).first
    expect(row).to_contain_text("Zlecenie wysłane do banku", timeout=MADE_WITHIN)
    open_tab(transfers, "Dziennik")
    expect(transfers.locator(".wb-choose:visible tbody tr").first).to_contain_text("przelewy.txt", timeout=MADE_WITHIN)


def test_the_page_speaks_english(transfers: Page) -> None:
    transfers.get_by_role("button", name="English").click()
    expect(transfers.locator("h1")).to_have_text("Transfers", timeout=MADE_WITHIN)
    expect(transfers.get_by_role("tab", name="File and export")).to_be_visible()
    transfers.get_by_role("button", name="Polski").click()
    expect(transfers.locator("h1")).to_have_text("Przelewy", timeout=MADE_WITHIN)


@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_runs_over_the_edge(browser: Browser, dashboards: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="pl-PL")
    page = context.new_page()
    page.goto(f"{dashboards}/transfers")
    page.wait_for_selector(".wb-choose tbody tr", timeout=OPENS_WITHIN)
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(700)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tab.inner_text()
    context.close()
