"""The flat file read from .json and .7z, packed, opened again; and files that are none (T-018)."""

import json
import os
import random
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import py7zr
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flat_files import ACTIVE, DAY, EXEMPT, MASK, content, key_of, nip, nrb, pair_key, written
from workbench import i18n
from workbench.errors import TransferError
from workbench.transfers.white_list import FlatFile, FlatFileChecker, open_flat_file, open_packed, pack, read_flat_file
from workbench.transfers.white_list import flat_file as module
from workbench.transfers.white_list.hashing import masked

NOW = datetime(2024, 7, 25, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english(begins_in_polish: None) -> None:
    i18n.set_language("en")


def archive(path: Path, *members: bytes, password: str | None = None) -> Path:
    with py7zr.SevenZipFile(path, "w", password=password) as packed:
        for number, member in enumerate(members):
            packed.writestr(member, f"2024072{number}.json")
    return path


def random_keys(choice: random.Random, count: int) -> list[str]:
    return [choice.randbytes(64).hex() for _key in range(count)]


def same(left: FlatFile, right: FlatFile) -> bool:
    plain = (left.day, left.transformations, left.masks) == (right.day, right.transformations, right.masks)
    return plain and left.active.tobytes() == right.active.tobytes() and left.exempt.tobytes() == right.exempt.tobytes()


@pytest.mark.parametrize("seed", range(6))
def test_json_archive_and_packed_answer_as_a_set_does(seed: int, tmp_path: Path) -> None:
    choice = random.Random(seed)
    active, exempt = random_keys(choice, choice.randrange(400)), random_keys(choice, choice.randrange(90))
    flat = content(active, exempt, [MASK])
    path = written(tmp_path / "day.json", flat)
    read = read_flat_file(path)
    pack(read, tmp_path / "day.whitelist")
    packed = open_packed(tmp_path / "day.whitelist")
    unpacked = read_flat_file(archive(tmp_path / "day.7z", path.read_bytes()))
    for key in [*active, *exempt, *random_keys(choice, 200), "00" * 64, "ff" * 64, *(key[:-2] + "00" for key in active)]:
        expected = "active" if key in set(active) else "exempt" if key in set(exempt) else None
        for file in (read, packed, unpacked):
            assert file.listed(bytes.fromhex(key)) == expected
    assert same(read, packed) and same(read, unpacked)


def test_keys_that_end_in_zeros_are_told_apart(tmp_path: Path) -> None:
    keys = ["ab" * 63 + "00", "ab" * 62 + "0000", "00" * 64, "00" * 63 + "01"]
    read = read_flat_file(written(tmp_path / "f.json", content(keys)))
    assert [read.listed(bytes.fromhex(key)) for key in keys] == ["active"] * 4
    assert read.listed(bytes.fromhex("ab" * 61 + "000000")) is None


def test_pairs_are_found_as_by_a_plain_reader(tmp_path: Path) -> None:
    """Pool, loop and packed file against a reader with sets, masks tried one by one."""
    choice = random.Random(5)
    pairs = [
        (nip(choice.randrange(10**8, 10**9)), nrb(f"{choice.choice(('12406960', '19500001'))}{number:016d}"))
        for number in range(90)
    ]
    masks = [MASK, "XX19500001YYYYYYYYYYYYXXYY", "XX19500001000000000000000Y", "XX12406960YYYXXXXXXXXXXXXY"]
    keys: list[list[str]] = [[], []]
    for number, (tax_id, account) in enumerate(pairs):
        shown = [account, *(hit for mask in masks if (hit := masked(account, mask)))]
        if number % 3:
            keys[number % 2].append(key_of(f"20240725{tax_id}{choice.choice(shown)}", 9))
    flat = content(*keys, masks, times=9)
    read = read_flat_file(written(tmp_path / "f.json", flat))
    pack(read, tmp_path / "f.whitelist")

    def plain(tax_id: str, account: str) -> str:
        for number in (account, *(hit for mask in masks if (hit := masked(account, mask)))):
            for name, of in (("active", keys[0]), ("exempt", keys[1])):
                if key_of(f"20240725{tax_id}{number}", 9) in of:
                    return name
        return "not_found"

    expected = [plain(*pair) for pair in pairs]
    assert set(expected) == {"active", "exempt", "not_found"}
    made = [
        FlatFileChecker(file, processes).check(DAY, pairs, checked_at=NOW)
        for file in (read, open_packed(tmp_path / "f.whitelist"))
        for processes in (1, 3)
    ]
    assert [proof.result for proof in made[0]] == expected
    assert made.count(made[0]) == 4


def test_unsorted_keys_are_sorted(tmp_path: Path) -> None:
    flat = content(random_keys(random.Random(1), 50))
    in_order = read_flat_file(written(tmp_path / "a.json", flat))
    flat["skrotyPodatnikowCzynnych"].reverse()
    assert same(in_order, read_flat_file(written(tmp_path / "b.json", flat)))


def test_parts_may_come_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    flat = content([pair_key(ACTIVE, times=1)], [], [MASK], times=1)
    more = {"nowe": [{"a": [1, None, "x"]}], "liczba": 3, **dict(reversed(flat.items())), "puste": {}}
    assert same(read_flat_file(written(tmp_path / "a.json", flat)), read_flat_file(written(tmp_path / "b.json", more)))


def test_a_day_is_converted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "20240725.json", content([pair_key(ACTIVE, times=2)], times=2))
    first = open_flat_file(path)
    monkeypatch.setattr("workbench.transfers.white_list.packing.read_flat_file", lambda _path: pytest.fail("read again"))
    assert same(first, open_flat_file(path))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["20240725.json", "20240725.json.whitelist"]


def test_a_changed_file_is_converted_anew(tmp_path: Path) -> None:
    path = written(tmp_path / "f.json", content(day=DAY))
    assert open_flat_file(path).day == DAY
    written(path, content(day=date(2024, 7, 26)))
    os.utime(path, ns=(1, 1))
    assert open_flat_file(path).day == date(2024, 7, 26)


def test_a_damaged_packed_file_is_made_anew(tmp_path: Path) -> None:
    path = written(tmp_path / "f.json", content([pair_key(ACTIVE, times=1)], times=1))
    whole = open_flat_file(path)
    packed = path.with_name("f.json.whitelist")
    good = packed.read_bytes()
    for bad in (
        b"",
        good[:-1],
        good + b"x",
        b"x" + good[1:],
        good[:400],
        good.replace(b'"active": 1', b'"active": 2'),
        good[:8] + b"[" * 504,
    ):
        packed.unlink()  # the open ones are still mapped
        packed.write_bytes(bad)
        with pytest.raises(TransferError, match=r"f\.json\.whitelist"):
            open_packed(packed)
        assert same(whole, open_flat_file(path))
    assert packed.read_bytes() == good


def test_where_nothing_may_be_written_the_file_is_read_all_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "f.json", content([pair_key(ACTIVE, times=1)], times=1))
    path.with_name("f.json.whitelist").mkdir()
    assert open_flat_file(path).listed(bytes.fromhex(pair_key(ACTIVE, times=1))) == "active"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["f.json", "f.json.whitelist"]


def test_memory_holds_the_keys_and_little_more(tmp_path: Path) -> None:
    path = written(tmp_path / "f.json", content(random_keys(random.Random(2), 40_000)))
    tracemalloc.start()
    try:
        read_flat_file(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 5_000_000
    assert peak < 1.6 * 64 * 40_000 + 1_000_000


GOOD = json.dumps(content([pair_key(ACTIVE, times=1)], [pair_key(EXEMPT, times=1)], [MASK], times=1)).encode()


def changed(**parts: Any) -> bytes:
    flat = content([], [], [], times=1)
    return json.dumps({**flat, **parts}).encode()


def header(**parts: Any) -> bytes:
    return changed(naglowek={"dataGenerowaniaDanych": "20240725", "liczbaTransformacji": "5000", **parts})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "ends too early"),
        (GOOD[:-1], "ends too early"),
        (GOOD[: len(GOOD) // 2], "ends too early"),
        (b"hello", "not the JSON text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not the JSON text"),
        (GOOD + GOOD, "not the JSON text"),
        (GOOD.replace(b"RRRR", b"\xff\xfe\xff\xfe"), "not the JSON text"),
        (b"[1, 2]", "layout"),
        (b'"text"', "layout"),
        (b"7", "layout"),
        (b"{}", "layout"),
        (b"[" * 70_000, "layout"),
        (b'{"a":' * 70_000, "layout"),
        (b'{"maski": ["' + b"X" * 3_000_000, "layout"),
        (b'{"a": ' + b"1" * 3_000_000, "layout"),
        (b'{"a": ' + b"1" * 9_000 + b"}", "not the JSON text"),
        (changed(maski="XX"), "layout"),
        (changed(maski={"a": 1}), "layout"),
        (changed(maski=[1]), "layout"),
        (changed(maski=[[MASK]]), "layout"),
        (changed(naglowek=[]), "layout"),
        (changed(skrotyPodatnikowCzynnych=[None]), "layout"),
        (changed()[:-1] + b', "maski": []}', "layout"),
        (header(dataGenerowaniaDanych="20240230"), "header"),
        (header(dataGenerowaniaDanych="2024-07-25"), "header"),
        (header(dataGenerowaniaDanych=None), "header"),
        (header(liczbaTransformacji="0"), "header"),
        (header(liczbaTransformacji="-1"), "header"),
        (header(liczbaTransformacji="999999999"), "header"),
        (header(liczbaTransformacji=1.5), "header"),
        (changed(maski=["XX12406960YYYXXXXXXXXXXXX"]), "a mask"),
        (changed(maski=["XX1240696ZYYYXXXXXXXXXXXXX"]), "a mask"),
        (changed(skrotyPodatnikowCzynnych=["ab" * 63]), "a key"),
        (changed(skrotyPodatnikowCzynnych=["xy" * 64]), "a key"),
        (changed(skrotyPodatnikowCzynnych=["ab" * 63 + "  ", "ab" * 65]), "a key"),
        (changed(skrotyPodatnikowZwolnionych=["ab" * 32, "ab" * 96]), "a key"),
    ],
    ids=range(36),
)
def test_what_is_no_flat_file_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    path.write_bytes(content)
    with pytest.raises(TransferError, match=r"some\.json.*" + says):
        read_flat_file(path)
    with pytest.raises(TransferError, match=r"some\.7z.*" + says):
        read_flat_file(archive(tmp_path / "some.7z", content))


def test_a_number_of_transformations_may_be_a_number(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_bytes(header(liczbaTransformacji=5000))
    assert read_flat_file(path).transformations == 5000


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    for read in (read_flat_file, open_flat_file):
        for path in (tmp_path / "none.json", tmp_path):
            with pytest.raises(TransferError, match=path.name):
                read(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 1_000_000)
    bomb = archive(tmp_path / "bomb.7z", b'{"a": "' + b"x" * 2_000_000)
    assert bomb.stat().st_size < 10_000
    with pytest.raises(TransferError, match="larger"):
        read_flat_file(bomb)
    plain = tmp_path / "bomb.json"
    plain.write_bytes(b" " * 1_000_001)
    with pytest.raises(TransferError, match="larger"):
        read_flat_file(plain)


@pytest.mark.parametrize(
    "flat",
    [content(masks=[MASK] * 30), {**content(), "inne": [1] * 30}, {**content(), "inne": [[]] * 30}],
    ids=["masks", "values", "lists"],
)
def test_too_many_values_beside_the_keys_are_refused(
    flat: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "f.json", flat)
    assert read_flat_file(path).day == DAY
    monkeypatch.setattr(module, "MOST_OTHERS", 20)
    with pytest.raises(TransferError, match="larger"):
        read_flat_file(path)


def test_an_archive_holds_one_file_and_no_password(tmp_path: Path) -> None:
    with pytest.raises(TransferError, match="one file"):
        read_flat_file(archive(tmp_path / "two.7z", GOOD, GOOD))
    with pytest.raises(TransferError, match="one file"):
        read_flat_file(archive(tmp_path / "none.7z"))
    with pytest.raises(TransferError, match="protected"):
        read_flat_file(archive(tmp_path / "secret.7z", GOOD, password="x"))


def test_nothing_is_unpacked_beside_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    archive(folder / "f.7z", GOOD)
    assert read_flat_file(folder / "f.7z").day == DAY
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["f.7z"]


def test_every_cut_and_every_spoilt_archive_is_told(tmp_path: Path) -> None:
    good = archive(tmp_path / "good.7z", GOOD * 1).read_bytes()
    path = tmp_path / "bad.7z"
    spoilt = [good[:end] for end in range(6, len(good), 7)]
    choice = random.Random(3)
    for _again in range(250):
        other = bytearray(good)
        other[choice.randrange(6, len(good))] ^= 1 << choice.randrange(8)
        spoilt.append(bytes(other))
    whole = read_flat_file(tmp_path / "good.7z")
    told = 0
    for bad in spoilt:
        path.write_bytes(bad)
        try:
            read = read_flat_file(path)
        except TransferError:
            told += 1
        else:
            assert same(read, whole)  # the spoilt bit belongs to the name or the time
    assert told > len(spoilt) * 0.8


@given(place=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_spoilt_byte_is_read_or_told(place: int, byte: int, tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_bytes(GOOD[:place] + bytes([byte]) + GOOD[place + 1 :])
    try:
        read = read_flat_file(path)
    except TransferError:
        return
    assert len(read.active) == len(read.exempt) == len(read.masks) == 1
