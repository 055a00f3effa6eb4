"""A declaration part together with the rows that it sums up, as the page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ...days import Month, Quarter
from ...filing import fields
from ...filing.files import JpkFile
from ...filing.versions import Version


@dataclass(frozen=True, eq=False)
class Declared:
    """The fields of a declaration. `sales` and `purchases`: the rows of its whole period, None where they are not known."""

    version: Version
    period: Month | Quarter
    fields: Mapping[str, int | str]
    sales: pd.DataFrame | None = None
    purchases: pd.DataFrame | None = None

    @classmethod
    def of_file(cls, file: JpkFile) -> "Declared | None":
        """The declaration part of a file; its rows where they all stand in the file: not those of a quarter."""
        if file.declaration is None:
            return None
        period, held = file.declaration.period, file.declaration.fields
        if isinstance(period, Quarter):
            return cls(file.header.version, period, held)
        return cls(file.header.version, period, held, file.sales, file.purchases)

    @property
    def has_rows(self) -> bool:
        """Whether the rows behind the fields are known."""
        return self.sales is not None and self.purchases is not None

    def rows_behind(self, field: str) -> pd.DataFrame:
        """See `fields.rows_behind`."""
        assert self.sales is not None and self.purchases is not None
        return fields.rows_behind(field, self.sales, self.purchases)

    def amounts(self) -> dict[str, int]:
        """The fields that hold amounts, in whole zloty, in the order of the form."""
        known = fields.declaration_fields(self.version)
        plain = ("flag", "text")
        return {name: int(value) for name, value in self.fields.items() if name in known and known[name].kind not in plain}

    def marks(self) -> dict[str, str]:
        """The flags that are set and the texts: what each says, empty for a flag."""
        known = fields.declaration_fields(self.version)
        found = {name: value for name, value in self.fields.items() if name in known and known[name].kind in ("flag", "text")}
        return {name: str(value) if known[name].kind == "text" else "" for name, value in found.items()}
