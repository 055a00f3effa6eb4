"""The relief page with the panel JPK_V7, on the worked example of vat.md 2.3: what the tests of the panel share."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.books import Books
from tests.filing_desk import CLIENT, TODAY, ledger
from tests.filing_dropping import BrowserSide
from workbench.days import Month
from workbench.ledger import Ledger
from workbench.relief import Side
from workbench.widgets.filing import JpkPanel
from workbench.widgets.memory import Memory
from workbench.widgets.relief.jpk import Jpk
from workbench.widgets.relief.page import PANELS, ReliefPage
from workbench.widgets.table import Download


class OneClient:
    """The books of one client."""

    names = (CLIENT,)

    def __init__(self, books: Ledger) -> None:
        self._books = books

    def ledger(self, name: str) -> Ledger:
        return self._books


def opened(
    *documents: Books, store: Path | str = "", month: str = "2026-09", side: Side = "sale", **company: str
) -> tuple[ReliefPage, JpkPanel]:
    """The page asked about a month, looked at in the panel JPK_V7; without a store nothing is kept."""
    client: Any = OneClient(ledger(*documents, **company))
    page = ReliefPage(client, Memory(str(store)), lambda: None, TODAY)
    page.question.go(Month(month), side)
    page.tabs.selected_index = PANELS.index(Jpk)
    assert page.problem.value == ""
    return page, page.panel(Jpk).panel


def with_entries(page: ReliefPage, month: str = "2026-09") -> None:
    """The notices of both sides made, locked, and their correction entries generated."""
    page.act(lambda desk: desk.make("sale", month).lock("sale", month).generate("sale", month, "KRAJ"))
    page.act(lambda desk: desk.make("purchase", month).lock("purchase", month).generate("purchase", month, "KRAJ"))


def taken(button: Download) -> tuple[str, bytes]:
    """What a button takes away. Raises what it would refuse with."""
    return button._make()


def given(panel: JpkPanel, files: Mapping[str, bytes]) -> None:
    """Drop files as the browser would."""
    assert BrowserSide(panel.dropped.upload).give(files)[-1]["done"]


def listed(table: Any) -> list[tuple[str, ...]]:
    """The rows that a table shows, as their texts."""
    return [tuple(row["cells"]) for row in table.view["rows"]]


def is_shown(box: Any) -> bool:
    return bool(box.layout.display != "none")
