"""What the preview checks: every rule with its code, how grave it is, and what it says (reference/banks.md 13).

An error holds the export, a warning asks for a confirmation, an information only tells. Every text names the place and the
remedy.
"""

from dataclasses import dataclass
from typing import Any

from ...i18n import N_, _
from ..orders import Finding, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """How grave a breach is and its text, English, with gaps for what was found."""

    severity: Severity
    text: str


RULES: dict[str, Rule] = {
    # our own account, and the format
    "own_account": Rule(
        "error",
        N_("The account of the bank register {register} is missing or wrong: {account}. Correct it on the register's form."),
    ),
    "own_account_paid": Rule(
        "error",
        N_("The payee's account is the account of the bank register {register} itself. Enter the payee's account."),
    ),
    "own_bank": Rule(
        "information",
        N_("The account of the bank register {register} is kept at {bank} (BIC {bic}), its bank form has the BIC {own_bic}."),
    ),
    "own_bic": Rule(
        "error",
        N_("The format {format} needs the BIC of our bank, its form has: {own_bic}. Enter the BIC on the bank's form."),
    ),
    "own_country": Rule(
        "error",
        N_("{country} is no country code of two capital letters. Correct it in the company's data."),
    ),
    "own_address": Rule(
        "error",
        N_("A foreign transfer needs the town and country of our company. Enter them in the company's data."),
    ),
    "kind_format": Rule(
        "error",
        N_("The format {format} does not carry this kind of transfer: {kind}. Choose another format."),
    ),
    "currency_format": Rule(
        "error",
        N_("The format {format} does not carry transfers in {currency}. Choose another format or bank register."),
    ),
    "instant_plain": Rule(
        "warning",
        N_("The format {format} cannot order an instant transfer: the bank will execute an ordinary one."),
    ),
    # the payee's account
    "account_missing": Rule(
        "error",
        N_("{name} has no bank account. Enter it on the payment or on the party's card."),
    ),
    "account_form": Rule(
        "error",
        N_("{account} is no bank account: a Polish one has 26 digits. Correct it on the payment or on the party's card."),
    ),
    "account_checksum": Rule(
        "error",
        N_("The check digits of the account {account} are wrong: a digit is mistyped. Compare it with the invoice."),
    ),
    "account_abroad": Rule(
        "error",
        N_("{account} is an account abroad, and this transfer goes only to Polish ones. Correct the account or the currency."),
    ),
    "iban_form": Rule(
        "error",
        N_("{account} is no IBAN of the country {country}: its length or its characters are others. Correct the account."),
    ),
    "iban_checksum": Rule(
        "error",
        N_("The check digits of the IBAN {account} are wrong: a character is mistyped. Compare it with the invoice."),
    ),
    "iban_expected": Rule(
        "warning",
        N_("Accounts in the country {country} are IBANs and {account} is none. Ask the payee for the IBAN."),
    ),
    "bank_unknown": Rule(
        "warning",
        N_("The list of banks ({list}) has no sort code {sort_code} of the account {account}. Ask the payee to confirm it."),
    ),
    "account_new": Rule(
        "warning",
        N_("First payment of {name} to the account {account}. Confirm the account with the payee before you send it."),
    ),
    "white_list_missing": Rule(
        "warning",
        N_("The account {account} of {name} is not on the white list of VAT payers. Send it only after you have decided so."),
    ),
    "white_list_unchecked": Rule(
        "warning",
        N_("The account {account} of {name} was not checked in the white list of VAT payers. Check it before you send it."),
    ),
    "white_list_limit": Rule(
        "information",
        N_("The source document is of exactly {limit}: it is checked in the white list, the law asks for it only above that."),
    ),
    # amount and date
    "amount_not_positive": Rule(
        "error",
        N_("The amount of the transfer is {amount}; it must be more than zero. Correct the chosen payments."),
    ),
    "amount_above_remaining": Rule(
        "error",
        N_("The payment {payment} is to be paid {amount}, but only {remaining} is left of it. Correct the amount."),
    ),
    "currency_not_pln": Rule(
        "error",
        N_("Split payments, taxes and contributions are in PLN from a PLN account, here {currency}. Choose another register."),
    ),
    "currency_converted": Rule(
        "warning",
        N_("The bank register {register} is in {own}, the transfer in {currency}: the bank will convert at its own rate."),
    ),
    "vat_account": Rule(
        "error",
        N_(
            "The bank register {register} is a VAT account: only split payments, taxes and contributions are paid from it. "
            "Choose another register."
        ),
    ),
    "date_past": Rule(
        "error",
        N_("The transfer date {date} lies before today. Choose today as the transfer date."),
    ),
    "date_far": Rule(
        "warning",
        N_("The transfer date {date} lies more than a year ahead. Check that it is not mistyped."),
    ),
    "date_free": Rule(
        "warning",
        N_("{date} is no banking day: the bank will execute the transfer on {next}. Choose an earlier date if that is late."),
    ),
    "duplicate_in_batch": Rule(
        "warning",
        N_("The same account, amount and title as in the transfer of: {others}. Check that it is not paid twice."),
    ),
    "duplicate_sent": Rule(
        "warning",
        N_("The same account, amount and title were already sent with: {others}. Check that it is not paid twice."),
    ),
    "document_date_missing": Rule(
        "error",
        N_("The format {format} tells the date of the document, and the payment has none. Enter it on the payment."),
    ),
    # split payment
    "split_missing": Rule(
        "error",
        N_("The data of the split payment are missing. Enter VAT, NIP and invoice number on the payment."),
    ),
    "split_vat_not_positive": Rule(
        "error",
        N_("The VAT of the split payment is {vat}; it must be more than zero. Enter it, or pay by an ordinary transfer."),
    ),
    "split_vat_above_amount": Rule(
        "error",
        N_("The VAT of the split payment, {vat}, is more than its whole amount, {amount}. Correct the VAT."),
    ),
    "split_vat_long": Rule(
        "error",
        N_("The VAT of the split payment, {vat}, has more than 10 digits of whole zloty. Divide the payment."),
    ),
    "split_nip": Rule(
        "error",
        N_("The supplier's NIP of the split payment is missing or wrong: {nip}. Correct it on the party's card."),
    ),
    "split_invoice_missing": Rule(
        "error",
        N_("The split payment has no invoice number that the file can hold. Enter the number of the supplier's document."),
    ),
    "split_invoice_long": Rule(
        "error",
        N_("The invoice number {invoice} has {length} characters, a split payment takes {longest}. Shorten it."),
    ),
    # tax office
    "tax_missing": Rule(
        "error",
        N_("The data of the tax are missing. Enter identifier, period and form symbol on the payment."),
    ),
    "tax_identifier_type": Rule(
        "error",
        N_("{type} is no type of a taxpayer's identifier. Choose N (NIP), R (REGON), P (PESEL), 1, 2 or 3."),
    ),
    "tax_identifier": Rule(
        "error",
        N_("The taxpayer's identifier {identifier} is no correct identifier of the type {type}. Correct it on the payment."),
    ),
    "tax_identifier_other": Rule(
        "information",
        N_("The tax is paid for the NIP {identifier}, our own is {own}."),
    ),
    "tax_period": Rule(
        "error",
        N_("{period} is no period of a tax: write for example 26M09, 26K03, 26R, or 0 where the form has none."),
    ),
    "tax_form_missing": Rule(
        "error",
        N_("The form symbol of the tax is missing. Enter it on the payment, for example VAT-7 or PIT-4R."),
    ),
    "tax_form_unknown": Rule(
        "warning",
        N_("The form symbol {form} is not on our list. Compare it with the bank's list of forms."),
    ),
    "tax_account_not_micro": Rule(
        "warning",
        N_("{form} is paid to the taxpayer's micro-account, and {account} is none. The micro-account: {right}."),
    ),
    "tax_account_micro": Rule(
        "warning",
        N_("{form} is paid to the account of a tax office, and {account} is a micro-account. Look up the office's account."),
    ),
    "micro_account_wrong": Rule(
        "warning",
        N_("{account} looks like a micro-account but holds no correct NIP or PESEL. The micro-account: {right}."),
    ),
    "micro_account_other": Rule(
        "warning",
        N_("The micro-account {account} belongs to {holder}, the tax is paid for {identifier}. The micro-account: {right}."),
    ),
    # social insurance
    "contribution_account": Rule(
        "error",
        N_("{account} is no contribution account: its sort code is 60000002. Our account: {right}."),
    ),
    "contribution_nip": Rule(
        "warning",
        N_("The contribution account {account} is not that of our NIP {nip}. Our account: {right}."),
    ),
    # texts
    "text_empty": Rule(
        "warning",
        N_("The transfer has no title: the payee will not know what it is for. Enter the description for the bank."),
    ),
    "text_number_missing": Rule(
        "warning",
        N_("The title says only “{text}”: the payment has no document number. Enter it, or the description for the bank."),
    ),
    "text_cut": Rule(
        "warning",
        N_("{where} does not fit, cut off: {cut}. Shorten the text or divide the transfer."),
    ),
    "text_lost": Rule(
        "warning",
        N_("{where} loses characters that the file cannot hold: {changes}. Was: {original}. In the file: {result}."),
    ),
    "text_replaced": Rule(
        "information",
        N_("{where} is written with other letters: {changes}. Was: {original}. In the file: {result}."),
    ),
    "name_missing": Rule(
        "error",
        N_("The payee has no name that the file can hold. Enter the name on the party's card."),
    ),
    "name_cut": Rule(
        "warning",
        N_("{where} does not fit in the format, cut off: {cut}. Shorten it on its card."),
    ),
    # abroad
    "payee_address": Rule(
        "error",
        N_("A foreign transfer needs the town and country of {name}. Enter them on the party's card."),
    ),
    "country_code": Rule(
        "error",
        N_("{country} is no country code of two capital letters. Correct it on the card of {name}."),
    ),
    "bank_missing": Rule(
        "error",
        N_("A foreign transfer needs the BIC or the name of the bank of {name}. Enter it at the party's account."),
    ),
    "bic_missing": Rule(
        "warning",
        N_("The account {account} abroad has no BIC: banks may refuse the transfer. Enter the BIC at the party's account."),
    ),
    "bic_form": Rule(
        "error",
        N_("{bic} is no BIC: it has 8 or 11 characters, such as BREXPLPWMBK. Correct it at the party's account."),
    ),
    "bic_country": Rule(
        "warning",
        N_("The BIC {bic} is of another country than the account {account}. Ask the payee which of them is right."),
    ),
    "fee_payee": Rule(
        "warning",
        N_("The payee bears the bank's fee, which banks refuse for some accounts. Choose shared fees if yours does."),
    ),
    "sepa_currency": Rule(
        "error",
        N_("A SEPA transfer is made in EUR, this one in {currency}. Take off the SEPA mark or correct the currency."),
    ),
    "sepa_area": Rule(
        "error",
        N_("The account {account} lies outside the SEPA area. Take off the SEPA mark: it will be a foreign transfer."),
    ),
    "sepa_bic": Rule(
        "error",
        N_("Additional SEPA data, {section}: {bic} is no BIC. Correct it on the payment."),
    ),
    "sepa_birth_date": Rule(
        "error",
        N_("Additional SEPA data, {section}: {date} is no date of birth. Write it like 1980-02-29."),
    ),
    "sepa_birth_place": Rule(
        "error",
        N_("Additional SEPA data, {section}: birth date, city and country go together. Enter all three or none."),
    ),
    "sepa_birth_country": Rule(
        "error",
        N_("Additional SEPA data, {section}: {country} is no country code of two capital letters. Correct it."),
    ),
}
"""All rules by code, in the order of the list that users read."""

EMPTY = "—"
"""Stands in a sentence for what is not filled."""


def finding(code: str, payments: tuple[str, ...] = (), **found: Any) -> Finding:
    """A breach of a rule in the user's language; `found` fills the gaps of its text."""
    rule = RULES[code]
    for name in [name for name, value in found.items() if value == ""]:
        found[name] = EMPTY
    return Finding(code, rule.severity, _(rule.text).format(**found), payments)
