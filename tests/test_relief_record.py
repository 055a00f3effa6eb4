"""What is remembered of a client's relief: which chain and declaration a period belongs to, what counts as filed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.books import ledger_of
from tests.notices import SEPTEMBER, invoice
from workbench import relief
from workbench.days import Month, Quarter
from workbench.relief import Record
from workbench.relief.events import Event
from workbench.relief.life.chain import Chain
from workbench.relief.life.declarations import Declaration, Submission

LEDGER = ledger_of(invoice())
TODAY = date(2026, 10, 26)
QUARTER = Quarter("2019Q4")


def declared(*states: tuple[str, Any]) -> Record:
    """A record with declarations, by period and state."""
    periods = {relief.period_of(period): state for period, state in states}
    return Record(declarations={period: Declaration(period, (Submission(0, state),)) for period, state in periods.items()})


@pytest.mark.parametrize(
    ("begun", "asked", "found", "state"),
    [
        ([], "2019-10", "2019-10", "open"),
        ([], "2019Q4", "2019Q4", "open"),
        ([("2019Q4", "sent")], "2019-10", "2019Q4", "sent"),
        ([("2019Q4", "open")], "2019Q4", "2019Q4", "open"),
        ([("2019-11", "locked")], "2019-10", "2019-10", "open"),
        ([("2019-10", "open"), ("2019-12", "open")], "2019Q4", "2019Q4", "open"),
        ([("2019-10", "open"), ("2019-11", "locked"), ("2019-12", "sent")], "2019Q4", "2019-11", "locked"),
        ([("2019-09", "sent")], "2019Q4", "2019Q4", "open"),
    ],
)
def test_the_declaration_of_a_period(begun: list[tuple[str, str]], asked: str, found: str, state: str) -> None:
    """A quarter's where one was begun; of a quarter that is declared by the month the first that is not open (review 11)."""
    declaration = declared(*begun).declaration(relief.period_of(asked))
    assert (str(declaration.period), declaration.newest.state) == (found, state)
    declaration.must_concern(relief.period_of(asked))


def test_the_chain_of_a_month_is_its_own_or_that_of_its_quarter() -> None:
    """R-047."""
    made = Chain("sale", QUARTER).made(relief.notice(LEDGER, "sale", QUARTER), TODAY)
    record = Record({("sale", QUARTER): made})
    assert record.chain_covering("sale", Month("2019-12")) is made
    assert record.chain_covering("sale", Month("2020-01")).newest is None
    assert record.chain_covering("purchase", Month("2019-12")).newest is None
    assert record.chain("sale", Month("2019-12")).newest is None


def test_a_correction_counts_as_filed_once_it_is_locked() -> None:
    """Review 14: the draft S1 without FS/1 does not stop that what S claimed is given back."""
    paid = ledger_of(invoice(paid=[("2026-11-03", "1230.00")]))
    chain = Chain("sale", Month(SEPTEMBER)).made(relief.notice(paid, "sale", SEPTEMBER), TODAY).locked()
    draft = chain.amended(TODAY).without("FS/1")
    for kept, back in ((chain, 1), (draft, 1), (draft.locked(), 0)):
        record = Record({("sale", kept.period): kept})
        assert len(record.notice(paid, "sale", "2026-11").lines) == back


def test_only_events_that_the_books_allow_count() -> None:
    """R-016; one that is allowed settles or keeps off, and the months that follow see it."""
    sold = Event("E1", "sale", "FS/1", "", "assignment", date(2026, 8, 29), 0, "disposed")
    gone = replace(sold, id="E2", document_id="FS/GONE")
    record = Record(events={event.id: event for event in (gone, sold)})
    assert record.books(LEDGER).settlements["source"].tolist() == ["event:assignment"]
    assert len(record.notice(LEDGER, "sale", SEPTEMBER).lines) == 0
    none = Record(events={"E2": gone})
    assert none.books(LEDGER).settlements.equals(LEDGER.settlements)
    assert len(none.notice(LEDGER, "sale", SEPTEMBER).lines) == 1


def test_parts_that_events_keep_off_stand_in_what_was_filed() -> None:
    old = ledger_of(invoice(issued="2021-05-01", due="2021-06-10"))
    record = Record(events={"E1": Event("E1", "sale", "FS/1", "", "insolvency", date(2021, 7, 1), 0, "kept_off")})
    assert record.filed("sale", old).kept_off == {"FS/1/1": date(2021, 7, 2)}
    assert record.filed("purchase", old).kept_off == {}
    assert len(record.notice(old, "sale", "2021-09").lines) == 0
