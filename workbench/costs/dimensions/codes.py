"""Codes of dimensions, sub-dimensions and elements: cleaned on entry (A-021) and checked (A-020, A-032).

>>> clean("Budowa 1/19 (Łódź)")
'Budowa_1_19__Łódź_'
>>> check_dimension_code("ORGANIZACJA", "")
'ORGANIZACJA'
"""

import re
import unicodedata

from ...errors import DescriptionError
from ...i18n import _

RESERVED_WORDS = frozenset(
    {
        *("ALL", "AND", "ANY", "BETWEEN", "EXISTS", "IN", "IS", "LIKE", "NOT", "NULL", "OR", "SOME"),
        *("SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "JOIN", "UNION", "EXCEPT", "INTERSECT", "DISTINCT"),
        *("INSERT", "UPDATE", "DELETE", "MERGE", "CREATE", "ALTER", "DROP", "TRUNCATE", "GRANT", "REVOKE"),
    }
)
"""What "words such as AND, OR, ALL" (A-020) stands for here: the words SQL joins conditions with, the words that begin the
parts of a query, and the words that change data. One is refused alone or followed by an underscore, in any case; an ordinary
word that only begins with the same letters (ORGANIZACJA, ALLEGRO, INWESTYCJE) is accepted (C-35)."""

PAYROLL_CODES = frozenset({"WYDZIAŁ", "PROJEKT", "LOKALIZACJA"})
"""Kept for the description in payroll (A-032); the whole code is compared, in any case."""


def clean(code: str) -> str:
    """The code with an underscore in place of every character that is no letter, digit or underscore (A-021, C-34).

    Letters of any language stay. A letter typed as a base and an accent becomes one character first, so that it stays too.
    """
    return re.sub(r"\W", "_", unicodedata.normalize("NFC", code))


def same_code(code: str) -> str:
    """What two codes of one level may not share (A-019): codes that differ in their case only are the same code."""
    return code.casefold()


def check_element_code(code: str, where: str) -> str:
    """The cleaned code of an element, which may begin with a digit (C-33).

    `where` is the path of what it is to hang under, "" for the list of dimensions. Raises DescriptionError for an empty code.
    """
    if not code.strip():
        raise DescriptionError(_("{where}: the code is empty. Type a code, such as BUDOWA_1.").format(where=_place(where)))
    return clean(code)


def check_dimension_code(code: str, where: str) -> str:
    """The cleaned code of a dimension or sub-dimension; arguments as in `check_element_code`.

    Raises DescriptionError for a code that is empty, begins with a digit or a reserved word (A-020), or is kept for payroll
    (A-032, message M-05).
    """
    cleaned = check_element_code(code, where)
    if cleaned.upper() in PAYROLL_CODES:
        message = _(
            "A dimension with code [{code}] cannot be added: the code is reserved for the analytical description in payroll."
        )
        raise DescriptionError(message.format(code=cleaned))
    if cleaned[0].isdigit():
        message = _("{where}: the code {code} begins with a digit. Begin it with a letter; only codes of elements may do so.")
        raise DescriptionError(message.format(where=_place(where), code=cleaned))
    if (word := cleaned.upper().partition("_")[0]) in RESERVED_WORDS:
        message = _("{where}: the code {code} begins with the reserved word {word}. Choose another code.")
        raise DescriptionError(message.format(where=_place(where), code=cleaned, word=word))
    return cleaned


def _place(where: str) -> str:
    return where or _("Dimensions")
