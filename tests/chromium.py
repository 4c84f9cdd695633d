"""A folder behind a port of this machine, real Chromium, and a watch on what its pages do."""

from __future__ import annotations

from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, ConsoleMessage, Request

QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-sandbox",
]
"""Without these Chromium asks for its maker's hosts, and does not start as root."""


class Files(SimpleHTTPRequestHandler):
    """A plain static server: whole files, no ranges, nothing clever."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".wasm": "application/wasm"}  # noqa: RUF012  the base class has it so

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(slots=True)
class Site:
    """A folder behind a port of this machine."""

    folder: Path
    address: str

    def at(self, path: str) -> str:
        """Give the address of a page."""
        return f"{self.address}/{path}"


def follow(context: BrowserContext, host: str) -> list[str]:
    """Give a list that fills with what the pages of a context do and must not do."""
    complaints: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"console {message.type}: {message.text}")

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != host:
            complaints.append(f"asks another host: {request.url}")

    context.on("console", said)
    context.on("weberror", lambda error: complaints.append(f"uncaught: {error.error}"))
    context.on("request", asked)
    return complaints
