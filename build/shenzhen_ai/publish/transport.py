"""How requests go out: for real, or only shown. No answer, address or error ever holds a token."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from shenzhen_ai._errors import ExtraMissing, ShenzhenAIError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SECONDS = 300
"""Longest silence of a server that is waited for."""

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which the same thing may go well."""


class Refused(ShenzhenAIError):
    """A server said no, and would say it again; `status` is its code."""

    def __init__(self, text: str, status: int) -> None:
        """Keep the code beside the text."""
        self.status = status
        super().__init__(text)


class Unsure(ShenzhenAIError):
    """The request may or may not have done its work: no answer, or an error of the server."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The code of an answer and its JSON; `data` is None where it had none."""

    status: int
    data: Any


class Transport(Protocol):
    """What the two interfaces are spoken through."""

    def send(
        self, method: str, url: str, body: Mapping[str, Any] | None = None, file: Path | None = None, kind: str = ""
    ) -> Answer:
        """Send one request with a JSON body or a file as it is, and give the answer.

        Raises:
            Refused: for a no that is final.
            Unsure: when it is not known what happened.
        """
        ...


class Http:
    """Sends requests to one server, each with its token in the header that both interfaces take."""

    def __init__(self, token: str, seconds: float = SECONDS) -> None:
        """Keep the token; `seconds` is how long a silence is waited for.

        Raises:
            ExtraMissing: when requests is not installed.
        """
        try:
            import requests
        except ImportError as error:
            raise ExtraMissing("requests", "publish") from error
        self._requests = requests
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._seconds = seconds

    def send(
        self, method: str, url: str, body: Mapping[str, Any] | None = None, file: Path | None = None, kind: str = ""
    ) -> Answer:
        """Send one request; redirects are not followed, so that the token goes nowhere else."""
        headers = {**self._headers, **({"Content-Type": kind} if kind else {})}
        place = f"{method} {url.split('?', maxsplit=1)[0]}"
        try:
            with file.open("rb") if file else nullcontext() as stream:
                reply = self._requests.request(
                    method, url, json=body, data=stream, headers=headers, timeout=self._seconds, allow_redirects=False
                )
        except self._requests.RequestException as error:
            raise Unsure(f"{place}: no answer ({type(error).__name__})") from None
        if reply.status_code in AGAIN:
            raise Unsure(f"{place}: {reply.status_code}")
        if reply.status_code >= 300:  # noqa: PLR2004  redirects and errors
            raise Refused(f"{place}: {reply.status_code} {_said(reply.text)}", reply.status_code)
        return Answer(reply.status_code, reply.json() if reply.content else None)


class Dry:
    """Shows requests and sends nothing: every list is empty, every new thing has a name in angle brackets."""

    def __init__(self, say: Callable[[str], object]) -> None:
        """Keep what prints a line."""
        self._say = say

    def send(
        self, method: str, url: str, body: Mapping[str, Any] | None = None, file: Path | None = None, kind: str = ""
    ) -> Answer:
        """Show one request."""
        del kind
        self._say(f"{method} {url}")
        if body is not None:
            self._say(f"    {json.dumps(body, ensure_ascii=False)}")
        if file is not None:
            self._say(f"    file {file.name}, {file.stat().st_size} bytes")
        if method == "GET":
            return Answer(200, [])
        named = {
            "id": "<id>",
            "html_url": "<page>",
            "upload_url": "<upload>",
            "assets": [],
            "doi": "<doi>",
            "draft": True,
        }
        links = {"bucket": "<bucket>", "latest_draft": "<draft>"}
        return Answer(200, {**named, "links": links, "files": [], "submitted": False, "conceptdoi": "<concept doi>"})


def _said(text: str) -> str:
    """Give the beginning of what a server said, on one line."""
    return " ".join(text.split())[:300]
