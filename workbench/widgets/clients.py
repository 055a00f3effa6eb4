"""The clients of an office: the ledgers in a folder, read when they are first looked at and kept while nothing changes."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from .. import Ledger, read_ledger
from ..errors import SourceError
from ..i18n import _

BOOKS_VARIABLE = "WORKBENCH_BOOKS"
SAMPLES = Path("sample_data/office")
Answers = Callable[[str], pd.DataFrame | None]
"""The remembered answers about a client's KSeF invoices (document, need, answer)."""


def books_folder() -> Path:
    """The folder that WORKBENCH_BOOKS names, or the sample office beside the notebook's folder."""
    if named := os.environ.get(BOOKS_VARIABLE):
        return Path(named)
    return next((base / SAMPLES for base in (Path.cwd(), *Path.cwd().parents) if (base / SAMPLES).is_dir()), SAMPLES)


@dataclass
class Clients:
    """Ledgers by the name of their folder or workbook.

    `folder` holds one folder (or XLSX workbook) a client, or is itself the books of one. A folder or ZIP archive of KSeF
    invoices is a client, too; `answers` gives what is remembered about them by the client's name. SourceError where there are
    none.
    """

    folder: Path
    answers: Answers = lambda _client: None
    _read: dict[str, tuple[object, Ledger]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The clients, in the order of their names."""
        if self._is_one:
            return [self.folder.name]
        paths = self.folder.iterdir() if self.folder.is_dir() else ()
        found = [path.name for path in paths if _holds_books(path) or _invoices(path)]
        if not found:
            raise SourceError(
                _("{folder}: no books here. Give a folder with one folder of CSV or Parquet files a client.").format(
                    folder=self.folder
                )
            )
        return sorted(found)

    def ledger(self, name: str) -> Ledger:
        """The books of a client, read anew when a file of theirs has changed. Raises as `read_ledger`."""
        path = self._path(name)
        answers = None if _holds_books(path) else self.answers(name)
        files = (path.iterdir() if _holds_books(path) else _invoices(path)) if path.is_dir() else [path]
        times = [file.stat().st_mtime for file in files]
        state = max(times, default=0), len(times), None if answers is None else answers.to_csv()
        known = self._read.get(name)
        if known is None or known[0] != state:
            self._read[name] = (state, read_ledger(path, answers=answers))
        return self._read[name][1]

    @property
    def sources(self) -> dict[str, Path | Callable[[], Ledger]]:
        """Where the books of each client lie, or what reads them from KSeF invoices, for `relief.office`."""
        return {name: self._source(name) for name in self.names}

    def _source(self, name: str) -> Path | Callable[[], Ledger]:
        path = self._path(name)
        return path if _holds_books(path) else partial(read_ledger, path, answers=self.answers(name))

    def describes_costs(self, name: str) -> bool:
        """Whether the books of a client lie in a folder with a table of dimensions; they are not read for it."""
        path = self._path(name)
        return any((path / f"dimensions.{form}").exists() for form in ("csv", "parquet"))

    def _path(self, name: str) -> Path:
        return self.folder if self._is_one else self.folder / name

    @property
    def _is_one(self) -> bool:
        """Whether the folder is the books of one client: invoices in folders of it may be those of several."""
        return _holds_books(self.folder) or any(path.parent == self.folder for path in _invoices(self.folder))


class OneLedger:
    """A ledger already read, in the shape of `Clients`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.names = [Path(ledger.source).name]

    def ledger(self, name: str) -> Ledger:
        return self._ledger


def clients_of(books: Ledger | Path | str | None, answers: Answers = lambda _client: None) -> Clients | OneLedger:
    """The clients of a page: one ledger, or those in a folder (by default the office's, see `books_folder`); `answers` to what
    KSeF invoices do not say, by client."""
    if isinstance(books, Ledger):
        return OneLedger(books)
    return Clients(Path(books) if books is not None else books_folder(), answers)


def _holds_books(path: Path) -> bool:
    if path.is_dir():
        return any((path / f"documents.{form}").exists() for form in ("csv", "parquet"))
    return path.suffix == ".xlsx" and not path.name.startswith("~")


def _invoices(source: Path) -> list[Path]:
    """A ZIP archive, or the XML files of a folder and of the folders in it, if they are invoices of KSeF by their looks."""
    if source.is_dir():
        found = sorted(path for path in source.rglob("*") if path.suffix.lower() == ".xml")
    else:
        found = [source] if source.suffix.lower() == ".zip" else []
    if not found:
        return []
    from ..filing.ksef import holds_invoices

    return found if holds_invoices(source) else []
