"""The bank description lines of a schedule's payments: their own, the category's, the company's (T-091 to T-095)."""

from typing import Any

from tests.transfer_books import (
    COMPANY,
    ledger_of,
    nrb,
    party,
    purchase,
    tax,
    typed,
)
from workbench.ledger import Ledger
from workbench.transfers.schedule import schedule

WRONG_MACRO = {"categories": [{"category": "K", "name": "K", "text1": "@NIEMA"}]}


def row(ledger: Ledger, payment: str, register: str = "PLN") -> Any:
    table = schedule(ledger, register).payments
    return table[table["payment_id"] == payment].iloc[0]


def test_t091_texts_of_the_payment_stay_as_they_are() -> None:
    category = {"categories": [{"category": "K", "name": "Koszty", "text1": "Za @DOC"}]}
    found = row(ledger_of(category, purchase("F1", "1.00", texts=("", "Druga @DOC"), category="K")), "F1/1")
    assert found[["text1", "text2", "text3", "text4", "text_source"]].tolist() == ["", "Druga @DOC", "", "", "payment"]


def test_t091_texts_of_the_category_with_macros() -> None:
    category = {"categories": [{"category": "K", "name": "Koszty", "text1": "Za @DOC z @DATA", "text3": "@KategoriaOpis"}]}
    made = row(ledger_of(category, purchase("F1", "1.00", document={"category": "K"})), "F1/1")
    assert made[["text1", "text2", "text3", "text4", "text_source"]].tolist() == [
        "Za F1 z 01.09.2026",
        "",
        "Koszty",
        "",
        "made",
    ]


def test_t094_documents_that_settled_a_payment_in_the_order_of_their_dates() -> None:
    category = {"categories": [{"category": "K", "name": "K", "text1": "@DokumentyRozliczające"}]}
    paid = [
        {"payment_id": "F1/1", "date": day, "amount": "1.00", "source": source}
        for day, source in (("2026-09-03", "WB/2"), ("2026-09-02", "WB/1"), ("2026-09-04", "WB/2"), ("2026-09-05", ""))
    ]
    made = row(ledger_of(category, purchase("F1", "9.00", category="K"), {"settlements": paid}), "F1/1")
    assert made["text1"] == "WB/1 WB/2"


def test_t095_texts_without_a_category() -> None:
    worker = party("jan", "Jan Próbny", nrb(7), kind="employee")
    ledger = ledger_of(worker, purchase("F1", "1.00"), typed("T1", "1.00", party="jan", document_number="LP/9"))
    assert row(ledger, "F1/1")["text1"] == "Zapłata za F1"
    assert row(ledger, "T1")["text1"] == "Wynagrodzenie za LP/9"


def test_t093_an_employee_has_the_surname_first() -> None:
    worker = party("jan", "Jan Maria Próbny", nrb(7), kind="employee")
    category = {"categories": [{"category": "K", "name": "K", "text1": "@PodmiotNazwa1, @PodmiotNazwa2"}]}
    assert (
        row(ledger_of(worker, category, typed("T1", "1.00", party="jan", category="K")), "T1")["text1"] == "Próbny, Jan Maria"
    )


def test_t095_the_beginning_of_the_company_is_for_ordinary_transfers() -> None:
    ledger = ledger_of(
        {"company": [{**COMPANY, "text_start": "Nr"}]}, purchase("F1", "1.00"), tax("T1", "1.00", document_number="X")
    )
    assert row(ledger, "F1/1")["text1"] == "Nr F1"
    assert row(ledger, "T1")["text1"] == "Zapłata za X"


def test_t091_a_fault_in_a_macro_names_the_place() -> None:
    category = {"categories": [{"category": "K", "name": "K", "text1": "dobrze", "text2": "za @NIEMA"}]}
    found = row(ledger_of(category, purchase("F1", "1.00", category="K")), "F1/1")
    assert found["reasons"] == ("bad_category_text",)
    assert "2" in found["text_fault"]
    assert "@NIEMA" in found["text_fault"]
