"""The tables of facts that lie beside the code."""

import tomllib
from importlib.resources import files
from typing import Any


def read(name: str) -> dict[str, Any]:
    """The content of a TOML file of this package, by its path inside it."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
