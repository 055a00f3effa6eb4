"""The title of a transfer in the lines of a format: where it is cut, and what does not fit (T-048 to T-055).

Everything is cleaned first and cut afterwards, because a text may grow when its letters are replaced. Cuts are hard, every
`width` characters, inside words too; spaces at a cut stay where they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..orders import Transfer
from .characters import Change, clean
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
    groups = marked_groups(transfer)
    if groups:
        return _marks(groups, style)
    if style.title == "numbers" and transfer.document_numbers.strip():
        return _numbers(transfer, style)
    return _texts(transfer.texts, style)


def fits(text: str, style: TextStyle) -> bool:
    """Whether a text, once cleaned, goes into the title (document numbers: with the booking text) without a cut."""
    fields = style.lines + (style.title == "numbers" and style.booking)
    return len(clean(text, style).text) <= style.width * fields


def _texts(texts: Sequence[str], style: TextStyle) -> Laid:
    original, cleaned, changes = _cleaned([text for text in texts if text.strip()], style)
    whole = " ".join(cleaned)
    if style.separate_lines and len(cleaned) <= style.lines and all(len(line) <= style.width for line in cleaned):
        return Laid(_padded(cleaned, style), "", changes, original, whole)
    lines, cut = _poured(whole, style)
    return Laid(_padded(lines, style), cut, changes, original, whole)


def _marks(groups: Sequence[Group], style: TextStyle) -> Laid:
    original, whole = "", ""
    changes: list[Change] = []
    lost: list[str] = []
    written: list[str] = []
    for group in groups:
        kept = ""
        for mark, value, longest in group:
            cleaned = clean(value, style)
            changes += _moved(cleaned.changes, len(original) + len(mark))
            original += mark + value
            whole += mark + cleaned.text
            end = longest or len(cleaned.text)
            kept += mark + cleaned.text[:end]
            lost.append(cleaned.text[end:])
        written.append(kept)
    lines = [line for group_text in written for line in _folded(group_text, style.width)]
    cut = ""
    if not style.markers or len(lines) > style.lines:
        lines, cut = _poured("".join(written), style)
    return Laid(_padded(lines, style), " ".join(filter(None, [*lost, cut])), tuple(changes), original, whole)


def _numbers(transfer: Transfer, style: TextStyle) -> Laid:
    numbers = clean(transfer.document_numbers, style)
    fields = _folded(numbers.text, style.width)
    booking = "".join(fields[1:2]) if style.booking else ""
    fields = fields[:1] + fields[2:] if style.booking else fields
    filled = fields[: style.lines]
    cut = "".join(fields[style.lines :])
    texts = [text for text in transfer.texts[style.first_line - 1 :] if text.strip()]
    if not texts:
        return Laid(_padded(filled, style), cut, numbers.changes, transfer.document_numbers, numbers.text, booking)
    rest = _texts(texts, replace(style, lines=min(style.lines - len(filled), 1 if transfer.collective else style.lines)))
    return Laid(
        lines=_padded([*filled, *rest.lines], style),
        cut=" ".join(filter(None, [cut, rest.cut])),
        changes=(*numbers.changes, *_moved(rest.changes, len(transfer.document_numbers) + 1)),
        original=f"{transfer.document_numbers} {rest.original}",
        whole=f"{numbers.text} {rest.whole}",
        booking=booking,
    )


def _cleaned(texts: Sequence[str], style: TextStyle) -> tuple[str, list[str], tuple[Change, ...]]:
    """The texts joined by a space, each of them cleaned, and the changes to the joined ones."""
    cleaned = [clean(text, style) for text in texts]
    changes: list[Change] = []
    place = 0
    for text, result in zip(texts, cleaned, strict=True):
        changes += _moved(result.changes, place)
        place += len(text) + 1
    return " ".join(texts), [result.text for result in cleaned], tuple(changes)


def _moved(changes: Sequence[Change], places: int) -> list[Change]:
    return [change._replace(position=change.position + places) for change in changes] if places else [*changes]


def _poured(text: str, style: TextStyle) -> tuple[list[str], str]:
    """The text cut every `width` characters into the style's lines, and the rest."""
    room = style.width * style.lines
    return _folded(text[:room], style.width), text[room:]


def _folded(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


def _padded(lines: Sequence[str], style: TextStyle) -> tuple[str, ...]:
    return (*lines, *[""] * (style.lines - len(lines)))
