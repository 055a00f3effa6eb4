"""Rows of relief in JPK_V7: fields, signs and dates of the manuals' examples (J-031 to J-036) and of the cases of vat.md."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.books import Books, books, ledger_of, purchase, sale
from tests.filing_relief import of, shown
from tests.notices import DECEMBER, DUE, OCTOBER, SEPTEMBER, THOUSAND, invoice
from workbench.days import Month
from workbench.errors import FilingError
from workbench.filing.effects import field_effects
from workbench.filing.relief_rows import jpk_rows
from workbench.filing.rows import purchase_columns, sale_columns
from workbench.filing.versions import version_of
from workbench.i18n import in_language
from workbench.ledger import Ledger

V3 = version_of("V7M", Month("2026-09"))
MINUS = {"K_19": -1000_00, "K_20": -230_00}
PLUS = {"K_19": 1000_00, "K_20": 230_00}
TWO_RATES = [("23", "1000.00"), ("8", "400.00")]
HALF = {"K_17": 200_00, "K_18": 16_00, "K_19": 500_00, "K_20": 115_00}


def minus(amounts: dict[str, int]) -> dict[str, int]:
    return {field: -amount for field, amount in amounts.items()}


J_031 = books(
    sale(
        "FS/1",
        issued="2020-07-01",
        lines=TWO_RATES,
        parts=[("2020-07-27", "831.00", [("2020-12-20", "831.00")]), ("2020-08-31", "831.00", [("2020-12-20", "831.00")])],
    )
)
NOVEMBER_BEFORE = {"filed": {"2020-11": "2020-12-15"}}
J_032 = sale("FS/2", issued="2020-08-01", lines=THOUSAND, due="2020-08-13", paid=[("2020-09-10", "500.00")])
J_033 = sale("FS/3", issued="2020-08-10", lines=THOUSAND, due="2020-08-30")
J_034 = purchase("FZ/1", issued="2020-07-06", lines=[("23", "813.01")], due="2020-07-13", paid=[("2020-08-06", "500.00")])
J_035 = books(
    purchase("FZ/2", issued="2020-07-06", lines=[("23", "813.01")], due="2020-07-13"),
    purchase("FZ/3", issued="2020-06-08", lines=[("23", "18950.00")], due="2020-06-15", paid=[("2020-10-12", "23308.50")]),
)
J_036 = books(
    sale("FS/4", issued="2020-07-01", lines=[("23", "200.00")], due="2020-07-08", paid=[("2020-12-13", "100.00")]),
    sale("FS/5", issued="2020-08-03", lines=[("23", "500.00")], due="2020-08-09"),
    sale("FS/6", issued="2020-09-10", lines=[("23", "300.00")], due="2020-09-18"),
)
CASE_17 = invoice("purchase", paid=[("2026-10-15", "1230.00")])
EXAMPLES: list[tuple[str, Books, str, str, dict[str, Any], list[Any]]] = [
    ("J-031 October", J_031, "2020-10", "sale", {}, [("FS/1", "2020-07-27", minus(HALF))]),
    ("J-031 November", J_031, "2020-11", "sale", {"as_of": "2020-12-15"}, [("FS/1", "2020-08-31", minus(HALF))]),
    (
        "J-031 December: one payment date, one row",
        J_031,
        "2020-12",
        "sale",
        NOVEMBER_BEFORE,
        [("FS/1", "2020-12-20", {name: 2 * amount for name, amount in HALF.items()})],
    ),
    ("J-031 December, default days (C-15)", J_031, "2020-12", "sale", {}, [("FS/1", "2020-12-20", HALF)]),
    ("J-032", books(J_032), "2020-11", "sale", {}, [("FS/2", "2020-08-13", {"K_19": -593_50, "K_20": -136_50})]),
    (
        "J-033: due on a Sunday, the date of the invoice in the row",
        books(J_032, J_033),
        "2020-11",
        "sale",
        {},
        [("FS/2", "2020-08-13", {"K_19": -593_50, "K_20": -136_50}), ("FS/3", "2020-08-30", MINUS)],
    ),
    ("J-034: the tax alone", books(J_034), "2020-10", "purchase", {}, [("FZ/1", "", {"K_46": -93_49})]),
    ("J-035", J_035, "2020-10", "purchase", {}, [("FZ/2", "", {"K_46": -186_99}), ("FZ/3", "", {"K_47": 4358_50})]),
    ("J-036 October", J_036, "2020-10", "sale", {}, [("FS/4", "2020-07-08", {"K_19": -200_00, "K_20": -46_00})]),
    ("J-036 November", J_036, "2020-11", "sale", {}, [("FS/5", "2020-08-09", {"K_19": -500_00, "K_20": -115_00})]),
    (
        "J-036 December",
        J_036,
        "2020-12",
        "sale",
        {},
        [("FS/6", "2020-09-18", {"K_19": -300_00, "K_20": -69_00}), ("FS/4", "2020-12-13", {"K_19": 81_30, "K_20": 18_70})],
    ),
    (
        "case 21",
        invoice(paid=[("2026-12-05", "615.00")]),
        DECEMBER,
        "sale",
        {},
        [("FS/1", "2026-12-05", {"K_19": 500_00, "K_20": 115_00})],
    ),
    (
        "case 22",
        invoice(paid=[("2026-12-03", "400.00"), ("2026-12-10", "400.00"), ("2026-12-21", "430.00")]),
        DECEMBER,
        "sale",
        {},
        [
            ("FS/1", "2026-12-03", {"K_19": 325_20, "K_20": 74_80}),
            ("FS/1", "2026-12-10", {"K_19": 325_21, "K_20": 74_79}),
            ("FS/1", "2026-12-21", {"K_19": 349_59, "K_20": 80_41}),
        ],
    ),
    (
        "case 24: two instalments with one due date, one row, the total once",
        invoice(parts=[(DUE, "615.00"), (DUE, "615.00")]),
        SEPTEMBER,
        "sale",
        {},
        [("FS/1", DUE, MINUS)],
    ),
    (
        "case 25: two instalments of one month, two rows",
        invoice(parts=[(DUE, "615.00"), ("2026-06-15", "615.00")]),
        SEPTEMBER,
        "sale",
        {},
        [
            ("FS/1", DUE, {"K_19": -500_00, "K_20": -115_00}),
            ("FS/1", "2026-06-15", {"K_19": -500_00, "K_20": -115_00}),
        ],
    ),
    (
        "case 26: three rates side by side",
        invoice(lines=[("23", "1000.00"), ("8", "400.00"), ("5", "100.00")], paid=[("2026-07-01", "767.00")]),
        SEPTEMBER,
        "sale",
        {},
        [
            (
                "FS/1",
                DUE,
                {"K_15": -56_59, "K_16": -2_83, "K_17": -226_37, "K_18": -18_11, "K_19": -565_93, "K_20": -130_17},
            )
        ],
    ),
    (
        "rates 22 and 7 stand with 23 and 8",
        invoice(lines=[("22", "100.00"), ("23", "100.00"), ("7", "100.00"), ("8", "100.00")]),
        SEPTEMBER,
        "sale",
        {},
        [("FS/1", DUE, {"K_17": -200_00, "K_18": -15_00, "K_19": -200_00, "K_20": -45_00})],
    ),
    (
        "case 47: EUR at the invoice's rate",
        invoice(
            lines=[("23", "4250.00", "977.50")],
            parts=[(DUE, "1230.00", [("2026-07-01", "615.00")])],
            currency="EUR",
            fx_rate="4.25",
        ),
        SEPTEMBER,
        "sale",
        {},
        [("FS/1", DUE, {"K_19": -2125_00, "K_20": -488_75})],
    ),
    (
        "case 48: the VAT alone was paid",
        invoice(paid=[("2026-07-01", "230.00")]),
        SEPTEMBER,
        "sale",
        {},
        [("FS/1", DUE, {"K_19": -813_01, "K_20": -186_99})],
    ),
    ("case 49: cash accounting, sale", invoice(cash_accounting="true"), SEPTEMBER, "sale", {}, []),
    ("case 49: cash accounting, purchase", invoice("purchase", cash_accounting="true"), SEPTEMBER, "purchase", {}, []),
    (
        "case 50: reverse charge",
        invoice(lines=[("23", "1000.00", "0.00")], transaction="domestic_reverse_charge"),
        SEPTEMBER,
        "sale",
        {},
        [],
    ),
    ("case 51: exempt", invoice(lines=[("zw", "1000.00")]), SEPTEMBER, "sale", {}, []),
    ("case 17, debtor, September", CASE_17, SEPTEMBER, "purchase", {}, [("FS/1", "", {"K_46": -230_00})]),
    ("case 17, debtor, October", CASE_17, OCTOBER, "purchase", {}, [("FS/1", "", {"K_47": 230_00})]),
    (
        "case 56",
        books(sale("FS/7", issued="2020-08-20", lines=THOUSAND, due="2020-08-27")),
        "2020-11",
        "sale",
        {},
        [("FS/7", "2020-08-27", MINUS)],
    ),
    (
        "case 57: relief alone",
        invoice(lines=[("23", "2173.91", "500.00")]),
        SEPTEMBER,
        "sale",
        {},
        [("FS/1", DUE, {"K_19": -2173_91, "K_20": -500_00})],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "period", "side", "options", "expected"), [one[1:] for one in EXAMPLES], ids=[one[0] for one in EXAMPLES]
)
def test_examples_and_cases_as_rows(
    source: Books, period: str, side: str, options: dict[str, Any], expected: list[Any]
) -> None:
    found = jpk_rows(of(source, period, side, **options))
    assert sorted(shown(found), key=str) == sorted(expected, key=str)


def told(source: Books, **columns: Any) -> Ledger:
    """Books whose documents say more."""
    ledger = ledger_of(source)
    documents = ledger.documents
    more = {name: pd.Series([value] * len(documents)).astype(documents[name].dtype) for name, value in columns.items()}
    return replace(ledger, documents=documents.assign(**more))


def test_a_row_bears_its_invoice_and_no_markers() -> None:
    """vat.md 2.4: number, dates and party of the original, the flag, one date, BFK, neither markers nor a document type."""
    source = invoice()
    source["documents"][0] |= {"number": "7/2026", "sale_date": "2026-05-30"}
    (row,) = jpk_rows(of(source, SEPTEMBER)).to_dict("records")
    bears = {
        name: row[name]
        for name in (
            "row",
            "document_id",
            "country",
            "tax_id",
            "name",
            "document",
            "ksef",
            "document_type",
            "markers",
            "relief",
        )
    }
    assert bears == {
        "row": 1, "document_id": "FS/1", "country": "", "tax_id": "1234563218", "name": "Kwiaciarnia Pod Lipą",
        "document": "7/2026", "ksef": "BFK", "document_type": "", "markers": "", "relief": True,
    }  # fmt: skip
    assert [str(row[name].date()) for name in ("issue_date", "sale_date", "due_date")] == ["2026-06-01", "2026-05-30", DUE]
    assert pd.isna(row["payment_date"])


def test_the_number_in_ksef_stands_for_the_marker_from_version_3_on() -> None:
    made = of(told(invoice(), ksef_number="1234563218-20260601-ABCDEF-123456-AB"), SEPTEMBER)
    assert jpk_rows(made)["ksef"].tolist() == ["1234563218-20260601-ABCDEF-123456-AB"]
    assert jpk_rows(made, version_of("V7M", Month("2025-09")))["ksef"].tolist() == [""]


def test_a_purchase_bears_the_supplier_s_number() -> None:
    source = told(invoice("purchase"), foreign_number="F/88/2026", received_date=pd.Timestamp("2026-06-03"))
    (row,) = jpk_rows(of(source, SEPTEMBER, "purchase")).to_dict("records")
    assert (row["document"], row["K_46"], row["K_42"], row["K_43"]) == ("F/88/2026", -230_00, 0, 0)
    assert [str(row[name].date()) for name in ("issue_date", "received_date")] == ["2026-06-01", "2026-06-03"]


def test_tables_have_the_columns_of_the_register_also_when_empty() -> None:
    for side, columns in (("sale", sale_columns("V7M")), ("purchase", purchase_columns("V7M"))):
        for source in (invoice(side), books(sale("FS/9", issued="2026-06-01", lines=[("zw", "1.00")], due=DUE))):
            found = jpk_rows(of(source, SEPTEMBER, side))
            assert {name: str(of_column) for name, of_column in found.dtypes.items()} == columns


def test_case_61_the_structure_is_that_of_the_month_of_the_entry() -> None:
    """Relief of November 2025 in (2), without a marker of KSeF; what is paid back in February 2026 in (3), with one."""
    source = invoice(issued="2025-08-01", due="2025-08-12", paid=[("2026-02-10", "1230.00")])
    taken, back = (jpk_rows(of(source, month)) for month in ("2025-11", "2026-02"))
    assert shown(taken) == [("FS/1", "2025-08-12", MINUS)]
    assert shown(back) == [("FS/1", "2026-02-10", PLUS)]
    assert (taken["ksef"].tolist(), back["ksef"].tolist()) == ([""], ["BFK"])


def test_case_62_a_due_date_before_2016_cannot_be_written() -> None:
    """Only the structure of (1) has no place for a due date, so there it does no harm."""
    made = of(invoice(), SEPTEMBER)
    early = made.lines.assign(due_date=pd.Timestamp("2015-12-31"))
    with in_language("en"), pytest.raises(FilingError, match=r"FS/1: due before 2016-01-01.*TerminPlatnosci"):
        jpk_rows(made, lines=early)
    assert len(jpk_rows(made, version_of("V7M", Month("2021-01")), early)) == 1
    assert len(jpk_rows(made, lines=made.lines.assign(due_date=pd.Timestamp("2016-01-01")))) == 1


@pytest.mark.parametrize("period", ["2019Q4", "2020-09"])
def test_periods_before_jpk_v7_are_sent_to_vat_7(period: str) -> None:
    with in_language("en"), pytest.raises(FilingError, match=rf"{period}: JPK_V7 begins with 2020-10.*VAT-7.*VAT-ZD"):
        jpk_rows(of(invoice(), period))


def test_kept_lines_count_and_a_document_that_is_gone_is_a_row_to_be_looked_at() -> None:
    kept = of(invoice(paid=[("2026-12-05", "615.00")]), DECEMBER).lines
    other = of(books(sale("FS/2", issued="2026-06-01", lines=THOUSAND, due=DUE)), DECEMBER)
    (row,) = jpk_rows(other, lines=kept).to_dict("records")
    assert (row["document"], row["tax_id"], row["K_20"]) == ("FS/1", "BRAK", 115_00)
    assert pd.isna(row["issue_date"])


def test_technical_documents_are_rows_of_purchases() -> None:
    """J-013: one that names a purchase is a row of it, another a document of its own, dated the month's last day."""
    technical = pd.DataFrame(
        {"document_id": ["FS/1", ""], "number": ["T/1", "T/2"], "state": ["paid_back", "unpaid"], "vat": [10_00, 4_60]}
    )
    found = jpk_rows(of(invoice("purchase"), SEPTEMBER, "purchase"), technical=technical)
    assert shown(found) == [("FS/1", "", {"K_46": -230_00}), ("FS/1", "", {"K_47": 10_00}), ("T/2", "", {"K_46": -4_60})]
    assert found["ksef"].tolist() == ["BFK", "BFK", "DI"]
    assert found["tax_id"].tolist() == ["1234563218", "1234563218", "BRAK"]
    assert str(found["issue_date"].iloc[2].date()) == "2026-09-30"


def effects(rows: pd.DataFrame) -> dict[str, Any]:
    table = field_effects(rows, V3)
    return {
        row["field"]: (row["grosze"], None if pd.isna(row["zloty"]) else row["zloty"])
        for row in table.to_dict("records")
        if row["grosze"]
    }


def test_the_effect_on_every_field_of_a_sale() -> None:
    """J-032: -593.50 and -136.50 are -594 and -137; nothing else moves."""
    assert effects(jpk_rows(of(books(J_032), "2020-11"))) == {
        "K_19": (-593_50, None), "K_20": (-136_50, None), "P_19": (-593_50, -594), "P_20": (-136_50, -137),
        "P_37": (-593_50, -594), "P_38": (-136_50, -137), "P_68": (-593_50, -594), "P_69": (-136_50, -137),
    }  # fmt: skip


def test_the_effect_on_every_field_of_a_purchase() -> None:
    """J-035: -186.99 is -187, 4 358.50 is 4 359; P_48 is made of the rounded ones."""
    assert effects(jpk_rows(of(J_035, "2020-10", "purchase"))) == {
        "K_46": (-186_99, None), "K_47": (4358_50, None), "P_46": (-186_99, -187), "P_47": (4358_50, 4359),
        "P_48": (4171_51, 4172),
    }  # fmt: skip


def test_case_58_with_pluses_alone_p_68_and_p_69_are_nothing() -> None:
    found = effects(jpk_rows(of(invoice(paid=[("2026-12-05", "615.00")]), DECEMBER)))
    assert "P_68" not in found
    assert found["P_19"] == (500_00, 500)


def test_case_59_a_minus_and_a_plus_of_one_invoice_in_one_period_are_not_shown() -> None:
    made = of(invoice(paid=[("2026-09-20", "1230.00")]), SEPTEMBER, as_of="2026-09-15")
    found = jpk_rows(made)
    assert shown(found) == [("FS/1", DUE, MINUS), ("FS/1", "2026-09-20", PLUS)]
    assert effects(found) == {}


def test_a_thousand_invoices_keep_the_sums_of_their_notice() -> None:
    source = books(
        *(sale(f"FS/{n}", issued="2026-06-01", lines=[("23", f"{n}.37"), ("8", f"{n}.11")], due=DUE) for n in range(1, 1001))
    )
    made = of(ledger_of(source), SEPTEMBER)
    found = jpk_rows(made)
    assert len(found) == 1000
    assert -(found["K_17"] + found["K_19"]).sum() == made.lines["net"].sum()
    assert -(found["K_18"] + found["K_20"]).sum() == made.lines["vat"].sum()
