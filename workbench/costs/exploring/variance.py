"""Why the elements of a dimension cost something else than before: volume, mix, key and data quality, adding up exactly.

* volume: the total of all accounts changed, their parts and splits did not;
* mix: the accounts' parts of the total changed;
* key: the described part of each account is split over the elements in another way;
* data quality: another part of each account is described at all.

The effects are taken one after the other in this order, in exact fractions (`variance_steps.py` has the rules). The elements'
amounts after each step are rounded by the largest remainder to the total of the step, so that before + volume + mix + key +
data quality is after for every element, and in total, to the grosz. In total only the volume differs from zero: the other steps
move between the elements, of which "" (not described) is one.

A price effect is not told apart: documents carry amounts and no quantities, so a higher price is volume, and mix where it is
that of some accounts only.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from ... import html, money
from ...days import Month
from ...errors import DescriptionError, PeriodError
from ...i18n import N_, _, amount, language, month
from ...ledger import Ledger
from ..splitting.remainders import made_whole
from .allocation import Allocation, allocation
from .atoms import Register
from .cube import grouped, labels_of
from .variance_steps import NOT_DESCRIBED, Cells, cell_of, described_of, steps, sum_of, total_of

Period = str | Month | tuple[str | Month, str | Month]
"""A month, or the first and the last of several."""
EFFECTS = ("volume", "mix", "key", "data_quality")
STEPS = {
    "before": N_("Before"),
    "volume": N_("Volume"),
    "mix": N_("Mix of accounts"),
    "key": N_("Allocation key"),
    "data_quality": N_("Data quality"),
    "after": N_("After"),
}
"""The columns of the table in their order, with their titles."""


@dataclass(frozen=True, eq=False)
class Variance:
    """The explained differences of a dimension.

    `table`: element ("" for what is not described), before, volume, mix, key, data_quality, after in grosze; before and the
    four effects add up to after in every row and in total. `stages`: the exact cells before and after each of the four steps.
    """

    dimension: str
    table: pd.DataFrame
    stages: tuple[Cells, ...]

    @property
    def total(self) -> dict[str, int]:
        """The sums of the table's columns, exact."""
        return {step: sum(self.table[step].tolist()) for step in STEPS}

    def waterfall(self, element: str | None = None) -> pd.DataFrame:
        """The steps of a chart in their order: step (a key of `STEPS`), amount (grosze; of before and after the level, of the
        effects the change). Of one element, or of everything."""
        amounts = self.total if element is None else self._row(element)
        return pd.DataFrame(
            {"step": pd.Series(list(STEPS), dtype="str"), "amount": np.array([amounts[step] for step in STEPS], np.int64)}
        )

    def explain(self, element: str) -> pd.DataFrame:
        """Why an element's amount changed: effect, account, amount (grosze), text, in the order of the steps, the accounts that
        changed most first. The amounts of an effect add up to that in the table; accounts without a change are left out."""
        row = self._row(element)
        found: list[tuple[str, str, int, str]] = []
        for place, effect in enumerate(EFFECTS):
            earlier, later = self.stages[place : place + 2]
            accounts = sorted({account for cells in (earlier, later) for account in cells if element in cells[account]})
            changes = [cell_of(later, account, element) - cell_of(earlier, account, element) for account in accounts]
            amounts = dict(zip(accounts, made_whole(changes, row[effect]), strict=True)) if accounts else {}
            found += [
                (effect, account, amounts[account], self._sentence(effect, account, element))
                for account in sorted(accounts, key=lambda one: -abs(amounts[one]))
                if amounts[account]
            ]
        return pd.DataFrame(found, columns=["effect", "account", "amount", "text"]).astype(
            {"effect": "str", "account": "str", "amount": "int64", "text": "str"}
        )

    def _repr_html_(self) -> str:
        titles = [_("Element"), *(_(title) for title in STEPS.values())]
        rows = [
            [element or _("not described"), *map(amount, amounts)]
            for element, *amounts in self.table.itertuples(index=False, name=None)
        ]
        last = [_("Total"), *(amount(self.total[step]) for step in STEPS)]
        return str(html.table(titles, [*rows, last], classes=["", *["amount"] * len(STEPS)], caption=_("Amounts in PLN")))

    def _row(self, element: str) -> dict[str, int]:
        rows = self.table[self.table["element"] == element]
        if rows.empty:
            raise DescriptionError(
                _("{dimension} has no amounts of an element {element}.").format(dimension=self.dimension, element=element)
            )
        return {step: int(rows[step].iloc[0]) for step in STEPS}

    def _sentence(self, effect: str, account: str, element: str) -> str:
        before, volume, mix, key, after = self.stages
        name = _("Account {account}").format(account=account) if account else _("Without an account")
        if effect == "volume":
            text = _("{account}: all accounts together went from {before} to {after}.")
            return text.format(account=name, before=amount(int(total_of(before))), after=amount(int(total_of(volume))))
        if effect == "mix":
            text = _("{account}: it is {after} of all costs, it was {before}.")
            was, now = (_percent(sum_of(cells, account), total_of(cells)) for cells in (volume, mix))
        elif effect == "key":
            text = _("{account}: {element} has {after} of what is described, it had {before}.")
            was, now = (_percent(cell_of(cells, account, element), described_of(cells, account)) for cells in (mix, key))
        else:
            text = _("{account}: {after} of it is described, it was {before}.")
            was, now = (_percent(described_of(cells, account), sum_of(cells, account)) for cells in (key, after))
        return text.format(account=name, element=element or _("not described"), before=was, after=now)


def variance(
    ledger: Ledger, before: Period, after: Period, dimension: str = "PROJEKTY", register: Register = "cost"
) -> Variance:
    """Why the elements of a dimension cost something else in one period than in another; they need not be equally long.

    `register`: "cost" (net and the VAT that is a cost) or "revenue". DescriptionError for a dimension that the books do not
    have, PeriodError for a period that ends before it begins.
    """
    earlier, later = (lines_of(ledger, dimension, period, register) for period in (before, after))
    return variance_table(earlier, later, dimension)


def variance_of_keys(
    ledger: Ledger,
    changed: Ledger,
    dimension: str = "PROJEKTY",
    period: Period | None = None,
    register: Register = "cost",
) -> Variance:
    """The same for two ledgers with the same documents, described by other keys (`restated.with_key`) or more completely.

    Of one period, or of all time. Volume and mix are zero.
    """
    before, after = (lines_of(one, dimension, period, register) for one in (ledger, changed))
    return variance_table(before, after, dimension)


def variance_table(before_lines: pd.DataFrame, after_lines: pd.DataFrame, dimension: str = "PROJEKTY") -> Variance:
    """The explained differences between two sets of lines.

    DataFrames account, element ("" for not described), amount (grosze of any sign), any number of lines a cell.
    """
    stages = steps(_cells(before_lines), _cells(after_lines))
    elements = sorted({NOT_DESCRIBED, *(element for cells in stages for of in cells.values() for element in of)})
    levels = [made_whole(_levels(cells, elements)) for cells in stages]
    effects = [[new - old for old, new in zip(earlier, later, strict=True)] for earlier, later in pairwise(levels)]
    columns = [np.array(amounts, np.int64) for amounts in (levels[0], *effects, levels[-1])]
    table = pd.DataFrame({"element": pd.Series(elements, dtype="str"), **dict(zip(STEPS, columns, strict=True))})
    return Variance(dimension, table, stages)


def lines_of(ledger: Ledger, dimension: str, period: Period | None = None, register: Register = "cost") -> pd.DataFrame:
    """What a register's documents of a period (of all time without one) put where, as lines for `variance_table`: account,
    element, amount, one line a cell."""
    parts = allocation(ledger, register)
    fields = [labels_of(parts, field, ledger) for field in ("account", dimension)]
    kept = slice(None) if period is None else _in_period(parts, period)
    sizes = [len(names) for _codes, names in fields]
    cells, amounts = grouped([codes[kept] for codes, _names in fields], sizes, parts.cost[kept])
    places = np.unravel_index(cells, sizes) if len(cells) else (cells, cells)
    labels = [[names[code] for code in of] for (_codes, names), of in zip(fields, places, strict=True)]
    table = pd.DataFrame({"account": labels[0], "element": labels[1], "amount": amounts})
    return table.astype({"account": "str", "element": "str"})


def _in_period(parts: Allocation, period: Period) -> npt.NDArray[np.bool_]:
    first, last = (Month(one) for one in (period if isinstance(period, tuple) else (period, period)))
    if last < first:
        raise PeriodError(
            _("The period ends in {last}, before it begins in {first}.").format(first=month(first), last=month(last))
        )
    codes, names = parts.labels("month")
    inside = [first.number <= Month(name).number <= last.number for name in names]
    return np.array(inside, np.bool_)[codes]


def _cells(lines: pd.DataFrame) -> Cells:
    cells: Cells = {}
    for account, element, grosze in zip(lines["account"], lines["element"], lines["amount"].tolist(), strict=True):
        of = cells.setdefault(account, {})
        of[element] = of.get(element, Fraction(0)) + grosze
    return cells


def _levels(cells: Cells, elements: list[str]) -> list[Fraction]:
    """The elements' exact amounts over all accounts."""
    sums = dict.fromkeys(elements, Fraction(0))
    for of in cells.values():
        for element, cell in of.items():
            sums[element] += cell
    return list(sums.values())


def _percent(part: Fraction, whole: Fraction) -> str:
    """The percent that a part is, to two places, in the user's language; a dash of nothing."""
    if not whole:
        return "–"
    share = part * 10_000 / whole
    return f"{money.to_text(money.mul_div(share.numerator, 1, share.denominator), language())}%"
