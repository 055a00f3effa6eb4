"""The analytical description of costs: dimensions, descriptions, exact splits, keys, postings, exploration.

>>> from workbench import costs
>>> costs.split(3_500_000, ["35", "50", "5", "5", "5"])
[1225000, 1750000, 175000, 175000, 175000]
"""

from .completeness import completeness
from .control import control, control_items
from .cube import Cube, cube, documents_behind
from .descriptions import Description, describe, with_description, without_description
from .dimensions import Dimensions
from .flow import Flow, flow
from .generation import generate
from .joint import JointSplit, solve_joint
from .key_history import key_history
from .keys import key_rows, key_versions, version_at
from .marginals import MarginalSplit, split_joint
from .postings import Postings, PostingScheme, SchemeLine, postings
from .reciprocal import Reciprocal, reciprocal
from .redescribe import FollowHistory, Redescription, SetElement, SetSplit, redescribe
from .restated import apply_key, moved_by, with_key
from .restrictions import allowed_combinations, restrictions
from .splits import split, split_rows
from .suggestions import suggest
from .variance import Variance, variance, variance_of_keys
from .whatif import Scenario, scenario

__all__ = [
    "Cube",
    "Description",
    "Dimensions",
    "Flow",
    "FollowHistory",
    "JointSplit",
    "MarginalSplit",
    "PostingScheme",
    "Postings",
    "Reciprocal",
    "Redescription",
    "Scenario",
    "SchemeLine",
    "SetElement",
    "SetSplit",
    "Variance",
    "allowed_combinations",
    "apply_key",
    "completeness",
    "control",
    "control_items",
    "cube",
    "describe",
    "documents_behind",
    "flow",
    "generate",
    "key_history",
    "key_rows",
    "key_versions",
    "moved_by",
    "postings",
    "reciprocal",
    "redescribe",
    "restrictions",
    "scenario",
    "solve_joint",
    "split",
    "split_joint",
    "split_rows",
    "suggest",
    "variance",
    "variance_of_keys",
    "version_at",
    "with_description",
    "with_key",
    "without_description",
]
