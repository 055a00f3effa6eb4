"""The additional data of SEPA transfers in pain.001 (T-084 to T-088; reference, section 2.5)."""

from dataclasses import replace
from typing import Any

import pytest

from tests import transfer_files
from tests.iso_files import root, texts, valid, written
from workbench import i18n
from workbench.errors import TransferError
from workbench.transfers.formats.iso import iso_formats
from workbench.transfers.orders import SepaParty


@pytest.fixture(autouse=True)
def english(begins_in_polish: None) -> None:
    """The language of the words that are looked for; the fixture before it forgets the choice afterwards."""
    i18n.set_language("en")


FULL, PLAIN = transfer_files.SEPA
PERSON = SepaParty("creditor", "X", is_person=True, birth_date="1980-02-29", birth_country="DE", birth_city="Ulm")
FIRM = SepaParty("creditor", "X", is_person=False, identifier="12", identifier_type="own list", issuer="Żuk")


def file(*parties: SepaParty, version: str = "03") -> bytes:
    format = next(of for of in iso_formats().values() if "sepa" in of.kinds and of.version == version)
    content = written(format, [replace(PLAIN, sepa=parties)])
    assert valid(content, version)
    return content


@pytest.mark.parametrize(("version", "bic"), [("03", "BICOrBEI"), ("09", "AnyBIC")])
def test_t085_four_sections_stand_at_their_places(version: str, bic: str) -> None:
    content = file(*FULL.sepa, version=version)
    assert texts(content, "GrpHdr/InitgPty/Id/OrgId/Othr/Id") == ["5951416168"]
    assert texts(content, "GrpHdr/InitgPty/Id/OrgId/Othr/SchmeNm/Cd") == ["TXID"]
    assert texts(content, "GrpHdr/InitgPty/Id/OrgId/Othr/Issr") == ["MF"]
    assert texts(content, "CdtTrfTxInf/UltmtDbtr/Nm") == ["Budmar Wschod sp. z o.o."]
    assert texts(content, f"CdtTrfTxInf/UltmtDbtr/Id/OrgId/{bic}") == ["BPKOPLPW"]
    birth = "CdtTrfTxInf/Cdtr/Id/PrvtId/DtAndPlcOfBirth"
    found = root(content).find(f".//{birth}")
    assert [(part.tag, part.text) for part in found] == [
        ("BirthDt", "1980-02-29"),
        ("PrvcOfBirth", "Bayern"),
        ("CityOfBirth", "Muenchen"),
        ("CtryOfBirth", "DE"),
    ]
    assert texts(content, "Cdtr/Nm") == ["Nowak Zazolcislawa"], "the payee keeps the name of its card"
    assert texts(content, "CdtTrfTxInf/UltmtCdtr/Nm") == ["Lucja Zak"]
    assert texts(content, "CdtTrfTxInf/UltmtCdtr/Id/PrvtId/Othr/Id") == ["AB 123456"]
    assert texts(content, "CdtTrfTxInf/UltmtCdtr/Id/PrvtId/Othr/SchmeNm/Cd") == ["NIDN"]


def test_t086_a_kind_of_identifier_that_iso_has_no_code_for_is_the_issuers_own() -> None:
    content = file(FIRM)
    assert texts(content, "SchmeNm/Prtry") == ["own list"] and texts(content, "SchmeNm/Cd") == []
    assert texts(content, "Issr") == ["Zuk"]
    # an organisation's code is none for persons
    person = file(replace(FIRM, is_person=True, identifier_type="BANK"))
    assert texts(person, "PrvtId/Othr/SchmeNm/Prtry") == ["BANK"]


def test_t084_nothing_is_obligatory() -> None:
    empty = [SepaParty(role, "", is_person=False) for role in ("initiator", "ultimate_debtor", "creditor", "ultimate_creditor")]
    content = file(*empty)
    for name in ("Cdtr/Id", "UltmtDbtr", "UltmtCdtr", "InitgPty/Id"):
        assert texts(content, name) == []
    named = file(SepaParty("ultimate_creditor", "Łąka", is_person=True))
    assert texts(named, "UltmtCdtr/Nm") == ["Laka"] and texts(named, "UltmtCdtr/Id") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"birth_city": ""}, "city"),
        ({"birth_country": ""}, "country"),
        ({"birth_country": "Niemcy"}, "country"),
        ({"birth_country": "de"}, "country"),
        ({"birth_date": ""}, "date"),
        ({"birth_date": "1980-02-30"}, "1980-02-30"),
        ({"birth_date": "29.02.1980"}, "29.02.1980"),
    ],
)
def test_t087_a_birth_has_date_city_and_country(change: dict[str, Any], said: str) -> None:
    with pytest.raises(TransferError, match=f"(?s){PLAIN.payments[0]}.*{said}"):
        file(replace(PERSON, **change))


def test_t086_a_wrong_bic_is_named_with_its_payment() -> None:
    for role in ("creditor", "initiator", "ultimate_debtor"):
        with pytest.raises(TransferError, match=f"{PLAIN.payments[0]}.*BIC"):
            file(SepaParty(role, "X", is_person=False, bic="NOBIC"))


def test_t085_transfers_of_other_initiators_go_in_files_of_their_own() -> None:
    format = iso_formats()["iso-sepa"]
    assert format.file_of(FULL) != format.file_of(PLAIN)
    assert format.file_of(PLAIN) == format.file_of(replace(PLAIN, amount=1))
