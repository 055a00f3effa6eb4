"""Pieces of pages and whole pages, made of ipywidgets. No rule of accounting lives here."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .costs import costs_page
    from .outlook import outlook_chart
    from .relief_page import relief_page
    from .transfers import transfers_page

__all__ = ["costs_page", "outlook_chart", "relief_page", "transfers_page"]

_HOME = {"costs_page": ".costs", "outlook_chart": ".outlook", "relief_page": ".relief_page", "transfers_page": ".transfers"}


def __getattr__(name: str) -> Any:
    """Each page is imported when it is asked for: the kernel of one has no room for the others."""
    if name in _HOME:
        found = getattr(import_module(_HOME[name], __name__), name)
        globals()[name] = found  # the import put the module relief_page here
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
