"""The findings of the completeness scan that answer a question, as the panel of the gaps shows them and takes them away."""

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...costs.descriptions.document_types import counting
from ...costs.descriptions.heads import heads_of
from ...costs.exploring.atoms import Register
from ...costs.gaps.completeness import KIND_TITLES
from ...costs.gaps.history import PLACE
from ...i18n import _, ngettext
from ...ledger import Ledger
from .previewing import positions_shown
from .question import Question
from .what_if import percent_text

_OTHER: dict[Register, Register] = {"cost": "revenue", "revenue": "cost"}
_LONGEST = 70
"""Characters of a suggestion in the list; the whole of it stands beside the document."""


@dataclass(frozen=True)
class FoundKind:
    """A kind of findings: how many documents have it, and what the positions concerned amount to (grosze)."""

    kind: str
    documents: int
    amount: int


def findings_of(scanned: pd.DataFrame, asked: Question) -> pd.DataFrame:
    """The rows of `completeness` in the question's months, without the documents that count to the other register only. One
    more column, `finding`: a key of the row, the same as long as the books are."""
    kept = scanned.assign(finding=[f"{number}" for number in range(len(scanned))])
    inside = kept["date"].between(pd.Timestamp(asked.from_.first), pd.Timestamp((asked.to + 1).first), inclusive="left")
    types = heads_of(asked.ledger, kept["document_id"])["type"]
    others = set(counting(_OTHER[asked.register])) - set(counting(asked.register))
    return kept[inside.to_numpy() & ~types.isin(others).to_numpy()].reset_index(drop=True)


def kinds_of(findings: pd.DataFrame) -> list[FoundKind]:
    """The kinds there are findings of, the most urgent first; a position counts once a kind."""
    kinds = findings["kind"].astype("str")
    found = []
    for kind in KIND_TITLES:
        rows = findings[(kinds == kind).to_numpy()]
        if len(rows):
            amount = int(rows.drop_duplicates(PLACE)["amount"].sum())
            found.append(FoundKind(kind, rows["document_id"].nunique(), amount))
    return found


def kind_box(of: FoundKind) -> Markup:
    """A box with the documents and the amount of a kind."""
    count = ngettext("{count} document", "{count} documents", of.documents).format(count=of.documents)
    return html.tag(
        "dl",
        html.tag("dt", _(KIND_TITLES[of.kind])),
        html.tag("dd", html.tag("strong", count), class_="wb-figure"),
        html.tag("dd", html.tag("span", i18n.amount(of.amount, "PLN"), class_="wb-rounded"), class_="wb-figure"),
        class_="wb-box",
    )


def lines_table(ledger: Ledger, document_id: str) -> Markup:
    """The lines of a document's description."""
    lines = ledger.descriptions[(ledger.descriptions["document_id"] == document_id).to_numpy()].sort_values("line")
    if lines.empty:
        return html.tag("p", _("The document is not described."), class_="wb-empty")
    rows = [
        (position, text, percent_text(percent), i18n.amount(value))
        for position, text, percent, value in zip(
            positions_shown(lines), lines["elements"], lines["percent"], lines["value"], strict=True
        )
    ]
    return html.table([_("Position"), _("Elements"), "%", _("Value (PLN)")], rows, classes=["", "", "amount", "amount"])


def shortened(suggestion: str) -> str:
    """A suggestion for the list: as much of it as fits, whole lines where it has several."""
    if len(suggestion) <= _LONGEST:
        return suggestion
    first, *more = suggestion.split(" | ")
    return ngettext("{first} and {count} more line", "{first} and {count} more lines", len(more)).format(
        first=first, count=len(more)
    )


def titled(findings: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Findings to be taken away, and which of the columns are amounts."""
    titles = {
        "number": _("Document"),
        "date": _("Date"),
        "party": _("Counterparty"),
        "account": _("Account"),
        "place": _("Position"),
        "amount": _("Amount (PLN)"),
        "title": _("What is wrong"),
        "dimension": _("Dimension"),
        "missing": _("Missing (%)"),
        "missing_amount": _("Missing (PLN)"),
        "text": _("Explanation"),
        "suggestion": _("Suggestion"),
        "reason": _("Reason"),
    }
    shown = findings.assign(
        place=positions_shown(findings),
        title=[_(KIND_TITLES[kind]) for kind in findings["kind"]],
        missing=[percent_text(percent) for percent in findings["missing_percent"]],
    )
    return shown[list(titles)].rename(columns=titles), [titles["amount"], titles["missing_amount"]]
