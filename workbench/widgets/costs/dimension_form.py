"""The form of one dimension, sub-dimension or element."""

import ipywidgets

from ...costs.dimensions.changes import Action, is_code_locked
from ...costs.dimensions.nodes import PICK_DICTIONARIES, TYPES
from ...costs.dimensions.tree import Dimensions
from ...costs.dimensions.use import Use
from ...i18n import _
from ...ledger import Ledger
from ..layout import column, row
from .dimension_edits import Fields, fields_of, narrowings, uses

USES_SHOWN = 8


class DimensionForm:
    """The fields. `edit` fills them from a place of the tree, `begin` empties them for a new one, `fields` is what is typed."""

    def __init__(self) -> None:
        self._ledger: Ledger | None = None
        self.code = ipywidgets.Text(description=_("Code"))
        self.name = ipywidgets.Text(description=_("Name"))
        self.type = ipywidgets.Dropdown(description=_("Type"), options=[(_(title), code) for code, title in TYPES.items()])
        dictionaries = [(_(title), code) for code, title in PICK_DICTIONARIES.items()]
        self.dictionary = ipywidgets.Dropdown(description=_("Dictionary"), options=dictionaries)
        self.narrowed_to = ipywidgets.Combobox(description=_("Narrowed to"), placeholder=_("the whole list"))
        self.account = ipywidgets.Combobox(description=_("Account"), placeholder=_("need not exist yet"))
        self.required = ipywidgets.Checkbox(description=_("Required"), indent=False)
        self.inactive = ipywidgets.Checkbox(description=_("Inactive"), indent=False)
        self.used_on = ipywidgets.SelectMultiple(description=_("Used on (none chosen: all)"), rows=USES_SHOWN)
        self.used_on.options = list(uses().items())
        for control in (self.type, self.dictionary):
            control.observe(lambda change: self._show_pick(), "value")
        picking = row(self.type, self.dictionary, self.narrowed_to)
        flags = row(self.required, self.inactive)
        self.box = column(row(self.code, self.name, self.account), picking, flags, self.used_on, class_="wb-question")

    def edit(self, ledger: Ledger, tree: Dimensions, path: str, use: Use) -> None:
        """The fields of a place; a code that is locked cannot be typed in (A-022)."""
        kind: Action = "add_element" if path in tree.leaves else "add_subdimension" if "/" in path else "add_dimension"
        self._fill(ledger, kind, fields_of(tree, path))
        self.code.disabled = is_code_locked(tree, path, use)
        self.code.tooltip = _("The code is locked: an element is used in a description.") if self.code.disabled else ""

    def begin(self, ledger: Ledger, action: Action) -> None:
        """Empty fields for a new place."""
        self._fill(ledger, action, Fields())
        self.code.disabled, self.code.tooltip = False, ""

    @property
    def fields(self) -> Fields:
        """What is typed."""
        return Fields(
            code=self.code.value,
            name=self.name.value,
            type=self.type.value,
            dictionary=self.dictionary.value if self.type.value == "dictionary" else None,
            narrowed_to="" if self.type.value == "descriptive" else self.narrowed_to.value,
            required=self.required.value,
            inactive=self.inactive.value,
            account=self.account.value,
            used_on=tuple(self.used_on.value),
        )

    def _fill(self, ledger: Ledger, kind: Action, fields: Fields) -> None:
        """Fill the fields and show those that a place of this kind has."""
        self._ledger = ledger
        self.account.options = list(ledger.accounts["account"])
        self.code.value, self.name.value, self.account.value = fields.code, fields.name, fields.account
        self.type.value = fields.type
        self.dictionary.value = fields.dictionary or next(iter(PICK_DICTIONARIES))
        self.narrowed_to.value = fields.narrowed_to
        self.required.value, self.inactive.value = fields.required, fields.inactive
        self.used_on.value = fields.used_on
        _put(self.account, kind == "add_element")
        _put(self.type, kind != "add_element")
        _put(self.required, kind == "add_dimension")
        _put(self.used_on, kind == "add_dimension")
        self._show_pick()

    def _show_pick(self) -> None:
        """Dictionary and narrowing, where the type has them."""
        is_typed = self.type.layout.display != "none"
        _put(self.dictionary, is_typed and self.type.value == "dictionary")
        _put(self.narrowed_to, is_typed and self.type.value != "descriptive")
        if self._ledger is not None:
            self.narrowed_to.options = narrowings(self._ledger, self.type.value, self.dictionary.value)


def _put(widget: ipywidgets.Widget, shown: bool) -> None:
    widget.layout.display = "" if shown else "none"
