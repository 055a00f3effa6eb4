"""What the store remembers: set, read back as the ledger's tables, laid over the books, told in the audit log."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger_files import Texts
from tests.stores import address, description, engine_for, item, key, tree  # noqa: F401
from workbench import Ledger, i18n, read_ledger
from workbench.errors import StoreError
from workbench.ledger import TABLES
from workbench.store import KINDS, Store, open_store
from workbench.store.lines import content_of, from_json, to_json

COST_TABLES = ("descriptions", "item_descriptions", "keys", "dimensions", "elements")
FIRST_DAY = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(address: str) -> Iterator[Store]:  # noqa: F811
    """A new store whose clock goes on by a day a change."""
    days = iter(range(1000))
    with open_store(address, user="anna", now=lambda: FIRST_DAY + timedelta(days=next(days))) as opened:
        yield opened


@pytest.fixture
def books(small: Texts) -> Ledger:
    """Books that already have two descriptions, a key, the description of an account and a dimension."""
    small["dimensions"] = [{"dimension": "PROJEKTY"}, {"dimension": "DAWNE"}]
    small["elements"] = [{"dimension": "PROJEKTY", "element": "P1"}, {"dimension": "DAWNE", "element": "D1"}]
    line = {"line": "1", "elements": "PROJEKTY=P1", "percent": "100"}
    described = {"position": "document", "value": "1230.08", **line}
    small["descriptions"] = [{"document_id": number, **described} for number in ("FS/1", "FS/2")]
    small["item_descriptions"] = [{"dictionary": "account", "item": account, **line} for account in ("402", "501/7")]
    small["keys"] = [{"key": name, "valid_from": "2020-01-01", **line} for name in ("NAJEM", "ENERGIA")]
    return read_ledger({name: pd.DataFrame(rows) for name, rows in small.items()})


def set_everything(store: Store) -> None:
    with store.change("Everything") as change:
        change.set_description("wektor", "FS/1", description("60", "40", value=1230_08), version=0)
        change.set_item_description("wektor", "account", "501/7", item("33.333333", "66.666667"), version=0)
        change.set_key("wektor", "NAJEM", key("40", "50", "10"), version=0)
        change.set_dimensions("wektor", *tree("P1", "P2", "P3"), version=0)


def test_what_is_set_is_read_back(store: Store) -> None:
    set_everything(store)
    read = store.costs.descriptions("wektor")
    assert read["document_id"].tolist() == ["FS/1", "FS/1"]
    assert read["elements"].tolist() == ["PROJEKTY=P1", "PROJEKTY=P2"]
    assert read["percent"].tolist() == [Decimal(60), Decimal(40)]
    assert read["value"].tolist() == [738_04, 492_03]
    assert read["position_line"].tolist() == [0, 0], "what the ledger does not require has its default"
    read = store.costs.item_descriptions("wektor")
    assert read[["dictionary", "item"]].drop_duplicates().to_numpy().tolist() == [["account", "501/7"]]
    assert read["percent"].tolist() == [Decimal("33.333333"), Decimal("66.666667")]
    read = store.costs.keys("wektor")
    assert read["key"].tolist() == ["NAJEM"] * 3
    assert read["valid_from"].tolist() == [pd.Timestamp("2026-01-01")] * 3
    assert read["valid_to"].isna().all()
    assert store.costs.dimensions("wektor")["required"].tolist() == [True]
    assert store.costs.elements("wektor")["element"].tolist() == ["P1", "P2", "P3"]


def test_tables_have_the_types_of_the_ledger(store: Store, books: Ledger) -> None:
    empty = {table: getattr(store.costs, table)("wektor") for table in COST_TABLES}
    set_everything(store)
    for table in COST_TABLES:
        of_books = getattr(books, table).dtypes.to_dict()
        assert getattr(store.costs, table)("wektor").dtypes.to_dict() == of_books
        assert empty[table].dtypes.to_dict() == of_books
        assert len(empty[table]) == 0
        assert getattr(store.applied_to("wektor", books), table).dtypes.to_dict() == of_books


def test_remembered_things_take_the_place_of_those_in_the_books(store: Store, books: Ledger) -> None:
    before = {table: getattr(books, table).copy() for table in TABLES}
    set_everything(store)
    laid = store.applied_to("wektor", books)
    assert laid.descriptions[["document_id", "elements"]].to_numpy().tolist() == [
        ["FS/2", "PROJEKTY=P1"],
        ["FS/1", "PROJEKTY=P1"],
        ["FS/1", "PROJEKTY=P2"],
    ]
    assert laid.item_descriptions["item"].tolist() == ["402", "501/7", "501/7"]
    assert laid.keys["key"].tolist() == ["ENERGIA", "NAJEM", "NAJEM", "NAJEM"]
    assert laid.dimensions["dimension"].tolist() == ["PROJEKTY"], "the tree is replaced as a whole"
    assert laid.elements["element"].tolist() == ["P1", "P2", "P3"]
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(books, table), before[table])
        if table not in COST_TABLES:
            assert getattr(laid, table) is getattr(books, table)


def test_removed_things_are_gone_from_the_books(store: Store, books: Ledger) -> None:
    with store.change("Removed") as change:
        change.set_description("wektor", "FS/1", None, version=0)
        change.set_item_description("wektor", "account", "402", None, version=0)
        change.set_key("wektor", "NAJEM", None, version=0)
    laid = store.applied_to("wektor", books)
    assert laid.descriptions["document_id"].tolist() == ["FS/2"]
    assert laid.item_descriptions["item"].tolist() == ["501/7"]
    assert laid.keys["key"].tolist() == ["ENERGIA"]
    assert store.version_of("wektor", "description", "FS/1") == 1


def test_an_undone_thing_is_that_of_the_books_again(store: Store, books: Ledger) -> None:
    set_everything(store)
    store.undo(client="wektor")
    laid = store.applied_to("wektor", books)
    for table in COST_TABLES:
        pd.testing.assert_frame_equal(getattr(laid, table), getattr(books, table))


def test_clients_do_not_see_each_other(store: Store, books: Ledger) -> None:
    set_everything(store)
    assert store.versions("budmar", "key") == {}
    assert len(store.costs.keys("budmar")) == 0
    assert store.applied_to("budmar", books).descriptions is books.descriptions
    assert len(store.audit("budmar")) == 0
    assert len(store.audit()) == 4


def test_an_exception_in_the_block_leaves_nothing(store: Store) -> None:
    def half_a_change() -> None:
        with store.change("Half") as change:
            change.set_key("wektor", "NAJEM", key("100"), version=0)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_a_change()
    assert store.version_of("wektor", "key", "NAJEM") == 0
    assert len(store.audit()) == 0


def test_a_change_that_sets_nothing_is_none(store: Store) -> None:
    with store.change("Nothing") as change:
        pass
    assert change.id is None
    assert len(store.audit()) == 0


def test_the_history_of_a_key_says_who_changed_it_and_how(store: Store, address: str) -> None:  # noqa: F811
    with store.change("Rent by head") as change:
        change.set_key("wektor", "NAJEM", key("40", "50", "10"), version=0)
    with open_store(address, user="bartek", now=lambda: FIRST_DAY + timedelta(days=9)) as other, other.change("By area") as new:
        new.set_key("wektor", "NAJEM", key("30", "60", "10"), version=1)
    history = store.history("wektor", "key", "NAJEM")
    assert history["user"].tolist() == ["anna", "bartek"]
    assert history["at"].tolist() == [FIRST_DAY, FIRST_DAY + timedelta(days=9)]
    assert history["what"].tolist() == ["Rent by head", "By area"]
    assert history["version"].tolist() == [1, 2]
    assert history["change"].tolist() == [change.id, new.id]
    assert [line["percent"] for line in json.loads(history["before"][1])["keys"]] == ["40", "50", "10"]
    assert [line["percent"] for line in json.loads(history["after"][1])["keys"]] == ["30", "60", "10"]
    assert pd.isna(history["before"][0])
    former = store.lines("wektor", "key", "NAJEM", 1)
    assert former is not None
    pd.testing.assert_frame_equal(former["keys"], store.costs.keys("wektor").assign(percent=former["keys"]["percent"]))
    assert former["keys"]["percent"].tolist() == [Decimal(40), Decimal(50), Decimal(10)]
    assert store.lines("wektor", "key", "NAJEM", 0) is None


def test_the_audit_log_is_canonical_json(store: Store) -> None:
    with store.change("Described") as change:
        change.set_description("wektor", "FS/1", description("100", value=-5), version=0)
    assert store.audit()["after"].tolist() == [
        '{"descriptions":[{"elements":"PROJEKTY=P1","key":null,"line":1,"percent":"100","position":"document",'
        '"position_line":0,"value":"-0.05"}]}'
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET after = NULL",
        "UPDATE changes SET made_by = 'nobody'",
        "DELETE FROM audit",
        "DELETE FROM changes WHERE id = 1",
    ],
)
def test_the_audit_log_can_only_grow(store: Store, address: str, statement: str) -> None:  # noqa: F811
    set_everything(store)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine_for(address).begin() as connection:
        connection.exec_driver_sql(statement)
    assert len(store.audit()) == 4


def test_the_audit_log_cannot_be_replaced_or_emptied(store: Store, address: str) -> None:  # noqa: F811
    """The ways round UPDATE and DELETE that each database has."""
    set_everything(store)
    columns = "change_id, client, kind, key, version, state"
    again = f"INSERT OR REPLACE INTO audit ({columns}) SELECT {columns} FROM audit"
    ways = {
        "sqlite": [again, "REPLACE INTO changes SELECT * FROM changes", "REPLACE INTO audit SELECT * FROM audit"],
        "postgresql": ["TRUNCATE audit", "TRUNCATE changes CASCADE"],
    }
    engine = engine_for(address)
    for statement in ways[engine.dialect.name]:
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
            connection.exec_driver_sql(statement)
    assert len(store.audit()) == 4


def test_a_change_of_very_many_things_is_one_change(store: Store) -> None:
    """More than one query has room for."""
    documents = [f"FZ/{number}" for number in range(1100)]
    with store.change("Many") as change:
        for document in documents:
            change.set_description("wektor", document, description("100"), version=0)
    assert change.id is not None
    assert store.versions("wektor", "description") == dict.fromkeys(documents, 1)
    store.undo(change.id)
    assert len(store.costs.descriptions("wektor")) == 0
    assert store.versions("wektor", "description") == dict.fromkeys(documents, 2)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a float is no percent": ({"percent": 33.3}, "percent cannot be 33.3"),
    "seven places": ({"percent": Decimal("0.1234567")}, "percent cannot be"),
    "a third": ({"percent": Fraction(100, 3)}, "percent cannot be"),
    "no number": ({"percent": "half"}, "percent cannot be 'half'"),
    "infinity": ({"percent": Decimal("Infinity")}, "percent cannot be"),
    "not computed": ({"percent": "1e999999999"}, "percent cannot be"),
    "a float is no amount": ({"value": 100.0}, "value cannot be 100.0"),
    "an amount beyond int64": ({"value": 2**63}, "value cannot be"),
    "truth is no amount": ({"value": True}, "value cannot be True"),
    "an unknown code": ({"position": "page"}, "position cannot be 'page'"),
    "no elements": ({"elements": ""}, "elements is missing"),
    "no text": ({"elements": "A=\0"}, "elements cannot be"),
    "half a character": ({"elements": "A=\ud800"}, "elements cannot be"),
    "an unknown column": ({"colour": "red"}, "no column colour"),
    "another document": ({"document_id": "FS/2"}, "document_id must be FS/1"),
}


@pytest.mark.parametrize("case", WRONG)
def test_lines_that_the_ledger_could_not_hold_are_refused(case: str) -> None:
    columns, said = WRONG[case]
    lines = description("100").assign(**{name: pd.Series([value], dtype=object) for name, value in columns.items()})
    with pytest.raises(StoreError, match=said), i18n.in_language("en"):
        content_of(KINDS["description"], "FS/1", {"descriptions": lines})


def test_a_line_stands_only_once() -> None:
    lines = description("50", "50").assign(line=1)
    with pytest.raises(StoreError, match="descriptions: 1 stands there twice"), i18n.in_language("en"):
        content_of(KINDS["description"], "FS/1", {"descriptions": lines})


def test_names_are_checked(store: Store) -> None:
    with i18n.in_language("en"), store.change("Names") as change:
        with pytest.raises(StoreError, match="dictionary cannot be 'colour'"):
            change.set_item_description("wektor", "colour", "red", item("100"), version=0)
        with pytest.raises(StoreError, match="document_id is missing"):
            change.set_description("wektor", "", None, version=0)
        with pytest.raises(StoreError, match="cannot be the name"):
            change.set_description("", "FS/1", None, version=0)
        with pytest.raises(StoreError, match="there is no dimension PROJEKTY"):
            change.set_dimensions("wektor", pd.DataFrame({"dimension": []}), tree("P1")[1], version=0)
        change.set_key("wektor", "NAJEM", None, version=0)
        with pytest.raises(StoreError, match="The allocation key NAJEM: set twice"):
            change.set_key("wektor", "NAJEM", key("100"), version=0)


def test_a_change_has_words_and_a_user(store: Store, address: str) -> None:  # noqa: F811
    with pytest.raises(StoreError), store.change(" "):
        pass
    with pytest.raises(StoreError):
        open_store(address, user=" ")


amounts = st.integers(-(10**15), 10**15)
percents = st.integers(-(10**17), 10**17).map(lambda millionths: Decimal(millionths).scaleb(-6))
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(st.lists(st.tuples(texts, percents, amounts, texts | st.none()), max_size=5))
def test_content_survives_json(rows: list[tuple[Any, ...]]) -> None:
    columns = dict(zip(("elements", "percent", "value", "key"), map(list, zip(*rows, strict=True)), strict=False))
    lines = pd.DataFrame({"line": range(len(rows)), "position": "line", **columns}, dtype=object)
    content = content_of(KINDS["description"], "FS/1", {"descriptions": lines})
    text = to_json(KINDS["description"], content)
    again = from_json(KINDS["description"], text)
    assert again == content
    assert to_json(KINDS["description"], again) == text
    assert [(row["elements"], row["percent"], row["value"], row["key"]) for row in content["descriptions"]] == rows


def test_extreme_values_survive_the_database(store: Store) -> None:
    lines = description("1", "1").assign(
        percent=[Decimal("-99999999999.999999"), Decimal("0.000001")],
        value=[2**63 - 1, -(2**63 - 1)],
        elements=["PROJEKTY=Zażółć 'gęślą' \"jaźń\"; DROP TABLE audit", "A=\U0001f9ee\n\t"],
    )
    keys = key("100").assign(valid_from=date(1990, 1, 1), valid_to=date(2100, 12, 31), percent=None, driver="area")
    with store.change("Extreme") as change:
        change.set_description("wektor", "FS/1 'x'", lines, version=0)
        change.set_key("wektor", "Czynsz za lokal / Lublin", keys, version=0)
    read = store.costs.descriptions("wektor")
    for column in ("percent", "value", "elements"):
        assert read[column].tolist() == lines[column].tolist()
    read = store.costs.keys("wektor")
    assert read["valid_to"].tolist() == [pd.Timestamp("2100-12-31")]
    assert read["percent"].isna().all()
    assert read["key"].tolist() == ["Czynsz za lokal / Lublin"]
