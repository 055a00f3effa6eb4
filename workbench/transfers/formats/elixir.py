"""Elixir-O, the text file of PLN transfers that almost every Polish bank reads: one record layout with a few switches a bank.

The switches are data, `profiles/elixir.toml`. The 16 fields: kind of order, date, amount in grosze, our sort code, 0, our
account, the payee's account, our name and address, the payee's, 0, the payee's sort code, title, empty, empty, class,
reference (banks.md 1.2).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from ... import i18n
from ...i18n import _
from ..orders import Transfer
from ..texts.style import TextStyle
from .format import Format
from .notes import NOTES

Quote = Literal["none", "minimal", "words", "text", "all"]
"""Which fields stand in quotation marks: none; those that hold a comma; names, titles and what follows them; these and the
account numbers; all."""

QUOTED: Mapping[Quote, frozenset[int]] = {
    "none": frozenset(),
    "minimal": frozenset(),
    "words": frozenset({8, 9, 12, 13, 14, 15, 16}),
    "text": frozenset({6, 7, 8, 9, 12, 13, 14, 15, 16}),
    "all": frozenset(range(1, 17)),
}

INSTANT = {"ordinary": "instant", "split_payment": "instant_split_payment"}
"""The key of the class of an instant transfer, by its kind."""


@dataclass(frozen=True, kw_only=True)
class ElixirFormat(Format):
    """A bank's Elixir-O.

    `fields`: 16, or 15 without the reference. `classes`: field 15 by kind, with the keys of `INSTANT` where the bank has
    classes for instant transfers. `social_insurance_order`: field 1 of social insurance, 110, or 120 as before 2018.
    `own_sort_code`, `payee_sort_code`: fields 4 and 11 are filled or left empty. The reference: at most `reference_longest`
    characters of `reference_alphabet`, between two `reference_wrap`; `reference_omitted`: field 16 is not written when empty.
    `source`: where the profile is from, by the tags of the reference.
    """

    fields: Literal[15, 16] = 16
    quote: Quote = "text"
    line_end: str = "\r\n"
    classes: Mapping[str, str] = field(default_factory=dict, hash=False)
    social_insurance_order: Literal["110", "120"] = "110"
    own_sort_code: bool = True
    payee_sort_code: bool = True
    reference_longest: int = 16
    reference_alphabet: str = ""
    reference_wrap: str = ""
    reference_omitted: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if self.quote == "none" and "split_payment" in self.kinds:
            raise ValueError("a file without quotation marks cannot hold the comma of a split payment title")

    def class_of(self, transfer: Transfer) -> str:
        """Field 15. An instant transfer goes out as a plain one where the bank has no class for it."""
        plain = self.classes[transfer.kind]
        return self.classes.get(INSTANT.get(transfer.kind, ""), plain) if transfer.instant else plain

    def says_instant(self, transfer: Transfer) -> bool:
        """Whether a file can say of this transfer that it is an instant one."""
        return INSTANT.get(transfer.kind) in self.classes


def elixir_formats() -> dict[str, ElixirFormat]:
    """The profiles of `profiles/elixir.toml` by code, in its order, with texts in the user's language."""
    return _formats(i18n.language())


@lru_cache(maxsize=len(i18n.LANGUAGES))
def _formats(language: i18n.Language) -> dict[str, ElixirFormat]:
    source = tomllib.loads((Path(__file__).parent / "profiles" / "elixir.toml").read_text(encoding="utf-8"))
    common = source["common"]
    with i18n.in_language(language):
        return {given["code"]: _format(common, given) for given in source["profiles"]}


def _format(common: dict[str, Any], given: dict[str, Any]) -> ElixirFormat:
    """A profile over what is common to all; its tables `text_style` and `classes` are laid over the common ones."""
    merged = {**common, **given}
    kinds = frozenset(merged.pop("kinds"))
    merged |= {"text_style": TextStyle(**{**common["text_style"], **given.get("text_style", {})})}
    merged |= {"classes": {**common["classes"], **given.get("classes", {})}}
    notes = tuple(_(NOTES[note]) for note in merged.pop("to_confirm"))
    return ElixirFormat(**merged, kinds=kinds, currencies=frozenset({"PLN"}), to_confirm=notes)
