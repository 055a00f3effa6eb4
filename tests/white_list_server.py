"""A stand-in for the register of VAT payers on this machine: its addresses, its answers, its refusals, and its bad days."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

STAMP = "25-07-2024 09:30:00"


@dataclass
class Register:
    """What the register knows. `taxpayers`: subjects by NIP; `virtual`: accounts that masks cover; `refusing`: code by NIP;
    `failing`: how the next answers go wrong, in turn; `asked`: the paths that came in."""

    taxpayers: dict[str, dict[str, Any]] = field(default_factory=dict)
    virtual: set[tuple[str, str]] = field(default_factory=set)
    refusing: dict[str, str] = field(default_factory=dict)
    failing: list[Any] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def add(self, nip: str, status: str, *accounts: str, virtual: bool = False) -> None:
        """One more taxpayer."""
        self.taxpayers[nip] = {
            "nip": nip,
            "name": f"Firma {nip}",
            "statusVat": status,
            "accountNumbers": list(accounts),
            "hasVirtualAccounts": virtual,
        }

    def answer(self, path: str) -> tuple[int, dict[str, Any]]:
        """Status and body for a path."""
        parts = urlsplit(path)
        if len(parse_qs(parts.query).get("date", [""])[0]) != len("2024-07-25"):
            return 400, {"code": "WL-102", "message": "Niepoprawny format daty"}
        match parts.path.strip("/").split("/"):
            case ["api", "search", "nips", nips]:
                asked = nips.split(",")
                if len(asked) > 30:
                    return 400, {"code": "WL-130", "message": "Przekroczono liczbę podmiotów"}
                return 200, self._stamped(entries=[self._entry(nip) for nip in asked])
            case ["api", "check", "nip", nip, "bank-account", account]:
                listed = account in self.taxpayers[nip]["accountNumbers"] or (nip, account) in self.virtual
                return 200, self._stamped(accountAssigned="TAK" if listed else "NIE")
        return 404, {}

    def _entry(self, nip: str) -> dict[str, Any]:
        if nip in self.refusing:
            return {"identifier": nip, "error": {"code": self.refusing[nip], "message": "Nieprawidłowy NIP"}}
        return {"identifier": nip, "subjects": [self.taxpayers[nip]] if nip in self.taxpayers else []}

    def _stamped(self, **result: Any) -> dict[str, Any]:
        return {"result": {**result, "requestId": f"r{len(self.asked)}", "requestDateTime": STAMP}}


@contextmanager
def serving(register: Register) -> Iterator[Register]:
    """The register at its `address` while the block runs.

    `failing` holds a status with a body, bytes (a body with status 200), "redirect", "drip" (a byte now and then), "cut" (a
    shorter body than announced) or "close".
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            register.asked.append(self.path)
            failing = register.failing.pop(0) if register.failing else None
            match failing:
                case None:
                    status, body = register.answer(self.path)
                    self._send(status, json.dumps(body).encode())
                case bytes():
                    self._send(200, failing)
                case (int(status), body):
                    self._send(status, json.dumps(body).encode())
                case "redirect":
                    self.send_response(302)
                    self.send_header("Location", register.address + "/elsewhere")
                    self.end_headers()
                case "cut":
                    self._send(200, b'{"result": ', announced=1000)
                case "drip":
                    self._send(200, b"", announced=1000)
                    self._drip()
                case "close":
                    self.connection.close()

        def _drip(self) -> None:
            for _byte in range(1000):
                time.sleep(0.05)
                try:
                    self.wfile.write(b" ")
                    self.wfile.flush()
                except OSError:
                    return

        def _send(self, status: int, body: bytes, announced: int | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body) if announced is None else announced))
            self.end_headers()
            try:
                self.wfile.write(body)
                self.wfile.flush()
            except OSError:
                return  # who asked has gone

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    register.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield register
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
