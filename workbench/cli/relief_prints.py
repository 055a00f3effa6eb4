"""`workbench relief print`: the notice, the list, the explanation as PDF, or everything that proves them as one archive."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..i18n import _
from ..relief import prints
from ..relief.prints import Printed
from ..store.relief_desk import ReliefDesk
from .forms import write_file
from .relief_question import add_question, asked

PRINTS: dict[str, Callable[[Printed, ReliefDesk, argparse.Namespace], bytes]] = {
    "notice": lambda printed, desk, options: prints.notice_pdf(printed),
    "list": lambda printed, desk, options: prints.list_pdf(printed),
    "explanation": lambda printed, desk, options: prints.explanation_pdf(_by_rule(printed, desk), printed),
    "pack": lambda printed, desk, options: prints.audit_pack(
        printed, _by_rule(printed, desk), desk.history(options.side, options.period), tuple(desk.events.values())
    ),
}


def add_word(words: Any) -> None:
    parser = words.add_parser("print", help=_("the notice, list or explanation as PDF, or the audit pack"))
    add_question(parser)
    parser.add_argument("--what", required=True, choices=PRINTS, help=_("what to print"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("the file to write"))
    parser.set_defaults(run=_print)


def _print(options: argparse.Namespace) -> int:
    with asked(options) as desk:
        chain = desk.chain(options.side, options.period)
        if chain.notices:
            printed = Printed.of_kept(desk.ledger, chain)
        else:
            printed = Printed.of_notice(desk.notice(options.side, options.period, options.as_of))
        content = PRINTS[options.what](printed, desk, options)
    write_file(options.out, content)
    print(_("Written: {file}").format(file=options.out))
    return 0


def _by_rule(printed: Printed, desk: ReliefDesk) -> Any:
    """What the rules say of the same side, period and day."""
    return desk.notice(printed.side, printed.period, printed.as_of)
