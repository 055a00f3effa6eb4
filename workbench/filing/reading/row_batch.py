"""Rows of one register as they are read, gathered by the elements they have, until they are made into a table."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from ...i18n import _
from ..row_elements import Register
from .faults import Faults
from .row_texts import typed


class RowBatch:
    """Rows of a register. `inside` is the namespace of its elements, written {namespace}."""

    def __init__(self, register: Register, faults: Faults, inside: str) -> None:
        self.register, self.faults, self.inside = register, faults, inside
        self._count = 0
        self._rows: dict[tuple[str, ...], tuple[list[int], list[list[str]]]] = {}

    def __len__(self) -> int:
        return self._count

    def add_block(self, count: int, block: Mapping[tuple[str, ...], tuple[list[int], list[list[str]]]]) -> None:
        """`count` rows: by the names of their elements, each of the register and none twice, the places of the rows among them,
        from 0, and the texts of each element."""
        for names, (places, columns) in block.items():
            all_places, all_columns = self._rows.setdefault(names, ([], [[] for _name in names]))
            all_places.extend(place + self._count for place in places)
            for texts, more in zip(all_columns, columns, strict=True):
                texts.extend(more)
        self._count += count

    def add_element(self, row: Any) -> None:
        """A row as an element. Elements that it should not have, or has twice, are told and left out."""
        texts: dict[str, str] = {}
        between = [row.text]
        for child in row:
            name = str(child.tag).removeprefix(self.inside)
            between.append(child.tail)
            if name not in self.register.elements or name in texts or len(child):
                place = self.register.place(next(iter(texts.values()), "?"))
                self.faults.add(place, name, "", _("no such element, or only once; this structure does not have it here"))
            else:
                texts[name] = child.text or ""
        if any(text and not text.isspace() for text in between):
            place = self.register.place(next(iter(texts.values()), "?"))
            self.faults.add_text(place, "".join(text or "" for text in between))
        self.add_block(1, {tuple(texts): ([0], [[text] for text in texts.values()])})

    def table(self) -> pd.DataFrame:
        """The rows so far in their order; afterwards there are none."""
        columns: dict[str, Any] = {}
        for names, (places, all_texts) in self._rows.items():
            for name, texts in zip(names, all_texts, strict=True):
                if len(texts) == self._count:
                    columns[name] = texts
                else:
                    columns.setdefault(name, np.full(self._count, None, object))[places] = texts
        found = {name: pa.array(texts, pa.large_string()) for name, texts in columns.items()}
        table = typed(self.register, found, self._count, self.faults)
        self._count, self._rows = 0, {}
        return table
