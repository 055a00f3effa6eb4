"""Banks, bank registers and the payment schedule of the clients, from `clients/*_bank.toml`.

All chance is that of a generator of its own, so that the rest of the books does not depend on what is added here.
"""

from random import Random
from typing import Any

from .books import Books, Party, Row, Value
from .data import read
from .identifiers import BANKS, bank_number, contribution_account, iban, random_nip, random_nrb, random_vat_id, tax_account
from .parties import PartyMaker, office_email
from .scheduling import Schedule

MAIN = "BANK"
"""The register that customers pay to: its account is that of the books."""

ACCOUNT: Row = {"currency": "PLN", "bank_name": "", "bic": ""}
BANK: Row = {"country": "PL", "fee_bearer": "shared"}
REGISTER: Row = {"type": "bank", "currency": "PLN", "vat_account": False, "sepa": False}
"""What the facts of a row leave out."""

SAME_FORMAT = ("split_payment_format", "tax_office_format", "social_insurance_format")
"""Kinds of transfers that go out in the format of ordinary ones."""


def add_banking(seed: int, client: str, books: Books, company: Party) -> None:
    """Adds the bank tables of a client to its books, and to its payment schedule what is paid in the coming weeks.

    `company`: the client itself.
    """
    facts = read(f"clients/{client}_bank.toml")
    rng = Random(f"{seed}/{client}/transfers")
    registers = _registers(rng, facts["registers"], books.account)
    accounts: dict[str, list[Row]] = {}
    for fact in facts.get("payees", []):
        party, accounts[fact["party_id"]] = _payee(rng, fact, company)
        books.parties.append(party)
    staff = _employees(rng, facts.get("employees", 0))
    books.parties += staff
    schedule = Schedule(rng, books, company, {party: [str(row["account"]) for row in rows] for party, rows in accounts.items()})
    schedule.plan_documents(facts["sent"])
    schedule.type_in(facts, [party.party_id for party in staff])
    books.tables |= bank_tables(company, facts.get("text_start", ""), facts["banks"], registers)
    books.tables |= {
        "party_accounts": _party_accounts(books, accounts),
        "tax_payments": schedule.tax_payments,
        "sepa_parties": schedule.sepa_parties,
    }
    if "categories" in facts:
        books.tables["categories"] = _categories(books.tables["categories"], facts["categories"])


def bank_tables(company: Party, text_start: str, banks: list[Row], registers: list[Row]) -> dict[str, list[Row]]:
    """The tables of the company, of its banks and of its registers; a bank has the BIC that goes with the accounts it keeps."""
    bics = {row["bank"]: BANKS[bank_number(str(row["account"]))] for row in registers if "bank" in row}
    return {
        "company": [vars(company) | {"text_start": text_start}],
        "banks": [BANK | {"bic": bics[bank["bank"]]} | dict.fromkeys(SAME_FORMAT, bank["format"]) | bank for bank in banks],
        "bank_registers": [REGISTER | register for register in registers],
    }


def _registers(rng: Random, facts: list[Row], main_account: str) -> list[Row]:
    """Every register but the cash one has an account of its own; those of one bank are kept at one bank."""
    numbers: dict[Value, str] = {}
    rows: list[Row] = []
    for fact in facts:
        account = main_account if fact["register"] == MAIN else ""
        if "bank" in fact and not account:
            account = random_nrb(rng, numbers.get(fact["bank"], ""))
        if "bank" in fact:
            numbers.setdefault(fact["bank"], bank_number(account))
        rows.append(fact | {"account": account})
    return rows


def _payee(rng: Random, fact: dict[str, Any], company: Party) -> tuple[Party, list[Row]]:
    """A party of the facts with its accounts, the first of which is the preferred one.

    Offices and persons have no tax number here; `accounts` say how the number comes about, see `_account`.
    """
    about = {key: value for key, value in fact.items() if key != "accounts"}
    party = Party(**about, email=office_email(fact["party_id"]))
    if party.kind == "contractor" and not party.is_person:
        party.tax_id = random_nip(rng) if party.country == "PL" else random_vat_id(rng, party.country)
    of_party = {"party_id": party.party_id}
    accounts = [
        ACCOUNT | of_party | fact | {"account": _account(rng, fact, company), "preferred": number == 0}
        for number, fact in enumerate(fact.get("accounts", [{}]))
    ]
    party.account = str(accounts[0]["account"]) if accounts else ""
    return party, accounts


def _account(rng: Random, fact: dict[str, Any], company: Party) -> str:
    """A number as it is given; the company's own account `of` an office; an IBAN of a country and `bban`; or a Polish one."""
    if "number" in fact:
        return str(fact["number"])
    if "of" in fact:
        return {"tax_office": tax_account, "social_insurance": contribution_account}[fact["of"]](company.tax_id)
    return iban(fact["country"], fact["bban"]) if "bban" in fact else random_nrb(rng)


def _employees(rng: Random, count: int) -> list[Party]:
    role = {"count": count, "names": ["{first} {last}"], "is_person": True, "vat_status": "inactive"}
    staff = PartyMaker(rng).role(role, 1)
    for party in staff:
        party.party_id, party.kind = party.party_id.replace("K", "P"), "employee"
    return staff


def _party_accounts(books: Books, of_payees: dict[str, list[Row]]) -> list[Row]:
    """The accounts of the payees of the facts, and of whoever else is paid by a transfer that is still to go."""
    paid = {row["party_id"] for row in books.schedule.values() if row["state"] in ("approved", "sent")}
    rows: list[Row] = []
    for party in books.parties:
        if party.party_id in of_payees:
            rows += of_payees[party.party_id]
        elif party.party_id in paid and party.account:
            rows.append(ACCOUNT | {"party_id": party.party_id, "account": party.account, "preferred": True})
    return rows


def _categories(rows: list[Row], facts: list[Row]) -> list[Row]:
    """The categories with the bank texts that the facts give them, and those that are only in the facts."""
    texts = {fact["category"]: fact for fact in facts}
    known = {row["category"] for row in rows}
    return [row | texts.get(row["category"], {}) for row in rows] + [fact for fact in facts if fact["category"] not in known]
