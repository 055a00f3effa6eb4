"""The rules of the header, the control sums and the declaration part that no schema holds.

Sources: vat.md 2.1 (versions by period), 2.3 (declaration fields and control sums), 2.4 (quarterly taxpayers, P_68 and P_69).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ...days import Month, Quarter
from ...errors import PeriodError
from ...ledger.numbers import is_nip
from ...money import ZLOTY, to_text
from ..fields import RELIEF_FIELDS, Field, declaration_fields, in_version
from ..values import grosze
from ..versions import Version, version_of
from .faults import Faults
from .rules_rows import Settled

QUARTER_ENDS = (3, 6, 9, 12)
_MADE_UP_OF = {
    "PodatekNalezny": "K_16 + K_18 + K_20 + K_24 + K_26 + K_28 + K_30 + K_32 + K_33 + K_34 - K_35 - K_36 - K_360",
    "PodatekNaliczony": "K_41 + K_43 + K_44 + K_45 + K_46 + K_47",
}
_COUNTS = {"sales": "LiczbaWierszySprzedazy", "purchases": "LiczbaWierszyZakupow"}
_TAXES = {"sales": "PodatekNalezny", "purchases": "PodatekNaliczony"}


@dataclass(frozen=True)
class Added:
    """What the rows of one register add up to: how many they are, and in grosze the sum of every K field that counts in the
    declaration (rows of invoices to receipts, FP, left out). `complete`: every amount could be read."""

    rows: int
    sums: Mapping[str, int]
    complete: bool


def check_header(file: Settled, parts: Collection[str], purpose: str, faults: Faults) -> None:
    """The structure goes with the month, the file was made after it, the NIP is one, both parts are there.

    `parts`: "declaration" and "record" as far as the file has them; `purpose`: CelZlozenia.
    """
    if file.tax_id and not is_nip(file.tax_id):
        faults.add("own-nip", "taxpayer", field="NIP", value=file.tax_id)
    if not parts:
        faults.add("no-part", "file")
    month = file.month
    if month is None:
        return
    _check_version(file.version, month, faults)
    if file.made and file.made <= month.last:
        code = "made-before" if file.made < month.first else "made-early"
        faults.add(code, "header", field="DataWytworzeniaJPK", value=file.made, period=month)
    closes = file.version.form == "V7M" or month.first.month in QUARTER_ENDS
    if purpose == "1" and parts:
        for part, name in (("declaration", "Deklaracja"), ("record", "Ewidencja")):
            if part not in parts and (part == "record" or closes):
                faults.add("part-missing", "file", field=name)


def check_quarter(file: Settled, quarter: str, faults: Faults) -> None:
    """A quarterly declaration stands in the file of the quarter's last month and names that quarter."""
    if file.month is None or file.version.form != "V7K":
        return
    month = file.month.first.month
    right = (month + 2) // 3
    if quarter and int(quarter) != right:
        faults.add("quarter", "declaration", field="Kwartal", value=quarter, month=month, right=right)
    if month not in QUARTER_ENDS:
        faults.add("quarter-month", "declaration", field="Miesiac", value=month, month=month)


def check_control(part: str, control: Mapping[str, str], added: Added, version: Version, faults: Faults) -> None:
    """The number of rows and the sum of the tax; `control`: the elements of SprzedazCtrl or ZakupCtrl as text."""
    count, tax = control.get(_COUNTS[part]), control.get(_TAXES[part])
    if count is not None and _is_number(count) and grosze(count) != added.rows * ZLOTY:
        faults.add("row-count", part, field=_COUNTS[part], value=count, right=added.rows)
    if tax is not None and _is_number(tax) and added.complete:
        right = sum(sign * added.sums.get(name, 0) for name, sign in _parts(_MADE_UP_OF[_TAXES[part]], version))
        if grosze(tax) != right:
            faults.add("control-sum", part, field=_TAXES[part], value=tax, right=to_text(right))


def check_arithmetic(fields: Mapping[str, int], version: Version, faults: Faults) -> None:
    """The fields of the declaration that others make, and the limits of those that are entered; a missing field is 0."""
    known = declaration_fields(version)

    def value(name: str) -> int:
        return fields.get(name, 0)

    def expect(name: str, right: int) -> None:
        if value(name) != right:
            faults.add(
                "formula", "declaration", field=name, value=value(name), right=right, formula=_formula(known[name], known)
            )

    def at_most(name: str, most: int) -> None:
        if value(name) > max(0, most):
            faults.add("limit", "declaration", field=name, value=value(name), right=max(0, most))

    for name in ("P_37", "P_38", "P_48"):
        expect(name, _total(known[name], fields))
    over = value("P_38") - value("P_48")
    at_most("P_49", over)
    at_most("P_50", over - value("P_49"))
    expect("P_51", max(0, _total(known["P_51"], fields)))
    if version.number == 1:
        expect("P_53", value("P_52") - over if over <= 0 else 0)
    else:
        expect("P_53", 0 if value("P_51") else max(0, _total(known["P_53"], fields)))
    at_most("P_54", value("P_53"))
    at_most("P_60", value("P_54"))
    expect("P_62", max(0, _total(known["P_62"], fields)))


def check_against_rows(fields: Mapping[str, int], sums: Mapping[str, int], version: Version, faults: Faults) -> None:
    """Every field that comes from the record is its sum in whole zloty; `sums`: of the whole period, in grosze."""
    for name, field in declaration_fields(version).items():
        if field.source:
            right = whole_zloty(sums.get(field.source, 0))
            if fields.get(name, 0) != right:
                faults.add(
                    "sum-of-rows", "declaration", field=name, value=fields.get(name, 0), right=right, source=field.source
                )


def check_relief_sums(
    fields: Mapping[str, int], possible: Collection[tuple[int, int] | None], version: Version, faults: Faults
) -> None:
    """P_68 and P_69 are the sums (base, tax, in grosze) of the rows of art. 89a sec. 1, one of the `possible` ones; None: no
    such rows, and neither field stands. The first is the one that is told, the last leaves out the most. In version (1), whose
    rows have no days to tell claims apart by, everything between these two will do."""
    given = tuple(fields.get(name) for name in RELIEF_FIELDS)
    rounded = [(None, None) if of is None else (whole_zloty(of[0]), whole_zloty(of[1])) for of in possible]
    if given in rounded:
        return
    if version.number == 1 and all(
        value is not None and (whole or 0) <= value <= (least or 0)
        for value, whole, least in zip(given, rounded[0], rounded[-1], strict=True)
    ):
        return
    for name, value, right in zip(RELIEF_FIELDS, given, rounded[0], strict=True):
        if value != right:
            shown = "-" if value is None else value
            faults.add("relief-sum", "declaration", field=name, value=shown, right="-" if right is None else right)


def whole_zloty(amount: int) -> int:
    """Grosze in whole zloty, 50 grosze away from zero."""
    whole = (abs(amount) + ZLOTY // 2) // ZLOTY  # unbounded: the amounts of a hostile file may leave int64 together
    return -whole if amount < 0 else whole


def _is_number(text: str) -> bool:
    """Whether a control sum can be read; where it cannot, the schema has said so."""
    try:
        grosze(text)
    except ValueError:
        return False
    return True


def _check_version(version: Version, month: Month, faults: Faults) -> None:
    try:
        right = version_of(version.form, month)
    except PeriodError:
        faults.add("no-version", "header", field="Rok", value=month, period=month)
        return
    if right != version:
        names = right.name
        if version.form == "V7K":
            # the months of one quarter may need different structures, which surprises: name all three
            names = ", ".join(f"{one}: {version_of('V7K', one).name}" for one in Quarter.of(month.first).months)
        faults.add("version", "header", field="Miesiac", value=month, name=version.name, period=month, right=names)


def _parts(formula: str, version: Version) -> list[tuple[str, int]]:
    words = ["+", *formula.split()]
    signed = zip(words[1::2], words[::2], strict=True)
    return [(name, -1 if sign == "-" else 1) for name, sign in signed if in_version(name, version)]


def _total(field: Field, fields: Mapping[str, int]) -> int:
    return sum(sign * fields.get(name, 0) for name, sign in field.parts)


def _formula(field: Field, known: Mapping[str, Field]) -> str:
    """P_38 - P_48 - P_49 - P_50."""
    text = " ".join(f"{'-' if sign < 0 else '+'} {name}" for name, sign in field.parts if name in known)
    return text.removeprefix("+ ")
