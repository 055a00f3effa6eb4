"""JPK_V7 files as `workbench jpk` shows them: as JSON, and as lines and tables for the terminal."""

from pathlib import Path
from typing import Any

import pandas as pd

from .. import exports, i18n, money
from ..filing.comparing import Comparison
from ..filing.field_titles import ROW_TITLES
from ..filing.fields import title
from ..filing.files import Control, DeclarationPart, Header, JpkFile
from ..filing.reconciliation import is_reconciled
from ..i18n import N_, _, ngettext
from ..relief.listing import SIDE_TITLES, period_title
from ..store.filing_desk import FilingDesk
from ..store.filing_faults import UNPLACED
from ..store.filing_taken import parts_of
from .forms import print_table

PART_TITLES = {
    "file": N_("file"),
    "header": N_("header"),
    "taxpayer": N_("taxpayer"),
    "declaration": N_("declaration part"),
    "sales": N_("sales"),
    "purchases": N_("purchases"),
}
PURPOSE_TITLES = {1: N_("filed for the first time"), 2: N_("correction")}
HELD_TITLES = {"both": N_("both parts"), "record": N_("record part alone"), "declaration": N_("declaration part alone")}
CHANGE_TITLES = {
    "missing": N_("missing in the file"),
    "extra": N_("not in the books"),
    "different": N_("different"),
}
SEVERITY_TITLES = {"error": N_("error"), "warning": N_("warning")}
_TOLD = ("P_38", "P_48", "P_51", "P_53", "P_62")
"""The results of a declaration."""


def as_json(file: JpkFile) -> dict[str, Any]:
    """A file as values for JSON: amounts of rows as "123.45", declaration fields by their names, whole zloty as numbers."""
    return {
        "header": _header_json(file.header),
        "taxpayer": {
            **{name: getattr(file.taxpayer, name) for name in ("tax_id", "name", "email", "phone", "first_name", "last_name")},
            "birth_date": file.taxpayer.birth_date and file.taxpayer.birth_date.isoformat(),
        },
        "declaration": _declaration_json(file.declaration),
        "sales": _rows_json(file.sales),
        "sales_control": _control_json(file.sales_control),
        "purchases": _rows_json(file.purchases),
        "purchases_control": _control_json(file.purchases_control),
    }


def _header_json(header: Header) -> dict[str, Any]:
    return {
        "structure": header.version.id,
        "name": header.version.name,
        "month": str(header.month),
        "purpose": header.purpose,
        "tax_office": header.tax_office,
        "made_at": f"{header.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "system": header.system,
    }


def _declaration_json(part: DeclarationPart | None) -> dict[str, Any] | None:
    return None if part is None else {"period": str(part.period), "fields": dict(part.fields)}


def _control_json(control: Control | None) -> dict[str, Any] | None:
    return None if control is None else {"rows": control.rows, "tax": money.to_text(control.tax)}


def _rows_json(rows: pd.DataFrame | None) -> list[dict[str, Any]] | None:
    if rows is None:
        return None
    return exports.records(rows, [str(name) for name in rows.columns if _is_amount(str(name))])


def _is_amount(column: str) -> bool:
    return column == "margin" or column.startswith("K_")


def summary(desk: FilingDesk, file: JpkFile, faults: pd.DataFrame, out: Path | None) -> dict[str, Any]:
    """What `jpk write` has made, for JSON; `out`: where it was written, None where it was not."""
    month = file.header.month
    rows = desk.rows(month)
    return {
        "file": None if out is None else str(out),
        "parts": parts_of(file),
        "header": _header_json(file.header),
        "declaration": _declaration_json(file.declaration),
        "sales_control": _control_json(file.sales_control),
        "purchases_control": _control_json(file.purchases_control),
        "relief": {side: {"source": basis.source, "notice": basis.mark} for side, basis in rows.bases.items()},
        "offered": dict(_offered(desk, file)),
        "reconciled": is_reconciled(desk.reconciliation(month)),
        "faults": exports.records(faults),
    }


def print_summary(desk: FilingDesk, file: JpkFile, faults: pd.DataFrame) -> None:
    """What `jpk write` has made."""
    month = file.header.month
    _print_head(file)
    for side, basis in desk.rows(month).bases.items():
        print(_("Relief, {side}: {basis}").format(side=_(SIDE_TITLES[side]), basis=basis.told))
    if is_reconciled(desk.reconciliation(month)):
        print(_("The relief rows, the entries, the notices and the declaration reconcile to zero."))
    else:
        print(_("The relief rows, the entries, the notices and the declaration do not reconcile: look at the page JPK_V7."))
    for field, value in _offered(desk, file).items():
        told = _("{field} is not entered; the previous declaration carries {amount} forward: --enter {field}={value}")
        print(told.format(field=field, amount=i18n.amount(value * money.ZLOTY, "PLN"), value=value))
    print_faults(faults)
    left = list(dict.fromkeys(faults.loc[faults["code"] == UNPLACED, "value"]))
    if left:
        told = ngettext(
            "ATTENTION: {count} document of the books is not in the file: {documents}. Decide about it before you send the "
            "file.",
            "ATTENTION: {count} documents of the books are not in the file: {documents}. Decide about them before you send the "
            "file.",
            len(left),
        )
        print(told.format(count=len(left), documents=", ".join(left)))


def print_file(file: JpkFile) -> None:
    """A file that was read: its head, the declaration fields, the rows."""
    _print_head(file)
    if file.declaration is not None:
        part, fields = PART_TITLES["declaration"], file.declaration.fields
        print(f"\n{_(part)}: {period_title(file.declaration.period)}")
        print_table(
            pd.DataFrame(
                {
                    _("Field"): list(fields),
                    _("Meaning"): [title(name) for name in fields],
                    _("Value (PLN)"): [value if isinstance(value, str) else _zloty(value) for value in fields.values()],
                }
            ),
            (),
        )
    for name, rows in (("sales", file.sales), ("purchases", file.purchases)):
        if rows is not None:
            print(f"\n{_(PART_TITLES[name])}: {len(rows)}")
            _print_rows(rows)


def comparison_json(found: Comparison) -> dict[str, Any]:
    """What a file and the books differ in, as values for JSON; amounts of rows as "123.45", declaration fields whole zloty."""
    rows = found.differences.assign(**{side: found.differences[side].map(_told) for side in ("file", "books")})
    counts = {name: getattr(found, name) for name in ("rows_file", "rows_books", "same")}
    return counts | {"differences": exports.records(rows), "declaration": exports.records(found.declaration)}


def _told(value: int | str) -> str:
    return value if isinstance(value, str) else money.to_text(int(value))


def print_differences(found: Comparison) -> None:
    """What a file and the books differ in."""
    counts = {"file": found.rows_file, "books": found.rows_books, "same": found.same}
    print(_("Rows in the file: {file}, in the books: {books}, the same: {same}").format(**counts))
    rows = found.differences
    if len(rows):
        shown = {
            _("Register"): [_(PART_TITLES[part]) for part in rows["register"]],
            _("Difference"): [_(CHANGE_TITLES[change]) for change in rows["change"]],
            _("Document"): rows["document"],
            _("Row in the file"): [number or "" for number in rows["row_file"]],
            _("Row in the books"): [number or "" for number in rows["row_books"]],
            _("Field"): rows["field"],
            _("In the file"): rows["file"].map(_told),
            _("In the books"): rows["books"].map(_told),
        }
        print_table(pd.DataFrame(shown), ())
    for field, in_file, by_books, _difference in found.declaration.itertuples(index=False):
        print(_("{field}: {file} in the file, {books} by the books").format(field=field, file=in_file, books=by_books))


def print_faults(faults: pd.DataFrame) -> None:
    """Each fault with its place and remedy."""
    for fault in faults.to_dict("records"):
        part, severity = PART_TITLES[fault["part"]], SEVERITY_TITLES[fault["severity"]]
        place = [_(part)]
        place += [_("row {number}").format(number=fault["row"])] if fault["row"] else []
        place += [text for text in (fault["field"], fault["value"]) if text]
        print(f"[{_(severity)}] {', '.join(place)}: {fault['fault']} {fault['remedy']}".rstrip())


def _offered(desk: FilingDesk, file: JpkFile) -> dict[str, int]:
    """What could be entered into the file's declaration part and was not."""
    if file.declaration is None:
        return {}
    entered = desk.entered(file.declaration.period)
    return {field: value for field, value in desk.offered(file.declaration.period).items() if field not in entered}


def _print_head(file: JpkFile) -> None:
    header = file.header
    told = (header.version.name, i18n.month(header.month), _(PURPOSE_TITLES[header.purpose]), _(HELD_TITLES[parts_of(file)]))
    print(", ".join(told))
    print(f"{file.taxpayer.tax_id} {file.taxpayer.name or f'{file.taxpayer.first_name} {file.taxpayer.last_name}'}")
    for name, control in (("sales", file.sales_control), ("purchases", file.purchases_control)):
        if control is not None:
            told_rows = ngettext("{count} row, tax {tax}", "{count} rows, tax {tax}", control.rows)
            tax = i18n.amount(control.tax, "PLN")
            print(f"{_(PART_TITLES[name])}: {told_rows.format(count=control.rows, tax=tax)}")
    fields = {} if file.declaration is None else file.declaration.fields
    for name in _TOLD:
        if name in fields:
            print(f"{name} {title(name)}: {i18n.amount(int(fields[name]) * money.ZLOTY, 'PLN')}")


def _print_rows(rows: pd.DataFrame) -> None:
    """The rows without the columns that are empty in all of them."""
    used = [name for name in rows.columns if name != "document_id" and _is_used(rows[name])]
    titles = {name: _(ROW_TITLES.get(name, name)) for name in used}
    shown = rows[used].rename(columns=titles)
    if "relief" in used:
        shown[titles["relief"]] = [_("yes") if is_relief else "" for is_relief in rows["relief"]]
    print_table(shown, [titles[name] for name in used if _is_amount(str(name))])


def _zloty(value: int) -> str:
    """Whole zloty."""
    return i18n.amount(value * money.ZLOTY)[: -len(",00")]


def _is_used(column: "pd.Series[Any]") -> bool:
    empty = column.isna() | (column == ("" if column.dtype == "str" else 0)) if column.dtype.kind != "M" else column.isna()
    return not empty.all()
