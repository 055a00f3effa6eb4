"""Rows, entries, notice and declaration agree to the grosz, and a table shows where they do not (beyond.md 15)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books import books, ledger_of, purchase, sale
from tests.filing_relief import carried, declared, of, tellings
from tests.notices import DUE, SEPTEMBER, THOUSAND, invoice
from tests.test_filing_relief_rows import J_032, J_033, J_034, J_036
from tests.test_relief_properties import examples_of, generated_books, months_that_matter
from workbench.days import Month, Quarter
from workbench.filing.effects import declaration_effects
from workbench.filing.files import DeclarationPart
from workbench.filing.reconciliation import DIFFERENCES, Tellings, is_reconciled, reconciliation, unreconciled
from workbench.filing.relief_rows import jpk_rows
from workbench.filing.rows import sale_columns, table
from workbench.filing.versions import version_of
from workbench.relief.life.declarations import Declaration

V3 = version_of("V7M", Month(SEPTEMBER))


def values(found: pd.DataFrame, field: str) -> list[Any]:
    (row,) = found[found["field"] == field].to_dict("records")
    return [None if pd.isna(row[name]) else row[name] for name in ("notice", "entries", "rows", "declared")]


def ordinary(**amounts: int) -> pd.DataFrame:
    """A row of an ordinary sale."""
    return table(
        sale_columns("V7M"), {"row": [1], "document_id": ["FS/0"], **{name: [value] for name, value in amounts.items()}}
    )


def test_the_worked_example_of_the_reference_reconciles_field_by_field() -> None:
    """vat.md 2.3: sale 10 000 + 2 300, relief -593.50 / -136.50 and +81.30 / +18.70; K_46 -93.49, K_47 4 358.50."""
    source = books(
        sale("FS/1", issued="2026-06-01", lines=THOUSAND, due=DUE, paid=[("2026-07-01", "500.00")]),
        sale("FS/2", issued="2026-05-01", lines=[("23", "200.00")], due="2026-05-12", paid=[("2026-09-28", "100.00")]),
        purchase("FZ/1", issued="2026-06-01", lines=[("23", "813.01")], due=DUE, paid=[("2026-07-01", "500.00")]),
        purchase("FZ/2", issued="2026-05-01", lines=[("23", "18950.00")], due="2026-05-12", paid=[("2026-09-02", "23308.50")]),
    )
    found = tellings(
        *(of(source, SEPTEMBER, side) for side in ("sale", "purchase")), sales=ordinary(K_19=10000_00, K_20=2300_00)
    )
    shown = declared(found, Month(SEPTEMBER))
    result = reconciliation(found, V3, shown)
    assert is_reconciled(result)
    assert len(unreconciled(found)) == 0
    assert values(result, "K_19") == [-512_20, -512_20, -512_20, None]
    assert values(result, "K_20") == [-117_80, -117_80, -117_80, None]
    expected = {
        "P_19": 9488,
        "P_20": 2182,
        "P_37": 9488,
        "P_38": 2182,
        "P_46": -93,
        "P_47": 4359,
        "P_48": 4266,
        "P_68": -594,
        "P_69": -137,
    }
    assert {field: values(result, field) for field in expected} == {field: [value] * 4 for field, value in expected.items()}
    assert set(expected) | {"P_15", "P_16", "P_17", "P_18"} == {field for field in result["field"] if field.startswith("P_")}


def test_the_fields_and_their_units() -> None:
    made = of(invoice(), SEPTEMBER)
    found = reconciliation(tellings(made), V3)
    assert found["field"].tolist() == ["K_15", "K_16", "K_17", "K_18", "K_19", "K_20", "K_46", "K_47"]
    assert set(found["unit"]) == {"grosze"}
    dtypes = {name: str(dtype) for name, dtype in found.dtypes.items() if name not in ("field", "unit")}
    assert dtypes == {
        "notice": "int64",
        "entries": "int64",
        "rows": "int64",
        "declared": "Int64",
        **dict.fromkeys(DIFFERENCES, "int64"),
    }


def fault(of_month: Tellings, shown: DeclarationPart | None, field: str) -> tuple[list[int], list[tuple[Any, ...]]]:
    """The differences of a field, and the documents behind all of them."""
    result = reconciliation(of_month, V3, shown)
    assert not is_reconciled(result)
    (row,) = result[result["field"] == field].to_dict("records")
    behind = unreconciled(of_month)
    return [row[name] for name in DIFFERENCES], list(behind.itertuples(index=False, name=None))


def test_a_missing_entry_is_found_with_its_document() -> None:
    source = books(J_032, J_033)
    made = of(source, "2020-11")
    found = tellings(made)
    short = replace(found, entries=found.entries[found.entries["document_id"] != "FS/3"])
    differences, behind = fault(short, declared(found, Month("2020-11")), "K_19")
    assert differences == [1000_00, -1000_00, 0]
    assert behind == [("K_19", "FS/3", -1000_00, 0, -1000_00), ("K_20", "FS/3", -230_00, 0, -230_00)]


def test_a_row_of_the_file_that_is_not_the_entry_s_is_found() -> None:
    found = tellings(of(books(J_034), "2020-10", "purchase"))
    changed = replace(found, purchases=found.purchases.assign(K_46=-93_50))
    differences, behind = fault(changed, None, "K_46")
    assert differences == [0, -1, 0]
    assert behind == [("K_46", "FZ/1", -93_49, -93_49, -93_50)]


def test_a_declaration_of_yesterday_is_found() -> None:
    """Declared without the relief: P_20 differs by 137, P_68 and P_69 are missing; no document is to blame."""
    made = of(invoice(paid=[("2026-07-01", "500.00")]), SEPTEMBER)
    found = tellings(made, sales=ordinary(K_19=10000_00, K_20=2300_00))
    without = declared(replace(found, sales=found.sales[~found.sales["relief"]]), Month(SEPTEMBER))
    assert fault(found, without, "P_20") == ([0, 0, 136], [])  # 2300 - 2163.50 rounded
    assert fault(found, without, "P_68")[0] == [0, 0, 594]
    effects = declaration_effects(without, declared(found, Month(SEPTEMBER)))
    assert list(effects.itertuples(index=False, name=None)) == [
        ("P_19", 10000, 9407, -593), ("P_20", 2300, 2164, -136), ("P_37", 10000, 9407, -593), ("P_38", 2300, 2164, -136),
        ("P_51", 2300, 2164, -136), ("P_68", 0, -594, -594), ("P_69", 0, -137, -137),
    ]  # fmt: skip


def test_entries_of_corrections_add_up_to_the_newest_notice() -> None:
    """J-033: S with one invoice, S1 with two; the additional entry is the second invoice, and S and S1 make the file."""
    one, two = (of(source, "2020-11") for source in (books(J_032), books(J_032, J_033)))
    declaration = Declaration(Month("2020-11"))
    amended = carried(one).amended(one.as_of).recalculated(two, one.as_of).locked()
    amended = amended.with_entries(two.ledger, "VAT", declaration)
    found = tellings(two)
    result = reconciliation(replace(found, entries=amended.entries.assign(side="sale")), V3, declared(found, Month("2020-11")))
    assert is_reconciled(result)
    assert values(result, "P_68") == [-1594] * 4
    assert values(result, "P_69") == [-367] * 4


def test_j_036_the_quarter_sums_its_three_months() -> None:
    """J-020 to J-022: October, November, December of a JPK_V7K; 1000 / 230 taken, 81.30 / 18.70 given back."""
    months = [tellings(of(J_036, f"2020-{number}")) for number in (10, 11, 12)]
    joined = Tellings(
        *(
            pd.concat([getattr(one, name) for one in months], ignore_index=True)
            for name in ("lines", "entries", "sales", "purchases")
        )
    )
    shown = declared(joined, Quarter("2020Q4"))
    result = reconciliation(joined, version_of("V7K", Month("2020-12")), shown)
    assert is_reconciled(result)
    assert [values(result, field)[3] for field in ("P_19", "P_20", "P_68", "P_69")] == [-919, -211, -1000, -230]
    assert all(is_reconciled(reconciliation(one, version_of("V7K", Month("2020-12")))) for one in months)


def test_case_57_relief_larger_than_the_sales() -> None:
    """P_20 -500, P_38 -500."""
    found = tellings(of(invoice(lines=[("23", "2173.91", "500.00")]), SEPTEMBER))
    shown = declared(found, Month(SEPTEMBER))
    assert [shown.fields[field] for field in ("P_20", "P_38", "P_51", "P_53")] == [-500, -500, 0, 500]
    assert is_reconciled(reconciliation(found, V3, shown))


def test_case_58_pluses_alone_leave_p_68_and_p_69_out() -> None:
    found = tellings(of(invoice(paid=[("2026-12-05", "615.00")]), "2026-12"))
    shown = declared(found, Month("2026-12"))
    assert not {"P_68", "P_69"} & set(shown.fields)
    result = reconciliation(found, V3, shown)
    assert is_reconciled(result)
    assert values(result, "P_68") == [0] * 4


def test_case_59_a_minus_and_a_plus_in_one_period_are_in_the_rows_alone() -> None:
    made = of(invoice(paid=[("2026-09-20", "1230.00")]), SEPTEMBER, as_of="2026-09-15")
    found = tellings(made)
    shown = declared(found, Month(SEPTEMBER))
    assert not {"P_68", "P_69"} & set(shown.fields)
    assert len(found.sales) == 2
    assert is_reconciled(reconciliation(found, V3, shown))


def test_technical_documents_are_told_beside_the_notice() -> None:
    """J-013: -46 outside the notices stands in the entries, in the rows and in P_46; without its row it is found."""
    technical = pd.DataFrame({"document_id": [""], "number": ["T/1"], "state": ["unpaid"], "vat": [46_00]})
    made = of(invoice("purchase"), SEPTEMBER, "purchase")
    found = tellings(made, technical=technical)
    result = reconciliation(found, V3, declared(found, Month(SEPTEMBER)))
    assert is_reconciled(result)
    assert values(result, "P_46") == [-276] * 4
    lost = replace(found, purchases=found.purchases[found.purchases["document"] != "T/1"])
    assert fault(lost, None, "K_46") == ([0, 46_00, 0], [("K_46", "", -46_00, -46_00, 0)])


def test_amounts_of_trillions_are_exact() -> None:
    found = tellings(of(invoice(lines=[("23", "1000000000000.01")]), SEPTEMBER))
    result = reconciliation(found, V3, declared(found, Month(SEPTEMBER)))
    assert is_reconciled(result)
    assert values(result, "K_19")[2] == -100_000_000_000_001


@examples_of(15)
@given(st.data())
def test_any_notices_reconcile(data: st.DataObject) -> None:
    """Any books: what is locked, entered, written and declared is the same, in every month JPK_V7 exists for."""
    ledger = ledger_of(data.draw(generated_books()))
    source = data.draw(generated_books())
    for month in months_that_matter(source):
        if month >= "2020-10":
            ledger = ledger_of(source)
            found = tellings(*(of(ledger, month, side) for side in ("sale", "purchase")))
            result = reconciliation(found, V3, declared(found, Month(month)))
            assert is_reconciled(result), result
            assert len(unreconciled(found)) == 0


@pytest.mark.parametrize("side", ["sale", "purchase"])
def test_nothing_reconciles_to_nothing(side: str) -> None:
    made = of(invoice(side), "2026-08", side)
    found = tellings(made)
    assert len(jpk_rows(made)) == 0
    assert is_reconciled(reconciliation(found, V3, declared(found, Month("2026-08"))))
