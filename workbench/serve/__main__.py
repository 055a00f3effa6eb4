"""`python -m workbench.serve [--port N] [--no-browser] [--root DIR]`"""

import argparse
import sys
from pathlib import Path

from .server import serve


def main(words: list[str] | None = None) -> int:
    """Read the command line and serve; the result is the exit code (2 for wrong usage)."""
    parser = argparse.ArgumentParser("python -m workbench.serve", description="Serve the dashboards on this machine.")
    parser.add_argument("--port", type=int, default=8866, help="another free port is taken if this one is in use")
    parser.add_argument("--no-browser", action="store_true", help="only print the addresses")
    parser.add_argument("--root", type=Path, default=Path("dashboards"), help="the folder of the notebooks")
    chosen = parser.parse_args(words)
    root = chosen.root.resolve()
    if not root.is_dir():
        print(f"There is no folder {root}: start in the project's folder or name it with --root.", file=sys.stderr)
        return 2
    serve(root, chosen.port, browser=not chosen.no_browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
