"""All clients at once: broken books, processes, progress, stopping (feature 5)."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import workbench
from tests.books import TABLES, Books
from tests.notices import invoice
from workbench import i18n
from workbench.relief.office.grid import Office, office

PROJECT = Path(__file__).parents[1]
CLIENTS = PROJECT / "sample_data" / "office"
TODAY = date(2026, 11, 20)
SAMPLES = {name: CLIENTS / name for name in ("wektor", "klos")}


def tables_of(source: Books) -> dict[str, Any]:
    import pandas as pd

    return {name: pd.DataFrame(source[name], columns=list(columns), dtype=str) for name, columns in TABLES.items()}


def small(count: int) -> dict[str, Any]:
    return {f"client {number}": tables_of(invoice()) for number in range(count)}


def broken() -> dict[str, Any]:
    source = invoice()
    source["payments"][0]["amount"] = "1.234"
    return tables_of(source)


def test_clients_whose_books_cannot_be_read_stop_no_other(tmp_path: Path) -> None:
    clients: dict[str, Any] = {"no folder": tmp_path / "none", "good": tables_of(invoice()), "broken": broken()}
    found = office(clients, "2026-09", 1, today=TODAY)
    assert set(found.grid["client"]) == {"good"}
    assert found.grid["vat"].tolist() == [230_00, 0]
    assert found.problems["client"].tolist() == ["no folder", "broken"]
    assert all(found.problems["reason"].str.len() > 10)


def test_processes_find_what_one_process_finds() -> None:
    alone, together = (office(SAMPLES, "2026-10", 3, today=TODAY, workers=workers) for workers in (1, 2))
    assert alone.grid["client"].unique().tolist() == list(SAMPLES)
    assert len(alone.grid) == 2 * 3 * 2
    assert alone.grid.equals(together.grid)
    assert alone.forecast.equals(together.forecast)


def test_processes_speak_the_language_of_the_caller() -> None:
    with i18n.in_language("en"):
        found = office(small(2), "2026-09", 1, today=date(2026, 10, 20), workers=2)
    assert set(found.grid["missing"]) == {"", "make the notice"}


def test_the_progress_is_told_and_can_stop_the_work() -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, whole: int) -> bool:
        told.append((done, whole))
        return done < 2

    found = office(small(5), "2026-09", 1, today=TODAY, progress=progress)
    assert told == [(1, 5), (2, 5)]
    assert found.grid["client"].nunique() == 2
    assert found.problems["client"].tolist() == ["client 2", "client 3", "client 4"]


def test_processes_can_be_stopped_before_the_first_client_is_done() -> None:
    found = office(small(6), "2026-09", 1, today=TODAY, workers=2, progress=lambda done, whole: False)
    assert len(found.problems) + found.grid["client"].nunique() == 6
    assert len(found.problems) >= 3


def test_a_script_that_is_run_again_by_its_processes_still_gets_its_answer(tmp_path: Path) -> None:
    """Without the guard that programs with processes need, the processes die; the work is then done in one."""
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from datetime import date\n"
        "from workbench.relief.office.grid import office\n"
        f"books = {str(CLIENTS / 'klos')!r}\n"
        "print(len(office({'a': books, 'b': books}, '2026-09', 1, today=date(2026, 11, 20), workers=2).grid))\n",
        encoding="utf-8",
    )
    said = subprocess.run([sys.executable, str(script)], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["4"]


def test_an_office_without_clients_has_empty_tables() -> None:
    found = office({}, "2026-09", today=TODAY)
    assert (len(found.grid), len(found.forecast), len(found.problems), len(found.whole_forecast)) == (0, 0, 0, 0)
    assert {"client", "state", "vat"} <= set(found.grid.columns)


def test_the_forecast_of_the_office_is_the_sum_of_its_clients() -> None:
    found = office(small(3), "2026-09", 1, today=date(2026, 9, 10))
    assert found.whole_forecast.to_numpy().tolist() == [["2026-09", "sale", 3, 3 * 230_00, 0]]


@pytest.mark.parametrize(("month", "months"), [("2026-13", 1), ("2026-09", 0), ("2013-06", 24)])
def test_months_that_cannot_be_looked_at_are_refused_at_once(month: str, months: int) -> None:
    with pytest.raises(workbench.PeriodError):
        office(small(1), month, months, today=TODAY)


def test_what_jupyter_shows_is_escaped_and_short() -> None:
    clients = {"<script>": tables_of(invoice()), "<b>broken</b>": broken()}
    found: Office = office(clients, "2026-09", 1, today=TODAY)
    shown = found._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "&lt;b&gt;broken" in shown
    assert "<script>" not in shown
    assert "230,00" in shown
    assert len(office(small(30), "2026-09", 1, today=TODAY, workers=1)._repr_html_()) < 20_000
