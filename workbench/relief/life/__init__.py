"""The life of a notice: made, locked, carried into the registers, amended; declarations, proposals, the late procedure."""

from .chain import Chain, KeptNotice
from .declarations import Declaration, Submission
from .entry_list import entry_listing
from .late import late_procedure
from .lists import listing
from .proposals import Proposal, proposals
from .technical import TechnicalDocument

__all__ = [
    "Chain",
    "Declaration",
    "KeptNotice",
    "Proposal",
    "Submission",
    "TechnicalDocument",
    "entry_listing",
    "late_procedure",
    "listing",
    "proposals",
]
