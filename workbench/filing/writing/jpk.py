"""JPK_V7M and JPK_V7K as files: header, taxpayer, declaration part, record part.

Rows are checked and written in batches, so a register of any length takes the same memory. The record part always has both
registers with their control sums. Source: structure of JPK_V7 (vat.md 2.2, 2.3).
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pandas as pd
from lxml import etree

from ... import money
from ...errors import FilingError
from ...i18n import _
from ..files import Control, JpkFile
from ..versions import Form, Version
from .file_frame import check_frame, frame
from .layout import Layout, layout_of
from .row_faults import check_rows
from .row_writing import batches, row_text
from .whole_file import written_whole

Signs = Mapping[str, int]

_V7_OUTPUT: Signs = dict.fromkeys((f"K_{number}" for number in (16, 18, 20, 24, 26, 28, 30, 32, 33, 34)), 1) | dict.fromkeys(
    ("K_35", "K_36", "K_360"), -1
)
_V7_INPUT: Signs = dict.fromkeys((f"K_{number}" for number in (41, 43, 44, 45, 46, 47)), 1)
OUTPUT_TAX: Mapping[Form, Signs] = {
    "V7M": _V7_OUTPUT,
    "V7K": _V7_OUTPUT,
    "VAT": dict.fromkeys((f"K_{number}" for number in (16, 18, 20, 24, 26, 28, 30, 33, 35, 36, 37)), 1)
    | dict.fromkeys(("K_38", "K_39"), -1),
}
"""The fields that PodatekNalezny consists of, with their signs. K_360 came with structure (3), before it is always 0."""
INPUT_TAX: Mapping[Form, Signs] = {
    "V7M": _V7_INPUT,
    "V7K": _V7_INPUT,
    "VAT": dict.fromkeys((f"K_{number}" for number in (44, 46, 47, 48, 49, 50)), 1),
}
"""The fields of PodatekNaliczony."""
RECEIPT_INVOICE = "FP"
"""An invoice to a sale that is in the cash register report already: a row without a part in sums (art. 109 ust. 3d)."""


def write_jpk(file: JpkFile, out: Path | str | BinaryIO) -> None:
    """Write a file to a path, where it appears whole or not at all, or to a binary stream.

    KSeF numbers before structure (3) and the dates of relief in (1) have no place in the file and are left out. FilingError
    names the part, row and field of the first thing that the structure cannot hold, before anything is written: a character
    that XML cannot carry, a text that is too long (nothing is cut), a missing KSeF marker, a day out of range, an unknown
    marker; it also stands for a path that cannot be written.
    """
    content = _content(file)
    if isinstance(out, Path | str):
        with written_whole(Path(out)) as stream:
            stream.writelines(content)
    else:
        out.writelines(content)


def jpk_bytes(file: JpkFile) -> bytes:
    """The content of a file, see `write_jpk`."""
    out = io.BytesIO()
    write_jpk(file, out)
    return out.getvalue()


def controls(sales: pd.DataFrame, purchases: pd.DataFrame, version: Version) -> tuple[Control, Control]:
    """The control sums of both registers: their rows and their tax in grosze; all rows count, those of type FP without tax."""
    output, deducted = _tax(sales, OUTPUT_TAX[version.form]), _tax(purchases, INPUT_TAX[version.form])
    return Control(len(sales), output), Control(len(purchases), deducted)


def _tax(rows: pd.DataFrame, signs: Signs) -> int:
    tax = 0
    for batch in batches(rows):
        taxed = (batch["document_type"] != RECEIPT_INVOICE).to_numpy()
        tax += sum(sign * money.total(batch[field].to_numpy()[taxed]) for field, sign in signs.items())
    return tax


@dataclass(frozen=True, eq=False)
class _Register:
    """One register: its name for the user, how its rows look, the rows and their sums."""

    title: str
    layout: Layout
    rows: pd.DataFrame
    control: Control


def _content(file: JpkFile) -> Iterator[bytes | memoryview]:
    """The content in pieces, all checked before the first one."""
    version = file.header.version
    if version.declaration is None:
        raise FilingError(_("{version} is only read; a file of this structure is no longer made.").format(version=version.name))
    registers = _registers(file)
    root = frame(file, [(register.layout, register.control) for register in registers])
    check_frame(root, version)
    for register in registers:
        for rows in batches(register.rows):
            check_rows(register.title, rows, register.layout)
    left = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    for register in registers:
        before, sums, left = left.partition(f"<{register.layout.control}>".encode())
        yield before
        for rows in batches(register.rows):
            yield row_text(rows, register.layout)
        yield sums
    yield left


def _registers(file: JpkFile) -> list[_Register]:
    if file.sales is None or file.purchases is None:
        if file.sales is not None or file.purchases is not None or file.declaration is None:
            raise FilingError(_("A file has a declaration part, or both registers, or all of it; choose at least one part."))
        return []
    version = file.header.version
    sales, purchases = controls(file.sales, file.purchases, version)
    return [
        _Register(_("Sales"), layout_of(version, "sale"), file.sales, sales),
        _Register(_("Purchases"), layout_of(version, "purchase"), file.purchases, purchases),
    ]
