"""What the user enters into a declaration: the fields that no register row gives, and the texts they are kept as."""

from collections.abc import Mapping

from ..errors import FilingError
from ..filing.fields import declaration_fields, refund_choices
from ..filing.versions import Version, versions
from ..i18n import _

_DECLARED = [version for version in versions() if version.declaration is not None]
ENTERED: Mapping[str, str] = {
    name: of.kind
    for version in _DECLARED
    for name, of in declaration_fields(version).items()
    if of.kind in ("entered", "flag", "text")
}
"""What can be entered into any version, and its kind: entered (whole zloty), flag (1) or text. All others are computed."""
REFUNDS = tuple(dict.fromkeys(name for version in _DECLARED for name in refund_choices(version)))
"""The flags of which a refund (P_54) chooses one."""
_LARGEST = 10**14 - 1

Values = Mapping[str, int | str | None]


def parsed(field: str, value: int | str, version: Version) -> int | str:
    """The value of a field as the declaration takes it. FilingError for a field that is computed, or what it cannot hold."""
    fields = {name: of for name, of in declaration_fields(version).items() if name in ENTERED}
    if field not in fields:
        raise FilingError(
            _("{field} is not entered into {version}. These can be entered: {fields}.").format(
                field=field, version=version.name, fields=", ".join(fields)
            )
        )
    text = str(value).strip()
    if fields[field].kind == "text":
        return text
    if fields[field].kind == "flag":
        if text != "1":
            raise FilingError(_("{field} cannot be {value}: enter 1, or nothing.").format(field=field, value=repr(value)))
        return 1
    if not text.isdecimal() or not text.isascii() or int(text) > _LARGEST:
        raise FilingError(
            _("{field} cannot be {value}: enter whole zloty, such as 1000.").format(field=field, value=repr(value))
        )
    return int(text)


def merged(before: Mapping[str, str], values: Values, version: Version) -> dict[str, str]:
    """What is entered with further values over it, in the order of the form; None or "" takes one away. Raises as `parsed`."""
    after = dict(before)
    for field, value in values.items():
        if value is None or str(value).strip() == "":
            after.pop(field, None)
        else:
            after[field] = str(parsed(field, value, version))
    order = list(declaration_fields(version))
    return {field: after[field] for field in sorted(after, key=order.index)}
