"""The tables of banks, registers and transfers, as data. A ledger may be without any of them.

A bank register is one account of the company with its bank (T-013). `payments.bank_register` names it.
"""

from .column_types import FALSE, REQUIRED, Column, Table, code
from .filing_columns import VAT_PERIODS

SEPA_ROLES = ("initiator", "ultimate_debtor", "creditor", "ultimate_creditor")
"""The four sections of the additional SEPA data (T-085)."""

TAX_IDENTIFIERS = ("N", "R", "P", "1", "2", "3")
"""What identifies a taxpayer on a transfer: NIP, REGON, PESEL, identity card, passport, another document."""

BANK_TABLES: dict[str, Table] = {
    "company": Table(
        key=("tax_id",),
        columns={
            "tax_id": REQUIRED,
            "name": REQUIRED,
            "country": Column(default="PL"),
            "street": Column(),
            "postcode": Column(),
            "city": Column(),
            "text_start": Column(),  # the first line of bank texts of new ordinary payments (T-095); empty: off
            "email": Column(),
            "phone": Column(),
            "tax_office": Column(),  # four digits
            "first_name": Column(),  # of a person who runs the firm, with the two below
            "last_name": Column(),
            "birth_date": Column(),  # 1980-02-29; as text, because the days of the books begin in 1990
            "vat_period": code(*VAT_PERIODS, default="month"),
        },
        optional=True,
    ),
    "banks": Table(
        key=("bank",),
        columns={
            "bank": REQUIRED,
            "name": REQUIRED,
            "bic": Column(),
            "country": Column(default="PL"),
            "format": Column(),  # of ordinary transfers; a code of transfers.formats (T-009)
            "split_payment_format": Column(),
            "tax_office_format": Column(),
            "social_insurance_format": Column(),
            "sepa_format": Column(),
            "foreign_format": Column(),
            "import_format": Column(),
            "fee_bearer": code("shared", "payer", "payee", default="shared"),  # of foreign transfers (T-071)
        },
        optional=True,
    ),
    "bank_registers": Table(
        key=("register",),
        columns={
            "register": REQUIRED,
            "name": REQUIRED,
            "type": code("bank", "cash", default="bank"),
            "bank": Column(refers_to="banks"),
            "account": Column(),
            "currency": Column(default="PLN"),
            "vat_account": FALSE,
            "sepa": FALSE,  # new outgoing payments of the register are SEPA (T-080)
        },
        optional=True,
    ),
    "party_accounts": Table(
        key=("party_id", "account"),
        columns={
            "party_id": Column(required=True, refers_to="parties"),
            "account": REQUIRED,
            "currency": Column(default="PLN"),
            "bank_name": Column(),
            "bic": Column(),
            "preferred": FALSE,  # stands for payments that name no account
        },
        optional=True,
    ),
    "tax_payments": Table(
        key=("payment_id",),
        columns={
            "payment_id": Column(required=True, refers_to="payments"),
            "identifier_type": code(*TAX_IDENTIFIERS, default="N"),
            "identifier": Column(),  # the company's NIP where it is not given
            "form": Column(),  # VAT-7, PIT-4R ...
            "period": Column(),  # 26M09
            "liability": Column(),  # of the decision or the enforcement title
            "bank_text": Column(),  # the text of the declaration, for social insurance (T-024)
        },
        optional=True,
    ),
    "sepa_parties": Table(
        key=("payment_id", "role"),
        columns={
            "payment_id": Column(required=True, refers_to="payments"),
            "role": code(*SEPA_ROLES, required=True),
            "name": Column(),
            "is_person": FALSE,
            "bic": Column(),
            "identifier": Column(),
            "identifier_type": Column(),
            "issuer": Column(),
            "birth_date": Column(),  # 1980-02-29; as text, because the days of the books begin in 1990
            "birth_country": Column(),
            "birth_province": Column(),
            "birth_city": Column(),
        },
        optional=True,
    ),
}
