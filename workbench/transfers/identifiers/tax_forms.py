"""Symbols of tax forms and the kind of account each is paid to, as data.

>>> account_kind("VAT7"), account_kind("pit-4r"), account_kind("PCC-3"), account_kind("XYZ-1")
('micro', 'micro', 'office', None)
"""

import re
import tomllib
from pathlib import Path
from typing import Literal

AccountKind = Literal["micro", "office"]

_BLANKS = re.compile(r"[\s\-‐‑–—_]+")


def account_kind(form: str) -> AccountKind | None:
    """Whether a form is paid to the taxpayer's micro-account or to an office; None: the symbol is not on the list."""
    return _KINDS.get(_bare(form))


def _bare(form: str) -> str:
    return _BLANKS.sub("", form).upper()


def _read() -> dict[str, AccountKind]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    kinds: tuple[AccountKind, ...] = ("micro", "office")
    return {_bare(form): kind for kind in kinds for form in data[kind]}


_KINDS = _read()
