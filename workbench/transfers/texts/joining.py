"""The texts of a collective transfer, made of the bank descriptions of its payments (T-050 to T-056).

>>> join(component_texts([("Zapłata za FA/1", "", "", ""), ("Zapłata za FA/2", "II rata", "", "")], all_lines=True))
'Zapłata za FA/1;FA/2 II rata'
"""

from collections.abc import Iterable, Sequence

BETWEEN = ";"
"""Stands between the texts of two payments, and between two document numbers (T-051, T-052)."""


def component_texts(rows: Iterable[Sequence[str]], all_lines: bool) -> list[str]:
    """The text that each payment brings, from its bank description lines.

    Only the first line (T-050), or with `all_lines` all filled lines, joined by a space (T-052).
    """
    if all_lines:
        return [" ".join(line for line in lines if line.strip()) for lines in rows]
    return [lines[0] if lines else "" for lines in rows]


def join(texts: Sequence[str]) -> str:
    """One text of the texts of several payments, with ";" between them; a payment without a text leaves no gap."""
    return BETWEEN.join(with_phrase_once([text for text in texts if text.strip()]))


def with_phrase_once(texts: Sequence[str]) -> list[str]:
    """The texts, the phrase that all of them begin with only in the first one (T-056).

    The phrase ends at a space, so that document numbers which begin alike stay whole, and something follows it in every text.
    """
    if len(texts) < 2:
        return list(texts)
    first, last = min(texts).rstrip(), max(texts).rstrip()  # what these two begin with, all the others do too
    differing = (place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    alike = next(differing, min(len(first), len(last)))
    length = first.rfind(" ", 0, alike) + 1
    return [texts[0], *(text[length:] for text in texts[1:])]
