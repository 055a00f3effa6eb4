"""Where a VAT line goes: `placing.toml` as a function of what the books say about the line.

Source: vat.md 2.3. Every combination of register, transaction, rate, kind, deduction and named field is decided once; the
register applies the answers to whole columns.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..i18n import N_
from .fields import in_version
from .rows import PURCHASE_FIELDS
from .versions import Version

Measure = Literal["net", "vat", "gross"]
Cells = tuple[tuple[str, Measure], ...]
"""Columns of a row, each with what of the line goes there."""

REASONS = {
    "unknown": (
        N_("the rules do not say which field this kind of sale or purchase goes to"),
        N_("Name the field in jpk_field of the VAT line, or set in_vat_return to false."),
    ),
    "no_tax": (
        N_("the buyer assesses the tax, and the books hold no rate for it"),
        N_("Give the line the Polish rate and the tax that you assess (vat_lines.rate and vat)."),
    ),
    "other_register": (
        N_("the field in jpk_field does not belong to this register"),
        N_("Correct jpk_field of the VAT line or the register of the document."),
    ),
    "not_in_version": (
        N_("the structure of this month does not have the field in jpk_field"),
        N_("Correct jpk_field of the VAT line or the vat_date of the document."),
    ),
    "no_lines": (
        N_("the document has no VAT lines"),
        N_("Add its VAT lines, or set in_vat_return to false."),
    ),
    "cash": (
        N_("cash accounting: the month is that of the payment, and the books do not name it"),
        N_("Give the document the vat_date of its payment."),
    ),
    "type": (
        N_("the type in jpk_type does not belong to this register"),
        N_("Sales have RO, WEW or FP, purchases MK, VAT_RR or WEW; correct jpk_type."),
    ),
    "markers": (
        N_("a marker in jpk_markers does not belong to this register or to the structure of this month"),
        N_("Correct jpk_markers of the document."),
    ),
}
"""Why a line is not placed, and what to do; by a short name."""

LEFT_OUT = {
    "not_in_return": N_("not part of the VAT return (in_vat_return)"),
    "cancelled": N_("a cancelled document"),
    "not_paid": N_("cash accounting and no payment yet: neither tax nor deduction"),
    "not_deducted": N_("a purchase whose tax is not deducted"),
    "no_input_tax": N_("a purchase without tax to deduct"),
}
"""Why a line rightly stands in no register; by a short name."""


@dataclass(frozen=True)
class Line:
    """What decides about a VAT line: codes of the books; `field` is its jpk_field, empty where it has none."""

    register: str
    transaction: str
    rate: str
    kind: str
    deductible: str
    field: str = ""


@dataclass(frozen=True)
class Place:
    """Where a line goes: cells of the row of sales, of the row of purchases, or neither with the reason.

    `unplaced` is a key of REASONS, `left_out` one of LEFT_OUT; `is_import` says that the purchase bears the marker IMP.
    """

    sale: Cells = ()
    purchase: Cells = ()
    is_import: bool = False
    unplaced: str = ""
    left_out: str = ""


def place(line: Line, version: Version) -> Place:
    """Where a line goes in a file of JPK_V7."""
    if line.field not in ("", "margin") and not in_version(line.field, version):
        return Place(unplaced="not_in_version")
    return _of_sale(line) if line.register == "sale" else _of_purchase(line)


def _of_sale(line: Line) -> Place:
    if line.field in PURCHASE_FIELDS["V7M"]:
        return Place(unplaced="other_register")
    rule = _rule("sale", line)
    field = line.field or (rule["field"] if rule else "")
    return Place(sale=_cells(field)) if field else Place(unplaced="unknown")


def _of_purchase(line: Line) -> Place:
    """A field of purchases names that of the input tax; a field of sales that of the tax which the buyer assesses."""
    groups = placing()["groups"]
    of_input = line.field if line.field in PURCHASE_FIELDS["V7M"] or line.field == "margin" else ""
    of_output = line.field if line.field in groups["self_assessed"] else ""
    if line.field and not of_input and not of_output:
        alone = line.field in groups["taxes_alone"]
        return Place(sale=_cells(line.field)) if alone else Place(unplaced="other_register")
    if of_output and line.rate == "np":
        return Place(unplaced="no_tax")
    rule = _rule("purchase", line)
    if rule is None and not line.field:
        return Place(unplaced="no_tax" if line.rate == "np" else "unknown")
    rule = rule or {"input": True}
    output = of_output or rule.get("output", "")
    deducted = line.deductible != "no" and (bool(of_input) or rule["input"])
    asset = line.kind in groups["fixed_assets"]
    place = Place(
        sale=_cells(output) if output else (),
        purchase=_cells(of_input or ("K_40" if asset else "K_42")) if deducted else (),
        is_import=deducted and (output in groups["imports"] or (line.transaction == "import" and not output)),
    )
    if place.sale or place.purchase:
        return place
    return Place(left_out="not_deducted" if line.deductible == "no" else "no_input_tax")


def _rule(register: str, line: Line) -> dict[str, Any] | None:
    for rule in placing()[register]:
        services = rule.get("services", line.kind == "services")
        if line.transaction in rule["transactions"] and line.rate in rule["rates"] and services == (line.kind == "services"):
            found: dict[str, Any] = rule
            return found
    return None


def _cells(field: str) -> Cells:
    """A base with its tax and with the base it is a part of; a single tax; the gross of margin sales and purchases."""
    data = placing()
    if field == "margin":
        return (("margin", "gross"),)
    if field in data["groups"]["taxes_alone"]:
        return ((field, "vat"),)
    cells: Cells = ((field, "net"),)
    if field in data["part_of"]:
        cells = ((data["part_of"][field], "net"), *cells)
    if field in data["tax_of"]:
        cells = (*cells, (data["tax_of"][field], "vat"))
    return cells


@cache
def placing() -> dict[str, Any]:
    """The content of `placing.toml`."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
