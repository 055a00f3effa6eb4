"""The types of documents that are described, read from `document_types.toml`: titles, positions, where descriptions come from.

>>> with i18n.in_language("pl"):
...     document_type("purchase_register").title
...     document_type("purchase_register").label("line", "1 000,00", line="1", rate="23%")
'Rejestr zakupu'
'Pozycja/1/Netto, 23%/1 000,00'
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from ... import i18n

Counts = Literal["cost", "revenue", "none"]
Texts = Mapping[str, str]
"""A text in each language."""

_AMOUNT = re.compile(r"\[[^]]*\]")


@dataclass(frozen=True)
class DocumentType:
    """A type of document.

    `labels` holds for each position of `POSITIONS` that can be described the pattern of its label. `generated_from` is the
    dictionary its description can be generated from, None where it is described by hand only. The other fields are explained
    in `document_types.toml`.
    """

    code: str
    titles: Texts
    counts: Counts
    labels: Mapping[str, Texts]
    generated_from: Literal["goods", "account"] | None
    generated_after_saving: bool
    completed_when_posted: bool

    @property
    def title(self) -> str:
        """The title in the user's language."""
        return self.titles[i18n.language()]

    @property
    def positions(self) -> tuple[str, ...]:
        """What of such a document can be described."""
        return tuple(self.labels)

    def label(self, position: str, amount: str, **values: str) -> str:
        """The text of column "Pozycja": the pattern with line, goods, account and rate filled in and the amount in place of
        the bracket. A part of the path whose value is empty is left out."""
        words = _source()["words"][i18n.language()]
        parts = []
        for pattern in self.labels[position][i18n.language()].split("/"):
            part = pattern
            for name, word in words.items():
                if word in pattern:
                    part = part.replace(word, values.get(name, ""))
            parts.append(_AMOUNT.sub(lambda _bracket: amount, part) if "[" in pattern else part)
        return "/".join(part for part in parts if part)


def document_type(code: str) -> DocumentType:
    """The type with this code; KeyError for a code that is none of `DOCUMENT_TYPES`."""
    return document_types()[code]


@lru_cache(maxsize=1)
def document_types() -> Mapping[str, DocumentType]:
    """All types by code, in the order of A-049."""
    return {code: _type(code, given) for code, given in _source()["types"].items()}


def counting(side: Literal["cost", "revenue"]) -> tuple[str, ...]:
    """The types whose amounts stand on this side of the analysis."""
    return tuple(code for code, of in document_types().items() if of.counts == side)


def _type(code: str, given: Mapping[str, Any]) -> DocumentType:
    labels = _source()["labels"]
    return DocumentType(
        code=code,
        titles={language: given[language] for language in i18n.LANGUAGES},
        counts=given["counts"],
        labels={position: texts for name in given["labels"] for position, texts in labels[name].items()},
        generated_from=given.get("generated_from"),
        generated_after_saving=given.get("generated_after_saving", False),
        completed_when_posted=given.get("completed_when_posted", False),
    )


@lru_cache(maxsize=1)
def _source() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
