"""The form of one payment: its bank texts, account, date, priority and the mark of a SEPA transfer."""

from collections.abc import Callable
from typing import Any

import ipywidgets
import pandas as pd

from ...i18n import N_, _
from ...ledger import Ledger
from ..layout import column, row
from .payment_edits import LINES, Values

PRIORITIES = {"normal": N_("normal"), "high": N_("high")}


class PaymentForm:
    """The fields. `show` fills them, `values` is what is typed; `changed` is called when their user types."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._setting = False
        titles = {
            **{name: _("Bank description, line {number}").format(number=number) for number, name in enumerate(LINES, 1)},
            "booking_text": _("Booking description"),
            "account": _("Bank account"),
        }
        self.texts = {name: ipywidgets.Text(description=title) for name, title in titles.items()}
        self.category = ipywidgets.Dropdown(description=_("Category"))
        self.execution_date = ipywidgets.DatePicker(description=_("Execution date"))
        priorities = [(_(title), code) for code, title in PRIORITIES.items()]
        self.priority = ipywidgets.Dropdown(options=priorities, description=_("Priority"))
        self.sepa = ipywidgets.Checkbox(description=_("Is a SEPA transfer"), indent=False)
        for control in self.controls:
            control.observe(lambda change: self._hear(), "value")
        for name in (*LINES, "account"):
            self.texts[name].add_class("wb-expression")
        self.box = column(
            *(row(self.texts[name]) for name in (*LINES, "account")),
            row(self.execution_date, self.priority, self.sepa),
            row(self.category, self.texts["booking_text"]),
            class_="wb-question",
        )

    @property
    def controls(self) -> tuple[ipywidgets.Widget, ...]:
        return (*self.texts.values(), self.category, self.execution_date, self.priority, self.sepa)

    def show(self, values: Values, ledger: Ledger, *, locked: bool, in_euro: bool, markable: bool) -> None:
        """Fill the fields. `locked`: they can only be read (T-076); the mark of a SEPA transfer is there for payments in euro,
        and can be set where the payment is `markable`."""
        self._setting = True
        for name, field in self.texts.items():
            field.value = values[name] or ""
        self.category.options = _categories(ledger, values["category"])
        self.category.value = values["category"] or ""
        self.execution_date.value, self.priority.value = values["execution_date"], values["priority"]
        self.sepa.value = values["sepa"]
        for control in self.controls:
            control.disabled = locked
        self.sepa.disabled = locked or not markable
        self.sepa.layout.display = "" if in_euro else "none"
        self._setting = False

    def hint(self, effective: pd.Series) -> None:
        """Show what stands for the empty fields: texts of the category, the party's account."""
        for name in (*LINES, "account"):
            self.texts[name].placeholder = str(effective[name])

    @property
    def values(self) -> dict[str, Any]:
        """What is typed, by column of the payments; None where nothing."""
        typed = {name: field.value.strip() or None for name, field in self.texts.items()}
        others = {"category": self.category.value or None, "execution_date": self.execution_date.value}
        return {**typed, **others, "priority": self.priority.value, "sepa": self.sepa.value}

    def _hear(self) -> None:
        if not self._setting:
            self._changed()


def _categories(ledger: Ledger, carried: str | None) -> list[tuple[str, str]]:
    """The categories of the books; one that a payment carries and the books do not have is there too."""
    codes = ledger.categories["category"].tolist()
    return [(_("none"), ""), *((code, code) for code in dict.fromkeys([*codes, *([carried] if carried else [])]))]
