"""The additional data of a SEPA transfer: who initiated it, for whom, to whom, for whose benefit (T-084 to T-087)."""

from datetime import date

from ...errors import TransferError
from ...i18n import _
from ..orders import SepaParty
from .iso import Version, identifier_codes
from .iso_accounts import is_bic
from .iso_texts import Fit

_BIC_NAMES: dict[Version, str] = {"03": "BICOrBEI", "09": "AnyBIC"}
"""The element of an organisation's BIC or BEI."""


def identification(party: SepaParty, version: Version, fit: Fit) -> str:
    """The element Id of a section, nothing where the section identifies nobody. `fit` cleans and cuts an identifier.

    TransferError where a natural person's birth is given without city or country, which the schema demands beside the date,
    and where a BIC, a date or a country is not one.
    """
    inside = _person(party, fit) if party.is_person else _organisation(party, version, fit)
    holder = "PrvtId" if party.is_person else "OrgId"
    return inside and f"<Id><{holder}>{inside}</{holder}></Id>"


def _organisation(party: SepaParty, version: Version, fit: Fit) -> str:
    if party.bic:
        if not is_bic(party.bic, version):
            raise TransferError(_("{bic} is not a BIC.").format(bic=party.bic))
        return f"<{_BIC_NAMES[version]}>{party.bic}</{_BIC_NAMES[version]}>"
    return _other(party, identifier_codes("organisation"), fit)


def _person(party: SepaParty, fit: Fit) -> str:
    birth = (party.birth_date, party.birth_city, party.birth_country)
    if not any(birth):
        return _other(party, identifier_codes("person"), fit)
    country = party.birth_country
    if not all(birth) or len(country) != 2 or not country.isascii() or not country.isupper():
        raise TransferError(_("The birth of {name} needs date, city and country code together.").format(name=party.name))
    province = party.birth_province and f"<PrvcOfBirth>{fit(party.birth_province)}</PrvcOfBirth>"
    return (
        f"<DtAndPlcOfBirth><BirthDt>{_day(party)}</BirthDt>{province}<CityOfBirth>{fit(party.birth_city)}</CityOfBirth>"
        f"<CtryOfBirth>{country}</CtryOfBirth></DtAndPlcOfBirth>"
    )


def _day(party: SepaParty) -> str:
    try:
        return date.fromisoformat(party.birth_date).isoformat()
    except ValueError as wrong:
        day = party.birth_date
        raise TransferError(_("{day} is not a day of birth. Write it like 1980-02-29.").format(day=day)) from wrong


def _other(party: SepaParty, codes: frozenset[str], fit: Fit) -> str:
    """Identifier, its kind and who issued it."""
    number = fit(party.identifier)
    if not number:
        return ""
    kind, issuer = fit(party.identifier_type), fit(party.issuer)
    scheme = "Cd" if kind in codes else "Prtry"
    return (
        f"<Othr><Id>{number}</Id>"
        + (kind and f"<SchmeNm><{scheme}>{kind}</{scheme}></SchmeNm>")
        + (issuer and f"<Issr>{issuer}</Issr>")
        + "</Othr>"
    )
