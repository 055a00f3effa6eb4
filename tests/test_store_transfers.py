"""What the store remembers of payments: own formats, edits laid over the books, proofs and known accounts."""

# ruff: noqa: F811 (parameters named after the fixtures that are imported)

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.exports import ACCOUNT, FIRST, file, store, transfer  # noqa: F401
from tests.ledger_files import Texts
from tests.stores import address, engine_for  # noqa: F401
from workbench import Ledger, i18n, read_ledger
from workbench.errors import ConflictError, StoreError
from workbench.store import Store, open_store
from workbench.transfers.white_list import Proof, proof_table

XML = '<format code="MOJ"><field name="kwota"/></format>'


@pytest.fixture
def books(small: Texts) -> Ledger:
    """Books with four payments that go out, one of them with SEPA data."""
    common = {"document_id": "FZ/1", "direction": "out", "due_date": "2026-02-02", "amount": "100.00", "text1": "FV 1"}
    states = {"A": "approved", "B": "approved", "C": "buffer", "D": "executed"}
    small["payments"] += [{**common, "payment_id": name, "state": state} for name, state in states.items()]
    parties = [{"payment_id": "A", "role": "initiator", "name": "My"}, {"payment_id": "B", "role": "creditor", "name": "Oni"}]
    small["sepa_parties"] = parties
    return read_ledger({name: pd.DataFrame(rows) for name, rows in small.items()})


def edit(store: Store, payment: str, version: int, **edits: Any) -> int:
    with store.change(f"edit {payment}") as change:
        change.set_payment("wektor", payment, edits, version=version)
    assert change.id is not None
    return change.id


def send(store: Store, folder: Path, *payments: str) -> None:
    store.transfers.export("wektor", [file(folder / f"{payments[0]}.txt", transfer(*payments))], what="Do banku")


def payment(ledger: Ledger, payment_id: str) -> dict[str, Any]:
    row = ledger.payments[ledger.payments["payment_id"] == payment_id].iloc[0]
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def test_t001_own_formats_are_kept_with_their_versions(store: Store) -> None:
    assert store.transfers.formats("wektor") == {}
    for version, xml in enumerate((XML, XML.replace("kwota", "data"))):
        with store.change("Format") as change:
            change.set_format("wektor", "MOJ", xml, version=version)
    assert store.transfers.formats("wektor") == {"MOJ": XML.replace("kwota", "data")}
    assert store.transfers.formats("budmar") == {}
    store.undo(client="wektor")
    assert store.transfers.formats("wektor") == {"MOJ": XML}
    with store.change("Away") as change:
        change.set_format("wektor", "MOJ", None, version=3)
    assert store.transfers.formats("wektor") == {}
    assert store.history("wektor", "transfer_format", "MOJ")["version"].tolist() == [1, 2, 3, 4]
    first = store.lines("wektor", "transfer_format", "MOJ", 1)
    assert first is not None
    assert first["formats"].to_dict("records") == [{"code": "MOJ", "xml": XML}]


def test_two_who_change_a_format_get_a_conflict(address: str) -> None:
    with open_store(address, user="anna") as anna, open_store(address, user="bartek") as bartek:
        with anna.change("Format") as change:
            change.set_format("wektor", "MOJ", XML, version=0)
        with (
            i18n.in_language("en"),
            pytest.raises(ConflictError, match="The transfer format MOJ was changed by anna"),
            bartek.change("Format") as change,
        ):
            change.set_format("wektor", "MOJ", "<format/>", version=0)


def test_t082_edits_are_laid_over_the_books(store: Store, books: Ledger) -> None:
    day = date(2026, 2, 3)
    texts = {"text1": "Zapłata za FV 1", "text2": "i 2", "booking_text": None, "account": ACCOUNT, "category": "BIURO"}
    edit(store, "A", 0, **texts, execution_date=day, priority="high", sepa=True)
    edit(store, "B", 0, text1=None)
    edited = store.applied_to("wektor", books)
    assert edited.payments.dtypes.to_dict() == books.payments.dtypes.to_dict()
    assert edited.payments.columns.tolist() == books.payments.columns.tolist()
    expected = {**payment(books, "A"), **texts, "execution_date": pd.Timestamp(day), "priority": "high", "sepa": True}
    assert payment(edited, "A") == expected
    assert payment(edited, "B") == {**payment(books, "B"), "text1": None}
    others = ~books.payments["payment_id"].isin(["A", "B"])
    pd.testing.assert_frame_equal(edited.payments[others], books.payments[others])
    assert payment(books, "A")["text1"] == "FV 1", "the books stay as they are"
    assert store.transfers.edits("wektor")["A"] == {**texts, "execution_date": day, "priority": "high", "sepa": True}
    assert store.applied_to("budmar", books).payments is books.payments


def test_t082_an_edit_can_be_undone_and_taken_away(store: Store, books: Ledger) -> None:
    edit(store, "A", 0, text1="nowy")
    edit(store, "A", 1)
    assert payment(store.applied_to("wektor", books), "A")["text1"] == "FV 1"
    store.undo(client="wektor")
    assert payment(store.applied_to("wektor", books), "A")["text1"] == "nowy"
    store.undo(client="wektor")
    assert payment(store.applied_to("wektor", books), "A")["text1"] == "FV 1"


@pytest.mark.parametrize(
    "edits",
    [{"amount": 1}, {"state": "sent"}, {"nonsense": ""}, {"text1": 7}, {"sepa": "tak"}, {"priority": "soon"}, {"text1": "a\0"}],
)
def test_an_edit_that_does_not_fit_is_refused(store: Store, edits: dict[str, Any]) -> None:
    with pytest.raises(StoreError):
        edit(store, "A", 0, **edits)
    assert store.audit().empty


def test_t084_sepa_data_take_the_place_of_those_of_the_books(store: Store, books: Ledger) -> None:
    lines = pd.DataFrame({"role": ["creditor", "ultimate_creditor"], "name": ["Ö", None], "is_person": [True, False]})
    with store.change("SEPA") as change:
        change.set_sepa_parties("wektor", "A", lines, version=0)
        change.set_sepa_parties("wektor", "B", None, version=0)
    edited = store.applied_to("wektor", books).sepa_parties
    assert edited[["payment_id", "role"]].to_numpy().tolist() == [["A", "creditor"], ["A", "ultimate_creditor"]]
    assert edited.dtypes.to_dict() == books.sepa_parties.dtypes.to_dict()
    store.undo(client="wektor")
    pd.testing.assert_frame_equal(store.applied_to("wektor", books).sepa_parties, books.sepa_parties)


def test_t047_t076_sent_payments_have_the_state_and_the_identifier(store: Store, books: Ledger, tmp_path: Path) -> None:
    send(store, tmp_path, "A", "B")
    send(store, tmp_path, "D")
    laid = store.applied_to("wektor", books)
    a, b, c, d = (payment(laid, name) for name in "ABCD")
    assert (a["state"], b["state"], c["state"]) == ("sent", "sent", "buffer")
    assert a["operation_id"] == b["operation_id"] == "LIC0000000001"
    assert (d["state"], d["operation_id"]) == ("executed", "LIC0000000002"), "the books know more"
    assert c["operation_id"] is None
    assert laid.payments.dtypes.to_dict() == books.payments.dtypes.to_dict()
    assert store.applied_to("budmar", books).payments is books.payments


def test_t076_t090_a_sent_payment_cannot_be_edited(store: Store, tmp_path: Path) -> None:
    before = edit(store, "A", 0, text1="nowy")
    send(store, tmp_path, "A")
    edit(store, "B", 0, text1="nie wysłana")
    with i18n.in_language("en"):
        with pytest.raises(ConflictError, match="The payment A was sent to the bank by anna"):
            edit(store, "A", 1, text1="za późno")
        with pytest.raises(ConflictError, match="The payment A was sent"):
            store.undo(before)
        with pytest.raises(ConflictError, match="The payment A was sent"), store.change("SEPA") as change:
            change.set_sepa_parties("wektor", "A", None, version=0)
    assert store.transfers.edits("wektor") == {"A": {"text1": "nowy"}, "B": {"text1": "nie wysłana"}}
    with store.change("another client's payment of that name") as change:
        change.set_payment("budmar", "A", {"text1": "x"}, version=0)


def test_what_went_to_the_bank_cannot_be_undone(store: Store, tmp_path: Path) -> None:
    edited = edit(store, "B", 0, text1="nowy")
    send(store, tmp_path, "A")
    exported = int(store.audit("wektor")["change"].iloc[-1])
    with i18n.in_language("en"), pytest.raises(StoreError, match="Do banku: this cannot be undone"):
        store.undo(exported)
    store.undo(client="wektor")
    assert store.transfers.edits("wektor") == {}
    assert store.audit("wektor")["change"].tolist()[0] == edited
    with pytest.raises(StoreError):
        store.undo(client="wektor")


def test_t020_proofs_are_kept_and_the_last_of_a_day_counts(store: Store) -> None:
    answers = pd.DataFrame(
        {
            "day": [date(2026, 2, 2), date(2026, 2, 2), date(2026, 2, 3)],
            "tax_id": ["9999999999"] * 3,
            "account": [ACCOUNT, "1" * 26, ACCOUNT],
            "result": ["not_found", "found", "found"],
            "source": "flat file 2026-02-02",
            "evidence": "sha-256 …",
            "checked_at": [FIRST] * 3,
        }
    )
    store.transfers.keep_proofs("wektor", answers)
    store.transfers.keep_proofs("wektor", answers.head(1).assign(result="found", day=pd.Timestamp("2026-02-02")))
    found = store.transfers.proofs("wektor", date(2026, 2, 2))
    assert found[["account", "result"]].to_numpy().tolist() == [["1" * 26, "found"], [ACCOUNT, "found"]]
    assert found["user"].tolist() == ["anna"] * 2
    assert found["checked_at"].tolist() == [pd.Timestamp(FIRST)] * 2
    assert store.transfers.all_proofs("wektor")["result"].tolist() == ["not_found", "found", "found", "found"]
    assert store.transfers.proofs("budmar", date(2026, 2, 2)).empty
    assert store.transfers.proofs("budmar", date(2026, 2, 2)).dtypes.to_dict() == found.dtypes.to_dict()
    naive = answers.assign(checked_at=pd.Timestamp("2026-02-02"))
    for wrong in (answers.drop(columns="result"), answers.assign(account=""), answers.assign(day="2026-02-02"), naive):
        with pytest.raises(StoreError):
            store.transfers.keep_proofs("wektor", wrong)
    assert len(store.transfers.all_proofs("wektor")) == 4


def test_accounts_become_known_by_payment_and_by_confirmation(store: Store, tmp_path: Path) -> None:
    send(store, tmp_path, "A")
    for _ in range(2):
        store.transfers.confirm_account("wektor", "K2", "2" * 26)
    known = {("K1", ACCOUNT), ("9999999999", ACCOUNT), ("K2", "2" * 26)}
    assert store.transfers.known_accounts("wektor") == known
    assert store.transfers.known_accounts("budmar") == set()
    store.transfers.withdraw("wektor", ["A"], "zły rachunek")
    assert store.transfers.known_accounts("wektor") == {("K2", "2" * 26)}


@pytest.mark.parametrize("table", ["exports", "export_transfers", "export_payments", "placements", "export_errors", "proofs"])
def test_what_happened_is_never_rewritten(store: Store, address: str, tmp_path: Path, table: str) -> None:
    send(store, tmp_path, "A")
    proof = Proof(date(2026, 2, 2), "9999999999", ACCOUNT, "active", "flat_file", "", FIRST)
    store.transfers.keep_proofs("wektor", proof_table([proof]))
    with pytest.raises(ConflictError):
        send(store, tmp_path / "..", "A")
    store.close()
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {'id' if table != 'placements' else 'path'} = '7'"):
        if table in ("export_transfers", "export_payments"):
            statement = statement.replace("SET id", "SET export_id")
        with engine_for(address).connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.exec_driver_sql(statement)
