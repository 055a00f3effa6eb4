"""Payments gathered into transfers: single and collective, dates, order, texts (T-024 to T-036, T-042 to T-056, T-083)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.transfer_books import (
    ABC_ACCOUNT,
    ABC_OTHER_ACCOUNT,
    COMPANY,
    GERMAN_ACCOUNT,
    Rows,
    abc,
    aloza,
    insurance,
    ledger_of,
    purchase,
    settled,
    tax,
    typed,
)
from workbench import i18n
from workbench.errors import TransferError
from workbench.transfers import Transfer
from workbench.transfers.batching import Choice, Gathered, gather
from workbench.transfers.formats import standard_formats, write
from workbench.transfers.orders import Kind, SepaParty, TaxData
from workbench.transfers.schedule import schedule
from workbench.transfers.texts import TextStyle, lay_out

TODAY = date(2026, 9, 1)
STYLE = TextStyle(letters="ascii")
SINGLE, COLLECTIVE = Choice(), Choice(collective=True)


def style_of(kind: Kind) -> TextStyle:
    return STYLE


def gathered(
    *pieces: Rows, choice: Choice = SINGLE, chosen: tuple[str, ...] | None = None, register: str = "PLN", style: Any = style_of
) -> Gathered:
    made = schedule(ledger_of(*pieces), register)
    ids = tuple(made.payments["payment_id"]) if chosen is None else chosen
    return gather(made, ids, choice, today=TODAY, style_of=style)


def paid(result: Gathered) -> list[tuple[str, ...]]:
    return [transfer.payments for transfer in result.transfers]


def lines(transfer: Transfer) -> str:
    return "|".join(lay_out(transfer, STYLE).lines)


# Aloza, letter for letter as the manual prints it (T-053 to T-055, C-41)


def test_t053_aloza_with_all_lines() -> None:
    (transfer,) = gathered(aloza(), choice=Choice(collective=True, all_lines=True)).transfers
    assert (transfer.amount, transfer.amounts, transfer.collective) == (50_000, (10_000,) * 5, True)
    assert len(transfer.texts[0]) == 159
    assert lines(transfer) == (
        "FA/2018/07/00001/VAT Z dnia 20 czer|wca 2018 Wplata raty numer 1;FA/201|8/07/00002/VAT Uslugi obce;FA/2018/|"
        "07/00003/VAT;FA/2018/07/00004/VAT;F"
    )


def test_t054_aloza_with_first_lines_only() -> None:
    (transfer,) = gathered(aloza(), choice=COLLECTIVE).transfers
    assert transfer.amount == 50_000
    assert len(transfer.texts[0]) == 104
    assert lines(transfer) == (
        "FA/2018/07/00001/VAT;FA/2018/07/000|02/VAT;FA/2018/07/00003/VAT;FA/2018|/07/00004/VAT;FA/2018/07/00005/VAT|"
    )


def test_t055_aloza_with_all_lines_and_divided() -> None:
    first, second = gathered(aloza(), choice=Choice(collective=True, all_lines=True, divide=True)).transfers
    assert (first.amount, second.amount) == (40_000, 10_000)
    assert lines(first) == (
        "FA/2018/07/00001/VAT Z dnia 20 czer|wca 2018 Wplata raty numer 1;FA/201|8/07/00002/VAT Uslugi obce;FA/2018/|"
        "07/00003/VAT;FA/2018/07/00004/VAT"
    )
    assert len(lay_out(first, STYLE).whole) == 138
    assert lines(second) == "FA/2018/07/00005/VAT|||"


def test_t048_t051_divided_by_document_numbers_where_the_format_has_that_field() -> None:
    """Five numbers of 20 with ";" are 104: three of them fit 70 characters (62), then two (41)."""
    style = TextStyle(lines=2, title="numbers")
    choice = Choice(collective=True, all_lines=True, divide=True)
    result = gathered(aloza(), choice=choice, style=lambda kind: style)
    assert [transfer.document_numbers for transfer in result.transfers] == [
        "FA/2018/07/00001/VAT;FA/2018/07/00002/VAT;FA/2018/07/00003/VAT",
        "FA/2018/07/00004/VAT;FA/2018/07/00005/VAT",
    ]
    assert not any(lay_out(transfer, style).cut for transfer in result.transfers)


def test_t051_numbers_keep_a_phrase_that_they_share() -> None:
    (transfer,) = gathered(purchase("FV 1", "1.00"), purchase("FV 2", "1.00"), choice=COLLECTIVE).transfers
    assert transfer.document_numbers == "FV 1;FV 2"


def test_t056_a_phrase_that_all_repeat_comes_once() -> None:
    (transfer,) = gathered(purchase("FV/1", "1.00"), purchase("FV/2", "1.00"), choice=COLLECTIVE).transfers
    assert transfer.texts == ("Zapłata za FV/1;FV/2",)


def test_t056_numbers_with_blanks_stay_whole_and_a_payment_without_one_adds_nothing() -> None:
    pieces = purchase("Umowa 1", "1.00"), purchase("Umowa 2", "1.00"), typed("T1", "1.00")
    (transfer,) = gathered(*pieces, choice=COLLECTIVE).transfers
    assert (transfer.texts, transfer.amount) == (("Zapłata za Umowa 1;Umowa 2",), 300)
    (divided,) = gathered(*pieces, choice=Choice(collective=True, divide=True)).transfers
    assert divided.texts == transfer.texts


def test_a_foreign_transfer_to_a_polish_account_names_its_bank_in_the_file() -> None:
    """The BIC comes from the sort code; the PLN payment to the same account goes without it."""
    account = "27114020040000300201355387"
    pieces = purchase("F1", "1.00", account=account), purchase("F2", "1.00", account=account, currency="EUR", register="EURO")
    both = [
        gather(of, of.payments["payment_id"].tolist(), SINGLE, today=TODAY, style_of=style_of).transfers[0]
        for of in (schedule(ledger_of(*pieces), register, format_chosen=True) for register in ("PLN", "EURO"))
    ]
    assert [(transfer.kind, transfer.payee.bic) for transfer in both] == [("ordinary", ""), ("foreign", "BREXPLPWMBK")]
    payer = schedule(ledger_of(), "EURO").payer
    assert payer is not None
    form = standard_formats()["iso-foreign"]
    file = write(form, replace(payer, bic="BREXPLPW"), both[1:], ["LIC0000000001"], message="M1", created=datetime(2026, 9, 1))
    assert b"<CdtrAgt><FinInstnId><BIC>BREXPLPWMBK</BIC>" in file or b"<BICFI>BREXPLPWMBK</BICFI>" in file


# one by one


def test_t042_t043_one_payment_makes_one_transfer_of_what_remains() -> None:
    (transfer,) = gathered(purchase("F1", "100.00", texts=("a", "", "c"), booking_text="K"), settled("F1/1", "40.00")).transfers
    assert (transfer.kind, transfer.payments, transfer.amount, transfer.amounts) == ("ordinary", ("F1/1",), 6000, (6000,))
    assert (transfer.texts, transfer.document_numbers, transfer.booking_text) == (("a", "", "c", ""), "F1", "K")
    assert (transfer.payee.name, transfer.payee.city, transfer.payee.bank_name) == (
        "Aloza sp. z o.o.",
        "Kraków",
        "Bank Próbny S.A.",
    )
    assert str(transfer.date) == "2026-09-15"
    assert str(transfer.document_date) == "2026-09-01"
    assert not transfer.collective


def test_t028_the_date_of_the_transfer() -> None:
    piece = purchase("F1", "1.00", issued="2026-08-01", due="2026-09-15", execution_date="2026-09-10")
    for chosen, expected in (
        ("execution", date(2026, 9, 10)),
        ("due", date(2026, 9, 15)),
        ("today", TODAY),
        (date(2026, 9, 30), date(2026, 9, 30)),
        ("2026-10-01", date(2026, 10, 1)),
    ):
        assert gathered(piece, choice=Choice(date=chosen)).transfers[0].date == expected


@pytest.mark.parametrize("text", ["tomorrow", "30.09.2026", "2026-09-31", ""])
def test_t028_a_wrong_date_is_told_with_what_is_right(text: str) -> None:
    with i18n.in_language("en"), pytest.raises(TransferError, match=r"execution, due, today.*2026-09-30"):
        Choice(date=text)


@pytest.mark.parametrize("by_date", [True, False])
def test_t034_a_format_with_only_a_document_date_bears_that_one(by_date: bool) -> None:
    """Whatever the window says."""
    pieces = [purchase("F1", "1.00", issued="2026-08-02"), purchase("F2", "2.00", issued="2026-08-01"), typed("T1", "4.00")]
    choice = Choice(date="today", dates="document", collective=True, by_date=by_date)
    result = gathered(*pieces, choice=choice)
    assert [(each.date, each.amount) for each in result.transfers] == [
        (date(2026, 8, 1), 200),
        (date(2026, 8, 2), 100),
        (date(2026, 9, 15), 400),  # no document: its due date
    ]


@pytest.mark.parametrize("dates", ["operation", "both"])
def test_t035_t036_a_format_with_an_operation_date_groups_by_the_chosen_one(dates: Any) -> None:
    pieces = [
        purchase("F1", "1.00", issued="2026-08-01", due="2026-09-15", execution_date="2026-09-10"),
        purchase("F2", "2.00", issued="2026-08-02", due="2026-09-15", execution_date="2026-09-11"),
    ]
    for chosen, count in (("execution", 2), ("due", 1), ("today", 1), (date(2026, 9, 9), 1)):
        choice = Choice(date=chosen, dates=dates, collective=True, by_date=True)
        assert len(gathered(*pieces, choice=choice).transfers) == count


def test_t025_the_order_of_the_list_or_by_date_party_and_number() -> None:
    pieces = [
        purchase("F3", "1.00", due="2026-09-15"),
        purchase("F1", "1.00", party="abc", due="2026-09-16"),
        purchase("F2", "1.00", party="abc", due="2026-09-15"),
        purchase("F4", "1.00", party="abc", due="2026-09-15"),
    ]
    chosen = ("F3/1", "F4/1", "F1/1", "F2/1")
    by_date = [("F2/1",), ("F4/1",), ("F3/1",), ("F1/1",)]
    assert paid(gathered(*pieces, chosen=chosen)) == by_date
    assert paid(gathered(*pieces, chosen=chosen, choice=Choice(list_order=True))) == [(payment,) for payment in chosen]
    both = Choice(list_order=True, collective=True)
    assert paid(gathered(*pieces, chosen=chosen, choice=both)) == [("F2/1", "F4/1", "F1/1"), ("F3/1",)]


def test_t024_the_text_of_the_declaration() -> None:
    piece = insurance("Z1", "1.00", declaration="DRA 01 202608", text1="własny")
    assert gathered(piece).transfers[0].texts == ("własny", "", "", "")
    assert gathered(piece, choice=Choice(social_insurance_texts=True)).transfers[0].texts == ("DRA 01 202608",)
    without = insurance("Z1", "1.00", text1="własny")
    assert gathered(without, choice=Choice(social_insurance_texts=True)).transfers[0].texts == ("własny", "", "", "")


def test_tax_office_transfers_say_who_what_and_when() -> None:
    (transfer,) = gathered(tax("T1", "1.00", form="VAT-7", period="26M08")).transfers
    assert transfer.tax == TaxData("N", COMPANY["tax_id"], "26M08", "VAT-7", "")


def test_an_identifier_that_is_no_nip_is_not_made_up() -> None:
    piece = tax("T1", "1.00")
    piece["tax_payments"][0] |= {"identifier_type": "P"}
    assert gathered(piece).transfers[0].tax == TaxData("P", "", "26M08", "VAT-7", "")


def test_an_instant_transfer_is_in_pln() -> None:
    urgent: dict[str, Any] = {"priority": "high"}
    pieces = [purchase("F1", "1.00", **urgent), purchase("F2", "1.00", party="muster", currency="EUR", **urgent)]
    assert [each.instant for each in gathered(*pieces, purchase("F3", "1.00")).transfers] == [True, False, False]


def test_a_split_payment_names_vat_supplier_and_invoice() -> None:
    piece = purchase("F1", "123.00", split_payment="true")
    split = gathered(piece).transfers[0].split
    assert split is not None
    assert (split.vat, split.tax_id, split.invoice, split.text) == (2300, "9990000014", "F1", "")
    said = gathered(purchase("F1", "123.00", split_payment="true", texts=("Za dach", "", "II rata"))).transfers[0].split
    assert said is not None
    assert said.text == "Za dach II rata"


def test_the_vat_of_what_remains_is_its_part_of_it() -> None:
    """23.00 of 123.00; 23.01 remain: 2300 * 2301 / 12300 = 430.26."""
    split = gathered(purchase("F1", "123.00", split_payment="true"), settled("F1/1", "99.99")).transfers[0].split
    assert split is not None
    assert split.vat == 430


# collective


def test_t032_one_transfer_a_party_account_and_currency() -> None:
    pieces = [
        purchase("F1", "1.00", party="abc"),
        purchase("F2", "2.00", party="abc", account=ABC_ACCOUNT),
        purchase("F3", "4.00", party="abc", account=ABC_OTHER_ACCOUNT),
        purchase("F4", "8.00"),
        purchase("F5", "16.00", party="muster", currency="EUR"),
        purchase("F6", "32.00", party="muster", currency="USD", account=GERMAN_ACCOUNT),
    ]
    result = gathered(*pieces, choice=COLLECTIVE)
    found = {(each.payee.party_id, each.payee.account, each.currency): each.amount for each in result.transfers}
    assert len(found) == len(result.transfers) == 5
    assert found["abc", ABC_ACCOUNT, "PLN"] == 300


def test_t045_t046_the_sum_of_what_remains_on_the_earliest_day() -> None:
    pieces = [purchase("F1", "10.00", due="2026-09-20"), purchase("F2", "5.00", due="2026-09-12"), settled("F1/1", "4.00")]
    (transfer,) = gathered(*pieces, choice=COLLECTIVE).transfers
    assert (transfer.amount, transfer.date, transfer.payments) == (1100, date(2026, 9, 12), ("F2/1", "F1/1"))


def test_t033_one_transfer_a_date() -> None:
    pieces = [purchase("F1", "1.00"), purchase("F2", "2.00", due="2026-09-12"), purchase("F3", "4.00")]
    result = gathered(*pieces, choice=Choice(collective=True, by_date=True))
    assert [(each.date.day, each.amount) for each in result.transfers] == [(12, 200), (15, 500)]


def test_t083_sepa_payments_are_summed_apart() -> None:
    euro: dict[str, Any] = {"party": "muster", "currency": "EUR", "register": "EURO"}
    pieces = [purchase(f"F{number}", "1.00", sepa=sepa, **euro) for number, sepa in enumerate(("true", "true", "false"))]
    result = gathered(*pieces, choice=COLLECTIVE, register="EURO")
    assert [(each.kind, each.amount) for each in result.transfers] == [("sepa", 200), ("foreign", 100)]


def test_t084_payments_with_other_sepa_data_stay_apart() -> None:
    euro: dict[str, Any] = {"party": "muster", "currency": "EUR", "register": "EURO", "sepa": "true"}
    data = {"sepa_parties": [{"payment_id": "F1/1", "role": "ultimate_debtor", "name": "Ktoś inny", "is_person": "true"}]}
    result = gathered(purchase("F1", "1.00", **euro), purchase("F2", "1.00", **euro), data, choice=COLLECTIVE, register="EURO")
    assert [each.sepa for each in result.transfers] == [(SepaParty("ultimate_debtor", "Ktoś inny", True),), ()]


def test_tax_office_and_social_insurance_are_never_joined() -> None:
    pieces = [
        tax("T1", "1.00", form="VAT-7"),
        tax("T2", "1.00", form="PIT-4R"),
        insurance("Z1", "1.00"),
        insurance("Z2", "1.00"),
    ]
    result = gathered(*pieces, choice=COLLECTIVE)
    assert sorted(paid(result)) == [("T1",), ("T2",), ("Z1",), ("Z2",)]
    assert not any(each.collective for each in result.transfers)


def test_a_group_of_one_is_a_single_transfer_with_its_lines() -> None:
    (transfer,) = gathered(purchase("F1", "1.00", texts=("a", "b")), choice=COLLECTIVE).transfers
    assert (transfer.collective, transfer.texts) == (False, ("a", "b", "", ""))


def test_one_urgent_payment_makes_the_whole_transfer_instant() -> None:
    (transfer,) = gathered(purchase("F1", "1.00", priority="high"), purchase("F2", "1.00"), choice=COLLECTIVE).transfers
    assert transfer.instant


# what may not go


def test_t015_a_payment_that_may_not_go_is_refused_with_its_reasons() -> None:
    result = gathered(purchase("F1", "1.00", state="buffer"), purchase("F2", "1.00"))
    (refusal,) = result.refused
    assert (refusal.payments, refusal.code, refusal.reasons) == (("F1/1",), "held", ("buffer",))
    assert "F1" in refusal.message
    assert paid(result) == [("F2/1",)]


def test_a_payment_of_another_register_cannot_be_chosen() -> None:
    with pytest.raises(TransferError, match=r"PLN.*F1/1, NIC"):
        gathered(purchase("F1", "1.00", register="EURO"), purchase("F2", "1.00"), chosen=("F1/1", "NIC", "F2/1"))


def test_a_payment_chosen_twice_goes_once() -> None:
    assert paid(gathered(purchase("F1", "1.00"), chosen=("F1/1", "F1/1"))) == [("F1/1",)]


def test_nothing_chosen_makes_nothing() -> None:
    assert gathered(abc(), chosen=(), choice=COLLECTIVE) == Gathered((), ())
