"""Two runs of a notice line by line: what was added, removed, changed."""

import numpy as np
import pandas as pd

KEY = ["document_id", "payment_id", "rate", "kind"]
CHANGES = ("added", "removed", "changed", "same")


def compare(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Two tables of lines (see `ReliefNotice.lines`) side by side.

    One row a document, payment, rate and kind of either: document_id, payment_id, rate, kind, net_before, vat_before,
    net_after, vat_after, net, vat (the difference; all int64 grosze, the sign of a line lies in its kind), change ("added",
    "removed", "changed", "same": whether net and vat are). In the order of `before`, then what was added in that of `after`.
    """
    both = pd.concat([before[KEY], after[KEY]], ignore_index=True).astype("str")
    place = both.groupby(KEY, sort=False).ngroup().to_numpy(np.int64)
    first = np.flatnonzero(~both.duplicated().to_numpy())
    table = both.take(first).reset_index(drop=True)
    stands = {}
    for name, lines, rows in (("before", before, place[: len(before)]), ("after", after, place[len(before) :])):
        stands[name] = np.zeros(len(table), bool)
        stands[name][rows] = True
        for amount in ("net", "vat"):
            sums = np.zeros(len(table), np.int64)
            np.add.at(sums, rows, lines[amount].to_numpy(np.int64))
            table[f"{amount}_{name}"] = sums
    for amount in ("net", "vat"):
        table[amount] = table[f"{amount}_after"] - table[f"{amount}_before"]
    moved = ((table["net"] != 0) | (table["vat"] != 0)).to_numpy(bool)
    table["change"] = np.select([~stands["before"], ~stands["after"], moved], CHANGES[:3], CHANGES[3])
    return table.astype({"change": "str"})
