"""The fields of JPK_V7 (vat.md 2.3): what they mean, what they are made of, the rows behind them."""

import re
from pathlib import Path

import pytest

import workbench
from tests.filing_register import purchases, sales, version
from tests.filing_structures import SCHEMAS
from workbench import i18n
from workbench.errors import FilingError
from workbench.filing.fields import declaration_fields, in_version, parts_of, refund_choices, rows_behind, title
from workbench.filing.rows import PURCHASE_FIELDS, SALE_FIELDS
from workbench.filing.versions import Version, versions
from workbench.ledger import TABLES
from workbench.ledger.filing_columns import JPK_FIELDS, JPK_MARKERS

V7 = [one for one in versions() if one.form != "VAT"]
README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def _elements(of: Version, prefix: str) -> list[str]:
    """The names of the fields in the real schema, in its order."""
    folder = SCHEMAS / f"jpk_{of.form.lower()}_{of.number}"
    paths = [path for path in folder.glob("*.xsd") if "JPK_V7" in path.read_text("utf-8")] if folder.exists() else []
    if not paths:
        pytest.skip("the schemas of JPK_V7 are not beside the project")
    return re.findall(rf'element name="({prefix}_[0-9A-Z]+)"', paths[0].read_text("utf-8"))


@pytest.mark.parametrize("of", V7, ids=lambda of: of.id)
def test_the_declaration_has_the_fields_of_the_real_schema_in_its_order(of: Version) -> None:
    assert list(declaration_fields(of)) == _elements(of, "P")


@pytest.mark.parametrize("of", V7, ids=lambda of: of.id)
def test_the_register_has_the_fields_of_the_real_schema(of: Version) -> None:
    known = [name for name in (*SALE_FIELDS[of.form], *PURCHASE_FIELDS[of.form]) if in_version(name, of)]
    assert known == _elements(of, "K")


def test_every_field_has_a_meaning() -> None:
    names = {name for of in V7 for name in declaration_fields(of)} | {*SALE_FIELDS["V7M"], *PURCHASE_FIELDS["V7M"]}
    titles = {name: title(name) for name in names | {"SprzedazVAT_Marza", "ZakupVAT_Marza"}}
    assert all(titles.values())
    assert title("P_19") == title("K_19")
    for nothing in ("P_9", "K_37", "K_9x", "X_10", "", "P_"):
        with pytest.raises(KeyError):
            title(nothing)


def test_meanings_are_told_in_english_too() -> None:
    with i18n.in_language("en"):
        assert title("P_53") == "Surplus of input tax"


def test_the_choices_of_a_refund_by_version() -> None:
    """vat.md 2.3: (3) has no P_57; (1) has neither P_540 nor P_560."""
    assert [refund_choices(version(number)) for number in (1, 2, 3)] == [
        ("P_55", "P_56", "P_57", "P_58"),
        ("P_540", "P_55", "P_56", "P_560", "P_57", "P_58"),
        ("P_540", "P_55", "P_56", "P_560", "P_58"),
    ]


def test_what_a_field_is_made_of() -> None:
    assert parts_of("P_19", version()) == (("K_19", 1),)
    assert parts_of("P_39", version()) == ()
    assert parts_of("P_51", version()) == (("P_38", 1), ("P_48", -1), ("P_49", -1), ("P_50", -1))
    assert ("P_360", -1) in parts_of("P_38", version(3))
    assert "P_360" not in dict(parts_of("P_38", version(2)))
    with pytest.raises(FilingError, match="P_57"):
        parts_of("P_57", version(3))


SALES = sales(
    {"document_id": "A", "document": "FS/1", "K_19": 10000, "K_20": 2300, "K_35": 100},
    {"document_id": "B", "document": "FS/2", "K_19": -500, "K_20": -115, "relief": True, "due_date": "2026-06-10"},
    {"document_id": "C", "document": "FP/1", "K_19": 700, "K_20": 161, "document_type": "FP", "margin": 5},
    {"document_id": "D", "document": "FS/3", "K_19": 200, "K_20": 46, "relief": True, "payment_date": "2026-09-10"},
)
PURCHASES = purchases(
    {"document_id": "E", "document": "F/9", "K_42": 900, "K_43": 207, "margin": 3}, {"document": "F/8", "K_46": -23}
)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("P_19", [("FS/1", "K_19", 10000), ("FS/2", "K_19", -500), ("FS/3", "K_19", 200)]),
        ("K_19", [("FS/1", "K_19", 10000), ("FS/2", "K_19", -500), ("FP/1", "K_19", 700), ("FS/3", "K_19", 200)]),
        ("P_43", [("F/9", "K_43", 207)]),
        ("P_68", [("FS/2", "K_19", -500)]),
        ("P_69", [("FS/2", "K_20", -115)]),
        ("P_38", [("FS/1", "K_20", 2300), ("FS/2", "K_20", -115), ("FS/3", "K_20", 46), ("FS/1", "K_35", -100)]),
        ("P_48", [("F/9", "K_43", 207), ("F/8", "K_46", -23)]),
        ("P_39", []),
        ("P_63", []),
        ("SprzedazVAT_Marza", [("FP/1", "SprzedazVAT_Marza", 5)]),
        ("ZakupVAT_Marza", [("F/9", "ZakupVAT_Marza", 3)]),
    ],
)
def test_the_rows_behind_a_field(field: str, expected: list[tuple[str, str, int]]) -> None:
    found = rows_behind(field, SALES, PURCHASES)
    assert list(found[["document", "field", "amount"]].itertuples(index=False, name=None)) == expected


def test_the_rows_behind_the_tax_to_pay_add_up_to_it() -> None:
    found = rows_behind("P_51", SALES, PURCHASES)
    assert int(found["amount"].sum()) == 2300 - 115 + 46 - 100 - 207 + 23
    assert list(found.columns[:6]) == ["register", "row", "document_id", "document", "tax_id", "name"]
    assert dict(zip(found["document"], found["relief"], strict=True)) == {
        "FS/1": False,
        "FS/2": True,
        "FS/3": True,
        "F/9": False,
        "F/8": True,
    }
    with pytest.raises(KeyError):
        rows_behind("P_1", SALES, PURCHASES)


def test_the_codes_of_the_books_are_those_of_the_structures() -> None:
    """The ledger may not know the package of files, so it has the names a second time."""
    from workbench.filing import placing, rows

    assert {*JPK_MARKERS} == {*rows.GTU, "IMP", *(name for of in rows.PROCEDURES.values() for name in of)}
    assert TABLES["documents"].columns["ksef_marker"].codes == rows.KSEF_MARKERS
    assert {*TABLES["documents"].columns["jpk_type"].codes} == {*rows.SALE_DOCUMENTS, *rows.PURCHASE_DOCUMENTS}
    taxes = set(placing.placing()["tax_of"].values())
    fields = {*rows.SALE_FIELDS["V7M"], *rows.PURCHASE_FIELDS["V7M"]}
    assert {*JPK_FIELDS} == (fields - taxes) | {"margin"}


def test_the_readme_names_the_columns() -> None:
    columns = {
        "documents": ("vat_date", "received_date", "jpk_type", "jpk_markers", "ksef_marker"),
        "vat_lines": ("jpk_field",),
    }
    columns["company"] = ("email", "phone", "tax_office", "first_name", "last_name", "birth_date", "vat_period")
    for table, names in columns.items():
        rows = [line for line in README.splitlines() if line.startswith(f"| `{table}` ")]
        assert len(rows) == 1
        assert all(f"`{name}`" in rows[0] for name in names)
        assert {*names} <= {*workbench.ledger.TABLES[table].columns}
