"""The rows of the register as tables: one row a SprzedazWiersz or ZakupWiersz of the file.

JPK_VAT (3) gives the same K numbers other meanings (K_46 there is ordinary input tax), so its fields are a map of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from .versions import Form

Fields = tuple[str, ...]


def _numbered(first: int, last: int) -> Fields:
    return tuple(f"K_{number}" for number in range(first, last + 1))


SALE_FIELDS: Mapping[Form, Fields] = {
    "V7M": (*_numbered(10, 36), "K_360"),
    "V7K": (*_numbered(10, 36), "K_360"),
    "VAT": _numbered(10, 39),
}
PURCHASE_FIELDS: Mapping[Form, Fields] = {"V7M": _numbered(40, 47), "V7K": _numbered(40, 47), "VAT": _numbered(43, 50)}

GTU = tuple(f"GTU_{number:02}" for number in range(1, 14))
PROCEDURES: Mapping[int, Fields] = {
    1: ("SW", "EE", "TP", "TT_WNT", "TT_D", "MR_T", "MR_UZ", "I_42", "I_63", "B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA", "MPP"),
    2: ("WSTO_EE", "IED", "TP", "TT_WNT", "TT_D", "MR_T", "MR_UZ", "I_42", "I_63", "B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA"),
    3: ("WSTO_EE", "IED", "TP", "TT_WNT", "TT_D", "MR_T", "MR_UZ", "I_42", "I_63", "B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA"),
}
"""Of sales, by the number of the structure of JPK_V7."""
SALE_DOCUMENTS = ("RO", "WEW", "FP")
PURCHASE_DOCUMENTS = ("MK", "VAT_RR", "WEW")
KSEF_MARKERS = ("OFF", "BFK", "DI")
"""In place of a KSeF number, from version (3) on: an invoice still without one, an invoice outside KSeF, no invoice."""

_SALE: Mapping[str, str] = {
    "row": "int64",
    "document_id": "str",
    "country": "str",
    "tax_id": "str",
    "name": "str",
    "document": "str",
    "issue_date": "datetime64[s]",
    "sale_date": "datetime64[s]",
    "ksef": "str",
    "document_type": "str",
    "markers": "str",
    "relief": "bool",
    "due_date": "datetime64[s]",
    "payment_date": "datetime64[s]",
}
_PURCHASE: Mapping[str, str] = {
    "row": "int64",
    "document_id": "str",
    "country": "str",
    "tax_id": "str",
    "name": "str",
    "document": "str",
    "issue_date": "datetime64[s]",
    "received_date": "datetime64[s]",
    "ksef": "str",
    "document_type": "str",
    "markers": "str",
}


def sale_columns(form: Form) -> dict[str, str]:
    """The columns of a table of sales and their types.

    row (LpSprzedazy, from 1), document_id (of the books; empty in a file that was read), country (KodKrajuNadaniaTIN), tax_id
    (NrKontrahenta), name, document (DowodSprzedazy), issue_date, sale_date (missing where the file has none), ksef (the KSeF
    number or one of KSEF_MARKERS; empty before version (3)), document_type (one of SALE_DOCUMENTS or empty), markers (GTU and
    procedures, set apart by blanks, in the order of the schema), relief (KorektaPodstawyOpodt), due_date (TerminPlatnosci),
    payment_date (DataZaplaty), the K fields and margin (SprzedazVAT_Marza), int64 grosze, 0 where the file has none.
    """
    return {**_SALE, **dict.fromkeys(SALE_FIELDS[form], "int64"), "margin": "int64"}


def purchase_columns(form: Form) -> dict[str, str]:
    """The columns of a table of purchases and their types: as `sale_columns`, with issue_date (DataZakupu), received_date
    (DataWplywu), document_type (one of PURCHASE_DOCUMENTS), markers (IMP; in version (1) also MPP), margin (ZakupVAT_Marza)."""
    return {**_PURCHASE, **dict.fromkeys(PURCHASE_FIELDS[form], "int64"), "margin": "int64"}


def table(columns: Mapping[str, str], values: Mapping[str, Sequence[object]] | None = None) -> pd.DataFrame:
    """A table with exactly these columns and types; a column that is not given is empty, no, missing or 0."""
    given = values or {}
    length = max((len(of) for of in given.values()), default=0)
    blank = {"str": "", "bool": False, "int64": 0, "datetime64[s]": pd.NaT}
    empty = {of: pd.array([value] * length, dtype=of) for of, value in blank.items()}  # type: ignore[call-overload]
    return pd.DataFrame({name: _typed(given[name], of) if name in given else empty[of] for name, of in columns.items()})


def _typed(values: Sequence[object], of: str) -> Any:
    """The values of a column as an array of its type, the same array where it is of that type already."""
    found: Any = values.array if isinstance(values, pd.Series) else values
    if getattr(found, "dtype", None) == of:
        return found
    return pd.Series(found).astype(of).array  # type: ignore[call-overload]
