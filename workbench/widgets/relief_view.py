"""What the relief page shows, without any widget: the question (books, side, month, as-of day) and what answers it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd
from markupsafe import Markup

from .. import html, i18n, relief
from ..days import Month
from ..i18n import _
from ..ledger import Ledger
from ..relief.conditions import REASON_TITLES
from ..relief.listing import BOX_TITLES, KIND_TITLES, listing, with_parties

THIS_MONTH = "this_month"
MONTHS_AHEAD = 6
MONTHS_BACK = 36


def last_month(ledger: Ledger) -> Month:
    """The month whose notice is due as the books stand: the one before the last entry in them."""
    days = [ledger.documents["issue_date"].max(), ledger.settlements["date"].max()]
    known = [day.date() for day in days if not pd.isna(day)]
    return Month.of(max(known)) - 1 if known else Month.of(date.today()) - 1


def months_offered(ledger: Ledger) -> list[Month]:
    """The months to choose from, the latest first: three years back and half a year ahead of the last one."""
    last = last_month(ledger)
    return [last + step for step in range(MONTHS_AHEAD, -MONTHS_BACK - 1, -1)]


@dataclass(frozen=True)
class ReliefView:
    """The answer to one question; every table is made when it is first asked for."""

    ledger: Ledger
    side: relief.Side
    month: Month
    as_of: date

    @cached_property
    def notice(self) -> relief.ReliefNotice:
        return relief.notice(self.ledger, self.side, self.month, self.as_of)

    @cached_property
    def lines(self) -> pd.DataFrame:
        """The list of the notice (see `listing`)."""
        return listing(self.notice)

    @cached_property
    def stated_lines(self) -> pd.DataFrame:
        """The list with a column state: "unpaid", or "paid back" and the day."""
        words = {kind: _(title) for kind, title in KIND_TITLES.items()}
        days = {day: "" if pd.isna(day) else f" {i18n.day(day)}" for day in self.lines["payment_date"].unique()}
        return self.lines.assign(state=self.lines["kind"].map(words) + self.lines["payment_date"].map(days).astype("str"))

    def excluded(self, reason: str) -> pd.DataFrame:
        """The payments that are not on the notice, with number and party: those whose relief date lies in the month
        (THIS_MONTH), or all that fail one condition first."""
        candidates = self.notice.candidates
        if reason == THIS_MONTH:
            in_month = candidates["relief_date"].between(pd.Timestamp(self.month.first), pd.Timestamp(self.month.last))
            kept = candidates[in_month & (candidates["reason"] != "on_notice")]
        else:
            kept = candidates[candidates["reason"] == reason]
        return with_parties(self.notice, kept.reset_index(drop=True))

    @cached_property
    def reasons(self) -> dict[str, int]:
        """How many payments of the whole side fail each condition first, in the order of the conditions."""
        counts = self.notice.candidates["reason"].value_counts()
        return {reason: int(counts[reason]) for reason in relief.REASONS if reason in counts}

    def boxes(self) -> Markup:
        """The sums as boxes: exact, and rounded to whole zloty beneath."""
        return html.tag("div", *(self._box(box) for box in BOX_TITLES), class_="wb-boxes")

    def reasons_markup(self) -> Markup:
        """The counts by reason."""
        return html.table(
            [_("First condition that fails"), _("Payments")],
            [(_(REASON_TITLES[reason]), str(count)) for reason, count in self.reasons.items()],
            classes=["", "amount"],
        )

    def _box(self, box: str) -> Markup:
        totals = self.notice.totals[box]
        amounts = []
        for column, title in (("net", _("Net")), ("vat", _("VAT"))):
            if column in totals.index:
                rounded = i18n.amount(int(totals[f"{column}_rounded"]), "PLN").replace(",00", "").replace(".00", "")
                amounts.append(
                    html.tag(
                        "dd",
                        html.tag("span", title, class_="wb-of"),
                        html.tag("strong", i18n.amount(int(totals[column]), "PLN")),
                        html.tag("span", _("rounded {amount}").format(amount=rounded), class_="wb-rounded"),
                    )
                )
        return html.tag("dl", html.tag("dt", _(BOX_TITLES[box])), *amounts, class_=f"wb-box wb-box-{box}")
