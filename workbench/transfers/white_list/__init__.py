"""The white list of VAT payers: which payments must be checked, and checking them by the flat file of the day."""

from .checking import FlatFileChecker
from .flat_file import FlatFile, read_flat_file
from .needs import LIMIT, LIMIT_SOURCE, lights, needing_check, pairs_of, unchecked
from .packing import open_flat_file, open_packed, pack
from .proofs import (
    REASONS,
    RESULTS,
    Checker,
    Pair,
    Progress,
    Proof,
    Result,
    bare_pairs,
    fault_of,
    proof_table,
    reason_text,
)

__all__ = [
    "LIMIT",
    "LIMIT_SOURCE",
    "REASONS",
    "RESULTS",
    "Checker",
    "FlatFile",
    "FlatFileChecker",
    "Pair",
    "Progress",
    "Proof",
    "Result",
    "bare_pairs",
    "fault_of",
    "lights",
    "needing_check",
    "open_flat_file",
    "open_packed",
    "pack",
    "pairs_of",
    "proof_table",
    "read_flat_file",
    "reason_text",
    "unchecked",
]
