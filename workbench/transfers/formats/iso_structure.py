"""A written pain.001 file looked at again: by our own rules always, by the schema of ISO 20022 where it is at hand.

Nothing here knows how files are written: the file is parsed, its amounts are added up, what must be there is looked for.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from ...errors import TransferError
from ...i18n import _
from .iso import VERSIONS

_SPACES = {version: f"urn:iso:std:iso:20022:tech:xsd:pain.001.001.{version}" for version in VERSIONS}
_MESSAGE = "/p:Document/p:CstmrCdtTrfInitn"
_TRANSFER = "p:CdtTrfTxInf"

_NEEDED = {
    f"{_MESSAGE}/p:GrpHdr": ("MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty/Nm"),
    f"{_MESSAGE}/p:PmtInf": (
        "PmtInfId",
        "PmtMtd",
        "NbOfTxs",
        "CtrlSum",
        "ReqdExctnDt",
        "Dbtr/Nm",
        "DbtrAcct/Id",
        "DbtrAgt/FinInstnId",
    ),
    f"{_MESSAGE}/p:PmtInf/{_TRANSFER}": ("PmtId/InstrId", "PmtId/EndToEndId", "Amt/InstdAmt", "Cdtr/Nm", "CdtrAcct/Id"),
}
"""What banks need in each part of a message."""
_HOLDERS = ("ReqdExctnDt", "DbtrAcct/Id", "DbtrAgt/FinInstnId", "CdtrAcct/Id")
"""Those of them that may hold elements, the others hold text."""
_IDENTIFIERS = ("PmtInfId", "InstrId", "EndToEndId")
"""Identifiers that never come twice."""


def check_structure(content: bytes) -> tuple[int, int]:
    """How many transfers the file holds and their sum in grosze.

    TransferError where it is no pain.001, where an element that banks need is missing or empty, an identifier is used twice, an
    amount is not above zero with two decimals, or a number or sum in a header differs from what stands below it.
    """
    look = _Looker(content)
    for path, names in _NEEDED.items():
        # one walk for all of them; which one is missing matters only when one is
        if look(f"boolean({path}[not({' and '.join(map(_filled, names))})])"):
            missing = next(name for name in names if look(f"boolean({path}[not({_filled(name)})])"))
            raise TransferError(_("The file lacks {element}.").format(element=missing))
    for name in _IDENTIFIERS:
        found = look.texts(name)
        if len(set(found)) != len(found):
            raise TransferError(_("An identifier in {element} is used twice.").format(element=name))
    number, total = 0, 0
    for block in look(f"{_MESSAGE}/p:PmtInf"):
        count, amount = _counted(look, block)
        number, total = number + count, total + amount
    header = look(f"{_MESSAGE}/p:GrpHdr")
    if len(header) != 1 or not number:
        raise TransferError(_("The file needs one header and at least one transfer."))
    _compare(look, header[0], number, total)
    return number, total


def validate(content: bytes, schema: Path | None) -> None:
    """Check a file against the schema of its version; without a schema nothing is checked. TransferError with the first line
    that is wrong."""
    if schema is None:
        return
    compiled = _schema(schema)
    if not compiled.validate(_parsed(content)):
        fault = compiled.error_log[0]
        raise TransferError(_("The schema refuses line {line}: {fault}").format(line=fault.line, fault=fault.message))


class _Looker:
    """Paths looked up in one file, with the prefix p for its version."""

    def __init__(self, content: bytes) -> None:
        self._root = _parsed(content)
        space = etree.QName(self._root).namespace
        if space not in _SPACES.values() or self._root.tag != f"{{{space}}}Document":
            raise TransferError(_("The file is not a pain.001 message of version 03 or 09."))
        self._space: str = space

    def __call__(self, path: str, inside: Any = None) -> Any:
        return _path(path, self._space)(self._root if inside is None else inside)

    def texts(self, name: str, inside: Any = None) -> list[str]:
        """The texts of all elements of a name, in a third of the time of a path."""
        holder = self._root if inside is None else inside
        return [element.text or "" for element in holder.iter(f"{{{self._space}}}{name}")]


def _counted(look: _Looker, block: Any) -> tuple[int, int]:
    """How many transfers a payment information holds and their sum, both as its header says."""
    number = int(look(f"count({_TRANSFER})", block))
    amounts = [_grosze(text) for text in look.texts("InstdAmt", block)]
    if len(amounts) != number or min(amounts, default=0) <= 0:
        raise TransferError(_("An amount in the file is not above zero."))
    total = sum(amounts)
    _compare(look, block, number, total)
    return number, total


def _filled(name: str) -> str:
    """The condition that an element is there and not empty."""
    path = "/".join(f"p:{part}" for part in name.split("/"))
    return f"({path}/* or {path}/text())" if name in _HOLDERS else f"{path}/text()"


def _compare(look: _Looker, holder: Any, number: int, total: int) -> None:
    said, control = look("string(p:NbOfTxs)", holder), look("string(p:CtrlSum)", holder)
    if said != str(number) or _grosze(control) != total:
        raise TransferError(_("A control number or a control sum in the file is wrong."))


def _grosze(text: str) -> int:
    """An amount of exactly two decimals in grosze."""
    digits = text[:-3] + text[-2:]
    if text[-3:-2] != "." or not digits.isascii() or not digits.isdigit():
        raise TransferError(_("{amount} is not an amount with two decimals.").format(amount=text))
    return int(digits)


def _parsed(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as wrong:
        raise TransferError(_("The file is not XML: {fault}").format(fault=wrong)) from wrong


@lru_cache(maxsize=128)
def _path(path: str, space: str) -> Any:
    return etree.XPath(path, namespaces={"p": space}, smart_strings=False)


@lru_cache(maxsize=4)
def _schema(schema: Path) -> Any:
    return etree.XMLSchema(etree.parse(schema))
