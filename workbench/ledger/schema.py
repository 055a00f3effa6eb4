"""The tables of the books: their columns, types, codes and defaults, as data.

Every reader and every check works from `TABLES`; a new column or table is one more line here.
"""

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "code", "amount", "date", "bool", "integer", "rate"]


@dataclass(frozen=True)
class Column:
    """One column.

    `type` decides how a value is read: text; code (one of `codes`); amount (int64 grosze from "1234.56"); date
    (ISO, datetime64); bool ("true", "false"); integer; rate (a decimal number with at most six places).
    A required column must be there and have a value in every row, unless `may_be_empty`. Others take `default`.
    `refers_to` names the table whose key the value must be found in.
    """

    type: Type = "text"
    required: bool = False
    may_be_empty: bool = False
    default: str | None = None
    codes: tuple[str, ...] = ()
    refers_to: str | None = None


@dataclass(frozen=True)
class Table:
    """One table: its key columns (unique together) and its columns in order."""

    key: tuple[str, ...]
    columns: dict[str, Column]


def _code(*codes: str, default: str | None = None, required: bool = False) -> Column:
    return Column("code", required=required, default=default, codes=codes)


REQUIRED = Column(required=True)
AMOUNT = Column("amount", required=True)
DATE = Column("date", required=True)
FALSE = Column("bool", default="false")

VAT_RATES = ("23", "22", "8", "7", "5", "0", "zw", "np")

TABLES: dict[str, Table] = {
    "parties": Table(
        key=("party_id",),
        columns={
            "party_id": REQUIRED,
            "name": REQUIRED,
            "tax_id": Column(required=True, may_be_empty=True),
            "country": Column(default="PL"),
            "vat_status": _code("active", "inactive", required=True),
            "kind": _code("contractor", "office", "employee", "bank", "partner", default="contractor"),
            "is_person": FALSE,
            "street": Column(),
            "postcode": Column(),
            "city": Column(),
            "email": Column(),
        },
    ),
    "documents": Table(
        key=("document_id",),
        columns={
            "document_id": REQUIRED,
            "register": _code("sale", "purchase", required=True),
            "number": REQUIRED,
            "foreign_number": Column(),
            "issue_date": DATE,
            "sale_date": DATE,
            "party_id": Column(required=True, refers_to="parties"),
            "transaction": _code("domestic", "domestic_reverse_charge", "intra_eu", "export", "import", "other", required=True),
            "in_vat_return": Column("bool", required=True),
            "corrects": Column(refers_to="documents"),
            "cash_accounting": FALSE,
            "currency": Column(default="PLN"),
            "fx_rate": Column("rate", default="1"),
            "ksef_number": Column(),
            "category": Column(),
            "relief_proof": _code("enforcement", "debt_register", "consumer_bankruptcy"),
        },
    ),
    "vat_lines": Table(
        key=("document_id", "line"),
        columns={
            "document_id": Column(required=True, refers_to="documents"),
            "line": Column("integer", required=True),
            "rate": _code(*VAT_RATES, required=True),
            "net": AMOUNT,
            "vat": AMOUNT,
            "kind": _code("goods", "services", "fuel", "other", "fixed_assets", "vehicles", "real_estate", default="goods"),
            "deductible": _code("yes", "conditional", "no", default="yes"),
        },
    ),
    "payments": Table(
        key=("payment_id",),
        columns={
            "payment_id": REQUIRED,
            "document_id": Column(required=True, refers_to="documents"),
            "direction": _code("in", "out", required=True),
            "due_date": DATE,
            "amount": AMOUNT,
            "party_id": Column(refers_to="parties"),
            "document_number": Column(),
            "document_date": Column("date"),
            "execution_date": Column("date"),
            "currency": Column(),  # the document's where it is not given
            "state": _code("buffer", "approved", "sent", "executed", default="approved"),
            "bank_register": Column(),
            "account": Column(),
            "kind": _code("ordinary", "tax_office", "social_insurance", default="ordinary"),
            "split_payment": FALSE,
            "split_payment_vat": Column("amount", default="0"),
            "sepa": FALSE,
            "priority": _code("normal", "high", default="normal"),
            "text1": Column(),
            "text2": Column(),
            "text3": Column(),
            "text4": Column(),
            "booking_text": Column(),
            "category": Column(),
            "operation_id": Column(),
            "not_subject": FALSE,
        },
    ),
    "settlements": Table(
        key=(),
        columns={
            "payment_id": Column(required=True, refers_to="payments"),
            "date": DATE,
            "amount": AMOUNT,
            "source": Column(),
        },
    ),
}
