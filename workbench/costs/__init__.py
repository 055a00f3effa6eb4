"""The analytical description of costs: dimensions, descriptions, exact splits, keys, postings, exploration.

>>> from workbench import costs
>>> costs.split(3_500_000, ["35", "50", "5", "5", "5"])
[1225000, 1750000, 175000, 175000, 175000]
"""

from .descriptions.control import control, control_items
from .descriptions.describing import Description, describe, with_description, without_description
from .descriptions.generation import generate
from .dimensions.tree import Dimensions
from .exploring.cube import Cube, cube, documents_behind
from .exploring.flow import Flow, flow
from .exploring.variance import Variance, variance, variance_of_keys
from .gaps.completeness import completeness
from .gaps.redescribe import FollowHistory, Redescription, SetElement, SetSplit, redescribe
from .gaps.restrictions import allowed_combinations, restrictions
from .gaps.suggestions import suggest
from .joint.solving import JointSplit, solve_joint
from .keys.history import key_history
from .keys.reciprocal import Reciprocal, reciprocal
from .keys.restated import apply_key, moved_by, with_key
from .keys.versions import key_rows, key_versions, version_at
from .keys.whatif import Scenario, scenario
from .posting.postings import Postings, PostingScheme, SchemeLine, postings
from .splitting.marginals import MarginalSplit, split_joint
from .splitting.splits import split, split_rows

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
