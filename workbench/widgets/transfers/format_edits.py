"""What the panel of formats works out: the list of formats, new ones and copies, faults, and the form of the bank."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from ...errors import TransferError
from ...i18n import N_, _
from ...ledger import Ledger
from ...store.desk import Desk
from ...transfers import Format, TextStyle
from ...transfers.choosing import formats_of
from ...transfers.formats import (
    FieldUse,
    TextFormat,
    check_pair,
    copied,
    export_faults,
    format_of,
    from_xml,
    import_faults,
    standard_formats,
)
from ...transfers.formats.format_xml import LARGEST
from ...transfers.listing import KIND_TITLES
from ...transfers.orders import KINDS, Kind
from ...transfers.texts import ENCODINGS

FORMAT = "transfer_format"
"""The kind of things under which the store remembers own formats."""

BANK_FORM = {
    "format": N_("Export format for ordinary transfers"),
    "split_payment_format": N_("Export format for split payments"),
    "tax_office_format": N_("Export format for transfers to tax offices"),
    "social_insurance_format": N_("Export format for transfers to social insurance"),
    "sepa_format": N_("Export format for SEPA transfers"),
    "foreign_format": N_("Export format for foreign transfers"),
    "import_format": N_("Import format for bank statements"),
}
"""The fields of the bank's form (T-009) and what they are called."""

FIRST_FIELDS = ("reference", "operation_date", "amount", "currency", "payee_account", "payee_name", "title")
"""The record of a new format, a beginning that can be exported."""


def remembered(desk: Desk) -> tuple[dict[str, int], dict[str, TextFormat]]:
    """The versions of everything that ever was an own format of the client, and the formats, by code; read anew, versions
    first, so that a change between the two readings is noticed when something is kept."""
    if desk.kept is None:
        return {}, {}
    versions = desk.kept.versions(desk.client, FORMAT)
    return versions, {code: from_xml(xml) for code, xml in desk.kept.transfers.formats(desk.client).items()}


def format_table(own: Mapping[str, Format]) -> pd.DataFrame:
    """All formats, own ones first: code, title, kinds in words, code_page, origin (own, standard), to_confirm (yes or "")."""
    rows = [
        {
            "code": format.code,
            "title": format.title,
            "kinds": kinds_told(format),
            "code_page": ENCODINGS[format.text_style.encoding],
            "origin": "own" if format.code in own else "standard",
            "to_confirm": _("yes") if format.to_confirm else "",
        }
        for format in {**own, **standard_formats(), **own}.values()
    ]
    return pd.DataFrame(rows)


def kinds_told(format: Format) -> str:
    """The kinds that a format can carry, in words."""
    return ", ".join(_(KIND_TITLES[kind]) for kind in KINDS if kind in format.kinds)


def begun(own: Collection[str]) -> TextFormat:
    """A new format that can be exported as it is."""
    kinds: frozenset[Kind] = frozenset({"ordinary"})
    return TextFormat(
        code=free_code("own", own),
        title=_("Own format"),
        kinds=kinds,
        text_style=TextStyle(),
        record=tuple(FieldUse(code) for code in FIRST_FIELDS),
    )


def copy_of(format: TextFormat, own: Collection[str]) -> TextFormat:
    """A copy with a free code (T-008)."""
    return copied(format, free_code(format.code, own), _("{title} – copy").format(title=format.title))


def brought_in(content: bytes, own: Collection[str]) -> TextFormat:
    """The format of an XML file (T-007). One that bears the code of a standard format gets a free code.

    TransferError for a file that is too large, no UTF-8 or no format.
    """
    if len(content) > LARGEST:
        raise TransferError(_("This file is too large for a transfer format."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TransferError(_("This file is not in UTF-8. Choose a file that was written as a transfer format.")) from None
    format = from_xml(text)
    return replace(format, code=free_code(format.code, own)) if format.code in standard_formats() else format


def free_code(wanted: str, own: Collection[str]) -> str:
    """The code itself, or with the first number that makes it a new one."""
    taken = {*own, *standard_formats()}
    number, code = 1, wanted
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code


def refuse_unusable(format: TextFormat, others: Collection[str]) -> None:
    """TransferError for a format that cannot be kept: without code or title, with the code of another one, an extension that is
    none, or of no use for export and import alike."""
    if not format.code.strip() or not format.title.strip():
        raise TransferError(_("A format needs a code and a title."))
    if not format.extension.isalnum():
        raise TransferError(_("The extension of the file is made of letters and digits, such as txt."))
    if format.code in standard_formats() or format.code in others:
        raise TransferError(_("There is already a format with the code {code}. Choose another code.").format(code=format.code))
    faults = export_faults(format)
    if faults and import_faults(format):
        raise TransferError(
            _("The format can be used neither for export nor for import. For export: {faults}").format(faults=" ".join(faults))
        )


def refuse_used(ledger: Ledger, code: str) -> None:
    """TransferError where the form of a bank names a format: without it the register could not be opened."""
    names: list[str] = [
        bank["name"] for bank in ledger.banks.to_dict("records") if code in [bank[field] for field in BANK_FORM]
    ]
    if names:
        raise TransferError(
            _("The form of {banks} names the format {code}. Choose another one there first.").format(
                banks=", ".join(names), code=code
            )
        )


def bank_form(ledger: Ledger, register: str, own: Mapping[str, Format]) -> tuple[str, list[tuple[str, str]]]:
    """The name of a register's bank ("" where it has none), and the fields of its form: what each is called and the format."""
    codes = ledger.bank_registers.loc[(ledger.bank_registers["register"] == register).to_numpy(bool), "bank"]
    banks = ledger.banks[ledger.banks["bank"].isin(codes)].to_dict("records")
    if not banks:
        return "", []
    bank: dict[str, Any] = {str(name): value for name, value in banks[0].items()}
    return str(bank["name"]), [(_(title), _titled(bank[field], own)) for field, title in BANK_FORM.items()]


def pair_fault(ledger: Ledger, register: str, chosen: str | None, chosen_split: str | None, own: Mapping[str, Format]) -> str:
    """Why the formats of ordinary transfers and of split payments, as the window and the bank's form say them, do not go
    together (T-011, T-012, T-029); "" where they do."""
    try:
        formats = formats_of(ledger, register, chosen, chosen_split, own)
        check_pair(formats.of("ordinary"), formats.of("split_payment"))
    except TransferError as error:
        return str(error)
    return ""


def _titled(code: object, own: Mapping[str, Format]) -> str:
    if not isinstance(code, str) or not code:
        return "—"
    try:
        return f"{format_of(code, own).title} ({code})"
    except TransferError as error:
        return str(error)
