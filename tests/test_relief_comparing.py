"""Two runs of a notice line by line (`relief.compare`)."""

from __future__ import annotations

import pandas
from hypothesis import given
from hypothesis import strategies as st

import workbench
from tests.books import books, ledger_of, sale
from tests.notices import SEPTEMBER, THOUSAND, invoice
from tests.test_relief_properties import examples_of

KEY = ["document_id", "payment_id", "rate", "kind"]


def line(document: str, net: int, vat: int, rate: str = "23", kind: str = "unpaid") -> dict[str, object]:
    return {"document_id": document, "payment_id": f"{document}/1", "rate": rate, "kind": kind, "net": net, "vat": vat}


def table(*rows: dict[str, object]) -> pandas.DataFrame:
    return pandas.DataFrame(rows, columns=[*KEY, "net", "vat"]).astype({"net": "int64", "vat": "int64"})


def test_every_change_has_its_word_and_its_difference() -> None:
    before = table(line("B", 100, 23), line("A", 200, 46), line("C", 5, 1), line("C", 5, 1, kind="paid_back"))
    after = table(line("D", 7, 2), line("C", 5, 1), line("A", 150, 46), line("C", 5, 1, "8"), line("C", 5, 0, kind="paid_back"))
    found = workbench.relief.compare(before, after)
    assert list(found.columns) == [
        *KEY, "net_before", "vat_before", "net_after", "vat_after", "net", "vat", "change",
    ]  # fmt: skip
    assert [tuple(row.values()) for row in found.to_dict("records")] == [
        ("B", "B/1", "23", "unpaid", 100, 23, 0, 0, -100, -23, "removed"),
        ("A", "A/1", "23", "unpaid", 200, 46, 150, 46, -50, 0, "changed"),
        ("C", "C/1", "23", "unpaid", 5, 1, 5, 1, 0, 0, "same"),
        ("C", "C/1", "23", "paid_back", 5, 1, 5, 0, 0, -1, "changed"),
        ("D", "D/1", "23", "unpaid", 0, 0, 7, 2, 7, 2, "added"),
        ("C", "C/1", "8", "unpaid", 0, 0, 5, 1, 5, 1, "added"),
    ]
    assert {str(found[name].dtype) for name in found.columns[4:10]} == {"int64"}


def test_notices_without_lines_can_be_compared() -> None:
    nothing = workbench.relief.notice(ledger_of(books()), "sale", SEPTEMBER).lines
    one = workbench.relief.notice(ledger_of(invoice()), "sale", SEPTEMBER).lines
    assert workbench.relief.compare(nothing, nothing).empty
    assert list(workbench.relief.compare(nothing, one)["change"]) == ["added"]
    assert list(workbench.relief.compare(one, nothing)["change"]) == ["removed"]


def test_the_effect_of_another_as_of_day() -> None:
    source = books(
        sale("FS/1", issued="2026-06-01", due="2026-06-10", lines=THOUSAND, paid=[("2026-10-15", "1230.00")]),
        sale("FS/2", issued="2026-06-01", due="2026-06-10", lines=THOUSAND, paid=[("2026-10-15", "500.00")]),
        sale("FS/3", issued="2026-06-01", due="2026-06-10", lines=THOUSAND),
    )
    early, late = (
        workbench.relief.notice(ledger_of(source), "sale", SEPTEMBER, day).lines for day in ("2026-10-12", "2026-10-25")
    )
    found = workbench.relief.compare(early, late)
    assert list(found["change"]) == ["removed", "changed", "same"]
    assert list(found["net"]) == [-1000_00, 593_50 - 1000_00, 0]


LINES = st.lists(
    st.builds(line, st.sampled_from("AB"), st.integers(0, 3), st.integers(0, 3), st.sampled_from(["23", "8"])),
    max_size=4,
    unique_by=lambda row: (row["document_id"], row["rate"]),
).map(lambda rows: table(*rows))


@examples_of(100)
@given(LINES, LINES)
def test_nothing_is_lost_and_the_way_back_is_the_opposite(one: pandas.DataFrame, other: pandas.DataFrame) -> None:
    there, back = workbench.relief.compare(one, other), workbench.relief.compare(other, one)
    for name in ("net", "vat"):
        assert there[f"{name}_before"].sum() == one[name].sum()
        assert there[f"{name}_after"].sum() == other[name].sum()
    opposite = {"added": "removed", "removed": "added", "changed": "changed", "same": "same"}
    turned = {tuple(row[name] for name in KEY): (-row["net"], opposite[row["change"]]) for row in back.to_dict("records")}
    assert {tuple(row[name] for name in KEY): (row["net"], row["change"]) for row in there.to_dict("records")} == turned
