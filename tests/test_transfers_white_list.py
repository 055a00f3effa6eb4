"""The white list: keys, masks, results by the flat file, and which payments are checked (T-018 to T-021, C-48)."""

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks import white_list
from tests.flat_files import ACTIVE, DAY, EXEMPT, MASK, TIMES, content, key_of, nip, nrb, pair_key, written
from workbench.errors import TransferError
from workbench.i18n import in_language
from workbench.transfers.white_list import (
    LIMIT,
    REASONS,
    FlatFileChecker,
    lights,
    needing_check,
    proof_table,
    read_flat_file,
    reason_text,
    unchecked,
)
from workbench.transfers.white_list.hashing import hashed, key_text, masked
from workbench.transfers.white_list.hashing_all import hash_all

NOW = datetime(2024, 7, 25, 9, 30, tzinfo=UTC)
NOT_LISTED = (ACTIVE[0], nrb("195000012006007341830003"))
ACTIVE_KEY = (
    "140bebae8e72c6d3bbe805244870e3cb72f8408d6c6ea0eaa012347aaa686f3c"
    "94e63ff4e3fb3dd1297aa0337a03375deef687fbffca36ca5fffb1ed0d142774"
)
EXEMPT_KEY_START = "db387083"


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> FlatFileChecker:
    """A day's file with the two public pairs."""
    flat = content([ACTIVE_KEY], [key_of("20240725" + EXEMPT[0] + "XX12406960666XXXXXXXXXXXXX")], [MASK])
    return FlatFileChecker(read_flat_file(written(tmp_path_factory.mktemp("flat") / "20240725.json", flat)))


def results(checker: FlatFileChecker, *pairs: tuple[str, str]) -> list[str]:
    return [proof.result for proof in checker.check(DAY, pairs, checked_at=NOW)]


def test_the_key_of_the_first_public_vector() -> None:
    assert hashed(key_text(DAY, *ACTIVE), TIMES).hex() == ACTIVE_KEY


def test_the_key_of_the_second_public_vector_is_that_of_its_masked_number() -> None:
    shown = masked(EXEMPT[1], MASK)
    assert shown == "XX12406960666XXXXXXXXXXXXX"
    assert hashed(key_text(DAY, EXEMPT[0], shown), TIMES).hex().startswith(EXEMPT_KEY_START)


def test_both_public_pairs_are_found(checker: FlatFileChecker) -> None:
    assert results(checker, ACTIVE, EXEMPT, NOT_LISTED) == ["active", "exempt", "not_found"]


def test_one_other_digit_under_a_y_is_another_account(checker: FlatFileChecker) -> None:
    other = nrb("124069606676000007118600")
    assert masked(other, MASK) == "XX12406960667XXXXXXXXXXXXX"
    assert results(checker, (EXEMPT[0], other)) == ["not_found"]


def test_other_digits_under_an_x_are_the_same_account(checker: FlatFileChecker) -> None:
    assert results(checker, (EXEMPT[0], nrb("124069606669999999999999"))) == ["exempt"]


@pytest.mark.parametrize(
    ("mask", "shown"),
    [
        ("XX12406960YYYXXXXXXXXXXXXX", "XX12406960666XXXXXXXXXXXXX"),
        ("YY12406960XXXXXXXXXXXXXXXX", "7112406960XXXXXXXXXXXXXXXX"),
        ("71124069606666000007118600", "71124069606666000007118600"),
        ("XX12406960666600YYYYYYYYYY", "XX124069606666000007118600"),
        ("XX12406960667XXXXXXXXXXXXX", None),  # another digit than the account's
        ("72124069606666000007118600", None),
        ("XX12406961YYYXXXXXXXXXXXXX", None),  # another bank
        ("XX1240696XYYYXXXXXXXXXXXXX", None),  # characters 3 to 10 are the bank's digits
    ],
)
def test_masks_by_hand(mask: str, shown: str | None) -> None:
    assert masked("71124069606666000007118600", mask) == shown


def test_the_first_mask_that_finds_counts_and_active_before_exempt(tmp_path: Path) -> None:
    first, second = "XX12406960YYYXXXXXXXXXXXXX", "XX12406960YYYYXXXXXXXXXXXX"
    shown = [masked(EXEMPT[1], mask) for mask in (first, second)]
    keys = [key_of(f"20240725{EXEMPT[0]}{number}", 3) for number in shown]
    flat = content([keys[1], pair_key(ACTIVE, times=3)], [keys[0], pair_key(ACTIVE, times=3)], [first, second], times=3)
    proofs = FlatFileChecker(read_flat_file(written(tmp_path / "f.json", flat))).check(DAY, [EXEMPT, ACTIVE], checked_at=NOW)
    assert [proof.result for proof in proofs] == ["exempt", "active"]
    assert proofs[0].evidence == f"20240725 {keys[0]} {first}"


def test_a_proof_can_be_repeated_by_its_evidence(checker: FlatFileChecker) -> None:
    [proof] = checker.check(DAY, [ACTIVE], checked_at=NOW)
    assert (proof.day, proof.tax_id, proof.account, proof.source, proof.checked_at) == (DAY, *ACTIVE, "flat_file", NOW)
    assert proof.evidence == f"20240725 {ACTIVE_KEY}"
    assert proof.reason == ""


def test_a_pair_is_checked_once_however_it_is_written(checker: FlatFileChecker) -> None:
    written_otherwise = ("PL 551-239-34-71", "PL51 1950 0001 2006 0073 4183 0002")
    assert [(p.tax_id, p.account) for p in checker.check(DAY, [ACTIVE, written_otherwise], checked_at=NOW)] == [ACTIVE]


def test_another_day_is_refused_with_both_days(checker: FlatFileChecker) -> None:
    with pytest.raises(TransferError, match=r"25\.07\.2024.*26\.07\.2024"):
        checker.check(date(2024, 7, 26), [ACTIVE], checked_at=NOW)


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        (("5512393472", ACTIVE[1]), "tax_id"),
        (("0000000000", ACTIVE[1]), "tax_id"),
        ((ACTIVE[0], "51195000012006007341830003"), "account"),
        ((ACTIVE[0], "DE89370400440532013000"), "account"),
    ],
)
def test_a_pair_with_wrong_check_digits_is_not_checked(checker: FlatFileChecker, pair: tuple[str, str], code: str) -> None:
    [proof] = checker.check(DAY, [pair], checked_at=NOW)
    assert (proof.result, proof.evidence) == ("not_checked", code)
    with in_language("en"):
        assert proof.reason == REASONS[code]


def test_a_refusal_that_is_not_known_shows_its_code() -> None:
    with in_language("en"):
        assert reason_text("WL-999 coś nowego") == "the register refused the question: WL-999 coś nowego"
        assert reason_text("WL-191 limit") == REASONS["WL-191"]


@pytest.mark.parametrize("processes", [1, 2])
def test_who_stops_has_the_proofs_made_so_far(tmp_path: Path, processes: int) -> None:
    pairs = [(ACTIVE[0], nrb(f"{number:024d}")) for number in range(60)]
    flat = content((pair_key(pair, times=50) for pair in pairs), times=50)
    checker = FlatFileChecker(read_flat_file(written(tmp_path / "f.json", flat)), processes)
    told: list[int] = []

    def progress(done: int, whole: int) -> bool:
        assert whole == 60
        told.append(done)
        return done < 20

    proofs = checker.check(DAY, pairs, checked_at=NOW, progress=progress)
    assert told == list(range(1, 21))
    assert sorted(proof.result for proof in proofs) == ["active"] * 20 + ["not_checked"] * 40
    assert {proof.evidence for proof in proofs if proof.result == "not_checked"} == {"stopped"}


def test_who_stops_among_the_masks_keeps_what_was_found_before(tmp_path: Path) -> None:
    masks = [f"XX12406960YYY{mark}XXXXXXXXXXXX" for mark in "YX"]
    flat = content([pair_key(ACTIVE, times=2)], [], masks, times=2)
    checker = FlatFileChecker(read_flat_file(written(tmp_path / "f.json", flat)))
    proofs = checker.check(DAY, [ACTIVE, EXEMPT], checked_at=NOW, progress=lambda done, _whole: done < 3)
    assert [proof.result for proof in proofs] == ["active", "not_checked"]


def test_progress_ends_at_the_whole_also_where_no_mask_was_tried(tmp_path: Path) -> None:
    flat = content([pair_key(EXEMPT, times=2)], [], [MASK], times=2)
    told: list[tuple[int, int]] = []
    FlatFileChecker(read_flat_file(written(tmp_path / "f.json", flat))).check(
        DAY, [EXEMPT, ACTIVE], checked_at=NOW, progress=lambda *done: told.append(done)
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_error_of_the_progress_ends_the_check(checker: FlatFileChecker) -> None:
    def progress(_done: int, _whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        checker.check(DAY, [ACTIVE], checked_at=NOW, progress=progress)


def test_processes_find_the_same_keys_as_one_loop() -> None:
    texts = [f"text {number}" for number in range(83)]
    told = list(hash_all(texts, 7, processes=3))
    assert len(told) == len(texts)
    assert {place: key.hex() for place, key in told} == {place: key_of(text, 7) for place, text in enumerate(texts)}


def test_what_a_process_leaves_undone_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "no-such-python")
    assert dict(hash_all(["a", "b"], 2, processes=2)) == {0: bytes.fromhex(key_of("a", 2)), 1: bytes.fromhex(key_of("b", 2))}


# ---- which payments


def payments(**columns: object) -> pd.DataFrame:
    row = {
        "payment_id": "P1",
        "direction": "out",
        "kind": "ordinary",
        "tax_id": ACTIVE[0],
        "account": ACTIVE[1],
        "source_total": LIMIT,
    }
    return pd.DataFrame([{**row, **columns}])


@pytest.mark.parametrize(
    ("columns", "needed"),
    [
        ({}, True),
        ({"source_total": 1_500_000}, True),  # exactly 15 000.00: checked although the law says "over" (C-48)
        ({"source_total": 1_499_999}, False),
        ({"source_total": 1_500_001}, True),
        ({"kind": "split_payment"}, True),
        ({"kind": "foreign"}, True),  # another currency, a Polish account
        ({"kind": "tax_office"}, False),
        ({"kind": "social_insurance"}, False),
        ({"direction": "in"}, False),
        ({"tax_id": "PL 551-239-34-71"}, True),
        ({"tax_id": ""}, False),
        ({"tax_id": None}, False),
        ({"tax_id": "DE123456789"}, False),
        ({"tax_id": "0000000000"}, False),
        ({"account": ""}, False),
        ({"account": None}, False),
        ({"account": "DE89370400440532013000"}, False),
        ({"account": "PL 51 1950 0001 2006 0073 4183 0002"}, True),
    ],
)
def test_which_payments_are_checked_t_019(columns: dict[str, object], needed: bool) -> None:
    found = needing_check(payments(**columns))
    assert list(found["payment_id"]) == (["P1"] if needed else [])
    if needed:
        assert (found["tax_id"].iloc[0], found["account"].iloc[0]) == ACTIVE


def test_a_pair_with_an_answer_of_the_day_is_not_asked_again_t_020(checker: FlatFileChecker) -> None:
    asked = [ACTIVE, NOT_LISTED, EXEMPT]
    proofs = proof_table(checker.check(DAY, asked[:2], checked_at=NOW))
    assert unchecked(asked, proofs) == [EXEMPT]
    assert unchecked([("551 239 34 71", "PL" + ACTIVE[1])], proofs) == []
    assert unchecked(asked, proof_table([])) == asked


def test_a_pair_that_could_not_be_checked_is_asked_again(checker: FlatFileChecker) -> None:
    proofs = checker.check(DAY, [ACTIVE, EXEMPT], checked_at=NOW, progress=lambda done, _whole: False)
    left = [(proof.tax_id, proof.account) for proof in proofs if proof.result == "not_checked"]
    assert left == unchecked([ACTIVE, EXEMPT], proof_table(proofs)) == [EXEMPT]


def test_lights_of_the_schedule_t_021(checker: FlatFileChecker) -> None:
    table = pd.concat(
        [
            payments(payment_id="found"),
            payments(payment_id="small", source_total=100),
            payments(payment_id="missing", account=NOT_LISTED[1]),
            payments(payment_id="exempt", tax_id=EXEMPT[0], account=EXEMPT[1]),
            payments(payment_id="unasked", tax_id=nip(123456789)),
        ]
    ).set_index("payment_id", drop=False)
    proofs = proof_table(checker.check(DAY, [ACTIVE, NOT_LISTED, EXEMPT], checked_at=NOW))
    assert lights(table, proofs).to_dict() == {
        "found": "active",
        "small": "",
        "missing": "not_found",
        "exempt": "exempt",
        "unasked": "not_checked",
    }
    assert set(lights(table, proof_table([]))) == {"", "not_checked"}


def test_the_last_answer_counts() -> None:
    rows = [(DAY, *ACTIVE, "not_found"), (DAY, *ACTIVE, "active"), (DAY, *ACTIVE, "not_checked")]
    proofs = pd.DataFrame(rows, columns=["day", "tax_id", "account", "result"])
    assert list(lights(payments(), proofs)) == ["active"]


@given(rest=st.from_regex(r"[0-9]{24}", fullmatch=True), mask=st.from_regex(r"[0-9XY]{26}", fullmatch=True))
@settings(max_examples=200)
def test_a_masked_number_agrees_with_the_mask_and_the_account(rest: str, mask: str) -> None:
    account = nrb(rest)
    mask = mask[:2] + account[2:10] + mask[10:]
    shown = masked(account, mask)
    by_hand = "".join("X" if m == "X" else a for a, m in zip(account, mask, strict=True))
    fits = all(m in ("X", "Y", a) for a, m in zip(account, mask, strict=True))
    assert shown == (by_hand if fits else None)


def test_the_benchmark_measures() -> None:
    for figure in white_list.run(1000):
        assert figure["ratio"] > 0.3 and figure["bar"] == 1.1
