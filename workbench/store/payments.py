"""What is remembered of payments and of the ways to the bank: own formats, edits, additional SEPA data, and what was sent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
import sqlalchemy as sa

from ..errors import ConflictError, StoreError
from ..i18n import N_, _
from ..ledger import TABLES, Ledger
from ..ledger.column_types import AMOUNT, REQUIRED, Column, Table, code
from .changes import PendingChange, Setting, Thing, moment, portions
from .export_tables import export_transfers, exports
from .kinds import Kind, stored_lines
from .laying import laid_over, tables_of
from .lines import Content, content_of, of_text, text_of, value_of
from .tables import changes, things

_TEXTS = ("text1", "text2", "text3", "text4")
EDITABLE = (*_TEXTS, "booking_text", "category", "account", "execution_date", "priority", "sepa")
"""What may be edited of a payment: columns of the ledger's table (T-082, T-091)."""

_ID = {"payment_id": REQUIRED}
_FORMATS = Table((), {"xml": REQUIRED})
_EDITS = Table(("field",), {"field": code(*EDITABLE, required=True), "value": Column()})
_ORDERS = Table((), {"reference": REQUIRED, "amount": AMOUNT})
_PARTIES = stored_lines("transfers", "sepa_parties", TABLES["sepa_parties"], ("payment_id",))

FORMAT = Kind(
    "transfer_format",
    N_("The transfer format {key}"),
    {"code": REQUIRED},
    (stored_lines("transfers", "formats", _FORMATS, ()),),
)
PAYMENT = Kind("payment", N_("The payment {key}"), _ID, (stored_lines("transfers", "edits", _EDITS, ()),))
SEPA = Kind("sepa_parties", N_("The additional SEPA data of the payment {key}"), _ID, (_PARTIES,))
ORDER = Kind(
    "order",
    N_("The bank order of the payment {key}"),
    _ID,
    (stored_lines("transfers", "orders", _ORDERS, ()),),
    final=N_("{what}: this cannot be undone, because payments went to the bank. Withdraw them instead."),
)
KINDS = {kind.name: kind for kind in (FORMAT, PAYMENT, SEPA, ORDER)}
ORDER_LINES = ORDER.tables[0].stored

Edits = Mapping[str, Any]
"""By column of `EDITABLE` the value that stands in the place of the books'; None makes it empty."""


class TransferChange(PendingChange):
    """What a change may set of transfers. `version` is the one that was seen, 0 where nothing was remembered."""

    def set_format(self, client: str, code: str, xml: str | None, *, version: int) -> None:
        """An own transfer format as its portable XML (T-001, T-007); None removes it."""
        lines = pd.DataFrame({"xml": [] if xml is None else [xml]}, dtype="object")
        self.put(Thing(client, FORMAT.name, code), content_of(FORMAT, code, {"formats": lines}), version=version)

    def set_payment(self, client: str, payment_id: str, edits: Edits, *, version: int) -> None:
        """All edits of a payment that are to stand in the place of what the books say; none brings the books' payment back.

        ConflictError, when the change is written, where the payment went to the bank (T-076).
        """
        self.put(Thing(client, PAYMENT.name, payment_id), edits_content(payment_id, edits), version=version)

    def set_sepa_parties(self, client: str, payment_id: str, lines: pd.DataFrame | None, *, version: int) -> None:
        """The additional SEPA data of a payment (table sepa_parties, T-084), under the same condition."""
        given = {"sepa_parties": pd.DataFrame() if lines is None else lines}
        self.put(Thing(client, SEPA.name, payment_id), content_of(SEPA, payment_id, given), version=version)


def edits_content(payment_id: str, edits: Edits) -> Content:
    """The content of a payment's thing. StoreError for a column that cannot be edited or a value it cannot hold."""
    rows = []
    for field, value in edits.items():
        if field not in EDITABLE:
            raise StoreError(
                _("{payment}: {column} of a payment cannot be edited here.").format(payment=payment_id, column=field)
            )
        column = TABLES["payments"].columns[field]
        rows.append({"field": field, "value": text_of(column, value_of("payments", 1, field, column, value))})
    return content_of(PAYMENT, payment_id, {"edits": pd.DataFrame(rows, columns=["field", "value"], dtype="object")})


def edits_of(connection: sa.Connection, client: str) -> dict[str, dict[str, Any]]:
    """The edits of every edited payment of a client."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    table = tables_of(connection, client, PAYMENT)["edits"]
    for payment, field, value in zip(table["payment_id"], table["field"], table["value"], strict=True):
        column = TABLES["payments"].columns[field]
        found[payment][field] = of_text(column, None if pd.isna(value) else value)
    return dict(found)


def formats_of(connection: sa.Connection, client: str) -> dict[str, str]:
    """The own formats of a client: their XML by code."""
    table = tables_of(connection, client, FORMAT)["formats"]
    return dict(zip(table["code"].tolist(), table["xml"].tolist(), strict=True))


class Sent(NamedTuple):
    """A payment that is with the bank: the export it went with and its transfer's reference."""

    payment_id: str
    export: int
    reference: str


def sent(connection: sa.Connection, client: str, payments: Sequence[str] | None = None) -> list[Sent]:
    """Those of the payments, or of all, that were exported and not withdrawn since."""
    query = sa.select(things.c.key, export_transfers.c.export_id, ORDER_LINES.c.reference).join_from(ORDER_LINES, things)
    query = query.join(export_transfers, export_transfers.c.reference == ORDER_LINES.c.reference)
    query = query.where(things.c.client == client, things.c.kind == ORDER.name).order_by(things.c.key)
    if payments is None:
        return [Sent(*row) for row in connection.execute(query)]
    return [
        Sent(*row) for portion in portions(list(payments)) for row in connection.execute(query.where(things.c.key.in_(portion)))
    ]


def refuse_sent(connection: sa.Connection, client: str, payments: Sequence[str]) -> None:
    """ConflictError where one of the payments is with the bank: it names the first by whom and when it was sent."""
    found = sent(connection, client, payments)
    if not found:
        return
    first = found[0]
    query = sa.select(changes.c.made_by, changes.c.made_at, exports.c.name).join_from(exports, changes)
    row = connection.execute(query.where(exports.c.id == first.export)).one()
    told = _(
        "The payment {payment} was sent to the bank by {user} ({day}, {time}) in the file {file} as {reference}; it can "
        "neither be changed nor sent again. If the bank has not carried out that order and never will, withdraw it first."
    ).format(payment=first.payment_id, user=row.made_by, file=row.name, reference=first.reference, **moment(row.made_at))
    if len(found) > 1:
        told += " " + _("Also sent: {payments}.").format(payments=", ".join(one.payment_id for one in found[1:]))
    raise ConflictError(told)


def refuse_edits_of_sent(connection: sa.Connection, settings: Iterable[Setting]) -> None:
    """ConflictError where a change, or the undo of one, is about a payment that is with the bank (T-076, T-090)."""
    by_client: dict[str, set[str]] = defaultdict(set)
    for setting in settings:
        if is_about_payment(setting):
            by_client[setting.thing.client].add(setting.thing.key)
    for client, payments in by_client.items():
        refuse_sent(connection, client, sorted(payments))


def is_about_payment(setting: Setting) -> bool:
    """Whether it edits a payment."""
    return setting.thing.kind in (PAYMENT.name, SEPA.name)


def applied_to(connection: sa.Connection, client: str, ledger: Ledger) -> Ledger:
    """The books with edited payments and, of those that were sent, the state and the identifier of their transfer (T-047,
    T-075, T-076). Where the books say executed, they know more."""
    ledger = laid_over(connection, client, ledger, {SEPA.name: SEPA})
    edits, orders = edits_of(connection, client), sent(connection, client)
    if not edits and not orders:
        return ledger
    ids = pd.Index(ledger.payments["payment_id"])
    columns: dict[str, dict[str, Any]] = defaultdict(dict)
    for payment, values in edits.items():
        for field, value in values.items():
            columns[field][payment] = value
    executed = set(ids[ledger.payments["state"] == "executed"])
    columns["state"] = {order.payment_id: "sent" for order in orders if order.payment_id not in executed}
    columns["operation_id"] = {order.payment_id: order.reference for order in orders}
    payments = ledger.payments.copy()
    for field, by_payment in columns.items():
        payments[field] = _set(payments[field], ids, by_payment)
    return replace(ledger, payments=payments)


def _set(series: "pd.Series[Any]", ids: "pd.Index[str]", values: Mapping[str, Any]) -> "pd.Series[Any]":
    rows = ids.get_indexer(pd.Index(list(values), dtype="str"))
    known = rows >= 0
    changed = series.copy()
    changed.iloc[rows[known]] = pd.Series(list(values.values()), dtype=series.dtype).to_numpy()[known]
    return changed
