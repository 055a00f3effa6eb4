"""What the panel of descriptions shows, as tables and texts: the documents, the lines of one, its control, what is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd
from markupsafe import Markup

from ... import html, i18n, money
from ...costs.descriptions.control import POSITION_TITLES, control, control_of
from ...costs.descriptions.describing import Description, describe, stored_lines
from ...costs.descriptions.document_types import counting, document_types
from ...costs.descriptions.generation import generate
from ...costs.descriptions.heads import heads
from ...costs.descriptions.lines import percent_text
from ...costs.descriptions.positions import REASONS, position_amounts, positions
from ...costs.dimensions.on_documents import shown
from ...costs.keys.restated import apply_key
from ...costs.splitting import splits
from ...errors import DescriptionError, WorkbenchError
from ...i18n import N_, _
from ...ledger import Ledger, elements
from .question import Question

STATES = {
    "open": N_("not described"),
    "wrong": N_("to be mended"),
    "described": N_("described"),
    "refused": N_("may not be described"),
}
"""The states of a document, those to work on first."""

_BREAK = "\u200b"
"""Where a browser may break a text; nothing is seen of it."""

Place = tuple[str, int]
"""A position of a document and its line."""


@dataclass(frozen=True, eq=False)
class Draft:
    """A document's description as it is being entered (`now`) beside the one in the books (`kept`). `places`: what of the
    document can be described, by the label of column "Pozycja"."""

    kept: Description
    now: Description
    places: Mapping[str, Place]

    @property
    def changed(self) -> bool:
        """Whether it is another than the one in the books."""
        return tuple(replace(line, given=None) for line in self.now.entries) != self.kept.entries

    @property
    def columns(self) -> tuple[str, ...]:
        """The outer dimensions that stand as columns: those available on the document and those its lines carry (A-069)."""
        carried = [elements.parse(line.elements) for line in self.now.entries]
        return shown(self.now.of.tree, self.now.of.document.type, carried)

    def label(self, place: Place) -> str:
        """How a position is called, also one that the document does not have any more."""
        known = next((label for label, one in self.places.items() if one == place), None)
        return known or _(POSITION_TITLES[place[0]]).format(line=place[1])

    def left(self, place: Place) -> str:
        """The percent of a position that no line describes yet, as it is typed; "" where there is none."""
        described = sum(line.percent for line in self.now.entries if (line.position, line.position_line) == place)
        return percent_text(splits.WHOLE - described) if described < splits.WHOLE else ""


@dataclass(frozen=True, eq=False)
class Proposal:
    """A description made by a dictionary or a key, not taken over yet, and what of the dictionary it could not take (item and
    elements in words)."""

    draft: Draft
    left_out: list[str]


def opened(ledger: Ledger, document_id: str) -> Draft:
    """The description in the books, to be changed. Raises as `describe`."""
    kept = describe(ledger, document_id, from_list=True)
    listed = positions(ledger, document_id)
    columns = zip(listed["label"], listed["position"], listed["position_line"], strict=True)
    return Draft(kept, kept, {label: (str(position), int(line)) for label, position, line in columns})


def documents_of(question: Question) -> pd.DataFrame:
    """The documents of the question's months that are described on its side or on neither, those to work on first: document_id,
    number, date, party (its name), type (its title), amount (grosze), state (of `STATES`)."""
    ledger = question.ledger
    types = {*counting(question.register), *(code for code, of in document_types().items() if of.counts == "none")}
    found = heads(ledger)
    days = found["date"].dt.date
    inside = (days >= question.from_.first) & (days <= question.to.last)
    found = found[found["type"].isin(types) & inside].reset_index(drop=True)
    names = ledger.parties.set_index("party_id")["name"]
    titles = {code: of.title for code, of in document_types().items()}
    found = found.assign(
        party=found["party_id"].map(names).fillna("").astype("str"),
        type=found["type"].map(titles).astype("str"),
        amount=found["document_id"].map(_amounts(ledger)).fillna(0).astype("int64"),
        state=_states(ledger, found),
    )
    found = found.sort_values(["state", "date"], ascending=[True, False], kind="stable", ignore_index=True)
    return found[["document_id", "number", "date", "party", "type", "amount", "state"]]


def lines_of(question: Question, draft: Draft) -> pd.DataFrame:
    """The lines: key, position (its label, which may be broken at its slashes), d0, d1 and so on (the element in each of the
    draft's columns), percent (a text), value (grosze)."""
    dimensions = draft.columns
    rows = []
    for number, line in enumerate(draft.now.entries, 1):
        chosen = elements.parse(line.elements)
        labels = [question.label(dimension, chosen[dimension]) if dimension in chosen else "" for dimension in dimensions]
        position = draft.label((line.position, line.position_line)).replace("/", f"/{_BREAK}")
        rows.append((f"{number}", position, *labels, percent_text(line.percent), line.value))
    names = ["key", "position", *(f"d{place}" for place in range(len(dimensions))), "percent", "value"]
    return pd.DataFrame(rows, columns=names).astype({"value": "int64"})


def titled_lines(question: Question, draft: Draft) -> pd.DataFrame:
    """The same under the titles of the columns, to take away."""
    lines = lines_of(question, draft).drop(columns="key")
    lines["position"] = lines["position"].str.replace(_BREAK, "")
    return lines.set_axis(_titles(question, draft), axis=1)


def lines_markup(question: Question, draft: Draft) -> Markup:
    """The same as a small table."""
    lines = lines_of(question, draft).drop(columns="key").itertuples(index=False, name=None)
    titles = _titles(question, draft)
    rows = [(*of[:-1], i18n.amount(of[-1])) for of in lines]
    return html.table(titles, rows, classes=[*[""] * (len(titles) - 2), "rate", "amount"])


def control_markup(draft: Draft) -> Markup:
    """What is described of each position that has lines: percent, and value of the amount (A-052); and what is wrong."""
    if not draft.now.entries:
        return html.tag("p", _("The document is not described."))
    faults = list(control_of(draft.now)["text"])
    sums = [html.tag("p", text, class_="wb-who" if faults else "wb-good") for text in sums_of(draft)]
    return html.join([*sums, *(html.tag("p", text) for text in faults)])


def sums_of(draft: Draft) -> list[str]:
    """What is described of each position that has lines, in words."""
    texts = []
    for place in dict.fromkeys((line.position, line.position_line) for line in draft.now.entries):
        lines = [line for line in draft.now.entries if (line.position, line.position_line) == place]
        message = _("{position}: {percent} %, {value} of {amount}")
        texts.append(
            message.format(
                position=draft.label(place),
                percent=percent_text(sum(line.percent for line in lines)),
                value=i18n.amount(sum(line.value for line in lines), "PLN"),
                amount=i18n.amount(draft.now.of.amounts.get(place, 0), "PLN"),
            )
        )
    return texts


def generated(draft: Draft) -> Proposal:
    """The description from the dictionary. Raises as `generate`."""
    made = generate(draft.now.of.ledger, draft.now.document_id, from_list=True)
    nothing = _("no description")
    columns = zip(made.left_out["item"], made.left_out["elements"], strict=True)
    lost = [f"{item}: {text or nothing}" for item, text in columns if item]
    return Proposal(replace(draft, now=made.description), lost)


def by_key(draft: Draft, key: str) -> Proposal:
    """The whole document described by a key. Raises as `apply_key`."""
    lines = apply_key(draft.now.of.ledger, key, [draft.now.document_id])
    return Proposal(replace(draft, now=replace(draft.now, entries=tuple(stored_lines(lines)))), [])


def carried_over(draft: Draft, ledger: Ledger) -> Draft | None:
    """A changed draft on top of books read anew; None where they do not describe its document as before."""
    if not draft.changed:
        return None
    try:
        now = opened(ledger, draft.now.document_id)
    except WorkbenchError:
        return None  # said when the document is opened
    return replace(now, now=replace(now.kept, entries=draft.now.entries)) if now.kept.entries == draft.kept.entries else None


def percent_typed(text: str) -> Fraction | None:
    """The percent in a field, decimal comma or point; None of an empty field. DescriptionError for what is no percent."""
    if "e" in text.casefold():  # 1e999999999 is a number too, and takes hours to write out
        raise DescriptionError(_("{value} is not a percent: write a decimal number such as 12.5.").format(value=text))
    return splits.percent(text) if text.strip() else None


def value_typed(text: str) -> int | None:
    """The grosze in a field; None of an empty field. DescriptionError for what is no amount."""
    try:
        return money.parse(text) if text.strip() else None
    except ValueError:
        raise DescriptionError(_("{text} is no amount. Write it as 1234,56.").format(text=text)) from None


def _titles(question: Question, draft: Draft) -> list[str]:
    return [_("Position"), *map(question.title, draft.columns), _("Percent"), _("Value (PLN)")]


def _amounts(ledger: Ledger) -> "pd.Series[int]":
    """The amount of each document: as a whole, of a journal voucher the debit side."""
    amounts = position_amounts(ledger)
    whole = amounts[amounts["position"].isin(["document", "debit"]).to_numpy()]
    return whole.groupby("document_id")["amount"].sum()


def _states(ledger: Ledger, found: pd.DataFrame) -> pd.Categorical:
    ids = found["document_id"]
    lines = ledger.descriptions[ledger.descriptions["document_id"].isin(ids)]
    wrong = control(replace(ledger, descriptions=lines.reset_index(drop=True)))["document_id"]
    is_refused, is_described = found["status"].isin(list(REASONS)), ids.isin(lines["document_id"])
    states = np.select([is_refused, ~is_described, ids.isin(wrong)], ["refused", "open", "wrong"], "described")
    return pd.Categorical(states, list(STATES), ordered=True)
