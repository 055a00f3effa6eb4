"""Figures of a declaration: whole zloty, told in the language of the page."""

from ... import i18n


def whole(zloty: int) -> str:
    """9 488 in Polish, 9,488 in English."""
    return f"{zloty:,}".replace(",", "\u00a0" if i18n.language() == "pl" else ",")


def whole_pln(zloty: int) -> str:
    """The same with its unit: 9 488 zł, PLN 9,488."""
    return f"{whole(zloty)}\u00a0zł" if i18n.language() == "pl" else f"PLN\u00a0{whole(zloty)}"
