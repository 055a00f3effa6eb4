"""The additional SEPA data of a payment ("[Dodatkowe SEPA]", T-084 to T-088): what is kept, what the cards propose."""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

import pandas as pd

from ...errors import TransferError
from ...i18n import N_
from ...ledger import Ledger
from ...ledger.bank_tables import SEPA_ROLES
from ...transfers import SepaParty
from ...transfers.checks.abroad import sepa_data

Sections = Mapping[str, SepaParty]
"""By role."""

SECTION_TITLES = {
    "initiator": N_("Initiator"),
    "ultimate_debtor": N_("Ultimate debtor"),
    "creditor": N_("Creditor"),
    "ultimate_creditor": N_("Ultimate creditor"),
}
NATURAL = ("employee", "partner")
"""Kinds of parties that are natural persons whatever else their card says; banks and offices are none (T-088)."""
LEGAL = ("bank", "office")
FIELDS = tuple(field.name for field in fields(SepaParty))


def kept_sections(ledger: Ledger, payment: str) -> dict[str, SepaParty]:
    """The sections that the books, or the store, have of a payment."""
    rows = ledger.sepa_parties[(ledger.sepa_parties["payment_id"] == payment).to_numpy(bool)]
    found = {}
    for row in rows.to_dict("records"):
        values: dict[str, Any] = {name: "" if pd.isna(row[name]) else row[name] for name in FIELDS}
        found[str(values["role"])] = SepaParty(**values)
    return found


def proposed_sections(ledger: Ledger, party: str) -> dict[str, SepaParty]:
    """What the cards propose (T-088): the company as initiator, the party as creditor. Of a natural person the card knows name,
    country and city; neither province nor date of birth stands in the books."""
    empty = {role: SepaParty(role, "", is_person=False) for role in SEPA_ROLES}
    company, card = ledger.company.to_dict("records"), ledger.parties[ledger.parties["party_id"] == party].to_dict("records")
    if company:
        empty["initiator"] = replace(empty["initiator"], name=company[0]["name"])
    if card:
        empty["creditor"] = replace(empty["creditor"], **_of_card(card[0]))
        empty["ultimate_creditor"] = replace(empty["ultimate_creditor"], is_person=empty["creditor"].is_person)
    return empty


def _of_card(card: Mapping[Any, Any]) -> dict[str, Any]:
    is_person = card["kind"] in NATURAL or (card["kind"] not in LEGAL and bool(card["is_person"]))
    named = {"name": card["name"], "is_person": is_person}
    if not is_person:
        return named
    return named | {f"birth_{name}": "" if pd.isna(card[name]) else card[name] for name in ("country", "city")}


def to_keep(kept: Sections, proposed: Sections, typed: Sections) -> dict[str, SepaParty]:
    """The sections to be kept: those typed in or kept before, unless they are emptied. What is only proposed is not kept."""
    found = {}
    for role, section in typed.items():
        words = asdict(section) | {"role": "", "is_person": False}
        if any(words.values()) and (role in kept or section != proposed[role]):
            found[role] = section
    return found


def refuse_wrong_sections(sections: Sections) -> None:
    """TransferError with everything that is wrong about the sections: half a birth, a BIC or country that is none."""
    told = [finding.message for section in sections.values() for finding in sepa_data(section) if finding.severity == "error"]
    if told:
        raise TransferError(" ".join(told))


def table_of(sections: Sections) -> pd.DataFrame | None:
    """The sections as lines for the store; None where there are none."""
    return pd.DataFrame([asdict(section) for section in sections.values()]) if sections else None
