"""The only way to put HTML on a page: it takes `Markup` made by `workbench.html`, in which everything foreign is escaped."""

import ipywidgets
from markupsafe import Markup


class MarkupBox(ipywidgets.HTML):
    """A place on the page for HTML; plain text put into it is refused with TypeError."""

    def __init__(self, markup: Markup | None = None, *, class_: str = "") -> None:
        super().__init__()
        for name in class_.split():
            self.add_class(name)
        if markup is not None:
            self.show(markup)

    def show(self, markup: Markup) -> None:
        if not isinstance(markup, Markup):
            raise TypeError("only Markup made by workbench.html may be shown")
        self.value = str(markup)
