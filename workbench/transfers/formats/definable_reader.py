"""Reads files in formats that users have defined: to compare what was written, and to import (T-006).

It knows nothing of the writer. Sums and numbers in header and footer are compared to the records.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NoReturn

from ... import money
from ...errors import TransferError
from ...i18n import _
from ..identifiers import normalised
from ..orders import KINDS, Kind
from ..texts import decode
from .definable import DATE_PARTS, FieldUse, TextFormat, clusters
from .definable_checks import import_faults
from .fields import FIELDS, NAME_PARTS
from .format import ReadTransfer

Record = Mapping[str, str]
"""The texts of a line by the code of their field, without fill and delimiters; amounts as grosze, dates as YYYY-MM-DD."""

LONGEST_NUMBER = 40
"""Characters of an amount or a count, with the zeros that fill it up."""

_WHOLE = re.compile(r"\d+", re.ASCII)
_AMOUNTS = {
    "grosze": _WHOLE,
    "comma": re.compile(r"\d+,\d\d", re.ASCII),
    "point": re.compile(r"\d+\.\d\d", re.ASCII),
}


def read_text(format: TextFormat, content: bytes) -> list[ReadTransfer]:
    """The transfers of a file, in their order. TransferError with line and column for the first fault."""
    header, records, footer = read_lines(format, content)
    frame = {**header, **footer}
    return [_read(format, {**frame, **record}) for record in records]


def import_records(format: TextFormat, content: bytes) -> list[Record]:
    """The records of a file for an import. TransferError where the format is not made for that, or the file does not fit."""
    if faults := import_faults(format):
        raise TransferError(" ".join(faults))
    return read_lines(format, content)[1]


def party_of(record: Record, codes: Mapping[str, str], accounts: Mapping[str, str]) -> str | None:
    """The party of an imported record: by its code, else by its account number (T-006); None where neither is known.

    `codes` and `accounts` lead to the id of a party; an account number counts as `normalised` writes it.
    """
    account = record.get("payee_account") or _whole_account(record, "payee")
    found = codes.get(record.get("party_code", ""))
    return found if found is not None else accounts.get(normalised(account))


def read_lines(format: TextFormat, content: bytes) -> tuple[Record, list[Record], Record]:
    """Header, records and footer of a file; empty where the format has none."""
    text = decode(content, format.text_style.encoding)
    lines = text.split(format.line_end)
    if lines.pop():
        _refuse(len(lines) + 1, 1, _("the file ends inside a line"))
    fewest = bool(format.header) + bool(format.footer)
    if len(lines) < fewest:
        _refuse(len(lines) + 1, 1, _("header or footer is missing"))
    last = len(lines) - bool(format.footer)
    header: Record = _record(format, format.header, lines[0], 1) if format.header else {}
    footer: Record = _record(format, format.footer, lines[-1], len(lines)) if format.footer else {}
    first = 1 if format.header else 0
    records: list[Record] = [
        _record(format, format.record, line, number) for number, line in enumerate(lines[first:last], first + 1)
    ]
    for frame, number in ((header, 1), (footer, len(lines))):
        total = sum(int(record["amount"]) for record in records if "amount" in record)
        if frame.get("sum", str(total)) != str(total):
            _refuse(number, 1, _("the sum of the amounts is not that of the records"))
        if frame.get("count", str(len(records))) != str(len(records)):
            _refuse(number, 1, _("the number of transfers is not that of the records"))
    return header, records, footer


def _record(format: TextFormat, line: Sequence[FieldUse], text: str, number: int) -> dict[str, str]:
    values: dict[str, str] = {}
    for use, value, column in _pieces(format, tuple(line), text, number):
        if use.code in ("constant", "empty"):
            wanted = use.text if use.code == "constant" else ""
            wanted = wanted.rjust(use.width, use.fill) if use.align == "right" else wanted.ljust(use.width, use.fill)
            if value != (wanted[: use.room] if use.room else wanted):
                _refuse(number, column, _("“{found}” stands where “{wanted}” is expected").format(found=value, wanted=wanted))
            continue
        bare = value
        if use.width:
            bare = value.lstrip(use.fill) if use.align == "right" else value.rstrip(use.fill)
            if use.align == "right" and use.fill == "0" and not bare and FIELDS[use.code].value in ("amount", "count"):
                bare = "0"
        values[use.code] = _value(format, use, value if FIELDS[use.code].value == "digits" else bare, number, column)
    return values


def _value(format: TextFormat, use: FieldUse, text: str, number: int, column: int) -> str:
    """The text of a field, checked and in the form of `Record`."""
    match FIELDS[use.code].value:
        case "digits":
            return text.strip(use.fill) if use.fill == " " else text
        case "count":
            if not _WHOLE.fullmatch(text) or len(text) > LONGEST_NUMBER:
                _refuse(number, column, _("“{value}” is no whole number").format(value=text))
            return str(int(text))
        case "amount":
            filled = text.rjust(3 + (format.amounts != "grosze"), "0") if use.fill == "0" else text
            if not _AMOUNTS[format.amounts].fullmatch(filled) or len(filled) > LONGEST_NUMBER:
                _refuse(number, column, _("“{value}” is no amount in the form of the format").format(value=text))
            return str(int(filled) if format.amounts == "grosze" else money.parse(filled))
        case "date":
            return _date(format, text, number, column)
        case _:
            return text


def _date(format: TextFormat, text: str, number: int, column: int) -> str:
    pattern = DATE_PARTS.sub(lambda part: f"(?P<{part[0][0]}>[0-9]{{{len(part[0])}}})", re.escape(format.date_pattern))
    reason = _("“{value}” is no date of the form {pattern}").format(value=text, pattern=format.date_pattern)
    match = re.fullmatch(pattern, text)
    if match is None:
        _refuse(number, column, reason)
    year = int(match["Y"]) + (2000 if len(match["Y"]) == 2 else 0)
    try:
        return date(year, int(match["M"]), int(match["D"])).isoformat()
    except ValueError:
        _refuse(number, column, reason)


def _pieces(format: TextFormat, line: tuple[FieldUse, ...], text: str, number: int) -> Iterator[tuple[FieldUse, str, int]]:
    """The fields of a line with their texts and the columns that they begin in."""
    groups = list(clusters(line))
    place = 0
    for position, group in enumerate(groups):
        start, end, place = _next(format, group, text, place, number, last=position == len(groups) - 1)
        yield from _parts(format, group, text[start:end], number, start)
    if place <= len(text):
        _refuse(number, place + 1, _("more fields than the format has"))


def _next(
    format: TextFormat, group: tuple[FieldUse, ...], text: str, place: int, number: int, *, last: bool
) -> tuple[int, int, int]:
    """Where the text of a field begins and ends, and where the next field begins (behind the line: after the last one)."""
    if place > len(text):
        _refuse(number, len(text) + 1, _("fewer fields than the format has"))
    delimiter = format.delimiter if group[0].quoted else ""
    start = place + len(delimiter)
    if not text.startswith(delimiter, place):
        _refuse(number, place + 1, _("the text delimiter is missing"))
    if format.has_fixed_widths:
        end = start + sum(use.width for use in group) + len(format.part_separator) * (len(group) - 1)
    elif delimiter:
        end = text.find(delimiter, start)
    else:
        end = text.find(format.separator, start)
        end = len(text) if end < 0 else end
    if not start <= end <= len(text) or not text.startswith(delimiter, end):
        _refuse(number, len(text) + 1, _("the field does not end in this line"))
    after = end + len(delimiter)
    if last and after == len(text):
        return start, end, after + 1
    if not text.startswith(format.separator, after):
        _refuse(number, after + 1, _("a field separator is missing"))
    if not format.has_fixed_widths and after == len(text):
        return start, end, after + 1
    return start, end, after + len(format.separator)


def _parts(
    format: TextFormat, group: tuple[FieldUse, ...], text: str, number: int, start: int
) -> Iterator[tuple[FieldUse, str, int]]:
    """The joined fields of one field: by their widths where they have some, else by the part separator."""
    if len(group) == 1:
        yield group[0], text, start + 1
        return
    if all(use.width for use in group):
        place = 0
        for use in group:
            yield use, text[place : place + use.width], start + place + 1
            place += use.width + len(format.part_separator)
        return
    texts = text.split(format.part_separator) if format.part_separator else [text]
    sizes = [format.text_style.lines if use.code == "title" else 1 for use in group]
    if len(texts) != sum(sizes):
        reason = _("{found} joined parts where {wanted} are expected").format(found=len(texts), wanted=sum(sizes))
        _refuse(number, start + 1, reason)
    place = start + 1
    for use, size in zip(group, sizes, strict=True):
        part = format.part_separator.join(texts[:size])
        yield use, part, place
        place += len(part) + len(format.part_separator)
        del texts[:size]


def _read(format: TextFormat, record: Record) -> ReadTransfer:
    title = record.get("title", "")
    lines = title.split(format.part_separator) if format.part_separator else [title]
    parts = sorted((part, code) for code, part in NAME_PARTS.items() if code in record and code.startswith("payee"))
    return ReadTransfer(
        amount=int(record.get("amount", "0")),
        currency=record.get("currency", ""),
        date=record.get("operation_date", ""),
        payer_account=record.get("payer_account") or _whole_account(record, "payer"),
        account=record.get("payee_account") or _whole_account(record, "payee"),
        name=record.get("payee_name") or "".join(record[code] for _part, code in parts),
        text="".join(lines) or "".join(record.get(code, "") for code in format.title_slots),
        reference=record.get("reference", ""),
        kind=_kind(format, record),
    )


def _kind(format: TextFormat, record: Record) -> Kind | None:
    """The kind, where the class of the order belongs to one kind only."""
    code = record.get("order_class")
    found: list[Kind] = [kind for kind in KINDS if code is not None and format.classes.get(kind) == code]
    return found[0] if len(found) == 1 else None


def _whole_account(record: Record, prefix: str) -> str:
    """The account number of the three fields that make it; "" where one of them is missing."""
    parts = [record.get(f"{prefix}_{part}") for part in ("check_digits", "sort_code", "account_number")]
    return "".join(part or "" for part in parts) if all(parts) else ""


def _refuse(line: int, column: int, reason: str) -> NoReturn:
    message = _("The file does not fit the format, line {line}, column {column}: {reason}.")
    raise TransferError(message.format(line=line, column=column, reason=reason))
