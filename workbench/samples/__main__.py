"""Writes the sample books: `python -m workbench.samples --seed 1 [--out sample_data]`."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from .examples import examples
from .files import write_ledger
from .office import office
from .transfer_examples import transfer_examples


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes `office/<client>/` and `examples/<id>/` below the folder named by --out."""
    parser = ArgumentParser(prog="python -m workbench.samples", description="Write the sample books.")
    parser.add_argument("--seed", type=int, required=True, help="the same seed always gives the same files")
    parser.add_argument("--out", type=Path, default=Path("sample_data"), help="the folder to write into")
    options = parser.parse_args(arguments)
    for group, all_books in (("office", office(options.seed)), ("examples", examples() | transfer_examples())):
        for name, books in all_books.items():
            write_ledger(options.out / group / name, books)


if __name__ == "__main__":
    main()
