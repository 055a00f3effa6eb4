"""`workbench relief lock | entries | amend`: steps in the life of a notice, each kept in the store."""

import argparse
from typing import Any

import pandas as pd

from .. import exports, i18n, relief
from ..errors import ReliefError
from ..i18n import _, ngettext
from ..relief.life import KeptNotice, entry_listing
from ..relief.life.lists import CHANGE_TITLES
from ..relief.listing import AMOUNTS, titled, with_parties
from ..store.relief_desk import ReliefDesk
from .forms import add_forms, answer, print_table
from .relief_question import add_question, asked


def add_words(words: Any) -> None:
    lock = words.add_parser("lock", help=_("make the notice where there is none, and lock it against changes"))
    add_question(lock)
    lock.set_defaults(run=_lock)

    entries = words.add_parser("entries", help=_("generate the correction entries of the locked notice, list or delete them"))
    add_question(entries)
    entries.add_argument("--register", metavar="NAME", help=_("the VAT register to generate them in"))
    entries.add_argument("--collective", action="store_true", help=_("one entry for the whole notice, for old periods"))
    entries.add_argument(
        "--delete", nargs="?", const="", metavar="DOCUMENT", help=_("delete the entry of a document, or all of the notice")
    )
    add_forms(entries, run=_entries)

    amend = words.add_parser("amend", help=_("add a correction of the locked notice, calculated anew"))
    add_question(amend)
    amend.add_argument("--without", nargs="+", default=[], metavar="DOCUMENT", help=_("documents to take off"))
    amend.set_defaults(run=_amend)


def _lock(options: argparse.Namespace) -> int:
    with asked(options, keeps=True) as desk:
        if not desk.chain(options.side, options.period).notices:
            desk = desk.make(options.side, options.period, options.as_of)
        elif options.as_of:
            desk = desk.recalculate(options.side, options.period, options.as_of)
        desk = desk.lock(options.side, options.period)
        _tell(desk, options)
    return 0


def _entries(options: argparse.Namespace) -> int:
    question = options.side, options.period
    with asked(options, keeps=True) as desk:
        if options.delete is not None:
            if options.register:
                raise ReliefError(_("Either generate entries (--register) or delete them (--delete), one after the other."))
            desk = desk.delete_entries(*question, document=options.delete or None)
        elif options.register:
            desk = desk.generate(*question, options.register, mode="collective" if options.collective else "individual")
        chain = desk.chain(*question)
        table, amounts = entry_listing(desk.ledger, chain)
    return answer(
        options,
        json=lambda: exports.records(chain.entries, AMOUNTS),
        csv=lambda: exports.to_csv(table, amounts),
        xlsx=lambda: exports.to_xlsx({_("Entries"): table}, amounts),
        table=lambda: print_table(table, amounts),
    )


def _amend(options: argparse.Namespace) -> int:
    question = options.side, options.period
    with asked(options, keeps=True) as desk:
        before = desk.chain(*question).newest
        desk = desk.amend_anew(*question, options.as_of, tuple(options.without))
        assert before is not None, "the step would have failed"
        _tell(desk, options)
        _print_difference(desk, options.side, relief.compare(before.lines, _newest(desk, options).lines))
    return 0


def _tell(desk: ReliefDesk, options: argparse.Namespace) -> None:
    chain = desk.chain(options.side, options.period)
    newest = _newest(desk, options)
    count = ngettext("{count} line", "{count} lines", len(newest.lines)).format(count=len(newest.lines))
    state = _("locked") if newest.locked else _("not locked")
    told = _("Notice {mark}, {month}, as of {day}: {count}, {state}.")
    print(
        told.format(
            mark=chain.mark(newest.number),
            month=relief.period_title(chain.period),
            day=i18n.day(newest.as_of),
            count=count,
            state=state,
        )
    )


def _newest(desk: ReliefDesk, options: argparse.Namespace) -> KeptNotice:
    """The newest notice of the period, after a step that has made one."""
    newest = desk.chain(options.side, options.period).newest
    assert newest is not None, "the step would have failed"
    return newest


def _print_difference(desk: ReliefDesk, side: relief.Side, compared: pd.DataFrame) -> None:
    """The rows of `relief.compare` that are not the same, with numbers and parties, in the user's language."""
    differing = compared[compared["change"] != "same"]
    if differing.empty:
        print(_("Nothing differs from the notice before."))
        return
    told = with_parties(desk.ledger, side, differing[["document_id", "payment_id", "rate", "kind", "net", "vat"]])
    shown, amounts = titled(told.drop(columns=["payment_id", "tax_id"]))
    shown[_("Change")] = [_(CHANGE_TITLES[change]) for change in differing["change"]]
    print_table(shown, amounts)
