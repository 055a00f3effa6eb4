"""The names and values of rules that change by date, in words."""

import pandas as pd

from ...i18n import N_, _, ngettext
from ...relief.conditions import TITLES

RULE_TITLES = {
    **TITLES,
    "supported_from": N_("Supported law"),
    "unpaid_days": N_("Days unpaid after the due date"),
    "limit_years": N_("Years within which the creditor may use the relief"),
    "quarterly_notices": N_("Notices of quarters"),
    "saturday_moves_terms": N_("A Saturday moves the end of a term"),
    "free_2018_11_12": N_("12 November 2018 was a free day"),
    "free_christmas_eve": N_("24 December is a free day"),
    "relief_date": N_("Relief date"),
}
_PARTY = {
    "active": N_("active VAT payer"),
    "active_or_proof": N_("active VAT payer, or a proof"),
    "any": N_("anybody"),
}


def value_words(rule: str, value: str) -> str:
    """The value of a rule, as `relief.law_versions` gives it, in words; empty where it has none."""
    if rule == "unpaid_days":
        return ngettext("{count} day", "{count} days", int(value)).format(count=value)
    if rule == "limit_years":
        return ngettext("{count} year", "{count} years", int(value)).format(count=value)
    if rule == "party":
        return _(_PARTY[value])
    return {"true": _("yes"), "false": _("no"), "": ""}[value]


def versions_in_words(versions: pd.DataFrame) -> pd.DataFrame:
    """`relief.law_versions` with title (of the rule) and value in words, and a key."""
    pairs = zip(versions["rule"], versions["value"], strict=True)
    return versions.assign(
        title=[_(RULE_TITLES[rule]) for rule in versions["rule"]],
        value=[value_words(rule, value) for rule, value in pairs],
        key=versions["rule"] + " " + versions["since"].dt.strftime("%Y-%m-%d"),
    )
