"""The cases of vat.md 7 about files and the worked examples R-046, J-021, J-031 to J-036, from the books to the XML.

Each case is books, months, and what stands in the relief rows and in the declaration of their files, written by hand.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests import filing_oracle as oracle
from tests.books import Books, purchase, sale
from tests.filing_desk import CLIENT, ledger
from tests.filing_structures import real_schema
from workbench.errors import PeriodError
from workbench.filing.writing.jpk import jpk_bytes
from workbench.store import open_store
from workbench.store.filing_desk import FilingDesk
from workbench.store.relief_desk import DeclarationStep

TODAY = date(2027, 2, 1)
MADE_AT = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
Months = Mapping[str, tuple[Sequence[str], str]]
"""By month: its relief rows, and fields of the declaration part with their values, "-" for one that is left out."""


def relief(content: bytes) -> list[str]:
    """The rows of the relief, each as a line: document, its one date, then field and amount."""
    path = "//t:SprzedazWiersz[t:KorektaPodstawyOpodt] | //t:ZakupWiersz[t:K_46 or t:K_47]"
    found = []
    for row in xpath(content, path):
        texts = {etree.QName(child).localname: str(child.text) for child in row}
        names = ("DowodSprzedazy", "DowodZakupu", "TerminPlatnosci", "DataZaplaty")
        amounts = [f"{name[2:]}:{text}" for name, text in texts.items() if name.startswith("K_") and Decimal(text)]
        found.append(" ".join([*(texts[name] for name in names if name in texts), *amounts]))
    return found


def fields(content: bytes, names: str) -> str:
    """These fields of the declaration part, as "P_68=-594 P_69=-"."""
    values = {name: str(xpath(content, f"string(//t:PozycjeSzczegolowe/t:{name})")) for name in names.split()}
    return " ".join(f"{name}={value or '-'}" for name, value in values.items())


def xpath(content: bytes, path: str) -> Any:
    root = etree.fromstring(content)
    return root.xpath(path, namespaces={"t": str(etree.QName(root).namespace)})


def desk_of(kept: Any, *documents: Books, **company: str) -> FilingDesk:
    return FilingDesk.opened(kept, CLIENT, ledger(*documents, **company), TODAY)


def written(desk: FilingDesk, month: str, **asked: Any) -> bytes:
    content = jpk_bytes(desk.file(month, made_at=MADE_AT, **asked))
    schema = real_schema(desk.version(month).id)
    assert schema.validate(etree.fromstring(content)), schema.error_log
    return content


def check(desk: FilingDesk, months: Months, **asked: Any) -> None:
    for month, (rows, declared) in months.items():
        content = written(desk, month, **asked)
        assert relief(content) == list(rows), month
        assert fields(content, " ".join(one.split("=")[0] for one in declared.split())) == declared, month


def one_sale(**values: Any) -> Books:
    """1 000 net, 230 VAT, due 2026-06-10: day 90 is 2026-09-08."""
    return sale("A", **{"issued": "2026-06-01", "due": "2026-06-10", "lines": [("23", "1000.00")], **values})


def one_purchase(**values: Any) -> Books:
    return purchase("B", **{"issued": "2026-06-01", "due": "2026-06-10", "lines": [("23", "1000.00")], **values})


PARTS = [("2020-07-27", "831.00"), ("2020-08-31", "831.00")]
"""J-031: two instalments of 1 000 at 23% and 400 at 8%."""
LINES = [("23", "1000.00"), ("8", "400.00")]
STEPS: tuple[DeclarationStep, ...] = ("lock", "send", "receive", "correct")
"""Of a declaration that was filed and is to be corrected."""
J_031 = "23, J-031: the payment before the filing day of November leaves that month without relief (C-15)"
UNPAID = "19:-1000.00 20:-230.00"
PAID = [("2020-12-20", "831.00")]
CASES: dict[str, tuple[list[Books], Months]] = {
    "6: the holiday moves the month and the structure": (
        [one_sale(issued="2025-10-01", due="2025-11-01")],
        {
            "2026-01": ([], "P_68=- P_69=- P_38=0"),
            "2026-02": ([f"A 2025-11-01 {UNPAID}"], "P_19=-1000 P_20=-230 P_38=-230 P_68=-1000 P_69=-230"),
        },
    ),
    "21: a part is paid later": (
        [one_sale(paid=[("2026-12-05", "615.00")])],
        {
            "2026-09": ([f"A 2026-06-10 {UNPAID}"], "P_68=-1000 P_69=-230"),
            "2026-12": (["A 2026-12-05 19:500.00 20:115.00"], "P_19=500 P_20=115 P_68=- P_69=-"),
        },
    ),
    "22: three payments give back exactly what was taken": (
        [one_sale(paid=[("2026-12-01", "400.00"), ("2026-12-05", "400.00"), ("2026-12-09", "430.00")])],
        {
            "2026-12": (
                [
                    "A 2026-12-01 19:325.20 20:74.80",
                    "A 2026-12-05 19:325.21 20:74.79",
                    "A 2026-12-09 19:349.59 20:80.41",
                ],
                "P_19=1000 P_20=230 P_68=-",
            )
        },
    ),
    J_031: (
        [one_sale(issued="2020-07-01", parts=[(day, amount, PAID) for day, amount in PARTS], due=None, lines=LINES)],
        {
            "2020-10": (["A 17:-200.00 18:-16.00 19:-500.00 20:-115.00"], "P_17=-200 P_18=-16 P_19=-500 P_68=-700 P_69=-131"),
            "2020-11": ([], "P_68=-"),
            "2020-12": (["A 17:200.00 18:16.00 19:500.00 20:115.00"], "P_18=16 P_20=115 P_68=- P_69=-"),
        },
    ),
    "24: two instalments of one day are one row, taken once": (
        [one_sale(due=None, parts=[("2026-06-10", "615.00"), ("2026-06-10", "615.00")])],
        {"2026-09": ([f"A 2026-06-10 {UNPAID}"], "P_68=-1000 P_69=-230")},
    ),
    "25: two instalments of one month are two rows": (
        [one_sale(due=None, parts=[("2026-06-10", "615.00"), ("2026-06-15", "615.00")])],
        {
            "2026-09": (
                ["A 2026-06-10 19:-500.00 20:-115.00", "A 2026-06-15 19:-500.00 20:-115.00"],
                "P_19=-1000 P_68=-1000 P_69=-230",
            )
        },
    ),
    "26: rates share what is unpaid by largest remainders": (
        [one_sale(lines=[("23", "1000.00"), ("8", "400.00"), ("5", "100.00")], paid=[("2026-07-01", "767.00")])],
        {
            "2026-09": (
                ["A 2026-06-10 15:-56.59 16:-2.83 17:-226.37 18:-18.11 19:-565.93 20:-130.17"],
                "P_15=-57 P_16=-3 P_17=-226 P_18=-18 P_19=-566 P_20=-130 P_37=-849 P_38=-151 P_68=-849 P_69=-151",
            )
        },
    ),
    "27, J-034: the tax is what is left of the gross": (
        [
            one_purchase(
                issued="2020-07-06", due="2020-07-13", lines=[("23", "813.01", "186.99")], paid=[("2020-08-06", "500.00")]
            )
        ],
        {"2020-10": (["B 46:-93.49"], "P_46=-93 P_47=- P_48=-93 P_51=93 P_53=-")},
    ),
    "31: three years are over on the day of filing": (
        [one_sale(issued="2023-02-01", due="2026-09-30")],
        {"2026-12": ([], "P_68=- P_38=0")},
    ),
    "50, 51: nothing to correct without tax": (
        [
            one_sale(transaction="domestic_reverse_charge", lines=[("np", "1000.00")]),
            sale("EXEMPT", issued="2026-06-01", due="2026-06-10", lines=[("zw", "100.00")]),
            sale("NOUGHT", issued="2026-06-01", due="2026-06-10", lines=[("0", "100.00")]),
        ],
        {"2026-09": ([], "P_68=- P_38=0")},
    ),
    "52: half of the tax was deducted": (
        [one_purchase(lines=[("23", "500.00", "115.00"), ("23", "500.00", "115.00", "no")])],
        {"2026-09": (["B 46:-115.00"], "P_46=-115 P_48=-115 P_51=115")},
    ),
    "53: never deducted": (
        [one_purchase(lines=[("23", "1000.00", "230.00", "no")])],
        {"2026-09": ([], "P_46=- P_48=-")},
    ),
    "57: relief larger than the sales": (
        [
            one_sale(lines=[("23", "2173.91", "500.00")]),
            purchase("C", issued="2026-09-02", due="2026-12-02", lines=[("23", "4347.83", "1000.00")]),
        ],
        {
            "2026-09": (
                ["A 2026-06-10 19:-2173.91 20:-500.00"],
                "P_20=-500 P_38=-500 P_43=1000 P_48=1000 P_51=0 P_53=1500 P_62=1500 P_69=-500",
            )
        },
    ),
    "58: increases alone": (
        [one_sale(paid=[("2026-11-05", "1230.00")])],
        {"2026-11": (["A 2026-11-05 19:1000.00 20:230.00"], "P_19=1000 P_20=230 P_51=230 P_68=- P_69=-")},
    ),
    "61: the decrease in structure (2), the increase in (3)": (
        [one_sale(issued="2025-08-01", due="2025-08-10", paid=[("2026-02-12", "1230.00")])],
        {
            "2025-11": ([f"A 2025-08-10 {UNPAID}"], "P_68=-1000 P_69=-230"),
            "2026-02": (["A 2026-02-12 19:1000.00 20:230.00"], "P_20=230 P_68=-"),
        },
    ),
    "62: of a due date before 2016 only the day of payment stands in the file": (
        [one_sale(issued="2015-06-01", due="2015-06-10", paid=[("2026-09-12", "1230.00")])],
        {"2026-09": (["A 2026-09-12 19:1000.00 20:230.00"], "P_20=230 P_68=-")},
    ),
    "J-032": (
        [one_sale(issued="2020-08-01", due="2020-08-13", paid=[("2020-09-10", "500.00")])],
        {"2020-11": (["A 19:-593.50 20:-136.50"], "P_19=-594 P_20=-137 P_38=-137 P_68=-594 P_69=-137")},
    ),
    "J-035": (
        [
            one_purchase(issued="2020-07-06", due="2020-07-13", lines=[("23", "813.01", "186.99")]),
            purchase("C", issued="2020-06-08", due="2020-06-15", lines=[("23", "18950.00")], paid=[("2020-10-12", "23308.50")]),
        ],
        {"2020-10": (["B 46:-186.99", "C 47:4358.50"], "P_46=-187 P_47=4359 P_48=4172 P_53=4172")},
    ),
}
QUARTERLY: dict[str, tuple[list[Books], Months]] = {
    "54: the debtor pays within the quarter; the registers have both, the declaration nets to nothing": (
        [one_purchase(issued="2026-04-20", due="2026-05-05", paid=[("2026-09-25", "1230.00")])],
        {"2026-08": (["B 46:-230.00"], "P_46=-"), "2026-09": (["B 47:230.00"], "P_46=-230 P_47=230 P_48=-")},
    ),
    "56, J-021: the register of November, the declaration of December": (
        [one_sale(issued="2020-08-20", due="2020-08-27")],
        {
            "2020-10": ([], "P_68=-"),
            "2020-11": (["A 19:-1000.00 20:-230.00"], "P_38=- P_68=-"),
            "2020-12": ([], "P_19=-1000 P_20=-230 P_38=-230 P_68=-1000 P_69=-230"),
        },
    ),
    "J-036": (
        [
            one_sale(issued="2020-07-01", due="2020-07-08", lines=[("23", "200.00")], paid=[("2020-12-13", "100.00")]),
            sale("A2", issued="2020-08-03", due="2020-08-09", lines=[("23", "500.00")]),
            sale("A3", issued="2020-09-10", due="2020-09-18", lines=[("23", "300.00")]),
        ],
        {
            "2020-10": (["A 19:-200.00 20:-46.00"], "P_68=-"),
            "2020-11": (["A2 19:-500.00 20:-115.00"], "P_68=-"),
            "2020-12": (
                ["A3 19:-300.00 20:-69.00", "A 19:81.30 20:18.70"],
                "P_19=-919 P_20=-211 P_68=-1000 P_69=-230",
            ),
        },
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_case(case: str) -> None:
    documents, months = CASES[case]
    check(desk_of(None, *documents), months)


@pytest.mark.parametrize("case", QUARTERLY)
def test_a_case_of_a_quarterly_payer(case: str) -> None:
    documents, months = QUARTERLY[case]
    check(desk_of(None, *documents, vat_period="quarter"), months)


def test_cases_54_and_55_are_told_as_traps() -> None:
    """Paid before the quarter is filed: the relief of its register is to be corrected."""
    debt = one_purchase(issued="2026-04-20", due="2026-05-05", paid=[("2026-09-25", "1230.00")])
    claim = one_sale(issued="2026-04-20", due="2026-05-05", paid=[("2026-10-20", "1230.00")])
    found = desk_of(None, debt, claim, vat_period="quarter").traps("2026-09")
    assert sorted(zip(found["side"], found["document_id"], strict=True)) == [("purchase", "B"), ("sale", "A")]


def test_r_046_months_before_jpk_v7_have_no_file() -> None:
    """Issued 2019-08-20, due 2019-08-27: November and December 2019, whose relief stands in JPK_VAT and VAT-7."""
    desk = desk_of(None, one_sale(issued="2019-08-20", due="2019-08-27", paid=[("2019-12-27", "1230.00")]))
    for month in ("2019-11", "2019-12"):
        with pytest.raises(PeriodError, match="2020-10"):
            written(desk, month)


def test_case_23_with_the_notice_of_november_made_before_the_payment(tmp_path: Path) -> None:
    """J-031 as the manual has it: November is made as of a day before 20 December, so December gives back everything."""
    documents, _months = CASES[J_031]
    with open_store(str(tmp_path / "office.liczydlo"), user="anna") as store:
        relief_desk = desk_of(store, *documents).relief
        for month, day in (("2020-10", None), ("2020-11", "2020-12-15"), ("2020-12", None)):
            relief_desk = relief_desk.make("sale", month, day).lock("sale", month).generate("sale", month, "JPK")
        both = "17:-200.00 18:-16.00 19:-500.00 20:-115.00"
        check(
            desk_of(store, *documents),
            {
                "2020-10": ([f"A {both}"], "P_68=-700 P_69=-131"),
                "2020-11": ([f"A {both}"], "P_68=-700 P_69=-131"),
                "2020-12": (["A 17:400.00 18:32.00 19:1000.00 20:230.00"], "P_17=400 P_18=32 P_19=1000 P_20=230 P_68=-"),
            },
        )


def test_case_60_and_j_033_a_forgotten_invoice_comes_with_the_correction_of_its_month(tmp_path: Path) -> None:
    """November 2020 with one invoice (S), filed; S1 adds the other, and the file of November is corrected (purpose 2)."""
    first = one_sale(issued="2020-08-01", due="2020-08-13", paid=[("2020-09-10", "500.00")])
    forgotten = sale("A2", issued="2020-08-10", due="2020-08-30", lines=[("23", "1000.00")])
    with open_store(str(tmp_path / "office.liczydlo"), user="anna") as store:
        relief_desk = desk_of(store, first).relief.make("sale", "2020-11").lock("sale", "2020-11")
        relief_desk = relief_desk.generate("sale", "2020-11", "JPK")
        one = "A 19:-593.50 20:-136.50"
        check(desk_of(store, first), {"2020-11": ([one], "P_68=-594 P_69=-137")})
        for step in STEPS:
            relief_desk = relief_desk.declare("2020-11", step)
        relief_desk = desk_of(store, first, forgotten).relief.amend_anew("sale", "2020-11")
        relief_desk.lock("sale", "2020-11").generate("sale", "2020-11", "JPK")
        desk = desk_of(store, first, forgotten)
        rows = [one, "A2 19:-1000.00 20:-230.00"]
        check(desk, {"2020-11": (rows, "P_19=-1594 P_20=-367 P_68=-1594 P_69=-367")}, purpose=2)
        assert b'<CelZlozenia poz="P_7">2</CelZlozenia>' in written(desk, "2020-11", purpose=2)
        assert desk.faults("2020-11", purpose=2).empty


def test_case_59_decrease_and_increase_of_one_invoice_in_one_month(tmp_path: Path) -> None:
    """The notice of September is of the 12th, the payment of the 20th: both rows, neither P_68 nor P_69."""
    documents = [one_sale(paid=[("2026-09-20", "1230.00")])]
    with open_store(str(tmp_path / "office.liczydlo"), user="anna") as store:
        desk_of(store, *documents).relief.make("sale", "2026-09", "2026-09-12").lock("sale", "2026-09").generate(
            "sale", "2026-09", "JPK"
        )
        rows = [f"A 2026-06-10 {UNPAID}", "A 2026-09-20 19:1000.00 20:230.00"]
        desk = desk_of(store, *documents)
        check(desk, {"2026-09": (rows, "P_20=- P_38=0 P_68=- P_69=-")})
        assert desk.faults("2026-09").empty
        content = written(desk, "2026-09")
        assert oracle.stands(content) == oracle.declared([content])
