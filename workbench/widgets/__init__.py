"""Pieces of pages and whole pages, made of ipywidgets. No rule of accounting lives here."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .costs import costs_page
    from .office import office_page
    from .outlook import outlook_chart
    from .relief import relief_page
    from .transfers import transfers_page

__all__ = ["costs_page", "office_page", "outlook_chart", "relief_page", "transfers_page"]

_HOME = {
    "costs_page": ".costs",
    "office_page": ".office",
    "outlook_chart": ".outlook",
    "relief_page": ".relief",
    "transfers_page": ".transfers",
}


def __getattr__(name: str) -> Any:
    """Each page is imported when it is asked for: the kernel of one has no room for the others."""
    if name in _HOME:
        return getattr(import_module(_HOME[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
