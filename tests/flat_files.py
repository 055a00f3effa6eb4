"""Flat files of the white list for tests: made by the published algorithm in the plainest way, so that they prove ours."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

DAY = date(2024, 7, 25)
TIMES = 5000
# Two pairs of the register whose keys are public, and the mask that the second is found by (reference/banks.md 6.2).
ACTIVE = ("5512393471", "51195000012006007341830002")
EXEMPT = ("7740001454", "71124069606666000007118600")
MASK = "XX12406960YYYXXXXXXXXXXXXX"


def key_of(text: str, times: int = TIMES) -> str:
    """SHA-512 in hexadecimal of SHA-512 in hexadecimal of ..."""
    for _again in range(times):
        text = hashlib.sha512(text.encode()).hexdigest()
    return text


def nrb(rest: str) -> str:
    """The NRB whose last 24 digits these are."""
    return f"{98 - int(rest + '252100') % 97:02d}{rest}"


def nip(start: int) -> str:
    """A NIP whose first nine digits begin near a number."""
    while True:
        digits = f"{start:09d}"
        check = sum(int(digit) * weight for digit, weight in zip(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
        start += 1


def content(
    active: Iterable[str] = (),
    exempt: Iterable[str] = (),
    masks: Sequence[str] = (),
    *,
    day: date = DAY,
    times: int = TIMES,
) -> dict[str, Any]:
    """The JSON of a flat file with these keys."""
    return {
        "naglowek": {"dataGenerowaniaDanych": f"{day:%Y%m%d}", "liczbaTransformacji": str(times), "schemat": "RRRRMMDDNIPNRB"},
        "skrotyPodatnikowCzynnych": sorted(active),
        "skrotyPodatnikowZwolnionych": sorted(exempt),
        "maski": list(masks),
    }


def written(path: Path, flat: object) -> Path:
    """The file with this JSON in it."""
    path.write_text(json.dumps(flat), encoding="utf-8")
    return path


def pair_key(pair: tuple[str, str], *, day: date = DAY, times: int = TIMES) -> str:
    """The key of a pair."""
    return key_of(f"{day:%Y%m%d}{pair[0]}{pair[1]}", times)
