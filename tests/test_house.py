"""The rules of the house that a machine can hold: imports, size, one place for HTML, full texts, clean notebooks."""

import ast
import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import start

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "workbench"
MODULES = sorted(PACKAGE.rglob("*.py"))
STATIC = sorted(path for path in PACKAGE.rglob("static/*") if path.suffix in (".js", ".css"))
SOURCES = [PROJECT / "start.py", *MODULES, *STATIC, *sorted((PROJECT / "tests").rglob("*.py"))]
NOTEBOOKS = sorted(path for folder in ("notebooks", "dashboards") for path in (PROJECT / folder).glob("*.ipynb"))
CATALOGUE = PACKAGE / "locale" / "pl" / "LC_MESSAGES" / "workbench.po"

LONGEST_FILE = 400
LONGEST_CELL = 12
BUILDS_HTML = "workbench/html.py"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
TAGS = "a|b|br|button|div|em|h[1-6]|i|img|li|ol|p|pre|script|small|span|strong|style|t[dhr]|table|ul"
MARKUP = re.compile(rf"</?(?:{TAGS})\b[^<]*/?>")
# Which registry packages come from is the user's choice, and a path of one machine helps on no other.
ELSEWHERE = re.compile(
    rb"\b(?:pypi|pythonhosted|npmjs|crates|debian|ubuntu|anaconda)\.(?:org|com|io)\b"
    rb"|(?<![\w./~-])/(?:work|root|home|tmp|Users)/\w"
)


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def tracked() -> list[Path]:
    """The files git keeps or would keep."""
    if shutil.which("git") is None or not (PROJECT / ".git").exists():
        pytest.skip("not a git checkout: which files belong to the project is unknown")
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=PROJECT, check=True, capture_output=True).stdout.decode().split("\0")
    return [PROJECT / name for name in names if name and (PROJECT / name).is_file()]


def cells(notebook: Path) -> list[dict[str, Any]]:
    return json.loads(notebook.read_text("utf-8"))["cells"]  # type: ignore[no-any-return]


def code(notebook: Path) -> str:
    """The code of a notebook as one module, its magics left out."""
    lines = "\n".join("".join(cell["source"]) for cell in cells(notebook) if cell["cell_type"] == "code").splitlines()
    return "\n".join("pass" if line.startswith(("%", "!")) else line for line in lines)


def html_built(source: str) -> Iterator[str]:
    """Where a module builds HTML, or lets another package build it, instead of asking the one module that may."""
    nodes = list(ast.walk(ast.parse(source)))
    documented = [node for node in nodes if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    docstrings = {id(node.body[0].value) for node in documented if node.body and isinstance(node.body[0], ast.Expr)}
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in ("HTML", "HTMLMath", "Markup"):
                yield f"line {node.lineno}: {name}(...)"
            case ast.Attribute(attr="to_html" | "style") as attribute:
                yield f"line {node.lineno}: .{attribute.attr}"
            case ast.Constant(value=str(text)) if id(node) not in docstrings and MARKUP.search(text):
                yield f"line {node.lineno}: {text!r}"
            case ast.JoinedStr() if MARKUP.search(ast.unparse(node)):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def package_and_notebooks() -> dict[str, str]:
    """The code of every module of the package and of every notebook, by name."""
    return {name_of(path): path.read_text("utf-8") for path in MODULES} | {name_of(path): code(path) for path in NOTEBOOKS}


def used_texts() -> dict[str | tuple[str, ...], str]:
    """Every text the code marks for translation and a file that uses it."""
    return {
        text: name
        for name, source in package_and_notebooks().items()
        for _, text, *_ in extract("python", io.BytesIO(source.encode()), KEYWORDS)
    }


def texts_of(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The translations of a catalogue, one form or several, without its header."""

    def forms(text: Any) -> tuple[str, ...]:
        return (text,) if isinstance(text, str) else tuple(text)

    return {forms(message.id): forms(message.string) for message in catalogue if message.id}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="pl")


@pytest.mark.parametrize("command", start.LINTERS, ids=["ruff check", "ruff format", "mypy", "imports"])
def test_linters_find_nothing(command: tuple[str, ...]) -> None:
    said = subprocess.run([sys.executable, *command], cwd=PROJECT, capture_output=True, text=True, encoding="utf-8")
    assert said.returncode == 0, said.stdout + said.stderr


def test_every_package_used_is_a_declared_dependency() -> None:
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.match(r"[\w-]+", requirement)[0] for requirement in declared}  # type: ignore[index]
    nodes = [node for source in package_and_notebooks().values() for node in ast.walk(ast.parse(source))]
    used = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    used |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    foreign = {name.split(".")[0] for name in used} - sys.stdlib_module_names - {"workbench"}
    providers = packages_distributions()
    provided = {name: {kept.lower().replace("_", "-") for kept in providers.get(name, [])} for name in foreign}
    assert {name for name in foreign if not names & provided[name]} == set()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_fits_in_the_head(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = {name_of(path): hit.group() for path in tracked() if (hit := ELSEWHERE.search(path.read_bytes()))}
    assert found == {}


@pytest.mark.parametrize("notebook", [path for path in NOTEBOOKS if not path.name.startswith("reference_")], ids=name_of)
def test_notebooks_are_kept_without_results(notebook: Path) -> None:
    run = [number for number, cell in enumerate(cells(notebook)) if cell.get("outputs") or cell.get("execution_count")]
    assert run == [], "clear the results of these cells"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name_of)
def test_cells_are_short(notebook: Path) -> None:
    lengths = [len("".join(cell["source"]).splitlines()) for cell in cells(notebook)]
    long = [number for number, length in enumerate(lengths) if length > LONGEST_CELL]
    assert long == []


@pytest.mark.parametrize(
    "source",
    [
        "widgets.HTML(name)",
        "display(HTML(name))",
        "Markup(name)",
        "table.to_html()",
        "table.style",
        "x = f'<td class={a}>{b}'",
    ],
)
def test_html_built_is_noticed(source: str) -> None:
    assert list(html_built(source))


def test_one_module_builds_html() -> None:
    found = {name: list(html_built(source)) for name, source in package_and_notebooks().items() if name != BUILDS_HTML}
    assert {name: places for name, places in found.items() if places} == {}


def test_no_text_hides_in_an_f_string() -> None:
    """The extraction of texts cannot look into them before Python 3.12."""
    hidden = [
        f"{name}, line {call.lineno}"
        for name, source in package_and_notebooks().items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_every_text_has_a_polish_translation(catalogue: Catalog) -> None:
    missing = {}
    for text, name in used_texts().items():
        message = catalogue.get(text if isinstance(text, str) else text[0])
        strings = [] if message is None or message.fuzzy else [message.string]
        forms = [form for string in strings for form in (string if isinstance(string, tuple | list) else [string])]
        if not forms or not all(forms) or (not isinstance(text, str) and len(forms) != catalogue.num_plurals):
            missing[text] = name
    assert missing == {}


def test_every_translation_keeps_the_gaps_to_fill(catalogue: Catalog) -> None:
    differing = {}
    for message in catalogue:
        ids, strings = ([text] if isinstance(text, str) else list(text) for text in (message.id, message.string))
        gaps = [sorted(set(re.findall(r"\{[^{}]*\}", text))) for text in ids + strings if text]
        if message.id and any(gap != gaps[0] for gap in gaps):
            differing[ids[0]] = strings
    assert differing == {}


def test_no_translation_is_left_over(catalogue: Catalog) -> None:
    used = {text if isinstance(text, str) else text[0] for text in used_texts()}
    kept = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.id}
    assert kept - used == set()
    assert catalogue.obsolete == {}


def test_the_compiled_catalogue_is_the_written_one(catalogue: Catalog) -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = texts_of(read_mo(file))
    assert compiled == texts_of(catalogue), "run pybabel compile -d workbench/locale -D workbench"
