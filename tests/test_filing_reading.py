"""`read_jpk` (issue 6, part 2): hand-made files of every structure, files of the writer read back, damaged and hostile ones."""

import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import filing_writing as written
from tests.filing_reading import COMPANY, EMPTY, PERSON, SALE, VAT_3, assert_same, known, refused, v7
from workbench.days import Month, Quarter
from workbench.errors import FilingError
from workbench.filing.files import Control, Taxpayer
from workbench.filing.reading.jpk import read_jpk
from workbench.filing.rows import purchase_columns, sale_columns, table
from workbench.filing.safe_xml import LARGEST
from workbench.filing.versions import versions
from workbench.filing.writing.jpk import jpk_bytes
from workbench.i18n import in_language

GOLDEN = Path(__file__).parent / "golden" / "filing"
V7 = [version for version in versions() if version.form != "VAT"]
KSEF = written.KSEF_NUMBER
IDS = [version.id for version in V7]
V7M_3 = next(version for version in V7 if version.id == "V7M-3")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with in_language("en"):
        yield


def rows(*more: str) -> bytes:
    """A JPK_V7M (3) of rows of sales with these elements after the date."""
    sales = "".join(SALE.format(row=number, more=one) for number, one in enumerate(more, start=1))
    return v7(V7M_3, EMPTY.replace("<Ewidencja>", f"<Ewidencja>{sales}"))


@pytest.mark.parametrize("prefix", ["", "tns"])
@pytest.mark.parametrize("version", V7, ids=IDS)
def test_every_structure_written_by_hand_is_read(version: Any, prefix: str) -> None:
    dated = version.number > 1
    sale = (
        f"<KodKrajuNadaniaTIN>DE</KodKrajuNadaniaTIN><DataSprzedazy>2026-08-31</DataSprzedazy>"
        f"{'<DI>1</DI>' if version.number == 3 else ''}<TypDokumentu>WEW</TypDokumentu><GTU_13>1</GTU_13><TP>1</TP>"
        f"<KorektaPodstawyOpodt>1</KorektaPodstawyOpodt>{'<TerminPlatnosci>2026-06-10</TerminPlatnosci>' if dated else ''}"
        f"<K_19> +1 </K_19><K_20>-0.01</K_20><K_21>.5</K_21><K_22>1.50</K_22><K_10>7.</K_10><K_11>-007.100</K_11>"
        f"<SprzedazVAT_Marza>9999999999999999.99</SprzedazVAT_Marza>"
    )
    purchase = (
        "<ZakupWiersz><LpZakupu>1</LpZakupu><NrDostawcy>4444444444</NrDostawcy><NazwaDostawcy>A &lt;B&gt; "
        "<![CDATA[&]]>\n C</NazwaDostawcy><DowodZakupu>Z/1</DowodZakupu><DataZakupu>2026-09-02</DataZakupu>"
        f"<DataWplywu>2026-09-05</DataWplywu>{f'<NrKSeF>{KSEF}</NrKSeF>' if version.number == 3 else ''}"
        "<IMP>1</IMP><K_46>-93.49</K_46></ZakupWiersz><ZakupCtrl>"
    )
    record = EMPTY.replace("<Ewidencja>", "<Ewidencja>" + SALE.format(row=1, more=sale)).replace("<ZakupCtrl>", purchase)
    form = version.declaration
    quarter = "<Kwartal>3</Kwartal>" if version.form == "V7K" else ""
    declared = (
        f"<Deklaracja><Naglowek><KodFormularzaDekl kodPodatku='VAT'>{form.code}</KodFormularzaDekl>"
        f"<WariantFormularzaDekl>{form.variant}</WariantFormularzaDekl>{quarter}</Naglowek><PozycjeSzczegolowe><P_38>-12</P_38>"
        f"<P_51>0</P_51><P_61>a  b</P_61><P_ORDZU>1\n2</P_ORDZU></PozycjeSzczegolowe><Pouczenia>1</Pouczenia></Deklaracja>"
    )
    file = read_jpk(v7(version, declared + record, prefix=prefix, purpose=2, party=PERSON))
    assert (file.header.version, file.header.month, file.header.purpose) == (version, Month("2026-09"), 2)
    assert (file.header.tax_office, file.header.system) == ("1435", "Liczydło 1")
    assert file.header.made_at == datetime(2026, 10, 20, 12, 0, 0, 500_000, tzinfo=UTC)
    assert file.taxpayer == Taxpayer(
        "2222222222", "", "jan@zmyslony.example", "", "Jan", "Zmyślony", birth_date=date(1980, 2, 29)
    )
    assert file.declaration is not None
    assert file.declaration.period == (Quarter("2026Q3") if quarter else Month("2026-09"))
    assert dict(file.declaration.fields) == {"P_38": -12, "P_51": 0, "P_61": "a  b", "P_ORDZU": "1\n2"}
    assert (file.sales_control, file.purchases_control) == (Control(0, 0), Control(0, 0))
    expected: dict[str, list[Any]] = {
        "row": [1],
        "country": ["DE"],
        "tax_id": ["3333333333"],
        "name": ["Bracia"],
        "document": ["FV/1"],
        "issue_date": ["2026-09-01"],
        "sale_date": ["2026-08-31"],
        "document_type": ["WEW"],
        "markers": ["GTU_13 TP"],
        "relief": [True],
        "K_19": [100],
        "K_20": [-1],
        "K_21": [50],
        "K_22": [150],
        "K_10": [700],
        "K_11": [-710],
        "margin": [999_999_999_999_999_999],
        "due_date": ["2026-06-10" if dated else None],
        "ksef": ["DI" if version.number == 3 else ""],
    }
    assert file.sales is not None
    pd.testing.assert_frame_equal(file.sales, table(sale_columns(version.form), expected))
    bought: dict[str, list[Any]] = {
        "row": [1],
        "tax_id": ["4444444444"],
        "name": ["A <B> & C"],
        "document": ["Z/1"],
        "issue_date": ["2026-09-02"],
        "received_date": ["2026-09-05"],
        "markers": ["IMP"],
        "K_46": [-9349],
        "ksef": [KSEF if version.number == 3 else ""],
    }
    assert file.purchases is not None
    pd.testing.assert_frame_equal(file.purchases, table(purchase_columns(version.form), bought))


def test_jpk_vat_3_has_fields_of_its_own() -> None:
    """K_46 is ordinary input tax there; art. 89b is K_49 and K_50 (vat.md 2.1)."""
    file = read_jpk(VAT_3.encode())
    assert (file.header.version.id, file.header.month, file.header.purpose) == ("VAT-3", Month("2019-09"), 2)
    assert file.taxpayer == Taxpayer("1111111111", "Łąka")
    assert file.declaration is None
    assert (file.sales_control, file.purchases_control) == (Control(1, -13650), Control(1, -7049))
    assert file.sales is not None
    assert file.purchases is not None
    assert list(file.sales) == list(sale_columns("VAT"))
    assert file.sales.loc[0, ["K_19", "K_20", "K_38", "document"]].to_list() == [-59350, -13650, 700, "FV/1"]
    assert file.purchases.loc[0, ["K_45", "K_46", "K_49", "K_43"]].to_list() == [10000, 2300, -9349, 0]


def test_a_part_alone_and_an_empty_record() -> None:
    declared = "<Deklaracja><PozycjeSzczegolowe><P_38>1</P_38></PozycjeSzczegolowe><Pouczenia>1</Pouczenia></Deklaracja>"
    file = read_jpk(v7(V7M_3, declared))
    assert (file.sales, file.purchases, file.sales_control) == (None, None, None)
    file = read_jpk(v7(V7M_3, EMPTY))
    assert file.declaration is None
    assert file.sales is not None
    pd.testing.assert_frame_equal(file.sales, table(sale_columns("V7M")))


@pytest.mark.parametrize("draft", ["2021/07/08/07081", "2021/07/08/07082", "2025/06/18/06181", "2025/06/18/06182"])
def test_a_draft_is_refused_with_its_name(draft: str) -> None:
    told = refused(f'<JPK xmlns="http://crd.gov.pl/wzor/{draft}/"/>'.encode())
    assert draft in told
    assert "JPK_V7" in told


@pytest.mark.parametrize(
    "content",
    [
        b"<JPK/>",
        b"<Faktura xmlns='http://crd.gov.pl/wzor/2025/06/25/13775/'/>",
        b"PK",
        b"<JPK xmlns='http://crd.gov.pl/wzor/2025/12/19/1}4090/'/>",
        b"<J:K xmlns='http://crd.gov.pl/wzor/2025/12/19/14090/'/>",
    ],
)
def test_what_is_no_jpk_is_refused(content: bytes) -> None:
    refused(content)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("<K_19>1,5</K_19>", ["sales, row 2", "K_19", "1,5", "-1234.56"]),
        ("<K_19>0.001</K_19>", ["K_19", "0.001"]),
        ("<K_19>1e2</K_19>", ["K_19", "1e2"]),
        ("<K_19>NaN</K_19>", ["K_19", "NaN"]),
        ("<K_19/>", ["K_19", "empty"]),
        ("<K_19>10000000000000000.00</K_19>", ["K_19"]),
        ("<K_19>١</K_19>", ["K_19"]),
        ("<DataSprzedazy>2026-02-30</DataSprzedazy>", ["DataSprzedazy", "2026-02-30"]),
        ("<DataSprzedazy>20260901</DataSprzedazy>", ["DataSprzedazy"]),
        ("<GTU_01>2</GTU_01>", ["GTU_01", "2"]),
        ("<KorektaPodstawyOpodt>0</KorektaPodstawyOpodt>", ["KorektaPodstawyOpodt"]),
        ("<K_99>1</K_99>", ["sales, row 2", "K_99", "no such element"]),
        ("<K_19>1</K_19><K_19>2</K_19>", ["K_19"]),
        ("<K_19><x>1</x></K_19>", ["K_19"]),
        ("<MPP>1</MPP>", ["MPP"]),
        ("<K_19 xmlns='urn:other'>1</K_19>", ["urn:other"]),
        ("<BFK>1</BFK><NrKSeF>1</NrKSeF>", ["NrKSeF", "BFK"]),
        ("<LpSprzedazy>x</LpSprzedazy>", ["LpSprzedazy"]),
        ("abc", ["sales, row 2", "text", "abc"]),
        (" <K_19>1</K_19>\n5 ", ["sales, row 2", "text", "5"]),
        ("</SprzedazWiersz>5<SprzedazWiersz><LpSprzedazy>9</LpSprzedazy>", ["Ewidencja, text: 5"]),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(more: str, told: list[str]) -> None:
    message = refused(rows("", more, ""))
    assert all(part in message for part in told), message


def test_all_faults_are_told_but_not_endlessly() -> None:
    message = refused(rows(*["<K_19>a</K_19>"] * 30, "<K_21>b</K_21>"))
    assert message.count("\n") == 21
    assert "and 11 more" in message


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<Rok>2026", "<Rok>tak", "Rok"),
        ("<Miesiac>9", "<Miesiac>13", "Miesiac"),
        ('poz="P_7">1', 'poz="P_7">3', "CelZlozenia"),
        ("2026-10-20T14:00:00.5+02:00", "wczoraj", "DataWytworzeniaJPK"),
        ("<Rok>", "<Inne>1</Inne><Rok>", "Inne"),
        ("<Ewidencja>", "<Inne/><Ewidencja>", "Inne"),
        ("</JPK>", "<Inne/></JPK>", "Inne"),
        ("</Ewidencja>", "<Inne/></Ewidencja>", "Inne"),
        ("<SprzedazCtrl>", "<Inne><LpZakupu/></Inne><SprzedazCtrl>", "Inne"),
        ("<LiczbaWierszySprzedazy>0", "<LiczbaWierszySprzedazy>-", "LiczbaWierszySprzedazy"),
        ("<PodatekNalezny>0", "<PodatekNalezny>", "PodatekNalezny"),
        ("<Telefon>", "<PESEL>1</PESEL><Telefon>", "PESEL"),
        ("<Ewidencja>", f"<Ewidencja/>{COMPANY}<Ewidencja>", "Podmiot1"),
        ("<Ewidencja>", "<Ewidencja><ZakupWiersz/>", "purchases, row ?"),
        ("<Ewidencja>", "<Ewidencja>abc", "Ewidencja, text: abc"),
        ("</Ewidencja>", "</Ewidencja>abc", "JPK, text: abc"),
        ("</JPK>", "<Ewidencja/>abc</JPK>", "JPK, text: abc"),
        ("</SprzedazCtrl>", "</SprzedazCtrl>abc", "Ewidencja, text: abc"),
        ("<SprzedazCtrl>", "<SprzedazCtrl>abc", "SprzedazCtrl, text: abc"),
        ("<Rok>", "abc<Rok>", "Naglowek, text: abc"),
        ("</Podmiot1>", "abc</Podmiot1>", "Podmiot1, text: abc"),
        ("<Email>", "abc<Email>", "OsobaNiefizyczna, text: abc"),
        ("<Email>", "<Email xmlns='urn:other'>", "{urn:other}Email"),
        ("JPK_V7M (3)", "JPK_V7K (3)", "KodFormularza, kodSystemowy: JPK_V7K (3) – expected: JPK_V7M (3)"),
        ('wersjaSchemy="1-0E"', 'wersjaSchemy="1-2E"', "KodFormularza, wersjaSchemy: 1-2E – expected: 1-0E"),
        ("JPK_VAT</KodFormularza>", "JPK_FA</KodFormularza>", "KodFormularza: JPK_FA"),
        ("<WariantFormularza>3", "<WariantFormularza>2", "WariantFormularza: 2 – expected: 3"),
    ],
)
def test_faults_outside_the_rows(old: str, new: str, told: str) -> None:
    content = v7(V7M_3, EMPTY).decode()
    assert old in content
    assert told in refused(content.replace(old, new, 1).encode())


@pytest.mark.parametrize(
    ("version", "name"), [("V7M-1", "P_540"), ("V7K-2", "P_360"), ("V7M-3", "P_57"), ("V7M-3", "P_99"), ("V7M-3", "K_10")]
)
def test_a_field_that_the_declaration_of_the_structure_does_not_have(version: str, name: str) -> None:
    """vat.md 2.3: P_540 from (2) on, P_360 in (3), P_57 up to (2)."""
    of = next(one for one in V7 if one.id == version)
    declared = "<Deklaracja><PozycjeSzczegolowe><P_38>1</P_38>{}</PozycjeSzczegolowe><Pouczenia>1</Pouczenia></Deklaracja>"
    quarter = f"<Naglowek>{'<Kwartal>3</Kwartal>' * (of.form == 'V7K')}</Naglowek>"
    declared = declared.replace("<Pozycje", quarter + "<Pozycje")
    assert read_jpk(v7(of, declared.format("<P_10>1</P_10>"))).declaration is not None
    assert f"Deklaracja, {name}: 1 – expected: no such element" in refused(v7(of, declared.format(f"<{name}>1</{name}>")))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("VAT-7</KodFormularzaDekl>", "VAT-7K</KodFormularzaDekl>", "KodFormularzaDekl: VAT-7K – expected: VAT-7"),
        ("VAT-7 (23)", "VAT-7 (22)", "KodFormularzaDekl, kodSystemowy: VAT-7 (22) – expected: VAT-7 (23)"),
        ("<WariantFormularzaDekl>23", "<WariantFormularzaDekl>22", "WariantFormularzaDekl: 22 – expected: 23"),
        ("</WariantFormularzaDekl>", "</WariantFormularzaDekl><Inne/>", "Deklaracja/Naglowek, Inne"),
    ],
)
def test_a_declaration_of_another_form_than_the_namespace(old: str, new: str, told: str) -> None:
    content = jpk_bytes(written.whole("V7M-3")).decode()
    assert content.count(old) == 1
    assert told in refused(content.replace(old, new).encode())


def test_jpk_vat_names_its_structure_too() -> None:
    assert "KodFormularza, kodSystemowy: JPK_VAT (2)" in refused(VAT_3.replace("JPK_VAT (3)", "JPK_VAT (2)").encode())
    assert "WariantFormularza: 2" in refused(VAT_3.replace("<WariantFormularza>3", "<WariantFormularza>2").encode())


def test_a_file_of_more_than_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    place = tmp_path / "big.xml"
    with place.open("wb") as file:
        file.write(v7(V7M_3, EMPTY))
        file.truncate(LARGEST + 1)

    class Counting(io.FileIO):
        got = 0

        def read(self, size: int | None = -1, /) -> bytes:
            found = super().read(size)
            self.got += len(found)
            return found

    with Counting(place) as stream:
        for source in (place, str(place), stream):
            tracemalloc.start()
            with pytest.raises(FilingError, match=r"big\.xml is larger than 2 GB"):
                read_jpk(source)
            taken = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert taken < 2**21
        assert stream.got == 0


def test_a_stream_that_cannot_go_back_is_refused() -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with pytest.raises(FilingError, match="only once"):
        read_jpk(Stream(v7(V7M_3, EMPTY)))


def test_missing_parts_are_told() -> None:
    told = refused(f'<JPK xmlns="{V7M_3.namespace}"/>'.encode())
    assert "Naglowek" in told


@pytest.mark.parametrize("id", written.MONTHS)
@pytest.mark.parametrize("taxpayer", [written.COMPANY, written.PERSON], ids=["company", "person"])
@pytest.mark.parametrize("parts", ["both", "record", "declaration"])
def test_what_was_written_is_read_back_equal(id: str, taxpayer: Taxpayer, parts: Any) -> None:
    file = written.whole(id, taxpayer, 2, parts)
    back = read_jpk(jpk_bytes(file))
    made_at = file.header.made_at.replace(microsecond=0)
    assert_same(back, replace(file, header=replace(file.header, made_at=made_at)))


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
AMOUNTS = st.integers(-(10**17), 10**17)


@given(st.data())
@settings(max_examples=40)
def test_any_rows_written_are_read_back_equal(data: st.DataObject) -> None:
    id = data.draw(st.sampled_from(sorted(written.MONTHS)))
    count = data.draw(st.integers(0, 5))
    drawn: dict[str, list[Any]] = {
        name: data.draw(st.lists(TEXTS, min_size=count, max_size=count)) for name in ("name", "document")
    }
    amounts = {
        name: data.draw(st.lists(AMOUNTS, min_size=count, max_size=count)) for name in ("K_21", "K_19", "K_20", "margin")
    }
    plain: dict[str, list[Any]] = {
        "row": list(range(1, count + 1)),
        "tax_id": ["1"] * count,
        "issue_date": ["2021-12-01"] * count,
    }
    if id.endswith("3"):
        plain["ksef"] = ["BFK"] * count
    sales = table(sale_columns("V7M"), {**plain, **drawn, **amounts})
    file = replace(written.whole(id, parts="record"), sales=sales)
    back = read_jpk(jpk_bytes(file))
    assert back.sales is not None
    pd.testing.assert_frame_equal(back.sales, sales)


@pytest.mark.parametrize("place", sorted(GOLDEN.glob("V7*.xml")), ids=lambda place: place.stem)
def test_golden_files_are_read_as_a_second_reader_reads_them(place: Path) -> None:
    known(place.read_bytes())
    file = read_jpk(place)
    assert file.header.version.id == place.stem
    assert_same(read_jpk(str(place)), file)
