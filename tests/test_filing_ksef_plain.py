"""Invoices written plainly are read without a parser for the most part: the same tables and the same faults as with one."""

import re
import time

import pandas as pd
import pytest

from tests.filing_ksef import invoice
from workbench import i18n
from workbench.filing import ksef
from workbench.filing.ksef.plain import plain_of
from workbench.filing.ksef.tables import LAYOUT

LINES = [
    f"<P_7>Cegła</P_7><P_11>{net}</P_11><P_12>23</P_12><GTU>GTU_{net}</GTU><KursWaluty>4.2</KursWaluty>" for net in (10, 11)
]
PLAIN = invoice(currency="EUR", sold="", lines=[*LINES, "<P_6A>2026-03-01</P_6A><P_7></P_7><Procedura>EE</Procedura>"])


@pytest.fixture(autouse=True)
def english(begins_in_polish: None) -> None:
    """Messages are looked at in their first language."""
    i18n.set_language("en")


@pytest.mark.parametrize(
    "other",
    [
        PLAIN.replace(b"</Faktura>", b"<!-- a -->\n</Faktura>"),
        PLAIN.replace(b"Ceg\xc5\x82a</P_7>", b"Ceg&#x142;a</P_7>"),
        PLAIN.replace(b"<P_7>", b"<P_7 a='1'>", 1),
        PLAIN.replace(b"</FaWiersz>", b"<?a b?></FaWiersz>", 1),
        PLAIN.replace(b"<GTU>GTU_11</GTU>", b"<GTU><![CDATA[GTU_11]]></GTU>"),
        PLAIN.replace(b"<Faktura xmlns=", b"<Faktura  xmlns:a='b' xmlns ="),
        re.sub(rb"<(/?)(?=[A-Z])", rb"<\1t:", PLAIN).replace(b"xmlns=", b"xmlns:t="),
        PLAIN.replace(b"\n", b"\r\n"),
        PLAIN.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ],
    ids=["comment", "escape", "attribute", "instruction", "CDATA", "declaration", "prefix", "line ends", "UTF-16"],
)
def test_an_invoice_reads_the_same_however_it_is_written(other: bytes) -> None:
    """Plain lines are read without a parser, others by it; either gives the same tables."""
    assert plain_of(PLAIN).lines.count("<GTU>") == 2  # type: ignore[union-attr]
    found = ksef.read_invoices({"a.xml": PLAIN})
    (row,) = found.invoices.to_dict("records")
    assert (row["markers"], row["months"], str(row["sale_date"])[:10]) == ("EE GTU_10 GTU_11", 1, "2026-03-01")
    assert other != PLAIN
    assert not (written := plain_of(other)) or len(written.lines) < len(plain_of(PLAIN).lines)  # type: ignore[union-attr]
    again = ksef.read_invoices({"a.xml": other})
    for name in LAYOUT:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(found, name), obj=name)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"<P_7>", b"<P_8>", "line 12: this is no well-formed XML"),
        (b"<P_7>", b"<P_7>\x01", "line 12: this is no well-formed XML"),
        (b"<P_7>", b"<P_7>]]>", "line 12: this is no well-formed XML"),
        (b"<P_7>", b"<P_7>\xef\xbf\xbf", "line 12: this is no well-formed XML"),
        (b"<P_7>", b"<P_7>\xc5", "line 12: the text is not in UTF-8"),
        (b"<P_7>", b"<P_7>&a;", "line 12: an entity"),
        (b"</FaWiersz>", b"", "no well-formed XML"),
        (b"<FaWiersz>", b"<!-- <FaWiersz>", "no well-formed XML"),
        (b"<FaWiersz>", b"<a b='<FaWiersz>", "line 12: this is no well-formed XML"),
        (b"GTU_10", b"GTU_99", "GTU_99"),
    ],
)
def test_what_is_wrong_in_a_line_is_told_with_its_place(old: bytes, new: bytes, told: str) -> None:
    assert plain_of(PLAIN) is not None
    found = ksef.read_invoices({"a.xml": PLAIN.replace(old, new, 1)})
    assert not len(found.invoices)
    assert re.search(told, found.faults["fault"].item())


def test_lines_outside_fa_are_no_lines() -> None:
    """The plain lines of an invoice are cut out wherever they stand first, and count only in Fa."""
    stray = f"<Stopka><FaWiersz>{LINES[0]}</FaWiersz></Stopka>".encode()
    for content in (invoice().replace(b"<Fa>", stray + b"<Fa>"), invoice().replace(b"</Faktura>", stray + b"</Faktura>")):
        assert ksef.read_invoices({"a.xml": content}).invoices["markers"].tolist() == [""]


def test_an_invoice_of_ten_thousand_lines_is_read_at_once() -> None:
    """As many as the structure has room for."""
    content = invoice(currency="EUR", lines=LINES * 5000)
    begun = time.process_time()
    found = ksef.read_invoices({"a.xml": content})
    assert time.process_time() - begun < 5
    assert (found.amounts["fx_rate"].tolist(), found.invoices["markers"].tolist()) == (["4.2"], ["GTU_10 GTU_11"])
