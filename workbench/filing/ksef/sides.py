"""Whose books KSeF invoices make, which of them belong there, and on which side."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...errors import FilingError
from ...i18n import _
from .tables import INVOICES, Invoices

Row = Mapping[str, Any]

_SHOWN = 5
_APART_FROM = frozenset({"file", "ksef_number"})
"""Columns in which two copies of one invoice may differ."""


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, days as ISO texts and "" where missing."""
    columns = {
        str(name): values.dt.strftime("%Y-%m-%d").fillna("").tolist() if values.dtype.kind == "M" else values.tolist()
        for name, values in table.items()
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def own_number(invoices: Invoices, tax_id: str | None) -> str:
    """The NIP whose books are made: the given one (ten digits; PL, blanks and dashes are passed over), or the only one that is
    seller or buyer of every invoice. FilingError naming the candidates otherwise."""
    table = invoices.invoices
    if not len(table):
        first = "".join(f"\n  {fault.file}: {fault.fault}" for fault in invoices.faults.head(_SHOWN).itertuples(index=False))
        raise FilingError(_("There is no KSeF invoice that could be read.") + first)
    sides = {side: table[f"{side}_tax_id"].where(table[f"{side}_country"] == "PL", "") for side in ("seller", "buyer")}
    counts: dict[str, int] = defaultdict(int)
    for pair in zip(sides["seller"], sides["buyer"], strict=True):
        for number in {*pair} - {""}:
            counts[number] += 1
    if tax_id is not None:
        own = "".join(tax_id.split()).replace("-", "").removeprefix("PL")
        if own in counts:
            return own
        reason = _("{tax_id} is seller or buyer of none of the invoices; there are: {candidates}.")
        raise FilingError(reason.format(tax_id=tax_id, candidates=_candidates(counts)))
    everywhere = [number for number, count in counts.items() if count == len(table)]
    if len(everywhere) == 1:
        return everywhere[0]
    reason = _(
        "Whose books? No single NIP is seller or buyer of every invoice. Say which one (tax_id, in a command --nip, or "
        "company.csv beside the invoices): {candidates}."
    )
    raise FilingError(reason.format(candidates=_candidates(counts)))


def _candidates(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts, key=lambda number: (-counts[number], number))
    return ", ".join(f"{number} ({counts[number]})" for number in ordered[:_SHOWN]) + (", …" if len(ordered) > _SHOWN else "")


def sorted_out(invoices: Invoices, own: str) -> tuple[list[tuple[str, Row]], pd.DataFrame]:
    """The invoices of the books with their side (sale, purchase), and the others: file, number, seller, buyer, reason."""
    kept: list[tuple[str, Row]] = []
    others: list[tuple[str, ...]] = []
    by_number: dict[Any, str] = {}
    by_content: dict[Any, str] = {}
    rows = records(invoices.invoices)
    for row in sorted(rows, key=lambda row: not row["ksef_number"]):  # of two copies the one with a KSeF number stays
        content = tuple(row[column] for column in INVOICES if column not in _APART_FROM)
        again = (by_number if row["ksef_number"] else by_content).get(row["ksef_number"] or content)
        sides = [side for side, party in (("sale", "seller"), ("purchase", "buyer")) if _is(row, party, own)]
        reason = ""
        if again is not None:
            reason = _("the same invoice as {file}").format(file=again)
        elif not sides:
            reason = _("{tax_id} is neither its seller nor its buyer").format(tax_id=own)
        elif len(sides) == 2:
            reason = _("its seller and its buyer are the same")
        if reason:
            others.append((row["file"], row["number"], row["seller_tax_id"], row["buyer_tax_id"], reason))
        else:
            kept.append((sides[0], row))
            by_content[content] = row["file"]
            if row["ksef_number"]:
                by_number[row["ksef_number"]] = row["file"]
    kept.sort(key=lambda pair: str(pair[1]["file"]))
    columns = ["file", "number", "seller_tax_id", "buyer_tax_id", "reason"]
    return kept, pd.DataFrame(others, columns=columns).astype("str")


def by_file(table: pd.DataFrame) -> dict[str, Sequence[dict[str, Any]]]:
    """The rows of a table by file."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(table):
        found[row["file"]].append(row)
    return found  # type: ignore[return-value]


def _is(row: Row, party: str, own: str) -> bool:
    return bool(row[f"{party}_country"] == "PL" and row[f"{party}_tax_id"] == own)
