"""A document's description: entering, changing, saving (A-040, A-050 to A-056, A-062, A-067, A-069, M-04, C-39)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.cost_books import Rows, bill, cost_ledger, described, record
from workbench import i18n
from workbench.costs.descriptions.control import control_of
from workbench.costs.descriptions.describing import Description, describe, with_description, without_description
from workbench.costs.descriptions.lines import percents_from, share, table_of
from workbench.costs.splitting import splits
from workbench.errors import DescriptionError
from workbench.ledger import Ledger
from workbench.ledger.cost_tables import COST_TABLES


def dimensions(**columns: dict[str, str]) -> Rows:
    """BUDOWY, KONTA_4 and ODDZIAŁ with their elements; `columns` holds further values by dimension."""
    chosen = {"BUDOWY": ("1_19", "2_19", "3_19"), "KONTA_4": ("411", "419"), "ODDZIAŁ": ("LUBLIN", "KRAKÓW")}
    return {
        "dimensions": [{"dimension": code} | columns.get(code, {}) for code in chosen],
        "elements": [{"dimension": code, "element": element} for code, of in chosen.items() for element in of],
    }


def books(*lines: str, locked: str = "false", status: str = "ordinary", **columns: dict[str, str]) -> Ledger:
    return cost_ledger(bill("FZ/1", *lines, locked=locked, status=status), dimensions(**columns))


def pairs(description: Description) -> list[tuple[str, int]]:
    return [(str(Decimal(line.percent).scaleb(-6).normalize()), line.value) for line in description.entries]


def test_a007_energy_over_two_sites() -> None:
    description = describe(books("1000.00"), "FZ/1")
    for site, percent in (("1_19", "45"), ("2_19", "55")):
        description = description.add("document", 0, {"BUDOWY": site, "KONTA_4": "419"}, percent=percent)
    lines = description.lines
    assert lines["elements"].tolist() == ["BUDOWY=1_19; KONTA_4=419", "BUDOWY=2_19; KONTA_4=419"]
    assert lines["percent"].tolist() == [Decimal(45), Decimal(55)]
    assert lines["value"].tolist() == [45_000, 55_000]
    assert lines["line"].tolist() == [1, 2] and lines["position_line"].tolist() == [0, 0]
    assert control_of(description).empty


def test_a014_the_invoice_of_35_000() -> None:
    description = describe(books("35000.00"), "FZ/1")
    for percent in ("35", "50", "5", "5", "5"):
        description = description.add("document", 0, "BUDOWY=1_19", percent=percent)
    assert description.lines["value"].tolist() == [1_225_000, 1_750_000, 175_000, 175_000, 175_000]
    by_value = describe(books("35000.00"), "FZ/1")
    for value in (1_225_000, 1_750_000, 175_000, 175_000, 175_000):
        by_value = by_value.add("document", 0, "BUDOWY=1_19", value=value)
    assert by_value.lines["percent"].tolist() == [Decimal(percent) for percent in ("35", "50", "5", "5", "5")]


def test_the_lines_are_rows_of_the_ledgers_table() -> None:
    empty, filled = describe(books("1.00"), "FZ/1"), describe(books("1.00"), "FZ/1").add("line", 1, "BUDOWY=1_19", percent=50)
    read = cost_ledger(bill("F", "1.00"), described("F", ("P=P1", "100", "1.00"))).descriptions
    for frame in (empty.lines, filled.lines, table_of("descriptions", [])):
        assert frame.dtypes.to_dict() == read.dtypes.to_dict()
    assert list(read.columns) == list(COST_TABLES["descriptions"].columns)
    items = table_of("item_descriptions", [("account", "401", 1, "P=P1", Decimal(100))])
    assert items.dtypes.to_dict() == books("1.00").item_descriptions.dtypes.to_dict()


def test_a053_the_last_line_with_an_amount_takes_the_grosz() -> None:
    description = describe(books("0.10"), "FZ/1")
    for percent in ("33.333333", "33.333333", "33.333334", "0"):
        description = description.add("document", 0, "BUDOWY=1_19", percent=percent)
    assert description.lines["value"].tolist() == [3, 3, 4, 0]


def test_a053_the_last_percent_takes_the_rounding() -> None:
    description = describe(books("0.03"), "FZ/1")
    for _ in range(3):
        description = description.add("document", 0, "BUDOWY=1_19", value=1)
    assert pairs(description) == [("33.333333", 1), ("33.333333", 1), ("33.333334", 1)]


def test_a_first_half_grosz_is_no_whole_percent() -> None:
    """50 % of 0.01 rounds to 0.01, the whole amount; the percent that was typed stays."""
    description = describe(books("0.01"), "FZ/1").add("document", 0, "BUDOWY=1_19", percent=50)
    assert pairs(description) == [("5E+1", 1)]
    assert pairs(description.add("document", 0, "BUDOWY=2_19", percent=50)) == [("5E+1", 1), ("5E+1", 0)]


def test_a050_percent_and_value_follow_from_each_other() -> None:
    description = describe(books("200.00"), "FZ/1").add("document", 0, "BUDOWY=1_19", percent="12,5")
    assert pairs(description) == [("12.5", 2_500)]
    assert pairs(description.change(1, value=5_000)) == [("25", 5_000)]
    assert pairs(description.change(1, chosen="BUDOWY=2_19")) == [("12.5", 2_500)]
    assert pairs(description.change(1, position="line", position_line=1, percent=100)) == [("1E+2", 20_000)]
    assert description.remove(1).entries == ()


def test_a_moved_line_keeps_its_percent() -> None:
    description = describe(books("200.00", "50.00"), "FZ/1").add("line", 1, "BUDOWY=1_19", percent=10)
    assert pairs(description.change(1, position_line=2)) == [("1E+1", 500)]


@pytest.mark.parametrize("given", [{}, {"percent": 10, "value": 10}])
def test_a050_one_of_percent_and_value_is_given(given: dict[str, int]) -> None:
    with pytest.raises(DescriptionError):
        describe(books("1.00"), "FZ/1").add("document", 0, "BUDOWY=1_19", **given)


@pytest.mark.parametrize("percent", [33.3, "x", "", "33.3333333", "1e9", "nan"])
def test_a_percent_is_exact_with_six_places(percent: str) -> None:
    with pytest.raises(DescriptionError):
        describe(books("1.00"), "FZ/1").add("document", 0, "BUDOWY=1_19", percent=percent)


def test_a_value_of_nothing_has_no_percent() -> None:
    empty = describe(books("0.00"), "FZ/1")
    with pytest.raises(DescriptionError):
        empty.add("document", 0, "BUDOWY=1_19", value=5)
    assert pairs(empty.add("document", 0, "BUDOWY=1_19", percent=100)) == [("1E+2", 0)]
    with pytest.raises(DescriptionError):
        describe(books("0.01"), "FZ/1").add("document", 0, "BUDOWY=1_19", value=10**15)


@pytest.mark.parametrize("position", [("", 0), ("line", 2), ("line", 0), ("additional", 1), ("debit", 1), ("nonsense", 0)])
def test_a051_a_line_needs_a_position_of_the_document(position: tuple[str, int]) -> None:
    with pytest.raises(DescriptionError):
        describe(books("1.00"), "FZ/1").add(*position, "BUDOWY=1_19", percent=100)


@pytest.mark.parametrize("chosen", ["", {}, "BUDOWY", "BUDOWY=", "BUDOWY=1_19; BUDOWY=2_19"])
def test_a040_a_line_needs_an_element(chosen: str) -> None:
    with pytest.raises(DescriptionError):
        describe(books("1.00"), "FZ/1").add("document", 0, chosen, percent=100)


@pytest.mark.parametrize("chosen", ["BUDOWY=9_19", "NIC=1", "KONTA_4=1_19"])
def test_an_element_is_one_of_the_list(chosen: str) -> None:
    with pytest.raises(DescriptionError):
        describe(books("1.00"), "FZ/1").add("document", 0, chosen, percent=100)


def test_a031_m04_a_required_dimension_letter_for_letter() -> None:
    ledger = books("1.00", ODDZIAŁ={"required": "true"})
    with i18n.in_language("pl"), pytest.raises(DescriptionError) as refused:
        describe(ledger, "FZ/1").add("document", 0, "BUDOWY=1_19", percent=100)
    assert str(refused.value) == "Opis analityczny jest niepełny. Nie wybrano elementu dla wymiaru [ODDZIAŁ]."
    describe(ledger, "FZ/1").add("document", 0, "BUDOWY=1_19; ODDZIAŁ=LUBLIN", percent=100)


def test_a030_a_dimension_of_other_documents() -> None:
    ledger = books("1.00", BUDOWY={"used_on": "sale_register; goods"})
    with pytest.raises(DescriptionError, match="BUDOWY"):
        describe(ledger, "FZ/1").add("document", 0, "BUDOWY=1_19", percent=100)


def test_a069_a_line_of_an_unticked_dimension_is_only_removed() -> None:
    lines = described("FZ/1", ("BUDOWY=1_19", "60", "0.60"), ("KONTA_4=411", "40", "0.40"))
    ledger = cost_ledger(bill("FZ/1", "1.00"), dimensions(BUDOWY={"used_on": "goods"}), lines)
    description = describe(ledger, "FZ/1")
    assert description.lines["elements"].tolist()[0] == "BUDOWY=1_19"
    for change in ({"percent": 50}, {"chosen": "KONTA_4=419"}):
        with pytest.raises(DescriptionError, match="BUDOWY"):
            description.change(1, **change)  # type: ignore[arg-type]
    entered_again = description.remove(1).add("document", 0, "KONTA_4=419", percent=60)
    kept = with_description(ledger, description.change(2, chosen="KONTA_4=419"))
    assert kept.descriptions["elements"].tolist() == ["BUDOWY=1_19", "KONTA_4=419"]
    assert control_of(entered_again).empty


@pytest.mark.parametrize("status", ["original", "data_correction", "correcting_note", "cancelled"])
def test_a062_documents_that_are_not_described(status: str) -> None:
    with pytest.raises(DescriptionError, match="FZ/1"):
        describe(books("1.00", status=status), "FZ/1")


def test_a062_cancelling_deletes_the_description() -> None:
    first = described("FZ/1", ("BUDOWY=1_19", "100", "1.00"))
    ledger = cost_ledger(bill("FZ/1", "1.00"), bill("FZ/2", "1.00"), first, described("FZ/2", ("BUDOWY=1_19", "100", "1.00")))
    left = without_description(ledger, "FZ/1")
    assert left.descriptions["document_id"].tolist() == ["FZ/2"]
    assert without_description(left, "FZ/2").descriptions.empty


def test_a055_a_locked_document_is_described_from_the_list_only() -> None:
    ledger = books("1.00", locked="true")
    with pytest.raises(DescriptionError, match="FZ/1"):
        describe(ledger, "FZ/1")
    description = describe(ledger, "FZ/1", from_list=True).add("document", 0, "BUDOWY=1_19", percent=100)
    assert len(with_description(ledger, description).descriptions) == 1


def test_a055_the_lock_is_looked_at_when_saving() -> None:
    description = describe(books("1.00"), "FZ/1").add("document", 0, "BUDOWY=1_19", percent=100)
    with pytest.raises(DescriptionError):
        with_description(books("1.00", locked="true"), description)


def test_a067_a_posted_record_may_still_be_described() -> None:
    ledger = cost_ledger(record("E/1", "5.00", locked="true"), dimensions())
    assert describe(ledger, "E/1").add("document", 0, "BUDOWY=1_19", percent=100).entries[0].value == 500


def test_a056_describing_changes_no_other_table() -> None:
    ledger = books("1.00")
    changed = with_description(ledger, describe(ledger, "FZ/1").add("document", 0, "BUDOWY=1_19", percent=100))
    others = [name for name in COST_TABLES if name != "descriptions"] + ["documents", "vat_lines", "payments", "parties"]
    assert all(getattr(changed, name) is getattr(ledger, name) for name in others)
    assert ledger.descriptions.empty and changed.descriptions["value"].tolist() == [100]


def test_saving_replaces_and_reading_gives_the_same() -> None:
    ledger = books("1.00", "2.00")
    description = describe(ledger, "FZ/1").add("line", 2, "BUDOWY=1_19", percent=100, key="KLUCZ")
    once = with_description(ledger, description)
    again = describe(once, "FZ/1")
    pd.testing.assert_frame_equal(again.lines, description.lines)
    replaced = with_description(once, again.remove(1).add("document", 0, "BUDOWY=2_19", percent=100))
    assert replaced.descriptions["elements"].tolist() == ["BUDOWY=2_19"]


def test_a031_saving_checks_lines_the_dimensions_no_longer_allow() -> None:
    description = describe(books("1.00"), "FZ/1").add("document", 0, "BUDOWY=1_19", percent=100)
    with pytest.raises(DescriptionError, match="ODDZIAŁ"):
        with_description(books("1.00", ODDZIAŁ={"required": "true"}), description)


def test_a054_lines_that_were_there_are_not_worked_out_anew() -> None:
    lines = described("FZ/1", ("BUDOWY=1_19", "50", "50.00"))
    ledger = cost_ledger(bill("FZ/1", "120.00"), dimensions(), lines)
    description = describe(ledger, "FZ/1").add("document", 0, "BUDOWY=2_19", percent=50)
    assert pairs(description) == [("5E+1", 5_000), ("5E+1", 6_000)]
    assert control_of(description)["code"].tolist() == ["value_differs"]


def test_lines_of_the_document_that_are_not_there() -> None:
    with pytest.raises(DescriptionError):
        describe(books("1.00"), "FZ/1").remove(1)


ONE = describe(books("1.00"), "FZ/1")
"""Read once: the amount is set by the tests below."""
amounts = st.integers(-(10**14), 10**14)


def of_amount(amount: int) -> Description:
    ledger = replace(ONE.of.ledger, vat_lines=ONE.of.ledger.vat_lines.assign(net=amount))
    return Description(replace(ONE.of, ledger=ledger, amounts={("document", 0): amount}))


@st.composite
def whole_percents(draw: st.DrawFn) -> list[int]:
    """Millionths of a percent that add up to 100 %."""
    cuts = sorted(draw(st.lists(st.integers(0, splits.WHOLE), max_size=5)))
    return [after - before for before, after in zip([0, *cuts], [*cuts, splits.WHOLE], strict=True)]


@settings(max_examples=30, deadline=None)
@given(amounts, whole_percents())
def test_percents_give_values_that_add_up(amount: int, percents: list[int]) -> None:
    description = of_amount(amount)
    texts = [f"{Decimal(percent).scaleb(-6):f}" for percent in percents]
    for text in texts:
        description = description.add("document", 0, "BUDOWY=1_19", percent=text)
    values = description.lines["value"].tolist()
    assert sum(values) == amount
    assert values == splits.split(amount, texts)
    assert [line.percent for line in description.entries] == percents
    assert control_of(description).empty


@settings(max_examples=30, deadline=None)
@given(st.lists(amounts, min_size=1, max_size=6))
def test_values_give_percents_that_add_up_and_values_again(values: list[int]) -> None:
    amount = sum(values)
    assume(amount and max(map(abs, values)) < abs(amount) * 10**6)
    description = of_amount(amount)
    for value in values:
        description = description.add("document", 0, "BUDOWY=1_19", value=value)
    percents = [line.percent for line in description.entries]
    assert sum(percents) == splits.WHOLE
    assert [line.value for line in description.entries] == values
    assert [Decimal(percent).scaleb(-6) for percent in percents] == splits.percents_of(values, amount)
    assert control_of(description).empty
    back = of_amount(amount)
    for percent in percents:
        back = back.add("document", 0, "BUDOWY=1_19", percent=Decimal(percent).scaleb(-6))
    assert sum(line.value for line in back.entries) == amount


@settings(max_examples=40, deadline=None)
@given(amounts, st.lists(st.tuples(st.booleans(), st.integers(0, splits.WHOLE)), min_size=1, max_size=6), st.data())
def test_what_was_typed_stays_in_any_order(amount: int, typed: list[tuple[bool, int]], data: st.DataObject) -> None:
    """Percents and values mixed, lines removed and changed: nothing typed is altered beyond what rounding leaves over."""
    assume(amount)
    description, kept = of_amount(amount), []
    for by_value, number in typed:
        value = share(amount, number)
        given = {"value": value} if by_value else {"percent": f"{Decimal(number).scaleb(-6):f}"}
        description = description.add("document", 0, "BUDOWY=1_19", **given)
        kept.append((by_value, value if by_value else number))
    if len(kept) > 1:
        row = data.draw(st.integers(0, len(kept) - 1))
        description, _gone = description.remove(row + 1), kept.pop(row)
    allowed = len(kept) * (2 + abs(amount) // splits.WHOLE)
    for line, (by_value, number) in zip(description.entries, kept, strict=True):
        assert (line.value if by_value else line.percent) == number
        assert abs(line.value - share(amount, line.percent)) <= allowed
    if sum(line.percent for line in description.entries) == splits.WHOLE and not all(by_value for by_value, _ in kept):
        assert sum(line.value for line in description.entries) == amount


def test_percents_of_a_column_are_what_was_put_in() -> None:
    given = pd.Series([0, -1, 33_333_333, 10**17, -(10**17)]).to_numpy()
    assert percents_from(given).tolist() == [Decimal(int(one)).scaleb(-6) for one in given]


def test_a_line_made_by_a_key_and_changed_by_hand_belongs_to_nobodys_key() -> None:
    """A later change of the key must not overwrite the correction."""
    ledger = books("100.00", "50.00")
    description = describe(ledger, "FZ/1")
    for line, percent in ((1, "40"), (1, "60"), (2, "100")):
        description = description.add("line", line, {"BUDOWY": "1_19" if percent == "40" else "2_19"}, percent=percent, key="K")
    changed = description.change(1, percent="45")
    assert [line.key for line in changed.entries] == [None, None, "K"]
    assert [line.key for line in description.remove(2).entries] == [None, "K"]
