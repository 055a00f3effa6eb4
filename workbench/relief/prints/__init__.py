"""Prints of the relief as PDF, and the audit pack; in Polish, the same bytes for the same input."""

from .checking import check_pack
from .explained import explanation_pdf
from .notice import list_pdf, notice_pdf
from .pack import audit_pack
from .printed import Printed

__all__ = ["Printed", "audit_pack", "check_pack", "explanation_pdf", "list_pdf", "notice_pdf"]
