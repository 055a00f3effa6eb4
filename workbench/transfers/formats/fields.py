"""The fields that a definable format is put together of (T-004): code, title, what kind of value, where it may stand.

The titles of fields that a statement import reads too are those of I-007.
"""

from dataclasses import dataclass
from typing import Literal

from ...i18n import N_

Value = Literal["text", "digits", "amount", "date", "count"]
Place = Literal["record", "frame", "both"]
"""Whether a field says something of one transfer, of the whole file (header and footer), or may stand in both."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the catalogue; `title` is a text to translate when shown."""

    title: str
    value: Value = "text"
    place: Place = "record"


FIELDS: dict[str, Field] = {
    "document_number": Field(N_("Document number")),
    "document_date": Field(N_("Document date"), "date"),
    "operation_date": Field(N_("Operation date"), "date", "both"),
    "amount": Field(N_("Payment amount"), "amount"),
    "currency": Field(N_("Currency")),
    "direction": Field(N_("Direction of flow")),
    "order_class": Field(N_("Class of the order")),
    "reference": Field(N_("Operation identifier")),
    "number": Field(N_("Number in the file"), "count"),
    "sum": Field(N_("Sum of the amounts"), "amount", "frame"),
    "count": Field(N_("Number of transfers"), "count", "frame"),
    "payer_name": Field(N_("Own company: name"), place="both"),
    "payer_name1": Field(N_("Own company: name 1"), place="both"),
    "payer_name2": Field(N_("Own company: name 2"), place="both"),
    "payer_street": Field(N_("Own company: street"), place="both"),
    "payer_place": Field(N_("Own company: postcode and city"), place="both"),
    "payer_tax_id": Field(N_("Own company: tax number"), place="both"),
    "payer_account": Field(N_("Own account: whole number"), "digits", "both"),
    "payer_check_digits": Field(N_("Check digits – own account"), "digits", "both"),
    "payer_sort_code": Field(N_("Own account: sort code of the bank"), "digits", "both"),
    "payer_account_number": Field(N_("Own account: number without bank"), "digits", "both"),
    "party_code": Field(N_("Party code")),
    "payee_name": Field(N_("Party name")),
    "payee_name1": Field(N_("Party name 1")),
    "payee_name2": Field(N_("Party name 2")),
    "payee_name3": Field(N_("Party name 3")),
    "payee_street": Field(N_("Party: street")),
    "payee_postcode": Field(N_("Party: postcode")),
    "payee_city": Field(N_("Party: city")),
    "payee_place": Field(N_("Party: postcode and city")),
    "payee_address": Field(N_("Party: whole address")),
    "payee_tax_id": Field(N_("Party: tax number")),
    "payee_bank": Field(N_("Party: name of the bank")),
    "payee_account": Field(N_("Whole account number of the party"), "digits"),
    "payee_check_digits": Field(N_("Check digits – account of the party"), "digits"),
    "payee_sort_code": Field(N_("Sort code of the party's bank"), "digits"),
    "payee_account_number": Field(N_("Account number of the party"), "digits"),
    "text1": Field(N_("Bank description, line 1")),
    "text2": Field(N_("Bank description, line 2")),
    "text3": Field(N_("Bank description, line 3")),
    "text4": Field(N_("Bank description, line 4")),
    "title": Field(N_("Whole title, its lines joined")),
    "booking_text": Field(N_("Booking description")),
    "constant": Field(N_("Constant text"), place="both"),
    "empty": Field(N_("Empty field"), place="both"),
}

NAME_PARTS = {"payee_name1": 0, "payee_name2": 1, "payee_name3": 2, "payer_name1": 0, "payer_name2": 1}
"""Which part of a long name a field takes, each as long as a line of the title."""

TITLE_LINES = ("text1", "text2", "text3", "text4")
ACCOUNT_PARTS = ("payee_check_digits", "payee_sort_code", "payee_account_number")
"""The fields that make a whole account number of the party together."""
