"""What a change of descriptions would do, shown before anything is kept: each line before and after, what moves between the
elements, and what stays as it is."""

from collections.abc import Callable

import ipywidgets
import pandas as pd

from ... import exports, html
from ...costs.descriptions.control import POSITION_TITLES
from ...costs.descriptions.heads import heads_of
from ...costs.gaps.redescribe import Redescription
from ...i18n import _, ngettext
from ..layout import column, row
from ..markup import MarkupBox
from ..memory import Memory
from ..table import Download, Shown, Table
from .question import Question
from .what_if import percent_text

Keep = Callable[[str, Redescription], None]
"""Keeps a change; the text says what it does."""


class Preview:
    """`show` fills it, `clear` hides it; `keep` is called when the user accepts."""

    def __init__(self, memory: Memory, keep: Keep) -> None:
        self._memory, self._keep = memory, keep
        self._setting = False
        self._what = ""
        self.question: Question | None = None
        self.made: Redescription | None = None
        self.state = MarkupBox()
        self.changes = Table(_("Descriptions before and after"), _("Nothing changes."))
        self.effect_on = ipywidgets.Dropdown(description=_("Show the effect on"))
        self.effect = Table(_("What moves between the elements"), _("Nothing moves between the elements."))
        self.refused = Table(_("Documents that stay as they are"), _("All documents can be changed."))
        self.accept = ipywidgets.Button(description=_("Accept the changes"), button_style="primary")
        self.drop = ipywidgets.Button(description=_("Drop the preview"))
        self.csv = Download("CSV", lambda: (self._file("csv"), exports.to_csv(*self._taken()).encode("utf-8-sig")))
        self.xlsx = Download(
            "XLSX", lambda: (self._file("xlsx"), exports.to_xlsx({_("Changes"): self._taken()[0]}, self._taken()[1]))
        )
        self.effect_on.observe(lambda change: None if self._setting else self._show_effect(), "value")
        self.accept.on_click(lambda button: self._accept())
        self.drop.on_click(lambda button: self.clear())
        self.accept.add_class("wb-accept-changes")
        tools = row(self.accept, self.drop, self.csv, self.xlsx, class_="wb-tools")
        self.stays = column(MarkupBox(html.tag("h4", _("Documents that stay as they are"))), self.refused)
        effect_on = row(self.effect_on, class_="wb-question")
        self.box = column(self.state, tools, self.changes, effect_on, self.effect, self.stays, class_="wb-preview")
        self.clear()

    def clear(self) -> None:
        """Nothing is to be looked at."""
        self.made = None
        self.box.layout.display = "none"

    def show(self, question: Question, made: Redescription, what: str) -> None:
        """What `made` would do to the question's books. `what` is the text it is kept with."""
        self.question, self.made, self._what = question, made, what
        shown = changes_shown(made)
        columns = {
            "number": Shown(_("Document")),
            "position": Shown(_("Position")),
            "before": Shown(_("Elements before")),
            "after": Shown(_("Elements after")),
            "value_before": Shown(_("Before (PLN)"), "amount"),
            "value_after": Shown(_("After (PLN)"), "amount"),
            "difference": Shown(_("Difference (PLN)"), "amount"),
        }
        sums = (int(shown[name].sum()) for name in ("value_before", "value_after", "difference"))
        self.changes.show(shown, columns, "key", foot=[_("Total"), "", "", "", *sums])
        on = self.effect_on.value if self.effect_on.value in question.dimensions else question.dimensions[0]
        self._setting = True
        self.effect_on.options = [(question.title(dimension), dimension) for dimension in question.dimensions]
        self.effect_on.value = on
        self._setting = False
        self._show_effect()
        numbers = heads_of(question.ledger, made.refused["document_id"])["number"]
        stays = made.refused.assign(number=numbers.to_numpy())
        self.refused.show(stays, {"number": Shown(_("Document")), "reason": Shown(_("Reason"))}, "document_id")
        self.stays.layout.display = "" if len(stays) else "none"
        self._show_state()
        self.box.layout.display = ""

    def _show_state(self) -> None:
        assert self.made is not None
        documents, lines = self.made.changes["document_id"].nunique(), len(self.made.changes)
        changing = ngettext("{count} document changes", "{count} documents change", documents).format(count=documents)
        in_lines = ngettext("{count} line", "{count} lines", lines).format(count=lines)
        told = html.tag("p", f"{changing}, {in_lines}: {self._what}.", class_="wb-who")
        self.state.show(html.join([html.tag("h3", _("What would change")), told]))
        self.accept.disabled = not lines or not self._memory.available
        self.accept.tooltip = "" if self._memory.available else _("Nothing can be kept: WORKBENCH_STORE names no file.")

    def _show_effect(self) -> None:
        assert self.made is not None and self.question is not None
        dimension, label = self.effect_on.value, self.question.label
        moved = self.made.moved(dimension, self.question.register)
        frame = moved.assign(label=[label(dimension, code) for code in moved["element"]])
        columns = {
            "label": Shown(self.question.title(dimension)),
            "before": Shown(_("Before (PLN)"), "amount"),
            "after": Shown(_("After (PLN)"), "amount"),
            "difference": Shown(_("Difference (PLN)"), "amount"),
        }
        foot = [_("Total"), *(int(frame[name].sum()) for name in list(columns)[1:])]
        self.effect.show(frame, columns, "label", foot=foot)

    def _accept(self) -> None:
        assert self.made is not None
        self._keep(self._what, self.made)

    def _taken(self) -> tuple[pd.DataFrame, list[str]]:
        assert self.made is not None
        titles = {
            "number": _("Document"),
            "position": _("Position"),
            "before": _("Elements before"),
            "after": _("Elements after"),
            "value_before": _("Before (PLN)"),
            "value_after": _("After (PLN)"),
            "difference": _("Difference (PLN)"),
        }
        return changes_shown(self.made)[list(titles)].rename(columns=titles), list(titles.values())[4:]

    def _file(self, ending: str) -> str:
        assert self.question is not None
        name = _("changes")
        return f"{name}_{self.question.client}.{ending}"


def changes_shown(made: Redescription) -> pd.DataFrame:
    """The changes as people read them: key, number, position, before, after (percent and elements), value_before, value_after,
    difference (grosze)."""
    changes = made.changes
    shown = {
        "key": [f"{place}" for place in range(len(changes))],
        "number": heads_of(made.before, changes["document_id"])["number"].to_numpy(),
        "position": positions_shown(changes),
    }
    for side in ("before", "after"):
        pairs = zip(changes[f"percent_{side}"], changes[f"elements_{side}"], strict=True)
        shown[side] = [f"{percent_text(percent)} % {text}" if text else "" for percent, text in pairs]
    return pd.DataFrame(shown).assign(**{name: changes[name] for name in ("value_before", "value_after", "difference")})


def positions_shown(lines: pd.DataFrame) -> list[str]:
    """How the positions of these lines are called."""
    pairs = zip(lines["position"].astype("str"), lines["position_line"], strict=True)
    return [_(POSITION_TITLES[position]).format(line=line) for position, line in pairs]
