"""The texts of a collective transfer, made of the bank descriptions of its payments (T-050 to T-056).

>>> join(component_texts([("Zapłata za FA/1", "", "", ""), ("Zapłata za FA/2", "II rata", "", "")], all_lines=True))
'Zapłata za FA/1;FA/2 II rata'
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

BETWEEN = ";"
"""Stands between the texts of two payments, and between two document numbers (T-051, T-052)."""
_WORD = re.compile(r"\S+")


def component_texts(rows: Iterable[Sequence[str]], all_lines: bool) -> list[str]:
    """The text that each payment brings, from its bank description lines.

    Only the first line (T-050), or with `all_lines` all filled lines, joined by a space (T-052).
    """
    if all_lines:
        return [" ".join(line for line in lines if line.strip()) for lines in rows]
    return [lines[0] if lines else "" for lines in rows]


def join(texts: Sequence[str], numbers: Sequence[str] | None = None) -> str:
    """One text of the texts of several payments, with ";" between them; a payment without a text leaves no gap.

    The words that all of them begin with stand only once, at the start, and a text that is nothing else adds nothing (T-056).
    They end before the number of a document, so that numbers which begin alike stay whole. `numbers`: the document number of
    each text, "" where it is not known. One that its text does not tell is taken to begin at the first word with a digit, or
    at the words in capitals right before it ("FV 1/2026").
    """
    known = numbers if numbers is not None else [""] * len(texts)
    filled = [(f"{text.rstrip()} ", number) for text, number in zip(texts, known, strict=True) if text.strip()]
    if not filled:
        return ""
    first, last = min(filled)[0], max(filled)[0]  # what these two begin with, all the others do too
    alike = next((place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    length = first.rfind(" ", 0, min(alike, *(_number_place(text, number) for text, number in filled))) + 1
    rests = [text[length:].rstrip() for text, _ in filled]
    return (first[:length] + BETWEEN.join(filter(None, rests))).rstrip()


@lru_cache(maxsize=4_096)
def _number_place(text: str, number: str) -> int:
    """Where a document number begins in a text; its end where it tells none."""
    if number and number in text:
        return text.index(number)
    capitals = -1
    for word in _WORD.finditer(text):
        if any(map(str.isdigit, word[0])):
            return word.start() if capitals < 0 else capitals
        if word[0] != word[0].upper():
            capitals = -1
        elif capitals < 0:
            capitals = word.start()
    return len(text)
