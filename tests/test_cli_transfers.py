"""`workbench transfers`: preview, export and log, with their options and in both languages."""

import json
import re
from pathlib import Path

import pytest

from workbench import i18n
from workbench.cli import main

EXAMPLES = Path(__file__).parents[1] / "sample_data" / "examples"
ALOZA, ABC = str(EXAMPLES / "aloza"), str(EXAMPLES / "abc")
ALL = ("--collective", "--all-lines")

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    store = tmp_path / "office.liczydlo"
    monkeypatch.setenv("WORKBENCH_STORE", str(store))
    return store


def run(capsys: Said, *words: str | Path, code: int = 0) -> str:
    with i18n.in_language("pl"):
        assert main(["transfers", *map(str, words)]) == code
    out, err = capsys.readouterr()
    return out + err


def preview(capsys: Said, *words: str) -> dict[str, object]:
    said: dict[str, object] = json.loads(run(capsys, "preview", ALOZA, "--register", "BANK", *words, "--json"))
    return said


def amounts_and_texts(said: dict[str, object]) -> list[tuple[str, list[str]]]:
    transfers = said["transfers"]
    assert isinstance(transfers, list)
    return [(transfer["amount"], transfer["text"]) for transfer in transfers]


def test_t_053_the_preview_of_aloza(capsys: Said) -> None:
    assert amounts_and_texts(preview(capsys, *ALL)) == [
        (
            "500.00",
            [
                "FA/2018/07/00001/VAT Z dnia 20 czer",
                "wca 2018 Wplata raty numer 1;FA/201",
                "8/07/00002/VAT Uslugi obce;FA/2018/",
                "07/00003/VAT;FA/2018/07/00004/VAT;F",
            ],
        )
    ]


def test_t_055_divided(capsys: Said) -> None:
    said = amounts_and_texts(preview(capsys, *ALL, "--divide"))
    assert [amount for amount, _text in said] == ["400.00", "100.00"]
    assert said[1][1] == ["FA/2018/07/00005/VAT", "", "", ""]


def test_t_028_the_day_is_chosen(capsys: Said) -> None:
    days = {
        day: {transfer["date"] for transfer in preview(capsys, "--date", day)["transfers"]}  # type: ignore[attr-defined]
        for day in ("execution", "due", "2026-12-01")
    }
    assert days == {"execution": {"2018-07-16"}, "due": {"2018-07-16"}, "2026-12-01": {"2026-12-01"}}
    assert "2026-9" in run(capsys, "preview", ALOZA, "--register", "BANK", "--date", "2026-9", code=1)


def test_the_format_is_chosen(capsys: Said) -> None:
    polish = amounts_and_texts(preview(capsys, *ALL, "--format", "elixir-pko"))[0][1]
    assert "Usługi obce" in "".join(polish)
    assert "elixir-pko" in run(capsys, "preview", ALOZA, "--register", "BANK", "--format", "elixir-x", code=1)


def test_a_preview_makes_no_store(capsys: Said, own_store: Path) -> None:
    preview(capsys)
    assert not own_store.exists()


def test_the_preview_for_people(capsys: Said) -> None:
    said = run(capsys, "preview", ALOZA, "--register", "BANK", *ALL)
    assert "Przelewy: 1" in said and "500,00" in said and "Zwykłe" in said
    refused = run(capsys, "preview", ABC, "--register", "BANK", "--collective")
    assert "Wybranych płatności [Fa/2019/0001]" in refused


def test_an_unknown_register_names_those_there_are(capsys: Said) -> None:
    assert "BANK" in run(capsys, "preview", ALOZA, "--register", "X", code=1)


def test_export_writes_the_file_once_and_logs_it(capsys: Said, tmp_path: Path) -> None:
    target = tmp_path / "aloza.txt"
    words = ("export", ALOZA, "--register", "BANK", *ALL, "--divide", "--date", "2027-03-01", "--out", target)
    assert "2 przelewy" in run(capsys, *words)
    lines = target.read_bytes().split(b"\r\n")
    assert len(lines) == 3 and lines[2] == b""
    assert lines[0].startswith(b"110,20270301,40000,") and lines[1].startswith(b"110,20270301,10000,")
    content = target.read_bytes()

    again = json.loads(run(capsys, "preview", ALOZA, "--register", "BANK", "--json"))
    assert again["transfers"] == []
    assert {reason for held in again["held"] for reason in held["reasons"]} == {"sent"}
    assert "Nie ma płatności" in run(capsys, *words, code=1)
    assert target.read_bytes() == content

    entry, refused = json.loads(run(capsys, "log", "--json"))
    assert (entry["client"], entry["register"], entry["format"]) == ("aloza", "BANK", "elixir-bph")
    assert (entry["transfers"], entry["amount"], entry["currency"], entry["error"]) == (2, "500.00", "PLN", "")
    assert "Nie ma płatności" in refused["error"] and refused["orders"] == []


def test_t_078_the_log_lists_the_exported_transfers(capsys: Said, tmp_path: Path) -> None:
    words = ("--register", "BANK", *ALL, "--divide", "--date", "2027-03-01")
    run(capsys, "export", ALOZA, *words, "--out", tmp_path / "aloza.txt")
    (entry,) = json.loads(run(capsys, "log", "--json"))
    first, second = entry["orders"]
    numbers = [f"FA/2018/07/0000{number}/VAT" for number in range(1, 6)]
    assert all(number in first["title"] for number in numbers[:4])
    common = {"currency": "PLN", "date": "2027-03-01", "account": second["account"], "name": second["name"]}
    assert first == {"reference": "LIC0000000001", "amount": "400.00", "title": first["title"], **common}
    assert second == {"reference": "LIC0000000002", "amount": "100.00", "title": numbers[4], **common}
    content = (tmp_path / "aloza.txt").read_text("ascii")
    assert second["account"] in content and "Aloza" in second["name"]

    said = run(capsys, "log")
    log, listed = re.split(r"\n\w+ 1: ", said)
    assert "Rejestr bankowy" in log and "500,00" in log
    heading, titles, *rows = listed.strip().splitlines()
    assert heading.endswith("aloza.txt")
    assert titles.split() == ["Identyfikator", "Data", "Odbiorca", "Konto", "Kwota", "Waluta", "Tytuł"]
    assert [row.split()[0] for row in rows] == ["LIC0000000001", "LIC0000000002"]
    assert "400,00" in rows[0] and "100,00" in rows[1] and rows[1].endswith(numbers[4])


def test_errors_hold_the_export(capsys: Said, tmp_path: Path) -> None:
    """The dates of Aloza are past; the log notes it (T-078)."""
    said = run(capsys, "export", ALOZA, "--register", "BANK", "--out", tmp_path / "a.txt", code=1)
    assert "Eksport jest wstrzymany" in said
    assert not (tmp_path / "a.txt").exists()
    (entry,) = json.loads(run(capsys, "log", "--json"))
    assert (entry["client"], entry["register"], entry["format"]) == ("aloza", "BANK", "elixir-bph")
    assert entry["error"].startswith("Eksport jest wstrzymany") and entry["error"] in said
    assert entry["file"] == str(tmp_path / "a.txt")
    assert (entry["export"], entry["transfers"], entry["orders"]) == (None, 0, [])


def test_a_file_that_is_there_is_not_overwritten_but_appended_to(capsys: Said, tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"something else")
    words = ("export", ALOZA, "--register", "BANK", "--date", "2027-03-01", "--out", target)
    assert "a.txt" in run(capsys, *words, code=1)
    run(capsys, *words, "--append", code=1)  # no Elixir-O file
    assert target.read_bytes() == b"something else"
    assert [entry["error"] != "" for entry in json.loads(run(capsys, "log", "--json"))] == [True, True]


def test_both_languages_have_help(capsys: Said) -> None:
    for language, word in (("pl", "rejestr bankowy"), ("en", "bank register")):
        with i18n.in_language(language), pytest.raises(SystemExit):  # type: ignore[arg-type]
            main(["transfers", "preview", "--help"])
        assert word in capsys.readouterr().out
