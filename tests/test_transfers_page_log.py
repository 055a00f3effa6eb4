"""The log panel of the transfers page: exports, failures, files that wait for their place, orders taken back."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from unittest import mock

import pandas as pd
import pytest

from tests.transfers_pages import TODAY, bill, books_of, look_at, page_of
from workbench import i18n
from workbench.store import placing
from workbench.widgets.table import Download
from workbench.widgets.transfers.log_panel import Log
from workbench.widgets.transfers.page import TransfersPage
from workbench.widgets.transfers.sending import Sending


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


@pytest.fixture
def page(tmp_path: Path) -> TransfersPage:
    """Two small payments of one supplier, one of another."""
    return page_of(books_of(bill("A1", "100.00"), bill("A2", "200.50"), bill("B1", "300.00", "abc")), tmp_path / "s.db")


def exported(page: TransfersPage, path: Path) -> str:
    """Export what is marked; what the page tells."""
    sending = look_at(page, Sending)
    sending.path.value = str(path)
    sending.confirmed.value = sending.unlisted.value = True
    assert not sending.button.disabled
    sending.button.click()
    return str(sending.told.value)


def taken(download: Download) -> tuple[str, bytes]:
    return download._make()


def test_t078_the_log_lists_exports_and_failures_the_newest_first(page: TransfersPage, tmp_path: Path) -> None:
    assert "exported" in exported(page, tmp_path / "one.txt")
    page.reload()
    page_after = page_of(books_of(bill("A9", "9.00")), tmp_path / "s.db")
    told = exported(page_after, tmp_path / "no folder" / "two.txt")
    panel = look_at(page_after, Log)
    assert panel.table.rows["fate"].tolist() == ["failed", "placed"]
    newest, oldest = panel.table.view["rows"]
    assert newest["cells"][1] == "✖\N{NO-BREAK SPACE}failed" and newest["kind"] == "wb-found-error"
    assert panel.table.rows["error"].tolist()[0] in told, "the reason that the user was told"
    assert oldest["cells"][1:-1] == ["●\N{NO-BREAK SPACE}in place", "1", "PLN", "3", "600.50", "PLN", str(tmp_path / "one.txt")]
    panel.table.selected = newest["key"]
    assert "There is no folder" in panel.card.value
    assert panel.file.layout.display == "none" and panel.withdrawing.orders.layout.display == "none"


def test_the_exported_file_is_given_again_byte_for_byte(page: TransfersPage, tmp_path: Path) -> None:
    exported(page, tmp_path / "one.txt")
    written = (tmp_path / "one.txt").read_bytes()
    (tmp_path / "one.txt").unlink()
    assert taken(look_at(page, Log).file) == ("one.txt", written)


def test_the_orders_of_an_export_are_listed(page: TransfersPage, tmp_path: Path) -> None:
    exported(page, tmp_path / "one.txt")
    orders = look_at(page, Log).withdrawing
    assert orders.table.rows[["reference", "state", "name", "amount"]].to_numpy().tolist() == [
        ["LIC0000000001", "sent", "ABC", 300_00],
        ["LIC0000000002", "sent", "Aloza sp. z o.o.", 100_00],
        ["LIC0000000003", "sent", "Aloza sp. z o.o.", 200_50],
    ]
    orders.table.selected = "LIC0000000001"
    assert "B1/1" in orders.card.value and "Export of transfers, bank register PLN" in orders.card.value


def test_orders_are_taken_back_with_a_reason_and_a_confirmation(page: TransfersPage, tmp_path: Path) -> None:
    """Their payments may go again; the others stay sent."""
    exported(page, tmp_path / "one.txt")
    panel = look_at(page, Log)
    taking = panel.withdrawing
    assert taking.button.disabled
    taking.table.mark(frozenset({"LIC0000000001", "LIC0000000003"}))
    taking.reason.value = "The bank refused them"
    assert taking.button.disabled, "not confirmed"
    taking.confirmed.value = True
    assert not taking.button.disabled
    taking.table.mark(frozenset({"LIC0000000001"}))
    assert taking.button.disabled, "what is marked now was not confirmed"
    taking.confirmed.value = True
    taking.button.click()
    assert "1 order was taken back." in taking.told.value
    assert taking.table.rows["state"].tolist() == ["withdrawn", "sent", "sent"]
    assert [row["marked"] for row in taking.table.view["rows"]] == [None, False, False]
    assert taking.button.disabled and not taking.reason.value
    assert "The bank refused them" in taking.card.value, "who reads the log finds the reason"
    assert page.batch is not None and page.batch.preview.schedule.free == ("B1/1",)


def test_a_refused_withdrawal_is_told_and_keeps_what_was_typed(page: TransfersPage, tmp_path: Path) -> None:
    """Somebody else has taken the order back meanwhile."""
    exported(page, tmp_path / "one.txt")
    taking = look_at(page, Log).withdrawing
    taking.table.mark(frozenset({"LIC0000000001"}))
    taking.reason.value = "Twice"
    taking.confirmed.value = True
    assert page.memory.store is not None
    page.memory.store.transfers.withdraw(page.client.value, ["B1/1"], "First")
    taking.button.click()
    assert "Not sent to the bank" in taking.told.value and taking.reason.value == "Twice"


def test_a_collective_order_is_taken_back_as_a_whole(page: TransfersPage, tmp_path: Path) -> None:
    page.options.collective.value = True
    exported(page, tmp_path / "one.txt")
    taking = look_at(page, Log).withdrawing
    assert taking.table.rows["amount"].tolist() == [300_00, 300_50]
    taking.table.mark(frozenset({"LIC0000000002"}))
    taking.reason.value, taking.confirmed.value = "Given up", True
    taking.button.click()
    assert page.batch is not None and set(page.batch.preview.schedule.free) == {"A1/1", "A2/1"}


@pytest.fixture
def killed(page: TransfersPage, tmp_path: Path) -> Callable[[], Path]:
    """An export whose file did not get into place: as if the process was killed before."""

    def export() -> Path:
        with mock.patch.object(placing, "place", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
            exported(page, tmp_path / "one.txt")
        page.reload()
        return tmp_path / "one.txt"

    return export


def test_a_file_that_is_not_in_place_is_put_there(page: TransfersPage, killed: Callable[[], Path]) -> None:
    path = killed()
    panel = look_at(page, Log)
    assert not path.exists() and panel.table.rows["fate"].tolist() == ["waiting"]
    assert panel.unplaced.waiting.layout.display == "" and panel.unplaced.path.value == str(path)
    panel.unplaced.button.click()
    assert str(path) in panel.unplaced.told.value
    assert path.read_bytes() == taken(panel.file)[1]
    assert panel.table.rows["fate"].tolist() == ["placed"] and panel.unplaced.waiting.layout.display == "none"


def test_where_another_file_stands_it_goes_elsewhere(page: TransfersPage, killed: Callable[[], Path]) -> None:
    path = killed()
    path.write_text("another")
    unplaced = look_at(page, Log).unplaced
    unplaced.button.click()
    assert "wb-good" not in unplaced.told.value and path.read_text() == "another"
    unplaced.path.value = str(path.with_name("two.txt"))
    unplaced.button.click()
    assert "wb-good" in unplaced.told.value and path.with_name("two.txt").read_bytes() == taken(look_at(page, Log).file)[1]


def test_the_log_can_be_taken_away(page: TransfersPage, tmp_path: Path) -> None:
    exported(page, tmp_path / "one.txt")
    panel = look_at(page, Log)
    xlsx, csv = panel.kept.children[1].children[0].children[1].children
    table = pd.read_excel(BytesIO(taken(xlsx)[1]), engine="calamine")
    assert table["Amount"].tolist() == [600.5] and table["File on the disk"].tolist() == ["●\N{NO-BREAK SPACE}in place"]
    assert ",600.50,PLN," in taken(csv)[1].decode("utf-8-sig")


def test_without_a_store_the_panel_says_why_it_is_empty() -> None:
    panel = look_at(page_of(books_of(bill("A1", "100.00")), None), Log)
    assert "WORKBENCH_STORE" in panel.why_not.value and panel.kept.layout.display == "none"


def test_t040_the_folder_of_the_last_export_is_proposed(page: TransfersPage, tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    exported(page, tmp_path / "bank" / "one.txt")
    again = look_at(page_of(books_of(bill("A9", "9.00")), tmp_path / "s.db"), Sending)
    assert Path(again.path.value).parent == tmp_path / "bank" and f"{TODAY}" in again.path.value
