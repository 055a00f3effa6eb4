"""Does the file say what the notices say: rows, entries, notice lines and declaration side by side (beyond.md 15).

Four tellings of the same relief: the lines of the notices (with the technical documents, which have no notice), the entries in
the VAT registers, the rows of the record part, the fields of the declaration. Between two of them every field must agree to the
grosz, in the declaration to the zloty.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import money
from .effects import TOTALS
from .fields import RELIEF_FIELDS, declared, parts_of, unpaid_rows
from .files import DeclarationPart
from .relief_rows import PURCHASE_FIELDS, RATE_FIELDS, SALE_FIELDS, STATE_FIELDS
from .rows import PURCHASE_FIELDS as ALL_PURCHASES
from .rows import SALE_FIELDS as ALL_SALES
from .versions import Version

TELLINGS = ("notice", "entries", "rows", "declared")
DIFFERENCES = ("entries_difference", "rows_difference", "declared_difference")
_MOVEMENT: Mapping[str, str] = {"document_id": "str", "state": "str", "field": "str", "grosze": "int64"}
"""A telling as movements: a signed amount of a document in a K field; `state` counts on the sale side alone."""


@dataclass(frozen=True, eq=False)
class Tellings:
    """What is compared, all of the same month, or of the three months of a quarter together.

    `lines`: of the notices as they were locked, as `ReliefNotice.lines` with a column side (sale, purchase) beside them.
    `entries`: of all notices of their chains, as the columns side, document_id, state (unpaid, paid_back), rate, net, vat
    (signed grosze). `sales`, `purchases`: all rows of the record part, as in `rows`, those of relief among them. `technical`:
    technical documents, columns document_id, state, vat (grosze, above zero); their entries are made of them.
    """

    lines: pd.DataFrame
    entries: pd.DataFrame
    sales: pd.DataFrame
    purchases: pd.DataFrame
    technical: pd.DataFrame | None = None


def reconciliation(of: Tellings, version: Version, declaration: DeclarationPart | None = None) -> pd.DataFrame:
    """The tellings of each field, and by how much each differs from the one before it.

    Columns: field, unit (grosze for K, zloty for P fields), notice, entries, rows, declared, and entries_difference (entries -
    notice), rows_difference (rows - entries), declared_difference (declared - rows); int64, declared Int64 and missing for K
    fields. K_15 to K_20, K_46 and K_47 are the relief alone. With a `declaration` there follow P_15 to P_20, P_37, P_38, P_46,
    P_47, P_48, P_68 and P_69: what each telling makes of the field together with all other rows of the period, rounded once.
    """
    moves = _movements(of)
    sums = [_sums(of_telling) for of_telling in moves.values()]
    fields = (*SALE_FIELDS, *PURCHASE_FIELDS)
    found = [_row(field, "grosze", [by.get(field, 0) for by in sums]) for field in fields]
    if declaration is not None:
        others, left_out = _others(of), _left_out(of.sales)
        values = [
            _declared_by(by, others, version, declaration) | _reported(_sums(told[told["state"] == "unpaid"]), left_out)
            for by, told in zip(sums, moves.values(), strict=True)
        ]
        for field in values[0]:
            shown = declaration.fields.get(field, 0)
            found.append(_row(field, "zloty", [by[field] for by in values], int(shown)))
    columns = ("field", "unit", *TELLINGS, *DIFFERENCES)
    table = pd.DataFrame(dict(zip(columns, zip(*found, strict=True), strict=True)), dtype=object)
    whole = dict.fromkeys((*TELLINGS[:3], *DIFFERENCES), "int64")
    return table.astype({"field": "str", "unit": "str", "declared": "Int64", **whole})


def is_reconciled(table: pd.DataFrame) -> bool:
    """Whether all differences of a reconciliation are zero."""
    return not table[list(DIFFERENCES)].to_numpy().any()


def unreconciled(of: Tellings) -> pd.DataFrame:
    """The documents behind the differences: field (K), document_id, notice, entries, rows (int64 grosze), where they differ.

    Entries made in collective mode, and technical documents that name no purchase, have the document_id "". A P field that
    differs with nothing listed here was declared before the rows of today, or by hand: compute the declaration anew.
    """
    tables = [rows.assign(telling=telling) for telling, rows in _movements(of).items()]
    long = pd.concat(tables, ignore_index=True)
    sums = long.pivot_table(index=["field", "document_id"], columns="telling", values="grosze", aggfunc="sum", fill_value=0)
    sums = sums.reindex(columns=list(TELLINGS[:3]), fill_value=0).astype("int64").reset_index()
    differ = sums[(sums["notice"] != sums["entries"]) | (sums["entries"] != sums["rows"])].reset_index(drop=True)
    differ.columns.name = None
    return differ.astype({"field": "str", "document_id": "str"})


def _row(field: str, unit: str, told: list[int], shown: int | None = None) -> tuple[object, ...]:
    notice, entries, rows = told
    return field, unit, notice, entries, rows, shown, entries - notice, rows - entries, 0 if shown is None else shown - rows


def _movements(of: Tellings) -> dict[str, pd.DataFrame]:
    """Each telling as movements."""
    sign = np.where(of.lines["kind"] == "unpaid", -1, 1)
    lines = of.lines.assign(state=of.lines["kind"], net=sign * of.lines["net"], vat=sign * of.lines["vat"])
    extra = pd.DataFrame(columns=["document_id", "state", "vat"]) if of.technical is None else of.technical
    below = np.where(extra["state"] == "unpaid", -1, 1)
    extra = extra.assign(side="purchase", rate="", net=0, vat=below * extra["vat"])
    relief = of.sales[of.sales["relief"]]
    sold = _melted(relief.assign(state=np.where(relief["due_date"].notna(), "unpaid", "paid_back")), SALE_FIELDS)
    bought = _melted(of.purchases.assign(state=""), PURCHASE_FIELDS)
    return {
        "notice": _placed(lines, extra),
        "entries": _placed(of.entries, extra),
        "rows": pd.concat([sold, bought], ignore_index=True),
    }


def _placed(*tables: pd.DataFrame) -> pd.DataFrame:
    """Signed amounts by side, state and rate as movements."""
    wanted = ["side", "document_id", "state", "rate", "net", "vat"]
    rows = pd.concat([table[wanted] for table in tables if len(table)] or [tables[0][wanted]], ignore_index=True)
    sold, bought = (rows[rows["side"] == side] for side in ("sale", "purchase"))
    base, tax = ({rate: pair[place] for rate, pair in RATE_FIELDS.items()} for place in (0, 1))
    pieces = [
        sold.assign(field=sold["rate"].astype("str").map(base), grosze=sold["net"]),
        sold.assign(field=sold["rate"].astype("str").map(tax), grosze=sold["vat"]),
        bought.assign(field=bought["state"].astype("str").map(STATE_FIELDS), grosze=bought["vat"]),
    ]
    return pd.concat(pieces, ignore_index=True)[list(_MOVEMENT)].astype(_MOVEMENT)


def _melted(rows: pd.DataFrame, fields: tuple[str, ...]) -> pd.DataFrame:
    """Rows of the record part as movements, without zeros."""
    held = [np.flatnonzero(rows[field].to_numpy()) for field in fields]
    amounts = [rows[field].to_numpy(np.int64)[at] for field, at in zip(fields, held, strict=True)]
    names = np.repeat(np.array(fields, object), [len(at) for at in held])
    told = {name: rows[name].array.take(np.concatenate(held)) for name in ("document_id", "state")}
    return pd.DataFrame({**told, "field": names, "grosze": np.concatenate(amounts)}).astype(_MOVEMENT)


def _sums(moves: pd.DataFrame) -> dict[str, int]:
    """What movements come to, by field; fields without any are not there."""
    codes, names = pd.factorize(moves["field"])
    amounts = moves["grosze"].to_numpy(np.int64)
    return {str(name): money.total(amounts[codes == code]) for code, name in enumerate(names)}


def _others(of: Tellings) -> dict[str, int]:
    """The sum of each K field over the rows of the declaration that are no relief."""
    sales = of.sales[(declared(of.sales) & ~of.sales["relief"]).to_numpy(bool)]
    tables = ((sales, ALL_SALES["V7M"]), (of.purchases, ALL_PURCHASES["V7M"]))
    sums = {name: money.total(table[name].to_numpy(np.int64)) for table, names in tables for name in names}
    return sums | dict.fromkeys(PURCHASE_FIELDS, 0)  # of purchases these two hold nothing but relief


def _declared_by(
    told: Mapping[str, int], others: Mapping[str, int], version: Version, declaration: DeclarationPart
) -> dict[str, int]:
    """The fields of the declaration that the relief touches, as a telling makes them together with all other rows: zloty."""
    zloty = {name: money.to_zloty(rest + told.get(name, 0)) // money.ZLOTY for name, rest in others.items()}
    values = {name.replace("K_", "P_"): amount for name, amount in zloty.items()}
    values["P_39"] = int(declaration.fields.get("P_39", 0))
    found = {name: values[name] for name in (name.replace("K_", "P_") for name in (*SALE_FIELDS, *PURCHASE_FIELDS))}
    return found | {total: sum(sign * values[part] for part, sign in parts_of(total, version)) for total in TOTALS}


def _left_out(sales: pd.DataFrame) -> dict[str, int]:
    """What P_68 and P_69 leave out of the rows of what is unpaid, by K field."""
    left = sales[(sales["relief"] & sales["due_date"].notna() & ~unpaid_rows(sales)).to_numpy(bool)]
    return {name: money.total(left[name].to_numpy(np.int64)) for name in SALE_FIELDS}


def _reported(unpaid: Mapping[str, int], left_out: Mapping[str, int]) -> dict[str, int]:
    """P_68 and P_69 of a telling, in zloty: what is unpaid, without the rows that the declaration leaves out. A row is of one
    due date, which entries do not tell: its amounts are taken off every telling alike."""
    return {
        field: money.to_zloty(sum(unpaid.get(name, 0) - left_out[name] for name in SALE_FIELDS[place::2])) // money.ZLOTY
        for place, field in enumerate(RELIEF_FIELDS)
    }
