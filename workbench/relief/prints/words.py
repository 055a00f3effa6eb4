"""The Polish words and the dates of prints, read from `texts.toml`."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, Any]]:
    """The sections of `texts.toml`."""
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text("utf-8"))
