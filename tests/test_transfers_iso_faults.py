"""pain.001: what is refused before writing, what the second look finds, and files that mean harm."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests import transfer_files
from tests.iso_files import MADE, valid, written
from workbench import i18n
from workbench.errors import TransferError
from workbench.transfers.formats.iso import IsoFormat, iso_formats
from workbench.transfers.formats.iso_reader import read_iso
from workbench.transfers.formats.iso_structure import check_structure
from workbench.transfers.formats.iso_writer import write_iso
from workbench.transfers.orders import Transfer


@pytest.fixture(autouse=True)
def english(begins_in_polish: None) -> None:
    """The language of the words that are looked for; the fixture before it forgets the choice afterwards."""
    i18n.set_language("en")


FORMATS = iso_formats()
DOMESTIC, SEPA, FOREIGN = FORMATS["iso-domestic"], FORMATS["iso-sepa"], FORMATS["iso-foreign"]
ORDINARY = transfer_files.ORDINARY[0]
SPLIT = transfer_files.SPLIT_PAYMENT[0]
TAX = transfer_files.TAX[0]
EURO = transfer_files.SEPA[1]
ABROAD = transfer_files.FOREIGN[0]
GOOD = written(DOMESTIC, transfer_files.ORDINARY)


def to(transfer: Transfer, **changes: Any) -> Transfer:
    return replace(transfer, payee=replace(transfer.payee, **changes))


@pytest.mark.parametrize(
    ("format", "transfer", "said"),
    [
        (DOMESTIC, EURO, "Przelewy krajowe|Domestic"),
        (DOMESTIC, replace(ORDINARY, amount=0, amounts=(0,)), "amount"),
        (DOMESTIC, replace(ORDINARY, amount=-1, amounts=(-1,)), "amount"),
        (DOMESTIC, replace(ORDINARY, amount=10**18, amounts=(10**18,)), "amount"),
        (DOMESTIC, replace(ORDINARY, amounts=(1, 2)), "amount"),
        (DOMESTIC, replace(ORDINARY, currency="EUR"), "EUR"),
        (FOREIGN, replace(ABROAD, currency="euro"), "euro"),
        (DOMESTIC, to(ORDINARY, account="27114020040000300201355386"), "27114020040000300201355386"),
        (DOMESTIC, to(ORDINARY, account="2711402004000030020135538"), "2711402004000030020135538"),
        (DOMESTIC, to(ORDINARY, account=""), "account number"),
        (DOMESTIC, to(ORDINARY, account="DE89370400440532013000"), "Polish account"),
        (DOMESTIC, to(ORDINARY, name="  "), "name"),
        (DOMESTIC, to(ORDINARY, name="\u200b"), "name"),
        (DOMESTIC, to(ORDINARY, country="Polska"), "Polska"),
        (DOMESTIC, replace(SPLIT, split=replace(SPLIT.split, vat=SPLIT.amount + 1)), "VAT"),  # type: ignore[type-var]
        (DOMESTIC, replace(SPLIT, split=replace(SPLIT.split, vat=0)), "VAT"),  # type: ignore[type-var]
        (DOMESTIC, replace(SPLIT, split=None), "VAT"),
        (DOMESTIC, replace(TAX, tax=None), "tax office"),
        (replace(DOMESTIC, tax="block"), replace(TAX, tax=replace(TAX.tax, period="26M13")), "26M13"),  # type: ignore[type-var]
        (replace(DOMESTIC, tax="block"), replace(TAX, tax=replace(TAX.tax, period="26K05")), "26K05"),  # type: ignore[type-var]
        (replace(DOMESTIC, tax="block"), replace(TAX, tax=replace(TAX.tax, period="26J3002")), "26J3002"),  # type: ignore[type-var]
        (replace(DOMESTIC, tax="block"), replace(TAX, tax=replace(TAX.tax, period="26D0405")), "26D0405"),  # type: ignore[type-var]
        (replace(DOMESTIC, tax="block"), replace(TAX, tax=replace(TAX.tax, period="26R01")), "26R01"),  # type: ignore[type-var]
        (replace(DOMESTIC, tax="block"), replace(TAX, tax=replace(TAX.tax, period="26M")), "26M"),  # type: ignore[type-var]
        (SEPA, to(EURO, account="DE89370400440532013001"), "DE89370400440532013001"),
        (SEPA, to(EURO, bic="WBK"), "WBK"),
        (FOREIGN, to(ABROAD, city=""), "country"),
        (FOREIGN, to(ABROAD, country=""), "country"),
        (FOREIGN, to(ABROAD, bic="", bank_name=" "), "bank"),
        (FOREIGN, to(ABROAD, account="12<34"), "12<34"),
        (FOREIGN, to(ABROAD, account="1" * 35), "1" * 35),
        (FOREIGN, to(ABROAD, account="BG81BNBG96611020345678"), "BG81"),
    ],
)
def test_what_cannot_go_is_refused_with_its_payment(format: IsoFormat, transfer: Transfer, said: str) -> None:
    """Section 5.2 of the reference; the name of the payment leads the user to it."""
    other = {"sepa": EURO, "foreign": ABROAD}.get(next(iter(format.kinds)), ORDINARY) if len(format.kinds) == 1 else ORDINARY
    assert written(format, [other])
    with pytest.raises(TransferError, match="(?s)" + transfer.payments[0] + ".*" + said):
        written(format, [replace(other, payments=("OK",)), transfer])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda payer: replace(payer, account="1"), "PKO"),
        (lambda payer: replace(payer, name=""), "name"),
        (lambda payer: replace(payer, bic="BPKO"), "BPKO"),
        (lambda payer: replace(payer, country="pl"), "pl"),
    ],
)
def test_what_cannot_pay_is_refused(change: Callable[[Any], Any], said: str) -> None:
    with pytest.raises(TransferError, match=said):
        written(DOMESTIC, [ORDINARY], change(transfer_files.PAYER))


def test_t066_citi_needs_the_swift_code_of_our_bank() -> None:
    payer = replace(transfer_files.PAYER, bic="")
    assert written(DOMESTIC, [ORDINARY], payer)
    for code, transfer in (("citi-domestic", ORDINARY), ("citi-tax", TAX), ("citi-sepa", EURO), ("citi-foreign", ABROAD)):
        with pytest.raises(TransferError, match="SWIFT"):
            written(FORMATS[code], [transfer], payer)


@pytest.mark.parametrize("references", [["A"], ["A", "A"], ["A", "ą"], ["A", ""], ["A", "B" * 36], ["A", "<"]])
def test_t075_identifiers_are_one_each_and_writable(references: list[str]) -> None:
    with pytest.raises(TransferError, match="identifier"):
        write_iso(DOMESTIC, transfer_files.PAYER, [ORDINARY, ORDINARY], references, message="M1", created=MADE)


@pytest.mark.parametrize("message", ["", "M" * 23, "<M>", "M\n"])
def test_the_number_of_a_message_leaves_room_for_those_made_of_it(message: str) -> None:
    with pytest.raises(TransferError, match="message"):
        write_iso(DOMESTIC, transfer_files.PAYER, [ORDINARY], ["A"], message=message, created=MADE)


def test_an_empty_batch_and_several_initiators_or_blocks_are_refused() -> None:
    with pytest.raises(TransferError):
        write_iso(DOMESTIC, transfer_files.PAYER, [], [], message="M1", created=MADE)
    with pytest.raises(TransferError, match="files of their own"):
        written(SEPA, transfer_files.SEPA)  # one with section "Zleceniodawca", one without
    one_block = replace(DOMESTIC, blocks="file")
    assert written(one_block, [ORDINARY, ORDINARY])
    with pytest.raises(TransferError, match="files of their own"):
        written(one_block, [ORDINARY, replace(ORDINARY, date=date(2026, 12, 1))])


def swapped(old: bytes, new: bytes) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    "content",
    [
        swapped(b"<CtrlSum>1000000001634.58</CtrlSum>", b"<CtrlSum>1000000001634.57</CtrlSum>"),
        swapped(b"<NbOfTxs>4</NbOfTxs>", b"<NbOfTxs>3</NbOfTxs>"),
        GOOD.replace(b"<NbOfTxs>4</NbOfTxs>", b"<NbOfTxs>3</NbOfTxs>"),
        GOOD[::-1].replace(b"<NbOfTxs>4</NbOfTxs>"[::-1], b"<NbOfTxs>5</NbOfTxs>"[::-1], 1)[::-1],
        swapped(b">1234.56<", b">1234.57<"),
        swapped(b">1234.56<", b">1234.5<"),
        swapped(b">1234.56<", b">-1234.56<"),
        swapped(b">1234.56<", b"><"),
        swapped(b"LIC0000000002", b"LIC0000000001"),
        swapped(b"-1-2</InstrId>", b"-1-1</InstrId>"),
        swapped(b"<EndToEndId>LIC0000000003</EndToEndId>", b""),
        swapped(b"<PmtMtd>TRF</PmtMtd>", b""),
        swapped(b"<Nm>Aloza sp. z o.o.</Nm>", b"<Nm></Nm>"),
        swapped(b"<MsgId>LIC0000000099</MsgId>", b""),
        swapped(b"<ReqdExctnDt>2026-11-24</ReqdExctnDt>", b"<ReqdExctnDt/>"),
        swapped(b"</DbtrAgt>", b"</DbtrAgt><PmtInfId>X</PmtInfId>")
        .replace(b"<DbtrAgt>", b"<X>")
        .replace(b"</DbtrAgt>", b"</X>"),
        swapped(b"</EndToEndId>", b"</EndToEndId><EndToEndId>X</EndToEndId>"),
        swapped(b"pain.001.001.03", b"pain.001.001.02"),
        swapped(b"</Document>", b""),
        b"<Document/>",
        b"",
    ],
)
def test_a_spoilt_file_is_noticed(content: bytes) -> None:
    assert check_structure(GOOD) == (4, 100_000_000_163_458)
    with pytest.raises(TransferError):
        check_structure(content)


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY x SYSTEM "file:///etc/hostname">]>'
)


@pytest.mark.parametrize(
    "content",
    [
        GOOD.replace(b'<?xml version="1.0" encoding="UTF-8"?>', BOMB),
        GOOD.replace(b'<?xml version="1.0" encoding="UTF-8"?>', BOMB).replace(b"Aloza", b"&x;"),
        GOOD.decode().encode("utf-16"),
        GOOD.replace(b"UTF-8", b"ISO-8859-2").replace("Spółka".encode(), "Spółka".encode("iso8859-2")),
        GOOD[: len(GOOD) // 2],
        b"<a>" * 100_000,
        b"<Document><CdtTrfTxInf/></Document>",
        GOOD.replace(b"pain.001.001.03", b"pain.001.001.11"),
        GOOD.replace(b">1234.56<", b">NaN<"),
        GOOD.replace(b">1234.56<", b">1E9<"),
        b"",
        b"\x00\xff",
    ],
)
def test_a_hostile_file_is_refused_with_a_clear_error(content: bytes) -> None:
    with pytest.raises(TransferError):
        read_iso(content)


def test_a_hostile_payee_stays_a_text() -> None:
    name, title = "<script>alert('1')</script> & ]]>", "]]> <!-- --> &amp; </Ustrd><Ustrd>"
    transfer = replace(to(ORDINARY, name=name, city="<b>&"), texts=(title,))
    content = written(DOMESTIC, [transfer])
    assert valid(content, "03")
    (one,) = read_iso(content)
    assert (one.name, one.text) == (name, title)


def test_files_of_other_makes_are_read_as_far_as_they_say_it() -> None:
    """Amounts with fewer decimals, a time beside the day, no marks of the kind."""
    content = written(FORMATS["iso-domestic-09"], [SPLIT])
    content = content.replace(b"<Dt>2026-11-24</Dt>", b"<DtTm>2026-11-24T10:00:00</DtTm>").replace(b">1230.00<", b">1230<")
    content = content.replace(b"<PmtTpInf><LclInstrm><Prtry>53</Prtry></LclInstrm></PmtTpInf>", b"")
    (one,) = read_iso(content)
    assert (one.amount, one.date, one.kind) == (123_000, "2026-11-24", "split_payment")


def test_two_payees_with_one_account_are_not_taken_for_each_other() -> None:
    payee = ORDINARY.payee
    other = replace(payee, name="Inna sp. z o.o.")
    content = written(DOMESTIC, [ORDINARY, replace(ORDINARY, payee=other), ORDINARY])
    assert [one.name for one in read_iso(content)] == [payee.name, other.name, payee.name]
