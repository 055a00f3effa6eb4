"""Declarations and what hangs on them: states, the list of notices, what is sent, technical documents, the late procedure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import workbench
from tests.books import Books, books, ledger_of, purchase, sale
from workbench.days import Month, Quarter
from workbench.errors import ReliefError
from workbench.i18n import _, in_language
from workbench.relief import Side
from workbench.relief.life import lists, messages
from workbench.relief.life.chain import Chain
from workbench.relief.life.declarations import Declaration
from workbench.relief.life.late import Step, late_procedure
from workbench.relief.life.proposals import Proposal, proposals
from workbench.relief.life.technical import TechnicalDocument, check

DAY = date(2026, 10, 20)
MAY_2020, SEPTEMBER = Month("2020-05"), Month("2026-09")
OPEN = Declaration(SEPTEMBER)
LOCKED = OPEN.locked()
SENT = LOCKED.sent(DAY)
RECEIVED = SENT.received()
STATES = {"open": OPEN, "locked": LOCKED, "sent": SENT, "received": RECEIVED}


def test_a_declaration_goes_through_its_states() -> None:
    corrected = RECEIVED.corrected()
    states = [OPEN, LOCKED, SENT, RECEIVED, corrected, corrected.locked(), LOCKED.unlocked(), SENT.rejected()]
    found = [(one.newest.number, one.newest.state, one.newest.sent_on) for one in states]
    assert found == [
        (0, "open", None),
        (0, "locked", None),
        (0, "sent", DAY),
        (0, "received", DAY),
        (1, "open", None),
        (1, "locked", None),
        (0, "open", None),
        (0, "locked", None),
    ]
    assert [one.is_open for one in states] == [True, False, False, False, True, False, True, False]
    assert corrected.submissions[0] == RECEIVED.newest


ALLOWED = {
    "locked": "open",
    "unlocked": "locked",
    "sent": "locked",
    "rejected": "sent",
    "received": "sent",
    "corrected": "received",
}


@pytest.mark.parametrize("step", ALLOWED)
@pytest.mark.parametrize("state", STATES)
def test_each_step_starts_from_one_state(state: str, step: str) -> None:
    arguments = (DAY,) if step == "sent" else ()
    if ALLOWED[step] == state:
        assert getattr(STATES[state], step)(*arguments) != STATES[state]
    else:
        with in_language("en"), pytest.raises(ReliefError, match="JPK_V7M, September 2026"):
            getattr(STATES[state], step)(*arguments)


@pytest.mark.parametrize(
    ("period", "title"),
    [
        (Month("2020-09"), "VAT-7"),
        (Month("2020-10"), "JPK_V7M"),
        (Quarter("2020Q3"), "VAT-7K"),
        (Quarter("2020Q4"), "JPK_V7K"),
    ],
)
def test_the_declaration_is_called_by_its_period(period: Any, title: str) -> None:
    declaration = Declaration(period)
    assert (declaration.title, declaration.is_file) == (title, title.startswith("JPK"))


def test_a_quarter_covers_its_months_and_itself() -> None:
    quarter = Declaration(Quarter("2020Q1"))
    periods = ["2019-12", "2020-01", "2020-03", "2020-04"]
    assert [quarter.covers(Month(period)) for period in periods] == [False, True, True, False]
    assert (quarter.covers(Quarter("2020Q1")), Declaration(Month("2020-01")).covers(Quarter("2020Q1"))) == (True, False)


# Lists, status, what is sent


def thousand(document_id: str, issued: str, due: str, side: Side = "sale", **values: Any) -> Books:
    return (sale if side == "sale" else purchase)(document_id, issued=issued, due=due, lines=[("23", "1000.00")], **values)


LEDGER = ledger_of(
    books(
        thousand("JAN", "2019-10-01", "2019-10-14"),
        thousand("FEB", "2019-11-01", "2019-11-15", paid=[("2020-03-30", "1230.00")]),
        thousand("BUY", "2019-10-01", "2019-10-14", "purchase"),
        thousand("OCT", "2020-07-01", "2020-07-08"),
    )
)


def chain(period: str, side: Side = "sale", *, entries: bool = True) -> Chain:
    month = Month(period)
    made = Chain(side, month).made(workbench.relief.notice(LEDGER, side, month), date(2020, 12, 1)).locked()
    return made.with_entries(LEDGER, "VAT", Declaration(month)) if entries else made


def test_the_list_shows_every_notice_with_the_columns_of_the_manual() -> None:
    """J-003, J-006: month, year, correction mark, day, amount, status; one list for both tabs."""
    amended = chain("2020-01").amended(date(2020, 12, 2)).without("JAN")
    with in_language("en"):
        table = lists.listing([chain("2020-10"), amended, chain("2020-01", "purchase", entries=False)])
    assert list(table.columns) == list(lists.LIST_COLUMNS)
    shown = table[["notice", "month", "year", "correction", "amount", "status"]].to_numpy().tolist()
    assert shown == [
        ["S", "1", 2020, False, -230_00, "amended"],
        ["S1", "1", 2020, True, 0, "being prepared"],
        ["Z", "1", 2020, False, -230_00, "locked, entries missing"],
        ["S", "10", 2020, False, -230_00, "locked, entries complete"],
    ]
    assert table["calculated_on"].dt.day.tolist() == [1, 2, 1, 1]
    assert list(lists.listing([]).columns) == list(table.columns)


def test_the_status_of_a_notice_is_that_of_its_declaration() -> None:
    """R-049, R-065: the monthly notices show the quarter's; purchases, and all from October 2020, show none (J-003)."""
    quarter = Declaration(Quarter("2020Q1")).locked()
    states = [quarter, quarter.sent(DAY), quarter.sent(DAY).received()]
    with in_language("pl"):
        shown = [[lists.status_shown(chain(month), one) for month in ("2020-01", "2020-02")] for one in states]
    assert shown == [["Nie wysłano"] * 2, ["Wysłano/nie odebrano UPO"] * 2, ["Wysłano/Odebrano UPO"] * 2]
    assert lists.status_shown(chain("2020-01", "purchase"), quarter) == ""
    assert lists.status_shown(chain("2020-10"), Declaration(Month("2020-10"))) == ""
    assert lists.status_shown(Chain("sale", Month("2020-01")), quarter) == ""


def test_the_declaration_says_whether_vat_zd_is_attached() -> None:
    """R-048: one month with unpaid invoices and generated entries is enough; J-005: never from October 2020."""
    january, march = chain("2020-01"), chain("2020-03")  # March only pays back
    quarter = Quarter("2020Q1")
    assert lists.vat_zd_attached([march, january], quarter)
    assert not lists.vat_zd_attached([march, chain("2020-01", entries=False)], quarter)
    assert not lists.vat_zd_attached([january], Quarter("2020Q2"))
    assert not lists.vat_zd_attached([chain("2020-01", "purchase")], quarter)
    assert not lists.vat_zd_attached([chain("2020-10")], Quarter("2020Q4"))
    assert lists.vat_zd_attached([january], Month("2020-01"))


def test_the_last_calculated_sale_notice_is_sent_until_september_2020() -> None:
    """R-004, R-062, J-004, J-017."""
    amended = chain("2020-01").amended(date(2020, 12, 2))
    sent = lists.notice_to_send([chain("2020-01", "purchase"), amended], Month("2020-01"))
    assert sent is amended.newest
    assert lists.notice_to_send([chain("2020-10")], Month("2020-10")) is None
    assert lists.notice_to_send([amended], Month("2020-02")) is None
    september, october = (Chain("sale", Month(month)) for month in ("2020-09", "2020-10"))
    assert [lists.is_sent(one) for one in (september, october, Chain("purchase", Month("2020-09")))] == [True, False, False]


# Technical documents


def technical(**values: Any) -> TechnicalDocument:
    given: dict[str, Any] = {"attribute": "unpaid", "document_id": "BUY", "number": "T/1", "rate": "23", "vat": 230_00}
    given |= {"id": "1", "period": Month("2020-01"), "kind": "goods", "deductible": "yes", **values}
    return TechnicalDocument(**given)


@pytest.mark.parametrize(("attribute", "vat"), [("unpaid", -230_00), ("paid_back", 230_00)])
def test_a_technical_document_is_a_signed_entry_of_vat_alone(attribute: str, vat: int) -> None:
    """J-013."""
    entry = technical(attribute=attribute).entry
    assert entry.to_dict("records") == [
        {"entry": 1, "line": 1, "document_id": "BUY", "state": attribute, "rate": "23"}
        | {"kind": "goods", "deductible": "yes", "net": 0, "vat": vat}
    ]


def test_its_attributes_are_shown_as_the_register_has_them() -> None:
    with in_language("pl"):
        titles = [technical(attribute=attribute).title for attribute in ("unpaid", "paid_back")]
    assert titles == ["VAT-ZD ZAKUP NIEZAPŁ", "VAT-ZD ZAKUP ZAPŁAC"]


@pytest.mark.parametrize(
    "wrong", [{"attribute": "paid"}, {"rate": "zw"}, {"kind": "fuel"}, {"deductible": "maybe"}, {"vat": 0}, {"vat": -1}]
)
def test_a_technical_document_with_a_wrong_value_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ReliefError, match="T/1"):
        technical(**wrong)


def test_a_purchase_that_is_on_the_notice_too_is_a_warning() -> None:
    january = Declaration(Month("2020-01"))
    warnings = check(technical(), january, chain("2020-01", "purchase"), LEDGER)
    assert warnings[["document_id", "notice"]].to_numpy().tolist() == [["BUY", "Z"]]
    assert len(check(technical(document_id=""), january, chain("2020-01", "purchase"), LEDGER)) == 0
    assert len(check(technical(), january, Chain("purchase", Month("2020-01")), LEDGER)) == 0


@pytest.mark.parametrize("document", ["OTHER", "FEB"], ids=["unknown", "a sale"])
def test_j_013_a_purchase_that_the_books_do_not_hold_is_a_warning(document: str) -> None:
    january = Declaration(Month("2020-01"))
    assert document == "OTHER" or document in set(LEDGER.documents["document_id"])
    (warning,) = check(technical(document_id=document), january, Chain("purchase", Month("2020-01")), LEDGER)["warning"]
    assert document in warning


def test_a_technical_document_needs_an_open_declaration() -> None:
    """M-03."""
    january = Declaration(Month("2020-01"))
    with in_language("en"), pytest.raises(ReliefError, match=r"^The correction cannot be generated\."):
        check(technical(), january.locked(), Chain("purchase", Month("2020-01")), LEDGER)
    with pytest.raises(ReliefError):
        check(technical(), OPEN, Chain("purchase", Month("2020-01")), LEDGER)


# The late procedure


def shown(steps: tuple[Step, ...]) -> tuple[str, str]:
    """The codes of the steps that are done, and the current one."""
    return " ".join(step.code for step in steps if step.done), "".join(step.code for step in steps if step.current)


def test_the_late_procedure_of_a_forgotten_relief_step_by_step() -> None:
    """R-055, J-029: the declaration was sent, no notice was made."""
    declaration, kept = RECEIVED, Chain("sale", SEPTEMBER)
    ledger = ledger_of(books(thousand("LATE", "2026-06-01", "2026-06-10")))
    assert shown(late_procedure(kept, declaration, None)) == ("", "correct")
    declaration = declaration.corrected()
    assert shown(late_procedure(kept, declaration, None)) == ("correct", "amend")
    kept = kept.made(workbench.relief.notice(ledger, "sale", SEPTEMBER), DAY)
    assert shown(late_procedure(kept, declaration, None)) == ("correct amend", "lock")
    kept = kept.locked()
    assert shown(late_procedure(kept, declaration, None)) == ("correct amend lock", "generate")
    kept = kept.with_entries(ledger, "VAT", declaration)
    assert shown(late_procedure(kept, declaration, None)) == ("correct amend lock generate", "recalculate")
    declaration = declaration.locked()
    assert shown(late_procedure(kept, declaration, None)) == ("correct amend lock generate recalculate", "send")
    for sent in (declaration.sent(DAY), declaration.sent(DAY).received()):
        assert shown(late_procedure(kept, sent, None)) == ("correct amend lock generate recalculate send", "")


def difference(kept: Chain) -> Proposal:
    """What a filed notice of September would differ by once another invoice is in the books."""
    ledger = ledger_of(books(thousand("LATE", "2026-06-01", "2026-06-10"), thousand("MORE", "2026-06-01", "2026-06-11")))
    (found,) = proposals([kept], lambda one: workbench.relief.notice(ledger, one.side, one.period), ledger)
    return found


def test_the_late_procedure_of_a_wrong_notice_amends_it() -> None:
    """J-030: what was filed and carried is undone by a proposal, until the correction is made."""
    ledger = ledger_of(books(thousand("LATE", "2026-06-01", "2026-06-10")))
    kept = Chain("sale", SEPTEMBER).made(workbench.relief.notice(ledger, "sale", SEPTEMBER), DAY).locked()
    kept = kept.with_entries(ledger, "VAT", OPEN)
    proposal = difference(kept)
    assert shown(late_procedure(kept, RECEIVED, proposal)) == ("", "correct")
    assert shown(late_procedure(kept, RECEIVED.corrected(), proposal)) == ("correct", "amend")
    assert shown(late_procedure(kept.amended(DAY), RECEIVED.corrected(), None)) == ("correct amend", "lock")


@pytest.mark.parametrize(("state", "press"), [("locked", "Unlock"), ("sent", "Collect"), ("received", "Add a correction")])
def test_the_first_step_says_how_to_get_an_open_declaration(state: str, press: str) -> None:
    with in_language("en"):
        first = late_procedure(Chain("sale", SEPTEMBER), STATES[state], None)[0]
    assert first.press.startswith(press)


@pytest.mark.parametrize(
    ("period", "side", "words"),
    [
        (MAY_2020, "sale", ("VAT-7: a correction added", "output VAT")),
        (SEPTEMBER, "sale", ("record and declaration parts", "record part")),
        (SEPTEMBER, "purchase", ("record and declaration parts", "input VAT")),
    ],
)
def test_the_words_are_those_of_vat_7_or_of_jpk_v7(period: Month, side: Side, words: tuple[str, str]) -> None:
    with in_language("en"):
        steps = late_procedure(Chain(side, period), Declaration(period), None)
    assert words[0] in steps[0].title
    assert words[1] in steps[4].title
    assert ("record part" in steps[4].title) == (period != MAY_2020)


def test_the_messages_of_the_manuals_stand_word_for_word() -> None:
    """M-01, M-02, M-03."""
    with in_language("pl"):
        assert [_(text) for text in (messages.M01, messages.M02, messages.M03)] == [
            "Nie można usunąć zapisu korekcyjnego. Nie odebrano UPO dla deklaracji VAT-7.",
            "Usuwany dokument jest zapisem korekcyjnym VAT-ZD. Czy chcesz usunąć pozostałe zapisy korekcyjne związane z tym "
            "VAT-ZD?",
            "Nie można wygenerować korekty. Deklaracja VAT-7/JPK_V7 za ten okres została już zablokowana przed zmianami.",
        ]
