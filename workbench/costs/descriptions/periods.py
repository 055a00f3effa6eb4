"""Descriptions of accounts carried from one accounting period to the next (A-043)."""

import numpy as np
import pandas as pd

from .inheritance import entered_on, sources_in_tree
from .positions import row_numbers


def carry_to_new_period(
    item_descriptions: pd.DataFrame, old_accounts: pd.DataFrame, new_accounts: pd.DataFrame
) -> pd.DataFrame:
    """The item descriptions for a new accounting period, whose chart was made from the old one (A-043).

    All tables are those of the ledger. Every account of both charts keeps the description it had; where the account it was
    inherited from is gone, it becomes its own. Accounts new in the chart inherit from above.
    """
    carried = _of_accounts(item_descriptions, new_accounts["account"])
    old = _account_sources(old_accounts, item_descriptions)
    new = _account_sources(new_accounts, carried)
    was = new.index.to_series().map(old)
    return _copied(carried, item_descriptions, was.where(was.notna() & (was != new)), new_accounts)


def carry_to_added(
    item_descriptions: pd.DataFrame,
    accounts: pd.DataFrame,
    old_item_descriptions: pd.DataFrame,
    old_accounts: pd.DataFrame,
    updated_accounts: pd.DataFrame,
) -> pd.DataFrame:
    """The item descriptions after the chart of a period was updated from the previous period (A-043).

    `accounts` is the chart before, `updated_accounts` after. Nothing changes for accounts that were there. An added one has the
    description of the account above it, if there is any; else the one it had in the previous period.
    """
    new = _account_sources(updated_accounts, item_descriptions)
    added = ~new.index.to_series().isin(accounts["account"])
    was = new.index.to_series().map(_account_sources(old_accounts, old_item_descriptions))
    return _copied(item_descriptions, old_item_descriptions, was.where(added & new.isna()), updated_accounts)


def _account_sources(accounts: pd.DataFrame, item_descriptions: pd.DataFrame) -> "pd.Series[str]":
    """By account: the account whose description it has, null for none."""
    own = entered_on(item_descriptions, "account", accounts["account"])
    return sources_in_tree(accounts["account"], accounts["summary"], own).set_axis(pd.Index(accounts["account"]))


def _of_accounts(item_descriptions: pd.DataFrame, accounts: "pd.Series[str]") -> pd.DataFrame:
    """The rows without those of accounts that are not in the chart."""
    kept = (item_descriptions["dictionary"] != "account") | item_descriptions["item"].isin(accounts)
    return item_descriptions[kept.to_numpy()].reset_index(drop=True)


def _copied(present: pd.DataFrame, given: pd.DataFrame, sources: "pd.Series[str]", accounts: pd.DataFrame) -> pd.DataFrame:
    """The present rows, and for each account of the chart with a source a copy of what is given for the source.

    An account that would get the same copy as the one above it inherits it instead."""
    above = row_numbers(accounts["summary"], accounts["account"])
    same = np.asarray(sources.array == sources.reset_index(drop=True).reindex(above).array, bool)
    wanted = pd.DataFrame({"account": accounts["account"].array, "source": sources.array})[(sources.notna() & ~same).to_numpy()]
    rows = given[(given["dictionary"] == "account").to_numpy()]
    copies = wanted.merge(rows, left_on="source", right_on="item").assign(item=lambda found: found["account"])[
        list(given.columns)
    ]
    parts = [part for part in (present, copies) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else present
