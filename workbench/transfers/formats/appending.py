"""A batch behind the transfers of an existing file (T-039, "Dopisz do pliku")."""

from datetime import date

from ...errors import TransferError
from ...i18n import _
from ..texts import decode, encode
from .definable import TextFormat
from .definable_reader import Record, read_lines
from .definable_writer import amount_text, date_text, line_text
from .elixir import ElixirFormat
from .format import Format
from .writing import read

_LETTERS = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")


def append(format: Format, before: bytes, content: bytes) -> bytes:
    """The file `before` with the transfers of `content` behind its own; both in the same format.

    Sums and numbers in header and footer count all of them. TransferError where the existing file is of another format or code
    page or ends inside a line, holds one of the transfers already, or would hold more than the format allows; and for XML.
    """
    if not isinstance(format, ElixirFormat | TextFormat):
        reason = _(
            "An XML file is complete as it is, with its sums and its number: nothing can be appended. Choose a new file."
        )
        raise TransferError(reason)
    if not before:
        return content
    try:
        old, text = read(format, before), decode(before, format.text_style.encoding)
    except TransferError as error:
        reason = _("Nothing can be appended to this file in the format {format}. {reason}")
        raise TransferError(reason.format(format=format.title, reason=error)) from None
    new = read(format, content)
    _check_letters(format, text, decode(content, format.text_style.encoding))
    again = {one.reference for one in old if one.reference} & {one.reference for one in new}
    if again:
        reason = _("The file already holds these transfers: {references}. Choose another file.")
        raise TransferError(reason.format(references=", ".join(sorted(again))))
    if format.max_transfers and len(old) + len(new) > format.max_transfers:
        reason = _("The file would hold {count} transfers; the format {format} allows {limit}. Choose a new file.")
        values = {"count": len(old) + len(new), "format": format.title, "limit": format.max_transfers}
        raise TransferError(reason.format(**values))
    return _merged(format, text, before, content) if isinstance(format, TextFormat) else before + content


def _check_letters(format: Format, text: str, ours: str) -> None:
    """A file in another code page can often be decoded all the same, but to letters that no file of ours has."""
    strange = {sign for sign in text if not sign.isascii()} - _LETTERS - set(ours)
    if strange:
        reason = _("The file seems to be in another code page than the format {format}: it holds {signs}. Choose a new file.")
        raise TransferError(reason.format(format=format.title, signs=" ".join(sorted(strange)[:10])))


def _merged(format: TextFormat, text: str, before: bytes, content: bytes) -> bytes:
    """The lines of both files between one header and one footer."""
    if "number" in format.codes:
        reason = _("The format {format} numbers its records: nothing can be appended. Choose a new file.")
        raise TransferError(reason.format(format=format.title))
    old, new = read_lines(format, before), read_lines(format, content)
    lines = [
        *_body(format, text),
        *_body(format, decode(content, format.text_style.encoding)),
    ]
    if format.header:
        lines.insert(0, line_text(format, format.header, _frame(format, old[0], new[0])))
    if format.footer:
        lines.append(line_text(format, format.footer, _frame(format, old[2], new[2])))
    return encode("".join(line + format.line_end for line in lines), format.text_style.encoding)


def _body(format: TextFormat, text: str) -> list[str]:
    lines = text.split(format.line_end)[:-1]
    return lines[1 if format.header else 0 : len(lines) - bool(format.footer)]


def _frame(format: TextFormat, old: Record, new: Record) -> dict[str, str]:
    """What header or footer say of both files together. All but sum and number must be the same in both."""
    values = dict(new)
    for code in old:
        if code == "sum":
            values[code] = amount_text(format, int(old[code]) + int(new[code]))
        elif code == "count":
            values[code] = str(int(old[code]) + int(new[code]))
        elif old[code] != new[code]:
            reason = _("The file is for {old}, the batch for {new}. Choose a new file.")
            raise TransferError(reason.format(old=old[code] or "–", new=new[code] or "–"))
        elif code == "operation_date":
            values[code] = date_text(date.fromisoformat(new[code]), format.date_pattern)
    return values
