"""The totals of an invoice by rate, in its currency and in PLN (art. 106e ust. 11, art. 31a; reference vat.md 4)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ... import money
from .elements import Lines
from .fields import Group, field_map
from .values import LARGEST_AMOUNT, Texts, amount, plain, rate


@dataclass(frozen=True)
class Line:
    """What a line of the invoice tells of rates: P_12, its net (None where it has none), KursWaluty, whether it is a state
    before a correction (its net then counts down)."""

    code: str
    net: int | None
    fx: Decimal | None
    before: bool


def rates_of(texts: Iterable[Texts]) -> list[Line]:
    """Lines (FaWiersz by name) of an invoice in a foreign currency."""
    return [
        Line(
            of.get("P_12", ""),
            amount("P_11", of["P_11"]) if "P_11" in of else None,
            rate("KursWaluty", of["KursWaluty"]) if "KursWaluty" in of else None,
            "StanPrzed" in of,
        )
        for of in texts
    ]


def amounts_of(file: str, texts: Texts, lines: Lines, day: date) -> list[tuple[Any, ...]]:
    """Rows of `tables.AMOUNTS`. A net in PLN that the file does not tell is None, and so is a tax without any rate.

    `texts`: of Fa by name. The `lines` are looked at only where the totals alone do not tell: for other currencies and older
    rates, and in simplified invoices.
    """
    known = field_map()
    currency = plain(texts.get("KodWaluty"))
    of_rates = rates_of(lines.every()) if currency != "PLN" else []
    rows: list[tuple[Any, ...]] = []
    for group in [group for net, group in known.groups.items() if net in texts]:
        net = amount(group.net, texts[group.net])
        vat = amount(group.vat, texts[group.vat]) if group.vat in texts else 0
        code = group.rate_of(net, vat) or group.rate(lines.told("P_12")["P_12"], day, known.old_until)
        if currency == "PLN":
            told: tuple[str, int | None, int | None] = "", net, vat
        else:
            told = _in_pln(group, net, vat, texts, of_rates)
        rows.append((file, group.net, code, group.transaction, net, vat, *told))
    if not rows and texts.get("RodzajFaktury") == "UPR" and currency == "PLN":
        codes = {of.get("P_12", "") for of in lines.every()}
        rows = _simplified(file, amount("P_15", texts["P_15"]), codes)
    return rows


def in_pln(units: int, fx: Decimal) -> int | None:
    """Minor units of a currency in grosze, half up; None for more than the books hold."""
    return _held(int((units * fx).to_integral_value(ROUND_HALF_UP)))


def _in_pln(group: Group, net: int, vat: int, texts: Texts, lines: Sequence[Line]) -> tuple[str, int | None, int | None]:
    """The rate of the total ("" for none or several), its net and tax in PLN."""
    told = amount(group.pln, texts[group.pln]) if group.pln in texts else None if vat else 0
    if "KursWalutyZ" in texts:
        fx: Decimal | None = rate("KursWalutyZ", texts["KursWalutyZ"])
        net_by_rate = None
    else:
        fx, net_by_rate = _rate_of_lines(group, net, lines)
    if fx is not None:
        return f"{fx:f}", in_pln(net, fx), in_pln(vat, fx) if told is None else told
    if net_by_rate is None:
        return "", None, told
    parts = [in_pln(part, of) for of, part in net_by_rate.items()]
    return "", None if None in parts else _held(sum(part for part in parts if part is not None)), told


def _held(grosze: int) -> int | None:
    return grosze if abs(grosze) <= LARGEST_AMOUNT else None


def _rate_of_lines(group: Group, net: int, lines: Sequence[Line]) -> tuple[Decimal | None, dict[Decimal, int] | None]:
    """The one rate of the lines of a total, or their net by rate where they have several and add up to the total."""
    if None not in (every := {line.fx for line in lines}) and len(every) == 1:
        return every.pop(), None
    own = [line for line in lines if line.code in group.lines]
    rates = {line.fx for line in own}
    if None in rates or not rates:
        return None, None
    if len(rates) == 1:
        return rates.pop(), None
    parts: dict[Decimal, int] = defaultdict(int)
    for line in own:
        if line.fx is None or line.net is None:
            return None, None
        parts[line.fx] += -line.net if line.before else line.net
    return None, dict(parts) if sum(parts.values()) == net else None


def within_gross(total: int, code: str) -> tuple[int, int]:
    """Net and tax of a gross amount under a rate of the books; a rate without a percentage has no tax."""
    percent = int(code) if code.isdigit() else 0
    vat = money.mul_div(total, percent, 100 + percent)
    return total - vat, vat


def _simplified(file: str, total: int, codes: set[str]) -> list[tuple[Any, ...]]:
    """The total of a simplified invoice that tells its gross and one rate alone (art. 106e ust. 5 pkt 3)."""
    (code,) = codes if len(codes) == 1 else ("",)
    group = next((one for one in field_map().groups.values() if one.vat and code in one.rates), None)
    if group is None:
        return []
    net, vat = within_gross(total, code)
    return [(file, group.net, code, group.transaction, net, vat, "", net, vat)]
