"""The white list panel of the transfers page: what must be checked, the check beside the page, proofs, new accounts."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.flat_files import content, pair_key, written
from tests.transfer_books import ABC_ACCOUNT, ALOZA_ACCOUNT
from tests.transfers_pages import ABC, ALOZA, OTHER, OTHER_ACCOUNT, TODAY, bill, books, books_of, look_at, page_of
from tests.white_list_server import Register, serving
from workbench import i18n
from workbench.transfers.white_list import Pair, Progress, Proof
from workbench.widgets.table import Download
from workbench.widgets.transfers.page import TransfersPage
from workbench.widgets.transfers.white_list_checking import Checking, proposal
from workbench.widgets.transfers.white_list_panel import WhiteList

TIMES = 3


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


@pytest.fixture
def flat_file(tmp_path: Path) -> Path:
    """Aloza's account is an active taxpayer's, ABC's an exempt one's, the third is not there."""
    active = [pair_key((ALOZA, ALOZA_ACCOUNT), day=TODAY, times=TIMES)]
    exempt = [pair_key((ABC, ABC_ACCOUNT), day=TODAY, times=TIMES)]
    return written(tmp_path / "20261122.json", content(active, exempt, day=TODAY, times=TIMES))


def opened(tmp_path: Path, *, store: bool = False) -> tuple[TransfersPage, WhiteList]:
    page = page_of(books(), tmp_path / "s.db" if store else None)
    return page, look_at(page, WhiteList)


def finished(checking: Checking) -> None:
    """Wait for the thread of a check."""
    assert checking.thread is not None
    checking.thread.join(20)
    assert not checking.running


def checked(panel: WhiteList, path: Path) -> None:
    panel.checking.path.value = str(path)
    panel.checking.by_file.click()
    finished(panel.checking)


def results(panel: WhiteList) -> dict[str, str]:
    return dict(zip(panel.table.rows["number"], panel.table.rows["result"], strict=True))


def taken(download: Download) -> tuple[str, bytes]:
    return download._make()


class Held:
    """A checker that goes on when it is told to, and tells the thread it ran in."""

    def __init__(self) -> None:
        self.go_on, self.begun = threading.Event(), threading.Event()
        self.thread: threading.Thread | None = None
        self.asked: list[Pair] = []

    def check(self, day: date, pairs: Sequence[Pair], *, checked_at: datetime, progress: Progress | None = None) -> list[Proof]:
        assert progress is not None
        self.thread, self.asked = threading.current_thread(), list(pairs)
        progress(1, len(pairs))
        self.begun.set()
        self.go_on.wait(20)
        on = progress(len(pairs), len(pairs)) is not False
        answer: Any = ("active", "e1") if on else ("not_checked", "stopped")
        return [Proof(day, *pair, answer[0], "flat_file", answer[1], checked_at) for pair in pairs]


def test_t018_t019_payments_to_check_are_listed_with_no_answer_yet(tmp_path: Path) -> None:
    """At least 15 000 zł (C-48), a Polish NIP and an account; the one of 14 999,99 zł is not among them."""
    page, panel = opened(tmp_path)
    assert results(panel) == dict.fromkeys(("A1", "A2", "B1", "C1"), "not_checked")
    cells = panel.table.view["rows"][0]["cells"]
    assert cells[:2] == ["Aloza sp. z o.o.", "○\N{NO-BREAK SPACE}not checked"]
    assert cells[3:] == [ALOZA, "63\xa09999\xa00000\xa00000 0000\xa00000\xa00100", "20,000.00", ""]
    assert "4 payments must be checked" in panel.summary.value
    assert panel.history.rows.empty
    assert page.batch is not None and "D1/1" in page.batch.preview.chosen


@pytest.mark.parametrize("store", [True, False])
def test_t020_t021_the_flat_file_answers_every_account_once(tmp_path: Path, flat_file: Path, store: bool) -> None:
    page, panel = opened(tmp_path, store=store)
    checked(panel, flat_file)
    assert results(panel) == {"A1": "active", "A2": "active", "B1": "exempt", "C1": "not_found"}
    assert [row["cells"][1] for row in panel.table.view["rows"]] == [
        "●\N{NO-BREAK SPACE}active taxpayer",
        "●\N{NO-BREAK SPACE}active taxpayer",
        "●\N{NO-BREAK SPACE}exempt taxpayer",
        "✖\N{NO-BREAK SPACE}not found",
    ]
    told = panel.checking.told.value.replace("\N{NO-BREAK SPACE}", " ")
    assert "● active taxpayer: 1, ● exempt taxpayer: 1, ✖ not found: 1" in told
    assert page.batch is not None and page.batch.preview.white_list["C1/1"] == "not_found"
    assert len(panel.history.rows) == 3
    assert panel.checking.by_file.disabled and panel.checking.online.disabled, "nothing is left to ask"
    key = pair_key((ALOZA, ALOZA_ACCOUNT), day=TODAY, times=TIMES)
    assert panel.history.rows["evidence"].tolist().count(f"20261122 {key}") == 1
    assert f"20261122 {key[:9]}…" in [cell for row in panel.history.view["rows"] for cell in row["cells"]]
    short = panel.table.view["rows"][0]["cells"][-1]
    assert short.startswith("flat file · ") and short.endswith(f" · 20261122 {key[:9]}…")


def test_t020_answers_are_kept_for_the_day_party_and_account(tmp_path: Path, flat_file: Path) -> None:
    """A page that is opened anew finds them; another day asks again."""
    _page, panel = opened(tmp_path, store=True)
    checked(panel, flat_file)
    again, found = opened(tmp_path, store=True)
    assert results(found) == results(panel)
    assert again.memory.store is not None
    kept = again.memory.store.transfers.all_proofs(again.client.value)
    assert set(zip(kept["tax_id"], kept["account"], kept["result"], kept["source"], strict=True)) == {
        (ALOZA, ALOZA_ACCOUNT, "active", "flat_file"),
        (ABC, ABC_ACCOUNT, "exempt", "flat_file"),
        (OTHER, OTHER_ACCOUNT, "not_found", "flat_file"),
    }
    assert set(kept["day"].dt.date) == {TODAY}
    assert again.memory.store.transfers.proofs(again.client.value, TODAY + timedelta(1)).empty


def test_t021_a_missing_account_tells_of_the_notice(tmp_path: Path, flat_file: Path) -> None:
    """ZAW-NR within 7 days, told where it matters only."""
    _page, panel = opened(tmp_path)
    assert "ZAW-NR" not in panel.summary.value
    checked(panel, flat_file)
    assert "ZAW-NR" in panel.summary.value and "within 7 days" in panel.summary.value and "Inny sp. j." in panel.summary.value
    assert "Aloza" not in panel.summary.value


def test_t023_nothing_to_check() -> None:
    page = page_of(books_of(bill("D1", "14999.99")), None)
    panel = look_at(page, WhiteList)
    assert "No payment of the batch must be checked" in panel.summary.value
    assert panel.checking.by_file.disabled and panel.table.rows.empty


def test_only_marked_payments_are_asked_for(tmp_path: Path) -> None:
    page, panel = opened(tmp_path)
    page.mark(frozenset({"A1/1", "D1/1"}))
    checker = Held()
    checker.go_on.set()
    panel.checking.run(lambda: checker)
    assert checker.asked == [(ALOZA, ALOZA_ACCOUNT)]
    assert results(panel) == {"A1": "active"}


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: written(path, content([], day=date(2026, 11, 21), times=TIMES)), "The flat file is of 21 Nov 2026"),
        (lambda path: path.write_text("<b>no</b>"), "cannot be used as the flat file"),
        (lambda path: path.unlink(), "cannot be read"),
    ],
)
def test_a_wrong_file_is_told_and_changes_nothing(
    tmp_path: Path, flat_file: Path, spoil: Callable[[Path], object], told: str
) -> None:
    _page, panel = opened(tmp_path)
    spoil(flat_file)
    checked(panel, flat_file)
    assert told in panel.checking.told.value
    assert set(results(panel).values()) == {"not_checked"} and panel.history.rows.empty
    assert not panel.checking.by_file.disabled, "it can be tried again"


def test_the_page_lives_while_a_check_runs_and_stop_ends_it(tmp_path: Path) -> None:
    page, panel = opened(tmp_path, store=True)
    checker = Held()
    panel.checking.start(lambda: checker)
    assert checker.begun.wait(20)
    assert checker.thread is not threading.current_thread()
    assert panel.checking.running and panel.checking.by_file.disabled and panel.checking.stop.layout.display == ""
    assert panel.checking.bar.value == 33
    page.mark(frozenset({"A1/1", "B1/1"}))
    assert set(results(panel)) == {"A1", "B1"} and panel.checking.by_file.disabled
    panel.checking.start(lambda: pytest.fail("one at a time"))
    panel.checking.stop.click()
    checker.go_on.set()
    finished(panel.checking)
    assert set(results(panel).values()) == {"not_checked"}
    assert "the check was stopped" in panel.table.rows["evidence"].tolist()
    assert panel.checking.stop.layout.display == "none" and not panel.checking.by_file.disabled


def test_answers_are_taken_over_by_the_loop_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a kernel the thread only asks: what the user looks at is changed where the user's own actions are heard."""
    page, panel = opened(tmp_path, store=True)
    heard: list[threading.Thread] = []
    reload = page.reload

    def reloaded() -> None:
        heard.append(threading.current_thread())
        reload()

    monkeypatch.setattr(page, "reload", reloaded)

    async def press() -> None:
        checker = Held()
        checker.go_on.set()
        panel.checking.start(lambda: checker)
        while panel.checking.running:
            await asyncio.sleep(0.01)
        assert checker.thread is not threading.current_thread()

    asyncio.run(asyncio.wait_for(press(), 20))
    assert heard == [threading.current_thread()]
    assert set(results(panel).values()) == {"active"}


def test_a_fault_in_the_thread_does_not_leave_the_page_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _page, panel = opened(tmp_path)
    seen: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda failure: seen.append(failure.exc_type))

    def broken() -> Held:
        raise ZeroDivisionError

    panel.checking.start(broken)
    finished(panel.checking)
    assert seen == [ZeroDivisionError], "it is told where faults are told"
    assert "broke off" in panel.checking.told.value and not panel.checking.by_file.disabled


def test_without_a_store_the_client_stays_until_the_check_is_over(tmp_path: Path) -> None:
    """The answers belong to the books that are open."""
    page, panel = opened(tmp_path)
    checker = Held()
    panel.checking.start(lambda: checker)
    assert checker.begun.wait(20) and page.client.disabled
    checker.go_on.set()
    finished(panel.checking)
    assert not page.client.disabled and set(results(panel).values()) == {"active"}


def test_t020_the_register_is_asked_when_the_button_is_pressed(tmp_path: Path) -> None:
    register = Register()
    register.add(ALOZA, "Czynny", ALOZA_ACCOUNT)
    register.add(ABC, "Zwolniony", ABC_ACCOUNT)
    register.refusing[OTHER] = "WL-115"
    with serving(register):
        _page, panel = opened(tmp_path)
        panel.checking.address.value = register.address
        assert register.asked == []
        panel.checking.online.click()
        finished(panel.checking)
    assert len(register.asked) == 1 and f"date={TODAY}" in register.asked[0]
    assert results(panel) == {"A1": "active", "A2": "active", "B1": "exempt", "C1": "not_checked"}
    assert panel.table.rows["evidence"].tolist()[-1] == "the register does not accept the NIP"
    assert panel.table.view["rows"][0]["cells"][-1].startswith("register, over the network · ")


def test_an_address_that_is_none_is_told(tmp_path: Path) -> None:
    _page, panel = opened(tmp_path)
    panel.checking.address.value = "http://example.com"
    panel.checking.online.click()
    finished(panel.checking)
    assert "begins with https://" in panel.checking.told.value


def test_c48_the_law_and_its_source_are_told(tmp_path: Path) -> None:
    _page, panel = opened(tmp_path)
    law = " ".join(child.value for child in panel.box.children if hasattr(child, "value"))
    assert "PLN\u00a015,000.00 or more" in law and "art. 117ba" in law
    assert i18n._(WhiteList.title) == "White list"


def test_where_the_flat_file_is_looked_for(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    second.mkdir()
    assert proposal([first, second], TODAY) == first / "20261122.7z"
    (second / "20261122.json").touch()
    assert proposal([first, second], TODAY) == second / "20261122.json"


def test_tables_can_be_taken_away(tmp_path: Path, flat_file: Path) -> None:
    """The words of the page, amounts as numbers, the whole evidence in the history."""
    _page, panel = opened(tmp_path)
    checked(panel, flat_file)
    tools = panel.box.children[2].children[1]
    xlsx, csv = tools.children
    name, data = taken(xlsx)
    table = pd.read_excel(BytesIO(data), dtype={"NIP": str}, engine="calamine")
    assert name.endswith(".xlsx") and table["White list"].tolist()[-1] == "✖\N{NO-BREAK SPACE}not found"
    assert table["Document total (PLN)"].tolist() == [20_000, 30_000, 15_000, 16_000]
    assert table["NIP"].tolist() == [ALOZA, ALOZA, ABC, OTHER]
    proofs = taken(panel.box.children[4].children[0].children[1].children[1])[1].decode("utf-8-sig")
    assert f"20261122 {pair_key((OTHER, OTHER_ACCOUNT), day=TODAY, times=TIMES)}" in proofs, "the whole evidence"
    assert "✖\N{NO-BREAK SPACE}not found" in taken(csv)[1].decode("utf-8-sig")


def test_a_new_account_is_confirmed_by_name(tmp_path: Path) -> None:
    """T-021: a first payment to an account asks for a confirmation, and a confirmed account is new no more."""
    page, panel = opened(tmp_path, store=True)
    accounts = panel.accounts
    assert accounts.table.rows[["payee", "transfers", "amount"]].to_numpy().tolist() == [
        ["ABC", 1, 15_000_00],
        ["Aloza sp. z o.o.", 3, 64_999_99],
        ["Inny sp. j.", 1, 16_000_00],
    ]
    assert accounts.button.disabled, "nobody has chosen one"
    accounts.table.selected = accounts.table.rows["key"].tolist()[1]
    accounts.button.click()
    assert accounts.table.rows["payee"].tolist() == ["ABC", "Inny sp. j."]
    assert "Aloza" in accounts.told.value and accounts.button.disabled
    assert page.memory.store is not None
    assert (ALOZA, ALOZA_ACCOUNT) in page.memory.store.transfers.known_accounts(page.client.value)
    assert look_at(page_of(books(), tmp_path / "s.db"), WhiteList).accounts.table.rows["payee"].tolist() == [
        "ABC",
        "Inny sp. j.",
    ]


def test_without_a_store_no_account_is_confirmed(tmp_path: Path) -> None:
    _page, panel = opened(tmp_path)
    panel.accounts.table.selected = panel.accounts.table.rows["key"].tolist()[0]
    assert panel.accounts.button.disabled and "WORKBENCH_STORE" in panel.accounts.why_not.value
