"""The filing desk: books, relief and what was entered joined into the JPK_V7 of a month or quarter."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from lxml import etree

from tests.books import purchase, sale
from tests.exports import english  # noqa: F401
from tests.filing_desk import CONTROLS, EXPECTED, MADE_AT, SEPTEMBER, desk_of, example
from tests.relief_store import carried, invoice, ticking
from tests.stores import address, postgres_address  # noqa: F401
from workbench.days import Month, Quarter
from workbench.errors import ConflictError, FilingError, PeriodError
from workbench.filing.comparing import compare
from workbench.filing.files import JpkFile
from workbench.filing.reading.jpk import read_jpk
from workbench.filing.reconciliation import is_reconciled
from workbench.filing.writing.jpk import jpk_bytes
from workbench.relief.life.technical import TechnicalDocument
from workbench.store.filing_desk import FilingDesk


def made(desk: FilingDesk, month: str = SEPTEMBER, **asked: Any) -> JpkFile:
    return desk.file(month, made_at=MADE_AT, **asked)


def fields(desk: FilingDesk, month: str = SEPTEMBER) -> dict[str, int | str]:
    """The declaration without what is 0 for the sake of a pair."""
    found = made(desk, month).declaration
    assert found is not None
    return dict(found.fields)


def errors(table: pd.DataFrame) -> list[str]:
    return table.loc[table["severity"] == "error", "fault"].tolist()


def codes(table: pd.DataFrame) -> list[str]:
    return table["code"].tolist()


def test_the_worked_example() -> None:
    """vat.md 2.3, field by field, with the control sums; the file is in order and reads back."""
    desk = desk_of(None)
    file = made(desk)
    assert fields(desk) == EXPECTED
    sales, purchases = file.sales_control, file.purchases_control
    assert sales is not None and purchases is not None
    assert (sales.rows, sales.tax, purchases.rows, purchases.tax) == (*CONTROLS,)
    assert file.header.version.id == "V7M-3"
    assert errors(desk.faults(SEPTEMBER)) == []
    read = read_jpk(jpk_bytes(file))
    assert read.declaration is not None and dict(read.declaration.fields) == EXPECTED
    assert read.taxpayer.email == "biuro@wektor.example"


def test_rows_are_numbered_register_first() -> None:
    desk = desk_of(None, *example(), sale("FS/0", issued="2026-09-02", due="2026-12-10", lines=[("8", "10.00")]))
    sales = desk.rows(SEPTEMBER).sales
    assert sales["row"].tolist() == [1, 2, 3, 4]
    assert sales["document"].tolist() == ["FS/0", "FS/10", "FS/1", "FS/2"]
    assert sales["relief"].tolist() == [False, False, True, True]


def test_j_008_notices_without_entries_are_told(address: str) -> None:  # noqa: F811
    """By the rule, then as kept, then with entries; the warning goes with the entries only."""
    with ticking(address) as store:
        desk = desk_of(store)
        assert {basis.source for basis in desk.rows(SEPTEMBER).bases.values()} == {"rule"}
        assert codes(desk.faults(SEPTEMBER)).count("no_entries") == 2
        relief = desk.relief.make("sale", SEPTEMBER).lock("sale", SEPTEMBER)
        kept = desk_of(store).rows(SEPTEMBER).bases["sale"]
        assert (kept.source, kept.mark, kept.title) == ("notice", "S", "S, September 2026")
        relief.generate("sale", SEPTEMBER, "SPRZEDAŻ")
        desk = desk_of(store)
        basis = desk.rows(SEPTEMBER).bases["sale"]
        assert (basis.source, basis.mark) == ("entries", "S")
        assert codes(desk.faults(SEPTEMBER)).count("no_entries") == 1, "of the purchases"
        assert errors(desk.faults(SEPTEMBER)) == []


def test_the_file_has_what_the_kept_notice_has(address: str) -> None:  # noqa: F811
    """FS/1 taken off: no row and no P_68; a correction that is being prepared does not count yet (R-056)."""
    with ticking(address) as store:
        relief = desk_of(store).relief.make("sale", SEPTEMBER).remove("sale", SEPTEMBER, "FS/1")
        assert "FS/1" not in desk_of(store).rows(SEPTEMBER).sales["document"].tolist()
        relief = relief.put_back("sale", SEPTEMBER, "FS/1").lock("sale", SEPTEMBER).generate("sale", SEPTEMBER, "S")
        relief.amend("sale", SEPTEMBER).remove("sale", SEPTEMBER, "FS/1")
        desk = desk_of(store)
        assert desk.rows(SEPTEMBER).bases["sale"].mark == "S"
        assert fields(desk) == EXPECTED


def test_without_a_store_there_is_nothing_to_generate() -> None:
    assert codes(desk_of(None).faults(SEPTEMBER)) == []


def test_the_surplus_of_the_period_before_is_offered_not_assumed(address: str) -> None:  # noqa: F811
    """P_39 of October is P_62 of September, once it is entered."""
    with ticking(address) as store:
        desk = desk_of(store)
        assert desk.offered("2026-10") == {"P_39": 3234}
        assert fields(desk, "2026-10").get("P_62", 0) == 0
        desk = desk.enter("2026-10", desk.offered("2026-10"))
        assert fields(desk, "2026-10")["P_62"] == 3234
        assert desk.offered("2026-11") == {"P_39": 3234}
        assert desk_of(None).offered("2020-10") == {}, "there is no JPK_V7 before it"


def test_entering_is_kept_undone_and_refused(address: str) -> None:  # noqa: F811
    with ticking(address) as store:
        desk = desk_of(store).enter(SEPTEMBER, {"P_54": 1000, "P_56": "1", "P_ORDZU": "Powód"})
        assert dict(desk.entered(SEPTEMBER)) == {"P_54": "1000", "P_56": "1", "P_ORDZU": "Powód"}
        assert fields(desk)["P_62"] == 2234
        seen = desk
        desk = desk.enter(SEPTEMBER, {"P_54": "", "P_56": None, "P_39": "5"})
        assert dict(desk.entered(SEPTEMBER)) == {"P_39": "5", "P_ORDZU": "Powód"}
        with pytest.raises(ConflictError):
            seen.enter(SEPTEMBER, {"P_52": 1})
        assert dict(desk.undo().entered(SEPTEMBER)) == dict(seen.entered(SEPTEMBER))
        for wrong in ({"P_38": 1}, {"P_39": "1.50"}, {"P_39": "-1"}, {"P_540": "2"}, {"P_57": 1}, {"K_10": 1}):
            with pytest.raises(FilingError, match=next(iter(wrong))):
                desk.enter(SEPTEMBER, wrong)
        assert dict(desk_of(store).entered(SEPTEMBER)) == dict(seen.entered(SEPTEMBER))


def test_what_is_supposed_is_not_kept(address: str) -> None:  # noqa: F811
    with ticking(address) as store:
        supposed = desk_of(store).supposing(SEPTEMBER, {"P_39": 10})
        assert fields(supposed)["P_39"] == 10
        assert dict(desk_of(store).entered(SEPTEMBER)) == {}


def test_j_020_a_quarterly_payer_declares_in_the_last_month() -> None:
    """The record part every month; the declaration of the quarter sums the rows of its three months, rounded once."""
    monthly = (
        sale(f"FS/{month}", issued=f"2026-0{month}-10", due="2026-12-10", lines=[("23", "100.40", "23.10")])
        for month in (7, 8, 9)
    )
    desk = desk_of(None, *example(), *monthly, vat_period="quarter")
    assert [desk.parts(month) for month in ("2026-07", "2026-08", SEPTEMBER)] == ["record", "record", "both"]
    july = made(desk, "2026-07")
    assert (july.declaration, july.header.version.id) == (None, "V7K-3")
    assert july.sales is not None and july.sales["document"].tolist() == ["FS/7"]
    september = made(desk)
    assert september.declaration is not None
    assert september.declaration.period == Quarter("2026Q3")
    assert september.declaration.fields["P_19"] == 9789, "9487.80 + 3 * 100.40 = 9789.00"
    assert september.declaration.fields["P_20"] == 2252, "2182.20 + 3 * 23.10 = 2251.50"
    assert september.sales is not None and len(september.sales) == 4
    for parts in ("both", "declaration"):
        with pytest.raises(FilingError, match="2026-09"):
            made(desk, "2026-08", parts=parts)
    assert desk.entered("2026-07") == desk.entered("2026Q3")
    assert errors(desk.faults(SEPTEMBER)) == errors(desk.faults("2026-07")) == []


def test_a_part_alone() -> None:
    desk = desk_of(None)
    record, declared = made(desk, parts="record", purpose=2), made(desk, parts="declaration")
    assert (record.declaration, record.header.purpose) == (None, 2)
    assert (declared.sales, declared.purchases, declared.sales_control) == (None, None, None)
    assert declared.declaration is not None and dict(declared.declaration.fields) == EXPECTED
    assert errors(desk.faults(SEPTEMBER, parts="record")) == errors(desk.faults(SEPTEMBER, parts="declaration")) == []


def test_what_the_books_lack_is_named() -> None:
    desk = desk_of(None, email="", tax_office="")
    with pytest.raises(FilingError, match=r"email .*tax_office"):
        made(desk)
    (fault,) = desk.faults(SEPTEMBER).to_dict("records")
    assert (fault["code"], fault["severity"]) == ("refused", "error")
    with pytest.raises(FilingError, match="last_name"):
        made(desk_of(None, birth_date="1980-02-29", first_name="Jan"))
    person = made(desk_of(None, birth_date="1980-02-29", first_name="Jan", last_name="Próbny"))
    assert person.taxpayer.birth_date == date(1980, 2, 29)
    assert read_jpk(jpk_bytes(person)).taxpayer.last_name == "Próbny"


def test_months_without_a_structure() -> None:
    with pytest.raises(PeriodError, match="2020-09"):
        made(desk_of(None), "2020-09")
    with pytest.raises(PeriodError, match="wrzesień"):
        made(desk_of(None), "wrzesień")
    assert made(desk_of(None), "2026-01").header.version.id == "V7M-2"


def test_a_file_that_was_taken_is_remembered(address: str) -> None:  # noqa: F811
    with ticking(address) as store:
        desk = desk_of(store)
        file = made(desk)
        content = jpk_bytes(file)
        desk = desk.taken(file, content, "JPK_V7M_2026_09.xml")
        (taken,) = desk.record.files
        assert (taken.key, taken.purpose, taken.parts, taken.structure) == ("2026-09/1", 1, "both", "V7M-3")
        assert (taken.sale_rows, taken.sale_tax, taken.purchase_rows, taken.purchase_tax) == CONTROLS
        assert (taken.size, len(taken.sha256), taken.made_at) == (len(content), 64, "2026-10-25T12:00:00Z")
        desk = desk.taken(made(desk, parts="declaration", purpose=2), content)
        assert [one.key for one in desk.record.files] == ["2026-09/1", "2026-09/2"]
        assert desk.last_change is None, "what was taken is not undone"


def test_j_029_a_period_that_was_sent_needs_a_correction(address: str) -> None:  # noqa: F811
    with ticking(address) as store:
        relief = desk_of(store).relief.declare(SEPTEMBER, "lock")
        assert "purpose" not in codes(desk_of(store).faults(SEPTEMBER))
        relief.declare(SEPTEMBER, "send")
        assert "purpose" in codes(desk_of(store).faults(SEPTEMBER))
        assert "purpose" not in codes(desk_of(store).faults(SEPTEMBER, purpose=2))


def test_j_013_technical_documents_are_rows(address: str) -> None:  # noqa: F811
    """Of the month alone; one whose tax was not deducted changes nothing."""
    document = TechnicalDocument("T1", Month(SEPTEMBER), "unpaid", "", "TECH/1", "23", 100_00, "goods", "yes")
    with ticking(address) as store:
        relief = desk_of(store).relief.add_technical(document)
        relief = relief.add_technical(replace(document, id="T2", number="TECH/2", deductible="no"))
        relief.add_technical(replace(document, id="T3", number="TECH/3", period=Month("2026-10")))
        desk = desk_of(store)
        purchases = desk.rows(SEPTEMBER).purchases
        assert purchases.loc[purchases["K_46"] != 0, ["document", "K_46"]].to_numpy().tolist() == [
            ["FZ/1", -93_49],
            ["TECH/1", -100_00],
        ]
        assert fields(desk)["P_46"] == -193
        assert errors(desk.faults(SEPTEMBER)) == []


def test_the_reconciliation_is_zero_once_there_are_entries(address: str) -> None:  # noqa: F811
    """By the rule the entries are what the notices would generate; of notices that are kept they are those that are kept."""
    assert is_reconciled(desk_of(None).reconciliation(SEPTEMBER))
    assert is_reconciled(desk_of(None, vat_period="quarter").reconciliation(SEPTEMBER))
    with ticking(address) as store:
        relief = carried(desk_of(store).relief).make("purchase", SEPTEMBER).lock("purchase", SEPTEMBER)
        desk = desk_of(store)
        differ = desk.reconciliation(SEPTEMBER).set_index("field")["entries_difference"]
        assert differ[differ != 0].index.tolist() == ["K_46", "K_47", "P_46", "P_47", "P_48"], "no entries of purchases yet"
        assert set(desk.unreconciled(SEPTEMBER)["document_id"]) == {"FZ/1", "FZ/2"}
        relief.generate("purchase", SEPTEMBER, "ZAKUP")
        desk = desk_of(store)
        assert is_reconciled(desk.reconciliation(SEPTEMBER))
        assert codes(desk.faults(SEPTEMBER)) == []


def test_what_a_file_would_be_of_the_books() -> None:
    """Of another structure than the client's own, and of (1), which has no days of the relief; no data of the taxpayer."""
    desk = desk_of(None)
    for file in (made(desk), made(desk, parts="declaration"), made(desk_of(None, vat_period="quarter"))):
        read = read_jpk(jpk_bytes(file))
        for books in (desk, desk_of(None, email="", vat_period="quarter")):
            found = compare(read, books.counterpart(read))
            assert found.differences.empty and found.declaration.empty
            assert found.same == found.rows_file == found.rows_books == (6 if read.sales is not None else 0)
    old = invoice(issued="2021-05-01", due="2021-06-10")
    desk = desk_of(None, old)
    read = read_jpk(jpk_bytes(made(desk, "2021-09")))
    found = compare(read, desk.counterpart(read))
    assert (read.header.version.id, found.same, len(found.differences)) == ("V7M-1", 1, 0)


def test_the_traps_of_the_quarter() -> None:
    """vat.md 7, cases 54 and 55: on a notice of August, paid in September; the creditor's claim paid before the filing."""
    debt = purchase("FZ/1", issued="2026-04-20", due="2026-05-05", lines=[("23", "100.00")], paid=[("2026-09-25", "123.00")])
    claim = sale("FS/1", issued="2026-04-20", due="2026-05-05", lines=[("23", "100.00")], paid=[("2026-10-20", "123.00")])
    found = desk_of(None, debt, claim, vat_period="quarter").traps(SEPTEMBER)
    assert found[["side", "document_id", "month", "sent"]].to_numpy().tolist() == [
        ["sale", "FS/1", "2026-08", False],
        ["purchase", "FZ/1", "2026-08", False],
    ]
    assert desk_of(None, debt, claim).traps(SEPTEMBER).empty


@pytest.mark.parametrize("period", ["2020-09", "2020Q3", "2019Q4"])
def test_vat_zd(period: str) -> None:
    """C-01 and R-046: one unpaid invoice of the period, net 1 000.00, tax 230.00."""
    due = "2019-08-27" if period == "2019Q4" else "2020-06-10"
    desk = desk_of(None, invoice(issued=due[:8] + "01", due=due))
    root = etree.fromstring(desk.vat_zd(period))
    told = {etree.QName(element).localname: element.text for element in root.iter()}
    assert {name: told[name] for name in ("P_BF", "P_BG", "P_10", "P_11")} == {
        "P_BF": "1000.00",
        "P_BG": "230.00",
        "P_10": "1000",
        "P_11": "230",
    }


def test_vat_zd_is_of_the_past() -> None:
    for period in ("2020-10", "2020Q4"):
        with pytest.raises(FilingError, match=period):
            desk_of(None).vat_zd(period)


def test_answers_about_ksef_invoices(address: str) -> None:  # noqa: F811
    answers = pd.DataFrame({"document": ["FV/1"], "need": ["due_date"], "answer": ["2026-10-01"]})
    with ticking(address) as store:
        desk = desk_of(store).answer(answers)
        assert desk.record.answers.to_dict("records") == answers.to_dict("records")
        assert desk.undo().record.answers.empty


def test_without_a_store_nothing_is_kept() -> None:
    desk = desk_of(None)
    for step in (lambda: desk.enter(SEPTEMBER, {"P_39": 1}), desk.undo, lambda: desk.taken(made(desk), b"")):
        with pytest.raises(FilingError, match="WORKBENCH_STORE"):
            step()
