"""The lines of a notice as columns of integers, and as a table."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import money
from ..ledger.schema import VAT_RATES
from .amounts import Selection
from .parts import Codes, Parts

UNPAID, PAID_BACK = "unpaid", "paid_back"
KINDS = (UNPAID, PAID_BACK)
NO_DAY = np.iinfo(np.int64).min
"""The number of no day: NaT, as NumPy writes it."""


@dataclass(frozen=True, eq=False)
class Columns:
    """The lines of a notice as columns, the unpaid ones first: the position of the part, the codes of rate and kind (in
    `VAT_RATES`, `KINDS`), amounts as `ReliefNotice.lines` has them, the number of the payment day."""

    part: Selection
    rate: Codes
    kind: Codes
    net: money.Grosze
    vat: money.Grosze
    unpaid: money.Grosze
    net_left: money.Grosze
    vat_left: money.Grosze
    day: npt.NDArray[np.int64]

    def take(self, kept: npt.NDArray[np.bool_]) -> "Columns":
        """The lines where the mask is true."""
        return Columns(**{field.name: getattr(self, field.name)[kept] for field in fields(self)})


def table_of(parts: Parts, lines: Columns) -> pd.DataFrame:
    """Lines as a table (see `ReliefNotice`)."""
    part = lines.part
    return pd.DataFrame(
        {
            "document_id": parts.document_ids(parts.document[part]),
            "payment_id": parts.payment_ids(parts.payment[part]),
            "rate": words(lines.rate, VAT_RATES),
            "kind": words(lines.kind, KINDS),
            "net": lines.net,
            "vat": lines.vat,
            "unpaid": lines.unpaid,
            "net_left": lines.net_left,
            "vat_left": lines.vat_left,
            "due_date": dates(parts.due[part]),
            "effective_due_date": dates(parts.effective_due[part]),
            "relief_date": dates(parts.relief[part]),
            "payment_date": dates(lines.day),
        },
        copy=False,
    )


def dates(day_numbers: npt.NDArray[np.int32] | npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    """Day numbers as the days of a table."""
    return day_numbers.astype(np.int64).view("datetime64[D]").astype("datetime64[s]")


def words(codes: Codes, words: tuple[str, ...]) -> pd.Series:
    """Codes as the words they stand for."""
    return pd.Series(pd.array(list(words), dtype="str").take(codes), copy=False)
