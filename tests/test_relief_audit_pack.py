"""The audit pack: complete, the same for the same input, and every change in it is found; hostile archives are refused."""

import contextlib
import csv
import hashlib
import io
import json
import struct
import warnings
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pypdfium2
import pytest

from tests.books import Books, books, ledger_of, purchase, sale
from tests.golden import WORKED
from workbench import i18n, relief
from workbench.days import Month
from workbench.errors import ReliefError
from workbench.relief.events import Event
from workbench.relief.events.texts import OPTION_TITLES
from workbench.relief.fingerprint import fingerprint, law_fingerprint
from workbench.relief.life.chain import Chain
from workbench.relief.prints import Printed, audit_pack, check_pack, checking

HISTORY = pd.DataFrame(
    {
        "kto": ["Anna Próbna", "=cmd|'/c calc'!A1"],
        "co": ["zablokowano", "zapisy"],
        "kiedy": pd.to_datetime(["2020-05-20 12:00:01", "2020-05-21 00:00:00"]),
    }
)
BOOKS_OF_THE_PACK = {"dokumenty.csv", "stawki.csv", "platnosci.csv", "rozliczenia.csv", "kontrahenci.csv"}
OTHERS = {
    "lista.pdf",
    "wyjasnienie.pdf",
    "pozycje.csv",
    "zapisy.csv",
    "historia.csv",
    "zdarzenia.csv",
    "zawiadomienie.json",
    "CZYTAJ.txt",
}
SEALS = {"manifest.json", "SHA256SUMS"}


def pack(source: Books = WORKED["GR-2"], period: str = "2020-04", side: Any = "sale") -> bytes:
    notice = relief.notice(ledger_of(source), side, period)
    return audit_pack(Printed.of_notice(notice), notice, HISTORY)


def files(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(content: dict[str, bytes], **options: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **options) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def made() -> bytes:
    return pack()


def test_a_pack_of_a_sale_holds_everything(made: bytes) -> None:
    assert set(files(made)) == BOOKS_OF_THE_PACK | OTHERS | SEALS | {"zawiadomienie.pdf"}
    assert check_pack(made) == ()


def test_a_pack_of_a_purchase_has_no_notice_print() -> None:
    """R-037."""
    bought = pack(WORKED["GR-4"], "2020-05", "purchase")
    assert set(files(bought)) == BOOKS_OF_THE_PACK | OTHERS | SEALS
    assert check_pack(bought) == ()


def test_the_events_of_its_documents_are_in_the_pack_with_the_choices_taken() -> None:
    def happened(name: str, document: str, side: Any = "sale") -> Event:
        return Event(name, side, document, "", "credit_note", date(2020, 4, 2), 100_00, "left", "=tak")

    notice = relief.notice(ledger_of(WORKED["GR-2"]), "sale", "2020-04")
    events = (happened("b", "GR-2"), happened("a", "GR-2"), happened("c", "OTHER"), happened("d", "GR-2", "purchase"))
    found = rows(files(audit_pack(Printed.of_notice(notice), notice, HISTORY, events))["zdarzenia.csv"])
    assert [(row["id"], row["choice"], row["amount"], row["note"]) for row in found] == [
        ("a", "left", "100.00", "'=tak"),
        ("b", "left", "100.00", "'=tak"),
    ]
    with i18n.in_language("pl"):
        assert found[0]["choice_title"] == i18n._(OPTION_TITLES["left"]) != OPTION_TITLES["left"]


def test_the_books_of_documents_taken_off_are_in_the_pack() -> None:
    """R-054: what was taken off is proved too."""
    ledger = ledger_of(WORKED["GR-3"])
    notice = relief.notice(ledger, "sale", "2020-04")
    chain = Chain("sale", Month("2020-04")).made(notice, date(2020, 5, 25)).without("GR-3").locked()
    content = files(audit_pack(Printed.of_kept(ledger, chain), notice, HISTORY))
    assert [row["document_id"] for row in rows(content["pozycje.csv"])] == ["GR-2"]
    for name, column in (("dokumenty.csv", "document_id"), ("stawki.csv", "document_id"), ("platnosci.csv", "document_id")):
        assert {row[column] for row in rows(content[name])} == {"GR-2", "GR-3"}, name


def test_the_same_input_gives_the_same_pack(made: bytes) -> None:
    assert pack() == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_manifest_names_the_hash_of_every_file_inputs_and_law(made: bytes) -> None:
    content = files(made)
    manifest = json.loads(content["manifest.json"])
    assert manifest["files"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in sorted(content.items()) if name not in SEALS
    }
    assert manifest["inputs"] == fingerprint(ledger_of(WORKED["GR-2"]), "sale")
    assert manifest["law"] == law_fingerprint()
    sums = dict(reversed(line.split("  ")) for line in content["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in content.items() if name != "SHA256SUMS"}
    assert "sha256sum --check SHA256SUMS" in content["CZYTAJ.txt"].decode()


def test_the_figures_of_the_manual_are_in_every_form(made: bytes) -> None:
    """R-070."""
    content = files(made)
    told = json.loads(content["zawiadomienie.json"])
    assert told["lines"] == [
        {
            "document_id": "GR-2",
            "payment_id": "GR-2/1",
            "rate": "23",
            "kind": "unpaid",
            "net": "593.50",
            "vat": "136.50",
            "due_date": "2020-01-28",
            "effective_due_date": "2020-01-28",
            "relief_date": "2020-04-27",
        }
    ]
    assert told["totals"]["vat_zd"] == {"net": "-593.50", "vat": "-136.50", "net_rounded": "-594.00", "vat_rounded": "-137.00"}
    assert (told["mark"], told["as_of"]) == ("S", "2020-05-25")
    assert [(line["net"], line["vat"], line["unpaid"]) for line in rows(content["pozycje.csv"])] == [
        ("593.50", "136.50", "730.00")
    ]
    assert [(paid["date"], paid["amount"]) for paid in rows(content["rozliczenia.csv"])] == [("2020-02-10", "500.00")]
    page = pypdfium2.PdfDocument(content["zawiadomienie.pdf"])[0].get_textpage().get_text_range()
    assert "593,50 136,50" in page.replace("\u00a0", " ")


def test_only_the_documents_of_the_notice_are_in_the_pack() -> None:
    source = books(
        sale("FS/1", issued="2020-01-01", due="2020-01-28", lines=[("23", "1000.00"), ("zw", "5.00")]),
        sale(
            "FS/2",
            issued="2020-01-01",
            due="2020-03-28",
            lines=[("23", "7.00")],
            paid=[("2020-03-30", "1.00")],
            party="inactive",
        ),
        purchase("FZ/1", issued="2020-01-01", due="2020-01-28", lines=[("23", "9.00")]),
    )
    content = files(pack(source))
    for name in ("dokumenty.csv", "stawki.csv", "platnosci.csv"):
        assert {row["document_id"] for row in rows(content[name])} == {"FS/1"}
    assert len(rows(content["stawki.csv"])) == 2
    assert rows(content["rozliczenia.csv"]) == []
    assert [row["party_id"] for row in rows(content["kontrahenci.csv"])] == ["active"]


def test_tables_are_safe_to_open_and_moments_keep_their_time(made: bytes) -> None:
    assert rows(files(made)["historia.csv"]) == [
        {"kto": "Anna Próbna", "co": "zablokowano", "kiedy": "2020-05-20 12:00:01"},
        {"kto": "'=cmd|'/c calc'!A1", "co": "zapisy", "kiedy": "2020-05-21 00:00:00"},
    ]


def test_entries_of_a_kept_notice_are_in_the_pack() -> None:
    ledger = ledger_of(WORKED["GR-2"])
    notice = relief.notice(ledger, "sale", "2020-04")
    entries = pd.DataFrame(
        [(1, 1, "GR-2", "unpaid", "23", "goods", "yes", -593_50, -136_50)],
        columns=["entry", "line", "document_id", "state", "rate", "kind", "deductible", "net", "vat"],
    )
    chain = Chain("sale", notice.period).made(notice, date(2020, 5, 20))
    kept = chain.notices[0]
    told = Printed(ledger, "sale", notice.period, "S", kept.as_of, kept.lines, kept.fingerprint, entries)
    content = files(audit_pack(told, notice, HISTORY))
    assert [(row["state"], row["net"], row["vat"]) for row in rows(content["zapisy.csv"])] == [("unpaid", "-593.50", "-136.50")]


@pytest.mark.parametrize("name", sorted(BOOKS_OF_THE_PACK | OTHERS | {"zawiadomienie.pdf", "SHA256SUMS"}))
def test_a_changed_or_missing_file_is_named(made: bytes, name: str) -> None:
    content = files(made)
    assert check_pack(zipped({**content, name: content[name] + b" "})) == (name,)
    assert check_pack(zipped({other: data for other, data in content.items() if other != name})) == (name,)


def test_an_added_file_is_named(made: bytes) -> None:
    assert check_pack(zipped({**files(made), "obcy.txt": b"x"})) == ("obcy.txt",)


def test_a_changed_manifest_no_longer_agrees_with_the_sums(made: bytes) -> None:
    content = files(made)
    manifest = json.loads(content["manifest.json"])
    manifest["inputs"] = "0" * 64
    assert check_pack(zipped({**content, "manifest.json": json.dumps(manifest).encode()})) == ("SHA256SUMS",)


def test_a_file_damaged_on_the_way_is_named(made: bytes) -> None:
    """The bytes of one file inside the archive are hurt, the archive's own lists are whole."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        entry = archive.getinfo("lista.pdf")
    place = entry.header_offset + 30 + len("lista.pdf") + entry.compress_size // 2
    hurt = made[:place] + bytes([made[place] ^ 0xFF]) + made[place + 1 :]
    assert check_pack(hurt) == ("lista.pdf",)


def _twice(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for name in [*content, "lista.pdf"]:
            archive.writestr(name, content[name])
    return out.getvalue()


def _encrypted(content: dict[str, bytes]) -> bytes:
    """With the flag of encryption in the central list."""
    whole = bytearray(zipped(content))
    place = whole.index(b"PK\x01\x02")
    whole[place + 8] |= 1
    return bytes(whole)


def _claiming(size: int) -> Callable[[dict[str, bytes]], bytes]:
    """With a first entry that claims to be so large."""

    def made(content: dict[str, bytes]) -> bytes:
        whole = bytearray(zipped(content))
        struct.pack_into("<I", whole, whole.index(b"PK\x01\x02") + 24, size)
        return bytes(whole)

    return made


HOSTILE: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "nothing": lambda content: b"",
    "no ZIP": lambda content: b"PK\x03\x04 is not enough",
    "cut off": lambda content: zipped(content)[:-30],
    "no manifest": lambda content: zipped({name: data for name, data in content.items() if name != "manifest.json"}),
    "manifest that is no JSON": lambda content: zipped({**content, "manifest.json": b"{"}),
    "manifest that is a list": lambda content: zipped({**content, "manifest.json": b"[]"}),
    "manifest with numbers": lambda content: zipped({**content, "manifest.json": b'{"files": {"lista.pdf": 1}}'}),
    "manifest nested deep": lambda content: zipped({**content, "manifest.json": b"[" * 100_000}),
    "manifest too large": lambda content: zipped({**content, "manifest.json": b" " * (2 << 20)}),
    "leads out": lambda content: zipped({**content, "../obcy.txt": b""}),
    "absolute": lambda content: zipped({**content, "/obcy.txt": b""}),
    "drive": lambda content: zipped({**content, "C:obcy.txt": b""}),
    "folder": lambda content: zipped({**content, "folder/obcy.txt": b""}),
    "line break": lambda content: zipped({**content, "a\nb": b""}),
    "twice": _twice,
    "encrypted": _encrypted,
    "bzip2": lambda content: zipped(content, compression=zipfile.ZIP_BZIP2),
    "too many": lambda content: zipped({**content, **{f"{n}.txt": b"" for n in range(checking.MOST_FILES)}}),
    "too large": _claiming(checking.LARGEST),
}


@pytest.mark.parametrize("archive", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_archives_are_refused(made: bytes, archive: Callable[[dict[str, bytes]], bytes]) -> None:
    with pytest.raises(ReliefError):
        check_pack(archive(files(made)))


def test_a_bomb_is_never_unpacked_whole(made: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry that unpacks to more than it says is read only as far as it says, and named."""
    content = {"manifest.json": files(made)["manifest.json"], "bomba.txt": b"0" * 50_000_000}
    whole = bytearray(zipped(content, compression=zipfile.ZIP_DEFLATED))
    struct.pack_into("<I", whole, whole.rindex(b"PK\x01\x02") + 24, 10)
    assert "bomba.txt" in check_pack(bytes(whole))


@pytest.mark.parametrize("place", range(0, 400, 7))
def test_a_hurt_archive_is_refused_or_its_file_named(made: bytes, place: int) -> None:
    """Whatever byte of the archive's end, where its lists lie, is changed: never another error."""
    hurt = bytearray(made)
    hurt[-1 - place] ^= 0x41
    with contextlib.suppress(ReliefError):
        check_pack(bytes(hurt))
