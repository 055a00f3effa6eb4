"""NIP, account numbers and VAT ids that pass every checksum and can belong to nobody.

NIP: the first three digits name the tax office that issued the number; issued ones run from 101 to 998. The prefix 999
has no tax office, yet fits the ministry's schema pattern for a NIP (the prefixes 000 to 100 do not), so files made from
the sample books validate. The ministry's own sample invoices use 9999999999 for an invented seller.

Account: digits 3 to 10 of an NRB are the bank's sort code. No bank has the number 9999; a sort code with it and a right
check digit of its own looks real to every checksum, but no transfer can ever arrive.

Foreign VAT ids and IBANs start with a zero where the country's own numbers cannot.
"""

from random import Random

NO_TAX_OFFICE = "999"
NO_BANK = "9999"
NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
SORT_CODE_WEIGHTS = (3, 9, 7, 1, 3, 9, 7)


def _nip(serial: int) -> str | None:
    """The NIP with the six-digit `serial`, ten digits; None for a serial that has no check digit (remainder 10)."""
    digits = f"{NO_TAX_OFFICE}{serial:06d}"
    check = _weighted(digits, NIP_WEIGHTS) % 11
    return None if check == 10 else f"{digits}{check}"


def random_nip(rng: Random) -> str:
    """A NIP with a random serial."""
    while (number := _nip(rng.randrange(1_000_000))) is None:
        pass
    return number


def random_nrb(rng: Random) -> str:
    """An account number, 26 digits without country code and spaces."""
    sort_code = f"{NO_BANK}{rng.randrange(1000):03d}"
    sort_code += str(-_weighted(sort_code, SORT_CODE_WEIGHTS) % 10)
    bban = f"{sort_code}{rng.randrange(10**16):016d}"
    return _check_digits("PL", bban) + bban


def random_vat_id(rng: Random, country: str) -> str:
    """A VAT id of another country: the country code and nine digits, the first of them zero."""
    return f"{country}0{rng.randrange(10**8):08d}"


def random_german_iban(rng: Random) -> str:
    """A German IBAN, 22 characters, with a bank code beginning with zero, which Germany does not issue."""
    bban = f"0{rng.randrange(10**17):017d}"
    return f"DE{_check_digits('DE', bban)}{bban}"


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def _check_digits(country: str, bban: str) -> str:
    """The two digits that make the remainder 1 (ISO 13616, ISO 7064 mod 97-10)."""
    letters = "".join(str(int(letter, 36)) for letter in country)
    return f"{98 - int(f'{bban}{letters}00') % 97:02d}"
