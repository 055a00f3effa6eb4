"""Where KSeF invoices come from: folders, archives, uploads; what is broken or hostile is told and stops nothing else."""

import io
import random
import re
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given as on
from hypothesis import strategies as st

import workbench
from tests.filing_ksef import BUYER, SELLER, corrected, due, invoice
from tests.ledger_files import Texts, csv_folder
from workbench import i18n
from workbench.errors import FilingError, SourceError, WorkbenchError
from workbench.filing import ksef
from workbench.filing.ksef import sources

GOOD = invoice(paying=due("2026-03-16"))


@pytest.fixture(autouse=True)
def english(begins_in_polish: None) -> None:
    """Messages are looked at in their first language."""
    i18n.set_language("en")


def archive(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return packed.getvalue()


def fault(content: bytes) -> str:
    """What is said of one file, which must not be read."""
    found = ksef.read_invoices({"a.xml": content, "good.xml": GOOD})
    assert found.invoices["file"].tolist() == ["good.xml"]
    ((name, reason, remedy),) = found.faults.to_numpy().tolist()
    assert name == "a.xml" and remedy
    return str(reason)


def test_a_folder_an_archive_a_file_and_uploads_hold_the_same(tmp_path: Path) -> None:
    entries = {"b.XML": invoice(number="2"), "a.xml": invoice(number="1"), "sub/c.xml": invoice(number="3"), "d.pdf": b"%PDF"}
    for name, content in entries.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(content)
    (tmp_path / "in.zip").write_bytes(archive(entries))
    expected = [["a.xml", "1"], ["b.XML", "2"], ["sub/c.xml", "3"]]
    uploads = {name: content for name, content in entries.items() if name != "d.pdf"}
    for source in (tmp_path / "in", str(tmp_path / "in"), f"{tmp_path / 'in'}/", tmp_path / "in.zip", uploads):
        found = ksef.read_invoices(source)
        assert found.invoices[["file", "number"]].to_numpy().tolist() == expected
        assert ksef.holds_invoices(source)
    (name,) = ksef.read_invoices(tmp_path / "in" / "a.xml").invoices["file"]
    assert name == "a.xml"
    packed = ksef.read_invoices({"x.zip": archive(entries), "y.xml": invoice(number="4")})
    assert packed.invoices["file"].tolist() == ["x.zip/a.xml", "x.zip/b.XML", "x.zip/sub/c.xml", "y.xml"]
    with pytest.raises(FilingError, match="no such invoices"):
        ksef.read_invoices(tmp_path / "nowhere")
    assert not ksef.holds_invoices(tmp_path / "nowhere")


def test_one_bad_file_does_not_stop_the_rest() -> None:
    broken = {"a.xml": b"no xml", "c.xml": GOOD[:-20], "d.xml": b"", "f.pdf": b"%PDF"}
    found = ksef.read_invoices({**broken, "b.xml": GOOD, "e.xml": invoice(number="2")})
    assert found.invoices["file"].tolist() == ["b.xml", "e.xml"]
    assert found.faults["file"].tolist() == ["a.xml", "c.xml", "d.xml", "f.pdf"]
    assert (found.faults["fault"].str.len() > 20).all()
    made = ksef.ledger_of(found, SELLER)
    assert len(made.ledger.documents) == 2
    assert {"a.xml", "c.xml", "d.xml", "f.pdf"} <= set(made.ledger.warnings["value"])


@pytest.mark.parametrize(
    ("namespace", "name"),
    [
        ("http://crd.gov.pl/wzor/2021/11/29/11089/", r"FA \(1\)"),
        ("http://jpk.mf.gov.pl/wzor/2022/02/17/02171/", r"JPK_FA \(4\)"),
        ("http://crd.gov.pl/wzor/2025/12/19/14090/", r"JPK_V7 \(3\)"),
        ("urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", "PEF"),
        ("http://example.org/", "http://example.org/"),
    ],
)
def test_other_structures_are_refused_by_name(namespace: str, name: str) -> None:
    reason = fault(GOOD.replace(b"http://crd.gov.pl/wzor/2025/06/25/13775/", namespace.encode()))
    assert re.search(name, reason)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"<P_15>1230.00</P_15>", b"", "P_15 is missing"),
        (b"<P_15>1230.00", b"<P_15>1230.001", "P_15: 1230.001 "),
        (b"<P_15>1230.00", b"<P_15>99999999999999.00", "P_15: 99999999999999.00 "),
        (b"<P_15>1230.00", b"<P_15>1e3", "P_15: 1e3 "),
        (b"<P_15>1230.00", b"<P_15>1</P_15><P_15>2", "P_15 stands there twice"),
        (b"<P_1>2026-03-02", b"<P_1>2026-02-30", "P_1: 2026-02-30 "),
        (b"<P_1>2026-03-02", b"<P_1>1826-02-20", "P_1: 1826-02-20 "),
        (b"<P_2>FV/1", b"<P_2> ", "P_2 is missing"),
        (b">PLN<", b">zl<", "KodWaluty: zl "),
        (b">VAT<", b">FV<", "RodzajFaktury: FV "),
        (b"<NIP>5260250274</NIP>", b"", "NIP is missing"),
        (b"<Termin>2026-03-16", b"<Termin>16.03.2026", "Termin: 16.03.2026 "),
        (b"<P_13_1>1000.00", b"<P_13_1>ten", "P_13_1: ten "),
        ("Cegła".encode(), "Cegła".encode("cp1250"), "UTF-8"),
        (b"<Faktura", b"<!DOCTYPE Faktura [<!ENTITY a 'b'>]><Faktura", "DOCTYPE"),
        (b"<P_2>FV/1", b"<P_2>&a;", "entity"),
        (b"</Faktura>", b"", "not well-formed|no well-formed|damaged"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(old: bytes, new: bytes, told: str) -> None:
    assert old in GOOD
    assert re.search(told, fault(GOOD.replace(old, new)))


def test_an_external_file_is_never_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    declared = f"<!DOCTYPE Faktura [<!ENTITY a SYSTEM '{(tmp_path / 'secret').as_uri()}'>]>"
    attack = GOOD.replace(b"<Faktura", declared.encode() + b"<Faktura").replace(b"FV/1", b"&a;")
    assert "SECRET" not in fault(attack)
    included = GOOD.replace(b"FV/1", b"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='secret'/>")
    assert "P_2" in fault(included)


def test_utf_16_and_comments_are_read() -> None:
    """A byte order mark tells the code page; comments within a text do not cut it."""
    wide = GOOD.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    noted = GOOD.replace(b"<P_2>FV/1", b"<P_2>FV<!-- a -->/1<?b?>")
    found = ksef.read_invoices({"wide.xml": wide, "noted.xml": noted, "marked.xml": b"\xef\xbb\xbf" + GOOD})
    assert found.invoices["number"].tolist() == ["FV/1"] * 3
    assert found.invoices["seller_name"].tolist() == ["Cegła Sp. z o.o."] * 3


def test_a_name_space_that_is_no_address_does_no_harm() -> None:
    """Found by mutated files: one parser took it, the other did not."""
    given = {"a.xml": invoice().replace(b"<Faktura ", b'<Faktura xmlns:etd="http://a]b/" ')}
    assert len(ksef.read_invoices(given).invoices) == 1


@pytest.mark.parametrize(("levels", "read"), [(61, 1), (62, 0)])
def test_more_than_64_levels_are_refused_as_everywhere(levels: int, read: int) -> None:
    """Faktura, Stopka and `levels` make 63 or 64, the text's element one more."""
    deep = b"<Stopka>" + b"<a>" * levels + b"<b>1</b>" + b"</a>" * levels + b"</Stopka></Faktura>"
    found = ksef.read_invoices({"a.xml": invoice().replace(b"</Faktura>", deep)})
    assert len(found.invoices) == read
    assert found.faults["fault"].str.contains("64").sum() == 1 - read


def test_a_file_too_large_or_too_deep_is_refused() -> None:
    assert "larger than any KSeF invoice" in fault(GOOD + b" " * sources.LARGEST)
    assert fault(GOOD.replace(b"<P_2>FV/1", b"<a>" * 100_000))


def test_an_archive_that_swells_is_refused() -> None:
    bomb = archive({"a.xml": GOOD.replace(b"</Faktura>", b" " * 15 * 2**20 + b"</Faktura>"), "b.xml": GOOD})
    found = ksef.read_invoices({"x.zip": bomb})
    assert found.invoices["file"].tolist() == ["x.zip/b.xml"]
    assert found.faults["file"].tolist() == ["x.zip/a.xml"]


def test_archives_have_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"x.zip": archive({"a.xml": GOOD, "b.xml": GOOD})}
    for name, bound, told in (
        ("MOST_FILES", 1, "more than 1 files"),
        ("LARGEST_UNPACKED", len(GOOD), "once unpacked"),
        ("LARGEST_DIRECTORY", 50, "more than 1000000 files"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(sources, name, bound)
            with pytest.raises(FilingError, match=told):
                ksef.read_invoices(given)
    assert len(ksef.read_invoices(given).invoices) == 2


def test_damaged_archives() -> None:
    good = archive({"a.xml": GOOD, "b.xml": invoice(number="2")}, zipfile.ZIP_STORED)
    with pytest.raises(FilingError, match="no ZIP archive"):
        ksef.read_invoices({"x.zip": b"PK\x03\x04 nothing"})
    spoiled = good.replace(b"FV/1", b"FV/7")  # the check sum of the entry no longer holds
    found = ksef.read_invoices({"x.zip": spoiled})
    assert (found.invoices["number"].tolist(), found.faults["file"].tolist()) == (["2"], ["x.zip/a.xml"])
    rng = random.Random(1)
    for _ in range(200):
        broken = bytearray(good)
        for _change in range(rng.randrange(1, 6)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        with suppress(FilingError):
            ksef.read_invoices({"x.zip": bytes(broken)})


EURO = "<P_11>1000</P_11><P_12>23</P_12><KursWaluty>4.25</KursWaluty>"
SEEDS = (
    GOOD,
    invoice(2, currency="EUR", lines=[EURO], paying=due("2026-03-16")),
    invoice(kind="KOR", number="K", correction=corrected("FV/1"), total="-246.00", totals={"P_13_1": "-200", "P_14_1": "-46"}),
)
PIECES = [b"<", b">", b"/", b"&", b"</Fa>", b"<P_15>", b"\x00", b"\xff", b"-", b"9" * 30, b".", b"<P_13_1/>", b"EUR"]


@on(st.data())
def test_mutated_bytes_are_read_or_refused(data: st.DataObject) -> None:
    """Whatever becomes of the bytes: an invoice, a fault, or a WorkbenchError of the books."""
    content = data.draw(st.sampled_from(SEEDS))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 12)))
        content = content[:start] + data.draw(st.sampled_from(PIECES) | st.binary(max_size=4)) + content[end:]
    found = ksef.read_invoices({"a.xml": content, "b.xml": GOOD})
    assert len(found.invoices) + len(found.faults) == 2
    try:
        made = ksef.ledger_of(found, SELLER)
    except WorkbenchError:
        return
    assert len(made.ledger.documents) + len(made.others) == len(found.invoices)


def test_read_ledger_knows_invoices_by_their_files(tmp_path: Path, small: Texts) -> None:
    """A folder, archive or file of invoices makes books; tables in the folder win."""
    (tmp_path / "a.xml").write_bytes(GOOD)
    (tmp_path / "in.zip").write_bytes(archive({"a.xml": GOOD, "b.xml": invoice(number="2", buyer="1111111111")}))
    with pytest.raises(FilingError, match="Whose books"):
        workbench.read_ledger(tmp_path / "a.xml")  # one invoice has two sides
    ledger = workbench.read_ledger(str(tmp_path / "in.zip"))
    assert ledger.documents["register"].tolist() == ["sale", "sale"]
    assert "due_date" in ledger.warnings["column"].tolist()
    csv_folder(tmp_path, small)
    assert "FV/1" not in workbench.read_ledger(tmp_path).documents["number"].tolist()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.xml").write_bytes(b"<x/>")
    with pytest.raises((SourceError, WorkbenchError)):
        workbench.read_ledger(tmp_path / "other")


def test_a_kernel_without_invoices_does_without_lxml(tmp_path: Path, small: Texts) -> None:
    csv_folder(tmp_path, small)
    code = "import sys, workbench; workbench.read_ledger(sys.argv[1]); sys.exit('lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 0


def test_the_buyer_reads_the_same_archive(tmp_path: Path) -> None:
    (tmp_path / "in.zip").write_bytes(archive({"a.xml": GOOD, "b.xml": invoice(number="2", seller="1111111111")}))
    ledger = workbench.read_ledger(tmp_path / "in.zip")
    assert (ledger.documents["register"].tolist(), ledger.company["tax_id"].tolist()) == (["purchase", "purchase"], [BUYER])
