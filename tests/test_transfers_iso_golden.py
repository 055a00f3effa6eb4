"""Every format of ISO 20022: golden files byte for byte, valid by the official schema, read back by the independent reader.

Where one file may not hold all samples of a format (T-072, T-085) they come numbered: `<code>.xml`, `<code>.2.xml` and so on.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from tests import transfer_files
from tests.iso_files import MADE, MESSAGE, schema_path, texts
from workbench.transfers import formats
from workbench.transfers.files import files_of
from workbench.transfers.formats.iso import IsoFormat, iso_formats
from workbench.transfers.formats.iso_reader import read_iso
from workbench.transfers.formats.iso_structure import validate
from workbench.transfers.orders import Payer, Transfer

GOLDEN = Path(__file__).parent / "golden" / "transfers"
LARGEST = 20_000
"""Bytes of a golden file: a few transfers, so that a person can read it."""


def batches(format: IsoFormat) -> Iterator[tuple[str, Payer, list[Transfer]]]:
    """The sample transfers that a format can carry, file by file: its name, who pays, and the transfers."""
    payer, every = transfer_files.transfers()
    carried = [transfer for transfer in every if transfer.kind in format.kinds]
    for number, file in enumerate(files_of(payer, carried, [format] * len(carried)), 1):
        name = f"{format.code}.xml" if number == 1 else f"{format.code}.{number}.xml"
        yield name, transfer_files.EURO_PAYER if file.kinds & {"sepa", "foreign"} else payer, list(file.transfers)


@lru_cache
def samples() -> dict[str, tuple[IsoFormat, Payer, list[Transfer]]]:
    """All golden files by name: format, payer and transfers."""
    return {name: (format, payer, transfers) for format in iso_formats().values() for name, payer, transfers in batches(format)}


NAMES = list(samples())


@pytest.mark.parametrize("name", NAMES)
def test_a_format_writes_its_golden_file(name: str) -> None:
    format, payer, transfers = samples()[name]
    references = transfer_files.references(len(transfers))
    content = formats.write(format, payer, transfers, references, message=MESSAGE, created=MADE)
    assert content == (GOLDEN / name).read_bytes()
    assert len(content) < LARGEST


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_file_is_valid(name: str) -> None:
    validate((GOLDEN / name).read_bytes(), schema_path(samples()[name][0].version))


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_file_is_read_back_to_the_batch(name: str) -> None:
    format, payer, transfers = samples()[name]
    references = transfer_files.references(len(transfers))
    content = (GOLDEN / name).read_bytes()
    read = {one.reference: one for one in read_iso(content)}
    assert set(read) == set(references)
    assert [
        (one.kind, one.amount, one.currency, one.date, one.account, one.payer_account)
        for one in (read[reference] for reference in references)
    ] == [
        (
            transfer.kind,
            transfer.amount,
            transfer.currency,
            "2026-11-24",
            transfer.payee.account.removeprefix("PL"),
            payer.account,
        )
        for transfer in transfers
    ]
    assert formats.differences(format, payer, transfers, references, list(read.values())) == []
    assert texts(content, "GrpHdr/MsgId") == [MESSAGE]


def test_every_format_has_golden_files_of_all_its_kinds() -> None:
    """And there are no others."""
    assert len(iso_formats()) == 16
    for format in iso_formats().values():
        kinds = [transfer.kind for of, _payer, transfers in samples().values() if of == format for transfer in transfers]
        assert set(kinds) == format.kinds
    assert {path.name for path in GOLDEN.glob("*.xml")} == set(NAMES)
