"""The page of the bad-debt relief."""

from .page import ReliefPage, relief_page

__all__ = ["ReliefPage", "relief_page"]
