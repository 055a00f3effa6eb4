"""Taking the file away: JPK_V7 as XML, refused while it has errors; before October 2020 the notice VAT-ZD."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...errors import FilingError
from ...filing.writing.jpk import jpk_bytes
from ...i18n import _, ngettext
from ..layout import row
from ..table import Download
from .faults import count_of
from .view import Filed

if TYPE_CHECKING:
    from .jpk_panel import JpkPanel


class TakingFile:
    """The button. What was taken away is kept, where anything can be."""

    def __init__(self, panel: "JpkPanel") -> None:
        self._panel = panel
        self._filed: Filed | None = None
        self.download = Download(_("Take the file (XML)"), self._make)
        self.box = row(self.download, class_="wb-tools wb-jpk-take")

    def show(self, filed: Filed) -> None:
        """The file that is taken when the button is pressed."""
        self._filed = filed

    @property
    def _name(self) -> str:
        assert self._filed is not None
        return f"JPK_{self._filed.version.form}_{self._filed.desk.client}_{self._filed.month}.xml"

    def _make(self) -> tuple[str, bytes]:
        """The file made now, of books and store as they are shown. FilingError while it has errors."""
        filed, name = self._filed, self._name
        assert filed is not None
        errors = count_of(filed.faults, "error")
        if errors:
            text = ngettext(
                "The file has {count} error: see the table of faults below.",
                "The file has {count} errors: see the table of faults below.",
                errors,
            )
            raise FilingError(text.format(count=errors))
        file = filed.made(datetime.now(UTC))
        content = jpk_bytes(file)
        self._panel.remember(file, content, name)
        return name, content
