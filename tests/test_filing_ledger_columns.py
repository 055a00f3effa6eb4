"""The columns of the books that JPK_V7 needs: codes are checked when the books are read (vat.md 2.2)."""

import pandas as pd
import pytest

import workbench
from tests.filing_register import books, document
from workbench.errors import LedgerError

STANDARD = ("23", "100.00", "23.00")


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("jpk_markers", "GTU_14", "GTU_01"),
        ("jpk_markers", "TP,MPP", "GTU_01"),
        ("jpk_type", "ro", "VAT_RR"),
        ("ksef_marker", "NR", "BFK"),
    ],
)
def test_an_unknown_code_is_a_fault_of_the_books(column: str, value: str, expected: str) -> None:
    with pytest.raises(LedgerError) as error:
        books(document("A", STANDARD), document("D", STANDARD, **{column: value}))
    fault = error.value.faults.iloc[0]
    assert (fault["table"], fault["row"], fault["column"], fault["value"]) == ("documents", 2, column, value)
    assert expected in fault["expected"]


def test_an_unknown_field_is_a_fault_of_the_books() -> None:
    with pytest.raises(LedgerError, match="K_16"):
        books(document("A", (*STANDARD, "goods", "yes", "K_16")))


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [("tax_office", "0202", "202"), ("birth_date", "1980-02-29", "1981-02-29"), ("vat_period", "quarter", "year")],
)
def test_the_company_is_checked_too(column: str, good: str, bad: str) -> None:
    tables = {name: getattr(books(document("A", STANDARD)), name) for name in ("parties", "documents", "vat_lines")}
    tables = {name: table.astype("str").replace("nan", "").iloc[:0] for name, table in tables.items()}
    tables |= {
        "payments": pd.DataFrame(columns=["payment_id", "document_id", "direction", "due_date", "amount"], dtype=str),
        "settlements": pd.DataFrame(columns=["payment_id", "date", "amount"], dtype=str),
    }
    company = {"tax_id": "9992614565", "name": "Budmar", column: good}
    assert workbench.read_ledger(tables | {"company": pd.DataFrame([company])}).company[column][0] == good
    with pytest.raises(LedgerError) as error:
        workbench.read_ledger(tables | {"company": pd.DataFrame([company | {column: bad}])})
    assert list(error.value.faults["column"]) == [column]
