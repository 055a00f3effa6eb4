"""What a user-defined text format asks for beyond the other formats: its own fields with their own widths (T-001 to T-005)."""

from collections.abc import Iterator

from ...i18n import N_, _
from ..formats.definable import TextFormat
from ..formats.definable_writer import cut_fields
from ..formats.fields import FIELDS
from ..orders import Finding, Transfer
from ..texts import Laid, clean
from . import texts
from .rules import finding

BOOKING = N_("The booking description")


def payee_fields(format: TextFormat, transfer: Transfer) -> Iterator[Finding]:
    """Name and address fit into the fields of the record. The payee and the kind of the transfer decide."""
    for code, cut in cut_fields(format, transfer).items():
        where = FIELDS[code].title if code in FIELDS else texts.PAYEE[0]
        yield finding("name_cut", where=_(where), cut=texts.shown(cut))


def record(format: TextFormat, transfer: Transfer, laid: Laid) -> Iterator[Finding]:
    """The document date is there where the record tells it (T-034), and the booking description keeps its characters."""
    if "document_date" in format.codes and transfer.document_date is None:
        yield finding("document_date_missing", format=format.title)
    if "booking_text" in format.codes and transfer.booking_text and not laid.booking:
        room = next(use.room for use in format.record if use.code == "booking_text")
        cleaned = clean(transfer.booking_text, format.style_of(transfer.kind))
        cut = cleaned.text[room:] if room else ""
        if cut.strip():
            yield finding("text_cut", where=_(BOOKING), cut=texts.shown(cut))
        yield from texts.changed(texts.Written(BOOKING, transfer.booking_text, cleaned.text, "", cleaned.changes))
