"""A position's elements as one text: "PROJEKTY=P1; ODDZIAŁ=LUBLIN".

One element an outer dimension, in the order in which they were chosen. An element below a sub-dimension carries its path below
the outer dimension: "BUDOWY=ETAPY/E1". Codes hold no ; = or / (A-021), accounts and ids of items may hold = behind the first.

>>> parse("PROJEKTY=P1; ODDZIAŁ=LUBLIN")
{'PROJEKTY': 'P1', 'ODDZIAŁ': 'LUBLIN'}
>>> to_text({"BUDOWY": "ETAPY/E1"})
'BUDOWY=ETAPY/E1'
"""

from collections.abc import Mapping

SEPARATOR = "; "


def parse(text: str) -> dict[str, str]:
    """The element of each outer dimension; {} of an empty text. ValueError where a part has no dimension or no element, or
    a dimension stands twice."""
    found: dict[str, str] = {}
    for part in text.split(";") if text.strip() else []:
        dimension, _, element = map(str.strip, part.partition("="))
        if not dimension or not element or dimension in found:
            raise ValueError(f"not elements: {text!r}")
        found[dimension] = element
    return found


def to_text(elements: Mapping[str, str]) -> str:
    """The text of these elements."""
    return SEPARATOR.join(f"{dimension}={element}" for dimension, element in elements.items())
