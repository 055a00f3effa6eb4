"""What a JPK_V7 file cannot hold is refused with its place, before anything is written."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from tests.filing_writing import COMPANY, KSEF_NUMBER, declaration, header, one_sale, record, sales, whole
from workbench.days import Month, Quarter
from workbench.errors import FilingError
from workbench.filing.files import DeclarationPart, JpkFile
from workbench.filing.versions import version_of
from workbench.filing.writing import row_writing
from workbench.filing.writing.jpk import jpk_bytes, write_jpk


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name": "x" * 513}, "NazwaKontrahenta"),
        ({"name": ""}, "NazwaKontrahenta"),
        ({"name": "a\x02b"}, "U+0002"),
        ({"document": "x" * 257}, "DowodSprzedazy"),
        ({"tax_id": "x" * 51}, "NrKontrahenta"),
        ({"country": "GR"}, "KodKrajuNadaniaTIN"),
        ({"country": "PL DE"}, "KodKrajuNadaniaTIN"),
        ({"ksef": ""}, "NrKSeF"),
        ({"ksef": "BFK OFF"}, "NrKSeF"),
        ({"ksef": KSEF_NUMBER.lower()}, "NrKSeF"),
        ({"document_type": "MK"}, "TypDokumentu"),
        ({"markers": "TP SW"}, "SW"),
        ({"markers": "GTU_14"}, "GTU_14"),
        ({"issue_date": None}, "DataWystawienia"),
        ({"issue_date": "2005-12-31"}, "2005-12-31"),
        ({"issue_date": "2101-01-01"}, "2101-01-01"),
        ({"sale_date": np.datetime64("12026-01-01", "s")}, "DataSprzedazy"),
        ({"relief": True}, "KorektaPodstawyOpodt"),
        ({"due_date": "2026-06-01"}, "KorektaPodstawyOpodt"),
        ({"relief": True, "due_date": "2026-06-01", "payment_date": "2026-09-01"}, "KorektaPodstawyOpodt"),
        ({"relief": True, "due_date": "2015-12-31"}, "TerminPlatnosci"),
        ({"K_10": 10**18}, "K_10"),
        ({"K_10": -(10**18)}, "K_10"),
        ({"row": 0}, "LpSprzedazy"),
    ],
)
def test_what_the_structure_cannot_hold_names_row_and_column(values: dict[str, Any], told: str) -> None:
    """Nothing is cut and nothing guessed; case 62: a term before 2016 cannot be expressed."""
    out = io.BytesIO()
    with pytest.raises(FilingError) as error:
        write_jpk(one_sale(**values), out)
    assert told in str(error.value)
    if "row" not in values:
        assert "17" in str(error.value)
    assert out.getvalue() == b""


@pytest.mark.parametrize(
    ("id", "values", "told"),
    [
        ("V7M-2", {"name": ["x" * 257] * 4}, "NazwaKontrahenta"),
        ("V7M-2", {"K_360": [0, 1, 0, 0]}, "2, K_360"),
        ("V7M-2", {"markers": ["MPP"] * 4}, "MPP"),
        ("V7M-1", {"markers": ["WSTO_EE"] * 4}, "WSTO_EE"),
        ("V7M-1", {"issue_date": ["2030-01-02"] * 4}, "2030-01-02"),
    ],
)
def test_versions_hold_what_they_hold(id: str, values: dict[str, list[Any]], told: str) -> None:
    with pytest.raises(FilingError, match=told):
        jpk_bytes(record(id, sales(id, **values)))


def test_a_later_batch_is_checked_before_anything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_writing, "BATCH", 1)
    out = io.BytesIO()
    with pytest.raises(FilingError, match="4, NazwaKontrahenta"):
        write_jpk(record("V7M-3", sales("V7M-3", name=["a", "b", "c", ""])), out)
    assert out.getvalue() == b""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tax_id": "0123456789"}, "NIP"),
        ({"name": "x" * 241}, "PelnaNazwa"),
        ({"email": ""}, "Email"),
        ({"email": "nobody"}, "Email"),
        ({"phone": "1" * 17}, "Telefon"),
    ],
)
def test_a_taxpayer_that_cannot_stand(change: dict[str, str], told: str) -> None:
    with pytest.raises(FilingError, match=told):
        jpk_bytes(replace(whole("V7M-3"), taxpayer=replace(COMPANY, **change)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tax_office": "9999"}, "KodUrzedu"),
        ({"tax_office": ""}, "KodUrzedu"),
        ({"purpose": 3}, "CelZlozenia"),
        ({"made_at": datetime(2026, 1, 31, tzinfo=UTC)}, "DataWytworzeniaJPK"),
        ({"month": Month("2026-01")}, "2026-01"),
        ({"version": version_of("VAT", Month("2020-09"))}, "JPK_VAT"),
    ],
)
def test_a_header_that_cannot_stand(change: dict[str, Any], told: str) -> None:
    with pytest.raises(FilingError, match=told):
        jpk_bytes(replace(whole("V7M-3", parts="record"), header=replace(header("V7M-3"), **change)))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"P_38": 0}, "P_51"),
        ({"P_38": 0, "P_51": 0, "P_12": 1}, "P_11"),
        ({"P_38": 0, "P_51": 0, "P_54": 5}, "P_540 / P_55"),
        ({"P_38": 0, "P_51": 0, "P_54": 5, "P_55": 1, "P_58": 1}, "P_540 / P_55"),
        ({"P_38": 0, "P_51": 0, "P_54": 5, "P_55": 1, "P_60": 1}, "P_59"),
        ({"P_38": 0, "P_51": 0, "P_57": 1}, "P_57"),
        ({"P_38": 0, "P_51": 0, "P_46": 1}, "P_46"),
        ({"P_38": 0, "P_51": 0, "P_68": 1}, "P_68"),
        ({"P_38": 0, "P_51": -1}, "P_51"),
        ({"P_38": 10**14, "P_51": 0}, "P_38"),
        ({"P_38": 0, "P_51": 0, "P_63": 2}, "P_63"),
        ({"P_38": 0, "P_51": 0, "P_ORDZU": "x" * 3501}, "P_ORDZU"),
    ],
)
def test_a_declaration_part_that_cannot_stand(fields: dict[str, int | str], told: str) -> None:
    with pytest.raises(FilingError, match=told):
        jpk_bytes(JpkFile(header("V7M-3"), COMPANY, DeclarationPart(Month("2026-09"), fields)))


@pytest.mark.parametrize(
    ("id", "period"),
    [("V7M-3", Month("2026-08")), ("V7M-3", Quarter("2026Q3")), ("V7K-3", Month("2026-09")), ("V7K-3", Quarter("2026Q2"))],
)
def test_the_period_of_the_declaration_part_is_that_of_the_header(id: str, period: Month | Quarter) -> None:
    with pytest.raises(FilingError, match=str(period)):
        jpk_bytes(replace(whole(id), declaration=replace(declaration(id), period=period)))


def test_a_quarter_is_declared_in_the_month_that_closes_it() -> None:
    file = replace(whole("V7K-3"), header=replace(header("V7K-3"), month=Month("2026-08")))
    with pytest.raises(FilingError, match="2026Q3"):
        jpk_bytes(file)


@pytest.mark.parametrize(
    "missing", [{"sales": None}, {"purchases": None}, {"declaration": None, "sales": None, "purchases": None}]
)
def test_half_a_record_part_and_an_empty_file_are_refused(missing: dict[str, Any]) -> None:
    with pytest.raises(FilingError, match="część ewidencyjną"):
        jpk_bytes(replace(whole("V7M-3"), **missing))
