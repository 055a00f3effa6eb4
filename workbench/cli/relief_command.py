"""`workbench relief`: the bad-debt relief notice of a month, the steps of its life, its prints, the whole office."""

import argparse
from collections.abc import Sequence

from .. import exports, relief
from ..i18n import _
from ..relief import listing
from ..store.relief_desk import ReliefDesk
from . import relief_life, relief_office, relief_prints
from .forms import add_forms, answer, print_table
from .relief_question import add_question, asked

WORDS = ("notice", "lock", "entries", "amend", "print", "office")


def with_word(arguments: Sequence[str]) -> list[str]:
    """The arguments with the word `notice` behind `relief` where no other word stands there."""
    given = list(arguments)
    if given[:1] == ["relief"] and given[1:2] and given[1] not in (*WORDS, "-h", "--help"):
        given.insert(1, "notice")
    return given


def add_relief(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(required=True, metavar=_("WORD"))

    notice = words.add_parser("notice", help=_("the notice of a month; this word may be left out"))
    add_question(notice)
    notice.add_argument("--known-at", metavar="YYYY-MM-DD", help=_("as the books and the store were known on that day"))
    add_forms(notice, run=_notice)

    relief_life.add_words(words)
    relief_prints.add_word(words)
    relief_office.add_word(words)


def _notice(options: argparse.Namespace) -> int:
    with asked(options) as desk:
        notice = _computed(desk, options)
    return answer(
        options,
        json=lambda: listing.as_json(notice),
        csv=lambda: exports.to_csv(listing.listing(notice), listing.AMOUNTS),
        xlsx=lambda: listing.workbook(notice),
        table=lambda: _print_notice(notice),
    )


def _computed(desk: ReliefDesk, options: argparse.Namespace) -> relief.ReliefNotice:
    return desk.notice(options.side, options.period, options.as_of, known_at=options.known_at)


def _print_notice(notice: relief.ReliefNotice) -> None:
    print(listing.heading(notice))
    shown, amounts = listing.titled(
        listing.listing(notice).drop(
            columns=["payment_id", "tax_id", "effective_due_date", "unpaid", "net_left", "vat_left"], errors="ignore"
        )
    )
    print_table(shown, amounts)
    print()
    totals = listing.totals_table(notice.totals)
    print_table(totals, list(totals.columns[1:]))
