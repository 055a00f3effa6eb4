"""The checks of a batch: each rule has a code, how grave it is, and a text with the remedy."""

from .accounts import account_key
from .amounts import title_of
from .checking import check
from .rules import RULES, Rule

__all__ = ["RULES", "Rule", "account_key", "check", "title_of"]
