"""A Plotly picture as a small widget: the figure is a plain dict, Plotly's script is loaded once per page.

Plotly's own FigureWidget sends 5 MB of script with every figure and costs each kernel 60 MB; this widget sends the
figure only. The script comes from the installed plotly wheel, never from a network.
"""

import re
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from ipywidgets.widgets.trait_types import TypedTuple

from ..i18n import _, language


@cache
def plotly_script() -> bytes:
    """Plotly's script from the installed wheel, found without importing plotly.

    The wheel's file passes the whole library to a wrapper as one function. A browser skims such a function first and
    reads it a second time when it is called; without the wrapper a picture is there 0.4 s sooner. A file of another
    form is taken as it is.
    """
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("The pictures need the package plotly.")
    script = (Path(spec.origin).parent / "package_data" / "plotly.min.js").read_bytes()
    wrapped = re.fullmatch(
        rb"(/\*.*?\*/\n)\(\n function\(root, factory\) \{.*?, \(\) => \{\n(.*)return Plotly;\n\}\)\);\n?", script, re.S
    )
    return b"".join(wrapped.groups()) if wrapped else script


def without_markup(figure: Any) -> Any:
    """A figure in whose texts nothing is markup: Plotly reads `<b>` or a link in any text, and names come from the books.

    A joiner of no width behind each `<` makes Plotly show it as it is. Customdata stays as it is: it names
    what was clicked.
    """
    if isinstance(figure, str):
        return figure.replace("<", "<\u200d")
    if isinstance(figure, dict):
        return {key: value if key == "customdata" else without_markup(value) for key, value in figure.items()}
    if isinstance(figure, list | tuple):
        return [without_markup(value) for value in figure]
    return figure


class Chart(anywidget.AnyWidget):
    """A picture that draws itself when it comes into view and follows its `figure`.

    figure: {"data": [trace, ...], "layout": {...}} as Plotly's JSON describes it, lists instead of arrays.
        Assign a new dict to draw anew; a change inside the dict is not seen. Its texts are shown as they are, see
        `without_markup`.
    title: one sentence that says what is to be seen; screen readers read it in place of the picture.
    language: "pl" or "en", for names of months, marks in numbers and the words on the picture's button.
    clicked: the point clicked last: curve (number of the trace), point (number in it), x, y, label, customdata
        and click, which grows with each click. A key that the kind of trace does not know is missing.
    """

    _esm = Path(__file__).parent / "static" / "chart.js"

    figure = traitlets.Dict().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)
    clicked = traitlets.Dict().tag(sync=True)

    _dom_classes = TypedTuple(trait=traitlets.Unicode(), default_value=("wb-chart",)).tag(sync=True)
    _script = traitlets.Unicode(f"workbench/static/plotly.min.js?v={version('plotly')}").tag(sync=True)
    _words = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._send_script)

    @traitlets.validate("figure")
    def _neutralise(self, proposal: dict[str, Any]) -> Any:
        return without_markup(proposal["value"])

    @traitlets.default("language")
    def _language_in_use(self) -> str:
        return language()

    @traitlets.default("_words")
    def _words_in_use(self) -> dict[str, str]:
        return {"Download plot as a PNG": _("Download the picture")}

    def _send_script(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        """Answer a front end that found no script at the static address."""
        if content.get("wants") == "script":
            self.send({"sends": "script"}, buffers=[plotly_script()])
