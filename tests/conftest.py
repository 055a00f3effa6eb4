"""What all tests share: a database when one is asked for, the user's language, and small books."""

import os

import pytest
from hypothesis import settings

from tests.ledger_files import SMALL, Texts
from tests.postgres import postgres_url  # noqa: F401
from workbench import i18n

# Machines are shared: slow once is no failure. CI tries the same examples every time, a desk new ones: what they find is mended
# where it is found.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")


@pytest.fixture(autouse=True)
def begins_in_polish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins in Polish, the default, and leaves no other language behind."""
    monkeypatch.delenv("WORKBENCH_LANG", raising=False)
    monkeypatch.setattr(i18n, "_chosen", None)
    assert i18n.language() == "pl", "a block in another language was left open by an earlier test"


@pytest.fixture
def small() -> Texts:
    """A copy of the small books that a test may spoil."""
    return {name: [dict(row) for row in rows] for name, rows in SMALL.items()}
