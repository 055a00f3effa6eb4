"""What-if on the relief page: the day of filing, promised payments, what was known then, the law of another day."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.books import Books, books, sale
from tests.golden import GR_2, WORKED, thousand
from tests.notices import SEPTEMBER, THOUSAND, invoice
from tests.relief_panels import asked, look_at, opened
from tests.test_relief_known import entered, ledger_with
from workbench import i18n, relief
from workbench.ledger import Ledger
from workbench.widgets.relief.law_words import value_words, versions_in_words
from workbench.widgets.relief.then_and_now import ThenAndNow
from workbench.widgets.relief.what_if_panel import WhatIf

TODAY = date(2026, 12, 10)
APRIL = "2020-04"
C_16 = books(thousand("J", "2020-06-01", "2020-06-15", (("2020-10-10", "1230.00"),)))


def panel_of(source: Books | Ledger, period: str = SEPTEMBER, side: Any = "sale", **options: Any) -> WhatIf:
    i18n.set_language("en")
    return look_at(opened(source, period, side, today=TODAY, **options), WhatIf)


def spans(panel: WhatIf) -> list[tuple[str, str, str, float, float]]:
    """First and last day, marks, VAT and its difference to the rule in zloty."""
    rows: list[Any] = list(panel.filing.table.rows.itertuples())
    return [
        (f"{row.first_day:%m-%d}", f"{row.last_day:%m-%d}", row.marks, row.vat / 100, row.vat_difference / 100) for row in rows
    ]


def promise(panel: WhatIf, document: str, day: date, amount: str = "") -> None:
    promises = panel.promises
    promises.document.value, promises.day.value, promises.amount.value = document, day, amount
    promises.add.click()


def promised(panel: WhatIf) -> list[tuple[Any, ...]]:
    """Month, state, VAT before and after, and what the return changes by, in zloty."""
    columns = ["month", "state", "vat_before", "vat_after", "return_net", "return_vat"]
    rows: list[Any] = panel.promises.table.rows[columns].values.tolist()
    return [(month, state, *(amount / 100 for amount in amounts)) for month, state, *amounts in rows]


def lines(compared: ThenAndNow) -> list[tuple[str, str, str, float, float]]:
    """Document, state, change, VAT then and now in zloty."""
    assert compared.result.layout.display == "" and compared.told.value == ""
    rows: list[Any] = list(compared.table.rows.itertuples())
    return [(row.number, row.state, row.change, row.vat_before / 100, row.vat_after / 100) for row in rows]


def test_c_16_filing_before_the_payment_keeps_the_relief() -> None:
    """Paid on 10 October: filed by the 9th the notice holds 1 000 net and 230 VAT, on the 25th nothing."""
    panel = panel_of(C_16, "2020-09")
    assert spans(panel) == [
        ("10-01", "10-09", "best", 230, 230),
        ("10-10", "10-26", "by the rule, statutory deadline", 0, 0),
    ]
    assert [row["kind"] for row in panel.filing.table.view["rows"]] == ["wb-moved", ""]
    assert panel.filing.table.rows["changes"].tolist() == ["", "J: PLN\u00a01,230.00 paid on 10 Oct 2020"]


def test_the_chosen_day_becomes_that_of_the_page() -> None:
    panel = panel_of(C_16, "2020-09")
    assert asked(panel.filing._page).notice.lines.empty
    assert panel.filing.day.value == date(2020, 10, 9), "the last of the best days"
    panel.filing.take.click()
    assert asked(panel.filing._page).as_of == date(2020, 10, 9)
    assert asked(panel.filing._page).notice.lines["vat"].tolist() == [230_00]
    panel.filing.table.selected = "2020-10-10"
    assert panel.filing.day.value == date(2020, 10, 25), "a span that holds the day of the rule offers it"
    panel.filing.day.value = date(2020, 10, 3)
    panel.filing.take.click()
    assert asked(panel.filing._page).as_of == date(2020, 10, 3)


def test_c_15_the_second_part_is_there_only_before_its_payment() -> None:
    panel = panel_of(WORKED["GJ-1"], "2020-11")
    assert [span[:4] for span in spans(panel)] == [
        ("12-01", "12-19", "best", 131),
        ("12-20", "12-28", "by the rule, statutory deadline", 0),
    ]


def test_the_day_cannot_be_taken_where_it_changes_nothing(tmp_path: Path) -> None:
    panel = panel_of(invoice("purchase"), side="purchase")
    assert panel.filing.take.disabled and "last day of its period" in panel.filing.take.tooltip
    assert [span[2:4] for span in spans(panel)] == [("by the rule, statutory deadline, best", 230)]
    panel = panel_of(invoice(), store=str(tmp_path / "s.liczydlo"))
    assert not panel.filing.take.disabled
    panel.filing._page.life.take(lambda desk: desk.make("sale", SEPTEMBER).lock("sale", SEPTEMBER), "locked")
    assert panel.filing.take.disabled and "locked" in panel.filing.take.tooltip


def test_r_070_a_promise_kept_before_the_filing() -> None:
    """730.00 of GR-2 stand open: 593.50 net and 136.50 VAT. Paid by 25 May they do not come on the notice of April 2020."""
    panel = panel_of(books(GR_2), APRIL)
    assert panel.promises.document.options == ("GR-2",)
    promise(panel, "GR-2", date(2020, 5, 11))
    assert promised(panel) == [(APRIL, "unpaid", 136.5, 0, 593.5, 136.5)]
    assert "net PLN\u00a0593.50, VAT PLN\u00a0136.50" in panel.promises.total.value


def test_r_070_half_of_it_after_the_filing_is_given_back_in_its_month() -> None:
    """365.00 gross are 296.75 net and 68.25 VAT."""
    panel = panel_of(books(GR_2), APRIL)
    promise(panel, "GR-2", date(2020, 6, 1), "365,00")
    assert promised(panel) == [("2020-06", "paid_back", 0, 68.25, 296.75, 68.25)]


def test_several_payments_add_up_and_are_cleared() -> None:
    panel = panel_of(books(GR_2), APRIL)
    before = asked(panel.filing._page).desk
    promise(panel, "GR-2", date(2020, 6, 1), "365.00")
    promise(panel, "GR-2", date(2020, 7, 1))
    assert promised(panel) == [
        ("2020-06", "paid_back", 0, 68.25, 296.75, 68.25),
        ("2020-07", "paid_back", 0, 68.25, 296.75, 68.25),
    ]
    assert "PLN\u00a0365.00 on 1 Jun 2020" in panel.promises.listed.value
    assert "all that is unpaid on 1 Jul 2020" in panel.promises.listed.value
    panel.promises.clear.click()
    assert panel.promises.payments == () and panel.promises.result.layout.display == "none"
    assert asked(panel.filing._page).desk is before, "nothing is kept of a scenario"


def test_the_days_of_filing_count_what_is_promised() -> None:
    panel = panel_of(invoice())
    assert [span[3] for span in spans(panel)] == [230]
    promise(panel, "FS/1", date(2026, 10, 12), "615.00")
    assert spans(panel) == [
        ("10-01", "10-11", "best", 230, 115),
        ("10-12", "10-26", "by the rule, statutory deadline", 115, 0),
    ]
    panel.promises.clear.click()
    assert [span[3] for span in spans(panel)] == [230]


def test_a_payment_of_a_purchase_changes_the_tax_only() -> None:
    panel = panel_of(invoice("purchase"), side="purchase")
    promise(panel, "FS/1", date(2026, 10, 20))
    assert promised(panel) == [("2026-10", "paid_back", 0, 230, 0, 230)]
    assert "supplier" in panel.promises.heading.value


@pytest.mark.parametrize(
    ("document", "day", "amount", "told"),
    [
        ("", date(2026, 12, 5), "", "Give the document and the day"),
        ("FS/1", None, "", "Give the document and the day"),
        ("FS/9", date(2026, 12, 5), "", "FS/9: there is no such document"),
        ("FS/1", date(2026, 12, 5), "sto", "sto: an amount is written"),
        ("FS/1", date(2026, 12, 5), "1230.01", "cannot be paid"),
        ("FS/1", date(2026, 12, 5), "0", "cannot be paid"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(document: str, day: Any, amount: str, told: str) -> None:
    panel = panel_of(invoice())
    promise(panel, document, day, amount)
    assert told in panel.promises.told.value and panel.promises.payments == ()


def test_payments_are_dropped_with_the_side_they_belong_to() -> None:
    panel = panel_of(invoice())
    promise(panel, "FS/1", date(2026, 12, 5))
    panel.filing._page.question.earlier.click()
    assert len(panel.promises.payments) == 1, "another month keeps them"
    panel.filing._page.question.side.value = "purchase"
    assert not panel.promises.payments and panel.promises.told.value == ""


def test_what_was_not_known_yet_stands_beside_what_is_known() -> None:
    """615.00 were paid on 15 October and entered on 20 November: known on the 19th is 230.00 of VAT, today 115.00."""
    other = sale("FS/2", issued="2026-06-01", due="2026-06-10", lines=THOUSAND)
    source = books(invoice(paid=[("2026-10-15", "615.00")]) | {"parties": []}, other)
    panel = panel_of(ledger_with(entered(source, "settlements", "2026-11-20")))
    compared = panel.known.compared
    assert compared.result.layout.display == "none", "nothing is compared until a day is chosen"
    panel.known.day.value = date(2026, 11, 19)
    assert lines(compared) == [("FS/1", "unpaid", "changed", 230, 115)]
    compared.only_changes.value = False
    assert lines(compared) == [("FS/1", "unpaid", "changed", 230, 115), ("FS/2", "unpaid", "same", 230, 230)]
    for amount in ("460.00", "345.00", "-115.00"):
        assert f">{amount}<" in compared.sums.value
    panel.known.day.value = date(2026, 11, 20)
    compared.only_changes.value = True
    assert lines(compared) == []


def test_the_law_of_150_days_beside_that_of_90() -> None:
    """Due on Friday 1 March 2019: day 90 is 30 May, day 150 is 29 July."""
    source = books(thousand("L", "2019-02-01", "2019-03-01"))
    for period, change, then, now in (("2019-05", "added", 0, 230), ("2019-07", "removed", 230, 0)):
        panel = panel_of(source, period)
        panel.law.day.value = date(2018, 12, 31)
        assert lines(panel.law.compared) == [("L", "unpaid", change, then, now)]
        panel.law.day.value = date(2019, 1, 1)
        assert lines(panel.law.compared) == []


def test_law_before_2013_is_refused() -> None:
    panel = panel_of(invoice())
    panel.law.day.value = date(2012, 12, 31)
    assert "2013" in panel.law.compared.told.value and panel.law.compared.result.layout.display == "none"


def test_every_version_of_the_law_has_its_words_and_source() -> None:
    versions = relief.law_versions()
    for language in ("pl", "en"):
        with i18n.in_language(language):
            told = versions_in_words(versions)
        assert told["title"].str.len().min() > 0 and len(told) == len(versions)
    panel = panel_of(invoice())
    shown = panel.law.table.rows
    assert set(shown["side"]) == {"sale"} and (shown["source"] != "").all()
    days = shown.loc[shown["rule"] == "unpaid_days", ["since", "value"]].astype(str).values.tolist()
    assert days == [["2013-01-01", "150 days"], ["2019-01-01", "90 days"]]
    assert value_words("party", "active_or_proof") == "active VAT payer, or a proof"


def test_the_tables_are_taken_away() -> None:
    panel = panel_of(C_16, "2020-09")
    _name, content = panel.filing.box.children[-1].children[1]._make()
    assert "230" in content.decode("utf-8-sig").splitlines()[1]
    _name, content = panel.law.box.children[2].children[1]._make()
    assert len(content.decode("utf-8-sig").splitlines()) == len(panel.law.table.rows) + 1
    panel.law.day.value = date(2018, 1, 1)
    _name, content = panel.law.compared.result.children[1].children[1]._make()
    assert len(content.decode("utf-8-sig").splitlines()) == len(panel.law.compared.table.rows) + 1
