"""The steps of a notice's life: made, recalculated, documents taken off, locked, amended, dropped, and what each refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import workbench
from tests.books import Books, books, ledger_of, sale
from workbench.days import Month, Quarter
from workbench.errors import ReliefError, UnknownDocumentError
from workbench.i18n import in_language
from workbench.ledger import Ledger
from workbench.relief import ReliefNotice
from workbench.relief.life import entry_listing
from workbench.relief.life.chain import Chain
from workbench.relief.life.declarations import Declaration, Submission

TODAY, LATER = date(2026, 10, 20), date(2026, 11, 22)
MONTH = Month("2026-09")
DECLARATION = Declaration(MONTH)


def invoice(document_id: str, net: str = "1000.00", **values: Any) -> Books:
    values = {"due": "2026-06-10", **values} if "parts" not in values else values
    return sale(document_id, issued="2026-06-01", lines=[("23", net), ("8", net)], **values)


LEDGER = ledger_of(
    books(invoice("A"), invoice("B", "10.00"), invoice("C", parts=[("2026-06-10", "1000.00"), ("2026-06-11", "1310.00")]))
)
PAID = ledger_of(books(invoice("A", paid=[("2026-07-01", "2310.00")]), invoice("B", "10.00", paid=[("2026-07-01", "3.10")])))


def notice(ledger: Ledger = LEDGER, **options: Any) -> ReliefNotice:
    return workbench.relief.notice(ledger, "sale", MONTH, **options)


def made() -> Chain:
    return Chain("sale", MONTH).made(notice(), TODAY)


def carried() -> Chain:
    return made().locked().with_entries(LEDGER, "VAT", DECLARATION)


def documents(chain: Chain) -> list[str]:
    assert chain.newest is not None
    return list(dict.fromkeys(chain.newest.lines["document_id"]))


def test_a_notice_is_made_from_the_computed_one() -> None:
    chain = made()
    kept = chain.newest
    assert kept is not None
    assert (kept.number, chain.mark(kept.number), kept.as_of, kept.calculated_on) == (0, "S", date(2026, 10, 25), TODAY)
    assert kept.lines.equals(notice().lines)
    assert (kept.locked, len(kept.entries), chain.state) == (False, 0, "draft")
    other = Chain("sale", MONTH).made(notice(PAID), TODAY).newest
    assert other is not None
    assert kept.fingerprint != other.fingerprint != ""


def test_taking_a_document_off_takes_all_its_rates_and_parts() -> None:
    """R-054, J-028: C has two rates in two parts."""
    chain = made().without("C")
    assert chain.newest is not None
    assert (documents(chain), chain.newest.removed) == (["A", "B"], ("C",))
    assert documents(Chain("sale", MONTH).made(notice(), TODAY, removed=("A", "C"))) == ["B"]


def test_what_was_taken_off_stays_off_when_recalculated() -> None:
    chain = made().without("A").recalculated(notice(as_of="2026-10-12"), LATER)
    assert chain.newest is not None
    assert (documents(chain), chain.newest.as_of, chain.newest.calculated_on) == (["B", "C"], date(2026, 10, 12), LATER)


def test_a_document_comes_back_as_a_fresh_notice_has_it() -> None:
    fresh = ledger_of(books(invoice("A", paid=[("2026-07-01", "1155.00")]), invoice("B", "10.00")))
    chain = made().without("A", "C").put_back(notice(fresh), "A")
    assert chain.newest is not None
    assert (documents(chain), chain.newest.removed) == (["B", "A"], ("C",))
    assert chain.newest.lines.groupby("document_id")["net"].sum()["A"] == 1000_00


@pytest.mark.parametrize("document", ["B", "X"])
def test_only_what_was_taken_off_comes_back(document: str) -> None:
    with pytest.raises(UnknownDocumentError, match=document):
        made().without("A").put_back(notice(), document)


def test_a_document_that_is_paid_by_now_does_not_come_back() -> None:
    with in_language("en"), pytest.raises(UnknownDocumentError, match="nothing to put back"):
        made().without("A").put_back(notice(PAID), "A")


def test_a_document_comes_back_only_as_of_the_same_day() -> None:
    with in_language("en"), pytest.raises(ReliefError, match="another day"):
        made().without("A").put_back(notice(as_of="2026-10-12"), "A")


def test_a_correction_copies_the_notice_and_counts_on() -> None:
    """R-056 to R-058, J-030."""
    chain = made().without("C").locked().with_entries(LEDGER, "VAT", DECLARATION).amended(LATER)
    original, kept = chain.notices
    assert (chain.mark(kept.number), kept.calculated_on, kept.locked, len(kept.entries)) == ("S1", LATER, False, 0)
    assert (kept.as_of, kept.removed, kept.register, kept.mode) == (original.as_of, ("C",), "VAT", "individual")
    assert kept.lines.equals(original.lines)
    assert [chain.mark(one.number) for one in chain.locked().amended(LATER).notices] == ["S", "S1", "S2"]
    assert [Chain("purchase", MONTH).mark(number) for number in (0, 1, 2)] == ["Z", "Z1", "Z2"]


def test_the_correction_of_a_quarter_keeps_the_quarter() -> None:
    """R-047."""
    ledger = ledger_of(books(sale("Q", issued="2019-07-01", due="2019-07-10", lines=[("23", "1000.00")])))
    quarter = Quarter("2019Q4")
    chain = Chain("sale", quarter).made(workbench.relief.notice(ledger, "sale", quarter), TODAY).locked()
    chain = chain.with_entries(ledger, "VAT", Declaration(quarter)).amended(LATER)
    assert (chain.period, [chain.mark(one.number) for one in chain.notices]) == (quarter, ["S", "S1"])
    with pytest.raises(ReliefError):
        chain.recalculated(workbench.relief.notice(ledger, "sale", Month("2019-10")), LATER)


def test_side_and_period_of_a_notice_are_fixed() -> None:
    """R-056."""
    for other in (workbench.relief.notice(LEDGER, "purchase", MONTH), workbench.relief.notice(LEDGER, "sale", MONTH + 1)):
        with pytest.raises(ReliefError):
            made().recalculated(other, LATER)
        with pytest.raises(ReliefError):
            Chain("sale", MONTH).made(other, TODAY)


@pytest.mark.parametrize(
    "step",
    [
        lambda chain: chain.recalculated(notice(), LATER),
        lambda chain: chain.without("A"),
        lambda chain: chain.put_back(notice(), "A"),
        lambda chain: chain.locked(),
        lambda chain: chain.dropped(),
    ],
    ids=["recalculated", "without", "put_back", "locked", "dropped"],
)
def test_a_locked_notice_refuses_changes_and_says_what_to_do(step: Callable[[Chain], Chain]) -> None:
    with in_language("en"), pytest.raises(ReliefError, match=r"S, September 2026 is locked.*unlock it.*amend it"):
        step(made().locked())


@pytest.mark.parametrize(
    "step", [lambda chain: chain.unlocked(DECLARATION), lambda chain: chain.amended(LATER)], ids=["unlocked", "amended"]
)
def test_what_needs_a_locked_notice_refuses_an_open_one(step: Callable[[Chain], Chain]) -> None:
    with in_language("en"), pytest.raises(ReliefError, match="lock it"):
        step(made())


@pytest.mark.parametrize(
    "step",
    [
        lambda chain: chain.recalculated(notice(), LATER),
        lambda chain: chain.without("A"),
        lambda chain: chain.locked(),
        lambda chain: chain.amended(LATER),
        lambda chain: chain.dropped(),
        lambda chain: chain.with_entries(LEDGER, "VAT", DECLARATION),
    ],
)
def test_without_a_notice_every_step_asks_for_one(step: Callable[[Chain], Chain]) -> None:
    chain = Chain("sale", MONTH)
    assert (chain.newest, chain.filed(), chain.state) == (None, None, "none")
    with in_language("en"), pytest.raises(ReliefError, match="September 2026: no notice was made"):
        step(chain)


def test_a_second_original_is_refused() -> None:
    with pytest.raises(ReliefError):
        made().made(notice(), LATER)


def test_a_document_that_is_not_on_the_notice_cannot_be_taken_off() -> None:
    with pytest.raises(UnknownDocumentError):
        made().without("A", "X")


def test_a_notice_with_entries_is_not_unlocked() -> None:
    with in_language("en"), pytest.raises(ReliefError, match="delete them before unlocking"):
        carried().unlocked(DECLARATION)
    assert carried().without_entries(DECLARATION).unlocked(DECLARATION).state == "draft"


@pytest.mark.parametrize("state", ["sent", "received"])
def test_a_notice_that_was_filed_is_not_unlocked(state: Any) -> None:
    """Review 13: what went out with a declaration is changed by a correction only, also where it had no entries."""
    declaration = Declaration(MONTH, (Submission(0, state, LATER),))
    with in_language("en"), pytest.raises(ReliefError, match=r"S, September 2026 was filed with JPK_V7M.*amend it"):
        made().locked().unlocked(declaration)
    corrected = Declaration(MONTH, (Submission(0, "received", LATER), Submission(1)))
    assert made().locked().unlocked(corrected).state == "draft"


def test_the_newest_is_dropped_and_the_one_before_it_stands_again() -> None:
    chain = carried().amended(LATER).recalculated(notice(PAID), LATER)
    assert chain.dropped().notices[0] is chain.notices[0]
    assert (chain.dropped().state, made().dropped().newest) == ("carried", None)


def test_later_months_start_from_the_newest_locked_notice_without_what_was_taken_off() -> None:
    """The part of a document taken off gives no paid-back line later. A correction counts once it is locked (review 14); where
    nothing is locked yet the draft does."""
    draft = carried().amended(LATER).without("A")
    filed = draft.filed()
    assert filed is not None
    assert set(filed.lines["document_id"]) == {"A", "B", "C"}
    assert made().filed() is not None
    filed = draft.locked().filed()
    assert filed is not None
    assert (filed.period, filed.as_of, set(filed.lines["document_id"])) == (MONTH, date(2026, 10, 25), {"B", "C"})


# Deleting entries


def test_all_entries_of_the_newest_notice_with_entries_are_deleted() -> None:
    """R-064, "yes"."""
    chain = carried().amended(LATER).recalculated(notice(PAID), LATER).locked().with_entries(PAID, "VAT", DECLARATION)
    assert set(chain.entries["notice"]) == {"S", "S1"}
    once = chain.without_entries(DECLARATION)
    assert (set(once.entries["notice"]), once.state) == ({"S"}, "locked")
    assert len(once.without_entries(DECLARATION).entries) == 0
    assert once.with_entries(PAID, "VAT", DECLARATION).entries.equals(chain.entries)


def test_one_entry_is_deleted_and_generated_again() -> None:
    """R-064, "no": the others stay and keep their numbers."""
    chain = carried()
    less = chain.without_entries(DECLARATION, "A")
    assert (less.entries["document_id"].unique().tolist(), less.state) == (["B", "C"], "locked")
    again = less.with_entries(LEDGER, "VAT", DECLARATION)
    assert again.state == "carried"
    assert again.entries.groupby("document_id")["entry"].unique().map(list).to_dict() == {"A": [4], "B": [2], "C": [3]}


@pytest.mark.parametrize(
    ("declaration", "said"),
    [
        (DECLARATION.locked(), "^JPK_V7M, September 2026 is locked: unlock it"),
        (DECLARATION.locked().sent(LATER), r"^The correction entry cannot be deleted\. No official receipt"),
        (DECLARATION.locked().sent(LATER).received(), "add a correction of it"),
    ],
    ids=["locked", "M-01", "received"],
)
def test_entries_of_a_declaration_that_is_not_open_are_not_deleted(declaration: Declaration, said: str) -> None:
    """R-063: M-01 while no receipt was collected; else what helps."""
    for document in (None, "A"):
        with in_language("en"), pytest.raises(ReliefError, match=said):
            carried().without_entries(declaration, document)


def test_there_must_be_an_entry_to_delete() -> None:
    with in_language("en"), pytest.raises(ReliefError, match="no correction entries"):
        made().locked().without_entries(DECLARATION)
    with pytest.raises(UnknownDocumentError):
        carried().without_entries(DECLARATION, "X")


def test_the_correction_of_a_received_declaration_lets_entries_go() -> None:
    assert carried().without_entries(DECLARATION.locked().sent(TODAY).received().corrected()).state == "locked"


def test_the_entries_are_listed_with_numbers_and_words() -> None:
    """A document that left the books keeps its line under its id."""
    gone = ledger_of(books(invoice("A"), invoice("B", "10.00")))
    with in_language("en"):
        table, amounts = entry_listing(gone, carried())
    assert amounts == ["Net", "VAT"]
    assert table[["Notice", "Document", "Number", "Counterparty", "Kind", "Deductions", "Net"]].to_numpy().tolist()[::2] == [
        ["S", "A", "A", "Kwiaciarnia Pod Lipą", "Merchandise", "Yes", -1000_00],
        ["S", "B", "B", "Kwiaciarnia Pod Lipą", "Merchandise", "Yes", -10_00],
        ["S", "C", "C", "not in the books any more", "Merchandise", "Yes", -1000_00],
    ]
