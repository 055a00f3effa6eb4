"""What KSeF invoices cannot say, asked of the user one by one; the answers are kept with the client."""

from collections.abc import Callable

import ipywidgets
import pandas as pd

from ... import html
from ...errors import WorkbenchError
from ...i18n import _, ngettext
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads


class Answers:
    """The table of needs and a form for the chosen one. `answer` takes a document, its need and the answer; it raises where
    the answer does not fit, and shows the needs anew where it does."""

    def __init__(self, answer: Callable[[str, str, str], None]) -> None:
        self._answer = answer
        self._needs = pd.DataFrame()
        self.summary = MarkupBox()
        self.table = Table(_("What the invoices do not say"), _("The invoices say everything the books need."))
        self.question = MarkupBox()
        self.text = ipywidgets.Text(description=_("Answer"))
        self.take = ipywidgets.Button()
        self.keep = ipywidgets.Button(description=_("Keep the answer"))
        self.told = MarkupBox(class_="wb-told")
        self.table.observe(lambda change: self._choose(), "selected")
        self.take.on_click(lambda pressed: self._act(self._chosen["offered"]))
        self.keep.on_click(lambda pressed: self._act(self.text.value.strip()))
        self.keep.add_class("wb-jpk-answer")
        self._form = column(
            self.question, row(self.text, self.take, self.keep), self.told, class_="wb-question wb-jpk-entering"
        )
        taken = downloads(_("Questions"), lambda: _("ksef-questions"), lambda: need_shows(self._needs))
        self.box = column(self.summary, self.table, self._form, row(*taken, class_="wb-tools"))

    def show(self, needs: pd.DataFrame) -> None:
        """`needs`: the table of `filing.ksef`, the answered ones too."""
        self._needs = needs
        self.box.layout.display = "" if len(needs) else "none"
        waiting = int((needs["blocking"] & (needs["answer"] == "")).sum())
        told = ngettext(
            "{count} question has to be answered before its invoice can be settled",
            "{count} questions have to be answered before their invoices can be settled",
            waiting,
        ).format(count=waiting)
        title = html.tag("h3", _("What the invoices do not say"))
        self.summary.show(html.join([title, html.tag("p", told, class_="wb-bad-news")] if waiting else [title]))
        self.table.show(*need_shows(needs), "key", _row_kind)
        if self.table.selected not in set(self.table.rows["key"]):
            self.table.selected = ""
        self._choose()

    @property
    def _chosen(self) -> dict[str, str]:
        """The chosen need; empty where none is."""
        frame, _columns = need_shows(self._needs)
        found = frame[frame["key"] == self.table.selected].to_dict("records")
        return {str(name): value for name, value in found[0].items()} if found else {}

    def _choose(self) -> None:
        self.told.show(html.join([]))
        chosen = self._chosen
        self._form.layout.display = "" if chosen else "none"
        if not chosen:
            return
        self.question.show(html.join([html.tag("strong", chosen["number"]), html.tag("p", chosen["text"])]))
        self.text.value = chosen["answer"]
        self.take.description = _("Take what is offered: {offered}").format(offered=chosen["offered"])
        self.take.layout.display = "" if chosen["offered"] else "none"

    def _act(self, answer: str) -> None:
        chosen = self._chosen
        try:
            self._answer(chosen["document"], chosen["need"], answer)
        except WorkbenchError as error:
            self.told.show(html.tag("p", str(error), role="alert"))


def need_shows(needs: pd.DataFrame) -> Shows:
    """Needs and how they are shown, those that wait for an answer first."""
    ordered = needs.assign(waits=needs["blocking"] & (needs["answer"] == ""), key=needs.index.astype("str"))
    ordered = ordered.sort_values("waits", ascending=False, kind="stable").reset_index(drop=True)
    columns = {
        "waits": Shown(_("State"), "sign", {True: _("to answer"), False: "—"}),
        "number": Shown(_("Invoice")),
        "text": Shown(_("What is asked or told")),
        "offered": Shown(_("Offered")),
        "answer": Shown(_("Answer")),
        "file": Shown(_("File")),
    }
    return ordered, columns


def _row_kind(row: object) -> str:
    return "wb-found-error" if getattr(row, "waits", False) else ""
