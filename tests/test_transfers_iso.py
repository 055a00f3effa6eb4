"""pain.001: every kind in every format and both versions, by the official schemas and by a second reader."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest
from lxml import etree

from tests import transfer_files
from tests.iso_files import MESSAGE, schema_path, texts, valid, written
from workbench import i18n
from workbench.transfers.files import APART
from workbench.transfers.formats.iso import IsoFormat, iso_formats
from workbench.transfers.formats.iso_reader import read_iso
from workbench.transfers.formats.iso_structure import check_structure, validate
from workbench.transfers.orders import Transfer
from workbench.transfers.texts import lay_out

FORMATS = list(iso_formats().values())
BY_CODE = {format.code: format for format in FORMATS}
DOMESTIC = BY_CODE["iso-domestic"]
ALL = transfer_files.transfers()[1]
CODES = ("iso-domestic", "iso-sepa", "iso-sepa-bzwbk", "iso-foreign", "citi-domestic", "citi-foreign", "citi-tax", "citi-sepa")


def files(format: IsoFormat) -> list[list[Transfer]]:
    """The sample transfers that a format can carry, by file."""
    key = [(next(i for i, group in enumerate(APART) if t.kind in group), t) for t in ALL if t.kind in format.kinds]
    ordered = sorted(key, key=lambda pair: (pair[0], repr(format.file_of(pair[1]))))
    return [
        [transfer for _, transfer in group]
        for _, group in groupby(ordered, key=lambda pair: (pair[0], format.file_of(pair[1])))
    ]


def test_t064_t070_there_are_all_formats_in_both_versions_and_languages() -> None:
    assert set(BY_CODE) == {
        *CODES,
        *("iso-domestic-09", "iso-sepa-09", "iso-sepa-bzwbk-09", "iso-foreign-03"),
        *("citi-domestic-09", "citi-foreign-03", "citi-tax-09", "citi-sepa-09"),
    }
    assert [BY_CODE[code].title for code in CODES] == [
        "Przelewy krajowe (xml)",
        "Przelewy SEPA (xml)",
        "Przelewy SEPA BZWBK (xml)",
        "Przelewy walutowe (xml)",
        "Citi Handlowy – Przelewy krajowe, w tym MPP (xml)",
        "Citi Handlowy – Przelewy międzynarodowe (xml)",
        "Citi Handlowy – Przelewy podatkowe (xml)",
        "Citi Handlowy – Przelewy SEPA (xml)",
    ]
    with i18n.in_language("en"):
        assert iso_formats()["iso-domestic-09"].title == "Domestic transfers (xml), pain.001.001.09"
        assert "test upload" in iso_formats()["citi-tax"].to_confirm[0]
    assert {BY_CODE[code].version for code in ("iso-foreign", "citi-foreign")} == {"09"}, "addresses with town and country"


@pytest.mark.parametrize("tax", ["markers", "block"])
@pytest.mark.parametrize("split_level", ["payment", "transaction"])
@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.code)
def test_every_kind_is_valid_and_reads_back_as_it_was(format: IsoFormat, split_level: str, tax: str) -> None:
    format = replace(format, tax=tax, split_level=split_level)  # type: ignore[arg-type]
    seen = set()
    for transfers in files(format):
        content = written(format, transfers)
        validate(content, schema_path(format.version))
        read = {one.reference: one for one in read_iso(content)}
        assert len(read) == len(transfers)
        for transfer, reference in zip(transfers, transfer_files.references(len(transfers)), strict=True):
            one = read[reference]
            seen.add(transfer.kind)
            assert (one.amount, one.currency, one.date) == (transfer.amount, transfer.currency, "2026-11-24")
            assert one.account == transfer.payee.account.removeprefix("PL")
            payer = transfer_files.EURO_PAYER if transfer.kind in ("sepa", "foreign") else transfer_files.PAYER
            assert one.payer_account == payer.account
            assert one.kind == transfer.kind
            assert one.text == "".join(lay_out(transfer, format.style_of(transfer.kind)).lines)
    assert seen == format.kinds


def test_t072_ordinary_tax_and_social_insurance_transfers_get_collective_files_of_their_own() -> None:
    assert [{transfer.kind for transfer in file} for file in files(DOMESTIC)] == [
        {"ordinary", "split_payment"},
        {"tax_office"},
        {"social_insurance"},
    ]


def test_blocks_by_kind_day_and_priority_with_sums_of_their_own() -> None:
    first, second, *_rest = transfer_files.ORDINARY
    instant = transfer_files.INSTANT[0]
    later = replace(first, date=first.date + timedelta(days=1))
    split = transfer_files.SPLIT_PAYMENT[0]
    content = written(DOMESTIC, [first, later, second, instant, split])
    assert texts(content, "PmtInfId") == [f"{MESSAGE}-{number}" for number in (1, 2, 3, 4)]
    assert texts(content, "PmtInf/NbOfTxs") == ["2", "1", "1", "1"]
    assert texts(content, "PmtInf/CtrlSum") == ["1000000001234.57", "1234.56", "555.00", "1230.00"]
    assert texts(content, "GrpHdr/NbOfTxs") == ["5"]
    assert texts(content, "GrpHdr/CtrlSum") == ["1000000004254.13"]
    assert texts(content, "ReqdExctnDt") == ["2026-11-24", "2026-11-25", "2026-11-24", "2026-11-24"]
    # first and second share a block, so their references stand together
    assert texts(content, "EndToEndId") == ["LIC0000000001", "LIC0000000003", "LIC0000000002", "LIC0000000004", "LIC0000000005"]
    assert texts(content, "InstrId") == [f"{MESSAGE}-{of}" for of in ("1-1", "1-2", "2-1", "3-1", "4-1")]
    assert texts(content, "MsgId") == [MESSAGE] and texts(content, "CreDtTm") == ["2026-11-24T08:30:15"]


def test_the_same_batch_gives_the_same_bytes() -> None:
    assert written(DOMESTIC, files(DOMESTIC)[0]) == written(DOMESTIC, files(DOMESTIC)[0])


def test_t067_priority_high_is_an_instant_transfer() -> None:
    citi = BY_CODE["citi-domestic"]
    instant = transfer_files.INSTANT[0]
    ordinary = transfer_files.ORDINARY[0]
    assert texts(written(citi, [instant]), "InstrPrty") == ["HIGH"]
    assert texts(written(citi, [ordinary]), "InstrPrty") == []
    assert texts(written(DOMESTIC, [instant]), "LclInstrm/Cd") == ["INST"]
    split = replace(transfer_files.SPLIT_PAYMENT[0], instant=True)
    content = written(DOMESTIC, [split])
    assert texts(content, "LclInstrm/Prtry") == ["53"] and texts(content, "InstrPrty") == ["HIGH"]


def test_split_payment_is_marked_at_one_level_only() -> None:
    split = transfer_files.SPLIT_PAYMENT[0]
    for level, place in (("payment", "PmtInf/PmtTpInf"), ("transaction", "CdtTrfTxInf/PmtTpInf")):
        content = written(replace(DOMESTIC, split_level=level), [split])  # type: ignore[arg-type]
        assert texts(content, f"{place}/LclInstrm/Prtry") == ["53"]
        assert texts(content, "LclInstrm/Prtry") == ["53"]
        assert texts(content, "Ustrd") == ["/VAT/230,00/IDC/7831916366/INV/FV/1/2026"]


@pytest.mark.parametrize(
    ("period", "year", "part", "days"),
    [
        ("26R", ["2026-01-01"], [], []),
        ("26P02", ["2026-01-01"], ["HLF2"], []),
        ("26K03", ["2026-01-01"], ["QTR3"], []),
        ("26M09", ["2026-01-01"], ["MM09"], []),
        ("26D0302", [], [], ["2026-02-21", "2026-02-28"]),
        ("26D0205", [], [], ["2026-05-11", "2026-05-20"]),
        ("26J0504", [], [], ["2026-04-05", "2026-04-05"]),
        ("0", [], [], []),
    ],
)
@pytest.mark.parametrize("version", ["03", "09"])
def test_the_tax_block_says_the_period(period: str, year: list[str], part: list[str], days: list[str], version: str) -> None:
    plain = transfer_files.TAX[1]
    assert plain.tax is not None
    transfer = replace(plain, tax=replace(plain.tax, period=period))
    code = "iso-domestic" if version == "03" else "iso-domestic-09"
    content = written(replace(BY_CODE[code], tax="block"), [transfer])
    assert valid(content, version)
    assert (texts(content, "Prd/Yr"), texts(content, "Prd/Tp")) == (year, part)
    assert texts(content, "FrDt") + texts(content, "ToDt") == days
    assert texts(content, "Tax/Dbtr/TaxId") == ["5951416168"] and texts(content, "TtlTaxAmt") == ["700.00"]
    assert texts(content, "CtgyPurp/Cd") == ["TAXS"] and texts(content, "Ustrd") == []
    assert read_iso(content)[0].text == f"/TI/N5951416168/OKR/{period}/SFP/PIT-37/TXT/DEC/12/2026"


@pytest.mark.parametrize("version", ["03", "09"])
def test_the_year_of_a_period_alone_fails_the_schema(version: str) -> None:
    """Section 14 of the reference: the schema wants a day there."""
    code = "iso-domestic" if version == "03" else "iso-domestic-09"
    content = written(replace(BY_CODE[code], tax="block"), [transfer_files.TAX[0]])
    assert valid(content, version)
    assert not valid(content.replace(b"<Yr>2026-01-01</Yr>", b"<Yr>2026</Yr>"), version)


def test_t071_w010_the_fee_is_shared_unless_the_register_says_otherwise() -> None:
    format = BY_CODE["iso-foreign"]
    for bearer, code in (("shared", "SHAR"), ("payer", "DEBT"), ("payee", "CRED")):
        payer = replace(transfer_files.EURO_PAYER, fee_bearer=bearer)  # type: ignore[arg-type]
        assert texts(written(format, transfer_files.FOREIGN[:1], payer), "ChrgBr") == [code]
    assert texts(written(format, transfer_files.FOREIGN[:1]), "ChrgBr") == ["SHAR"]
    assert texts(written(BY_CODE["iso-sepa"], transfer_files.SEPA[1:]), "ChrgBr") == ["SLEV"]


@pytest.mark.parametrize(("code", "bic"), [("iso-foreign", "BICFI"), ("iso-foreign-03", "BIC")])
def test_foreign_transfers_have_structured_addresses_and_a_bank(code: str, bic: str) -> None:
    bulgarian, american = transfer_files.FOREIGN
    unsplit = replace(bulgarian, payee=replace(bulgarian.payee, street="Business Park, building C", bic=""))
    content = written(BY_CODE[code], [bulgarian, unsplit, american])
    assert texts(content, "Cdtr/PstlAdr/TwnNm") == ["Sofiya", "Sofiya", "Stuttgart"]
    assert texts(content, "Cdtr/PstlAdr/Ctry") == ["BG", "BG", "US"]
    assert texts(content, "Cdtr/PstlAdr/BldgNb") == ["1", "5"]
    assert texts(content, "Cdtr/PstlAdr/AdrLine") == ["Business Park, building C"], "hybrid: town and country stay structured"
    assert texts(content, f"CdtrAgt/FinInstnId/{bic}") == ["BNBGBGSF", "CHASUS33"]
    assert texts(content, "CdtrAgt/FinInstnId/Nm") == ["Commerzbank"]
    assert texts(content, "CdtrAcct/Id/Othr/Id") == ["000123456789"]
    assert texts(content, "DbtrAcct/Id/IBAN") == [f"PL{transfer_files.EURO_PAYER.account}"] * 2, "a block for each currency"


def test_t066_citi_names_both_banks() -> None:
    content = written(BY_CODE["citi-domestic"], transfer_files.ORDINARY[:1])
    assert texts(content, "DbtrAgt/FinInstnId/BIC") == ["BPKOPLPW"]
    assert texts(content, "CdtrAgt/FinInstnId/ClrSysMmbId/MmbId") == ["10901014"]
    assert texts(content, "CdtrAgt/FinInstnId/ClrSysMmbId/ClrSysId/Cd") == ["PLKNR"]


def test_a_payer_without_bic_is_named_by_its_sort_code() -> None:
    content = written(DOMESTIC, transfer_files.ORDINARY[:1], replace(transfer_files.PAYER, bic=""))
    assert texts(content, "DbtrAgt/FinInstnId/ClrSysMmbId/MmbId") == ["10202892"]
    assert valid(content, "03")
    euro = written(BY_CODE["iso-sepa"], transfer_files.SEPA[1:], replace(transfer_files.EURO_PAYER, bic=""))
    assert texts(euro, "DbtrAgt/FinInstnId/Othr/Id") == ["NOTPROVIDED"]
    assert valid(euro, "03")


def test_a_large_file_counts() -> None:
    many = [replace(transfer_files.ORDINARY[0], amounts=(number,), amount=number) for number in range(1, 20_001)]
    content = written(DOMESTIC, many)
    assert check_structure(content) == (20_000, 200_010_000)
    assert sum(one.amount for one in read_iso(content)) == 200_010_000


def test_without_a_schema_nothing_is_validated() -> None:
    content = written(DOMESTIC, transfer_files.ORDINARY[:1]).replace(b"<PmtMtd>TRF</PmtMtd>", b"")
    validate(content, None)
    with pytest.raises(Exception, match="PmtMtd"):
        validate(content, schema_path("03"))
    assert etree.fromstring(content) is not None


def test_a_small_size_of_the_benchmark_runs() -> None:
    pytest.importorskip("sepaxml", reason="the writer to compare with is not installed")
    from tests.benchmarks import transfers

    figures = transfers.run(1_000, repeats=1)
    assert len(figures) == 22 and all(figure["ratio"] > 0 and figure["bar"] > 0 for figure in figures)
