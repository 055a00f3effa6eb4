"""check_jpk: faults of the structure in our own words, what it refuses to judge, and its agreement with the real schema."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from tests import filing_structures as files
from tests.filing_worked import (
    BFK,
    COMPANY,
    CONTROL,
    DATED,
    FLAG,
    HEAD_1,
    K46,
    P68,
    PAID_ON,
    PLAIN,
    places,
    with_changes,
    worked,
)
from tests.test_filing_structure import VALUES, VERSIONS, changed, leaves, set_text, shapes, takes
from workbench import i18n
from workbench.errors import FilingError
from workbench.filing import structure
from workbench.filing.checking.jpk import check_jpk
from workbench.filing.checking.rules import RULES, STRUCTURE

TEN_OF_THE_REFERENCE: list[tuple[str, list[tuple[str, str]], tuple[str, str, int, str]]] = [
    ("both dates", [(DATED, DATED + PAID_ON)], ("only-one", "sales", 2, "TerminPlatnosci, DataZaplaty")),
    ("flag without a date", [(FLAG + DATED, FLAG)], ("missing-choice", "sales", 2, "TerminPlatnosci, DataZaplaty")),
    ("P_68 above zero", [(P68, P68.replace("-594", "594"))], ("range", "declaration", 0, "P_68")),
    ("P_69 missing", [(P68, files.tags(("P_68", -594)))], ("missing", "declaration", 0, "P_69")),
    ("P_46 above zero", [(files.tags(("P_46", -93)), files.tags(("P_46", 93)))], ("range", "declaration", 0, "P_46")),
    ("K_19 without K_20", [(PLAIN, files.tags(("K_19", "10000.00")))], ("missing", "sales", 1, "K_20")),
    ("decimals in P", [(files.tags(("P_19", 9488)), files.tags(("P_19", "9487.80")))], ("type", "declaration", 0, "P_19")),
    ("no KSeF marker", [(HEAD_1 + BFK, HEAD_1)], ("missing-choice", "sales", 1, "NrKSeF, OFF, BFK, DI")),
    ("due day before 2016", [(DATED, DATED.replace("2026-06-10", "2015-12-31"))], ("range", "sales", 2, "TerminPlatnosci")),
    ("unknown tax office", [("<KodUrzedu>1471<", "<KodUrzedu>1470<")], ("code", "header", 0, "KodUrzedu")),
]
MORE_SHAPES: list[tuple[str, list[tuple[str, str]], tuple[str, str, int, str]]] = [
    ("twice", [(K46, K46 + K46)], ("repeated", "purchases", 2, "K_46")),
    ("order", [(K46, K46 + files.tags(("IMP", 1)))], ("order", "purchases", 2, "IMP")),
    ("unknown", [(K46, K46 + files.tags(("K_99", 1)))], ("unknown", "purchases", 2, "K_99")),
    ("attribute", [("<LpZakupu>2<", '<LpZakupu nr="2">2<')], ("attribute", "purchases", 2, "LpZakupu")),
    ("text in a row", [(K46, "tekst" + K46)], ("text", "purchases", 2, "ZakupWiersz")),
    ("text between rows", [("<ZakupWiersz><LpZakupu>2<", "tekst<ZakupWiersz><LpZakupu>2<")], ("text", "file", 0, "Ewidencja")),
    ("pattern", [(COMPANY, COMPANY.replace("52658", "02658"))], ("pattern", "taxpayer", 0, "NIP")),
    ("empty", [("<PelnaNazwa>Młyn &amp; Syn sp. z o.o.<", "<PelnaNazwa> <")], ("short", "taxpayer", 0, "PelnaNazwa")),
    ("long", [(">FV/1<", f">{'9' * 257}<")], ("long", "sales", 1, "DowodSprzedazy")),
    ("digits", [(K46, files.tags(("K_46", "-93.491")))], ("digits", "purchases", 2, "K_46")),
    ("type", [(K46, files.tags(("K_46", "-93,49")))], ("type", "purchases", 2, "K_46")),
    ("wrong part", [("<SprzedazCtrl>", "<Obcy/><SprzedazCtrl>")], ("unknown", "file", 0, "Obcy")),
    ("no control", [(f"<SprzedazCtrl>{CONTROL}</SprzedazCtrl>", "")], ("missing", "file", 0, "SprzedazCtrl")),
    ("year beyond counting", [("<Rok>2026<", "<Rok>99999999999999999<")], ("structure", "header", 0, "Rok")),
]


@pytest.mark.parametrize(("changes", "place"), [case[1:] for case in (*TEN_OF_THE_REFERENCE, *MORE_SHAPES)])
def test_a_fault_of_the_structure_is_told_with_its_place(
    changes: list[tuple[str, str]], place: tuple[str, str, int, str]
) -> None:
    """vat.md 2.5, cases 61 and 62: what the schema refuses, in our own words and only that."""
    content = with_changes(worked("V7M-3"), *changes)
    assert not takes(files.real_schema("V7M-3"), etree.fromstring(content))
    found = check_jpk(content)
    of_structure = found[found["code"].isin(list(STRUCTURE))]
    assert places(of_structure) == [place], found.to_string()
    for text in (*found["fault"], *found["remedy"]):
        assert "{" not in text and "Element" not in text and text.endswith("."), text


def test_the_check_and_the_real_schema_agree() -> None:
    """Row by row and the frame apart, the check refuses what the real schema refuses (a part of the mutants)."""
    verdicts = {True: 0, False: 0}
    for id in ("V7K-3", "V7M-1"):
        root = etree.fromstring(files.full(id, person=True))
        mutants: list[Callable[[], Callable[[], None]]] = [change for _what, change in shapes(root)][::29]
        mutants += [partial(set_text, one, value) for one in leaves(root)[::13] for value in VALUES[::31]]
        for change in mutants:
            with changed(change):
                content = etree.tostring(root)
            real = takes(files.real_schema(id), etree.fromstring(content))
            try:
                ours = not check_jpk(content)["code"].isin(list(STRUCTURE)).any()
            except FilingError:
                ours = False
            assert ours == real, content.decode()
            verdicts[real] += 1
    assert min(verdicts.values()) > 30, verdicts


def test_sources(tmp_path: Path) -> None:
    content = worked("V7M-3")
    path = tmp_path / "jpk.xml"
    path.write_bytes(content)
    assert check_jpk(path).empty and check_jpk(str(path)).empty and check_jpk(BytesIO(content)).empty
    with pytest.raises(FilingError, match=r"brak\.xml"):
        check_jpk(tmp_path / "brak.xml")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"<JPK>",
        b'<JPK xmlns="http://crd.gov.pl/wzor/2025/06/18/06181/"/>',
        b'<JPK xmlns="http://jpk.mf.gov.pl/wzor/2017/11/13/1113/"/>',
        b'<!DOCTYPE JPK [<!ENTITY a "b">]><JPK xmlns="http://crd.gov.pl/wzor/2025/12/19/14090/">&a;</JPK>',
        worked("V7M-3")[:-200],
    ],
)
def test_what_is_no_file_to_check_is_refused(content: bytes) -> None:
    """No XML, a draft, JPK_VAT, entities, a file that breaks off: FilingError, never a verdict."""
    with pytest.raises(FilingError):
        check_jpk(content)


def test_a_brace_in_a_namespace_is_no_crash() -> None:
    """libxml2 lets it through, lxml's QName does not."""
    with pytest.raises(FilingError):
        check_jpk(with_changes(worked("V7M-3"), (K46, K46 + '<x xmlns="a}b"/>')))


def test_a_wrong_root() -> None:
    content = worked("V7M-3").replace(b"<JPK ", b"<Plik ").replace(b"</JPK>", b"</Plik>")
    assert places(check_jpk(content)) == [("root", "file", 0, "Plik")]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_rule_has_its_texts_in_both_languages(language: i18n.Language) -> None:
    """Each text can be filled in; the Polish one differs from the English one."""
    with i18n.in_language(language):
        for rule in RULES.values():
            for text in (rule.fault, rule.remedy):
                assert (i18n._(text) == text) == (language == "en"), text


def test_the_vocabulary_of_parts() -> None:
    """What the structure calls rows is what the check looks for."""
    names = structure.names(VERSIONS["V7M-3"], "record")
    assert names == ("SprzedazWiersz", "SprzedazCtrl", "ZakupWiersz", "ZakupCtrl")
