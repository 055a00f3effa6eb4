"""`write_iso`: transfers as one pain.001 message. Each element is a template filled with text made ready before (reference,
sections 2.2, 2.3 and 5); amounts are made of whole grosze, identifiers are never used twice (T-075)."""

from collections.abc import Sequence
from datetime import datetime

from ...errors import TransferError
from ...i18n import _
from ..orders import FeeBearer, Kind, Payer, TaxData, Transfer
from .iso import IsoFormat, initiator
from .iso_parties import Parties
from .iso_rules import check_batch, refused
from .iso_sepa import identification
from .iso_structure import check_structure
from .iso_tax import tax_block
from .iso_texts import KindTexts

_FEES: dict[FeeBearer, str] = {"shared": "SHAR", "payer": "DEBT", "payee": "CRED"}
_SPLIT_PAYMENT = "<LclInstrm><Prtry>53</Prtry></LclInstrm>"


def write_iso(
    format: IsoFormat,
    payer: Payer,
    transfers: Sequence[Transfer],
    references: Sequence[str],
    *,
    message: str,
    created: datetime,
) -> bytes:
    """The file: UTF-8, one payment information for every kind, day, currency and priority.

    `references`: the identifiers of operations in the order of the transfers, written as EndToEndId. `message`: the number of
    this message, up to 22 characters, that never comes again; InstrId and PmtInfId are made of it. `created`: the time in the
    header. TransferError for what cannot be written (see `iso_rules`) and where the written file does not count as the batch
    does.
    """
    check_batch(format, payer, transfers, references, message)
    blocks: dict[tuple[object, ...], list[int]] = {}
    for place, transfer in enumerate(transfers):
        blocks.setdefault(format.block_of(transfer), []).append(place)
    writers = {kind: _KindWriter(format, payer, kind) for kind in {transfer.kind for transfer in transfers}}
    parts = [writers[transfers[0].kind].header(transfers, message, created)]
    for number, places in enumerate(blocks.values(), 1):
        of_block = [transfers[place] for place in places]
        writer = writers[of_block[0].kind]
        parts += writer.block(f"{message}-{number}", of_block, [references[place] for place in places])
    parts.append("</CstmrCdtTrfInitn>\n</Document>\n")
    content = "".join(parts).encode("utf-8")
    if check_structure(content) != (len(transfers), sum(transfer.amount for transfer in transfers)):
        raise TransferError(_("The file does not hold what the batch holds."))
    return content


class _KindWriter:
    """The pieces of one file that are about one kind of transfers."""

    def __init__(self, format: IsoFormat, payer: Payer, kind: Kind) -> None:
        self._format = format
        self._payer = payer
        self._kind = kind
        self._texts = KindTexts(format, kind)
        self._parties = Parties(format, kind, self._texts)
        # the payment type may stand at one of the two levels only
        self._typed_apart = kind == "split_payment" and format.split_level == "transaction"

    def header(self, transfers: Sequence[Transfer], message: str, created: datetime) -> str:
        """Everything before the first payment information."""
        first = initiator(transfers[0])
        try:
            identified = first and identification(first, self._format.version, self._texts.identifier)
        except TransferError as wrong:
            raise refused(transfers[0], str(wrong)) from wrong
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.{self._format.version}">\n<CstmrCdtTrfInitn>\n'
            f"<GrpHdr><MsgId>{message}</MsgId><CreDtTm>{created.isoformat(timespec='seconds')}</CreDtTm>{_sums(transfers)}"
            f"<InitgPty><Nm>{self._texts.name(self._payer.name)}</Nm>{identified or ''}</InitgPty></GrpHdr>\n"
        )

    def block(self, number: str, transfers: Sequence[Transfer], references: Sequence[str]) -> list[str]:
        """A payment information."""
        first = transfers[0]
        day = first.date.isoformat()
        payment_type = self._payment_type(first)
        of_each = payment_type if self._typed_apart else ""
        return [
            f"<PmtInf>\n<PmtInfId>{number}</PmtInfId><PmtMtd>TRF</PmtMtd>{_sums(transfers)}"
            f"{'' if self._typed_apart else payment_type}"
            f"<ReqdExctnDt>{day if self._format.version == '03' else f'<Dt>{day}</Dt>'}</ReqdExctnDt>\n"
            f"{self._parties.payer(self._payer)}{self._charges()}",
            *[
                self._transfer(transfer, f"<InstrId>{number}-{order}</InstrId>", reference, of_each)
                for order, (transfer, reference) in enumerate(zip(transfers, references, strict=True), 1)
            ],
            "</PmtInf>\n",
        ]

    def _transfer(self, transfer: Transfer, number: str, reference: str, payment_type: str) -> str:
        amount = _amount(transfer.amount)
        agent, payee, account = self._parties.payee(transfer.payee)
        if payee.startswith("<Nm></Nm>"):
            raise refused(transfer, _("no character of the payee's name can be written."))
        debtor = creditor_id = creditor = tax = ""
        if transfer.sepa:
            debtor, creditor_id, creditor = self._sections(transfer)
        if transfer.tax is not None and self._format.tax == "block":
            tax, title = self._tax(transfer, transfer.tax, amount), ""
        else:
            title = self._texts.title(transfer)
        return (
            f"<CdtTrfTxInf><PmtId>{number}<EndToEndId>{reference}</EndToEndId></PmtId>{payment_type}"
            f'<Amt><InstdAmt Ccy="{transfer.currency}">{amount}</InstdAmt></Amt>{debtor}{agent}'
            f"<Cdtr>{payee}{creditor_id}</Cdtr>{account}{creditor}{tax}"
            f"{title and f'<RmtInf><Ustrd>{title}</Ustrd></RmtInf>'}</CdtTrfTxInf>\n"
        )

    def _payment_type(self, transfer: Transfer) -> str:
        kind, switches = self._kind, self._format
        local = [code for code in switches.instant if code != "priority"] if transfer.instant else []
        split = kind == "split_payment"
        # there is one local instrument: where 53 stands in it, the priority tells that a transfer is instant
        priority = "HIGH" if transfer.instant and (split or "priority" in switches.instant) else ""
        service, purpose = switches.services.get(kind, ""), switches.purposes.get(kind, "")
        inside = (
            (priority and f"<InstrPrty>{priority}</InstrPrty>")
            + (service and f"<SvcLvl><Cd>{service}</Cd></SvcLvl>")
            + (_SPLIT_PAYMENT if split else "".join(f"<LclInstrm><Cd>{code}</Cd></LclInstrm>" for code in local))
            + (purpose and f"<CtgyPurp><Cd>{purpose}</Cd></CtgyPurp>")
        )
        return inside and f"<PmtTpInf>{inside}</PmtTpInf>"

    def _charges(self) -> str:
        """Who bears the fee: shared by default (T-071), or as the bank register says (W-010)."""
        bearer = self._format.charges.get(self._kind, "")
        bearer = _FEES[self._payer.fee_bearer] if bearer == "register" else bearer
        return bearer and f"<ChrgBr>{bearer}</ChrgBr>\n"

    def _sections(self, transfer: Transfer) -> tuple[str, str, str]:
        """Elements of the additional SEPA data: UltmtDbtr, the Id of Cdtr, UltmtCdtr."""
        made = dict.fromkeys(("ultimate_debtor", "creditor", "ultimate_creditor"), "")
        for party in transfer.sepa:
            if party.role == "initiator":
                continue
            try:
                identified = identification(party, self._format.version, self._texts.identifier)
            except TransferError as wrong:
                raise refused(transfer, str(wrong)) from wrong
            named = "" if party.role == "creditor" else self._texts.name(party.name)
            made[party.role] = (named and f"<Nm>{named}</Nm>") + identified
        debtor, creditor_id, creditor = made.values()
        return (
            debtor and f"<UltmtDbtr>{debtor}</UltmtDbtr>",
            creditor_id,
            creditor and f"<UltmtCdtr>{creditor}</UltmtCdtr>",
        )

    def _tax(self, transfer: Transfer, tax: TaxData, amount: str) -> str:
        try:
            return tax_block(tax, amount, transfer.currency, self._texts.identifier)
        except TransferError as wrong:
            raise refused(transfer, str(wrong)) from wrong


def _amount(grosze: int) -> str:
    return f"{grosze // 100}.{grosze % 100:02d}"


def _sums(transfers: Sequence[Transfer]) -> str:
    total = sum(transfer.amount for transfer in transfers)
    return f"<NbOfTxs>{len(transfers)}</NbOfTxs><CtrlSum>{_amount(total)}</CtrlSum>"
