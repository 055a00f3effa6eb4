"""pain.001 files of the sample transfers for the tests, with the real schemas where they are at hand."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests import transfer_files
from workbench.transfers.formats.iso import IsoFormat
from workbench.transfers.formats.iso_writer import write_iso
from workbench.transfers.orders import Payer, Transfer

MADE = datetime(2026, 11, 24, 8, 30, 15)
SCHEMAS = Path(__file__).parents[2] / "shared" / "schemas" / "iso20022"
MESSAGE = "LIC0000000099"


def schema_path(version: str) -> Path:
    """The official schema of a version; the test is skipped where it is not at hand."""
    path = SCHEMAS / f"pain.001.001.{version}.xsd"
    if not path.exists():
        pytest.skip("the schemas of ISO 20022 are not beside the project")
    return path


@lru_cache
def schema(version: str) -> Any:
    return etree.XMLSchema(etree.parse(schema_path(version)))


def valid(content: bytes, version: str) -> bool:
    """Whether the official schema takes a file."""
    return bool(schema(version).validate(etree.fromstring(content)))


def written(format: IsoFormat, transfers: Sequence[Transfer], payer: Payer | None = None) -> bytes:
    """One file of these transfers, with references from 1."""
    payer = payer or (transfer_files.EURO_PAYER if transfers[0].kind in ("sepa", "foreign") else transfer_files.PAYER)
    references = transfer_files.references(len(transfers))
    return write_iso(format, payer, transfers, references, message=MESSAGE, created=MADE)


def root(content: bytes) -> Any:
    """The file as a tree without its namespace, to look things up in."""
    tree = etree.fromstring(content)
    for element in tree.iter():
        element.tag = etree.QName(element).localname
    return tree


def texts(content: bytes, path: str) -> list[str]:
    """The texts of the elements of a path."""
    return [element.text or "" for element in root(content).iterfind(f".//{path}")]
