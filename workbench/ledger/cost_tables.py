"""The tables of the analytical description of costs, as data. A ledger may be without any of them.

`elements` columns hold one position's elements as people write them, one an outer dimension: "PROJEKTY=P1; ODDZIAŁ=LUBLIN"
(see `elements.py`). A dimension is named by its path: BUDOWY, or BUDOWY/ETAPY for a sub-dimension; codes hold no slash.
"""

from .column_types import AMOUNT, DATE, FALSE, REQUIRED, Column, Table, code

DOCUMENT_TYPES = (
    "tax_free",
    "internal_sale",
    "internal_purchase",
    "cost_record",
    "revenue_record",
    "sales_invoice",
    "purchase_invoice",
    "assembly_receipt",
    "assembly_issue",
    "receipt",
    "warehouse_transfer",
    "deposit_receipt",
    "internal_receipt",
    "goods_received",
    "sale_register",
    "purchase_register",
    "internal_issue",
    "deposit_issue",
    "goods_issued",
    "journal_voucher",
)
"""The nineteen types of A-049 in its order, and the journal voucher (A-068)."""

STATUSES = ("ordinary", "original", "data_correction", "correcting_note", "cancelled")
"""Only ordinary documents are described (A-062)."""

POSITIONS = ("document", "line", "additional", "document_cost", "line_cost", "debit", "credit")
"""What of a document a description divides; `costs/descriptions/document_types.toml` says which a type has, and its label."""

DICTIONARIES = ("account", "contractor", "bank", "employee", "partner", "fixed_asset", "goods", "goods_group", "office")

PERCENT = Column("decimal", required=True)

COST_TABLES: dict[str, Table] = {
    "accounts": Table(
        key=("account",),
        columns={"account": REQUIRED, "name": REQUIRED, "summary": Column(refers_to="accounts")},
        optional=True,
    ),
    "categories": Table(
        key=("category",),
        columns={
            "category": REQUIRED,
            "name": REQUIRED,
            "parent": Column(refers_to="categories"),
            "text1": Column(),  # what a payment of the category tells the bank; may hold macros (T-091)
            "text2": Column(),
            "text3": Column(),
            "text4": Column(),
        },
        optional=True,
    ),
    "goods_groups": Table(
        key=("group_id",),
        columns={
            "group_id": REQUIRED,
            "name": REQUIRED,
            "parent": Column(refers_to="goods_groups"),
            "modified": Column("date"),
        },
        optional=True,
    ),
    "goods": Table(
        key=("goods_id",),
        columns={"goods_id": REQUIRED, "name": REQUIRED, "default_group": Column(refers_to="goods_groups")},
        optional=True,
    ),
    "goods_in_groups": Table(
        key=("goods_id", "group_id"),
        columns={
            "goods_id": Column(required=True, refers_to="goods"),
            "group_id": Column(required=True, refers_to="goods_groups"),
        },
        optional=True,
    ),
    "dimensions": Table(
        key=("dimension",),
        columns={
            "dimension": REQUIRED,
            "name": Column(),
            "type": code("descriptive", "accounts", "category", "dictionary", default="descriptive"),
            "dictionary": code("contractor", "bank", "employee", "partner", "fixed_asset", "goods", "office"),
            "narrowed_to": Column(),  # an account, category or item: the pick list is it and what lies below it
            "required": FALSE,
            "inactive": FALSE,
            "predefined": FALSE,
            "used_on": Column(),  # types of documents and dictionaries, set apart by "; "; empty for all
        },
        optional=True,
    ),
    "elements": Table(
        key=("dimension", "element"),
        columns={
            "dimension": Column(required=True, refers_to="dimensions"),
            "element": REQUIRED,
            "name": Column(),
            "account": Column(),  # may be typed by hand and not exist yet
            "inactive": FALSE,
        },
        optional=True,
    ),
    "records": Table(
        key=("document_id",),
        columns={
            "document_id": REQUIRED,
            "type": code(*DOCUMENT_TYPES, required=True),
            "number": REQUIRED,
            "date": DATE,
            "amount": Column("amount", default="0"),
            "party_id": Column(refers_to="parties"),
            "category": Column(),
            "status": code(*STATUSES, default="ordinary"),
            "locked": FALSE,
        },
        optional=True,
    ),
    "record_lines": Table(
        key=("document_id", "kind", "line"),
        columns={
            "document_id": Column(required=True, refers_to="records"),
            "kind": code("line", "additional", "debit", "credit", default="line"),
            "line": Column("integer", required=True),
            "goods_id": Column(refers_to="goods"),
            "account": Column(),
            "amount": AMOUNT,
            "purchase_cost": Column("amount", default="0"),
        },
        optional=True,
    ),
    "additional_amounts": Table(
        key=("document_id", "line"),
        columns={
            "document_id": Column(required=True, refers_to="documents"),
            "line": Column("integer", required=True),
            "account": Column(),
            "amount": AMOUNT,
        },
        optional=True,
    ),
    "descriptions": Table(
        key=("document_id", "line"),
        columns={
            "document_id": REQUIRED,  # of the table documents or records
            "line": Column("integer", required=True),
            "position": code(*POSITIONS, required=True),
            "position_line": Column("integer", default="0"),  # the line of the document; 0 for the whole document
            "elements": REQUIRED,
            "percent": PERCENT,
            "value": AMOUNT,
            "key": Column(),
        },
        optional=True,
    ),
    "item_descriptions": Table(
        key=("dictionary", "item", "line"),
        columns={
            "dictionary": code(*DICTIONARIES, required=True),
            "item": REQUIRED,
            "line": Column("integer", required=True),
            "elements": REQUIRED,
            "percent": PERCENT,
        },
        optional=True,
    ),
    "keys": Table(
        key=("key", "valid_from", "line"),
        columns={
            "key": REQUIRED,
            "valid_from": DATE,
            "valid_to": Column("date"),
            "line": Column("integer", required=True),
            "elements": REQUIRED,
            "percent": Column("decimal"),
            "driver": Column(),  # in place of a percent: the line's part is its element's quantity of this driver
        },
        optional=True,
    ),
    "drivers": Table(
        key=("driver", "month", "element"),
        columns={"driver": REQUIRED, "month": DATE, "element": REQUIRED, "quantity": Column("decimal", required=True)},
        optional=True,
    ),
}
