"""Transfers: which payments go to the bank, in which transfers, with which texts and files, and what is wrong with them.

>>> from datetime import date
>>> import workbench
>>> ledger = workbench.read_ledger("sample_data/examples/aloza")  # doctest: +SKIP
>>> choice = Choice(collective=True, all_lines=True, divide=True)
>>> batch = preview(ledger, "BANK", choice, today=date(2018, 7, 2))  # doctest: +SKIP
"""

from .batching import Choice, Refusal
from .files import BatchFile
from .formats import Format, format_of, standard_formats
from .orders import Finding, Payee, Payer, SepaParty, SplitPayment, TaxData, Transfer
from .preview import Preview, preview
from .schedule import Schedule, schedule
from .texts import Laid, TextStyle

__all__ = [
    "BatchFile",
    "Choice",
    "Finding",
    "Format",
    "Laid",
    "Payee",
    "Payer",
    "Preview",
    "Refusal",
    "Schedule",
    "SepaParty",
    "SplitPayment",
    "TaxData",
    "TextStyle",
    "Transfer",
    "format_of",
    "preview",
    "schedule",
    "standard_formats",
]
