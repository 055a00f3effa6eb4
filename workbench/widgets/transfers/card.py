"""The card of one transfer: from whom to whom, its payments, the ruler, what was found about it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...i18n import _, ngettext
from ...transfers import Payee, Preview, Refusal
from ...transfers.batching import IN_THE_WAY
from ...transfers.identifiers import bank_of, is_nrb
from ...transfers.listing import KIND_TITLES, SEVERITY_TITLES
from ...transfers.schedule import REASONS
from ..layout import fact_list
from .ruler import ruler


def transfer_card(preview: Preview, place: int) -> Markup:
    """The card of the transfer at a place of the batch."""
    transfer, laid, format = preview.transfers[place], preview.laid[place], preview.formats[place]
    payee = transfer.payee
    facts = [
        (_("Kind"), _(KIND_TITLES[transfer.kind])),
        (_("Date"), i18n.day(transfer.date)),
        (_("Account"), grouped(payee.account) or "—"),
        (_("Bank"), _bank_name(payee) or "—"),
        (_("Format"), format.title),
    ]
    if transfer.split is not None:
        facts.insert(1, (_("Including VAT"), i18n.amount(transfer.split.vat, transfer.currency)))
    return html.join(
        [
            html.tag("h3", payee.name),
            html.tag("p", html.tag("strong", i18n.amount(transfer.amount, transfer.currency)), class_="wb-sum"),
            fact_list(facts),
            html.tag("h4", _("Title, as the file will hold it")),
            ruler(laid, format.style_of(transfer.kind)),
            _findings(preview, place),
            _payments(preview, place),
        ]
    )


def held_card(preview: Preview, payment: str) -> Markup:
    """The card of a payment that is in no transfer: what it is, and why it does not go."""
    row: Any = next(preview.schedule.payments.query("payment_id == @payment").itertuples())
    refusal = next((refusal for refusal in preview.refused if payment in refusal.payments), None)
    facts = html.join(
        [
            html.tag("h3", row.party_name),
            html.tag("p", html.tag("strong", i18n.amount(row.remaining, row.currency)), class_="wb-sum"),
        ]
    )
    if refusal is not None:
        return html.join([facts, refusal_markup(preview, refusal)])
    if not row.reasons:
        return html.join([facts, html.tag("p", _("The payment may go. Mark it to see its transfer."), class_="wb-who")])
    items = [html.tag("li", _(REASONS[reason])) for reason in row.reasons]
    if row.text_fault:
        items.append(html.tag("li", row.text_fault))
    return html.join([facts, html.tag("h4", _("Why it may not go")), html.tag("ul", *items, class_="wb-findings")])


def refusal_markup(preview: Preview, refusal: Refusal) -> Markup:
    """Why a collective split payment is not possible: what is missing, what is in the way, what would work."""
    everything = pd.concat([preview.schedule.payments, preview.schedule.elsewhere]).set_index("payment_id")
    number = everything["number"].to_dict()
    parts = [html.tag("p", refusal.message, class_="wb-error")]
    if refusal.missing:
        parts += [html.tag("h4", _("Missing: mark them too")), _listed([number[payment] for payment in refusal.missing])]
    if refusal.in_the_way:
        told = [f"{number[payment]}: {_(IN_THE_WAY.get(code) or REASONS[code])}" for payment, code in refusal.in_the_way]
        parts += [html.tag("h4", _("In the way")), _listed(told)]
    if refusal.largest:
        parts += [html.tag("h4", _("The largest set that works")), _listed([number[payment] for payment in refusal.largest])]
    return html.join(parts)


def _listed(texts: Sequence[str]) -> Markup:
    return html.tag("ul", *(html.tag("li", text) for text in texts), class_="wb-findings")


def grouped(account: str) -> str:
    """An account in groups of four, as people read it: two check digits first where it is an NRB."""
    if account[:2].isdigit():
        return " ".join([account[:2], *(account[start : start + 4] for start in range(2, len(account), 4))])
    return " ".join(account[start : start + 4] for start in range(0, len(account), 4))


def _bank_name(payee: Payee) -> str:
    """The bank as the books name it, else as the list of Polish banks does."""
    if payee.bank_name or not is_nrb(payee.account):
        return payee.bank_name
    found = bank_of(payee.account)
    return found.name if found is not None else ""


def _findings(preview: Preview, place: int) -> Markup:
    found = preview.findings[place]
    if not found:
        return html.tag("p", _("No remarks."), class_="wb-who")
    items = [
        html.tag(
            "li",
            html.tag("strong", _(SEVERITY_TITLES[finding.severity])),
            ": ",
            finding.message,
            class_=f"wb-{finding.severity}",
        )
        for finding in found
    ]
    return html.join([html.tag("h4", _("Remarks")), html.tag("ul", *items, class_="wb-findings")])


def _payments(preview: Preview, place: int) -> Markup:
    transfer = preview.transfers[place]
    if len(transfer.payments) < 2:
        return html.join([])
    schedule = preview.schedule.payments.set_index("payment_id", drop=False)
    rows: list[Any] = list(schedule.loc[list(transfer.payments)].itertuples())
    count = ngettext("{count} payment", "{count} payments", len(rows)).format(count=len(rows))
    table = html.table(
        [_("Document"), _("Due date"), _("Amount")],
        [
            (row.number, i18n.day(row.due_date), i18n.amount(amount, transfer.currency))
            for row, amount in zip(rows, transfer.amounts, strict=True)
        ],
        classes=["", "", "amount"],
    )
    return html.join([html.tag("h4", count), table])
