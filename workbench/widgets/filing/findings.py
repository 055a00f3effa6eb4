"""What the verdict on a file says: reconciled or not, faults, what its relief rows are made from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...days import Month, Quarter
from ...filing.reconciliation import DIFFERENCES
from ...i18n import N_, _, ngettext
from ...relief import Side, period_title
from ...store.filing_faults import UNPLACED
from .faults import count_of, faults_told
from .figures import whole_pln
from .verdict import PART_TITLES, PURPOSES, Finding, State
from .view import Filed

_MOST_TOLD = 4
"""Fields that differ, or documents left out, told one by one."""
_SIDES: Mapping[Side, tuple[str, str]] = {
    "sale": (N_("Relief of sales: {basis}."), N_("Relief of sales: no rows this month.")),
    "purchase": (N_("Relief of purchases: {basis}."), N_("Relief of purchases: no rows this month.")),
}


def findings(filed: Filed) -> list[Finding]:
    """What the verdict says of a file, all but `surplus`, which takes the declaration before."""
    return [_faults(filed.faults), *_left_out(filed.faults), _reconciled(filed), *_bases(filed)]


def _faults(faults: pd.DataFrame) -> Finding:
    state: State = "bad" if count_of(faults, "error") else "warning" if len(faults) else "good"
    return Finding(state, _("Structure and rules: {faults}.").format(faults=faults_told(faults)))


def _left_out(faults: pd.DataFrame) -> Iterator[Finding]:
    """The documents of the books that have no place in the file, which is made without them."""
    documents = faults.loc[faults["code"] == UNPLACED, "value"].drop_duplicates().tolist()
    if documents:
        text = ngettext(
            "{count} document is not in the file: {list}.", "{count} documents are not in the file: {list}.", len(documents)
        )
        more = ["…"] if len(documents) > _MOST_TOLD else []
        yield Finding("warning", text.format(count=len(documents), list=", ".join([*documents[:_MOST_TOLD], *more])))


def surplus(filed: Filed) -> Iterator[Finding]:
    """The surplus that the declaration before leaves, where nobody entered it."""
    if filed.has_declaration and filed.of.offered and "P_39" not in filed.entered:
        text = _("The declaration before carries {amount} forward (P_62), and P_39 is not entered: enter it by hand below.")
        yield Finding("warning", text.format(amount=whole_pln(filed.of.offered)))


def _reconciled(filed: Filed) -> Finding:
    """Reconciled to zero, or by how much not."""
    standing = filed.of.standing
    if standing == "lacking":
        return Finding(
            "warning", _("Notices, rows of the file and declaration say the same, but correction entries are missing.")
        )
    if standing:
        different = [one == "different" for one in filed.of.standings]
        return Finding("bad", _("Not reconciled to zero: {differences}.").format(differences=_differences(filed, different)))
    if filed.of.computed:
        text = _("Reconciled to zero, with correction entries that are computed and not generated yet.")
        return Finding("good", text)
    return Finding("good", _("Reconciled to zero: notices, entries, rows of the file and declaration say the same."))


def _differences(filed: Filed, different: Sequence[bool]) -> str:
    """The first fields that differ, each with its largest difference and the unit of it."""
    table = filed.of.reconciliation[list(different)]
    differing: list[Any] = list(table.assign(by=table[list(DIFFERENCES)].abs().max(axis=1)).itertuples())
    told = [
        f"{one.field} {i18n.amount(one.by, 'PLN') if one.unit == 'grosze' else whole_pln(one.by)}"
        for one in differing[:_MOST_TOLD]
    ]
    more = len(differing) - _MOST_TOLD
    if more > 0:
        told.append(ngettext("{count} more field", "{count} more fields", more).format(count=more))
    return ", ".join(told)


def _bases(filed: Filed) -> Iterator[Finding]:
    """What the relief rows are made from; what has no entries yet is one warning (J-008). A side without lines needs no
    notice."""
    if filed.parts == "declaration":
        return
    lacking = []
    for side, basis in filed.bases.items():
        told, nothing = _SIDES[side]
        if not len(basis.notice.lines):
            yield Finding("good", _(nothing))
        elif basis.source == "entries":
            yield Finding("good", _(told).format(basis=basis.told))
        else:
            lacking.append(_(told).format(basis=basis.told))
    if lacking:
        yield Finding("warning", " ".join([_("Generate the correction entries first (J-008)."), *lacking]))


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
