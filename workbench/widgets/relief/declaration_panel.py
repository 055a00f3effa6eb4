"""Entries and declaration: what goes into the registers, what becomes of the declaration, and what is done when it is late."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import ipywidgets
from markupsafe import Markup

from ... import html, i18n
from ...days import Month, Quarter
from ...i18n import N_, _
from ...relief.filed import Period
from ...relief.life.declarations import Declaration, State
from ...relief.life.late import late_procedure
from ...store.relief_desk import DeclarationStep, ReliefDesk
from ..layout import column, row
from ..markup import MarkupBox
from .asking import Asking
from .declared import attachment, declaration_of, missing, offered
from .entries_table import Entries
from .technical_form import Technical
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage

STEPS: Mapping[DeclarationStep, str] = {
    "lock": N_("Lock the declaration"),
    "unlock": N_("Unlock the declaration"),
    "send": N_("Sent on this day"),
    "receive": N_("UPO collected"),
    "reject": N_("Rejected by the office"),
    "correct": N_("Add a correction"),
}
_AFTER_LOCKING: tuple[DeclarationStep, ...] = ("send", "receive", "reject", "correct")


class DeclarationPanel:
    """The declaration with its steps, the late procedure where it is one, the entries, technical documents of purchases."""

    title = N_("Entries and declaration")

    def __init__(self, page: "ReliefPage") -> None:
        self._page = page
        self._asked: Asked | None = None
        self.state = MarkupBox(class_="wb-declaration")
        self.monthly, self.quarterly = ipywidgets.Button(), ipywidgets.Button()
        self.monthly.on_click(lambda pressed: self._declare(self._month, "lock"))
        self.quarterly.on_click(lambda pressed: self._declare(Quarter.of(self._month.first), "lock"))
        self.day = ipywidgets.DatePicker(description=_("Day of sending"), value=page.today)
        self.buttons = {step: self._button(step, _(title)) for step, title in STEPS.items()}
        self.asking = Asking()
        self.late = MarkupBox(class_="wb-late")
        self.entries = Entries(page)
        self.technical = Technical(page)
        steps = row(
            self.monthly,
            self.quarterly,
            self.buttons["lock"],
            self.buttons["unlock"],
            self.day,
            *(self.buttons[step] for step in _AFTER_LOCKING),
            class_="wb-life-steps",
        )
        declaration = column(self.state, steps, self.asking.box, class_="wb-question")
        self.box = column(declaration, self.late, self.entries.box, self.technical.box)

    def show(self, asked: Asked) -> None:
        self._asked = asked
        self.asking.withdraw()
        self.state.show(_declaration(asked))
        self._allow(asked)
        self.late.show(_late(asked))
        self.entries.show(asked)
        self.technical.show(asked)

    @property
    def _month(self) -> Month:
        assert self._asked is not None
        return Month.of(self._asked.period.last)

    def _button(self, step: DeclarationStep, title: str) -> ipywidgets.Button:
        made = ipywidgets.Button(description=title)
        made.on_click(lambda pressed: self._press(step))
        made.add_class(f"wb-declare-{step}")
        return made

    def _allow(self, asked: Asked) -> None:
        """The steps that fit the state; before the first one it is chosen whether a month or a quarter is declared, where the
        books do not say it."""
        declaration, possible = declaration_of(asked.desk, asked.period), offered(asked.desk, asked.period)
        begun, state = bool(declaration.submissions), declaration.newest.state
        fitting: dict[State, tuple[DeclarationStep, ...]] = {
            "open": ("lock",),
            "locked": ("unlock", "send"),
            "sent": ("receive", "reject"),
            "received": ("correct",),
        }
        unkept = _("Nothing can be kept: WORKBENCH_STORE names no file.") if asked.desk.kept is None else ""
        for step, button in self.buttons.items():
            button.layout.display = "" if begun and step in fitting[state] else "none"
        for button, period in ((self.monthly, self._month), (self.quarterly, Quarter.of(self._month.first))):
            button.description = _("Lock {declaration}").format(declaration=asked.desk.begun(period).name)
            button.layout.display = "none" if begun or period not in possible else ""
        for button in (self.monthly, self.quarterly, *self.buttons.values()):
            button.disabled, button.tooltip = bool(unkept), unkept
        self.day.layout.display = "" if state == "locked" else "none"

    def _press(self, step: DeclarationStep) -> None:
        assert self._asked is not None
        self._declare(declaration_of(self._asked.desk, self._asked.period).period, step)

    def _declare(self, period: Period, step: DeclarationStep) -> None:
        """Take the step; locking while entries are missing asks first: they must be there before it is confirmed (J-008)."""
        assert self._asked is not None
        lacking = missing(self._asked.desk, period) if step == "lock" else []
        if not lacking:
            self._take(period, step)
            return
        text = _("Correction entries are missing ({missing}). Once {declaration} is locked they cannot be generated. Lock it?")
        told = text.format(missing="; ".join(lacking), declaration=self._asked.desk.begun(period).name)
        self.asking.ask(told, {_("Lock it nevertheless"): lambda: self._take(period, step)})

    def _take(self, period: Period, step: DeclarationStep) -> None:
        day = self.day.value if step == "send" else None
        self._page.life.take(lambda desk: desk.declare(period, step, day), _("The state of the declaration was noted."))


def _declaration(asked: Asked) -> Markup:
    """The declaration and its corrections, a line each."""
    declaration = declaration_of(asked.desk, asked.period)
    title, attached = html.tag("h2", declaration.name), _attached(asked.desk, declaration)
    if not declaration.submissions:
        return html.join([title, html.tag("p", _being_prepared(asked, declaration)), *attached])
    lines = []
    for one in declaration.submissions:
        of = replace(declaration, submissions=declaration.submissions[: one.number + 1])
        state = _("being prepared") if of.is_open else of.status
        day = [_("sent on {day}").format(day=i18n.day(one.sent_on))] if one.sent_on else []
        lines.append(html.tag("li", " · ".join([of.name, state, *day])))
    return html.join([title, html.tag("ol", *lines, class_="wb-submissions"), *attached])


def _being_prepared(asked: Asked, declaration: Declaration) -> str:
    """What can be done before the declaration is begun."""
    if len(offered(asked.desk, asked.period)) > 1:
        return _("Being prepared: entries can be generated. Lock it once they are in it, for the month or for the quarter.")
    text = _("Being prepared: entries can be generated. Lock it once they are in it.")
    if declaration.part == "both":
        return text
    closing = Quarter.of(declaration.period.first).months[-1]
    declared = _("The declaration part of the quarter goes with the file of {month}.").format(month=i18n.month(closing))
    return f"{text} {declared}"


def _attached(desk: ReliefDesk, declaration: Declaration) -> list[Markup]:
    """What goes out with the declaration; nothing where nothing does."""
    told = attachment(desk, declaration.period)
    return [html.tag("p", " · ".join(told))] if told else []


def _late(asked: Asked) -> Markup:
    """The late procedure, where the declaration went out without what the notice says, or is being corrected (R-055, J-029)."""
    declaration, proposal = asked.declaration, asked.proposal
    behind = not asked.chain.is_carried or proposal is not None or (asked.kept is None and len(asked.by_rule.lines) > 0)
    if not declaration.newest.number and (declaration.is_open or not behind):
        return html.join([])
    steps = late_procedure(asked.chain, declaration, proposal)
    items = [
        html.tag(
            "li",
            html.tag("span", "✓" if step.done else str(place), class_="wb-stage-mark"),
            html.tag(
                "span",
                html.tag("strong", step.title),
                *([html.tag("div", step.press)] if step.current else []),
            ),
            class_="wb-done" if step.done else "wb-current" if step.current else None,
        )
        for place, step in enumerate(steps, start=1)
    ]
    return html.join([html.tag("h2", _("Correcting it late, step by step")), html.tag("ol", *items, class_="wb-checklist")])
