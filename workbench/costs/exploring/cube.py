"""The cube: costs or revenue over any fields on rows and columns, every margin equal to the books to the grosz."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from markupsafe import Markup

from ... import html, i18n, money
from ...days import Month
from ...errors import DescriptionError, PeriodError
from ...i18n import N_, _
from ...ledger import Ledger
from .allocation import Allocation, allocation
from .atoms import Register

FIELDS = {
    "month": N_("Month"),
    "account": N_("Account"),
    "category": N_("Category"),
    "party": N_("Counterparty"),
    "type": N_("Document type"),
    "key": N_("Allocation key"),
    "document": N_("Document"),
}
"""What can stand on rows and columns beside the dimensions, with its title."""

Where = Mapping[str, str | Collection[str]]
"""Fields and the label, or labels, that each must have; "" for none."""

TOTAL = "Σ"
"""The label of the margins."""

_DENSE = 1 << 23
"""So many cells are counted in one array; a larger cube is sorted."""
_EXACT = 2.0**53
"""Floating-point sums of whole numbers are exact below it."""


@dataclass(frozen=True, eq=False)
class Cube:
    """Sums over `rows` by `columns` (names of fields).

    `cells`: DataFrame of int64 grosze, the row fields as its index, the labels of the column field as its columns ("total"
    where there is none), labels in their order. A label "" means: no element, or nothing described.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: pd.DataFrame

    @property
    def total(self) -> int:
        """The sum of everything, in grosze."""
        return money.total(self.cells.to_numpy(np.int64).ravel())

    @property
    def table(self) -> pd.DataFrame:
        """The cells with a last row and, where there are column fields, a last column of sums, both labelled `TOTAL`."""
        table = self.cells.copy()
        if self.columns:
            table[TOTAL] = table.sum(axis=1).astype(np.int64)
        last = tuple([TOTAL] + [""] * (len(self.rows) - 1)) if len(self.rows) > 1 else TOTAL
        sums = pd.DataFrame([table.sum().astype(np.int64)], index=_index([last], self.rows), columns=table.columns)
        return pd.concat([table, sums]) if len(table) else sums

    def flat(self) -> pd.DataFrame:
        """The table with the row fields as ordinary columns, titles in the user's language, to be shown or taken away; the
        columns behind the row fields are amounts."""
        table = self.table.reset_index()
        titles = {name: title(name) for name in self.rows}
        heads = [titles[name] for name in self.rows] + [self._head(str(name)) for name in self.table.columns]
        table.columns = pd.Index(heads, dtype="str")
        for field, name in titles.items():
            table[name] = pd.Series(
                [_("Total") if value == TOTAL else label(field, value) for value in table[name]], dtype="str"
            )
        if len(self.rows) > 1:
            for name in list(titles.values())[1:]:
                table.loc[len(table) - 1, name] = ""
        return table

    def _head(self, name: str) -> str:
        if not self.columns:
            return _("Amount (PLN)")
        return _("Total") if name == TOTAL else label(self.columns[0], name)

    def _repr_html_(self) -> str:
        return str(self.html())

    def html(self) -> Markup:
        """The table as HTML, amounts in the user's language."""
        flat = self.flat()
        texts = len(self.rows)
        return html.table(
            list(flat.columns),
            [[*map(str, row[:texts]), *map(i18n.amount, row[texts:])] for row in flat.itertuples(index=False)],
            classes=[*[""] * texts, *["amount"] * (len(flat.columns) - texts)],
            caption=_("Amounts in PLN"),
        )


def cube(
    ledger: Ledger,
    rows: str | Sequence[str],
    columns: str | Sequence[str] = (),
    *,
    register: Register = "cost",
    measure: str = "cost",
    from_: str | Month | None = None,
    to: str | Month | None = None,
    accounts: str | Sequence[str] | None = None,
    where: Where | None = None,
) -> Cube:
    """Sums of a register over any fields.

    `rows`: one or more fields; `columns`: at most one. A field is an outer dimension ("PROJEKTY") or one of `FIELDS`.
    `register`: "cost" or "revenue". `measure`: "cost" (net and the VAT that is a cost) or "net". `from_`, `to`: first and
    last month. `accounts`: beginnings of account numbers. `where`: the label, or labels, that fields must have.

    Every part of every document of the register is in one cell: without a filter `total` is the books' sum. DescriptionError
    for a field that does not exist.
    """
    parts = allocation(ledger, register)
    rows, columns = ((given,) if isinstance(given, str) else tuple(given) for given in (rows, columns))
    if not rows or len(columns) > 1 or len({*rows, *columns}) < len(rows) + len(columns):
        raise DescriptionError(_("Give at least one field for the rows, at most one for the columns, each once."))
    kept = selection(parts, from_=from_, to=to, accounts=accounts, where=where)
    amounts = parts.cost if measure == "cost" else parts.net
    fields = [labels_of(parts, name, ledger) for name in (*rows, *columns)]
    codes = [code if kept is None else code[kept] for code, _names in fields]
    sizes = [len(names) for _codes, names in fields]
    places, sums = grouped(codes, sizes, amounts if kept is None else amounts[kept])
    unravelled = np.unravel_index(places, sizes) if len(places) else [np.zeros(0, int)] * len(sizes)
    labels = [[names[code] for code in of] for (_codes, names), of in zip(fields, unravelled, strict=True)]
    if not columns:
        return Cube(rows, columns, pd.DataFrame({"total": sums}, index=_index(list(zip(*labels, strict=True)), rows)))
    return Cube(rows, columns, _pivoted(labels, fields[-1][1], sums, rows))


def selection(
    parts: Allocation,
    *,
    from_: str | Month | None = None,
    to: str | Month | None = None,
    accounts: str | Sequence[str] | None = None,
    where: Where | None = None,
) -> npt.NDArray[np.intp] | None:
    """The rows of the parts that a filter keeps; None where it keeps all."""
    masks: list[npt.NDArray[np.bool_]] = []
    if from_ is not None or to is not None:
        first, last = (str(month_of(month)) if month is not None else "" for month in (from_, to))
        masks.append(_holding(parts, "month", lambda name: name >= first and (not last or name <= last)))
    if accounts is not None:
        beginnings = (accounts,) if isinstance(accounts, str) else tuple(accounts)
        masks.append(_holding(parts, "account", lambda name: name.startswith(beginnings)))
    for field, wanted in (where or {}).items():
        labels = {wanted} if isinstance(wanted, str) else set(wanted)
        masks.append(_holding(parts, field, labels.__contains__))
    return np.flatnonzero(np.logical_and.reduce(masks)) if masks else None


def documents_behind(
    ledger: Ledger,
    where: Where,
    *,
    register: Register = "cost",
    from_: str | Month | None = None,
    to: str | Month | None = None,
    accounts: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """The documents behind a figure: document_id, number, date, party (its name), account, elements, amount (grosze), one row a
    document, account and elements, in the order of the books; the amounts add up to the figure."""
    parts = allocation(ledger, register)
    kept = selection(parts, from_=from_, to=to, accounts=accounts, where=where)
    rows = np.arange(len(parts.cost)) if kept is None else kept
    heads = parts.atoms.documents.take(parts.atoms.document[parts.atom[rows]])
    names = ledger.parties.set_index("party_id")["name"]
    listed = pd.DataFrame(
        {
            "document_id": heads["document_id"].to_numpy(),
            "number": heads["number"].to_numpy(),
            "date": heads["date"].to_numpy(),
            "party": heads["party_id"].map(names).fillna("").to_numpy(),
            "account": parts.atoms.account.take(parts.atom[rows]).to_numpy(),
            "elements": pd.Series(parts.texts, dtype="str").take(parts.text[rows]).to_numpy(),
            "amount": parts.cost[rows],
        }
    )
    keys = [name for name in listed.columns if name != "amount"]
    return listed.groupby(keys, sort=False, dropna=False)["amount"].sum().reset_index()


def labels_of(parts: Allocation, field: str, ledger: Ledger) -> tuple[npt.NDArray[np.int32], list[str]]:
    """The field's codes and labels; a dimension of the books that nothing uses yet has the one label ""."""
    try:
        return parts.labels(field)
    except KeyError:
        outer = [path for path in ledger.dimensions["dimension"] if "/" not in path]
        if field in outer:
            return np.zeros(len(parts.text), np.int32), [""]
        known = ", ".join([*dict.fromkeys([*outer, *parts.dimensions]), *FIELDS])
        raise DescriptionError(_("There is no field {field}. There are: {known}.").format(field=field, known=known)) from None


def grouped(
    codes: Sequence[npt.NDArray[np.int32]], sizes: Sequence[int], amounts: money.Grosze
) -> tuple[npt.NDArray[np.int64], money.Grosze]:
    """The sums of amounts by combination of codes: places (numbered as by ravel_multi_index) that occur, and their sums."""
    place = codes[0].astype(np.int64)
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        place *= size
        place += code
    cells = int(np.prod([float(size) for size in sizes]))
    if cells > _DENSE:
        found, place = np.unique(place, return_inverse=True)
        return found, exact_sums(place, amounts, len(found))
    found = np.flatnonzero(np.bincount(place, minlength=cells)) if len(place) else np.zeros(0, np.int64)
    return found, exact_sums(place, amounts, cells)[found]


def exact_sums(place: npt.NDArray[np.integer], amounts: money.Grosze, cells: int) -> money.Grosze:
    """Exact int64 sums of amounts by place. NumPy counts weights in floating point, which is exact while no sum can reach
    2**53; larger amounts are counted in two halves. OverflowError where a sum would leave int64."""
    if not len(amounts):
        return np.zeros(cells, np.int64)
    bound = float(max(abs(int(amounts.max())), abs(int(amounts.min())))) * len(amounts)
    if bound < _EXACT:
        return np.bincount(place, amounts, cells).astype(np.int64)
    if bound >= 2.0**63:
        sums = [0] * cells
        for at, amount in zip(place.tolist(), amounts.tolist(), strict=True):
            sums[at] += amount
        return np.array(sums, np.int64)
    high, low = np.divmod(amounts, 1 << 26)
    result: money.Grosze = (np.bincount(place, high, cells).astype(np.int64) << 26) + np.bincount(place, low, cells).astype(
        np.int64
    )
    return result


def month_of(text: str | Month) -> Month:
    """The month; PeriodError where it is none."""
    try:
        return Month(text)
    except ValueError as error:
        raise PeriodError(_("{month}: a month was expected, such as 2020-11.").format(month=text)) from error


def title(field: str) -> str:
    """The title of a field: that of `FIELDS` in the user's language, a dimension's code."""
    return _(FIELDS[field]) if field in FIELDS else field


def label(field: str, name: str) -> str:
    """A label as people read it."""
    from ..descriptions.document_types import document_type

    if not name:
        return _("none")
    if field == "month":
        return i18n.month(Month(name), short=True)
    return document_type(name).title if field == "type" else name


def _holding(parts: Allocation, field: str, keep: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    try:
        codes, names = parts.labels(field)
    except KeyError:
        raise DescriptionError(_("There is no field {field}.").format(field=field)) from None
    return np.array([keep(name) for name in names] or [False], bool)[codes]


def _pivoted(labels: list[list[str]], columns: list[str], sums: money.Grosze, rows: Sequence[str]) -> pd.DataFrame:
    keys = list(zip(*labels[:-1], strict=True))
    places = {key: row for row, key in enumerate(dict.fromkeys(keys))}
    used = [name for name in columns if name in set(labels[-1])]
    column_of = {name: column for column, name in enumerate(used)}
    cells = np.zeros((len(places), len(used)), np.int64)
    if len(keys):
        cells[[places[key] for key in keys], [column_of[name] for name in labels[-1]]] = sums
    return pd.DataFrame(cells, index=_index(list(places), rows), columns=pd.Index(used, dtype="str"))


def _index(keys: Sequence[Hashable], names: Sequence[str]) -> pd.Index:
    if len(names) > 1:
        return pd.MultiIndex.from_frame(pd.DataFrame(list(keys), columns=list(names), dtype="str"))
    plain = [key[0] if isinstance(key, tuple) else key for key in keys]
    return pd.Index(plain, dtype="str", name=names[0])
