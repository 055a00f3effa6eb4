"""The files of every sample client from the books to the declaration: valid, in order, read back, equal to the books,
reconciled, and computed once more from their XML by another hand (`filing_oracle`)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests import filing_oracle as oracle
from tests.filing_structures import real_schema
from tests.sample_books import CLIENTS, SAMPLES
from workbench import read_ledger
from workbench.days import Month
from workbench.filing.checking.jpk import check_jpk
from workbench.filing.comparing import compare
from workbench.filing.files import JpkFile
from workbench.filing.reading.jpk import read_jpk
from workbench.filing.reconciliation import is_reconciled
from workbench.filing.writing.jpk import jpk_bytes
from workbench.ledger import Ledger
from workbench.relief.life.technical import TechnicalDocument
from workbench.relief.outlook import SIDES
from workbench.store import open_store
from workbench.store.filing_desk import FilingDesk
from workbench.store.relief_desk import DeclarationStep

FIRST, LAST = Month("2020-10"), Month("2026-10")
STEP = 13
"""Every so many months are proved, and those beside a change of structure; 1 proves all of them."""
BESIDE = ("2021-12", "2022-01", "2026-01", "2026-02")
ALL = [str(FIRST + number) for number in range(73)]
MONTHS = sorted({*ALL[-1::-STEP], *BESIDE})
TODAY = date(2026, 11, 20)
STEPS: tuple[DeclarationStep, ...] = ("lock", "send", "receive", "correct")
MADE_AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@cache
def books(client: str) -> Ledger:
    return read_ledger(SAMPLES / "office" / client)


@cache
def alone(client: str) -> FilingDesk:
    """The desk without a store."""
    return FilingDesk.opened(None, client, books(client), TODAY)


def written(desk: FilingDesk, month: str, **asked: Any) -> tuple[JpkFile, bytes]:
    file = desk.file(month, made_at=MADE_AT, **asked)
    return file, jpk_bytes(file)


def prove(desk: FilingDesk, month: str, **asked: Any) -> bytes:
    """Everything that can be said about a file; gives it back."""
    file, content = written(desk, month, **asked)
    schema = real_schema(file.header.version.id)
    assert schema.validate(etree.fromstring(content)), schema.error_log
    found = check_jpk(content)
    assert found.loc[found["code"] != "duplicate", "fault"].tolist() == []
    read = read_jpk(content)
    compared = compare(read, desk.counterpart(read))
    assert compared.differences.empty and compared.declaration.empty
    assert compared.same == compared.rows_file == compared.rows_books
    assert (read.declaration is None) == (file.declaration is None)
    if read.declaration is not None and file.declaration is not None:
        assert dict(read.declaration.fields) == dict(file.declaration.fields)
        months = [str(one) for one in _months_of(desk, month)]
        others = [written(desk, one, parts="record")[1] for one in months[:-1]]
        assert oracle.stands(content) == oracle.declared([*others, content])
    assert is_reconciled(desk.reconciliation(month))
    counted, shown = oracle.controls(content)
    assert counted == shown
    return content


def _months_of(desk: FilingDesk, month: str) -> list[Month]:
    period = desk.declared(month)
    return [period] if isinstance(period, Month) else list(period.months)


def test_the_months_are_those_with_a_structure() -> None:
    assert (ALL[0], ALL[-1]) == (str(FIRST), str(LAST))
    assert {alone(client).version(month).id for client in CLIENTS for month in MONTHS} == {
        f"{form}-{number}" for form in ("V7M", "V7K") for number in (1, 2, 3)
    }


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("client", CLIENTS)
def test_every_file_of_the_samples_by_the_rule(client: str, month: str) -> None:
    prove(alone(client), month)


@pytest.mark.parametrize("client", CLIENTS)
def test_files_with_kept_notices_entries_and_technical_documents(client: str, tmp_path: Path) -> None:
    """J-013, J-030: the notices of a quarter made, locked, with entries, and technical documents; then the quarter is filed, a
    document is taken off with S1, and the last month is corrected (purpose 2)."""
    months = ["2026-07", "2026-08", "2026-09"]
    with open_store(str(tmp_path / "office.liczydlo"), user="anna") as store:
        relief = FilingDesk.opened(store, client, books(client), TODAY).relief
        for month in months:
            for side in SIDES:
                relief = relief.make(side, month).lock(side, month).generate(side, month, "JPK")
        technical = TechnicalDocument("T1", Month("2026-09"), "unpaid", "", "TECH/1", "23", 100_00, "goods", "yes")
        relief.add_technical(technical)
        relief.add_technical(replace(technical, id="T2", number="TECH/2", attribute="paid_back", vat=30_50))
        desk = FilingDesk.opened(store, client, books(client), TODAY)
        content = [prove(desk, month) for month in months][-1]
        assert oracle.row(content, "TECH/1")["K_46"] == "-100.00"
        assert oracle.row(content, "TECH/2")["K_47"] == "30.50"
        assert any(desk.rows(month).sales["relief"].any() for month in months)
        relief = FilingDesk.opened(store, client, books(client), TODAY).relief
        for step in STEPS:
            relief = relief.declare(desk.declared("2026-09"), step)
        newest = relief.chain("sale", "2026-09").newest
        assert newest is not None
        off = newest.lines["document_id"].iloc[0]
        relief = relief.amend_anew("sale", "2026-09", without=(off,)).lock("sale", "2026-09")
        relief.generate("sale", "2026-09", "JPK")
        desk = FilingDesk.opened(store, client, books(client), TODAY)
        corrected = prove(desk, "2026-09", purpose=2)
        assert b'<CelZlozenia poz="P_7">2</CelZlozenia>' in corrected
        assert oracle.stands(corrected)["P_37"] != oracle.stands(content)["P_37"]
        assert off not in set(desk.rows("2026-09").sales.query("relief")["document_id"])
