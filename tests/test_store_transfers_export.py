"""The export: files and their record in one transaction, refusals, withdrawals, the log."""

# ruff: noqa: F811 (parameters named after the fixtures that are imported)

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.exports import ACCOUNT, english, file, folder, names, refused, store, transfer  # noqa: F401
from tests.stores import address  # noqa: F401
from workbench.errors import ConflictError, StoreError, TransferError
from workbench.store import Store, open_store
from workbench.transfers.orders import SplitPayment, TaxData


def test_t075_files_and_record_agree(store: Store, folder: Path) -> None:
    """Identifiers have 13 characters, one a transfer, components of a collective one share it (T-047)."""
    seen: list[Any] = []

    def make(*given: Any) -> bytes:
        seen.append(given)
        return b"\xb3 of bytes\0 whatever"

    one = file(folder / "a.txt", transfer("A"), transfer("B", "C"), make=make)
    two = file(folder / "b.txt", transfer("D", kind="tax_office"), register="VAT", format="us")
    made = store.transfers.export("wektor", [one, two], what="Przelewy lutego")
    assert seen == [(["LIC0000000001", "LIC0000000002"], "MSG0000000001", made[0].made_at, None)]
    assert [export.path.read_bytes() for export in made] == [
        b"\xb3 of bytes\0 whatever",
        b"MSG0000000002\r\nLIC0000000003\r\n",
    ]
    assert [store.transfers.content(export.id) for export in made] == [export.path.read_bytes() for export in made]
    assert names(folder) == ["a.txt", "b.txt"]
    assert all(len(reference) == 13 for export in made for reference in export.references)
    sent = store.transfers.exported("wektor")
    assert sent[["payment_id", "reference", "export", "amount"]].to_numpy().tolist() == [
        ["A", "LIC0000000001", 1, 100_00],
        ["B", "LIC0000000002", 1, 100_00],
        ["C", "LIC0000000002", 1, 100_00],
        ["D", "LIC0000000003", 2, 100_00],
    ]
    assert sent["account"].tolist() == [ACCOUNT] * 4
    assert sent["title"].tolist() == ["A", "B;C", "B;C", "D"]
    assert store.transfers.unplaced().empty
    audit = store.audit("wektor")
    assert audit["kind"].tolist() == ["order"] * 4
    assert set(audit["what"]) == {"Przelewy lutego"}


def test_references_are_unique_in_the_whole_store(store: Store, folder: Path) -> None:
    made = [
        store.transfers.export(client, [file(folder / f"{client}.txt", transfer("A"))], what="Do banku")[0]
        for client in ("wektor", "budmar")
    ]
    assert [export.references for export in made] == [("LIC0000000001",), ("LIC0000000002",)]


def test_a_payment_goes_only_once(store: Store, folder: Path) -> None:
    store.transfers.export("wektor", [file(folder / "a.txt", transfer("A", "B"))], what="Do banku")
    match = r"The payment A was sent to the bank by anna \(.*\) in the file a.txt as LIC0000000001.*Also sent: B\."
    refused(store, match, file(folder / "b.txt", transfer("C"), transfer("A"), transfer("B")))
    assert names(folder) == ["a.txt"]
    refused(store, "The payment C stands in this export twice", file(folder / "b.txt", transfer("C"), transfer("C")))


def test_of_racing_exporters_one_wins(address: str, folder: Path) -> None:
    """Again and again several send the same payments, to files of their own and to a common one."""
    users, rounds = 3, 5
    stores = [open_store(address, user=str(user)) for user in range(users)]
    gate = threading.Barrier(users)

    def send(user: int, turn: int) -> bool:
        gate.wait()
        own = file(folder / f"{turn}.{user}.txt", transfer(f"{turn}/A", f"{turn}/B"))
        common = file(folder / "all.txt", transfer(f"{turn}/{user}"), append=True)
        stores[user].transfers.export("wektor", [common], what="Do banku")
        try:
            stores[user].transfers.export("wektor", [own], what="Do banku")
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(users) as pool:
        for turn in range(rounds):
            assert sum(pool.map(send, range(users), [turn] * users)) == 1
    for opened in stores:
        opened.close()
    exported = stores[0].transfers.exported("wektor")
    assert exported["payment_id"].is_unique
    assert len(exported) == rounds * (2 + users)
    assert stores[0].transfers.unplaced().empty
    assert len(names(folder)) == rounds + 1
    in_file = [text for text in (folder / "all.txt").read_text().split() if text.startswith("LIC")]
    assert sorted(in_file) == sorted(exported[~exported["payment_id"].str.contains("[AB]")]["reference"])
    stores[0].close()


def test_an_existing_file_is_not_written_over(store: Store, folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"mine")
    refused(store, "is already there. Choose another name, or append", file(folder / "a.txt", transfer("A")))
    assert (folder / "a.txt").read_bytes() == b"mine"
    assert names(folder) == ["a.txt"]


def test_all_files_of_an_export_or_none(store: Store, folder: Path) -> None:
    def fail(*_given: Any) -> bytes:
        raise TransferError("no such letter")

    broken = file(folder / "b.txt", transfer("B"), make=fail)
    refused(store, "no such letter", file(folder / "a.txt", transfer("A")), broken)
    refused(store, "There is no folder", file(folder / "a.txt", transfer("A")), file(folder / "no" / "b.txt", transfer("B")))
    twice = [file(folder / "a.txt", transfer("A")), file(folder / ".." / folder.name / "a.txt", transfer("B"))]
    refused(store, "needs a name of its own", *twice)
    assert names(folder) == []
    refused(store, "nothing to export", file(folder / "a.txt"))
    made = store.transfers.export("wektor", [file(folder / "a.txt", transfer("A"))], what="Do banku")
    assert made[0].references == ("LIC0000000001",), "what was refused has used no number"


def test_a_withdrawn_payment_goes_anew_under_a_new_identifier(store: Store, folder: Path) -> None:
    asked = (transfer("A", "B"), transfer("C"))
    store.transfers.export("wektor", [file(folder / "a.txt", *asked)], what="Do banku")
    with pytest.raises(StoreError, match="B went in the same collective transfer"):
        store.transfers.withdraw("wektor", ["A"], "bank odrzucił")
    for wrong, match in ((["X", "A"], "not to be withdrawn: X"), ([], "nothing to withdraw")):
        with pytest.raises(StoreError, match=match):
            store.transfers.withdraw("wektor", wrong, "bank odrzucił")
    with pytest.raises(StoreError, match="Say why"):
        store.transfers.withdraw("wektor", ["C"], " ")
    change = store.transfers.withdraw("wektor", ["A", "B"], "bank odrzucił")
    with pytest.raises(StoreError, match="not to be withdrawn: A, B"):
        store.transfers.withdraw("wektor", ["A", "B"], "bank odrzucił")
    history = store.history("wektor", "order", "A")
    assert history["what"].tolist() == ["Do banku", "Withdrawn from the bank: bank odrzucił"]
    assert history["change"].iloc[-1] == change
    with pytest.raises(StoreError, match="cannot be undone"):
        store.undo(change)
    made = store.transfers.export("wektor", [file(folder / "b.txt", asked[0])], what="Jeszcze raz")
    assert made[0].references == ("LIC0000000003",)
    sent = store.transfers.exported("wektor")
    assert sent[["payment_id", "reference", "withdrawn"]].to_numpy().tolist() == [
        ["A", "LIC0000000001", True],
        ["B", "LIC0000000001", True],
        ["C", "LIC0000000002", False],
        ["A", "LIC0000000003", False],
        ["B", "LIC0000000003", False],
    ]
    refused(store, "as LIC0000000003", file(folder / "c.txt", transfer("A")))


def test_an_edit_that_was_not_seen_holds_the_export(store: Store, folder: Path) -> None:
    asked = file(folder / "a.txt", transfer("A"))
    with store.change("Edit") as change:
        change.set_payment("wektor", "A", {"text1": "nowy"}, version=0)
    refused(store, "The payment A was changed by anna", asked, seen={})
    assert names(folder) == []
    store.transfers.export("wektor", [asked], what="Do banku", seen={("payment", "A"): 1})


def test_t024_texts_are_written_back_with_the_export(store: Store, folder: Path) -> None:
    with store.change("Edit") as change:
        change.set_payment("wektor", "A", {"text1": "nowy", "text2": "drugi"}, version=0)
    asked = file(folder / "a.txt", transfer("A"))
    refused(store, "The payment B is not in this export", asked, edits={"B": {"text1": "DRA"}})
    store.transfers.export("wektor", [asked], what="Do ZUS", edits={"A": {"text1": "DRA 01 2026"}})
    assert store.transfers.edits("wektor") == {"A": {"text1": "DRA 01 2026", "text2": "drugi"}}
    assert store.history("wektor", "payment", "A")["what"].tolist() == ["Edit", "Do ZUS"]


def test_t040_the_last_folder_of_a_register_is_remembered(store: Store, folder: Path) -> None:
    assert store.transfers.last_folder("wektor", "BANK") is None
    other = folder / "vat"
    other.mkdir()
    for number, (where, register) in enumerate([(other, "BANK"), (other, "VAT"), (folder, "BANK")]):
        asked = file(where / f"{number}.txt", transfer(str(number)), register=register)
        store.transfers.export("wektor", [asked], what="Do banku")
    assert store.transfers.last_folder("wektor", "BANK") == folder
    assert store.transfers.last_folder("wektor", "VAT") == other
    assert store.transfers.last_folder("budmar", "BANK") is None


def test_t078_the_log_lists_exports_and_errors(store: Store, folder: Path) -> None:
    empty = store.transfers.log()
    asked = (transfer("A"), transfer("B", "C", amount=10**14), transfer("D", currency="EUR"))
    store.transfers.export("wektor", [file(folder / "a.txt", *asked)], what="Luty")
    refused(store, "already there", file(folder / "a.txt", transfer("X")), client="budmar")
    store.transfers.export("budmar", [file(folder / "b.txt", transfer("X"))], what="Luty")
    log = store.transfers.log()
    assert log["export"].isna().tolist() == [False, False, True, False]
    assert log[log["export"].notna()][
        ["client", "export", "transfers", "amount", "currency", "placed"]
    ].to_numpy().tolist() == [
        ["wektor", 1, 1, 100_00, "EUR", True],
        ["wektor", 1, 2, 100_00 + 2 * 10**14, "PLN", True],
        ["budmar", 2, 1, 100_00, "PLN", True],
    ]
    assert log["at"].is_monotonic_increasing
    assert log["user"].tolist() == ["anna"] * 4
    assert log["file"].tolist() == [str(folder / name) for name in ("a.txt", "a.txt", "a.txt", "b.txt")]
    assert log["error"].str.contains("already there").tolist() == [False, False, True, False]
    assert log.dtypes.to_dict() == empty.dtypes.to_dict()
    assert store.transfers.log("wektor")["client"].unique().tolist() == ["wektor"]
    orders = store.transfers.orders(1)
    assert orders["amount"].tolist() == [100_00, 2 * 10**14, 100_00]
    assert orders["date"].dt.date.tolist() == [date(2026, 2, 2)] * 3
    with pytest.raises(StoreError, match="no export number 9"):
        store.transfers.content(9)


def test_t078_what_the_checks_hold_is_noted_too(store: Store, folder: Path) -> None:
    store.transfers.note_refusal("wektor", "PLN", "elixir, iso-sepa", folder / "a.txt", "Luty", "The date is past.")
    store.transfers.note_refusal("wektor", "PLN", "", folder / "b.txt", "Luty", "There is no payment.")
    store.transfers.note_refusal("wektor", "PLN", "elixir", folder / "c.txt", "Luty", "not a text \0")
    log = store.transfers.log("wektor")
    assert log[["register", "format", "file", "what", "user", "error"]].to_numpy().tolist() == [
        ["PLN", "elixir, iso-sepa", str(folder / "a.txt"), "Luty", "anna", "The date is past."],
        ["PLN", "", str(folder / "b.txt"), "Luty", "anna", "There is no payment."],
    ]
    assert log["export"].isna().all() and not log["placed"].any()
    assert names(folder) == []


def test_titles_of_split_payments_and_taxes_tell_what_they_are_for(store: Store, folder: Path) -> None:
    split = transfer("A", split=SplitPayment(23_00, "9999999999", "FV 1", "za towar"), texts=())
    tax = transfer("B", kind="tax_office", tax=TaxData("N", "9999999999", "26M01", "VAT-7"), texts=())
    store.transfers.export("wektor", [file(folder / "a.txt", split, tax)], what="Do banku")
    assert store.transfers.exported("wektor")["title"].tolist() == ["FV 1 za towar", "9999999999 26M01 VAT-7"]


def test_ten_thousand_payments_are_exported(store: Store, folder: Path) -> None:
    many = [transfer(f"P{number}/1", f"P{number}/2") for number in range(5000)]
    store.transfers.export("wektor", [file(folder / "a.txt", *many)], what="Do banku")
    exported = store.transfers.exported("wektor")
    assert len(exported) == exported["payment_id"].nunique() == 10_000
    assert exported["reference"].nunique() == 5000
    with pytest.raises(ConflictError):
        store.transfers.export("wektor", [file(folder / "b.txt", *many[4999:])], what="Do banku")


def test_a_store_that_fails_at_the_commit_has_recorded_nothing(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: sa.Connection) -> None:
        raise sa.exc.OperationalError("COMMIT", None, Exception("disk is full"))

    sa.event.listen(store._engine, "commit", fail)
    with pytest.raises(StoreError, match="disk is full"):
        store.transfers.export("wektor", [file(folder / "a.txt", transfer("A"))], what="Do banku")
    sa.event.remove(store._engine, "commit", fail)
    assert store.transfers.log().empty
    assert not (folder / "a.txt").exists()
    made = store.transfers.export("wektor", [file(folder / "a.txt", transfer("A"))], what="Do banku")
    assert names(folder) == ["a.txt"]
    assert made[0].references == ("LIC0000000001",)
