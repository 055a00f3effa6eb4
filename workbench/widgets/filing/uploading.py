"""Files that the user gives to the page: how much of them is taken."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import FilingError
from ...i18n import _

LARGEST = 100
"""Megabytes of all files given at once: they travel through the browser and are held in memory."""

Given = Mapping[str, bytes]
"""What files hold, by the names that the browser gave them: texts to show, never paths."""


def given(value: Sequence[Any]) -> Given:
    """The files in the value of a FileUpload. FilingError where they are too large together, or two have one name."""
    if sum(len(one["content"]) for one in value) > LARGEST * 10**6:
        raise FilingError(
            _("The files are larger than {size} MB together. Give fewer at once, or use the command: {command}").format(
                size=LARGEST, command="workbench jpk read"
            )
        )
    files = {str(one["name"]): bytes(one["content"]) for one in value}
    if len(files) < len(value):
        raise FilingError(_("Two of the files have the same name. Give them one after the other."))
    return files
