"""What the white list panel tells: the payments to check with their answers, the law behind it, the history of proofs."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...i18n import N_, _, ngettext
from ...transfers.white_list import (
    LIMIT,
    LIMIT_SOURCE,
    RESULTS,
    Pair,
    needing_check,
    pairs_of,
    reason_text,
    unchecked,
)
from ...transfers.white_list.proofs import Source
from ..table import Shown
from ..taking_away import Shows, moment, moments
from .accounts import accounts
from .batch import Batch
from .payments import LIGHTS

SOURCES: dict[Source, str] = {"flat_file": N_("flat file"), "online": N_("register, over the network")}
ROW_KINDS = {"not_found": "wb-found-error", "not_checked": "wb-found-warning"}
KEY = re.compile(r"\b([0-9a-f]{9})[0-9a-f]{119}\b")
"""The key of a flat file, of which tables show how it begins."""


def asked(batch: Batch) -> pd.DataFrame:
    """The payments of the batch that must be checked: rows of the schedule with NIP and account bare (T-019)."""
    payments = batch.preview.schedule.payments
    return needing_check(payments[payments["payment_id"].isin(list(batch.preview.chosen))])


def left(batch: Batch) -> int:
    """How many different accounts of the batch have no answer of the day yet (T-020)."""
    return len(unchecked(pairs_of(asked(batch)), batch.desk.proofs))


def check_table(batch: Batch) -> pd.DataFrame:
    """The payments to check as the table shows them, with the day's answer for each."""
    needed = asked(batch)
    proofs = _last(batch.desk.proofs)
    rows: list[Any] = list(needed.itertuples())
    found = [proofs.get(pair) for pair in pairs_of(needed)]
    return pd.DataFrame(
        {
            "payment_id": [row.payment_id for row in rows],
            "party": [row.party_name for row in rows],
            "result": [batch.preview.white_list.get(row.payment_id, "not_checked") for row in rows],
            "number": [row.number for row in rows],
            "tax_id": [row.tax_id for row in rows],
            "account": [row.account for row in rows],
            "source_total": [row.source_total for row in rows],
            "source": ["" if proof is None else proof.source for proof in found],
            "evidence": ["" if proof is None else _told(proof) for proof in found],
            "at": pd.to_datetime(pd.Series([None if proof is None else proof.checked_at for proof in found]), utc=True),
            "proof": ["" if proof is None else _short(proof) for proof in found],
        }
    )


def columns(table: pd.DataFrame) -> dict[str, Shown]:
    """How the columns of `check_table` are shown."""
    return {
        "party": Shown(_("Party")),
        "result": _light(),
        "number": Shown(_("Document")),
        "tax_id": Shown(_("NIP")),
        "account": accounts(_("Bank account"), table["account"]),
        "source_total": Shown(_("Document total (PLN)"), "amount"),
        "source": Shown(_("Source"), words=_sources()),
        "evidence": Shown(_("Evidence")),
        "at": moments(_("When"), table["at"]),
    }


def listed(table: pd.DataFrame) -> dict[str, Shown]:
    """The same for the list, where the proof stands in one short column; the history tells it in full."""
    full = columns(table)
    return {name: full[name] for name in full if name not in ("source", "evidence", "at")} | {"proof": Shown(_("Proof"))}


def history(proofs: pd.DataFrame) -> Shows:
    """All proofs that were kept, the newest first, and how they are shown."""
    newest = proofs.iloc[::-1].reset_index(drop=True)
    table = pd.DataFrame(
        {
            "key": newest.index.astype(str),
            "day": pd.to_datetime(newest["day"]),
            "result": newest["result"],
            "tax_id": newest["tax_id"],
            "account": newest["account"],
            "source": newest["source"],
            "evidence": [_told(proof) for proof in newest.itertuples()],
            "at": pd.to_datetime(newest["checked_at"], utc=True),
            "user": newest.get("user", ""),
        }
    )
    shown = {
        "day": Shown(_("Day of the order"), "date"),
        "result": _light(),
        "tax_id": Shown(_("NIP")),
        "account": accounts(_("Bank account"), table["account"]),
        "source": Shown(_("Source"), words=_sources()),
        "evidence": Shown(_("Evidence"), "long", words={told: _cut(told) for told in table["evidence"].unique()}),
        "at": moments(_("When"), table["at"]),
        "user": Shown(_("Who")),
    }
    return table, shown


def summary(table: pd.DataFrame) -> Markup:
    """What must be checked, how it stands, and what follows (T-021, T-023)."""
    if table.empty:
        return html.tag("p", _("No payment of the batch must be checked in the white list."), class_="wb-who")
    count = len(table)
    must = ngettext("{count} payment must be checked", "{count} payments must be checked", count).format(count=count)
    return html.join([html.tag("p", html.tag("strong", must), ": ", counted(table["result"])), _follows(table)])


def counted(results: "pd.Series[str]") -> str:
    """How often each result was found."""
    found = Counter(results)
    return ", ".join(f"{_light().text(result)}: {found[result]}" for result in RESULTS if found[result])


def law() -> Markup:
    """From which total on a payment is checked, and what the law says (C-48)."""
    text = _(
        "Checked are payments to parties with a Polish NIP from documents of {limit} or more. The law asks for the check above "
        "{limit}; checking exactly {limit} too harms nobody. Source: {source}."
    )
    return html.tag("p", text.format(limit=i18n.amount(LIMIT, "PLN"), source=LIMIT_SOURCE), class_="wb-who")


def _follows(table: pd.DataFrame) -> Markup:
    """Whose account was not found, and what to do about it."""
    parties = list(dict.fromkeys(table.loc[table["result"] == "not_found", "party"]))
    if not parties:
        return html.join([])
    text = _(
        "Ask the payee for an account that is on the list. Who pays to this one all the same gives the notice ZAW-NR to the "
        "tax office within 7 days of the transfer order, to save the deduction of the cost."
    )
    light = html.tag("strong", f"{_light().text('not_found')}: {', '.join(parties)}")
    return html.join([html.tag("p", light, class_="wb-error"), html.tag("p", text, class_="wb-error")])


def _last(proofs: pd.DataFrame) -> Mapping[Pair, Any]:
    """The proof that counts for each NIP and account: the last answer, and only without one the last attempt."""
    attempts = proofs[proofs["result"] == "not_checked"]
    rows: list[Any] = list(pd.concat([attempts, proofs.drop(attempts.index)]).itertuples())
    return {(row.tax_id, row.account): row for row in rows}


def _told(proof: Any) -> str:
    return reason_text(proof.evidence) if proof.result == "not_checked" else str(proof.evidence)


def _short(proof: Any) -> str:
    return " · ".join([_sources()[proof.source], moment(pd.Timestamp(proof.checked_at).to_pydatetime()), _cut(_told(proof))])


def _cut(evidence: str) -> str:
    return KEY.sub(r"\1…", evidence)


def _light() -> Shown:
    words: dict[str, str] = {result: f"{LIGHTS[result]}\N{NO-BREAK SPACE}{_(title)}" for result, title in RESULTS.items()}
    return Shown(_("White list"), "sign", words=words)


def _sources() -> dict[str, str]:
    return {"": "", **{source: _(title) for source, title in SOURCES.items()}}
