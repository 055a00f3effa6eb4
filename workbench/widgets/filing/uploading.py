"""Files that the user gives to the page: how much of them is taken, and how their bytes arrive from the browser.

What comes from a browser is hostile: counts, sizes, names and order are checked here whatever the page has checked.
"""

from collections.abc import Mapping, Sequence

from ...errors import FilingError
from ...i18n import N_, _

LARGEST = 100
"""Megabytes of all files given at once: they travel through the browser and are held in memory."""
MOST_FILES = 20_000
LONGEST_NAME = 400
"""Characters of a name with the folders before it: the list of all files is one message, below 10 MB in any server."""
PART = 4 * 2**20
"""Bytes that are asked for at once: servers end a connection without a word over a message of more than 10 MB (a notebook's;
that of Voilà is set up for more)."""
KINDS = (".xml", ".zip")

Given = Mapping[str, bytes]
"""What files hold, by the names that the browser gave them: texts to show, never paths."""

_REFUSALS = {
    "large": N_("The files are larger than {size} MB together. Give fewer at once, or use the command: {command}"),
    "many": N_(
        "There are more than {count} files. Give fewer at once, pack them into a ZIP archive, or use the command: {command}"
    ),
    "none": N_("There is no XML file and no ZIP archive here. Give a JPK_V7 file, KSeF invoices, or a folder that holds them."),
    "unreadable": N_(
        "The browser could not read the files. Check that they can be opened where they are, and give them again."
    ),
    "broken": N_("The files did not arrive whole. Give them again."),
}


def refusal(reason: object) -> FilingError:
    """Why files are not taken, in words; `reason` is what the browser found ("large", "many" ...), or anything."""
    text = _REFUSALS[reason if isinstance(reason, str) and reason in _REFUSALS else "broken"]
    return FilingError(_(text).format(size=LARGEST, count=MOST_FILES, command="workbench jpk read, workbench ksef read"))


class Transfer:
    """Files on their way: the browser lists them, then sends the bytes it is asked for, all files as one long row of bytes.

    `listed`: pairs of name and bytes, in the order in which they will come. FilingError where it is no such list, is empty, or
    lists a file of another kind, too many or too large files, or two of one name.
    """

    def __init__(self, listed: object) -> None:
        pairs = _pairs(listed)
        self._names = [name for name, _size in pairs]
        self._sizes = [size for _name, size in pairs]
        self._whole = sum(self._sizes)
        if not pairs:
            raise refusal("none")
        if self._whole > LARGEST * 10**6:
            raise refusal("large")
        if len(set(self._names)) < len(pairs):
            raise FilingError(_("Two of the files have the same name. Give them one after the other."))
        self._arrived = bytearray()

    def __len__(self) -> int:
        """How many files were listed."""
        return len(self._names)

    @property
    def wanted(self) -> tuple[int, int]:
        """From which byte to before which the next part must reach; the same number twice where nothing is missing."""
        here = len(self._arrived)
        return here, min(here + PART, self._whole)

    def take(self, start: object, parts: Sequence[bytes | memoryview]) -> None:
        """The part that was wanted. FilingError where it begins elsewhere, is longer or shorter, or is not one."""
        first, end = self.wanted
        if start != first or len(parts) != 1 or memoryview(parts[0]).nbytes != end - first:
            raise refusal("broken")
        self._arrived += parts[0]

    def files(self) -> Given:
        """The files, once nothing is missing."""
        found, place = {}, 0
        with memoryview(self._arrived) as arrived:
            for name, size in zip(self._names, self._sizes, strict=True):
                found[name] = bytes(arrived[place : place + size])
                place += size
        return found


def _pairs(listed: object) -> list[tuple[str, int]]:
    """Names and sizes as listed, if that is what they are."""
    if not isinstance(listed, list):
        raise refusal("broken")
    if len(listed) > MOST_FILES:
        raise refusal("many")
    pairs = []
    for one in listed:
        match one:
            case [str(name), int(size)] if size >= 0 and not isinstance(size, bool) and name.lower().endswith(KINDS):
                pairs.append((_shown(name), size))
            case _:
                raise refusal("broken")
    return pairs


def _shown(name: str) -> str:
    """The name as a text that can be shown: half a character, which Windows allows in names, cannot."""
    if len(name) > LONGEST_NAME:
        reason = _("The name of a file with its folders is longer than {count} characters: {name}. Give the file by itself.")
        raise FilingError(reason.format(count=LONGEST_NAME, name=f"{name[:40]}…"))
    return name.encode("utf-8", "replace").decode("utf-8")
