"""Payments typed into the schedule: without a document, with a party."""

from pathlib import Path

import pytest

import workbench
from workbench import LedgerError
from workbench.ledger import read_ledger

from .ledger_files import Texts, csv_folder

TYPED = {"payment_id": "T1", "direction": "out", "due_date": "2020-12-21", "amount": "120.00", "party_id": "K1"}


def books(tmp_path: Path, small: Texts, **changed: str) -> Path:
    row = dict.fromkeys(small["payments"][0], "") | TYPED | changed
    small["payments"].append(row)
    return csv_folder(tmp_path / "books", small)


def test_a_payment_may_have_no_document(tmp_path: Path, small: Texts) -> None:
    ledger = read_ledger(books(tmp_path, small))
    assert ledger.index.payment_document.tolist() == [0, 1, 2, -1]
    assert ledger.payments["document_id"].isna().tolist() == [False, False, False, True]
    assert ledger.payments["currency"].tolist() == ["PLN", "EUR", "PLN", "PLN"]


def test_a_payment_without_a_document_needs_a_party(tmp_path: Path, small: Texts) -> None:
    with pytest.raises(LedgerError) as caught, workbench.i18n.in_language("en"):
        read_ledger(books(tmp_path, small, party_id=""))
    faults = caught.value.faults[["table", "row", "column", "expected"]].to_numpy().tolist()
    assert faults == [["payments", 5, "party_id", "a party, because the payment has no document"]]


def test_a_payment_without_a_document_gives_no_relief(tmp_path: Path, small: Texts) -> None:
    """Row -1 of the index must not stand for the last document."""
    before = {side: workbench.relief.notice(read_ledger(small_books(tmp_path, small)), side, "2020-11") for side in SIDES}
    ledger = read_ledger(books(tmp_path, small))
    for side in SIDES:
        after = workbench.relief.notice(ledger, side, "2020-11")
        assert len(after.candidates) == len(before[side].candidates)
        assert "T1" not in set(after.lines["payment_id"]) | set(after.candidates["payment_id"])


SIDES = ("sale", "purchase")


def small_books(tmp_path: Path, small: Texts) -> Path:
    return csv_folder(tmp_path / "before", small)


@pytest.mark.parametrize("column", ["document_id", "party_id"])
def test_references_of_a_typed_payment_must_lead_somewhere(tmp_path: Path, small: Texts, column: str) -> None:
    with pytest.raises(LedgerError):
        read_ledger(books(tmp_path, small, **{column: "X"}))
