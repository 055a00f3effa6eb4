"""Set the workbench up on this machine and hand over to it.

    python3 start.py          the dashboards on the sample data, in the browser
    python3 start.py lab      the notebooks, in JupyterLab
    python3 start.py test     every test: unit, property, house, browser, notebooks
    python3 start.py lint     style, types and the direction of imports
    python3 start.py bench    the benchmarks

Needs Python 3.11 or newer and a network, nothing else. The first start takes a few minutes, the next ones a second.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
STAMP = VENV / "installed"
# Without bytecode every start of a server would compile its imports again.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
for name in ("WORKBENCH_BOOKS", "WORKBENCH_STORE"):  # may be relative to where the user stands, not to where a dashboard runs
    if ENVIRONMENT.get(name) and "://" not in ENVIRONMENT[name]:
        ENVIRONMENT[name] = str(Path(ENVIRONMENT[name]).resolve())
STORE = str(ROOT / "office.liczydlo")
LINTERS = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "mypy"),
    ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo'])"),
)


def main():
    """Run the word of the command line; the exit status of what it started."""
    if sys.version_info < (3, 11):
        return "The workbench needs Python 3.11 or newer; this is {}.".format(sys.version.split()[0])
    words = {"dashboards": dashboards, "lab": lab, "test": test, "lint": lint, "bench": bench}
    asked = sys.argv[1:] or ["dashboards"]
    if len(asked) != 1 or asked[0] not in words:
        print(__doc__)
        return 0 if asked in (["help"], ["-h"], ["--help"]) else 2
    os.chdir(str(ROOT))
    set_up()
    return words[asked[0]]()


def dashboards():
    """Serve the dashboards until Ctrl+C. What is accepted on them is kept in a file here, or where WORKBENCH_STORE says."""
    ENVIRONMENT.setdefault("WORKBENCH_STORE", STORE)
    return hand_over("-m", "workbench.serve")


def lab():
    """Open the notebooks in JupyterLab until Ctrl+C; it asks nobody for news or updates."""
    ENVIRONMENT.setdefault("WORKBENCH_STORE", STORE)
    settings = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}')
    return hand_over("-m", "jupyterlab", "--ServerApp.root_dir=notebooks")


def bench():
    """Print the ratios to the bars of performance and write them to bench.json."""
    return hand_over("-m", "tests.benchmarks")


def lint():
    """Run every linter, also after one has complained."""
    return max([run(*command) for command in LINTERS])


def test():
    """Run every test, group after group, also after one has failed."""
    browser = install_browser()
    groups = [
        ("unit", ["workbench", "tests", "--ignore=tests/browser", "-n", "2"]),
        ("browser", ["tests/browser"]),
        ("notebooks", ["notebooks", "dashboards", "--nbval-lax", "--nbval-current-env", "--ignore-glob=*/reference_*"]),
        ("reference notebooks", [*map(str, sorted(Path("notebooks").glob("reference_*"))), "--nbval", "--nbval-current-env"]),
    ]
    failed = [name for name, words in groups if run("-m", "pytest", *words)]
    if not browser:
        print("\n*** THE BROWSER TESTS DID NOT RUN: there is no Chromium, Chrome or Edge on this machine. ***")
    print("\nFailed: " + ", ".join(failed) if failed else "\nNo group of tests failed.")
    return 1 if failed else 0


def set_up():
    """Make .venv hold what pyproject.toml and constraints.txt ask for; nothing to do when it already does."""
    wanted = hashlib.sha256(sys.version.encode())
    for name in ("pyproject.toml", "constraints.txt"):
        wanted.update((ROOT / name).read_bytes())
    if STAMP.exists() and STAMP.read_text() == wanted.hexdigest():
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        sys.exit("This Python lacks venv and pip. On Debian or Ubuntu:  sudo apt install python3-venv")
    print("Setting up .venv (once; a few minutes) ...", flush=True)
    install = ("-m", "pip", "install", "--quiet", "--compile", "-c", "constraints.txt", "-e", ".[test]")
    if subprocess.call([sys.executable, "-m", "venv", str(VENV)]) or run(*install):
        sys.exit("The set-up failed; the lines above say why. Is there a network? Run the same command again.")
    STAMP.write_text(wanted.hexdigest())


def install_browser():
    """Whether there is a browser for the browser tests; installs Chromium where there is none and this user may."""
    from tests.browser.chromium import find_browser

    if not find_browser() and shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium for the browser tests ...", flush=True)
        quiet = dict(ENVIRONMENT, DEBIAN_FRONTEND="noninteractive")
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]):
            subprocess.call(["apt-get", "-qq", *words], env=quiet)
    return find_browser() is not None


def run(*words):
    """Run the Python of .venv; its exit status."""
    return subprocess.call([PYTHON, *words], env=ENVIRONMENT)


def hand_over(*words):
    """Let the Python of .venv take this one's place, so that ending this process ends that one."""
    if os.name == "nt":
        return run(*words)
    sys.stdout.flush()
    return os.execve(PYTHON, [PYTHON, *words], ENVIRONMENT)


if __name__ == "__main__":
    sys.exit(main())
