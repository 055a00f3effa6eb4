"""The life of the notice, always in sight: how far it is, and the buttons that take it further."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import ipywidgets
import pandas as pd

from ... import html
from ...i18n import N_, _, ngettext
from ...relief.life.messages import M02
from ...store.relief_desk import ReliefDesk
from ..layout import column, row
from ..markup import MarkupBox
from ..told import Told
from .asking import Asking
from .life_view import drift, stages
from .steps import TITLES, Chosen, Name, hindrances, next_step, refusal, with_entries
from .taking_away import TakingAway
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage

REGISTERS = {"sale": "SPRZEDAŻ", "purchase": "ZAKUP"}
"""What VAT registers are called until the user has named them: their names are Polish in every language."""
TOLD: dict[Name, str] = {
    "make": N_("The notice was made and is kept."),
    "recalculate": N_("The notice was recalculated."),
    "remove": N_("The documents were taken off the notice."),
    "lock": N_("The notice is locked against changes."),
    "unlock": N_("The notice can be changed again."),
    "generate": N_("The correction entries were generated."),
    "amend": N_("A correction of the notice was added: recalculate it, look through it, lock it."),
    "delete": N_("The correction entries were deleted."),
    "drop": N_("The newest notice was dropped."),
}


class LifeStrip:
    """Stages, what the books say against the kept notice, the buttons, a question where one is open, and how a step went."""

    def __init__(self, page: "ReliefPage") -> None:
        self._page = page
        self._asked: Asked | None = None
        self._marked: frozenset[str] = frozenset()
        self._registers: dict[str, str] = {}
        self._setting = False
        self.stages = MarkupBox(class_="wb-life-stages")
        self.drift = MarkupBox(class_="wb-drift")
        self.buttons = {name: self._button(_(title), name) for name, title in TITLES.items()}
        self.undo = ipywidgets.Button(description=_("Undo the last change"))
        self.undo.add_class("wb-undo")
        self.undo.on_click(lambda pressed: self.take(lambda desk: desk.undo(), _("The last change was undone.")))
        self.register = ipywidgets.Text(description=_("VAT register"), continuous_update=False)
        self.mode = ipywidgets.Dropdown(
            options=[(_("an entry an invoice"), "individual"), (_("one collective entry"), "collective")],
            description=_("Entries"),
        )
        self.removed = ipywidgets.Dropdown(description=_("Taken off"))
        self.back = ipywidgets.Button(description=_("Put back"))
        self.back.on_click(lambda pressed: self._put_back())
        self.asking = Asking()
        self.told = Told()
        self.taking = TakingAway(page)
        self.register.observe(lambda change: self._hear_register(), "value")
        self.mode.observe(lambda change: self._allow(), "value")
        self.fields = row(self.register, self.mode, class_="wb-life-fields")
        self.off = row(self.removed, self.back, class_="wb-life-fields")
        steps = row(*self.buttons.values(), self.undo, class_="wb-life-steps")
        self.box = column(
            self.stages,
            self.drift,
            self.fields,
            self.off,
            steps,
            self.asking.box,
            self.told,
            self.taking.box,
            class_="wb-life",
        )

    def show(self, asked: Asked) -> None:
        """The life of the notice asked about."""
        if self._asked is not None and not self._asked.same_chain(asked):
            self.forget()
        self._asked = asked
        self.asking.withdraw()
        self.stages.show(stages(asked))
        warning = [html.tag("p", asked.quarterly_warning, role="status")] if asked.quarterly_warning else []
        self.drift.show(html.join([drift(asked), *warning]))
        self._offer_fields(asked)
        self._offer_removed(asked)
        self.taking.show(asked)
        self._allow()

    def mark(self, documents: frozenset[str]) -> None:
        """These documents of the list are marked."""
        self._marked = documents
        self._allow()

    def forget(self) -> None:
        """Another notice is looked at: what was told or asked about the one before is gone."""
        self._marked = frozenset()
        self.told.clear()
        self.asking.withdraw()

    def take(self, step: Callable[[ReliefDesk], ReliefDesk], told: str) -> None:
        """Take a step, and say how it went."""
        against = self._page.act(step)
        if against:
            self.told.tell(against)
        else:
            self.told.tell(told, good=True)

    def delete_entry(self, document: str) -> None:
        """Delete the entry of one document: M-02 asks whether the others go too (R-064)."""
        answers = {
            _("Yes"): lambda: self._delete(None),
            _("No"): lambda: self._delete(document),
        }
        self._ask(_(M02), answers)

    def _ask(self, text: str, answers: Mapping[str, Callable[[], None]]) -> None:
        self.told.clear()
        self.asking.ask(text, answers)

    def _button(self, title: str, name: Name) -> ipywidgets.Button:
        made = ipywidgets.Button(description=title)
        made.on_click(lambda pressed: self._press(name))
        made.add_class(f"wb-step-{name}")
        return made

    def _press(self, name: Name) -> None:
        assert self._asked is not None
        asked, of = self._asked, (self._asked.side, self._asked.period)
        if name == "delete":
            self._ask(self._delete_question(asked), {_("Delete the entries"): lambda: self._delete(None)})
            return
        if name == "drop":
            text = _("Drop the notice {mark}? Its lines and what was taken off it are forgotten; this can be undone.")
            mark = asked.chain.mark(asked.chain.notices[-1].number)
            self._ask(text.format(mark=mark), {_("Drop the notice"): lambda: self._drop(asked)})
            return
        steps: dict[Name, Callable[[ReliefDesk], ReliefDesk]] = {
            "make": lambda desk: desk.make(*of, asked.as_of),
            "recalculate": lambda desk: desk.recalculate(*of, asked.as_of),
            "remove": lambda desk: desk.remove(*of, *sorted(self._marked)),
            "lock": lambda desk: desk.lock(*of),
            "unlock": lambda desk: desk.unlock(*of),
            "generate": lambda desk: desk.generate(*of, self.register.value.strip(), mode=self.mode.value),
            "amend": lambda desk: desk.amend(*of),
        }
        self._take(name, steps[name])

    def _take(self, name: Name, step: Callable[[ReliefDesk], ReliefDesk]) -> None:
        self.take(step, _(TOLD[name]))

    def _drop(self, asked: Asked) -> None:
        self._take("drop", lambda desk: desk.drop(asked.side, asked.period))

    def _delete(self, document: str | None) -> None:
        assert self._asked is not None
        of = (self._asked.side, self._asked.period)
        self._take("delete", lambda desk: desk.delete_entries(*of, document=document))

    def _put_back(self) -> None:
        assert self._asked is not None
        of, document = (self._asked.side, self._asked.period), self.removed.value
        self.take(lambda desk: desk.put_back(*of, document), _("The document was put back."))

    def _hear_register(self) -> None:
        if self._asked is not None and not self._setting:
            self._registers[self._asked.side] = self.register.value.strip()
            self._allow()

    def _allow(self) -> None:
        """Which buttons can be pressed, why the others cannot, and which comes next."""
        if self._asked is None or self._setting:
            return
        asked = self._asked
        chosen = Chosen(self._marked, self.register.value.strip(), self.mode.value)
        hindered = hindrances(asked, chosen)
        comes_next = next_step(asked, hindered)
        shown = self._shown(asked)
        for name, button in self.buttons.items():
            button.layout.display = "" if name in shown else "none"
            button.disabled, button.tooltip = bool(hindered[name]), hindered[name]
            button.button_style = "primary" if name == comes_next else ""
        self.undo.disabled = asked.desk.last_change is None
        self.undo.tooltip = hindered["make"] or (_("There is nothing to undo.") if self.undo.disabled else "")

    def _shown(self, asked: Asked) -> set[Name]:
        """The buttons in sight: of two that exclude each other, the one that fits."""
        kept = asked.kept
        locked = kept is not None and kept.locked
        hidden: set[Name] = {"recalculate"} if kept is None else {"make"}
        hidden |= {"lock"} if locked else {"unlock"}
        return set(TITLES) - hidden

    def _register(self, asked: Asked) -> str:
        """The VAT register: of the notice's entries, else the one typed or used last for the side, else the usual name."""
        own = [one.register for one in asked.chain.notices if one.register]
        others = [one.register for chain in asked.desk.chains() if chain.side == asked.side for one in chain.notices]
        typed = self._registers.get(asked.side)
        return next(iter([*own[::-1], *([typed] if typed else []), *filter(None, others[::-1])]), REGISTERS[asked.side])

    def _offer_fields(self, asked: Asked) -> None:
        """The VAT register, and the mode where collective entries still exist; those of earlier entries stay (R-058)."""
        kept, chain = asked.kept, asked.chain
        wanted = kept is not None and kept.locked and not chain.is_carried
        fixed = asked.has_entries
        self._setting = True
        self.register.value, self.register.disabled = self._register(asked), fixed
        collective = wanted and not fixed and not refusal(partial(with_entries, asked, Chosen(mode="collective", register="?")))
        if not collective:
            self.mode.value = "individual"
        self._setting = False
        self.mode.layout.display = "" if collective else "none"
        self.fields.layout.display = "" if wanted else "none"

    def _offer_removed(self, asked: Asked) -> None:
        kept = asked.kept
        removed = kept.removed if kept is not None and not kept.locked else ()
        self.off.layout.display = "" if removed else "none"
        if not removed:
            return
        names = asked.named(pd.DataFrame({"document_id": list(removed)}, dtype="str"))["number"]
        chosen = self.removed.value if self.removed.value in removed else removed[0]
        self.removed.options = list(zip(names, removed, strict=True))
        self.removed.value = chosen

    def _delete_question(self, asked: Asked) -> str:
        """The entries of the newest notice that has any go together."""
        of = next((one for one in reversed(asked.chain.notices) if len(one.entries)), None)
        if of is None:
            return _("Delete the correction entries?")
        count = of.entries["entry"].nunique()
        text = ngettext("Delete {count} correction entry of {mark}?", "Delete {count} correction entries of {mark}?", count)
        return text.format(count=count, mark=asked.chain.mark(of.number))
