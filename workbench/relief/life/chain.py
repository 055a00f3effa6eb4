"""The life of a notice: made, recalculated, locked, carried into the registers, amended. Every step gives a new chain."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

import pandas as pd

from ...errors import ReliefError, UnknownDocumentError
from ...i18n import N_, _
from ...ledger import Ledger
from .. import law
from ..filed import FiledNotice, Period
from ..fingerprint import fingerprint
from ..listing import period_title
from ..parts import Side
from . import entries as entered
from .entries import Mode
from .messages import M01, M03

if TYPE_CHECKING:
    from ..notices import ReliefNotice
    from .declarations import Declaration

LETTERS: dict[Side, str] = {"sale": "S", "purchase": "Z"}
ChainState = Literal["none", "draft", "locked", "carried"]
STATE_TITLES: dict[ChainState, str] = {
    "none": N_("no notice"),
    "draft": N_("being prepared"),
    "locked": N_("locked, entries missing"),
    "carried": N_("locked, entries complete"),
}
_KEPT_ENTRIES: dict[str, str] = {
    "locked": N_("{declaration} is locked: unlock it, then delete the correction entries."),
    "received": N_("{declaration} was sent and received: add a correction of it, then delete the correction entries."),
}


@dataclass(frozen=True, eq=False)
class KeptNotice:
    """One notice of a chain: the original (number 0) or a correction of it (1, 2, ...).

    `lines`: the positions as `ReliefNotice.lines` has them (document_id, payment_id, rate, kind, net, vat, unpaid, net_left,
    vat_left, due_date, effective_due_date, relief_date, payment_date). `removed`: documents the user took off (R-054).
    `entries`: the correction entries generated from it, see `life.entries`; `register`, `mode`: where they went and how.
    `fingerprint`: of the books it was calculated from, see `relief.fingerprint`.
    """

    number: int
    as_of: date
    calculated_on: date
    lines: pd.DataFrame
    entries: pd.DataFrame
    removed: tuple[str, ...] = ()
    locked: bool = False
    mode: Mode = "individual"
    register: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, eq=False)
class Chain:
    """All notices of a side and period: what is kept, changed and undone as a whole. Empty: none was made.

    The steps raise ReliefError, with what to do instead, where a rule refuses them; UnknownDocumentError for a document that is
    not where the step looks for it.
    """

    side: Side
    period: Period
    notices: tuple[KeptNotice, ...] = ()

    @property
    def newest(self) -> KeptNotice | None:
        """The last correction, or the original; None where no notice was made."""
        return self.notices[-1] if self.notices else None

    @property
    def entries(self) -> pd.DataFrame:
        """The entries of all its notices, the oldest first; in front of them `notice`, the mark of the notice of each."""
        tables = [one.entries.assign(notice=self.mark(one.number)) for one in self.notices if len(one.entries)]
        table = pd.concat(tables, ignore_index=True) if tables else entered.no_entries().assign(notice=pd.Series(dtype="str"))
        return table[["notice", *entered.COLUMNS]]

    @property
    def state(self) -> ChainState:
        """How far the newest notice is: none, draft (unlocked), locked, carried (locked, and its entries are complete)."""
        if self.newest is None:
            return "none"
        if not self.newest.locked:
            return "draft"
        return "carried" if self.is_carried else "locked"

    @property
    def is_carried(self) -> bool:
        """Whether the entries of all notices together say what the newest one says: by document, state and rate (in
        collective mode by state and rate)."""
        if self.newest is None:
            return True
        collective = any(one.mode == "collective" and len(one.entries) for one in self.notices)
        sums: Counter[tuple[str, ...]] = Counter()
        entries = ((entered.rows_of_entries(one.entries), 1) for one in self.notices)
        for rows, sign in ((entered.rows_of_lines(self.newest.lines, self.side), -1), *entries):
            for document, state, rate, net, vat in rows:
                key = ("" if collective else document, state, rate)
                sums["net", *key] += sign * net
                sums["vat", *key] += sign * vat
        return not any(sums.values())

    def mark(self, number: int) -> str:
        """S, S1, S2 of sales, Z, Z1, Z2 of purchases (R-057)."""
        return f"{LETTERS[self.side]}{number or ''}"

    def title(self, number: int) -> str:
        """A notice in words: "S1, May 2026"."""
        return f"{self.mark(number)}, {period_title(self.period)}"

    def made(self, notice: "ReliefNotice", today: date, removed: tuple[str, ...] = ()) -> "Chain":
        """With the original made from a computed notice, without the documents in `removed`."""
        if self.newest is not None:
            raise self._refused(N_("{notice} was made already: recalculate it, or amend it once it is locked."))
        lines = self._lines(notice, removed)
        made = KeptNotice(
            0, notice.as_of, today, lines, entered.no_entries(), removed, fingerprint=fingerprint(notice.ledger, self.side)
        )
        return replace(self, notices=(made,))

    def recalculated(self, notice: "ReliefNotice", today: date) -> "Chain":
        """With the newest notice computed anew; what the user took off stays off (R-021, R-058)."""
        kept = self._draft()
        return self._with(
            replace(
                kept,
                as_of=notice.as_of,
                calculated_on=today,
                lines=self._lines(notice, kept.removed),
                fingerprint=fingerprint(notice.ledger, self.side),
            )
        )

    def without(self, *document_ids: str) -> "Chain":
        """With documents taken off: all their rates and parts go (R-054)."""
        kept = self._draft()
        for document in document_ids:
            if not (kept.lines["document_id"] == document).any():
                raise UnknownDocumentError(_("{document}: this document is not on the notice.").format(document=document))
        lines = kept.lines[~kept.lines["document_id"].isin(document_ids)].reset_index(drop=True)
        return self._with(replace(kept, lines=lines, removed=(*kept.removed, *dict.fromkeys(document_ids))))

    def put_back(self, notice: "ReliefNotice", *document_ids: str) -> "Chain":
        """With documents put back that were taken off, as a notice computed afresh for the same as-of day has them."""
        kept = self._draft()
        self._check(notice)
        if notice.as_of != kept.as_of:
            raise self._refused(N_("{notice} was made as of another day: recalculate it before putting documents back."))
        for document in document_ids:
            if document not in kept.removed:
                raise UnknownDocumentError(
                    _("{document}: this document was not taken off the notice.").format(document=document)
                )
            if not (notice.lines["document_id"] == document).any():
                raise UnknownDocumentError(
                    _("{document}: with the books of today it is not on the notice; there is nothing to put back.").format(
                        document=document
                    )
                )
        removed = tuple(document for document in kept.removed if document not in document_ids)
        back = notice.lines[notice.lines["document_id"].isin(document_ids)]
        lines = pd.concat([kept.lines, back], ignore_index=True) if len(kept.lines) else back
        lines = lines.sort_values("kind", key=lambda kinds: kinds == "paid_back", kind="stable", ignore_index=True)
        return self._with(replace(kept, lines=lines, removed=removed))

    def locked(self) -> "Chain":
        """With the newest notice locked against changes, which the entries need (R-023)."""
        return self._with(replace(self._draft(), locked=True))

    def unlocked(self, declaration: "Declaration") -> "Chain":
        """With the newest notice open to changes again; refused while its entries are in the registers, and while `declaration`
        (the period's) is sent or received: what was filed with it is changed by a correction only."""
        kept = self._locked()
        declaration.must_concern(self.period)
        declaration.must_not_be_sent_with(self.title(kept.number))
        if len(kept.entries):
            raise self._refused(N_("{notice} has correction entries: delete them before unlocking it."))
        return self._with(replace(kept, locked=False))

    def amended(self, today: date) -> "Chain":
        """With a further correction, S1 after S: as-of day, positions and what was taken off are copied, and so are the
        register and the mode; side and period cannot change (R-047, R-056 to R-058)."""
        kept = self._locked()
        further = replace(kept, number=kept.number + 1, calculated_on=today, entries=entered.no_entries(), locked=False)
        return replace(self, notices=(*self.notices, further))

    def dropped(self) -> "Chain":
        """Without the newest notice, which must be unlocked."""
        kept = self._draft()
        if len(kept.entries):
            raise self._refused(N_("{notice} has correction entries: delete them before dropping it."))
        return replace(self, notices=self.notices[:-1])

    def with_entries(self, ledger: Ledger, register: str, declaration: "Declaration", mode: Mode = "individual") -> "Chain":
        """With the entries of the newest notice, which must be locked (R-023), in a VAT register (R-024).

        Each entry is what the newest notice says of the invoice minus the sum of all entries of this chain before it; of an
        invoice that is no longer on the notice that is the full reversal. R-060 speaks of the "last entry" instead of the sum,
        which is right for S1 only: with -1 000 on S, -700 on S1 (entry +300) and -400 on S2 it would enter -400 - 300 = -700
        instead of +300, and leave -1 400 in the register.
        Collective mode does the same with the totals (R-059). Zero differences make no entry (R-061). Where the chain has
        entries, register and mode are theirs, whatever is given (R-058). Refused with M-03 while `declaration`, which the
        period belongs to, is not open (J-009).
        """
        kept = self._locked(N_("{notice} is not locked: lock it against changes, then generate the correction entries."))
        declaration.must_concern(self.period)
        if not declaration.is_open:
            raise ReliefError(_(M03))
        earlier = self.entries
        if len(earlier):
            register, mode = next((one.register, one.mode) for one in reversed(self.notices) if len(one.entries))
        if not register.strip():
            raise ReliefError(_("No VAT register was chosen: choose the one the correction entries go to."))
        if mode == "collective" and not law.rule("collective_entries", self.side).at(self.period.last).value:
            raise self._refused(N_("{notice}: collective entries exist only for periods up to September 2020."))
        target = entered.targets(kept.lines, self.side, self.period, ledger, earlier)
        rows = entered.differences(entered.collected(target) if mode == "collective" else target, earlier)
        rows = rows[~rows["document_id"].isin(kept.entries["document_id"])]
        if len(kept.entries) and not len(rows):
            raise self._refused(N_("{notice}: its correction entries were generated already."))
        number = int(kept.entries["entry"].max()) if len(kept.entries) else 0
        added = entered.numbered(rows, number)
        entries = pd.concat([kept.entries, added], ignore_index=True) if number else added
        return self._with(replace(kept, entries=entries, register=register, mode=mode))

    def without_entries(self, declaration: "Declaration", document: str | None = None) -> "Chain":
        """Without the entries of the newest notice that has any: all of them, or those of one document (R-064).

        Refused with M-01 while `declaration` (the period's) is sent and its receipt not collected (R-063), and while it is
        locked or received, where it must be unlocked or corrected first.
        """
        declaration.must_concern(self.period)
        state = declaration.newest.state
        if state == "sent":
            raise ReliefError(_(M01))
        if state != "open":
            raise ReliefError(_(_KEPT_ENTRIES[state]).format(declaration=declaration.name))
        with_entries = [one for one in self.notices if len(one.entries)]
        if not with_entries:
            raise ReliefError(_("{period}: there are no correction entries.").format(period=period_title(self.period)))
        kept = with_entries[-1]
        left = entered.no_entries()
        if document is not None:
            theirs = kept.entries["document_id"] == document
            if not theirs.any():
                raise UnknownDocumentError(
                    _("{document}: {notice} has no correction entry of this document alone.").format(
                        document=document, notice=self.mark(kept.number)
                    )
                )
            left = kept.entries[~theirs].reset_index(drop=True)
        changed = replace(kept, entries=left)
        return replace(self, notices=tuple(changed if one is kept else one for one in self.notices))

    def filed(self) -> FiledNotice | None:
        """The notice that later months start from: the newest that is locked, which a correction being prepared does not
        replace yet; where none is locked the newest; None where none was made."""
        kept = next((one for one in reversed(self.notices) if one.locked), self.newest)
        return None if kept is None else FiledNotice(self.period, kept.as_of, kept.lines)

    def _with(self, changed: KeptNotice) -> "Chain":
        return replace(self, notices=(*self.notices[:-1], changed))

    def _draft(self) -> KeptNotice:
        """The newest notice, which must be unlocked."""
        kept = self._made()
        if kept.locked:
            raise self._refused(
                N_("{notice} is locked against changes: unlock it, or, where it was filed already, amend it by a correction.")
            )
        return kept

    def _locked(self, otherwise: str = N_("{notice} is not locked: lock it against changes first.")) -> KeptNotice:
        """The newest notice, which must be locked."""
        kept = self._made()
        if not kept.locked:
            raise self._refused(otherwise)
        return kept

    def _made(self) -> KeptNotice:
        if self.newest is None:
            raise ReliefError(_("{period}: no notice was made; make one first.").format(period=period_title(self.period)))
        return self.newest

    def _lines(self, notice: "ReliefNotice", removed: tuple[str, ...]) -> pd.DataFrame:
        self._check(notice)
        return notice.lines[~notice.lines["document_id"].isin(removed)].reset_index(drop=True)

    def _check(self, notice: "ReliefNotice") -> None:
        if (notice.side, notice.period) != (self.side, self.period):
            raise ReliefError(_("The notice computed is of another side or period: both of a notice are fixed."))

    def _refused(self, reason: str) -> ReliefError:
        """`reason` (a text of the catalogue) said of the newest notice."""
        assert self.newest is not None, "only a notice that was made can refuse a step"
        return ReliefError(_(reason).format(notice=self.title(self.newest.number)))
