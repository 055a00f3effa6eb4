"""The page of transfers."""

from .page import TransfersPage, transfers_page

__all__ = ["TransfersPage", "transfers_page"]
