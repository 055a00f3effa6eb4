"""Boxes that put the pieces of a page beside or below each other, and what a page says when books cannot be used."""

from collections.abc import Sequence
from typing import Any

import ipywidgets
from markupsafe import Markup

from .. import html
from ..errors import LedgerError, WorkbenchError
from ..i18n import _, ngettext

COLOURS = ("#1f5fa8", "#1b7f4b", "#b3541e", "#6b4fa0", "#0f7c8a", "#9a7b12", "#a83d6b", "#4a5a6a", "#7aa23f", "#c2703d")
"""The colours of pictures, those that lie beside each other easy to tell apart."""


def row(*children: ipywidgets.Widget, class_: str = "") -> ipywidgets.Widget:
    return _boxed(children, f"wb-row {class_}")


def column(*children: ipywidgets.Widget, class_: str = "") -> ipywidgets.Widget:
    return _boxed(children, f"wb-column {class_}")


def details(title: str, inner: ipywidgets.Widget) -> ipywidgets.Widget:
    """Something to be opened with a click."""
    return ipywidgets.Accordion(children=[inner], titles=[title])


def fact_list(facts: Sequence[tuple[str, str]]) -> Markup:
    """Names with their values, below each other."""
    return html.tag(
        "dl", *(html.join([html.tag("dt", name), html.tag("dd", value)]) for name, value in facts), class_="wb-facts"
    )


def problem(error: WorkbenchError) -> Markup:
    """What is wrong, as a table where books have faults."""
    if not isinstance(error, LedgerError):
        return html.tag("p", str(error))
    faults: list[Any] = list(error.faults.head(100).itertuples())
    count = ngettext("{count} fault in the books", "{count} faults in the books", len(error.faults)).format(
        count=len(error.faults)
    )
    table = html.table(
        [_("Table"), _("Row"), _("Column"), _("Value"), _("Expected")],
        [(fault.table, str(fault.row or ""), fault.column, fault.value, fault.expected) for fault in faults],
    )
    return html.join([html.tag("h2", count), table])


def _boxed(children: tuple[ipywidgets.Widget, ...], classes: str) -> ipywidgets.Widget:
    box = ipywidgets.Box(children=children)
    for name in classes.split():
        box.add_class(name)
    return box
