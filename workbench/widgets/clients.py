"""The clients of an office: the ledgers in a folder, read when they are first looked at and kept while nothing changes."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import SourceError
from ..i18n import _
from ..ledger import Ledger, read_ledger

BOOKS_VARIABLE = "WORKBENCH_BOOKS"
SAMPLES = Path("sample_data/office")


def books_folder() -> Path:
    """The folder that WORKBENCH_BOOKS names, or the sample office beside the notebook's folder."""
    if named := os.environ.get(BOOKS_VARIABLE):
        return Path(named)
    return next((base / SAMPLES for base in (Path.cwd(), *Path.cwd().parents) if (base / SAMPLES).is_dir()), SAMPLES)


@dataclass
class Clients:
    """Ledgers by the name of their folder or workbook.

    `folder` holds one folder (or XLSX workbook) a client, or is itself the books of one. SourceError where there are none.
    """

    folder: Path
    _read: dict[str, tuple[float, Ledger]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The clients, in the order of their names."""
        if _holds_books(self.folder):
            return [self.folder.name]
        found = [path.name for path in self.folder.iterdir() if _holds_books(path)] if self.folder.is_dir() else []
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
        changed = max(file.stat().st_mtime for file in (path.iterdir() if path.is_dir() else [path]))
        known = self._read.get(name)
        if known is None or known[0] != changed:
            self._read[name] = (changed, read_ledger(path))
        return self._read[name][1]

    @property
    def sources(self) -> dict[str, Path]:
        """Where the books of each client lie, for `read_ledger`."""
        return {name: self._path(name) for name in self.names}

    def describes_costs(self, name: str) -> bool:
        """Whether the books of a client lie in a folder with a table of dimensions; they are not read for it."""
        path = self._path(name)
        return any((path / f"dimensions.{form}").exists() for form in ("csv", "parquet"))

    def _path(self, name: str) -> Path:
        return self.folder if _holds_books(self.folder) else self.folder / name


class OneLedger:
    """A ledger already read, in the shape of `Clients`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.names = [Path(ledger.source).name]

    def ledger(self, name: str) -> Ledger:
        return self._ledger


def clients_of(books: Ledger | Path | str | None) -> Clients | OneLedger:
    """The clients of a page: one ledger, or those in a folder (by default the office's, see `books_folder`)."""
    if isinstance(books, Ledger):
        return OneLedger(books)
    return Clients(Path(books) if books is not None else books_folder())


def _holds_books(path: Path) -> bool:
    if path.is_dir():
        return any((path / f"documents.{form}").exists() for form in ("csv", "parquet"))
    return path.suffix == ".xlsx" and not path.name.startswith("~")
