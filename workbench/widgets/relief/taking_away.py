"""What is taken away of a notice: prints as PDF, and the audit pack."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ...relief import prints
from ...relief.prints import Printed
from ..layout import row
from ..table import Download
from .life_view import KIND, key_of
from .view import Asked

if TYPE_CHECKING:
    from .page import ReliefPage


class TakingAway:
    """The buttons; those that the shown notice has no print for are hidden."""

    def __init__(self, page: "ReliefPage") -> None:
        self._page = page
        self._asked: Asked | None = None
        self.notice = self._print(_("Notice (PDF)"), "vat-zd", lambda asked: prints.notice_pdf(self._printed(asked)))
        self.list = self._print(
            _("List of documents (PDF)"), "vat-zd-list", lambda asked: prints.list_pdf(self._printed(asked))
        )
        self.explanation = self._print(
            _("Explanation (PDF)"),
            "vat-zd-explanation",
            lambda asked: prints.explanation_pdf(asked.by_rule, self._printed(asked)),
        )
        self.pack = Download(_("Audit pack (ZIP)"), self._pack)
        self.box = row(self.notice, self.list, self.explanation, self.pack, class_="wb-tools")

    def show(self, asked: Asked) -> None:
        """Offer what there is of this notice: one of purchases is not printed itself (R-037), nor one without unpaid lines."""
        self._asked = asked
        unpaid = bool((asked.notice.lines["kind"] == "unpaid").any())
        self.notice.layout.display = "" if asked.side == "sale" and unpaid else "none"
        self.list.layout.display = "" if len(asked.notice.lines) else "none"
        self.pack.layout.display = "" if asked.kept is not None else "none"

    def _print(self, label: str, name: str, made: Callable[[Asked], bytes]) -> Download:
        def make() -> tuple[str, bytes]:
            assert self._asked is not None
            return self._page.file_name(name, "pdf"), made(self._asked)

        return Download(label, make)

    def _pack(self) -> tuple[str, bytes]:
        """What proves the kept notice (feature 33 beyond the manuals)."""
        asked = self._asked
        assert asked is not None and asked.desk.kept is not None
        history = asked.desk.kept.history(asked.desk.client, KIND, key_of(asked))[["at", "user", "what"]]
        events = tuple(asked.desk.events.values())
        pack = prints.audit_pack(self._printed(asked), asked.by_rule, history, events)
        return self._page.file_name("vat-zd-audit", "zip"), pack

    @staticmethod
    def _printed(asked: Asked) -> Printed:
        """What is printed: the kept notice, else the one by the rule."""
        if asked.kept is None:
            return Printed.of_notice(asked.by_rule)
        return Printed.of_kept(asked.desk.ledger, asked.chain)
