"""The life of a notice in words: how far it is, and by how much the books have moved away from it."""

from typing import Any

from markupsafe import Markup

from ... import html, i18n, money
from ...i18n import _, ngettext
from ...relief.life.lists import status_shown
from ..taking_away import moment
from .declared import declaration_of
from .view import Asked

KIND = "relief_notices"
"""The kind under which the store keeps chains."""


MOST_REASONS = 3
"""Documents whose reasons are told beside the notice; all of them stand in the history."""


def key_of(asked: Asked) -> str:
    """The key under which the store keeps the chain."""
    return f"{asked.side}/{asked.period}"


def stages(asked: Asked) -> Markup:
    """Notice, lock, entries, declaration: each with what has come of it."""
    kept, chain = asked.kept, asked.chain
    declaration = declaration_of(asked.desk, asked.period)
    carried = kept is not None and kept.locked and chain.is_carried
    told = [
        (_("Notice"), kept is not None, _made(asked)),
        (_("Locking"), kept is not None and kept.locked, _("locked") if kept and kept.locked else _("not locked")),
        (_("Entries"), carried, _entered(asked)),
        (_("Declaration"), not declaration.is_open, _declared(asked)),
    ]
    return html.tag(
        "ol",
        *(
            html.tag(
                "li",
                html.tag("span", "✓" if done else str(place), class_="wb-stage-mark"),
                html.tag("span", html.tag("strong", title), *([" "] if detail else []), detail),
                class_="wb-done" if done else None,
            )
            for place, (title, done, detail) in enumerate(told, start=1)
        ),
        class_="wb-stages",
    )


def drift(asked: Asked) -> Markup:
    """By how much the notice would differ if it were calculated now, and of a locked one why; nothing where it would not, or
    where none is kept."""
    kept, changes = asked.kept, asked.changes
    if kept is None or changes.empty:
        return html.join([])
    count = changes["document_id"].nunique()
    signs = {"unpaid": -1, "paid_back": 1}
    weight = changes["kind"].map(signs)
    net, vat = (i18n.amount(money.total((weight * changes[name]).to_numpy("int64")), "PLN") for name in ("net", "vat"))
    amounts = vat if asked.side == "purchase" else _("{net} net, {vat} VAT").format(net=net, vat=vat)
    documents = ngettext("{count} document", "{count} documents", count).format(count=count)
    if kept.locked:
        text = _("The books have changed: this notice would now differ in {documents}, the correction by {amounts}. Amend it?")
    else:
        text = _("Calculated now, this notice would differ in {documents}, the correction by {amounts}. Recalculate it?")
    told = html.tag("p", text.format(documents=documents, amounts=amounts), role="status")
    reasons = [] if asked.proposal is None else list(asked.proposal.reasons.items())
    items = [html.tag("li", f"{document}: {reason}") for document, reason in reasons[:MOST_REASONS]]
    if len(reasons) > MOST_REASONS:
        items.append(html.tag("li", _("... and {count} more").format(count=len(reasons) - MOST_REASONS)))
    return html.tag("div", told, *([html.tag("ul", *items)] if items else []))


def _made(asked: Asked) -> str:
    kept = asked.kept
    if kept is None:
        return _("not made; shown as the books say it now")
    marks = " → ".join(asked.chain.mark(one.number) for one in asked.chain.notices)
    return _("{marks}, calculated {day}, kept by {user}").format(
        marks=marks, day=i18n.day(kept.calculated_on), user=_last_change(asked)
    )


def _last_change(asked: Asked) -> str:
    """Who changed the chain last, and when."""
    if asked.desk.kept is None:
        return ""
    history: list[Any] = list(asked.desk.kept.history(asked.desk.client, KIND, key_of(asked)).tail(1).itertuples())
    return ", ".join(f"{row.user} ({moment(row.at.to_pydatetime())})" for row in history)


def _entered(asked: Asked) -> str:
    if not asked.has_entries:
        return _("none")
    entries, chain = asked.entries, asked.chain
    count = len(entries[["notice", "entry"]].drop_duplicates())
    register = next((one.register for one in reversed(chain.notices) if len(one.entries)), "")
    vat = i18n.amount(money.total(entries["vat"].to_numpy("int64")), "PLN")
    text = ngettext("{count} in register {register}, VAT {vat}", "{count} in register {register}, VAT {vat}", count)
    told = text.format(count=count, register=register, vat=vat)
    return told if chain.is_carried else f"{told}; {_still_missing()}"


def _still_missing() -> str:
    return _("those of the newest notice are missing")


def _declared(asked: Asked) -> str:
    declaration = declaration_of(asked.desk, asked.period)
    state = _("being prepared") if declaration.is_open else declaration.status
    day = declaration.newest.sent_on
    told = [declaration.name, state, *([i18n.day(day)] if day else [])]
    shown = status_shown(asked.chain, declaration)
    if shown and not declaration.is_open:
        told.append(_("e-Deklaracje: {status}").format(status=shown))
    return ", ".join(told)
