"""Whether a file can go out, at one glance: the verdict, the reasons, the figures that matter. Texts only, no widgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from ... import html
from ...filing import fields
from ...i18n import N_, _
from .figures import whole_pln

State = Literal["good", "warning", "bad"]
MARKS: Mapping[State, str] = {"good": "✓", "warning": "!", "bad": "✗"}
VERDICTS: Mapping[State, str] = {
    "good": N_("The file can go out"),
    "warning": N_("The file can be taken, but look at this first"),
    "bad": N_("The file cannot go out yet"),
}
PART_TITLES: Mapping[str, str] = {
    "both": N_("record and declaration parts"),
    "record": N_("record part alone"),
    "declaration": N_("declaration part alone"),
}
PURPOSES: Mapping[int, str] = {1: N_("filing"), 2: N_("correction")}
KEY_FIELDS = ("P_38", "P_48", "P_51", "P_53", "P_62")


@dataclass(frozen=True)
class Finding:
    """One sentence of the verdict."""

    state: State
    text: str


def verdict(findings: Sequence[Finding]) -> Markup:
    """The verdict is that of the worst finding; all of them are listed below it, the worst first."""
    order: tuple[State, ...] = ("bad", "warning", "good")
    worst: State = min((one.state for one in findings), key=order.index, default="good")
    items = [
        html.tag(
            "li",
            html.tag("span", MARKS[one.state], class_="wb-jpk-mark"),
            html.tag("span", one.text),
            class_=f"wb-jpk-{one.state}",
        )
        for one in sorted(findings, key=lambda one: order.index(one.state))
    ]
    head = html.tag("h2", html.tag("span", MARKS[worst], class_="wb-jpk-mark"), _(VERDICTS[worst]))
    return html.tag("div", head, html.tag("ul", *items), class_=f"wb-jpk-verdict wb-jpk-{worst}", role="status")


def outcome(declared: Mapping[str, int | str]) -> str:
    """What the declaration comes to in one sentence: to pay (P_51), or the surplus with what is refunded (P_54) of it."""
    pay, refund, carried = (int(declared.get(name, 0)) for name in ("P_51", "P_54", "P_62"))
    if pay:
        return _("To pay: {amount}").format(amount=whole_pln(pay))
    if refund:
        told = _("Surplus: {refund} to be refunded, {carried} to be carried forward")
        return told.format(refund=whole_pln(refund), carried=whole_pln(carried))
    if carried:
        return _("Surplus to be carried forward: {amount}").format(amount=whole_pln(carried))
    return _("Nothing to pay and nothing to carry forward")


def key_figures(declared: Mapping[str, int | str]) -> Markup:
    """What the declaration comes to: the sentence, then output and input tax, to pay, surplus and carried forward as boxes."""
    boxes = [
        html.tag(
            "dl",
            html.tag("dt", f"{name} · {fields.title(name)}"),
            html.tag("dd", html.tag("strong", whole_pln(int(declared.get(name, 0))), class_="wb-figure")),
            class_="wb-box",
        )
        for name in KEY_FIELDS
    ]
    sentence = html.tag("p", outcome(declared), class_="wb-jpk-outcome")
    return html.join([sentence, html.tag("div", *boxes, class_="wb-boxes wb-sums")])
