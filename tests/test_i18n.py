"""The user's language: which one is in use, and how texts, amounts and dates are written in it."""

from datetime import date
from threading import Event, Thread

import pandas as pd
import pytest

from workbench import i18n
from workbench.days import Month

NBSP = "\u00a0"


def test_polish_is_the_default() -> None:
    assert i18n.language() == "pl"
    assert i18n._("Sale") == "Sprzedaż"


def test_the_environment_chooses_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_LANG", "en")
    assert i18n.language() == "en"
    assert i18n._("Sale") == "Sale"


def test_an_unknown_language_is_polish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_LANG", "de")
    assert i18n.language() == "pl"


def test_the_user_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_LANG", "en")
    i18n.set_language("pl")
    assert i18n.language() == "pl"


def test_a_block_in_another_language_ends_even_with_an_error() -> None:
    with pytest.raises(RuntimeError), i18n.in_language("en"):  # noqa: PT012
        assert i18n.amount(123456) == "1,234.56"
        raise RuntimeError
    assert i18n.language() == "pl"


def test_a_text_without_translation_stays() -> None:
    assert i18n._("no such text anywhere") == "no such text anywhere"


def test_marking_a_text_leaves_it_alone() -> None:
    assert i18n.N_("Sale") == "Sale"


@pytest.mark.parametrize(
    ("grosze", "currency", "polish", "english"),
    [
        (123456, "", f"1{NBSP}234,56", "1,234.56"),
        (123456, "PLN", f"1{NBSP}234,56{NBSP}zł", f"PLN{NBSP}1,234.56"),
        (-5, "EUR", f"-0,05{NBSP}EUR", f"EUR{NBSP}-0.05"),
        (10**14 + 7, "", f"1{NBSP}000{NBSP}000{NBSP}000{NBSP}000,07", "1,000,000,000,000.07"),
    ],
)
def test_an_amount_has_the_form_of_the_language(grosze: int, currency: str, polish: str, english: str) -> None:
    assert i18n.amount(grosze, currency) == polish
    with i18n.in_language("en"):
        assert i18n.amount(grosze, currency) == english


@pytest.mark.parametrize("value", [date(2020, 11, 5), pd.Timestamp("2020-11-05")])
def test_a_day_has_the_form_of_the_language(value: date) -> None:
    assert i18n.day(value) == "05.11.2020"
    with i18n.in_language("en"):
        assert i18n.day(value) == "5 Nov 2020"


def test_a_month_is_named_in_the_language() -> None:
    assert (i18n.month(Month("2020-11")), i18n.month(Month("2020-11"), short=True)) == ("listopad 2020", "lis 2020")
    with i18n.in_language("en"):
        assert (i18n.month(Month("2020-11")), i18n.month(Month("2020-11"), short=True)) == ("November 2020", "Nov 2020")


@pytest.mark.parametrize(
    ("count", "polish", "english"),
    [
        (1, "1 błąd", "1 fault"),
        (2, "2 błędy", "2 faults"),
        (5, "5 błędów", "5 faults"),
        (12, "12 błędów", "12 faults"),
        (21, "21 błędów", "21 faults"),
        (22, "22 błędy", "22 faults"),
    ],
)
def test_a_number_takes_the_right_form(count: int, polish: str, english: str) -> None:
    one, many = (
        "{source}: {count} fault in the books. Nothing was read.",
        "{source}: {count} faults in the books. Nothing was read.",
    )
    assert polish + " w" in i18n.ngettext(one, many, count).format(source="x", count=count)
    with i18n.in_language("en"):
        assert english + " in" in i18n.ngettext(one, many, count).format(source="x", count=count)


def test_a_language_of_a_block_is_that_of_its_thread_alone() -> None:
    entered, over = Event(), Event()

    def other() -> None:
        with i18n.in_language("en"):
            entered.set()
            over.wait(10)

    thread = Thread(target=other)
    i18n.set_language("pl")
    thread.start()
    assert entered.wait(10)
    assert i18n.language() == "pl"
    i18n.set_language("en")
    over.set()
    thread.join()
    assert i18n.language() == "en", "what was chosen meanwhile stays"
