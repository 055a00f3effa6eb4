"""What the workbench itself must remember: in an SQLite file, or in PostgreSQL for a team. The books stay read-only.

>>> from workbench import store
>>> with store.open_store("office.liczydlo", user="anna") as remembered:  # doctest: +SKIP
...     seen = remembered.version_of("wektor", "key", "NAJEM")
...     with remembered.change("Rent by area") as change:
...         change.set_key("wektor", "NAJEM", lines, version=seen)
...     ledger = remembered.applied_to("wektor", ledger)
...     remembered.undo(change.id)
"""

from .exporting import Export, FileToWrite
from .remembering import KINDS, Change, Store, open_store

__all__ = ["KINDS", "Change", "Export", "FileToWrite", "Store", "open_store"]
