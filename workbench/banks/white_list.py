"""Checking pairs by asking the Ministry of Finance's register over the network (reference/banks.md 6.1).

One search tells the VAT status and the accounts of up to 30 taxpayers. Only where an account is not among those of a taxpayer
with virtual accounts, the check of that one account is asked as well. Requests are counted before they are sent, because who
exceeds a day's number is blocked until midnight; none is ever repeated by itself.
"""

import json
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from http.client import HTTPException
from itertools import islice
from typing import Any, Literal
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener
from zoneinfo import ZoneInfo

from ..errors import TransferError
from ..i18n import _
from ..i18n import day as day_text
from ..transfers.white_list import Pair, Progress, Proof, Result, bare_pairs, fault_of

REGISTER = "https://wl-api.mf.gov.pl"
"""The register of the Ministry of Finance; wl-test.mf.gov.pl is the one for trying out."""

Endpoint = Literal["search", "check"]
A_DAY: Mapping[Endpoint, int] = {"search": 100, "check": 5000}
"""Requests that the register allows on one day."""
AT_ONCE = 30
"""Taxpayers in one search."""
YEARS = 5
"""The register answers for days so far back."""
LARGEST = 16 * 2**20
"""Bytes of an answer: more than thirty taxpayers with thousands of accounts need."""

_OFFICE = ZoneInfo("Europe/Warsaw")
_STATUSES: dict[object, Literal["active", "exempt"]] = {"Czynny": "active", "Zwolniony": "exempt"}
_NO_USE = ("quota", "no_answer", "unreadable", "WL-191", "WL-195", "WL-196")
"""Failures after which asking on makes no sense."""


class _AnswerError(Exception):
    """A request without an answer; its text is the code of the reason."""


@dataclass(frozen=True)
class Quota:
    """Requests sent so far, by day (of sending) and endpoint. Whoever keeps `used` keeps the count beyond this process."""

    used: dict[tuple[date, Endpoint], int] = field(default_factory=dict)

    def left(self, today: date, endpoint: Endpoint) -> int:
        """How many may still be sent today."""
        return A_DAY[endpoint] - self.used.get((today, endpoint), 0)

    def take(self, today: date, endpoint: Endpoint) -> bool:
        """Count one; False (and nothing is counted) where the day's number is used up."""
        if self.left(today, endpoint) <= 0:
            return False
        self.used[today, endpoint] = self.used.get((today, endpoint), 0) + 1
        return True


class _NoRedirects(HTTPRedirectHandler):
    """The register does not send anywhere else; who would is not the register."""

    def redirect_request(self, *_details: Any) -> None:
        return None


@dataclass(frozen=True)
class OnlineChecker:
    """Asks the register at `address` (https; http only on this machine). `timeout`: seconds for each answer as a whole."""

    address: str = REGISTER
    timeout: float = 20.0
    quota: Quota = field(default_factory=Quota)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
        if not parts.hostname or not (parts.scheme == "https" or local):
            raise TransferError(
                _("{address} is not an address of the register: it begins with https://.").format(address=self.address)
            )

    def check(self, day: date, pairs: Sequence[Pair], *, checked_at: datetime, progress: Progress | None = None) -> list[Proof]:
        """As `Checker.check`. `checked_at` decides what today is in Poland.

        TransferError for a day in the future or more than five years back. A request that fails leaves its pairs, and where
        asking on makes no sense all others, not checked, with the reason; answers that came before are kept.
        """
        today = checked_at.astimezone(_OFFICE).date()
        _refuse_day(day, today)
        wanted = bare_pairs(pairs)
        work = _Work(self, day, today, progress, {pair: fault for pair in wanted if (fault := fault_of(pair))})
        work.ask([pair for pair in wanted if not fault_of(pair)])
        proofs = []
        for pair in wanted:
            result, evidence = work.found.get(pair, ("not_checked", work.faults.get(pair, work.over)))
            proofs.append(Proof(day, *pair, result, "online", evidence, checked_at))
        return proofs

    def get(self, path: str, endpoint: Endpoint, today: date) -> dict[str, Any]:
        """The `result` of one answer. `_AnswerError` where there is none."""
        if not self.quota.take(today, endpoint):
            raise _AnswerError("quota")
        request = Request(self.address.rstrip("/") + path, headers={"Accept": "application/json", "User-Agent": "liczydlo"})
        try:
            with _opener().open(request, timeout=self.timeout) as response:
                content = _read(response, self.timeout)
        except HTTPError as error:
            with error:
                raise _AnswerError(_code_of(_read(error, self.timeout))) from None
        except (OSError, HTTPException) as error:
            raise _AnswerError("no_answer") from error
        result = _parsed(content).get("result")
        if not isinstance(result, dict) or not isinstance(result.get("requestId"), str):
            raise _AnswerError("unreadable")
        return result


@dataclass
class _Work:
    """One check: what was found so far, and why the rest was not."""

    checker: OnlineChecker
    day: date
    today: date
    progress: Progress | None
    faults: dict[Pair, str]
    found: dict[Pair, tuple[Result, str]] = field(default_factory=dict)
    over: str = ""

    def ask(self, pairs: list[Pair]) -> None:
        """Find these pairs. `over` tells why asking has ended before all were reached."""
        by_tax_id: dict[str, list[Pair]] = {}
        for pair in pairs:
            by_tax_id.setdefault(pair[0], []).append(pair)
        done = 0
        for tax_ids in _in_blocks(list(by_tax_id), AT_ONCE):
            asked = [pair for tax_id in tax_ids for pair in by_tax_id[tax_id]]
            try:
                answer = self._get(f"/api/search/nips/{','.join(tax_ids)}?date={self.day}", "search")
                taxpayers = _taxpayers(answer)
            except _AnswerError as failure:
                self.faults |= dict.fromkeys(asked, str(failure))
                done += len(asked)
            else:
                for pair in asked:
                    self._judge(pair, taxpayers.get(pair[0], "unreadable"), _evidence(answer))
                    done += 1
                    if self.progress is not None and self.progress(done, len(pairs)) is False:
                        self.over = "stopped"
                        return
            if self.over:
                return

    def _judge(self, pair: Pair, taxpayer: "_Taxpayer | str", evidence: str) -> None:
        try:
            if isinstance(taxpayer, str):
                raise _AnswerError(taxpayer)
            if taxpayer.status is None or pair[1] in taxpayer.accounts:
                self.found[pair] = taxpayer.status or "not_found", evidence
            elif not taxpayer.virtual:
                self.found[pair] = "not_found", evidence
            else:
                answer = self._get(f"/api/check/nip/{pair[0]}/bank-account/{pair[1]}?date={self.day}", "check")
                assigned = answer.get("accountAssigned")
                if assigned not in ("TAK", "NIE"):
                    raise _AnswerError("unreadable")
                result = taxpayer.status if assigned == "TAK" else "not_found"
                self.found[pair] = result, f"{evidence}; {_evidence(answer)}"
        except _AnswerError as failure:
            self.faults[pair] = str(failure)

    def _get(self, path: str, endpoint: Endpoint) -> dict[str, Any]:
        if self.over:
            raise _AnswerError(self.over)
        try:
            return self.checker.get(path, endpoint, self.today)
        except _AnswerError as failure:
            if str(failure).split(" ", 1)[0] in _NO_USE:
                self.over = str(failure)
            raise


@dataclass(frozen=True)
class _Taxpayer:
    """What a search tells of one. `status` None: not registered."""

    status: Literal["active", "exempt"] | None
    accounts: frozenset[str]
    virtual: bool


def _refuse_day(day: date, today: date) -> None:
    if day > today:
        text = _("The register cannot be asked for {day}: the day lies in the future.")
        raise TransferError(text.format(day=day_text(day)))
    if (day.year + YEARS, day.month, day.day) < (today.year, today.month, today.day):
        text = _("The register cannot be asked for {day}: it reaches back five years.")
        raise TransferError(text.format(day=day_text(day)))


def _opener() -> OpenerDirector:
    return build_opener(HTTPSHandler(context=ssl.create_default_context()), _NoRedirects)


def _read(response: Any, timeout: float) -> bytes:
    """The whole body, within the time and the size allowed; a server that drips does not hold anybody."""
    content, end = bytearray(), time.monotonic() + timeout
    try:
        while chunk := response.read1(1 << 16):
            content += chunk
            if len(content) > LARGEST:
                raise _AnswerError("unreadable")
            if time.monotonic() > end:
                raise _AnswerError("no_answer")
    except (OSError, HTTPException) as error:
        raise _AnswerError("no_answer") from error
    return bytes(content)


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise _AnswerError("unreadable")
    return parsed


def _code_of(content: bytes) -> str:
    """The register's own code of a refusal, with what it says to it."""
    code, message = (_parsed(content).get(name) for name in ("code", "message"))
    return _refusal(code, message)


def _refusal(code: object, message: object) -> str:
    if not isinstance(code, str) or not code.startswith("WL-") or len(code) > 12:
        raise _AnswerError("unreadable")
    said = message[:200] if isinstance(message, str) else ""
    return f"{code} {said}".strip()


def _taxpayers(answer: dict[str, Any]) -> dict[str, _Taxpayer | str]:
    """What a search tells by NIP: the taxpayer, or the code of a refusal."""
    found: dict[str, _Taxpayer | str] = {}
    try:
        for entry in answer["entries"]:
            tax_id, error = entry["identifier"], entry.get("error")
            found[tax_id] = _refusal(error["code"], error.get("message")) if error else _Taxpayer(None, frozenset(), False)
            for subject in entry.get("subjects") or ():
                found[subject["nip"]] = _Taxpayer(
                    _STATUSES.get(subject["statusVat"]),
                    frozenset(subject.get("accountNumbers") or ()),
                    subject.get("hasVirtualAccounts") is True,
                )
    except (KeyError, TypeError, AttributeError) as error:
        raise _AnswerError("unreadable") from error
    return found


def _evidence(answer: dict[str, Any]) -> str:
    return f"{answer['requestId']} {answer.get('requestDateTime') or ''}"[:100].strip()


def _in_blocks(items: list[str], size: int) -> Iterator[list[str]]:
    left = iter(items)
    while block := list(islice(left, size)):
        yield block
