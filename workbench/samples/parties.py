"""Counterparties made by chance from the words of `names.toml`, and the register that keeps their numbers apart."""

from dataclasses import dataclass
from random import Random
from typing import Any

from .books import Party
from .data import read
from .identifiers import random_german_iban, random_nip, random_nrb, random_vat_id

NAMES = read("names.toml")
WITHOUT_MARKS = str.maketrans("ąćęłńóśźżöĄĆĘŁŃÓŚŹŻ", "acelnoszzoACELNOSZZ")


@dataclass(frozen=True)
class Role:
    """A group of a client's counterparties.

    `names` are patterns with {stem}, {first}, {last}, {other}, {street} and {number}, used in turn for `count` parties.
    """

    count: int
    names: list[str]
    country: str = "PL"
    vat_status: str = "active"
    is_person: bool = False
    cash_accounting: bool = False


class PartyMaker:
    """Makes parties; no name is given twice by one maker."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._used: set[str] = set()

    def role(self, facts: dict[str, Any], first_number: int) -> list[Party]:
        """The parties of one role (keys as in Role), numbered K001, K002 ... from `first_number`."""
        role = Role(**facts)
        return [self._party(f"K{first_number + i:03d}", role, role.names[i % len(role.names)]) for i in range(role.count)]

    def _party(self, party_id: str, role: Role, pattern: str) -> Party:
        """One party with address, tax number and account fitting its role."""
        name = self._name(pattern)
        abroad = role.country != "PL"
        city, district = ("", "") if abroad else self.rng.choice(NAMES["cities"])
        return Party(
            party_id=party_id,
            name=name,
            tax_id=self._tax_id(role),
            country=role.country,
            vat_status=role.vat_status,
            is_person=role.is_person,
            street="" if abroad else f"{self.rng.choice(NAMES['streets'])} {self.rng.randrange(1, 120)}",
            postcode="" if abroad else f"{district[:2]}-{district[2]}{self.rng.randrange(100):02d}",
            city=city,
            email=_email(name, role.is_person),
            cash_accounting=role.cash_accounting,
            account=self._account(role),
            number_form=self.rng.choice(NAMES["number_forms"]),
        )

    def _name(self, pattern: str) -> str:
        while True:
            name = pattern.format(
                stem=self.rng.choice(NAMES["stems"]),
                first=self.rng.choice(NAMES["first_names"]),
                last=self.rng.choice(NAMES["surnames"]),
                other=self.rng.choice(NAMES["surnames"]),
                street=self.rng.choice(NAMES["streets"]),
                number=self.rng.randrange(1, 90),
            )
            if name not in self._used:
                self._used.add(name)
                return name

    def _tax_id(self, role: Role) -> str:
        """A person who is no taxpayer has none."""
        if role.is_person:
            return ""
        return random_nip(self.rng) if role.country == "PL" else random_vat_id(self.rng, role.country)

    def _account(self, role: Role) -> str:
        """Foreign suppliers outside Germany are paid by card."""
        if role.country == "DE":
            return random_german_iban(self.rng)
        return random_nrb(self.rng) if role.country == "PL" else ""


def office_email(name: str) -> str:
    """The address of a firm or an office, as `PartyMaker` gives it."""
    return _email(name, is_person=False)


def _email(name: str, is_person: bool) -> str:
    """An address under .example, a domain that is reserved (RFC 2606) and reaches nobody."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in name.translate(WITHOUT_MARKS).lower())
    words = [word for word in plain.split("-") if word][:2]
    return f"{'.'.join(words)}@poczta.example" if is_person else f"biuro@{'-'.join(words)}.example"
