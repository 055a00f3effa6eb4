"""Formats of transfer files: Elixir-O by bank, ISO 20022, and text formats that users define."""

from .appending import append
from .comparing import differences
from .definable import FieldUse, TextFormat, copied
from .definable_checks import export_faults, import_faults
from .definable_reader import import_records, party_of
from .definable_writer import cut_fields
from .elixir import ElixirFormat
from .fields import FIELDS
from .format import Format, ReadTransfer
from .format_xml import from_xml, to_xml
from .party import block_of
from .registry import check_pair, format_of, standard_formats
from .writing import read, write

__all__ = [
    "FIELDS",
    "ElixirFormat",
    "FieldUse",
    "Format",
    "ReadTransfer",
    "TextFormat",
    "append",
    "block_of",
    "check_pair",
    "copied",
    "cut_fields",
    "differences",
    "export_faults",
    "format_of",
    "from_xml",
    "import_faults",
    "import_records",
    "party_of",
    "read",
    "standard_formats",
    "to_xml",
    "write",
]
