"""Files of exports on the disk: appended to, refused, brought into place later, left alone where they are somebody else's."""

# ruff: noqa: F811 (parameters named after the fixtures that are imported)

import os
from pathlib import Path
from typing import Any

import pytest

from tests.exports import english, file, folder, lines, names, refused, store, transfer  # noqa: F401
from tests.stores import address  # noqa: F401
from workbench.errors import StoreError
from workbench.store import FileToWrite, Store, files, placing


def test_t039_a_file_is_appended_to(store: Store, folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"mine\r\n")
    for payment in ("A", "B"):
        store.transfers.export("wektor", [file(folder / "a.txt", transfer(payment), append=True)], what="Dopisane")
    expected = b"mine\r\nMSG0000000001\r\nLIC0000000001\r\nMSG0000000002\r\nLIC0000000002\r\n"
    assert (folder / "a.txt").read_bytes() == expected
    assert store.transfers.content(1) == expected[:36]
    store.transfers.export("wektor", [file(folder / "new.txt", transfer("C"), append=True)], what="Dopisane")
    assert (folder / "new.txt").read_bytes() == b"MSG0000000003\r\nLIC0000000003\r\n"


def test_t039_a_file_that_changes_meanwhile_is_left_alone(store: Store, folder: Path) -> None:
    target = folder / "a.txt"
    target.write_bytes(b"mine")

    def make(*given: Any) -> bytes:
        target.write_bytes(b"somebody else's")
        return lines(*given)

    refused(store, "was changed while this export was made", file(target, transfer("A"), append=True, make=make))
    assert target.read_bytes() == b"somebody else's"
    target.unlink()
    refused(store, "was changed while this export was made", file(target, transfer("A"), make=make))
    assert target.read_bytes() == b"somebody else's"
    assert names(folder) == ["a.txt"]


@pytest.mark.skipif(os.name != "posix" or not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_leaves_nothing(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_of: Any) -> None:
        with Path("/dev/full").open("wb") as device:
            device.write(b"x" * 100_000)

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        refused(store, "the disk is full", file(folder / "a.txt", transfer("A")))
    assert names(folder) == []


def test_leftovers_of_this_store_alone_are_removed(store: Store, folder: Path) -> None:
    mark = files.mark_of(store._engine)
    for name in (f"{mark}MSG0000000009.partial", ".liczydlo-other-MSG0000000001.partial", "a.partial"):
        (folder / name).write_bytes(b"half")
    store.transfers.export("wektor", [file(folder / "a.txt", transfer("A"))], what="Do banku")
    assert names(folder) == [".liczydlo-other-MSG0000000001.partial", "a.partial", "a.txt"]


def unplaceable(*_of: object) -> Path:
    raise StoreError("the reason")


def leave_unplaced(store: Store, monkeypatch: pytest.MonkeyPatch, asked: FileToWrite) -> int:
    """An export whose file did not come into place; its number."""
    with monkeypatch.context() as patch:
        patch.setattr(placing, "place", unplaceable)
        with pytest.raises(StoreError, match="recorded and its payments sent, but its file is not in place: the reason"):
            store.transfers.export("wektor", [asked], what="Do banku")
    waiting = store.transfers.unplaced()
    assert waiting["file"].tolist() == [str(asked.path)]
    assert not asked.path.exists() or asked.append
    return int(waiting["export"][0])


def test_what_waits_is_brought_into_place_by_the_next_export(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = leave_unplaced(store, monkeypatch, file(folder / "a.txt", transfer("A")))
    store.transfers.export("wektor", [file(folder / "a.txt", transfer("B"), append=True)], what="Dopisane")
    text = b"MSG0000000001\r\nLIC0000000001\r\nMSG0000000002\r\nLIC0000000002\r\n"
    assert (folder / "a.txt").read_bytes() == text
    assert store.transfers.content(number) == text[:30]
    assert store.transfers.unplaced().empty
    assert names(folder) == ["a.txt"]


def test_a_foreign_file_in_the_place_stays(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = leave_unplaced(store, monkeypatch, file(folder / "a.txt", transfer("A")))
    (folder / "a.txt").write_bytes(b"foreign")
    assert store.transfers.finish() == []
    with pytest.raises(StoreError, match="is another file now; it was left as it is"):
        store.transfers.place(number)
    with pytest.raises(StoreError, match="another file"):
        store.transfers.place(number, folder / "a.txt")
    assert (folder / "a.txt").read_bytes() == b"foreign"
    assert store.transfers.place(number, folder / "b.txt").read_bytes() == store.transfers.content(number)
    assert store.transfers.unplaced().empty
    assert names(folder) == ["a.txt", "b.txt"]


def test_an_appended_file_that_is_gone_is_not_made_anew(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have gone to the bank: its transfers must not go there once more."""
    (folder / "a.txt").write_bytes(b"mine")
    number = leave_unplaced(store, monkeypatch, file(folder / "a.txt", transfer("A"), append=True))
    (folder / "a.txt").unlink()
    assert store.transfers.finish() == []
    with pytest.raises(StoreError, match="is gone; it was to be appended to"):
        store.transfers.place(number)
    (folder / "a.txt").write_bytes(b"mine")
    assert store.transfers.finish() == [number]
    assert (folder / "a.txt").read_bytes() == store.transfers.content(number)


def test_a_file_of_another_machine_waits_for_that_machine(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_unplaced(store, monkeypatch, file(folder / "a.txt", transfer("A")))
    with monkeypatch.context() as patch:
        patch.setattr(placing.platform, "node", lambda: "elsewhere")
        assert store.transfers.finish() == []
        assert store.transfers.last_folder("wektor", "BANK") is None
    assert names(folder) == [] or not (folder / "a.txt").exists()
    assert store.transfers.finish() == [1]


def test_a_file_system_without_links(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_of: Any) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(files.os, "link", no_links)
    store.transfers.export("wektor", [file(folder / "a.txt", transfer("A"))], what="Do banku")
    assert names(folder) == ["a.txt"]


def test_a_file_with_withdrawn_payments_is_not_brought_into_place(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would send them again."""
    number = leave_unplaced(store, monkeypatch, file(folder / "a.txt", transfer("A"), transfer("B")))
    store.transfers.withdraw("wektor", ["A"], "plik nie dotarł")
    assert store.transfers.unplaced().empty
    assert store.transfers.finish() == []
    with pytest.raises(StoreError, match="were withdrawn"):
        store.transfers.place(number)
    assert names(folder) == []
    store.transfers.export("wektor", [file(folder / "a.txt", transfer("A"))], what="Jeszcze raz")
    assert (folder / "a.txt").read_bytes().endswith(b"LIC0000000003\r\n")
