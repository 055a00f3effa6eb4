"""What is remembered of files for the tax office: entered fields, files that were taken away, answers about KSeF invoices."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unittest import mock

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.exports import english  # noqa: F401
from tests.relief_store import CLIENT, carried, desk_of, ticking
from tests.stores import WRITTEN, address, key, postgres_address  # noqa: F401
from workbench.errors import ConflictError, StoreError
from workbench.store import Store, migrating, open_store
from workbench.store.databases import engine_of, transaction
from workbench.store.filing_content import TakenFile
from workbench.store.tables import audit, changes, things

MONTH, QUARTER = "2026-09", "2026Q3"
ENTERED = {"P_39": "1000", "P_54": "12", "P_560": "1", "P_ORDZU": "Błędna stawka – FS/1\ndruga linia"}
FILED = TakenFile(MONTH, 1, "V7M-3", 1, "both", "2026-10-25T12:00:00Z", "JPK.xml", 4321, "ab" * 32, 3, 2182_20, 2, 5415_01)


def entered(store: Store, values: Mapping[str, str], period: str = MONTH, *, version: int) -> int | None:
    with store.change("Entered") as change:
        change.set_jpk_values(CLIENT, period, values, version=version)
    return change.id


def take(store: Store, file: TakenFile) -> int | None:
    with store.change(f"JPK {file.key}: taken") as change:
        change.add_jpk_file(CLIENT, file)
    return change.id


def answers(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["document", "need", "answer"])


def test_what_was_entered_comes_back_by_period(address: str) -> None:  # noqa: F811
    """Texts and numbers as they were typed, of month and quarter apart; entered anew they are replaced as a whole."""
    with ticking(address) as store:
        entered(store, ENTERED, version=0)
        entered(store, {"P_52": "5"}, QUARTER, version=0)
        record = store.filing.record_of(CLIENT)
        assert record.values == {MONTH: ENTERED, QUARTER: {"P_52": "5"}}
        assert (record.version("jpk_values", MONTH), record.version("jpk_values", "2026-10")) == (1, 0)
        entered(store, {"P_39": "7"}, version=1)
        assert store.filing.record_of(CLIENT).values[MONTH] == {"P_39": "7"}
        entered(store, {}, version=2)
        assert store.filing.record_of(CLIENT).values == {QUARTER: {"P_52": "5"}}
        assert store.filing.record_of("budmar").values == {}


def test_two_who_enter_at_once(address: str) -> None:  # noqa: F811
    with ticking(address) as anna, ticking(address, user="ola") as ola:
        entered(anna, ENTERED, version=0)
        with pytest.raises(ConflictError, match="declaration 2026-09 was changed by anna"):
            entered(ola, {"P_39": "1"}, version=0)
        assert ola.filing.record_of(CLIENT).values[MONTH] == ENTERED
        entered(ola, {"P_39": "1"}, version=1)
        assert anna.history(CLIENT, "jpk_values", MONTH)["user"].tolist() == ["anna", "ola"]


def test_entering_is_undone_and_redone(address: str) -> None:  # noqa: F811
    """The last change of filing, not of other things; the file that was taken stays."""
    with ticking(address) as store:
        entered(store, ENTERED, version=0)
        second = entered(store, {"P_39": "7"}, version=1)
        take(store, FILED)
        with store.change("A key") as change:
            change.set_key(CLIENT, "NAJEM", key("100"), version=0)
        assert store.filing.last_change(CLIENT) == second
        undone = store.undo(second)
        record = store.filing.record_of(CLIENT)
        assert (record.values[MONTH], record.version("jpk_values", MONTH)) == (ENTERED, 3)
        assert record.files == (FILED,)
        store.undo(undone)
        assert store.filing.record_of(CLIENT).values[MONTH] == {"P_39": "7"}


def test_a_file_that_was_taken_away_stays(address: str) -> None:  # noqa: F811
    """Neither undone nor overwritten: the next one has the next number, and the history tells who took it."""
    with ticking(address) as store:
        first = take(store, FILED)
        assert first is not None
        with pytest.raises(StoreError, match="taken away"):
            store.undo(first)
        with pytest.raises(StoreError, match="nothing to undo"):
            store.undo(client=CLIENT)
        with pytest.raises(ConflictError, match="The JPK file 2026-09/1 was changed by anna"):
            take(store, replace(FILED, sha256="cd" * 32))
        second = replace(FILED, number=2, purpose=2, parts="declaration", sale_rows=0, sale_tax=-5)
        take(store, second)
        assert store.filing.record_of(CLIENT).files == (FILED, second)
        told = store.filing.taken(CLIENT)
        assert told["key"].tolist() == ["2026-09/1", "2026-09/2"]
        assert told["user"].tolist() == ["anna", "anna"]
        assert store.history(CLIENT, "jpk_files", "2026-09/1")["what"].tolist() == ["JPK 2026-09/1: taken"]


def test_answers_come_back_and_empty_ones_are_forgotten(address: str) -> None:  # noqa: F811
    with ticking(address) as store:
        given = answers(("FV/1", "due_date", "2026-10-01"), ("FV/2", "due_date", ""), ("FV/2", "rate", None))
        with store.change("Answers") as change:
            change.set_ksef_answers(CLIENT, given, version=0)
        record = store.filing.record_of(CLIENT)
        assert record.answers.to_dict("records") == [{"document": "FV/1", "need": "due_date", "answer": "2026-10-01"}]
        with pytest.raises(StoreError, match="twice"), store.change("Twice") as change:
            change.set_ksef_answers(CLIENT, answers(("A", "b", "c"), ("A", "b", "d")), version=1)
        with store.change("None") as change:
            change.set_ksef_answers(CLIENT, answers(), version=record.version("ksef_answers", ""))
        assert store.filing.record_of(CLIENT).answers.empty


@pytest.mark.parametrize(
    "wrong", [{"parts": "half"}, {"sale_tax": 0.5}, {"sha256": ""}, {"purpose": "1"}], ids=lambda one: next(iter(one))
)
def test_what_is_no_file_is_refused(address: str, wrong: dict[str, Any]) -> None:  # noqa: F811
    with ticking(address) as store:
        with pytest.raises(StoreError, match=next(iter(wrong))):
            take(store, replace(FILED, **wrong))
        assert store.filing.record_of(CLIENT).files == ()


def test_a_store_of_revision_0004_is_upgraded(address: str) -> None:  # noqa: F811
    """What was remembered of the relief stays, and so does the log; declarations can be entered."""
    engine = engine_of(address)
    with mock.patch.object(migrating, "REVISIONS", ("0001", "0002", "0003", "0004")):
        migrating.bring_up_to_date(engine)
    with transaction(engine, writing=True) as connection:
        connection.execute(sa.insert(changes).values(made_at=WRITTEN, made_by="ola", what="written by revision 0004"))
        thing = {"client": CLIENT, "kind": "key", "key": "NAJEM", "version": 1, "state": 1, "change_id": 1}
        connection.execute(sa.insert(things).values(**thing, remembered=False))
        connection.execute(sa.insert(audit).values(**thing))
        assert "filing_values" not in sa.inspect(connection).get_table_names()
    engine.dispose()
    with ticking(address) as store:
        assert store.audit()["what"].tolist() == ["written by revision 0004"]
        entered(store, ENTERED, version=0)
        carried(desk_of(store))
        assert store.filing.record_of(CLIENT).values == {MONTH: ENTERED}
        with pytest.raises(StoreError, match="append-only"), transaction(store._engine, writing=True) as connection:
            connection.execute(sa.delete(audit))


def test_a_failure_before_the_commit_leaves_nothing(address: str) -> None:  # noqa: F811
    """Lines of two kinds in one change: both or none."""
    with ticking(address) as store:
        both = store.change("Both")
        change = both.__enter__()
        change.set_jpk_values(CLIENT, MONTH, ENTERED, version=0)
        change.set_jpk_values(CLIENT, QUARTER, ENTERED, version=9)
        with pytest.raises(ConflictError):
            both.__exit__(None, None, None)
        record = store.filing.record_of(CLIENT)
        assert (record.values, record.versions) == ({}, {})
    with open_store(address, user="anna") as store:
        assert store.audit().empty
