"""How files arrive from the browser (issue 6 section 3): whole or not at all; nothing that a browser says is trusted."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.filing_dropping import BrowserSide
from workbench import i18n
from workbench.errors import FilingError
from workbench.widgets.filing import uploading
from workbench.widgets.filing.dropping import Dropping
from workbench.widgets.filing.uploading import LARGEST, LONGEST_NAME, MOST_FILES, PART, Transfer
from workbench.widgets.table import STATIC

FILES = {"a.xml": b"0123456789", "b/a.XML": b"", "b/c.zip": b"abcdefg", "d.xml": b"!"}
SERVERS_LIMIT = 10 * 2**20
"""Bytes of a message that a notebook server takes, unless it is set up for more."""


class Page:
    """A place for files and what it handed over."""

    def __init__(self) -> None:
        self.times_begun = 0
        self.taken: list[Mapping[str, bytes]] = []
        self.refused: list[str] = []
        self.area = Dropping(self._begun, self.taken.append, lambda error: self.refused.append(str(error)))
        self.browser = BrowserSide(self.area)

    def _begun(self) -> None:
        self.times_begun += 1


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.mark.parametrize("part", [1, 3, 10, 17, 18, 1000])
def test_files_arrive_whole_whatever_the_parts(page: Page, part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several small files in one part, one file in several, and parts that end within a file."""
    monkeypatch.setattr(uploading, "PART", part)
    heard = page.browser.give(FILES)
    assert page.taken == [FILES] and page.refused == [] and page.times_begun == 1
    assert [asked["to"] - asked["from"] <= part for asked in heard[:-1]] == [True] * (-(-18 // part) + 1)
    assert heard[0]["told"] == "Reading 4 files…" and heard[-1] == {"transfer": "one", "done": True}


@given(some.dictionaries(some.from_regex(r"[a-z/]{1,9}\.(xml|zip)", fullmatch=True), some.binary(max_size=9), min_size=1))
def test_what_was_sent_is_what_is_taken(files: dict[str, bytes]) -> None:
    transfer, sent = Transfer([[name, len(content)] for name, content in files.items()]), b"".join(files.values())
    while (wanted := transfer.wanted)[0] < wanted[1]:
        transfer.take(wanted[0], [sent[slice(*wanted)]])
    assert transfer.files() == files


def test_empty_files_need_no_part(page: Page) -> None:
    page.browser.begin({"a.xml": b""})
    assert page.taken == [{"a.xml": b""}]


@pytest.mark.parametrize(
    "listed",
    [
        None,
        {},
        "a.xml",
        ["a.xml"],
        [["a.xml"]],
        [["a.xml", 1, 2]],
        [[1, 1]],
        [["a.xml", "1"]],
        [["a.xml", -1]],
        [["a.xml", 1.0]],
        [["a.xml", True]],
        [["a.xml", None]],
        [["a.exe", 1]],
        [["", 1]],
    ],
    ids=repr,
)
def test_a_list_that_is_none_is_refused(page: Page, listed: Any) -> None:
    page.browser.say({"event": "begin", "transfer": "one", "files": listed})
    assert page.refused == ["The files did not arrive whole. Give them again."] and page.taken == []
    assert page.browser.heard == [{"transfer": "one", "done": True}]


def test_a_transfer_is_bounded_in_size_count_and_names() -> None:
    half = LARGEST * 10**6 // 2
    assert len(Transfer([["a.xml", half], ["b.xml", half]])) == 2
    with pytest.raises(FilingError, match="larger than 100 MB together"):
        Transfer([["a.xml", half], ["b.xml", half + 1]])
    with pytest.raises(FilingError, match="larger than 100 MB together"):
        Transfer([["a.xml", 10**400]])
    many = [[f"{number}.xml", 1] for number in range(MOST_FILES + 1)]
    assert len(Transfer(many[:-1])) == MOST_FILES
    with pytest.raises(FilingError, match=f"more than {MOST_FILES} files"):
        Transfer(many)
    name = "x" * (LONGEST_NAME - 4) + ".xml"
    assert len(Transfer([[name, 1]])) == 1
    with pytest.raises(FilingError, match=r"longer than 400 characters: x{40}…"):
        Transfer([[f"x{name}", 1]])
    with pytest.raises(FilingError, match="no XML file and no ZIP archive"):
        Transfer([])


def test_files_of_one_name_in_different_folders_are_two_files(page: Page) -> None:
    page.browser.give({"a/x.xml": b"1", "b/x.xml": b"2"})
    assert page.taken == [{"a/x.xml": b"1", "b/x.xml": b"2"}]
    page.browser.say({"event": "begin", "transfer": "two", "files": [["x.xml", 1], ["x.xml", 1]]})
    assert page.refused == ["Two of the files have the same name. Give them one after the other."]


def test_half_a_character_in_a_name_can_be_shown(page: Page) -> None:
    page.browser.say({"event": "begin", "transfer": "one", "files": [["\ud800.xml", 0]]})
    assert list(page.taken[0]) == ["?.xml"]


@pytest.mark.parametrize(
    ("start", "parts"),
    [
        (0, [b"12345"]),
        (8, [b"1234"]),
        (None, [b"1234"]),
        ("4", [b"1234"]),
        (4, [b"123"]),
        (4, [b"12345"]),
        (4, []),
        (4, [b"12", b"34"]),
    ],
)
def test_another_part_than_was_asked_for_ends_the_transfer(
    page: Page, start: Any, parts: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "PART", 4)
    page.browser.begin(FILES)
    page.browser.answer(FILES)
    asked = dict(page.browser.heard[-1])
    page.browser.say({"event": "part", "transfer": "one", "from": start}, *parts)
    assert page.refused == ["The files did not arrive whole. Give them again."]
    page.browser.say({"event": "part", "transfer": "one", "from": asked["from"]}, b"4567")
    assert page.taken == [] and page.browser.heard[-1] == {"transfer": "one", "done": True}
    page.browser.give(FILES)
    assert page.taken == [FILES]


def test_files_given_anew_end_those_that_are_on_their_way(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "PART", 4)
    page.browser.begin(FILES, "one")
    page.browser.begin({"n.xml": b"new"}, "two")
    page.browser.say({"event": "part", "transfer": "one", "from": 0}, b"0123")
    assert page.refused == [] and page.taken == [] and page.browser.heard[-1]["transfer"] == "two"
    page.browser.answer({"n.xml": b"new"})
    assert page.taken == [{"n.xml": b"new"}] and page.times_begun == 2


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("none", "no XML file"),
        ("many", f"more than {MOST_FILES} files"),
        ("large", "larger than 100 MB"),
        ("unreadable", "could not read"),
        ("?", "did not arrive"),
        (None, "did not arrive"),
        (["none"], "did not arrive"),
    ],
)
def test_what_the_browser_refuses_is_told_and_ends_the_transfer(page: Page, reason: Any, told: str) -> None:
    page.browser.begin(FILES)
    page.browser.say({"event": "refused", "transfer": "one", "reason": reason})
    assert told in page.refused[0] and page.browser.heard[-1] == {"transfer": "one", "done": True}
    page.browser.say({"event": "part", "transfer": "one", "from": 0}, b"".join(FILES.values()))
    assert page.taken == []


def test_no_message_ends_a_connection() -> None:
    longest = [["x" * (LONGEST_NAME - 4) + ".xml", LARGEST * 10**6] for _number in range(MOST_FILES)]
    assert PART < len(json.dumps(longest)) < SERVERS_LIMIT


def test_every_word_on_the_place_comes_from_here() -> None:
    script = (STATIC / "dropping.js").read_text("utf-8")
    words = Dropping(lambda: None, lambda files: None, lambda error: None).words
    assert set(re.findall(r"words\.(\w+)", script)) == set(words)
    reasons = set(re.findall(r'(?:refuse\(|reason: |\? )"(\w+)"', script))
    assert reasons | {"broken"} == set(uploading._REFUSALS)


def test_files_on_their_way_can_be_stopped(page: Page) -> None:
    """They were given to the page of another client: the part that still comes is not taken."""
    page.browser.begin(FILES)
    with patch.object(page.area, "send", page.browser.heard.append):
        page.area.stop()
    assert page.browser.heard[-1] == {"transfer": "one", "done": True}
    page.browser.say({"event": "part", "transfer": "one", "from": 0}, b"".join(FILES.values()))
    assert page.taken == [] and page.refused == []
