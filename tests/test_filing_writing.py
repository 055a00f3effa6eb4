"""Written JPK_V7 files: valid by the real schemas, read back with lxml alone, refused where the structure cannot hold them."""

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.filing_writing import (
    COMPANY,
    MONTHS,
    PERSON,
    assert_valid,
    declaration,
    fields_of,
    found,
    header,
    one_sale,
    purchases,
    record,
    sales,
    schema,
    version,
    whole,
)
from workbench import money
from workbench.days import Month
from workbench.errors import FilingError
from workbench.filing.checking.jpk import check_jpk
from workbench.filing.files import Control, DeclarationPart, JpkFile, Taxpayer
from workbench.filing.reading.jpk import read_jpk
from workbench.filing.rows import purchase_columns, sale_columns, table
from workbench.filing.writing import row_writing
from workbench.filing.writing.jpk import INPUT_TAX, OUTPUT_TAX, controls, jpk_bytes, write_jpk

GOLDEN = Path(__file__).parent / "golden" / "filing"
KINDS = sorted(MONTHS)


@pytest.mark.parametrize("id", KINDS)
def test_golden_files_are_valid_and_as_before(id: str) -> None:
    """One file a structure with every field it has; companies in JPK_V7M, persons in JPK_V7K."""
    content = jpk_bytes(whole(id, PERSON if id.startswith("V7K") else COMPANY))
    assert content == (GOLDEN / f"{id}.xml").read_bytes()
    assert_valid(content, id)


@pytest.mark.parametrize("id", KINDS)
def test_every_element_of_the_real_schema_is_in_the_golden_files(id: str) -> None:
    """A field we do not know would be missing here: what the schema names and the file has not is listed by hand."""
    namespace = {"xsd": "http://www.w3.org/2001/XMLSchema"}
    schema(id)
    files = Path(__file__).parents[2] / "shared" / "schemas" / "tax" / f"jpk_{id[:3].lower()}_{id[-1]}"
    tree = etree.parse(next(files.glob("Schemat*.xsd")))
    names: Any = tree.xpath("//xsd:element/@name", namespaces=namespace)
    named = set(names)
    has = {etree.QName(element).localname for element in etree.fromstring((GOLDEN / f"{id}.xml").read_bytes()).iter()}
    refunds = {"P_540", "P_55", "P_56", "P_560", "P_57", "P_58"}
    other_party = {"OsobaFizyczna", "OsobaNiefizyczna", "PelnaNazwa", "Telefon", "NIP"}
    assert named - has <= refunds | other_party
    assert len(refunds & has) == 1


@pytest.mark.parametrize("taxpayer", [COMPANY, PERSON], ids=["company", "person"])
@pytest.mark.parametrize("id", KINDS)
def test_each_part_alone_and_a_correction_are_valid(id: str, taxpayer: Taxpayer) -> None:
    for parts, absent in (("record", "Deklaracja"), ("declaration", "Ewidencja")):
        content = jpk_bytes(whole(id, taxpayer, purpose=2, parts=parts))  # type: ignore[arg-type]
        assert_valid(content, id)
        root = etree.fromstring(content)
        assert root.find(f"{{*}}{absent}") is None
        assert root.findtext("{*}Naglowek/{*}CelZlozenia") == "2"


@pytest.mark.parametrize("id", KINDS)
def test_an_empty_register_has_both_control_sums(id: str) -> None:
    form = version(id).form
    file = JpkFile(header(id), COMPANY, None, table(sale_columns(form)), table(purchase_columns(form)))
    content = jpk_bytes(file)
    assert_valid(content, id)
    assert found(content, "SprzedazCtrl") == [{"LiczbaWierszySprzedazy": "0", "PodatekNalezny": "0.00"}]
    assert found(content, "ZakupCtrl") == [{"LiczbaWierszyZakupow": "0", "PodatekNaliczony": "0.00"}]


def test_the_worked_example_of_the_reference() -> None:
    """vat.md 2.3: both kinds of relief on both sides; the control sums to the grosz."""
    base = {"tax_id": "3333333333", "name": "Nikt", "issue_date": "2026-09-01", "ksef": "BFK"}
    rows: dict[str, list[Any]] = {name: [value] * 3 for name, value in base.items()}
    rows |= {"row": [1, 2, 3], "document": ["FV/1", "FV/2", "FV/3"], "relief": [False, True, True]}
    rows |= {"due_date": [None, "2026-06-11", None], "payment_date": [None, None, "2026-09-05"]}
    of_sales = table(sale_columns("V7M"), rows | {"K_19": [1000000, -59350, 8130], "K_20": [230000, -13650, 1870]})
    rows = {name: [value] * 3 for name, value in base.items()}
    rows |= {"row": [1, 2, 3], "document": ["Z/1", "Z/2", "Z/3"], "K_42": [500000, 0, 0], "K_43": [115000, 0, 0]}
    of_purchases = table(purchase_columns("V7M"), rows | {"K_46": [0, -9349, 0], "K_47": [0, 0, 435850]})
    fields = {"P_19": 9488, "P_20": 2182, "P_37": 9488, "P_38": 2182, "P_42": 5000, "P_43": 1150, "P_46": -93, "P_47": 4359}
    fields |= {"P_48": 5416, "P_51": 0, "P_53": 3234, "P_62": 3234, "P_68": -594, "P_69": -137}
    file = JpkFile(header("V7M-3"), COMPANY, DeclarationPart(Month("2026-09"), fields), of_sales, of_purchases)
    content = jpk_bytes(file)
    assert_valid(content, "V7M-3")
    assert fields_of(content) == {name: str(value) for name, value in fields.items()}
    assert found(content, "SprzedazCtrl") == [{"LiczbaWierszySprzedazy": "3", "PodatekNalezny": "2182.20"}]
    assert found(content, "ZakupCtrl") == [{"LiczbaWierszyZakupow": "3", "PodatekNaliczony": "5415.01"}]
    assert check_jpk(content).to_dict("records") == []
    minus, plus = found(content, "SprzedazWiersz")[1:]
    assert (minus["TerminPlatnosci"], minus["K_19"], minus["K_20"]) == ("2026-06-11", "-593.50", "-136.50")
    assert (plus["DataZaplaty"], plus["K_19"], plus["K_20"]) == ("2026-09-05", "81.30", "18.70")


@pytest.mark.parametrize("id", ["V7M-1", "V7K-1", "V7K-2", "V7M-3", "VAT-3"])  # the others are reconstructed, without notes
def test_control_sums_follow_the_notes_of_the_schema(id: str) -> None:
    """vat.md 2.3: the fields that the schema's own notes name; FP counts as a row and not in the tax."""
    files = Path(__file__).parents[2] / "shared" / "schemas" / "tax" / f"jpk_{id[:3].lower()}_{id[-1]}"
    if not files.exists():
        pytest.skip("the schemas are not beside the project")
    (path,) = files.glob("Schemat*.xsd")
    form: Any = id.partition("-")[0]
    for name, signs in (("PodatekNalezny", OUTPUT_TAX[form]), ("PodatekNaliczony", INPUT_TAX[form])):
        notes: Any = etree.parse(path).xpath(f"//*[@name='{name}']//*[local-name()='documentation']/text()")
        added, _, taken = str(notes[0]).partition("pomniejszona")
        expected = {part.strip(" ,.;"): 1 for part in added.replace(",", " ").split() if part.startswith("K_")}
        expected |= {part.strip(" ,.;"): -1 for part in taken.replace(",", " ").split() if part.startswith("K_")}
        assert dict(signs) | {"K_360": -1} == expected | {"K_360": -1}
        assert ("K_360" in expected) == (id == "V7M-3" and signs is OUTPUT_TAX[form])


def test_control_sums_of_a_hand_table() -> None:
    columns = {f"K_{field}": [10**6 * field, 7, 0] for field in range(10, 37)} | {"K_360": [1000, 0, 0]}
    of_sales = table(sale_columns("V7M"), columns | {"document_type": ["", "FP", "RO"]})
    of_purchases = table(purchase_columns("V7M"), {f"K_{field}": [field, -1] for field in range(40, 48)})
    tax = 10**6 * (16 + 18 + 20 + 24 + 26 + 28 + 30 + 32 + 33 + 34 - 35 - 36) - 1000
    expected = Control(3, tax), Control(2, 41 + 43 + 44 + 45 + 46 + 47 - 6)
    assert controls(of_sales, of_purchases, version("V7M-3")) == expected


@pytest.mark.parametrize("id", KINDS)
def test_rows_hold_what_the_table_holds(id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read back field by field, with batches smaller than the table: both of a pair, other amounts only if not 0."""
    monkeypatch.setattr(row_writing, "BATCH", 3)
    of_sales = sales(id)
    content = jpk_bytes(JpkFile(header(id), COMPANY, None, of_sales, purchases(id)))
    assert content == jpk_bytes(whole(id, parts="record"))
    pairs = {f"K_{base}": f"K_{base + 1}" for base in (15, 17, 19, 23, 25, 27, 29, 31)}
    pairs |= {tax: base for base, tax in pairs.items()}
    for row, written in zip(of_sales.to_dict("records"), found(content, "SprzedazWiersz"), strict=True):
        amounts = {name: row[name] for name in row if str(name).startswith("K_")}
        shown = {name: value for name, value in amounts.items() if value or amounts.get(pairs.get(str(name), ""))}
        assert {name: money.parse(text) for name, text in written.items() if name.startswith("K_")} == shown
        assert [name for name in written if name in (*row["markers"].split(), "SprzedazVAT_Marza")] == row[
            "markers"
        ].split() + (["SprzedazVAT_Marza"] if row["margin"] else [])
        assert written["NazwaKontrahenta"] == row["name"]
        assert ("KorektaPodstawyOpodt" in written) == row["relief"]
        assert ("TerminPlatnosci" in written) == (id[-1] != "1" and not pd.isna(row["due_date"]))
        choice = [name for name in ("OFF", "BFK", "DI") if name in written] + [written.get("NrKSeF", "")]
        assert "".join(choice) == (row["ksef"] if id[-1] == "3" else "")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-(10**18) + 1, 10**18 - 1), min_size=1, max_size=5), st.sampled_from(["K_10", "K_19", "margin"]))
@example([0, 1, -1, 99, -99, 100, -100], "K_10")
def test_amounts_survive_to_the_grosz(grosze: list[int], column: str) -> None:
    count = len(grosze)
    plain = {"tax_id": ["1"] * count, "name": ["x"] * count, "document": ["y"] * count, "ksef": ["DI"] * count}
    rows = {"row": range(1, count + 1), "issue_date": ["2026-09-01"] * count, **plain, column: grosze}
    name = "SprzedazVAT_Marza" if column == "margin" else column
    content = jpk_bytes(record("V7M-3", table(sale_columns("V7M"), rows)))
    assert [money.parse(row.get(name, "0")) for row in found(content, "SprzedazWiersz")] == grosze


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text("<>&\"' \t\r\n]]>\x01\ufffeąż𝄞", max_size=20)


@settings(max_examples=50, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
@example("]]>", "&amp;", "a\rb")
@example("\u2028x\x85", "𝄞", "\u00a0")
def test_any_text_survives_or_is_refused(name: str, document: str, tax_id: str) -> None:
    """What a parser of its own finds is the text with blanks as xsd:token counts them; nothing else is written."""
    given = [
        " ".join(text.replace("\t", " ").replace("\r", " ").replace("\n", " ").split(" ")) for text in (name, document, tax_id)
    ]
    expected = [" ".join(part for part in text.split(" ") if part) for text in given]
    writable = all(expected) and not any(sign in text for text in expected for sign in map(chr, (*range(32), 0xFFFE, 0xFFFF)))
    file = one_sale(name=name, document=document, tax_id=tax_id)
    if not writable:
        with pytest.raises(FilingError, match="17"):
            jpk_bytes(file)
        return
    content = jpk_bytes(file)
    (row,) = found(content, "SprzedazWiersz")
    assert [row["NazwaKontrahenta"], row["DowodSprzedazy"], row["NrKontrahenta"]] == expected
    assert_valid(content, "V7M-3")


@settings(max_examples=50, deadline=None)
@given(TEXTS, TEXTS)
@example("\ud800", "x")
@example("x\r\ny", "\t")
def test_texts_of_the_head_survive_or_are_refused(reason: str, name: str) -> None:
    """P_ORDZU keeps its line ends; half of a surrogate pair is refused."""
    file = replace(whole("V7M-3"), declaration=declaration("V7M-3", P_ORDZU=reason), taxpayer=replace(COMPANY, name=name))
    forbidden = {*map(chr, range(32)), "\ufffe", "\uffff", "\ud800"} - set("\t\r\n")
    if forbidden & {*reason, *name} or not reason or not name.strip(" \t\r\n"):
        with pytest.raises(FilingError, match=r"P_ORDZU|PelnaNazwa"):
            jpk_bytes(file)
        return
    content = jpk_bytes(file)
    assert_valid(content, "V7M-3")
    assert fields_of(content)["P_ORDZU"] == reason


def test_the_other_one_of_a_pair_is_written_as_zero() -> None:
    part = DeclarationPart(Month("2026-09"), {"P_51": 0, "P_20": 5, "P_38": 5, "P_68": -1})
    content = jpk_bytes(JpkFile(header("V7M-3"), COMPANY, part))
    assert list(fields_of(content).items()) == [
        *(("P_19", "0"), ("P_20", "5"), ("P_38", "5"), ("P_51", "0"), ("P_68", "-1"), ("P_69", "0"))
    ]
    assert_valid(content, "V7M-3")


@pytest.mark.parametrize(
    "made_at",
    [datetime(2026, 10, 1, 0, 30, tzinfo=timezone(timedelta(hours=2))), datetime(2026, 9, 30, 22, 30)],
    ids=["with a zone", "without one it is UTC"],
)
def test_the_time_is_that_of_greenwich(made_at: datetime) -> None:
    root = etree.fromstring(jpk_bytes(replace(whole("V7M-3"), header=replace(header("V7M-3"), made_at=made_at))))
    assert root.findtext("{*}Naglowek/{*}DataWytworzeniaJPK") == "2026-09-30T22:30:00Z"


def test_a_file_takes_its_place_in_one_step(tmp_path: Path) -> None:
    """After an error the file of before is there and nothing else; afterwards the new one, with its rights."""
    target = tmp_path / "jpk.xml"
    target.write_bytes(b"before")
    target.chmod(0o640)
    with pytest.raises(FilingError):
        write_jpk(one_sale(name=""), target)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]
    write_jpk(whole("V7M-3"), str(target))
    assert target.read_bytes() == jpk_bytes(whole("V7M-3"))
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_in_the_middle_of_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workbench.filing.writing.jpk.row_text", broken)
    with pytest.raises(FilingError, match="brak miejsca na dysku"):
        write_jpk(whole("V7M-3"), tmp_path / "jpk.xml")
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cannot_be_written(tmp_path: Path) -> None:
    for target in (tmp_path / "nowhere" / "jpk.xml", tmp_path):
        with pytest.raises(FilingError, match=re.escape(str(target))):
            write_jpk(whole("V7M-3"), target)
    assert list(tmp_path.iterdir()) == []
    assert list(tmp_path.parent.glob(".*.partial")) == []


@pytest.mark.parametrize("id", KINDS)
def test_written_files_are_read_back_equal(id: str) -> None:
    """What the program reads is what was written: header, taxpayer, fields, rows and control sums."""
    file = whole(id, PERSON if id.startswith("V7K") else COMPANY, purpose=2)
    read = read_jpk(jpk_bytes(file))
    assert file.sales is not None and file.purchases is not None
    assert read.sales is not None and read.purchases is not None
    assert file.declaration is not None and read.declaration is not None
    assert replace(read.header, made_at=file.header.made_at) == file.header
    assert read.taxpayer == file.taxpayer
    assert (read.declaration.period, read.declaration.fields) == (file.declaration.period, file.declaration.fields)
    pd.testing.assert_frame_equal(read.sales, file.sales)
    pd.testing.assert_frame_equal(read.purchases, file.purchases)
    assert (read.sales_control, read.purchases_control) == controls(file.sales, file.purchases, file.header.version)


def test_a_small_size_of_the_benchmark_runs() -> None:
    from tests.benchmarks import filing_writing

    figures = filing_writing.run(1_000, repeats=1)
    assert len(figures) == 3 and all(figure["ratio"] > 0 and figure["bar"] > 0 for figure in figures)
