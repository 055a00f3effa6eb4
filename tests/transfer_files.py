"""Sample transfers of every kind for the writers and readers of files. The account numbers are made, not real."""

from dataclasses import replace
from datetime import date

from workbench.transfers.orders import Payee, Payer, SepaParty, SplitPayment, TaxData, Transfer

DAY = date(2026, 11, 24)


def nrb(sort_code: str, number: str) -> str:
    """A valid account number of 26 digits: the check digits, the sort code of 8 digits, the number filled to 16 digits."""
    body = sort_code + number.zfill(16)
    return f"{98 - int(body + '252100') % 97:02d}{body}"


PAYER = Payer(
    register="PKO",
    name="Budmar Spółka z ograniczoną odpowiedzialnością",
    street="ul. Świętego Wawrzyńca 12/4",
    postcode="31-060",
    city="Kraków",
    country="PL",
    tax_id="5951416168",
    account=nrb("10202892", "1"),
    currency="PLN",
    bank="PKO",
    bank_name="PKO Bank Polski",
    bic="BPKOPLPW",
)
EURO_PAYER = replace(PAYER, register="PKO EUR", account=nrb("10202892", "2"), currency="EUR")

ALOZA = Payee(
    party_id="ALOZA",
    name="Aloza sp. z o.o.",
    street="ul. Łąkowa 7",
    postcode="40-001",
    city="Katowice",
    country="PL",
    tax_id="7831916366",
    is_person=False,
    account=nrb("10901014", "71219812874"),
    bank_name="Erste Bank Polska",
    bic="WBKPPLPP",
)
LONG_NAME = Payee(
    party_id="GMINA",
    name="Przedsiębiorstwo Wielobranżowe „Żółć & Gęślą Jaźń” Spółka Komandytowo-Akcyjna w Częstochowie",
    street="al. Najświętszej Maryi Panny 123 lok. 45, budynek C",
    postcode="42-200",
    city="Częstochowa",
    country="PL",
    tax_id="7740001454",
    is_person=False,
    account=nrb("11402004", "300201355387"),
    bank_name="mBank",
    bic="BREXPLPW",
)
PERSON = Payee(
    party_id="NOWAK",
    name="Nowak Zażółcisława",
    street="",
    postcode="99-300",
    city="Kutno",
    country="PL",
    tax_id="",
    is_person=True,
    account=nrb("12406960", "118600"),
    bank_name="Bank Pekao",
    bic="PKOPPLPW",
)
TAX_OFFICE = Payee(
    party_id="US",
    name="Urząd Skarbowy Kraków-Śródmieście",
    street="ul. Krowoderskich Zuchów 2",
    postcode="31-272",
    city="Kraków",
    country="PL",
    tax_id="",
    is_person=False,
    account="88101000712222595141616800",
    bank_name="NBP",
)
SOCIAL_INSURANCE = Payee(
    party_id="ZUS",
    name="Zakład Ubezpieczeń Społecznych",
    street="ul. Szamocka 3, 5",
    postcode="01-748",
    city="Warszawa",
    country="PL",
    tax_id="",
    is_person=False,
    account="68600000020260015951416168",
    bank_name="ZUS",
)
GERMAN = Payee(
    party_id="MUELLER",
    name="Müller & Söhne Großhandel GmbH",
    street="Königstraße 5",
    postcode="70173",
    city="Stuttgart",
    country="DE",
    tax_id="DE123456789",
    is_person=False,
    account="DE89370400440532013000",
    bank_name="Commerzbank",
    bic="COBADEFFXXX",
)
BULGARIAN = replace(
    GERMAN,
    party_id="SOFIA",
    name="Дружество София",
    street="бул. Витоша 1",
    postcode="1000",
    city="София",
    country="BG",
    account="BG80BNBG96611020345678",
    bic="BNBGBGSF",
)


def _transfer(payee: Payee, amount: int, *texts: str, **changes: object) -> Transfer:
    plain = Transfer(
        kind="ordinary",
        payments=(f"P-{payee.party_id}-{amount}",),
        amounts=(amount,),
        amount=amount,
        currency="PLN",
        date=DAY,
        payee=payee,
        texts=texts,
        document_numbers=texts[0] if texts else "",
        document_date=date(2026, 11, 10),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


ORDINARY = (
    _transfer(ALOZA, 123_456, "FA/2026/11/00001/VAT", "Usługi obce", booking_text="Zapłata za usługi"),
    _transfer(
        LONG_NAME, 10**14 + 1, "Zażółć gęślą jaźń, „zaliczka” nr 1|2 & reszta; 100% @ $5: dziękujemy", "ZAŻÓŁĆ", "trzecia", "4"
    ),
    _transfer(PERSON, 1, "Wynagrodzenie za październik 2026"),
    _transfer(
        ALOZA,
        40_000,
        "FA/2018/07/00001/VAT Z dnia 20 czerwca 2018 Wplata raty numer 1;FA/2018/07/00002/VAT Usługi obce;"
        "FA/2018/07/00003/VAT;FA/2018/07/00004/VAT",
        payments=("A1", "A2", "A3", "A4"),
        amounts=(10_000, 10_000, 10_000, 10_000),
        collective=True,
        document_numbers="FA/2018/07/00001/VAT;FA/2018/07/00002/VAT;FA/2018/07/00003/VAT;FA/2018/07/00004/VAT",
    ),
)
INSTANT = (_transfer(PERSON, 55_500, "Zaliczka na podróż służbową", instant=True),)
SPLIT_PAYMENT = (
    _transfer(
        ALOZA,
        123_000,
        kind="split_payment",
        split=SplitPayment(23_000, "7831916366", "FV/1/2026"),
        document_numbers="FV/1/2026",
    ),
    _transfer(
        LONG_NAME,
        99_999_999,
        kind="split_payment",
        split=SplitPayment(1, "7740001454", "FV/2026/11/000000000000000001/KOR/A", "część za listopad, ząb trzonowy 3"),
    ),
    _transfer(
        ALOZA,
        369_000,
        kind="split_payment",
        payments=("B1", "B2"),
        amounts=(123_000, 246_000),
        collective=True,
        split=SplitPayment(69_000, "7831916366", "08.11-12.11.2019"),
    ),
)
TAX = (
    _transfer(TAX_OFFICE, 1_234_500, "VAT-7 26M10", kind="tax_office", tax=TaxData("N", "5951416168", "26M10", "VAT-7")),
    _transfer(TAX_OFFICE, 70_000, kind="tax_office", tax=TaxData("N", "5951416168", "26R", "PIT-37", "DEC/12/2026")),
)
ZUS = (_transfer(SOCIAL_INSURANCE, 456_789, "DRA 2026/10", kind="social_insurance"),)
DOMESTIC = (*ORDINARY, *INSTANT, *SPLIT_PAYMENT, *TAX, *ZUS)

SEPA = (
    _transfer(
        GERMAN,
        150_000,
        "Rechnung 2026/17 für Großgeräte & Zubehör",
        kind="sepa",
        currency="EUR",
        sepa=(
            SepaParty(
                "initiator", "Budmar sp. z o.o.", is_person=False, identifier="5951416168", identifier_type="TXID", issuer="MF"
            ),
            SepaParty("ultimate_debtor", "Budmar Wschód sp. z o.o.", is_person=False, bic="BPKOPLPW"),
            SepaParty(
                "creditor",
                "Jürgen Müller",
                is_person=True,
                birth_date="1980-02-29",
                birth_country="DE",
                birth_province="Bayern",
                birth_city="München",
            ),
            SepaParty(
                "ultimate_creditor", "Łucja Żak", is_person=True, identifier="AB 123456", identifier_type="NIDN", issuer="PL"
            ),
        ),
    ),
    _transfer(replace(PERSON, account="PL" + PERSON.account), 20_050, "Zwrot kosztów", kind="sepa", currency="EUR"),
)
FOREIGN = (
    _transfer(BULGARIAN, 200_001, "Фактура 12, дата 10.11", kind="foreign", currency="EUR"),
    _transfer(
        replace(GERMAN, country="US", account="000123456789", bic="CHASUS33"),
        99_900,
        "Invoice #12",
        kind="foreign",
        currency="USD",
    ),
)


def transfers() -> tuple[Payer, list[Transfer]]:
    """Our company, and transfers of every kind, domestic ones first."""
    return PAYER, [*DOMESTIC, *SEPA, *FOREIGN]


def references(count: int) -> list[str]:
    """Identifiers of operations as the store gives them."""
    return [f"LIC{number:010d}" for number in range(1, count + 1)]
