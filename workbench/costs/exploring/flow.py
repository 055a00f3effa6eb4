"""The way of the costs from field to field, such as account, team, project, branch: the figures of a Sankey picture."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...days import Month
from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger
from .allocation import allocation
from .atoms import Register
from .cube import Where, grouped, labels_of, selection

OTHERS = "…"
"""The label of the smallest labels of a field, put together."""
MOST = 10
"""Labels of a field that are shown by themselves."""


@dataclass(frozen=True, eq=False)
class Flow:
    """Amounts from each field to the next one.

    `links`: DataFrame stage (0 from the first field to the second), source, target (labels, "" for none), amount (grosze).
    `members`: the labels that `OTHERS` stands for, by field. The links of every stage add up to `total`.
    """

    fields: tuple[str, ...]
    links: pd.DataFrame
    members: dict[str, tuple[str, ...]]
    total: int

    def where(self, stage: int, source: str, target: str) -> dict[str, str | tuple[str, ...]]:
        """What keeps the documents behind a link, for `cube` and `documents_behind`."""
        pairs = zip(self.fields[stage : stage + 2], (source, target), strict=True)
        return {field: self.members[field] if label == OTHERS else label for field, label in pairs}


def flow(
    ledger: Ledger,
    fields: Sequence[str],
    *,
    register: Register = "cost",
    from_: str | Month | None = None,
    to: str | Month | None = None,
    where: Where | None = None,
    most: int = MOST,
) -> Flow:
    """The flow of a register through two or more fields (as in `cube`); of a field with more than `most` labels the smallest
    ones are put together."""
    if len(fields) < 2 or len(set(fields)) < len(fields):
        raise DescriptionError(_("A flow leads through at least two fields, each once."))
    parts = allocation(ledger, register)
    kept = selection(parts, from_=from_, to=to, where=where)
    amounts = parts.cost if kept is None else parts.cost[kept]
    columns, members = [], {}
    for field in fields:
        codes, names = labels_of(parts, field, ledger)
        codes = codes if kept is None else codes[kept]
        shown, members[field] = _largest(codes, names, amounts, most)
        columns.append((shown[codes], [*names, OTHERS]))
    links = []
    for stage, ((sources, source_names), (targets, target_names)) in enumerate(itertools.pairwise(columns)):
        sizes = [len(source_names), len(target_names)]
        places, sums = grouped([sources, targets], sizes, amounts)
        source, target = np.unravel_index(places, sizes)
        frame = {"source": [source_names[at] for at in source], "target": [target_names[at] for at in target], "amount": sums}
        links.append(pd.DataFrame({"stage": stage, **frame}))
    table = pd.concat(links, ignore_index=True).astype({"source": "str", "target": "str", "amount": "int64"})
    return Flow(tuple(fields), table, members, int(amounts.sum()))


def _largest(codes: np.ndarray, names: list[str], amounts: np.ndarray, most: int) -> tuple[np.ndarray, tuple[str, ...]]:
    """For each code the one it is shown as (the last one and one more: `OTHERS`), and the labels put together."""
    places, sums = grouped([codes], [len(names)], np.abs(amounts))
    shown = np.arange(len(names), dtype=np.int32)
    if len(places) <= most:
        return shown, ()
    small = places[np.argsort(-sums, kind="stable")[most - 1 :]]
    shown[small] = len(names)
    return shown, tuple(names[place] for place in sorted(small.tolist()))
