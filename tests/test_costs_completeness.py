"""The completeness scan: every kind of finding with what is missing and a repair suggestion (issue 3, beyond 16)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

import workbench
from tests.cost_books import Rows, described, record
from tests.described_books import bill, described_ledger
from workbench import i18n
from workbench.costs.descriptions.control_texts import FAULTS
from workbench.costs.gaps.completeness import KIND_TITLES, completeness

SPLIT = ["60 PROJEKTY=P1; ODDZIAŁ=LUBLIN", "40 PROJEKTY=P2; ODDZIAŁ=KRAKÓW"]
HABIT = "60 % PROJEKTY=P1; ODDZIAŁ=LUBLIN | 40 % PROJEKTY=P2; ODDZIAŁ=KRAKÓW"
YEAR = [bill(f"K1/{month}", "100.00", lines=SPLIT, day=f"2020-{month:02d}-05") for month in range(1, 13)]
LATER = "2021-01-05"


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


def scan(*documents: Rows, **tables: Any) -> pd.DataFrame:
    """The findings of these documents behind a year of a habit."""
    return completeness(described_ledger(*YEAR, *documents, **tables))


def kinds(findings: pd.DataFrame) -> list[tuple[str, str, int]]:
    return list(findings[["document_id", "kind", "line"]].astype({"kind": "str"}).itertuples(index=False, name=None))


def without(ledger: workbench.Ledger, element: str) -> workbench.Ledger:
    """The ledger after an element was taken out of its dimension."""
    return replace(ledger, elements=ledger.elements[ledger.elements["element"] != element])


def test_a_year_described_in_full_has_no_findings() -> None:
    findings = scan()
    assert findings.empty
    assert str(findings["missing_percent"].dtype).startswith("decimal128") and findings["amount"].dtype == "int64"


def test_a_document_not_described_with_its_suggestion() -> None:
    finding = scan(bill("NEW", "50.00", day=LATER)).iloc[0]
    assert finding.drop("date").to_dict() == {
        "document_id": "NEW",
        "number": "NEW",
        "party": "Dostawca 1",
        "account": "419",
        "position": "document",
        "position_line": 0,
        "line": 0,
        "kind": "not_described",
        "dimension": "",
        "amount": 5000,
        "missing_percent": Decimal(100),
        "missing_amount": 5000,
        "text": "NEW: it is not described, PLN\u00a050.00 is missing.",
        "suggestion": HABIT,
        "reason": "same supplier, same account: 12 of 12",
        "agreeing": 12,
        "of": 12,
    }
    assert finding["date"] == pd.Timestamp(LATER)


@pytest.mark.parametrize(
    "document",
    [
        bill("NEW", "50.00", day=LATER, status="cancelled"),
        bill("NEW", "0.00", day=LATER),
        bill("NEW", "50.00", day=LATER, register="sale"),
        record("NEW", "50.00", day=LATER, type="goods_issued"),
    ],
    ids=["may not be described", "no amount", "of the other register", "of no register"],
)
def test_what_need_not_be_described(document: Rows) -> None:
    assert scan(document).empty


def test_the_other_register() -> None:
    ledger = described_ledger(*YEAR, bill("FS/1", "50.00", day=LATER, register="sale"))
    assert kinds(completeness(ledger, "revenue")) == [("FS/1", "not_described", 0)]


def test_a_type_without_dimensions_need_not_be_described() -> None:
    only = {"dimension": "PROJEKTY", "used_on": "cost_record"}, {"dimension": "ODDZIAŁ", "used_on": "cost_record"}
    findings = scan(bill("NEW", "50.00", day=LATER), record("EK/1", "7.00", day=LATER), dimensions=only)
    assert ("NEW", "not_described", 0) not in kinds(findings)
    assert ("EK/1", "not_described", 0) in kinds(findings)


def test_books_without_dimensions_have_no_findings() -> None:
    assert completeness(described_ledger(bill("FZ/1", "50.00"))).empty


@pytest.mark.parametrize(
    ("percent", "kind", "missing", "grosze"), [("60", "below_100", "40", 2000), ("110", "above_100", "-10", -500)]
)
def test_not_exactly_100_percent(percent: str, kind: str, missing: str, grosze: int) -> None:
    finding = scan(bill("HALF", "50.00", lines=[f"{percent} PROJEKTY=P1; ODDZIAŁ=LUBLIN"], day=LATER)).iloc[0]
    assert (finding["kind"], finding["missing_percent"], finding["missing_amount"]) == (kind, Decimal(missing), grosze)
    assert (finding["suggestion"], finding["agreeing"]) == (HABIT, 12)


def test_an_amount_changed_is_described_again_with_its_percents() -> None:
    ledger = described_ledger(*YEAR, bill("CHANGED", "50.00", lines=["70 PROJEKTY=P1", "30 PROJEKTY=P2"], day=LATER))
    lines = ledger.vat_lines.copy()
    lines.loc[(lines["document_id"] == "CHANGED").to_numpy(), "net"] = 9000
    finding = completeness(replace(ledger, vat_lines=lines)).iloc[0]
    assert (finding["kind"], finding["amount"], finding["missing_amount"]) == ("amount_changed", 9000, 4000)
    assert finding["suggestion"] == "70 % PROJEKTY=P1 | 30 % PROJEKTY=P2"
    assert finding["reason"] == "the same percents of the amount as it is"


def test_a_required_dimension_names_line_and_dimension() -> None:
    """A-031, and the lesson of the anchors: always name line and dimension."""
    required = ["PROJEKTY", {"dimension": "ODDZIAŁ", "required": "true"}]
    lines = ["60 PROJEKTY=P1; ODDZIAŁ=LUBLIN", "40 PROJEKTY=P2"]
    findings = scan(bill("NEW", "50.00", lines=lines, day=LATER), dimensions=required)
    assert kinds(findings) == [("NEW", "missing_required", 2)]
    assert (findings["dimension"][0], findings["suggestion"][0]) == ("ODDZIAŁ", HABIT)
    assert "ODDZIAŁ" in findings["text"][0] and "line 2" in findings["text"][0]


def test_blanks_beside_filled_lines() -> None:
    lines = ["60 PROJEKTY=P1; ODDZIAŁ=LUBLIN", "40 PROJEKTY=P2"]
    finding = scan(bill("NEW", "50.00", lines=lines, day=LATER)).iloc[0]
    assert (finding["kind"], finding["dimension"], finding["missing_percent"]) == ("blank", "ODDZIAŁ", Decimal(40))
    assert finding["suggestion"] == HABIT


def test_a_suggestion_without_the_missing_dimension_is_none() -> None:
    lines = ["60 PROJEKTY=P1; ODDZIAŁ=LUBLIN; ZESPÓŁ=Z1", "40 PROJEKTY=P2; ODDZIAŁ=KRAKÓW"]
    finding = scan(bill("NEW", "50.00", lines=lines, day=LATER)).iloc[0]
    assert (finding["kind"], finding["dimension"], finding["suggestion"], finding["of"]) == ("blank", "ZESPÓŁ", "", 0)


def test_unknown_and_inactive_elements() -> None:
    """An inactive one only in the newest month: what was described while it was active stays as it is."""
    lines = ["60 PROJEKTY=P9; ODDZIAŁ=LUBLIN", "40 PROJEKTY=P8; ODDZIAŁ=KRAKÓW"]
    then = bill("THEN", "50.00", lines=["100 PROJEKTY=P8; ODDZIAŁ=KRAKÓW"], day="2020-12-31", category="509", party="K2")
    ledger = without(described_ledger(*YEAR, then, bill("NEW", "50.00", lines=lines, day=LATER)), "P9")
    elements = ledger.elements.assign(inactive=(ledger.elements["element"] == "P8").to_numpy())
    findings = completeness(replace(ledger, elements=elements))
    assert kinds(findings) == [("NEW", "unknown_element", 1), ("NEW", "inactive_element", 2)]
    assert "P9" in findings["text"][0] and "P8" in findings["text"][1]
    assert set(findings["suggestion"]) == {HABIT}


@pytest.mark.parametrize(
    ("dimension", "known"), [({"type": "accounts"}, {"accounts": ["501"]}), ({"type": "category"}, {"categories": ["501"]})]
)
def test_an_account_or_category_that_is_gone_is_unknown(dimension: dict[str, str], known: dict[str, Any]) -> None:
    document = bill("NEW", "50.00", lines=["100 KONTA=501"], day=LATER)
    ledger = described_ledger(document, dimensions=[{"dimension": "KONTA", **dimension}], **known)
    assert completeness(ledger).empty
    gone = replace(ledger, accounts=ledger.accounts.head(0), categories=ledger.categories.head(0))
    assert kinds(completeness(gone)) == [("NEW", "unknown_element", 1)]


def item(dictionary: str, name: str, *lines: str) -> list[dict[str, str]]:
    return [
        {"dictionary": dictionary, "item": name, "line": str(number), "percent": percent, "elements": chosen}
        for number, (percent, chosen) in enumerate((line.split(" ", 1) for line in lines), start=1)
    ]


@pytest.mark.parametrize(
    ("dictionary", "name"), [("account", "419"), ("account", "41"), ("contractor", "K1")], ids=["own", "inherited", "party"]
)
def test_a_description_that_contradicts_its_dictionary(dictionary: str, name: str) -> None:
    """Only in shared dimensions (A-058), also against an inherited description (A-042)."""
    chart = [{"account": "41", "name": "41"}, {"account": "419", "name": "419", "summary": "41"}]
    item_descriptions = item(dictionary, name, "50 PROJEKTY=P1; ZESPÓŁ=Z1", "50 PROJEKTY=P2; ZESPÓŁ=Z1")
    documents = [
        bill("SAME", "50.00", lines=["25 PROJEKTY=P1", "50 PROJEKTY=P2; ODDZIAŁ=LUBLIN", "25 PROJEKTY=P1; ODDZIAŁ=LUBLIN"]),
        bill("OTHER", "50.00", lines=["60 PROJEKTY=P1; ZESPÓŁ=Z1", "40 PROJEKTY=P2; ZESPÓŁ=Z1"]),
        bill("NONE", "50.00", lines=["100 ODDZIAŁ=LUBLIN"]),
    ]
    findings = completeness(described_ledger(*documents, chart=chart, item_descriptions=item_descriptions))
    found = findings[(findings["kind"] == "contradicts_dictionary").to_numpy()]
    expected = ("OTHER", "PROJEKTY", "50 % PROJEKTY=P1; ZESPÓŁ=Z1 | 50 % PROJEKTY=P2; ZESPÓŁ=Z1")
    assert list(found[["document_id", "dimension", "suggestion"]].itertuples(index=False, name=None)) == [expected]


def test_a_document_on_several_accounts_contradicts_none_of_them() -> None:
    two = bill("TWO", "50.00", "50.00", lines=["100 PROJEKTY=P1"])
    two["vat_lines"][1]["account"] = "401"
    line = bill("LINE", "50.00", "50.00", lines=["100 PROJEKTY=P1"], position_line=1)
    items = item("account", "419", "100 PROJEKTY=P2")
    findings = completeness(described_ledger(two, line, accounts=["419"], item_descriptions=items))
    found = findings[(findings["kind"] == "contradicts_dictionary").to_numpy()]
    assert found["document_id"].tolist() == ["LINE"]


def test_a_dictionary_that_most_do_not_follow_names_nobody() -> None:
    """The description of an item is a default: only who departs from what the others keep to is worth a look."""
    items = item("account", "419", "100 PROJEKTY=P1")

    def found(*projects: str) -> list[tuple[str, str, int, int]]:
        bills = [bill(f"D{row}", "1.00", lines=[f"100 PROJEKTY={project}"]) for row, project in enumerate(projects)]
        findings = completeness(described_ledger(*bills, accounts=["419"], item_descriptions=items))
        columns = findings[["document_id", "reason", "agreeing", "of"]]
        return list(columns.itertuples(index=False, name=None))

    assert found("P2") == [("D0", "description of 419", 0, 0)]
    assert found("P1", "P1", "P2") == [("D2", "description of 419: 2 of 2", 2, 2)]
    assert found("P2", "P2", "P1") == []


def test_goods_have_their_own_description() -> None:
    head = record("WZ/1", "10.00", type="internal_issue", day=LATER)
    goods_line = {"document_id": "WZ/1", "kind": "line", "line": "1", "goods_id": "CEMENT", "amount": "10.00"}
    goods = {"record_lines": [goods_line], "goods": [{"goods_id": "CEMENT", "name": "Cement"}]}
    written = described("WZ/1", ("PROJEKTY=P1", "100", "10.00"), position_line=1)
    items = item("goods", "CEMENT", "100 PROJEKTY=P2")
    findings = completeness(described_ledger(head, goods, written, item_descriptions=items))
    assert kinds(findings) == [("WZ/1", "contradicts_dictionary", 0)]
    assert "CEMENT" in findings["text"][0]


def test_findings_come_in_the_order_of_the_books() -> None:
    documents = [
        bill("B", "50.00", day=LATER),
        bill("A", "50.00", lines=["60 PROJEKTY=P1; ODDZIAŁ=LUBLIN"], day=LATER),
        record("EK/1", "10.00", day=LATER),
    ]
    assert [document for document, *_ in kinds(scan(*documents))] == ["B", "A", "EK/1"]


def test_every_fault_of_the_control_is_a_kind_of_finding() -> None:
    assert set(FAULTS) <= set(KIND_TITLES)


def test_many_documents_are_scanned_at_once() -> None:
    ledger = described_ledger(*YEAR, bill("NEW", "50.00", day=LATER))
    heads, lines = (
        pd.concat([table[(table["document_id"] == "NEW").to_numpy()]] * 3_000, ignore_index=True)
        for table in (ledger.documents, ledger.vat_lines)
    )
    ids = [f"N{number}" for number in range(3_000)]
    many = {"documents": heads.assign(document_id=ids), "vat_lines": lines.assign(document_id=ids)}
    grown = {name: pd.concat([getattr(ledger, name), more], ignore_index=True) for name, more in many.items()}
    findings = completeness(replace(ledger, **grown))
    assert len(findings) == 3_001
    assert set(findings["agreeing"]) == {12}
