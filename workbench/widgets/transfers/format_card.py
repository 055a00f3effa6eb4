"""The card of a format, the faults of an own one, and the form of the register's bank."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from ... import html
from ...i18n import _
from ...transfers import Format
from ...transfers.formats import TextFormat, export_faults, import_faults
from ...transfers.texts import ENCODINGS
from ..layout import fact_list
from .batch import Batch
from .format_edits import bank_form, kinds_told, pair_fault


def format_card(format: Format) -> Markup:
    """What a format is and what about it needs a test upload."""
    style = format.text_style
    facts = [
        (_("Code"), format.code),
        (_("Kinds of transfers"), kinds_told(format) or "—"),
        (_("Currencies"), ", ".join(sorted(format.currencies)) or _("every currency")),
        (_("Code page"), ENCODINGS[style.encoding]),
        (_("Title"), _("{lines} × {width} characters").format(lines=style.lines, width=style.width)),
        (_("Extension of the file"), format.extension),
        (_("Transfers in a file"), str(format.max_transfers) if format.max_transfers else _("no limit")),
    ]
    parts = [html.tag("h3", format.title), fact_list(facts)]
    if format.to_confirm:
        parts.append(_listed(_("To be confirmed by a test upload"), format.to_confirm, "wb-information"))
    return html.join(parts)


def fault_lists(format: TextFormat) -> Markup:
    """What keeps an own format from being used for export, and for import (T-006), each with its place."""
    return html.join(
        [
            _judged(_("Export"), export_faults(format)),
            _judged(_("Import"), import_faults(format)),
        ]
    )


def bank_form_card(batch: Batch, chosen: str, chosen_split: str, own: Mapping[str, Format]) -> Markup:
    """The form of the register's bank (T-009), and whether the formats of ordinary transfers and split payments agree."""
    bank, fields = bank_form(batch.desk.ledger, batch.register, own)
    if not bank:
        return html.tag("p", _("The books name no bank for this register."), class_="wb-empty")
    fault = pair_fault(batch.desk.ledger, batch.register, chosen or None, chosen_split or None, own)
    agreed = _("The formats of ordinary transfers and of split payments go together.")
    return html.join(
        [
            html.tag("h3", _("Form of the bank: {bank}").format(bank=bank)),
            html.table([_("Field"), _("Format")], fields),
            html.tag("p", fault or agreed, class_="wb-error" if fault else "wb-who"),
        ]
    )


def _judged(title: str, faults: Sequence[str]) -> Markup:
    if not faults:
        return html.tag("p", _("{use}: no faults.").format(use=title), class_="wb-who")
    return _listed(title, faults, "wb-warning")


def _listed(title: str, texts: Sequence[str], class_: str) -> Markup:
    items = [html.tag("li", text) for text in texts]
    return html.join([html.tag("h4", title), html.tag("ul", *items, class_=f"wb-findings {class_}")])
