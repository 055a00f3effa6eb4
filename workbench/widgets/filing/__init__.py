"""Files for the tax office and from it, on the relief page: the panel JPK_V7."""

from .jpk_panel import JpkPanel

__all__ = ["JpkPanel"]
