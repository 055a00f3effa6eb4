"""`workbench relief`: the words of a notice's life, its prints and the office, on one store."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from workbench import i18n
from workbench.cli import main
from workbench.relief.prints import check_pack
from workbench.store import open_store

EXAMPLES = Path(__file__).parents[1] / "sample_data" / "examples"
OFFICE = EXAMPLES.parent / "office"

Said = pytest.CaptureFixture[str]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("WORKBENCH_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    return str(tmp_path / "kept.liczydlo")


def run(capsys: Said, *words: str | Path, code: int = 0) -> str:
    with i18n.in_language("pl"):
        assert main(["relief", *map(str, words)]) == code
    out, err = capsys.readouterr()
    return out + err


def question(example: str, period: str, store: str, side: str = "sale") -> tuple[str, ...]:
    return str(EXAMPLES / example), "--side", side, "--period", period, "--store", store


def entries(capsys: Said, asked: tuple[str, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(capsys, "entries", *asked, "--json"))
    return found


def test_the_word_notice_may_be_left_out(capsys: Said, store: str) -> None:
    asked = question("GR-3", "2020-04", store)
    assert run(capsys, *asked) == run(capsys, "notice", *asked)
    assert "593,50" in run(capsys, *asked[1:], asked[0])
    assert not Path(store).exists(), "a question makes no store"


def test_r_023_entries_need_a_locked_notice(capsys: Said, store: str) -> None:
    asked = question("GR-2", "2020-04", store)
    assert "nie" in run(capsys, "entries", *asked, "--register", "SPRZEDAŻ", code=1)
    assert entries(capsys, asked) == []


def test_r_071_lock_entries_amend(capsys: Said, store: str) -> None:
    """GR-2 and GR-3 in one month: S without GR-3, S1 with it gives one further entry of -1 000.00 / -230.00."""
    asked = question("GR-3", "2020-04", store)
    assert "S, kwiecień 2020" in run(capsys, "lock", *asked)
    run(capsys, "entries", *asked, "--register", "SPRZEDAŻ")
    run(capsys, "amend", *asked, "--without", "GR-3")
    run(capsys, "lock", *asked)
    run(capsys, "entries", *asked, "--register", "SPRZEDAŻ")
    found = [(row["notice"], row["document_id"], row["net"], row["vat"]) for row in entries(capsys, asked)]
    assert found == [
        ("S", "GR-2", "-593.50", "-136.50"),
        ("S", "GR-3", "-1000.00", "-230.00"),
        ("S1", "GR-3", "1000.00", "230.00"),
    ]


def test_the_difference_of_a_correction_is_told(capsys: Said, store: str) -> None:
    asked = question("GR-3", "2020-04", store)
    run(capsys, "lock", *asked)
    said = run(capsys, "amend", *asked, "--without", "GR-3")
    assert "S1, kwiecień 2020" in said
    assert "-230,00" in said
    run(capsys, "lock", *asked)
    assert "Nic się nie różni" in run(capsys, "amend", *asked)


def test_an_amendment_with_an_unknown_document_keeps_nothing(capsys: Said, store: str) -> None:
    """One change or none: no correction is left behind, and nothing but the two steps of locking is remembered."""
    asked = question("GR-3", "2020-04", store)
    run(capsys, "lock", *asked)
    assert "NIE MA" in run(capsys, "amend", *asked, "--without", "GR-3", "NIE MA", code=1)
    run(capsys, "entries", *asked, "--register", "SPRZEDAŻ")
    with open_store(store, user="anyone") as kept:
        assert len(kept.history("GR-3", "relief_notices", "sale/2020-04")) == 3, "made, locked, entries: no S1"
    run(capsys, "amend", *asked, "--without", "GR-3")
    with open_store(store, user="anyone") as kept:
        assert len(kept.history("GR-3", "relief_notices", "sale/2020-04")) == 4, "one change"


def test_what_people_read_is_in_their_language(capsys: Said, store: str, tmp_path: Path) -> None:
    asked = question("GR-3", "2020-04", store)
    run(capsys, "lock", *asked)
    said = run(capsys, "amend", *asked, "--without", "GR-3")
    for english in ("document_id", "payment_id", "unpaid", "removed", "change"):
        assert english not in said
    assert all(polish in said for polish in ("Kontrahent", "Zmiana", "niezapłacone"))
    grid = (OFFICE, "--month", "2026-09", "--months", "1", "--store", store)
    csv = run(capsys, "office", *grid, "--csv")
    assert csv.startswith("Klient,Miesiąc,") and "Sprzedaż" in csv and "Nie wysłano" in csv and "days_left" not in csv
    assert set(json.loads(run(capsys, "office", *grid, "--json"))["grid"][0]) >= {"client", "state", "days_left"}


def test_r_064_one_entry_or_all_are_deleted(capsys: Said, store: str) -> None:
    asked = question("GR-3", "2020-04", store)
    run(capsys, "lock", *asked)
    run(capsys, "entries", *asked, "--register", "SPRZEDAŻ")
    run(capsys, "entries", *asked, "--delete", "GR-2")
    assert [row["document_id"] for row in entries(capsys, asked)] == ["GR-3"]
    run(capsys, "entries", *asked, "--delete")
    assert entries(capsys, asked) == []


def test_deleting_and_generating_at_once_is_refused(capsys: Said, store: str) -> None:
    asked = question("GR-3", "2020-04", store)
    run(capsys, "lock", *asked)
    run(capsys, "entries", *asked, "--register", "SPRZEDAŻ", "--delete", code=1)
    assert entries(capsys, asked) == []


def test_what_was_filed_counts_for_later_months(capsys: Said, store: str) -> None:
    """GR-5b is taken off the April notice: paid in May, it gives nothing back (R-016, R-054)."""
    april, may = (question("GR-5", period, store, "purchase") for period in ("2020-04", "2020-05"))
    by_rule = json.loads(run(capsys, *may, "--json"))["lines"]
    assert {line["kind"] for line in by_rule} == {"unpaid", "paid_back"}
    run(capsys, "lock", *april)
    run(capsys, "amend", *april, "--without", "GR-5b")
    run(capsys, "lock", *april)
    filed = json.loads(run(capsys, *may, "--json"))["lines"]
    assert {line["kind"] for line in filed} == {"unpaid"}


def test_prints_of_what_is_kept(capsys: Said, store: str, tmp_path: Path) -> None:
    asked = question("GR-3", "2020-04", store)
    run(capsys, "lock", *asked)
    run(capsys, "amend", *asked, "--without", "GR-3")
    for what in ("notice", "list", "explanation"):
        run(capsys, "print", *asked, "--what", what, "--out", tmp_path / f"{what}.pdf")
        text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / f"{what}.pdf"))
        assert "593,50" in text, what
        assert "S1" in text, what
    run(capsys, "print", *asked, "--what", "pack", "--out", tmp_path / "pack.zip")
    pack = (tmp_path / "pack.zip").read_bytes()
    assert check_pack(pack) == ()


def test_a_notice_that_is_not_kept_is_printed_as_computed(capsys: Said, store: str, tmp_path: Path) -> None:
    run(capsys, "print", *question("GR-2", "2020-04", store), "--what", "notice", "--out", tmp_path / "s.pdf")
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")
    assert not Path(store).exists()


def test_known_at_tells_what_was_filed_then(capsys: Said, store: str) -> None:
    asked = question("GR-5", "2020-05", store, "purchase")
    april = question("GR-5", "2020-04", store, "purchase")
    run(capsys, "lock", *april)
    run(capsys, "amend", *april, "--without", "GR-5b")
    then = json.loads(run(capsys, *asked, "--known-at", "2026-01-01", "--json"))["lines"]
    assert {line["kind"] for line in then} == {"unpaid", "paid_back"}, "before anything was filed here"


def test_the_office_lists_every_client(capsys: Said, store: str) -> None:
    budmar = (str(OFFICE / "budmar"), "--side", "sale", "--period", "2026-09", "--store", store)
    run(capsys, "lock", *budmar)
    run(capsys, "lock", str(OFFICE / "kram"), "--side", "sale", "--period", "2026-08", "--store", store)
    said = json.loads(run(capsys, "office", OFFICE, "--month", "2026-10", "--months", "2", "--store", store, "--json"))
    grid = {(row["client"], row["month"], row["side"]): row for row in said["grid"]}
    assert len(grid) == 5 * 2 * 2
    assert grid["budmar", "2026-09", "sale"]["state"] == "locked"
    assert grid["kram", "2026-09", "sale"]["state"] == "to_make"
    assert grid["budmar", "2026-09", "sale"]["deadline"] == "2026-10-26"
    assert "budmar" in run(capsys, "office", OFFICE, "--month", "2026-10", "--months", "2", "--store", store, "--to-do")


def test_books_with_faults_stop_no_other_client(capsys: Said, store: str, tmp_path: Path) -> None:
    office = tmp_path / "office"
    (office / "broken").mkdir(parents=True)
    (office / "broken" / "documents.csv").write_text("document_id\n1\n", encoding="utf-8")
    (office / "sound").symlink_to(EXAMPLES / "GR-2")
    said = run(capsys, "office", office, "--month", "2020-04", "--months", "1", "--store", store, code=1)
    assert "broken" in said
    assert "136,50" in said


def test_the_history_is_in_the_pack(capsys: Said, store: str, tmp_path: Path) -> None:
    asked = question("GR-3", "2020-04", store)
    run(capsys, "lock", *asked)
    run(capsys, "print", *asked, "--what", "pack", "--out", tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        history = pack.read("historia.csv").decode()
    with open_store(store, user="anyone") as kept:
        told = kept.history("GR-3", "relief_notices", "sale/2020-04")["what"].tolist()
    assert len(told) == 2
    assert all(what in history for what in told)
