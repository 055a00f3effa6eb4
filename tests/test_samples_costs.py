"""The two clients that describe their costs: what was promised is there, and every grosz of it is in its place."""

from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest

from tests.sample_books import OFFICE, Books, Row, every_client_with_costs, grouped

WEKTOR, BUDMAR = OFFICE["wektor"], OFFICE["budmar"]
HUNDRED = Decimal(100)
MONTHS = [f"{2024 + month // 12}-{month % 12 + 1:02d}" for month in range(10, 34)]
"""November 2024 to October 2026."""


def _papers(books: Books) -> dict[str, Row]:
    """All documents that can be a cost: purchases and records, with `date` and their amount in `total`."""
    nets = {key: sum((Decimal(line["net"]) for line in lines), Decimal()) for key, lines in books.lines_of.items()}
    bought = {
        key: row | {"date": row["issue_date"], "total": str(nets[key]), "type": "purchase_register"}
        for key, row in books.documents.items()
        if row["register"] == "purchase"
    }
    return bought | {key: row | {"total": row["amount"]} for key, row in books.records.items()}


def _chosen(elements: str) -> dict[str, str]:
    return dict(part.split("=") for part in elements.split("; "))


def _values(books: Books) -> dict[tuple[str, str, str], Decimal]:
    """The amounts that positions divide, by document, position and line."""
    values: defaultdict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for key, lines in books.lines_of.items():
        for line in lines:
            values[key, "line", line["line"]] = Decimal(line["net"])
            values[key, "document", "0"] += Decimal(line["net"])
    for key, record in books.records.items():
        values[key, "document", "0"] = Decimal(record["amount"])
    for line in books.table("record_lines"):
        values[line["document_id"], line["kind"], line["line"]] = Decimal(line["amount"])
        values[line["document_id"], "document_cost", "0"] += Decimal(line["purchase_cost"])
    for row in books.table("additional_amounts") if books is BUDMAR else []:
        values[row["document_id"], "additional", row["line"]] = Decimal(row["amount"])
    return values


def _positions(books: Books) -> dict[tuple[str, str, str], list[Row]]:
    found = defaultdict(list)
    for row in books.table("descriptions"):
        found[row["document_id"], row["position"], row["position_line"]].append(row)
    return found


UNDESCRIBED = {"wektor": 6, "budmar": 2}
BELOW_WHOLE = {"wektor": {"60", "90", "97.5"}, "budmar": {"60"}}
CHANGED_AFTER = {"wektor": 2, "budmar": 1}
WITHOUT_REQUIRED = {"wektor": ("ZESPÓŁ", 3), "budmar": ("BUDOWY", 1)}
CONTRADICTING = {"wektor": 3, "budmar": 1}


@every_client_with_costs
def test_every_value_is_its_percent_and_the_last_takes_the_rest(client: str) -> None:
    books, wrong = OFFICE[client], []
    amounts = _values(books)
    for position, rows in _positions(books).items():
        value = amounts[position]
        percents = [Decimal(row["percent"]) for row in rows]
        values = [(value * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) for percent in percents]
        target = (value * sum(percents) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        last = max((row for row, share in enumerate(values) if share), default=0)
        values[last] += target - sum(values)
        if values != [Decimal(row["value"]) for row in rows]:
            wrong.append(position)
    assert len(wrong) == CHANGED_AFTER[client]


@every_client_with_costs
def test_documents_described_in_full_add_up_to_their_net(client: str) -> None:
    amounts, positions = _values(OFFICE[client]), _positions(OFFICE[client])
    described = {position: sum(Decimal(row["value"]) for row in rows) for position, rows in positions.items()}
    differing = [position for position in positions if described[position] != amounts[position]]
    assert len(differing) == CHANGED_AFTER[client] + len(BELOW_WHOLE[client])


@every_client_with_costs
def test_lines_of_a_description_are_numbered_from_one(client: str) -> None:
    for rows in OFFICE[client].description_of.values():
        assert [row["line"] for row in rows] == [str(number + 1) for number in range(len(rows))]


@every_client_with_costs
def test_what_is_described_is_there(client: str) -> None:
    """Documents, dimensions, elements, accounts and keys that descriptions and keys name."""
    books = OFFICE[client]
    assert books.description_of.keys() <= _papers(books).keys()
    accounts = {row["account"] for row in books.table("accounts")}
    known = {(row["dimension"], row["element"]) for row in books.table("elements")}
    for table in ("descriptions", "item_descriptions", "keys"):
        for row in books.table(table):
            for dimension, element in _chosen(row["elements"]).items():
                path, _, code = f"{dimension}/{element}".rpartition("/")
                assert (path, code) in known or (dimension == "KONTA_4" and element in accounts and element[0] == "4")
    posted = {row["account"] for row in [*books.table("vat_lines"), *books.table("record_lines")]} - {""}
    assert posted <= accounts
    assert {row["key"] for row in books.table("descriptions")} - {""} <= {row["key"] for row in books.table("keys")}


@every_client_with_costs
def test_categories_and_summary_accounts_are_there(client: str) -> None:
    books = OFFICE[client]
    for table, key, above in (("accounts", "account", "summary"), ("categories", "category", "parent")):
        keys = [row[key] for row in books.table(table)]
        assert len(set(keys)) == len(keys)
        assert {row[above] for row in books.table(table)} - {""} <= set(keys)
    used = {row["category"] for row in [*_papers(books).values(), *books.documents.values()]}
    assert used <= {row["category"] for row in books.table("categories")}


@every_client_with_costs
def test_dictionaries_are_described_to_100_percent(client: str) -> None:
    books = OFFICE[client]
    sums: Counter[tuple[str, str]] = Counter()
    for row in books.table("item_descriptions"):
        sums[row["dictionary"], row["item"]] += Decimal(row["percent"])  # type: ignore[assignment]
    assert sums
    assert set(sums.values()) == {HUNDRED}
    keys = {"contractor": "parties", "account": "accounts", "goods_group": "goods_groups", "goods": "goods"}
    for dictionary, item in sums:
        assert item in {next(iter(row.values())) for row in books.table(keys[dictionary])}


@every_client_with_costs
def test_keys_give_100_percent_or_have_a_driver_in_every_month(client: str) -> None:
    books = OFFICE[client]
    measured = {(row["driver"], row["element"], row["month"][:7]): int(row["quantity"]) for row in books.table("drivers")}
    versions = defaultdict(list)
    for row in books.table("keys"):
        versions[row["key"], row["valid_from"], row["valid_to"]].append(row)
    for (_, since, until), rows in versions.items():
        if rows[0]["driver"]:
            assert {row["percent"] for row in rows} == {""}
            for month in [month for month in MONTHS if since[:7] <= month <= (until or "9999")[:7]]:
                assert sum(measured[row["driver"], row["elements"], month] for row in rows) > 0
        else:
            assert sum(Decimal(row["percent"]) for row in rows) == HUNDRED


@every_client_with_costs
def test_versions_of_a_key_follow_each_other_without_a_gap(client: str) -> None:
    periods = defaultdict(set)
    for row in OFFICE[client].table("keys"):
        periods[row["key"]].add((row["valid_from"], row["valid_to"] or "9999-12-31"))
    for of_key in periods.values():
        ordered = sorted(of_key)
        assert all(until < since for (_, until), (since, _) in pairwise(ordered))
        assert ordered[-1][1] == "9999-12-31"


@every_client_with_costs
def test_every_month_has_25_costs_and_more(client: str) -> None:
    papers = _papers(OFFICE[client]).values()
    months = Counter(row["date"][:7] for row in papers if row["type"] != "journal_voucher")
    assert min(months[month] for month in MONTHS) >= 25


@every_client_with_costs
def test_planted_documents_without_a_description(client: str) -> None:
    papers = _papers(OFFICE[client])
    missing = [key for key, row in papers.items() if row["status"] == "ordinary" and key not in OFFICE[client].description_of]
    assert len(missing) == UNDESCRIBED[client]


@every_client_with_costs
def test_closed_years_are_locked(client: str) -> None:
    papers = _papers(OFFICE[client])
    assert all((row["locked"] == "true") == (row["date"] < "2025") for row in papers.values())


@every_client_with_costs
def test_planted_descriptions_below_100_percent(client: str) -> None:
    sums = {str(sum(Decimal(row["percent"]) for row in rows)) for rows in _positions(OFFICE[client]).values()}
    assert {text for text in sums if Decimal(text) != HUNDRED} == BELOW_WHOLE[client]


@every_client_with_costs
def test_planted_descriptions_without_the_required_element(client: str) -> None:
    books = OFFICE[client]
    dimension, count = WITHOUT_REQUIRED[client]
    assert dimension in {row["dimension"] for row in books.table("dimensions") if row["required"] == "true"}
    without = [key for key, rows in books.description_of.items() if any(dimension not in _chosen(r["elements"]) for r in rows)]
    assert len(without) == count


@every_client_with_costs
def test_planted_descriptions_against_the_dictionary(client: str) -> None:
    """Of the supplier or else of the account, which hands its description down to the accounts below it."""
    books = OFFICE[client]
    items = defaultdict(dict)
    for row in books.table("item_descriptions"):
        items[row["dictionary"], row["item"]][row["elements"]] = Decimal(row["percent"])
    above = {row["account"]: row["summary"] for row in books.table("accounts")}
    account_of = {key: lines[0]["account"] for key, lines in books.lines_of.items()}
    account_of |= {
        row["document_id"]: row["account"] for row in reversed(books.table("record_lines")) if row["kind"] != "credit"
    }
    papers, contradicting = _papers(books), set()
    for (document, position, _), rows in _positions(books).items():
        party, account = papers[document]["party_id"], account_of[document]
        while account and ("account", account) not in items:
            account = above[account]
        expected = items.get(("contractor", party)) or items.get(("account", account))
        given = {row["elements"]: Decimal(row["percent"]) for row in rows}
        if expected and position != "additional" and given != expected and sum(given.values()) == HUNDRED:
            contradicting.add(document)
    assert len(contradicting) == CONTRADICTING[client]


@pytest.mark.parametrize("supplier", ["K104", "K105", "K108"])
def test_steady_suppliers_have_a_newest_document_without_a_description(supplier: str) -> None:
    papers = [row for row in _papers(WEKTOR).values() if row["party_id"] == supplier and row["status"] == "ordinary"]
    *earlier, newest = sorted(papers, key=lambda row: row["date"])
    assert newest["document_id"] not in WEKTOR.description_of
    described = [
        tuple((row["elements"], row["percent"]) for row in WEKTOR.description_of[paper["document_id"]]) for paper in earlier
    ]
    assert len(set(described[-6:])) in (1, 2)
    assert Counter(described).most_common(1)[0][1] >= 12


def test_cancelled_and_original_documents_are_not_described() -> None:
    for books, statuses in ((WEKTOR, {"cancelled", "original"}), (BUDMAR, {"cancelled"})):
        special = {key: row for key, row in books.documents.items() if row["status"] != "ordinary"}
        assert {row["status"] for row in special.values()} == statuses
        assert not special.keys() & books.description_of.keys()
        assert all(row["in_vat_return"] == "false" for row in special.values())
        assert all(part["not_subject"] == "true" for key in special for part in books.parts_of[key])


def test_wektor_has_the_dimensions_of_a_software_house() -> None:
    assert [row["dimension"] for row in WEKTOR.table("dimensions")] == ["PROJEKTY", "PROJEKTY/WEWN", "ODDZIAŁ", "ZESPÓŁ"]
    elements = defaultdict(set)
    for row in WEKTOR.table("elements"):
        assert row["name"]
        elements[row["dimension"]].add(row["element"])
    assert {f"P{number}" for number in range(1, 9)} <= elements["PROJEKTY"]
    assert elements["ODDZIAŁ"] == {"LUBLIN", "KRAKÓW"}
    assert {"Z1", "Z2", "Z3", "IT", "KADRY"} <= elements["ZESPÓŁ"]
    assert {row["element"] for row in WEKTOR.table("elements") if row["inactive"] == "true"} == {"P4", "P8"}


def test_the_joint_split_of_the_manuals_is_the_key_of_2025_and_changes_in_2026() -> None:
    keys = [row for row in WEKTOR.table("keys") if row["key"] == "OGÓLNE"]
    first = [(row["elements"], row["percent"]) for row in keys if row["valid_from"] == "2024-11-01"]
    assert first == [
        ("PROJEKTY=P1; ODDZIAŁ=LUBLIN; ZESPÓŁ=Z1", "35"),
        ("PROJEKTY=P1; ODDZIAŁ=KRAKÓW; ZESPÓŁ=Z2", "50"),
        ("PROJEKTY=P1; ODDZIAŁ=KRAKÓW; ZESPÓŁ=Z3", "5"),
        ("PROJEKTY=P2; ODDZIAŁ=KRAKÓW; ZESPÓŁ=Z1", "5"),
        ("PROJEKTY=P2; ODDZIAŁ=KRAKÓW; ZESPÓŁ=Z3", "5"),
    ]
    assert {row["valid_from"] for row in keys} == {"2024-11-01", "2026-01-01"}


def test_the_manuals_invoice_of_35_000_is_there() -> None:
    (number,) = [key for key, lines in WEKTOR.lines_of.items() if [line["net"] for line in lines] == ["35000.00"]]
    rows = WEKTOR.description_of[number]
    assert [row["value"] for row in rows] == ["12250.00", "17500.00", "1750.00", "1750.00", "1750.00"]
    assert {row["key"] for row in rows} == {"OGÓLNE"}


def test_the_manuals_energy_of_two_sites_is_there() -> None:
    (number,) = [key for key, lines in BUDMAR.lines_of.items() if [line["net"] for line in lines] == ["12480.00"]]
    assert BUDMAR.documents[number]["category"] == "501"
    assert [line["account"] for line in BUDMAR.lines_of[number]] == ["419"]
    assert [(row["elements"], row["percent"], row["value"]) for row in BUDMAR.description_of[number]] == [
        ("BUDOWY=1_19; KONTA_4=419", "45", "5616.00"),
        ("BUDOWY=2_19; KONTA_4=419", "55", "6864.00"),
    ]
    accounts = {row["account"] for row in BUDMAR.table("accounts")}
    assert {"501", "501-1_19", "501-1_25-411"} <= accounts
    assert not {"501-1_19-419", "501-2_19-419"} & accounts  # posting creates them


def test_budmar_describes_by_site_and_account() -> None:
    dimensions = {row["dimension"]: row for row in BUDMAR.table("dimensions")}
    assert dimensions["BUDOWY"]["type"] == "descriptive"
    assert (dimensions["KONTA_4"]["type"], dimensions["KONTA_4"]["narrowed_to"]) == ("accounts", "4")
    sites = [row for row in BUDMAR.table("elements") if row["dimension"] == "BUDOWY"]
    assert {"1_19", "2_19", "1_25", "2_25", "1_26"} <= {row["element"] for row in sites}
    assert all(row["account"] for row in sites)
    assert {row["category"] for row in _papers(BUDMAR).values()} == {"501", "550", "ŚRODKI-TRWAŁE", "SPORNE"}
    used = {row["elements"] for row in BUDMAR.table("descriptions")}
    assert any("BUDOWY=GWARANCJE/" in elements for elements in used)


def test_budmar_has_every_kind_of_record() -> None:
    kinds = Counter(row["type"] for row in BUDMAR.records.values())
    assert kinds.keys() == {"cost_record", "internal_issue", "goods_issued", "journal_voucher"}
    assert min(kinds.values()) >= 10
    positions = {
        (BUDMAR.records[key]["type"], rows[0]["position"])
        for key, rows in BUDMAR.description_of.items()
        if key in BUDMAR.records
    }
    assert positions == {
        ("cost_record", "document"),
        ("internal_issue", "line"),
        ("goods_issued", "document_cost"),
        ("journal_voucher", "debit"),
    }


def test_records_add_up_and_vouchers_are_balanced() -> None:
    for books in (WEKTOR, BUDMAR):
        lines = grouped(books.table("record_lines"), "document_id")
        assert lines.keys() == books.records.keys()
        for key, record in books.records.items():
            sums: Counter[str] = Counter()
            for line in lines[key]:
                sums[line["kind"]] += Decimal(line["amount"])  # type: ignore[assignment]
            assert Decimal(record["amount"]) == sums["line"] + sums["debit"]
            assert sums["debit"] == sums["credit"]


def test_additional_amounts_are_described_beside_the_document() -> None:
    extra = {row["document_id"] for row in BUDMAR.table("additional_amounts")}
    assert extra
    assert all({row["position"] for row in BUDMAR.description_of[key]} == {"document", "additional"} for key in extra)


def test_negative_documents_and_lines_are_described_as_well() -> None:
    for books in (WEKTOR, BUDMAR):
        corrected = {key for key, row in books.documents.items() if row["corrects"] and row["register"] == "purchase"}
        assert corrected
        assert all(Decimal(row["value"]) < 0 for key in corrected for row in books.description_of[key])
        positions = {row["position"] for row in books.table("descriptions")}
        assert {"document", "line"} <= positions


def test_costs_of_wektor_grow_from_2025_to_2026() -> None:
    year: Counter[str] = Counter()
    for row in _papers(WEKTOR).values():
        if row["date"][5:7] <= "10" and row["type"] != "journal_voucher":
            year[row["date"][:4]] += Decimal(row["total"])  # type: ignore[assignment]
    assert Decimal("1.1") < Decimal(year["2026"]) / Decimal(year["2025"]) < Decimal("1.6")
