"""What a table shows, as CSV and XLSX to take away: the same words and titles, amounts as numbers, days as days."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from .. import exports, i18n
from .table import Download, Shown

Shows = tuple[pd.DataFrame, Mapping[str, Shown]]
"""A table and how its columns are shown."""
AS_THEY_ARE = ("amount", "count", "date", "account", "long")
"""Kinds of columns whose values are taken away without the words that the page has for them."""


def downloads(title: str, name: Callable[[], str], shown: Callable[[], Shows]) -> tuple[Download, Download]:
    """Two buttons for what `shown` gives when they are pressed. `title`: of the sheet; `name`: of the file, without ending."""

    def xlsx() -> tuple[str, bytes]:
        table, amounts = titled(*shown())
        return f"{name()}.xlsx", exports.to_xlsx({title: table}, amounts)

    def csv() -> tuple[str, bytes]:
        table, amounts = titled(*shown())
        return f"{name()}.csv", exports.to_csv(table, amounts).encode("utf-8-sig")

    return Download("XLSX", xlsx), Download("CSV", csv)


def titled(frame: pd.DataFrame, columns: Mapping[str, Shown]) -> tuple[pd.DataFrame, list[str]]:
    """The table with the titles and words that the page shows, and the columns that hold grosze."""
    words = {
        shown.title: frame[name].tolist() if shown.kind in AS_THEY_ARE else [shown.text(value) for value in frame[name]]
        for name, shown in columns.items()
    }
    return pd.DataFrame(words), [shown.title for shown in columns.values() if shown.kind == "amount"]


def moments(title: str, times: "pd.Series[Any]") -> Shown:
    """A column of times, told by the clock on the wall and sorted as times."""
    return Shown(title, words={at: moment(at.to_pydatetime()) for at in times.dropna().unique()})


def moment(at: datetime) -> str:
    """A time by the clock on the wall."""
    local = at.astimezone()
    return f"{i18n.day(local)} {local:%H:%M}"
