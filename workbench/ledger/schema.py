"""The tables of the books: their columns, types, codes and defaults, as data.

Every reader and every check works from `TABLES`; a new column or table is one more line here.
"""

from .bank_tables import BANK_TABLES
from .column_types import AMOUNT, DATE, FALSE, REQUIRED, Column, Table, code
from .cost_tables import COST_TABLES, DOCUMENT_TYPES, STATUSES
from .filing_columns import JPK_FIELDS, JPK_TYPES, KSEF_MARKERS

ENTERED_ON = Column("date")
"""The day a row came into the books, as far as they tell it: what was known on a day can then be asked (`relief.known`)."""

VAT_RATES = ("23", "22", "8", "7", "5", "0", "zw", "np")

TABLES: dict[str, Table] = (
    {
        "parties": Table(
            key=("party_id",),
            columns={
                "party_id": REQUIRED,
                "name": REQUIRED,
                "tax_id": Column(required=True, may_be_empty=True),
                "country": Column(default="PL"),
                "vat_status": code("active", "inactive", required=True),
                "kind": code("contractor", "office", "employee", "bank", "partner", default="contractor"),
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
                "register": code("sale", "purchase", required=True),
                "number": REQUIRED,
                "foreign_number": Column(),
                "issue_date": DATE,
                "sale_date": DATE,
                "party_id": Column(required=True, refers_to="parties"),
                "transaction": code(
                    "domestic", "domestic_reverse_charge", "intra_eu", "export", "import", "other", required=True
                ),
                "in_vat_return": Column("bool", required=True),
                "corrects": Column(refers_to="documents"),
                "cash_accounting": FALSE,
                "currency": Column(default="PLN"),
                "fx_rate": Column("rate", default="1"),
                "ksef_number": Column(),
                "category": Column(),
                "relief_proof": code("enforcement", "debt_register", "consumer_bankruptcy"),
                "type": code(*DOCUMENT_TYPES),  # sale_register or purchase_register where it is not given
                "status": code(*STATUSES, default="ordinary"),
                "locked": FALSE,
                "entered_on": ENTERED_ON,
                # The day by whose month the document stands in the VAT register. Empty: of sales the sale_date, of purchases
                # the latest of received_date, issue_date and sale_date.
                "vat_date": Column("date"),
                "received_date": Column("date"),
                "jpk_type": code(*JPK_TYPES),
                "jpk_markers": Column(),  # filing_columns.JPK_MARKERS, set apart by blanks
                "ksef_marker": code(*KSEF_MARKERS),  # in place of a ksef_number; empty: BFK, of what is no invoice DI
            },
        ),
        "vat_lines": Table(
            key=("document_id", "line"),
            columns={
                "document_id": Column(required=True, refers_to="documents"),
                "line": Column("integer", required=True),
                "rate": code(*VAT_RATES, required=True),
                "net": AMOUNT,
                "vat": AMOUNT,
                "kind": code("goods", "services", "fuel", "other", "fixed_assets", "vehicles", "real_estate", default="goods"),
                "deductible": code("yes", "conditional", "no", default="yes"),
                "account": Column(),
                "jpk_field": code(*JPK_FIELDS),  # where the rule of filing does not know the line's field
            },
        ),
        "payments": Table(
            key=("payment_id",),
            columns={
                "payment_id": REQUIRED,
                "document_id": Column(
                    required=True, may_be_empty=True, refers_to="documents"
                ),  # empty: typed into the schedule
                "direction": code("in", "out", required=True),
                "due_date": DATE,
                "amount": AMOUNT,
                "party_id": Column(refers_to="parties"),
                "document_number": Column(),
                "document_date": Column("date"),
                "execution_date": Column("date"),
                "currency": Column(),  # the document's where it is not given
                "state": code("buffer", "approved", "sent", "executed", default="approved"),
                "bank_register": Column(),
                "account": Column(),
                "kind": code("ordinary", "tax_office", "social_insurance", default="ordinary"),
                "split_payment": FALSE,
                "split_payment_vat": Column("amount", default="0"),
                "sepa": FALSE,
                "priority": code("normal", "high", default="normal"),
                "text1": Column(),
                "text2": Column(),
                "text3": Column(),
                "text4": Column(),
                "booking_text": Column(),
                "category": Column(),
                "operation_id": Column(),
                "not_subject": FALSE,
                "entered_on": ENTERED_ON,
            },
        ),
        "settlements": Table(
            key=(),
            columns={
                "payment_id": Column(required=True, refers_to="payments"),
                "date": DATE,
                "amount": AMOUNT,
                "source": Column(),
                "entered_on": ENTERED_ON,
            },
        ),
    }
    | COST_TABLES
    | BANK_TABLES
)
