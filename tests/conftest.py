"""What all tests share: a database when one is asked for, the user's language, and small books."""

import pytest
from hypothesis import settings

from tests.ledger_files import SMALL, Texts
from tests.postgres import postgres_url  # noqa: F401
from workbench import i18n

settings.register_profile("house", deadline=None)  # machines are shared: slow once is no failure
settings.load_profile("house")


@pytest.fixture(autouse=True)
def polish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins in Polish, the default, and leaves no other language behind."""
    monkeypatch.delenv("WORKBENCH_LANG", raising=False)
    monkeypatch.setattr(i18n, "_chosen", None)


@pytest.fixture
def small() -> Texts:
    """A copy of the small books that a test may spoil."""
    return {name: [dict(row) for row in rows] for name, rows in SMALL.items()}
