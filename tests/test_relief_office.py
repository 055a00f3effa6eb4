"""The months of one client: amounts of the worked examples, how far each month is, what is missing and by when (feature 5)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

import workbench
from tests.books import TABLES, Books, books, ledger_of, sale
from tests.golden import WORKED
from tests.notices import SEPTEMBER, invoice
from workbench import i18n, relief
from workbench.days import Month, Quarter
from workbench.relief.events import Event
from workbench.relief.life.chain import Chain
from workbench.relief.life.declarations import Declaration, Submission
from workbench.relief.office.months import client_months
from workbench.relief.office.states import STATES
from workbench.relief.office.working import Task, answer
from workbench.relief.record import Record

TODAY = date(2026, 10, 20)
DEADLINE = date(2026, 10, 26)  # the 25th is a Sunday
AFTER = date(2026, 10, 27)


def month_row(ledger: workbench.Ledger, record: Record, month: str, today: date, side: str = "sale") -> pd.Series:
    table = client_months(ledger, record, [Month(month)], today)
    return table[table["side"] == side].iloc[0]


def chain_of(source: Books, *steps: str, period: str = SEPTEMBER) -> Chain:
    """The September notice after the steps: made, locked, entries."""
    ledger = ledger_of(source)
    chain = Chain("sale", Month(period)).made(relief.notice(ledger, "sale", period), TODAY)
    for step in steps:
        chain = chain.locked() if step == "locked" else chain.with_entries(ledger, "VAT", Declaration(Month(period)))
    return chain


def declared(state: str, period: Month | Quarter | None = None) -> Declaration:
    return Declaration(period or Month(SEPTEMBER), (Submission(0, state),))  # type: ignore[arg-type]


def record_of(chains: Iterable[Chain] = (), declarations: Iterable[Declaration] = (), events: Iterable[Event] = ()) -> Record:
    return Record(
        {(one.side, one.period): one for one in chains},
        {one.period: one for one in declarations},
        {one.id: one for one in events},
    )


# Amounts: computed by hand from the requirements, see the golden table


@pytest.mark.parametrize(
    ("example", "side", "month", "documents", "unpaid", "paid_back", "deadline"),
    [
        ("GJ-2", "sale", "2020-11", 1, (593_50, 136_50), (0, 0), "2020-12-28"),  # 25 to 27 December are free
        ("GJ-3", "sale", "2020-11", 2, (1_593_50, 366_50), (0, 0), "2020-12-28"),
        ("GJ-6", "sale", "2020-12", 2, (300_00, 69_00), (81_30, 18_70), "2021-01-25"),
        ("GR-5", "purchase", "2020-05", 2, (1_000_00, 230_00), (18_950_00, 4_358_50), "2020-06-25"),
        ("GJ-5", "purchase", "2020-10", 2, (813_01, 186_99), (18_950_00, 4_358_50), "2020-11-25"),
        ("GR-1", "sale", "2020-05", 1, (0, 0), (1_400_00, 262_00), "2020-06-25"),
    ],
)
def test_the_grid_of_the_worked_examples(
    example: str, side: str, month: str, documents: int, unpaid: tuple[int, int], paid_back: tuple[int, int], deadline: str
) -> None:
    row = month_row(ledger_of(WORKED[example]), Record(), month, date.fromisoformat(deadline), side)
    assert (row["documents"], row["net"], row["vat"]) == (documents, *unpaid)
    assert (row["paid_back_net"], row["paid_back_vat"]) == paid_back
    assert row["deadline"] == pd.Timestamp(deadline)
    assert row["state"] == "to_make"


def test_every_month_and_side_has_a_row_in_order() -> None:
    table = client_months(ledger_of(invoice()), Record(), [Month("2026-08"), Month("2026-09")], TODAY)
    assert table[["month", "side", "state"]].to_numpy().tolist() == [
        ["2026-08", "sale", "nothing"],
        ["2026-08", "purchase", "nothing"],
        ["2026-09", "sale", "to_make"],
        ["2026-09", "purchase", "nothing"],
    ]
    assert set(table["state"]) <= set(STATES)
    assert not [name for name, of in table.dtypes.items() if "float" in str(of) or str(of) == "object"]


# How far a month is


@pytest.mark.parametrize(
    ("steps", "declaration", "today", "state"),
    [
        (None, None, date(2026, 9, 30), "open"),
        (None, None, date(2026, 10, 1), "to_make"),
        ((), None, TODAY, "draft"),
        (("locked",), None, TODAY, "locked"),
        (("locked", "entries"), None, TODAY, "entries"),
        (("locked", "entries"), "locked", DEADLINE, "entries"),
        (("locked", "entries"), "locked", AFTER, "unsent"),
        (("locked", "entries"), None, AFTER, "unsent"),
        (("locked", "entries"), "sent", AFTER, "sent"),
        (("locked", "entries"), "received", AFTER, "received"),
    ],
)
def test_a_month_goes_from_state_to_state(
    steps: tuple[str, ...] | None, declaration: str | None, today: date, state: str
) -> None:
    chains = () if steps is None else (chain_of(invoice(), *steps),)
    record = record_of(chains, () if declaration is None else (declared(declaration),))
    row = month_row(ledger_of(invoice()), record, SEPTEMBER, today)
    assert (row["state"], row["declaration"]) == (state, declaration or "open")
    assert (row["documents"], row["net"], row["vat"]) == (1, 1000_00, 230_00)
    assert (row["deadline"], row["days_left"]) == (pd.Timestamp(DEADLINE), (DEADLINE - today).days)
    assert row["mark"] == ("" if steps is None else "S")
    assert bool(row["missing"]) == (state != "received")


def test_a_month_before_the_first_notice_kept_counts_as_made_elsewhere() -> None:
    """R-047: what was filed before the workbench was used is taken by the rule."""
    october = sale("FS/2", issued="2026-06-01", due="2026-07-10", lines=[("23", "1000.00")])
    earlier = record_of((chain_of(books(october), "locked", period="2026-10"),))
    assert month_row(ledger_of(invoice()), earlier, SEPTEMBER, AFTER)["state"] == "elsewhere"
    assert earlier.filed("sale", ledger_of(invoice())).since == Month("2026-10")
    assert earlier.filed("purchase", ledger_of(invoice())).since is None


def test_where_nothing_was_ever_kept_no_month_is_late() -> None:
    """An office that begins today has missed nothing; once the client's declarations are kept here, it has."""
    ledger = ledger_of(invoice())
    assert month_row(ledger, record_of(), SEPTEMBER, DEADLINE)["state"] == "to_make", "it can still be sent in time"
    row = month_row(ledger, record_of(), SEPTEMBER, AFTER)
    assert (row["state"], row["missing"]) == ("elsewhere", "")
    looked_after = record_of((), (declared("received", Month("2026-08")),))
    assert month_row(ledger, looked_after, SEPTEMBER, AFTER)["state"] == "to_make"


def test_a_month_that_has_not_begun_is_not_the_one_under_way() -> None:
    states = [month_row(ledger_of(invoice()), record_of(), SEPTEMBER, today)["state"] for today in BEFORE_AND_IN_SEPTEMBER]
    assert states == ["coming", "open", "open"]
    assert STATES["coming"] != STATES["open"]


BEFORE_AND_IN_SEPTEMBER = (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30))


def test_what_the_user_took_off_is_not_counted_and_no_difference() -> None:
    """R-054."""
    chain = chain_of(invoice()).without("FS/1").locked()
    row = month_row(ledger_of(invoice()), record_of((chain,)), SEPTEMBER, TODAY)
    assert (row["documents"], row["vat"], row["differs"]) == (0, 0, False)


@pytest.mark.parametrize(
    ("state", "first"),
    [
        ("received", "first add a correction of the declaration"),
        ("sent", "first collect the UPO of what was sent, then add a correction of the declaration"),
        ("locked", "first unlock the declaration: it was not sent"),
    ],
)
def test_a_late_month_says_what_to_do_with_the_declaration_first(state: str, first: str) -> None:
    """R-055, J-029: the remedy of `life.late`, by the state of the declaration."""
    with i18n.in_language("en"):
        row = month_row(ledger_of(invoice()), record_of((), (declared(state),)), SEPTEMBER, AFTER)
    assert row["missing"] == f"make the notice; {first}"


# Quarterly clients


@pytest.mark.parametrize(
    ("steps", "deadline"), [((), "2026-08-25"), (("locked",), "2026-08-25"), (("locked", "entries"), "2026-08-25")]
)
def test_a_quarterly_client_enters_by_the_month_and_declares_by_the_quarter(steps: tuple[str, ...], deadline: str) -> None:
    """R-044, R-045, J-020: the records of July are sent in August, the declaration of the quarter in October."""
    source = invoice(due="2026-04-10")  # day 90 is 2026-07-09
    record = record_of((chain_of(source, *steps, period="2026-07"),), (declared("open", Quarter("2026Q3")),))
    assert month_row(ledger_of(source), record, "2026-07", TODAY)["deadline"] == pd.Timestamp(deadline)


@pytest.mark.parametrize(
    ("file", "quarter", "today", "state"),
    [
        (None, None, date(2026, 8, 25), "entries"),
        (None, None, date(2026, 8, 26), "unsent"),
        ("locked", None, date(2026, 8, 26), "unsent"),
        ("sent", None, date(2026, 8, 26), "sent"),
        ("received", None, date(2026, 10, 27), "received"),
        ("received", "locked", date(2026, 10, 27), "received"),
        (None, "received", date(2026, 10, 27), "received"),
    ],
)
def test_a_record_file_is_due_on_the_25th_of_the_next_month(
    file: str | None, quarter: str | None, today: date, state: str
) -> None:
    """Art. 109 sec. 3c, J-020: what became of July's own file decides, whatever becomes of the quarter afterwards."""
    source = invoice(due="2026-04-10")
    declarations = [declared("received", Quarter("2026Q2"))]
    if file is not None:
        declarations.append(replace(declared(file, Month("2026-07")), part="record"))
    if quarter is not None:
        declarations.append(declared(quarter, Quarter("2026Q3")))
    record = record_of((chain_of(source, "locked", "entries", period="2026-07"),), declarations)
    row = month_row(ledger_of(source), record, "2026-07", today)
    assert (row["state"], row["deadline"]) == (state, pd.Timestamp("2026-08-25"))
    assert row["declaration"] == (quarter or file or "open"), "what must be undone first"


def test_before_record_files_all_months_of_a_quarter_were_due_with_vat_7k() -> None:
    source = invoice(issued="2020-03-01", due="2020-04-10")  # day 90 is 2020-07-09
    record = record_of((chain_of(source, "locked", "entries", period="2020-07"),), (declared("open", Quarter("2020Q3")),))
    row = month_row(ledger_of(source), record, "2020-07", date(2020, 10, 26))
    assert (row["state"], row["deadline"]) == ("entries", pd.Timestamp("2020-10-26"))


def test_a_client_stays_quarterly_until_it_declares_by_the_month() -> None:
    record = record_of((), (declared("received", Quarter("2026Q2")), declared("open", Month("2026-10"))))
    assert [record.is_quarterly(Month(month)) for month in ("2026-01", "2026-05", "2026-09", "2026-10")] == [True] * 3 + [False]
    assert not Record().is_quarterly(Month("2026-05"))


def test_a_notice_of_a_quarter_stands_in_its_last_month() -> None:
    """R-047."""
    source = invoice(issued="2019-06-01", due="2019-08-27")  # day 90 is 2019-11-25
    ledger = ledger_of(source)
    quarter = Quarter("2019Q4")
    chain = Chain("sale", quarter).made(relief.notice(ledger, "sale", quarter), TODAY).locked()
    rows = [month_row(ledger, record_of((chain,)), month, TODAY) for month in ("2019-10", "2019-11", "2019-12")]
    assert [(row["period"], row["state"], row["vat"]) for row in rows] == [
        ("2019Q4", "in_quarter", 0),
        ("2019Q4", "in_quarter", 0),
        ("2019Q4", "locked", 230_00),
    ]


# What the books say now


def test_a_locked_notice_that_the_books_contradict_is_seen() -> None:
    """A payment of 500.00 entered late: 730.00 stay unpaid, -593.50 / -136.50 instead of -1 000 / -230."""
    record = record_of((chain_of(invoice(), "locked", "entries"),), (declared("open"),))
    row = month_row(ledger_of(invoice(paid=[("2026-09-20", "500.00")])), record, SEPTEMBER, TODAY)
    assert (row["differs"], row["difference_net"], row["difference_vat"]) == (True, 406_50, 93_50)
    assert row["vat"] == 230_00, "what was filed is shown, never computed anew by itself"
    same = month_row(ledger_of(invoice()), record, SEPTEMBER, TODAY)
    assert (same["differs"], same["difference_net"], same["difference_vat"]) == (False, 0, 0)


def test_a_payment_after_the_filed_day_is_paid_back_and_no_difference() -> None:
    record = record_of((chain_of(invoice(), "locked", "entries"),))
    paid = ledger_of(invoice(paid=[("2026-11-05", "1230.00")]))
    assert not month_row(paid, record, SEPTEMBER, TODAY)["differs"]
    assert month_row(paid, record, "2026-11", date(2026, 12, 1))["paid_back_vat"] == 230_00


# Events


def happened(type: str, day: str, choice: str, document: str = "FS/1") -> Event:
    return Event("e1", "sale", document, "", type, date.fromisoformat(day), 0, choice)


def test_an_event_that_the_books_no_longer_allow_stops_no_client() -> None:
    """R-016: the document was deleted since; the others of the client are judged all the same."""
    record = record_of((), (), (happened("assignment", "2026-08-29", "disposed", "FS/GONE"),))
    row = month_row(ledger_of(invoice()), record, SEPTEMBER, TODAY)
    assert (row["documents"], row["vat"]) == (1, 230_00)
    office = answer(Task(tables_of(invoice()), record, [Month(SEPTEMBER)], 6, TODAY), "pl")
    assert office.problem == ""


def test_an_event_that_settles_is_seen_in_the_month_and_in_the_forecast() -> None:
    """A claim sold on day 80 gives no relief (reference on VAT, section 7, row 38)."""
    record = record_of((), (), (happened("assignment", "2026-08-29", "disposed"),))
    assert month_row(ledger_of(invoice()), record, SEPTEMBER, TODAY)["documents"] == 0
    task = Task(tables_of(invoice()), record, [Month(SEPTEMBER)], 6, date(2026, 9, 1))
    assert answer(task, "pl").forecast.empty  # type: ignore[union-attr]
    assert len(answer(replace(task, record=Record()), "pl").forecast) == 1  # type: ignore[arg-type]


OLD = {"issued": "2020-10-01", "due": "2020-11-10"}
"""Day 90 is 2021-02-08: the law before October 2021, under which an insolvent debtor keeps a claim off the notice."""


@pytest.mark.parametrize(("as_of", "documents"), [(None, 0), ("2021-03-10", 1), ("2021-03-25", 0)])
def test_the_day_a_notice_was_made_on_decides_whether_an_event_keeps_a_document_off(as_of: str | None, documents: int) -> None:
    """Insolvency of 2021-03-15, before the default filing day 2021-03-25 but after an earlier one."""
    ledger, event = ledger_of(invoice(**OLD)), happened("insolvency", "2021-03-15", "kept_off")
    chains: tuple[Chain, ...] = ()
    if as_of:
        chains = (Chain("sale", Month("2021-02")).made(relief.notice(ledger, "sale", "2021-02", as_of), TODAY).locked(),)
    row = month_row(ledger, record_of(chains, (), (event,)), "2021-02", TODAY)
    assert bool(row["differs"]) == (documents == 0 and as_of is not None)
    assert row["documents"] == (1 if as_of else documents)


def test_what_is_paid_back_of_a_document_that_is_kept_off_stays() -> None:
    """Two parts of one invoice: the second is kept off the notice, what was paid of the first, taken before, is given back."""
    first = ("2020-08-10", "615.00", [("2021-02-20", "615.00")])  # relief dates 2020-11-08 and 2021-02-08
    source = invoice(issued="2020-07-10", parts=[first, ("2020-11-10", "615.00")])
    event = happened("insolvency", "2021-03-15", "kept_off")
    row = month_row(ledger_of(source), record_of((), (), (event,)), "2021-02", TODAY)
    assert (row["documents"], row["vat"], row["paid_back_vat"]) == (1, 0, 115_00)
    assert month_row(ledger_of(source), Record(), "2021-02", TODAY)["vat"] == 115_00


def tables_of(source: Books) -> dict[str, pd.DataFrame]:
    return {name: pd.DataFrame(source[name], columns=list(columns), dtype=str) for name, columns in TABLES.items()}
