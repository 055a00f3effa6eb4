"""VAT-ZD (1): the notice of corrected tax that went with a declaration up to September 2020 (art. 89a ust. 5 then in force).

Only what is unpaid is listed, one line an invoice and due date with its rates added; later payments never are. The totals are
rounded as a whole, so they may differ from those of the declaration. Source: vat.md 3; the versions are data in `vat_zd.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
from lxml import etree

from ... import money
from ...days import Month, Quarter
from ...errors import FilingError
from ...i18n import _
from ...ledger import Ledger
from .row_faults import day_fault, text_fault
from .xml_columns import plain

FIRST_DAY = date(2011, 1, 1)
"""The first day that its dates can be."""
LONGEST_TEXT = 240
LARGEST_AMOUNT = 10**16 - 1
"""Grosze."""
_NIP = re.compile(r"[1-9](?:[0-9][1-9]|[1-9][0-9])[0-9]{7}")
_KEY = ["document_id", "due_date"]


class Notice(Protocol):
    """What is needed of a relief notice: its books, side, period and lines (document_id, kind, net, vat, due_date)."""

    @property
    def ledger(self) -> Ledger: ...
    @property
    def side(self) -> str: ...
    @property
    def period(self) -> Month | Quarter: ...
    @property
    def lines(self) -> pd.DataFrame: ...


def vat_zd_rows(notice: Notice) -> pd.DataFrame:
    """The rows of `vat_zd` from the unpaid lines of a notice of sales: one an invoice, due date and rate.

    FilingError for a notice of purchases: the debtor filed none; and for a document that is no longer in the books.
    """
    if notice.side != "sale":
        raise FilingError(_("VAT-ZD is filed by the creditor only: choose the notice of sales."))
    ledger = notice.ledger
    lines = notice.lines[notice.lines["kind"] == "unpaid"]
    lost = lines.loc[~lines["document_id"].isin(ledger.documents["document_id"]), "document_id"].drop_duplicates()
    if len(lost):
        reason = _("{documents}: the books no longer hold these documents; amend the notice, then make VAT-ZD.")
        raise FilingError(reason.format(documents=", ".join(lost)))
    documents = ledger.documents.set_index("document_id").loc[lines["document_id"]]
    parties = ledger.parties.set_index("party_id").loc[documents["party_id"]]
    return pd.DataFrame(
        {
            "document_id": lines["document_id"].to_numpy(),
            "name": parties["name"].to_numpy(),
            "tax_id": parties["tax_id"].to_numpy(),
            "number": documents["number"].to_numpy(),
            "issue_date": documents["issue_date"].to_numpy(),
            "due_date": lines["due_date"].to_numpy(),
            "net": lines["net"].to_numpy(),
            "vat": lines["vat"].to_numpy(),
        }
    )


def vat_zd(rows: pd.DataFrame, period: Month | Quarter) -> bytes:
    """The XML of VAT-ZD for a period up to September or the third quarter of 2020, with Wniosek_VAT-ZD as its root.

    `rows`: document_id, name, tax_id, number (texts), issue_date, due_date (datetime64), net, vat (int64 grosze, positive);
    rows of one document_id and due_date become one line, in the order of their first row.

    FilingError for a later period (there is none any more) or one before 2013, for a debtor without NIP (consumers cannot be
    listed), a day before 2011, an amount below 0 and a text that does not fit.
    """
    data = _schema(period)
    namespace = data["namespace"]
    root = etree.Element(f"{{{namespace}}}Wniosek_VAT-ZD", None, {"vzd": namespace})
    header = _add(root, "Naglowek")
    code = _add(header, "KodFormularza", data["code"])
    code.set("kodSystemowy", f"{data['code']} ({data['variant']})")
    code.set("wersjaSchemy", data["version"])
    _add(header, "WariantFormularza", str(data["variant"]))
    positions = _add(root, "PozycjeSzczegolowe")
    amounts = rows.groupby(_KEY, sort=False)[["net", "vat"]].sum()
    first = rows.drop_duplicates(_KEY).drop(columns=["net", "vat"])
    joined = first.join(amounts, on=_KEY) if len(rows) else rows
    for row in joined.itertuples(index=False):
        line = _add(positions, "P_B")
        line.set("typ", "G")
        for name, text in _line(row):
            _add(line, name, text)
    for name, column in (("P_10", "net"), ("P_11", "vat")):
        total = money.to_zloty(money.total(joined[column].to_numpy()))
        _add(positions, name, str(total // money.ZLOTY))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _line(row: Any) -> Iterator[tuple[str, str]]:
    """The fields of a debtor's invoice in the order of the form."""
    tax_id = re.sub(r"[ -]", "", row.tax_id).removeprefix("PL")
    if not _NIP.fullmatch(tax_id):
        reason = _("{document}: {name} has no NIP; VAT-ZD lists taxable persons only, take the invoice off the notice.")
        raise FilingError(reason.format(document=row.number, name=row.name))
    yield "P_BB", _text(row, "P_BB", row.name)
    yield "P_BC", tax_id
    yield "P_BD1", _text(row, "P_BD1", row.number)
    yield "P_BD2", _day(row, "P_BD2", row.issue_date)
    yield "P_BE", _day(row, "P_BE", row.due_date)
    yield "P_BF", _amount(row, "P_BF", row.net)
    yield "P_BG", _amount(row, "P_BG", row.vat)


def _text(row: Any, field: str, value: str) -> str:
    text = plain(value)
    _refuse(row, field, text_fault(text, LONGEST_TEXT))
    return text


def _day(row: Any, field: str, value: pd.Timestamp) -> str:
    day = value.to_datetime64().astype("datetime64[D]")
    _refuse(row, field, day_fault(day, FIRST_DAY, date.max))
    return str(day)


def _amount(row: Any, field: str, grosze: int) -> str:
    if not 0 <= grosze <= LARGEST_AMOUNT:
        reason = _("{value} cannot stand in the file; check its form, sign and length.")
        _refuse(row, field, reason.format(value=money.to_text(grosze)))
    return money.to_text(grosze)


def _refuse(row: Any, field: str, fault: str) -> None:
    if fault:
        raise FilingError(f"{row.number}, {field}: {fault}")


def _add(parent: Any, name: str, text: str | None = None) -> Any:
    element = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")
    element.text = text
    return element


def _schema(period: Month | Quarter) -> dict[str, Any]:
    data = _data()
    month = Month.of(period.last)
    if Month(data["last"]) < month:
        reason = _("{period}: from October 2020 there is no VAT-ZD; the correction stands in JPK_V7 alone.")
        raise FilingError(reason.format(period=period))
    known = [schema for schema in data["schema"] if not month < Month(schema["first"])]
    if not known:
        reason = _("{period}: VAT-ZD was filed from {first} on.")
        raise FilingError(reason.format(period=period, first=data["schema"][0]["first"]))
    return {"code": data["code"], "variant": data["variant"], **known[-1]}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("vat_zd.toml").read_text("utf-8"))
