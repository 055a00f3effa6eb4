"""Files for the tax office and from it: JPK_V7, JPK_VAT, VAT-ZD and KSeF invoices, written, read, checked, compared.

`filing.fields` and `filing.ksef` are rooms of their own.
"""

from .checking.jpk import check_jpk
from .comparing import Comparison, compare
from .declaration import declaration
from .effects import declaration_effects, field_effects
from .files import Control, DeclarationPart, Header, JpkFile, Taxpayer
from .quarterly import declared_months, files_of, traps
from .reading.jpk import read_jpk, read_rows
from .reconciliation import Tellings, is_reconciled, reconciliation, unreconciled
from .register import Register, register
from .relief_rows import jpk_rows
from .versions import Version, version_in, version_of, versions
from .writing.jpk import controls, jpk_bytes, write_jpk
from .writing.vat_zd import vat_zd, vat_zd_rows

__all__ = [
    "Comparison",
    "Control",
    "DeclarationPart",
    "Header",
    "JpkFile",
    "Register",
    "Taxpayer",
    "Tellings",
    "Version",
    "check_jpk",
    "compare",
    "controls",
    "declaration",
    "declaration_effects",
    "declared_months",
    "field_effects",
    "files_of",
    "is_reconciled",
    "jpk_bytes",
    "jpk_rows",
    "read_jpk",
    "read_rows",
    "reconciliation",
    "register",
    "traps",
    "unreconciled",
    "vat_zd",
    "vat_zd_rows",
    "version_in",
    "version_of",
    "versions",
    "write_jpk",
]
