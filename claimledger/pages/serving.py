"""A server that shows one page and changes nothing."""

from __future__ import annotations

import ipaddress
import socket
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from claimledger.errors import ClaimLedgerError
from claimledger.pages.watching import Watch

EVERY = 0.5
"""Seconds between two looks at the files."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Server(ThreadingHTTPServer):
    """Serves the page of a watch, and follows its files, while it is entered.

    Args:
        watch: The page.
        host: The address or the name to listen at.
        port: The port; 0 for any that is free.

    Raises:
        ClaimLedgerError: if that cannot be listened at.
    """

    daemon_threads = True

    def __init__(self, watch: Watch, host: str, port: int) -> None:
        self.watch = watch
        self.host = host
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            self.address_family = found[0][0]
            super().__init__((host, port), Handler)
        except (OSError, OverflowError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ClaimLedgerError(f"cannot listen at {host}:{port}: {reason}") from error
        self._follower = threading.Thread(target=watch.follow, args=(EVERY,), daemon=True)

    @property
    def address(self) -> str:
        """Where the page is found."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.server_port}/"

    @property
    def is_private(self) -> bool:
        """True when only this machine can reach it."""
        host = str(self.server_address[0]).partition("%")[0]
        return ipaddress.ip_address(host).is_loopback

    def answers_to(self, host: str) -> bool:
        """Whether a request for a host is meant for this server.

        A page of some other site can make a browser ask here under a name of its own that was
        bound to this address; it cannot do so under a number.
        """
        try:
            asked = urlsplit(f"//{host}")
            name, port = (asked.hostname or "").rstrip("."), asked.port
        except ValueError:
            return False
        if (80 if port is None else port) != self.server_port:
            return False
        if name in {"localhost", self.host.casefold()}:
            return True
        try:
            number = ipaddress.ip_address(name)
        except ValueError:
            return False
        return number.is_loopback or not self.is_private

    def __enter__(self) -> Server:
        self._follower.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.watch.stop()
        self._follower.join(timeout=EVERY * 2)
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that goes away."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the page and for its version, and nothing else."""

    server: Server
    server_version = "claimledger"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        """Send the page or its version."""
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or not self.server.answers_to(hosts[0]):
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
            return
        made = self.server.watch.made
        match urlsplit(self.path).path:
            case "/":
                self._send(HTTPStatus.OK, made.content, "text/html; charset=utf-8")
            case "/version":
                self._send(HTTPStatus.OK, made.version.encode(), "text/plain; charset=utf-8")
            case _:
                self._refuse(HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        """Refuse what would change something."""
        self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"})

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST  # noqa: N815

    def _refuse(self, status: HTTPStatus, headers: dict[str, str] | None = None) -> None:
        # What follows of the request is not read, so it may not be taken for the next one.
        self.close_connection = True
        text = f"{status.value} {status.phrase}\n".encode()
        self._send(
            status, text, "text/plain; charset=utf-8", {**(headers or {}), "Connection": "close"}
        )

    def _send(
        self, status: HTTPStatus, content: bytes, kind: str, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""
