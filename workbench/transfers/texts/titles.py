"""The titles of transfers as whole texts, and the marked ones of split payments and tax offices.

A split payment is `/VAT/230,00/IDC/<NIP>/INV/<number>/TXT/<text>`, a tax office transfer
`/TI/N5260250274/OKR/26M09/SFP/VAT-7/TXT/<liability>`; TXT is left out where there is nothing to say. Sources:
reference/banks.md 1.4. The marks and the amount with its comma are the bank's own signs: no rule of characters touches them.

>>> parse_markers(["/VAT/230,00/IDC/5260250274", "/INV/FV/1/2026"])
SplitPayment(vat=23000, tax_id='5260250274', invoice='FV/1/2026', text='')
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ... import money
from ..orders import SplitPayment, TaxData, Transfer

LONGEST_INVOICE = 35
LONGEST_TAX_ID = 14
VAT_END = 10**12
"""Grosze: the VAT of a split payment is less, for it has at most 10 digits before its comma."""
LONGEST_TEXT = 33
LONGEST_LIABILITY = 20

_SPLIT = re.compile(r"/VAT/(\d{1,10},\d\d)/IDC/(.*?)/INV/(.*?)(?:/TXT/(.*))?", re.DOTALL)
_TAX = re.compile(r"/TI/([NRP123])(.*?)/OKR/(.*?)/SFP/(.*?)(?:/TXT/(.*))?", re.DOTALL)


class Mark(NamedTuple):
    """A mark (with what else is the bank's own) and the value behind it.

    What is longer than `longest` characters does not go to the bank; 0: any length.
    """

    mark: str
    value: str
    longest: int = 0


Group = tuple[Mark, ...]
"""Marks that share a line."""


def marked_groups(transfer: Transfer) -> list[Group]:
    """The groups of marks of a split payment or tax office title, each of which begins a line; none for other transfers."""
    if transfer.split is not None:
        return _split_groups(transfer.split)
    if transfer.tax is not None:
        return _tax_groups(transfer.tax)
    return []


def title_text(transfer: Transfer) -> str:
    """The whole title before any rule of characters or length: the marks, or the texts that are filled, joined by a space."""
    groups = marked_groups(transfer)
    if groups:
        return "".join(mark.mark + mark.value for group in groups for mark in group)
    return " ".join(text for text in transfer.texts if text.strip())


def parse_markers(lines: Iterable[str]) -> SplitPayment | TaxData | None:
    """What a title with marks says, read from its lines (or from the text, already whole); None for any other title.

    The lines are joined without a space, for a line may end inside a word. A number of an invoice or a text may hold slashes.
    """
    text = "".join(lines)
    if match := _SPLIT.fullmatch(text):
        vat, tax_id, invoice, words = match.groups("")
        return SplitPayment(money.parse(vat), tax_id, invoice, words)
    if match := _TAX.fullmatch(text):
        kind, identifier, period, form, liability = match.groups("")
        return TaxData(kind, identifier, period, form, liability)
    return None


def _split_groups(split: SplitPayment) -> list[Group]:
    vat = money.to_text(split.vat).replace(".", ",")
    groups: list[Group] = [
        (Mark(f"/VAT/{vat}/IDC/", split.tax_id, LONGEST_TAX_ID),),
        (Mark("/INV/", split.invoice, LONGEST_INVOICE),),
    ]
    return groups + ([(Mark("/TXT/", split.text, LONGEST_TEXT),)] if split.text else [])


def _tax_groups(tax: TaxData) -> list[Group]:
    identifier = Mark("/TI/", tax.identifier_type + tax.identifier, 1 + LONGEST_TAX_ID)
    groups: list[Group] = [(identifier, Mark("/OKR/", tax.period)), (Mark("/SFP/", tax.form),)]
    return groups + ([(Mark("/TXT/", tax.liability, LONGEST_LIABILITY),)] if tax.liability else [])
