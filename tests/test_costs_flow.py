"""The flow: every stage carries all of the costs, and a link leads to its documents."""

import pytest

from tests.cost_books import bill, cost_ledger, described
from workbench.costs.exploring.cube import documents_behind
from workbench.costs.exploring.flow import OTHERS, flow
from workbench.errors import DescriptionError

LEDGER = cost_ledger(
    *(
        piece
        for number in range(6)
        for piece in (
            bill(f"F{number}", (f"{100 * (number + 1)}.00", f"40{number}")),
            described(
                f"F{number}",
                ("TEAM=Z1; PLACE=L", "40", f"{40 * (number + 1)}.00"),
                ("TEAM=Z2", "60", f"{60 * (number + 1)}.00"),
            ),
        )
    )
)


def test_every_stage_carries_everything() -> None:
    made = flow(LEDGER, ["account", "TEAM", "PLACE"], most=3)
    assert made.total == 210_000
    assert made.links.groupby("stage")["amount"].sum().tolist() == [210_000, 210_000]
    assert made.members == {"account": ("400", "401", "402", "403"), "TEAM": (), "PLACE": ()}


def test_a_link_leads_to_its_documents() -> None:
    made = flow(LEDGER, ["account", "TEAM", "PLACE"], most=3)
    for link in made.links.itertuples():
        behind = documents_behind(LEDGER, made.where(link.stage, link.source, link.target))
        assert behind["amount"].sum() == link.amount
    assert made.where(0, OTHERS, "Z1") == {"account": ("400", "401", "402", "403"), "TEAM": "Z1"}


@pytest.mark.parametrize("fields", [["account"], ["TEAM", "TEAM"], ["account", "NO"]])
def test_a_wrong_question_is_told(fields: list[str]) -> None:
    with pytest.raises(DescriptionError):
        flow(LEDGER, fields)
