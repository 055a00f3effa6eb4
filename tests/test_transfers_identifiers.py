"""Bank accounts, accounts of the state, identifiers of taxpayers, tax periods: the vectors of reference/banks.md 14."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import TransferError
from workbench.i18n import in_language
from workbench.ledger import numbers
from workbench.transfers import identifiers
from workbench.transfers.identifiers.accounts import nrb_with_check

NRBS = ("27114020040000300201355387", "61109010140000071219812874")
MICRO = {"7831916366": "56101000712222783191636600", "5951416168": "88101000712222595141616800"}
CONTRIBUTIONS = {"5951416168": "68600000020260015951416168", "7772273629": "82600000020260017772273629"}
IBANS = ("DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606", "NO9386011117947")

bodies = st.text("0123456789", min_size=24, max_size=24)
nrbs = bodies.map(nrb_with_check)


@st.composite
def mistyped(draw: st.DrawFn, accounts: st.SearchStrategy[str]) -> str:
    """An account with one digit changed into another one."""
    account = draw(accounts)
    place = draw(st.sampled_from([place for place, sign in enumerate(account) if sign.isdigit()]))
    return (
        account[:place]
        + draw(st.sampled_from([digit for digit in "0123456789" if digit != account[place]]))
        + account[place + 1 :]
    )


@pytest.mark.parametrize("nrb", NRBS)
def test_accounts_of_the_reference_are_right(nrb: str) -> None:
    assert identifiers.is_nrb(nrb) and identifiers.is_iban(nrb) and identifiers.is_iban(f"PL{nrb}")


@given(nrbs)
def test_the_check_digits_agree_with_those_of_the_ledger(nrb: str) -> None:
    """Two implementations: whole columns digit by digit there, one large number here."""
    assert identifiers.is_nrb(nrb)
    assert not numbers.wrong_accounts(pa.array([nrb])).any()


@given(mistyped(nrbs))
def test_one_wrong_digit_of_an_nrb_is_found(account: str) -> None:
    assert not identifiers.is_nrb(account)
    assert identifiers.iban_fault(account) == "check"


@given(mistyped(st.sampled_from(IBANS)))
def test_one_wrong_digit_of_an_iban_is_found(account: str) -> None:
    assert identifiers.iban_fault(account) == "check"


@given(st.text(max_size=34) | st.text("0123456789", max_size=30) | st.text("PLDE0123456789", max_size=30))
def test_any_text_is_judged(text: str) -> None:
    account = identifiers.normalised(text)
    assert identifiers.normalised(account) == account
    assert identifiers.is_iban(account) == (identifiers.iban_fault(account) is None)
    assert not identifiers.is_nrb(account) or identifiers.is_iban(f"PL{account}")


@pytest.mark.parametrize("iban", IBANS)
def test_ibans_of_other_countries(iban: str) -> None:
    assert identifiers.is_iban(iban) and not identifiers.is_nrb(iban)
    assert identifiers.country_of(iban) == iban[:2]


@pytest.mark.parametrize(
    ("account", "fault"),
    [
        ("DE8937040044053201300", "length"),
        ("DE893704004405320130001", "length"),
        ("DE8937040044053201300A", "form"),
        ("DE89 3704", "form"),
        ("US64SVBKUS6S3300958879", "country"),
        ("", "country"),
        ("123", "country"),
        ("٢٧114020040000300201355387", "country"),
    ],
)
def test_what_is_wrong_with_an_iban(account: str, fault: str) -> None:
    assert identifiers.iban_fault(account) == fault


@pytest.mark.parametrize(
    ("written", "account"),
    [
        ("PL27 1140 2004 0000 3002 0135 5387", NRBS[0]),
        ("pl27-1140-2004-0000-3002-0135-5387", NRBS[0]),
        ("27\u00a01140 2004\t0000–3002 0135 5387", NRBS[0]),
        ("de89 3704 0044 0532 0130 00", IBANS[0]),
        ("PL271140", "PL271140"),
        ("", ""),
    ],
)
def test_accounts_are_normalised(written: str, account: str) -> None:
    assert identifiers.normalised(written) == account


def test_the_bank_of_an_account_is_named() -> None:
    mbank = identifiers.bank_of(NRBS[0])
    assert mbank is not None and mbank.name.startswith("mBank") and mbank.bic.startswith("BREXPLPW")
    contributions = identifiers.bank_of(CONTRIBUTIONS["5951416168"])
    assert contributions is not None and "Ubezpieczeń" in contributions.name
    assert identifiers.bank_of(nrb_with_check("00000000" + "1" * 16)) is None
    assert identifiers.bank_list().startswith("schwifty 20")


@pytest.mark.parametrize(
    ("bic", "right"),
    [("BREXPLPW", True), ("BREXPLPWMBK", True), ("BREXPLPWMB", False), ("brexplpw", False), ("BREXZZPW", False), ("", False)],
)
def test_the_form_of_a_bic(bic: str, right: bool) -> None:
    assert identifiers.is_bic(bic) is right


@pytest.mark.parametrize(
    ("country", "inside"), [("DE", True), ("PL", True), ("CH", True), ("RS", True), ("TR", False), ("", False)]
)
def test_the_sepa_area(country: str, inside: bool) -> None:
    assert identifiers.in_sepa_area(country) is inside


@pytest.mark.parametrize(("nip", "account"), MICRO.items())
def test_micro_accounts_of_the_reference(nip: str, account: str) -> None:
    assert identifiers.micro_account(nip) == account
    assert identifiers.micro_account_holder(account) == nip


@pytest.mark.parametrize(("nip", "account"), CONTRIBUTIONS.items())
def test_contribution_accounts_of_the_reference(nip: str, account: str) -> None:
    assert identifiers.contribution_account(f"PL {nip[:3]}-{nip[3:]}") == account
    assert identifiers.contribution_account_holder(account) == nip


def test_the_micro_account_of_a_pesel() -> None:
    account = identifiers.micro_account("44051401359")
    assert account[2:] == "10100071" + "222" + "1" + "44051401359" + "0"
    assert identifiers.is_nrb(account) and identifiers.micro_account_holder(account) == "44051401359"


@pytest.mark.parametrize(
    "body",
    [
        "10100071222" + "3" + "783191636600",
        "10100071222" + "2" + "783191636700",
        "10100071222" + "2" + "783191636601",
        "10100071222" + "1" + "440514013581",
    ],
)
def test_a_micro_account_without_a_holder(body: str) -> None:
    account = nrb_with_check(body)
    assert identifiers.is_micro_account(account) and identifiers.micro_account_holder(account) is None


def test_other_accounts_have_no_holder() -> None:
    for holder in (identifiers.micro_account_holder, identifiers.contribution_account_holder):
        assert [holder(account) for account in (NRBS[0], "", "abc")] == [None, None, None]
    assert identifiers.contribution_account_holder(nrb_with_check("60000002" + "026001" + "5951416169")) is None


@pytest.mark.parametrize("make", [identifiers.micro_account, identifiers.contribution_account])
def test_no_account_of_the_state_for_a_wrong_identifier(make: object) -> None:
    with pytest.raises(TransferError, match="7831916367"):
        make("7831916367")  # type: ignore[operator]


@given(st.text("0123456789", min_size=10, max_size=10))
def test_a_nip_is_judged_as_the_ledger_does(text: str) -> None:
    assert identifiers.is_nip(text) is not bool(numbers.wrong_nips(pa.array([text]))[0])


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (identifiers.is_nip, ("5260250274", "7831916366"), ("5260250275", "0000000000", "526-025-02-74", "526025027", "")),
        (
            identifiers.is_regon,
            ("192598184", "12345678512347"),
            ("192598183", "12345678512348", "000000000", "1925981"),
        ),
        (identifiers.is_pesel, ("44051401359", "02070803628"), ("44051401358", "00000000000", "4405140135", "4405140135A")),
    ],
)
def test_identifiers_of_taxpayers(check: object, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    assert [text for text in right if not check(text)] == []  # type: ignore[operator]
    assert [text for text in wrong if check(text)] == []  # type: ignore[operator]


@given(st.sampled_from([(identifiers.is_nip, "5260250274"), (identifiers.is_pesel, "44051401359")]), st.data())
def test_one_wrong_digit_of_an_identifier_is_found(known: tuple[object, str], data: st.DataObject) -> None:
    check, text = known
    assert not check(data.draw(mistyped(st.just(text))))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("14R", "year 2014"),
        ("14P01", "half-year 1 of 2014"),
        ("14K03", "quarter 3 of 2014"),
        ("14M02", "February 2014"),
        ("14D0205", "ten days 2 of May 2014"),
        ("14J0504", "5 Apr 2014"),
        ("24J2902", "29 Feb 2024"),
        ("0", "no period"),
    ],
)
def test_tax_periods(text: str, english: str) -> None:
    assert identifiers.is_tax_period(text)
    with in_language("en"):
        assert identifiers.period_text(text) == english


@pytest.mark.parametrize(
    "text",
    ["14M13", "14M00", "14K05", "14K00", "14P03", "14D0405", "14D0113", "14J3202", "14J3002", "23J2902", "14J0001", "14", "",
     "14r", "2014R", "14R ", "00", "14M2", "14X01", "١٤R"],
)  # fmt: skip
def test_what_is_no_tax_period(text: str) -> None:
    assert not identifiers.is_tax_period(text)
    with pytest.raises(TransferError):
        identifiers.tax_period(text)


@pytest.mark.parametrize(
    ("form", "kind"),
    [("VAT-7", "micro"), ("VAT7", "micro"), ("pit-4r", "micro"), ("CIT-8", "micro"), ("PIT 37", "micro"), ("PCC-3", "office"),
     ("VAT-UE", None), ("", None)],
)  # fmt: skip
def test_forms_and_the_accounts_they_are_paid_to(form: str, kind: str | None) -> None:
    assert identifiers.account_kind(form) == kind
