"""What was written, compared with what an independent reader finds in the file."""

from collections.abc import Sequence

from ... import money
from ...i18n import _
from ..orders import Payer, Transfer
from ..texts import clean, lay_out
from .definable import TextFormat
from .definable_writer import name_held
from .elixir import ElixirFormat
from .format import Format, ReadTransfer
from .party import NAME_LINES


def differences(
    format: Format, payer: Payer, transfers: Sequence[Transfer], references: Sequence[str], read: Sequence[ReadTransfer]
) -> list[str]:
    """What differs between a batch and its re-read file, as messages: number and sum of the transfers, and of each its amount,
    currency, day, accounts, name and title after cleaning, reference and kind. What a file does not say is not compared."""
    if len(read) != len(transfers):
        return [_("The file has {found} transfers, the batch {wanted}.").format(found=len(read), wanted=len(transfers))]
    faults = []
    total, found = sum(transfer.amount for transfer in transfers), sum(one.amount for one in read)
    if total != found:
        sums = {"found": money.to_text(found), "wanted": money.to_text(total)}
        faults.append(_("The sum of the file is {found}, that of the batch {wanted}.").format(**sums))
    by_reference = {one.reference: one for one in read}
    by_position = len(by_reference) < len(read) or "" in by_reference
    for position, (transfer, reference) in enumerate(zip(transfers, references, strict=True)):
        one = read[position] if by_position else by_reference.get(reference)
        if one is None:
            faults.append(_("The identifier {reference} is not in the file.").format(reference=reference))
            continue
        faults += [
            _("Transfer {number}: the file has {found} where the batch has {wanted}.").format(
                number=position + 1, found=said or "–", wanted=wanted or "–"
            )
            for said, wanted in _pairs(format, payer, transfer, reference, one)
            if said != wanted
        ]
    return faults


def _pairs(format: Format, payer: Payer, transfer: Transfer, reference: str, one: ReadTransfer) -> list[tuple[str, str]]:
    """What the file says of a transfer, and what it should say."""
    title = "".join(lay_out(transfer, format.style_of(transfer.kind)).lines)
    optional = [
        (one.currency, transfer.currency),
        (one.date, transfer.date.isoformat()),
        (_plain(one.payer_account), _plain(payer.account)),
        (_squeezed(one.text), _squeezed(title)),
        (one.reference, reference),
        (one.kind or "", transfer.kind),
    ]
    return [
        (money.to_text(one.amount), money.to_text(transfer.amount)),
        (_plain(one.account), _plain(transfer.payee.account)),
        (_squeezed(one.name), _squeezed(_name(format, transfer)) if one.name or _has_name(format) else ""),
        *(pair for pair in optional if pair[0]),
    ]


def _name(format: Format, transfer: Transfer) -> str:
    """The payee's name as the format holds it."""
    style = format.style_of(transfer.kind)
    match format:
        case ElixirFormat():
            room = NAME_LINES * style.width
        case TextFormat():
            return name_held(format, transfer)
        case _:
            from .iso import IsoFormat
            from .iso_texts import name_style

            assert isinstance(format, IsoFormat)
            style, room = name_style(style), format.name_width
    return clean(transfer.payee.name, style).text[:room]


def _has_name(format: Format) -> bool:
    """Whether a file in the format names payees at all."""
    return not isinstance(format, TextFormat) or any(code.startswith("payee_name") for code in format.codes)


def _plain(account: str) -> str:
    return account.replace(" ", "").removeprefix("PL")


def _squeezed(text: str) -> str:
    """A text without its blanks, which the end of a line or an XML element may swallow."""
    return "".join(text.split())
