"""Joint splits as HTML for Jupyter: the verdict, then the shares with their ranges, or what clashes."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ... import html, i18n
from ...i18n import _, ngettext
from ..splitting.splits import PLACES

if TYPE_CHECKING:
    from .solving import JointSplit

SHOWN_LINES = 20


def split_html(split: "JointSplit") -> Markup:
    """The verdict and the first lines."""
    lines = _conflict_table(split) if split.status == "impossible" else _shares_table(split)
    return html.tag("div", html.tag("h4", verdict(split)), *lines)


def verdict(split: "JointSplit") -> str:
    """One sentence: whether the marginals leave one split, a choice, or none."""
    if split.status == "unique":
        return _("There is exactly one split with these shares.")
    if split.status == "free":
        degrees = split.degrees_of_freedom
        return ngettext(
            "Many splits keep these shares ({count} degree of freedom); shown is the most even one.",
            "Many splits keep these shares ({count} degrees of freedom); shown is the most even one.",
            degrees,
        ).format(count=degrees)
    if split.wrong_totals:
        return _("No split is possible: the shares of {dimensions} do not add up to 100 %.").format(
            dimensions=", ".join(split.wrong_totals)
        )
    return _("No split is possible: the marked shares contradict one another. The smallest change that helps:")


def percent_text(share: Fraction) -> str:
    """12,5 % in Polish, 12.5 % in English; at most six decimals, "≈" before what has more."""
    unit = 10**PLACES
    parts = (abs(share.numerator) * unit * 2 + share.denominator) // (2 * share.denominator)
    text = f"{parts // unit}.{parts % unit:0{PLACES}d}".rstrip("0").rstrip(".")
    if i18n.language() == "pl":
        text = text.replace(".", ",")
    sign = "-" if share < 0 and parts else ""
    return ("" if Fraction(parts, unit) == abs(share) else "≈\u00a0") + f"{sign}{text}\u00a0%"


def _shares_table(split: "JointSplit") -> list[Markup]:
    shown = list(split.shares.items())[:SHOWN_LINES]
    rows = []
    for combination, share in shown:
        low, high = split.ranges[combination]
        rows.append((*combination, percent_text(share), percent_text(low), percent_text(high)))
    table = html.table(
        [*split.dimensions, _("Share"), _("At least"), _("At most")],
        rows,
        classes=[*[""] * len(split.dimensions), "amount", "amount", "amount"],
    )
    return [table, *_rest(len(split.shares) - len(shown))]


def _conflict_table(split: "JointSplit") -> list[Markup]:
    shown: list[Any] = list(split.conflict.head(SHOWN_LINES).itertuples())
    table = html.table(
        [_("Dimension"), _("Element"), _("Share"), _("Would have to be"), _("Change"), _("Part of the contradiction")],
        [
            (
                row.dimension,
                row.element,
                percent_text(row.share),
                percent_text(row.needed),
                ("+" if row.change > 0 else "") + percent_text(row.change),
                _("yes") if row.clashes else "",
            )
            for row in shown
        ],
        classes=["", "", "amount", "amount", "amount", ""],
    )
    return [table, *_rest(len(split.conflict) - len(shown))]


def _rest(more: int) -> list[Markup]:
    return [html.tag("p", _("... and {count} more").format(count=more))] if more else []
