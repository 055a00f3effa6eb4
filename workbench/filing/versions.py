"""Which structure a file of a period has: `versions.toml` as objects."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..days import Month
from ..errors import FilingError, PeriodError
from ..i18n import _

Form = Literal["V7M", "V7K", "VAT"]
"""JPK_V7M is of who declares by the month, JPK_V7K by the quarter; JPK_VAT was the record alone, up to September 2020."""


@dataclass(frozen=True)
class DeclarationForm:
    """The form inside a file: its code (VAT-7, VAT-7K), variant and version of the schema."""

    code: str
    variant: int
    schema: str

    @property
    def system_code(self) -> str:
        """VAT-7 (23)."""
        return f"{self.code} ({self.variant})"


@dataclass(frozen=True)
class Version:
    """One structure: for files of the settlement periods from `first` to `last` (None: still in force).

    `namespace` is that of its elements, `types` that of the general types its persons use, `schema` the version of its schema.
    """

    form: Form
    number: int
    namespace: str
    types: str
    schema: str
    first: Month
    last: Month | None = None
    declaration: DeclarationForm | None = None

    @property
    def name(self) -> str:
        """JPK_V7M (3)."""
        return f"JPK_{self.form} ({self.number})"

    @property
    def id(self) -> str:
        """V7M-3."""
        return f"{self.form}-{self.number}"


def versions() -> tuple[Version, ...]:
    """All structures, the oldest of each form first."""
    return _data()[0]


def version_of(form: Form, period: Month) -> Version:
    """The structure of a form for a settlement month; PeriodError for a month that has none."""
    for version in versions():
        if version.form == form and not period < version.first and (version.last is None or not version.last < period):
            return version
    raise PeriodError(
        _("{period}: there is no JPK_{form} file for this month; the first one is of {first}.").format(
            period=period, form=form, first=min(version.first for version in versions() if version.form == form)
        )
    )


def version_in(namespace: str) -> Version:
    """The structure with a namespace; FilingError for a draft, named, and for any other namespace."""
    for version in versions():
        if version.namespace == namespace:
            return version
    draft = _data()[1].get(namespace)
    if draft is not None:
        raise FilingError(
            _("{namespace} is the namespace of a draft of {name}; make the file anew with the structure in force.").format(
                namespace=namespace, name=draft
            )
        )
    raise FilingError(
        _("{namespace}: not a JPK_V7M, JPK_V7K or JPK_VAT (3) file; these are the structures that can be read.").format(
            namespace=namespace or "-"
        )
    )


@cache
def _data() -> tuple[tuple[Version, ...], dict[str, str]]:
    data = tomllib.loads(Path(__file__).with_name("versions.toml").read_text("utf-8"))
    return tuple(_version(one) for one in data["version"]), data["drafts"]


def _version(of: dict[str, Any]) -> Version:
    declaration = DeclarationForm(**of["declaration"]) if "declaration" in of else None
    last = Month(of["last"]) if "last" in of else None
    return Version(**of | {"first": Month(of["first"]), "last": last, "declaration": declaration})
