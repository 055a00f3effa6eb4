"""A written pain.001 file looked at again: by our own rules always, by the schema of ISO 20022 where it is at hand.

Nothing here knows how files are written: the file is parsed, its amounts are added up, what must be there is looked for.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

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
    number, total = 0, 0
    blocks, numbers, references = set(), set(), set()
    for block in look(f"{_MESSAGE}/p:PmtInf"):
        of_block = _transfers(look, block)
        amount = sum(map(_grosze, of_block.amounts))
        _compare(look, block, len(of_block.amounts), amount)
        number, total = number + len(of_block.amounts), total + amount
        blocks.add(look("string(p:PmtInfId)", block))
        numbers.update(of_block.numbers)
        references.update(of_block.references)
    if (len(numbers), len(references)) != (number, number) or len(blocks) != look(f"count({_MESSAGE}/p:PmtInf)"):
        raise TransferError(_("An identifier in the file is used twice."))
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

    def texts(self, names: tuple[str, ...], inside: Any) -> list[str]:
        """The texts of all elements of these names in their order, in a fraction of the time of a path."""
        return [element.text or "" for element in inside.iter(*(f"{{{self._space}}}{name}" for name in names))]


class _Transfers(NamedTuple):
    """What the transfers of a payment information say, in their order."""

    numbers: list[str]
    references: list[str]
    amounts: list[str]


def _transfers(look: _Looker, block: Any) -> _Transfers:
    """Each transfer has been found to hold all three, so that a text too many is a fault wherever it stands."""
    texts = look.texts(("InstrId", "EndToEndId", "InstdAmt"), block)
    if len(texts) != 3 * look(f"count({_TRANSFER})", block):
        raise TransferError(_("A transfer in the file has two identifiers or amounts."))
    return _Transfers(texts[0::3], texts[1::3], texts[2::3])


def _filled(name: str) -> str:
    """The condition that an element is there and not empty."""
    path = "/".join(f"p:{part}" for part in name.split("/"))
    return f"({path}/* or {path}/text())" if name in _HOLDERS else f"{path}/text()"


def _compare(look: _Looker, holder: Any, number: int, total: int) -> None:
    said, control = look("string(p:NbOfTxs)", holder), look("string(p:CtrlSum)", holder)
    if said != str(number) or _grosze(control) != total:
        raise TransferError(_("A control number or a control sum in the file is wrong."))


def _grosze(text: str) -> int:
    """An amount in grosze; above zero, with exactly two decimals."""
    digits = text[:-3] + text[-2:]
    if text[-3:-2] != "." or not digits.isascii() or not digits.isdigit() or not int(digits):
        raise TransferError(_("{amount} is not an amount above zero with two decimals.").format(amount=text or "–"))
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
