"""The title of a transfer in the lines of a format: where it is cut, and what does not fit (T-048 to T-055).

Everything is cleaned first and cut afterwards, because a text may grow when its letters are replaced. Cuts are hard, every
`width` characters, inside words too; spaces at a cut stay where they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..orders import Transfer
from .characters import Change, Cleaning, clean, clean_unlisted, cleaner
from .style import TextStyle
from .titles import Group, marked_groups


@dataclass(frozen=True, slots=True)
class Laid:
    """A title as a file writes it.

    `lines`: exactly as many as the style has, each at most its width; empty ones at the end. `cut`: the characters that did
    not fit, after cleaning. `changes`: what cleaning did to `original`, the whole title before it; `whole` is the title after
    it. `booking`: document numbers that go into the field of the booking text, in place of the payment's own ("": none).
    """

    lines: tuple[str, ...]
    cut: str
    changes: tuple[Change, ...]
    original: str
    whole: str
    booking: str = ""


def lay_out(transfer: Transfer, style: TextStyle) -> Laid:
    """The title of a transfer in the lines of a style.

    * Split payment and tax office: each group of marks begins a line where all of them fit and the style wants it, else the
      whole title is poured into the lines, so that nothing is lost. Values that are longer than the bank takes end early.
    * One text is poured. Several texts each have a line of their own where all fit and the style wants it, else they are
      joined by a space and poured.
    * Document numbers (`style.title`) fill the first line, then the booking text where the format has that field, then as many
      lines as they need. The lines left over take the bank description lines from the style's first one on (T-049), as several
      texts; of a collective transfer they take line 1 at most, and stay empty where the style begins with line 2 (T-048). A
      transfer without document numbers is laid out by its texts.
    """
    return _laid(transfer, style, clean)


def lines_of(transfer: Transfer, style: TextStyle) -> tuple[str, ...]:
    """The lines of `lay_out`, in a fraction of the time: writers need no list of changes."""
    return _laid(transfer, style, clean_unlisted).lines


def fits(text: str, style: TextStyle) -> bool:
    """Whether a text, once cleaned, goes into the title (document numbers: with the booking text) without a cut."""
    fields = style.lines + (style.title == "numbers" and style.booking)
    return len(cleaner(style)(text)) <= style.width * fields


def _laid(transfer: Transfer, style: TextStyle, cleaning: Cleaning) -> Laid:
    groups = marked_groups(transfer)
    if groups:
        return _marks(groups, style, cleaning)
    if style.title == "numbers" and transfer.document_numbers.strip():
        return _numbers(transfer, style, cleaning)
    return _texts(transfer.texts, style, cleaning, style.lines)


def _texts(texts: Sequence[str], style: TextStyle, cleaning: Cleaning, count: int, place: int = 0) -> Laid:
    """Texts in `count` lines; `place`: where they begin in the whole title."""
    filled = [text for text in texts if text.strip()]
    cleaned = []
    changes: list[Change] = []
    for text in filled:
        made, changed = cleaning(text, style, place)
        cleaned.append(made)
        changes += changed
        place += len(text) + 1
    original, whole = " ".join(filled), " ".join(cleaned)
    if style.separate_lines and len(cleaned) <= count and all(len(line) <= style.width for line in cleaned):
        return Laid(_padded(cleaned, count), "", tuple(changes), original, whole)
    lines, cut = _poured(whole, style.width, count)
    return Laid(_padded(lines, count), cut, tuple(changes), original, whole)


def _marks(groups: Sequence[Group], style: TextStyle, cleaning: Cleaning) -> Laid:
    original, whole = "", ""
    changes: list[Change] = []
    lost: list[str] = []
    written: list[str] = []
    for group in groups:
        kept = ""
        for mark, value, longest in group:
            cleaned, changed = cleaning(value, style, len(original) + len(mark))
            changes += changed
            original += mark + value
            whole += mark + cleaned
            end = longest or len(cleaned)
            kept += mark + cleaned[:end]
            lost.append(cleaned[end:])
        written.append(kept)
    lines = [line for group_text in written for line in _folded(group_text, style.width)]
    cut = ""
    if not style.markers or len(lines) > style.lines:
        lines, cut = _poured("".join(written), style.width, style.lines)
    return Laid(_padded(lines, style.lines), " ".join(filter(None, [*lost, cut])), tuple(changes), original, whole)


def _numbers(transfer: Transfer, style: TextStyle, cleaning: Cleaning) -> Laid:
    whole, changes = cleaning(transfer.document_numbers, style, 0)
    fields = _folded(whole, style.width)
    booking = "".join(fields[1:2]) if style.booking else ""
    fields = fields[:1] + fields[2:] if style.booking else fields
    filled = fields[: style.lines]
    cut = "".join(fields[style.lines :])
    texts = [text for text in transfer.texts[style.first_line - 1 :] if text.strip()]
    if not texts:
        return Laid(_padded(filled, style.lines), cut, changes, transfer.document_numbers, whole, booking)
    free = min(style.lines - len(filled), 1 if transfer.collective else style.lines)
    rest = _texts(texts, style, cleaning, free, len(transfer.document_numbers) + 1)
    return Laid(
        lines=_padded([*filled, *rest.lines], style.lines),
        cut=" ".join(filter(None, [cut, rest.cut])),
        changes=(*changes, *rest.changes),
        original=f"{transfer.document_numbers} {rest.original}",
        whole=f"{whole} {rest.whole}",
        booking=booking,
    )


def _poured(text: str, width: int, count: int) -> tuple[list[str], str]:
    """The text cut every `width` characters into `count` lines, and the rest."""
    return _folded(text[: width * count], width), text[width * count :]


def _folded(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


def _padded(lines: Sequence[str], count: int) -> tuple[str, ...]:
    return (*lines, *[""] * (count - len(lines)))
