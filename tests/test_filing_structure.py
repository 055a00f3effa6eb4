"""Our own schema of JPK_V7 against the real ones: both take and refuse the same files, mutated ones included (J-001)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests import filing_structures as files
from workbench.filing import structure
from workbench.filing.versions import Version, versions

VERSIONS = {version.id: version for version in versions()}

NUMBERS = files.words("""
    0 1 -1 2 3 4 5 12 13 01 +1 1.0 1.00 1.000 1.005 -0 -0.00 0.00 -0.01 0.01 .5 5. 1e5 1,5 NaN 127 128 x 1x 21 22 23 15 16 17
    1471 0201 0202 0234 0235 0271 1402 1449 1450 1474 3023 3024 3025 3271 3272 202 02022""")
DIGITS = [sign + "9" * count + end for sign in ("", "-") for count in range(13, 20) for end in ("", ".99", ".00")]
DAYS = files.words("""
    1899-12-31 1900-01-01 2005-12-31 2006-01-01 2015-12-31 2016-01-01 2024-02-29 2026-02-29 2026-09-31 2030-01-01 2030-01-02
    2030-12-31 2031-01-01 2050-12-31 2051-01-01 2100-12-31 2101-01-01 2026-9-5 2026-09-05Z 2026-09-05+01:00 05-09-2026
    20260905 2026-09-05T00:00:00 0000-01-01 -2026-09-05 12026-09-05""")
TIMES = files.words("""
    2020-06-30T23:59:59Z 2020-07-01T00:00:00Z 2020-07-01T00:00:00+02:00 2020-07-01T00:00:00-02:00 2020-07-01T00:00:00
    2021-12-31T23:59:59Z 2022-01-01T00:00:00Z 2026-01-31T23:59:59.999Z 2026-02-01T00:00:00Z 2026-10-01T24:00:00Z
    2026-10-01T25:00:00Z 2030-12-31T23:59:59Z 2030-12-31T23:59:59.5Z 2031-01-01T00:00:00Z 2050-12-31T23:59:59Z
    2051-01-01T00:00:00Z 2026-10-01""")
YEARS = files.words("2019 2020 2021 2022 2025 2026 2027 2030 2031 2050 2051 2090 2091 2026Z 02026 -2026 26")
LONGEST = (1, 2, 3, 16, 17, 30, 31, 50, 51, 81, 82, 240, 241, 256, 257, 512, 513, 3500, 3501)
LENGTHS = ["ż" * count for count in LONGEST]
TEXTS = [" " * 50, " " * 51, "", " ", " a ", "a  b", "a\tb", "a\nb", f" {'a' * 256} ", f"{'a' * 50} "]
CODES = files.words("""
    PL DE GR EL XI XU GB UK UE AA ZZ de D DEE JPK_VAT VAT-7 VAT-7K RO WEW FP MK VAT_RR ro 5265877635 0265877635 1000000000
    1010000000 1100000000 526587763 52658776355 @ a@ @b a@b a@@b a@b@c""")
EMAILS = [f"{'a' * 253}@b", f"{'a' * 254}@b"]
KSEF = files.words("""
    5265877635-20260905-0100001AF629-2B 5265877635-20260905-010000-1AF629-2B 5265877635-20191231-0100001AF629-2B
    5265877635-20200101-0100001AF629-2B 5265877635-20261301-0100001AF629-2B 5265877635-20260231-0100001AF629-2B
    5265877635-20260232-0100001AF629-2B 5265877635-20260900-0100001AF629-2B 5265877635-99991231-0100001AF629-2B
    M123456789-20260905-0100001AF629-2B ABC1234567-20260905-0100001AF629-2B 0265877635-20260905-0100001AF629-2B
    5265877635-20260905-0100001af629-2B 5265877635-20260905-0100001AF629-2 5265877635-20260905-0100001AF629""")
BLANKS = [" 1", "1 ", "\n1\t", " 2026-09-05 ", " DE", "DE ", "\tDE", " 1471", " RO ", f" {files.KSEF} ", " 2026 ", " a@b "]
EVERY = [*NUMBERS, *DIGITS, *DAYS, *TIMES, *YEARS, *LENGTHS, *TEXTS, *CODES, *EMAILS, *KSEF, *BLANKS]
VALUES = list(dict.fromkeys(EVERY))


def leaves(root: Any) -> list[Any]:
    """The elements without children, one of each path, so that a name with two meanings is there twice."""
    found = {(one.tag, *(above.tag for above in one.iterancestors())): one for one in root.iter() if not len(one)}
    return list(found.values())


@contextmanager
def changed(change: Callable[[], Callable[[], None]]) -> Iterator[None]:
    undo = change()
    try:
        yield
    finally:
        undo()


def set_text(element: Any, text: str | None) -> Callable[[], None]:
    before = element.text
    element.text = text

    def undo() -> None:
        element.text = before

    return undo


def set_tag(element: Any, tag: str) -> Callable[[], None]:
    before = element.tag
    element.tag = tag

    def undo() -> None:
        element.tag = before

    return undo


def set_attribute(element: Any, name: str, value: str | None) -> Callable[[], None]:
    before = dict(element.attrib)
    if value is None:
        del element.attrib[name]
    else:
        element.set(name, value)

    def undo() -> None:
        element.attrib.clear()
        element.attrib.update(before)

    return undo


def children(parent: Any, order: list[Any]) -> Callable[[], None]:
    before = list(parent)
    parent[:] = order

    def undo() -> None:
        parent[:] = before

    return undo


def another(element: Any) -> Any:
    return etree.fromstring(etree.tostring(element))


def shapes(root: Any) -> Iterator[tuple[str, Callable[[], Callable[[], None]]]]:
    """Changes of what stands where: every element dropped, doubled, moved, renamed, filled, marked, its namespace changed."""
    space, general = root.nsmap[None], root.nsmap["e"]
    for element in list(root.iter()):
        where = root.getroottree().getelementpath(element)
        parent = element.getparent()
        local = etree.QName(element).localname
        yield f"renamed {where}", partial(set_tag, element, f"{{{space}}}Inny")
        yield f"lower {where}", partial(set_tag, element, f"{{{space}}}{local.lower()}")
        yield f"space {where}", partial(set_tag, element, local)
        other = space if etree.QName(element).namespace == general else general
        yield f"other space {where}", partial(set_tag, element, f"{{{other}}}{local}")
        yield f"attribute {where}", partial(set_attribute, element, "obcy", "1")
        for name, before in element.items():
            yield f"no {name} {where}", partial(set_attribute, element, name, None)
            for value in ("", "x", f" {before}", before.upper(), before.lower()):
                yield f"{name}={value} {where}", partial(set_attribute, element, name, value)
        if len(element):
            yield f"text {where}", partial(set_text, element, "tekst")
            yield f"blank {where}", partial(set_text, element, "\n  ")
            yield f"empty {where}", partial(children, element, [])
        else:
            yield f"child {where}", partial(children, element, [etree.Element(f"{{{space}}}K_19")])
        if parent is not None:
            order = list(parent)
            at = order.index(element)
            front, back = order[:at], order[at + 1 :]
            yield f"dropped {where}", partial(children, parent, [*front, *back])
            yield f"doubled {where}", partial(children, parent, [*front, element, another(element), *back])
            yield f"alone {where}", partial(children, parent, [element])
            if at:
                yield f"swapped {where}", partial(children, parent, [*front[:-1], element, front[-1], *back])
                yield f"first {where}", partial(children, parent, [element, *front, *back])
                yield f"two dropped {where}", partial(children, parent, [*front[:-1], *back])
            unknown = etree.Element(f"{{{space}}}K_99")
            yield f"unknown {where}", partial(children, parent, [*front, element, unknown, *back])


def verdicts(version: Version, root: Any) -> tuple[bool, bool]:
    return takes(structure.schema(version), root), takes(files.real_schema(version.id), root)


def takes(schema: Any, root: Any) -> bool:
    """The verdict of a schema; a year of 17 digits is beyond what libxml2 can compare, which is a refusal too."""
    try:
        return bool(schema.validate(root))
    except etree.XMLSchemaValidateError:
        return False


@pytest.mark.parametrize("id", files.IDS)
@pytest.mark.parametrize("person", [False, True])
def test_a_file_with_everything_is_right_for_both(id: str, person: bool) -> None:
    assert verdicts(VERSIONS[id], etree.fromstring(files.full(id, person))) == (True, True)


@pytest.mark.parametrize("id", files.IDS)
def test_both_take_and_refuse_the_same_shapes(id: str) -> None:
    counts: Counter[bool] = Counter()
    for person in (False, True):
        root = etree.fromstring(files.full(id, person))
        for what, change in shapes(root):
            with changed(change):
                ours, real = verdicts(VERSIONS[id], root)
                assert ours == real, f"{what}: ours {ours}, the real one {real}"
            counts[real] += 1
        assert verdicts(VERSIONS[id], root) == (True, True), "the changes were not all undone"
    # not every change breaks a file, and most do: neither schema may be one that takes or refuses everything
    assert counts[True] > 300 and counts[False] > 2000, counts


@pytest.mark.parametrize("id", files.IDS)
def test_both_take_and_refuse_the_same_values(id: str) -> None:
    """The first leaf of each kind with every value of a list of boundaries, the others with a part of them in turn.

    Each leaf is taken with one value at least and refused with another.
    """
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    kinds: set[str] = set()
    root = etree.fromstring(files.full(id, person=True))
    for number, element in enumerate(leaves(root)):
        name = etree.QName(element).localname
        kind = structure.kind_of(VERSIONS[id], name)
        step = (1 if id in ("V7M-1", "V7M-2", "V7K-3") else 6) if kind not in kinds else 24
        some = [element.text, "", *VALUES[number % step :: step]]
        kinds.add(kind)
        for value in some:
            with changed(partial(set_text, element, value)):
                ours, real = verdicts(VERSIONS[id], root)
            assert ours == real, f"{name} = {value!r}: ours {ours}, the real one {real}"
            counts[name][real] += 1
    assert len(counts) > 140 and len(kinds) > 30, "leaves were overlooked"
    assert all(of[True] and of[False] for of in counts.values()), counts
    assert sum(of[True] for of in counts.values()) > 400 and sum(of[False] for of in counts.values()) > 2000


ROOTS = {id: etree.fromstring(files.full(id, person=True)) for id in files.IDS}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_both_take_and_refuse_the_same_random_changes(data: st.DataObject) -> None:
    """One to three changes at once: a value of random characters or digits, or an element moved anywhere in its parent."""
    id = data.draw(st.sampled_from(files.IDS))
    root = another(ROOTS[id])
    for _count in range(data.draw(st.integers(1, 3))):
        element = data.draw(st.sampled_from(list(root.iter())[1:]))
        if not len(element) and data.draw(st.booleans()):
            printable = st.characters(min_codepoint=32, max_codepoint=0x17F)
            amounts = st.decimals(-(10**18), 10**18, places=2)
            values = st.dates() | st.integers(-99, 9999) | amounts
            element.text = data.draw(st.text(printable, max_size=300) | values.map(str))
        else:
            parent = element.getparent()
            parent.remove(element)
            parent.insert(data.draw(st.integers(0, len(parent))), element)
    ours, real = verdicts(VERSIONS[id], root)
    assert ours == real, etree.tostring(root).decode()


def test_what_writers_ask_of_the_structure() -> None:
    """Order, groups, limits and codes as vat.md 2.2 lists them."""
    first, second, third = VERSIONS["V7M-1"], VERSIONS["V7M-2"], VERSIONS["V7K-3"]
    assert structure.names(third, "sale")[6:12] == ("DataSprzedazy", "NrKSeF", "OFF", "BFK", "DI", "TypDokumentu")
    assert "NrKSeF" not in structure.names(second, "sale") and "K_360" not in structure.names(second, "sale")
    assert {"SW", "EE", "MPP"} < set(structure.names(first, "sale")) and "TerminPlatnosci" not in structure.names(first, "sale")
    assert structure.names(first, "fields")[44:50] == ("P_54", "P_55", "P_56", "P_57", "P_58", "P_59")
    assert {"P_540", "P_560", "P_660"} & set(structure.names(first, "fields")) == set()
    assert {"P_540", "P_57", "P_660"} < set(structure.names(second, "fields"))
    assert "P_57" not in structure.names(third, "fields")
    pairs = [f"K_{one}" for one in (15, 17, 19, 23, 25, 27, 29, 31)]
    assert [group for group in structure.together(third, "sale") if len(group) == 2] == [
        (one, f"K_{int(one[2:]) + 1}") for one in pairs
    ]
    assert structure.together(third, "purchase") == (("K_40", "K_41"), ("K_42", "K_43"))
    assert structure.limits(second, "sale", "NazwaKontrahenta")["maxLength"] == "256"
    assert structure.limits(third, "sale", "NazwaKontrahenta")["maxLength"] == "512"
    assert structure.limits(third, "sale", "TerminPlatnosci")["minInclusive"] == "2016-01-01"
    assert len(structure.codes(third, "offices")) == 400 and "1471" in structure.codes(first, "offices")
    assert {"EL", "XI", "XU"} < structure.codes(third, "countries") and "GR" not in structure.codes(third, "countries")
    assert "XU" not in structure.codes(second, "countries") and "XI" not in structure.codes(first, "countries")
    with pytest.raises(KeyError):
        structure.limits(second, "sale", "NrKSeF")
