"""What was written, compared with what an independent reader finds in the file."""

from collections.abc import Iterator, Sequence

from ... import money
from ...i18n import _
from ..orders import Kind, Payee, Payer, Transfer
from ..texts import cleaner, lines_of
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
    held = _Held(format, payer)
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
            for said, wanted in held.differing(transfer, reference, one)
        ]
    return faults


class _Held:
    """What a file holds of the transfers of a batch."""

    def __init__(self, format: Format, payer: Payer) -> None:
        self._format = format
        self._payer_account = _plain(payer.account)
        self._names: dict[tuple[Kind, Payee], str] = {}

    def differing(self, transfer: Transfer, reference: str, one: ReadTransfer) -> Iterator[tuple[str, str]]:
        """What the file says of a transfer, and what it should say, where these differ."""
        if one.amount != transfer.amount:
            yield money.to_text(one.amount), money.to_text(transfer.amount)
        if _plain(one.account) != _plain(transfer.payee.account):
            yield one.account, transfer.payee.account
        if one.name or _has_name(self._format):
            yield from _texts_differing(one.name, self._name(transfer))
        if one.text:
            yield from _texts_differing(one.text, "".join(lines_of(transfer, self._format.style_of(transfer.kind))))
        if one.payer_account and _plain(one.payer_account) != self._payer_account:
            yield one.payer_account, self._payer_account
        optional = (
            (one.currency, transfer.currency),
            (one.date, transfer.date.isoformat()),
            (one.reference, reference),
            (one.kind, transfer.kind),
        )
        for said, wanted in optional:
            if said and said != wanted:
                yield said, wanted

    def _name(self, transfer: Transfer) -> str:
        key = transfer.kind, transfer.payee
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = _name(self._format, transfer)
        return name


def _texts_differing(said: str, wanted: str) -> Iterator[tuple[str, str]]:
    """Texts that differ in more than the blanks that the end of a line or an XML element may swallow."""
    if said != wanted and (said := "".join(said.split())) != (wanted := "".join(wanted.split())):
        yield said, wanted


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
    return cleaner(style)(transfer.payee.name)[:room]


def _has_name(format: Format) -> bool:
    """Whether a file in the format names payees at all."""
    return not isinstance(format, TextFormat) or any(code.startswith("payee_name") for code in format.codes)


def _plain(account: str) -> str:
    return account.replace(" ", "").removeprefix("PL")
