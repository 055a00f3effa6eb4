"""Texts of collective transfers: the worked example "Aloza" letter for letter (T-050 to T-056)."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.transfers.orders import Payee, Transfer
from workbench.transfers.texts import Laid, TextStyle, component_texts, fits, join, lay_out

ALOZA = [
    ("FA/2018/07/00001/VAT", "Z dnia 20 czerwca 2018", "Wplata raty numer 1", ""),
    ("FA/2018/07/00002/VAT", "Usługi obce", "", ""),
    ("FA/2018/07/00003/VAT", "", "", ""),
    ("FA/2018/07/00004/VAT", "", "", ""),
    ("FA/2018/07/00005/VAT", "", "", ""),
]
ELIXIR = TextStyle(letters="ascii")


def collective(*texts: str) -> Transfer:
    payee = Payee("1", "Aloza", "", "", "", "PL", "", False, "27114020040000300201355387")
    return Transfer("ordinary", ("1",), (100,), 100, "PLN", date(2018, 7, 30), payee, texts, collective=True)


def laid(text: str) -> Laid:
    return lay_out(collective(text), ELIXIR)


def test_aloza_all_lines() -> None:
    """T-053, C-41: 159 characters, cut at 140"""
    result = laid(join(component_texts(ALOZA, all_lines=True)))
    assert "|".join(result.lines) == (
        "FA/2018/07/00001/VAT Z dnia 20 czer|wca 2018 Wplata raty numer 1;FA/201|8/07/00002/VAT Uslugi obce;FA/2018/|"
        "07/00003/VAT;FA/2018/07/00004/VAT;F"
    )
    assert (len(result.whole), result.cut) == (159, "A/2018/07/00005/VAT")
    assert [(change.original, change.replacement) for change in result.changes] == [("ł", "l")]
    assert result.original[result.changes[0].position] == "ł"


def test_aloza_first_lines() -> None:
    """T-054: 104 characters"""
    result = laid(join(component_texts(ALOZA, all_lines=False)))
    assert "|".join(result.lines) == (
        "FA/2018/07/00001/VAT;FA/2018/07/000|02/VAT;FA/2018/07/00003/VAT;FA/2018|/07/00004/VAT;FA/2018/07/00005/VAT|"
    )
    assert (len(result.whole), result.cut) == (104, "")


def test_aloza_divided() -> None:
    """T-055: what fits is decided here, which payments go together is decided by the batches"""
    texts = component_texts(ALOZA, all_lines=True)
    assert fits(join(texts[:4]), ELIXIR)
    assert not fits(join(texts), ELIXIR)
    four = laid(join(texts[:4]))
    assert (len(four.whole), len(four.lines[3]), four.cut) == (138, 33, "")
    assert "|".join(laid(join(texts[4:])).lines) == "FA/2018/07/00005/VAT|||"


def test_lines_of_a_payment_are_joined_by_a_space_where_they_are_filled() -> None:
    """T-050, T-052"""
    rows = [("a", "", "b", " "), ("", "c", "", ""), ()]
    assert component_texts(rows, all_lines=True) == ["a b", "c", ""]
    assert component_texts(rows, all_lines=False) == ["a", "", ""]


def test_a_payment_without_a_text_leaves_no_gap() -> None:
    assert join(["FA/1", "", " ", "FA/2"]) == "FA/1;FA/2"
    assert join([]) == join([""]) == ""


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (["Zapłata za FA/1", "Zapłata za FA/2"], "Zapłata za FA/1;FA/2"),
        (["Zapłata za FA/1", "Zapłata za FA/2", "Zapłata za FA/3"], "Zapłata za FA/1;FA/2;FA/3"),
        (["Zapłata za FA/1", "Zapłata za FA/2", "Zapłata FA/3"], "Zapłata za FA/1;za FA/2;FA/3"),
        (["Zapłata za FA/1", "Zapłata za FA/2", "FA/3"], "Zapłata za FA/1;Zapłata za FA/2;FA/3"),
        (["Zapłata za 12", "Zapłata za 1"], "Zapłata za 12;1"),
        (["Zapłata zaliczki", "Zapłata za FA/1"], "Zapłata zaliczki;za FA/1"),
        (["Czynsz lipiec", "Czynsz lipiec"], "Czynsz lipiec"),
        (["Zapłata ", "Zapłata FA/1"], "Zapłata FA/1"),
        (["Zapłata za", "Zapłata za F1"], "Zapłata za F1"),
        (["Zapłata za F1", "Zapłata za"], "Zapłata za F1"),
        (["Zapłata za", "Zapłata za", "Zapłata za F3"], "Zapłata za F3"),
        (["Zapłata za FV 1/2026", "Zapłata za FV 2/2026"], "Zapłata za FV 1/2026;FV 2/2026"),
        (["Za FV NR 7", "Za FV NR 7 rata 2"], "Za FV NR 7;FV NR 7 rata 2"),
        (["FA/1", "FA/1"], "FA/1;FA/1"),
        (["Zapłata za FA/1"], "Zapłata za FA/1"),
        (["FA/2018/07/00001", "FA/2018/07/00002"], "FA/2018/07/00001;FA/2018/07/00002"),
    ],
)
def test_a_repeated_phrase_stands_once_at_the_start(texts: list[str], joined: str) -> None:
    """T-056"""
    assert join(texts) == joined


@pytest.mark.parametrize(
    ("texts", "numbers", "joined"),
    [
        (["Zapłata za Umowa 5", "Zapłata za Umowa 6"], ["Umowa 5", "Umowa 6"], "Zapłata za Umowa 5;Umowa 6"),
        (["Zapłata za Umowa 5", "Zapłata za Umowa 6"], ["Umowa 5", ""], "Zapłata za Umowa 5;Umowa 6"),
        (["Umowa 5 rata za FV/1", "Umowa 5 rata za FV/2"], ["FV/1", "FV/2"], "Umowa 5 rata za FV/1;FV/2"),
        (["", "Za najem lipiec", "Za najem maj"], ["a", "najem lipiec", "najem maj"], "Za najem lipiec;najem maj"),
        (["Dachówki za FV 1", "Dachówki za FV 2"], ["x", "y"], "Dachówki za FV 1;FV 2"),
    ],
)
def test_a_phrase_never_reaches_into_a_document_number(texts: list[str], numbers: list[str], joined: str) -> None:
    """T-056: numbers may hold blanks and words."""
    assert join(texts, numbers) == joined


@given(st.lists(st.text(st.sampled_from("ab \t\u3000"), max_size=8), max_size=5))
@example(["a b", "a\u3000"])
@example(["a b", "a \t"])
def test_the_phrase_is_the_longest_of_whole_words(texts: list[str]) -> None:
    """Against an oracle that tries every length; each text ends with a space, as if a word followed."""
    filled = [f"{text.rstrip()} " for text in texts if text.strip()]
    lengths = [
        length
        for length in range(1, min(map(len, filled), default=0) + 1)
        if len({text[:length] for text in filled}) == 1 and filled[0][length - 1] == " "
    ]
    length = max(lengths, default=0)
    rests = [text[length:].rstrip() for text in filled if text[length:].strip()]
    assert join(texts) == ("".join(filled[:1])[:length] + ";".join(rests)).rstrip()


@given(st.lists(st.tuples(st.sampled_from(["", "Za ", "Zapłata za "]), st.text("AbV 1/", max_size=6)), max_size=5))
def test_every_known_number_stays_whole(pairs: list[tuple[str, str]]) -> None:
    numbers = [number.strip() for _, number in pairs]
    joined = join([f"{begin}{number}" for (begin, _), number in zip(pairs, numbers, strict=True)], numbers)
    assert all(number in joined for number in numbers)
