"""start.py: what it promises before and after it hands over. What it sets up is proved by every run of it."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import start


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project with the two files that decide what is installed."""
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text(name)
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "STAMP", tmp_path / ".venv" / "installed")
    return tmp_path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run; each of them succeeds."""
    called: list[list[str]] = []

    def call(command: list[str], env: dict[str, str] | None = None) -> int:
        called.append(command)
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    return called


def test_an_old_python_can_read_it() -> None:
    ast.parse(Path(start.__file__).read_text("utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    assert "needs Python 3.11 or newer" in str(start.main())


@pytest.mark.parametrize(("words", "status"), [(["--help"], 0), (["tests"], 2), (["test", "more"], 2)])
def test_other_words_show_how_it_is_used_and_set_nothing_up(
    words: list[str], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["start.py", *words])
    monkeypatch.setattr(start, "set_up", lambda: pytest.fail("set up"))
    assert start.main() == status
    assert "python3 start.py test" in capsys.readouterr().out


def test_the_second_start_installs_nothing(project: Path, commands: list[list[str]]) -> None:
    start.set_up()
    installed = len(commands)
    start.set_up()
    assert installed == len(commands) == 2


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_requirement_installs_again(project: Path, commands: list[list[str]], name: str) -> None:
    start.set_up()
    (project / name).write_text("changed")
    start.set_up()
    assert len(commands) == 4


def test_a_failed_installation_is_tried_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 1)
    for _ in range(2):
        with pytest.raises(SystemExit, match="set-up failed"):
            start.set_up()


def test_without_pip_it_says_what_to_install(project: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        start.set_up()
    assert commands == []


def test_one_failed_group_fails_the_tests_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[str] = []

    def run(*words: str) -> int:
        groups.append(words[2])
        return int(words[2] == "workbench")

    monkeypatch.setattr(start, "install_browser", lambda: True)
    monkeypatch.setattr(start, "run", run)
    assert start.test() == 1
    assert groups == ["workbench", "tests/browser", "notebooks", str(Path("notebooks", "reference_costs.ipynb"))]


def test_books_named_relatively_are_found_from_everywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBENCH_BOOKS", "clients")
    monkeypatch.setenv("WORKBENCH_STORE", "postgresql://server/office")
    assert importlib.reload(start).ENVIRONMENT["WORKBENCH_BOOKS"] == str(tmp_path / "clients")
    assert start.ENVIRONMENT["WORKBENCH_STORE"] == "postgresql://server/office"
    monkeypatch.undo()
    importlib.reload(start)


def test_children_write_bytecode() -> None:
    assert "PYTHONDONTWRITEBYTECODE" not in start.ENVIRONMENT


def test_pins_are_names_and_versions_only() -> None:
    pins = (Path(start.__file__).parent / "constraints.txt").read_text("utf-8").splitlines()
    assert pins == sorted(pins, key=str.lower)
    assert [pin for pin in pins if not pin.replace("==", "", 1).replace("-", "").replace(".", "").isalnum()] == []
