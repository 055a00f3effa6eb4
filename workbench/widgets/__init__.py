"""Pieces of pages and whole pages, made of ipywidgets. No rule of accounting lives here."""

from .costs import costs_page
from .outlook import outlook_chart
from .relief_page import relief_page

__all__ = ["costs_page", "outlook_chart", "relief_page"]
