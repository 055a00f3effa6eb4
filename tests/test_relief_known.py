"""What was known on a day: books without what was entered later, and notices from them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas
from hypothesis import given
from hypothesis import strategies as st

import workbench
from tests.books import TABLES, Books, books, ledger_of, sale
from tests.ledger_files import SMALL, frames
from tests.notices import BACK, DECEMBER, OCTOBER, SEPTEMBER, THOUSAND, WHOLE, invoice
from tests.test_relief_properties import SIDES, engine_lines, examples_of, generated_books, months_that_matter
from workbench.relief import Filed, FiledNotice, known

ENTERED = ("documents", "payments", "settlements")


def ledger_with(source: Books) -> workbench.Ledger:
    """The books with the column entered_on (empty where a row does not give it)."""
    return workbench.read_ledger(
        {
            name: pandas.DataFrame(source[name], columns=[*columns, *(["entered_on"] if name in ENTERED else [])], dtype=object)
            for name, columns in TABLES.items()
        }
    )


def entered(source: Books, table: str, *days: str | None) -> Books:
    """The books with the day each row of a table came in."""
    rows = [{**row, "entered_on": day} for row, day in zip(source[table], days, strict=True)]
    return {**source, table: rows}


def notice_lines(ledger: workbench.Ledger, period: str, **options: Any) -> list[tuple[str, int, int]]:
    found = workbench.relief.notice(ledger, "sale", period, **options).lines
    return [(row["kind"], row["net"], row["vat"]) for row in found.to_dict("records")]


def test_a_payment_entered_later_was_not_known() -> None:
    """Paid 2026-10-15, entered 2026-11-20: on the filing day of September the invoice counted as unpaid."""
    ledger = ledger_with(entered(invoice(paid=[("2026-10-15", "1230.00")]), "settlements", "2026-11-20"))
    assert notice_lines(ledger, SEPTEMBER) == []
    assert notice_lines(ledger, SEPTEMBER, known_at="2026-11-19") == WHOLE
    assert notice_lines(ledger, SEPTEMBER, known_at=date(2026, 11, 20)) == []


def test_the_answer_with_what_was_filed_then() -> None:
    """October as it was known on 2026-11-19: nothing paid yet; known today and September filed: paid back by nobody, because
    the payment of 2026-10-15 lies before the filing day and belongs to a correction of September."""
    source = entered(
        invoice(paid=[("2026-10-15", "500.00"), ("2026-12-05", "730.00")]), "settlements", "2026-11-20", "2026-12-06"
    )
    ledger = ledger_with(source)
    filed = workbench.relief.notice(ledger, "sale", SEPTEMBER, known_at="2026-10-25")
    record = Filed("sale", {filed.period: FiledNotice(filed.period, filed.as_of, filed.lines)}, filed.period)
    assert [(row.net, row.vat) for row in filed.lines.itertuples()] == [(1000_00, 230_00)]
    assert notice_lines(ledger, OCTOBER, filed=record) == []
    assert notice_lines(ledger, DECEMBER, filed=record, known_at="2026-12-05") == []
    assert notice_lines(ledger, DECEMBER, filed=record) == [("paid_back", 593_50, 136_50)]


def test_a_document_entered_later_takes_its_payments_and_settlements_with_it() -> None:
    source = books(
        sale("FS/1", issued="2026-06-01", due="2026-06-10", lines=THOUSAND, paid=[("2026-12-01", "1.00")]),
        sale("FS/2", issued="2026-06-01", due="2026-06-10", lines=THOUSAND, paid=[("2026-12-02", "1230.00")], corrects="FS/1"),
        sale("FS/3", issued="2026-06-01", due="2026-06-10", lines=[("8", "100.00")], party="inactive"),
    )
    ledger = ledger_with(entered(source, "documents", "2026-11-01", None, "2026-06-02"))
    then = known(ledger, date(2026, 10, 31))
    assert list(then.documents["document_id"]) == ["FS/2", "FS/3"]
    assert list(then.payments["payment_id"]) == ["FS/2/1", "FS/3/1"]
    assert list(then.settlements["payment_id"]) == ["FS/2/1"]
    assert list(then.vat_lines["document_id"]) == ["FS/2", "FS/3"]
    assert then.documents["corrects"].isna().all() and list(then.index.document_corrects) == [-1, -1]
    assert list(then.index.document_party) == [0, 1]
    assert [list(rows) for rows in (then.index.line_document, then.index.payment_document, then.index.settlement_payment)] == [
        [0, 1], [0, 1], [0],
    ]  # fmt: skip
    assert notice_lines(then, DECEMBER) == BACK
    assert len(ledger.documents) == 3


def test_nothing_entered_later_is_the_ledger_itself() -> None:
    ledger = ledger_with(entered(invoice(), "documents", "2026-06-01"))
    assert known(ledger, date(2026, 6, 1)) is ledger
    assert known(ledger, date(2026, 5, 31)) is not ledger
    assert known(ledger, date(2026, 5, 31)) is known(ledger, date(2026, 5, 31))
    assert known(ledger, date(2026, 6, 2)) is ledger
    assert known(ledger_of(invoice()), date(2000, 1, 1)).documents["entered_on"].isna().all()


def test_the_tables_of_costs_and_transfers_follow() -> None:
    """Of the small books FZ/1 came later: what describes it and what its payment P2 needs goes too, a record stays."""
    source = {**SMALL, "documents": [{**row, "entered_on": "2020-01-01"} for row in SMALL["documents"]]}
    source["documents"][1]["entered_on"] = "2020-12-31"
    source = {name: [dict(row) for row in rows] for name, rows in source.items()}
    for table in ("payments", "settlements"):
        for row in source[table]:
            row["entered_on"] = ""
    then = known(workbench.read_ledger(frames(source)), date(2020, 12, 30))
    assert [list(getattr(then, name)["document_id"]) for name in ("additional_amounts", "descriptions")] == [[], ["R1"]]
    assert then.tax_payments.empty and then.sepa_parties.empty
    assert list(then.payments["payment_id"]) == ["P1", "P3"]


@examples_of(15)
@given(st.data(), generated_books(), st.sampled_from(SIDES))
def test_known_books_equal_books_read_without_what_came_later(data: st.DataObject, source: Books, side: str) -> None:
    day, later, before = "2020-06-30", "2020-07-01", [None, "2020-06-30", "2020-01-01"]
    marked, plain = source, source
    for table in ENTERED:
        days = [data.draw(st.sampled_from([later, *before])) for _row in source[table]]
        marked = entered(marked, table, *days)
        plain = {**plain, table: [row for row, on in zip(source[table], days, strict=True) if on != later]}
    documents = {row["document_id"] for row in plain["documents"]}
    payments = [row for row in plain["payments"] if row["document_id"] in documents]
    paid = {row["payment_id"] for row in payments}
    plain["payments"] = payments
    plain["vat_lines"] = [row for row in plain["vat_lines"] if row["document_id"] in documents]
    plain["settlements"] = [row for row in plain["settlements"] if row["payment_id"] in paid]
    found, expected = ledger_with(marked), ledger_of(plain)
    for month in months_that_matter(source)[:3]:
        notices = [
            workbench.relief.notice(found, side, month, known_at=day),
            workbench.relief.notice(expected, side, month),
        ]
        assert engine_lines(notices[0]) == engine_lines(notices[1])
        assert list(notices[0].candidates["payment_id"].sort_values()) == list(
            notices[1].candidates["payment_id"].sort_values()
        )
