"""All official FA(3) examples and three FA(2) files of another maker, against figures typed by hand from the files."""

import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

import workbench
from tests.filing_ksef import SAMPLES
from workbench import i18n, money
from workbench.errors import FilingError
from workbench.filing import ksef

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the official examples are not in this checkout (../shared)")


class Expected(NamedTuple):
    """What a file says. `totals`: (field, rate, net, VAT, net in PLN, VAT in PLN), "" for what it does not tell; `payments`:
    (due, amount, settled) of the books before any answer; `needs`: those beside ksef_number."""

    kind: str
    number: str
    issued: str
    sold: str
    total: str
    totals: list[tuple[str, str, str, str, str, str]]
    payments: list[tuple[str, str, str]]
    needs: list[str]
    currency: str = "PLN"


def pln(field: str, rate: str, net: str, vat: str = "0.00") -> tuple[str, str, str, str, str, str]:
    return (field, rate, net, vat, net, vat)


def paid(day: str, amount: str, due: str = "") -> tuple[str, str, str]:
    return (due or day, amount, day)


EXAMPLES = {
    1: Expected(
        "VAT", "FV2026/02/150", "2026-02-15", "2026-01-27", "2051.00",
        [pln("P_13_1", "23", "1666.66", "383.33"), pln("P_13_3", "5", "0.95", "0.05")],
        [paid("2026-01-27", "2051.00")], ["totals"],
    ),
    2: Expected(
        "KOR", "FK2026/03/200", "2026-03-15", "2026-01-27", "-200.00", [pln("P_13_1", "23", "-162.60", "-37.40")],
        [], ["corrects", "set_off", "vat_date"],
    ),
    3: Expected(
        "KOR", "FK2026/03/200", "2026-03-15", "2026-01-27", "-200.00", [pln("P_13_1", "23", "-162.60", "-37.40")],
        [], ["corrects", "set_off", "vat_date"],
    ),
    4: Expected(
        "VAT", "FV2026/02/150", "2026-02-15", "2026-01-15", "64279.92", [pln("P_13_1", "23", "52260.10", "12019.82")],
        [paid("2026-02-15", "1000.00"), ("2026-03-15", "63279.92", "")], ["deductions", "factor"],
    ),
    5: Expected("KOR", "FK2026/04/23", "2026-04-01", "", "0.00", [], [], ["corrects"]),
    6: Expected(
        "KOR", "FK2026/07/243", "2026-07-15", "", "-50000.00", [pln("P_13_1", "23", "-40650.41", "-9349.59")],
        [], ["corrects", "set_off"],
    ),
    7: Expected(
        "KOR", "FK2026/07/243", "2026-07-15", "", "-50000.00", [pln("P_13_1", "23", "-40650.41", "-9349.59")],
        [], ["corrects", "set_off"],
    ),
    8: Expected(
        "VAT", "FM2026/02/150", "2026-02-27", "2026-01-27", "15000.00", [pln("P_13_11", "", "15000.00")],
        [], ["rate_P_13_11", "relative_term"],
    ),
    9: Expected(
        "VAT", "FV2026/02/150", "2026-02-15", "2026-01-01", "2760.00",
        [pln("P_13_1", "23", "2000.00", "460.00"), pln("P_13_7", "zw", "300.00")], [("2026-03-15", "2760.00", "")], [],
    ),
    10: Expected(
        "ZAL", "FZ2026/02/150", "2026-02-15", "2026-02-15", "20000.00", [pln("P_13_1", "23", "16260.16", "3739.84")],
        [paid("2026-02-15", "20000.00")], [],
    ),
    11: Expected(
        "KOR_ZAL", "FK2026/03/5", "2026-03-15", "2026-02-15", "0.00",
        [pln("P_13_1", "23", "-15993.60", "-3678.53"), pln("P_13_2", "8", "18214.94", "1457.19")], [], ["corrects", "vat_date"],
    ),
    12: Expected(
        "KOR_ZAL", "FK2026/03/7", "2026-03-17", "2026-02-15", "10000.00",
        [pln("P_13_1", "23", "133.28", "30.65"), pln("P_13_2", "8", "9107.47", "728.60")], [], ["corrects", "due_date"],
    ),
    13: Expected("KOR_ZAL", "FK2026/03/7", "2026-03-17", "2026-02-15", "0.00", [], [], ["corrects", "vat_date"]),
    14: Expected(
        "ROZ", "FV2026/08/12", "2026-08-17", "2026-09-17", "307635.00",
        [pln("P_13_1", "23", "4100.16", "943.04"), pln("P_13_2", "8", "280177.59", "22414.21")], [], ["due_split"],
    ),
    15: Expected(
        "UPR", "FV2026/02/150", "2026-02-15", "2026-01-03", "450.00",
        [pln("P_13_1", "23", "365.85", "84.15")], [], ["due_date"],
    ),
    # only the gross and the rate: 450 * 23 / 123 = 84.146...
    16: Expected(
        "UPR", "FV2026/02/150", "2026-02-15", "2026-01-03", "450.00",
        [pln("P_13_1", "23", "365.85", "84.15")], [], ["due_date"],
    ),
    17: Expected(
        "ROZ", "FV2026/08/12", "2026-08-17", "2026-09-17", "300000.00",
        [pln("P_13_1", "23", "3998.40", "919.63"), pln("P_13_2", "8", "273224.05", "21857.92")], [], ["due_date"],
    ),
    18: Expected(
        "KOR_ROZ", "FK2026/09/1", "2026-08-17", "2026-09-17", "7635.00",
        [pln("P_13_1", "23", "101.76", "23.41"), pln("P_13_2", "8", "6953.54", "556.29")], [], ["corrects", "due_date"],
    ),
    19: Expected(
        "VAT", "FM2026/02/150", "2026-02-15", "2026-01-27", "3000.00",
        [pln("P_13_1", "23", "813.00", "187.00"), pln("P_13_11", "", "2000.00")], [], ["due_date", "rate_P_13_11"],
    ),
    # 13560 * 4.5005 = 61026.78
    20: Expected(
        "VAT", "FV2026/02/150", "2026-02-15", "2026-02-26", "16678.80",
        [("P_13_1", "23", "13560.00", "3118.80", "61026.78", "14036.16")], [("2026-03-15", "16678.80", "")], ["factor"], "EUR",
    ),
    # 4060 * 4.4080 + 5000 * 4.5005 + 4500 * 4.3250 = 17896.48 + 22502.50 + 19462.50
    21: Expected(
        "VAT", "FV2026/02/150", "2026-02-15", "2026-02-20", "16678.80",
        [("P_13_1", "23", "13560.00", "3118.80", "59861.48", "13768.14")], [("2026-03-15", "16678.80", "")], ["factor"], "EUR",
    ),
    22: Expected(
        "VAT", "FV2026/02/150", "2026-02-15", "2026-01-03", "4000.00", [("P_13_6_2", "0", "4000.00", "0.00", "", "0.00")],
        [], ["due_date", "fx"], "EUR",
    ),
    23: Expected(
        "VAT", "FV2026/02/150", "2026-06-15", "2026-01-03", "8000.00", [("P_13_6_3", "0", "8000.00", "0.00", "", "0.00")],
        [], ["due_date", "fx"], "USD",
    ),
    24: Expected(
        "VAT", "FV2026/02/150", "2026-02-28", "2026-02-28", "53.63", [pln("P_13_1", "23", "43.60", "10.03")],
        [("2026-03-15", "53.63", "")], [],
    ),
    25: Expected(
        "VAT", "FV2026/02/150", "2026-02-28", "2026-02-28", "53.63", [pln("P_13_1", "23", "43.60", "10.03")],
        [("2026-03-15", "53.63", "")], [],
    ),
    26: Expected(
        "VAT", "FA/2026/02/999", "2026-02-01", "2026-02-01", "31.50", [pln("P_13_3", "5", "30.00", "1.50")],
        [], ["charges", "due_date"],
    ),
}  # fmt: skip


def day(value: Any) -> str:
    return "" if pd.isna(value) else f"{value:%Y-%m-%d}"


def zloty(value: Any) -> str:
    return "" if pd.isna(value) else money.to_text(int(value))


@pytest.fixture(autouse=True)
def english(begins_in_polish: None) -> None:
    """Messages are looked at in their first language."""
    i18n.set_language("en")


@pytest.fixture(scope="module")
def invoices() -> ksef.Invoices:
    return ksef.read_invoices(SAMPLES)


def test_every_example_is_read(invoices: ksef.Invoices) -> None:
    assert len(invoices.faults) == 0
    official = invoices.invoices[invoices.invoices["file"].str.startswith("FA_3_")]
    assert sorted(official["file"]) == sorted(f"FA_3_Przyklad_{number}.xml" for number in EXAMPLES)
    assert set(official["form"]) == {"FA (3)"}
    assert set(invoices.invoices["form"]) == {"FA (2)", "FA (3)"}


@pytest.mark.parametrize("number", EXAMPLES)
def test_an_example_is_read_as_it_says(invoices: ksef.Invoices, number: int) -> None:
    """Structure FA(3), reference vat.md 4: kind, number, days, total and the totals by rate, in PLN too."""
    file, expected = f"FA_3_Przyklad_{number}.xml", EXAMPLES[number]
    (row,) = invoices.invoices[invoices.invoices["file"] == file].itertuples(index=False)
    assert (row.kind, row.number, row.currency) == (expected.kind, expected.number, expected.currency)
    assert (day(row.issue_date), day(row.sale_date), zloty(row.total)) == (expected.issued, expected.sold, expected.total)
    amounts = invoices.amounts[invoices.amounts["file"] == file].itertuples(index=False)
    found = [(of.field, of.rate, *map(zloty, (of.net, of.vat, of.net_pln, of.vat_pln))) for of in amounts]
    assert found == expected.totals


@pytest.mark.parametrize("number", EXAMPLES)
def test_an_example_alone_makes_books(number: int) -> None:
    """Payments without any answer, and the questions; vat.md 7 cases 63 and 64 are examples 14 and 8."""
    expected = EXAMPLES[number]
    books = ksef.ledger_of(ksef.read_invoices(SAMPLES / f"FA_3_Przyklad_{number}.xml"), "9999999999")
    ledger = books.ledger
    settled = dict(zip(ledger.settlements["payment_id"], ledger.settlements["date"], strict=True))
    found = [
        (day(of.due_date), zloty(of.amount), day(settled.get(of.payment_id))) for of in ledger.payments.itertuples(index=False)
    ]
    assert found == expected.payments
    assert sorted(books.needs["need"]) == sorted([*expected.needs, "ksef_number"])
    lines = [(line.rate, zloty(line.net), zloty(line.vat)) for line in ledger.vat_lines.itertuples(index=False)]
    assert lines == [(rate, net, vat) for _field, rate, _net, _vat, net, vat in expected.totals if rate and net]
    assert ledger.documents["register"].tolist() == ["sale"]
    (row,) = ledger.documents.itertuples(index=False)
    assert (row.number, row.currency) == (expected.number, expected.currency)


def test_the_totals_add_up_to_what_is_due(invoices: ksef.Invoices) -> None:
    """In every example but the first, which is a grosz out (1666.66 + 383.33 + 0.95 + 0.05 is not 2051.00) and says so."""
    gross = (invoices.amounts["net"] + invoices.amounts["vat"]).groupby(invoices.amounts["file"]).sum()
    for file, total in zip(invoices.invoices["file"], invoices.invoices["total"], strict=True):
        out = 1 if file == "FA_3_Przyklad_1.xml" else 0
        assert total - int(gross.get(file, 0)) == out, file


def test_what_else_the_examples_say(invoices: ksef.Invoices) -> None:
    def table(name: str, number: int) -> list[dict[str, Any]]:
        of = getattr(invoices, name)
        return of[of["file"] == f"FA_3_Przyklad_{number}.xml"].to_dict("records")

    (margin,) = table("invoices", 8)
    assert (margin["markers"], margin["paid"], zloty(margin["to_pay"])) == ("GTU_07", "partly", "15000.00")
    assert [(day(of["date"]), zloty(of["amount"])) for of in table("payments", 8)] == [("2026-01-27", "10000.00")]
    (term,) = table("terms", 8)
    # thirty days from the day of issue, 2026-02-27, because the file does not say when it was received
    assert (day(term["due_date"]), term["text"], day(term["proposed"])) == ("", "30 Dzień Otrzymanie faktury", "2026-03-29")
    (deposit,) = table("invoices", 26)
    assert (zloty(deposit["charges"]), zloty(deposit["to_pay"])) == ("5.00", "36.50")
    (factored,) = table("invoices", 4)
    assert factored["factor"] and zloty(factored["to_pay"]) == "63279.92"
    (account,) = table("accounts", 4)
    assert (account["account"], account["factor"]) == ("73111111111111111111111111", True)
    assert [of["number"] for of in table("corrects", 6)] == [
        "FV2026/01/134", "FV2026/02/150", "FV2026/03/143", "FV2026/04/23", "FV2026/05/54", "FV2026/06/15",
    ]  # fmt: skip
    assert [of["ksef_number"] for of in table("advances", 14)] == ["9999999999-20230908-8BEF280C8D35-4D"]
    (abroad,) = table("invoices", 22)
    assert (abroad["buyer_country"], abroad["buyer_tax_id"]) == ("DE", "999999999")
    (unit,) = table("invoices", 9)
    assert (unit["local_government"], unit["vat_group"]) == (True, False)


def test_copies_are_in_the_books_once() -> None:
    """Examples 3, 7, 16 and 25 say the same as 2, 6, 15 and 24; their copies are listed, not dropped in silence."""
    official = {path.name: path.read_bytes() for path in SAMPLES.glob("FA_3_*.xml")}
    books = ksef.ledger_of(ksef.read_invoices(official))
    assert books.tax_id == "9999999999"
    assert sorted(books.others["file"]) == [f"FA_3_Przyklad_{number}.xml" for number in (16, 25, 3, 7)]
    assert len(books.ledger.documents) == 22
    corrects = dict(zip(books.ledger.documents["document_id"], books.ledger.documents["corrects"], strict=True))
    assert corrects["FA_3_Przyklad_11"] == "FA_3_Przyklad_10"
    warned = books.ledger.warnings
    assert {"files", "documents"} <= set(warned["table"])
    assert len(warned[warned["table"] == "files"]) == 4


def test_the_files_of_another_maker(invoices: ksef.Invoices) -> None:
    """FA(2). Two of them have one NIP as seller and buyer: they belong on no side, and nobody can say whose the books are."""
    own = invoices.invoices[invoices.invoices["file"].str.startswith("gobl")]
    assert own["number"].tolist() == ["CN-002", "SAMPLE-001", "SAMPLE-001"]
    assert own["total"].tolist() == [24600, 222480, 222480]
    assert own["self_billing"].tolist() == [False, False, True]
    given = {path.name: path.read_bytes() for path in SAMPLES.glob("gobl*.xml")}
    books = ksef.ledger_of(ksef.read_invoices(given))
    assert books.tax_id == "1234567788"
    assert books.ledger.documents[["register", "number"]].to_numpy().tolist() == [["purchase", "CN-002"]]
    assert len(books.others) == 2
    with pytest.raises(FilingError, match=r"9999999999 \(26\)"):
        ksef.ledger_of(invoices)


def test_the_whole_folder_is_read_as_a_ledger(tmp_path: Path) -> None:
    for path in SAMPLES.glob("FA_3_*.xml"):
        shutil.copy(path, tmp_path)
    ledger = workbench.read_ledger(tmp_path)
    assert len(ledger.documents) == 22
    assert ledger.source == str(tmp_path)
    assert "due_split" in set(ledger.warnings["column"])
