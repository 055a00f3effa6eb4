"""The engine with what was really filed against the oracle: any history of notices, and books that change behind them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import workbench
from tests.books import Books, decimal_text, ledger_of
from tests.oracle import History, Reported, default_as_of, grosze, months_in, oracle_lines
from tests.test_relief_properties import SIDES, SWITCHES, engine_lines, examples_of, generated_books, months_that_matter
from workbench.days import Month
from workbench.relief import Filed, FiledNotice, period_of

QUARTERLY_SWITCHES = tuple(day for day in SWITCHES if date(2013, 1, 1) < day < date(2019, 1, 1))


@st.composite
def filed_histories(draw: st.DrawFn, source: Books, side: str, *, quarters: bool = False) -> Filed:
    """Notices of some of the months, or of quarters, made one after another on any day, documents taken off."""
    ledger, notices = ledger_of(source), {}
    months = months_that_matter(source)
    periods = [f"{month[:4]}Q{(int(month[5:]) + 2) // 3}" if quarters and month < "2020" else month for month in months]
    periods = [period for period in dict.fromkeys(periods) if draw(st.sampled_from([True, True, False]))]
    since = draw(st.sampled_from([None, *months_in(periods[0]), *months])) if periods else None
    for period in periods:
        as_of = default_as_of(side, period) + timedelta(
            draw(st.sampled_from([0, 0, 3, -13, 40]) if side == "sale" else st.sampled_from([0, 0, 15, -27]))
        )
        made = workbench.relief.notice(ledger, side, period, as_of, Filed(side, dict(notices)))
        listed = sorted(set(made.lines["document_id"]))
        removed = draw(st.lists(st.sampled_from(listed), unique=True, max_size=1)) if listed else []
        notices[period_of(period)] = FiledNotice(period_of(period), as_of, made.without(*removed).lines)
    return Filed(side, notices, None if since is None else Month(since))


@st.composite
def changed_books(draw: st.DrawFn, source: Books) -> Books:
    """The books as they are found later: VAT lines, amounts and due dates changed, settlements added, documents deleted."""
    changed = {name: [dict(row) for row in rows] for name, rows in source.items()}
    for row in changed["vat_lines"]:
        if draw(st.sampled_from([True, False, False])):
            row["rate"] = draw(st.sampled_from(["23", "8", "zw"]))
            row["vat"] = decimal_text(grosze(row["vat"]) // 2) if row["rate"] != "zw" else "0.00"
    for row in changed["payments"]:
        change = draw(st.sampled_from(["", "", "", "smaller", "larger", "later"]))
        if change == "later":
            row["due_date"] = (date.fromisoformat(str(row["due_date"])) + timedelta(draw(st.integers(1, 70)))).isoformat()
        elif change:
            row["amount"] = decimal_text(grosze(row["amount"]) * (1 if change == "smaller" else 3) // 2)
        if draw(st.booleans()):
            day = date.fromisoformat(str(row["due_date"])) + timedelta(draw(st.integers(80, 250)))
            paid = max(grosze(row["amount"]) // draw(st.integers(1, 3)), 1)
            changed["settlements"].append(
                {"payment_id": row["payment_id"], "date": day.isoformat(), "amount": decimal_text(paid)}
            )
    gone = draw(st.lists(st.sampled_from([row["document_id"] for row in source["documents"]]), max_size=1))
    unpaid = {row["payment_id"] for row in changed["payments"] if row["document_id"] not in gone}
    changed["settlements"] = [row for row in changed["settlements"] if row["payment_id"] in unpaid]
    for name in ("documents", "vat_lines", "payments"):
        changed[name] = [row for row in changed[name] if row["document_id"] not in gone]
    return changed


def history_of(filed: Filed) -> History:
    """The filed notices as the oracle takes them."""
    history: dict[str, dict[str, Reported]] = {}
    for period, notice in filed.notices.items():
        stands = history.setdefault(str(period), {})
        for row in notice.lines[notice.lines["kind"] == "unpaid"].to_dict("records"):
            rates = stands.setdefault(row["payment_id"], Reported(notice.as_of, row["unpaid"], {})).rates
            rates[row["rate"]] = (row["net"], row["vat"])
    return history


def assert_like_the_oracle(source: Books, side: str, periods: list[str], filed: Filed) -> None:
    ledger, history = ledger_of(source), history_of(filed)
    since = str(filed.since) if filed.since else None
    for period in periods:
        found = engine_lines(workbench.relief.notice(ledger, side, period, filed=filed))
        assert found == oracle_lines(source, side, period, history=history, since=since), period


@examples_of(25)
@given(st.data(), st.sampled_from(SIDES))
def test_any_filed_history_equals_the_oracle(data: st.DataObject, side: str) -> None:
    """R-016, R-017, R-054: what was filed counts with its day and its documents, what was not filed gives nothing back."""
    source = data.draw(generated_books())
    filed = data.draw(filed_histories(source, side))
    assert_like_the_oracle(source, side, months_that_matter(source), filed)


@examples_of(25)
@given(st.data(), st.sampled_from(SIDES))
def test_books_that_change_behind_filed_notices_equal_the_oracle(data: st.DataObject, side: str) -> None:
    source = data.draw(generated_books())
    filed = data.draw(filed_histories(source, side))
    changed = data.draw(changed_books(source))
    assert_like_the_oracle(changed, side, months_that_matter(changed), filed)


@examples_of(12)
@given(st.data(), st.sampled_from(SIDES), st.sampled_from(QUARTERLY_SWITCHES))
def test_quarters_equal_the_oracle(data: st.DataObject, side: str, switch: date) -> None:
    """R-047: quarterly originals, asked for by the rule and as filed, with the months and quarters after them."""
    source = data.draw(generated_books(switch))
    filed = data.draw(filed_histories(source, side, quarters=True))
    months = months_that_matter(source)
    quarters = sorted({f"{month[:4]}Q{(int(month[5:]) + 2) // 3}" for month in months if month < "2020"})
    assert_like_the_oracle(source, side, months + quarters, filed)
    ledger = ledger_of(source)
    for quarter in quarters:
        assert engine_lines(workbench.relief.notice(ledger, side, quarter)) == oracle_lines(source, side, quarter)


@examples_of(20)
@given(st.data(), st.sampled_from(SIDES))
def test_what_was_filed_comes_back_to_the_grosz(data: st.DataObject, side: str) -> None:
    """R-067 for filed notices: after every later line the rest is `net_left`, `vat_left`; once the part is paid the sum is what
    was filed, even where the VAT lines have changed since."""
    source = data.draw(generated_books())
    filed = data.draw(filed_histories(source, side))
    if data.draw(st.booleans()):
        lines = [{**row, "net": decimal_text(grosze(row["net"]) + 7)} for row in source["vat_lines"]]
        source = {**source, "vat_lines": lines}
    ledger = ledger_of(source)
    left: dict[tuple[str, str], tuple[int, int]] = {}
    for notice in filed.notices.values():
        own = set()  # what a notice made early in its month reports may be paid back on it too
        for row in notice.lines.to_dict("records"):
            key = row["payment_id"], row["rate"]
            if row["kind"] == "unpaid":
                own.add(key)
                left[key] = (row["net"], row["vat"])
            elif key in own:
                left[key] = (left[key][0] - row["net"], left[key][1] - row["vat"])
    unpaid: dict[str, int] = {}
    for month in months_that_matter(source):
        found: list[Any] = workbench.relief.notice(ledger, side, month, filed=filed).lines.to_dict("records")
        for row in found:
            key = row["payment_id"], row["rate"]
            if row["kind"] == "paid_back" and key in left:
                left[key] = (left[key][0] - row["net"], left[key][1] - row["vat"])
                assert left[key] == (row["net_left"], row["vat_left"])
                unpaid[row["payment_id"]] = row["unpaid"]
    for (payment, _rate), rest in left.items():
        if unpaid.get(payment) == 0:
            assert rest == (0, 0)
