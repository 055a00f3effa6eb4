"""Reads an Elixir-O file back: a second opinion on what was written, and a look into a file that is to be appended to.

It knows nothing of the writer. Fields may stand in quotation marks or not, whatever the profile says; a file that does not
hold together is refused with the line and the column of the fault.
"""

import re
from datetime import date
from typing import NoReturn

from ...errors import TransferError
from ...i18n import _
from ..orders import Kind
from ..texts import decode
from .elixir import ElixirFormat
from .format import ReadTransfer

FEWEST = 15
SOCIAL_INSURANCE_SORT_CODE = "60000002"
_FIELD = re.compile(r'"([^"]*)"|([^",]*)')
_OF_LINE = '("[^"]*"|[^",]*)'
_LINE = re.compile(",".join([_OF_LINE] * FEWEST) + f"(?:,{_OF_LINE})?")
"""A whole line at once: `_split` finds the fault of one that does not match."""
_DIGITS = {2: 8, 6: 26, 7: 26}
"""How many digits the date and the accounts have."""
_NAMES = {2: "YYYYMMDD", 3: "12345", 6: "26 × 0–9", 7: "26 × 0–9"}


def read_elixir(format: ElixirFormat, content: bytes) -> list[ReadTransfer]:
    """The transfers of a file in a profile's code page, in their order.

    TransferError with line and column, counted from 1, for the first thing that is not as the layout wants it.
    """
    text = decode(content, format.text_style.encoding)
    if text and not text.endswith(format.line_end):
        _refuse(text.count(format.line_end) + 1, len(text.rsplit(format.line_end, 1)[-1]) + 1, _("the file ends inside a line"))
    lines = text.split(format.line_end)[:-1]
    return [_transfer(format, line, number) for number, line in enumerate(lines, 1)]


def _transfer(format: ElixirFormat, line: str, number: int) -> ReadTransfer:
    match = _LINE.fullmatch(line)
    if match is None:
        reason = _("{found} fields where 15 or 16 are expected; a comma inside a text must stand in quotation marks")
        _refuse(number, 1, reason.format(found=len(_split(line, number)[0])))
    fields = [given.strip('"') for given in match.groups("")]

    def refuse(field: int, wanted: str) -> NoReturn:
        reason = _("field {field} holds {value} where {wanted} is expected")
        column = _split(line, number)[1][field - 1]
        _refuse(number, column, reason.format(field=field, value=fields[field - 1] or "–", wanted=wanted))

    order, day, amount, _sort, _zero, own, account, _sender, name, _none, _sort, title, _e, _f, code, reference = fields
    if order not in ("110", "120"):
        refuse(1, "110")
    for field, digits in _DIGITS.items():
        value = fields[field - 1]
        if len(value) != digits or not (value.isascii() and value.isdigit()):
            refuse(field, _NAMES[field])
    if not (amount.isascii() and amount.isdigit() and int(amount) > 0):
        refuse(3, _NAMES[3])
    for field in (8, 9, 12):
        if fields[field - 1].count("|") != 3:
            refuse(field, _("four lines with three | between them"))
    if code not in format.classes.values():
        refuse(15, ", ".join(sorted(set(format.classes.values()))))
    try:
        when = date(int(day[:4]), int(day[4:6]), int(day[6:])).isoformat()
    except ValueError:
        refuse(2, _NAMES[2])
    wrap = format.reference_wrap
    if wrap and reference:
        if len(reference) <= 2 * len(wrap) or not (reference.startswith(wrap) and reference.endswith(wrap)):
            refuse(16, f"{wrap}…{wrap}")
        reference = reference[len(wrap) : -len(wrap)]
    first, second, *_address = name.split("|")
    kind = _kind(format, order, code, account)
    return ReadTransfer(int(amount), "PLN", when, own, account, first + second, title.replace("|", ""), reference, kind)


def _kind(format: ElixirFormat, order: str, code: str, account: str) -> Kind:
    """What a line is, by its class; social insurance shares that of ordinary transfers and is told by its account."""
    classes = format.classes
    if code in (classes.get("split_payment"), classes.get("instant_split_payment")):
        return "split_payment"
    if order == "120" or account[2:10] == SOCIAL_INSURANCE_SORT_CODE:
        return "social_insurance"
    return "tax_office" if code == classes["tax_office"] else "ordinary"


def _split(line: str, number: int) -> tuple[list[str], list[int]]:
    """The fields of a line without their quotation marks, and the column that each begins in."""
    fields = []
    columns = []
    place = 0
    while True:
        match = _FIELD.match(line, place)
        assert match is not None  # the second alternative matches nothing at all, too
        end = match.end()
        if end < len(line) and line[end] != ",":
            _refuse(number, end + 1, _("a quotation mark that does not begin or end a field"))
        fields.append(match[1] if match[1] is not None else match[2])
        columns.append(place + 1)
        if end >= len(line):
            return fields, columns
        place = end + 1


def _refuse(line: int, column: int, reason: str) -> NoReturn:
    message = _("The file cannot be read as Elixir-O, line {line}, column {column}: {reason}.")
    raise TransferError(message.format(line=line, column=column, reason=reason))
