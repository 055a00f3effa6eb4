"""Which payments must be checked in the register of VAT payers, and what is known about them (T-019 to T-021, C-48)."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from ..identifiers import is_nip, is_nrb, nip, normalised
from .proofs import Pair, bare_pairs

_LAW = tomllib.loads(Path(__file__).with_name("limit.toml").read_text("utf-8"))
LIMIT: int = _LAW["grosze"]
"""Grosze: from this total of the source document on a payment is checked; the law asks for it only above (C-48)."""
LIMIT_SOURCE: str = _LAW["source"]

_OFFICIAL = ("tax_office", "social_insurance")


def needing_check(payments: pd.DataFrame) -> pd.DataFrame:
    """The payments that must be checked: outgoing, to a party with a Polish NIP, to an NRB, from documents of at least `LIMIT`.

    `payments`: rows of the schedule (direction, kind, tax_id, account, source_total in grosze of PLN). Returned are those rows
    with the NIP and the account bare. Accounts of tax offices and of social insurance are not in the register and are left out.
    """
    asked = (payments["direction"] == "out") & ~payments["kind"].isin(_OFFICIAL) & (payments["source_total"] >= LIMIT)
    rows = payments.loc[asked]
    rows = rows.assign(
        tax_id=[nip(text) for text in rows["tax_id"].fillna("")],
        account=[normalised(text) for text in rows["account"].fillna("")],
    )
    known = [is_nip(tax_id) and is_nrb(account) for tax_id, account in pairs_of(rows)]
    return rows.loc[known]


def pairs_of(payments: pd.DataFrame) -> list[Pair]:
    """NIP and account of each row."""
    return list(zip(payments["tax_id"], payments["account"], strict=True))


def unchecked(pairs: Iterable[Pair], proofs: pd.DataFrame) -> list[Pair]:
    """The different pairs that the register must still be asked for: those without an answer among the day's proofs (T-020).

    `proofs` of one day, as the store keeps them (tax_id, account, result); a pair that could not be checked has no answer.
    """
    answered = set(_results(proofs))
    return [pair for pair in bare_pairs(pairs) if pair not in answered]


def lights(payments: pd.DataFrame, proofs: pd.DataFrame) -> pd.Series:
    """The result for each payment of the schedule, by its row: "" where no check is needed, not_checked where none was made.

    `proofs` as in `unchecked`; the last answer counts.
    """
    needed = needing_check(payments)
    results = _results(proofs)
    found = [results.get(pair, "not_checked") for pair in pairs_of(needed)]
    return pd.Series(found, index=needed.index, dtype="str").reindex(payments.index, fill_value="")


def _results(proofs: pd.DataFrame) -> dict[Pair, str]:
    given = proofs.loc[proofs["result"] != "not_checked"]
    return dict(zip(pairs_of(given), given["result"], strict=True))
