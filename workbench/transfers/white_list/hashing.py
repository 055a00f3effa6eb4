"""Keys of the white list's flat file: chains of SHA-512 (reference/banks.md 6.2).

The key of a pair is SHA-512 of its text, written in lower-case hexadecimal, then SHA-512 of that text, and so on. One key takes
milliseconds on purpose. This file imports nothing of ours: it also runs as a program of its own, one on each processor core.

>>> masked("71124069606666000007118600", "XX12406960YYYXXXXXXXXXXXXX")
'XX12406960666XXXXXXXXXXXXX'
>>> hashed("a", 1).hex()[:8], hashed("a", 2).hex()[:8]
('1f40fc92', 'e9b35379')
"""

import hashlib
import signal
import sys
from binascii import hexlify
from datetime import date

KEY_BYTES = 64
BANK = slice(2, 10)
"""Where the sort code stands in an account and in a mask."""


def key_text(day: date, tax_id: str, account: str) -> str:
    """What is hashed: the day as YYYYMMDD, the NIP and the NRB or a masked NRB, with nothing between them."""
    return f"{day:%Y%m%d}{tax_id}{account}"


def hashed(text: str, transformations: int) -> bytes:
    """The 64 bytes of the last of so many SHA-512, at least one."""
    fresh, key = hashlib.sha512(), text.encode("ascii")
    for again in range(transformations):
        chain = fresh.copy()  # faster than a new one
        chain.update(hexlify(key) if again else key)
        key = chain.digest()
    return key


def masked(account: str, mask: str) -> str | None:
    """An NRB as a mask of virtual accounts shows it; None where the mask is not for it.

    Characters 3 to 10 of the mask are the bank's and equal the account's. Y takes the account's digit, X stays the letter X,
    and a digit must be the account's own.
    """
    if mask[BANK] != account[BANK]:
        return None
    shown = [digit if letter == "Y" else letter for digit, letter in zip(account, mask, strict=True)]
    if any(letter not in ("X", digit) for digit, letter in zip(account, shown, strict=True)):
        return None
    return "".join(shown)


def main() -> None:
    """Texts come in, a line each; the key of each goes out, in hexadecimal, as soon as it is there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us stops us, by closing what we read
    transformations = int(sys.argv[1])
    for line in sys.stdin:
        sys.stdout.write(hashed(line.rstrip("\n"), transformations).hex() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
