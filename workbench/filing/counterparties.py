"""Whom a row of the register is with: country and number as the structure of JPK_V7 wants them.

A Polish NIP stands alone, digits only and without a country; a VAT number of the European Union is split into its prefix and
the rest; any other number keeps its form and bears the country of the counterparty. Without a number there stands BRAK.
"""

import re

from .placing import placing

NONE = "BRAK"
POLAND = "PL"


def counterparty(tax_id: str, country: str) -> tuple[str, str]:
    """The country (KodKrajuNadaniaTIN, empty for Poland and where there is no number) and the number of a counterparty.

    >>> counterparty("PL 999-26-14-565", "PL"), counterparty("DE012345678", "PL"), counterparty("", "DE")
    (('', '9992614565'), ('DE', '012345678'), ('', 'BRAK'))
    """
    countries = placing()["countries"]
    home = country.strip().upper() or POLAND
    code = countries["renamed"].get(home, home)
    number = tax_id.strip()
    prefix = re.match(r"([A-Za-z]{2})[ .-]*(?=\S)", number)
    if prefix and (found := countries["renamed"].get(prefix[1].upper(), prefix[1].upper())) in countries["union"]:
        code, number = found, number[prefix.end() :]
    if code in countries["union"]:
        number = re.sub(r"[ .-]", "", number)
    if not number or number.upper() == NONE:
        return "", NONE
    return "" if code == POLAND else code, number
