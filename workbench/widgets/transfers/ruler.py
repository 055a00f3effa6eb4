"""The ruler: the title of a transfer in the cells of the file, changed characters marked, and what does not fit behind it."""

from collections.abc import Iterator

from markupsafe import Markup

from ... import html
from ...i18n import _, ngettext
from ...transfers.texts import REASONS, Laid, TextStyle

TENS = 10


def ruler(laid: Laid, style: TextStyle) -> Markup:
    """The lines of a title over a scale of `style.width` cells, then what was changed and what is cut."""
    scale = "".join(str(cell // TENS) if cell % TENS == 0 else "·" for cell in range(1, style.width + 1))
    lines = [
        html.tag("div", scale, class_="wb-scale", aria_hidden="true"),
        *(
            html.tag(
                "div",
                html.tag("span", html.join(pieces), class_="wb-cells"),
                html.tag("span", f"{len(line)}/{style.width}", class_="wb-fill"),
                class_="wb-ruled",
            )
            for line, pieces in zip(laid.lines, _marked(laid), strict=True)
        ),
    ]
    return html.join([html.tag("div", *lines, class_="wb-ruler"), _cut(laid), _changes(laid)])


def _cut(laid: Laid) -> Markup:
    if not laid.cut:
        return html.tag("p", _("The whole text fits."), class_="wb-who")
    count = ngettext("{count} character does not fit:", "{count} characters do not fit:", len(laid.cut))
    told = html.tag("span", count.format(count=len(laid.cut)))
    return html.tag("p", told, " ", html.tag("del", laid.cut), class_="wb-cut")


def _changes(laid: Laid) -> Markup:
    """What cleaning changed, each kind of change once."""
    if not laid.changes:
        return html.join([])
    rows = dict.fromkeys((change.original, change.replacement, change.reason) for change in laid.changes)
    return html.table(
        [_("In the books"), _("In the file"), _("Why")],
        [(_visible(original), _visible(written), _(REASONS[reason])) for original, written, reason in rows],
    )


def _visible(characters: str) -> str:
    """Characters as they can be seen: a space by its sign, a control character by its number."""
    shown = "".join(
        "␣" if character == " " else character if character.isprintable() else f"U+{ord(character):04X}"
        for character in characters
    )
    return shown or "∅"


def _marked(laid: Laid) -> Iterator[list[str | Markup]]:
    """Each line as its characters, those that cleaning has written in a mark."""
    changed = _changed_places(laid)
    place = 0
    for line in laid.lines:
        found = laid.whole.find(line, place)
        place = found if found >= 0 else place
        yield [html.tag("mark", character) if place + cell in changed else character for cell, character in enumerate(line)]
        place += len(line)


def _changed_places(laid: Laid) -> frozenset[int]:
    """The places in the whole title where something else stands than in the books."""
    places: list[int] = []
    moved = 0
    for change in laid.changes:
        start = change.position + moved
        places += range(start, start + len(change.replacement))
        moved += len(change.replacement) - len(change.original)
    return frozenset(places)
