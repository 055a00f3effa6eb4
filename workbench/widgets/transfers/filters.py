"""Which payments of the register are listed: by dates, words, and whether those that may not go are shown (T-016, T-017)."""

from collections.abc import Callable
from datetime import date, timedelta

import ipywidgets

from ...i18n import _
from ...transfers import Schedule

DAYS_AHEAD = 7
PAID = {"settled", "executed", "incoming"}
"""Reasons of payments that nobody looks for here."""


class Filters:
    """The controls; `changed` is called when one of them is, `listed` says which payments they keep. `sendable` stands over the
    list itself."""

    def __init__(self, changed: Callable[[], None], today: date) -> None:
        self.by = ipywidgets.Dropdown(
            options={_("due date"): "due", _("execution date"): "execution", _("document date"): "document"},
            value="execution",
            description=_("Dates of"),
        )
        self.from_ = ipywidgets.DatePicker(description=_("From day"))
        self.to = ipywidgets.DatePicker(description=_("To day"), value=today + timedelta(DAYS_AHEAD))
        self.sendable = ipywidgets.Checkbox(value=True, description=_("Transfers to send"), indent=False)
        self.words = ipywidgets.Text(placeholder=_("Number, party, amount"), description=_("Search"), continuous_update=False)
        for widget in (self.by, self.from_, self.to, self.sendable, self.words):
            widget.observe(lambda change: changed(), "value")
        self.controls = (self.by, self.from_, self.to, self.words)

    def listed(self, schedule: Schedule) -> tuple[str, ...]:
        """The payments that are kept, in the order of the schedule; without "Transfers to send" all that are not yet paid."""
        kept = schedule.select(
            self.from_.value, self.to.value, by=self.by.value, words=self.words.value, to_send=self.sendable.value
        )
        if self.sendable.value:
            return kept
        reasons = dict(zip(schedule.payments["payment_id"], schedule.payments["reasons"], strict=True))
        return tuple(payment for payment in kept if not PAID & set(reasons[payment]))
