"""What is remembered of the relief: chains, declarations, events and technical documents come back as they were kept."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest import mock

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.exports import english  # noqa: F401
from tests.relief_store import CLIENT, FIRST, JUNE, OCTOBER, SEPTEMBER, TODAY, carried, desk_of, entered, invoice, ticking
from tests.stores import WRITTEN, address, key, postgres_address  # noqa: F401
from workbench.days import Month, Quarter
from workbench.errors import ConflictError, PeriodError, ReliefError, StoreError
from workbench.relief.events import Event
from workbench.relief.life.chain import Chain
from workbench.relief.life.technical import TechnicalDocument
from workbench.store import migrating, open_store
from workbench.store.databases import engine_of, transaction
from workbench.store.relief_desk import ReliefDesk
from workbench.store.tables import audit, changes, things

PAID_LATER = [("2026-11-03", "615.00")]


def same_chain(one: Chain, other: Chain) -> None:
    """Equal in everything, to the types of the columns."""
    assert (one.side, one.period, len(one.notices)) == (other.side, other.period, len(other.notices))
    for kept, found in zip(one.notices, other.notices, strict=True):
        for name in ("number", "as_of", "calculated_on", "removed", "locked", "mode", "register", "fingerprint"):
            assert getattr(kept, name) == getattr(found, name), name
            assert type(getattr(kept, name)) is type(getattr(found, name)), name
        pd.testing.assert_frame_equal(kept.lines, found.lines)
        pd.testing.assert_frame_equal(kept.entries, found.entries)


def several_chains() -> list[Chain]:
    """Amended, collective, of a quarter, without lines, with documents taken off, with rates and what was paid back."""
    two_rates = [("23", "1000.00"), ("8", "400.00", "32.00")]
    sales = [invoice(), invoice("ŻÓŁĆ/2", lines=two_rates), invoice("FS/3", paid=PAID_LATER)]
    desk = desk_of(None, *sales, invoice("FZ/1", "purchase", lines=two_rates))
    notice = desk.notice("sale", SEPTEMBER)
    open_declaration = desk.declaration(SEPTEMBER)
    first = Chain("sale", Month(SEPTEMBER)).made(notice, TODAY).without("FS/1").locked()
    first = first.with_entries(desk.ledger, "SPRZEDAŻ", open_declaration)
    second = first.amended(TODAY).put_back(notice, "FS/1").locked().with_entries(desk.ledger, "", open_declaration)
    bought = Chain("purchase", Month(SEPTEMBER)).made(desk.notice("purchase", SEPTEMBER), TODAY)
    empty = Chain("sale", Month(JUNE)).made(desk.notice("sale", JUNE), TODAY).locked()
    november = Chain("sale", Month("2026-11")).made(desk.notice("sale", "2026-11"), TODAY)
    old = desk_of(None, invoice("FS/0", issued="2019-08-20", due="2019-08-27"))
    quarter = Chain("sale", Quarter("2019Q4")).made(old.notice("sale", "2019Q4"), TODAY).locked()
    quarter = quarter.with_entries(old.ledger, "SPRZEDAŻ", old.declaration("2019Q4"), "collective")
    assert set(november.notices[0].lines["kind"]) == {"paid_back"}
    assert quarter.entries["document_id"].tolist() == [""]
    assert [one.removed for one in second.notices] == [("FS/1",), ()]
    return [second, bought, empty, november, quarter]


def test_chains_come_back_as_they_were_kept(address: str) -> None:  # noqa: F811
    chains = several_chains()
    with open_store(address, user="anna") as store:
        for chain in chains:
            with store.change("Kept") as change:
                change.set_chain(CLIENT, chain, version=0)
        moment = FIRST + timedelta(days=40000)
        for found in (
            store.relief.chains(CLIENT),
            store.relief.chains(CLIENT, known_at=moment),
            store.relief.records()[CLIENT].chains,
        ):
            assert list(found) == [(chain.side, chain.period) for chain in chains]
            for chain in chains:
                same_chain(chain, found[chain.side, chain.period])
        assert list(store.relief.chains(CLIENT, "purchase")) == [("purchase", Month(SEPTEMBER))]
        assert store.relief.chains("budmar") == {}
        lines = store.lines(CLIENT, "relief_notices", f"sale/{SEPTEMBER}", 1)
        assert lines is not None
        assert len(lines["notice_lines"]) == sum(len(one.lines) for one in chains[0].notices)


def test_declarations_events_and_technical_documents_come_back(address: str) -> None:  # noqa: F811
    event = Event("E1", "sale", "FS/1", "", "debtor_insolvency", date(2026, 9, 1), 0, "relief", "wpis 12")
    typed = TechnicalDocument("T1", Month(SEPTEMBER), "unpaid", "", "TECH/1", "23", 230_00, "goods", "yes", "ręcznie")
    with ticking(address) as store:
        desk = (
            desk_of(store).declare("2026Q3", "lock").declare("2026Q3", "send", date(2026, 10, 24)).declare("2026Q3", "receive")
        )
        desk = desk.declare("2026Q3", "correct").add_technical(typed)
        with store.change("Event") as change:
            change.set_event(CLIENT, "E1", event, version=0)
        record = store.relief.record_of(CLIENT)
        assert record.events == {"E1": event}
        assert record.technical == {"T1": typed}
        assert list(record.declarations) == [Quarter("2026Q3")]
        states = [(one.number, one.state, one.sent_on) for one in record.declarations[Quarter("2026Q3")].submissions]
        assert states == [(0, "received", date(2026, 10, 24)), (1, "open", None)]
        assert desk.remove_technical("T1").technical == {}
        with pytest.raises(ReliefError, match="T2"):
            desk.remove_technical("T2")


def test_the_life_of_a_notice_from_the_desk(address: str) -> None:  # noqa: F811
    """R-023, R-056, R-061: made, locked, entered, amended with another invoice; told in words for people."""
    with ticking(address) as store:
        desk = carried(desk_of(store))
        assert entered(desk) == [("S", "unpaid", -1000_00, -230_00)]
        desk = desk_of(store, invoice(), invoice("FS/2", lines=[("23", "100.00")]))
        (proposal,) = desk.proposals()
        assert (proposal.mark, proposal.vat) == ("S", -23_00)
        desk = (
            desk.amend("sale", SEPTEMBER).recalculate("sale", SEPTEMBER).lock("sale", SEPTEMBER).generate("sale", SEPTEMBER, "")
        )
        assert entered(desk)[1:] == [("S1", "unpaid", -100_00, -23_00)]
        assert desk.proposals() == ()
        assert store.audit(CLIENT)["what"].tolist() == [
            "Notice S of September 2026: made",
            "Notice S of September 2026: locked",
            "Notice S of September 2026: correction entries generated",
            "Notice S1 of September 2026: added",
            "Notice S1 of September 2026: recalculated",
            "Notice S1 of September 2026: locked",
            "Notice S1 of September 2026: correction entries generated",
        ]
        undone = desk.undo()
        assert entered(undone) == entered(undone.undo()) == entered(desk)[:1]
        with pytest.raises(ConflictError, match="changed by anna"):
            desk.undo()


def test_a_dropped_notice_leaves_nothing_behind(address: str) -> None:  # noqa: F811
    """A part of a period whose notice was dropped is not given back later, and the next notice starts afresh."""
    paid = invoice(paid=[("2026-11-03", "1230.00")])
    with ticking(address) as store:
        desk = desk_of(store, paid).make("sale", SEPTEMBER).remove("sale", SEPTEMBER, "FS/1")
        desk = desk.make("sale", OCTOBER).drop("sale", SEPTEMBER)
        assert [chain.period for chain in desk.chains()] == [Month(OCTOBER)]
        assert store.relief.chains(CLIENT, known_at=FIRST + timedelta(days=2)).keys() == {
            ("sale", Month(SEPTEMBER)),
            ("sale", Month(OCTOBER)),
        }
        assert desk.filed("sale").since == Month(OCTOBER)
        again = desk.make("sale", SEPTEMBER)
        newest = again.chain("sale", SEPTEMBER).newest
        assert newest is not None
        assert (newest.removed, len(newest.lines)) == ((), 1)
        undone = again.undo().undo()
        assert undone.chain("sale", SEPTEMBER).notices[0].removed == ("FS/1",)


def test_a_notice_made_by_mistake_and_dropped_does_not_say_since_when_notices_are_made(address: str) -> None:  # noqa: F811
    """Review 9: March dropped, October made, then March: October is the one begun first. An undo brings back when it was."""
    with ticking(address) as store:
        dropped = desk_of(store).make("sale", "2026-03").drop("sale", "2026-03")
        desk = dropped.make("sale", OCTOBER).make("sale", "2026-03")
        assert desk.filed("sale").since == Month(OCTOBER)
        assert store.relief.records()[CLIENT].filed("sale", desk.books).since == Month(OCTOBER)
        desk = desk.undo().undo()
        assert desk.filed("sale").since is None
        desk = desk.undo().make("sale", JUNE)
        assert [str(chain.period) for chain in desk.chains()] == ["2026-03", JUNE]
        then = store.relief.record_of(CLIENT, known_at=FIRST + timedelta(days=3))
        assert [str(period) for _side, period in then.chains] == [OCTOBER, "2026-03"]


def test_an_event_that_the_books_no_longer_allow_locks_nobody_out(address: str) -> None:  # noqa: F811
    """R-016, review 6: its document was deleted, or its due date moved into law under which the choice does not exist."""
    insolvent = Event("E1", "sale", "FS/1", "", "insolvency", date(2021, 7, 1), 0, "kept_off")
    with ticking(address) as store:
        desk = desk_of(store, invoice(issued="2021-05-01", due="2021-06-10")).record_event(insolvent)
        assert set(desk.filed("sale").kept_off) == {"FS/1/1"}
        for books in (invoice(issued="2021-05-01", due="2021-08-10"), invoice("FS/2")):
            desk = desk_of(store, books)
            assert len(desk.ledger.settlements) == 0
            assert desk.filed("sale").kept_off == {}
            period = "2021-11" if books["documents"][0]["document_id"] == "FS/1" else SEPTEMBER
            assert len(desk.notice("sale", period).lines) == 1
            assert len(desk.notice("sale", period, known_at=TODAY + timedelta(days=3)).lines) == 1


def test_events_are_judged_together(address: str) -> None:  # noqa: F811
    """Review 19: two set-offs of 800 are more than the 1 230 that are unpaid; the first recorded anew is not counted twice."""
    first = Event("E1", "sale", "FS/1", "", "set_off", date(2026, 9, 1), 800_00, "settled")
    with ticking(address) as store:
        desk = desk_of(store).record_event(first)
        with pytest.raises(ReliefError):
            desk.record_event(replace(first, id="E2", date=date(2026, 9, 2)))
        assert list(desk_of(store).events) == ["E1"]
        assert desk.record_event(replace(first, amount=1230_00)).events["E1"].amount == 1230_00
        with_two = desk.record_event(replace(first, id="E2", amount=430_00))
        assert int(with_two.ledger.settlements["amount"].sum()) == 1230_00


def test_months_before_the_first_notice_count_by_the_rule(address: str) -> None:  # noqa: F811
    """`since` is the month first made; what was taken off is not paid back, what was never made here is."""
    paid = [("2026-11-03", "1230.00")]
    late = [("2026-11-28", "1230.00")]  # after the October notice, as of 2026-11-25
    documents = (invoice(paid=paid), invoice("FS/2", due="2026-07-10", paid=late))
    with ticking(address) as store:  # relief months: September, October
        desk = desk_of(store, *documents)
        assert desk.filed("sale").since is None
        assert desk.make("sale", "2026-11").notice("sale", "2026-11").lines["document_id"].tolist() == ["FS/1", "FS/2"]
        desk = desk.make("sale", OCTOBER)
        assert desk.filed("sale").since == Month("2026-11"), "the one made first, not the earliest"
        desk = desk.remove("sale", OCTOBER, "FS/2")
        assert desk.notice("sale", "2026-11").lines["document_id"].tolist() == ["FS/1"]
        assert desk.filed("purchase").since is None


def test_what_was_known_then_is_asked_of_books_and_store(address: str) -> None:  # noqa: F811
    """Bitemporal: the October notice of the day before FS/1 was taken off September's still gives it back."""
    paid = invoice(paid=[("2026-10-30", "1230.00")])
    with ticking(address) as store:
        desk = desk_of(store, paid).make("sale", SEPTEMBER).remove("sale", SEPTEMBER, "FS/1")
        assert desk.notice("sale", OCTOBER).lines.empty
        day = datetime.combine(FIRST.date(), time()).date()
        assert desk.notice("sale", OCTOBER, known_at=day).lines["kind"].tolist() == ["paid_back"]
        assert desk.notice("sale", OCTOBER, known_at="2026-10-27").lines.empty
        assert desk.notice("sale", OCTOBER, known_at="2026-10-01").lines["kind"].tolist() == ["paid_back"], "by the rule"


def test_without_a_store_questions_are_answered_and_nothing_is_kept() -> None:
    desk = desk_of(None)
    assert len(desk.notice("sale", SEPTEMBER).lines) == 1
    assert desk.proposals() == ()
    steps: list[Any] = [
        lambda: desk.make("sale", SEPTEMBER),
        lambda: desk.declare(SEPTEMBER, "lock"),
        lambda: desk.undo(),
    ]
    for step in steps:
        with pytest.raises(ReliefError, match="WORKBENCH_STORE"):
            step()


def test_the_quarters_notice_keeps_its_months(address: str) -> None:  # noqa: F811
    """R-047: what belongs to a quarterly notice is amended there, not made a second time by month."""
    old = invoice("FS/0", issued="2019-08-20", due="2019-08-27")
    with ticking(address) as store:
        desk = desk_of(store, old).make("sale", "2019Q4")
        with pytest.raises(ReliefError, match="quarter 4 of 2019"):
            desk.make("sale", "2019-11")
        months = desk.drop("sale", "2019Q4").make("sale", "2019-11")
        with pytest.raises(ReliefError, match="November 2019"):
            months.make("sale", "2019Q4")


def test_events_settle_and_are_withdrawn(address: str) -> None:  # noqa: F811
    """A set-off before the filing leaves nothing unpaid; an event of a document that is gone does not matter."""
    with ticking(address) as store:
        desk = desk_of(store)
        desk = desk.record_event(Event("E1", "sale", "FS/1", "", "set_off", date(2026, 10, 1), 1230_00, "settled"))
        assert desk.notice("sale", SEPTEMBER).lines.empty
        assert len(desk.ledger.settlements) == 1
        assert len(desk_of(store, invoice("FS/9")).ledger.settlements) == 0
        desk = desk.withdraw_event("E1")
        assert len(desk.notice("sale", SEPTEMBER).lines) == 1
        with pytest.raises(ReliefError, match="E1"):
            desk.withdraw_event("E1")


def test_an_event_keeps_a_document_off_and_the_locked_notice_says_so(address: str) -> None:  # noqa: F811
    """The debtor insolvent before the end of the period, and the user's choice that the purchase stays off the notice."""
    bought = invoice("FZ/1", "purchase")
    with ticking(address) as store:
        desk = desk_of(store, bought).make("purchase", SEPTEMBER).lock("purchase", SEPTEMBER)
        desk = desk.record_event(Event("E1", "purchase", "FZ/1", "", "insolvency", date(2026, 9, 20), 0, "kept_off"))
        assert desk.notice("purchase", SEPTEMBER).lines.empty
        assert [proposal.vat for proposal in desk.proposals()] == [230_00]
        assert desk.withdraw_event("E1").proposals() == ()


def test_a_store_of_revision_0003_is_upgraded(address: str) -> None:  # noqa: F811
    """The changes of the older store stay, the log stays append-only, and notices can be kept."""
    engine = engine_of(address)
    with mock.patch.object(migrating, "REVISIONS", ("0001", "0002", "0003")):
        migrating.bring_up_to_date(engine)
    with transaction(engine, writing=True) as connection:
        connection.execute(sa.insert(changes).values(made_at=WRITTEN, made_by="ola", what="written by revision 0003"))
        thing = {"client": CLIENT, "kind": "key", "key": "NAJEM", "version": 1, "state": 1, "change_id": 1}
        connection.execute(sa.insert(things).values(**thing, remembered=False))
        connection.execute(sa.insert(audit).values(**thing))
        assert "relief_notices" not in sa.inspect(connection).get_table_names()
    engine.dispose()
    with ticking(address) as store:
        assert store.audit()["what"].tolist() == ["written by revision 0003"]
        carried(desk_of(store))
        with pytest.raises(StoreError, match="append-only"), transaction(store._engine, writing=True) as connection:
            connection.execute(sa.delete(audit))


def test_undo_takes_back_the_relief_only(address: str) -> None:  # noqa: F811
    with ticking(address) as store:
        desk = desk_of(store).make("sale", SEPTEMBER)
        with store.change("A key") as change:
            change.set_key(CLIENT, "NAJEM", key("100"), version=0)
        desk = desk.undo()
        assert desk.chains() == ()
        assert len(store.costs.keys(CLIENT)) == 1
        with pytest.raises(ReliefError, match="nothing to undo"):
            desk.undo()


def test_bad_periods_are_named() -> None:
    desk = desk_of(None)
    for ask in (desk.chain, desk.notice):
        with pytest.raises(PeriodError, match="2026Q4"):
            ask("sale", "2026Q4")
    with pytest.raises(PeriodError, match="2026-13"):
        desk.declaration("2026-13")


def test_a_line_that_cannot_be_kept_is_refused(address: str) -> None:  # noqa: F811
    """Half a grosz, a float, is no amount: nothing is kept."""
    chain = Chain("sale", Month(SEPTEMBER)).made(desk_of(None).notice("sale", SEPTEMBER), TODAY)
    chain.notices[0].lines["vat"] = 0.5
    with ticking(address) as store:
        with pytest.raises(StoreError, match="vat"), store.change("Bad") as change:
            change.set_chain(CLIENT, chain, version=0)
        assert ReliefDesk.opened(store, CLIENT, desk_of(None).books, TODAY).chains() == ()
