"""The explanation of a client's month: the law in force, every document of the notice, and those that are not on it and why."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pandas as pd

from ... import i18n
from ...i18n import _
from .. import law
from ..comparing import compare
from ..conditions import REASON_TITLES
from ..explanation import Explanation
from ..notices import ReliefNotice
from ..parts import ON_NOTICE
from .printed import Printed, named, records
from .typesetting import NOTHING, amount, day, text, typeset
from .words import words

TAKEN_OFF = "Zdjęty z zawiadomienia przez użytkownika"
_RULES = ("unpaid_days", "limit_years", "party")


def explanation_pdf(notice: ReliefNotice, printed: Printed | None = None) -> bytes:
    """The explanation of a month, for both sides: each document on the notice with its conditions and arithmetic, then those
    whose relief date lies in the period and that are not on it, with the first condition that fails.

    `notice` is what the rules say; `printed` what is filed or kept of it, by default the same. Documents that the user took
    off count as not on it; where the two differ in another way, because the books have changed since, that is listed.
    """
    printed = printed or Printed.of_notice(notice)
    notice = notice.without(*(document for document in printed.removed if document in set(notice.lines["document_id"])))
    with i18n.in_language("pl"):
        documents = [_document(notice, str(document)) for document in dict.fromkeys(notice.lines["document_id"])]
        others = list(_others(notice))
    return typeset(
        "explanation",
        printed,
        {
            "law": list(_law_in_force(notice)),
            "documents": documents,
            "others": others,
            "differences": list(_differences(printed, notice)),
        },
        tagged=False,
    )


def _law_in_force(notice: ReliefNotice) -> Iterator[list[str]]:
    """Every version of a rule that decides about some relief date of the period: rule, value, since, source."""
    for name in _RULES:
        if name == "limit_years" and notice.side == "purchase":
            continue
        rule = law.rule(name, notice.side, notice.law_at)
        for version in rule.versions:
            # the days a part waits are chosen by its 90th day, everything else by its relief date
            before = timedelta(days=version.value - 90 if name == "unpaid_days" else 0)
            if any(rule.at(edge - before) == version for edge in (notice.period.first, notice.period.last)):
                value = words()["values"].get(version.value, str(version.value))
                yield [words()["rules"][name], value, day(version.since), version.source]


def _document(notice: ReliefNotice, document: str) -> dict[str, Any]:
    told = notice.explain(document)
    paying = set(told.lines["payment_id"])
    parts = [
        part
        for part in records(told.parts)
        if part["payment_id"] in paying or notice.period.first <= part["relief_date"] <= notice.period.last
    ]
    return {
        "number": text(told.number),
        "id": text(told.document_id) if told.document_id != told.number else "",
        "party": text(told.party),
        "title": text(told.title),
        "parts": [{"payment": text(part["payment_id"]), "conditions": _conditions(told, part)} for part in parts],
        "steps": [text(step) for step in told.steps],
        "settlements": [
            [text(row["payment_id"]), day(row["date"]), amount(row["amount"]), _source(row["source"])]
            for row in records(told.settlements)
        ],
    }


def _conditions(told: Explanation, part: dict[str, Any]) -> list[dict[str, Any]]:
    mine = told.table[told.table["payment_id"] == part["payment_id"]]
    return [
        {
            "cells": [text(row[name]) for name in ("condition", "value", "expected")],
            "law": f"{text(row['source'])} ({text(row['law'])})",
            "passed": bool(row["passed"]),
        }
        for row in records(mine)
    ]


def _source(source: object) -> str:
    return text(words()["sources"].get(str(source), source))


def _others(notice: ReliefNotice) -> Iterator[list[str]]:
    """Parts with their relief date in the period whose document has no line on the notice: number, party, payment, due date,
    relief date, amount, the first failing condition."""
    candidates = notice.candidates
    first, last = (pd.Timestamp(day) for day in (notice.period.first, notice.period.last))
    in_period = candidates["relief_date"].between(first, last) & ~candidates["document_id"].isin(notice.lines["document_id"])
    parts = candidates[in_period].sort_values(["relief_date", "document_id", "payment_id"])
    known = named(notice.ledger, notice.side, list(dict.fromkeys(parts["document_id"])))
    for part in records(parts):
        of = known[part["document_id"]]
        reason = TAKEN_OFF if part["reason"] == ON_NOTICE else _(REASON_TITLES[part["reason"]])
        days = [day(part[name]) for name in ("due_date", "relief_date")]
        price = f"{amount(part['amount'])}\u00a0{'zł' if part['currency'] == 'PLN' else text(part['currency'])}"
        yield [text(of["number"]), text(of["party"]), *days, price, text(reason)]


def _differences(printed: Printed, notice: ReliefNotice) -> Iterator[list[str]]:
    """Lines that the print has otherwise than the rules: number, payment, rate, state, net and VAT printed, net and VAT by the
    rules."""
    compared = compare(printed.lines, notice.lines)
    differing = compared[compared["change"] != "same"]
    known = named(printed.ledger, printed.side, list(dict.fromkeys(differing["document_id"])))
    for line in records(differing):
        state = "zapłacone" if line["kind"] == "paid_back" else "niezapłacone"
        missing = {"before": line["change"] == "added", "after": line["change"] == "removed"}
        amounts = [
            NOTHING if gone else amount(line[f"{name}_{run}"]) for run, gone in missing.items() for name in ("net", "vat")
        ]
        yield [text(known[line["document_id"]]["number"]), text(line["payment_id"]), f"{line['rate']} %", state, *amounts]
