"""`compare` (issue 6, part 2): missing, extra, different rows and fields; nothing lost; a slow oracle with dictionaries."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import filing_writing as written
from workbench.errors import FilingError
from workbench.filing.comparing import COLUMNS, Comparison, compare
from workbench.filing.files import JpkFile
from workbench.filing.reading import read_jpk
from workbench.filing.rows import sale_columns, table
from workbench.filing.versions import versions
from workbench.filing.writing import jpk_bytes

WHOLE = written.whole("V7M-3")


def file(**columns: list[Any]) -> JpkFile:
    """A record part with these columns of sales and no purchases."""
    count = len(next(iter(columns.values())))
    plain = {"row": list(range(1, count + 1)), "issue_date": ["2026-09-01"] * count, "name": ["Bracia"] * count}
    sales = table(sale_columns("V7M"), {**plain, **columns})
    assert WHOLE.purchases is not None
    return replace(WHOLE, declaration=None, sales=sales, purchases=WHOLE.purchases.iloc[:0])


def changes(found: Comparison) -> list[tuple[Any, ...]]:
    shown = found.differences[["change", "document", "row_file", "row_books", "field", "file", "books"]]
    return list(shown.itertuples(index=False, name=None))


@pytest.mark.parametrize("id", written.MONTHS)
def test_a_file_is_the_same_as_what_it_was_written_from(id: str) -> None:
    books = written.whole(id)
    found = compare(read_jpk(jpk_bytes(books)), books)
    assert changes(found) == []
    assert len(found.declaration) == 0
    assert (found.rows_file, found.rows_books, found.same) == (7, 7, 7)
    assert {name: str(kind) for name, kind in found.differences.dtypes.items()} == dict(COLUMNS)


def test_missing_extra_and_different_fields() -> None:
    theirs = file(tax_id=["1", "2", "3"], document=["A", "B", "C"], K_19=[100, 200, 300], markers=["GTU_01", "", ""])
    ours = file(tax_id=["2", "1", "4"], document=["B", "A", "D"], K_19=[200, 101, 400], sale_date=[None, "2026-08-31", None])
    found = compare(theirs, ours)
    assert changes(found) == [
        ("different", "A", 1, 2, "sale_date", "", "2026-08-31"),
        ("different", "A", 1, 2, "markers", "GTU_01", ""),
        ("different", "A", 1, 2, "K_19", 100, 101),
        ("extra", "C", 3, 0, "", "", ""),
        ("missing", "D", 0, 3, "", "", ""),
    ]
    assert (found.rows_file, found.rows_books, found.same) == (3, 3, 1)


def test_near_rows_are_shown_as_different() -> None:
    """The same number with another NIP; the same NIP and a number that differs by case and blanks."""
    theirs = file(tax_id=["1", "2", "3"], document=["A/1", "fv 2", "C"], K_19=[1, 2, 3])
    ours = file(tax_id=["9", "2", "3"], document=["A/1", "FV2", "X"], K_19=[1, 2, 3])
    assert changes(compare(theirs, ours)) == [
        ("different", "A/1", 1, 1, "tax_id", "1", "9"),
        ("different", "fv 2", 2, 2, "document", "fv 2", "FV2"),
        ("extra", "C", 3, 0, "", "", ""),
        ("missing", "X", 0, 3, "", "", ""),
    ]


def test_a_tax_id_counts_without_its_signs_and_country() -> None:
    theirs = file(tax_id=["1111111111", "EL000000000", "BRAK"], document=["A", "B", "C"], country=["PL", "EL", ""])
    ours = file(tax_id=["PL 111-111-11-11", "000000000", "brak"], document=["A", " B ", "C"], country=["", "EL", ""])
    assert changes(compare(theirs, ours)) == []


def test_relief_rows_belong_together_by_their_day() -> None:
    """R-045: two instalments of an invoice are two rows; a row that no row of the notice matches is named as relief."""
    same = {"tax_id": ["1"] * 4, "document": ["A"] * 4, "relief": [False, True, True, True]}
    theirs = file(**same, K_19=[1000, -100, -200, 50], due_date=[None, "2026-06-10", "2026-06-11", None],
                  payment_date=[None, None, None, "2026-09-05"])  # fmt: skip
    ours = file(**same, K_19=[1000, -200, -101, 50], due_date=[None, "2026-06-11", "2026-06-10", None],
                payment_date=[None, None, None, "2026-09-06"])  # fmt: skip
    found = compare(theirs, ours)
    assert changes(found) == [
        ("different", "A", 2, 3, "K_19", -100, -101),
        ("extra", "A", 4, 0, "", "", ""),
        ("missing", "A", 0, 4, "", "", ""),
    ]
    assert found.differences["relief"].all()


def test_the_declaration_field_by_field() -> None:
    assert WHOLE.declaration is not None
    fields = dict(WHOLE.declaration.fields) | {"P_38": 5, "P_61": "inny"}
    del fields["P_62"]
    theirs = replace(WHOLE, declaration=replace(WHOLE.declaration, fields={**fields, "P_57": 0}))
    found = compare(theirs, WHOLE).declaration
    assert found.set_index("field").to_dict("index") == {
        "P_38": {"file": 5, "books": -38, "difference": 43},
        "P_61": {"file": "inny", "books": "VAT-7 <za> grudzień & styczeń", "difference": 0},
        "P_62": {"file": 0, "books": 62, "difference": -62},
    }


def test_a_part_that_is_not_there_is_not_compared() -> None:
    found = compare(written.whole("V7M-3", parts="declaration"), WHOLE)
    assert (found.rows_file, found.rows_books, found.same, len(found.differences)) == (0, 0, 0, 0)
    assert len(compare(written.whole("V7M-3", parts="record"), WHOLE).declaration) == 0


def test_jpk_vat_and_jpk_v7_are_not_compared() -> None:
    old = next(version for version in versions() if version.form == "VAT")
    with pytest.raises(FilingError, match="JPK_VAT"):
        compare(replace(WHOLE, header=replace(WHOLE.header, version=old)), WHOLE)


ROWS = st.lists(
    st.tuples(st.sampled_from("12"), st.sampled_from(["A", "a", "B"]), st.integers(0, 1), st.integers(1, 2)), max_size=12
)


@given(ROWS, ROWS)
@settings(max_examples=60)
def test_what_is_found_is_what_dictionaries_find(here: list[Any], there: list[Any]) -> None:
    """Row by row the same as: equal rows, then equal keys, then loose numbers, then another tax id."""
    both = []
    for rows in (here, there):
        tax, document, amount, day = ([row[place] for row in rows] for place in range(4))
        both.append(file(tax_id=tax, document=document, K_19=amount, issue_date=[f"2026-09-0{one}" for one in day]))
    found = compare(*both)
    left, right, pairs = list(range(len(here))), list(range(len(there))), []
    for key in (tuple, lambda row: row[:2], lambda row: (row[0], row[1].lower()), lambda row: (row[1], row[3])):
        for one in left[:]:
            other = next((two for two in right if key(there[two]) == key(here[one])), None)
            if other is not None:
                left.remove(one)
                right.remove(other)
                pairs.append((one + 1, other + 1))
    unlike = {(one, other) for one, other in pairs if here[one - 1] != there[other - 1]}
    assert found.same == len(pairs) - len(unlike)
    change = found.differences["change"]
    listed = {name: found.differences[change == name] for name in ("extra", "missing", "different")}
    assert listed["extra"]["row_file"].to_list() == [one + 1 for one in left]
    assert listed["missing"]["row_books"].to_list() == [one + 1 for one in right]
    assert set(zip(listed["different"]["row_file"], listed["different"]["row_books"], strict=True)) == unlike
    for row in listed["different"].itertuples():
        if row.field == "K_19":
            assert (row.file, row.books) == (here[row.row_file - 1][2], there[row.row_books - 1][2])
