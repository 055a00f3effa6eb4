"""JPK_V7 files for the tests of the writer, the real schemas where they are at hand, and a second reader of what was written.

Everybody in them is made up; their tax numbers are right by their check digit only.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pytest
from lxml import etree

from workbench.days import Month, Quarter
from workbench.filing.files import DeclarationPart, Header, JpkFile, Purpose, Taxpayer
from workbench.filing.rows import GTU, PROCEDURES, purchase_columns, sale_columns, table
from workbench.filing.versions import Version, version_of

SCHEMAS = Path(__file__).parents[2] / "shared" / "schemas" / "tax"
_MONTHS = {1: "2021-12", 2: "2025-12", 3: "2026-09"}
MONTHS = {f"{form}-{number}": month for form in ("V7M", "V7K") for number, month in _MONTHS.items()}
"""A month of each structure, the last of its quarter."""
COMPANY = Taxpayer("1111111111", 'Wymyślona "Łąka" & Synowie Sp. z o.o.', "biuro@laka.example", "+48221234567")
PERSON = Taxpayer(
    "2222222222", "", "jan@zmyslony.example", first_name="Jan", last_name="Zmyślony-Źdźbło", birth_date=date(1980, 2, 29)
)
KSEF_NUMBER = "1111111111-20260915-0A1B2C-3D4E5F-7A"
REFUNDS = {1: "P_55", 2: "P_57", 3: "P_540"}
_OPTIONAL = {1: {"P_360", "P_660"}, 2: {"P_360"}, 3: set[str]()}


def version(id: str) -> Version:
    """The structure "V7M-3"."""
    form: Any = id[:3]
    return version_of(form, Month(MONTHS[id]))


def header(id: str, purpose: Purpose = 1) -> Header:
    month = Month(MONTHS[id])
    made_at = datetime.combine((month + 1).first, time(23, 30, 15, 999), UTC)
    return Header(version(id), month, purpose, "1435", made_at, "Liczydło")


def declaration(id: str, **more: int | str) -> DeclarationPart:
    """Every field of the structure, with the refund that all structures have; the figures need not add up."""
    number = version(id).number
    fields: dict[str, int | str] = {f"P_{field}": 100 + field for field in (*range(10, 37), 360, *range(37, 55)) if field != 46}
    fields |= {"P_46": -46, REFUNDS[number]: 1, "P_59": 1, "P_60": 60, "P_61": "VAT-7 <za> grudzień & styczeń", "P_62": 62}
    fields |= dict.fromkeys(("P_63", "P_64", "P_65", "P_66", "P_660", "P_67"), 1)
    fields |= {"P_68": -594, "P_69": -137, "P_ORDZU": "Korekta:\nbrak faktury  <7>", "P_12": -12, "P_38": -38}
    month = Month(MONTHS[id])
    period = Quarter.of(month.first) if id.startswith("V7K") else month
    return DeclarationPart(period, {name: value for name, value in (fields | more).items() if name not in _OPTIONAL[number]})


def sales(id: str, **columns: list[Any]) -> pd.DataFrame:
    """Rows with every field of the structure: an ordinary one with everything, both kinds of relief, one without amounts."""
    number = version(id).number
    amounts = [f"K_{field}" for field in range(10, 37)] + (["K_360"] if number == 3 else []) + ["margin"]
    values: dict[str, list[Any]] = {
        "row": [1, 2, 3, 4],
        "country": ["EL", "", "PL", ""],
        "tax_id": ["EL000000000", "3333333333", "3333333333", "BRAK"],
        "name": ["Ελληνικό <Κενό> & Υιοί", "Bracia Nieistniejący s.c.", "Bracia Nieistniejący s.c.", "BRAK"],
        "document": ["FV/1/<x>&y", "FV/2", "FV/2", "RO/1"],
        "issue_date": [_day(id, 1), _day(id, 2), _day(id, 2), _day(id, 30)],
        "sale_date": [_day(id, 3), None, None, None],
        "document_type": ["FP", "", "", "RO"],
        "markers": [" ".join((*GTU, *PROCEDURES[number])), "", "GTU_07", "TP"],
        "relief": [False, True, True, False],
        **({"ksef": [KSEF_NUMBER, "BFK", "OFF", "DI"]} if number == 3 else {}),
        **{name: [100 + place, 0, 0, 0] for place, name in enumerate(amounts)},
    }
    if number > 1:
        values |= {"due_date": [None, _day(id, 9), None, None], "payment_date": [None, None, _day(id, 8), None]}
    values |= {"K_19": [5, -59350, 8130, 0], "K_20": [0, -13650, 1870, 0], "K_33": [-1, 0, 0, 0], "K_36": [10**18 - 1, 0, 0, 0]}
    return table(sale_columns(version(id).form), values | columns)


def purchases(id: str, **columns: list[Any]) -> pd.DataFrame:
    """Rows with every field of the structure, and both of art. 89b."""
    number = version(id).number
    values: dict[str, list[Any]] = {
        "row": [1, 2, 3],
        "country": ["PL", "", ""],
        "tax_id": ["4444444444", "5555555555", "5555555555"],
        "name": ["Hurtownia Zmyślona SA", "Dostawca Żaden", "Dostawca Żaden"],
        "document": ["Z/1", "Z/2", "Z/2"],
        "issue_date": [_day(id, 1), _day(id, 2), _day(id, 2)],
        "received_date": [_day(id, 4), None, None],
        "document_type": ["MK", "", ""],
        "markers": ["MPP IMP" if number == 1 else "IMP", "", ""],
        **({"ksef": ["OFF", "BFK", KSEF_NUMBER]} if number == 3 else {}),
        **{f"K_{field}": [field, 0, 0] for field in (40, 41, 42, 43, 44, 45)},
        "K_46": [0, -9349, 0],
        "K_47": [0, 0, 435850],
        "margin": [4900, 0, 0],
    }
    return table(purchase_columns(version(id).form), values | columns)


def whole(
    id: str, taxpayer: Taxpayer = COMPANY, purpose: Purpose = 1, parts: Literal["both", "record", "declaration"] = "both"
) -> JpkFile:
    """A file with every field of its structure."""
    return JpkFile(
        header(id, purpose),
        taxpayer,
        declaration(id) if parts != "record" else None,
        sales(id) if parts != "declaration" else None,
        purchases(id) if parts != "declaration" else None,
    )


def record(id: str, of_sales: pd.DataFrame) -> JpkFile:
    """A file of these sales alone."""
    return JpkFile(header(id), COMPANY, None, of_sales, table(purchase_columns(version(id).form)))


def one_sale(**values: Any) -> JpkFile:
    """A file of structure (3) with one plain sale in row 17, its columns replaced by these values."""
    plain = {"row": 17, "tax_id": "3333333333", "name": "Nikt", "document": "FV/1", "issue_date": "2026-09-01", "ksef": "BFK"}
    return record("V7M-3", table(sale_columns("V7M"), {name: [value] for name, value in (plain | values).items()}))


@lru_cache
def schema(id: str) -> Any:
    """The real schema of a structure; the test is skipped where it is not at hand."""
    files = sorted((SCHEMAS / f"jpk_{id[:3].lower()}_{id[-1]}").glob("Schemat*.xsd"))
    if not files:
        pytest.skip("the schemas of JPK_V7 are not beside the project")
    return etree.XMLSchema(etree.parse(files[0]))


def assert_valid(content: bytes, id: str) -> None:
    """The real schema takes the file."""
    schema(id).assertValid(etree.fromstring(content))


def found(content: bytes, row: str) -> list[dict[str, str]]:
    """The rows of a register as texts by the names of their elements, read with lxml alone."""
    tree = etree.fromstring(content)
    return [{etree.QName(field).localname: field.text or "" for field in one} for one in tree.iterfind(f".//{{*}}{row}")]


def fields_of(content: bytes) -> Mapping[str, str]:
    """The fields of the declaration part as texts."""
    (fields,) = etree.fromstring(content).iterfind(".//{*}PozycjeSzczegolowe")
    return {etree.QName(field).localname: field.text or "" for field in fields}


def _day(id: str, day: int) -> str:
    return f"{MONTHS[id]}-{day:02}"
