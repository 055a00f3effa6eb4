"""Events on any books: never more is settled than is unpaid, and what is settled in full returns to zero."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import workbench
from tests.books import Books, books, decimal_text, document, ledger_of
from workbench.days import Month
from workbench.relief import notice
from workbench.relief.events import Event, applied, guide, types

FIRST = date(2026, 1, 1)
SPAN = 400
MONTHS = [Month("2026-01") + step for step in range(24)]

days = st.integers(0, SPAN).map(lambda days: FIRST + timedelta(days))


@st.composite
def invoices(draw: st.DrawFn) -> tuple[Books, str]:
    """Books with one document of one to three parts, some of them paid in part, and its side."""
    side = draw(st.sampled_from(["sale", "purchase"]))
    net = draw(st.integers(1_00, 9999_99))
    gross = net + (net * 23 + 50) // 100
    cuts = sorted(draw(st.lists(st.integers(1, gross - 1), max_size=2, unique=True)))
    amounts = [end - start for start, end in zip([0, *cuts], [*cuts, gross], strict=True)]
    parts: list[tuple[Any, ...]] = []
    for amount in amounts:
        paid = draw(st.lists(st.tuples(days, st.integers(1, amount)), max_size=2))
        parts.append((str(draw(days)), decimal_text(amount), [(str(day), decimal_text(sum_)) for day, sum_ in paid]))
    line = ("23", decimal_text(net), decimal_text(gross - net))
    return books(document("D", side, issued="2026-01-01", lines=[line], parts=parts)), side


@st.composite
def events_of(draw: st.DrawFn, ledger: workbench.Ledger, side: Any, number: int) -> Event:
    """An event of the document with any option that the guidance offers."""
    payment = draw(st.sampled_from(["", *ledger.payments["payment_id"]]))
    type = draw(st.sampled_from(types(side)))
    guidance = guide(ledger, side, "D", type, payment)
    choice = draw(st.sampled_from(guidance.choices)).code
    return Event(str(number), side, "D", payment, type, draw(days), draw(st.integers(1, 5000_00)), choice)


def settled(ledger: workbench.Ledger, payment: str, until: date) -> int:
    rows = ledger.settlements[ledger.settlements["payment_id"] == payment]
    return int(rows.loc[rows["date"] <= str(until), "amount"].sum())


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_events_never_settle_more_than_is_unpaid(data: st.DataObject) -> None:
    source, side = data.draw(invoices())
    before = ledger_of(source)
    events = [data.draw(events_of(before, side, number)) for number in range(data.draw(st.integers(1, 4)))]
    after = applied(before, events)
    added = after.settlements.iloc[len(before.settlements) :]
    assert after.settlements.iloc[: len(before.settlements)].equals(before.settlements)
    assert after.settlements.dtypes.equals(before.settlements.dtypes)
    assert (added["amount"] > 0).all()
    for row in added.to_dict("records"):
        amount = int(after.payments.set_index("payment_id").loc[row["payment_id"], "amount"])
        day = row["date"].date()
        of_events = int(added.loc[(added["payment_id"] == row["payment_id"]) & (added["date"] <= row["date"]), "amount"].sum())
        assert of_events + settled(before, row["payment_id"], day) <= amount
    positions = after.payments["payment_id"].take(after.index.settlement_payment)
    assert positions.tolist() == after.settlements["payment_id"].tolist()
    for event in events:
        of_one = applied(before, [event]).settlements.iloc[len(before.settlements) :]
        if event.choice in ("compensated", "settled"):
            assert int(of_one["amount"].sum()) <= event.amount


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_claim_disposed_of_returns_to_zero(data: st.DataObject) -> None:
    """Whatever was unpaid on notices is paid back in full, per rate and to the grosz."""
    source, side = data.draw(invoices())
    day = data.draw(days)
    events = [Event("s", "sale", "D", "", "assignment", day, 0, "disposed")]
    if side == "purchase":
        events = [Event("s", "purchase", "D", "", "set_off", day, 99_999_99, "settled")]
    ledger = applied(ledger_of(source), events)
    for amount in ("net", "vat"):
        balance = 0
        for month in MONTHS:
            lines = notice(ledger, side, month).lines  # type: ignore[arg-type]
            unpaid = lines["kind"] == "unpaid"
            balance += int(lines.loc[unpaid, amount].sum()) - int(lines.loc[~unpaid, amount].sum())
        assert balance == 0
