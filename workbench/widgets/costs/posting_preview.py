"""The postings that a document's description gives by an account expression, before anything is posted."""

from dataclasses import replace

import ipywidgets
import pandas as pd
from markupsafe import Markup

from ... import exports, html
from ...costs.descriptions.describing import Description
from ...costs.descriptions.positions import only_document
from ...costs.posting.postings import Postings, PostingScheme, SchemeLine, postings
from ...costs.posting.showing import SIDE_TITLES
from ...errors import ExpressionError
from ...i18n import _
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Download, Shown, Table
from .question import Question

DIMENSIONS_NAMED = 2
"""Dimensions in the expression that the field begins with."""


class PostingPreview:
    """Expression, side and the option to create accounts; below them the entries. `show` is asked for each description."""

    def __init__(self) -> None:
        self.postings: Postings | None = None
        self._asked: tuple[Question, Description] | None = None
        self._dimensions: list[str] | None = None
        self._setting = False
        self.expression = ipywidgets.Text(description=_("Account expression"), continuous_update=False)
        self.side = ipywidgets.Dropdown(
            description=_("Side"), options=[(_(title), side) for side, title in SIDE_TITLES.items()]
        )
        self.create = ipywidgets.Checkbox(description=_("Create missing accounts"), value=True, indent=False)
        self.expression.add_class("wb-expression")
        self.told = MarkupBox(class_="wb-told")
        self.entries = Table(_("Entries"), _("No entries."))
        self.created = MarkupBox()
        self.csv = Download("CSV", lambda: (self._file("csv"), exports.to_csv(*self._taken()).encode("utf-8-sig")))
        self.xlsx = Download(
            "XLSX", lambda: (self._file("xlsx"), exports.to_xlsx({_("Postings"): self._taken()[0]}, self._taken()[1]))
        )
        for control in (self.expression, self.side, self.create):
            control.observe(lambda change: self._ask(), "value")
        tools = row(self.expression, self.side, self.create, self.csv, self.xlsx, class_="wb-question wb-tools")
        head = MarkupBox(html.tag("h3", _("Preview of the postings")))
        self.box = column(head, tools, self.told, self.entries, self.created, class_="wb-card")

    def show(self, question: Question, description: Description | None) -> None:
        """The postings of a description as it is being entered; the box is hidden where there is none."""
        self.box.layout.display = "" if description else "none"
        self._asked = (question, description) if description else None
        if question.dimensions != self._dimensions:
            self._dimensions, self._setting = question.dimensions, True
            self.expression.value = default_expression(question.dimensions)
            self._setting = False
        self._ask()

    def _ask(self) -> None:
        if self._setting:
            return
        self.postings = None
        if self._asked is None:
            return
        try:
            self.postings = preview(self._asked[1], self.expression.value, self.side.value, self.create.value)
            self.told.show(_faults(self.postings))
        except ExpressionError as error:
            self.told.show(html.tag("pre", str(error)))
        self._show()

    def _show(self) -> None:
        frame = pd.DataFrame(columns=["key", "side", "account", "elements", "amount"]).astype({"amount": "int64"})
        created: list[Markup] = []
        if self.postings is not None:
            frame = _entries(self.postings).assign(key=[f"{number}" for number in range(len(self.postings.entries))])
            created = _created(self.postings)
        foot = [_("Total"), "", "", int(frame["amount"].sum())] if len(frame) else []
        self.entries.show(frame, _columns(), "key", foot=foot)
        self.created.show(html.join(created))

    def _taken(self) -> tuple[pd.DataFrame, list[str]]:
        columns = _columns()
        titles = {name: shown.title for name, shown in columns.items()}
        if self.postings is None:
            return pd.DataFrame(columns=list(titles.values())), []
        named = _entries(self.postings)[["number", *columns]]
        return named.rename(columns={"number": _("Document"), **titles}), [titles["amount"]]

    def _file(self, ending: str) -> str:
        assert self._asked is not None
        question, description = self._asked
        name = _("postings")
        return f"{name}_{question.client}_{description.document_id.replace('/', '-')}.{ending}"


def default_expression(dimensions: list[str]) -> str:
    """The category of the document, then the elements of the first dimensions (A-008)."""
    calls = [f"@OpisAnalitycznyElement('{dimension}')" for dimension in dimensions[:DIMENSIONS_NAMED]]
    return "+'-'+".join(["@KategoriaNag", *calls])


def preview(description: Description, expression: str, side: str, create_accounts: bool) -> Postings:
    """The postings of one description as it is being entered. ExpressionError, with its column, for a wrong expression."""
    books = replace(only_document(description.of.ledger, description.document_id), descriptions=description.lines)
    line = SchemeLine("credit" if side == "credit" else "debit", expression)
    return postings(books, PostingScheme(_("Preview"), (line,)), create_accounts)


def _columns() -> dict[str, Shown]:
    return {
        "account": Shown(_("Account")),
        "side": Shown(_("Side")),
        "elements": Shown(_("Elements")),
        "amount": Shown(_("Amount (PLN)"), "amount"),
    }


def _entries(made: Postings) -> pd.DataFrame:
    """The entries with their side in words."""
    return made.entries.assign(side=made.entries["side"].map({side: _(title) for side, title in SIDE_TITLES.items()}))


def _faults(made: Postings) -> Markup:
    return html.join(html.tag("p", text) for text in made.faults["text"])


def _created(made: Postings) -> list[Markup]:
    """The accounts that posting would create, with the account above each (A-010)."""
    if made.created.empty:
        return []
    rows = [
        (account, summary if isinstance(summary, str) else "–", f"{entries}")
        for account, summary, entries in made.created.itertuples(index=False)
    ]
    heads = [_("Account to be created"), _("Under the account"), _("Entries")]
    return [html.tag("h4", _("Accounts to be created")), html.table(heads, rows, classes=["", "", "amount"])]
