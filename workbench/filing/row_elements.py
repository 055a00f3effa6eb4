"""Which element of a row of JPK_V7 or JPK_VAT (3) goes into which column (see `rows`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..i18n import _
from . import rows, structure
from .versions import Version

RegisterName = Literal["sales", "purchases"]

_COLUMNS: Mapping[str, str] = {
    "LpSprzedazy": "row",
    "LpZakupu": "row",
    "KodKrajuNadaniaTIN": "country",
    "NrKontrahenta": "tax_id",
    "NrDostawcy": "tax_id",
    "NazwaKontrahenta": "name",
    "NazwaDostawcy": "name",
    "DowodSprzedazy": "document",
    "DowodZakupu": "document",
    "DataWystawienia": "issue_date",
    "DataZakupu": "issue_date",
    "DataSprzedazy": "sale_date",
    "DataWplywu": "received_date",
    "NrKSeF": "ksef",
    "TypDokumentu": "document_type",
    "DokumentZakupu": "document_type",
    "KorektaPodstawyOpodt": "relief",
    "TerminPlatnosci": "due_date",
    "DataZaplaty": "payment_date",
    "SprzedazVAT_Marza": "margin",
    "ZakupVAT_Marza": "margin",
}
"""The K fields have columns of their own names."""
_VAT: Mapping[RegisterName, str] = {
    "sales": "LpSprzedazy NrKontrahenta NazwaKontrahenta AdresKontrahenta DowodSprzedazy DataWystawienia DataSprzedazy",
    "purchases": "LpZakupu NrDostawcy NazwaDostawcy AdresDostawcy DowodZakupu DataZakupu DataWplywu",
}
"""What stands in JPK_VAT (3) before the K fields. Source: its published structure; `structure` has those of JPK_V7 alone."""


@dataclass(frozen=True)
class Register:
    """How the rows of a register are read: the element of a row, its columns, and which element goes into which of them."""

    name: RegisterName
    row: str
    columns: Mapping[str, str]
    plain: Mapping[str, str]
    """Elements and the columns they fill."""
    markers: Sequence[str]
    ksef: Sequence[str]
    passed: frozenset[str]
    """Elements that no column holds."""

    @property
    def elements(self) -> frozenset[str]:
        """All elements that a row may have."""
        return frozenset((*self.plain, *self.markers, *self.ksef)) | self.passed

    def place(self, number: str) -> str:
        """What messages call a row."""
        told = _("sales, row {number}") if self.name == "sales" else _("purchases, row {number}")
        return told.format(number=number)


def registers(version: Version) -> tuple[Register, Register]:
    """Sales and purchases of a structure. The addresses of the parties in JPK_VAT (3) are passed over: JPK_V7 has none, and no
    column holds them."""
    return (
        _register(version, "sales", "SprzedazWiersz", rows.sale_columns(version.form)),
        _register(version, "purchases", "ZakupWiersz", rows.purchase_columns(version.form)),
    )


def _register(version: Version, name: RegisterName, row: str, columns: Mapping[str, str]) -> Register:
    old = version.form == "VAT"
    fields = [field for field in columns if field.startswith("K_")]
    names = (*_VAT[name].split(), *fields) if old else structure.names(version, name.removesuffix("s"))
    plain = {one: _COLUMNS.get(one, one) for one in names if one in _COLUMNS or one in fields}
    ksef = tuple(one for one in names if one in rows.KSEF_MARKERS)
    others = tuple(one for one in names if one not in plain and one not in ksef)
    markers, passed = ((), others) if old else (others, ())
    return Register(name, row, columns, plain, markers, ksef, frozenset(passed))
