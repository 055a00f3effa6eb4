"""Batches: the chosen payments gathered into transfers, single or collective."""

from .choices import Choice, Gathered, Refusal
from .gathering import gather
from .split_periods import IN_THE_WAY

__all__ = ["IN_THE_WAY", "Choice", "Gathered", "Refusal", "gather"]
