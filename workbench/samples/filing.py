"""What JPK_V7 needs beside the invoices: the company's tax office, markers, months of cash accounting, KSeF numbers, the till.

All chance is that of a generator of its own, so that the rest of the books does not depend on what is added here.
"""

from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

from .. import money
from ..days import Month
from .books import MONTHS, Books, Document, Line, Part, Party
from .data import read
from .numbering import finish_parts

SELF_ASSESSED = ("intra_eu", "import")
"""Transactions whose tax the buyer assesses, at 23% here."""


def add_filing(seed: int, client: str, books: Books, company: Party) -> None:
    """Adds to the books of a client what its JPK_V7 files need. `company`: the client itself."""
    facts = read("filing.toml")
    own = facts[client]
    rng = Random(f"{seed}/{client}/filing")
    (row,) = books.tables["company"]
    row |= {"tax_office": own["tax_office"], "vat_period": own.get("vat_period", "month")}
    row["phone"] = f"+48 00 {rng.randrange(1000):03d} {rng.randrange(10000):04d}"
    if "till" in own:
        _add_till(rng, books, own["till"], facts["ksef_since"])
    for document in books.documents:
        document.vat_date = _month_of_payment(document)
        document.jpk_markers = _markers(document, own)
        if document.register == "sale" and document.category in own.get("receipts", []) and not document.corrects:
            document.jpk_type = "FP"
        if document.issue_date >= facts["assessed_since"] and document.register == "purchase":
            document.lines = [_assessed(document, line) for line in document.lines]
        if document.register == "sale" and document.party.country in facts["union"] and not document.party.is_person:
            document.lines = [replace(line, jpk_field=_services_abroad(line)) for line in document.lines]
        if document.register == "purchase" and document.category == facts["assets"]:
            document.lines = [replace(line, jpk_field="K_40" if line.kind != "fixed_assets" else "") for line in document.lines]
        if document.issue_date >= facts["ksef_since"] and document.jpk_type != "RO":
            document.ksef_number = _ksef_number(document, company)


def _month_of_payment(document: Document) -> Any:
    """The last payment of a document with cash accounting that was paid in full within one month (art. 21); of others the user
    has to decide."""
    paid = [settlement for part in document.parts for settlement in part.settlements]
    one_month = len({Month.of(settlement.date) for settlement in paid}) == 1
    in_full = sum(settlement.amount for settlement in paid) == document.gross
    return max(settlement.date for settlement in paid) if document.cash_accounting and one_month and in_full else None


def _markers(document: Document, own: dict[str, Any]) -> str:
    if document.register != "sale" or document.issue_date < MONTHS[0].first:
        return ""
    related = "TP" if document.party.party_id in own.get("related", []) else ""
    return " ".join(marker for marker in (own.get("markers", {}).get(document.category, ""), related) if marker)


def _assessed(document: Document, line: Line) -> Line:
    foreign = document.transaction in SELF_ASSESSED and line.rate == "np"
    return replace(line, rate="23") if foreign else line


def _services_abroad(line: Line) -> str:
    """K_12 of a service to a firm in the Union (art. 100 sec. 1 item 4); the books say of it only that it is not subject."""
    return "K_12" if line.rate == "np" and line.kind == "services" else line.jpk_field


def _ksef_number(document: Document, company: Party) -> str:
    """The number of an invoice of one Polish firm: NIP of the seller, day, twelve hexadecimal digits, check byte; the same in
    the books of both sides."""
    sale = document.register == "sale"
    seller = company if sale else document.party
    if document.party.is_person or document.party.country != "PL" or not seller.tax_id or document.transaction == "import":
        return ""
    number = document.document_id if sale else document.supplier_number
    digits = sha256(f"{seller.tax_id}/{number}".encode()).hexdigest()[:12].upper()
    body = f"{seller.tax_id}-{document.issue_date:%Y%m%d}-{digits}"
    return f"{body}-{_check_byte(body)}"


def _check_byte(body: str) -> str:
    """CRC-8 of the number's other characters (polynomial 0x07), as KSeF writes it."""
    check = 0
    for byte in body.encode("ascii"):
        check ^= byte
        for _ in range(8):
            check = (check << 1 ^ 0x07) & 0xFF if check & 0x80 else check << 1
    return f"{check:02X}"


def _add_till(rng: Random, books: Books, takings: dict[str, int], since: Any) -> None:
    """A monthly report of the till (RO), paid in cash, in the months from `since`."""
    till = Party("KASA-FISKALNA", "Sprzedaż detaliczna", email="kasa@poczta.example", vat_status="inactive", is_person=True)
    books.parties.append(till)
    for month in (month for month in MONTHS if month.first >= since):
        lines = [Line(rate, money.mul_div(net * money.ZLOTY, rng.randrange(80, 120), 100)) for rate, net in takings.items()]
        report = Document(
            register="sale",
            issue_date=month.last,
            sale_date=month.last,
            party=till,
            lines=lines,
            parts=[Part(month.last, sum(line.net + line.vat for line in lines))],
            category="PIECZYWO",
            jpk_type="RO",
            document_id=f"RO/{month.first.month}/{month.year}",
        )
        report.parts[0].settle(month.last, report.gross, "cash")
        finish_parts(report)
        books.documents.append(report)
    books.documents.sort(key=lambda document: document.issue_date)
