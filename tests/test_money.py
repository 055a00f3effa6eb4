"""Money: what is read is what is written, rounding is half-up, and spreading loses no grosz, however large the amounts."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench import money

LARGE = 10**14
INT64 = st.integers(-money.INT64_MAX, money.INT64_MAX)
AMOUNTS = st.integers(-LARGE, LARGE)
NOT_NEGATIVE = st.integers(0, LARGE)


def array(values: list[int]) -> money.Grosze:
    return np.array(values, np.int64)


def exact_mul_div(a: int, b: int, c: int) -> int:
    """Half-up away from zero, with fractions."""
    value = abs(Fraction(a * b, c))
    rounded = int(value + Fraction(1, 2))
    return -rounded if (a * b < 0) != (c < 0) else rounded


def exact_apportion(part: int, weights: list[int]) -> list[int]:
    """Largest remainders, with fractions, one grosz at a time."""
    if part < 0:
        return [-share for share in exact_apportion(-part, weights)]
    ideal = [Fraction(part * weight, sum(weights)) for weight in weights]
    shares = [value.__floor__() for value in ideal]
    remainders = [value - share for value, share in zip(ideal, shares, strict=True)]
    while sum(shares) < part:
        row = remainders.index(max(remainders))
        shares[row] += 1
        remainders[row] = Fraction(-1)
    return shares


@pytest.mark.parametrize(
    ("text", "grosze"),
    [
        ("0", 0),
        ("1234.56", 123456),
        ("1234,56", 123456),
        ("1 234,56", 123456),
        ("1\u00a0234,56 zł", 123456),
        ("12\u202f345\u202f678,9", 1234567890),
        ("-0,05", -5),
        ("\u22125,00 PLN", -500),
        (" 7 ", 700),
        ("593.50zł", 59350),
        ("00012.5", 1250),
    ],
)
def test_an_amount_is_read(text: str, grosze: int) -> None:
    assert money.parse(text) == grosze


@pytest.mark.parametrize(
    "text",
    [
        "",
        "zł",
        "1.234,56",
        "1,234.56",
        "1.234",
        "0.001",
        "12 34,56",
        "1 2345",
        "--5",
        "+5",
        "1e3",
        "nan",
        "5.",
        ".5",
        "5 zł 1",
        "5 EUR",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        money.parse(text)


@given(INT64, st.sampled_from(["plain", "pl"]))
def test_a_written_amount_is_read_back(grosze: int, style: money.Style) -> None:
    assert money.parse(money.to_text(grosze, style)) == grosze


@pytest.mark.parametrize(
    ("style", "text"), [("plain", "-1234567.05"), ("pl", "-1\u00a0234\u00a0567,05"), ("en", "-1,234,567.05")]
)
def test_an_amount_is_written_in_the_form_of_the_language(style: money.Style, text: str) -> None:
    assert money.to_text(-123456705, style) == text


@given(st.lists(INT64, max_size=5), st.sampled_from(["plain", "pl", "en"]))
def test_an_array_is_written_amount_by_amount(amounts: list[int], style: money.Style) -> None:
    assert money.to_text(array(amounts), style) == [money.to_text(amount, style) for amount in amounts]


def test_a_decimal_is_exact_and_has_two_places() -> None:
    assert str(money.to_decimal(-(10**16) - 10)) == "-100000000000000.10"
    assert money.to_decimal(np.int64(5)) == Decimal("0.05")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("grosze", "zloty"), [(59350, 59400), (59349, 59300), (-13650, -13700), (-13649, -13600), (-50, -100), (0, 0)]
)
def test_rounding_to_zloty_is_half_up_away_from_zero(grosze: int, zloty: int) -> None:
    assert money.to_zloty(grosze) == zloty
    assert money.to_zloty(array([grosze])).tolist() == [zloty]


@given(AMOUNTS, AMOUNTS, AMOUNTS.filter(bool))
@example(LARGE, LARGE, LARGE)
@example(2**62, 1, 2**62)
def test_mul_div_is_exact(a: int, b: int, c: int) -> None:
    expected = exact_mul_div(a, b, c)
    if abs(expected) <= money.INT64_MAX:
        assert money.mul_div(a, b, c) == expected
        assert money.mul_div(array([a, 1]), array([b, 1]), array([c, 1])).tolist() == [expected, 1]


@given(st.lists(st.tuples(INT64, st.integers(-3, 3), INT64.filter(bool)), min_size=1, max_size=6))
def test_mul_div_is_exact_up_to_the_largest_divisor(rows: list[tuple[int, int, int]]) -> None:
    expected = [exact_mul_div(*row) for row in rows]
    if max(map(abs, expected)) <= money.INT64_MAX:
        assert money.mul_div(*(array(list(column)) for column in zip(*rows, strict=True))).tolist() == expected


def test_one_divisor_serves_all_rows() -> None:
    assert money.mul_div(array([250, -250]), array([1, 1]), 100).tolist() == [3, -3]


@pytest.mark.parametrize("numbers", [(LARGE, LARGE, 1), (-LARGE, LARGE, 1)])
def test_mul_div_never_wraps_around(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(OverflowError):
        money.mul_div(*numbers)
    with pytest.raises(OverflowError):
        money.mul_div(*(array([number]) for number in numbers))


WEIGHTS = st.lists(AMOUNTS, min_size=1, max_size=6).filter(lambda weights: sum(weights) > 0)


@given(AMOUNTS, WEIGHTS)
@example(LARGE, [LARGE, LARGE, LARGE])
@example(100, [-LARGE, LARGE, 1])
def test_apportion_is_the_method_of_largest_remainders(part: int, weights: list[int]) -> None:
    shares = money.apportion(part, weights)
    assert shares == exact_apportion(part, weights)
    assert sum(shares) == part


@given(NOT_NEGATIVE, st.lists(NOT_NEGATIVE, min_size=1, max_size=6).filter(any))
def test_nothing_negative_comes_out_of_what_is_not(part: int, weights: list[int]) -> None:
    shares = money.apportion(part, weights)
    assert min(shares) >= 0
    assert [share for share, weight in zip(shares, weights, strict=True) if weight == 0 and share] == []


@given(AMOUNTS, st.integers(1, LARGE), st.integers(1, 9))
def test_equal_parts_stand_the_larger_first(part: int, weight: int, count: int) -> None:
    shares = money.apportion(abs(part), [weight] * count)
    assert all(earlier >= later for earlier, later in pairwise(shares))
    assert shares[0] - shares[-1] <= 1


def test_a_tie_goes_to_the_earlier() -> None:
    assert money.apportion(1, [5, 5]) == [1, 0]
    assert money.apportion(-1, [5, 5]) == [-1, 0]


def test_an_array_of_weights_gives_an_array() -> None:
    shares = money.apportion(10, array([1, 2]))
    assert isinstance(shares, np.ndarray) and shares.dtype == np.int64
    assert shares.tolist() == [3, 7]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [-5]])
def test_weights_that_add_up_to_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="more than zero"):
        money.apportion(1, weights)
    assert money.apportion(0, weights) == [0] * len(weights)


GROUPS = st.lists(st.tuples(NOT_NEGATIVE, WEIGHTS), max_size=6)
HUGE = st.lists(
    st.tuples(st.integers(0, 2**62), st.lists(st.integers(0, 2**62), min_size=1, max_size=4).filter(any)),
    min_size=1,
    max_size=3,
)


@given(GROUPS | HUGE)
@example([(1, [5 * 10**18, 5 * 10**18])])
@example([(3, [1, 1]), (LARGE, [LARGE, 1, -1]), (0, [7])])
def test_many_parts_are_spread_as_each_on_its_own(groups: list[tuple[int, list[int]]]) -> None:
    weights = [weight for _, group in groups for weight in group]
    starts = np.cumsum([0, *(len(group) for _, group in groups)])
    shares = money.apportion_rows(array([part for part, _ in groups]), array(weights), starts)
    assert shares.tolist() == [share for part, group in groups for share in money.apportion(part, group)]


@given(st.lists(INT64, max_size=5))
def test_a_total_is_exact_or_refused(amounts: list[int]) -> None:
    if abs(sum(amounts)) <= money.INT64_MAX:
        assert money.total(array(amounts)) == sum(amounts)
    else:
        with pytest.raises(OverflowError):
            money.total(array(amounts))


def test_a_total_that_only_passes_the_limit_on_the_way_is_exact() -> None:
    assert money.total(array([money.INT64_MAX, 1, -1])) == money.INT64_MAX
