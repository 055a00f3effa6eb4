"""The declaration and the control sums of JPK_V7 computed from the XML alone: XPath, Decimal, formulas written by hand.

Nothing of the package is used, so that what is written can be judged by another hand. Source: vat.md 2.3.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lxml import etree

_BASES = (10, 11, 13, 15, 17, 19, 21, 22, 23, 25, 27, 29, 31)
_OUTPUT = {16: 1, 18: 1, 20: 1, 24: 1, 26: 1, 28: 1, 30: 1, 32: 1, 33: 1, 34: 1, 35: -1, 36: -1, 360: -1}
_INPUT = (41, 43, 44, 45, 46, 47)
_RELIEF = {"P_68": (15, 17, 19), "P_69": (16, 18, 20)}
_ENTERED = ("P_39", "P_49", "P_50", "P_52", "P_54")


def declared(files: Sequence[bytes]) -> dict[str, Decimal | None]:
    """The numbers that the declaration part of the last file has to show, None for P_68 and P_69 that must not stand.

    `files`: of the month, or of the three months of a quarter in their order. What the user entered is taken from the
    declaration itself.
    """
    roots = [etree.fromstring(content) for content in files]
    number = int(_text(roots[-1], "/t:JPK/t:Naglowek/t:WariantFormularza"))
    entered = {name: Decimal(_text(roots[-1], f"//t:PozycjeSzczegolowe/t:{name}") or 0) for name in _ENTERED}
    found: dict[str, Decimal | None] = {}

    def value(name: int) -> Decimal:
        return found.get(f"P_{name}") or Decimal(0)

    for name in (*range(10, 37), 360, *range(40, 48)):
        part = "t:SprzedazWiersz[not(t:TypDokumentu='FP')]" if name < 40 or name == 360 else "t:ZakupWiersz"
        found[f"P_{name}"] = _zloty(sum((_sum(root, f"//{part}/t:K_{name}") for root in roots), Decimal(0)))
    found |= entered
    found["P_37"] = sum((value(name) for name in _BASES), Decimal(0))
    found["P_38"] = sum((sign * value(name) for name, sign in _OUTPUT.items()), Decimal(0))
    found["P_48"] = sum((value(name) for name in _INPUT), value(39))
    over = value(38) - value(48)
    found["P_51"] = over - value(49) - value(50) if over > 0 else Decimal(0)
    if number == 1:
        found["P_53"] = value(52) - over if over <= 0 else Decimal(0)
    else:
        surplus = value(48) + value(49) + value(50) + value(52) - value(38)
        found["P_53"] = surplus if value(51) == 0 and surplus > 0 else Decimal(0)
    found["P_62"] = value(53) - value(54)
    return found | _relief(roots)


def stands(content: bytes) -> dict[str, Decimal | None]:
    """The numbers that the declaration part shows: 0 for what it leaves out, None for P_68 and P_69 that it leaves out."""
    root = etree.fromstring(content)
    names = (f"P_{name}" for name in (*range(10, 37), 360, *range(37, 55), 62))
    found: dict[str, Decimal | None] = {name: Decimal(_text(root, f"//t:PozycjeSzczegolowe/t:{name}") or 0) for name in names}
    for name in _RELIEF:
        text = _text(root, f"//t:PozycjeSzczegolowe/t:{name}")
        found[name] = Decimal(text) if text else None
    return found


def controls(content: bytes) -> tuple[list[Decimal], list[Decimal]]:
    """(rows, tax) of sales and of purchases in one list: as counted here, and as they stand in the file."""
    root = etree.fromstring(content)
    sales = "//t:SprzedazWiersz[not(t:TypDokumentu='FP')]"
    output = sum((sign * _sum(root, f"{sales}/t:K_{name}") for name, sign in _OUTPUT.items()), Decimal(0))
    deducted = sum((_sum(root, f"//t:ZakupWiersz/t:K_{name}") for name in _INPUT), Decimal(0))
    rows = [Decimal(str(_found(root, f"count(//t:{part}Wiersz)"))) for part in ("Sprzedaz", "Zakup")]
    names = ("LiczbaWierszySprzedazy", "PodatekNalezny", "LiczbaWierszyZakupow", "PodatekNaliczony")
    return [rows[0], output, rows[1], deducted], [Decimal(_text(root, f"//t:{name}")) for name in names]


def row(content: bytes, document: str, at: int = 0) -> dict[str, str]:
    """The elements of one of the rows of a document: their texts by name."""
    found = _found(etree.fromstring(content), f"//*[t:DowodSprzedazy='{document}' or t:DowodZakupu='{document}']")
    return {etree.QName(child).localname: child.text for child in found[at]}


def _relief(roots: Sequence[Any]) -> dict[str, Decimal | None]:
    """P_68 and P_69 of the rows that decrease, without the claims that the same rows give back whole (vat.md 2.4)."""
    rows = [row for root in roots for row in _found(root, "//t:SprzedazWiersz[t:KorektaPodstawyOpodt]")]
    back = {place for document in {_whose(row) for row in rows} for place in _given_back(rows, document)}
    kept = [row for place, row in enumerate(rows) if place not in back and _gross(row) < 0]
    if not kept:
        return dict.fromkeys(_RELIEF)
    return {
        name: _zloty(sum((_sum(row, f"t:K_{field}") for row in kept for field in fields), Decimal(0)))
        for name, fields in _RELIEF.items()
    }


def _given_back(rows: Sequence[Any], document: tuple[str, str]) -> list[int]:
    """The places of the decreases of a document that later increases pay back whole, the oldest first, payment by payment."""
    mine = [place for place, row in enumerate(rows) if _whose(row) == document]
    if len({_gross(rows[place]) < 0 for place in mine}) < 2:
        return []
    open_claims = sorted((_day(rows[place], "TerminPlatnosci"), place) for place in mine if _gross(rows[place]) < 0)
    left = {place: -_gross(rows[place]) for _due, place in open_claims}
    for paid, place in sorted((_day(rows[place], "DataZaplaty"), place) for place in mine if _gross(rows[place]) > 0):
        amount = _gross(rows[place])
        for due, claim in open_claims:
            days = (paid - due).days
            assert not 90 < days <= 96, f"{document}: weekends and holidays would decide, which are not counted here"
            if days > 96:
                amount -= (used := min(amount, left[claim]))
                left[claim] -= used
    return [place for place, amount in left.items() if amount == 0]


def _whose(row: Any) -> tuple[str, str]:
    return _text(row, "t:NrKontrahenta"), _text(row, "t:DowodSprzedazy")


def _gross(row: Any) -> Decimal:
    return sum((_sum(row, f"t:K_{field}") for field in range(15, 21)), Decimal(0))


def _day(row: Any, name: str) -> date:
    return date.fromisoformat(_text(row, f"t:{name}"))


def _zloty(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), ROUND_HALF_UP)  # half away from zero


def _sum(root: Any, path: str) -> Decimal:
    return sum((Decimal(element.text) for element in _found(root, path)), Decimal(0))


def _text(root: Any, path: str) -> str:
    return str(_found(root, f"string({path})"))


def _found(root: Any, path: str) -> Any:
    return root.xpath(path, namespaces={"t": etree.QName(root.getroottree().getroot()).namespace})
