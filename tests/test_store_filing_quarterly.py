"""Cases 54 and 55 from end to end: a quarterly payer's file of August was sent with relief that there should not be (vat.md 7).

The advice of the traps is followed in the desk: the notice of August is amended, the corrected file of August has no such row,
and the declaration of the quarter has no relief; or, for the debtor, K_47 is booked in the month of payment.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.books import purchase, sale
from tests.filing_desk import CLIENT, MADE_AT, desk_of
from workbench.filing.checking.jpk import check_jpk
from workbench.filing.reading.jpk import read_jpk
from workbench.filing.reconciliation import is_reconciled
from workbench.filing.writing.jpk import jpk_bytes
from workbench.i18n import in_language
from workbench.relief import Side
from workbench.store import Store, open_store
from workbench.store.filing_desk import FilingDesk
from workbench.store.relief_desk import ReliefDesk

AUGUST, SEPTEMBER, Q3 = "2026-08", "2026-09", "2026Q3"
MAY = {"issued": "2026-04-20", "due": "2026-05-05", "lines": [("23", "1000.00")]}  # day 90 is 2026-08-03
DEBT = purchase("FZ/1", **MAY, paid=[("2026-09-25", "1230.00")])
CLAIM = sale("FS/1", **MAY, paid=[("2026-10-20", "1230.00")])
OTHERS = (
    sale("FS/9", issued="2026-09-10", due="2026-12-10", lines=[("23", "5000.00")]),
    purchase("FZ/9", issued="2026-09-11", due="2026-12-10", lines=[("23", "2000.00")]),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "office.liczydlo"), user="anna") as kept, in_language("en"):
        yield kept


def opened(store: Store) -> FilingDesk:
    """The desk of a quarterly payer, on 2026-10-26: the quarter is to be filed today."""
    return desk_of(store, DEBT, CLAIM, *OTHERS, vat_period="quarter")


def carried(desk: ReliefDesk, side: Side, month: str) -> ReliefDesk:
    """The notice of a month as it is made on its day, locked, with its entries where it has lines."""
    desk = desk.make(side, month).lock(side, month)
    return desk.generate(side, month, "JPK") if len(desk.chain(side, month).newest.lines) else desk  # type: ignore[union-attr]


def august_sent(store: Store) -> FilingDesk:
    """August with both rows was sent on time, its receipt is collected; September's notices are made."""
    relief = opened(store).relief
    for side in ("sale", "purchase"):
        relief = carried(relief, side, AUGUST)
    desk = opened(store)
    file = desk.file(AUGUST, made_at=MADE_AT)
    desk = desk.taken(file, jpk_bytes(file), "JPK_V7K_2026_08.xml")
    relief = desk.relief
    for step in ("lock", "send", "receive"):
        relief = relief.declare(AUGUST, step)
    for side in ("sale", "purchase"):
        relief = carried(relief, side, SEPTEMBER)  # type: ignore[arg-type]
    return opened(store)


def told(desk: FilingDesk) -> dict[str, tuple[str, bool, str]]:
    traps = desk.traps(SEPTEMBER)
    return {row["document_id"]: (row["month"], row["sent"], row["remedy"]) for row in traps.to_dict("records")}


def relief_rows(desk: FilingDesk, month: str) -> list[tuple[str, dict[str, int]]]:
    """The relief of a month's file as it is written and read back: document, amounts in grosze."""
    file = desk.file(month, purpose=2 if month == AUGUST else 1, made_at=MADE_AT)
    read = read_jpk(jpk_bytes(file))
    assert read.sales is not None and read.purchases is not None
    rows = [*read.sales.to_dict("records"), *read.purchases.to_dict("records")]
    found = []
    for row in rows:
        amounts = {name: row[name] for name in ("K_19", "K_20", "K_46", "K_47") if row.get(name)}
        if row.get("relief") or "K_46" in amounts or "K_47" in amounts:
            found.append((row["document"], amounts))
    return found


def declared(desk: FilingDesk) -> dict[str, int]:
    """The fields of the quarter's declaration that the relief could touch, as the file of September has them."""
    read = read_jpk(jpk_bytes(desk.file(SEPTEMBER, made_at=MADE_AT)))
    assert read.declaration is not None
    names = ("P_19", "P_20", "P_38", "P_46", "P_47", "P_48", "P_51", "P_68", "P_69")
    return {name: int(read.declaration.fields[name]) for name in names if read.declaration.fields.get(name)}


ORDINARY = {"P_19": 5000, "P_20": 1150, "P_38": 1150, "P_48": 460, "P_51": 690}
"""The quarter with no relief at all."""


def clean(faults: pd.DataFrame) -> bool:
    return faults.empty


def amended(desk: FilingDesk, side: Side, document: str) -> None:
    """What the remedy says: a correction of August's file is begun, the document taken off a correction of the notice."""
    relief = desk.relief
    if not relief.declaration(AUGUST).is_open:
        relief = relief.declare(AUGUST, "correct")
    relief = relief.amend(side, AUGUST).remove(side, AUGUST, document).lock(side, AUGUST)
    relief.generate(side, AUGUST, "JPK")


def test_what_the_advice_says_once_the_file_of_august_was_sent(store: Store) -> None:
    """It names the file to correct, its purpose, and for the debtor the other way."""
    found = told(august_sent(store))
    assert {document: (month, sent) for document, (month, sent, _remedy) in found.items()} == {
        "FS/1": (AUGUST, True),
        "FZ/1": (AUGUST, True),
    }
    for document in found:
        assert "record part of August 2026" in found[document][2] and "purpose 2" in found[document][2]
    assert "K_47" in found["FZ/1"][2] and "K_47" not in found["FS/1"][2]


def test_cases_54_and_55_the_file_of_august_is_corrected(store: Store) -> None:
    desk = august_sent(store)
    assert relief_rows(desk, AUGUST) == [("FS/1", {"K_19": -1000_00, "K_20": -230_00}), ("FZ/1", {"K_46": -230_00})]
    amended(desk, "sale", "FS/1")
    amended(opened(store), "purchase", "FZ/1")
    # the payment in September gives back what August no longer takes: its notice is made anew, too
    desk = opened(store)
    desk.relief.amend_anew("purchase", SEPTEMBER).lock("purchase", SEPTEMBER).generate("purchase", SEPTEMBER, "JPK")
    desk = opened(store)
    assert relief_rows(desk, AUGUST) == relief_rows(desk, SEPTEMBER) == []
    assert declared(desk) == ORDINARY
    assert told(desk) == {}
    for month in (AUGUST, SEPTEMBER):
        assert is_reconciled(desk.reconciliation(month))
        assert clean(desk.faults(month, purpose=2 if month == AUGUST else 1))
    assert desk.faults(AUGUST)["code"].tolist() == ["purpose"]
    assert clean(check_jpk(jpk_bytes(desk.file(AUGUST, purpose=2, made_at=MADE_AT))))


def test_case_54_k_47_in_the_month_of_payment_gives_the_same_tax(store: Store) -> None:
    """The other way of the debtor: nothing is amended; K_46 in August, K_47 in September."""
    desk = august_sent(store)
    assert relief_rows(desk, SEPTEMBER) == [("FZ/1", {"K_47": 230_00})]
    amended(desk, "sale", "FS/1")
    desk = opened(store)
    assert relief_rows(desk, AUGUST) == [("FZ/1", {"K_46": -230_00})]
    assert declared(desk) == ORDINARY | {"P_46": -230, "P_47": 230}
    assert is_reconciled(desk.reconciliation(SEPTEMBER))
    assert clean(desk.faults(SEPTEMBER))


def test_before_august_is_sent_the_document_comes_off_its_notice(store: Store) -> None:
    relief = carried(carried(opened(store).relief, "sale", AUGUST), "purchase", AUGUST)
    desk = opened(store)
    assert {sent for _month, sent, _remedy in told(desk).values()} == {False}
    for side, document in (("sale", "FS/1"), ("purchase", "FZ/1")):
        relief = relief.delete_entries(side, AUGUST).unlock(side, AUGUST)  # type: ignore[arg-type]
        relief = relief.remove(side, AUGUST, document).lock(side, AUGUST)  # type: ignore[arg-type]
    desk = opened(store)
    assert told(desk) == {} and relief_rows(desk, AUGUST) == []
    assert declared(desk) == ORDINARY


def test_a_quarter_that_is_open_does_not_ask_for_a_correction_of_a_month(store: Store) -> None:
    """Purpose: August's own file decides for August, the quarter's for September."""
    desk = august_sent(store)
    assert "purpose" in desk.faults(AUGUST)["code"].tolist()
    assert "purpose" not in desk.faults("2026-07")["code"].tolist()
    assert "purpose" not in desk.faults(SEPTEMBER)["code"].tolist()
    relief = desk.relief.declare(Q3, "lock").declare(Q3, "send")
    desk = FilingDesk.opened(store, CLIENT, relief.books, relief.today)
    assert "purpose" in desk.faults(SEPTEMBER)["code"].tolist()
    assert "purpose" not in desk.faults("2026-07")["code"].tolist(), "July's file was never sent"
