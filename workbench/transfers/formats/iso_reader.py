"""`read_iso`: what a pain.001 file of version 03 or 09 says, found by a reader that knows nothing of the writer.

The file is read piece by piece. It may come from anywhere: one with a document type (and so with entities), of another code
page than UTF-8 or larger than `LARGEST` is refused; nothing is fetched.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from lxml import etree

from ...errors import TransferError
from ...i18n import _
from ..orders import Kind
from .format import ReadTransfer
from .iso import VERSIONS

LARGEST = 128 * 2**20
"""Bytes; about 150,000 transfers."""

_ROOTS = {
    f"{{urn:iso:std:iso:20022:tech:xsd:pain.001.001.{version}}}{name}": (
        f"{{urn:iso:std:iso:20022:tech:xsd:pain.001.001.{version}}}Document"
    )
    for version in VERSIONS
    for name in ("CdtTrfTxInf", "PmtInf", "Document")
}
"""The tags that are looked for, each with that of the root it must have."""
_AMOUNT = re.compile(r"([0-9]{1,16})(?:\.([0-9]{1,2})0{0,3})?")
_SOCIAL_INSURANCE = re.compile(r"PL[0-9]{2}60000002026001[0-9]{10}")
_SPLIT_PAYMENT = "53"
_SPLIT_TITLE = re.compile(r"/VAT/[0-9]+,[0-9]{2}/IDC/")
_TAX_TITLE = re.compile(r"/TI/[NRP123].+/OKR/")
_LETTERS = {"HLF": "P", "QTR": "K", "MM": "M"}
_FULL_YEAR, _DAYS_OF_DECADE = "R", 10


def read_iso(content: bytes) -> list[ReadTransfer]:
    """The transfers in the order of the file. TransferError for a file that is no pain.001 of these versions."""
    if len(content) > LARGEST:
        raise TransferError(_("The file is too large to be read."))
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise TransferError(_("The file has a document type of its own; a bank's file has none, so it is not read."))
    try:
        content.decode("utf-8")
        return list(_transfers(content))
    except (etree.XMLSyntaxError, UnicodeDecodeError) as wrong:
        raise TransferError(_("The file is not XML: {fault}").format(fault=wrong)) from wrong


@dataclass(frozen=True)
class _Block:
    """What a payment information says of all its transfers."""

    date: str
    account: str
    codes: frozenset[str]


def _transfers(content: bytes) -> Iterator[ReadTransfer]:
    parts = etree.iterparse(
        io.BytesIO(content),
        tag=("{*}CdtTrfTxInf", "{*}PmtInf", "{*}Document"),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    block = root = None
    for _event, element in parts:
        root = root or element.getroottree().getroot().tag
        if _ROOTS.get(element.tag) != root:
            raise TransferError(_("The file is not a pain.001 message of version 03 or 09."))
        if element.tag.endswith("}CdtTrfTxInf"):
            holder = element.getparent()
            block = block or _block(holder)
            yield _transfer(element, block)
            holder.remove(element)
        else:
            block = None
            element.clear()
    if _ROOTS.get(parts.root.tag) != parts.root.tag:
        raise TransferError(_("The file is not a pain.001 message of version 03 or 09."))


def _block(element: Any) -> _Block:
    day = _text(element, "ReqdExctnDt") or _text(element, "ReqdExctnDt/Dt") or _text(element, "ReqdExctnDt/DtTm")[:10]
    return _Block(day, _account(element, "DbtrAcct"), _codes(element))


def _transfer(element: Any, block: _Block) -> ReadTransfer:
    amount = next(element.iter("{*}InstdAmt"), None)
    currency = "" if amount is None else amount.get("Ccy", "")
    account = _account(element, "CdtrAcct")
    tax = element.find("{*}Tax")
    text = "".join(line.text or "" for line in element.iterfind("{*}RmtInf/{*}Ustrd")) or (
        "" if tax is None else _tax_title(tax)
    )
    return ReadTransfer(
        amount=_grosze("" if amount is None else amount.text or ""),
        currency=currency,
        date=block.date,
        payer_account=block.account.removeprefix("PL"),
        account=account.removeprefix("PL"),
        name=_text(element, "Cdtr/Nm"),
        text=text,
        reference=_text(element, "PmtId/EndToEndId"),
        kind=_kind(block.codes | _codes(element), account, currency, text),
    )


def _kind(codes: frozenset[str], account: str, currency: str, text: str) -> Kind:
    """The kind by its marks; where a bank uses none, by account and currency."""
    if "SEPA" in codes:
        return "sepa"
    if not account.startswith("PL") or currency != "PLN":
        return "foreign"
    if _SPLIT_PAYMENT in codes or _SPLIT_TITLE.match(text):
        return "split_payment"
    if _SOCIAL_INSURANCE.fullmatch(account):
        return "social_insurance"
    if "TAXS" in codes or _TAX_TITLE.match(text):
        return "tax_office"
    return "social_insurance" if "SSBE" in codes else "ordinary"


def _codes(element: Any) -> frozenset[str]:
    """The codes of the payment type: service level, local instrument, category purpose."""
    return frozenset(code.text or "" for code in element.iterfind("{*}PmtTpInf/*/*"))


def _tax_title(tax: Any) -> str:
    """The title with markers that says what a Tax block says."""
    liability = _text(tax, "RefNb")
    try:
        period = _period(tax)
    except (KeyError, ValueError) as wrong:
        raise TransferError(_("The period in a Tax block of the file cannot be read.")) from wrong
    return (
        f"/TI/{_text(tax, 'Dbtr/TaxTp')}{_text(tax, 'Dbtr/TaxId')}/OKR/{period}/SFP/{_text(tax, 'Rcrd/FrmsCd')}"
        f"{liability and f'/TXT/{liability}'}"
    )


def _period(tax: Any) -> str:
    """The period as tax offices write it: 26M09, 26K03, 26R; a day 26J0504, ten days 26D0205."""
    year, part = _text(tax, "Rcrd/Prd/Yr")[2:4], _text(tax, "Rcrd/Prd/Tp")
    first, last = _text(tax, "Rcrd/Prd/FrToDt/FrDt"), _text(tax, "Rcrd/Prd/FrToDt/ToDt")
    if first:
        begin = date.fromisoformat(first)
        if first == last:
            return f"{begin:%yJ%d%m}"
        return f"{begin:%y}D{begin.day // _DAYS_OF_DECADE + 1:02d}{begin:%m}"
    if not year:
        return "0"
    name = part.rstrip("0123456789")
    return f"{year}{_LETTERS[name]}{int(part[len(name) :]):02d}" if part else f"{year}{_FULL_YEAR}"


def _account(element: Any, name: str) -> str:
    return _text(element, f"{name}/Id/IBAN") or _text(element, f"{name}/Id/Othr/Id")


def _text(element: Any, path: str) -> str:
    """The text of an element without the blanks around it, "" where it is not there."""
    return (element.findtext(_anywhere(path)) or "").strip()


@lru_cache(maxsize=64)
def _anywhere(path: str) -> str:
    """A path whose elements may be of any version."""
    return "/".join(f"{{*}}{name}" for name in path.split("/"))


def _grosze(text: str) -> int:
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise TransferError(_("{amount} is not an amount above zero with two decimals.").format(amount=text or "–"))
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
