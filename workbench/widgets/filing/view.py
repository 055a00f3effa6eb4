"""What the panel JPK_V7 shows of one file: each thing is computed once, when it is first looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import pandas as pd

from ...days import Month
from ...filing.files import JpkFile, Purpose
from ...filing.versions import Version
from ...filing.writing.jpk import jpk_bytes
from ...relief import Period, Side
from ...relief.periods import months_of
from ...store.filing_content import Parts
from ...store.filing_desk import FilingDesk
from ...store.filing_notices import Basis
from .agreement import Standing, standings
from .declared_view import Declared

_WORST_FIRST: tuple[Standing, ...] = ("different", "lacking")


@dataclass(frozen=True, eq=False)
class Settled:
    """A month as books and store say it now, whatever purpose and parts its file is to have."""

    desk: FilingDesk
    month: Month
    _files: dict[tuple[Purpose, Parts], "Filed"] = field(default_factory=dict, init=False, repr=False)

    def filed(self, purpose: Purpose, parts: Parts) -> "Filed":
        """The file with a purpose and parts, the same one each time."""
        return self._files.setdefault((purpose, parts), Filed(self, purpose, parts))

    @property
    def period(self) -> Period:
        """The month or quarter that is declared."""
        return self.desk.declared(self.month)

    @property
    def bases(self) -> tuple[Basis, ...]:
        """What the relief rows are made from, of both sides and all months that are reconciled together."""
        months = months_of(self.period) if self.desk.parts(self.month) == "both" else (self.month,)
        return tuple(basis for month in months for basis in self.desk.rows(month).bases.values())

    @property
    def computed(self) -> tuple[Basis, ...]:
        """Those with lines of which no notice was made: their entries are what the rule would generate."""
        return tuple(basis for basis in self.bases if basis.source == "rule" and len(basis.notice.lines))

    @cached_property
    def reconciliation(self) -> pd.DataFrame:
        """See `FilingDesk.reconciliation`."""
        return self.desk.reconciliation(self.month)

    @cached_property
    def standings(self) -> list[Standing]:
        """How each field of the reconciliation stands."""
        return standings(self.reconciliation, {basis.side for basis in self.bases if basis.source == "notice"})

    @property
    def standing(self) -> Standing:
        """How the reconciliation stands as a whole."""
        return next((one for one in _WORST_FIRST if one in self.standings), "")

    @cached_property
    def unreconciled(self) -> pd.DataFrame:
        """See `FilingDesk.unreconciled`; empty where nothing really differs."""
        if self.standing != "different":
            return pd.DataFrame(columns=["field", "document_id", "notice", "entries", "rows"])
        return self.desk.unreconciled(self.month)

    @cached_property
    def traps(self) -> pd.DataFrame:
        """See `FilingDesk.traps`."""
        return self.desk.traps(self.month)

    @cached_property
    def offered(self) -> int | None:
        """P_39 as the declaration before leaves it; None where it leaves nothing."""
        return self.desk.offered(self.month).get("P_39")

    @cached_property
    def declared(self) -> Declared:
        """The declaration with the rows of its whole period. Raises as `FilingDesk.declaration`."""
        part = self.desk.declaration(self.month)
        months = [self.desk.rows(month) for month in months_of(part.period)]
        sales = pd.concat([rows.sales for rows in months], ignore_index=True)
        purchases = pd.concat([rows.purchases for rows in months], ignore_index=True)
        return Declared(self.desk.version(Month.of(part.period.last)), part.period, part.fields, sales, purchases)


@dataclass(frozen=True, eq=False)
class Filed:
    """The file of a month, with its purpose and parts."""

    of: Settled
    purpose: Purpose
    parts: Parts

    @property
    def desk(self) -> FilingDesk:
        """Books, relief and what is kept of the client."""
        return self.of.desk

    @property
    def month(self) -> Month:
        """The month of the file."""
        return self.of.month

    @property
    def version(self) -> Version:
        """The structure of the file. PeriodError before October 2020."""
        return self.desk.version(self.month)

    @property
    def declaring_version(self) -> Version:
        """The structure of the file that holds the declaration: that of the last month of a quarter."""
        return self.desk.version(Month.of(self.of.period.last))

    @property
    def has_declaration(self) -> bool:
        """Whether the file holds a declaration part."""
        return self.parts != "record"

    @cached_property
    def file(self) -> JpkFile:
        """The file as it is now; its time is that of the first look. Raises as `FilingDesk.file`."""
        return self.made(datetime.now(UTC))

    def made(self, at: datetime) -> JpkFile:
        """The file made at a time."""
        return self.desk.file(self.month, purpose=self.purpose, parts=self.parts, made_at=at)

    @cached_property
    def faults(self) -> pd.DataFrame:
        """Everything that is wrong with it, see `FilingDesk.faults`."""
        return self.desk.faults_of(self.file, jpk_bytes(self.file))

    @property
    def declared(self) -> Declared | None:
        """The declaration part with the rows of its whole period; None where the file has none."""
        return self.of.declared if self.has_declaration else None

    @property
    def bases(self) -> Mapping[Side, Basis]:
        """By side what the relief rows of the month are made from."""
        return self.desk.rows(self.month).bases

    @property
    def entered(self) -> Mapping[str, str]:
        """What was entered into the declaration."""
        return self.desk.entered(self.month)
