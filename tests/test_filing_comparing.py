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
from workbench.filing.reading.jpk import read_jpk
from workbench.filing.row_pairs import loose, party
from workbench.filing.rows import purchase_columns, sale_columns, table
from workbench.filing.versions import versions
from workbench.filing.writing.jpk import jpk_bytes

WHOLE = written.whole("V7M-3")


def file(**columns: Any) -> JpkFile:
    """A record part with these columns of sales and no purchases."""
    count = len(next(iter(columns.values())))
    plain: dict[str, Any] = {"row": list(range(1, count + 1)), "issue_date": ["2026-09-01"] * count, "name": ["Bracia"] * count}
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
    """The same number with another NIP; the same NIP and a number that differs by case, signs and zeros, or one mistyped."""
    theirs = file(tax_id=["1", "2", "3", "4", "5", "6"], document=["A/1", "fv 2", "C", "FV/001/26", "E", "Z"],
                  K_19=[1, 2, 3, 4, 5, 0])  # fmt: skip
    ours = file(
        tax_id=["9", "2", "3", "4", "5", "6"], document=["A/1", "FV2", "X", "FV-1-26", "Y", "T"], K_19=[1, 2, 3, 4, 6, 0]
    )
    assert changes(compare(theirs, ours)) == [
        ("different", "A/1", 1, 1, "tax_id", "1", "9"),
        ("different", "fv 2", 2, 2, "document", "fv 2", "FV2"),
        ("different", "C", 3, 3, "document", "C", "X"),
        ("different", "FV/001/26", 4, 4, "document", "FV/001/26", "FV-1-26"),
        ("extra", "E", 5, 0, "", "", ""),
        ("extra", "Z", 6, 0, "", "", ""),
        ("missing", "Y", 0, 5, "", "", ""),
        ("missing", "T", 0, 6, "", "", ""),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("FV/001/2026", "fv 1-2026", True),
        ("FV1/12", "FV/1/12", True),
        ("FV/1/12", "FV/11/2", False),
        ("FV/10/26", "FV/1/26", False),
        ("FV/1", "FK/1", False),
        ("ŁÓDŹ/1", "łódź 1", True),
        ("---", "/", False),
    ],
)
def test_when_two_numbers_are_near(one: str, other: str, same: bool) -> None:
    assert (loose(one) == loose(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("PL", "1111111111"), ("", "PL 111-111-11-11"), True),
        (("DE", "123456789"), ("", "DE123456789"), True),
        (("EL", "EL000000000"), ("GR", "000000000"), True),
        (("FR", "XX999999999"), ("FR", "FRXX999999999"), True),
        (("DE", "123456789"), ("AT", "123456789"), False),
        (("DE", "123456789"), ("", "123456789"), False),
        (("", "BRAK"), ("PL", "brak"), True),
        (("", "DEMO"), ("DE", "MO"), False),
    ],
)
def test_when_two_parties_are_the_same(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    assert (party(*one) == party(*other)) is same


def test_an_invoice_in_one_row_here_and_two_there_is_one_document() -> None:
    """FV/1 stands in a row a rate in the file and in one row in the books; FV/2 does not add up; FV/3 stands there twice."""
    theirs = file(tax_id=["1"] * 6, document=["FV/1", "FV/1", "FV/2", "FV/2", "FV/3", "FV/3"], K_19=[100, 0, 7, 8, 9, 9],
                  K_17=[0, 50, 0, 0, 0, 0], markers=["GTU_01", "GTU_02", "", "", "", ""])  # fmt: skip
    ours = file(tax_id=["1"] * 3, document=["fv 1", "FV/2", "FV/3"], K_19=[100, 16, 9], K_17=[50, 0, 0],
                markers=["GTU_01 GTU_02", "", ""])  # fmt: skip
    found = compare(theirs, ours)
    assert changes(found) == [
        ("different", "FV/1", 1, 1, "rows", "2", "1"),
        ("different", "FV/1", 1, 1, "document", "FV/1", "fv 1"),
        ("different", "FV/2", 3, 2, "K_19", 7, 16),
        ("extra", "FV/2", 4, 0, "", "", ""),
        ("extra", "FV/3", 6, 0, "", "", ""),
    ]
    assert (found.rows_file, found.rows_books, found.same) == (6, 3, 1)


def test_reports_of_cash_registers_by_day_and_by_month_are_one_summary() -> None:
    plain: dict[str, Any] = {"document_type": ["RO"] * 3, "tax_id": ["BRAK"] * 3}
    theirs = file(**plain, document=["RO/1", "RO/2", "RO/3"], K_19=[100, 200, 300])
    ours = file(tax_id=["BRAK"], document=["RO 9/2026"], document_type=["RO"], K_19=[600])
    assert [one[4:] for one in changes(compare(theirs, ours))] == [("rows", "3", "1"), ("document", "RO/1", "RO 9/2026")]
    ours = file(tax_id=["BRAK"], document=["RO 9/2026"], document_type=["RO"], K_19=[601])
    assert [one[0] for one in changes(compare(theirs, ours))] == ["extra"] * 3 + ["missing"]


def test_what_is_no_difference_to_an_accountant() -> None:
    """A name by case and signs; a day of sale that is the day of issue, which the file leaves out; markers in another order."""
    theirs = file(tax_id=["1"], document=["A"], name=["BRACIA SP. Z O.O."], sale_date=["2026-09-01"], markers=["TP GTU_01"])
    ours = file(tax_id=["1"], document=["A"], name=["Bracia sp. z o. o."], sale_date=[None], markers=["GTU_01 TP"])
    assert changes(compare(theirs, ours)) == []
    ours = file(tax_id=["1"], document=["A"], name=["Siostry"], sale_date=["2026-08-31"], markers=["GTU_01"])
    assert [one[4] for one in changes(compare(theirs, ours))] == ["name", "sale_date", "markers"]


def purchases(**columns: Any) -> JpkFile:
    count = len(columns["tax_id"])
    plain: dict[str, Any] = {"row": list(range(1, count + 1)), "issue_date": ["2026-09-01"] * count}
    assert WHOLE.sales is not None
    bought = table(purchase_columns("V7M"), {**plain, **columns})
    return replace(WHOLE, declaration=None, sales=WHOLE.sales.iloc[:0], purchases=bought)


def test_two_suppliers_may_have_the_same_number() -> None:
    """Of a purchase, another NIP belongs to the same number and day only where the amounts are the same."""
    theirs = purchases(tax_id=["1", "2"], document=["FV/1/9", "FV/2/9"], K_42=[100, 200])
    ours = purchases(tax_id=["8", "9"], document=["FV/1/9", "FV/2/9"], K_42=[101, 200])
    assert changes(compare(theirs, ours)) == [
        ("different", "FV/2/9", 2, 2, "tax_id", "2", "9"),
        ("extra", "FV/1/9", 1, 0, "", "", ""),
        ("missing", "FV/1/9", 0, 1, "", "", ""),
    ]


def test_corrections_of_unpaid_purchases_are_rows_of_the_relief() -> None:
    """Art. 89b has no marker: a row with K_46 or K_47 is one, and is never the row of the purchase itself."""
    theirs = purchases(tax_id=["1", "1"], document=["Z/1", "Z/1"], K_46=[0, -9349], K_42=[81301, 0])
    ours = purchases(tax_id=["1"], document=["Z/1"], K_42=[81300])
    found = compare(theirs, ours)
    assert changes(found) == [
        ("different", "Z/1", 1, 1, "K_42", 81301, 81300),
        ("extra", "Z/1", 2, 0, "", "", ""),
    ]
    assert found.differences["relief"].to_list() == [False, True]


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


def steps(row: Any) -> list[tuple[Any, bool]]:
    """The keys of a row one after the other, and whether rows of a key are to add up."""
    tax, document, amount, day = row
    found: list[tuple[Any, bool]] = [(row, False)]
    for number in (document, document.lower()):
        found += [((tax, number, amount), False), ((tax, number), True), ((tax, number), False)]
    return [*found, ((document.lower(), day), False), ((tax, day, amount or object()), False)]


@given(ROWS, ROWS)
@settings(max_examples=60)
def test_what_is_found_is_what_dictionaries_find(here: list[Any], there: list[Any]) -> None:
    """Row by row the same: equal rows, keys and amounts, what adds up, equal keys, loose numbers, another party or number."""
    both = []
    for rows in (here, there):
        given: dict[str, list[Any]] = {
            "tax_id": [row[0] for row in rows],
            "document": [row[1] for row in rows],
            "K_19": [row[2] for row in rows],
            "issue_date": [f"2026-09-0{row[3]}" for row in rows],
        }
        both.append(file(**given))
    found = compare(*both)
    left, right, pairs, several = list(range(len(here))), list(range(len(there))), [], set()
    for step in range(len(steps("1A01"))):
        ours = [steps(row)[step][0] for row in here]
        theirs = [steps(row)[step][0] for row in there]
        for key in list(dict.fromkeys(ours[one] for one in left)):
            one, two = [place for place in left if ours[place] == key], [place for place in right if theirs[place] == key]
            if steps("1A01")[step][1]:
                if not two or len(one) == len(two) or sum(here[i][2] for i in one) != sum(there[j][2] for j in two):
                    continue
                several.add((one[0] + 1, two[0] + 1))
                pairs.append((one[0] + 1, two[0] + 1))
            else:
                one, two = one[: len(two)], two[: len(one)]
                pairs += [(i + 1, j + 1) for i, j in zip(one, two, strict=True)]
            left, right = [place for place in left if place not in one], [place for place in right if place not in two]
    unlike = {(one, other) for one, other in pairs if here[one - 1] != there[other - 1]} | several
    assert found.same == len(pairs) - len(unlike)
    change = found.differences["change"]
    listed = {name: found.differences[change == name] for name in ("extra", "missing", "different")}
    assert listed["extra"]["row_file"].to_list() == [one + 1 for one in left]
    assert listed["missing"]["row_books"].to_list() == [one + 1 for one in right]
    assert set(zip(listed["different"]["row_file"], listed["different"]["row_books"], strict=True)) == unlike
    for row in listed["different"].to_dict("records"):
        if row["field"] == "K_19":
            assert (row["file"], row["books"]) == (here[row["row_file"] - 1][2], there[row["row_books"] - 1][2])
