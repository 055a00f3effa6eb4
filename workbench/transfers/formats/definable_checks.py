"""What keeps a definable format from being written or read: two validators, for export and for import (C-50)."""

from collections.abc import Iterator

from ...i18n import _
from .definable import DATE_PARTS, FieldUse, TextFormat, clusters
from .fields import ACCOUNT_PARTS, FIELDS

LONGEST_SIGN = 3
"""Characters of a separator or delimiter."""


def export_faults(format: TextFormat) -> list[str]:
    """Everything that keeps transfers from being written in a format, as messages; empty: it can be used."""
    return [*_line_faults(format), *_sign_faults(format), *_content_faults(format)]


def import_faults(format: TextFormat) -> list[str]:
    """Everything that keeps a file in a format from being read: no footer (I-013), a document date and an amount (I-008), and a
    party known by its code or its account number (T-006)."""
    faults = [*_line_faults(format), *_sign_faults(format)]
    if format.footer:
        faults.append(_("A format for import must have no footer. Remove the footer."))
    needed = [FIELDS[code].title for code in ("document_date", "amount") if code not in format.codes]
    faults += [_("A format for import needs the field “{field}” in its record.").format(field=_(title)) for title in needed]
    if not format.codes & {"party_code", "payee_account"} and not format.codes >= {*ACCOUNT_PARTS}:
        faults.append(_("A format for import needs the party code or the whole account number of the party in its record."))
    return faults


def _line_faults(format: TextFormat) -> Iterator[str]:
    lines = {_("record"): format.record, _("header"): format.header, _("footer"): format.footer}
    if not format.record:
        yield _("The record has no fields. Pick at least the amount and the account of the party.")
    for title, line in lines.items():
        wrong = "frame" if line is format.record else "record"
        for number, use in enumerate(line, 1):
            if reason := _use_fault(format, use, wrong, first=number == 1):
                yield _("{line}, field {number}: {reason}").format(line=title, number=number, reason=reason)


def _use_fault(format: TextFormat, use: FieldUse, wrong_place: str, *, first: bool) -> str | None:
    known = FIELDS.get(use.code)
    if known is None:
        return _("there is no field “{code}”. Choose one of the list.").format(code=use.code)
    if known.place == wrong_place:
        return _("“{field}” cannot stand here: the record tells of one transfer, header and footer of the file.").format(
            field=_(known.title)
        )
    if use.joined and first:
        return _("the first field of a line cannot be joined to one before it.")
    if use.width < 0 or use.longest < 0 or len(use.fill) != 1:
        return _("the width must not be below zero, and the fill is one character.")
    if use.width and use.fill.isalnum() and (use.fill, use.align) != ("0", "right") and known.value != "text":
        return _("only zeros before a number leave its value alone: align it to the right, or fill it with spaces.")
    if format.has_fixed_widths and not use.width:
        return _("without a field separator every field needs a width.")
    if use.code == "constant" and any(sign and sign in use.text for sign in _signs(format)):
        return _("the constant text holds a separator or delimiter of the format.")
    if use.width and not format.has_fixed_widths and use.fill in (format.separator, format.delimiter, format.part_separator):
        return _("the fill character is a separator or delimiter of the format.")
    if use.code in ("title", *format.title_slots) and use.room and use.room < _title_length(format, use.code):
        return _("the field is narrower than the bank description line, {width} characters.").format(
            width=_title_length(format, use.code)
        )
    return None


def _title_length(format: TextFormat, code: str) -> int:
    style = format.text_style
    if code != "title":
        return style.width
    return style.width * style.lines + len(format.part_separator) * (style.lines - 1)


def _sign_faults(format: TextFormat) -> Iterator[str]:
    signs = [sign for sign in _signs(format) if sign]
    if len(set(signs)) < len(signs) or any(len(sign) > LONGEST_SIGN for sign in signs):
        yield _("Field separator, text delimiter and part separator must differ and have at most {longest} characters.").format(
            longest=LONGEST_SIGN
        )
    if format.separator and not format.separator.strip(" ") and not format.delimiter:
        yield _("With a space between the fields a text delimiter is needed.")
    groups = [group for line in (format.record, format.header, format.footer) for group in clusters(line) if len(group) > 1]
    if not format.part_separator.strip(" ") and any(not use.width for group in groups for use in group):
        yield _("Joined fields need a part separator that is no space, or a width each.")
    if format.line_end not in ("\r\n", "\n", "\r"):
        yield _("Lines end with CR LF, LF or CR.")
    if any(sign.isalnum() or sign in "/.-" for sign in "".join(signs)) or "," in format.delimiter + format.part_separator:
        yield _("Letters, digits and the signs / . - cannot part fields; a comma can only stand between whole fields.")
    parts = DATE_PARTS.findall(format.date_pattern)
    if sorted(part[:1] for part in parts) != ["D", "M", "Y"]:
        yield _("The form of dates needs DD, MM and YYYY or YY once each, such as YYYY-MM-DD.")
    unquoted = [use for line in (format.record, format.header, format.footer) for use in _bare(format, line)]
    decimal = {"grosze": "", "comma": ",", "point": "."}[format.amounts]
    if decimal and decimal in format.separator and any(FIELDS[u.code].value == "amount" for u in unquoted if u.code in FIELDS):
        yield _("Amounts hold the field separator. Choose another separator, or put the amounts into text delimiters.")
    dates = [use for use in unquoted if use.code in FIELDS and FIELDS[use.code].value == "date"]
    if dates and format.separator and format.separator in DATE_PARTS.sub("", format.date_pattern):
        yield _("Dates hold the field separator. Choose another separator or another form of dates.")


def _content_faults(format: TextFormat) -> Iterator[str]:
    if format.record and "amount" not in format.codes:
        yield _("The record needs the amount of the payment.")
    if format.record and "payee_account" not in format.codes and not format.codes >= {*ACCOUNT_PARTS}:
        yield _("The record needs the whole account number of the party.")
    if "split_payment" in format.kinds and "," in format.separator:
        titles = {"title", *format.title_slots}
        if any(use.code in titles for use in _bare(format, format.record)):
            yield _("Titles of split payments hold a comma. Choose another separator, or put the title into text delimiters.")
    if any(sign in known for known in format.classes.values() for sign in _signs(format) if sign):
        yield _("The classes of orders must not hold a separator or delimiter of the format.")
    if "order_class" in format.codes and (missing := sorted(format.kinds - set(format.classes))):
        yield _("The class of the order is missing for these kinds: {kinds}.").format(kinds=", ".join(missing))


def _bare(format: TextFormat, line: tuple[FieldUse, ...]) -> list[FieldUse]:
    """The fields of a line that stand without delimiters."""
    if format.has_fixed_widths:
        return []
    return [use for cluster in clusters(line) for use in cluster if not (format.delimiter and cluster[0].quoted)]


def _signs(format: TextFormat) -> tuple[str, str, str]:
    return format.separator, format.delimiter, format.part_separator
