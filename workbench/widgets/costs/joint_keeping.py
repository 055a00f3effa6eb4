"""A joint split kept as a version of an allocation key."""

from collections.abc import Callable

import ipywidgets

from ... import html, i18n
from ...costs.keys.restated import with_key
from ...i18n import _, ngettext
from ..layout import column, row
from ..markup import MarkupBox
from ..memory import Memory
from .differences import changed_rows
from .joint_view import JointView
from .keeper import Keeper
from .question import Question, months_of

MONTHS_AHEAD = 12


class Keeping:
    """The key's name and first month, a button that keeps the split that is offered, and one that takes it back; `reload` makes
    the page read what is remembered anew."""

    def __init__(self, memory: Memory, reload: Callable[[], None]) -> None:
        self._question: Question | None = None
        self._view: JointView | None = None
        self.name = ipywidgets.Text(description=_("Name of the key"))
        self.from_ = ipywidgets.Dropdown(description=_("Valid from"))
        self.told = MarkupBox(class_="wb-told")
        self._keeper = Keeper(memory, reload, self.told)
        self.keep = self._keeper.button(_("Use as allocation key"), self._keep, button_style="primary")
        self.undo = self._keeper.undo_button(lambda: self._question)
        self.name.observe(lambda change: self._enable(), "value")
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
        self.keep.disabled = self._view is None or not self.name.value.strip() or bool(self._keeper.hindrance)
        self.keep.tooltip = self._keeper.hindrance

    def _keep(self) -> None:
        """Remember the split as a version of the key, and what the key describes anew, as one change."""
        assert self._question is not None and self._view is not None
        asked, key = self._question, self.name.value.strip()
        what = _("Allocation key {key} from a joint split").format(key=key)
        changed = with_key(asked.ledger, self._view.key(key, self.from_.value.first))
        count = len(changed_rows(asked.ledger.descriptions, changed.descriptions, ["document_id"]))
        anew = ngettext("{count} document described anew.", "{count} documents described anew.", count).format(count=count)
        self._keeper.keep(asked, what, changed, anew)
