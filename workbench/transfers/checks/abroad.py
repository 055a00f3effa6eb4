"""Foreign and SEPA transfers: addresses, BIC, fees, and the additional SEPA data (T-071, T-084 to T-087, banks.md 2.5, 2.6)."""

import re
from collections.abc import Iterator
from datetime import date

from ...i18n import N_, _
from ..identifiers import country_of, has_ibans, is_bic
from ..orders import Finding, Kind, Payee, Payer, SepaParty
from .rules import finding

SECTIONS = {
    "initiator": N_("initiator"),
    "ultimate_debtor": N_("ultimate debtor"),
    "creditor": N_("creditor"),
    "ultimate_creditor": N_("ultimate creditor"),
}
"""What the four sections of the additional SEPA data are called (T-085)."""

_COUNTRY = re.compile(r"[A-Z]{2}")


def payer_abroad(kind: Kind, payer: Payer) -> Iterator[Finding]:
    """Our town and country stand in a foreign transfer; banks may refuse the fee to be borne by the payee (W-010)."""
    if kind == "foreign":
        if not payer.city.strip() or not payer.country:
            yield finding("own_address")
        if payer.fee_bearer == "payee":
            yield finding("fee_payee")


def countries(payer: Payer, payee: Payee) -> Iterator[Finding]:
    """The countries of both are written as two letters."""
    if payer.country and not _COUNTRY.fullmatch(payer.country):
        yield finding("own_country", country=payer.country)
    if payee.country and not _COUNTRY.fullmatch(payee.country):
        yield finding("country_code", country=payee.country, name=payee.name)


def payee_abroad(kind: Kind, payee: Payee) -> Iterator[Finding]:
    """Town and country of a foreign payee; a BIC of the right form and country, which a foreign transfer needs."""
    if kind == "foreign" and not (payee.city.strip() and payee.country):
        yield finding("payee_address", name=payee.name)
    country = country_of(payee.account)
    if not payee.bic:
        if kind == "foreign" and not payee.bank_name.strip():
            yield finding("bank_missing", name=payee.name)
        elif kind == "foreign":
            yield finding("bic_missing", account=payee.account)
    elif not is_bic(payee.bic):
        yield finding("bic_form", bic=payee.bic)
    elif has_ibans(country) and payee.bic[4:6] != country:
        yield finding("bic_country", bic=payee.bic, account=payee.account)


def sepa_data(party: SepaParty) -> Iterator[Finding]:
    """A section of the additional data. It need not be filled, but a birth date, city and country go together."""
    section = _(SECTIONS[party.role])
    if not party.is_person:
        if party.bic and not is_bic(party.bic):
            yield finding("sepa_bic", section=section, bic=party.bic)
        return
    birth = (party.birth_date, party.birth_city, party.birth_country)
    if any(birth) and not all(birth):
        yield finding("sepa_birth_place", section=section)
    if party.birth_date and not _is_day(party.birth_date):
        yield finding("sepa_birth_date", section=section, date=party.birth_date)
    if party.birth_country and not _COUNTRY.fullmatch(party.birth_country):
        yield finding("sepa_birth_country", section=section, country=party.birth_country)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
