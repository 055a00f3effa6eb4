"""What the user enters into the declaration part: surplus carried over, deductions, refund, flags, reasons of a correction."""

import re
from collections.abc import Callable, Mapping

import ipywidgets

from ... import html
from ...errors import FilingError, WorkbenchError
from ...filing import fields
from ...i18n import _
from ...store.filing_entered import ENTERED, REFUNDS
from ..layout import column, row
from ..markup import MarkupBox
from .figures import whole_pln
from .view import Filed

AMOUNTS = ("P_39", "P_49", "P_50", "P_52", "P_54", "P_60")
FLAGS = tuple(name for name, kind in ENTERED.items() if kind == "flag" and name not in REFUNDS)
TEXTS = ("P_61", "P_ORDZU")
_BLANKS = re.compile(r"\s")

Values = dict[str, int | str | None]


class Entering:
    """The form. `keep` keeps what is entered and shows the file anew; what it refuses is told here."""

    def __init__(self, keep: Callable[[Values], None]) -> None:
        self._keep = keep
        self._offered: int | None = None
        self.amounts = {name: ipywidgets.Text(description=_described(name, "zł")) for name in AMOUNTS}
        self.offer = ipywidgets.Button()
        self.refund = ipywidgets.Dropdown(description=_("Refund of P_54 within"))
        self.flags = {name: ipywidgets.Checkbox(description=_described(name), indent=False) for name in FLAGS}
        self.kind = ipywidgets.Text(description=_described("P_61"))
        self.reasons = ipywidgets.Textarea(description=_described("P_ORDZU"), rows=2)
        self.button = ipywidgets.Button(description=_("Keep what is entered"))
        self.told = MarkupBox(class_="wb-told")
        self.offer.on_click(lambda pressed: self._take_offer())
        self.button.on_click(lambda pressed: self._act())
        self.button.add_class("wb-jpk-enter")
        self.offer.add_class("wb-jpk-offer")
        amounts = [self.amounts[name] for name in AMOUNTS if name != "P_60"]
        credited = [self.flags["P_59"], self.amounts["P_60"], self.kind]
        flags = [flag for name, flag in self.flags.items() if name != "P_59"]
        self.box = column(
            row(self.offer),
            row(*amounts, self.refund),
            row(*credited),
            column(*flags, class_="wb-jpk-checks"),
            row(self.reasons),
            row(self.button, self.told),
            class_="wb-question wb-jpk-entering",
        )

    def show(self, filed: Filed) -> None:
        """The form for the declaration that a file belongs to; hidden where the file has none."""
        self.box.layout.display = "" if filed.has_declaration else "none"
        self.told.show(html.join([]))
        if not filed.has_declaration:
            return
        entered, offered, held = filed.entered, filed.of.offered, set(fields.declaration_fields(filed.declaring_version))
        for name, text in {**self.amounts, "P_61": self.kind, "P_ORDZU": self.reasons}.items():
            text.value = entered.get(name, "")
        for name, flag in self.flags.items():
            flag.value = name in entered
            flag.layout.display = "" if name in held else "none"
        self.refund.options = [("—", ""), *((_described(name), name) for name in REFUNDS if name in held)]
        self.refund.value = next((name for name in REFUNDS if name in entered and name in held), "")
        self.reasons.layout.display = "" if filed.purpose == 2 or entered.get("P_ORDZU") else "none"
        self._offer(offered, entered)
        unkept = _("Nothing can be kept: WORKBENCH_STORE names no file.") if filed.desk.relief.kept is None else ""
        for button in (self.button, self.offer):
            button.disabled, button.tooltip = bool(unkept), unkept

    def _offer(self, offered: int | None, entered: Mapping[str, str]) -> None:
        """P_39 as the declaration before left it, where it is not entered already."""
        self._offered = offered
        is_new = offered is not None and entered.get("P_39") != str(offered)
        self.offer.layout.display = "" if is_new else "none"
        if offered is not None:
            text = _("Take P_39 from the declaration before: {amount}")
            self.offer.description = text.format(amount=whole_pln(offered))

    def _take_offer(self) -> None:
        if self._offered is not None:
            self._try({"P_39": self._offered})

    def _act(self) -> None:
        try:
            values = self._values()
        except FilingError as error:
            self._refuse(error)
            return
        self._try(values)

    def _try(self, values: Values) -> None:
        try:
            self._keep(values)
        except WorkbenchError as error:
            self._refuse(error)
        else:
            self.told.show(html.tag("p", _("What was entered is kept."), class_="wb-good"))

    def _refuse(self, error: WorkbenchError) -> None:
        self.told.show(html.tag("p", str(error), role="alert"))

    def _values(self) -> Values:
        """All fields of the form; None for those that are empty. Blanks between digits are dropped."""
        flags: Values = {name: 1 if flag.value else None for name, flag in self.flags.items()}
        refunds: Values = {name: 1 if name == self.refund.value else None for name in REFUNDS}
        amounts: Values = {name: _BLANKS.sub("", text.value) or None for name, text in self.amounts.items()}
        texts: Values = {"P_61": self.kind.value.strip() or None, "P_ORDZU": self.reasons.value.strip() or None}
        return {**amounts, **refunds, **flags, **texts}


def _described(name: str, unit: str = "") -> str:
    """A field with its meaning, such as: P_39 surplus from the declaration before (zł)."""
    return " ".join(part for part in (name, fields.title(name), f"({unit})" if unit else "") if part)
