"""The page of the office: every client of it month by month, and what is to be done next."""

from .page import office_page

__all__ = ["office_page"]
