"""The sums under the list of a notice, with the signs of their boxes (R-038 to R-043, J-019, contradiction C-08)."""

import pandas as pd

from .. import money

BOXES = ("correction", "vat_zd", "unpaid", "paid_back")


def totals_of(lines: pd.DataFrame, side: str) -> pd.DataFrame:
    """The four boxes as columns, exact and rounded amounts (int64 grosze) as rows.

    correction ("Suma do korekty"): unpaid and paid-back lines together; vat_zd ("Suma na VAT-ZD"): unpaid lines only;
    unpaid, paid_back: the parts of the correction. Unpaid counts negative, paid back positive (R-042).
    Rows: net, vat, net_rounded, vat_rounded; for purchases only the VAT rows (R-032). Rounding is half-up to whole
    zloty: in the boxes of the correction each rate on its own, as on the return; in vat_zd the whole sum (R-043).
    """
    columns = ("vat",) if side == "purchase" else ("net", "vat")
    table = pd.DataFrame(0, index=[*columns, *(f"{column}_rounded" for column in columns)], columns=list(BOXES))
    unpaid_line, rates = (lines["kind"] == "unpaid").to_numpy(bool), lines["rate"].to_numpy()
    of_kind = ((unpaid_line, -1), (~unpaid_line, 1))
    for column in columns:
        amounts = lines[column].to_numpy()
        by_rate = {
            rate: [sign * money.total(amounts[kind & (rates == rate)]) for kind, sign in of_kind]
            for rate in sorted(set(rates.tolist()))
        }
        unpaid, paid_back = (sum(sums[kind] for sums in by_rate.values()) for kind in (0, 1))
        table.loc[column] = [unpaid + paid_back, unpaid, unpaid, paid_back]
        table.loc[f"{column}_rounded"] = [
            sum(money.to_zloty(sum(sums)) for sums in by_rate.values()),
            money.to_zloty(unpaid),
            *(sum(money.to_zloty(sums[kind]) for sums in by_rate.values()) for kind in (0, 1)),
        ]
    return table.astype("int64")
