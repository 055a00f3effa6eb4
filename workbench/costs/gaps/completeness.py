"""The completeness scan: everything about descriptions that somebody should look at, each with a repair suggestion.

It lists what is not described at all, what `control` finds wrong, and what is doubtful (`element_faults`). A suggestion comes
from history (`suggestions`), or from the dictionary item that a description contradicts.
"""

from typing import Any

import numpy as np
import pandas as pd

from ...i18n import N_, _, amount
from ...ledger import Ledger
from ..descriptions.control import control
from ..descriptions.control_texts import POSITION_TITLES
from ..descriptions.document_types import counting
from ..descriptions.heads import heads
from ..descriptions.inheritance import effective_all
from ..descriptions.lines import millionths_of, percent_text, percents_from
from ..descriptions.positions import position_amounts
from ..dimensions.on_documents import available
from ..dimensions.tree import Dimensions
from ..exploring.atoms import Register
from ..splitting.splits import WHOLE
from . import element_faults
from .element_faults import ITEMS
from .history import PLACE, contexts, history
from .suggestions import shares_text, suggest

_OWN = {
    "not_described": N_("{document}: it is not described, {missing_amount} is missing."),
    "blank": N_("{document}, {position}: {missing_percent} % has no element of the dimension {dimension}, the rest has."),
    "unknown_element": N_("{document}, line {line}: there is no element {element} of the dimension {dimension}."),
    "inactive_element": N_("{document}, line {line}: the element {element} of the dimension {dimension} is inactive."),
    "contradicts_dictionary": N_("{document}, {position}: {dimension} is split otherwise than for {item}."),
}
KIND_TITLES = {
    "not_described": N_("not described"),
    "position_new": N_("new position not described"),
    "below_100": N_("below 100 %"),
    "above_100": N_("above 100 %"),
    "missing_required": N_("required element missing"),
    "no_elements": N_("no element"),
    "blank": N_("blank beside filled lines"),
    "amount_changed": N_("amount changed"),
    "value_differs": N_("value differs from the percent"),
    "described_twice": N_("described twice"),
    "position_gone": N_("position gone"),
    "contradicts_dictionary": N_("contradicts the dictionary"),
    "unknown_element": N_("unknown element"),
    "inactive_element": N_("inactive element"),
    "unavailable_dimension": N_("dimension not for this type"),
    "not_describable": N_("may not be described"),
}
"""The kinds of findings, the most urgent first."""
_REPAIRED_BY_HISTORY = (
    *("not_described", "position_new", "below_100", "above_100", "missing_required", "no_elements", "blank"),
    *("unknown_element", "inactive_element"),
)
_COLUMNS = [
    *("document_id", "number", "date", "party", "account", "position", "position_line", "line", "kind", "dimension"),
    *("amount", "missing_percent", "missing_amount", "text", "suggestion", "reason", "agreeing", "of"),
]


def completeness(ledger: Ledger, register: Register = "cost") -> pd.DataFrame:
    """Everything to be looked at, a row a finding, the documents in the order of the books.

    Documents not described are looked for in the register; what is described is looked at everywhere. Columns: document_id,
    number, date, party (its name), account, position, position_line, line (of the description; 0 for the whole position), kind
    (of `KIND_TITLES`), dimension, amount (of the position, grosze), missing_percent (exact decimal), missing_amount (grosze),
    text (what is wrong), suggestion ("60 % PROJEKTY=P1 | 40 % PROJEKTY=P2", "" where nothing can be said), reason ("same
    supplier, same account: 12 of 12"), agreeing and of (12 and 12: how many documents speak for it, of how many).
    """
    amounts = position_amounts(ledger)
    found = [_not_described(ledger, amounts, register), _controlled(ledger), *_doubtful(ledger)]
    findings = pd.concat([piece for piece in found if len(piece)] or found[:1], ignore_index=True)
    rank = pd.Categorical(findings["kind"], list(KIND_TITLES)).codes
    place = pd.Index(heads(ledger)["document_id"]).get_indexer(pd.Index(findings["document_id"]))
    order = np.lexsort((rank, findings["line"], findings["position_line"], findings["position"].cat.codes, place))
    findings = findings.take(order).drop(columns="amount").merge(amounts, how="left", on=PLACE)
    context = contexts(ledger, findings)
    names = ledger.parties.set_index("party_id")["name"]
    findings = findings.assign(
        number=context["number"],
        date=context["date"],
        party=context["party_id"].map(names).astype("str"),
        account=context["account"],
        kind=pd.Categorical(findings["kind"], list(KIND_TITLES)),
        amount=findings["amount"].fillna(0).astype("int64"),  # a position that is gone has none
        **_suggested(ledger, findings),
    )
    return findings[_COLUMNS]


def _not_described(ledger: Ledger, amounts: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Documents of the register that have an amount, may be described, and are not."""
    tree, known = Dimensions.of(ledger), heads(ledger)
    types = [code for code in counting(register) if available(tree, code)]
    open_ = known[known["type"].isin(types).to_numpy() & (known["status"] == "ordinary").to_numpy()]
    wanted = amounts["document_id"].isin(open_["document_id"]) & ~amounts["document_id"].isin(
        ledger.descriptions["document_id"]
    )
    rows = amounts[(wanted & (amounts["position"] == "document") & (amounts["amount"] != 0)).to_numpy()]
    return _told(rows.assign(line=0, code="not_described", dimension="", missing_percent=WHOLE, missing_amount=rows["amount"]))


def _controlled(ledger: Ledger) -> pd.DataFrame:
    return control(ledger).rename(columns={"code": "kind"}).astype({"kind": "str"})


def _doubtful(ledger: Ledger) -> list[pd.DataFrame]:
    faults = [
        element_faults.doubtful_elements(ledger),
        element_faults.blanks(ledger),
        element_faults.contradictions(ledger, history(ledger)),
    ]
    required = set(ledger.dimensions.loc[ledger.dimensions["required"].to_numpy(), "dimension"])
    faults[1] = faults[1][~faults[1]["dimension"].isin(required).to_numpy()]  # control names those line by line
    typed = [fault.astype({"position": ledger.descriptions["position"].dtype}) for fault in faults]
    return [_told(fault.assign(amount=0, missing_amount=0)) for fault in typed]


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """Findings of this module with their texts."""
    texts = []
    for row in rows.to_dict("records"):
        sentence, place = _OWN[row["code"]], POSITION_TITLES[row["position"]]
        texts.append(
            _(sentence).format(
                document=row["document_id"],
                position=_(place).format(line=row["position_line"]),
                line=row["line"],
                dimension=row["dimension"],
                element=row.get("element"),
                item=row.get("item"),
                missing_percent=percent_text(row["missing_percent"]),
                missing_amount=amount(row["missing_amount"], "PLN"),
            )
        )
    percents = percents_from(rows["missing_percent"].to_numpy(np.int64))
    told = rows.rename(columns={"code": "kind"}).assign(text=pd.Series(texts, rows.index, dtype="str"))
    return told.assign(missing_percent=percents.array)


def _suggested(ledger: Ledger, findings: pd.DataFrame) -> dict[str, Any]:
    """The columns suggestion, reason, agreeing and of."""
    texts, reasons = np.full(len(findings), "", object), np.full(len(findings), "", object)
    counts = np.zeros((len(findings), 2), np.int64)
    kind = findings["kind"].to_numpy()
    rows = np.flatnonzero(np.isin(kind, _REPAIRED_BY_HISTORY))
    learned = suggest(ledger, findings.take(rows)).table
    wanted = [f"{dimension}=" if dimension else "" for dimension in findings["dimension"].take(rows)]
    helps = np.array([name in text for name, text in zip(wanted, learned["suggestion"], strict=True)], bool)
    texts[rows[helps]], reasons[rows[helps]] = learned["suggestion"][helps], learned["reason"][helps]
    counts[rows[helps]] = learned[["agreeing", "of"]][helps]
    own = np.flatnonzero(np.isin(kind, ("amount_changed", "value_differs")))
    described = _described(ledger.descriptions, PLACE) if len(own) else {}
    for place_row, place in zip(own, findings[PLACE].take(own).itertuples(index=False, name=None), strict=True):
        texts[place_row], reasons[place_row] = described[place], _("the same percents of the amount as it is")
    contradicted = np.flatnonzero(kind == "contradicts_dictionary")
    of_items = {name: _described(effective_all(ledger, name), ["item"]) for name in ITEMS} if len(contradicted) else {}
    for row in contradicted.tolist():
        dictionary, item = str(findings["dictionary"].iat[row]), str(findings["item"].iat[row])
        counts[row] = findings[["agreeing", "of"]].iloc[row]
        sentence = _("description of {item}: {agreeing} of {of}") if counts[row, 1] else _("description of {item}")
        agreeing, of = counts[row].tolist()
        texts[row], reasons[row] = of_items[dictionary][(item,)], sentence.format(item=item, agreeing=agreeing, of=of)
    columns = {"suggestion": pd.Series(texts, dtype="str"), "reason": pd.Series(reasons, dtype="str")}
    return {**columns, "agreeing": counts[:, 0], "of": counts[:, 1]}


def _described(lines: pd.DataFrame, by: list[str]) -> dict[tuple[Any, ...], str]:
    """What each position or item is described by, in words."""
    parts: dict[tuple[Any, ...], list[tuple[str, int]]] = {}
    keys = lines[by].itertuples(index=False, name=None)
    for key, text, percent in zip(keys, lines["elements"], millionths_of(lines["percent"]).tolist(), strict=True):
        parts.setdefault(key, []).append((text, percent))
    return {key: shares_text(of) for key, of in parts.items()}
