"""Descriptions put in the place of others, as a preview: what the completeness scan suggests, position by position, and
allocation keys. Nothing is written until the user accepts it.

>>> from tests.cost_books import bill, cost_ledger, described, key
>>> ledger = cost_ledger(bill("B1", "100.00"), key("K", {"P=P1": "60", "P=P2": "40"}))
>>> by_key(ledger, ["B1"], "K").moved("P").to_numpy().tolist()
[['', 10000, 0, -10000], ['P1', 0, 6000, 6000], ['P2', 0, 4000, 4000]]
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...errors import DescriptionError
from ...i18n import _
from ...ledger import Ledger, elements
from ..descriptions.describing import check_chosen, check_elements
from ..descriptions.heads import heads_of
from ..descriptions.inheritance import effective_all
from ..descriptions.lines import millionths_of
from ..descriptions.positions import position_amounts, refusals
from ..dimensions.tree import Dimensions
from ..keys.restated import apply_key
from ..splitting import splits
from .element_faults import contradictions
from .history import PLACE, history
from .redescribe import Redescription
from .suggestions import suggest

CERTAIN_FROM = 3
"""So many documents have to agree, and none may differ, for history to be certain."""
_LEFT_OUT = ("not_described", "position_new", "below_100", "missing_required", "no_elements", "blank")
"""Kinds of findings where history fills in what nobody has said, and contradicts nobody."""
_SAME_PERCENTS = ("amount_changed", "value_differs")

Mask = npt.NDArray[np.bool_]


def certain(findings: pd.DataFrame) -> Mask:
    """Which findings of `completeness` have a suggestion that leaves no choice: something is missing and all earlier documents
    of the group (at least three) agree on it, or the amount has changed and the percents stay."""
    agreed = (findings["agreeing"] == findings["of"]) & (findings["of"] >= CERTAIN_FROM)
    kind = findings["kind"].astype("str")
    sure = (kind.isin(_LEFT_OUT) & agreed) | kind.isin(_SAME_PERCENTS)
    return np.asarray(sure & (findings["suggestion"] != ""), bool)


def with_suggestions(ledger: Ledger, findings: pd.DataFrame) -> Redescription:
    """What accepting the suggestions of these findings (rows of `completeness`) would do.

    The positions of the findings are described as suggested, for the amount they have now, their documents' other positions
    stay; of several findings of one position the first is followed. Documents that a rule of the description refuses are
    `refused` with the reason.
    """
    followed = findings[(findings["suggestion"] != "").to_numpy()].drop_duplicates(PLACE)
    places = followed[PLACE].astype({"position": ledger.descriptions["position"].dtype})
    kind = followed["kind"].to_numpy()
    own, contradicted = np.isin(kind, _SAME_PERCENTS), kind == "contradicts_dictionary"
    pieces = [
        suggest(ledger, places[~own & ~contradicted]).lines,
        places[own].merge(ledger.descriptions.sort_values("line", kind="stable"), on=PLACE),
        _of_items(ledger, followed[contradicted]),
    ]
    columns = [*PLACE, "elements", "percent"]
    lines = pd.concat([piece[columns].astype(ledger.descriptions.dtypes[columns]) for piece in pieces], ignore_index=True)
    lines = lines.merge(position_amounts(ledger), how="left", on=PLACE)
    first = (~lines.duplicated(PLACE)).to_numpy()
    starts = np.append(np.flatnonzero(first), len(lines))
    values = splits.split_rows(lines["amount"].to_numpy(np.int64)[first], millionths_of(lines["percent"]), starts)
    new = lines.assign(line=0, value=values, key=pd.Series([None] * len(lines), dtype="str"))
    known = refusals(ledger)
    refused = dict(known.loc[known["document_id"].isin(new["document_id"]), ["document_id", "reason"]].to_numpy())
    replaced = pd.MultiIndex.from_frame(ledger.descriptions[PLACE]).isin(pd.MultiIndex.from_frame(places))
    return _preview(ledger, new, replaced, refused)


def by_key(ledger: Ledger, document_ids: Iterable[str], key: str) -> Redescription:
    """What describing these documents as a whole by an allocation key would do; all they were described by is replaced.

    Documents that are described line by line only, or not at all, are `refused` with the reason. DescriptionError where the key
    says nothing for the day of one of the others; UnknownDocumentError for a document that is not in the ledger.
    """
    ids = pd.Series(list(dict.fromkeys(document_ids)), dtype="str")
    heads_of(ledger, ids)
    known, amounts = refusals(ledger), position_amounts(ledger)
    whole = amounts.loc[(amounts["position"] == "document").to_numpy(), "document_id"]
    refused = dict.fromkeys(ids[~ids.isin(whole)], _("it is described line by line, not as a whole"))
    refused |= dict(known.loc[known["document_id"].isin(ids), ["document_id", "reason"]].to_numpy())
    open_ = ids[~ids.isin(list(refused))]
    new = apply_key(ledger, key, open_) if len(open_) else ledger.descriptions.iloc[:0]
    return _preview(ledger, new, ledger.descriptions["document_id"].isin(open_).to_numpy(), refused)


def _of_items(ledger: Ledger, findings: pd.DataFrame) -> pd.DataFrame:
    """The lines of the dictionary item that each of these findings contradicts."""
    if findings.empty:
        return ledger.descriptions.iloc[:0]
    wanted = findings[[*PLACE, "dimension"]].astype({"position": "str"})
    found = contradictions(ledger, history(ledger)).astype({"position": "str"})
    items = wanted.merge(found, on=[*PLACE, "dimension"]).drop_duplicates(PLACE)
    pieces = [
        of_one[[*PLACE, "item"]].merge(effective_all(ledger, str(dictionary)), on="item")
        for dictionary, of_one in items.groupby("dictionary", sort=False)
    ]
    return pd.concat(pieces, ignore_index=True)


def _preview(ledger: Ledger, new: pd.DataFrame, replaced: Mask, refused: dict[str, str]) -> Redescription:
    """The new lines in place of the replaced ones, the lines of each document numbered anew; the documents refused stay."""
    old = ledger.descriptions
    asked = pd.Series([*new["document_id"].unique(), *refused], dtype="str").drop_duplicates()
    refused = _against_rules(ledger, new) | refused
    new = new[~new["document_id"].isin(list(refused)).to_numpy()]
    touched = old["document_id"].isin(new["document_id"]).to_numpy()
    kept = old[touched & ~replaced]
    lines = pd.concat([kept, new[list(old.columns)].astype(old.dtypes)], ignore_index=True)
    document = pd.factorize(lines["document_id"])[0]
    order = np.lexsort((lines["position_line"], lines["position"].cat.codes, document))
    lines = lines.take(order).reset_index(drop=True)
    lines["line"] = lines.groupby("document_id", sort=False).cumcount() + 1
    listed = asked[asked.isin(list(refused))].reset_index(drop=True)
    return Redescription(
        before=ledger,
        ledger=replace(ledger, descriptions=pd.concat([old[~touched], lines], ignore_index=True).astype(old.dtypes)),
        refused=pd.DataFrame({"document_id": listed, "reason": listed.map(refused).astype("str")}),
    )


def _against_rules(ledger: Ledger, lines: pd.DataFrame) -> dict[str, str]:
    """The documents for whose elements a rule speaks against, with its message; each distinct text and type is judged once."""
    tree = Dimensions.of(ledger)
    typed = lines[["document_id", "elements"]].assign(type=heads_of(ledger, lines["document_id"])["type"].to_numpy())
    found: dict[str, str] = {}
    for (text, of_type), rows in typed.groupby(["elements", "type"], sort=False):
        chosen = elements.parse(str(text))
        try:
            check_elements(tree, chosen, str(of_type))
            check_chosen(ledger, tree, chosen)
        except DescriptionError as error:
            found |= dict.fromkeys(rows["document_id"], str(error))
    return found
