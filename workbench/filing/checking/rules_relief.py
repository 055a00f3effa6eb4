"""The rules of relief rows (KorektaPodstawyOpodt, art. 89a) that no schema holds, one small function each.

A row with TerminPlatnosci is a decrease (sec. 1), one with DataZaplaty an increase after a payment (sec. 4). Version (1) has no
dates: there only the sign tells. Sources: vat.md 2.4, art. 89a sec. 1a, cases 57 to 62 of vat.md 7.
"""

from datetime import timedelta

from ...days import statutory_shift
from ...money import to_text
from ..paid_back import TERM_DAYS
from ..rows import GTU, PROCEDURES
from .faults import Faults
from .rules_rows import RATES, Row, RowRule, Settled, day

_FIELDS = {*RATES, *(tax for tax, _low, _high in RATES.values())}


def only_its_fields(row: Row, file: Settled, faults: Faults) -> None:
    """Nothing but the bases and taxes of the three rates, and something of them."""
    for field, amount in row.amounts.items():
        if amount and field not in _FIELDS:
            faults.add("relief-fields", row.part, row.number, field, to_text(amount))
    if not any(row.amounts.values()):
        faults.add("relief-empty", row.part, row.number, "KorektaPodstawyOpodt")


def signs(row: Row, file: Settled, faults: Faults) -> None:
    """A decrease has no amount above zero, an increase none below; base and tax of a rate go the same way."""
    for field in RATES:
        base, tax = row.amounts.get(field, 0), row.amounts.get(RATES[field][0], 0)
        for name, amount in ((field, base), (RATES[field][0], tax)):
            if "TerminPlatnosci" in row.texts and amount > 0:
                faults.add("relief-minus", row.part, row.number, name, to_text(amount))
            if "DataZaplaty" in row.texts and amount < 0:
                faults.add("relief-plus", row.part, row.number, name, to_text(amount))
        if base * tax < 0:
            faults.add("relief-signs", row.part, row.number, field, to_text(base))


def no_markers(row: Row, file: Settled, faults: Faults) -> None:
    """No kind of document, which would say that the row is something else, and no marker, which is the invoice's own."""
    if "TypDokumentu" in row.texts:
        faults.add("relief-document", row.part, row.number, "TypDokumentu", row.texts["TypDokumentu"])
    for marker in (*GTU, *PROCEDURES[file.version.number]):
        if marker in row.texts:
            faults.add("relief-markers", row.part, row.number, marker)


def due_long_enough(row: Row, file: Settled, faults: Faults) -> None:
    """The 90th day after the (shifted) due date lies in the month of the file."""
    text = row.texts.get("TerminPlatnosci")
    if text is None or file.month is None or file.period is None:
        return
    due = day(text)
    counted = due if due > file.month.last else statutory_shift(due)
    passed = counted + timedelta(TERM_DAYS)
    if passed > file.month.last:
        faults.add("relief-early", row.part, row.number, "TerminPlatnosci", text, day=passed, period=file.month)
    elif passed < file.period.first:
        faults.add("relief-late", row.part, row.number, "TerminPlatnosci", text, day=passed, period=file.period)


def paid_in_the_month(row: Row, file: Settled, faults: Faults) -> None:
    """The payment was in the month of the file; a quarterly taxpayer may book the whole quarter in its last month."""
    text = row.texts.get("DataZaplaty")
    if text is None or file.month is None or file.period is None:
        return
    if not file.period.first <= day(text) <= file.month.last:
        faults.add("payment-month", row.part, row.number, "DataZaplaty", text, period=file.month)


OF_RELIEF: tuple[RowRule, ...] = (only_its_fields, signs, no_markers, due_long_enough, paid_in_the_month)
