"""Document numbers as a bookkeeper gives them: FS/12/2026, one series a year for each kind of document."""

from itertools import groupby
from random import Random

from .books import MONTHS, Document

SERIES = {("sale", False): "FS", ("sale", True): "KFS", ("purchase", False): "FZ", ("purchase", True): "KFZ"}
EARLIER_NUMBERS = 350
"""Of the years before the books begin only open invoices are kept: their numbers lie anywhere up to this one."""


def in_order(rng: Random, documents: list[Document]) -> list[Document]:
    """The documents by day of issue, each numbered within its series and year, and its parts with it."""
    by_day = sorted(documents, key=lambda document: (document.issue_date, document.register))
    by_series = sorted(by_day, key=_series_and_year)
    for (series, year), group in groupby(by_series, key=_series_and_year):
        in_year = list(group)
        for number, document in zip(_numbers(rng, in_year), in_year, strict=True):
            document.document_id = f"{series}/{number}/{year}"
            finish_parts(document)
    return by_day


def _series_and_year(document: Document) -> tuple[str, int]:
    return SERIES[document.register, document.corrects is not None], document.issue_date.year


def _numbers(rng: Random, documents: list[Document]) -> list[int]:
    """Rising numbers with gaps before the first month of the books, without gaps from then on."""
    earlier = sum(document.issue_date < MONTHS[0].first for document in documents)
    first = 1 if documents[0].issue_date.year > MONTHS[0].year else EARLIER_NUMBERS + 1
    gaps = sorted(rng.sample(range(1, EARLIER_NUMBERS + 1), earlier))
    return [*gaps, *range(first, first + len(documents) - earlier)]


def finish_parts(document: Document) -> None:
    """Numbers the parts of a numbered document and puts their settlements in order."""
    for number, part in enumerate(document.parts, 1):
        part.payment_id = f"{document.document_id}#{number}"
        part.settlements.sort(key=lambda settlement: settlement.date)
