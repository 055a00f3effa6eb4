"""The formats of ISO 20022 (pain.001.001.03 and .09), read from `profiles/iso20022.toml`.

>>> with i18n.in_language("pl"):
...     [(code, format.title, format.version) for code, format in iso_formats().items()][:2]
[('iso-domestic', 'Przelewy krajowe (xml)', '03'), ('iso-domestic-09', 'Przelewy krajowe (xml), pain.001.001.09', '09')]
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from ... import i18n
from ..orders import Kind, SepaParty, Transfer
from ..texts.style import TextStyle
from .format import Format

Version = Literal["03", "09"]
VERSIONS: tuple[Version, ...] = ("03", "09")

# The title is one field of 140 characters: nothing is put between its lines, so none of them may be cut short.
STYLE = TextStyle(letters="polish", width=35, lines=4, separate_lines=False, markers=False, encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class IsoFormat(Format):
    """A format of pain.001: in what banks differ. The fields are explained in `profiles/iso20022.toml`."""

    version: Version
    tax: Literal["markers", "block"] = "markers"
    split_level: Literal["payment", "transaction"] = "payment"
    instant: tuple[str, ...] = ("priority",)
    services: Mapping[Kind, str] = field(default_factory=dict, hash=False)
    purposes: Mapping[Kind, str] = field(default_factory=dict, hash=False)
    charges: Mapping[Kind, str] = field(default_factory=dict, hash=False)
    blocks: Literal["kind", "file"] = "kind"
    needs_bic: bool = False
    sort_code: bool = False
    name_width: int = 140

    def block_of(self, transfer: Transfer) -> tuple[object, ...]:
        """What transfers of one payment information have in common: kind, day, currency and priority."""
        return transfer.kind, transfer.date, transfer.currency, transfer.instant

    def file_of(self, transfer: Transfer) -> tuple[object, ...]:
        """What transfers of one file have in common besides their kind: the initiator of the additional SEPA
        data (T-085), because a file names only one, and the block where the bank takes only one a file."""
        return initiator(transfer), self.block_of(transfer) if self.blocks == "file" else ()


def initiator(transfer: Transfer) -> SepaParty | None:
    """Section "Zleceniodawca" of the additional SEPA data, None where it is not filled."""
    for party in transfer.sepa:
        if party.role == "initiator":
            return party
    return None


def iso_formats() -> Mapping[str, IsoFormat]:
    """All formats by code, with texts in the user's language; each in its own version and, with the number behind the code, in
    the other one."""
    return _formats(i18n.language())


def identifier_codes(holder: Literal["organisation", "person"]) -> frozenset[str]:
    """The codes of ISO 20022 for kinds of identifiers; other kinds are written as names of their own."""
    return frozenset(_source()["identifiers"][holder])


@lru_cache(maxsize=len(i18n.LANGUAGES))
def _formats(language: i18n.Language) -> Mapping[str, IsoFormat]:
    return {format.code: format for code, given in _source()["formats"].items() for format in _versions(code, given, language)}


def _versions(code: str, given: Mapping[str, Any], language: i18n.Language) -> Iterator[IsoFormat]:
    usual = given["version"]
    for version in sorted(VERSIONS, key=lambda version: version != usual):
        texts = _source()["to_confirm"]
        doubts = list(given.get("to_confirm", []))
        if "foreign" in given["kinds"] and version == "03":
            doubts.append("version")
        switches = {name: value for name, value in given.items() if name in IsoFormat.__dataclass_fields__}
        yield IsoFormat(
            **{
                **switches,
                "code": code if version == usual else f"{code}-{version}",
                "title": given["title"][language] + ("" if version == usual else f", pain.001.001.{version}"),
                "version": version,
                "kinds": frozenset(given["kinds"]),
                "currencies": frozenset(given.get("currencies", ())),
                "instant": tuple(given.get("instant", ("priority",))),
                "to_confirm": tuple(texts[doubt][language] for doubt in doubts),
                "text_style": STYLE,
                "extension": "xml",
            }
        )


@lru_cache(maxsize=1)
def _source() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "profiles" / "iso20022.toml").read_text("utf-8"))
