"""Documents that are typed or picked: which one is meant, and what there is to pick from."""

import ipywidgets
import pandas as pd

from ... import i18n
from ...errors import UnknownDocumentError
from ...i18n import _
from ...ledger import Ledger
from ...relief import Side
from .view import Asked


def document_box() -> ipywidgets.Combobox:
    """A field for a document: typed, or picked from those `offer` puts into it."""
    return ipywidgets.Combobox(
        description=_("Document"), placeholder=_("number or identifier"), continuous_update=False, ensure_option=False
    )


def offer(box: ipywidgets.Combobox, asked: Asked) -> None:
    """Offer the documents of the notice by number; by identifier where several of the side have the number."""
    told = asked.named(asked.notice.lines[["document_id"]].drop_duplicates().reset_index(drop=True))
    documents = asked.desk.ledger.documents
    mine = documents[documents["register"] == asked.side]
    numbers = _numbers(mine, asked.side)
    often = set(numbers[numbers.duplicated()])
    pairs = zip(told["document_id"], told["number"], strict=True)
    box.options = tuple(str(document if number in often else number) for document, number in pairs)


def document_named(ledger: Ledger, side: Side, typed: str) -> str:
    """The document_id of the document of a side that has this identifier or number. UnknownDocumentError where there is none,
    or where several have the number."""
    documents = ledger.documents
    mine = documents[documents["register"] == side]
    if (mine["document_id"] == typed).any():
        return typed
    found = mine.loc[(mine["number"] == typed) | (mine["foreign_number"] == typed), "document_id"]
    if len(found) == 1:
        return str(found.iloc[0])
    if found.empty:
        told = _("{document}: there is no such document on this side; type its number or identifier.")
        raise UnknownDocumentError(told.format(document=typed))
    told = _("{document}: several documents have this number; type the identifier of one: {known}.")
    raise UnknownDocumentError(told.format(document=typed, known=", ".join(found)))


def payments_of(ledger: Ledger, document_id: str) -> list[tuple[str, str]]:
    """The payments of a document to choose from, in words and by payment_id, by due date."""
    of = ledger.payments[ledger.payments["document_id"] == document_id].sort_values("due_date", kind="stable")
    told = _("{amount}, due {day}")
    return [
        (told.format(amount=i18n.amount(amount, currency), day=i18n.day(due)), str(payment))
        for amount, currency, due, payment in zip(of["amount"], of["currency"], of["due_date"], of["payment_id"], strict=True)
    ]


def currency_of(ledger: Ledger, document_id: str) -> str:
    """The currency in which a document is paid."""
    currencies = ledger.payments.loc[ledger.payments["document_id"] == document_id, "currency"]
    return str(currencies.iloc[0]) if len(currencies) else "PLN"


def _numbers(documents: pd.DataFrame, side: Side) -> "pd.Series[str]":
    """The number by which a document is known: the supplier's of a purchase, where the books hold it."""
    return documents["foreign_number"].fillna(documents["number"]) if side == "purchase" else documents["number"]
