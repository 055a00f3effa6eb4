"""From a folder of KSeF invoices to the relief and to a JPK_V7M of it (beyond.md 15; R-044, vat.md 4, 7)."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree

import workbench
from tests.filing_ksef import BUYER, SELLER, corrected, due, invoice
from tests.filing_structures import real_schema
from workbench import filing, i18n, relief
from workbench.cli import main
from workbench.days import Month
from workbench.errors import LedgerError
from workbench.filing import ksef
from workbench.filing.reading.jpk import read_jpk
from workbench.ledger import Ledger
from workbench.store import open_store
from workbench.widgets.clients import Clients

NAMES = [f"{SELLER}-202606{day:02}-{day:012X}-AA" for day in range(1, 10)]
"""KSeF numbers by which the files are named."""
SPLIT = "<P_16>2</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>1</P_18A>"
CASH = "<P_16>1</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>2</P_18A>"
PAID = "<Zaplacono>1</Zaplacono><DataZaplaty>2026-06-01</DataZaplaty>"
DUE = due("2026-06-10")
"""Its 90th day is 2026-09-08 (vat.md 7, case 15)."""


@pytest.fixture(autouse=True)
def english(begins_in_polish: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    i18n.set_language("en")
    monkeypatch.setenv("WORKBENCH_LANG", "en")
    monkeypatch.delenv("WORKBENCH_STORE", raising=False)
    monkeypatch.chdir(tmp_path)


def june(number: str = "FV/1", **given: Any) -> bytes:
    """An invoice of June 2026 over 1000.00 and 230.00."""
    return invoice(number=number, issued="2026-06-01", sold="2026-06-01", **given)


def folder(at: Path, *given: bytes, company: bool = True) -> Path:
    """A client's folder of invoices, with the table company beside them."""
    made = at / "cegla"
    made.mkdir()
    for name, content in zip(NAMES, given, strict=False):
        (made / f"{name}.xml").write_bytes(content)
    if company:
        (made / "company.csv").write_text(f"tax_id,email,tax_office\n{SELLER},biuro@cegla.example,1471\n", "utf-8")
    return made


def answers(**of: str) -> pd.DataFrame:
    """Answers about the first invoice."""
    return pd.DataFrame([(NAMES[0], need, text) for need, text in of.items()], columns=["document", "need", "answer"])


def relieved(ledger: Ledger, side: Any = "sale", period: str = "2026-09") -> list[tuple[str, int, int]]:
    """What is taken off: the notice's lines: due date, net, VAT."""
    lines = relief.notice(ledger, side=side, period=period).lines
    return [(f"{row.due_date:%m-%d}", row.net, row.vat) for row in lines.itertuples()]


def reasons(ledger: Ledger, side: Any = "sale") -> list[str]:
    return relief.notice(ledger, side=side, period="2026-09").candidates["reason"].tolist()


def test_an_unpaid_invoice_has_relief_once_its_due_date_is_answered(tmp_path: Path) -> None:
    """Not before: a due date is never guessed, and the books say what lacks."""
    books = folder(tmp_path, june())
    asked = workbench.read_ledger(books)
    assert relieved(asked) == [] and reasons(asked) == []
    assert asked.warnings[["column", "value"]].values.tolist() == [["due_date", "FV/1"]]
    told = workbench.read_ledger(books, answers=answers(due_date="2026-06-10"))
    assert relieved(told) == [("06-10", 1000_00, 230_00)]
    assert len(told.warnings) == 0


def test_what_is_paid_or_of_cash_accounting_has_none(tmp_path: Path) -> None:
    """vat.md 7, case 49 on both sides; Zaplacono."""
    books = folder(tmp_path, june("FV/1", paying=PAID + DUE), june("FV/2", paying=DUE, notes=CASH))
    for tax_id, side in ((SELLER, "sale"), (BUYER, "purchase")):
        ledger = workbench.read_ledger(books, tax_id)
        assert relieved(ledger, side) == []
        assert sorted(reasons(ledger, side)) == ["cash_accounting", "nothing_unpaid"]


def test_a_correction_lowers_the_relief_by_the_day_it_is_set_off(tmp_path: Path) -> None:
    """vat.md 7, case 42: -246 (200 + 46) before the 90th day leaves 984: 800 and 184."""
    minus = june(
        "KOR/1",
        kind="KOR",
        totals={"P_13_1": "-200.00", "P_14_1": "-46.00"},
        total="-246.00",
        correction=corrected("FV/1", NAMES[0], issued="2026-06-01"),
    )
    books = folder(tmp_path, june(paying=DUE), minus)
    assert relieved(workbench.read_ledger(books)) == [("06-10", 1000_00, 230_00)]
    told = pd.DataFrame({"document": [NAMES[1]], "need": ["set_off"], "answer": ["2026-07-01"]})
    assert relieved(workbench.read_ledger(books, answers=told)) == [("06-10", 800_00, 184_00)]


def test_several_due_dates_as_the_offered_split_has_them(tmp_path: Path) -> None:
    """vat.md 7, case 63."""
    books = folder(tmp_path, june(paying=due("2026-06-10", "2026-07-10")))
    found = ksef.ledger_of(ksef.read_invoices(books), SELLER)
    (offered,) = found.needs["offered"]
    assert offered == "2026-06-10: 615.00; 2026-07-10: 615.00"
    ledger = workbench.read_ledger(books, answers=answers(due_split=offered))
    assert relieved(ledger) == [("06-10", 500_00, 115_00)]
    assert relieved(ledger, period="2026-10") == [("07-10", 500_00, 115_00)]


def test_split_payment_and_foreign_currency(tmp_path: Path) -> None:
    """vat.md 7, cases 47 and 48: the whole is unpaid; EUR 1000 + 230 at 4.25 is 4250.00 and 977.50."""
    line = "<P_11>1000.00</P_11><P_12>23</P_12><KursWaluty>4.25</KursWaluty>"
    totals = {"P_13_1": "1000.00", "P_14_1": "230.00", "P_14_1W": "977.50"}
    euro = june("FV/2", currency="EUR", totals=totals, lines=[line], paying=DUE)
    ledger = workbench.read_ledger(folder(tmp_path, june(paying=DUE, notes=SPLIT), euro))
    assert ledger.payments[["split_payment", "split_payment_vat"]].values.tolist()[0] == [True, 230_00]
    assert relieved(ledger) == [("06-10", 1000_00, 230_00), ("06-10", 4250_00, 977_50)]


def test_an_advance_and_the_invoice_for_the_rest(tmp_path: Path) -> None:
    """ROZ: P_15 is what is left to pay after the advance, and only that is corrected."""
    advance = june("ZAL/1", kind="ZAL", totals={"P_13_1": "200.00", "P_14_1": "46.00"}, total="246.00")
    rest = june("FV/2", kind="ROZ", totals={"P_13_1": "800.00", "P_14_1": "184.00"}, total="984.00", paying=DUE)
    assert relieved(workbench.read_ledger(folder(tmp_path, advance, rest))) == [("06-10", 800_00, 184_00)]


def test_reverse_charge_is_listed_with_nothing_to_correct_and_never_placed_by_guess(tmp_path: Path) -> None:
    """P_13_10 (vat.md 1.7; 7, case 50): both sides list it; which field, and what tax the buyer assesses, the user says."""
    books = folder(tmp_path, june(totals={"P_13_10": "1000.00"}, total="1000.00", paying=DUE), company=False)
    for tax_id, side in ((SELLER, "sale"), (BUYER, "purchase")):
        ledger = workbench.read_ledger(books, tax_id)
        assert relieved(ledger, side) == [] and reasons(ledger, side) == ["no_vat"]
        month = Month("2026-06")
        found = filing.register(ledger, month, filing.version_of("V7M", month))
        assert (len(found.sales), len(found.purchases)) == (0, 0)
        assert found.unplaced["net"].tolist() == [1000_00]
        assert "reverse_charge" not in ledger.warnings["column"].tolist()


@pytest.mark.parametrize(
    ("total", "fields"),
    [("P_13_9", {"K_11", "K_12"}), ("P_13_8", {"K_11"}), ("P_13_6_1", {"K_13"}), ("P_13_6_2", {"K_21"}), ("P_13_6_3", {"K_22"}),
     ("P_13_7", {"K_10"})],
)  # fmt: skip
def test_a_total_without_tax_stands_in_its_fields(tmp_path: Path, total: str, fields: set[str]) -> None:
    """vat.md 4: which P_13 goes to which K; services of art. 100(1)(4) in both K_11 and K_12."""
    ledger = workbench.read_ledger(folder(tmp_path, june(totals={total: "1000.00"}, total="1000.00", paying=DUE)))
    month = Month("2026-06")
    rows = filing.register(ledger, month, filing.version_of("V7M", month)).sales
    assert {name: rows[name].tolist() for name in rows if name.startswith("K_") and rows[name].any()} == {
        name: [1000_00] for name in fields
    }


def test_the_commands_read_a_folder_or_an_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is kept in the store answers; the JPK of September has the relief with the KSeF number of its invoice."""
    books = folder(tmp_path, june())
    question = ["relief", str(books), "--side", "sale", "--period", "2026-09", "--json"]
    assert main(["check", str(books)]) == 0
    assert "FV/1" in capsys.readouterr().out
    assert main(question) == 0
    assert json.loads(capsys.readouterr().out)["lines"] == []
    with open_store("office.liczydlo", "anna") as kept, kept.change("answers") as change:
        change.set_ksef_answers("cegla", answers(due_date="2026-06-10"), version=0)
    assert main(question) == 0
    assert len(json.loads(capsys.readouterr().out)["lines"]) == 1
    assert main(["jpk", "write", str(books), "--period", "2026-09", "--out", "jpk.xml"]) == 0
    read = read_jpk("jpk.xml")
    assert read.sales[["K_19", "K_20", "ksef"]].values.tolist() == [[-1000_00, -230_00, NAMES[0]]]
    assert etree.parse("jpk.xml").findtext(".//{*}SprzedazWiersz/{*}NrKSeF") == NAMES[0]
    assert real_schema("V7M-3").validate(etree.parse("jpk.xml"))
    assert not (filing.check_jpk(Path("jpk.xml"))["severity"] == "error").any()


def test_whose_books_they_are_is_said_by_an_option_or_by_the_table_beside_them(tmp_path: Path) -> None:
    books = folder(tmp_path, june(paying=DUE), company=False)
    assert main(["check", str(books)]) == 1
    assert main(["check", str(books), "--nip", BUYER]) == 0
    (books / "company.csv").write_text(f"tax_id,tax_office\n{BUYER},1471\n", "utf-8")
    ledger = workbench.read_ledger(books)
    assert ledger.documents["register"].tolist() == ["purchase"]
    assert ledger.company[["tax_id", "name", "tax_office"]].values.tolist() == [[BUYER, "Dom S.A.", "1471"]]
    (books / "company.csv").write_bytes(b'tax_id\n"\xff')
    with pytest.raises(LedgerError, match="company"):
        workbench.read_ledger(books)


def test_a_folder_of_invoices_is_a_client_of_the_office(tmp_path: Path) -> None:
    """It opens with what lacks in it as warnings, and anew once that is answered or an invoice has come."""
    books = folder(tmp_path, june(), company=True)
    told: dict[str, pd.DataFrame] = {}
    clients = Clients(tmp_path, told.get)
    assert clients.names == ["cegla"]
    assert clients.ledger("cegla").warnings["column"].tolist() == ["due_date"]
    assert clients.ledger("cegla") is clients.ledger("cegla")
    told["cegla"] = answers(due_date="2026-06-10")
    assert len(clients.ledger("cegla").warnings) == 0
    (books / f"{NAMES[1]}.xml").write_bytes(june("FV/2", paying=DUE))
    assert len(clients.ledger("cegla").documents) == 2
    assert Clients(books).names == ["cegla"]


def test_invoices_are_a_client_in_the_grid_of_the_office(tmp_path: Path) -> None:
    """A folder of them and an archive, beside books; with what was answered about them, in processes too."""
    folder(tmp_path, june(), company=True)
    with zipfile.ZipFile(tmp_path / "dach.zip", "w") as packed:
        for number, buyer in enumerate((BUYER, "7831916366")):
            packed.writestr(f"{NAMES[number]}.xml", june(f"FV/{number}", buyer=buyer, paying=DUE))
    told = {"cegla": answers(due_date="2026-06-10")}
    sources = Clients(tmp_path, told.get).sources
    for workers in (1, 2):
        found = relief.office(sources, "2026-09", 1, today=date(2026, 10, 1), workers=workers)
        assert found.problems.values.tolist() == []
        assert found.grid.loc[found.grid["documents"] > 0, ["client", "vat"]].values.tolist() == [
            ["cegla", 230_00],
            ["dach.zip", 460_00],
        ]
