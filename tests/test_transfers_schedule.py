"""The payment schedule of a bank register: what each payment is, what may go, filters and sums (T-009 to T-019, T-041, T-079
to T-082, T-091, T-095)."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.transfer_books import (
    ABC_ACCOUNT,
    ABC_OTHER_ACCOUNT,
    ALOZA_ACCOUNT,
    COMPANY,
    GERMAN_ACCOUNT,
    OWN_ACCOUNT,
    Rows,
    abc,
    aloza,
    iban,
    insurance,
    ledger_of,
    nip,
    nrb,
    party,
    purchase,
    settled,
    tax,
    transfer_books,
    typed,
)
from workbench import i18n
from workbench.errors import TransferError
from workbench.ledger import Ledger, read_ledger
from workbench.transfers.schedule import REASONS, Schedule, schedule, sepa_markable

WRONG_MACRO = {"categories": [{"category": "K", "name": "K", "text1": "@NIEMA"}]}


def row(ledger: Ledger, payment: str, register: str = "PLN") -> Any:
    table = schedule(ledger, register).payments
    return table[table["payment_id"] == payment].iloc[0]


def reasons(*pieces: Rows, register: str = "PLN", payment: str = "F1/1") -> tuple[str, ...]:
    found: tuple[str, ...] = row(ledger_of(*pieces), payment, register)["reasons"]
    return found


def test_t013_a_register_gives_the_payer() -> None:
    payer = schedule(ledger_of(), "PLN").payer
    assert payer is not None
    assert (payer.account, payer.sort_code, payer.bank_name, payer.bic) == (
        OWN_ACCOUNT,
        "99990000",
        "Bank Próbny S.A.",
        "TESTPLPW",
    )
    assert (payer.name, payer.city, payer.tax_id, payer.currency) == (COMPANY["name"], "Warszawa", COMPANY["tax_id"], "PLN")


@pytest.mark.parametrize("register", ["TILL", "NOWHERE"])
def test_t014_no_such_bank_register_names_those_there_are(register: str) -> None:
    with pytest.raises(TransferError, match="PLN, EURO, VAT, MUTE, BARE") as error:
        schedule(ledger_of(), register)
    assert register in str(error.value)


def test_t014_books_without_registers() -> None:
    books = transfer_books()
    frames = {name: pd.DataFrame(books[name]) for name in ("parties",)}
    for name, columns in {
        "documents": "document_id register number issue_date sale_date party_id transaction in_vat_return",
        "vat_lines": "document_id line rate net vat",
        "payments": "payment_id document_id direction due_date amount",
        "settlements": "payment_id date amount",
    }.items():
        frames[name] = pd.DataFrame(columns=columns.split(), dtype=str)
    with pytest.raises(TransferError, match="BANK"):
        schedule(read_ledger(frames), "BANK")


def test_t013_only_the_payments_of_the_register() -> None:
    ledger = ledger_of(purchase("F1", "1.00"), purchase("F2", "2.00", register="EURO"), purchase("F3", "3.00", register=""))
    assert list(schedule(ledger, "PLN").payments["payment_id"]) == ["F1/1"]


def test_t015_what_may_go() -> None:
    ledger = ledger_of(
        purchase("F1", "10.00"), purchase("F2", "10.00"), settled("F2/1", "4.00"), purchase("F3", "1.00", state="buffer")
    )
    assert schedule(ledger, "PLN").free == ("F1/1", "F2/1")


@pytest.mark.parametrize(
    ("reason", "pieces"),
    [
        ("incoming", [purchase("F1", "10.00", direction="in")]),
        ("buffer", [purchase("F1", "10.00", state="buffer")]),
        ("sent", [purchase("F1", "10.00", state="sent")]),
        ("executed", [purchase("F1", "10.00", state="executed")]),
        ("settled", [purchase("F1", "10.00"), settled("F1/1", "4.00"), settled("F1/1", "6.00")]),
        ("settled", [purchase("F1", "10.00"), settled("F1/1", "10.01")]),
        ("not_subject", [purchase("F1", "10.00", not_subject="true")]),
        ("nothing_remaining", [purchase("F1", "-10.00")]),
        ("no_party", [party("p", "  ", nrb(7)), purchase("F1", "10.00", party="p")]),
        ("no_account", [party("p", "Bez rachunku"), purchase("F1", "10.00", party="p")]),
        ("no_account", [party("p", "Tylko złote", nrb(7)), purchase("F1", "10.00", party="p", currency="EUR")]),
        ("wrong_account", [purchase("F1", "10.00", account="11" + ALOZA_ACCOUNT[2:])]),
        ("wrong_account", [purchase("F1", "10.00", account=ALOZA_ACCOUNT[:25])]),
        ("wrong_account", [purchase("F1", "10.00", party="muster", account=GERMAN_ACCOUNT[:-1] + "9")]),
        ("wrong_account", [purchase("F1", "10.00", currency="EUR", sepa="true", party="muster", account="123456789")]),
        ("no_party_bank", [purchase("F1", "10.00", party="muster", currency="USD", account="123456789")]),
        ("bad_category_text", [WRONG_MACRO, purchase("F1", "1.00", category="K")]),
    ],
)  # fmt: skip
def test_t015_each_reason_by_itself(reason: str, pieces: list[Rows]) -> None:
    found = reasons(*pieces)
    assert reason in found
    assert set(found) <= {reason, "no_party_bank"}  # the party's foreign account is known by its number only


def test_t015_all_reasons_in_the_order_of_the_table() -> None:
    found = reasons(party("p", "P"), purchase("F1", "10.00", party="p", state="buffer"), settled("F1/1", "10.00"))
    assert found == ("buffer", "settled", "no_account")
    assert list(found) == [reason for reason in REASONS if reason in found]


@pytest.mark.parametrize(
    ("register", "faults"),
    [("BARE", ("no_register_bank", "no_register_account")), ("WRONG", ("wrong_register_account",)), ("MUTE", ("no_format",))],
)
def test_t015_an_incomplete_register_holds_all(register: str, faults: tuple[str, ...]) -> None:
    wrong = {"register": "WRONG", "name": "Zły", "bank": "TEST", "account": "11" + OWN_ACCOUNT[2:]}
    made = schedule(ledger_of({"bank_registers": [wrong]}, purchase("F1", "10.00", register=register)), register)
    assert made.payments["reasons"].tolist() == [faults]
    assert made.payer_faults == tuple(fault for fault in faults if fault != "no_format")
    assert (made.payer is None) == (register != "MUTE")


def test_t015_without_a_company_nobody_pays() -> None:
    made = schedule(ledger_of({"company": []}, purchase("F1", "10.00")), "PLN")
    assert made.payer is None
    assert made.payments["reasons"].tolist() == [("no_company",)]


def test_t010_a_format_chosen_in_the_window_stands_for_the_bank_form() -> None:
    ledger = ledger_of(purchase("F1", "10.00", register="MUTE"))
    assert schedule(ledger, "MUTE", format_chosen=True).free == ("F1/1",)


def test_t009_a_format_of_tax_payments_alone_carries_only_them() -> None:
    bank = {"bank": "US", "name": "Bank", "tax_office_format": "elixir_o"}
    register = {"register": "US", "name": "US", "bank": "US", "account": nrb(9)}
    ledger = ledger_of(
        {"banks": [bank], "bank_registers": [register]},
        tax("T1", "5.00", bank_register="US"),
        purchase("F1", "1.00", register="US"),
    )
    assert schedule(ledger, "US").free == ("T1",)


def test_t042_what_remains() -> None:
    """By hand: 10.00 less 4.00; overpaid and negative amounts leave nothing; returned money does not make it more."""
    pieces = [
        purchase(f"F{number}", amount) for number, amount in enumerate(("10.00", "10.00", "10.00", "-10.00", "0.00", "10.00"))
    ]
    paid = [settled("F1/1", "4.00"), settled("F2/1", "12.00"), settled("F3/1", "-4.00"), settled("F5/1", "-1.00")]
    table = schedule(ledger_of(*pieces, *paid), "PLN").payments
    assert table["remaining"].tolist() == [1000, 600, 0, 0, 0, 1000]
    assert table["settlement_status"].tolist() == ["unsettled", "partial", "settled", "partial", "settled", "unsettled"]
    assert table["remaining"].dtype == "int64"


def test_the_number_is_the_one_the_payee_knows() -> None:
    ledger = ledger_of(
        purchase("F1", "1.00"),
        purchase("F2", "1.00", document={"foreign_number": ""}),
        typed("T1", "1.00", document_number="UM/1", document_date="2026-08-01"),
        typed("T2", "1.00"),
    )
    table = schedule(ledger, "PLN").payments
    assert table["number"].tolist() == ["F1", "ZAK/F2", "UM/1", ""]
    assert table["side"].tolist() == ["purchase", "purchase", "", ""]
    assert table["document_date"].dt.date.tolist()[:3] == [date(2026, 9, 1), date(2026, 9, 1), date(2026, 8, 1)]
    assert pd.isna(table["document_date"].iloc[3])


def test_the_execution_date_is_the_due_date_where_none_is_given() -> None:
    ledger = ledger_of(purchase("F1", "1.00", due="2026-09-15"), purchase("F2", "1.00", execution_date="2026-09-10"))
    assert schedule(ledger, "PLN").payments["execution_date"].dt.date.tolist() == [date(2026, 9, 15), date(2026, 9, 10)]


def test_the_account_of_the_payment_goes_before_that_of_the_party() -> None:
    """Blanks, dashes and the PL of an NRB are left out; the preferred account of the currency stands in."""
    own = f"pl {ABC_OTHER_ACCOUNT[:2]}-{ABC_OTHER_ACCOUNT[2:]}"
    ledger = ledger_of(purchase("F1", "1.00", party="abc"), purchase("F2", "1.00", party="abc", account=own))
    table = schedule(ledger, "PLN").payments
    assert table["account"].tolist() == [ABC_ACCOUNT, ABC_OTHER_ACCOUNT]
    assert table["account_source"].tolist() == ["party", "payment"]


def test_an_account_that_is_not_preferred_does_not_stand_in() -> None:
    piece = party("p", "P")
    piece["party_accounts"] = [{"party_id": "p", "account": nrb(7)}]
    assert reasons(piece, purchase("F1", "1.00", party="p")) == ("no_account",)


def test_the_bank_comes_with_the_account() -> None:
    found = row(ledger_of(purchase("F1", "1.00", party="muster", currency="EUR")), "F1/1")
    assert (found["account"], found["bic"]) == (GERMAN_ACCOUNT, "TESTDEFF")


@pytest.mark.parametrize(
    ("kind", "piece"),
    [
        ("ordinary", purchase("F1", "1.00")),
        ("split_payment", purchase("F1", "1.00", split_payment="true")),
        ("tax_office", tax("F1/1", "1.00")),
        ("social_insurance", insurance("F1/1", "1.00")),
        ("sepa", purchase("F1", "1.00", party="muster", currency="EUR", sepa="true")),
        ("foreign", purchase("F1", "1.00", party="muster", currency="EUR")),
        ("foreign", purchase("F1", "1.00", party="muster", currency="EUR", sepa="true", direction="in")),
        ("foreign", purchase("F1", "1.00", account=GERMAN_ACCOUNT)),
        ("foreign", purchase("F1", "1.00", currency="USD", sepa="true")),
        ("ordinary", purchase("F1", "1.00", sepa="true")),
        ("ordinary", purchase("F1", "1.00", account=f"PL{ALOZA_ACCOUNT}")),
    ],
)
def test_t079_t081_the_kind_of_a_transfer(kind: str, piece: Rows) -> None:
    assert row(ledger_of(piece), "F1/1")["kind"] == kind


def test_a_foreign_number_that_is_no_iban_is_not_judged() -> None:
    """Countries without IBANs have accounts of any form."""
    bank = {"party_accounts": [{"party_id": "muster", "account": "123456789", "currency": "USD", "bank_name": "First Bank"}]}
    assert reasons(bank, purchase("F1", "1.00", party="muster", currency="USD", account="123456789")) == ()


def test_t019_the_total_of_the_source_document() -> None:
    """By hand: 2 instalments of 20 000.00 each see 20 000.00; EUR 1 000.00 at 4.2511 are 4 251.10; a typed one its amount."""
    half = purchase("F1", "20000.00")
    half["payments"] = [{**half["payments"][0], "payment_id": f"F1/{part}", "amount": "10000.00"} for part in (1, 2)]
    bare = purchase("F3", "100.01", currency="EUR", fx_rate="4.255005")
    bare["vat_lines"] = []
    ledger = ledger_of(
        half,
        purchase("F2", "1000.00", currency="EUR", fx_rate="4.2511", party="muster"),
        bare,
        typed("T1", "15000.00"),
        typed("T2", "1000.00", currency="EUR"),
        typed("T3", "1000.00", currency="CHF"),
    )
    totals = schedule(ledger, "PLN").payments.set_index("payment_id")["source_total"]
    assert totals.to_dict() == {
        "F1/1": 2_000_000,
        "F1/2": 2_000_000,
        "F2/1": 425_110,
        "F3/1": 42_554,  # 10001 * 4.255005 = 42554.305...
        "T1": 1_500_000,
        "T2": 425_501,  # by the highest rate of the books: 100000 * 4.255005 = 425500.5, half-up
        "T3": 100_000,
    }
    assert totals.dtype == "int64"


def marked() -> Schedule:
    return schedule(
        ledger_of(
            aloza(),
            abc(),
            tax("T1", "50.00", due="2026-09-25"),
            insurance("Z1", "30.00", due="2026-09-15"),
            typed("E1", "7.00", party="muster", currency="EUR", execution_date="2026-09-20", document_number="RE-1"),
            purchase("F1", "1230.00", state="buffer", texts=("Za Dachówki",)),
        ),
        "PLN",
    )


def test_t016_t017_filters_combine() -> None:
    made = marked()
    assert made.select() == tuple(made.payments["payment_id"])
    assert made.select(to_send=True) == made.free
    assert made.select(date(2026, 9, 15), date(2026, 9, 15)) == ("Z1", "E1", "F1/1")
    assert made.select(date(2026, 9, 15), date(2026, 9, 19), by="execution") == ("Z1", "F1/1")
    assert made.select(to=date(2019, 11, 12), by="document", party="abc") == tuple(f"Fa/2019/000{n}/1" for n in (1, 2, 3))
    assert made.select(kinds=["tax_office", "foreign"]) == ("T1", "E1")
    assert made.select(date(2026, 9, 1), words="dachówki", to_send=True) == ()
    assert made.select(date(2026, 9, 1), words="DACHÓWKI za") == ("F1/1",)
    assert made.select(words="1230,00") == ("Fa/2019/0001/1", "F1/1")
    assert made.select(words="1230.00 abc") == ("Fa/2019/0001/1",)


def test_t017_payments_without_a_document_date_are_in_no_range_of_document_dates() -> None:
    assert "T1" not in marked().select(date(1990, 1, 1), by="document")


def test_t041_sums_of_what_remains() -> None:
    """By hand: 5 x 100.00 + 2337.00 ordinary, with the split payments; EUR apart; the buffer not at all."""
    made = marked()
    assert made.sums() == {"ordinary": 283_700, "tax_office": 5000, "social_insurance": 3000}
    assert made.sums_elsewhere() == {"EUR": 700}
    assert made.sums(["T1", "Fa/2019/0002/1", "F1/1"]) == {"ordinary": 24_600, "tax_office": 5000, "social_insurance": 0}
    assert made.sums_elsewhere([]) == {}


def test_t041_settled_parts_and_payments_not_subject_are_not_summed() -> None:
    pieces = [purchase("F1", "10.00"), settled("F1/1", "4.00"), purchase("F2", "1.00", not_subject="true")]
    pieces += [purchase("F3", "1.00", direction="in"), purchase("F4", "1.00", state="sent")]
    assert schedule(ledger_of(*pieces), "PLN").sums()["ordinary"] == 600


def test_t041_ordinary_is_in_the_currency_of_the_register() -> None:
    made = schedule(
        ledger_of(purchase("F1", "5.00", register="EURO", currency="EUR"), purchase("F2", "3.00", register="EURO")), "EURO"
    )
    assert made.sums()["ordinary"] == 500
    assert made.sums_elsewhere() == {"PLN": 300}


def test_weeks_begin_on_monday() -> None:
    """2026-09-14 is a Monday, 2026-09-20 the Sunday of its week."""
    pieces = [purchase(f"F{day}", "1.00", due=f"2026-09-{day}") for day in (14, 20, 21)]
    weeks = schedule(ledger_of(*pieces, tax("T1", "2.00", due="2026-09-20"), settled("F21/1", "0.40")), "PLN").weeks()
    found = [(week.date().isoformat(), *rest) for week, *rest in weeks.itertuples(index=False, name=None)]
    assert found == [
        ("2026-09-14", "ordinary", "PLN", 200, 2),
        ("2026-09-14", "tax_office", "PLN", 200, 1),
        ("2026-09-21", "ordinary", "PLN", 60, 1),
    ]


def test_t082_only_payments_in_the_buffer_or_approved_are_marked_as_sepa() -> None:
    states = ("buffer", "approved", "sent", "executed")
    pieces = [purchase(f"F-{state}", "1.00", party="muster", currency="EUR", state=state) for state in states]
    ledger = ledger_of(*pieces, purchase("F1", "1.00"), purchase("F2", "1.00", party="muster", currency="EUR", direction="in"))
    made = schedule(ledger, "PLN")
    assert sepa_markable(made, list(made.payments["payment_id"])) == ("F-buffer/1", "F-approved/1")
    with pytest.raises(TransferError, match="F9"):
        sepa_markable(made, ["F9"])


def test_the_bank_of_a_polish_account_is_told_by_its_sort_code() -> None:
    """A payment in EUR to an NRB at mBank without a stored BIC may go; what the books say stays."""
    account = "27114020040000300201355387"
    known = {"party_accounts": [{"party_id": "abc", "account": account, "bank_name": "Nasz mBank"}]}
    ledger = ledger_of(
        known,
        purchase("F1", "1.00", currency="EUR", account=account),
        purchase("F2", "1.00", currency="EUR", account=account, party="abc"),
        purchase("F3", "1.00", account=account),
        purchase("F4", "1.00", currency="EUR", account=nrb(7)),
    )
    table = schedule(ledger, "PLN").payments
    assert table["bic"].tolist() == ["BREXPLPWMBK", "BREXPLPWMBK", "", ""]
    assert "mBank" in table["bank_name"][0] and table["bank_name"].tolist()[1:] == ["Nasz mBank", "", ""]
    assert table["reasons"].tolist() == [(), (), (), ("no_party_bank",)]


def test_an_empty_schedule_has_all_columns() -> None:
    empty, full = schedule(ledger_of(), "PLN").payments, marked().payments
    assert list(empty.columns) == list(full.columns)
    assert {name: str(empty[name].dtype) for name in ("amount", "remaining", "due_date", "execution_date")} == {
        name: str(full[name].dtype) for name in ("amount", "remaining", "due_date", "execution_date")
    }


def test_the_payments_elsewhere_are_those_of_the_same_suppliers() -> None:
    ledger = ledger_of(abc(), purchase("F1", "1.00", party="abc", register="EURO"), purchase("F2", "1.00", register="EURO"))
    assert schedule(ledger, "PLN").elsewhere["payment_id"].tolist() == ["F1/1"]


def test_every_reason_has_a_text_in_both_languages() -> None:
    for text in REASONS.values():
        with i18n.in_language("en"):
            assert i18n._(text) == text


def test_the_supplier_of_a_split_payment_is_the_party_of_the_document() -> None:
    factor = party("factor", "Faktor", nrb(8), tax_id=nip("999000003"))
    found = row(ledger_of(factor, purchase("F1", "1.00", party_id="factor")), "F1/1")
    assert (found["party_id"], found["tax_id"], found["supplier_tax_id"]) == ("factor", nip("999000003"), nip("999000001"))


def test_books_make_valid_ibans() -> None:
    """The published example of ISO 13616: GB82 WEST 1234 5698 7654 32."""
    assert iban("GB", "WEST12345698765432") == "GB82WEST12345698765432"
