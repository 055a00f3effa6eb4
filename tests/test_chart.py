"""The chart widget without a browser: what it sends, what it answers."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from workbench import i18n
from workbench.widgets.chart import Chart, plotly_script

BARS = {"data": [{"type": "bar", "x": ["2020-10", "2020-11"], "y": [1, 2]}], "layout": {"height": 300}}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.in_language("en"):
        yield


def test_a_chart_sends_its_figure_and_no_library() -> None:
    state = Chart(figure=BARS, title="VAT to come back by month").get_state()
    assert state["figure"] == BARS
    assert state["title"] == "VAT to come back by month"
    assert "wb-chart" in state["_dom_classes"]
    assert len(json.dumps(state, default=str)) < 20_000


def test_a_new_figure_replaces_the_old_one() -> None:
    chart = Chart(figure=BARS)
    seen: list[Any] = []
    chart.observe(lambda change: seen.append(change["new"]), "figure")
    chart.figure = {"data": []}
    assert seen == [{"data": []}]


def test_a_chart_speaks_the_language_in_use() -> None:
    assert Chart().language == "en"


def test_the_kernel_sends_the_script_where_no_static_file_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = Chart()
    sent: list[tuple[Any, Any]] = []
    monkeypatch.setattr(chart, "send", lambda content, buffers=None: sent.append((content, buffers)))
    chart._handle_custom_msg({"wants": "something else"}, [])
    assert sent == []
    chart._handle_custom_msg({"wants": "script"}, [])
    assert sent == [({"sends": "script"}, [plotly_script()])]


def test_the_script_is_plotlys_without_its_wrapper() -> None:
    script = plotly_script()
    assert script.startswith(b"/**\n* plotly.js v")
    assert b"MIT license" in script[:200]
    assert b"function(root, factory)" not in script[:1000]
    assert script.rstrip().endswith(b"window.Plotly = Plotly;")


def test_nothing_can_be_sent_to_plotlys_cloud() -> None:
    module = str(Chart._esm)
    assert "showSendToCloud: false" in module
    assert 'plotlyServerURL: ""' in module


def test_a_chart_does_not_import_plotly() -> None:
    code = "import sys, workbench.widgets.chart; print('plotly' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
