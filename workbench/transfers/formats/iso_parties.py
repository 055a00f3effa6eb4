"""Parties, addresses, accounts and banks as elements of pain.001 (reference, section 2.2 and 2.6)."""

from ..orders import Kind, Payee, Payer
from .iso import IsoFormat, Version
from .iso_accounts import iban
from .iso_texts import Fit, KindTexts, house

BIC_NAMES: dict[Version, str] = {"03": "BIC", "09": "BICFI"}
"""The element of a bank's BIC."""


class Parties:
    """What writes the parties of one kind in one file."""

    def __init__(self, format: IsoFormat, kind: Kind, texts: KindTexts) -> None:
        self._texts = texts
        self._bic = BIC_NAMES[format.version]
        self._kind = kind
        self._domestic = kind not in ("sepa", "foreign")
        self._sort_code = format.sort_code and self._domestic
        # by identity: the transfers of a file are held while it is written, and a look at every field would cost more
        self._payees: dict[int, tuple[str, str, str]] = {}

    def payee(self, payee: Payee) -> tuple[str, str, str]:
        """Elements of the payee: CdtrAgt, the inside of Cdtr without identification, CdtrAcct."""
        known = self._payees.get(id(payee))
        if known is None:
            bank = self._payee_bank(payee)
            known = self._payees[id(payee)] = (
                bank and f"<CdtrAgt><FinInstnId>{bank}</FinInstnId></CdtrAgt>",
                self._party(payee),
                f"<CdtrAcct>{_account(payee.account)}</CdtrAcct>",
            )
        return known

    def payer(self, payer: Payer) -> str:
        """Elements of the payer: Dbtr, DbtrAcct, DbtrAgt."""
        if payer.bic:
            bank = f"<{self._bic}>{payer.bic}</{self._bic}>"
        elif self._domestic and payer.sort_code:
            bank = _sort_code(payer.sort_code)
        else:
            bank = "<Othr><Id>NOTPROVIDED</Id></Othr>"
        return (
            f"<Dbtr>{self._party(payer)}</Dbtr>\n"
            f"<DbtrAcct>{_account(payer.account)}<Ccy>{payer.currency}</Ccy></DbtrAcct>\n"
            f"<DbtrAgt><FinInstnId>{bank}</FinInstnId></DbtrAgt>\n"
        )

    def _party(self, party: Payer | Payee) -> str:
        """Name and a structured address; a street without a number that can be told apart makes it hybrid: one line of text,
        with town and country in elements of their own."""
        name = f"<Nm>{self._texts.name(party.name)}</Nm>"
        elements = ""
        if party.street:
            street = house(party.street)
            if street is not None:
                elements = _element("StrtNm", street[0], self._texts.street)
                elements += _element("BldgNb", street[1], self._texts.number)
        if party.postcode:
            elements += _element("PstCd", party.postcode, self._texts.postcode)
        if party.city:
            elements += _element("TwnNm", party.city, self._texts.town)
        if party.country:
            elements += f"<Ctry>{party.country}</Ctry>"
        if party.street and street is None:
            elements += _element("AdrLine", party.street, self._texts.line)
        return f"{name}<PstlAdr>{elements}</PstlAdr>" if elements else name

    def _payee_bank(self, payee: Payee) -> str:
        if self._domestic:
            return _sort_code(iban(payee.account)[4:12]) if self._sort_code else ""
        if payee.bic:
            return f"<{self._bic}>{payee.bic}</{self._bic}>"
        # inside the single payment area the IBAN names the bank
        return _element("Nm", payee.bank_name, self._texts.bank) if self._kind == "foreign" else ""


def _element(name: str, text: str, fit: Fit) -> str:
    """An element with the text made to fit, nothing where no character is left."""
    made = fit(text)
    return made and f"<{name}>{made}</{name}>"


def _account(account: str) -> str:
    """The inside of an account: its IBAN, or the number as it is."""
    number = iban(account)
    return f"<Id><IBAN>{number}</IBAN></Id>" if number else f"<Id><Othr><Id>{account}</Id></Othr></Id>"


def _sort_code(number: str) -> str:
    return f"<ClrSysMmbId><ClrSysId><Cd>PLKNR</Cd></ClrSysId><MmbId>{number}</MmbId></ClrSysMmbId>"
