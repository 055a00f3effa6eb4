"""Proposals: what a filed notice would now differ by, and the reason of every document."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import workbench
from tests.books import Books, books, ledger_of, purchase, sale
from workbench.days import Month
from workbench.i18n import in_language
from workbench.ledger import Ledger
from workbench.relief import Filed, ReliefNotice, Side
from workbench.relief.life.chain import Chain
from workbench.relief.life.declarations import Declaration
from workbench.relief.life.proposals import Proposal, proposals

DAY = date(2020, 6, 1)
APRIL, MAY = Month("2020-04"), Month("2020-05")


def invoice(document_id: str = "F/1", side: Side = "sale", **values: Any) -> Books:
    """1 000 net, 230 VAT, due 2020-01-28: on the notice of April 2020, as of 2020-05-25."""
    given = {"issued": "2020-01-01", "lines": [("23", "1000.00")], **values}
    if "parts" not in given:
        given = {"due": "2020-01-28", **given}
    return (sale if side == "sale" else purchase)(document_id, **given)


def filed(ledger: Ledger, side: Side = "sale", month: Month = APRIL) -> Chain:
    return Chain(side, month).made(workbench.relief.notice(ledger, side, month), DAY).locked()


def found(chains: list[Chain], source: Books) -> tuple[Proposal, ...]:
    """The proposals with the books of today, the other months as they were filed."""
    ledger = ledger_of(source)

    def recompute(chain: Chain) -> ReliefNotice:
        assert chain.newest is not None
        notices = {one.period: kept for one in chains if one.side == chain.side and (kept := one.filed())}
        return workbench.relief.notice(
            ledger, chain.side, chain.period, as_of=chain.newest.as_of, filed=Filed(chain.side, notices, APRIL)
        )

    with in_language("en"):
        return proposals(chains, recompute, ledger)


def the_one(before: Books, after: Books, side: Side = "sale") -> Proposal:
    (proposal,) = found([filed(ledger_of(before), side)], after)
    return proposal


def reason(before: Books, after: Books) -> str:
    return {key: text.replace("\u00a0", " ") for key, text in the_one(before, after).reasons.items()}["F/1"]


def test_nothing_is_proposed_while_the_books_stand() -> None:
    source = books(invoice(), invoice("F/2", side="purchase"))
    ledger = ledger_of(source)
    assert found([filed(ledger), filed(ledger, "purchase")], source) == ()


def test_a_payment_entered_later_is_proposed_with_its_difference() -> None:
    """500.00 of 1 230.00: 593.50 / 136.50 are left, so 406.50 / 93.50 of the correction go back."""
    proposal = the_one(books(invoice()), books(invoice(paid=[("2020-02-10", "500.00")])))
    assert (proposal.side, proposal.period, proposal.mark, proposal.net, proposal.vat) == ("sale", APRIL, "S", 406_50, 93_50)
    assert proposal.lines[["document_id", "net_before", "net_after", "change"]].to_numpy().tolist() == [
        ["F/1", 1000_00, 593_50, "changed"]
    ]
    with in_language("en"):
        assert proposal.title == "The notice S of April 2020 would now differ by PLN\u00a093.50 VAT; amend it?"


CHANGES = {
    "paid in part": (
        books(invoice()),
        books(invoice(paid=[("2020-02-10", "500.00")])),
        "paid PLN 500.00 by 25 May 2020: unpaid was PLN 1,230.00, is PLN 730.00",
    ),
    "paid in full": (
        books(invoice(paid=[("2020-02-10", "500.00")])),
        books(invoice(paid=[("2020-02-10", "1230.00")])),
        "paid PLN 1,230.00 by 25 May 2020: unpaid was PLN 730.00, is PLN 0.00",
    ),
    "payment withdrawn": (
        books(invoice(paid=[("2020-02-10", "500.00")])),
        books(invoice()),
        "paid PLN 0.00 by 25 May 2020: unpaid was PLN 730.00, is PLN 1,230.00",
    ),
    "deleted": (books(invoice()), books(), "no longer in the books"),
    "added": (books(), books(invoice()), "now on the notice"),
    "other side": (books(invoice()), books(invoice(side="purchase")), "no longer on this side of the books"),
    "rate": (
        books(invoice()),
        books(invoice(lines=[("23", "1046.00", "184.00")])),
        "VAT of the rate 23 was 230.00, is 184.00",
    ),
    "party": (
        books(invoice()),
        books(invoice(party="inactive")),
        "no longer on the notice: Status of the counterparty: not an active VAT payer; expected: active VAT payer",
    ),
    "part gone": (
        books(invoice(parts=[("2020-01-28", "600.00"), ("2020-01-28", "630.00")])),
        books(invoice(parts=[("2020-01-28", "600.00")])),
        "the payment F/1/2 is no longer in the books",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_reason_of_a_difference(change: str) -> None:
    before, after, expected = CHANGES[change]
    assert reason(before, after) == expected


def test_a_new_due_date_is_told_as_the_failing_condition() -> None:
    told = reason(books(invoice()), books(invoice(due="2020-02-28")))
    assert told.startswith("no longer on the notice: Relief date in the month of the notice: due 28 Feb 2020")


def test_a_document_with_two_rates_has_one_reason() -> None:
    lines = [("23", "1000.00"), ("8", "400.00")]
    proposal = the_one(books(invoice(lines=lines)), books(invoice(lines=lines, paid=[("2020-02-10", "831.00")])))
    assert len(proposal.lines) == 2
    assert list(proposal.reasons) == ["F/1"]
    assert proposal.reasons["F/1"].count("paid") == 2, "paid and unpaid, each once"


def test_what_the_user_took_off_is_not_proposed() -> None:
    ledger = ledger_of(books(invoice(), invoice("F/2")))
    chain = Chain("sale", APRIL).made(workbench.relief.notice(ledger, "sale", APRIL), DAY).without("F/2").locked()
    assert found([chain], books(invoice(), invoice("F/2", paid=[("2020-02-10", "1.00")]))) == ()


def test_a_notice_that_is_not_locked_is_recalculated_not_proposed() -> None:
    chain = filed(ledger_of(books(invoice()))).unlocked(Declaration(APRIL))
    assert found([chain, Chain("sale", MAY)], books()) == ()


def test_a_correction_is_compared_by_its_own_lines_and_ends_the_proposal() -> None:
    before, after = ledger_of(books(invoice())), books(invoice(paid=[("2020-02-10", "500.00")]))
    chain = filed(before).with_entries(before, "VAT", Declaration(APRIL))
    amended = chain.amended(DAY).recalculated(workbench.relief.notice(ledger_of(after), "sale", APRIL), DAY).locked()
    assert found([amended], after) == ()
    (again,) = found([amended], books(invoice()))
    assert (again.mark, again.vat) == ("S1", -93_50)


def test_purchases_differ_by_vat_alone() -> None:
    proposal = the_one(books(invoice(side="purchase")), books(), "purchase")
    assert (proposal.mark, proposal.net, proposal.vat) == ("Z", 0, 230_00)


def test_a_late_payment_of_another_day_moves_what_was_paid_back() -> None:
    """Filed in May as paid back; the payment turns out to be of June: May loses its line, and says so."""
    before = ledger_of(books(invoice(paid=[("2020-05-28", "1230.00")])))
    april = filed(before)
    kept = april.filed()
    assert kept is not None
    may = Chain("sale", MAY).made(workbench.relief.notice(before, "sale", MAY, filed=Filed("sale", {APRIL: kept}, APRIL)), DAY)
    (proposal,) = found([may.locked(), april], books(invoice(paid=[("2020-06-02", "1230.00")])))
    assert (proposal.period, proposal.net, proposal.vat) == (MAY, -1000_00, -230_00)
    assert proposal.reasons == {"F/1": "no longer paid back in this period"}


def test_proposals_come_by_period() -> None:
    source = books(invoice(), invoice("F/2", due="2020-02-20"), invoice("F/3", side="purchase"))
    ledger = ledger_of(source)
    chains = [filed(ledger, month=MAY), filed(ledger), filed(ledger, "purchase")]
    order = [(str(one.period), one.side) for one in found(chains, books())]
    assert order == [("2020-04", "purchase"), ("2020-04", "sale"), ("2020-05", "sale")]
