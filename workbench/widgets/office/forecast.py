"""What comes back and what falls due in the coming months, if nobody pays: by client and by counterparty."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets
import pandas as pd
from markupsafe import Markup

from ... import html, i18n, money
from ...days import Month
from ...i18n import N_, _
from ...relief.listing import SIDE_TITLES
from ...relief.office import Office, forecast
from ...relief.outlook import SIDES
from ...store.relief_desk import ReliefDesk
from ..chart import Chart
from ..layout import COLOURS, column, details, row
from ..markup import MarkupBox
from ..table import Shown, Table
from ..taking_away import Shows, downloads
from .running import Progress, Running
from .sources import Books, OfClients

if TYPE_CHECKING:
    from .page import OfficePage

EVERYONE = ""
MOST_CLIENTS = len(COLOURS) - 1
"""Clients with a colour of their own; the others share the last one."""
MONEY = ["money_back", "money_due"]
PARTIES = ["client", "month", "side", "party", "tax_id", "documents", *MONEY, "first_day"]


class Forecasts:
    """Whose forecast at the top; the picture with its numbers; the table by counterparty."""

    title = N_("Forecast")

    def __init__(self, page: "OfficePage") -> None:
        self._page = page
        self._office: Office | None = None
        self._of: OfClients[pd.DataFrame] = OfClients()
        self._setting = False
        self.parties = pd.DataFrame(columns=PARTIES)
        self.running = Running()
        self.client = ipywidgets.Dropdown(options=[(_("all clients"), EVERYONE)], description=_("Client"))
        self.words = ipywidgets.Text(placeholder=_("Counterparty, month, amount"), description=_("Search"))
        self.words.add_class("wb-search")
        self.told, self.missing = MarkupBox(), MarkupBox()
        self.chart = Chart(title=_("VAT that comes back (above the line) and falls due (below it) by month and client"))
        self.numbers = MarkupBox()
        self.table = Table(_("Forecast by counterparty"), _("Nothing comes back or falls due in these months."))
        self.taken = downloads(_("Forecast"), lambda: f"vat-zd-forecast_{page.today}", self._shown)
        self.client.observe(lambda change: self._list(), "value")
        self.words.observe(lambda change: self.table.search(self.words.value), "value")
        self.box = column(
            row(self.client, class_="wb-question"),
            self.told,
            self.chart,
            details(_("Show the numbers"), self.numbers),
            MarkupBox(html.tag("h2", _("By counterparty"))),
            self.running.box,
            self.missing,
            row(self.words, *self.taken, class_="wb-tools"),
            self.table,
        )

    def show(self, office: Office) -> None:
        """The sums are part of the office; those by counterparty are read beside the page."""
        self._office = office
        names = list(office.clients)
        chosen = self.client.value if self.client.value in names else EVERYONE
        self._setting = True
        self.client.options = [(_("all clients"), EVERYONE), *((name, name) for name in names)]
        self.client.value = chosen
        self._setting = False
        self._list()
        months = sorted(office.forecast["month"].unique())
        if months:
            self.running.start(_("Looking at the coming months…"), reading(self._page.books, months), self._take_over)

    def _take_over(self, of: OfClients[pd.DataFrame]) -> None:
        self._of = of
        self._list()

    def _list(self) -> None:
        """The forecast of the chosen client, or of all."""
        if self._setting or self._office is None:
            return
        sums = self._office.forecast
        sums = sums[sums["client"].isin([self.client.value]) | (self.client.value == EVERYONE)]
        back, due = (i18n.amount(int(sums[name].sum()), "PLN") for name in MONEY)
        total = _("If nobody pays, {back} comes back and {due} falls due.").format(back=back, due=due)
        self.told.show(html.tag("p", total, class_="wb-who"))
        self.chart.figure = forecast_figure(sums)
        self.numbers.show(forecast_table(sums))
        self._list_parties()

    def _list_parties(self) -> None:
        asked = {name: table for name, table in self._of.made.items() if self.client.value in (EVERYONE, name) and len(table)}
        tables = [table.assign(client=name)[PARTIES] for name, table in asked.items()]
        table = pd.concat(tables) if tables else pd.DataFrame(columns=PARTIES)
        table = table.sort_values(["month", "client"], kind="stable", ignore_index=True)
        self.parties = table.assign(key=[str(place) for place in range(len(table))])
        self.missing.show(self._of.told())
        shown, columns = self._shown()
        sums = [int(shown[name].sum()) if name in ("documents", *MONEY) else None for name in columns]
        self.table.show(shown, columns, "key", foot=["", *sums[1:]])

    def _shown(self) -> Shows:
        months = self.parties["month"].unique()
        columns = {
            "month": Shown(_("Month"), words={"": _("Total"), **{month: i18n.month(Month(month)) for month in months}}),
            "client": Shown(_("Client")),
            "side": Shown(_("Side"), words={side: _(title) for side, title in SIDE_TITLES.items()}),
            "party": Shown(_("Counterparty")),
            "tax_id": Shown(_("NIP")),
            "documents": Shown(_("Documents"), "count"),
            "first_day": Shown(_("First relief date"), "date"),
            "money_back": Shown(_("Comes back (PLN)"), "amount"),
            "money_due": Shown(_("Falls due (PLN)"), "amount"),
        }
        return self.parties, columns


def reading(books: Books, months: list[str]) -> Callable[[Progress], OfClients[pd.DataFrame]]:
    """The work of forecasting these months by counterparty, for every client."""

    def of_one(desk: ReliefDesk) -> pd.DataFrame:
        filed = {side: filed for side in SIDES if (filed := desk.filed(side)) is not None}
        return forecast(desk.ledger, months[0], len(months), filed).by_party

    return lambda progress: books.of_all(of_one, progress)


def by_client(coming: pd.DataFrame) -> pd.DataFrame:
    """The sums by month and client; those clients that have no colour of their own put together under ""."""
    sums = coming.groupby("client")[MONEY].sum().sum(axis=1).sort_values(ascending=False, kind="stable")
    own = set(sums.index[:MOST_CLIENTS] if len(sums) > MOST_CLIENTS + 1 else sums.index)
    grouped = coming.assign(client=coming["client"].where(coming["client"].isin(own), ""))
    return grouped.groupby(["month", "client"], as_index=False)[MONEY].sum()


def forecast_figure(coming: pd.DataFrame) -> dict[str, Any]:
    """A Plotly figure in zloty: a colour a client, what comes back above the line and what falls due below it."""
    sums = by_client(coming)
    clients = sorted(sums["client"].unique(), key=lambda name: (name == "", name))
    months = sorted(sums["month"].unique())
    unit = "\u00a0zł" if i18n.language() == "pl" else "\u00a0PLN"
    traces = [
        _bars(sums[sums["client"] == client], months, client or _("other clients"), name, COLOURS[place % len(COLOURS)])
        for place, client in enumerate(clients)
        for name in MONEY
    ]
    return {
        "data": traces,
        "layout": {
            "barmode": "relative",
            "height": 380,
            "margin": {"t": 8, "r": 8, "b": 40, "l": 84},
            "legend": {"orientation": "h", "y": -0.16},
            "yaxis": {"ticksuffix": unit, "tickformat": ",.0f", "zeroline": True, "zerolinewidth": 2},
            "xaxis": {"type": "category", "categoryorder": "array", "categoryarray": [_short(month) for month in months]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
        },
    }


def _bars(sums: pd.DataFrame, months: list[str], client: str, name: str, colour: str) -> dict[str, Any]:
    amounts = dict(zip(sums["month"], sums[name], strict=True))
    back = name == "money_back"
    words = _("comes back") if back else _("falls due")
    told = [int(amounts.get(month, 0)) for month in months]
    return {
        "type": "bar",
        "name": client,
        "legendgroup": client,
        "showlegend": back,
        "x": [_short(month) for month in months],
        "y": [float(money.to_decimal(amount if back else -amount)) for amount in told],
        "text": [f"{client}, {words}: {i18n.amount(amount, 'PLN')}" for amount in told],
        "textposition": "none",
        "hovertemplate": "%{x}: %{text}",
        "hoverlabel": {"namelength": 0},
        "marker": {"color": colour, "opacity": 1 if back else 0.65, "pattern": {"shape": "" if back else "/"}},
    }


def forecast_table(coming: pd.DataFrame) -> Markup:
    """The numbers behind the picture, with the sums of the office."""
    sums = by_client(coming)
    of_months = sums.groupby("month", as_index=False)[MONEY].sum().assign(client=None)
    rows: list[Any] = list(pd.concat([sums, of_months]).sort_values("month", kind="stable").itertuples())
    return html.table(
        [_("Month"), _("Client"), _("Comes back (PLN)"), _("Falls due (PLN)")],
        [
            (
                i18n.month(Month(row.month)),
                _("Total") if not isinstance(row.client, str) else row.client or _("other clients"),
                i18n.amount(row.money_back),
                i18n.amount(row.money_due),
            )
            for row in rows
        ],
        classes=["", "", "amount", "amount"],
        row_classes=["" if isinstance(row.client, str) else "wb-moved" for row in rows],
    )


def _short(month: str) -> str:
    return i18n.month(Month(month), short=True)
