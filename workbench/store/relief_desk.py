"""The relief of a client together with what is remembered of it: what a page and the command do alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import Literal

import pandas as pd

from .. import i18n, relief
from ..days import Month, Quarter
from ..errors import PeriodError, ReliefError
from ..i18n import N_, _
from ..ledger import Ledger
from ..relief import Filed, Period, ReliefNotice, Side, period_title
from ..relief.events import Event
from ..relief.events import check as check_event
from ..relief.life.chain import Chain
from ..relief.life.declarations import Declaration
from ..relief.life.entries import Mode
from ..relief.life.late import Step, late_procedure
from ..relief.life.proposals import Proposal, proposals
from ..relief.life.technical import TechnicalDocument, check
from ..relief.outlook import SIDES
from ..relief.periods import day_of
from ..relief.record import Record
from .company import is_quarterly
from .relief import RememberedRecord
from .relief_content import DECLARATION, EVENT, NOTICES, TECHNICAL, key_of_chain, key_of_declaration, period_of
from .remembering import Change, Store

DeclarationStep = Literal["lock", "unlock", "send", "reject", "receive", "correct"]
_DECLARED: dict[DeclarationStep, str] = {
    "lock": N_("{declaration}: locked"),
    "unlock": N_("{declaration}: unlocked"),
    "send": N_("{declaration}: sent"),
    "reject": N_("{declaration}: rejected by the office"),
    "receive": N_("{declaration}: receipt (UPO) collected"),
    "correct": N_("{declaration}: added"),
}


@dataclass(frozen=True, eq=False)
class ReliefDesk:
    """A client's books, and what is remembered of the relief, as it was when the desk was opened.

    Every step is one change in the store and gives the desk as it is afterwards; it raises ReliefError where a rule refuses it,
    ConflictError where somebody has changed the same thing since, and then nothing is kept. Without a store (`kept` is None)
    nothing can be kept, and every notice counts as made by the rule.
    """

    client: str
    books: Ledger
    today: date
    kept: Store | None = None
    record: RememberedRecord = field(default_factory=RememberedRecord)
    last_change: int | None = None
    """The number of the change that `undo` takes back."""

    @classmethod
    def opened(cls, kept: Store | None, client: str, books: Ledger, today: date) -> "ReliefDesk":
        """The desk as the store remembers it now."""
        if kept is None:
            return cls(client, books, today)
        last = kept.relief.last_change(client)  # first: what it changed is then surely in the record
        return cls(client, books, today, kept, kept.relief.record_of(client), last)

    @property
    def events(self) -> Mapping[str, Event]:
        """The events by their ids."""
        return self.record.events

    @property
    def technical(self) -> Mapping[str, TechnicalDocument]:
        """The technical documents by their ids."""
        return self.record.technical

    @property
    def declarations(self) -> Mapping[Period, Declaration]:
        """The declarations that were begun."""
        return self.record.declarations

    @cached_property
    def ledger(self) -> Ledger:
        """The books with the settlements that the events amount to, as far as the books still allow them."""
        return self.record.books(self.books)

    @cached_property
    def filed_by_side(self) -> Mapping[Side, Filed]:
        """`filed` of both sides."""
        return {side: self.record.filed(side, self.books) for side in SIDES}

    def chains(self) -> tuple[Chain, ...]:
        """All chains that have a notice."""
        return tuple(self.record.chains.values())

    def chain(self, side: Side, period: str | Period) -> Chain:
        """The chain of a side and period, empty where no notice was made."""
        return self.record.chain(side, relief.period_of(period))

    def filed(self, side: Side) -> Filed:
        """What the months of a side start from: the newest locked notice of each, and the parts that events keep off. Months
        before the one that was begun first count as filed by the rule."""
        return self.filed_by_side[side]

    def declaration(self, period: str | Period) -> Declaration:
        """The declaration that a period belongs to: the quarter's where one was begun, else the month's; of a quarter that is
        declared by the month the first that is not open."""
        return self.record.declaration(_declared(period))

    def begun(self, period: str | Period) -> Declaration:
        """The declaration of just this month or quarter, or what would be begun: of a client whose books say that it declares
        by the quarter (company.vat_period), a month before the closing one sends its record part alone (J-020)."""
        asked = _declared(period)
        closing = Quarter.of(asked.first).months[-1]
        new = Declaration(asked)
        if isinstance(asked, Month) and asked != closing and new.is_file and is_quarterly(self.books):
            new = Declaration(asked, part="record")
        return self.record.declarations.get(asked, new)

    def notice(
        self, side: Side, period: str | Period, as_of: date | str | None = None, known_at: date | str | None = None
    ) -> ReliefNotice:
        """The notice as the books of today have it, with what was really filed for the other periods; `known_at`: as books and
        store knew it at the end of that day. Raises as `relief.notice`."""
        if known_at is None:
            return relief.notice(self.ledger, side, period, as_of, self.filed(side))
        day = known_at if isinstance(known_at, date) else day_of(known_at)
        record = Record()
        if self.kept is not None:
            record = self.kept.relief.record_of(self.client, datetime.combine(day, time.max).astimezone())
        return record.notice(relief.known(self.books, day), side, period, as_of)

    def proposals(self) -> tuple[Proposal, ...]:
        """What locked notices would now differ by, by period."""
        return proposals(self.chains(), self._as_today, self.ledger)

    def late(self, side: Side, period: str | Period) -> tuple[Step, ...]:
        """The late procedure of a side and period, as far as it is done."""
        chain = self.chain(side, period)
        found = proposals([chain], self._as_today, self.ledger)
        return late_procedure(chain, self.declaration(chain.period), found[0] if found else None)

    def history(self, side: Side, period: str | Period) -> pd.DataFrame:
        """Who did what with the notices of a side and period: at (UTC), user, what; empty where nothing is kept."""
        columns = ["at", "user", "what"]
        if self.kept is None:
            return pd.DataFrame(columns=columns, dtype="str")
        return self.kept.history(self.client, NOTICES.name, key_of_chain(self.chain(side, period)))[columns]

    def make(self, side: Side, period: str | Period, as_of: date | str | None = None) -> "ReliefDesk":
        """Make the notice of a side and period (R-003, R-021)."""
        notice = self.notice(side, period, as_of)
        return self._step(side, period, N_("Notice {mark} of {period}: made"), lambda chain: chain.made(notice, self.today))

    def recalculate(self, side: Side, period: str | Period, as_of: date | str | None = None) -> "ReliefDesk":
        """Compute the newest notice anew, as of its own day where none is given."""
        notice = self._as_today(self.chain(side, period)) if as_of is None else self.notice(side, period, as_of)
        what = N_("Notice {mark} of {period}: recalculated")
        return self._step(side, period, what, lambda chain: chain.recalculated(notice, self.today))

    def remove(self, side: Side, period: str | Period, *documents: str) -> "ReliefDesk":
        """Take documents off the notice (R-054)."""
        what = N_("Notice {mark} of {period}: taken off: {documents}")
        return self._step(side, period, what, lambda chain: chain.without(*documents), documents)

    def put_back(self, side: Side, period: str | Period, *documents: str) -> "ReliefDesk":
        """Put documents back that were taken off."""
        notice = self._as_today(self.chain(side, period))
        what = N_("Notice {mark} of {period}: put back: {documents}")
        return self._step(side, period, what, lambda chain: chain.put_back(notice, *documents), documents)

    def lock(self, side: Side, period: str | Period) -> "ReliefDesk":
        """Lock the notice against changes (R-023)."""
        return self._step(side, period, N_("Notice {mark} of {period}: locked"), Chain.locked)

    def unlock(self, side: Side, period: str | Period) -> "ReliefDesk":
        """Open the notice to changes again; refused once its declaration is sent."""
        declaration = self.declaration(period)
        what = N_("Notice {mark} of {period}: unlocked")
        return self._step(side, period, what, lambda chain: chain.unlocked(declaration))

    def generate(self, side: Side, period: str | Period, register: str, mode: Mode = "individual") -> "ReliefDesk":
        """Generate the correction entries into a VAT register (R-024); M-03 where the declaration is not open."""
        declaration = self.declaration(period)
        what = N_("Notice {mark} of {period}: correction entries generated")
        return self._step(side, period, what, lambda chain: chain.with_entries(self.ledger, register, declaration, mode))

    def delete_entries(self, side: Side, period: str | Period, document: str | None = None) -> "ReliefDesk":
        """Delete correction entries, all of the notice or those of a document (R-063, R-064)."""
        declaration = self.declaration(period)
        what = N_("Notice {mark} of {period}: correction entries deleted")
        if document is not None:
            what = N_("Notice {mark} of {period}: correction entry deleted: {documents}")
        return self._step(
            side,
            period,
            what,
            lambda chain: chain.without_entries(declaration, document),
            () if document is None else (document,),
        )

    def amend(self, side: Side, period: str | Period) -> "ReliefDesk":
        """Add a correction of the notice (R-056)."""
        return self._step(side, period, N_("Notice {mark} of {period}: added"), lambda chain: chain.amended(self.today))

    def amend_anew(
        self, side: Side, period: str | Period, as_of: date | str | None = None, without: tuple[str, ...] = ()
    ) -> "ReliefDesk":
        """Add a correction, calculated anew as of a day (by default that of the notice before), without documents: one change,
        so that nothing is kept where a document is not on the notice (R-056, R-058, R-054)."""
        notice = self._as_today(self.chain(side, period)) if as_of is None else self.notice(side, period, as_of)

        def steps(chain: Chain) -> Chain:
            amended = chain.amended(self.today).recalculated(notice, self.today)
            return amended.without(*without) if without else amended

        return self._step(side, period, N_("Notice {mark} of {period}: added and calculated"), steps)

    def drop(self, side: Side, period: str | Period) -> "ReliefDesk":
        """Drop the newest notice."""
        return self._step(side, period, N_("Notice {mark} of {period}: dropped"), Chain.dropped)

    def declare(self, period: str | Period, step: DeclarationStep, day: date | None = None) -> "ReliefDesk":
        """A step of the declaration of just this month or quarter; `day`: on which it was sent, by default today, and no day
        after it."""
        asked = _declared(period)
        if day is not None and day > self.today:
            raise ReliefError(
                _("{day} is still to come: give the day on which the declaration was sent.").format(day=i18n.day(day))
            )
        steps: dict[DeclarationStep, Callable[[Declaration], Declaration]] = {
            "lock": Declaration.locked,
            "unlock": Declaration.unlocked,
            "send": lambda declaration: declaration.sent(day or self.today),
            "reject": Declaration.rejected,
            "receive": Declaration.received,
            "correct": Declaration.corrected,
        }
        changed = steps[step](self.begun(asked))
        what = _(_DECLARED[step]).format(declaration=changed.name)
        version = self._version(DECLARATION.name, key_of_declaration(changed))
        return self._kept(what, lambda change: change.set_declaration(self.client, changed, version=version))

    def record_event(self, event: Event) -> "ReliefDesk":
        """Record an event, or record it anew under its id. Raises as `events.check`, which judges it together with the others
        that are recorded."""
        check_event(self.books, event, self.events.values(), self.filed_by_side.values())
        version = self._version(EVENT.name, event.id)
        what = _("Event {event} of {document}: recorded").format(event=event.id, document=event.document_id)
        return self._kept(what, lambda change: change.set_event(self.client, event.id, event, version=version))

    def withdraw_event(self, event_id: str) -> "ReliefDesk":
        """Take an event back."""
        self._refuse_unknown(event_id, event_id in self.events)
        version = self._version(EVENT.name, event_id)
        what = _("Event {event}: withdrawn").format(event=event_id)
        return self._kept(what, lambda change: change.set_event(self.client, event_id, None, version=version))

    def check_technical(self, document: TechnicalDocument) -> pd.DataFrame:
        """What looks wrong with a technical document; see `technical.check`, and what it refuses."""
        purchases = self.record.chain_covering("purchase", document.period)
        return check(document, self.declaration(document.period), purchases, self.books)

    def add_technical(self, document: TechnicalDocument) -> "ReliefDesk":
        """Keep a technical document (J-013), or keep it anew under its id. Raises as `check_technical`."""
        self.check_technical(document)
        version = self._version(TECHNICAL.name, document.id)
        what = _("Technical document {number}: added").format(number=document.number)
        return self._kept(what, lambda change: change.set_technical(self.client, document.id, document, version=version))

    def remove_technical(self, document_id: str) -> "ReliefDesk":
        """Take a technical document away."""
        self._refuse_unknown(document_id, document_id in self.technical)
        version = self._version(TECHNICAL.name, document_id)
        what = _("Technical document {number}: removed").format(number=self.technical[document_id].number)
        return self._kept(what, lambda change: change.set_technical(self.client, document_id, None, version=version))

    def undo(self) -> "ReliefDesk":
        """Take back the last change of the relief. ConflictError where somebody has gone on from it since."""
        kept = self._store()
        if self.last_change is None:
            raise ReliefError(_("{client}: there is nothing to undo.").format(client=self.client))
        kept.undo(self.last_change)
        return ReliefDesk.opened(kept, self.client, self.books, self.today)

    def _as_today(self, chain: Chain) -> ReliefNotice:
        """The chain's notice as of the day of its newest one, with the books of today."""
        return self.notice(chain.side, chain.period, None if chain.newest is None else chain.newest.as_of)

    def _step(
        self,
        side: Side,
        period: str | Period,
        what: str,
        step: Callable[[Chain], Chain],
        documents: tuple[str, ...] = (),
    ) -> "ReliefDesk":
        """A step of a chain, told by `what` (a text of the catalogue)."""
        before = self.chain(side, period)
        after = step(before)
        number = max(len(before.notices), len(after.notices)) - 1
        told = {"mark": before.mark(number), "period": period_title(before.period), "documents": ", ".join(documents)}
        version = self._version(NOTICES.name, key_of_chain(after))
        return self._kept(_(what).format(**told), lambda change: change.set_chain(self.client, after, version=version))

    def _kept(self, what: str, put: Callable[[Change], None]) -> "ReliefDesk":
        kept = self._store()
        with kept.change(what) as change:
            put(change)
        return ReliefDesk.opened(kept, self.client, self.books, self.today)

    def _store(self) -> Store:
        if self.kept is None:
            raise ReliefError(_("Notices are kept in a store, and there is none. Name a file in WORKBENCH_STORE."))
        return self.kept

    def _version(self, kind: str, key: str) -> int:
        return self.record.versions.get((kind, key), 0)

    def _refuse_unknown(self, name: str, known: bool) -> None:
        if not known:
            raise ReliefError(_("{name}: nothing of this name is remembered.").format(name=name))


def _declared(period: str | Period) -> Period:
    """The month or quarter of a declaration; PeriodError where it is none."""
    try:
        return period_of(str(period))
    except ValueError:
        raise PeriodError(
            _("{period}: a declaration is for a month, such as 2026-10, or for a quarter, such as 2026Q4.").format(
                period=period
            )
        ) from None
