"""NIP, account numbers and VAT ids that pass every checksum and can belong to nobody.

NIP: the first three digits name the tax office that issued the number; issued ones run from 101 to 998. The prefix 999
has no tax office, yet fits the ministry's schema pattern for a NIP (the prefixes 000 to 100 do not), so files made from
the sample books validate. The ministry's own sample invoices use 9999999999 for an invented seller.

Account: digits 3 to 10 of an NRB are the bank's sort code. Those here name the head office of a bank, where the preview of a
transfer finds a bank as with a real account; the account's own sixteen digits begin with eight zeros, which no customer's do.
The accounts for taxes and contributions are made of the payer's NIP, which is nobody's.

Foreign VAT ids and IBANs start with a zero where the country's own numbers cannot.
"""

from random import Random

NO_TAX_OFFICE = "999"
BANKS = {
    "1020": "BPKOPLPW", "1050": "INGBPLPW", "1090": "WBKPPLPP", "1140": "BREXPLPW", "1160": "BIGBPLPW",
    "1240": "PKOPPLPW", "1600": "PPABPLPK", "1940": "AGRIPLPR", "2490": "ALBPPLPW", "1320": "POCZPLP4",
}  # fmt: skip
"""The BIC of banks by the number that their sort codes begin with; the head office has the number 000 within its bank."""
TAX_OFFICE_ACCOUNTS = "10100071" + "222" + "2"
CONTRIBUTION_ACCOUNTS = "60000002" + "026001"
"""How the accounts begin on which a payer with a NIP pays taxes, kept by the central bank, and contributions."""
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


def random_nrb(rng: Random, bank: str = "") -> str:
    """An account number, 26 digits without country code and spaces, of the bank with this number or of any."""
    by_chance = list(BANKS)[rng.randrange(1000) % len(BANKS)]
    sort_code = f"{bank or by_chance}000"
    sort_code += str(-_weighted(sort_code, SORT_CODE_WEIGHTS) % 10)
    return _nrb(f"{sort_code}{rng.randrange(10**16) % 10**8:016d}")


def bank_number(account: str) -> str:
    """The number of the bank that keeps an account."""
    return account[2:6]


def tax_account(nip: str) -> str:
    """The account on which the payer with this NIP pays income tax and VAT ("mikrorachunek podatkowy"), 26 digits."""
    return _nrb(f"{TAX_OFFICE_ACCOUNTS}{nip}00")


def contribution_account(nip: str) -> str:
    """The account on which the payer with this NIP pays contributions (NRS), 26 digits."""
    return _nrb(f"{CONTRIBUTION_ACCOUNTS}{nip}")


def random_vat_id(rng: Random, country: str) -> str:
    """A VAT id of another country: the country code and nine digits, the first of them zero."""
    return f"{country}0{rng.randrange(10**8):08d}"


def random_german_iban(rng: Random) -> str:
    """A German IBAN, 22 characters, with a bank code beginning with zero, which Germany does not issue."""
    return iban("DE", f"0{rng.randrange(10**17):017d}")


def iban(country: str, bban: str) -> str:
    """The IBAN of an account written as in its country."""
    return f"{country}{_check_digits(country, bban)}{bban}"


def _nrb(bban: str) -> str:
    return iban("PL", bban).removeprefix("PL")


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def _check_digits(country: str, bban: str) -> str:
    """The two digits that make the remainder 1 (ISO 13616, ISO 7064 mod 97-10)."""
    digits = "".join(str(int(sign, 36)) for sign in f"{bban}{country}00")
    return f"{98 - int(digits) % 97:02d}"
