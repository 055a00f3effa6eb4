"""What is wrong with a file that was read, told at once."""

from dataclasses import dataclass, field

from ...errors import FilingError
from ...i18n import _, ngettext

LISTED = 20
"""So many faults are told; of the others only how many they are."""
_SHOWN = 40


@dataclass
class Faults:
    """What is wrong with a file that was read, up to a number that a person can look through."""

    file: str
    told: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, place: str, name: str, value: str, expected: str) -> None:
        """One value or element (`name`) that cannot be read."""
        self.count += 1
        if len(self.told) < LISTED:
            shown = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
            fault = _("{place}, {field}: {value} – expected: {expected}")
            self.told.append(fault.format(place=place, field=name, value=shown or _("empty"), expected=expected))

    def add_text(self, place: str, text: str | None) -> None:
        """A text that stands between elements; blanks are none."""
        if text and (told := text.strip(" \t\r\n")):
            self.add(place, _("text"), told, _("no text here; it belongs into an element"))

    def check(self) -> None:
        """FilingError if there are any."""
        if self.told:
            more = self.count - len(self.told)
            lines = [_("{file} cannot be read; correct it in the program that made it:").format(file=self.file), *self.told]
            if more:
                lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
            raise FilingError("\n".join(lines))
