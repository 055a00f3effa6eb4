"""Rows read straight from the text, damaged files, and the benchmarks of files in a small size."""

import io
import os
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pandas as pd
import pytest

from tests import filing_writing as written
from tests.filing_reading import EMPTY, SALE, VAT_3, assert_same, damaged, known, refused, v7
from workbench.errors import FilingError, WorkbenchError
from workbench.filing.checking.jpk import check_jpk
from workbench.filing.files import JpkFile
from workbench.filing.reading.jpk import read_jpk, read_rows
from workbench.filing.reading.plain_rows import PlainRows
from workbench.filing.versions import versions
from workbench.filing.writing.jpk import jpk_bytes
from workbench.i18n import in_language

V7 = [version for version in versions() if version.form != "VAT"]
V7M_3 = next(version for version in V7 if version.id == "V7M-3")
FUZZED = int(os.environ.get("WORKBENCH_FUZZ", "300"))
"""Damaged files a structure; a million by hand: WORKBENCH_FUZZ=150000 (there are seven)."""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with in_language("en"):
        yield


MARKS = ["", "<GTU_01>1</GTU_01>", "<BFK>1</BFK><K_19>1.00</K_19><K_20>-5</K_20>", "<K_21> 7.5\n</K_21>"]


@pytest.mark.parametrize(
    "odd",
    ["", "<!-- -->", "<?x?>", "<K_22><![CDATA[5]]></K_22>", "<K_22 >5</K_22 >", "<K_22>5</K_22>&#32;", "<DI>&#49;</DI>"],
)
@pytest.mark.parametrize("prefix", ["", "tns"])
def test_plain_rows_are_read_as_the_parser_reads_them(odd: str, prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several pieces of a file, with something that is not plain in the middle."""
    many = [SALE.format(row=number, more=MARKS[number % 4]).replace("Bracia", "A&amp;B &gt;") for number in range(1, 3000)]
    many[1500] = many[1500].replace("</SprzedazWiersz>", odd + "</SprzedazWiersz>")
    content = v7(V7M_3, EMPTY.replace("<Ewidencja>", "<Ewidencja>" + "\n ".join(many)), prefix=prefix)
    known(content)
    quick, tables = read_jpk(content), list(read_rows(content, 1000))
    assert [name for name, _table in tables] == ["sales"] * len(tables)
    assert len(tables) > 1
    monkeypatch.setattr(PlainRows, "rest", lambda _self, pieces: pieces)
    slow = read_jpk(content)
    assert slow.sales is not None
    assert_same(quick, slow)
    pd.testing.assert_frame_equal(pd.concat([table for _name, table in tables], ignore_index=True), slow.sales)


@pytest.mark.parametrize(
    "broken",
    [
        "<K_22>5</K_23>",
        "<K_22>\x01</K_22>",
        "<K_22>]]></K_22>",
        "<K_22>\ufffe</K_22>",
        "<K_22>&x;</K_22>",
        "<K_22>&</K_22>",
        "</K_22>5<K_22>",
        "text",
        "<K_22>5</K_22></K_22>",
    ],
)
def test_a_fault_among_plain_rows_is_not_read_over(broken: str) -> None:
    many = [SALE.format(row=number, more="") for number in range(1, 4000)]
    many[2000] = many[2000].replace("</SprzedazWiersz>", broken + "</SprzedazWiersz>")
    content = v7(V7M_3, EMPTY.replace("<Ewidencja>", "<Ewidencja>" + "".join(many)))
    told = refused(content)
    if broken == "text":
        assert "sales, row 2001, text: text" in told


def test_rows_in_a_comment_are_no_rows() -> None:
    many = "".join(SALE.format(row=number, more="") for number in range(1, 4000))
    file = read_jpk(v7(V7M_3, EMPTY.replace("<Ewidencja>", f"<Ewidencja><!--{many}-->")))
    assert file.sales is not None
    assert len(file.sales) == 0


def test_rows_in_another_place_are_refused() -> None:
    many = "".join(SALE.format(row=number, more="") for number in range(1, 4000))
    refused(v7(V7M_3, f"<Inne>{many}</Inne>{EMPTY}"))
    refused(v7(V7M_3, EMPTY.replace("<Ewidencja>", f"<Ewidencja><Inne xmlns='urn:x'>{many}</Inne>")))


def test_a_path_that_is_not_there() -> None:
    with pytest.raises(FilingError, match=r"brak\.xml"):
        read_jpk("brak.xml")


@pytest.mark.parametrize("version", [*V7, "VAT"], ids=[*(version.id for version in V7), "VAT-3"])
def test_damaged_files_give_a_file_or_an_error_of_ours(version: Any) -> None:
    content = VAT_3.encode() if version == "VAT" else jpk_bytes(written.whole(version.id))
    chance = random.Random(FUZZED)
    for _number in range(FUZZED):
        file = damaged(content, chance)
        with suppress(WorkbenchError):
            assert isinstance(read_jpk(io.BytesIO(file)), JpkFile)
        with suppress(WorkbenchError):
            assert len(check_jpk(file)) >= 0


def test_a_small_size_of_the_benchmarks_runs() -> None:
    """Of reading, comparing, writing and KSeF; the bars hold for their real sizes."""
    from tests.benchmarks import filing_ksef, filing_reading, filing_writing

    figures = [*filing_reading.run(1_000, 1), *filing_writing.run(1_000, 1), *filing_ksef.run(1_000)]
    assert len(figures) == 6
    assert all(figure["ratio"] > 0 and figure["bar"] > 0 for figure in figures)
