"""HTML is built in one place, and what a file contained never becomes part of it."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from workbench import html

HOSTILE = st.text(st.sampled_from("<>&\"'/ =ascript!-\n\u2028\x00") | st.characters(codec="utf-8"), max_size=40)


class Reader(HTMLParser):
    """What a browser would see: the elements with their attributes, and the text."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(str(content))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(HOSTILE, HOSTILE)
def test_no_text_and_no_attribute_becomes_an_element(content: str, attribute: str) -> None:
    read = Reader(html.tag("td", content, title=attribute))
    assert read.elements == [("td", {"title": attribute})]
    assert read.text == content


@given(st.lists(HOSTILE, min_size=1, max_size=3), HOSTILE)
def test_no_cell_title_or_caption_becomes_an_element(cells: list[str], caption: str) -> None:
    read = Reader(html.table(cells, [cells], classes=cells, row_classes=[cells[0]], caption=caption))
    assert {tag for tag, _ in read.elements} <= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert read.text == caption + "".join(cells) * 2


def test_what_is_markup_already_is_left_alone() -> None:
    inner = html.tag("b", "a < b")
    assert html.tag("p", inner, " & co") == Markup("<p><b>a &lt; b</b> &amp; co</p>")


def test_attributes_have_the_names_of_html() -> None:
    assert html.tag("input", class_="x", aria_label="y", disabled=True, checked=False, value=None) == (
        '<input class="x" aria-label="y" disabled>'
    )


def test_an_element_without_content_is_not_closed() -> None:
    assert html.tag("br") == "<br>"
    assert html.tag("p") == "<p></p>"


def test_a_table_marks_its_columns_and_rows() -> None:
    read = Reader(html.table(["a", "b"], [("1", "2"), ("3", "4")], classes=["", "amount"], row_classes=["wb-unpaid"]))
    assert [attributes.get("class") for tag, attributes in read.elements if tag == "td"] == [None, "amount", None, "amount"]
    assert [attributes.get("class") for tag, attributes in read.elements if tag == "tr"] == [None, "wb-unpaid", None]
    assert [attributes.get("scope") for tag, attributes in read.elements if tag == "th"] == ["col", "col"]
    assert [attributes.get("data-label") for tag, attributes in read.elements if tag == "td"] == ["a", "b", "a", "b"]


def test_pieces_are_joined_and_escaped() -> None:
    assert html.join([html.tag("i", "x"), "<i>"]) == Markup("<i>x</i>&lt;i&gt;")
