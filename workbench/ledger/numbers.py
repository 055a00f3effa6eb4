"""Check digits of a NIP and of a Polish bank account (NRB). A wrong one is a warning: the books may hold it all the same."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Check = Callable[[npt.NDArray[np.int64]], npt.NDArray[np.bool_]]
"""Whether the digits of each row hold."""

_NIP_WEIGHTS = np.array([6, 5, 7, 2, 3, 4, 5, 6, 7])
_PL = 2521
"""The letters PL as ISO 13616 writes them in digits."""


def wrong_nips(texts: pa.Array) -> npt.NDArray[np.bool_]:
    """Where a non-empty text is no NIP as `is_nip` judges it (dashes, spaces and a leading PL allowed)."""
    return _wrong(texts, r"^PL", 10, _nip_holds)


@lru_cache(maxsize=65_536)
def is_nip(text: str) -> bool:
    """Whether a bare text is a NIP: ten digits, not all zero, weighted sum modulo 11 (10 is no check digit)."""
    written = len(text) == 10 and text.isascii() and text.isdigit()
    return written and bool(_nip_holds(np.array([[int(digit) for digit in text]]))[0])


def _nip_holds(digits: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    return (digits[:, :9] @ _NIP_WEIGHTS % 11 == digits[:, 9]) & digits.any(axis=1)


def wrong_accounts(texts: pa.Array) -> npt.NDArray[np.bool_]:
    """Where a non-empty text that looks Polish is no NRB: 26 digits whose ISO 7064 check (modulo 97) holds.

    Accounts that begin with another country's letters are not judged.
    """
    if texts.null_count == len(texts):
        return np.zeros(len(texts), bool)
    foreign = pc.fill_null(pc.match_substring_regex(texts, r"^(?:[A-OQ-Z][A-Z]|P[A-KM-Z])"), False)
    return _wrong(pc.if_else(foreign, None, texts), r"^PL", 26, _account_holds)


def _account_holds(digits: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    rest = np.zeros(len(digits), np.int64)
    for column in range(2, 26):
        rest = (rest * 10 + digits[:, column]) % 97
    rest = (rest * 10000 + _PL) % 97
    check = digits[:, 0] * 10 + digits[:, 1]
    return (rest * 100 + check) % 97 == 1


def _wrong(texts: pa.Array, prefix: str, length: int, holds: Check) -> npt.NDArray[np.bool_]:
    bare = pc.replace_substring_regex(pc.replace_substring_regex(pc.utf8_upper(texts), prefix, ""), r"[ -]", "")
    present = pc.fill_null(pc.greater(pc.utf8_length(texts), 0), False).to_numpy(zero_copy_only=False)
    written = pc.fill_null(pc.match_substring_regex(bare, f"^[0-9]{{{length}}}$"), False).to_numpy(zero_copy_only=False)
    wrong = present & ~written
    rows = np.flatnonzero(written)
    if len(rows):
        joined = "".join(bare.take(pa.array(rows)).to_pylist())
        digits = (np.frombuffer(joined.encode("ascii"), np.uint8) - ord("0")).astype(np.int64).reshape(-1, length)
        wrong[rows] = ~holds(digits)
    return wrong
