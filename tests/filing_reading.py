"""JPK files written by hand as texts, and a reader of their rows that knows lxml and Decimal only."""

import random
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from lxml import etree

from workbench.errors import FilingError
from workbench.filing.files import JpkFile
from workbench.filing.reading.jpk import read_jpk
from workbench.filing.rows import purchase_columns, sale_columns

V7_HEADER = """<Naglowek><KodFormularza kodSystemowy="{name}" wersjaSchemy="{schema}">JPK_VAT</KodFormularza>
<WariantFormularza>{number}</WariantFormularza><DataWytworzeniaJPK>2026-10-20T14:00:00.5+02:00</DataWytworzeniaJPK>
<NazwaSystemu> Liczydło
 1 </NazwaSystemu><CelZlozenia poz="P_7">{purpose}</CelZlozenia><KodUrzedu>1435</KodUrzedu><Rok>{year}</Rok>
<Miesiac>{month}</Miesiac></Naglowek>"""
COMPANY = """<Podmiot1 rola="Podatnik"><OsobaNiefizyczna><NIP>1111111111</NIP><PelnaNazwa>Łąka &amp; Synowie</PelnaNazwa>
<Email>biuro@laka.example</Email><Telefon>+48221234567</Telefon></OsobaNiefizyczna></Podmiot1>"""
PERSON = """<Podmiot1 rola="Podatnik"><OsobaFizyczna><etd:NIP>2222222222</etd:NIP><etd:ImiePierwsze>Jan</etd:ImiePierwsze>
<etd:Nazwisko>Zmyślony</etd:Nazwisko><etd:DataUrodzenia>1980-02-29</etd:DataUrodzenia><Email>jan@zmyslony.example</Email>
</OsobaFizyczna></Podmiot1>"""
EMPTY = """<Ewidencja><SprzedazCtrl><LiczbaWierszySprzedazy>0</LiczbaWierszySprzedazy><PodatekNalezny>0</PodatekNalezny>
</SprzedazCtrl><ZakupCtrl><LiczbaWierszyZakupow>0</LiczbaWierszyZakupow><PodatekNaliczony>0.00</PodatekNaliczony></ZakupCtrl>
</Ewidencja>"""
SALE = """<SprzedazWiersz><LpSprzedazy>{row}</LpSprzedazy><NrKontrahenta>3333333333</NrKontrahenta>
<NazwaKontrahenta>Bracia</NazwaKontrahenta><DowodSprzedazy>FV/{row}</DowodSprzedazy>
<DataWystawienia>2026-09-01</DataWystawienia>{more}</SprzedazWiersz>"""
VAT_3 = """<JPK xmlns="http://jpk.mf.gov.pl/wzor/2017/11/13/1113/"><Naglowek>
<KodFormularza kodSystemowy="JPK_VAT (3)" wersjaSchemy="1-1">JPK_VAT</KodFormularza><WariantFormularza>3</WariantFormularza>
<CelZlozenia>2</CelZlozenia><DataWytworzeniaJPK>2019-10-20T12:00:00</DataWytworzeniaJPK><DataOd>2019-09-01</DataOd>
<DataDo>2019-09-30</DataDo><NazwaSystemu>Inny</NazwaSystemu></Naglowek><Podmiot1><NIP>1111111111</NIP>
<PelnaNazwa>Łąka</PelnaNazwa></Podmiot1>
<SprzedazWiersz><LpSprzedazy>1</LpSprzedazy><NrKontrahenta>3333333333</NrKontrahenta><NazwaKontrahenta>Bracia</NazwaKontrahenta>
<AdresKontrahenta>Żadna 1, Nigdzie</AdresKontrahenta><DowodSprzedazy>FV/1</DowodSprzedazy>
<DataWystawienia>2019-09-01</DataWystawienia><DataSprzedazy>2019-08-31</DataSprzedazy><K_19>-593.5</K_19><K_20>-136.50</K_20>
<K_38>7</K_38></SprzedazWiersz>
<SprzedazCtrl><LiczbaWierszySprzedazy>1</LiczbaWierszySprzedazy><PodatekNalezny>-136.5</PodatekNalezny></SprzedazCtrl>
<ZakupWiersz><LpZakupu>1</LpZakupu><NrDostawcy>4444444444</NrDostawcy><NazwaDostawcy>Hurtownia</NazwaDostawcy>
<AdresDostawcy>Inna 2</AdresDostawcy><DowodZakupu>Z/1</DowodZakupu><DataZakupu>2019-09-02</DataZakupu>
<DataWplywu>2019-09-05</DataWplywu><K_45>100.00</K_45><K_46>23.00</K_46><K_49>-93.49</K_49></ZakupWiersz>
<ZakupCtrl><LiczbaWierszyZakupow>1</LiczbaWierszyZakupow><PodatekNaliczony>-70.49</PodatekNaliczony></ZakupCtrl></JPK>"""

COLUMNS = {
    "KodKrajuNadaniaTIN": "country",
    "NrKontrahenta": "tax_id",
    "NrDostawcy": "tax_id",
    "NazwaKontrahenta": "name",
    "NazwaDostawcy": "name",
    "DowodSprzedazy": "document",
    "DowodZakupu": "document",
    "DataWystawienia": "issue_date",
    "DataZakupu": "issue_date",
    "DataSprzedazy": "sale_date",
    "DataWplywu": "received_date",
    "TypDokumentu": "document_type",
    "DokumentZakupu": "document_type",
    "TerminPlatnosci": "due_date",
    "DataZaplaty": "payment_date",
    "NrKSeF": "ksef",
}


def v7(version: Any, parts: str, *, party: str = COMPANY, purpose: int = 1, prefix: str = "", **more: Any) -> bytes:
    """A JPK_V7 of a structure with these parts; with a prefix where the elements are to have one."""
    given = {"name": version.name, "number": version.number, "schema": version.schema, "purpose": purpose}
    header = V7_HEADER.format(**given, year=more.get("year", 2026), month=more.get("month", 9))
    text = f'<JPK xmlns="{version.namespace}" xmlns:etd="{version.types}">\n{header}\n{party}\n{parts}\n</JPK>'
    if prefix:
        text = re.sub("<(/?)(?=[A-Z])", rf"<\1{prefix}:", text).replace("xmlns=", f"xmlns:{prefix}=")
    return text.encode()


def by_hand(row: Any, columns: dict[str, str]) -> dict[str, Any]:
    """The values of a row element in the columns of its table; days as ISO texts."""
    values: dict[str, Any] = {}
    markers = []
    for field in row.iterchildren("*"):
        name, text = etree.QName(field).localname, " ".join((field.text or "").split())
        if name.startswith("Lp"):
            values["row"] = int(text)
        elif name.startswith("K_") or name.endswith("_Marza"):
            values["margin" if name.endswith("_Marza") else name] = int(Decimal(text) * 100)
        elif name == "KorektaPodstawyOpodt":
            values["relief"] = True
        elif name in ("OFF", "BFK", "DI"):
            values["ksef"] = name
        elif name in COLUMNS:
            values[COLUMNS[name]] = text
        elif not name.startswith("Adres"):
            markers.append(name)
    blank = {"str": "", "int64": 0, "bool": False, "datetime64[s]": ""}
    return {name: values.get(name, blank[kind]) for name, kind in columns.items()} | {"markers": " ".join(markers)}


_BROKEN = (b"<", b">", b"&", b"&#0;", b"</", b"]]>", b"<!--", b"<![CDATA[", b"\x00", b"\xff", b"<K_19>", b"1", b'"', b"\n", b"")


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A file with one to three things wrong: a byte changed, a piece replaced, a piece repeated elsewhere, the end cut off."""
    changed = bytearray(content)
    for _change in range(chance.randint(1, 3)):
        if not changed:
            break
        at = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                changed[at : at + chance.randrange(40)] = chance.choice(_BROKEN)
            case 2:
                other = chance.randrange(len(changed))
                changed[at:at] = changed[other : other + chance.randrange(200)]
            case _:
                del changed[at:]
                changed += b" "
    return bytes(changed)


def refused(content: bytes) -> str:
    """What the reader says about a file that it refuses."""
    with pytest.raises(FilingError) as error:
        read_jpk(content)
    return str(error.value)


def assert_same(one: JpkFile, other: JpkFile) -> None:
    """Two files are equal in all parts."""
    assert replace(one, sales=None, purchases=None) == replace(other, sales=None, purchases=None) or (
        (one.header, one.taxpayer, one.declaration) == (other.header, other.taxpayer, other.declaration)
    )
    for here, there in ((one.sales, other.sales), (one.purchases, other.purchases)):
        assert (here is None) == (there is None)
        if here is not None and there is not None:
            pd.testing.assert_frame_equal(here, there)


def known(content: bytes) -> None:
    """The tables are those that a reader with lxml and Decimal alone finds."""
    file, tree = read_jpk(content), etree.fromstring(content)
    for read, columns, row in (
        (file.sales, sale_columns(file.header.version.form), "SprzedazWiersz"),
        (file.purchases, purchase_columns(file.header.version.form), "ZakupWiersz"),
    ):
        expected = [by_hand(element, columns) for element in tree.iterfind(f".//{{*}}{row}")]
        assert read is not None
        shown = read.assign(
            **{name: read[name].dt.strftime("%Y-%m-%d").fillna("") for name in read if read[name].dtype.kind == "M"}
        )
        assert shown.to_dict("records") == expected
