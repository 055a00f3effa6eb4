"""Technical documents of the purchase register: corrections of input VAT that the user enters outside the notices (J-013)."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ...days import Month
from ...errors import ReliefError
from ...i18n import N_, _
from ...ledger import Ledger
from ..listing import period_title
from ..parts import TAXED_RATES
from .chain import Chain
from .declarations import Declaration
from .entries import COLUMNS
from .messages import M03

Attribute = Literal["unpaid", "paid_back"]
ATTRIBUTE_TITLES: dict[Attribute, str] = {"unpaid": N_("VAT-ZD PURCHASE UNPAID"), "paid_back": N_("VAT-ZD PURCHASE PAID")}
"""The attributes as the register shows them: "VAT-ZD ZAKUP NIEZAPŁ" and "VAT-ZD ZAKUP ZAPŁAC"."""

ENTRY_KINDS = ("goods", "fixed_assets")
DEDUCTIBLE = ("yes", "conditional", "no")


@dataclass(frozen=True)
class TechnicalDocument:
    """A correction of input VAT entered by hand in the purchase register.

    `attribute`: unpaid (VAT goes down) or paid_back (it comes back). `document_id`: the purchase it corrects, "" where none
    is named. `vat`: grosze, above zero; the sign lies in the attribute. `kind`, `deductible`: as of an entry.
    ReliefError for a value that is none of these.
    """

    id: str
    period: Month
    attribute: Attribute
    document_id: str
    number: str
    rate: str
    vat: int
    kind: str
    deductible: str
    note: str = ""

    def __post_init__(self) -> None:
        allowed = (
            ("attribute", self.attribute, tuple(ATTRIBUTE_TITLES)),
            ("rate", self.rate, TAXED_RATES),
            ("kind", self.kind, ENTRY_KINDS),
            ("deductible", self.deductible, DEDUCTIBLE),
        )
        for name, value, values in allowed:
            if value not in values:
                raise ReliefError(
                    _("Technical document {number}: {name} is {value}, expected one of: {expected}.").format(
                        number=self.number, name=name, value=value, expected=", ".join(values)
                    )
                )
        if self.vat <= 0:
            raise ReliefError(
                _("Technical document {number}: the VAT must be above zero; its sign lies in the attribute.").format(
                    number=self.number
                )
            )

    @property
    def title(self) -> str:
        """The attribute as the register shows it."""
        return _(ATTRIBUTE_TITLES[self.attribute])

    @property
    def entry(self) -> pd.DataFrame:
        """Its entry in the register: one row with the columns of `life.entries`, VAT alone, signed (R-032)."""
        values = {
            "entry": 1,
            "line": 1,
            "document_id": self.document_id,
            "state": self.attribute,
            "rate": self.rate,
            "kind": self.kind,
            "deductible": self.deductible,
            "net": 0,
            "vat": -self.vat if self.attribute == "unpaid" else self.vat,
        }
        return pd.DataFrame([values]).astype(COLUMNS)


def check(document: TechnicalDocument, declaration: Declaration, purchases: Chain, ledger: Ledger) -> pd.DataFrame:
    """What looks wrong with a technical document that is about to be kept: a table document_id, notice, warning.

    `declaration` covers its month, `purchases` is the purchase chain of the month, `ledger` the client's books. A purchase that
    its newest notice also corrects would be corrected twice; one that the books do not hold may be a slip of the pen. Refused
    with M-03 while the declaration is not open.
    """
    declaration.must_concern(document.period)
    if not declaration.is_open:
        raise ReliefError(_(M03))
    rows = []
    newest = purchases.newest
    if newest is not None and document.document_id and (newest.lines["document_id"] == document.document_id).any():
        mark = purchases.mark(newest.number)
        warning = _("{document} is on the notice {notice} of {period} too: its VAT would be corrected twice.").format(
            document=document.document_id, notice=mark, period=period_title(purchases.period)
        )
        rows.append((document.document_id, mark, warning))
    bought = ledger.documents.loc[ledger.documents["register"] == "purchase", "document_id"]
    if document.document_id and not (bought == document.document_id).any():
        warning = _("{document}: the books hold no such purchase; check its number.").format(document=document.document_id)
        rows.append((document.document_id, "", warning))
    return pd.DataFrame(rows, columns=["document_id", "notice", "warning"], dtype="str")
