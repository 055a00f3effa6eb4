"""Small books for the tests of transfers, written so that a case reads like the schedule it is about.

Values are the texts a CSV file would hold. Pieces are put together by `transfer_books`, which adds the company, two banks and
six registers: PLN and EURO (at TEST, a bank with every format), VAT (the VAT account), MUTE (its bank has no format), BARE
(no bank, no account) and TILL (cash).

>>> books = transfer_books(purchase("F1", "123.00", party="aloza"))
>>> books["payments"][0]["payment_id"], books["payments"][0]["amount"]
('F1/1', '123.00')
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

import workbench
from workbench.ledger import TABLES

Rows = dict[str, list[dict[str, str]]]

CENT = Decimal("0.01")
OWN_NIP = "1234563218"


def nip(nine: str) -> str:
    """The NIP that begins with nine digits; ValueError where there is none (check digit 10)."""
    check = sum(int(digit) * weight for digit, weight in zip(nine, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=True)) % 11
    if check == 10:
        raise ValueError(f"no NIP begins with {nine}")
    return f"{nine}{check}"


def iban(country: str, bban: str) -> str:
    """The IBAN of a country with its check digits."""
    digits = "".join(str(int(sign, 36)) for sign in f"{bban}{country}00")
    return f"{country}{98 - int(digits) % 97:02d}{bban}"


def nrb(number: int, sort_code: str = "99990000") -> str:
    """An account of a bank that does not exist: 26 digits with right check digits."""
    return iban("PL", f"{sort_code}{number:016d}")[2:]


OWN_ACCOUNT, OWN_EURO_ACCOUNT, OWN_VAT_ACCOUNT = nrb(1), nrb(2), nrb(3)
ALOZA_ACCOUNT, ABC_ACCOUNT, ABC_OTHER_ACCOUNT = nrb(100), nrb(200), nrb(201)
TAX_ACCOUNT, INSURANCE_ACCOUNT, GERMAN_ACCOUNT = nrb(300), nrb(400), iban("DE", "999900000000000500")

COMPANY = {
    "tax_id": OWN_NIP,
    "name": "Liczydło Próbne sp. z o.o.",
    "street": "ul. Rachunkowa 1",
    "postcode": "00-001",
    "city": "Warszawa",
}
FORMATS = {
    "format": "elixir_o",
    "split_payment_format": "elixir_o",
    "tax_office_format": "elixir_o",
    "social_insurance_format": "elixir_o",
}
BANKS = [
    {"bank": "TEST", "name": "Bank Próbny S.A.", "bic": "TESTPLPW", **FORMATS},
    {"bank": "MUTE", "name": "Bank Niemy S.A."},
]
REGISTERS = [
    {"register": "PLN", "name": "Rachunek bieżący", "bank": "TEST", "account": OWN_ACCOUNT},
    {
        "register": "EURO",
        "name": "Rachunek euro",
        "bank": "TEST",
        "account": OWN_EURO_ACCOUNT,
        "currency": "EUR",
        "sepa": "true",
    },
    {"register": "VAT", "name": "Rachunek VAT", "bank": "TEST", "account": OWN_VAT_ACCOUNT, "vat_account": "true"},
    {"register": "MUTE", "name": "Rachunek bez formatu", "bank": "MUTE", "account": nrb(4)},
    {"register": "BARE", "name": "Rachunek bez banku"},
    {"register": "TILL", "name": "Kasa", "type": "cash"},
]
PARTIES = [
    {"party_id": "aloza", "name": "Aloza sp. z o.o.", "tax_id": nip("999000001"), "street": "ul. Długa 2", "city": "Kraków"},
    {"party_id": "abc", "name": "ABC", "tax_id": nip("999000002"), "street": "ul. Krótka 3", "city": "Gdańsk"},
    {"party_id": "us", "name": "Urząd Skarbowy", "tax_id": "", "kind": "office"},
    {"party_id": "zus", "name": "Zakład Ubezpieczeń Społecznych", "tax_id": "", "kind": "office"},
    {"party_id": "muster", "name": "Müller Muster GmbH", "tax_id": "DE999999999", "country": "DE", "city": "Berlin"},
]
ACCOUNTS = [
    {"party_id": "aloza", "account": ALOZA_ACCOUNT, "bank_name": "Bank Próbny S.A.", "preferred": "true"},
    {"party_id": "abc", "account": f"PL {ABC_ACCOUNT[:2]} {ABC_ACCOUNT[2:]}", "preferred": "true"},
    {"party_id": "abc", "account": ABC_OTHER_ACCOUNT},
    {"party_id": "us", "account": TAX_ACCOUNT, "preferred": "true"},
    {"party_id": "zus", "account": INSURANCE_ACCOUNT, "preferred": "true"},
    {"party_id": "muster", "account": GERMAN_ACCOUNT, "currency": "EUR", "bic": "TESTDEFF", "preferred": "true"},
]


def purchase(
    document_id: str,
    gross: str,
    *,
    party: str = "aloza",
    issued: str = "2026-09-01",
    due: str = "2026-09-15",
    texts: Sequence[str] = (),
    register: str = "PLN",
    currency: str = "PLN",
    fx_rate: str = "1",
    document: dict[str, str] | None = None,
    **payment: str,
) -> Rows:
    """A purchase invoice at 23 % with one payment of the whole gross amount, `<document_id>/1`, approved.

    `gross` is in the payment's currency, the VAT lines in PLN by `fx_rate`. `document` and the keywords are further columns of
    the document and of the payment (`state="buffer"`, `split_payment="true"` ...); the document id is the supplier's number.
    """
    in_pln = (Decimal(gross) * Decimal(fx_rate)).quantize(CENT, ROUND_HALF_UP)
    vat = (in_pln * 23 / 123).quantize(CENT, ROUND_HALF_UP)
    head = {
        "document_id": document_id,
        "register": "purchase",
        "number": f"ZAK/{document_id}",
        "foreign_number": document_id,
        "issue_date": issued,
        "sale_date": issued,
        "party_id": party,
        "transaction": "domestic",
        "in_vat_return": "true",
        "currency": currency,
        "fx_rate": fx_rate,
    }
    line = {"document_id": document_id, "line": "1", "rate": "23", "net": str(in_pln - vat), "vat": str(vat)}
    paid = {
        "payment_id": f"{document_id}/1",
        "document_id": document_id,
        "direction": "out",
        "due_date": due,
        "amount": gross,
        "currency": currency,
        "bank_register": register,
        **{f"text{number}": text for number, text in enumerate(texts, 1)},
    }
    if payment.get("split_payment") == "true":
        paid["split_payment_vat"] = str(vat)
    return {"documents": [head | (document or {})], "vat_lines": [line], "payments": [paid | payment]}


def typed(payment_id: str, amount: str, *, party: str = "aloza", due: str = "2026-09-15", **payment: str) -> Rows:
    """A payment typed into the schedule, without a document: outgoing, approved, of the register PLN."""
    row = {"payment_id": payment_id, "direction": "out", "due_date": due, "amount": amount, "party_id": party}
    return {"payments": [{**row, "bank_register": "PLN", **payment}]}


def tax(payment_id: str, amount: str, *, form: str = "VAT-7", period: str = "26M08", **payment: str) -> Rows:
    """A payment to the tax office with its form and period."""
    data = {"payment_id": payment_id, "form": form, "period": period}
    return {**typed(payment_id, amount, party="us", kind="tax_office", **payment), "tax_payments": [data]}


def insurance(payment_id: str, amount: str, *, declaration: str = "", **payment: str) -> Rows:
    """A payment to the social insurance; `declaration`: the text of the declaration (T-024)."""
    data = {"payment_id": payment_id, "bank_text": declaration}
    return {**typed(payment_id, amount, party="zus", kind="social_insurance", **payment), "tax_payments": [data]}


def settled(payment_id: str, amount: str, day: str = "2026-09-02") -> Rows:
    """Money that paid a part of a payment."""
    return {"settlements": [{"payment_id": payment_id, "date": day, "amount": amount}]}


def party(party_id: str, name: str, account: str = "", **values: str) -> Rows:
    """One more party, with its preferred PLN account where one is given."""
    accounts = [{"party_id": party_id, "account": account, "preferred": "true"}] if account else []
    return {"parties": [{"party_id": party_id, "name": name, "tax_id": "", **values}], "party_accounts": accounts}


def aloza() -> Rows:
    """The five payments of the worked example T-053."""
    first = ("Z dnia 20 czerwca 2018", "Wplata raty numer 1")
    further = {1: first, 2: ("Usługi obce",)}
    pieces = (
        purchase(number, "100.00", issued="2018-07-02", due="2018-07-16", texts=(number, *further.get(position, ())))
        for position in range(1, 6)
        if (number := f"FA/2018/07/{position:05d}/VAT")
    )
    return put_together(*pieces)


ABC_INVOICES = {
    "Fa/2019/0001": ("1230.00", "2019-11-08", "2019-11-14", ABC_ACCOUNT),
    "Fa/2019/0002": ("246.00", "2019-11-12", "2019-11-15", ABC_ACCOUNT),
    "Fa/2019/0003": ("369.00", "2019-11-12", "2019-11-18", ABC_ACCOUNT),
    "Fa/2019/0004": ("492.00", "2019-11-13", "2019-11-19", ABC_OTHER_ACCOUNT),
}


def abc() -> Rows:
    """The four split payments of the worked example T-062; VAT 230.00, 46.00, 69.00 and 92.00."""
    return put_together(
        *(
            purchase(number, gross, party="abc", issued=issued, due=due, account=account, split_payment="true")
            for number, (gross, issued, due, account) in ABC_INVOICES.items()
        )
    )


def put_together(*pieces: Rows) -> Rows:
    """The rows of all pieces, table by table."""
    tables = dict.fromkeys(name for piece in pieces for name in piece)
    return {name: [row for piece in pieces for row in piece.get(name, [])] for name in tables}


def transfer_books(*pieces: Rows) -> Rows:
    """The pieces with the company, banks, registers, parties and accounts that they do not replace.

    A party, account, bank or register of a piece stands beside the usual ones; a `company` stands instead of the usual one.
    """
    usual: Rows = {"parties": PARTIES, "banks": BANKS, "bank_registers": REGISTERS, "party_accounts": ACCOUNTS}
    usual |= {"documents": [], "vat_lines": [], "payments": [], "settlements": []}
    books = put_together(usual, *pieces)
    books["parties"] = [{"country": "PL", "vat_status": "active", **row} for row in books["parties"]]
    books.setdefault("company", [COMPANY])
    return books


def ledger_of(*pieces: Rows) -> workbench.Ledger:
    """The pieces read as a ledger."""
    books = transfer_books(*pieces)
    frames = {name: pd.DataFrame(rows, columns=list(TABLES[name].columns), dtype=str) for name, rows in books.items()}
    return workbench.read_ledger(frames)
