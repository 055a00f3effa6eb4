"""What the control of descriptions says: every fault with its document, position, line, dimension and what is missing."""

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from ...i18n import N_, _, amount
from ...ledger.cost_tables import POSITIONS
from ..dimensions.on_documents import missing_message
from .document_types import document_type
from .lines import percent_text
from .positions import REASONS

FAULTS = {
    "not_describable": N_("{document} cannot be described: {reason}."),
    "position_gone": N_("{document}, {position}: it is described, but the document does not have it. Describe it again."),
    "position_new": N_("{document}, {position}: {missing_amount} is not described, although other positions are."),
    "below_100": N_("{document}, {position}: described {percent} %, missing {missing_percent} % ({missing_amount})."),
    "above_100": N_("{document}, {position}: described {percent} %, too much {missing_percent} % ({missing_amount})."),
    "amount_changed": N_("{document}, {position}: described for {value}, but the amount is {amount}. Describe it again."),
    "value_differs": N_("{document}, {position}: the values add up to {value}, not to {amount}."),
    "described_twice": N_("{document}: described as a whole and by positions too, so that the same amount counts twice."),
    "no_elements": N_("{document}, line {line}: no element is chosen."),
    "missing_required": N_("{document}, line {line}: {required}"),
    "unavailable_dimension": N_("{document}, line {line}: the dimension {dimension} may not be used on: {type}."),
}
"""What can be wrong and how it is said; a line is one of the description."""
_LINE_DIFFERS = N_("{document}, {position}, line {line}: {value} instead of {amount} times {percent} %.")

POSITION_TITLES = {
    "document": N_("whole document"),
    "line": N_("position {line}"),
    "additional": N_("additional amount {line}"),
    "document_cost": N_("purchase cost of the document"),
    "line_cost": N_("purchase cost of position {line}"),
    "debit": N_("debit side, position {line}"),
    "credit": N_("credit side, position {line}"),
}
"""How a position is called in a sentence."""


def whole_message(millionths: int) -> str:
    """Message M-06 for the description of a dictionary item that adds up to this (millionths of a percent)."""
    message = _("The description of a dictionary item must add up to 100 %. It is {percent} %.")
    return message.format(percent=percent_text(millionths))


def fault_text(fault: dict[Any, Any], documents: pd.DataFrame) -> str:
    """A fault in words: `fault` holds code, place, percents (millionths) and amounts, `documents` type and status by row."""
    template = _LINE_DIFFERS if fault["code"] == "value_differs" and fault["line"] else FAULTS[fault["code"]]
    gaps = re.findall(r"{(\w+)}", template)
    return _(template).format(**{gap: _GAPS[gap](fault, documents) for gap in gaps})


def _reason(fault: dict[Any, Any], documents: pd.DataFrame) -> str:
    status = str(documents["status"].iat[fault["document"]])
    return _(REASONS[status])


def _position(fault: dict[Any, Any], _documents: pd.DataFrame) -> str:
    title = POSITION_TITLES[POSITIONS[fault["position"]]]
    return _(title).format(line=fault["position_line"])


def _type(fault: dict[Any, Any], documents: pd.DataFrame) -> str:
    return document_type(str(documents["type"].iat[fault["document"]])).title


_GAPS: dict[str, Callable[[dict[Any, Any], pd.DataFrame], Any]] = {
    "document": lambda fault, _documents: fault["document_id"],
    "position": _position,
    "line": lambda fault, _documents: fault["line"],
    "dimension": lambda fault, _documents: fault["dimension"],
    "reason": _reason,
    "type": _type,
    "required": lambda fault, _documents: missing_message(fault["dimension"]),
    "percent": lambda fault, _documents: percent_text(fault["percent"]),
    "missing_percent": lambda fault, _documents: percent_text(abs(fault["missing_percent"])),
    "value": lambda fault, _documents: amount(fault["value"], "PLN"),
    "amount": lambda fault, _documents: amount(fault["amount"], "PLN"),
    "missing_amount": lambda fault, _documents: amount(abs(fault["missing_amount"]), "PLN"),
}
"""What fills the gaps of the messages."""
