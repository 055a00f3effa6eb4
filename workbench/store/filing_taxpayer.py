"""Whose files are made: the taxpayer as the table company of the books has it."""

from collections.abc import Mapping
from datetime import date

from ..errors import FilingError
from ..filing.files import Taxpayer
from ..i18n import N_, _
from ..ledger import Ledger
from .company import company_of

_NEEDED = {"tax_id": N_("NIP"), "email": N_("e-mail address"), "tax_office": N_("code of the tax office, four digits")}
_OF_COMPANY = {"name": N_("full name")}
_OF_PERSON = {"first_name": N_("first name"), "last_name": N_("last name"), "birth_date": N_("date of birth")}


def taxpayer_of(ledger: Ledger) -> Taxpayer:
    """The taxpayer of the books. FilingError that names everything that lacks, and where to put it."""
    company = company_of(ledger)
    of_form = _OF_PERSON if is_person(company) else _OF_COMPANY
    lacking = [f"{name} ({_(title)})" for name, title in (_NEEDED | of_form).items() if not company[name]]
    if lacking:
        raise FilingError(
            _("A JPK file needs data of the taxpayer that the table company of the books does not have: {columns}.").format(
                columns=", ".join(lacking)
            )
        )
    texts = {name: company[name] for name in ("tax_id", "name", "email", "phone", "first_name", "last_name")}
    return Taxpayer(**texts, birth_date=_birth_date(company["birth_date"]) if is_person(company) else None)


def tax_office_of(ledger: Ledger) -> str:
    """The code of the tax office, "" where the books do not have it."""
    return company_of(ledger)["tax_office"]


def is_person(company: Mapping[str, str]) -> bool:
    """Whether a natural person is the taxpayer: one of their data is there."""
    return any(company[name] for name in _OF_PERSON)


def _birth_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FilingError(
            _("company, birth_date: {value} is no day; write it such as 1980-02-29.").format(value=repr(text))
        ) from None
