"""Every grosz of a register where its description puts it: the columns from which all exploring is done.

Made once a ledger and register and kept with it. A description of a line divides that line; one of the whole document divides
what its lines have left, in proportion to them, so that both the lines' amounts and the description's values stay exact. What
no description covers stands in parts of its own without elements, negative where more than the amount was described: the parts
of a document always add up to it.
"""

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from ... import money
from ...ledger import Ledger, elements
from .atoms import Atoms, Register, atoms_of

Codes = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]

_KNOWN: "WeakKeyDictionary[Ledger, dict[str, Allocation]]" = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Allocation:
    """The parts of a register's documents.

    `atoms`: the documents and their lines. Part p divides the atom `atom[p]` by the line `line[p]` of its document's
    description (0: not described), lies in the elements `texts[text[p]]` (texts[0] is ""), was made by the key
    `keys[key[p]]` (keys[0] is ""), and has `net[p]` grosze of the net amount and `cost[p]` with the VAT that is a cost.
    """

    atoms: Atoms
    atom: Rows
    line: Rows
    texts: list[str]
    text: Codes
    keys: list[str]
    key: Codes
    net: money.Grosze
    cost: money.Grosze

    @cached_property
    def chosen(self) -> list[dict[str, str]]:
        """The elements of each text by outer dimension."""
        return [elements.parse(text) for text in self.texts]

    @cached_property
    def dimensions(self) -> list[str]:
        """The outer dimensions that any part uses, in the order of their first use."""
        return list(dict.fromkeys(dimension for chosen in self.chosen for dimension in chosen))

    @cached_property
    def lines(self) -> pd.DataFrame:
        """The parts as a table: document_id, number, type, date, month, party_id, category, account, position_line, line,
        elements, key, net, amount (grosze)."""
        document = self.atoms.document[self.atom]
        heads = self.atoms.documents.take(document).reset_index(drop=True)
        return heads.assign(
            month=pd.Series(np.array(_months(heads["date"]), dtype="str"), dtype="str"),
            account=self.atoms.account.take(self.atom).to_numpy(),
            position_line=self.atoms.line[self.atom],
            line=self.line,
            elements=pd.Series(self.texts, dtype="str").take(self.text).to_numpy(),
            key=pd.Series(self.keys, dtype="str").take(self.key).to_numpy(),
            net=self.net,
            amount=self.cost,
        ).astype({"elements": "str", "key": "str", "account": "str"})

    def labels(self, field: str) -> tuple[Codes, list[str]]:
        """A field of every part as codes, and the labels they stand for, "" for none: an outer dimension, or one of month,
        account, category, party, type, key, document. KeyError for any other."""
        if field not in self._fields:
            self._fields[field] = self._labelled(field)
        return self._fields[field]

    @cached_property
    def _fields(self) -> dict[str, tuple[Codes, list[str]]]:
        return {}

    def _labelled(self, field: str) -> tuple[Codes, list[str]]:
        if field == "key":
            return self.key, self.keys
        if field == "account":
            codes, names = _coded(self.atoms.account)
            return codes[self.atom], names
        if field in ("month", "category", "party", "type", "document"):
            codes, names = self._of_document(field)
            return codes[self.atoms.document[self.atom]], names
        if field not in self.dimensions:
            raise KeyError(field)
        values = [chosen.get(field, "") for chosen in self.chosen]
        codes, names = _coded(pd.Series(values, dtype="str"))
        return codes[self.text], names

    def _of_document(self, field: str) -> tuple[Codes, list[str]]:
        heads = self.atoms.documents
        if field == "month":
            number = heads["date"].to_numpy().astype("datetime64[M]").astype(np.int64)
            first = int(number.min()) if len(number) else 0
            names = [
                str(np.datetime64(int(month), "M")) for month in range(first, (int(number.max()) if len(number) else first) + 1)
            ]
            return (number - first).astype(np.int32), names
        return _coded(heads[{"party": "party_id", "document": "document_id"}.get(field, field)].fillna("").astype("str"))


def allocation(ledger: Ledger, register: Register = "cost") -> Allocation:
    """The parts of the documents of a register; the same object for the same ledger."""
    known = _KNOWN.setdefault(ledger, {})
    if register not in known:
        known[register] = _allocate(ledger, atoms_of(ledger, register))
    return known[register]


def _allocate(ledger: Ledger, atoms: Atoms) -> Allocation:
    described = _described(ledger, atoms)
    by_line = described[described["atom"] >= 0]
    left = atoms.net.copy()
    np.subtract.at(left, by_line["atom"].to_numpy(), by_line["value"].to_numpy())
    spread = _spread(atoms, left, described[described["atom"] < 0])
    parts = pd.concat([by_line[["atom", "line", "text", "key", "value"]], spread], ignore_index=True)
    parts = parts.sort_values(["atom", "line"], kind="stable", ignore_index=True)
    net = parts["value"].to_numpy(np.int64)
    cost = net + _vat_of_parts(atoms, parts["atom"].to_numpy(), net)
    kept = (net != 0) | (cost != 0)
    texts, keys = described.attrs["texts"], described.attrs["keys"]
    return Allocation(
        atoms=atoms,
        atom=parts["atom"].to_numpy()[kept],
        line=parts["line"].to_numpy()[kept],
        texts=texts,
        text=parts["text"].to_numpy(np.int32)[kept],
        keys=keys,
        key=parts["key"].to_numpy(np.int32)[kept],
        net=net[kept],
        cost=cost[kept],
    )


def _described(ledger: Ledger, atoms: Atoms) -> pd.DataFrame:
    """The description lines of the register's documents as numbers: document, atom (-1 for the whole document), line, text,
    key, value; `attrs` hold the texts and keys. A line of a document that is gone counts as of the whole document."""
    frame = ledger.descriptions[ledger.descriptions["position"].isin(["document", "line"])]
    document = pd.Index(atoms.documents["document_id"]).get_indexer(pd.Index(frame["document_id"]))
    frame, document = frame[document >= 0], document[document >= 0]
    text, texts = pd.factorize(pd.concat([pd.Series([""], dtype="str"), frame["elements"]]))
    key, keys = pd.factorize(pd.concat([pd.Series([""], dtype="str"), frame["key"].fillna("").astype("str")]))
    wanted = np.where(frame["position"] == "line", frame["position_line"], 0)
    atom = np.full(len(frame), -1)
    if wanted.any():
        places = pd.MultiIndex.from_arrays([atoms.document, atoms.line])
        found = places.get_indexer(pd.MultiIndex.from_arrays([document, wanted]))
        atom = np.where(wanted > 0, found, -1)
    table = pd.DataFrame(
        {
            "document": document,
            "atom": atom,
            "line": frame["line"].to_numpy(),
            "text": text[1:],
            "key": key[1:],
            "value": frame["value"].to_numpy(),
        }
    )
    table.attrs = {"texts": [str(name) for name in texts], "keys": [str(name) for name in keys]}
    return table


def _spread(atoms: Atoms, left: money.Grosze, whole: pd.DataFrame) -> pd.DataFrame:
    """The values described of whole documents, and what is not described, over what is left of their atoms.

    A document's atoms and values are the rows and columns of a matrix whose sums are given: a cell is value * row / total,
    half-up; the last row and column take what is over. So rows and columns are exact.
    """
    count = len(atoms.documents)
    total, given = np.zeros(count, np.int64), np.zeros(count, np.int64)
    np.add.at(total, atoms.document, left)
    np.add.at(given, whole["document"].to_numpy(), whole["value"].to_numpy())
    has_atoms = np.bincount(atoms.document, minlength=count)
    rest = np.flatnonzero((total != given) | (np.bincount(whole["document"], minlength=count) == 0))
    nothing = pd.DataFrame({"document": rest, "line": 0, "text": 0, "key": 0, "value": (total - given)[rest]})
    columns = pd.concat([whole[list(nothing.columns)], nothing], ignore_index=True).sort_values("document", kind="stable")
    columns = columns[has_atoms[columns["document"].to_numpy()] > 0]
    of_column = columns["document"].to_numpy()
    rows_of, columns_of = has_atoms, np.bincount(of_column, minlength=count)
    # one cell an atom and value of its document, atom by atom
    per_atom = columns_of[atoms.document]
    cell_atom = np.repeat(np.arange(len(left)), per_atom)
    row_start = np.cumsum(per_atom) - per_atom
    column = (np.cumsum(columns_of) - columns_of)[atoms.document[cell_atom]] + np.arange(len(cell_atom)) - row_start[cell_atom]
    value = columns["value"].to_numpy(np.int64)
    cell = value[column]
    if (rows_of > 1).any():
        cell = _cells(atoms.document, left, value, of_column, cell_atom, column, row_start, per_atom, total)
    taken = columns.take(column)
    return pd.DataFrame(
        {
            "atom": cell_atom,
            "line": taken["line"].to_numpy(),
            "text": taken["text"].to_numpy(),
            "key": taken["key"].to_numpy(),
            "value": cell,
        }
    )


def _cells(
    document: Rows,
    left: money.Grosze,
    value: money.Grosze,
    of_column: Rows,
    cell_atom: Rows,
    column: Rows,
    row_start: Rows,
    per_atom: Rows,
    total: money.Grosze,
) -> money.Grosze:
    """The cells of `_spread` where documents have several atoms."""
    cell_total = total[document[cell_atom]]
    cell = np.where(cell_total == 0, 0, money.mul_div(value[column], left[cell_atom], np.where(cell_total == 0, 1, cell_total)))
    last_column = row_start + per_atom - 1
    cell[last_column] = 0
    sums = np.zeros(len(left), np.int64)
    np.add.at(sums, cell_atom, cell)
    cell[last_column] = left - sums
    last_atom = np.r_[document[1:] != document[:-1], True] if len(document) else np.zeros(0, bool)
    in_last = last_atom[cell_atom]
    above = np.zeros(len(of_column), np.int64)
    np.add.at(above, column[~in_last], cell[~in_last])
    cell[in_last] = (value - above)[column[in_last]]
    return cell


def _vat_of_parts(atoms: Atoms, atom: Rows, net: money.Grosze) -> money.Grosze:
    """The atoms' VAT that is a cost, over their parts in proportion to the net, the difference to the last part."""
    vat = np.zeros(len(net), np.int64)
    rows = np.flatnonzero(atoms.vat[atom] != 0)
    if not len(rows):
        return vat
    of, base = atom[rows], atoms.net[atom[rows]]
    share = np.where(base == 0, 0, money.mul_div(atoms.vat[of], net[rows], np.where(base == 0, 1, base)))
    last = np.r_[of[1:] != of[:-1], True]
    share[last] = 0
    sums = np.zeros(len(atoms.vat), np.int64)
    np.add.at(sums, of, share)
    share[last] = (atoms.vat - sums)[of[last]]
    vat[rows] = share
    return vat


def _coded(values: "pd.Series[str]") -> tuple[Codes, list[str]]:
    """Values as codes of their sorted labels."""
    codes, names = pd.factorize(values, sort=True)
    return codes.astype(np.int32), [str(name) for name in names]


def _months(days: "pd.Series[pd.Timestamp]") -> list[str]:
    return [str(month) for month in days.to_numpy().astype("datetime64[M]")]
