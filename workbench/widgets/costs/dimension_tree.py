"""The panel of the dimensions: the tree as a list that can be folded, and the form of the chosen place."""

from collections.abc import Callable
from typing import Any

import ipywidgets
import numpy as np
import pandas as pd

from ... import exports, html
from ...costs.dimensions.changes import ACTIONS, Action, possible_actions
from ...costs.dimensions.deletion import Deleted, delete, delete_unused
from ...costs.dimensions.nodes import TYPES
from ...costs.dimensions.tree import Dimensions
from ...costs.dimensions.use import Use, used
from ...errors import DescriptionError, WorkbenchError
from ...i18n import N_, _
from ...ledger import Ledger
from ..layout import column, details, row
from ..markup import MarkupBox
from ..memory import Memory
from ..table import Download, Shown, Table
from .dimension_edits import added, edited, with_tree
from .dimension_form import DimensionForm
from .items import Items
from .keeper import Keeper
from .question import Question

STEP = "\u2003"
"""The space a level is indented by; browsers keep it at the beginning of a text."""


class DimensionTree:
    """The list beside the form; every accepted edit is one change. `reload` makes the page read what is remembered anew."""

    title = N_("Dimensions")

    def __init__(self, memory: Memory, reload: Callable[[], None]) -> None:
        self.question: Question | None = None
        self.tree, self.use = Dimensions(), Use()
        self._folded: set[str] = set()
        self._adding: tuple[Action, str] | None = None
        self._unused: Deleted | None = None
        self._filling = False
        self.inactive = ipywidgets.Checkbox(description=_("Inactive ones too"), indent=False)
        self.list = Table(_("Dimensions"), _("The books have no dimensions."), leads_to=".wb-dimension")
        self.head = MarkupBox()
        self.form = DimensionForm()
        self.told = MarkupBox(class_="wb-told")
        self._keeper = Keeper(memory, reload, self.told)
        self.unused = MarkupBox()
        self.items = Items(memory, reload)
        self.csv = Download("CSV", lambda: (self._file("csv"), exports.to_csv(self._taken()).encode("utf-8-sig")))
        self.xlsx = Download("XLSX", lambda: (self._file("xlsx"), exports.to_xlsx({_("Dimensions"): self._taken()})))
        self._make_buttons()
        self.inactive.observe(lambda change: self._show_list(), "value")
        self.list.observe(lambda change: self._choose(), "selected")
        self.box = self._arranged()

    def _make_buttons(self) -> None:
        button = self._keeper.button

        def adding(action: Action) -> ipywidgets.Button:
            return button(_(ACTIONS[action]), lambda: self._begin(action), f"wb-{action.replace('_', '-')}", icon="plus")

        self.actions = {action: adding(action) for action in ACTIONS}
        self.fold = button(_("Fold"), self._fold, "wb-fold")
        self.fold_all = button(_("Fold all"), self._fold_all, "wb-fold-all")
        self.unfold_all = button(_("Unfold all"), self._unfold_all, "wb-unfold-all")
        self.accept = button(_("Keep the change"), self._keep, "wb-accept", button_style="primary")
        self.delete = button(_("Delete"), self._delete, "wb-delete")
        self.find_unused = button(_("Delete unused ones…"), self._find_unused, "wb-find-unused")
        self.delete_unused = button(_("Delete these"), self._delete_unused, "wb-delete-unused", button_style="primary")
        self.dismiss = button(_("Dismiss"), self._dismiss, "wb-dismiss")
        self.undo = self._keeper.undo_button(lambda: self.question)

    def _arranged(self) -> ipywidgets.Widget:
        adding = row(*self.actions.values(), class_="wb-tools")
        folding = row(self.inactive, self.fold, self.fold_all, self.unfold_all, self.csv, self.xlsx, class_="wb-tools")
        left = column(adding, folding, self.list, class_="wb-half")
        keeping = row(self.accept, self.delete, self.find_unused, self.undo, class_="wb-tools")
        self.confirm = column(self.unused, row(self.delete_unused, self.dismiss, class_="wb-tools"), class_="wb-card")
        right = column(self.head, self.form.box, self.told, keeping, self.confirm, class_="wb-half wb-card wb-dimension")
        described = details(_("Descriptions of dictionary items"), self.items.box)
        return column(row(left, right, class_="wb-halves"), described)

    def show(self, question: Question) -> None:
        """The panel for a question; the chosen place stays chosen where the tree has it."""
        self.question = question
        self.tree, self.use = Dimensions.of(question.ledger), used(question.ledger)
        self._adding = self._unused = None
        if self.list.selected and self.list.selected not in {*self.tree.nodes, *self.tree.leaves}:
            self.list.selected = ""
        self._show_list()
        self._choose()
        self.items.show(question)

    def _show_list(self) -> None:
        rows = self.tree.rows(inactive=self.inactive.value)
        hidden = [any(path.startswith(f"{one}/") for one in self._folded) for path in rows["path"]]
        rows = rows.loc[~np.array(hidden, bool)].reset_index(drop=True)
        types = {code: _(title) for code, title in TYPES.items()}
        rows = rows.assign(type=rows["type"].map(types), required=[_("yes") if one else "" for one in rows["required"]])
        columns = {
            "path": Shown(_("Dimension"), words=self._indented(rows)),
            "name": Shown(_("Name")),
            "type": Shown(_("Type")),
            "required": Shown(_("Required")),
            "account": Shown(_("Account")),
        }
        self.list.show(rows, columns, "path", lambda of: "wb-inactive" if of.inactive else "")

    def _indented(self, rows: pd.DataFrame) -> dict[str, str]:
        """The codes as the list shows them, below each other (A-018): a mark says whether a branch is folded."""
        listed: list[Any] = list(rows.itertuples(index=False))
        marks = {True: "▸ ", False: "▾ "}
        return {of.path: STEP * of.depth + (marks[of.path in self._folded] if of.branch else "") + of.code for of in listed}

    def _choose(self) -> None:
        """The form of the chosen place, and the actions possible there (A-023)."""
        if self.question is None or self._filling:
            return
        path = self.list.selected
        self._adding = None
        if path:
            self.form.edit(self.question.ledger, self.tree, path, self.use)
        self.head.show(html.tag("h3", path or _("Choose a place of the list, or add a dimension.")))
        self._show_buttons()

    def _begin(self, action: Action) -> None:
        """An empty form for a new place."""
        assert self.question is not None
        parent = "" if action == "add_dimension" else self.list.selected
        self._adding = (action, parent)
        self.form.begin(self.question.ledger, action)
        self.head.show(html.tag("h3", f"{_(ACTIONS[action])}: {parent}" if parent else _(ACTIONS[action])))
        self._show_buttons()

    def _show_buttons(self) -> None:
        path, keeps = self.list.selected, self._keeper.memory.available
        possible = possible_actions(self.tree, path)
        for action, button in self.actions.items():
            button.disabled = action not in possible
        self.form.box.layout.display = "" if path or self._adding else "none"
        self.confirm.layout.display = "" if self._unused else "none"
        branch = any(node.parent == path for node in self.tree.below(path)) if path else False
        self.fold.disabled = not branch
        self.fold.description = _("Unfold") if path in self._folded else _("Fold")
        self.accept.disabled = not (keeps and (path or self._adding))
        self.delete.disabled = not (keeps and path and not self._adding)
        self.find_unused.disabled = not keeps
        for button in (self.accept, self.delete, self.find_unused):
            button.tooltip = self._keeper.hindrance

    def _fold(self) -> None:
        self._folded ^= {self.list.selected}
        self._show_list()
        self._show_buttons()

    def _fold_all(self) -> None:
        self._folded = set(self.tree.nodes)
        self.list.selected = self.list.selected.partition("/")[0]
        self._show_list()
        self._show_buttons()

    def _unfold_all(self) -> None:
        self._folded = set()
        self._show_list()
        self._show_buttons()

    def _keep(self) -> None:
        """Remember what is typed: a new place, or the chosen one as it is now."""
        assert self.question is not None
        ledger, fields = self.question.ledger, self.form.fields
        if self._adding:
            after, path = added(ledger, self.tree, *self._adding, fields)
            self._remember(_("{path} added to the dimensions").format(path=path), after, path)
            return
        was = self.list.selected
        after, path = edited(ledger, self.tree, was, fields, self.use)
        if after.dimensions.equals(self.tree.dimensions) and after.elements.equals(self.tree.elements):
            raise DescriptionError(_("Nothing was changed."))
        message = _("Dimension {was} renamed {path}") if path != was else _("Dimension {path} changed")
        self._remember(message.format(was=was, path=path), after, path)

    def _delete(self) -> None:
        assert self.question is not None
        path = self.list.selected
        after = with_tree(self.question.ledger, delete(self.tree, path, self.use))
        self._remember(_("{path} deleted from the dimensions").format(path=path), after, self.tree.at(path).parent)

    def _find_unused(self) -> None:
        """Show what is unused at and below the chosen place, or in the whole tree, and what is kept and why (A-035)."""
        found = delete_unused(self.tree, self.use, [self.list.selected])
        gone = [path for path in self._paths(self.tree) if path not in set(self._paths(found.dimensions))]
        if not gone:
            raise DescriptionError(_("There is nothing to delete. Kept: {count}.").format(count=len(found.kept)))
        rows = [(path, _("is deleted")) for path in gone]
        rows += [(path, _("is kept: {reason}").format(reason=reason)) for path, reason in found.kept.to_numpy().tolist()]
        self.unused.show(html.table([_("Dimension"), _("What happens")], rows))
        self._unused = found
        self._show_buttons()

    def _delete_unused(self) -> None:
        assert self.question is not None and self._unused is not None
        left = self._unused.dimensions
        count = len(self._paths(self.tree)) - len(self._paths(left))
        what = _("Unused dimensions and elements deleted: {count}").format(count=count)
        selected = self.list.selected if self.list.selected in self._paths(left) else ""
        self._remember(what, with_tree(self.question.ledger, left), selected)

    def _dismiss(self) -> None:
        self._unused = None
        self._show_buttons()

    def _remember(self, what: str, after: Ledger, selected: str) -> None:
        """One change, with the descriptions and keys that a new code changes; then the place that is looked at."""
        assert self.question is not None
        before = self.list.selected
        self._look_at(selected)
        try:
            self._keeper.keep(self.question, what, after)
        except WorkbenchError:
            self._look_at(before)
            raise

    def _look_at(self, path: str) -> None:
        """The place of the list that is looked at; the form stays as it is."""
        self._filling = True
        self.list.selected = path
        self._filling = False

    @staticmethod
    def _paths(tree: Dimensions) -> list[str]:
        return [node.path for node in tree.below("")]

    def _taken(self) -> pd.DataFrame:
        """The whole list, folded or not, with the titles of the columns."""
        rows = self.tree.rows(inactive=self.inactive.value)
        rows = rows.assign(type=rows["type"].map({code: _(title) for code, title in TYPES.items()}))
        flags = {name: [_("yes") if one else "" for one in rows[name]] for name in ("required", "inactive")}
        titles = {
            "path": _("Dimension"),
            "name": _("Name"),
            "type": _("Type"),
            "required": _("Required"),
            "inactive": _("Inactive"),
            "account": _("Account"),
        }
        return rows.assign(**flags)[list(titles)].rename(columns=titles)

    def _file(self, ending: str) -> str:
        assert self.question is not None
        name = _("dimensions")
        return f"{name}_{self.question.client}.{ending}"
