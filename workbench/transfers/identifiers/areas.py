"""The SEPA area, as data."""

import tomllib
from pathlib import Path

SEPA_AREA = frozenset(tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["sepa"])
"""The first two letters of IBANs that SEPA transfers reach."""
