"""Bank accounts as tables show them."""

import pandas as pd

from ..table import Shown
from .card import grouped


def accounts(title: str, numbers: "pd.Series[str]") -> Shown:
    """A column of bank accounts, told in groups of four on two lines."""
    return Shown(title, "account", words={number: _on_two_lines(number) for number in numbers.unique()})


def _on_two_lines(number: str) -> str:
    groups = grouped(number).split(" ")
    half = (len(groups) + 1) // 2
    return " ".join("\N{NO-BREAK SPACE}".join(part) for part in (groups[:half], groups[half:]) if part)
