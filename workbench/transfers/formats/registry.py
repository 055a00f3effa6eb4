"""Which formats there are: the standard ones, and those that users have defined (T-001)."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from ... import i18n
from ...errors import TransferError
from ...i18n import _
from .elixir import elixir_formats
from .format import Format
from .format_xml import from_xml
from .notes import NOTES

SHIPPED = {"erste": ("profile",), "videotel": ("fields", "code_page")}
"""Text formats that come as definitions, `profiles/<name>.xml`, with the codes of their notes."""

NOTHING: Mapping[str, Format] = MappingProxyType({})


def standard_formats() -> Mapping[str, Format]:
    """The formats that come with the workbench, by code, with texts in the user's language."""
    return _standard(i18n.language())


def format_of(code: str, own: Mapping[str, Format] = NOTHING) -> Format:
    """The format with a code, among the user's own ones first. TransferError listing what there is, for any other code."""
    found = own.get(code) or standard_formats().get(code)
    if found is None:
        known = ", ".join([*own, *standard_formats()])
        reason = _("There is no transfer format {code}. Choose one of these: {known}.")
        raise TransferError(reason.format(code=code or "–", known=known))
    return found


def check_pair(ordinary: Format, split: Format) -> None:
    """The formats of ordinary transfers and of split payments go together (T-011, T-012); TransferError where they do not."""
    if ordinary.web_service != split.web_service:
        reason = _(
            "The formats of ordinary transfers and of split payments must be of the same kind: {ordinary} and {split} are not. "
            "Choose a web service for both, or files for both."
        )
    elif ordinary.web_service and ordinary.code != split.code:
        reason = _("With a web service both formats are the same: {ordinary} and {split} are not. Choose one of them for both.")
    elif "split_payment" not in split.kinds:
        reason = _("The format {split} cannot carry split payments. Choose another one for them.")
    else:
        return
    raise TransferError(reason.format(ordinary=ordinary.title, split=split.title))


@lru_cache(maxsize=len(i18n.LANGUAGES))
def _standard(language: i18n.Language) -> Mapping[str, Format]:
    from .iso import iso_formats

    with i18n.in_language(language):
        return MappingProxyType({**elixir_formats(), **{name: _shipped(name) for name in SHIPPED}, **iso_formats()})


def _shipped(name: str) -> Format:
    definition = (Path(__file__).parent / "profiles" / f"{name}.xml").read_text("utf-8")
    return replace(from_xml(definition), to_confirm=tuple(_(NOTES[note]) for note in SHIPPED[name]))
