"""P_68 and P_69: the decreases of art. 89a sec. 1 but those paid back in the same period (vat.md 2.4, J-023)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books import ledger_of, sale
from tests.filing_desk import MADE_AT, desk_of
from tests.filing_register import sales, version
from tests.filing_relief import declared, of, tellings
from tests.notices import invoice
from tests.test_relief_properties import examples_of
from workbench.days import Month, Quarter, statutory_shift
from workbench.filing.checking.faults import Faults
from workbench.filing.checking.jpk import check_jpk
from workbench.filing.checking.registers import SumsOfRows
from workbench.filing.checking.rules_file import check_relief_sums
from workbench.filing.checking.rules_rows import Row
from workbench.filing.fields import unpaid_rows
from workbench.filing.paid_back import last_days
from workbench.filing.reconciliation import is_reconciled, reconciliation
from workbench.filing.versions import version_of
from workbench.filing.writing.jpk import jpk_bytes

Dated = tuple[str, str, int]
"""Document, day (with a minus the due date, with a plus the day of payment), zloty of base."""


def rows_of(*rows: Dated) -> Any:
    """Rows of relief at 23 %."""
    return sales(
        *(
            {
                "document": document,
                "tax_id": "1",
                "relief": True,
                "due_date" if base < 0 else "payment_date": day,
                "K_19": base * 100,
                "K_20": base * 23,
            }
            for document, day, base in rows
        )
    )


def shown(*rows: Dated) -> list[int]:
    """The bases that P_68 sums up."""
    table = rows_of(*rows)
    return [base // 100 for base in table.loc[unpaid_rows(table), "K_19"]]


# day 90: of 2026-06-10 it is 2026-09-08, of 2026-06-20 (a Saturday, moved to the 22nd) 2026-09-20
FIRST, SECOND = "2026-06-10", "2026-06-20"
CASES: dict[str, tuple[list[Dated], list[int]]] = {
    "a minus alone": ([("A", FIRST, -500)], [-500]),
    "case 58: pluses alone": ([("A", "2026-09-15", 500)], []),
    "case 59: minus and plus of one claim": ([("A", FIRST, -500), ("A", "2026-09-15", 500)], []),
    "the plus of another invoice": ([("A", FIRST, -500), ("B", "2026-09-15", 500)], [-500]),
    "paid in two parts": ([("A", FIRST, -500), ("A", "2026-09-15", 200), ("A", "2026-09-20", 300)], []),
    "paid in part: the minus stays whole": ([("A", FIRST, -500), ("A", "2026-09-15", 200)], [-500]),
    "paid on day 90: of another instalment": ([("A", FIRST, -500), ("A", "2026-09-08", 500)], [-500]),
    "paid the day after day 90": ([("A", FIRST, -500), ("A", "2026-09-09", 500)], []),
    "the first of two equal instalments comes back before day 90 of the second": (
        [("A", SECOND, -500), ("A", "2026-09-15", 500)],
        [-500],
    ),
    "both instalments on one notice, one paid": (
        [("A", FIRST, -500), ("A", SECOND, -500), ("A", "2026-09-25", 500)],
        [-500],
    ),
    "the first paid before day 90 of the second, which comes back too": (
        [("A", FIRST, -500), ("A", SECOND, -300), ("A", "2026-09-15", 500), ("A", "2026-09-25", 300)],
        [],
    ),
    "one payment for an old claim and this one": ([("A", FIRST, -500), ("A", "2026-09-15", 900)], []),
    "an old claim, then a part of this one": (
        [("A", FIRST, -500), ("A", "2026-09-02", 500), ("A", "2026-09-15", 100)],
        [-500],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), CASES.values(), ids=list(CASES))
def test_what_p_68_sums_up(rows: list[Dated], expected: list[int]) -> None:
    for order in (rows, rows[::-1]):
        assert sorted(shown(*order)) == sorted(expected)


def test_day_90_counts_from_the_day_the_term_moves_to() -> None:
    """vat.md 7, cases 1 and 5; a day after the last one known is not moved."""
    due = np.array(["2019-06-01", "2026-05-01", "2100-12-31"], "datetime64[D]")
    assert last_days(due).astype(str).tolist()[:2] == ["2019-09-01", "2026-08-02"]


rows_drawn = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(0, 120), st.sampled_from([-3, -2, -1, 1, 2, 3, 5])), max_size=9
)


def slowly(rows: list[tuple[str, date, int]]) -> list[tuple[str, date, int]]:
    """The minus rows that stay, by paying them one by one, the oldest first."""
    stays = []
    by_document: dict[str, list[tuple[date, int, date]]] = defaultdict(list)
    for document, day, base in rows:
        by_document[document].append((statutory_shift(day) + timedelta(90) if base < 0 else day, base, day))
    for document, events in by_document.items():
        open_claims: list[list[Any]] = []
        for moment, base, day in sorted(events, key=lambda event: (event[0], event[1] < 0)):
            if base < 0:
                open_claims.append([moment, -base, day, base])
                continue
            for claim in open_claims:
                paid = min(base, claim[1])
                claim[1] -= paid
                base -= paid
        stays += [(document, day, base) for _moment, left, day, base in open_claims if left]
    return stays


@examples_of(60)
@given(rows_drawn)
def test_the_slow_way_says_the_same(drawn: list[tuple[str, int, int]]) -> None:
    """Due dates in May to August, payments in August to November; equal rows of a document fall together only in the sum."""
    start = {True: date(2026, 5, 1), False: date(2026, 8, 1)}
    rows = sorted({(document, start[base < 0] + timedelta(step), base) for document, step, base in drawn})
    table = rows_of(*((document, day.isoformat(), base) for document, day, base in rows))
    kept = table[unpaid_rows(table)]
    found = zip(kept["document"], kept["due_date"].dt.date, kept["K_19"] // 100, strict=True)
    assert sorted((document, int(base)) for document, _day, base in found) == sorted(
        (document, base) for document, _day, base in slowly(rows)
    )


def test_an_instalment_paid_back_when_the_next_one_is_due_keeps_its_minus() -> None:
    """Two equal instalments, day 90 on 2026-07-20 and 2026-09-20; the first is paid on 2026-09-15: P_68 is -500."""
    parts = [("2026-04-21", "615.00", [("2026-09-15", "615.00")]), (SECOND, "615.00")]
    ledger = ledger_of(invoice(issued="2026-04-01", parts=parts))
    found = tellings(of(ledger, "2026-09"))
    assert len(found.sales) == 2 and found.sales["K_19"].sum() == 0
    part = declared(found, Month("2026-09"))
    assert (part.fields["P_68"], part.fields["P_69"]) == (-500, -115)
    assert is_reconciled(reconciliation(found, version_of("V7M", Month("2026-09")), part))


def test_one_of_two_rows_of_an_invoice_is_left_out_of_every_telling() -> None:
    """Both instalments on the notice of September as of the 22nd; the first is paid on the 25th: row by row."""
    ledger = ledger_of(invoice(parts=[(FIRST, "615.00", [("2026-09-25", "615.00")]), (SECOND, "615.00")]))
    found = tellings(of(ledger, "2026-09", as_of="2026-09-22"))
    assert found.sales["K_19"].tolist() == [-500_00, -500_00, 500_00]
    part = declared(found, Month("2026-09"))
    assert (part.fields["P_68"], part.fields["P_69"]) == (-500, -115)
    table = reconciliation(found, version_of("V7M", Month("2026-09")), part).set_index("field")
    assert is_reconciled(table)
    assert [table[name].to_dict()["P_68"] for name in ("notice", "entries", "rows", "declared")] == [-500] * 4


def test_a_quarter_leaves_out_what_was_paid_back_in_it() -> None:
    """First instalment: minus in August, plus on 2026-09-26; second: minus in September. The quarter's P_68 is the second."""
    parts = [("2026-05-20", "615.00", [("2026-09-26", "615.00")]), (SECOND, "615.00")]
    ledger = ledger_of(invoice(issued="2026-05-02", parts=parts))
    found = tellings(of(ledger, "2026-08"), of(ledger, "2026-09"))
    assert found.sales["K_19"].tolist() == [-500_00, -500_00, 500_00]
    part = declared(found, Quarter("2026Q3"))
    assert (part.fields["P_68"], part.fields["P_69"]) == (-500, -115)
    assert is_reconciled(reconciliation(found, version_of("V7K", Month("2026-09")), part))


@pytest.mark.parametrize("year", ["2026", "2021"], ids=["(3)", "(1)"])
def test_the_check_of_a_file_agrees(year: str) -> None:
    """An invoice whose plus pays an older instalment keeps its minus; in version (1) the rows have no days."""
    old = [(f"{year}-04-21", "615.00", [(f"{year}-09-02", "615.00")]), (f"{year}-06-15", "615.00")]
    desk = desk_of(
        None,
        sale("FS/1", issued=f"{year}-06-01", lines=[("23", "1000.00")], due=f"{year}-06-10"),
        sale("FS/2", issued=f"{year}-04-01", lines=[("23", "1000.00")], parts=old),
    )
    file = desk.file(f"{year}-09", made_at=MADE_AT)
    assert file.declaration is not None and file.declaration.fields["P_68"] == -1500
    assert check_jpk(jpk_bytes(file)).query("code == 'relief-sum'").empty
    wrong = check_jpk(jpk_bytes(file).replace(b"<P_68>-1500<", b"<P_68>-1501<"))
    assert wrong.loc[wrong["code"] == "relief-sum", "field"].tolist() == ["P_68"]


def test_the_check_tells_claims_of_one_invoice_apart_by_their_days() -> None:
    """Both instalments in one file, the first paid back: -500 and -1000 will do, not what lies between; nothing, as no row of
    the invoice need be shown; in (1), which has no days, -600 too."""
    for number, wrong in ((3, ["P_68", "P_69"]), (1, [])):
        register = SumsOfRows("sales")
        faults = Faults()
        for place, (name, day, base) in enumerate(
            [("TerminPlatnosci", FIRST, -500), ("TerminPlatnosci", SECOND, -500), ("DataZaplaty", "2026-09-15", 500)], 1
        ):
            texts = {"DowodSprzedazy": "A", "KorektaPodstawyOpodt": "1"} | ({name: day} if number > 1 else {})
            register.add(Row("sales", place, texts, {"K_19": base * 100, "K_20": base * 23}), faults)
        for base, tax in ((-500, -115), (-1000, -230)) if number > 1 else ((-1000, -230),):
            check_relief_sums({"P_68": base, "P_69": tax}, register.unpaid(), version(number), faults)
        check_relief_sums({}, register.unpaid(), version(number), faults)
        assert not len(faults.table())
        check_relief_sums({"P_68": -600, "P_69": -138}, register.unpaid(), version(number), faults)
        assert faults.table()["field"].tolist() == wrong
