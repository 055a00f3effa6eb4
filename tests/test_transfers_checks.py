"""The checks of the preview (reference/banks.md 13): a planted fault gives exactly its code, a clean transfer none."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import TransferError
from workbench.i18n import in_language
from workbench.transfers.checks import RULES, account_key, check, title_of
from workbench.transfers.formats import Format, standard_formats, write
from workbench.transfers.identifiers.accounts import nrb_with_check
from workbench.transfers.orders import Finding, Payee, Payer, SepaParty, SplitPayment, TaxData, Transfer
from workbench.transfers.texts import lay_out

OWN_NIP, OTHER_NIP, PESEL = "5951416168", "7831916366", "44051401359"
OWN, OTHER = "27114020040000300201355387", "61109010140000071219812874"
OWN_MICRO, OTHER_MICRO = "88101000712222595141616800", "56101000712222783191636600"
OWN_NRS, OTHER_NRS = "68600000020260015951416168", "82600000020260017772273629"
GERMAN = "DE89370400440532013000"
TODAY = date(2026, 11, 16)  # a Monday

PAYER = Payer(
    "PLN", "Budmar sp. z o.o.", "ul. Prosta 1", "40-001", "Katowice", "PL", OWN_NIP, OWN, "PLN", "MB", "mBank", "BREXPLPWMBK"
)
PAYEE = Payee("P1", "Aloza sp. z o.o.", "ul. Krzywa 2", "00-950", "Warszawa", "PL", OTHER_NIP, False, OTHER)
OFFICE = replace(PAYEE, party_id="US", name="Urząd Skarbowy", account=OWN_MICRO)
INSURANCE = replace(PAYEE, party_id="ZUS", name="ZUS", account=OWN_NRS)
ABROAD = Payee(
    "P2", "Mueller GmbH", "Hauptstrasse 3", "50667", "Koeln", "DE", "DE123456788", False, GERMAN, "Commerzbank", "COBADEFFXXX"
)

ORDINARY = Transfer("ordinary", ("1",), (10_000,), 10_000, "PLN", TODAY, PAYEE, ("FV/1/2026",))
SPLIT = replace(ORDINARY, kind="split_payment", split=SplitPayment(1_870, OTHER_NIP, "FV/1/2026"))
TAX = replace(ORDINARY, kind="tax_office", payee=OFFICE, tax=TaxData("N", OWN_NIP, "26M10", "VAT-7"))
SOCIAL = replace(ORDINARY, kind="social_insurance", payee=INSURANCE)
FOREIGN = replace(ORDINARY, kind="foreign", currency="USD", payee=ABROAD, texts=("Invoice 77",))
SEPA = replace(FOREIGN, kind="sepa", currency="EUR")

PROFILES: Mapping[str, str] = {"foreign": "iso-foreign", "sepa": "iso-sepa"}
PERSON = SepaParty("creditor", "Jan Mueller", True, birth_date="1980-02-29", birth_country="DE", birth_city="Koeln")
FIRM = SepaParty("ultimate_debtor", "Budmar", False, bic="BREXPLPW")


def found(*transfers: Transfer, payer: Payer = PAYER, form: str | Format | None = None, **known: Any) -> list[list[Finding]]:
    """The findings about transfers, each in the usual format of its kind or all in one."""
    of_code = standard_formats()
    chosen = form if isinstance(form, Format) else None
    formats = [chosen or of_code[str(form or PROFILES.get(transfer.kind, "elixir"))] for transfer in transfers]
    laid = [lay_out(transfer, of.style_of(transfer.kind)) for transfer, of in zip(transfers, formats, strict=True)]
    if {transfer.kind for transfer in transfers} <= {"foreign", "sepa"} and payer.currency == "PLN":
        payer = replace(payer, currency=transfers[0].currency)
    remaining = known.pop("remaining", {payment: 10**12 for transfer in transfers for payment in transfer.payments})
    return check(payer, transfers, laid, formats, today=TODAY, remaining=remaining, **known)


def codes(*transfers: Transfer, **given: Any) -> set[str]:
    return {finding.code for of_transfer in found(*transfers, **given) for finding in of_transfer}


def paid_to(transfer: Transfer, **changes: Any) -> Transfer:
    return replace(transfer, payee=replace(transfer.payee, **changes))


def split(**changes: Any) -> Transfer:
    return replace(SPLIT, split=replace(SPLIT.split, **changes))  # type: ignore[type-var]


def tax(account: str = OWN_MICRO, **changes: Any) -> Transfer:
    return paid_to(replace(TAX, tax=replace(TAX.tax, **changes)), account=account)  # type: ignore[type-var]


def with_data(party: SepaParty, **changes: Any) -> Transfer:
    return replace(SEPA, sepa=(replace(party, **changes),))


CLEAN = {
    "ordinary": ORDINARY,
    "without a NIP": paid_to(ORDINARY, tax_id=""),
    "tomorrow": replace(ORDINARY, date=date(2026, 11, 17)),
    "two lines": replace(ORDINARY, texts=("Zapłata za", "FV/1/2026", "żółć ą")),
    "split payment": SPLIT,
    "whole amount is VAT": split(vat=10_000),
    "split payment with PL": split(tax_id=f"PL{OTHER_NIP}"),
    "longest invoice": split(invoice="F" * 35),
    "tax": TAX,
    "tax without a period": tax(period="0"),
    "tax by PESEL": tax(identifier_type="P", identifier=PESEL, account=nrb_with_check(f"101000712221{PESEL}0"), form="PIT-37"),
    "tax by PESEL to our own NIP's account": tax(identifier_type="P", identifier=PESEL),
    "tax by REGON": tax(identifier_type="R", identifier="192598184"),
    "tax by identity card": tax(identifier_type="1", identifier="ABA300000"),
    "tax of an office": tax(form="PCC-3", account=OTHER),
    "social insurance": SOCIAL,
    "foreign": FOREIGN,
    "foreign, to a Polish account": paid_to(FOREIGN, account=OTHER, country="PL", bic="WBKPPLPP"),
    "foreign, no IBANs there": paid_to(FOREIGN, account="0123456789", country="US", bic="CHASUS33"),
    "SEPA": SEPA,
    "SEPA, BIC not needed": paid_to(SEPA, bic=""),
    "SEPA person": with_data(PERSON),
    "SEPA firm": with_data(FIRM),
    "SEPA data half empty": with_data(PERSON, birth_date="", birth_country="", birth_city=""),
}

VAT_ACCOUNT = replace(PAYER, vat_account=True)
COUNTRYLESS = replace(PAYER, country="")
A_SATURDAY = date(2026, 11, 21)
LONG_NAME = "Przedsiębiorstwo Wielobranżowe " * 4
THOUSANDS = 1_500_000

# The rule, the transfer, what else is known, and all codes that are expected where it is not only the rule's.
FAULTS: list[tuple[str, Transfer, dict[str, Any], set[str] | None]] = [
    ("own_account", ORDINARY, {"payer": replace(PAYER, account=OWN[:-1] + "8")}, None),
    ("own_account", ORDINARY, {"payer": replace(PAYER, account="")}, None),
    ("own_account_paid", paid_to(ORDINARY, account=OWN), {}, None),
    ("own_bank", ORDINARY, {"payer": replace(PAYER, bic="INGBPLPW")}, None),
    ("own_bic", ORDINARY, {"payer": replace(PAYER, bic=""), "form": "citi-domestic"}, None),
    ("own_bic", FOREIGN, {"payer": replace(PAYER, bic="mBank")}, {"own_bic", "own_bank"}),
    ("own_country", FOREIGN, {"payer": replace(PAYER, country="Polska")}, None),
    ("own_address", FOREIGN, {"payer": COUNTRYLESS}, None),
    ("own_address", FOREIGN, {"payer": replace(PAYER, city=" ")}, None),
    ("kind_format", FOREIGN, {"form": "elixir"}, None),
    ("kind_format", SPLIT, {"form": "elixir-unquoted"}, None),
    ("currency_format", replace(ORDINARY, currency="EUR"), {}, {"currency_format", "currency_converted"}),
    ("instant_plain", replace(ORDINARY, instant=True), {}, None),
    ("account_missing", paid_to(ORDINARY, account=""), {}, None),
    ("account_missing", paid_to(FOREIGN, account=""), {}, None),
    ("account_form", paid_to(ORDINARY, account="123"), {}, None),
    ("account_form", paid_to(ORDINARY, account=f"PL{OTHER[:-1]}"), {}, None),
    ("account_form", paid_to(FOREIGN, account="1" * 35, country="US", bic="CHASUS33"), {}, None),
    ("account_checksum", paid_to(ORDINARY, account=OTHER[:-1] + "5"), {}, None),
    ("account_abroad", paid_to(ORDINARY, account=GERMAN), {}, None),
    ("iban_form", paid_to(SEPA, account=GERMAN[:-1]), {}, None),
    ("iban_checksum", paid_to(FOREIGN, account=GERMAN[:-1] + "1"), {}, None),
    ("iban_checksum", paid_to(FOREIGN, account=OTHER[:-1] + "5", bic="WBKPPLPP"), {}, None),
    ("iban_expected", paid_to(FOREIGN, account="0532013000"), {}, None),
    ("bank_unknown", paid_to(ORDINARY, account=nrb_with_check("99999999" + "1" * 16)), {}, None),
    ("account_new", ORDINARY, {"known_accounts": {(OTHER_NIP, OWN), ("P1", OTHER)}}, None),
    ("white_list_missing", ORDINARY, {"white_list": {"1": "not_found"}}, None),
    ("white_list_unchecked", ORDINARY, {"white_list": {"1": "not_checked"}}, None),
    ("white_list_limit", ORDINARY, {"white_list": {"1": "active"}, "source_totals": {"1": THOUSANDS}}, None),
    ("amount_not_positive", replace(ORDINARY, amounts=(0,), amount=0), {}, None),
    ("amount_not_positive", replace(ORDINARY, amounts=(-1,), amount=-1), {}, None),
    ("amount_above_remaining", ORDINARY, {"remaining": {"1": 9_999}}, None),
    ("currency_not_pln", SPLIT, {"payer": replace(PAYER, currency="EUR")}, None),
    ("currency_not_pln", replace(TAX, currency="EUR"), {}, {"currency_not_pln", "currency_format"}),
    ("currency_converted", ORDINARY, {"payer": replace(PAYER, currency="EUR")}, None),
    ("currency_converted", FOREIGN, {"payer": replace(PAYER, currency="CHF")}, None),
    ("currency_converted", SEPA, {"payer": replace(PAYER, currency="CHF")}, None),
    ("vat_account", ORDINARY, {"payer": VAT_ACCOUNT}, None),
    ("vat_account", FOREIGN, {"payer": VAT_ACCOUNT}, None),
    ("date_far", replace(ORDINARY, date=date(9999, 12, 31)), {}, None),
    ("date_far", replace(ORDINARY, date=date(2027, 11, 17)), {}, None),
    ("date_past", replace(ORDINARY, date=date(2026, 11, 13)), {}, None),
    ("date_past", replace(ORDINARY, date=date(2026, 11, 15)), {}, None),
    ("date_free", replace(ORDINARY, date=A_SATURDAY), {}, None),
    ("date_free", replace(ORDINARY, date=date(2026, 12, 24)), {}, None),
    ("split_missing", replace(SPLIT, split=None), {}, None),
    ("split_vat_not_positive", split(vat=0), {}, None),
    ("split_vat_above_amount", split(vat=10_001), {}, None),
    ("split_vat_long", replace(split(vat=10**12), amounts=(10**13,), amount=10**13), {"remaining": {}}, None),
    ("split_nip", split(tax_id="7831916367"), {}, None),
    ("split_nip", split(tax_id=""), {}, None),
    ("split_invoice_missing", split(invoice=" "), {}, None),
    ("split_invoice_missing", split(invoice='"|"'), {}, {"split_invoice_missing", "text_lost"}),
    ("split_invoice_long", split(invoice="F" * 34 + "ß"), {}, {"split_invoice_long", "text_cut", "text_replaced"}),
    ("split_invoice_long", split(invoice="F" * 36), {}, {"split_invoice_long", "text_cut"}),
    ("tax_missing", replace(TAX, tax=None), {}, None),
    ("tax_identifier_type", tax(identifier_type="X"), {}, None),
    ("tax_identifier", tax(identifier="5951416169"), {}, None),
    ("tax_identifier", tax(identifier_type="2", identifier=""), {}, None),
    ("tax_identifier_other", tax(identifier=OTHER_NIP, account=OTHER_MICRO), {}, None),
    ("tax_period", tax(period="26M13"), {}, None),
    ("tax_period", tax(period=""), {}, None),
    ("tax_form_missing", tax(form=""), {}, None),
    ("tax_form_unknown", tax(form="VAT-UE"), {}, None),
    ("tax_account_not_micro", tax(account=OTHER), {}, None),
    ("tax_account_micro", tax(form="PCC-3"), {}, None),
    ("micro_account_wrong", tax(account=nrb_with_check("10100071222" + "3" + "595141616800")), {}, None),
    ("micro_account_other", tax(account=OTHER_MICRO), {}, None),
    ("contribution_account", paid_to(SOCIAL, account=OTHER), {}, None),
    ("contribution_nip", paid_to(SOCIAL, account=OTHER_NRS), {}, None),
    ("text_empty", replace(ORDINARY, texts=(" ",)), {}, None),
    ("text_number_missing", replace(ORDINARY, texts=("Zapłata za", "", "")), {}, None),
    ("text_number_missing", replace(ORDINARY, texts=("Wynagrodzenie za ",)), {}, None),
    ("text_cut", replace(ORDINARY, texts=("x" * 141,)), {}, None),
    ("text_lost", replace(ORDINARY, texts=('FV "1"',)), {}, None),
    ("text_replaced", replace(ORDINARY, texts=("für FV 1",)), {}, None),
    ("text_replaced", replace(ORDINARY, texts=("FV 1\nz dnia",)), {}, None),
    ("text_replaced", replace(SEPA, texts=("Żółw",)), {}, None),
    ("text_lost", paid_to(ORDINARY, name="Aloza | syn"), {}, None),
    ("text_replaced", paid_to(ORDINARY, city="Köln"), {}, None),
    ("text_replaced", ORDINARY, {"payer": replace(PAYER, city="Köln")}, None),
    ("text_lost", paid_to(SEPA, name="Mueller & Co"), {}, None),
    ("name_missing", paid_to(ORDINARY, name=" "), {}, None),
    ("name_missing", paid_to(SEPA, name="&"), {}, {"name_missing", "text_lost"}),
    ("name_cut", paid_to(ORDINARY, name="N" * 71), {}, None),
    ("name_cut", paid_to(ORDINARY, street="S" * 60), {}, None),
    ("name_cut", paid_to(SEPA, name="N" * 71), {}, None),
    ("payee_address", paid_to(FOREIGN, city=""), {}, None),
    ("payee_address", paid_to(FOREIGN, country=""), {}, None),
    ("country_code", paid_to(FOREIGN, country="Niemcy"), {}, None),
    ("country_code", paid_to(ORDINARY, country="pl"), {"form": "iso-domestic"}, None),
    ("bank_missing", paid_to(FOREIGN, bic="", bank_name=""), {}, None),
    ("bic_missing", paid_to(FOREIGN, bic=""), {}, None),
    ("bic_form", paid_to(FOREIGN, bic="COBADE"), {}, None),
    ("bic_form", paid_to(SEPA, bic="COBADEFFXX"), {}, None),
    ("bic_country", paid_to(FOREIGN, bic="BREXPLPW"), {}, None),
    ("fee_payee", FOREIGN, {"payer": replace(PAYER, fee_bearer="payee")}, None),
    ("sepa_currency", replace(SEPA, currency="USD"), {}, {"sepa_currency", "currency_format"}),
    ("sepa_area", paid_to(SEPA, account="TR330006100519786457841326", bic=""), {}, None),
    ("sepa_area", paid_to(SEPA, account="0123456789", bic=""), {}, None),
    ("sepa_bic", with_data(FIRM, bic="BREX"), {}, None),
    ("sepa_birth_date", with_data(PERSON, birth_date="29.02.1980"), {}, None),
    ("sepa_birth_date", with_data(PERSON, birth_date="1981-02-29"), {}, None),
    ("sepa_birth_date", with_data(PERSON, birth_date="19800229"), {}, None),
    ("sepa_birth_place", with_data(PERSON, birth_city=""), {}, None),
    ("sepa_birth_place", with_data(PERSON, birth_country=""), {}, None),
    ("sepa_birth_country", with_data(PERSON, birth_country="Niemcy"), {}, None),
]
WRITERS_OF = {
    "ordinary": "iso-domestic",
    "split_payment": "iso-domestic",
    "tax_office": "iso-domestic",
    "social_insurance": "iso-domestic",
}
IN_OTHER_TESTS = {"duplicate_in_batch", "duplicate_sent", "document_date_missing"}


@pytest.mark.parametrize("transfer", CLEAN.values(), ids=CLEAN)
def test_a_clean_transfer_gives_nothing(transfer: Transfer) -> None:
    known: dict[str, Any] = {"known_accounts": {account_key(transfer.payee)}, "white_list": {"1": "active"}, "sent": sent()}
    assert found(transfer, **known) == [[]]


@pytest.mark.parametrize(("rule", "transfer", "known", "all_codes"), FAULTS)
def test_one_fault_gives_its_code(rule: str, transfer: Transfer, known: dict[str, Any], all_codes: set[str] | None) -> None:
    assert codes(transfer, **known) == (all_codes or {rule})


def test_every_rule_is_tried() -> None:
    assert {rule for rule, *_ in FAULTS} | IN_OTHER_TESTS == set(RULES)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_message_is_filled(language: Any) -> None:
    with in_language(language):
        for _rule, transfer, known, _codes in FAULTS:
            for finding in found(transfer, **known)[0]:
                assert finding.severity == RULES[finding.code].severity
                assert finding.message.endswith(".") and "{" not in finding.message and ": ." not in finding.message


def test_only_errors_hold_the_export() -> None:
    """A warning asks for a confirmation; the white list is one (T-021, T-022)."""
    assert RULES["white_list_missing"].severity == RULES["account_new"].severity == "warning"
    assert {rule.severity for rule in RULES.values()} == {"error", "warning", "information"}


@pytest.mark.parametrize(("transfer", "payer"), [(transfer, PAYER) for transfer in CLEAN.values()]
    + [(transfer, known.get("payer", PAYER)) for _rule, transfer, known, _codes in FAULTS])  # fmt: skip
def test_what_the_writer_refuses_was_an_error_before(transfer: Transfer, payer: Payer) -> None:
    """The strictest writer has no surprises left for the export."""
    code = WRITERS_OF.get(transfer.kind) or PROFILES[transfer.kind]
    held = any(finding.severity == "error" for finding in found(transfer, payer=payer, form=code)[0])
    try:
        write(standard_formats()[code], payer, [transfer], ["LIC0000000001"], message="M1", created=datetime(2026, 11, 16))
    except TransferError:
        assert held


def sent(account: str = OTHER, amount: int = 10_000, title: str = "FV/2/2026") -> pd.DataFrame:
    return pd.DataFrame({"payment_id": ["old"], "account": [account], "amount": [amount], "title": [title]})


def test_doubles_inside_a_batch_name_each_other() -> None:
    second = replace(ORDINARY, payments=("2",))
    results = found(ORDINARY, second, replace(second, payments=("3",), amounts=(9_999,), amount=9_999))
    assert [[finding.code for finding in result] for result in results] == [["duplicate_in_batch"], ["duplicate_in_batch"], []]
    assert results[0][0].payments == ("1",) and ": 2." in results[0][0].message and ": 1." in results[1][0].message


@pytest.mark.parametrize(
    "other",
    [
        replace(ORDINARY, texts=("FV/2/2026",)),
        paid_to(ORDINARY, account=OWN_MICRO),
        replace(ORDINARY, amount=1, amounts=(1,)),
    ],
)
def test_another_title_account_or_amount_is_no_double(other: Transfer) -> None:
    assert codes(ORDINARY, replace(other, payments=("2",))) == set()


def test_many_doubles_are_not_all_named() -> None:
    many = found(*(replace(ORDINARY, payments=(str(number),)) for number in range(100)))
    assert {len(result) for result in many} == {1} and all(len(result[0].message) < 200 for result in many)


@pytest.mark.parametrize(
    ("row", "double"),
    [
        (sent(title="FV/1/2026"), True),
        (sent(title="fv 1 2026"), True),
        (sent(title="FV/2/2026"), False),
        (sent(title="FV/1/2026", amount=1), False),
        (sent(title="FV/1/2026", account=OWN_MICRO), False),
        (sent().iloc[:0], False),
    ],
)
def test_what_was_sent_before_is_noticed(row: pd.DataFrame, double: bool) -> None:
    results = found(ORDINARY, sent=row)[0]
    assert [finding.code for finding in results] == ["duplicate_sent"] * double
    assert not double or "old" in results[0].message


def test_a_collective_transfer_sent_before_is_noticed_by_the_amount_of_its_parts() -> None:
    both = replace(ORDINARY, payments=("1", "2"), amounts=(6_000, 4_000), collective=True)
    assert codes(both, sent=sent(title=title_of(both), amount=4_000)) == {"duplicate_sent"}


def test_findings_of_a_payment_name_it() -> None:
    both = replace(ORDINARY, payments=("1", "2"), amounts=(6_000, 4_000))
    (above, limit) = found(both, remaining={"1": 6_000, "2": 3_999}, white_list={"1": "", "2": "not_found"})[0]
    assert {(finding.code, finding.payments) for finding in (above, limit)} == {
        ("amount_above_remaining", ("2",)),
        ("white_list_missing", ("2",)),
    }


def test_instant_transfers_are_executed_on_every_day() -> None:
    assert codes(replace(ORDINARY, instant=True, date=A_SATURDAY), form="elixir-millennium") == set()


def test_changes_to_our_own_name_are_told_once() -> None:
    results = found(ORDINARY, replace(ORDINARY, payments=("2",), texts=("x",)), payer=replace(PAYER, name="Müller sp. z o.o."))
    assert [[finding.code for finding in result] for result in results] == [["text_replaced"], []]


def test_messages_show_what_is_lost_and_what_becomes_of_it() -> None:
    with in_language("en"):
        lost, replaced = found(replace(ORDINARY, texts=('"ß"',)))[0]
        assert '"' in lost.message and 'Was: "ß".' in lost.message and "In the file:  ss ." in lost.message
        assert "ß → ss" in replaced.message
        (cut,) = found(replace(ORDINARY, texts=("x" * 140 + "the end",)))[0]
        assert "cut off: the end." in cut.message


def test_a_street_number_with_a_slash_loses_nothing_abroad() -> None:
    """The writer puts 12-4 in an element of its own."""
    assert codes(paid_to(SEPA, street="Hauptstrasse 12/4")) == set()


@given(st.text(max_size=200), st.sampled_from([ORDINARY, SEPA]))
def test_no_character_of_a_title_is_lost_without_being_listed(text: str, transfer: Transfer) -> None:
    """What the file holds is the text itself, or there is a finding about it."""
    of_text = replace(transfer, texts=(text,))
    style = standard_formats()[PROFILES.get(transfer.kind, "elixir")].style_of(transfer.kind)
    written = "".join(lay_out(of_text, style).lines)
    listed = codes(of_text) & {"text_lost", "text_replaced", "text_cut", "text_empty"}
    assert listed or written.rstrip() == text.rstrip() or _composed(written) == _composed(text)


def _composed(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", text).rstrip()


@given(st.sampled_from(sorted(CLEAN)), st.data())
def test_one_wrong_digit_of_an_account_is_an_error(name: str, data: st.DataObject) -> None:
    transfer = CLEAN[name]
    account = transfer.payee.account
    if transfer.payee.country == "US":
        return
    place = data.draw(st.integers(0 if account[0].isdigit() else 2, len(account) - 1))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != account[place]]))
    wrong = paid_to(transfer, account=account[:place] + digit + account[place + 1 :])
    assert {finding.severity for finding in found(wrong)[0]} >= {"error"}
