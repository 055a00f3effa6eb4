"""What the relief page shows, without any widget: the question (desk, side, period, as-of day) and what answers it."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd
from markupsafe import Markup

from ... import html, i18n, relief
from ...days import Month, Quarter
from ...i18n import _
from ...ledger import Ledger
from ...relief.conditions import REASON_TITLES
from ...relief.filed import Period
from ...relief.life.chain import Chain, KeptNotice
from ...relief.life.declarations import Declaration
from ...relief.life.proposals import Proposal, proposals
from ...relief.life.quarterly import quarterly_warning
from ...relief.listing import BOX_TITLES, KIND_TITLES, listing, with_parties
from ...store.relief_desk import ReliefDesk

THIS_MONTH = "this_month"
MONTHS_AHEAD = 6
MONTHS_BACK = 36


def last_month(ledger: Ledger) -> Month:
    """The month whose notice is due as the books stand: the one before the last entry in them."""
    days = [ledger.documents["issue_date"].max(), ledger.settlements["date"].max()]
    known = [day.date() for day in days if not pd.isna(day)]
    return Month.of(max(known)) - 1 if known else Month.of(date.today()) - 1


def periods_offered(desk: ReliefDesk) -> list[Period]:
    """The periods to choose from, the latest first: the months from half a year ahead of the last one to three years back, and
    those that a notice is kept of."""
    last = last_month(desk.ledger)
    periods: set[Period] = {last + step for step in range(-MONTHS_BACK, MONTHS_AHEAD + 1)}
    periods.update(chain.period for chain in desk.chains())
    return sorted(periods, key=lambda period: (period.last, period.first), reverse=True)


def warned(desk: ReliefDesk, side: relief.Side, period: Period, notice: relief.ReliefNotice) -> str:
    """The warning of `quarterly_warning` for a notice of a client that declares the quarter; "" for others."""
    month = Month.of(period.last)
    if not desk.record.is_quarterly(month):
        return ""
    declaration = desk.declarations.get(Quarter.of(month.first), Declaration(Quarter.of(month.first)))
    lines = with_parties(desk.ledger, side, notice.lines)
    lines["document_id"] = lines["number"]  # what people know a document by
    return quarterly_warning(lines, desk.ledger.settlements, side, period, notice.as_of, declaration)


@dataclass(frozen=True, eq=False)
class Asked:
    """The answer to one question; everything is made when it is first asked for.

    `as_of` is the day that is chosen on the page, which for a kept notice is the one it would be calculated anew for.
    """

    desk: ReliefDesk
    side: relief.Side
    period: Period
    as_of: date

    @cached_property
    def chain(self) -> Chain:
        """What is kept of the side and period; empty where no notice was made."""
        return self.desk.chain(self.side, self.period)

    def same_chain(self, other: "Asked") -> bool:
        """Whether another question is about the same client, side and period."""
        mine, theirs = ((one.desk.client, one.side, one.period) for one in (self, other))
        return mine == theirs

    @property
    def kept(self) -> KeptNotice | None:
        """The newest notice that is kept."""
        return self.chain.newest

    @cached_property
    def entries(self) -> pd.DataFrame:
        """The correction entries of all its notices, see `Chain.entries`."""
        return self.chain.entries

    @property
    def has_entries(self) -> bool:
        """Whether any of its notices has correction entries."""
        return any(len(one.entries) for one in self.chain.notices)

    @cached_property
    def declaration(self) -> Declaration:
        """The declaration that the period's entries belong to."""
        return self.desk.declaration(self.period)

    @cached_property
    def by_rule(self) -> relief.ReliefNotice:
        """The notice as the books say it now, as of the chosen day. Raises as `relief.notice`."""
        return self.desk.notice(self.side, self.period, self.as_of)

    @cached_property
    def notice(self) -> relief.ReliefNotice:
        """What is shown: the kept notice with its kept lines, else the one by the rule."""
        if self.kept is None:
            return self.by_rule
        return replace(self.by_rule, as_of=self.kept.as_of, lines=self.kept.lines)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """How the notice by the rule differs from the kept one, the documents taken off left out: the rows of `relief.compare`
        that are not the same; no rows and no columns where none is kept."""
        if self.kept is None:
            return pd.DataFrame()
        now = self.by_rule.lines
        now = now[~now["document_id"].isin(self.kept.removed)]
        compared = relief.compare(self.kept.lines, now)
        return compared[compared["change"] != "same"].reset_index(drop=True)

    @cached_property
    def proposal(self) -> Proposal | None:
        """What the locked notice would now differ by; None where it would not, or where none is locked."""
        found = proposals([self.chain], lambda chain: self.by_rule, self.desk.ledger)
        return found[0] if found else None

    @cached_property
    def quarterly_warning(self) -> str:
        """See `life.quarterly.quarterly_warning`; "" where the client declares by the month."""
        return warned(self.desk, self.side, self.period, self.notice)

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

    def named(self, frame: pd.DataFrame) -> pd.DataFrame:
        """See `with_parties`."""
        return with_parties(self.desk.ledger, self.side, frame)

    def excluded(self, reason: str) -> pd.DataFrame:
        """The payments that are not on the notice, with number and party: those whose relief date lies in the period
        (THIS_MONTH), or all that fail one condition first."""
        candidates = self.by_rule.candidates
        if reason == THIS_MONTH:
            in_month = candidates["relief_date"].between(pd.Timestamp(self.period.first), pd.Timestamp(self.period.last))
            kept = candidates[in_month & (candidates["reason"] != "on_notice")]
        else:
            kept = candidates[candidates["reason"] == reason]
        return self.named(kept.reset_index(drop=True))

    @cached_property
    def reasons(self) -> dict[str, int]:
        """How many payments of the whole side fail each condition first, in the order of the conditions."""
        counts = self.by_rule.candidates["reason"].value_counts()
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
