"""Which element of a row of JPK_V7 or JPK_VAT (3) goes into which column (see `rows`).

Source: vat.md 2.2 (structure of JPK_V7); the structure of JPK_VAT (3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..i18n import _
from . import rows
from .versions import Version


@dataclass(frozen=True)
class Register:
    """How the rows of a register are read: the element of a row, its columns, and which element goes into which of them."""

    name: Literal["sales", "purchases"]
    row: str
    columns: Mapping[str, str]
    plain: Mapping[str, str]
    """Elements and the columns they fill."""
    markers: Sequence[str]
    ksef: Sequence[str] = ()
    passed: frozenset[str] = frozenset()
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
    old, third = version.form == "VAT", version.form != "VAT" and version.number > 2
    ksef = rows.KSEF_MARKERS if third else ()
    number = {"NrKSeF": "ksef"} if third else {}
    country = {} if old else {"KodKrajuNadaniaTIN": "country"}
    sale_fields = [name for name in rows.SALE_FIELDS[version.form] if name != "K_360" or third]
    sale = {
        "LpSprzedazy": "row",
        **country,
        "NrKontrahenta": "tax_id",
        "NazwaKontrahenta": "name",
        "DowodSprzedazy": "document",
        "DataWystawienia": "issue_date",
        "DataSprzedazy": "sale_date",
    }
    purchase = {
        "LpZakupu": "row",
        **country,
        "NrDostawcy": "tax_id",
        "NazwaDostawcy": "name",
        "DowodZakupu": "document",
        "DataZakupu": "issue_date",
        "DataWplywu": "received_date",
    }
    sale_marks: tuple[str, ...] = ()
    purchase_marks: tuple[str, ...] = ()
    if not old:
        relief = {"KorektaPodstawyOpodt": "relief"}
        if version.number > 1:
            relief |= {"TerminPlatnosci": "due_date", "DataZaplaty": "payment_date"}
        sale |= {**number, "TypDokumentu": "document_type", **relief, "SprzedazVAT_Marza": "margin"}
        purchase |= {**number, "DokumentZakupu": "document_type", "ZakupVAT_Marza": "margin"}
        sale_marks = (*rows.GTU, *rows.PROCEDURES[version.number])
        purchase_marks = ("MPP", "IMP") if version.number == 1 else ("IMP",)
    sale |= {name: name for name in sale_fields}
    purchase |= {name: name for name in rows.PURCHASE_FIELDS[version.form]}
    address = {
        "sales": frozenset({"AdresKontrahenta"} if old else ()),
        "purchases": frozenset({"AdresDostawcy"} if old else ()),
    }
    return (
        Register("sales", "SprzedazWiersz", rows.sale_columns(version.form), sale, sale_marks, ksef, address["sales"]),
        Register(
            "purchases",
            "ZakupWiersz",
            rows.purchase_columns(version.form),
            purchase,
            purchase_marks,
            ksef,
            address["purchases"],
        ),
    )
