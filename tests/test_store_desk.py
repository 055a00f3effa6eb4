"""The desk: a client's transfers with what is remembered, what holds an export, what it writes and writes back."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import workbench
from workbench import store, transfers
from workbench.errors import ConflictError, TransferError
from workbench.ledger import Ledger
from workbench.store.desk import Desk, names
from workbench.transfers import Choice
from workbench.transfers.white_list import FlatFileChecker, needing_check, pairs_of, read_flat_file
from workbench.transfers.white_list.hashing import key_text
from workbench.transfers.white_list.hashing_all import hash_all

OFFICE = Path(__file__).parents[1] / "sample_data" / "office"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CHOICE = Choice(date="today")


@pytest.fixture(scope="module")
def budmar() -> Ledger:
    return workbench.read_ledger(OFFICE / "budmar")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[store.Store]:
    with store.open_store(tmp_path / "s.db", "anna", lambda: NOW) as opened:
        yield opened


@pytest.fixture
def desk(kept: store.Store, budmar: Ledger) -> Desk:
    return Desk.opened(kept, "budmar", budmar, TODAY)


def clean(batch: transfers.Preview) -> list[str]:
    """The payments of a batch about which nothing was found that holds it."""
    return [
        payment
        for transfer, found in zip(batch.transfers, batch.findings, strict=True)
        if not any(finding.severity == "error" for finding in found)
        for payment in transfer.payments
    ]


def flat_file(folder: Path, desk: Desk, *, listed: int) -> Path:
    """A flat file of the day that has the first `listed` of the pairs that must be checked; one transformation."""
    schedule = desk.schedule("BANK")
    free = schedule.payments[schedule.payments["payment_id"].isin(list(schedule.free))]
    pairs = list(dict.fromkeys(pairs_of(needing_check(free))))
    texts = [key_text(TODAY, *pair) for pair in pairs]
    keys = [key for _place, key in sorted(hash_all(texts, 1, 1))]
    content = {
        "naglowek": {"dataGenerowaniaDanych": f"{TODAY:%Y%m%d}", "liczbaTransformacji": "1", "schemat": "RRRRMMDDNNNNNNNNNN"},
        "skrotyPodatnikowCzynnych": sorted(key.hex() for key in keys[:listed]),
        "skrotyPodatnikowZwolnionych": [],
        "maski": [],
    }
    path = folder / "flat.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_an_export_is_remembered_and_not_repeated(desk: Desk, budmar: Ledger, kept: store.Store, tmp_path: Path) -> None:
    batch = desk.preview("BANK", CHOICE, clean(desk.preview("BANK", CHOICE)))
    made = desk.export(batch, tmp_path / "out.txt")
    assert [export.path.read_bytes() for export in made] == [kept.transfers.content(export.id) for export in made]
    after = Desk.opened(kept, "budmar", budmar, TODAY)
    states = after.ledger.payments.set_index("payment_id")["state"]
    assert {states[payment] for payment in batch.chosen} == {"sent"}
    assert not set(after.schedule("BANK").free) & set(batch.chosen)
    with pytest.raises(ConflictError):
        desk.export(batch, tmp_path / "again.txt")
    assert not (tmp_path / "again.txt").exists()


def test_kinds_go_to_files_beside_the_first(desk: Desk, tmp_path: Path) -> None:
    batch = desk.preview("BANK", CHOICE, clean(desk.preview("BANK", CHOICE)))
    made = desk.export(batch, tmp_path / "out.txt")
    assert sorted(export.path.name for export in made) == ["out-us.txt", "out-zus.txt", "out.txt"]


def test_w_019_a_file_for_each_transfer(desk: Desk, tmp_path: Path) -> None:
    few = clean(desk.preview("BANK", CHOICE))[:3]
    made = desk.export(desk.preview("BANK", CHOICE, few), tmp_path / "one.txt", one_each=True)
    assert [len(export.references) for export in made] == [1, 1, 1]
    assert len({export.path for export in made}) == 3


def test_names_are_different(desk: Desk) -> None:
    files = [part for file in desk.preview("BANK", CHOICE).files for part in file.single()]
    made = names(Path("out.txt"), files)
    assert len(set(made)) == len(files) and made[0] == Path("out.txt")


def test_errors_hold_the_export(desk: Desk, tmp_path: Path) -> None:
    late = desk.preview("BANK", Choice(date="2026-01-05"))
    with pytest.raises(TransferError, match=r"5\.01\.2026|5 Jan 2026"):
        desk.export(late, tmp_path / "out.txt")
    assert list(tmp_path.glob("*.txt")) == []


def test_without_a_store_everything_but_the_export_works(budmar: Ledger, tmp_path: Path) -> None:
    desk = Desk.opened(None, "budmar", budmar, TODAY)
    batch = desk.preview("BANK", CHOICE)
    assert batch.transfers
    with pytest.raises(TransferError, match="WORKBENCH_STORE"):
        desk.export(batch, tmp_path / "out.txt")


def test_t_020_to_t_022_the_white_list(desk: Desk, budmar: Ledger, kept: store.Store, tmp_path: Path) -> None:
    """Answers are kept for the day; an account that is not found holds the export until the user decides."""
    batch = desk.preview("BANK", CHOICE, clean(desk.preview("BANK", CHOICE)))
    asked = {batch.white_list[payment] for payment in batch.chosen if payment in batch.white_list}
    assert asked == {"not_checked"}
    checker = FlatFileChecker(read_flat_file(flat_file(tmp_path, desk, listed=2)), 1)
    checked = desk.check_white_list(batch, checker, NOW)
    batch = checked.preview("BANK", CHOICE, batch.chosen)
    lights = [batch.white_list[payment] for payment in batch.chosen if payment in batch.white_list]
    assert {"active", "not_found"} == set(lights)
    with pytest.raises(TransferError):
        checked.export(batch, tmp_path / "held.txt")
    assert checked.export(batch, tmp_path / "decided.txt", unlisted=True)
    proofs = kept.transfers.proofs("budmar", TODAY)
    assert set(proofs["result"]) == {"active", "not_found"}

    class Silent:
        def check(self, day: date, pairs: object, **_more: object) -> list[object]:
            assert list(pairs) == []  # type: ignore[call-overload]
            return []

    opened = Desk.opened(kept, "budmar", budmar, TODAY)
    opened.check_white_list(opened.preview("BANK", CHOICE, batch.chosen), Silent(), NOW)  # type: ignore[arg-type]


def test_t_024_the_declarations_text_is_written_back(desk: Desk, budmar: Ledger, kept: store.Store, tmp_path: Path) -> None:
    choice = Choice(date="today", social_insurance_texts=True)
    kinds = desk.schedule("BANK").payments.set_index("payment_id")["kind"]
    chosen = [payment for payment in desk.schedule("BANK").free if kinds[payment] == "social_insurance"]
    batch = desk.preview("BANK", choice, chosen)
    texts = budmar.tax_payments.set_index("payment_id")["bank_text"]
    no_more = {"text2": None, "text3": None, "text4": None}
    assert chosen and batch.written_back == {payment: {"text1": texts[payment], **no_more} for payment in chosen}
    desk.export(batch, tmp_path / "zus.txt")
    after = Desk.opened(kept, "budmar", budmar, TODAY).ledger.payments.set_index("payment_id")
    assert [after["text1"][payment] for payment in chosen] == [texts[payment] for payment in chosen]


def test_accounts_of_the_books_are_known(desk: Desk) -> None:
    """Only parties that were never paid ask for a confirmation."""
    batch = desk.preview("BANK", CHOICE)
    asked = [found for found in batch.findings if any(finding.code == "account_new" for finding in found)]
    assert len(asked) < len(batch.transfers) / 2


def test_further_files_have_the_ending_of_their_format(desk: Desk) -> None:
    domestic = desk.preview("BANK", CHOICE).files[0]
    foreign = Desk.opened(None, "budmar", desk.ledger, TODAY).preview("USD", CHOICE).files[0]
    assert names(Path("paczka.txt"), [domestic, foreign]) == [Path("paczka.txt"), Path("paczka-walutowe.xml")]
