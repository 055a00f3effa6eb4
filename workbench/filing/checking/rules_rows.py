"""The rules of single rows of the record that no schema holds, one small function each.

A rule gets a row whose structure is right and adds what is wrong with it. Sources: vat.md 2.2 to 2.4 (structure of JPK_V7),
art. 89a and 89b. The rules of relief rows are in `rules_relief`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ...days import Month, Quarter
from ...ledger.numbers import is_nip
from ...money import to_text
from ..versions import Version
from .faults import Faults


@dataclass(frozen=True)
class Settled:
    """The file a row is in: its structure, the month it settles (None: unreadable), the day it was made, whose it is."""

    version: Version
    month: Month | None
    made: date | None
    tax_id: str = ""

    @property
    def period(self) -> Month | Quarter | None:
        """The month, or the quarter of a quarterly taxpayer."""
        if self.month is None or self.version.form == "V7M":
            return self.month
        return Quarter.of(self.month.first)


@dataclass(frozen=True)
class Row:
    """A row: the part it is in, its number, its elements as text, its K fields and margin in grosze."""

    part: str
    number: int
    texts: Mapping[str, str]
    amounts: Mapping[str, int]

    @property
    def is_relief(self) -> bool:
        """Whether it is a correction of art. 89a."""
        return "KorektaPodstawyOpodt" in self.texts


RowRule = Callable[[Row, Settled, Faults], None]

RATES = {"K_15": ("K_16", 5, 5), "K_17": ("K_18", 7, 8), "K_19": ("K_20", 22, 23)}
"""By the base of a sale: the field of its tax, the lowest and the highest rate in percent."""
_RATE_GROSZE, _RATE_PART = 1, 1000
"""A tax is plausible within a grosz and a thousandth of the base: programs that round every line of an invoice may differ by as
many grosze as there are lines, and a wrong rate differs by a hundredth at least."""

_DOCUMENT_DAYS = {"sales": ("DataSprzedazy", "DataWystawienia"), "purchases": ("DataWplywu", "DataZakupu")}
"""The day that says when a document belongs into the register, and the one in its place."""
_PARTIES = {"sales": "NrKontrahenta", "purchases": "NrDostawcy"}
_NO_NUMBER = "BRAK"


def late_date(row: Row, file: Settled, faults: Faults) -> None:
    """A document later than the settlement month. An invoice may be issued after the month of its sale, so the sale counts."""
    field = next((field for field in _DOCUMENT_DAYS[row.part] if field in row.texts), "")
    if file.month and field and day(row.texts[field]) > file.month.last:
        faults.add("late-date", row.part, row.number, field, row.texts[field], period=file.month)


def party_nip(row: Row, file: Settled, faults: Faults) -> None:
    """The number of a Polish counterparty is a NIP, or BRAK where it has none."""
    field = _PARTIES[row.part]
    number = row.texts[field].strip()
    if row.texts.get("KodKrajuNadaniaTIN", "PL") == "PL" and number.upper() != _NO_NUMBER and not is_nip(number):
        faults.add("nip", row.part, row.number, field, number)


def rate(row: Row, file: Settled, faults: Faults) -> None:
    """The tax of a sale goes with its base."""
    for base_field, (tax_field, low, high) in RATES.items():
        base, tax = row.amounts.get(base_field, 0), row.amounts.get(tax_field, 0)
        slack = 100 * _RATE_GROSZE + 100 * abs(base) // _RATE_PART
        edges = sorted((base * low, base * high))
        if not edges[0] - slack <= 100 * tax <= edges[1] + slack:
            rates = f"{high}%" if low == high else f"{low}–{high}%"
            faults.add("rate", row.part, row.number, tax_field, to_text(tax), base=to_text(base), rates=rates)


def ksef_number(row: Row, file: Settled, faults: Faults) -> None:
    """The check byte of a KSeF number and the day in it."""
    number = row.texts.get("NrKSeF")
    if number is None:
        return
    if not check_byte_holds(number):
        faults.add("ksef-check", row.part, row.number, "NrKSeF", number)
    try:
        given = date.fromisoformat(number.split("-")[1])
    except ValueError:
        faults.add("ksef-date", row.part, row.number, "NrKSeF", number)
        return
    if file.made and given > file.made:
        faults.add("ksef-date", row.part, row.number, "NrKSeF", number)


def debtor_signs(row: Row, file: Settled, faults: Faults) -> None:
    """K_46 (art. 89b sec. 1) is never above zero, K_47 (sec. 4) never below: no schema holds it in the rows."""
    if row.amounts.get("K_46", 0) > 0:
        faults.add("k46-sign", row.part, row.number, "K_46", to_text(row.amounts["K_46"]))
    if row.amounts.get("K_47", 0) < 0:
        faults.add("k47-sign", row.part, row.number, "K_47", to_text(row.amounts["K_47"]))


def debtor_alone(row: Row, file: Settled, faults: Faults) -> None:
    """A row of art. 89b has nothing but K_46 or K_47."""
    correction = next((field for field in ("K_46", "K_47") if row.amounts.get(field)), "")
    other = next((field for field, amount in row.amounts.items() if amount and field != correction), "")
    if correction and other:
        faults.add("k46-alone", row.part, row.number, other, correction)


OF_SALES: tuple[RowRule, ...] = (late_date, party_nip, rate, ksef_number)
OF_PURCHASES: tuple[RowRule, ...] = (late_date, party_nip, ksef_number, debtor_signs, debtor_alone)


@lru_cache(maxsize=65_536)
def day(text: str) -> date:
    """A date of a file whose structure is right."""
    return date.fromisoformat(text.strip())


def check_byte_holds(number: str) -> bool:
    """Whether the last byte of a KSeF number is the CRC-8 (polynomial x^8 + x^2 + x + 1, from 0) of what stands before it."""
    before, _dash, check = number.strip().rpartition("-")
    value = 0
    for byte in before.encode():
        value = _CRC[value ^ byte]
    return f"{value:02X}" == check


def _crc_of(value: int) -> int:
    for _bit in range(8):
        value = (value << 1 ^ 0x07) & 0xFF if value & 0x80 else value << 1
    return value


_CRC = [_crc_of(value) for value in range(256)]
