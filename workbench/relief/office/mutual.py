"""The documents and payment parts that clients of one office have with each other, named alike on both sides."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from ...days import Month
from ...ledger import Ledger
from ..notices import notice
from ..parts import Side

DOCUMENT = ["seller_id", "buyer_id", "key", "occurrence"]
"""What a document of two clients is known by: both tax ids, its number, and which of its name it is."""
PART = [*DOCUMENT, "part"]
"""A payment part of it: the first to fall due is part 0."""


def bare_tax_id(text: object) -> str:
    """Letters and digits of a tax id in capitals, without PL in front."""
    return re.sub(r"[\W_]", "", text).upper().removeprefix("PL") if isinstance(text, str) else ""


def own_tax_id(ledger: Ledger) -> str:
    """The tax id of the client whose books they are; "" where they do not say."""
    return bare_tax_id(ledger.company["tax_id"].iat[0]) if len(ledger.company) else ""


def mutual_documents(ledgers: Mapping[str, Ledger], companies: Mapping[str, str], side: Side) -> pd.DataFrame:
    """The documents of a side that clients have with each other: DOCUMENT, client, document_id, number (as the buyer knows it).
    `companies`: the client's name by its tax id."""
    tables = [_documents(name, ledger, companies, side) for name, ledger in ledgers.items() if own_tax_id(ledger)]
    return pd.concat([_NO_DOCUMENTS, *tables], ignore_index=True)


def mutual_parts(
    documents: pd.DataFrame, ledgers: Mapping[str, Ledger], side: Side, month: Month, days: Sequence[date]
) -> pd.DataFrame:
    """The payment parts of `mutual_documents`: PART, document_id, number, payment_id, amount, currency, due_date, month (of
    the relief), reason (on the notice of `month`), vat (of its unpaid lines there), document_vat, and settled_0, settled_1
    ...: what was settled by each of the days. Amounts are int64 minor units of the part's currency, VAT in grosze."""
    tables = [_parts(theirs, ledgers[str(name)], side, month, days) for name, theirs in documents.groupby("client", sort=False)]
    empty = _NO_PARTS.assign(**{f"settled_{place}": pd.Series(dtype="int64") for place in range(len(days))})
    return pd.concat([empty, *tables], ignore_index=True)


def _documents(name: str, ledger: Ledger, companies: Mapping[str, str], side: Side) -> pd.DataFrame:
    documents = ledger.documents
    others = np.array([bare_tax_id(text) for text in ledger.parties["tax_id"]], dtype=object)
    known = np.isin(others, [tax_id for tax_id in companies if tax_id != own_tax_id(ledger)])
    rows = np.flatnonzero((documents["register"] == side).to_numpy(bool) & known[ledger.index.document_party])
    numbers = documents["number"]
    if side == "purchase":
        numbers = documents["foreign_number"].fillna(numbers)
    partner = others[ledger.index.document_party[rows]]
    own = np.full(len(rows), own_tax_id(ledger), dtype=object)
    table = pd.DataFrame(
        {
            "seller_id": own if side == "sale" else partner,
            "buyer_id": partner if side == "sale" else own,
            "key": [re.sub(r"\s", "", number).casefold() for number in numbers.take(rows)],
            "client": name,
            "document_id": documents["document_id"].take(rows).to_numpy(),
            "number": numbers.take(rows).to_numpy(),
            "issue_date": documents["issue_date"].to_numpy()[rows],
        }
    ).sort_values(["issue_date", "document_id"], kind="stable")
    table["occurrence"] = table.groupby(DOCUMENT[:-1]).cumcount()
    return table.drop(columns="issue_date")


def _parts(documents: pd.DataFrame, ledger: Ledger, side: Side, month: Month, days: Sequence[date]) -> pd.DataFrame:
    made = notice(ledger, side, month)
    table = documents.drop(columns="client").merge(made.candidates, on="document_id")
    table = table.sort_values(["due_date", "payment_id"], kind="stable")
    table["part"] = table.groupby("document_id").cumcount()
    table["month"] = table["relief_date"].dt.strftime("%Y-%m").astype("str")
    unpaid = made.lines[made.lines["kind"] == "unpaid"].groupby("payment_id")["vat"].sum()
    table["vat"] = table["payment_id"].map(unpaid).fillna(0).astype("int64")
    table["document_vat"] = table["document_id"].map(ledger.vat_lines.groupby("document_id")["vat"].sum()).astype("int64")
    for place, day in enumerate(days):
        settled = ledger.settlements[ledger.settlements["date"] <= pd.Timestamp(day)].groupby("payment_id")["amount"].sum()
        table[f"settled_{place}"] = table["payment_id"].map(settled).fillna(0).astype("int64")
    return table.drop(columns="relief_date")


_TEXTS = dict.fromkeys(("seller_id", "buyer_id", "key"), "str") | {"occurrence": "int64"}
_NO_DOCUMENTS = pd.DataFrame(
    {name: pd.Series(dtype=of) for name, of in {**_TEXTS, **dict.fromkeys(("client", "document_id", "number"), "str")}.items()}
)
_NO_PARTS = pd.DataFrame(
    {
        name: pd.Series(dtype=of)
        for name, of in {
            **_TEXTS,
            "part": "int64",
            **dict.fromkeys(("document_id", "number", "payment_id", "reason", "currency", "month"), "str"),
            "due_date": "datetime64[s]",
            **dict.fromkeys(("amount", "vat", "document_vat"), "int64"),
        }.items()
    }
)
