"""The heads of all documents that can be described: VAT documents and records in one table."""

import pandas as pd

from ...errors import UnknownDocumentError
from ...i18n import _
from ...ledger import Ledger
from .positions import row_numbers

_HEAD = ["document_id", "type", "number", "date", "party_id", "category", "status"]


def heads(ledger: Ledger) -> pd.DataFrame:
    """document_id, type, number, date, party_id, category, status: the documents, then the records, in the ledger's order."""
    documents = ledger.documents.rename(columns={"issue_date": "date"})
    return pd.concat([documents[_HEAD], ledger.records[_HEAD]], ignore_index=True).astype({"type": "str", "status": "str"})


def heads_of(ledger: Ledger, document_ids: pd.Series) -> pd.DataFrame:
    """The head of each of these documents, a row an id. UnknownDocumentError for an id that is not in the ledger."""
    known = heads(ledger)
    rows = row_numbers(document_ids, known["document_id"])
    if (rows < 0).any():
        unknown = document_ids.iloc[int((rows < 0).argmax())]
        raise UnknownDocumentError(_("There is no document {document}.").format(document=unknown))
    return known.take(rows).reset_index(drop=True)
