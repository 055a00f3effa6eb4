"""What the log panel tells: exports and failures, the orders of an export, files that are not in place (T-078)."""

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
from markupsafe import Markup

from ... import html, i18n
from ...i18n import N_, _, ngettext
from ...store import Store
from ...transfers.listing import KIND_TITLES
from ..layout import fact_list
from ..table import Shown
from ..taking_away import Shows, moment, moments
from .accounts import accounts
from .card import grouped

Fate = Literal["placed", "waiting", "failed"]
FATES: Mapping[Fate, str] = {"placed": N_("in place"), "waiting": N_("not in place"), "failed": N_("failed")}
FATE_SIGNS: Mapping[Fate, str] = {"placed": "●", "waiting": "▲", "failed": "✖"}
ROW_KINDS = {"waiting": "wb-found-warning", "failed": "wb-found-error", "withdrawn": "wb-out"}
ORDER_STATES = {"sent": N_("sent"), "withdrawn": N_("taken back")}


def log_shows(log: pd.DataFrame) -> Shows:
    """The log of a client, the newest first, and how it is shown; `number` is that of the export, missing of a failure.

    An export with several currencies has a row for each.
    """
    rows: list[Any] = list(log.itertuples())
    table = pd.DataFrame(
        {
            "key": [str(place) for place in range(len(rows))],
            "at": pd.to_datetime(log["at"], utc=True),
            "fate": ["failed" if row.error else "placed" if row.placed else "waiting" for row in rows],
            "export": log["export"].astype("Int64"),
            "register": log["register"],
            "transfers": ["" if row.error else str(row.transfers) for row in rows],
            "amount": [0 if pd.isna(amount) else int(amount) for amount in log["amount"]],
            "currency": log["currency"].fillna(""),
            "format": log["format"],
            "file": log["file"],
            "user": log["user"],
            "what": log["what"],
            "error": log["error"],
        }
    ).iloc[::-1]
    columns = {
        "at": moments(_("When"), table["at"]),
        "fate": Shown(_("File on the disk"), "sign", words={fate: fate_text(fate) for fate in FATES}),
        "export": Shown(_("Export")),
        "register": Shown(_("Bank register")),
        "transfers": Shown(_("Transfers")),
        "amount": Shown(_("Amount"), "amount"),
        "currency": Shown(_("Currency")),
        "file": Shown(_("File")),
        "user": Shown(_("Who")),
        "error": Shown(_("What went wrong")),
    }
    return table, columns


def order_shows(orders: pd.DataFrame, exported: pd.DataFrame) -> Shows:
    """The orders of an export with what became of them, and how they are shown. `exported`: the payments of the client, as
    the store gives them."""
    withdrawn = set(exported.loc[exported["withdrawn"].astype(bool), "reference"])
    table = pd.DataFrame(
        {
            "reference": orders["reference"],
            "state": ["withdrawn" if reference in withdrawn else "sent" for reference in orders["reference"]],
            "name": orders["name"],
            "amount": orders["amount"],
            "currency": orders["currency"],
            "date": pd.to_datetime(orders["date"]),
            "kind": orders["kind"],
            "account": orders["account"],
            "title": [" ".join(title.split()) for title in orders["title"].fillna("")],
        }
    )
    columns = {
        "reference": Shown(_("Identifier")),
        "state": Shown(_("State"), words={state: _(title) for state, title in ORDER_STATES.items()}),
        "name": Shown(_("Payee")),
        "amount": Shown(_("Amount"), "amount"),
        "currency": Shown(_("Currency")),
        "date": Shown(_("Date"), "date"),
        "kind": Shown(_("Kind"), words={kind: _(title) for kind, title in KIND_TITLES.items()}),
        "account": accounts(_("Bank account"), table["account"]),
        "title": Shown(_("Title")),
    }
    return table, columns


def unplaced_shows(unplaced: pd.DataFrame, client: str) -> Shows:
    """The exports of a client whose file is not in place, and how they are shown."""
    of_client = unplaced[unplaced["client"] == client].reset_index(drop=True)
    table = of_client.assign(key=of_client["export"].astype(str), at=pd.to_datetime(of_client["at"], utc=True))
    columns = {
        "export": Shown(_("Export")),
        "at": moments(_("When"), table["at"]),
        "user": Shown(_("Who")),
        "machine": Shown(_("Computer")),
        "file": Shown(_("File")),
    }
    return table, columns


def entry_card(entry: Any) -> Markup:
    """One entry of the log, a row of `log_shows`."""
    facts = [(_("When"), moment(entry.at.to_pydatetime())), (_("Who"), entry.user), (_("File"), entry.file)]
    facts.append((_("Format"), entry.format))
    if entry.error:
        return html.join([html.tag("h3", entry.what), fact_list(facts), html.tag("p", entry.error, class_="wb-error")])
    facts += [(_("Transfers"), entry.transfers), (_("Sum"), i18n.amount(entry.amount, entry.currency))]
    fate = html.tag("p", html.tag("strong", fate_text(entry.fate)))
    return html.join([html.tag("h3", entry.what), fate, fact_list(facts)])


def order_card(order: Any, exported: pd.DataFrame, client: str, kept: Store) -> Markup:
    """One order, a row of `order_shows`: its payments, and who sent or took it back when and why."""
    payments = exported.loc[exported["reference"] == order.reference, "payment_id"].tolist()
    facts = [(_("Identifier"), order.reference), (_("Bank account"), grouped(order.account)), (_("Title"), order.title)]
    changes: list[Any] = list(kept.history(client, "order", payments[0]).itertuples())
    told = [(moment(change.at.to_pydatetime()), change.user, change.what) for change in changes]
    count = ngettext("{count} payment", "{count} payments", len(payments)).format(count=len(payments))
    return html.join(
        [
            html.tag("h3", order.name),
            html.tag("p", html.tag("strong", i18n.amount(order.amount, order.currency)), class_="wb-sum"),
            fact_list(facts),
            html.tag("h4", count),
            html.tag("p", ", ".join(payments)),
            html.table([_("When"), _("Who"), _("What was done")], told),
        ]
    )


def fate_text(fate: Fate) -> str:
    """A sign and a word for what became of a file."""
    return f"{FATE_SIGNS[fate]}\N{NO-BREAK SPACE}{_(FATES[fate])}"
