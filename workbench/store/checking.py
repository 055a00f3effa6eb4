"""What checks leave behind: answers of the register of VAT payers, accounts that are known to be a party's."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from ..errors import StoreError
from ..i18n import _
from ..ledger.column_types import DATE, REQUIRED, Column
from .export_tables import confirmed_accounts, export_transfers, exports
from .export_tables import proofs as kept
from .frames import DAY, MOMENT, frame
from .lines import is_text, value_of
from .payments import ORDER_LINES

_GIVEN = {
    "day": DATE,
    "tax_id": REQUIRED,
    "account": REQUIRED,
    "result": REQUIRED,
    "source": REQUIRED,
    "evidence": Column(default=""),
}
_TYPES = {name: DAY if name == "day" else "str" for name in _GIVEN} | {"checked_at": MOMENT, "user": "str"}
_COLUMNS = (*(kept.c[name] for name in _GIVEN), kept.c.checked_at, kept.c.checked_by)


def keep_proofs(connection: sa.Connection, client: str, given: pd.DataFrame, user: str) -> None:
    """Add answers; those of before stay. StoreError for a column that is missing or a value that does not fit."""
    _refuse_no_text(client)
    missing = [name for name, column in _GIVEN.items() if column.required and name not in given.columns]
    if missing:
        raise StoreError(_("{table}: there is no column {column}.").format(table="proofs", column=", ".join(missing)))
    rows: list[dict[str, Any]] = [
        {name: value_of("proofs", line, name, column, row.get(name)) for name, column in _GIVEN.items()}
        | {"checked_at": _moment(line, row.get("checked_at")), "client": client, "checked_by": user}
        for line, row in enumerate(given.to_dict("records"), start=1)
    ]
    if rows:
        connection.execute(sa.insert(kept), rows)


def _moment(line: int, value: Any) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise StoreError(
            _("{table}, line {row}: {column} cannot be {value}.").format(
                table="proofs", row=line, column="checked_at", value=repr(value)
            )
        )
    return value


def proofs(connection: sa.Connection, client: str, day: date) -> pd.DataFrame:
    """The last answer of a day for each NIP and account."""
    last = sa.select(sa.func.max(kept.c.id)).where(kept.c.client == client, kept.c.day == day)
    last = last.group_by(kept.c.tax_id, kept.c.account)
    return frame(connection.execute(sa.select(*_COLUMNS).where(kept.c.id.in_(last)).order_by(kept.c.id)), _TYPES)


def all_proofs(connection: sa.Connection, client: str) -> pd.DataFrame:
    """Every answer."""
    return frame(connection.execute(sa.select(*_COLUMNS).where(kept.c.client == client).order_by(kept.c.id)), _TYPES)


def known_accounts(connection: sa.Connection, client: str) -> set[tuple[str, str]]:
    """Parties, by id and by NIP, with accounts that money was sent to or that somebody confirmed."""
    paid = sa.select(export_transfers.c.party_id, export_transfers.c.tax_id, export_transfers.c.account)
    paid = paid.join_from(export_transfers, exports).where(exports.c.client == client).distinct()
    paid = paid.where(export_transfers.c.reference.in_(sa.select(ORDER_LINES.c.reference)))
    confirmed = sa.select(confirmed_accounts.c.party, confirmed_accounts.c.account).where(confirmed_accounts.c.client == client)
    known = {(party, account) for party, account in connection.execute(confirmed)}
    for party, tax_id, account in connection.execute(paid):
        known |= {(key, account) for key in (party, tax_id) if key}
    return known


def confirm_account(connection: sa.Connection, client: str, party: str, account: str, user: str, at: datetime) -> None:
    """Add a confirmation; a second one of the same account changes nothing."""
    _refuse_no_text(client, party, account)
    same = {"client": client, "party": party, "account": account}
    found = sa.select(confirmed_accounts.c.party).filter_by(**same)
    if connection.execute(found).scalar() is None:
        connection.execute(sa.insert(confirmed_accounts).values(**same, confirmed_at=at, confirmed_by=user))


def _refuse_no_text(*names: str) -> None:
    for name in names:
        if not name or not is_text(name):
            raise StoreError(_("{name} cannot be the name of anything.").format(name=repr(name)))
