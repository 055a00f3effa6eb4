"""The dashboards' server: the settings that keep it safe, and a small dashboard fetched from a real one."""

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError

import nbformat
import pytest
from traitlets.config import Config

from workbench import i18n
from workbench.serve import server
from workbench.serve.scripts import voila_script
from workbench.serve.settings import CONTENT_SECURITY, LABEXTENSIONS, dashboards, settings


def notebook(folder: Path, name: str, *, title: str = "") -> Path:
    """A dashboard of one cell."""
    book = nbformat.v4.new_notebook(metadata={"title": title} if title else {})
    book.metadata.kernelspec = {"name": "python3", "language": "python", "display_name": "Python 3"}
    book.cells = [nbformat.v4.new_code_cell("import os; print('language', os.environ['WORKBENCH_LANG'])")]
    path = folder / f"{name}.ipynb"
    nbformat.write(book, path)
    return path


@pytest.fixture
def config(tmp_path: Path) -> Config:
    notebook(tmp_path, "relief")
    (tmp_path / "deeper").mkdir()
    notebook(tmp_path / "deeper", "draft")
    with i18n.in_language("en"):
        return settings(tmp_path, 8866)


def test_only_this_machine_is_answered(config: Config) -> None:
    assert config.Voila.ip == "127.0.0.1"
    assert config.Voila.tornado_settings["allow_remote_access"] is False


def test_a_visitor_cannot_choose_template_or_theme(config: Config) -> None:
    assert config.VoilaConfiguration.allow_template_override == "NO"
    assert config.VoilaConfiguration.allow_theme_override == "NO"


def test_code_errors_and_files_stay_hidden(config: Config) -> None:
    assert config.VoilaConfiguration.strip_sources is True
    assert config.VoilaConfiguration.show_tracebacks is False
    assert config.VoilaConfiguration.file_allowlist == []


def test_only_the_extensions_of_the_widgets_are_loaded(config: Config) -> None:
    assert config.VoilaConfiguration.extension_allowlist == LABEXTENSIONS
    assert "jupyterlab-plotly" not in LABEXTENSIONS


def test_kernels_stand_ready_for_dashboards_only(config: Config) -> None:
    assert config.VoilaConfiguration.preheat_kernel is True
    pools = config.VoilaKernelManager.kernel_pools_config
    assert pools == {"default": {"pool_size": 0}, "relief.ipynb": {"pool_size": 1}}
    assert config.VoilaKernelManager.fill_delay >= 5


def test_forgotten_kernels_end(config: Config) -> None:
    assert 0 < config.MappingKernelManager.cull_idle_timeout <= 3600
    assert 0 < config.MappingKernelManager.cull_interval <= config.MappingKernelManager.cull_idle_timeout


def test_large_messages_pass(config: Config) -> None:
    assert config.Voila.tornado_settings["websocket_max_message_size"] >= 100 * 2**20


def test_the_browser_is_told_to_ask_nobody_else() -> None:
    assert "default-src 'self'" in CONTENT_SECURITY
    assert "http" not in CONTENT_SECURITY
    assert "*" not in CONTENT_SECURITY


def test_dashboards_are_the_notebooks_directly_in_the_folder(tmp_path: Path) -> None:
    for name in ("relief", "costs"):
        notebook(tmp_path, name)
    (tmp_path / ".ipynb_checkpoints").mkdir()
    notebook(tmp_path / ".ipynb_checkpoints", "old")
    assert [path.stem for path in dashboards(tmp_path)] == ["costs", "relief"]


def test_another_port_is_taken_where_the_wanted_one_is_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        assert server.free_port(wanted) != wanted
    assert server.free_port(wanted) == wanted


def test_voilas_script_holds_the_parts_it_asks_for_first() -> None:
    script = voila_script()
    asked = set(re.findall(rb"\.e\((\d+)\)", script[script.rindex(b"\n})();\n") :]))
    held = set(re.findall(rb"push\(\[\[([\d,]+)\]", script))
    assert len(held) > 20
    assert {number for group in held for number in group.split(b",")} & asked


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on a running server."""
    root = tmp_path_factory.mktemp("dashboards")
    notebook(root, "first", title="First <page>")
    (root / "books.csv").write_text("secret")
    (root / "picture.svg").write_text("<svg/>")
    environment = {**os.environ, "WORKBENCH_LANG": "en"}
    command = [sys.executable, "-m", "workbench.serve", "--no-browser", "--port", "0", "--root", str(root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        assert process.wait(30) == 0


def fetch(address: str, **headers: str) -> tuple[int, Message, str]:
    """Status, headers and text of an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except HTTPError as error:
        return error.code, error.headers, error.read().decode()


def test_a_dashboard_from_a_running_server(served: str) -> None:
    base = served.rpartition("/")[0]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", base)

    status, headers, page = fetch(f"{base}/")  # the only dashboard: led to it
    assert status == 200
    assert "_xsrf=" in " ".join(headers.get_all("Set-Cookie", []))
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY
    assert '<html lang="en">' in page
    assert "<title>First &lt;page&gt;</title>" in page
    assert "language en" in page  # the cell ran, in the server's language
    assert "os.environ" not in page
    assert not re.findall(r"(?:src|href)=[\"']?(?:https?:)?//", page)

    for address in re.findall(r"(?:src|href)=\"(/[^\"]+)\"", page):
        assert fetch(base + address)[0] == 200, address
    _, headers, script = fetch(f"{base}/workbench/static/plotly.min.js?v=1")
    assert headers.get_content_type() == "text/javascript"
    assert "immutable" in headers["Cache-Control"]
    assert "plotly.js" in script[:100]

    for hidden in ("books.csv", "picture.svg", "first.ipynb"):
        assert fetch(f"{base}/voila/files/{hidden}")[0] in (403, 404)
    for gone in ("/voila/tree", "/voila/api/contents", "/voila/render/first.ipynb", "/second", "/..%2Ffirst"):
        assert fetch(base + gone)[0] == 404, gone
    assert fetch(f"{base}/", Host="elsewhere.example")[0] == 403


def test_a_closing_page_ends_its_kernel(served: str) -> None:
    base = served.rpartition("/")[0]
    _, headers, page = fetch(served)
    found = re.search(r'<script id="jupyter-config-data" type="application/json">(.*?)</script>', page)
    assert found
    kernel = json.loads(found[1])["kernelId"]
    assert fetch(f"{base}/api/kernels/{kernel}")[0] == 200

    token = re.search(r"_xsrf=([^;]+)", " ".join(headers.get_all("Set-Cookie", [])))
    assert token
    farewell = f"{base}/voila/api/shutdown/{kernel}"
    with pytest.raises(HTTPError, match="403"):  # without the page's token nobody can end a kernel
        urllib.request.urlopen(farewell, data=b"")
    cookie = f"_xsrf={token[1]}"
    request = urllib.request.Request(farewell, data=cookie.encode(), headers={"Cookie": cookie})
    assert urllib.request.urlopen(request, timeout=30).status == 204
    assert fetch(f"{base}/api/kernels/{kernel}")[0] == 404
