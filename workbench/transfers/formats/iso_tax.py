"""Tax office data as the Tax block of pain.001, the way beside the markers of the title (reference, sections 1.4, 2.2)."""

import re
from calendar import monthrange
from datetime import date

from ...errors import TransferError
from ...i18n import _
from ..orders import TaxData
from .iso_texts import Fit

# The schema takes the year of a period as a day; "2026" alone is invalid in both versions.
_PARTS = {"P": "HLF", "K": "QTR", "M": "MM"}
_CODES = frozenset(["HLF1", "HLF2", "QTR1", "QTR2", "QTR3", "QTR4", *(f"MM{month:02d}" for month in range(1, 13))])
_PERIOD = re.compile(r"(\d\d)([RPKMDJ])(\d\d)?(\d\d)?", re.ASCII)


def tax_block(tax: TaxData, amount: str, currency: str, fit: Fit) -> str:
    """The element Tax. `amount`: the whole transfer with two decimals. `fit` cleans and cuts an identifier. TransferError for a
    period that does not exist."""
    form = f"<FrmsCd>{fit(tax.form)}</FrmsCd>"
    liability = tax.liability and f"<RefNb>{fit(tax.liability)}</RefNb>"
    return (
        f"<Tax><Dbtr><TaxId>{fit(tax.identifier)}</TaxId><TaxTp>{tax.identifier_type}</TaxTp></Dbtr>{liability}"
        f'<TtlTaxAmt Ccy="{currency}">{amount}</TtlTaxAmt><Rcrd>{form}{_period(tax.period)}</Rcrd></Tax>'
    )


def _period(period: str) -> str:
    """The element Prd: year with a part of it, or first and last day of ten days (D) and of one day (J); nothing for "0"."""
    if period in ("", "0"):
        return ""
    found = _PERIOD.fullmatch(period)
    try:
        if found is None:
            raise ValueError(period)
        year, letter, first, second = 2000 + int(found[1]), found[2], found[3] or "", found[4] or ""
        if letter in "DJ":
            begin, end = _days(year, letter, int(first), int(second))
            return f"<Prd><FrToDt><FrDt>{begin}</FrDt><ToDt>{end}</ToDt></FrToDt></Prd>"
        code = _code(letter, first + second)
    except ValueError as wrong:
        raise TransferError(
            _("{period} is not a tax period. Write it like 26M09, 26K03 or 26R.").format(period=period)
        ) from wrong
    return f"<Prd><Yr>{year}-01-01</Yr>{code}</Prd>"


def _days(year: int, letter: str, first: int, second: int) -> tuple[date, date]:
    """D0205 is the second ten days of May, J0504 the fifth of April."""
    if letter == "J":
        return date(year, second, first), date(year, second, first)
    if first not in (1, 2, 3):
        raise ValueError(first)
    begin = date(year, second, 10 * first - 9)
    return begin, begin.replace(day=10 * first if first < 3 else monthrange(year, second)[1])


def _code(letter: str, number: str) -> str:
    if letter == "R":
        if number:
            raise ValueError(number)
        return ""
    code = _PARTS[letter] + (number if letter == "M" else number.removeprefix("0"))
    if code not in _CODES or len(number) != 2:
        raise ValueError(number)
    return f"<Tp>{code}</Tp>"
