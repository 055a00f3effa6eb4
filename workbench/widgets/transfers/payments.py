"""The payments of the register: what may go, what not and why, marked by hand, with the sums and the cash going out by week."""

from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup

from ... import html, i18n, money
from ...i18n import N_, _
from ...transfers import Preview
from ...transfers.listing import GROUP_TITLES, KIND_TITLES, STATE_TITLES
from ...transfers.orders import KINDS
from ...transfers.schedule import GROUPS, REASONS
from ...transfers.white_list import RESULTS
from ..chart import Chart
from ..layout import COLOURS, column, details, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .batch import Batch
from .card import held_card, transfer_card

if TYPE_CHECKING:
    from .page import TransfersPage

WEEK_HEIGHT = 260
SIGNS = {"error": "✖", "warning": "▲", "information": "ℹ", "": ""}
"""The gravest finding of a transfer, seen at a glance."""
LIGHTS = {"active": "●", "exempt": "●", "not_found": "✖", "not_checked": "○"}


class Payments:
    """The list to mark on, beside it the transfer that the chosen payment goes into."""

    title = N_("Payments")

    def __init__(self, page: "TransfersPage") -> None:
        self._page = page
        self._setting = False
        self._batch: Batch | None = None
        self.boxes = MarkupBox()
        self.table = Table(
            _("Payments of the register"), _("No payments in these days. Change the dates above."), ".wb-explanation"
        )
        self.card = MarkupBox(class_="wb-explanation wb-card")
        self.chart = Chart(title=_("Cash going out by week"))
        self.numbers = MarkupBox()
        self.table.observe(lambda change: self._hear_marks(), "marked")
        self.table.observe(lambda change: self._explain(), "selected")
        self.table.observe(lambda change: self._hear_order(), "sorted")
        tools = row(page.filters.sendable, *downloads(_("Payments"), self._name, self._shows), class_="wb-tools")
        weeks = column(
            MarkupBox(html.tag("h2", _("Cash going out by week"))), self.chart, details(_("Show the numbers"), self.numbers)
        )
        self.box = column(self.boxes, row(column(tools, self.table, class_="wb-notice"), self.card, class_="wb-answer"), weeks)

    def show(self, batch: Batch) -> None:
        self._batch = batch
        self.boxes.show(sum_boxes(batch))
        frame = payment_table(batch)
        self._setting = True
        self.table.show(
            frame,
            _columns(batch),
            "payment_id",
            lambda row: "wb-out" if row.why else f"wb-found-{row.worst}",
            markable=frozenset(frame.loc[frame["why"] == "", "payment_id"]),
        )
        self.table.mark(batch.marked)
        self._setting = False
        if self.table.selected not in set(frame["payment_id"]):
            self.table.selected = frame["payment_id"].iloc[0] if len(frame) else ""
        self._explain()
        weeks = batch.preview.schedule.weeks(tuple(batch.marked))
        self.chart.figure = week_figure(weeks, batch)
        self.numbers.show(week_table(weeks))

    @property
    def order(self) -> list[str]:
        """The payments in the order that the list is sorted in."""
        return self.table.rows["payment_id"].tolist()

    def _hear_order(self) -> None:
        """The file follows the list (T-025)."""
        if not self._setting and self._batch is not None and self._batch.preview.choice.list_order:
            self._page.ask()

    def _hear_marks(self) -> None:
        if not self._setting:
            self._page.mark(self.table.marked)

    def _explain(self) -> None:
        if self._batch is None:
            return
        preview = self._batch.preview
        place = next((at for at, transfer in enumerate(preview.transfers) if self.table.selected in transfer.payments), None)
        if place is not None:
            self.card.show(transfer_card(preview, place))
        elif self.table.selected:
            self.card.show(held_card(preview, self.table.selected))
        else:
            self.card.show(html.tag("p", _("Choose a payment to see its transfer."), class_="wb-empty"))

    def _name(self) -> str:
        assert self._batch is not None
        return "_".join([_("payments"), self._batch.client, self._batch.register])

    def _shows(self) -> Shows:
        assert self._batch is not None
        return payment_table(self._batch), _columns(self._batch)


def payment_table(batch: Batch) -> pd.DataFrame:
    """The listed payments as the table shows them: with `worst`, the gravest finding of its transfer, `light`, the white list's
    answer, and `why`, the reasons why it may not go in words."""
    table = batch.payments
    worst = worst_by_payment(batch.preview)
    return pd.DataFrame(
        {
            "payment_id": table["payment_id"],
            "number": table["number"],
            "party": table["party_name"],
            "due_date": table["due_date"],
            "execution_date": table["execution_date"],
            "remaining": table["remaining"],
            "currency": table["currency"],
            "kind": table["kind"].astype("str"),
            "state": table["state"].astype("str"),
            "light": [batch.preview.white_list.get(payment, "") for payment in table["payment_id"]],
            "worst": [worst.get(payment, "") for payment in table["payment_id"]],
            "why": [" ".join(_(REASONS[reason]) for reason in reasons) for reasons in table["reasons"]],
        }
    ).reset_index(drop=True)


def worst_by_payment(preview: Preview) -> dict[str, str]:
    """The gravest severity that was found about the transfer of each payment; "error" for one that was refused."""
    order = list(SIGNS)
    found = {
        payment: min((finding.severity for finding in findings), key=order.index, default="")
        for transfer, findings in zip(preview.transfers, preview.findings, strict=True)
        for payment in transfer.payments
    }
    return found | {payment: "error" for refusal in preview.refused for payment in refusal.payments}


def sum_boxes(batch: Batch) -> Markup:
    """What is marked and what is approved in all, by group (T-041)."""
    marked, approved = batch.preview.schedule.sums(batch.marked), batch.preview.schedule.sums()
    elsewhere = batch.preview.schedule.sums_elsewhere(batch.marked)
    boxes = []
    for group in GROUPS:
        currency = batch.preview.schedule.currency if group == "ordinary" else "PLN"
        lines = [html.tag("strong", i18n.amount(marked[group], currency), class_="wb-figure")]
        if group == "ordinary":
            lines += [html.tag("strong", i18n.amount(amount, other), class_="wb-figure") for other, amount in elsewhere.items()]
        of_all = _("of all approved: {amount}").format(amount=i18n.amount(approved[group], currency))
        boxes.append(
            html.tag(
                "dl",
                html.tag("dt", _(GROUP_TITLES[group])),
                *(html.tag("dd", line) for line in lines),
                html.tag("dd", of_all, class_="wb-who"),
                class_="wb-box",
            )
        )
    return html.tag("div", *boxes, class_="wb-boxes wb-sums")


def week_figure(weeks: pd.DataFrame, batch: Batch) -> dict[str, Any]:
    """A Plotly figure of the marked payments by week, a bar a kind, in the register's currency."""
    currency = batch.preview.schedule.currency
    shown = weeks[weeks["currency"] == currency]
    bars = []
    for number, kind in enumerate(KINDS):
        of_kind: list[Any] = list(shown[shown["kind"] == kind].itertuples())
        if of_kind:
            bars.append(
                {
                    "type": "bar",
                    "name": _(KIND_TITLES[kind]),
                    "x": [i18n.day(row.week) for row in of_kind],
                    "y": [float(money.to_decimal(row.remaining)) for row in of_kind],
                    "text": [i18n.amount(row.remaining, currency) for row in of_kind],
                    "textposition": "none",
                    "hovertemplate": "%{x}: %{text}",
                    "marker": {"color": COLOURS[number]},
                }
            )
    unit = "zł" if currency == "PLN" and i18n.language() == "pl" else currency
    return {
        "data": bars,
        "layout": {
            "barmode": "stack",
            "height": WEEK_HEIGHT,
            "margin": {"t": 8, "r": 8, "b": 40, "l": 84},
            "legend": {"orientation": "h", "y": -0.2},
            "yaxis": {"ticksuffix": f"\u00a0{unit}", "tickformat": ",.0f"},
            "xaxis": {"type": "category"},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
        },
    }


def week_table(weeks: pd.DataFrame) -> Markup:
    """The numbers behind the picture."""
    rows: list[Any] = list(weeks.itertuples())
    return html.table(
        [_("Week from"), _("Kind"), _("Payments"), _("Amount"), _("Currency")],
        [
            (i18n.day(row.week), _(KIND_TITLES[row.kind]), str(row.count), i18n.amount(row.remaining), row.currency)
            for row in rows
        ],
        classes=["", "", "amount", "amount", ""],
    )


def _columns(batch: Batch) -> dict[str, Shown]:
    """What is shown: the currency in the title where all payments have the same, state and reasons where some may not go."""
    lights: dict[str, str] = {"": ""}
    lights |= {result: f"{LIGHTS[result]} {_(title)}" for result, title in RESULTS.items()}
    currencies = set(batch.payments["currency"])
    remaining = Shown(_("Remaining"), "amount")
    if len(currencies) == 1:
        remaining = Shown(_("Remaining ({currency})").format(currency=next(iter(currencies))), "amount")
    columns = {
        "worst": Shown("!", "sign", SIGNS),
        "number": Shown(_("Document")),
        "party": Shown(_("Party")),
        "execution_date": Shown(_("Execution date"), "date"),
        "due_date": Shown(_("Due date"), "date"),
        "remaining": remaining,
        "currency": Shown(_("Currency")),
        "kind": Shown(_("Kind"), words={kind: _(title) for kind, title in KIND_TITLES.items()}),
        "light": Shown(_("White list"), words=lights),
        "state": Shown(_("State"), words={state: _(title) for state, title in STATE_TITLES.items()}),
        "why": Shown(_("Why it may not go")),
    }
    if len(currencies) < 2:
        del columns["currency"]
    if all(not reasons for reasons in batch.payments["reasons"]):
        del columns["state"], columns["why"]
    if not any(batch.preview.white_list.get(payment) for payment in batch.listed):
        del columns["light"]
    return columns
