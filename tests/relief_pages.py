"""The relief page on a store, driven through its widgets: what the tests of a notice's life and of declarations share."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.books import Books, ledger_of
from tests.golden import WORKED
from workbench import i18n
from workbench.days import Month
from workbench.ledger import Ledger
from workbench.widgets.memory import Memory
from workbench.widgets.relief.declaration_panel import DeclarationPanel
from workbench.widgets.relief.page import PANELS, ReliefPage
from workbench.widgets.relief.view import Asked

APRIL = Month("2020-04")
TODAY = date(2020, 5, 26)


class OneClient:
    """The books of one client, which can be exchanged for others."""

    names = ("klient",)

    def __init__(self, books: Books) -> None:
        self.change(books)

    def change(self, books: Books) -> None:
        self._books = ledger_of(books)

    def ledger(self, name: str) -> Ledger:
        return self._books


@pytest.fixture
def client() -> OneClient:
    """GR-2 and GR-3, both on the sale notice of April 2020."""
    return OneClient(WORKED["GR-3"])


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "office.liczydlo")


@pytest.fixture(params=["pl", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with i18n.in_language(request.param):
        yield request.param


@pytest.fixture
def page(client: OneClient, address: str, request: pytest.FixtureRequest) -> ReliefPage:
    if "language" in request.fixturenames:
        request.getfixturevalue("language")  # a page speaks the language it was made in
    return opened(client, address)


def opened(client: OneClient, store: str) -> ReliefPage:
    """The page asked about the sales of April 2020; without a store nothing is kept."""
    page = ReliefPage(client, Memory(store), lambda: None, TODAY)  # type: ignore[arg-type]
    page.question.go(APRIL, "sale")
    return page


def asked(page: ReliefPage) -> Asked:
    assert page.asked is not None
    return page.asked


def press(page: ReliefPage, *steps: str) -> None:
    """Buttons of the life strip, each of which must be there to be pressed."""
    for step in steps:
        button = page.life.buttons[step]
        assert button.layout.display == "" and not button.disabled, f"{step}: {button.tooltip}"
        button.click()


def foremost(page: ReliefPage) -> list[str]:
    """The steps whose buttons stand out."""
    return [step for step, button in page.life.buttons.items() if button.button_style == "primary"]


def answer(page: ReliefPage, place: int) -> None:
    """One of the buttons below the question that is open; the last one cancels."""
    assert page.life.asking.open
    list(page.life.asking.buttons.values())[place].click()


def made_with_entries(page: ReliefPage) -> None:
    press(page, "make", "lock", "generate")


def entries(page: ReliefPage) -> list[tuple[str, str, int, int]]:
    """Mark of the notice, document, net and VAT of every entry."""
    rows = asked(page).chain.entries[["notice", "document_id", "net", "vat"]]
    return [tuple(row) for row in rows.itertuples(index=False)]


def look_at_declaration(page: ReliefPage) -> DeclarationPanel:
    page.tabs.selected_index = PANELS.index(DeclarationPanel)
    return page.panel(DeclarationPanel)


def declare(page: ReliefPage, *steps: str) -> None:
    """Steps of the declaration; "begin" locks that of the month, also where entries are missing."""
    panel = look_at_declaration(page)
    for step in steps:
        button = panel.monthly if step == "begin" else panel.buttons[step]  # type: ignore[index]
        assert button.layout.display == "" and not button.disabled, f"{step}: {button.tooltip}"
        button.click()
        if panel.asking.open:
            next(iter(panel.asking.buttons.values())).click()
