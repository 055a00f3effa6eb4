"""Two who change the same thing: one of them does, the other is told; and what is undone by whom."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stores import address, key, postgres_address, tree  # noqa: F401
from workbench import i18n
from workbench.errors import ConflictError, StoreError
from workbench.store import Store, open_store


def set_key(store: Store, *percents: str, version: int, name: str = "NAJEM") -> int:
    with store.change("/".join(percents)) as change:
        change.set_key("wektor", name, key(*percents), version=version)
    assert change.id is not None
    return change.id


def percents(store: Store, name: str = "NAJEM") -> list[str]:
    keys = store.costs.keys("wektor").query("key == @name")
    return [f"{percent:.0f}" for percent in keys["percent"]]


def test_the_second_of_two_is_told_who_was_first(address: str) -> None:  # noqa: F811
    with open_store(address, user="anna") as anna, open_store(address, user="bartek") as bartek:
        seen = bartek.version_of("wektor", "key", "NAJEM")
        set_key(anna, "40", "60", version=0)

        def late_change() -> None:
            with bartek.change("Late") as change:
                change.set_dimensions("wektor", *tree("P1"), version=0)
                change.set_key("wektor", "NAJEM", key("100"), version=seen)

        with i18n.in_language("en"), pytest.raises(ConflictError) as refused:
            late_change()
        assert "The allocation key NAJEM was changed by anna" in str(refused.value)
        assert "Nothing was saved" in str(refused.value)
        assert percents(bartek) == ["40", "60"]
        assert bartek.versions("wektor", "dimensions") == {}, "the rest of the change is not there either"
        assert len(bartek.audit()) == 1


def test_a_version_that_the_store_never_had_is_refused(address: str) -> None:  # noqa: F811
    with open_store(address, user="anna") as store, pytest.raises(ConflictError):
        set_key(store, "100", version=3)


@pytest.mark.parametrize("known", [False, True], ids=["a new thing", "a known thing"])
def test_of_racing_changes_one_wins(address: str, known: bool) -> None:  # noqa: F811
    """Four users begin at the same moment, again and again, with things in different orders."""
    users, rounds = 4, 8
    stores = [open_store(address, user=str(user)) for user in range(users)]
    start = threading.Barrier(users)

    def change(user: int, number: int) -> bool:
        names = [f"K{number}", f"L{number}"][:: 1 if user % 2 else -1]
        start.wait(60)
        try:
            with stores[user].change(str(user)) as change:
                for name in names:
                    change.set_key("wektor", name, key(str(user + 1)), version=int(known))
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(users) as pool:
        for number in range(rounds):
            if known:
                set_key(stores[0], "90", version=0, name=f"K{number}")
                set_key(stores[0], "90", version=0, name=f"L{number}")
            won = list(pool.map(lambda user, number=number: change(user, number), range(users)))  # type: ignore[misc]
            assert won.count(True) == 1
            for name in (f"K{number}", f"L{number}"):
                assert percents(stores[0], name) == [str(won.index(True) + 1)]
                assert stores[0].version_of("wektor", "key", name) == 1 + known
    for store in stores:
        store.close()


@pytest.mark.parametrize("known", [False, True], ids=["a new thing", "a known thing"])
def test_a_change_that_was_checked_can_still_be_overtaken(postgres_address: str, known: bool) -> None:  # noqa: F811
    """Both have found the versions that they saw when the first of them writes: the database itself must refuse the other.

    They set many things in opposite orders, which must not lock them up with each other.
    """
    names = [f"K{number}" for number in range(200)]
    statement = "UPDATE things" if known else "INSERT INTO things"
    both_checked = threading.Barrier(2)
    stores = [open_store(postgres_address, user=user) for user in ("anna", "bartek")]
    if known:
        with stores[0].change("Known") as change:
            for name in names:
                change.set_key("wektor", name, key("100"), version=0)
    for store in stores:

        @sa.event.listens_for(store._engine, "before_cursor_execute")
        def wait(connection: Any, cursor: Any, sql: str, *others: Any) -> None:
            if sql.startswith(statement):
                both_checked.wait(60)

    def change_all(store: Store, names: list[str]) -> bool:
        try:
            with store.change("All") as change:
                for name in names:
                    change.set_key("wektor", name, key("1", "99"), version=int(known))
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(change_all, stores, [names, names[::-1]])) == [False, True]
    assert stores[0].versions("wektor", "key") == dict.fromkeys(names, 1 + known)
    assert len(stores[0].audit()) == len(names) * (1 + known)
    for store in stores:
        store.close()


def test_what_is_read_is_of_one_moment(address: str) -> None:  # noqa: F811
    """Between the reading of the dimensions and that of their elements somebody replaces both."""
    with open_store(address, user="anna") as reader, open_store(address, user="bartek") as writer:
        with writer.change("First") as change:
            change.set_dimensions("wektor", *tree("P1"), version=0)
        before_elements = []

        @sa.event.listens_for(reader._engine, "before_cursor_execute")
        def interrupt(connection: Any, cursor: Any, sql: str, *others: Any) -> None:
            if "FROM costs_elements" in sql and not before_elements:
                before_elements.append(sql)
                with writer.change("Second") as change:
                    change.set_dimensions("wektor", *tree("P1", "P2"), version=1)

        assert len(reader.costs.elements("wektor")) == 1
        assert before_elements
        assert len(reader.costs.elements("wektor")) == 2


def test_undo_and_redo(address: str) -> None:  # noqa: F811
    with open_store(address, user="anna") as store, i18n.in_language("en"):
        set_key(store, "40", "60", version=0)
        set_key(store, "30", "70", version=1)
        undone = store.undo(client="wektor")
        assert percents(store) == ["40", "60"]
        assert store.undo(undone) == undone + 1
        assert percents(store) == ["30", "70"]
        store.undo(client="wektor")
        store.undo(client="wektor")
        assert percents(store) == []
        assert store.version_of("wektor", "key", "NAJEM") == 6, "versions only grow"
        assert store.audit()["what"].tolist()[2:4] == ["Undone: 30/70", "Undone: Undone: 30/70"]
        with pytest.raises(StoreError, match="wektor: there is nothing to undo"):
            store.undo(client="wektor")


def test_what_was_changed_since_is_not_undone(address: str) -> None:  # noqa: F811
    with open_store(address, user="anna") as anna, open_store(address, user="bartek") as bartek, i18n.in_language("en"):
        with anna.change("Two things") as change:
            change.set_key("wektor", "NAJEM", key("100"), version=0)
            change.set_dimensions("wektor", *tree("P1"), version=0)
        later = set_key(bartek, "50", "50", version=1)
        with pytest.raises(ConflictError, match=r"The allocation key NAJEM was changed by bartek \(.*\): 50/50"):
            anna.undo(change.id)
        assert percents(anna) == ["50", "50"]
        assert len(anna.costs.dimensions("wektor")) == 1
        anna.undo(later)
        anna.undo(change.id)
        assert len(anna.costs.dimensions("wektor")) == 0
        with pytest.raises(ConflictError):
            anna.undo(change.id)


def test_undo_says_what_it_cannot_find(address: str) -> None:  # noqa: F811
    with open_store(address, user="anna") as store, i18n.in_language("en"):
        with pytest.raises(StoreError, match="no change number 7"):
            store.undo(7)
        with pytest.raises(StoreError, match="which change"):
            store.undo()


def test_the_last_change_is_that_of_the_client(address: str) -> None:  # noqa: F811
    with open_store(address, user="anna") as store:
        set_key(store, "100", version=0)
        with store.change("Another client") as change:
            change.set_key("budmar", "NAJEM", key("100"), version=0)
        store.undo(client="wektor")
        assert percents(store) == []
        assert len(store.costs.keys("budmar")) == 1


class Token:
    """The content that one setting gave a thing; told apart from every other, equal in value or not."""

    def __init__(self, percent: int) -> None:
        self.percent = percent


NOTHING = Token(0)
THINGS = ("A", "B", "C")
steps = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.sets(st.sampled_from(THINGS), min_size=1), st.integers(1, 3)),
        st.tuples(st.just("undo last"), st.none(), st.none()),
        st.tuples(st.just("undo"), st.integers(0, 8), st.none()),
    ),
    max_size=14,
)


class Oracle:
    """The same as the store, in dictionaries: what every change made of which thing, and which of them are taken back."""

    def __init__(self) -> None:
        self.state = dict.fromkeys(THINGS, NOTHING)
        self.versions: dict[str, int] = {}
        self.changes: list[tuple[dict[str, Token], dict[str, Token], int | None]] = []

    def make(self, after: dict[str, Token], undoes: int | None = None) -> None:
        self.changes.append(({thing: self.state[thing] for thing in after}, after, undoes))
        self.state |= after
        for thing in after:
            self.versions[thing] = self.versions.get(thing, 0) + 1

    def can_undo(self, place: int) -> bool:
        return place < len(self.changes) and all(self.state[thing] is token for thing, token in self.changes[place][1].items())

    def last(self) -> int | None:
        """The last change in force: neither an undo nor taken back by an undo in force."""
        in_force: dict[int, bool] = {}
        for place in reversed(range(len(self.changes))):
            taken = any(undoes == place and in_force[later] for later, (*_, undoes) in enumerate(self.changes) if later > place)
            in_force[place] = not taken
        left = [place for place, (*_, undoes) in enumerate(self.changes) if undoes is None and in_force[place]]
        return left[-1] if left else None


@pytest.fixture
def clients() -> Callable[[], str]:
    """A client's name for every example, so that they can share a store."""
    names = (f"client {number}" for number in range(10_000))
    return lambda: next(names)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_any_sequence_of_changes_and_undoes(address: str, clients: Callable[[], str], steps: list[Any]) -> None:  # noqa: F811
    client, oracle, numbers = clients(), Oracle(), []
    with open_store(address, user="anna") as store:
        for step, argument, percent in steps:
            if step == "set":
                with store.change("set") as change:
                    for thing in argument:
                        seen = store.version_of(client, "key", thing)
                        change.set_key(client, thing, key(str(percent)), version=seen)
                numbers.append(change.id)
                oracle.make({thing: Token(percent) for thing in argument})
                continue
            place = oracle.last() if step == "undo last" else argument
            if place is None or not oracle.can_undo(place):
                with pytest.raises(StoreError):
                    store.undo(client=client) if step == "undo last" else store.undo(number_of(numbers, place))
            else:
                number = store.undo(client=client) if step == "undo last" else store.undo(number_of(numbers, place))
                numbers.append(number)
                oracle.make(oracle.changes[place][0], undoes=place)
            keys = store.costs.keys(client)
            assert dict(zip(keys["key"], keys["percent"], strict=True)) == {
                thing: Decimal(token.percent) for thing, token in oracle.state.items() if token is not NOTHING
            }
            assert store.versions(client, "key") == oracle.versions


def number_of(numbers: list[int], place: int) -> int:
    return numbers[place] if place < len(numbers) else 10**6
