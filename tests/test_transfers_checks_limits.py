"""Checks that depend on more than the transfer: the limit of the white list, VAT accounts, the year ahead, own formats."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from tests.test_transfers_checks import ORDINARY, SOCIAL, SPLIT, TAX, THOUSANDS, TODAY, VAT_ACCOUNT, codes, paid_to
from workbench.transfers.formats import FieldUse, TextFormat
from workbench.transfers.orders import Transfer
from workbench.transfers.texts import TextStyle


def test_c48_the_limit_is_that_of_the_source_document() -> None:
    """T-019: an instalment of 15,000.00 of 30,000.00 is no payment at the limit, 5,000.00 of 15,000.00 is one."""
    instalment = replace(ORDINARY, amounts=(THOUSANDS,), amount=THOUSANDS)
    for paid, total, code in ((instalment, 2 * THOUSANDS, set()), (ORDINARY, THOUSANDS, {"white_list_limit"})):
        assert codes(paid, white_list={"1": "active"}, source_totals={"1": total}) == code
    assert codes(instalment, white_list={"1": "active"}) == set(), "no totals, no rule"
    assert codes(ORDINARY, white_list={"1": ""}, source_totals={"1": THOUSANDS}) == set(), "no check needed"


@pytest.mark.parametrize("transfer", [SPLIT, TAX, SOCIAL])
def test_what_a_vat_account_may_pay(transfer: Transfer) -> None:
    assert codes(transfer, payer=VAT_ACCOUNT) == set()


def test_a_date_of_this_day_next_year_is_not_far() -> None:
    assert codes(replace(ORDINARY, date=date(2027, 11, 16))) == set()


record = (FieldUse("payee_account"), FieldUse("amount"), FieldUse("payee_name", longest=20), FieldUse("title"))
defined = partial(TextFormat, code="own", title="Own", kinds=frozenset({"ordinary"}), text_style=TextStyle())


def test_formats_of_users_cut_by_their_own_fields() -> None:
    assert codes(ORDINARY, form=defined(record=record)) == set()
    assert codes(paid_to(ORDINARY, name="N" * 21), form=defined(record=record)) == {"name_cut"}
    assert codes(paid_to(ORDINARY, street="S" * 300), form=defined(record=record)) == set(), "it has no field for the street"
    assert codes(paid_to(ORDINARY, name="Müller"), form=defined(record=record)) == {"text_replaced"}


def test_a_format_that_tells_the_document_date_needs_one() -> None:
    """T-034."""
    of_document = defined(record=(*record, FieldUse("document_date")))
    assert codes(ORDINARY, form=of_document) == {"document_date_missing"}
    assert codes(replace(ORDINARY, document_date=TODAY), form=of_document) == set()


def test_the_booking_description_is_checked_where_it_is_written() -> None:
    of_booking = defined(record=(*record, FieldUse("booking_text", longest=5)))
    assert codes(replace(ORDINARY, booking_text="123456"), form=of_booking) == {"text_cut"}
    assert codes(replace(ORDINARY, booking_text="ß"), form=of_booking) == {"text_replaced"}
    assert codes(replace(ORDINARY, booking_text="123456 ß")) == set()
