"""Writes transfers in a format that the user has defined (T-002 to T-005)."""

from collections.abc import Mapping, Sequence
from datetime import date

from ... import money
from ...errors import TransferError
from ...i18n import _
from ..orders import Payee, Payer, Transfer
from ..texts import clean, encode, lay_out
from ..texts.style import TextStyle
from .definable import FieldUse, TextFormat, clusters
from .definable_checks import export_faults
from .elixir import INSTANT
from .fields import FIELDS, NAME_PARTS

Values = Mapping[str, str]
OUTGO = "R"
"""The direction of every transfer, "Rozchód" {derived}."""


def write_text(format: TextFormat, payer: Payer, transfers: Sequence[Transfer], references: Sequence[str]) -> bytes:
    """The file of a batch: the header, one line a transfer in their order, the footer.

    TransferError for a format with faults, a kind that it cannot carry, several days in a file whose header names one, a number
    that is wider than its field, and a document date that is asked for and missing.
    """
    if len(references) != len(transfers):
        raise ValueError("a transfer has one reference")
    if faults := export_faults(format):
        reason = _("The format {format} cannot be used: {faults}")
        raise TransferError(reason.format(format=format.title, faults=" ".join(faults)))
    _check(format, transfers)
    own = _payer_values(format, payer)
    days = sorted({transfer.date for transfer in transfers})
    frame = own | {
        "sum": amount_text(format, sum(transfer.amount for transfer in transfers)),
        "count": str(len(transfers)),
        "operation_date": date_text(days[0], format.date_pattern) if days else "",
    }
    known: dict[Payee, dict[str, str]] = {}
    lines = [line_text(format, format.header, frame)] if format.header else []
    for number, (transfer, reference) in enumerate(zip(transfers, references, strict=True), 1):
        payee = known.get(transfer.payee)
        if payee is None:
            payee = known[transfer.payee] = _payee_values(format, transfer.payee, format.style_of(transfer.kind))
        values = own | payee | _transfer_values(format, transfer) | {"reference": reference, "number": str(number)}
        lines.append(line_text(format, format.record, values))
    lines += [line_text(format, format.footer, frame)] if format.footer else []
    return encode("".join(line + format.line_end for line in lines), format.text_style.encoding)


def line_text(format: TextFormat, line: tuple[FieldUse, ...], values: Values) -> str:
    """A line without its end: every field in its width and delimiters."""
    fields = []
    for cluster in clusters(line):
        text = format.part_separator.join(_fitted(use, values) for use in cluster)
        fields.append(f"{format.delimiter}{text}{format.delimiter}" if cluster[0].quoted else text)
    return format.separator.join(fields)


def cut_fields(format: TextFormat, transfer: Transfer) -> dict[str, str]:
    """What of the payee's name and address does not fit into the record, by the code of the field; the rest of a name that
    several fields share, under the whole name's."""
    values = _payee_values(format, transfer.payee, format.style_of(transfer.kind))
    cut = {use.code: values[use.code][use.room :] for use in format.record if use.room and use.code in values}
    held = name_held(format, transfer)
    if held:
        cut["payee_name"] = values["payee_name"][len(held) :]
    return {code: text for code, text in cut.items() if text}


def name_held(format: TextFormat, transfer: Transfer) -> str:
    """The beginning of the payee's name that the record holds, cleaned, in one field or several."""
    style = format.style_of(transfer.kind)
    name = clean(transfer.payee.name, style).text
    rooms = {use.code: use.room for use in format.record}
    if "payee_name" in rooms:
        return name[: rooms["payee_name"] or None]
    parts = sorted((part, code) for code, part in NAME_PARTS.items() if code in rooms and code.startswith("payee"))
    return "".join(name[part * style.width : (part + 1) * style.width][: rooms[code] or None] for part, code in parts)


def date_text(day: date, pattern: str) -> str:
    """A date in a pattern of YYYY, YY, MM and DD."""
    text = pattern.replace("YYYY", f"{day.year:04d}").replace("YY", f"{day.year % 100:02d}")
    return text.replace("MM", f"{day.month:02d}").replace("DD", f"{day.day:02d}")


def _fitted(use: FieldUse, values: Values) -> str:
    text = use.text if use.code == "constant" else "" if use.code == "empty" else values[use.code]
    if use.room and len(text) > use.room:
        if FIELDS[use.code].value != "text":
            reason = _("{value} is wider than its field “{field}”, {room} characters. Widen the field of the format.")
            raise TransferError(reason.format(value=text, field=_(FIELDS[use.code].title), room=use.room))
        text = text[: use.room]
    return text.rjust(use.width, use.fill) if use.align == "right" else text.ljust(use.width, use.fill)


def _check(format: TextFormat, transfers: Sequence[Transfer]) -> None:
    for transfer in transfers:
        if transfer.kind not in format.kinds:
            reason = _("The format {format} cannot carry this kind of transfer. Payments: {payments}. Choose another format.")
        elif format.currencies and transfer.currency not in format.currencies:
            reason = _("The format {format} does not carry this currency. Payments: {payments}. Choose another format.")
        elif transfer.amount <= 0:
            reason = _("The amount of a transfer must be above zero. Payments: {payments}.")
        elif "document_date" in format.codes and transfer.document_date is None:
            reason = _("The format {format} tells the document date, which is missing. Payments: {payments}.")
        elif format.one_date and transfer.date != transfers[0].date:
            reason = _("A file in the format {format} is for one day only. Payments of another day: {payments}.")
        else:
            continue
        raise TransferError(reason.format(format=format.title, payments=", ".join(transfer.payments)))


def _payer_values(format: TextFormat, payer: Payer) -> dict[str, str]:
    style = format.text_style
    name = clean(payer.name, style).text
    return {
        "payer_name": name,
        **_name_parts("payer_name", name, style.width),
        "payer_street": clean(payer.street, style).text,
        "payer_place": clean(_joined(payer.postcode, payer.city), style).text,
        "payer_tax_id": clean(payer.tax_id, style).text,
        **_account_values("payer", clean(payer.account, style).text),
    }


def _payee_values(format: TextFormat, payee: Payee, style: TextStyle) -> dict[str, str]:
    name = clean(payee.name, style).text
    place = _joined(payee.postcode, payee.city)
    texts = {
        "party_code": payee.party_id,
        "payee_street": payee.street,
        "payee_postcode": payee.postcode,
        "payee_city": payee.city,
        "payee_place": place,
        "payee_address": _joined(payee.street, place),
        "payee_tax_id": payee.tax_id,
        "payee_bank": payee.bank_name,
    }
    return {
        **{code: clean(text, style).text for code, text in texts.items()},
        "payee_name": name,
        **_name_parts("payee_name", name, style.width),
        **_account_values("payee", clean(payee.account, style).text),
    }


def _transfer_values(format: TextFormat, transfer: Transfer) -> dict[str, str]:
    style = format.style_of(transfer.kind)
    laid = lay_out(transfer, style)
    document = transfer.document_date
    return {
        **dict(zip(format.title_slots, laid.lines, strict=False)),
        "title": format.part_separator.join(laid.lines),
        "booking_text": laid.booking or clean(transfer.booking_text, style).text,
        "document_date": date_text(document, format.date_pattern) if document else "",
        "operation_date": date_text(transfer.date, format.date_pattern),
        "amount": amount_text(format, transfer.amount),
        "currency": transfer.currency,
        "direction": OUTGO,
        "order_class": _class_of(format, transfer),
    }


def _class_of(format: TextFormat, transfer: Transfer) -> str:
    plain = format.classes.get(transfer.kind, "")
    return format.classes.get(INSTANT.get(transfer.kind, ""), plain) if transfer.instant else plain


def amount_text(format: TextFormat, grosze: int) -> str:
    if format.amounts == "grosze":
        return str(grosze)
    text = money.to_text(grosze)
    return text.replace(".", ",") if format.amounts == "comma" else text


def _account_values(prefix: str, account: str) -> dict[str, str]:
    digits = account if account[:2].isdigit() else ""
    return {
        f"{prefix}_account": account,
        f"{prefix}_check_digits": digits[:2],
        f"{prefix}_sort_code": digits[2:10],
        f"{prefix}_account_number": digits[10:],
    }


def _name_parts(prefix: str, name: str, width: int) -> dict[str, str]:
    return {code: name[part * width : (part + 1) * width] for code, part in NAME_PARTS.items() if code.startswith(prefix)}


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))
