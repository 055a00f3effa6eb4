"""One writer for the Elixir-O of every bank: what differs is in the profile (banks.md 1.2 to 1.5)."""

from collections.abc import Callable, Sequence

from ...errors import TransferError
from ...i18n import _
from ..orders import Payee, Payer, Transfer
from ..texts import clean_unlisted, encode, lines_of
from .elixir import QUOTED, ElixirFormat
from .party import block_of

PART = "|"
"""Between the lines of a field; always three, also where lines are empty (banks.md 1.3)."""
ACCOUNT_DIGITS = 26

Quoter = Callable[[int, str], str]


def write_elixir(format: ElixirFormat, payer: Payer, transfers: Sequence[Transfer], references: Sequence[str]) -> bytes:
    """The file of a batch, one line a transfer in their order, with their references.

    TransferError for what the format cannot carry: a kind, a currency, an account that is no NRB, a reference that is too
    long or holds other characters, an amount that is not above zero.
    """
    _check(format, payer, transfers, references)
    style = format.text_style
    quoted = _quoter(format)
    own = block_of(payer.name, payer.street, payer.postcode, payer.city, style, clean_unlisted).lines
    before = (
        f",{quoted(4, payer.sort_code if format.own_sort_code else '')},{quoted(5, '0')}"
        f",{quoted(6, payer.account)},"  # the payee's account follows
    )
    sender = f",{quoted(8, PART.join(own))},"
    payees: dict[Payee, str] = {}
    heads: dict[tuple[str, object], str] = {}
    tails: dict[str, str] = {}
    empties = f",{quoted(13, '')},{quoted(14, '')},"
    rows = []
    for transfer, reference in zip(transfers, references, strict=True):
        payee = transfer.payee
        middle = payees.get(payee)
        if middle is None:
            middle = payees[payee] = before + _payee(format, payee, sender, quoted)
        order = format.social_insurance_order if transfer.kind == "social_insurance" else "110"
        head = heads.get((order, transfer.date))
        if head is None:
            head = heads[order, transfer.date] = f"{quoted(1, order)},{quoted(2, f'{transfer.date:%Y%m%d}')},"
        code = format.class_of(transfer)
        tail = tails.get(code)
        if tail is None:
            tail = tails[code] = f"{empties}{quoted(15, code)}"
        title = quoted(12, PART.join(lines_of(transfer, style)))
        rows.append(f"{head}{quoted(3, str(transfer.amount))}{middle}{title}{tail}{_reference(format, reference, quoted)}")
    return encode("".join(row + format.line_end for row in rows), style.encoding)


def _payee(format: ElixirFormat, payee: Payee, sender: str, quoted: Quoter) -> str:
    """Fields 7 to 11, with the comma that stands before the title."""
    lines = block_of(payee.name, payee.street, payee.postcode, payee.city, format.text_style, clean_unlisted).lines
    sort_code = payee.sort_code if format.payee_sort_code else ""
    return f"{quoted(7, payee.account)}{sender}{quoted(9, PART.join(lines))},{quoted(10, '0')},{quoted(11, sort_code)},"


def _reference(format: ElixirFormat, reference: str, quoted: Quoter) -> str:
    """Field 16 with the comma before it, where the format has it."""
    if format.fields < 16 or (format.reference_omitted and not reference):
        return ""
    wrap = format.reference_wrap if reference else ""
    return f",{quoted(16, wrap + reference + wrap)}"


def _quoter(format: ElixirFormat) -> Quoter:
    """How the field of a number is quoted. No field holds a quotation mark: the styles of texts forbid it."""
    always = QUOTED[format.quote]
    if format.quote == "minimal":
        return lambda _number, text: f'"{text}"' if "," in text else text
    return lambda number, text: f'"{text}"' if number in always else text


def _check(format: ElixirFormat, payer: Payer, transfers: Sequence[Transfer], references: Sequence[str]) -> None:
    if len(references) != len(transfers):
        raise ValueError("a transfer has one reference")
    if not _is_nrb(payer.account):
        reason = _("The account of the bank register {register} is no Polish account number of 26 digits: {account}.")
        raise TransferError(reason.format(register=payer.register, account=payer.account or "–"))
    for transfer in transfers:
        if transfer.kind not in format.kinds:
            reason = _("The format {format} cannot carry this kind of transfer. Payments: {payments}. Choose another format.")
        elif transfer.currency != "PLN":
            reason = _("The format {format} carries PLN only. Payments: {payments}. Choose another format.")
        elif transfer.amount <= 0:
            reason = _("The amount of a transfer must be above zero. Payments: {payments}.")
        elif not _is_nrb(transfer.payee.account):
            reason = _(
                "The format {format} needs a Polish account number of 26 digits. Payments: {payments}. Correct the account."
            )
        else:
            continue
        raise TransferError(reason.format(format=format.title, payments=", ".join(transfer.payments)))
    allowed = frozenset(format.reference_alphabet)
    for reference in references:
        if len(reference) > format.reference_longest or not allowed.issuperset(reference):
            reason = _("The reference {reference} does not fit the format {format}: at most {longest} characters of its list.")
            raise TransferError(reason.format(reference=reference, format=format.title, longest=format.reference_longest))


def _is_nrb(account: str) -> bool:
    return len(account) == ACCOUNT_DIGITS and account.isascii() and account.isdigit()
