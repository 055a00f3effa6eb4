"""A joint split kept as a version of an allocation key."""

from collections.abc import Callable

import ipywidgets

from ... import html, i18n
from ...costs.keys.restated import with_key
from ...errors import WorkbenchError
from ...i18n import _, ngettext
from ..layout import column, row
from ..markup import MarkupBox
from ..memory import Memory
from .differences import changed_rows, set_what_differs
from .joint_view import JointView
from .question import Question, months_of

MONTHS_AHEAD = 12


class Keeping:
    """The key's name and first month, a button that keeps the split that is offered, and one that takes it back; `reload` makes
    the page read what is remembered anew."""

    def __init__(self, memory: Memory, reload: Callable[[], None]) -> None:
        self._memory, self._reload = memory, reload
        self._question: Question | None = None
        self._view: JointView | None = None
        self.name = ipywidgets.Text(description=_("Name of the key"))
        self.from_ = ipywidgets.Dropdown(description=_("Valid from"))
        self.keep = ipywidgets.Button(description=_("Use as allocation key"), button_style="primary")
        self.undo = ipywidgets.Button(description=_("Undo the last change"))
        self.told = MarkupBox(class_="wb-told")
        self.name.observe(lambda change: self._enable(), "value")
        self.keep.on_click(lambda button: self._keep())
        self.undo.on_click(lambda button: self._take_back())
        self.box = column(row(self.name, self.from_, self.keep, self.undo, class_="wb-question"), self.told)

    def show(self, question: Question) -> None:
        """The months to choose from, the first one behind the books where none was chosen."""
        self._question = question
        self.told.show(html.join([]))
        months = months_of(question.ledger)
        months += [months[-1] + ahead for ahead in range(1, MONTHS_AHEAD + 1)]
        chosen = self.from_.value if self.from_.value in months else months[-MONTHS_AHEAD]
        self.from_.options = [(i18n.month(month), month) for month in reversed(months)]
        self.from_.value = chosen

    def offer(self, view: JointView | None) -> None:
        """What may be kept; None where there is no split."""
        self._view = view
        self._enable()

    def _enable(self) -> None:
        self.keep.disabled = self._view is None or not self.name.value.strip() or not self._memory.available
        self.undo.disabled = not self._memory.available
        self.keep.tooltip = "" if self._memory.available else _("Nothing can be kept: WORKBENCH_STORE names no file.")

    def _keep(self) -> None:
        """Remember the split as a version of the key, and what the key describes anew, as one change."""
        assert self._question is not None and self._view is not None
        asked, key = self._question, self.name.value.strip()
        what = _("Allocation key {key} from a joint split").format(key=key)
        try:
            changed = with_key(asked.ledger, self._view.key(key, self.from_.value.first))
            self._memory.change(what, lambda change: set_what_differs(change, asked, changed))
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error)))
            return
        count = len(changed_rows(asked.ledger.descriptions, changed.descriptions, ["document_id"]))
        anew = ngettext("{count} document described anew.", "{count} documents described anew.", count).format(count=count)
        self._reload()
        kept = _("Kept: {what}. It can be undone.").format(what=what)
        self.told.show(html.tag("p", f"{kept} {anew}", class_="wb-good"))

    def _take_back(self) -> None:
        assert self._question is not None
        try:
            self._memory.undo(self._question.client)
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error)))
            return
        self._reload()
        self.told.show(html.tag("p", _("The last change was undone."), class_="wb-good"))
