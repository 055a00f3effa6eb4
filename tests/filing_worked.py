"""The worked example of vat.md 2.3 as JPK_V7 files, and its pieces, for the tests of the checks."""

import pandas as pd

from tests import filing_structures as files

RIGHT_KSEF = "5265877635-20250826-0100001AF629-AF"
"""The example in the description of KSeF numbers, with its true check byte."""
DUE = {"2": "2025-09-05", "3": "2026-06-10"}
PAID = {"2": "2025-12-20", "3": "2026-09-20"}


def worked(structure: str) -> bytes:
    """The example of vat.md 2.3 as a file of a structure: its sums and declaration were made there by hand."""
    number = structure[-1]
    minus = [("KorektaPodstawyOpodt", 1), *([("TerminPlatnosci", DUE[number])] if number != "1" else [])]
    plus = [("KorektaPodstawyOpodt", 1), *([("DataZaplaty", PAID[number])] if number != "1" else [])]
    sales = [
        files.sale(files.row_head(structure, 1), ("K_19", "10000.00"), ("K_20", "2300.00")),
        files.sale(files.row_head(structure, 2), *minus, ("K_19", "-593.50"), ("K_20", "-136.50")),
        files.sale(files.row_head(structure, 3), *plus, ("K_19", "81.30"), ("K_20", "18.70")),
    ]
    purchases = [
        files.purchase(files.purchase_head(structure, 1), ("K_42", "5000.00"), ("K_43", "1150.00")),
        files.purchase(files.purchase_head(structure, 2), ("K_46", "-93.49")),
        files.purchase(files.purchase_head(structure, 3), ("K_47", "4358.50")),
    ]
    values = {
        19: 9488,
        20: 2182,
        37: 9488,
        38: 2182,
        42: 5000,
        43: 1150,
        46: -93,
        47: 4359,
        48: 5416,
        51: 0,
        53: 3234,
        62: 3234,
    }
    fields = files.tags(*((f"P_{name}", value) for name, value in {**values, 68: -594, 69: -137}.items()))
    return files.document(
        structure,
        files.header(structure),
        files.taxpayer(structure),
        files.declaration(structure, fields),
        files.record(structure, "".join(sales), "".join(purchases), (3, "2182.20"), (3, "5415.01")),
    )


def with_changes(content: bytes, *changes: tuple[str, str]) -> bytes:
    """The file with texts replaced; each must be there exactly once."""
    text = content.decode()
    for before, after in changes:
        assert text.count(before) == 1, (before, text.count(before))
        text = text.replace(before, after)
    return text.encode()


def places(found: pd.DataFrame) -> list[tuple[str, str, int, str]]:
    return [(row.code, row.part, row.row, row.field) for row in found.itertuples()]


PLAIN = files.tags(("K_19", "10000.00"), ("K_20", "2300.00"))
MINUS = files.tags(("K_19", "-593.50"), ("K_20", "-136.50"))
PLUS = files.tags(("K_19", "81.30"), ("K_20", "18.70"))
DATED = files.tags(("TerminPlatnosci", "2026-06-10"))
PAID_ON = files.tags(("DataZaplaty", "2026-09-20"))
K46 = files.tags(("K_46", "-93.49"))
K47 = files.tags(("K_47", "4358.50"))
FLAG = files.tags(("KorektaPodstawyOpodt", 1))
BFK = files.tags(("BFK", 1))
HEAD_1 = files.tags(("DowodSprzedazy", "FV/1"), ("DataWystawienia", "2026-09-05"))
HEAD_2 = files.tags(("DowodSprzedazy", "FV/2"), ("DataWystawienia", "2026-09-05"))
HEAD_3 = files.tags(("DowodSprzedazy", "FV/3"), ("DataWystawienia", "2026-09-05"))
BOUGHT_1 = files.tags(("DowodZakupu", "Z/1"), ("DataZakupu", "2026-09-05"))
BOUGHT_3 = files.tags(("DowodZakupu", "Z/3"), ("DataZakupu", "2026-09-05"))
COMPANY = files.tags(("NIP", "5265877635"))
P53 = files.tags(("P_53", 3234))
P62 = files.tags(("P_62", 3234))
P51 = files.tags(("P_51", 0))
P68 = files.tags(("P_68", -594), ("P_69", -137))
MADE = files.tags(("DataWytworzeniaJPK", "2026-10-20T12:00:00Z"))
CONTROL = files.tags(("LiczbaWierszySprzedazy", 3), ("PodatekNalezny", "2182.20"))
BOUGHT_CONTROL = files.tags(("LiczbaWierszyZakupow", 3), ("PodatekNaliczony", "5415.01"))


def first_sale(text: str) -> tuple[str, str]:
    """The number of the buyer of the first sale and what is in its place."""
    return f"<LpSprzedazy>1</LpSprzedazy>{files.tags(('NrKontrahenta', '5260250274'))}", f"<LpSprzedazy>1</LpSprzedazy>{text}"


def ksef(number: str) -> tuple[str, str]:
    return HEAD_1 + BFK, HEAD_1 + files.tags(("NrKSeF", number))


def without_row(content: bytes, number: int, part: str = "Sprzedaz") -> bytes:
    text = content.decode()
    start = text.index(f"<{part}Wiersz><Lp{'Sprzedazy' if part == 'Sprzedaz' else 'Zakupu'}>{number}<")
    end = text.index(f"</{part}Wiersz>", start) + len(f"</{part}Wiersz>")
    return (text[:start] + text[end:]).encode()
