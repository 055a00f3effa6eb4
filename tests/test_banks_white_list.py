"""The register of VAT payers asked over the network, against a stand-in on this machine (T-018, T-020)."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.flat_files import nip, nrb
from tests.white_list_server import STAMP, Register, serving
from workbench.banks.white_list import LARGEST, OnlineChecker, Quota
from workbench.errors import TransferError
from workbench.i18n import in_language
from workbench.store import open_store
from workbench.transfers.white_list import proof_table, unchecked

DAY = date(2024, 7, 25)
NOW = datetime(2024, 7, 25, 9, 30, tzinfo=UTC)
ACTIVE, EXEMPT, REMOVED, UNKNOWN, VIRTUAL = (nip(100_000_000 + 7 * number) for number in range(5))
ACCOUNT, OTHER, MASKED = (nrb(f"{number:024d}") for number in (1, 2, 3))


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    known = Register()
    known.add(ACTIVE, "Czynny", ACCOUNT)
    known.add(EXEMPT, "Zwolniony", ACCOUNT)
    known.add(REMOVED, "Niezarejestrowany", ACCOUNT)
    known.add(VIRTUAL, "Czynny", ACCOUNT, virtual=True)
    known.virtual.add((VIRTUAL, MASKED))
    with serving(known):
        yield known


def check(register: Register, *pairs: tuple[str, str], **options: Any) -> list[tuple[str, str]]:
    proofs = OnlineChecker(register.address, **options).check(DAY, pairs, checked_at=NOW)
    assert [(proof.tax_id, proof.account) for proof in proofs] == list(pairs)
    assert {(proof.day, proof.source, proof.checked_at) for proof in proofs} == {(DAY, "online", NOW)}
    return [(proof.result, proof.evidence) for proof in proofs]


def test_one_search_answers_for_all(register: Register) -> None:
    pairs = [(ACTIVE, ACCOUNT), (ACTIVE, OTHER), (EXEMPT, ACCOUNT), (REMOVED, ACCOUNT), (UNKNOWN, ACCOUNT)]
    evidence = f"r1 {STAMP}"
    expected = ["active", "not_found", "exempt", "not_found", "not_found"]
    assert check(register, *pairs) == [(result, evidence) for result in expected]
    assert register.asked == [f"/api/search/nips/{ACTIVE},{EXEMPT},{REMOVED},{UNKNOWN}?date=2024-07-25"]


def test_an_account_beside_virtual_ones_is_checked_by_itself(register: Register) -> None:
    found = check(register, (VIRTUAL, ACCOUNT), (VIRTUAL, MASKED), (VIRTUAL, OTHER))
    assert found == [
        ("active", f"r1 {STAMP}"),
        ("active", f"r1 {STAMP}; r2 {STAMP}"),
        ("not_found", f"r1 {STAMP}; r3 {STAMP}"),
    ]
    assert register.asked[1] == f"/api/check/nip/{VIRTUAL}/bank-account/{MASKED}?date=2024-07-25"


def test_thirty_taxpayers_fit_in_a_search(register: Register) -> None:
    pairs = list({(nip(200_000_000 + 50 * number), ACCOUNT): None for number in range(61)})
    told: list[tuple[int, int]] = []
    proofs = OnlineChecker(register.address).check(DAY, pairs, checked_at=NOW, progress=lambda *done: told.append(done))
    assert {proof.result for proof in proofs} == {"not_found"}
    assert [path.count(",") + 1 for path in register.asked] == [30, 30, 1]
    assert told == [(number, 61) for number in range(1, 62)]


def test_an_answer_that_is_kept_is_not_asked_for_again(register: Register) -> None:
    checker = OnlineChecker(register.address)
    kept = proof_table(checker.check(DAY, [(ACTIVE, ACCOUNT)], checked_at=NOW))
    left = unchecked([(ACTIVE, ACCOUNT), (EXEMPT, ACCOUNT)], kept)
    checker.check(DAY, left, checked_at=NOW)
    assert [path.split("/")[-1].split("?")[0] for path in register.asked] == [ACTIVE, EXEMPT]


def test_answers_go_to_the_store_and_come_back(register: Register, tmp_path: Path) -> None:
    proofs = proof_table(OnlineChecker(register.address).check(DAY, [(ACTIVE, ACCOUNT), (EXEMPT, OTHER)], checked_at=NOW))
    with open_store(tmp_path / "store.db", "anna") as kept:
        kept.transfers.keep_proofs("wektor", proofs)
        found, none = (kept.transfers.proofs("wektor", day) for day in (DAY, date(2024, 7, 26)))
    assert found["result"].tolist() == ["active", "not_found"]
    assert unchecked([(ACTIVE, ACCOUNT), (EXEMPT, OTHER), (EXEMPT, ACCOUNT)], found) == [(EXEMPT, ACCOUNT)]
    assert unchecked([(ACTIVE, ACCOUNT)], none) == [(ACTIVE, ACCOUNT)]


def test_wrong_check_digits_are_never_sent(register: Register) -> None:
    wrong = [("1234567890", ACCOUNT), (ACTIVE, "11111111111111111111111111"), ("0000000000", OTHER)]
    assert check(register, *wrong) == [("not_checked", "tax_id"), ("not_checked", "account"), ("not_checked", "tax_id")]
    assert register.asked == []


@pytest.mark.parametrize("day", [date(2024, 7, 26), date(2019, 7, 24), date(1999, 1, 1)])
def test_days_the_register_has_not_are_never_sent(register: Register, day: date) -> None:
    with pytest.raises(TransferError):
        OnlineChecker(register.address).check(day, [(ACTIVE, ACCOUNT)], checked_at=NOW)
    assert register.asked == []


def test_the_last_day_of_five_years_back_is_asked(register: Register) -> None:
    assert OnlineChecker(register.address).check(date(2019, 7, 25), [(ACTIVE, ACCOUNT)], checked_at=NOW)[0].result == "active"


def test_today_is_polands(register: Register) -> None:
    """Half past midnight in Warsaw is the day before in UTC."""
    early = datetime(2024, 7, 24, 22, 30, tzinfo=UTC)
    checker = OnlineChecker(register.address)
    assert checker.check(DAY, [(ACTIVE, ACCOUNT)], checked_at=early)[0].result == "active"
    assert checker.quota.used == {(DAY, "search"): 1}


def test_requests_are_counted_before_they_are_sent(register: Register) -> None:
    quota = Quota({(DAY, "search"): 99, (DAY, "check"): 5000})
    found = check(register, (ACTIVE, ACCOUNT), (VIRTUAL, ACCOUNT), (VIRTUAL, MASKED), quota=quota)
    assert [result for result, _evidence in found] == ["active", "active", "not_checked"]
    assert found[2][1] == "quota"
    assert check(register, (EXEMPT, ACCOUNT), quota=quota) == [("not_checked", "quota")]
    assert len(register.asked) == 1
    assert (quota.left(DAY, "search"), quota.left(date(2024, 7, 26), "search")) == (0, 100)


FAILURES: list[tuple[Any, str]] = [
    ((400, {"code": "WL-191", "message": "Limit dzienny"}), "WL-191 Limit dzienny"),
    ((400, {"code": "WL-196", "message": None}), "WL-196"),
    ((400, {"code": "XX", "message": "?"}), "unreadable"),
    ((400, {"code": "WL-1" + "9" * 100, "message": "?"}), "unreadable"),
    ((500, []), "unreadable"),
    ((429, {}), "unreadable"),
    (b"", "unreadable"),
    (b"<html>", "unreadable"),
    (b"[" * 100_000, "unreadable"),
    (b"\xff\xfe", "unreadable"),
    (b'{"result": 1}', "unreadable"),
    (b'{"result": {"entries": []}}', "unreadable"),
    (b'{"result": {"requestId": "r", "entries": 7}}', "unreadable"),
    (b'{"result": {"requestId": "r", "entries": [7]}}', "unreadable"),
    (b'{"result": {"requestId": "r", "entries": [{"identifier": []}]}}', "unreadable"),
    (b'{"result": {"requestId": "r", "entries": [{"identifier": "1", "error": "x"}]}}', "unreadable"),
    (
        b'{"result": {"requestId": "r", "entries": [{"identifier": "1", "subjects": [{"nip": "1", "statusVat": []}]}]}}',
        "unreadable",
    ),
    (b'{"result": {"requestId": "r", "entries": [{"identifier": "1", "subjects": 1}]}}', "unreadable"),
    (b'{"result": {"requestId": "r", "entries": []}}', "unreadable"),  # says nothing of the one asked for
    (b" " * (LARGEST + 1), "unreadable"),
    ("redirect", "unreadable"),
    ("cut", "unreadable"),
    ("close", "no_answer"),
    ("drip", "no_answer"),
]


@pytest.mark.parametrize(("failing", "code"), FAILURES, ids=range(len(FAILURES)))
def test_a_failure_is_no_answer_and_is_not_repeated(register: Register, failing: Any, code: str) -> None:
    register.failing.append(failing)
    start = time.monotonic()
    assert check(register, (ACTIVE, ACCOUNT), timeout=0.6) == [("not_checked", code)]
    assert time.monotonic() - start < 5
    assert len(register.asked) == 1


def test_a_refused_nip_does_not_spoil_the_others(register: Register) -> None:
    register.refusing[REMOVED] = "WL-115"
    found = check(register, (REMOVED, ACCOUNT), (ACTIVE, ACCOUNT))
    assert found == [("not_checked", "WL-115 Nieprawidłowy NIP"), ("active", f"r1 {STAMP}")]


def test_after_the_days_limit_nothing_more_is_asked_and_answers_stay(register: Register) -> None:
    pairs = [(nip(200_000_000 + 50 * number), ACCOUNT) for number in range(90)]
    register.failing += [None, (400, {"code": "WL-191", "message": "Limit"})]
    found = check(register, *pairs)
    assert [result for result, _ in found] == ["not_found"] * 30 + ["not_checked"] * 60
    assert {evidence for _, evidence in found[30:]} == {"WL-191 Limit"}
    assert len(register.asked) == 2


def test_a_check_that_fails_leaves_what_the_search_has_told(register: Register) -> None:
    register.failing += [None, "close"]
    found = check(register, (VIRTUAL, MASKED), (VIRTUAL, OTHER), (ACTIVE, ACCOUNT))
    assert [result for result, _ in found] == ["not_checked", "not_checked", "active"]
    assert len(register.asked) == 2


def test_a_check_that_answers_neither_yes_nor_no_is_no_answer(register: Register) -> None:
    register.failing += [None, b'{"result": {"requestId": "r", "accountAssigned": "MOZE"}}']
    assert check(register, (VIRTUAL, MASKED)) == [("not_checked", "unreadable")]


def test_who_stops_has_the_answers_so_far(register: Register) -> None:
    pairs = [(ACTIVE, ACCOUNT), (EXEMPT, ACCOUNT)]
    proofs = OnlineChecker(register.address).check(DAY, pairs, checked_at=NOW, progress=lambda done, whole: done < 1)
    assert [(proof.result, proof.evidence) for proof in proofs] == [("active", f"r1 {STAMP}"), ("not_checked", "stopped")]


def test_nobody_at_the_address_is_told() -> None:
    [proof] = OnlineChecker("http://127.0.0.1:9", timeout=2).check(DAY, [(ACTIVE, ACCOUNT)], checked_at=NOW)
    with in_language("en"):
        assert (proof.result, proof.reason) == ("not_checked", "the register did not answer")


@pytest.mark.parametrize(
    "address", ["http://example.org", "ftp://127.0.0.1", "file:///etc", "", "https://", "wl-api.mf.gov.pl"]
)
def test_an_address_without_encryption_is_refused(address: str) -> None:
    with pytest.raises(TransferError):
        OnlineChecker(address)


def test_a_server_that_cannot_prove_its_name_gets_nothing(register: Register) -> None:
    """Spoken to by TLS, the stand-in has no certificate: there is no answer, and no request arrives."""
    address = register.address.replace("http://", "https://")
    [proof] = OnlineChecker(address, timeout=2).check(DAY, [(ACTIVE, ACCOUNT)], checked_at=NOW)
    assert (proof.result, proof.evidence) == ("not_checked", "no_answer")
    assert register.asked == []


def test_another_shape_of_the_answer_is_not_taken_for_a_yes(register: Register) -> None:
    """Accounts as one text, in which the account's digits stand."""
    register.taxpayers[ACTIVE]["accountNumbers"] = f"99{ACCOUNT}99"
    assert check(register, (ACTIVE, ACCOUNT))[0][0] != "active"
