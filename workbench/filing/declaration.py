"""The declaration part of JPK_V7: every P field from the rows of the period and from what the user enters.

Source: vat.md 2.3 (structure of JPK_V7). Each field that comes from the register is the sum of its K over the whole period,
rounded once to whole zloty, half away from zero (art. 63 of the Tax Ordinance); all others are computed from rounded fields.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from .. import money
from ..days import Month, Quarter
from ..errors import FilingError
from ..i18n import _
from .fields import RELIEF_FIELDS, Field, declaration_fields, declared, refund_choices, title, unpaid_rows
from .files import DeclarationPart
from .rows import SALE_FIELDS
from .versions import Version

LARGEST = 10**14 - 1
"""Whole zloty that a field can hold."""

Values = dict[str, int | str]


def declaration(
    sales: pd.DataFrame,
    purchases: pd.DataFrame,
    period: Month | Quarter,
    version: Version,
    entered: Mapping[str, int | str] | None = None,
) -> DeclarationPart:
    """The declaration part of a period.

    `sales`, `purchases`: the rows of the whole period (of a quarter those of its three months), relief included, as in `rows`.
    `entered`: what the register does not know, by field: P_39, P_49, P_50, P_52, P_54, P_60 whole zloty, flags 1, P_61 and
    P_ORDZU text; 0 and "" are as good as not given. The fields come in the order of the form; those that are 0 are left out,
    but P_38 and P_51 are always there, pairs stay together, and P_68 with P_69 stands wherever `fields.unpaid_rows` has any.

    FilingError, naming the field and what it may be: a field that the version does not have or that is not entered, an amount
    over its limit (P_49, P_50, P_54), a refund without exactly one term, a sign that the structure does not allow.
    """
    fields = declaration_fields(version)
    if version.declaration is None or isinstance(period, Quarter) != (version.form == "V7K"):
        raise FilingError(
            _("{version} has no declaration part for {period}: JPK_V7M declares months, JPK_V7K quarters.").format(
                version=version.name, period=period
            )
        )
    values: Values = _entered(fields, entered or {}, version)
    values |= _from_register(fields, sales, purchases)
    _add_up(fields, values, version)
    relief = _relief(fields, sales)
    _check_refund(values, version)
    values |= relief
    for name, field in fields.items():
        _check_amount(field, values.get(name, 0))
    kept = {name for name, field in fields.items() if field.mandatory or values.get(name, 0) not in (0, "")} | relief.keys()
    kept |= {fields[name].pair or fields[name].within or name for name in kept}
    return DeclarationPart(period, {name: values.get(name, 0) for name in fields if name in kept})


def _entered(fields: Mapping[str, Field], entered: Mapping[str, int | str], version: Version) -> Values:
    found: Values = {}
    for name, value in entered.items():
        field = fields.get(name)
        if field is None or field.kind not in ("entered", "flag", "text"):
            raise FilingError(
                _("{field} cannot be entered into {version}: it is not there, or the program computes it.").format(
                    field=name, version=version.name
                )
            )
        if field.kind == "text":
            found[name] = _text(field, value)
        elif not isinstance(value, int) or value < 0 or (field.kind == "flag" and value > 1):
            raise _wrong(name, value, _("1 or nothing") if field.kind == "flag" else _("whole zloty, at least 0"))
        else:
            found[name] = int(value)
    return found


def _text(field: Field, value: int | str) -> str:
    text = str(value).strip()
    if len(text) > field.longest:
        raise _wrong(field.name, text[:20] + "…", _("a text of at most {count} characters").format(count=field.longest))
    return text


def _from_register(fields: Mapping[str, Field], sales: pd.DataFrame, purchases: pd.DataFrame) -> dict[str, int]:
    counted = sales[declared(sales)]
    return {
        name: _whole_zloty(name, counted if field.source in SALE_FIELDS["V7M"] else purchases, [field.source])
        for name, field in fields.items()
        if field.source
    }


def _whole_zloty(name: str, rows: pd.DataFrame, columns: Sequence[str]) -> int:
    """The sum of these columns in whole zloty, rounded once; FilingError where it leaves what a field can hold."""
    try:
        return money.to_zloty(sum(money.total(rows[column].to_numpy()) for column in columns)) // money.ZLOTY
    except OverflowError:
        raise _wrong(name, "…", _("at most {limit}").format(limit=LARGEST)) from None


def _add_up(fields: Mapping[str, Field], values: Values, version: Version) -> None:
    """Computes the totals, in the order of the form, because each is made of those before it."""
    for name in ("P_37", "P_38", "P_48"):
        values[name] = _sum(fields[name], values)
    over = _number(values, "P_38") - _number(values, "P_48")
    _check_limit("P_49", values, over)
    _check_limit("P_50", values, over - _number(values, "P_49"))
    values["P_51"] = max(0, _sum(fields["P_51"], values))
    values["P_53"] = _surplus(fields["P_53"], values, version)
    _check_limit("P_54", values, _number(values, "P_53"))
    values["P_62"] = _sum(fields["P_62"], values)


def _surplus(field: Field, values: Values, version: Version) -> int:
    """P_53. In version (1) the relief for cash registers (P_52) is added to a surplus of input tax only; later it, P_49 and
    P_50 make a surplus themselves, unless there is tax to pay."""
    if version.number == 1:
        over = _number(values, "P_48") - _number(values, "P_38")
        return over + _number(values, "P_52") if over >= 0 else 0
    return 0 if _number(values, "P_51") > 0 else max(0, _sum(field, values))


def _relief(fields: Mapping[str, Field], sales: pd.DataFrame) -> dict[str, int]:
    """P_68 and P_69, both or none."""
    rows = sales[unpaid_rows(sales)]
    if not len(rows):
        return {}
    return {name: _whole_zloty(name, rows, [part for part, sign in fields[name].parts]) for name in RELIEF_FIELDS}


def _check_refund(values: Values, version: Version) -> None:
    """P_54 goes with exactly one term; P_59, P_60 and P_61 go together, and only with P_54."""
    chosen = [name for name in refund_choices(version) if values.get(name)]
    refund = _number(values, "P_54")
    if len(chosen) != (1 if refund else 0):
        raise FilingError(
            _("P_54 (refund {amount}) goes with exactly one of {choices}; given: {given}.").format(
                amount=refund, choices=", ".join(refund_choices(version)), given=", ".join(chosen) or "-"
            )
        )
    credited = [bool(values.get(name)) for name in ("P_59", "P_60", "P_61")]
    if any(credited) and not (all(credited) and refund):
        raise FilingError(_("P_59, P_60 and P_61 are given together, and only with a refund in P_54."))
    _check_limit("P_60", values, refund)


def _check_limit(name: str, values: Values, limit: int) -> None:
    if _number(values, name) > max(0, limit):
        raise _wrong(name, values[name], _("at most {limit}").format(limit=max(0, limit)))


def _check_amount(field: Field, value: int | str) -> None:
    if isinstance(value, str):
        return
    if field.sign == "not_negative" and value < 0:
        raise _wrong(field.name, value, _("an amount of at least 0; correct the rows behind it"))
    if field.sign == "not_positive" and value > 0:
        raise _wrong(field.name, value, _("an amount of at most 0; correct the rows behind it"))
    if abs(value) > LARGEST:
        raise _wrong(field.name, value, _("at most {limit}").format(limit=LARGEST))


def _sum(field: Field, values: Values) -> int:
    return sum(sign * _number(values, part) for part, sign in field.parts)


def _number(values: Values, name: str) -> int:
    return int(values.get(name, 0))


def _wrong(name: str, value: int | str, expected: str) -> FilingError:
    return FilingError(
        _("{field} ({title}) is {value}; it must be {expected}.").format(
            field=name, title=title(name), value=value, expected=expected
        )
    )
