"""What holds for every batch of transfers, whatever the payments and options (Hypothesis)."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transfer_books import (
    ABC_OTHER_ACCOUNT,
    Rows,
    ledger_of,
    nrb,
    party,
    purchase,
    put_together,
    settled,
)
from workbench.transfers.batching import Choice, Gathered, gather
from workbench.transfers.orders import Kind
from workbench.transfers.schedule import schedule
from workbench.transfers.texts import TextStyle, lay_out

TODAY = date(2026, 9, 1)
STYLE = TextStyle(letters="ascii")
SINGLE, COLLECTIVE = Choice(), Choice(collective=True)


def style_of(kind: Kind) -> TextStyle:
    return STYLE


def paid(result: Gathered) -> list[tuple[str, ...]]:
    return [transfer.payments for transfer in result.transfers]


WORDS = ["", "Zapłata za", "FA/1", "usługa ółw ąę", "x" * 40, "y" * 150, "Zapłata za FA/2"]


@st.composite
def books(draw: Callable[..., Any]) -> Rows:
    """Up to sixteen payments of three parties in several states and kinds; of few values, so that groups form."""
    pieces: list[Rows] = [party(name, name.upper(), nrb(500 + place)) for place, name in enumerate("pqr")]
    for number in range(draw(st.integers(4, 16))):
        values: dict[str, Any] = {
            "state": draw(st.sampled_from(["approved"] * 5 + ["buffer"])),
            "split_payment": draw(st.sampled_from(["false", "false", "true"])),
            "priority": draw(st.sampled_from(["normal", "high"])),
            "account": draw(st.sampled_from(["", "", ABC_OTHER_ACCOUNT])),
        }
        amount = draw(st.integers(1, 10**12))
        piece = purchase(
            f"F{number}",
            f"{amount // 100}.{amount % 100:02d}",
            party=draw(st.sampled_from("pqr")),
            issued=draw(st.sampled_from(["2026-08-01", "2026-08-02", "2026-09-05"])),
            due=draw(st.sampled_from(["2026-09-15", "2026-09-16"])),
            texts=tuple(draw(st.lists(st.sampled_from(WORDS), max_size=4))),
            **values,
        )
        pieces.append(piece)
        if draw(st.integers(0, 4)) == 0:
            pieces.append(settled(f"F{number}/1", f"{amount // 300}.{amount % 100:02d}"))
    return put_together(*pieces)


CHOICES = st.builds(
    Choice,
    date=st.sampled_from(["due", "today"]),
    collective=st.booleans(),
    by_date=st.booleans(),
    all_lines=st.booleans(),
    divide=st.booleans(),
    list_order=st.booleans(),
    dates=st.sampled_from(["operation", "document", "both"]),
)


@settings(max_examples=30)
@given(pieces=books(), choice=CHOICES, data=st.data())
def test_sums_membership_and_keys(pieces: Rows, choice: Choice, data: st.DataObject) -> None:
    """Every chosen payment is in exactly one transfer or refusal, amounts add up, and no transfer mixes keys."""
    made = schedule(ledger_of(pieces), "PLN")
    table = made.payments.set_index("payment_id")
    chosen = data.draw(st.lists(st.sampled_from(list(table.index)), unique=True))
    result = gather(made, chosen, choice, today=TODAY, style_of=style_of)
    of_transfers = [payment for transfer in result.transfers for payment in transfer.payments]
    of_refusals = [payment for refusal in result.refused for payment in refusal.payments]
    assert Counter(of_transfers + of_refusals) == Counter(chosen)
    for transfer in result.transfers:
        parts = table.loc[list(transfer.payments)]
        assert list(transfer.amounts) == parts["remaining"].tolist()
        assert transfer.amount == sum(parts["remaining"].tolist()) > 0
        assert not any(parts["reasons"])
        keys = set(zip(parts["party_id"], parts["account"], parts["currency"], parts["sepa"], parts["kind"], strict=True))
        assert keys == {(transfer.payee.party_id, transfer.payee.account, transfer.currency, False, transfer.kind)}
        assert transfer.collective == (len(parts) > 1)
        assert len(parts) == 1 or choice.collective
        if transfer.split is not None:
            assert 0 <= transfer.split.vat <= transfer.amount
        elif choice.by_date and choice.dates != "document" and choice.date == "due":
            assert {day.date() for day in parts["due_date"]} == {transfer.date}
        elif choice.dates == "document":
            assert {day.date() for day in parts["document_date"]} == {transfer.date}, "T-034"
    for refusal in result.refused:
        assert (refusal.code == "held") == bool(refusal.reasons)


@settings(max_examples=30)
@given(pieces=books(), all_lines=st.booleans())
def test_t038_divided_transfers_hold_every_description_whole(pieces: Rows, all_lines: bool) -> None:
    """Every text stands in its transfer (less the phrase that all repeat, T-056) and nothing is cut, unless it alone is too
    long; and what fits into one transfer is not divided."""
    choice = Choice(collective=True, divide=True, all_lines=all_lines)
    made = schedule(ledger_of(pieces), "PLN")
    table = made.payments.set_index("payment_id")
    ordinary = [payment for payment in made.free if table.loc[payment, "kind"] == "ordinary"]
    result = gather(made, ordinary, choice, today=TODAY, style_of=style_of)
    for transfer in result.transfers:
        if not transfer.collective:
            continue
        assert lay_out(transfer, STYLE).cut == ""
        for payment in transfer.payments:
            own = [str(table.loc[payment, f"text{number}"]) for number in range(1, 5)]
            text = " ".join(line for line in own if line) if all_lines else own[0]
            assert text.removeprefix("Zapłata za ") in transfer.texts[0]
    whole = gather(made, ordinary, Choice(collective=True, all_lines=all_lines), today=TODAY, style_of=style_of)
    for transfer in whole.transfers:
        if not lay_out(transfer, STYLE).cut:
            assert transfer.payments in paid(result)
