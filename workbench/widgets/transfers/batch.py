"""What the panels of the transfers page are shown: a register's payments, the marked ones, and the batch they make."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ...store.desk import Desk
from ...transfers import Preview


@dataclass(frozen=True, eq=False)
class Batch:
    """The preview of the marked payments of a client's register.

    `listed`: ids of the payments that the filters of the page keep, in the order of the list; `marked`: those that are to go.
    `one_each`: a file for each transfer.
    """

    desk: Desk
    register: str
    preview: Preview
    listed: tuple[str, ...]
    marked: frozenset[str]
    one_each: bool

    @property
    def client(self) -> str:
        return self.desk.client

    @cached_property
    def payments(self) -> pd.DataFrame:
        """The listed payments: rows of the schedule."""
        schedule = self.preview.schedule.payments.set_index("payment_id", drop=False)
        return schedule.loc[list(self.listed)]
