"""The four sections of the additional SEPA data as forms (T-085 to T-087)."""

from collections.abc import Callable

import ipywidgets

from ... import html
from ...i18n import _
from ...ledger.bank_tables import SEPA_ROLES
from ...transfers import SepaParty
from ..layout import column, row
from ..markup import MarkupBox
from .sepa_sections import SECTION_TITLES, Sections

ALWAYS_LEGAL = "initiator"
"""The section that is a legal person (T-085)."""
BIRTH = ("birth_date", "birth_country", "birth_province", "birth_city")


class SepaForm:
    """The sections beside each other. `show` fills them, `sections` is what is typed."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.parts = {role: SepaSection(role, changed) for role in SEPA_ROLES}
        head = MarkupBox(html.tag("h2", _("[Additional SEPA]")))
        self.box = column(head, row(*(part.box for part in self.parts.values()), class_="wb-halves"))

    def show(self, sections: Sections, *, locked: bool) -> None:
        """Fill the sections; `locked`: they can only be read (T-090)."""
        for role, part in self.parts.items():
            part.show(sections[role], locked=locked)

    @property
    def sections(self) -> dict[str, SepaParty]:
        """What is typed, by role."""
        return {role: part.section for role, part in self.parts.items()}


class SepaSection:
    """One section: a legal person with BIC/BEI, a natural one with birth, either with an identifier, its type and issuer."""

    def __init__(self, role: str, changed: Callable[[], None]) -> None:
        self._role, self._changed = role, changed
        self._setting = False
        kinds = [(_("Legal person"), False), (_("Natural person"), True)]
        self.is_person = ipywidgets.Dropdown(options=kinds[:1] if role == ALWAYS_LEGAL else kinds, description=_("Kind"))
        titles = {
            "name": _("Name"),
            "bic": _("BIC/BEI"),
            "birth_date": _("Date of birth"),
            "birth_country": _("Country code"),
            "birth_province": _("Province"),
            "birth_city": _("City"),
            "identifier": _("Identifier"),
            "identifier_type": _("Type of the identifier"),
            "issuer": _("Issuer"),
        }
        self.fields = {name: ipywidgets.Text(description=title) for name, title in titles.items()}
        self.fields["name"].add_class("wb-expression")
        self.fields["birth_date"].placeholder = "1980-02-29"
        self.is_person.observe(lambda change: self._show_what_fits(), "value")
        for control in (self.is_person, *self.fields.values()):
            control.observe(lambda change: self._hear(), "value")
        head = MarkupBox(html.tag("h3", _(SECTION_TITLES[role])))
        self.box = column(head, row(self.is_person, *self.fields.values()), class_="wb-question wb-half")
        self._show_what_fits()

    def show(self, section: SepaParty, *, locked: bool) -> None:
        self._setting = True
        self.is_person.value = section.is_person and self._role != ALWAYS_LEGAL
        for name, field in self.fields.items():
            field.value = getattr(section, name)
        for control in (self.is_person, *self.fields.values()):
            control.disabled = locked
        self._setting = False

    @property
    def section(self) -> SepaParty:
        """What is typed in the fields that are shown."""
        shown = {name: field.value.strip() for name, field in self.fields.items() if field.layout.display != "none"}
        return SepaParty(role=self._role, is_person=bool(self.is_person.value), **{"name": "", **shown})

    def _show_what_fits(self) -> None:
        is_person = bool(self.is_person.value)
        self.fields["bic"].layout.display = "none" if is_person else ""
        for name in BIRTH:
            self.fields[name].layout.display = "" if is_person else "none"

    def _hear(self) -> None:
        if not self._setting:
            self._changed()
