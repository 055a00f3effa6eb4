"""The conditions of the relief in words: for each payment part every one with its value, what is expected, and the law.

The engine decides on columns (`parts`, `notices`); here the same facts are told for a few parts. A test holds that both agree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .. import i18n, money
from ..i18n import N_, _
from . import law
from .events.rules import keeping_off
from .events.texts import EVENT_TITLES
from .parts import TRANSACTIONS, Parts

TITLES = {
    "not_in_vat_return": N_("Included in the VAT return"),
    "transaction": N_("Domestic transaction"),
    "cash_accounting": N_("No cash accounting"),
    "not_a_claim": N_("A claim, not a credit note"),
    "no_vat": N_("VAT to correct"),
    "too_early_law": N_("Relief date in 2013 or later"),
    "month": N_("Relief date in the month of the notice"),
    "nothing_unpaid": N_("Unpaid on the as-of date"),
    "limit_years": N_("Within the limit of years"),
    "party": N_("Status of the counterparty"),
    "kept_off": N_("Not kept off by an event"),
    "filed_elsewhere": N_("Not on the notice of another month"),
}
"""The name of each condition, in the order in which they are tested."""

REASON_TITLES = {
    "on_notice": N_("On the notice as unpaid"),
    "not_in_vat_return": N_("Not included in the VAT return"),
    "transaction": N_("Not a domestic transaction"),
    "cash_accounting": N_("Cash accounting"),
    "not_a_claim": N_("Credit note or no claim"),
    "no_vat": N_("No VAT to correct"),
    "too_early_law": N_("Relief date before 2013"),
    "later_month": N_("Relief date in a later month"),
    "earlier_month": N_("Relief date in an earlier month"),
    "nothing_unpaid": N_("Paid by the as-of date"),
    "limit_years": N_("Past the limit of years"),
    "party_inactive": N_("Counterparty is not an active VAT payer"),
    "relief_proof_missing": N_("Counterparty is not an active VAT payer and there is no proof"),
    "kept_off": N_("Kept off by an event"),
    "filed_elsewhere": N_("Already on the notice of another month"),
}

TRANSACTION_TITLES = {
    "domestic": N_("domestic"),
    "domestic_reverse_charge": N_("domestic, the buyer is taxed"),
    "intra_eu": N_("intra-EU"),
    "export": N_("export"),
    "import": N_("import"),
    "other": N_("other"),
}

PROOF_TITLES = {
    "enforcement": N_("final judgment and enforcement"),
    "debt_register": N_("entry in a debt register"),
    "consumer_bankruptcy": N_("consumer bankruptcy"),
}


@dataclass(frozen=True)
class Condition:
    """One condition of one part: what was found, what is expected, whether it holds, since when the law says so and where."""

    name: str
    value: str
    expected: str
    passed: bool
    since: date
    source: str


@dataclass(frozen=True)
class PartFacts:
    """What is known of one part on one notice.

    `kept_off`: since when an event keeps it off, None where none does; `judged`: the day that is compared with it. `elsewhere`:
    the title of another period whose filed notice it stands on as unpaid, "" where there is none.
    """

    parts: Parts
    position: int
    as_of: date
    unpaid: int
    in_month: bool
    month_title: str
    reason: str
    judged: date
    kept_off: date | None
    elsewhere: str

    @property
    def relief_date(self) -> date:
        return _date(self.parts.relief[self.position])

    @property
    def document(self) -> int:
        return int(self.parts.document[self.position])

    @property
    def currency(self) -> str:
        return str(self.parts.ledger.payments["currency"].iat[int(self.parts.payment[self.position])])


def conditions(facts: PartFacts) -> list[Condition]:
    """All conditions of a part, in the order in which they are tested; what is recorded only where there is something."""
    return [*_document_conditions(facts), *_part_conditions(facts), *_recorded_conditions(facts)]


def _document_conditions(facts: PartFacts) -> Iterator[Condition]:
    parts, row = facts.parts, facts.document
    documents = parts.ledger.documents
    returned, cash = (bool(documents[column].iat[row]) for column in ("in_vat_return", "cash_accounting"))
    yield _fixed(facts, "not_in_vat_return", _yes_no(returned), _("yes"), returned)
    kind = str(documents["transaction"].iat[row])
    yield _fixed(facts, "transaction", _(TRANSACTION_TITLES[kind]), _("domestic"), kind in TRANSACTIONS)
    yield _fixed(facts, "cash_accounting", _yes_no(cash), _("no"), not cash)
    gross, amount = int(parts.groups.document_gross[row]), int(parts.amount[facts.position])
    value = _("part {part}, document {gross}").format(part=i18n.amount(amount, facts.currency), gross=i18n.amount(gross, "PLN"))
    claim = amount > 0 and gross > 0 and int(parts.pln[facts.position]) > 0
    yield _fixed(facts, "not_a_claim", value, _("above zero; credit notes are offset first"), claim)
    rates = slice(parts.groups.starts[row], parts.groups.starts[row + 1])
    vat = money.total((parts.groups.gross - parts.groups.net)[rates][parts.groups.gives_line[rates]])
    found, expected = i18n.amount(vat, "PLN"), _("VAT of the rates 23, 22, 8, 7 or 5 %")
    if parts.side == "purchase":
        expected = _("deducted VAT of the rates 23, 22, 8, 7 or 5 %")
    if facts.reason == "no_vat" and parts.groups.document_gives_line[row]:
        found = _("what is unpaid, {unpaid}, falls on rates without VAT").format(
            unpaid=i18n.amount(facts.unpaid, facts.currency)
        )
    holds = facts.reason != "no_vat" and bool(parts.groups.document_gives_line[row])
    yield _fixed(facts, "no_vat", found, expected, holds)


def _part_conditions(facts: PartFacts) -> Iterator[Condition]:
    parts, position = facts.parts, facts.position
    day = facts.relief_date
    supported = law.supported_from()
    yield Condition(
        "too_early_law",
        i18n.day(day),
        _("at the earliest {day}").format(day=i18n.day(supported.since)),
        day >= supported.since,
        supported.since,
        supported.source,
    )
    yield _month_condition(facts)
    unpaid = _("{unpaid} of {amount} on {day}").format(
        unpaid=i18n.amount(facts.unpaid, facts.currency),
        amount=i18n.amount(int(parts.amount[position]), facts.currency),
        day=i18n.day(facts.as_of),
    )
    yield _fixed(facts, "nothing_unpaid", unpaid, _("above zero"), facts.unpaid > 0)
    if parts.side == "sale":
        limit = law.rule("limit_years", parts.side, parts.law_at).at(day)
        last = date(int(parts.issue_year[position]) + limit.value, 12, 31)
        yield Condition(
            "limit_years",
            _("as of {day}, issued in {year}").format(day=i18n.day(facts.as_of), year=int(parts.issue_year[position])),
            _("at the latest {day} ({years} years)").format(day=i18n.day(last), years=limit.value),
            facts.as_of <= last,
            limit.since,
            limit.source,
        )
    yield _party_condition(facts)


def _month_condition(facts: PartFacts) -> Condition:
    parts, position = facts.parts, facts.position
    due, effective = _date(parts.due[position]), _date(parts.effective_due[position])
    term = law.rule("unpaid_days", parts.side, parts.law_at).at(effective + timedelta(days=90))
    value = _("due {due}, day {days} is {relief}").format(
        due=i18n.day(due), days=term.value, relief=i18n.day(facts.relief_date)
    )
    if due != effective:
        value = _("due {due}, a free day, so counted from {effective}; day {days} is {relief}").format(
            due=i18n.day(due), effective=i18n.day(effective), days=term.value, relief=i18n.day(facts.relief_date)
        )
    return Condition(
        "month", value, facts.month_title, facts.in_month, term.since, f"{law.source('relief_date', parts.side)}; {term.source}"
    )


def _party_condition(facts: PartFacts) -> Condition:
    parts = facts.parts
    ledger = parts.ledger
    version = law.rule("party", parts.side, parts.law_at).at(facts.relief_date)
    status = ledger.parties["vat_status"].iat[int(ledger.index.document_party[facts.document])]
    value = _("active VAT payer") if status == "active" else _("not an active VAT payer")
    proof = ledger.documents["relief_proof"].iat[facts.document]
    if isinstance(proof, str):
        value += f"; {_(PROOF_TITLES[proof])}"
    expected = {
        "active": _("active VAT payer"),
        "active_or_proof": _("active VAT payer, or a proof: enforcement, debt register, consumer bankruptcy"),
        "any": _("any"),
    }[version.value]
    return Condition("party", value, expected, not parts.party_reason[facts.position], version.since, version.source)


def _recorded_conditions(facts: PartFacts) -> Iterator[Condition]:
    """Events that keep the part off, and a filed notice of another period that it is on."""
    if facts.kept_off:
        rules = keeping_off(facts.parts.side, facts.relief_date)
        events = ", ".join(_(EVENT_TITLES[rule.type]) for rule in rules)
        yield Condition(
            "kept_off",
            _("{event}: keeps it off from {day} on").format(event=events, day=i18n.day(facts.kept_off)),
            _("no event that keeps it off by {day}").format(day=i18n.day(facts.judged)),
            facts.judged < facts.kept_off,
            max(rule.since for rule in rules),
            "; ".join(rule.source for rule in rules),
        )
    if facts.elsewhere:
        value = _("already on the notice of {month}; amend that one first").format(month=facts.elsewhere)
        yield _fixed(facts, "filed_elsewhere", value, _("on no notice of another month"), False)


def _fixed(facts: PartFacts, name: str, value: str, expected: str, passed: bool) -> Condition:
    """A condition that has stood unchanged as long as the law is supported."""
    source = law.source(name, facts.parts.side)
    return Condition(name, value, expected, bool(passed), law.supported_from().since, source)


def _yes_no(value: bool) -> str:
    return _("yes") if value else _("no")


def _date(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=int(number))
