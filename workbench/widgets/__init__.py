"""Pieces of pages and whole pages, made of ipywidgets. No rule of accounting lives here."""

from .outlook import outlook_chart
from .relief_page import relief_page

__all__ = ["outlook_chart", "relief_page"]
