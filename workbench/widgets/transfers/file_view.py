"""A file for the bank as it will be written: every line with its number, line ends and blanks to be seen."""

from datetime import datetime

from markupsafe import Markup

from ... import html, i18n
from ...i18n import _, ngettext
from ...transfers import BatchFile
from ...transfers.texts import decode
from ..layout import fact_list

LINES_SHOWN = 200
FIRST_REFERENCE = "LIC{number:010d}"


def file_view(file: BatchFile, now: datetime) -> Markup:
    """The file with identifiers counted from one; the export gives it the next free ones.

    TransferError where the format cannot hold the batch.
    """
    references = [FIRST_REFERENCE.format(number=number) for number in range(1, len(file.transfers) + 1)]
    content = file.content(references, "LIC0000000000", now)
    text = decode(content, file.format.text_style.encoding)
    lines = text.splitlines(keepends=True)
    rows = [
        html.tag("span", line.rstrip("\r\n"), html.tag("span", _end(line), class_="wb-eol"), "\n", class_="wb-file-line")
        for line in lines[:LINES_SHOWN]
    ]
    facts = [
        (_("Format"), file.format.title),
        (_("Code page"), file.format.text_style.encoding),
        (_("Transfers"), str(len(file.transfers))),
        (_("Sum"), i18n.amount(file.amount, file.transfers[0].currency)),
        (_("Size"), ngettext("{count} byte", "{count} bytes", len(content)).format(count=f"{len(content)}")),
    ]
    more = len(lines) - LINES_SHOWN
    told = ngettext("and {count} more line", "and {count} more lines", more).format(count=more) if more > 0 else ""
    return html.join(
        [
            fact_list(facts),
            html.tag("pre", *rows, class_="wb-file"),
            html.tag("p", told, class_="wb-who") if told else "",
            html.tag(
                "p",
                _("Identifiers of operations are counted from one here; the export takes the next free ones."),
                class_="wb-who",
            ),
            _to_confirm(file),
        ]
    )


def _end(line: str) -> str:
    """The sign of a line's end."""
    return {"\r\n": "␍␊", "\n": "␊"}.get(line[len(line.rstrip("\r\n")) :], "")


def _to_confirm(file: BatchFile) -> Markup:
    if not file.format.to_confirm:
        return html.join([])
    items = [html.tag("li", note) for note in file.format.to_confirm]
    return html.join(
        [html.tag("h4", _("To be confirmed by a test upload")), html.tag("ul", *items, class_="wb-findings wb-information")]
    )
