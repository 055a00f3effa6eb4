"""What the books say about JPK_V7 beside the amounts: the codes of its markers and fields, checked when the books are read.

The codes are those of all structures of JPK_V7; whether one belongs into the file of a month is judged when the file is made.
"""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pyarrow as pa

from ..i18n import _
from .faults import Faults

JPK_TYPES = ("RO", "WEW", "FP", "MK", "VAT_RR")
"""TypDokumentu and DokumentZakupu."""

KSEF_MARKERS = ("OFF", "BFK", "DI")
"""What stands in the file in place of a KSeF number: none yet, an invoice outside KSeF, no invoice."""

JPK_MARKERS = (
    *(f"GTU_{number:02}" for number in range(1, 14)),
    *("SW", "EE", "WSTO_EE", "IED", "TP", "TT_WNT", "TT_D", "MR_T", "MR_UZ", "I_42", "I_63"),
    *("B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA", "MPP", "IMP"),
)
"""Of goods, procedures and purchases."""

JPK_FIELDS = (
    *("K_10", "K_11", "K_12", "K_13", "K_14", "K_15", "K_17", "K_19", "K_21", "K_22", "K_23", "K_25", "K_27", "K_29", "K_31"),
    *("K_33", "K_34", "K_35", "K_36", "K_360", "K_40", "K_42", "K_44", "K_45", "K_46", "K_47", "margin"),
)
"""Fields that a VAT line can name: a base (its tax goes with it), a single tax, or the gross of margin sales and purchases."""

VAT_PERIODS = ("month", "quarter")


def check_filing_columns(columns: Mapping[str, Mapping[str, pa.Array]], faults: Faults) -> None:
    """Reports markers that JPK_V7 does not know, a tax office that is not four digits and a day of birth that is no day."""
    for table, column, good, expected in (
        ("documents", "jpk_markers", _are_markers, _("markers of JPK_V7 set apart by blanks, such as GTU_01 TP")),
        ("company", "tax_office", _is_tax_office, _("the code of a tax office: four digits")),
        ("company", "birth_date", _is_day, _("a date such as 1980-02-29")),
    ):
        values = columns.get(table, {}).get(column)
        if values is not None:
            _check(table, column, values, good, expected, faults)


def _check(table: str, column: str, values: pa.Array, good: Callable[[str], bool], expected: str, faults: Faults) -> None:
    """Judges every different text once: a column of a million rows has few."""
    encoded = values.dictionary_encode()
    bad = [code for code, text in enumerate(encoded.dictionary.to_pylist()) if text is not None and not good(text)]
    if bad:
        rows = np.flatnonzero(np.isin(encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False), bad))
        faults.add_rows(table, rows, column, values.take(pa.array(rows)), expected)


def _are_markers(text: str) -> bool:
    return all(marker in JPK_MARKERS for marker in text.split())


def _is_tax_office(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
