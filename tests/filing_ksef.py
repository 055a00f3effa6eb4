"""KSeF invoices FA(2) and FA(3) made for tests, as bytes: what a test is about, and what every invoice has."""

from collections.abc import Mapping, Sequence
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "shared" / "samples" / "ksef"
NAMESPACES = {2: "http://crd.gov.pl/wzor/2023/06/29/12648/", 3: "http://crd.gov.pl/wzor/2025/06/25/13775/"}

SELLER, BUYER = "5260250274", "7010001453"


def invoice(
    form: int = 3,
    *,
    kind: str = "VAT",
    number: str = "FV/1",
    seller: str = SELLER,
    buyer: str = BUYER,
    buyer_id: str | None = None,
    issued: str = "2026-03-02",
    sold: str = "2026-03-01",
    currency: str = "PLN",
    totals: Mapping[str, str] | None = None,
    total: str = "1230.00",
    notes: str = "",
    after_total: str = "",
    correction: str = "",
    lines: Sequence[str] = (),
    settling: str = "",
    paying: str = "",
    others: str = "",
) -> bytes:
    """One invoice of 1000.00 net and 230.00 VAT, or what the arguments say; `buyer_id` is XML in place of the buyer's NIP."""
    given = {"P_13_1": "1000.00", "P_14_1": "230.00"} if totals is None else totals
    amounts = "".join(f"<{name}>{text}</{name}>" for name, text in given.items())
    identity = f"<NIP>{buyer}</NIP>" if buyer_id is None else buyer_id
    units = "<JST>2</JST><GV>2</GV>" if form == 3 else ""
    flags = notes or "<P_16>2</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>2</P_18A>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="{NAMESPACES[form]}">
  <Naglowek><KodFormularza kodSystemowy="FA ({form})" wersjaSchemy="1-0E">FA</KodFormularza></Naglowek>
  <Podmiot1><DaneIdentyfikacyjne><NIP>{seller}</NIP><Nazwa>Cegła Sp. z o.o.</Nazwa></DaneIdentyfikacyjne>
    <Adres><KodKraju>PL</KodKraju><AdresL1>ul. Ceglana 1</AdresL1><AdresL2>00-001 Warszawa</AdresL2></Adres></Podmiot1>
  <Podmiot2><DaneIdentyfikacyjne>{identity}<Nazwa>Dom S.A.</Nazwa></DaneIdentyfikacyjne>
    <Adres><KodKraju>PL</KodKraju><AdresL1>ul. Domowa 2</AdresL1><AdresL2>30-002 Kraków</AdresL2></Adres>{units}</Podmiot2>
  {others}
  <Fa><KodWaluty>{currency}</KodWaluty><P_1>{issued}</P_1><P_2>{number}</P_2>{f"<P_6>{sold}</P_6>" if sold else ""}
    {amounts}<P_15>{total}</P_15>{after_total}<Adnotacje>{flags}</Adnotacje>
    <RodzajFaktury>{kind}</RodzajFaktury>{correction}
    {"".join(f"<FaWiersz>{line}</FaWiersz>" for line in lines)}{settling}
    {f"<Platnosc>{paying}</Platnosc>" if paying else ""}</Fa>
</Faktura>""".encode()


def due(*days: str) -> str:
    """Due dates, as in Platnosc."""
    return "".join(f"<TerminPlatnosci><Termin>{day}</Termin></TerminPlatnosci>" for day in days)


def corrected(number: str, ksef: str = "", kind: str = "2", issued: str = "2026-03-02") -> str:
    """What a correction says about the invoice it corrects."""
    named = f"<NrKSeF>1</NrKSeF><NrKSeFFaKorygowanej>{ksef}</NrKSeFFaKorygowanej>" if ksef else "<NrKSeFN>1</NrKSeFN>"
    return (
        f"<TypKorekty>{kind}</TypKorekty><DaneFaKorygowanej><DataWystFaKorygowanej>{issued}</DataWystFaKorygowanej>"
        f"<NrFaKorygowanej>{number}</NrFaKorygowanej>{named}</DaneFaKorygowanej>"
    )
