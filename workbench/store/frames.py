"""Answers of the database as tables."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

MOMENT = "datetime64[us, UTC]"
DAY = "datetime64[s]"


def frame(rows: Iterable[Iterable[Any]], types: Mapping[str, str]) -> pd.DataFrame:
    """The rows as a table whose columns have these names and types, in this order."""
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    return pd.DataFrame(
        {name: pd.Series(list(values), dtype=dtype) for (name, dtype), values in zip(types.items(), columns, strict=True)}
    )
