"""The tricky cases of the reference on VAT, section 7, that are about amounts, conditions and what happens later.

The case numbers are the reference's; the cases about days are in test_relief_cases_days.py. Left for later issues:

* about the JPK_V7 file, its fields or its schema: 57, 58, 60 to 62, and the declaration's half of 21, 56 and 59;
* about reading JPK or KSeF files: 63, 64, 65;
* about what the books do not hold yet (court rulings, insolvency, the creditor's own registration, a sold claim,
  forgiveness): 36 to 40, 45; of 35 and 46 only what a missing proof and a changed due date can say;
* about an open point of the law that needs an adviser's word: 43 (credit note after the relief);
* the settlement by quarters of 54 and 55: notices are monthly (R-044); what is warned of is in test_relief_quarterly.py;
* the statutory deadline itself in 20: it belongs to the calendar, here only what a given as-of day means.
"""

from __future__ import annotations

import pandas
import pytest

import workbench
from tests.books import books, ledger_of, sale
from tests.notices import BACK, DECEMBER, DUE, OCTOBER, SEPTEMBER, THOUSAND, WHOLE, invoice, lines, reasons


def test_case_15_paid_in_part_on_day_90() -> None:
    assert lines(invoice(paid=[("2026-09-08", "500.00")]), SEPTEMBER) == [("unpaid", 593_50, 136_50)]


def test_case_16_paid_after_day_90_in_the_same_month() -> None:
    for side in ("sale", "purchase"):
        source = invoice(side, paid=[("2026-09-20", "1230.00")])
        assert lines(source, SEPTEMBER, side) == []
        assert reasons(source, SEPTEMBER, side) == {"FS/1/1": "nothing_unpaid"}


def test_case_17_paid_before_filing_concerns_only_the_debtor() -> None:
    paid = [("2026-10-15", "1230.00")]
    for month in (SEPTEMBER, OCTOBER):
        assert lines(invoice(paid=paid), month) == []
    assert lines(invoice("purchase", paid=paid), SEPTEMBER, "purchase") == WHOLE
    assert lines(invoice("purchase", paid=paid), OCTOBER, "purchase") == BACK


def test_case_18_filed_before_the_payment() -> None:
    source = invoice(paid=[("2026-10-15", "1230.00")])
    assert lines(source, SEPTEMBER, as_of="2026-10-12") == WHOLE
    assert lines(source, OCTOBER, filed={SEPTEMBER: "2026-10-12"}) == BACK
    back = workbench.relief.notice(ledger_of(source), side="sale", period=OCTOBER, filed={SEPTEMBER: "2026-10-12"})
    assert list(back.lines["payment_date"]) == [pandas.Timestamp("2026-10-15")]


def test_case_19_paid_on_the_filing_day() -> None:
    source = invoice(paid=[("2026-10-15", "1230.00")])
    assert lines(source, SEPTEMBER, as_of="2026-10-15") == []
    assert lines(source, OCTOBER, filed={SEPTEMBER: "2026-10-15"}) == []


def test_case_20_paid_between_the_25th_and_the_moved_deadline() -> None:
    """2026-10-25 is a Sunday: the default as-of day stays (R-022), the deadline 2026-10-26 is the user's to give."""
    source = invoice(paid=[("2026-10-26", "1230.00")])
    assert lines(source, SEPTEMBER) == WHOLE
    assert lines(source, OCTOBER) == BACK
    assert lines(source, SEPTEMBER, as_of="2026-10-26") == []


def test_case_21_half_paid_after_the_relief() -> None:
    source = invoice(paid=[("2026-12-05", "615.00")])
    assert lines(source, SEPTEMBER) == WHOLE
    assert lines(source, DECEMBER) == [("paid_back", 500_00, 115_00)]


def test_case_22_three_payments_sum_up_to_the_relief() -> None:
    source = invoice(paid=[("2026-11-05", "400.00"), ("2026-12-05", "400.00"), ("2027-01-05", "430.00")])
    back = [line for month in ("2026-11", DECEMBER, "2027-01") for line in lines(source, month)]
    assert back == [("paid_back", 325_20, 74_80), ("paid_back", 325_21, 74_79), ("paid_back", 349_59, 80_41)]
    assert (sum(net for _, net, _ in back), sum(vat for *_, vat in back)) == (1000_00, 230_00)


def test_case_22_payments_of_one_month_are_taken_together() -> None:
    source = invoice(paid=[("2026-12-05", "400.00"), ("2026-12-09", "400.00"), ("2026-12-09", "430.00")])
    assert lines(source, DECEMBER) == BACK
    notice = workbench.relief.notice(ledger_of(source), side="sale", period=DECEMBER)
    assert list(notice.lines["payment_date"]) == [pandas.Timestamp("2026-12-09")]


def test_case_23_two_instalments() -> None:
    """As the manual prints it, filed before the payment; the default as-of day is J-031 in test_relief_golden.py."""
    parts = [(due, "831.00", [("2020-12-20", "831.00")]) for due in ("2020-07-27", "2020-08-31")]
    source = invoice(issued="2020-07-13", lines=[("23", "1000.00"), ("8", "400.00")], parts=parts)
    half = [("unpaid", 500_00, 115_00), ("unpaid", 200_00, 16_00)]
    assert lines(source, "2020-10") == half
    assert lines(source, "2020-11", as_of="2020-12-15") == half
    back = lines(source, "2020-12", filed={"2020-11": "2020-12-15"})
    assert sorted(back, reverse=True) == [("paid_back", 500_00, 115_00)] * 2 + [("paid_back", 200_00, 16_00)] * 2


def test_case_24_two_instalments_with_the_same_due_date() -> None:
    """R-052 was a limit of the old program; J-026: each part is taken once."""
    source = invoice(parts=[(DUE, "615.00"), (DUE, "615.00", [("2026-12-05", "615.00")])])
    assert lines(source, SEPTEMBER) == [("unpaid", 500_00, 115_00)] * 2
    assert lines(source, DECEMBER) == [("paid_back", 500_00, 115_00)]


def test_case_25_two_instalments_of_one_month_keep_their_due_dates() -> None:
    source = invoice(parts=[("2026-06-10", "615.00"), ("2026-06-17", "615.00")])
    found = workbench.relief.notice(ledger_of(source), side="sale", period=SEPTEMBER).lines
    assert {str(day.date()) for day in found["due_date"]} == {"2026-06-10", "2026-06-17"}
    assert set(found["payment_id"]) == {"FS/1/1", "FS/1/2"}


def test_case_26_three_rates() -> None:
    source = invoice(
        lines=[("23", "1000.00"), ("8", "400.00"), ("5", "100.00")],
        parts=[(DUE, "1767.00", [("2026-07-01", "767.00")])],
    )
    assert lines(source, SEPTEMBER) == [
        ("unpaid", 565_93, 130_17), ("unpaid", 226_37, 18_11), ("unpaid", 56_59, 2_83),
    ]  # fmt: skip


def test_case_27_vat_is_what_the_net_leaves() -> None:
    source = invoice("purchase", lines=[("23", "813.01")], paid=[("2026-07-01", "500.00")])
    assert lines(source, SEPTEMBER, "purchase") == [("unpaid", 406_51, 93_49)]
    totals = workbench.relief.notice(ledger_of(source), side="purchase", period=SEPTEMBER).totals
    assert totals.loc["vat_rounded", "correction"] == -93_00


def test_case_28_one_grosz_unpaid() -> None:
    assert lines(invoice(paid=[("2026-07-01", "1229.99")]), SEPTEMBER) == [("unpaid", 1, 0)]


def test_case_29_two_years_before_october_2021() -> None:
    source = invoice(issued="2018-12-15", due="2021-05-31")
    assert lines(source, "2021-08") == []
    assert reasons(source, "2021-08") == {"FS/1/1": "limit_years"}


def test_case_30_three_years_from_october_2021() -> None:
    source = invoice(issued="2018-12-15", due="2021-07-30")
    assert lines(source, "2021-10", as_of="2021-11-25") == WHOLE


def test_case_31_the_limit_is_judged_on_the_filing_day() -> None:
    source = invoice(issued="2023-02-01", due="2026-09-30")
    assert reasons(source, "2026-12") == {"FS/1/1": "limit_years"}
    assert lines(source, "2026-12", as_of="2026-12-31") == WHOLE
    assert lines(invoice("purchase", issued="2023-02-01", due="2026-09-30"), "2026-12", "purchase") == WHOLE


def test_case_32_inactive_debtor_before_october_2021() -> None:
    """Day 90 is 2021-09-30; a proof of today's law does not help. The debtor looks at the creditor's status (R-014)."""
    for side in ("sale", "purchase"):
        source = invoice(side, issued="2021-06-25", due="2021-07-02", party="inactive", relief_proof="debt_register")
        assert lines(source, "2021-09", side) == []
        assert reasons(source, "2021-09", side) == {"FS/1/1": "party_inactive"}


def test_case_33_inactive_debtor_from_october_2021_needs_a_proof() -> None:
    """Due on a Saturday: day 90 is 2021-10-03. The debtor's own correction needs no condition any more."""
    values = {"issued": "2021-06-25", "due": "2021-07-03", "party": "inactive"}
    assert reasons(invoice(**values), "2021-10") == {"FS/1/1": "relief_proof_missing"}
    assert lines(invoice(**values, relief_proof="enforcement"), "2021-10") == WHOLE
    assert lines(invoice("purchase", **values), "2021-10", "purchase") == WHOLE


@pytest.mark.parametrize("proof", ["enforcement", "debt_register", "consumer_bankruptcy"])
def test_case_34_consumer_with_a_proof(proof: str) -> None:
    assert lines(invoice(party="inactive", relief_proof=proof), SEPTEMBER) == WHOLE


def test_case_35_a_ruling_without_enforcement_is_no_proof() -> None:
    """The books know a ruling only together with its enforcement, so such an invoice has no proof at all."""
    assert reasons(invoice(party="inactive"), SEPTEMBER) == {"FS/1/1": "relief_proof_missing"}


def test_case_41_set_off_before_day_90() -> None:
    """A set-off is a settlement like any other."""
    source = invoice(paid=[("2026-09-03", "1230.00")])
    assert reasons(source, SEPTEMBER) == {"FS/1/1": "nothing_unpaid"}


def test_case_42_credit_note_is_set_off_first() -> None:
    """R-051: the note itself never enters; what it settled of the invoice is settled."""
    note = sale("KOR/1", issued="2026-07-01", due="2026-07-10", lines=[("23", "-200.00")], corrects="FS/1")
    source = books(sale("FS/1", issued="2026-06-01", due=DUE, lines=THOUSAND, paid=[("2026-07-01", "246.00")]), note)
    assert lines(source, SEPTEMBER) == [("unpaid", 800_00, 184_00)]
    assert reasons(source, OCTOBER) == {"FS/1/1": "earlier_month", "KOR/1/1": "not_a_claim"}


def test_case_44_corrective_invoice_upwards_has_its_own_term() -> None:
    note = sale("KOR/1", issued="2026-07-20", due="2026-07-31", lines=[("23", "200.00")], corrects="FS/1")
    source = books(sale("FS/1", issued="2026-06-01", due=DUE, lines=THOUSAND), note)
    assert lines(source, SEPTEMBER) == WHOLE
    assert lines(source, OCTOBER) == [("unpaid", 200_00, 46_00)]


def test_case_46_a_moved_due_date_counts_from_the_new_one() -> None:
    """The books carry the date of the annex when it was signed before day 90; they keep the old one otherwise."""
    moved = invoice(issued="2026-06-01", due="2026-08-10")
    assert lines(moved, SEPTEMBER) == []
    assert reasons(moved, SEPTEMBER) == {"FS/1/1": "later_month"}
    assert lines(moved, "2026-11") == WHOLE


def test_case_47_half_paid_invoice_in_euro() -> None:
    """EUR 1 000 + 230 at 4.25; the payment's own rate of exchange does not matter."""
    source = invoice(
        lines=[("23", "4250.00")],
        parts=[(DUE, "1230.00", [("2026-07-01", "615.00"), ("2026-12-01", "615.00")])],
        currency="EUR",
        fx_rate="4.25",
    )
    assert lines(source, SEPTEMBER) == [("unpaid", 2125_00, 488_75)]
    assert lines(source, DECEMBER) == [("paid_back", 2125_00, 488_75)]


def test_case_48_split_payment_of_the_vat_alone() -> None:
    assert lines(invoice(paid=[("2026-07-01", "230.00")]), SEPTEMBER) == [("unpaid", 813_01, 186_99)]


def test_case_49_cash_accounting() -> None:
    for side in ("sale", "purchase"):
        assert reasons(invoice(side, cash_accounting="true"), SEPTEMBER, side) == {"FS/1/1": "cash_accounting"}


def test_case_50_reverse_charge_has_nothing_to_correct() -> None:
    for side in ("sale", "purchase"):
        source = invoice(side, lines=[("23", "1000.00", "0.00")], transaction="domestic_reverse_charge")
        assert lines(source, SEPTEMBER, side) == []
        assert reasons(source, SEPTEMBER, side) == {"FS/1/1": "no_vat"}


@pytest.mark.parametrize("rate", ["0", "zw", "np"])
def test_case_51_rates_without_vat(rate: str) -> None:
    assert reasons(invoice(lines=[(rate, "1000.00")]), SEPTEMBER) == {"FS/1/1": "no_vat"}


def test_case_51_a_rate_without_vat_takes_its_share_of_a_payment() -> None:
    source = invoice(lines=[("zw", "1230.00"), ("23", "1000.00")], paid=[("2026-07-01", "1230.00")])
    assert lines(source, SEPTEMBER) == [("unpaid", 500_00, 115_00)]


def test_case_52_purchase_deducted_by_half() -> None:
    source = invoice("purchase", lines=[("23", "500.00"), ("23", "500.00", "115.00", "no")])
    assert lines(source, SEPTEMBER, "purchase") == [("unpaid", 500_00, 115_00)]


def test_case_52_a_payment_is_spread_over_both_halves() -> None:
    lines_of_car = [("23", "500.00", "115.00", "no"), ("23", "500.00", "115.00", "conditional")]
    source = invoice("purchase", lines=lines_of_car, paid=[("2026-07-01", "615.00")])
    assert lines(source, SEPTEMBER, "purchase") == [("unpaid", 250_00, 57_50)]


def test_case_53_purchase_never_deducted() -> None:
    source = invoice("purchase", lines=[("23", "1000.00", "230.00", "no")])
    assert lines(source, SEPTEMBER, "purchase") == []
    assert reasons(source, SEPTEMBER, "purchase") == {"FS/1/1": "no_vat"}


def test_case_54_monthly_debtor_paid_in_the_next_month() -> None:
    """Due 2026-05-05, day 90 on 2026-08-03: a monthly payer corrects in August and takes back in September."""
    source = invoice("purchase", issued="2026-04-28", due="2026-05-05", paid=[("2026-09-25", "1230.00")])
    assert lines(source, "2026-08", "purchase") == WHOLE
    assert lines(source, "2026-09", "purchase") == BACK


def test_case_55_monthly_creditor_paid_after_filing() -> None:
    """Filed by the month the relief stands; with the quarter's filing day as as-of there is none."""
    source = invoice(issued="2026-04-28", due="2026-05-05", paid=[("2026-10-20", "1230.00")])
    assert lines(source, "2026-08") == WHOLE
    assert lines(source, "2026-08", as_of="2026-10-26") == []
    assert lines(source, "2026-10", filed={"2026-08": "2026-10-26"}) == []


def test_case_56_register_month_of_a_quarterly_payer() -> None:
    source = invoice(issued="2020-08-20", due="2020-08-27")
    assert lines(source, "2020-11") == WHOLE
    assert lines(source, "2020-12") == []


def test_case_59_relief_and_payment_of_one_month() -> None:
    """With an as-of day before the payment the month holds both lines; the boxes show nothing left to correct."""
    source = invoice(paid=[("2026-09-20", "1230.00")])
    assert lines(source, SEPTEMBER, as_of="2026-09-10") == BACK + WHOLE
    totals = workbench.relief.notice(ledger_of(source), side="sale", period=SEPTEMBER, as_of="2026-09-10").totals
    assert (totals.loc["net", "correction"], totals.loc["vat", "correction"]) == (0, 0)


def test_a_left_over_grosz_goes_to_the_rate_that_appears_first() -> None:
    """Two totals of 123.00 gross, one grosz to share; first is the lower line number, however the rows stand."""
    taxed, exempt = ("23", "100.00"), ("zw", "123.00")
    for lines_in_order, expected in (([taxed, exempt], [("unpaid", 1, 0)]), ([exempt, taxed], [])):
        source = invoice(lines=lines_in_order, paid=[("2026-07-01", "245.99")])
        source["vat_lines"].reverse()
        assert lines(source, SEPTEMBER) == expected
        assert reasons(source, SEPTEMBER) == {"FS/1/1": "on_notice" if expected else "no_vat"}


def test_half_a_grosz_of_net_is_rounded_up() -> None:
    """0.06 unpaid of 4.00, three quarters of it net: 4.5 grosze."""
    source = invoice(lines=[("23", "3.00", "1.00")], paid=[("2026-07-01", "3.94")])
    assert lines(source, SEPTEMBER) == [("unpaid", 5, 1)]
