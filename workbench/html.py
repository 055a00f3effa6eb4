"""The one place where HTML is built. Everything that is not `Markup` already is escaped, so that what a file contained or a
user typed can never become part of a page.

>>> tag("td", "<b>Firma & syn</b>", class_="name")
Markup('<td class="name">&lt;b&gt;Firma &amp; syn&lt;/b&gt;</td>')
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

Content = str | Markup
_VOID = {"br", "hr", "img", "input"}


def tag(name: str, *content: Content, **attributes: str | bool | None) -> Markup:
    """An element. Attributes take a trailing underscore off (class_), underscores inside become dashes (aria_label);
    None and False leave an attribute out, True writes its bare name."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    inner = "".join(map(escape, content))
    return Markup(f"<{name}{written}>" if name in _VOID else f"<{name}{written}>{inner}</{name}>")


def table(
    header: Sequence[Content],
    rows: Iterable[Sequence[Content]],
    *,
    classes: Sequence[str] = (),
    row_classes: Sequence[str] = (),
    caption: str = "",
) -> Markup:
    """A table. `classes` goes column by column (say "amount" for right-aligned figures), `row_classes` row by row."""
    of_column = [*classes, *[""] * (len(header) - len(classes))]
    head = tag(
        "thead",
        tag(
            "tr",
            *(tag("th", title, scope="col", class_=of or None) for title, of in zip(header, of_column, strict=True)),
        ),
    )
    listed = list(rows)
    of_row = [*row_classes, *[""] * (len(listed) - len(row_classes))]
    body = [
        tag(
            "tr",
            *(
                tag("td", cell, class_=of or None, data_label=str(title) or None)
                for cell, of, title in zip(row, of_column, header, strict=True)
            ),
            class_=of_one or None,
        )
        for row, of_one in zip(listed, of_row, strict=True)
    ]
    return tag("table", *([tag("caption", caption)] if caption else []), head, tag("tbody", *body), class_="wb-table")


def join(pieces: Iterable[Content]) -> Markup:
    """Pieces one after the other."""
    return Markup("".join(map(escape, pieces)))
