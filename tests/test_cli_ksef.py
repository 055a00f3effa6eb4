"""`workbench ksef`: KSeF invoices of a folder or archive, what lacks in them, what cannot be read; beside the books."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.filing_ksef import SELLER, due, invoice
from workbench import i18n
from workbench.cli import main

SAMPLES = Path(__file__).parents[2] / "shared" / "samples" / "ksef"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the official examples lie beside the checkout")

Said = pytest.CaptureFixture[str]


def run(capsys: Said, *words: str | Path, word: str = "read", code: int = 0, language: i18n.Language = "en") -> tuple[str, str]:
    with i18n.in_language(language):
        assert main(["ksef", word, *map(str, words)]) == code
    out, err = capsys.readouterr()
    return out, err


def example(folder: Path, *numbers: int) -> Path:
    """A folder with official examples."""
    for number in numbers:
        name = f"FA_3_Przyklad_{number}.xml"
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    return folder


@needs_samples
def test_an_official_example(capsys: Said, tmp_path: Path) -> None:
    """FA(3) example 1: 1 666.66 + 383.33 at 23% and 0.95 + 0.05 at 5%, 2 051.00 in all, as the file has them."""
    found = json.loads(run(capsys, example(tmp_path, 1), "--json")[0])
    (invoice,) = found["invoices"]
    assert (invoice["number"], invoice["issue_date"], invoice["total"]) == ("FV2026/02/150", "2026-02-15", "2051.00")
    amounts = {amount["field"]: (amount["net"], amount["vat"]) for amount in found["amounts"]}
    assert amounts == {"P_13_1": ("1666.66", "383.33"), "P_13_3": ("0.95", "0.05")}
    assert found["faults"] == []


@needs_samples
def test_what_the_files_do_not_say_is_asked(capsys: Said, tmp_path: Path) -> None:
    """Example 14: two due dates without amounts; the seller's books ask for them."""
    folder = example(tmp_path, 14)
    seller = json.loads(run(capsys, folder, "--json")[0])["invoices"][0]["seller_tax_id"]
    found = json.loads(run(capsys, folder, "--nip", seller, "--json")[0])
    assert "due_split" in [need["need"] for need in found["needs"]]
    assert len(found["terms"]) == 2
    assert "00" in run(capsys, folder, "--nip", "0000000000", code=1)[1]


@needs_samples
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_an_archive_with_a_file_that_cannot_be_read(capsys: Said, tmp_path: Path, language: i18n.Language) -> None:
    archive = tmp_path / "invoices.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(SAMPLES / "FA_3_Przyklad_1.xml", "one.xml")
        packed.writestr("bad.xml", "<Faktura>")
    out, _err = run(capsys, archive, language=language)
    assert "FV2026/02/150" in out and "bad.xml" in out
    faults = json.loads(run(capsys, archive, "--json", language=language)[0])["faults"]
    assert [fault["file"] for fault in faults] == ["bad.xml"]


def test_nothing_that_could_be_read(capsys: Said, tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<Faktura>")
    found = json.loads(run(capsys, tmp_path, "--json", code=1)[0])
    assert (found["invoices"], [fault["file"] for fault in found["faults"]]) == ([], ["bad.xml"])
    run(capsys, tmp_path / "nowhere", code=1)


@needs_samples
def test_all_official_examples_as_json(capsys: Said) -> None:
    """Whatever a file leaves out is null: the PLN amounts of 22 and 23, which name no rate of exchange."""
    said, told = run(capsys, SAMPLES, "--json")
    found = json.loads(said)
    assert len(found["invoices"]) == 29
    assert found["faults"] == found["needs"] == []
    assert "9999999999 (26)" in told
    abroad = {amount["file"]: amount["net_pln"] for amount in found["amounts"] if amount["net_pln"] is None}
    assert set(abroad) == {"FA_3_Przyklad_22.xml", "FA_3_Przyklad_23.xml"}


def test_invoices_beside_the_books(capsys: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The books have one of the two, with another tax; whose invoices they are the books say."""
    monkeypatch.chdir(tmp_path)
    for folder, given in (("kept", [("FV/1", "230.01")]), ("new", [("FV/1", "230.00"), ("FV/2", "230.00")])):
        Path(folder).mkdir()
        Path(folder, "company.csv").write_text(f"tax_id\n{SELLER}\n", "utf-8")
        for number, (name, tax) in enumerate(given):
            content = invoice(number=name, totals={"P_13_1": "1000.00", "P_14_1": tax}, paying=due("2026-06-10"))
            Path(folder, f"{SELLER}-20260302-{number:012X}-AA.xml").write_bytes(content)
    Path("new", "zly.xml").write_text("<x/>")
    found = json.loads(run(capsys, "new", "kept", "--json", word="compare")[0])
    told = [(row["change"], row["document"], row["field"], row["file"], row["books"]) for row in found["differences"]]
    assert told == [("different", "FV/1", "vat", "230.00", "230.01"), ("extra", "FV/2", "", "", "")]
    assert (found["invoices"], found["same"], len(found["faults"])) == (2, 0, 1)
    polish = run(capsys, "new", "kept", word="compare", language="pl")[0]
    assert "brak w księgach" in polish
    assert "VAT 23%" in polish and "230,01\u00a0zł" in polish and "zly.xml" in polish
    assert "2 faktury klienta" in polish
