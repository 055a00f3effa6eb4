"""What every transfer format has, whichever family it is of."""

from dataclasses import dataclass, replace
from functools import lru_cache

from ..orders import Kind, Transfer
from ..texts.style import TextStyle

FOREIGN_DROPPED = "&@'#$%^*\\/|"
"""Characters left out of foreign and SEPA texts (W-020)."""


@dataclass(frozen=True, kw_only=True)
class Format:
    """A transfer format: `code` names it in the books and on the command line, `title` is what users read.

    `kinds` it can carry, `currencies` (empty: every one), `text_style` of its texts, `extension` of its files, `max_transfers`
    in one file (0: no limit known).
    `to_confirm`: what is not proved by an official text, as texts for users ("to be confirmed by a test upload").
    `web_service`: sent by a service, not as a file (T-011). `takes_official`: chosen in the export window it also takes tax
    office and social insurance transfers, whatever the bank's form says of them (T-065, T-069).
    """

    code: str
    title: str
    kinds: frozenset[Kind]
    text_style: TextStyle
    currencies: frozenset[str] = frozenset()
    extension: str = "txt"
    max_transfers: int = 0
    to_confirm: tuple[str, ...] = ()
    web_service: bool = False
    takes_official: bool = False

    def style_of(self, kind: Kind) -> TextStyle:
        """The style of a kind: foreign and SEPA texts are ASCII without the characters of W-020."""
        return _abroad(self.text_style) if kind in ("sepa", "foreign") else self.text_style

    def file_of(self, transfer: Transfer) -> tuple[object, ...]:
        """What transfers of one file have in common besides their kind (`files.APART`); most formats ask for nothing."""
        return ()


@lru_cache(maxsize=256)
def _abroad(style: TextStyle) -> TextStyle:
    return replace(style, letters="ascii", dropped=FOREIGN_DROPPED)


@dataclass(frozen=True, slots=True)
class ReadTransfer:
    """One transfer as an independent reader finds it in a file. What the file does not say is "" or None.

    `text` is the title with its lines joined as the format joins them (no character between blindly cut lines is invented).
    """

    amount: int
    currency: str
    date: str
    payer_account: str
    account: str
    name: str
    text: str
    reference: str
    kind: Kind | None = None
