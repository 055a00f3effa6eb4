"""`read_invoices`: KSeF invoices from a folder, archive, file or uploads, as tables."""

from itertools import islice
from typing import Any

from ...errors import FilingError
from ...i18n import _
from .fields import field_map
from .invoice import rows_of
from .sources import Source, files
from .tables import LAYOUT, Invoices, frame

_LOOKED_AT = 100
_HEAD = 4096
"""Bytes in which the root of an invoice begins."""


def read_invoices(source: Source) -> Invoices:
    """All invoices of a source: a folder (its XML files and those of its folders), a ZIP archive, one XML file, or uploads as a
    mapping of names to bytes. Read one at a time, in the order of their names.

    A file that cannot be read is a row of `faults`, and the others are read. FilingError where there is no such source, or an
    archive is damaged or too large.
    """
    values: dict[str, list[Any]] = {name: [] for name in LAYOUT}
    for file, content in files(source):
        try:
            if isinstance(content, FilingError):
                raise content
            found = rows_of(file, content)
        except FilingError as error:
            values["faults"] += file, str(error), _("Fetch this invoice from KSeF again, or take it out of the folder.")
            continue
        for name, rows in found.items():
            for row in rows:
                values[name] += row
    return Invoices(**{name: frame(columns, values[name]) for name, columns in LAYOUT.items()})


def holds_invoices(source: Source) -> bool:
    """Whether one of the first files of a source is a KSeF invoice of a structure that can be read. Raises nothing."""
    namespaces = [namespace.encode() for namespace in field_map().forms]
    try:
        for _file, content in islice(files(source), _LOOKED_AT):
            if isinstance(content, bytes) and any(namespace in content[:_HEAD] for namespace in namespaces):
                return True
    except (FilingError, OSError, ValueError):
        return False
    return False
