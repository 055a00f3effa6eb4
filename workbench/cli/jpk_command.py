"""`workbench jpk`: JPK_V7 files written, read, checked and compared with the books."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from json import dumps
from pathlib import Path
from typing import get_args

from .. import exports
from ..errors import FilingError
from ..filing.checking.jpk import check_jpk
from ..filing.comparing import compare
from ..filing.reading.jpk import read_jpk
from ..filing.writing.jpk import write_jpk
from ..i18n import _, system_reason
from ..store.filing_content import Parts
from ..store.filing_desk import FilingDesk
from ..store.filing_periods import month_of
from . import jpk_listing
from .forms import add_ledger
from .relief_question import add_store
from .remembered import books_of, client_of, opened


def add_jpk(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(required=True, metavar=_("WORD"))

    write = words.add_parser("write", help=_("make the JPK_V7 of a month, check it and write it"))
    add_ledger(write)
    write.add_argument("--period", required=True, metavar="YYYY-MM", help=_("month of the file"))
    write.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("the file to write; it must not be there yet"))
    write.add_argument("--purpose", type=int, choices=(1, 2), default=1, help=_("1: filed for the first time, 2: a correction"))
    write.add_argument("--part", choices=get_args(Parts), help=_("which part it holds (by default what the month needs)"))
    write.add_argument(
        "--enter",
        nargs="+",
        default=[],
        metavar="P_39=1000",
        help=_("fields of the declaration part that are entered; kept in the store where there is one"),
    )
    write.add_argument("--made-at", metavar="ISO", help=_("time the file says it was made at (by default now)"))
    add_store(write)
    _add_json(write, _write)

    read = words.add_parser("read", help=_("what a JPK_V7 or JPK_VAT file holds"))
    _add_file(read)
    _add_json(read, _read)

    check = words.add_parser("check", help=_("every fault of a JPK_V7 file, with its place and remedy"))
    _add_file(check)
    _add_json(check, _check)

    compared = words.add_parser("compare", help=_("a JPK_V7 file beside the books, row by row"))
    _add_file(compared)
    add_ledger(compared)
    add_store(compared)
    _add_json(compared, _compare)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("the XML file"))


def _add_json(parser: argparse.ArgumentParser, run: object) -> None:
    parser.add_argument("--json", action="store_true", help=_("print JSON"))
    parser.set_defaults(run=run)


def _write(options: argparse.Namespace) -> int:
    month, made_at = month_of(options.period), _moment(options.made_at)
    values = dict(map(_entered, options.enter))
    out: Path = options.out
    if os.path.lexists(out):
        raise FilingError(_("{file} is already there. Choose another name.").format(file=out))
    books = books_of(options)
    with opened(options.store, make=False) as kept:
        desk = FilingDesk.opened(kept, client_of(books), books, date.today())
        supposed = desk.supposing(month, values)
        file = supposed.file(month, purpose=options.purpose, parts=options.part, made_at=made_at)
        with _beside(out) as partial:
            write_jpk(file, partial)
            faults = supposed.faults_of(file, partial)
            wrong = (faults["severity"] == "error").any()
            if not wrong:
                _put(partial, out)
        if kept is not None and not wrong:
            desk = desk.enter(month, values) if values else desk
            desk.taken(file, out, out.name)
        told = jpk_listing.summary(supposed, file, faults, None if wrong else out)
    if options.json:
        print(dumps(told, ensure_ascii=False, indent=2))
    else:
        jpk_listing.print_summary(supposed, file, faults)
        print(_("Nothing was written.") if wrong else _("Written: {file}").format(file=out))
    return int(wrong)


def _read(options: argparse.Namespace) -> int:
    file = read_jpk(options.file)
    if options.json:
        print(dumps(jpk_listing.as_json(file), ensure_ascii=False, indent=2))
    else:
        jpk_listing.print_file(file)
    return 0


def _check(options: argparse.Namespace) -> int:
    faults = check_jpk(options.file)
    if options.json:
        print(dumps(exports.records(faults), ensure_ascii=False, indent=2))
    elif len(faults):
        jpk_listing.print_faults(faults)
    else:
        print(_("{file}: the file is in order.").format(file=options.file))
    return int((faults["severity"] == "error").any())


def _compare(options: argparse.Namespace) -> int:
    file = read_jpk(options.file)
    books = books_of(options)
    with opened(options.store, make=False) as kept:
        desk = FilingDesk.opened(kept, client_of(books), books, date.today())
        found = compare(file, desk.counterpart(file))
    if options.json:
        print(dumps(jpk_listing.comparison_json(found), ensure_ascii=False, indent=2))
    else:
        jpk_listing.print_differences(found)
    return 0


def _moment(text: str | None) -> datetime:
    """The time a file was made at; without a time zone it is UTC."""
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise FilingError(_("{time}: a time is written such as 2026-10-25T12:00:00.").format(time=text)) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _entered(text: str) -> tuple[str, str]:
    field, sign, value = text.partition("=")
    if not sign:
        raise FilingError(_("{value}: a field is entered such as P_39=1000.").format(value=text))
    return field.strip(), value


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A place for the file beside where it will stand; gone at the end."""
    try:
        with tempfile.TemporaryDirectory(prefix=".liczydlo-", dir=out.parent) as folder:
            yield Path(folder) / "file.partial"
    except OSError as error:
        raise _unwritable(out, error) from error


def _put(partial: Path, out: Path) -> None:
    """Move the file into place, where none is."""
    try:
        os.link(partial, out)  # refuses to take the place of a file that somebody has written meanwhile
    except FileExistsError as error:
        raise _unwritable(out, error) from error
    except OSError:
        partial.rename(out)  # a file system without links


def _unwritable(out: Path, error: OSError) -> FilingError:
    return FilingError(_("{file} cannot be written: {reason}").format(file=out, reason=system_reason(error)))
