"""`workbench relief lock | entries | amend`: steps in the life of a notice, each kept in the store."""

import argparse
from typing import Any

import pandas as pd

from .. import exports, i18n, relief
from ..errors import ReliefError
from ..i18n import _, ngettext
from ..relief.life import KeptNotice, entry_listing
from ..relief.listing import AMOUNTS
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
        desk = desk.amend(*question)
        before = _newest(desk, options)
        desk = desk.recalculate(*question, options.as_of)
        if options.without:
            desk = desk.remove(*question, *options.without)
        _tell(desk, options)
        _print_difference(before.lines, _newest(desk, options).lines)
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


def _print_difference(before: pd.DataFrame, after: pd.DataFrame) -> None:
    compared = relief.compare(before, after)
    differing = compared[compared["change"] != "same"]
    if differing.empty:
        print(_("Nothing differs from the notice before."))
        return
    shown = differing[["document_id", "payment_id", "rate", "kind", "net", "vat", "change"]]
    print_table(shown, ["net", "vat"])
