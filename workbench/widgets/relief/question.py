"""What the relief page is asked: whose books, which side and period, as of which day."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import ipywidgets

from ... import i18n, relief
from ...i18n import _
from ...relief.filed import Period
from ..layout import row


class Question:
    """The controls. `hear` is called when side, period or day have changed, `open_client` when the client has.

    `day_of` says as of which day a side and period are asked about until the user says otherwise.
    """

    def __init__(
        self,
        clients: Sequence[str],
        open_client: Callable[[], None],
        hear: Callable[[], None],
        day_of: Callable[[], date],
    ) -> None:
        self._hear, self._day_of = hear, day_of
        self._setting = False
        self.client = ipywidgets.Dropdown(options=clients, description=_("Client"))
        self.side = ipywidgets.ToggleButtons(options={_("Sale"): "sale", _("Purchase"): "purchase"}, description=_("Side"))
        self.period = ipywidgets.Dropdown(description=_("Month"))
        self.earlier = ipywidgets.Button(description="◀", tooltip=_("Month before"))
        self.later = ipywidgets.Button(description="▶", tooltip=_("Month after"))
        self.as_of = ipywidgets.DatePicker(description=_("As of"))
        self.by_rule = ipywidgets.Button()
        self.by_deadline = ipywidgets.Button()
        for widget, name in (
            (self.client, "wb-client"),
            (self.side, "wb-side"),
            (self.period, "wb-month"),
            (self.earlier, "wb-step"),
            (self.later, "wb-step"),
            (self.as_of, "wb-as-of"),
            (self.by_rule, "wb-offer"),
            (self.by_deadline, "wb-offer"),
        ):
            widget.add_class(name)
        self.client.observe(lambda change: open_client(), "value")
        self.side.observe(lambda change: self.ask_anew(), "value")
        self.period.observe(lambda change: self.ask_anew(), "value")
        self.as_of.observe(lambda change: self._changed(), "value")
        self.earlier.on_click(lambda button: self._step(1))
        self.later.on_click(lambda button: self._step(-1))
        self.by_rule.on_click(lambda button: self._set_day(self._rule_day))
        self.by_deadline.on_click(lambda button: self._set_day(self._deadline))
        months = row(self.earlier, self.period, self.later, class_="wb-months")
        offers = row(self.by_rule, self.by_deadline, class_="wb-offers")
        self.box = row(self.client, self.side, months, self.as_of, offers, class_="wb-question")

    def offer(self, periods: Sequence[Period], otherwise: Period) -> None:
        """Offer these periods; the chosen one stays chosen where it is among them. Nothing is heard."""
        chosen = self.period.value if self.period.value in periods else otherwise
        with self._quietly():
            self.period.options = [(relief.period_title(period), period) for period in periods]
            self.period.value = chosen

    def ask_anew(self) -> None:
        """A new side or period: the as-of day goes back to where it naturally lies."""
        if self._setting:
            return
        sale = self.side.value == "sale"
        self.by_rule.description = _("by the rule: {day}").format(day=i18n.day(self._rule_day))
        self.by_deadline.description = _("statutory deadline: {day}").format(day=i18n.day(self._deadline))
        self.by_deadline.layout.display = "" if sale else "none"
        self._set_day(self._day_of())

    def go(self, period: Period, side: relief.Side) -> None:
        """Ask about another period and side, where the period is offered."""
        if period not in [offered for _title, offered in self.period.options]:
            return
        with self._quietly():
            self.side.value, self.period.value = side, period
        self.ask_anew()

    def show_day(self, day: date, *, fixed: bool) -> None:
        """Show the day of a kept notice without asking; `fixed`: it cannot be changed."""
        with self._quietly():
            self.as_of.value = day
        self.fix(fixed)

    def fix(self, fixed: bool) -> None:
        """Whether the day can be changed."""
        for widget in (self.as_of, self.by_rule, self.by_deadline):
            widget.disabled = fixed

    @property
    def _rule_day(self) -> date:
        return relief.default_as_of(self.side.value, self.period.value)

    @property
    def _deadline(self) -> date:
        return relief.statutory_deadline(self.period.value)

    def _set_day(self, day: date) -> None:
        with self._quietly():
            self.as_of.value = day
        self._hear()

    def _changed(self) -> None:
        if not self._setting:
            self._hear()

    def _step(self, step: int) -> None:
        """Go to a neighbouring period (the list begins with the latest)."""
        index = self.period.index + step
        if 0 <= index < len(self.period.options):
            self.period.index = index

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """What is set inside is not heard."""
        before, self._setting = self._setting, True
        try:
            yield
        finally:
            self._setting = before
