"""What the verdict on a file says: reconciled or not, faults, what its relief rows are made from."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...days import Month, Quarter
from ...filing.reconciliation import DIFFERENCES, is_reconciled
from ...i18n import N_, _, ngettext
from ...relief import Side, period_title
from .faults import count_of, faults_told
from .figures import whole_pln
from .verdict import PART_TITLES, PURPOSES, Finding, State
from .view import Filed

_MOST_TOLD = 4
"""Fields that differ, told one by one."""
_SIDES: Mapping[Side, tuple[str, str]] = {
    "sale": (N_("Relief of sales: {basis}."), N_("Relief of sales: no rows this month.")),
    "purchase": (N_("Relief of purchases: {basis}."), N_("Relief of purchases: no rows this month.")),
}


def findings(filed: Filed) -> list[Finding]:
    """All that the verdict says of a file."""
    return [_faults(filed.faults), _reconciled(filed), *_bases(filed)]


def _faults(faults: pd.DataFrame) -> Finding:
    state: State = "bad" if count_of(faults, "error") else "warning" if len(faults) else "good"
    return Finding(state, _("Structure and rules: {faults}.").format(faults=faults_told(faults)))


def _reconciled(filed: Filed) -> Finding:
    """Reconciled to zero, or by how much not."""
    table = filed.of.reconciliation
    if is_reconciled(table):
        return Finding("good", _("Reconciled to zero: notices, entries, rows of the file and declaration say the same."))
    if filed.of.lacks_entries_alone:
        return Finding(
            "warning", _("Notices, rows of the file and declaration say the same, but correction entries are missing.")
        )
    return Finding("bad", _("Not reconciled to zero: {differences}.").format(differences=_differences(table)))


def _differences(table: pd.DataFrame) -> str:
    """The fields that differ most, each with its largest difference and the unit of it."""
    largest = table[list(DIFFERENCES)].abs().max(axis=1)
    differing: list[Any] = list(table[largest > 0].assign(by=largest).itertuples())
    told = [
        f"{one.field} {i18n.amount(one.by, 'PLN') if one.unit == 'grosze' else whole_pln(one.by)}"
        for one in differing[:_MOST_TOLD]
    ]
    more = len(differing) - _MOST_TOLD
    if more > 0:
        told.append(ngettext("{count} more field", "{count} more fields", more).format(count=more))
    return ", ".join(told)


def _bases(filed: Filed) -> Iterator[Finding]:
    """A side without lines needs no notice; one by the rule is only missing where notices can be kept at all."""
    if filed.parts == "declaration":
        return
    for side, basis in filed.bases.items():
        told, nothing = _SIDES[side]
        if not len(basis.notice.lines):
            yield Finding("good", _(nothing))
        else:
            yield Finding("good" if basis.source == "entries" else "warning", _(told).format(basis=basis.told))


def heading(filed: Filed, status: str) -> Markup:
    """Which file it is: structure, month, purpose, parts; of a quarterly payer also what goes into which month's file.

    `status`: how far the declaration has come; "" where there is none yet."""
    name = f"{filed.version.name}, {i18n.month(filed.month)}"
    facts = [_(PURPOSES[filed.purpose]), _(PART_TITLES[filed.parts])]
    if status:
        facts.append(_("declaration: {status}").format(status=status))
    pieces = [html.tag("h2", name), html.tag("p", " · ".join(facts), class_="wb-who")]
    if isinstance(filed.of.period, Quarter):
        closing = Month.of(filed.of.period.last)
        if filed.month == closing:
            text = _("Declared by the quarter: this file holds the declaration of {quarter} and the records of {month}.")
        else:
            text = _(
                "Declared by the quarter: this file holds the records of {month} alone; the declaration of {quarter} goes into "
                "the file of {closing}."
            )
        told = text.format(month=i18n.month(filed.month), quarter=period_title(filed.of.period), closing=i18n.month(closing))
        pieces.append(html.tag("p", told))
    return html.tag("div", *pieces, class_="wb-jpk-heading")
