"""The page of the costs and its panels."""

from .page import CostsPage, costs_page

__all__ = ["CostsPage", "costs_page"]
