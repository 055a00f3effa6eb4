"""The register of a month from the books (vat.md 2.2, 2.3): where each line goes, whom a row is with, what is not placed."""

from typing import Any

import pandas as pd
import pytest

import workbench
from tests.filing_register import MONTH, books, document, version
from workbench.days import Month
from workbench.errors import FilingError
from workbench.filing.counterparties import counterparty
from workbench.filing.register import Register, register
from workbench.filing.rows import purchase_columns, sale_columns
from workbench.filing.versions import version_of

STANDARD = ("23", "100.00", "23.00")


def made(*documents: dict[str, Any], number: int = 3, month: Month = MONTH, **values: Any) -> Register:
    return register(books(*documents, **values), month, version(number))


def amounts(rows: pd.DataFrame, row: int = 0) -> dict[str, int]:
    """The amounts of a row that are not 0."""
    values = rows.iloc[row].to_dict()
    return {name: value for name, value in values.items() if (name.startswith("K_") or name == "margin") and value}


def one_line(register_: str, transaction: str, *line: str, **values: str) -> tuple[dict[str, int], dict[str, int], list[str]]:
    """What a document of one line puts into the sales, into the purchases, and the reasons of what is nowhere."""
    found = made(document("D", line, register=register_, transaction=transaction, **values))
    both = [amounts(rows) if len(rows) else {} for rows in (found.sales, found.purchases)]
    return both[0], both[1], [*found.unplaced["reason"], *found.left_out["reason"]]


@pytest.mark.parametrize(
    ("transaction", "rate", "kind", "field", "expected"),
    [
        ("domestic", "23", "goods", "", {"K_19": 10000, "K_20": 2300}),
        ("domestic", "22", "goods", "", {"K_19": 10000, "K_20": 2300}),
        ("domestic", "8", "services", "", {"K_17": 10000, "K_18": 2300}),
        ("domestic", "7", "goods", "", {"K_17": 10000, "K_18": 2300}),
        ("domestic", "5", "goods", "", {"K_15": 10000, "K_16": 2300}),
        ("domestic", "0", "goods", "", {"K_13": 10000}),
        ("domestic", "zw", "goods", "", {"K_10": 10000}),
        ("domestic", "np", "services", "", {"K_11": 10000}),
        ("other", "np", "services", "", {"K_11": 10000}),
        ("intra_eu", "0", "goods", "", {"K_21": 10000}),
        ("intra_eu", "np", "services", "", {"K_11": 10000, "K_12": 10000}),
        ("intra_eu", "23", "goods", "", {"K_19": 10000, "K_20": 2300}),
        ("export", "0", "goods", "", {"K_22": 10000}),
        ("export", "np", "services", "", {"K_11": 10000}),
        ("domestic", "0", "goods", "K_14", {"K_13": 10000, "K_14": 10000}),
        ("domestic", "23", "goods", "K_33", {"K_33": 2300}),
        ("domestic", "23", "goods", "K_360", {"K_360": 2300}),
        ("domestic", "23", "goods", "K_23", {"K_23": 10000, "K_24": 2300}),
        ("domestic", "np", "goods", "margin", {"margin": 12300}),
        ("domestic_reverse_charge", "np", "goods", "K_10", {"K_10": 10000}),
    ],
)
def test_a_sale_goes_to_its_field(transaction: str, rate: str, kind: str, field: str, expected: dict[str, int]) -> None:
    assert one_line("sale", transaction, rate, "100.00", "23.00", kind, "yes", field) == (expected, {}, [])


@pytest.mark.parametrize(
    ("transaction", "rate", "kind", "deductible", "field", "sale", "purchase"),
    [
        ("domestic", "23", "goods", "yes", "", {}, {"K_42": 10000, "K_43": 2300}),
        ("domestic", "23", "fixed_assets", "yes", "", {}, {"K_40": 10000, "K_41": 2300}),
        ("domestic", "23", "vehicles", "yes", "", {}, {"K_42": 10000, "K_43": 2300}),
        ("domestic", "23", "vehicles", "yes", "K_40", {}, {"K_40": 10000, "K_41": 2300}),
        ("domestic", "8", "services", "conditional", "", {}, {"K_42": 10000, "K_43": 2300}),
        ("domestic", "0", "goods", "yes", "", {}, {"K_42": 10000, "K_43": 2300}),
        ("other", "23", "goods", "yes", "", {}, {"K_42": 10000, "K_43": 2300}),
        ("domestic", "23", "goods", "yes", "K_45", {}, {"K_45": 2300}),
        ("domestic", "np", "goods", "yes", "margin", {}, {"margin": 12300}),
        ("intra_eu", "23", "goods", "yes", "", {"K_23": 10000, "K_24": 2300}, {"K_42": 10000, "K_43": 2300}),
        ("intra_eu", "23", "fixed_assets", "yes", "", {"K_23": 10000, "K_24": 2300}, {"K_40": 10000, "K_41": 2300}),
        ("intra_eu", "23", "goods", "no", "", {"K_23": 10000, "K_24": 2300}, {}),
        ("intra_eu", "23", "services", "yes", "", {"K_29": 10000, "K_30": 2300}, {"K_42": 10000, "K_43": 2300}),
        ("import", "23", "services", "yes", "", {"K_27": 10000, "K_28": 2300}, {"K_42": 10000, "K_43": 2300}),
        ("import", "23", "goods", "yes", "", {}, {"K_42": 10000, "K_43": 2300}),
        ("import", "23", "goods", "yes", "K_25", {"K_25": 10000, "K_26": 2300}, {"K_42": 10000, "K_43": 2300}),
        ("domestic_reverse_charge", "23", "goods", "yes", "", {"K_31": 10000, "K_32": 2300}, {"K_42": 10000, "K_43": 2300}),
        ("intra_eu", "23", "vehicles", "yes", "K_35", {"K_35": 2300}, {}),
    ],
)
def test_a_purchase_goes_to_its_fields(
    transaction: str, rate: str, kind: str, deductible: str, field: str, sale: Any, purchase: Any
) -> None:
    found = one_line("purchase", transaction, rate, "100.00", "23.00", kind, deductible, field)
    assert found == (sale, purchase, [])


@pytest.mark.parametrize(
    ("register_", "transaction", "rate", "kind", "deductible", "field", "reason"),
    [
        ("sale", "domestic_reverse_charge", "np", "goods", "yes", "", "the rules do not say which field"),
        ("sale", "other", "0", "goods", "yes", "", "the rules do not say which field"),
        ("sale", "export", "zw", "services", "yes", "", "the rules do not say which field"),
        ("sale", "domestic", "23", "goods", "yes", "K_42", "the field in jpk_field does not belong"),
        ("purchase", "domestic", "23", "goods", "yes", "K_19", "the field in jpk_field does not belong"),
        ("purchase", "intra_eu", "np", "goods", "yes", "", "the buyer assesses the tax"),
        ("purchase", "import", "np", "services", "yes", "", "the buyer assesses the tax"),
        ("purchase", "import", "np", "goods", "yes", "K_25", "the buyer assesses the tax"),
        ("purchase", "domestic", "23", "goods", "no", "", "a purchase whose tax is not deducted"),
        ("purchase", "domestic", "zw", "goods", "yes", "", "a purchase without tax to deduct"),
    ],
)
def test_what_has_no_place_is_listed_with_its_reason(
    register_: str, transaction: str, rate: str, kind: str, deductible: str, field: str, reason: str
) -> None:
    with workbench.i18n.in_language("en"):
        sale, purchase, reasons = one_line(register_, transaction, rate, "100.00", "0.00", kind, deductible, field)
    assert (sale, purchase) == ({}, {})
    assert len(reasons) == 1
    assert reasons[0].startswith(reason)


def test_a_line_that_is_not_placed_says_what_to_do() -> None:
    found = made(document("S/1", ("np", "100.00", "0.00"), transaction="domestic_reverse_charge"))
    row = found.unplaced.iloc[0].to_dict()
    assert {name: row[name] for name in ("document_id", "number", "rate", "transaction", "net", "vat")} == {
        "document_id": "S/1",
        "number": "S/1",
        "rate": "np",
        "transaction": "domestic_reverse_charge",
        "net": 10000,
        "vat": 0,
    }
    assert "jpk_field" in row["remedy"]
    assert "in_vat_return" in row["remedy"]


def test_packaging_deposits_have_a_field_from_version_3_on() -> None:
    line = ("23", "0.00", "7.00", "goods", "yes", "K_360")
    day = {"issue_date": "2024-03-05", "sale_date": "2024-03-05"}
    found = made(document("D", line, **day), number=2, month=Month("2024-03"))
    assert (len(found.sales), len(found.unplaced)) == (0, 1)


def test_a_document_is_one_row_with_its_lines_added() -> None:
    lines = [STANDARD, ("23", "50.00", "11.50"), ("8", "10.00", "0.80"), ("zw", "-5.00", "0.00")]
    found = made(document("A", *lines), document("B", ("23", "-100.00", "-23.00"), corrects="A"))
    assert [amounts(found.sales, row) for row in (0, 1)] == [
        {"K_10": -500, "K_17": 1000, "K_18": 80, "K_19": 15000, "K_20": 3450},
        {"K_19": -10000, "K_20": -2300},
    ]
    assert list(found.sales["row"]) == [1, 2]
    assert not found.sales["relief"].any()


def test_half_deducted_costs_of_cars() -> None:
    found = made(
        document("D", ("23", "50.00", "11.50", "fuel", "yes"), ("23", "50.00", "11.50", "fuel", "no"), register="purchase")
    )
    assert amounts(found.purchases) == {"K_42": 5000, "K_43": 1150}
    assert list(found.left_out["net"]) == [5000]


@pytest.mark.parametrize(
    ("values", "month"),
    [
        ({"issue_date": "2026-10-02", "sale_date": "2026-09-30"}, "2026-09"),
        ({"issue_date": "2026-09-02", "sale_date": "2026-09-30", "vat_date": "2026-10-01"}, "2026-10"),
        ({"register": "purchase", "issue_date": "2026-08-30", "sale_date": "2026-09-01"}, "2026-09"),
        ({"register": "purchase", "issue_date": "2026-09-30", "received_date": "2026-10-01"}, "2026-10"),
        ({"register": "purchase", "received_date": "2026-12-01", "vat_date": "2026-11-30"}, "2026-11"),
    ],
)
def test_the_month_of_a_document(values: dict[str, str], month: str) -> None:
    ledger = books(document("D", STANDARD, **values))
    months = [Month("2026-07") + number for number in range(7)]
    found = [register(ledger, one, version()) for one in months]
    assert [str(one) for one, rows in zip(months, found, strict=True) if len(rows.sales) + len(rows.purchases)] == [month]


def test_cash_accounting_waits_for_the_payment() -> None:
    """Art. 21: unpaid, nothing is due; paid, the user names the month; then it is a row, of a purchase with the type MK."""
    cash = {"register": "purchase", "cash_accounting": "true"}
    unpaid = made(document("D", STANDARD, **cash))
    assert (len(unpaid.purchases), len(unpaid.unplaced), len(unpaid.left_out)) == (0, 0, 1)
    ledger = books(document("D", STANDARD, **cash), paid={"D": "2026-11-05"})
    found = {month: register(ledger, Month(month), version()) for month in ("2026-09", "2026-10", "2026-11")}
    assert {month: len(one.unplaced) for month, one in found.items()} == {"2026-09": 0, "2026-10": 0, "2026-11": 1}
    assert "vat_date" in found["2026-11"].unplaced["remedy"][0]
    placed = made(document("D", STANDARD, **cash, vat_date="2026-09-30"), paid={"D": "2026-11-05"})
    assert list(placed.purchases["document_type"]) == ["MK"]


def test_what_is_not_in_the_return_is_left_out_with_its_reason() -> None:
    with workbench.i18n.in_language("en"):
        found = made(
            document("A", STANDARD, in_vat_return="false"),
            document("B", STANDARD, status="cancelled"),
            document("C", in_vat_return="false"),
            document("D"),
        )
    assert (len(found.sales), len(found.purchases)) == (0, 0)
    assert list(found.left_out["document_id"]) == ["A", "B", "C"]
    assert found.left_out["reason"].str.contains("return|cancelled").all()
    assert list(found.unplaced["reason"]) == ["the document has no VAT lines"]


@pytest.mark.parametrize(
    ("tax_id", "country", "expected"),
    [
        ("1234563218", "PL", ("", "1234563218")),
        ("PL 123-456-32-18", "PL", ("", "1234563218")),
        ("PL1234563218", "DE", ("", "1234563218")),
        ("DE012345678", "DE", ("DE", "012345678")),
        ("DE 012 345 678", "PL", ("DE", "012345678")),
        ("012345678", "DE", ("DE", "012345678")),
        ("EL012345678", "GR", ("EL", "012345678")),
        ("GR012345678", "GR", ("EL", "012345678")),
        ("012345678", "GR", ("EL", "012345678")),
        ("XI123456789", "GB", ("XI", "123456789")),
        ("CHE-123.456.789", "CH", ("CH", "CHE-123.456.789")),
        ("12-3456789", "US", ("US", "12-3456789")),
        ("ATU01234567", "AT", ("AT", "U01234567")),
        ("", "PL", ("", "BRAK")),
        (" ", "DE", ("", "BRAK")),
        ("brak", "PL", ("", "BRAK")),
        ("PL", "PL", ("", "PL")),
    ],
)
def test_whom_a_row_is_with(tax_id: str, country: str, expected: tuple[str, str]) -> None:
    assert counterparty(tax_id, country) == expected


def test_the_parts_of_a_row_beside_the_amounts() -> None:
    sale = document("S", STANDARD, party_id="DE", sale_date="2026-09-08", foreign_number="X")
    other = document("T", STANDARD, party_id="NOBODY")
    purchase = document("P", STANDARD, register="purchase", foreign_number="F/1", received_date="2026-09-12")
    found = made(sale, other, purchase)
    names = ["document_id", "country", "tax_id", "name", "document", "issue_date", "sale_date"]
    assert [list(map(str, row)) for row in found.sales[names].astype(object).itertuples(index=False)] == [
        ["S", "DE", "012345678", "Musterbau GmbH", "S", "2026-09-10 00:00:00", "2026-09-08 00:00:00"],
        ["T", "", "BRAK", "Jan Próbny", "T", "2026-09-10 00:00:00", "NaT"],
    ]
    row = found.purchases.iloc[0]
    assert (row["document"], row["tax_id"], str(row["received_date"].date())) == ("F/1", "1234563218", "2026-09-12")


def test_the_tables_have_the_columns_of_the_rows() -> None:
    found = made(document("S", STANDARD), document("P", STANDARD, register="purchase"))
    for rows, columns in ((found.sales, sale_columns("V7M")), (found.purchases, purchase_columns("V7M"))):
        assert {name: str(of) for name, of in rows.dtypes.items()} == columns
    empty = register(books(), MONTH, version())
    assert [len(rows) for rows in (empty.sales, empty.purchases, empty.unplaced, empty.left_out)] == [0, 0, 0, 0]
    assert {name: str(of) for name, of in empty.sales.dtypes.items()} == sale_columns("V7M")


NUMBER = "9992614565-20260910-0123AB4567CD-EF"


@pytest.mark.parametrize(
    ("values", "ksef"),
    [
        ({}, "BFK"),
        ({"ksef_number": NUMBER}, NUMBER),
        ({"ksef_number": NUMBER, "ksef_marker": "OFF"}, NUMBER),
        ({"ksef_marker": "OFF"}, "OFF"),
        ({"jpk_type": "RO"}, "DI"),
        ({"jpk_type": "WEW"}, "DI"),
        ({"jpk_type": "WEW", "ksef_marker": "BFK"}, "BFK"),
        ({"jpk_type": "FP"}, "BFK"),
        ({"register": "purchase", "transaction": "import"}, "DI"),
        ({"register": "purchase", "jpk_type": "VAT_RR"}, "BFK"),
    ],
)
def test_the_ksef_marker(values: dict[str, str], ksef: str) -> None:
    found = made(document("D", STANDARD, **values))
    assert [*found.sales["ksef"], *found.purchases["ksef"]] == [ksef]


def test_there_is_no_ksef_marker_before_version_3() -> None:
    day = {"issue_date": "2024-03-05", "sale_date": "2024-03-05"}
    found = made(document("D", STANDARD, ksef_number=NUMBER, **day), number=2, month=Month("2024-03"))
    assert list(found.sales["ksef"]) == [""]


def test_markers_stand_once_and_in_the_order_of_the_structure() -> None:
    found = made(document("D", STANDARD, jpk_markers="TP GTU_10  GTU_02 TP"), document("E", STANDARD))
    assert list(found.sales["markers"]) == ["GTU_02 GTU_10 TP", ""]


def test_an_import_of_goods_bears_its_marker() -> None:
    goods = {"register": "purchase", "transaction": "import"}
    found = made(
        document("A", STANDARD, **goods),
        document("B", (*STANDARD, "goods", "yes", "K_25"), **goods),
        document("C", (*STANDARD, "services"), **goods),
        document("D", STANDARD, register="purchase", jpk_markers="IMP"),
    )
    assert list(found.purchases["markers"]) == ["IMP", "IMP", "", "IMP"]
    assert list(found.sales["document_id"]) == ["B", "C"]
    assert list(found.sales["markers"]) == ["", ""]


def test_markers_of_an_acquisition_stand_on_the_row_that_knows_them() -> None:
    found = made(document("D", STANDARD, register="purchase", transaction="intra_eu", jpk_markers="TT_WNT IMP"))
    assert (list(found.sales["markers"]), list(found.purchases["markers"])) == (["TT_WNT"], ["IMP"])


@pytest.mark.parametrize(
    ("number", "values", "placed"),
    [
        (3, {"jpk_markers": "MPP"}, False),
        (3, {"jpk_markers": "SW"}, False),
        (3, {"jpk_markers": "IMP"}, False),
        (3, {"register": "purchase", "jpk_markers": "GTU_01"}, False),
        (1, {"jpk_markers": "MPP SW EE"}, True),
        (1, {"jpk_markers": "IED"}, False),
        (1, {"register": "purchase", "jpk_markers": "MPP"}, True),
        (3, {"jpk_type": "MK"}, False),
        (3, {"register": "purchase", "jpk_type": "FP"}, False),
        (3, {"register": "purchase", "jpk_type": "WEW"}, True),
    ],
)
def test_a_marker_of_another_structure_or_register_is_not_dropped(number: int, values: dict[str, str], placed: bool) -> None:
    day = {1: "2021-03-05", 3: "2026-09-10"}[number]
    found = made(document("D", STANDARD, issue_date=day, sale_date=day, **values), number=number, month=Month(day[:7]))
    assert (len(found.sales) + len(found.purchases), len(found.unplaced)) == ((1, 0) if placed else (0, 1))


def test_jpk_vat_is_not_written() -> None:
    with pytest.raises(FilingError, match="JPK_VAT"):
        register(books(), Month("2020-01"), version_of("VAT", Month("2020-01")))
