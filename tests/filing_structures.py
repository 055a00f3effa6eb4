"""JPK_V7 files of every structure written out by hand for the tests of the schema and of the checks, and the real schemas."""

from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from lxml import etree

SCHEMAS = Path(__file__).parents[2] / "shared" / "schemas" / "tax"
IDS = ("V7M-1", "V7K-1", "V7M-2", "V7K-2", "V7M-3", "V7K-3")
NAMESPACES = {
    "V7M-1": "http://crd.gov.pl/wzor/2020/05/08/9393/",
    "V7K-1": "http://crd.gov.pl/wzor/2020/05/08/9394/",
    "V7M-2": "http://crd.gov.pl/wzor/2021/12/27/11148/",
    "V7K-2": "http://crd.gov.pl/wzor/2021/12/27/11149/",
    "V7M-3": "http://crd.gov.pl/wzor/2025/12/19/14090/",
    "V7K-3": "http://crd.gov.pl/wzor/2025/12/19/14089/",
}
GENERAL = {
    "1": "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2020/03/11/eD/DefinicjeTypy/",
    "2": "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2021/06/08/eD/DefinicjeTypy/",
    "3": "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2022/09/13/eD/DefinicjeTypy/",
}
PERIODS = {"1": ("2021", "9"), "2": ("2025", "12"), "3": ("2026", "9")}
MADE = {"1": "2021-10-20T12:00:00Z", "2": "2026-01-20T12:00:00Z", "3": "2026-10-20T12:00:00Z"}
SCHEMA_VERSION = {"1": "1-2E", "2": "1-0E", "3": "1-0E"}
DECLARATIONS = {
    "V7M-1": ("VAT-7", "21"),
    "V7K-1": ("VAT-7K", "15"),
    "V7M-2": ("VAT-7", "22"),
    "V7K-2": ("VAT-7K", "16"),
    "V7M-3": ("VAT-7", "23"),
    "V7K-3": ("VAT-7K", "17"),
}
KSEF = "5265877635-20260905-0100001AF629-2B"
GTU = tuple(f"GTU_{number:02}" for number in range(1, 14))


def words(text: str) -> list[str]:
    """Words set apart by blanks."""
    return text.split()


PROCEDURES = words("TP TT_WNT TT_D MR_T MR_UZ I_42 I_63 B_SPV B_SPV_DOSTAWA B_MPV_PROWIZJA")


@lru_cache
def real_schema(structure: str) -> Any:
    """The official schema of a structure; the test is skipped where it is not at hand."""
    folder = SCHEMAS / f"jpk_{structure.lower().replace('-', '_')}"
    found = sorted(folder.glob("Schemat_*.xsd"))
    if not found:
        pytest.skip("the schemas of JPK_V7 are not beside the project")
    return etree.XMLSchema(etree.parse(found[0]))


def tag(name: str, value: str, **attributes: str) -> str:
    """One element with a text."""
    written = "".join(f' {key}="{escape(text)}"' for key, text in attributes.items())
    return f"<{name}{written}>{escape(value)}</{name}>"


def tags(*pairs: tuple[str, object]) -> str:
    """Elements one after the other; None is left out."""
    return "".join(tag(name, str(value)) for name, value in pairs if value is not None)


def header(structure: str, period: tuple[str, str] | None = None, made: str = "", purpose: str = "1") -> str:
    number = structure[-1]
    year, month = period or PERIODS[number]
    name = f"JPK_{structure[:3]} ({number})"
    return (
        "<Naglowek>"
        + tag("KodFormularza", "JPK_VAT", kodSystemowy=name, wersjaSchemy=SCHEMA_VERSION[number])
        + tags(("WariantFormularza", number), ("DataWytworzeniaJPK", made or MADE[number]), ("NazwaSystemu", "Liczydło"))
        + tag("CelZlozenia", purpose, poz="P_7")
        + tags(("KodUrzedu", "1471"), ("Rok", year), ("Miesiac", month))
        + "</Naglowek>"
    )


def taxpayer(structure: str, person: bool = False) -> str:
    contact = tags(("Email", "biuro@example.com"), ("Telefon", "+48 22 123 45 67"))
    if person:
        who = tags(
            ("e:NIP", "5265877635"), ("e:ImiePierwsze", "Anna"), ("e:Nazwisko", "Żak"), ("e:DataUrodzenia", "1980-02-29")
        )
        inside = f"<OsobaFizyczna>{who}{contact}</OsobaFizyczna>"
    else:
        who = tags(("NIP", "5265877635"), ("PelnaNazwa", "Młyn & Syn sp. z o.o."))
        inside = f"<OsobaNiefizyczna>{who}{contact}</OsobaNiefizyczna>"
    return f'<Podmiot1 rola="Podatnik">{inside}</Podmiot1>'


def declaration(structure: str, fields: str, quarter: str = "") -> str:
    code, variant = DECLARATIONS[structure]
    attributes = {
        "kodSystemowy": f"{code} ({variant})",
        "kodPodatku": "VAT",
        "rodzajZobowiazania": "Z",
        "wersjaSchemy": SCHEMA_VERSION[structure[-1]],
    }
    month = int(PERIODS[structure[-1]][1])
    inside = tags(("Kwartal", quarter or str(-(-month // 3)))) if structure.startswith("V7K") else ""
    return (
        "<Deklaracja><Naglowek>"
        + tag("KodFormularzaDekl", code, **attributes)
        + tags(("WariantFormularzaDekl", variant))
        + inside
        + f"</Naglowek><PozycjeSzczegolowe>{fields}</PozycjeSzczegolowe><Pouczenia>1</Pouczenia></Deklaracja>"
    )


def full_fields(structure: str) -> str:
    """A declaration with every field that the structure has (its sums do not matter to a schema)."""
    number = int(structure[-1])
    numbered = [(f"P_{one}", "100") for one in range(10, 37)]
    return tags(
        *numbered,
        ("P_360", "1" if number == 3 else None),
        *((f"P_{one}", "-12" if one == 46 else "12") for one in range(37, 55)),
        ("P_57" if number == 2 else "P_55", "1"),
        ("P_59", "1"),
        ("P_60", "5"),
        ("P_61", "VAT za 10/2026"),
        ("P_62", "0"),
        *((f"P_{one}", "1") for one in (63, 64, 65, 66)),
        ("P_660", "1" if number > 1 else None),
        ("P_67", "1"),
        ("P_68", "-594"),
        ("P_69", "-137"),
        ("P_ORDZU", "Korekta  stawki\npodatku"),
    )


def row_head(structure: str, place: int, marker: tuple[str, str] = ("BFK", "1"), **given: str) -> list[tuple[str, object]]:
    """The first elements of a sale up to the KSeF marker."""
    return [
        ("LpSprzedazy", place),
        ("KodKrajuNadaniaTIN", given.get("country")),
        ("NrKontrahenta", given.get("tax_id", "5260250274")),
        ("NazwaKontrahenta", given.get("name", "Odbiorca S.A.")),
        ("DowodSprzedazy", given.get("document", f"FV/{place}")),
        ("DataWystawienia", given.get("issued", _day(structure, 5))),
        ("DataSprzedazy", given.get("sold")),
        *([marker] if structure.endswith("3") else []),
    ]


def purchase_head(structure: str, place: int, marker: tuple[str, str] = ("BFK", "1"), **given: str) -> list[tuple[str, object]]:
    return [
        ("LpZakupu", place),
        ("KodKrajuNadaniaTIN", given.get("country")),
        ("NrDostawcy", given.get("tax_id", "5260250274")),
        ("NazwaDostawcy", given.get("name", "Dostawca S.A.")),
        ("DowodZakupu", given.get("document", f"Z/{place}")),
        ("DataZakupu", given.get("issued", _day(structure, 5))),
        ("DataWplywu", given.get("received")),
        *([marker] if structure.endswith("3") else []),
    ]


def sale(head: list[tuple[str, object]], *rest: tuple[str, object]) -> str:
    return f"<SprzedazWiersz>{tags(*head, *rest)}</SprzedazWiersz>"


def purchase(head: list[tuple[str, object]], *rest: tuple[str, object]) -> str:
    return f"<ZakupWiersz>{tags(*head, *rest)}</ZakupWiersz>"


def full_sale(structure: str) -> str:
    """A sale with every element that the structure has."""
    number = structure[-1]
    procedures = [*(("SW", "EE") if number == "1" else ("WSTO_EE", "IED")), *PROCEDURES, *(("MPP",) if number == "1" else ())]
    dated = [("TerminPlatnosci", "2026-06-10")] if number != "1" else []
    return sale(
        row_head(structure, 1, ("NrKSeF", KSEF), country="DE", sold=_day(structure, 4)),
        ("TypDokumentu", "FP"),
        *((marker, 1) for marker in (*GTU, *procedures)),
        ("KorektaPodstawyOpodt", 1),
        *dated,
        *((f"K_{one}", "-10.50") for one in range(10, 37)),
        ("K_360", "0.01" if number == "3" else None),
        ("SprzedazVAT_Marza", "100"),
    )


def full_purchase(structure: str) -> str:
    number = structure[-1]
    return purchase(
        purchase_head(structure, 1, ("NrKSeF", KSEF), country="EL", received=_day(structure, 6)),
        ("DokumentZakupu", "VAT_RR"),
        *([("MPP", 1)] if number == "1" else []),
        ("IMP", 1),
        *((f"K_{one}", "10.5") for one in range(40, 48)),
        ("ZakupVAT_Marza", "12.34"),
    )


def record(structure: str, sales: str, purchases: str, due: tuple[object, object], paid: tuple[object, object]) -> str:
    """The record part; the control sums are (rows, tax)."""
    sold = f"<SprzedazCtrl>{tags(('LiczbaWierszySprzedazy', due[0]), ('PodatekNalezny', due[1]))}</SprzedazCtrl>"
    bought = f"<ZakupCtrl>{tags(('LiczbaWierszyZakupow', paid[0]), ('PodatekNaliczony', paid[1]))}</ZakupCtrl>"
    return f"<Ewidencja>{sales}{sold}{purchases}{bought}</Ewidencja>"


def document(structure: str, *parts: str) -> bytes:
    spaces = f'xmlns="{NAMESPACES[structure]}" xmlns:e="{GENERAL[structure[-1]]}"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<JPK {spaces}>{"".join(parts)}</JPK>'.encode()


def full(structure: str, person: bool = False) -> bytes:
    """A file with everything that the structure can hold, a plain row besides; right for a schema, not for the sums."""
    plain = sale(row_head(structure, 2), ("K_19", "100.00"), ("K_20", "23.00"))
    bought = purchase(purchase_head(structure, 2, ("DI", "1")), ("K_42", "5000"), ("K_43", "1150"))
    return document(
        structure,
        header(structure),
        taxpayer(structure, person),
        declaration(structure, full_fields(structure)),
        record(structure, full_sale(structure) + plain, full_purchase(structure) + bought, (2, "0"), (2, "0")),
    )


def _day(structure: str, day: int) -> str:
    year, month = PERIODS[structure[-1]]
    return f"{year}-{int(month):02}-{day:02}"
