"""What is wrong with a file: place, fault, remedy, the errors first."""

from collections.abc import Callable, Mapping

import pandas as pd

from ... import html
from ...i18n import N_, _, ngettext
from ..layout import column, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads

SEVERITIES: Mapping[str, str] = {"error": N_("error"), "warning": N_("warning")}
PARTS: Mapping[str, str] = {
    "header": N_("header"),
    "taxpayer": N_("taxpayer"),
    "declaration": N_("declaration part"),
    "sales": N_("sales"),
    "purchases": N_("purchases"),
    "file": N_("whole file"),
}


class Faults:
    """The table of faults with its downloads; where there are none, one line. `name`: of what is taken away, no ending."""

    def __init__(self, name: Callable[[], str]) -> None:
        self._faults = pd.DataFrame()
        self.table = Table(_("Faults"), _("No faults: the file is in order."))
        taken = downloads(_("Faults"), name, lambda: fault_shows(self._faults))
        self.none = MarkupBox(html.tag("p", _("No faults."), class_="wb-good"))
        self.listed = column(MarkupBox(html.tag("h2", _("Faults"))), self.table, row(*taken, class_="wb-tools"))
        self.box = column(self.none, self.listed)

    def show(self, faults: pd.DataFrame) -> None:
        """`faults`: a table of `filing.check_jpk`."""
        self._faults = faults
        self.none.layout.display = "none" if len(faults) else ""
        self.listed.layout.display = "" if len(faults) else "none"
        self.table.show(*fault_shows(faults), "key", lambda row: f"wb-found-{row.severity}")


def fault_shows(faults: pd.DataFrame) -> Shows:
    """Faults and how they are shown: errors first, otherwise in the order of the file."""
    ordered = faults.sort_values("severity", kind="stable").reset_index(drop=True)
    ordered["key"] = ordered.index.astype("str")
    ordered["place"] = [str(number) if number else "" for number in ordered["row"].tolist()]
    columns = {
        "severity": Shown(_("Severity"), "sign", {code: _(title) for code, title in SEVERITIES.items()}),
        "part": Shown(_("Part"), words={code: _(title) for code, title in PARTS.items()}),
        "place": Shown(_("Row")),
        "field": Shown(_("Field")),
        "value": Shown(_("Value")),
        "fault": Shown(_("What is wrong")),
        "remedy": Shown(_("What to do")),
    }
    return ordered, columns


def count_of(faults: pd.DataFrame, severity: str) -> int:
    """How many faults are of a severity."""
    return int((faults["severity"] == severity).sum())


def faults_told(faults: pd.DataFrame) -> str:
    """How many errors and warnings there are, in a few words."""
    errors, warnings = count_of(faults, "error"), count_of(faults, "warning")
    if not errors and not warnings:
        return _("no faults")
    told = []
    if errors:
        told.append(ngettext("{count} error", "{count} errors", errors).format(count=errors))
    if warnings:
        told.append(ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings))
    return ", ".join(told)
