"""Pick lists of every type of dimension, and which dimensions a document offers, demands and lets be changed."""

import pytest

import workbench
from tests.dimension_books import EMPTY, ledger_with
from workbench import i18n
from workbench.costs.dimensions.changes import add_dimension, add_element, add_subdimension, set_inactive, set_used_on
from workbench.costs.dimensions.on_documents import (
    available,
    check_may_edit,
    missing_message,
    missing_required,
    shown,
    unticked,
)
from workbench.costs.dimensions.picks import all_choices, choices
from workbench.costs.dimensions.tree import Dimensions
from workbench.errors import DescriptionError
from workbench.ledger import elements

KINDS = {"K2": "contractor", "K1": "contractor", "BANK": "bank", "PRAC": "employee", "WSP": "partner", "US": "office"}
ACCOUNTS = {"411-1/2": "411", "4": "", "41": "4", "411": "41", "419": "41", "5": "", "501": "5", "49": "4"}
"""Account and summary account; a detail account may stand before its summary."""


def books(summaries: dict[str, str] = ACCOUNTS) -> workbench.Ledger:
    return ledger_with(
        parties=[
            {"party_id": party, "name": f"Nazwa {party}", "tax_id": "", "vat_status": "active", "kind": kind}
            for party, kind in KINDS.items()
        ],
        accounts=[{"account": one, "name": f"Konto {one}", "summary": above} for one, above in summaries.items()],
        categories=[
            {"category": "MATERIAŁY", "name": "Materiały", "parent": ""},
            {"category": "BETON", "name": "Beton", "parent": "MATERIAŁY"},
            {"category": "ENERGIA", "name": "Energia", "parent": ""},
            {"category": "B25", "name": "Beton B25", "parent": "BETON"},
        ],
        goods=[{"goods_id": "CEMENT", "name": "Cement"}, {"goods_id": "STAL", "name": "Stal"}],
    )


def picked(**definition: str) -> list[str]:
    tree = add_dimension(Dimensions(), "D", **definition)  # type: ignore[arg-type]
    return choices(books(), tree, "D")["element"].tolist()


@pytest.mark.parametrize(
    ("narrowed_to", "listed"),
    [
        ("", list(ACCOUNTS)),
        ("4", ["411-1/2", "4", "41", "411", "419", "49"]),
        ("41", ["411-1/2", "41", "411", "419"]),
        ("419", ["419"]),
    ],
)
def test_a026_the_chart_is_narrowed_to_an_account_and_all_below_it(narrowed_to: str, listed: list[str]) -> None:
    assert picked(type="accounts", narrowed_to=narrowed_to) == listed


@pytest.mark.parametrize(
    ("narrowed_to", "listed"),
    [
        ("", ["MATERIAŁY", "BETON", "ENERGIA", "B25"]),
        ("MATERIAŁY", ["MATERIAŁY", "BETON", "B25"]),
        ("ENERGIA", ["ENERGIA"]),
    ],
)
def test_a027_categories_are_narrowed_to_a_main_one_and_its_subcategories(narrowed_to: str, listed: list[str]) -> None:
    assert picked(type="category", narrowed_to=narrowed_to) == listed


@pytest.mark.parametrize(
    ("dictionary", "narrowed_to", "listed"),
    [
        ("contractor", "", ["K2", "K1"]),
        ("contractor", "K1", ["K1"]),
        ("bank", "", ["BANK"]),
        ("employee", "", ["PRAC"]),
        ("partner", "", ["WSP"]),
        ("office", "", ["US"]),
        ("goods", "", ["CEMENT", "STAL"]),
        ("goods", "STAL", ["STAL"]),
        ("fixed_asset", "", []),
        ("fixed_asset", "ST/1", ["ST/1"]),
    ],
)
def test_a028_a_dictionary_lists_its_items_or_the_one(dictionary: str, narrowed_to: str, listed: list[str]) -> None:
    assert picked(type="dictionary", dictionary=dictionary, narrowed_to=narrowed_to) == listed


@pytest.mark.parametrize(
    "definition",
    [
        {"type": "accounts", "narrowed_to": "999"},
        {"type": "category", "narrowed_to": "4"},
        {"type": "dictionary", "dictionary": "bank", "narrowed_to": "K1"},
    ],
)
def test_a_narrowing_to_what_the_books_lack_is_an_error_not_an_empty_list(definition: dict[str, str]) -> None:
    with pytest.raises(DescriptionError, match=rf"D.*{definition['narrowed_to']}"):
        picked(**definition)


def test_a_chart_that_runs_in_a_circle_ends() -> None:
    tree = add_dimension(Dimensions(), "D", type="accounts", narrowed_to="4")
    assert choices(books({"4": "41", "41": "4", "5": ""}), tree, "D")["element"].tolist() == ["4", "41"]


def with_stages() -> Dimensions:
    tree = add_element(add_dimension(Dimensions(), "BUDOWY"), "BUDOWY", "1_19", "Budowa 1")
    tree = add_element(add_subdimension(tree, "BUDOWY", "ETAPY"), "BUDOWY/ETAPY", "E1")
    tree = add_element(tree, "BUDOWY/ETAPY", "E2")
    return add_subdimension(tree, "BUDOWY/ETAPY", "KONTA", type="accounts", narrowed_to="5")


def test_pick_lists_have_names_and_leave_out_inactive_elements() -> None:
    tree = set_inactive(with_stages(), "BUDOWY/ETAPY/E1", True)
    assert choices(books(), tree, "BUDOWY").to_dict("records") == [{"element": "1_19", "name": "Budowa 1", "inactive": False}]
    assert choices(books(), tree, "BUDOWY/ETAPY")["element"].tolist() == ["E2"]
    with_inactive = choices(books(), tree, "BUDOWY/ETAPY", inactive=True)
    assert dict(zip(with_inactive["element"], with_inactive["inactive"], strict=True)) == {"E1": True, "E2": False}
    assert with_inactive.dtypes.astype(str).tolist() == ["str", "str", "bool"]


def test_a036_an_inactive_dimension_offers_nothing() -> None:
    tree = set_inactive(with_stages(), "BUDOWY", True)
    for path in ("BUDOWY", "BUDOWY/ETAPY", "BUDOWY/ETAPY/KONTA"):
        assert choices(books(), tree, path).empty
        assert choices(books(), tree, path, inactive=True)["inactive"].all()
    assert len(all_choices(books(), tree, "BUDOWY", inactive=True)) == 5


def test_all_choices_of_a_dimension_are_written_as_in_descriptions() -> None:
    tree = with_stages()
    listed = all_choices(books(), tree, "BUDOWY")
    assert listed["element"].tolist() == ["1_19", "ETAPY/E1", "ETAPY/E2", "ETAPY/KONTA/5", "ETAPY/KONTA/501"]
    located = [tree.located("BUDOWY", text) for text in listed["element"]]
    assert located[-1] == ("BUDOWY/ETAPY/KONTA", "501")
    assert all_choices(EMPTY, add_dimension(Dimensions(), "D", type="accounts"), "D").empty


# Documents


def office() -> Dimensions:
    """PROJEKTY required on two types, ODDZIAŁ required everywhere, ZESPÓŁ free, STARE inactive and required."""
    tree = add_dimension(Dimensions(), "PROJEKTY", required=True, used_on=["purchase_register", "account"])
    tree = add_dimension(add_dimension(tree, "ODDZIAŁ", required=True), "ZESPÓŁ")
    return set_inactive(add_dimension(tree, "STARE", required=True), "STARE", True)


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        ("purchase_register", ("PROJEKTY", "ODDZIAŁ", "ZESPÓŁ")),
        ("account", ("PROJEKTY", "ODDZIAŁ", "ZESPÓŁ")),
        ("sale_register", ("ODDZIAŁ", "ZESPÓŁ")),
    ],
)
def test_a030_a_dimension_is_offered_where_it_is_ticked_or_everywhere(on: str, codes: tuple[str, ...]) -> None:
    assert available(office(), on) == codes


def test_an_unknown_document_type_is_refused() -> None:
    with pytest.raises(DescriptionError, match="faktura"):
        available(office(), "faktura")


@pytest.mark.parametrize(
    ("text", "on", "missing"),
    [
        ("", "purchase_register", ["PROJEKTY", "ODDZIAŁ"]),
        ("PROJEKTY=P1", "purchase_register", ["ODDZIAŁ"]),
        ("ZESPÓŁ=Z1", "sale_register", ["ODDZIAŁ"]),
        ("ODDZIAŁ=MIASTA/LUBLIN; PROJEKTY=P1", "purchase_register", []),
    ],
)
def test_a031_required_dimensions_without_an_element(text: str, on: str, missing: list[str]) -> None:
    """An element of a sub-dimension is one of the dimension; what cannot be chosen is not demanded."""
    assert missing_required(office(), elements.parse(text), on) == missing


def test_a031_m04_names_the_dimension() -> None:
    with i18n.in_language("en"):
        said = missing_message("PROJEKTY")
    assert said == "The analytical description is incomplete. No element chosen for dimension [PROJEKTY]."
    assert missing_message("PROJEKTY") == ("Opis analityczny jest niepełny. Nie wybrano elementu dla wymiaru [PROJEKTY].")


def test_a069_lines_of_an_unticked_dimension_are_shown_but_cannot_be_changed() -> None:
    tree = set_used_on(office(), "PROJEKTY", ["goods"])
    old, new = elements.parse("PROJEKTY=P1; ODDZIAŁ=LUBLIN"), elements.parse("ODDZIAŁ=LUBLIN")
    assert unticked(tree, old, "purchase_register") == ("PROJEKTY",)
    with pytest.raises(DescriptionError, match="PROJEKTY"):
        check_may_edit(tree, old, "purchase_register")
    check_may_edit(tree, new, "purchase_register")
    check_may_edit(office(), old, "purchase_register")
    assert shown(tree, "purchase_register", [new, old]) == ("PROJEKTY", "ODDZIAŁ", "ZESPÓŁ")
    assert shown(tree, "purchase_register", [new]) == ("ODDZIAŁ", "ZESPÓŁ")


def test_a036_lines_with_inactive_dimensions_are_still_shown() -> None:
    assert "STARE" in shown(office(), "purchase_register", [{"STARE": "S1"}])
    assert unticked(office(), {"STARE": "S1"}, "purchase_register") == ()
