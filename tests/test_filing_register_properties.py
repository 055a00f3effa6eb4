"""The register of a month: no line of the books is lost, and the sums are those of the lines, whatever the books hold."""

from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.filing_register import MONTH, books, document, version
from workbench.days import Month
from workbench.filing.register import register

RATES = {"23": 23, "22": 22, "8": 8, "7": 7, "5": 5, "0": 0, "zw": 0, "np": 0}


@st.composite
def _documents(draw: Any) -> list[dict[str, Any]]:
    def line() -> tuple[str, ...]:
        rate, net = draw(st.sampled_from(list(RATES))), draw(st.integers(-500, 500))
        tax = Decimal(net * RATES[rate]) / 100
        kind = draw(st.sampled_from(("goods", "services", "fixed_assets")))
        field = draw(st.sampled_from(("", "", "", "K_11", "K_19", "K_25", "K_33", "K_40", "margin")))
        return rate, f"{net}.00", f"{tax:.2f}", kind, draw(st.sampled_from(("yes", "conditional", "no"))), field

    transactions = ("domestic", "domestic_reverse_charge", "intra_eu", "export", "import", "other")
    flag = st.sampled_from(("true", "false", "false", "false"))
    return [
        document(
            f"D{number}",
            *[line() for _ in range(draw(st.integers(0, 3)))],
            register=draw(st.sampled_from(("sale", "purchase"))),
            transaction=draw(st.sampled_from(transactions)),
            in_vat_return="false" if draw(flag) == "true" else "true",
            cash_accounting=draw(flag),
            jpk_markers=draw(st.sampled_from(("", "", "TP", "IMP", "MPP"))),
            jpk_type=draw(st.sampled_from(("", "", "RO", "MK"))),
            vat_date=draw(st.sampled_from(("", "2026-08-31", "2026-09-01", "2026-09-30"))),
        )
        for number in range(draw(st.integers(0, 4)))
    ]


@settings(max_examples=60, deadline=None)
@given(documents=_documents())
def test_nothing_is_dropped_silently(documents: list[dict[str, Any]]) -> None:
    """Every line of the month is placed, unplaced or left out with a reason, and never two of these."""
    ledger = books(*documents)
    august, found = (register(ledger, month, version()) for month in (Month("2026-08"), MONTH))
    listed = pd.concat([found.unplaced, found.left_out])
    placed = {*found.sales["document_id"], *found.purchases["document_id"]}
    everywhere = [placed | {*one.unplaced["document_id"], *one.left_out["document_id"]} for one in (found,)]
    of_month = {one["document_id"] for one in documents if one["vat_date"] != "2026-08-31"}
    assert everywhere == [of_month]
    assert {*august.sales["document_id"], *august.purchases["document_id"]} & of_month == set()
    assert (listed["reason"].str.len() > 0).all()
    assert (found.unplaced["remedy"].str.len() > 0).all()
    for one in documents:
        count = int((listed["document_id"] == one["document_id"]).sum())
        if one["document_id"] in of_month - placed:
            assert count == max(1, len(one["lines"]))
        elif one["document_id"] in placed:
            assert count < len(one["lines"])


@settings(max_examples=40, deadline=None)
@given(documents=_documents())
def test_the_tax_of_sales_is_the_tax_of_their_lines(documents: list[dict[str, Any]]) -> None:
    """Of domestic sales at a rate with tax: the rows hold the sum of the lines, counted by hand."""
    plain = [
        one | {"lines": tuple(line[:3] for line in one["lines"] if line[0] in ("23", "8", "5")), "vat_date": ""}
        | {"register": "sale", "transaction": "domestic", "in_vat_return": "true", "cash_accounting": "false"}
        | {"jpk_markers": "", "jpk_type": ""}
        for one in documents
    ]  # fmt: skip
    found = register(books(*plain), MONTH, version()).sales
    for name, place in (("K_19", 1), ("K_20", 2)):
        expected = sum(Decimal(line[place]) for one in plain for line in one["lines"] if line[0] == "23")
        assert int(found[name].sum()) == expected * 100
    assert len(found) == sum(bool(one["lines"]) for one in plain)
