"""What must hold before a pain.001 file is written. The checks of the preview find all of it earlier and gently; these cheap
ones make sure that no file is wrong whatever was looked at before (reference, section 5.2)."""

import re
from collections.abc import Sequence

from ...errors import TransferError
from ...i18n import _
from ..orders import Payer, Transfer
from .iso import IsoFormat
from .iso_accounts import iban, is_bic, is_polish, right, writable

_REFERENCE = re.compile(r"[A-Za-z0-9/?:().,'+-]{1,35}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LARGEST = 10**18 - 1
_LONGEST_MESSAGE = 22
"""What the numbers of a block and of a transfer leave of 35 characters."""


def refused(transfer: Transfer, why: str) -> TransferError:
    """The error about a transfer, with the ids of its payments in front."""
    payments = ", ".join(transfer.payments)
    return TransferError(_("Payment {payments}: {why}").format(payments=payments, why=why))


def check_batch(
    format: IsoFormat, payer: Payer, transfers: Sequence[Transfer], references: Sequence[str], message: str
) -> None:
    """TransferError for the first thing that cannot be written to one file of this format."""
    if not transfers:
        raise TransferError(_("There is no transfer to write."))
    if len(message) > _LONGEST_MESSAGE or not _REFERENCE.fullmatch(message):
        raise TransferError(_("{message} cannot be the number of a message.").format(message=message))
    if len(references) != len(transfers) or len(set(references)) != len(references):
        raise TransferError(_("Every transfer needs an identifier of its own."))
    if len({format.file_of(transfer) for transfer in transfers}) > 1:
        raise TransferError(_("These transfers need files of their own: day, kind or initiator differ."))
    _check_payer(format, payer)
    for transfer, reference in zip(transfers, references, strict=True):
        _check(format, transfer, reference)


def _check_payer(format: IsoFormat, payer: Payer) -> None:
    place = payer.register
    if not payer.name.strip():
        raise TransferError(_("The company has no name."))
    if not _account_right(payer.account):
        raise TransferError(_("The account of register {place} is not a valid account number.").format(place=place))
    if payer.bic and not is_bic(payer.bic, format.version):
        raise TransferError(_("{bic} is not a BIC.").format(bic=payer.bic))
    if format.needs_bic and not payer.bic:
        raise TransferError(_("This format needs the SWIFT code (BIC) of the bank of register {place}.").format(place=place))
    if payer.country and not _COUNTRY.fullmatch(payer.country):
        raise TransferError(_("{country} is not a country code of two letters.").format(country=payer.country))


def _check(format: IsoFormat, transfer: Transfer, reference: str) -> None:
    kind, payee = transfer.kind, transfer.payee
    if kind not in format.kinds:
        raise refused(transfer, _("the format {title} does not carry transfers of this kind.").format(title=format.title))
    if not 0 < transfer.amount <= _LARGEST or sum(transfer.amounts) != transfer.amount:
        raise refused(transfer, _("the amount is not above zero, or not the sum of its payments."))
    known = transfer.currency in format.currencies if format.currencies else _CURRENCY.fullmatch(transfer.currency)
    if not known:
        raise refused(transfer, _("the format does not take the currency {currency}.").format(currency=transfer.currency))
    if not _REFERENCE.fullmatch(reference):
        raise refused(transfer, _("{reference} cannot be an identifier of a transfer.").format(reference=reference))
    if not payee.name.strip():
        raise refused(transfer, _("the payee has no name."))
    if payee.country and not _COUNTRY.fullmatch(payee.country):
        raise refused(transfer, _("{country} is not a country code of two letters.").format(country=payee.country))
    if kind == "foreign":
        _check_foreign(format, transfer)
    elif kind == "sepa":
        _check_iban(transfer)
        _check_bic(format, transfer)
    else:
        _check_domestic(transfer)


def _check_domestic(transfer: Transfer) -> None:
    _check_iban(transfer)
    if not is_polish(iban(transfer.payee.account)):
        raise refused(transfer, _("a domestic transfer goes to a Polish account."))
    if transfer.kind == "split_payment" and (transfer.split is None or not 0 < transfer.split.vat <= transfer.amount):
        raise refused(transfer, _("the VAT of a split payment is above zero and not above the amount."))
    if transfer.kind == "tax_office" and transfer.tax is None:
        raise refused(transfer, _("a transfer to the tax office needs identifier, period and form."))


def _check_foreign(format: IsoFormat, transfer: Transfer) -> None:
    payee = transfer.payee
    if iban(payee.account):
        _check_iban(transfer)
    elif not writable(payee.account):
        raise refused(transfer, _("{account} is not a valid account number.").format(account=payee.account))
    if not payee.city.strip() or not payee.country:
        raise refused(transfer, _("a foreign transfer needs the payee's town and country in fields of their own."))
    if not payee.bic and not payee.bank_name.strip():
        raise refused(transfer, _("a foreign transfer needs the BIC or the name of the payee's bank."))
    _check_bic(format, transfer)


def _check_iban(transfer: Transfer) -> None:
    if not _account_right(transfer.payee.account):
        raise refused(transfer, _("{account} is not a valid account number.").format(account=transfer.payee.account))


def _check_bic(format: IsoFormat, transfer: Transfer) -> None:
    if transfer.payee.bic and not is_bic(transfer.payee.bic, format.version):
        raise refused(transfer, _("{bic} is not a BIC.").format(bic=transfer.payee.bic))


def _account_right(account: str) -> bool:
    number = iban(account)
    return bool(number) and right(number)
