"""Servers of this machine that speak as much of two interfaces as publishing needs, and go wrong when told to.

A third one serves a folder by ranges, and counts what it gives away.

GitHub: docs.github.com, rest/releases/releases and rest/releases/assets. Zenodo: developers.zenodo.org, sections
Deposit, Deposit files, Deposit actions and Quickstart (files API). What each answer cites stands beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mimetypes
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "a-secret-that-nobody-may-see"  # noqa: S105  of these servers alone

FAULTS = ("500 before", "500 after", "429", "hang up", "silence")
"""What can go wrong with a request: an error before or after its work, too many, a broken connection, no answer."""


@dataclass
class Service:
    """What both servers share: requests seen, and the one that goes wrong.

    Attributes:
        requests: `METHOD path` of each.
        fail_at: number of the request that goes wrong, from 0.
        fault: how.
    """

    requests: list[str] = field(default_factory=list)
    fail_at: int = -1
    fault: str = ""
    address: str = ""

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes, kind: str) -> tuple[int, Any]:
        """Give code and JSON of an answer."""
        raise NotImplementedError

    def broken(self, method: str, path: str, query: dict[str, str]) -> None:
        """Leave behind what an upload that broke off leaves."""


@dataclass
class GitHubServer(Service):
    """Releases of one repository."""

    releases: dict[int, dict[str, Any]] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    count: int = 0

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes, kind: str) -> tuple[int, Any]:
        """Answer as the documentation of releases and release assets says."""
        top = "/repos/some/where/releases"
        if (method, path) == ("GET", top):  # List releases: drafts are listed for users with push access
            page, size = int(query.get("page", 1)), int(query.get("per_page", 30))
            return 200, list(self.releases.values())[(page - 1) * size : page * size]
        if (method, path) == ("POST", top):  # Create a release: 201; tag_name, name, body, draft
            wanted = json.loads(body)
            taken = [r for r in self.releases.values() if r["tag_name"] == wanted["tag_name"] and not r["draft"]]
            if taken and not wanted["draft"]:  # 422, Validation failed: already_exists
                return 422, {"message": "Validation Failed", "errors": [{"code": "already_exists"}]}
            self.count += 1
            upload = f"{self.address}{top}/{self.count}/assets{{?name,label}}"
            page_url = f"{self.address}/some/where/releases/tag/{wanted['tag_name']}"
            self.releases[self.count] = {
                **{name: wanted.get(name) for name in ("tag_name", "name", "body", "draft")},
                "id": self.count,
                "assets": [],
                "upload_url": upload,
                "html_url": page_url,
            }
            return 201, self.releases[self.count]
        if method == "DELETE":  # Delete a release asset: 204
            number = int(path.rsplit("/", 1)[1])
            for release in self.releases.values():
                release["assets"] = [item for item in release["assets"] if item["id"] != number]
            return 204, None
        release = self.releases[int(re.split(r"/", path.removeprefix(f"{top}/"))[0])]
        if method == "PATCH":  # Update a release: 200
            assert all(item["state"] == "uploaded" for item in release["assets"]), "half a release would be public"
            release.update(json.loads(body))
            return 200, release
        return self.upload(release, query["name"], body, kind)

    def upload(self, release: dict[str, Any], name: str, body: bytes, kind: str) -> tuple[int, Any]:
        """Upload a release asset: the raw bytes, with a Content-Type; 422 when the name is taken."""
        assert kind
        if any(item["name"] == name for item in release["assets"]):
            return 422, {"message": "Validation Failed", "errors": [{"code": "already_exists"}]}
        return 201, self.add(release, name, body, "uploaded")

    def add(self, release: dict[str, Any], name: str, body: bytes, state: str) -> dict[str, Any]:
        """Keep a file of a release."""
        self.count += 1
        digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
        item = {"id": self.count, "name": name, "size": len(body), "state": state, "digest": digest}
        release["assets"].append(item)
        self.contents[self.count] = body
        return item

    def broken(self, method: str, path: str, query: dict[str, str]) -> None:
        """Upload a release asset: an upstream failure may leave an empty asset with the state `starter`."""
        if method == "POST" and path.endswith("/assets"):
            release = self.releases[int(path.split("/")[-2])]
            if not any(item["name"] == query["name"] for item in release["assets"]):
                self.add(release, query["name"], b"", "starter")


@dataclass
class ZenodoServer(Service):
    """Deposits of one account."""

    deposits: dict[int, dict[str, Any]] = field(default_factory=dict)
    count: int = 100

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes, kind: str) -> tuple[int, Any]:
        """Answer as the documentation of deposits, their files and actions says."""
        top = "/deposit/depositions"
        if (method, path) == ("GET", top):  # List: 200; q, all_versions, size up to 100, page
            assert query["all_versions"] == "1"
            title = query["q"].strip('"')
            found = [item for item in self.deposits.values() if item["title"] == title]
            page, size = int(query["page"]), int(query["size"])
            return 200, found[(page - 1) * size : page * size]
        if (method, path) == ("POST", top):  # Create: 201; Content-Type: application/json, else 415
            return (201, self.new(json.loads(body)["metadata"])) if kind == "application/json" else (415, {})
        if path.startswith("/files/"):  # Quickstart, new files API: PUT to the bucket, answer with key and checksum
            _, _, bucket, name = path.split("/", 3)
            deposit = self.deposits[int(bucket)]
            if deposit["submitted"]:  # 403 Forbidden
                return 403, {"status": 403}
            checksum = hashlib.md5(body, usedforsecurity=False).hexdigest()
            deposit["files"] = [item for item in deposit["files"] if item["filename"] != unquote(name)]
            self.count += 1
            item = {"id": str(self.count), "filename": unquote(name), "filesize": len(body), "checksum": checksum}
            deposit["files"].append(item)
            return 201, {"key": unquote(name), "size": len(body), "checksum": f"md5:{checksum}"}
        number, _, rest = path.removeprefix(f"{top}/").partition("/")
        return self.of_deposit(method, self.deposits[int(number)], rest, body)

    def of_deposit(self, method: str, deposit: dict[str, Any], rest: str, body: bytes) -> tuple[int, Any]:
        """Answer what is asked of one deposit."""
        if (method, rest) == ("GET", ""):  # Retrieve: 200
            return 200, deposit
        if (method, rest) == ("POST", "actions/newversion"):  # New version: 201, body is the original resource
            draft = next((d for d in self.deposits.values() if d["from"] == deposit["id"] and not d["submitted"]), None)
            draft = draft or self.new(dict(deposit["metadata"]), deposit)  # calling it again has no effect
            return 201, {**deposit, "links": {"latest_draft": f"{self.address}/deposit/depositions/{draft['id']}"}}
        if deposit["submitted"]:  # 403: changing what is published
            return 403, {"status": 403, "message": "published"}
        if (method, rest) == ("PUT", ""):  # Update: 200
            deposit["metadata"] = json.loads(body)["metadata"]
            deposit["title"] = deposit["metadata"]["title"]
            return 200, deposit
        if method == "DELETE":  # Delete a file: 204
            deposit["files"] = [item for item in deposit["files"] if item["id"] != rest.split("/")[1]]
            return 204, None
        assert (method, rest) == ("POST", "actions/publish")  # Publish: 202
        required = {"upload_type", "title", "creators", "description", "access_right", "license", "publication_date"}
        assert required <= set(deposit["metadata"])
        assert deposit["files"], "a deposit without files would be published"
        deposit |= {"submitted": True, "doi": f"10.5281/zenodo.{deposit['id']}"}
        return 202, deposit

    def new(self, metadata: dict[str, Any], of: dict[str, Any] | None = None) -> dict[str, Any]:
        """Make a deposit; a new version inherits metadata and files."""
        self.count += 1
        concept = of["conceptrecid"] if of else str(self.count + 1000)
        deposit = {
            "id": self.count,
            "title": metadata.get("title", ""),
            "metadata": metadata,
            "submitted": False,
            "conceptrecid": concept,
            "conceptdoi": f"10.5281/zenodo.{concept}",
            "from": of["id"] if of else None,
            "files": list(of["files"]) if of else [],
            "links": {"bucket": f"{self.address}/files/{self.count}"},
        }
        self.deposits[self.count] = deposit
        return deposit


@contextmanager
def running(service: Service) -> Iterator[str]:
    """Let a service answer on a free port of this machine, and give its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Print nothing."""

        def handle_any(self) -> None:
            """Answer one request, or go wrong."""
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            number = len(service.requests)
            service.requests.append(f"{self.command} {parts.path}")
            fault = service.fault if number == service.fail_at else ""
            length = int(self.headers.get("Content-Length") or 0)
            if fault == "hang up":
                self.rfile.read(length // 2)
                service.broken(self.command, parts.path, query)
                self.close_connection = True
                return None
            body = self.rfile.read(length)
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                return self.reply(401, {"status": 401, "message": "Unauthorized"})
            if fault in {"500 before", "429"}:
                return self.reply(500 if fault == "500 before" else 429, None)
            answer = service.answer(self.command, parts.path, query, body, self.headers.get("Content-Type", ""))
            if fault == "silence":
                time.sleep(0.6)
            return self.reply(500, None) if fault == "500 after" else self.reply(*answer)

        def reply(self, code: int, data: Any) -> None:
            """Send an answer."""
            text = b"" if data is None else json.dumps(data).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815  names of the library

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield service.address
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Folder:
    """A folder that is served by ranges.

    Attributes:
        folder: what is served.
        taken: path and bytes of each answer.
        address: of the folder, ending in a slash.
        whole: answer without ranges, as plain servers do.
        also: files that are served under a path of another folder.
    """

    folder: Path
    taken: list[tuple[str, int]] = field(default_factory=list)
    address: str = ""
    whole: bool = False
    also: dict[str, Path] = field(default_factory=dict)

    def file(self, path: str) -> Path | None:
        """Give the file behind a path."""
        file = self.also.get(path, self.folder / path.lstrip("/"))
        file = file / "index.html" if file.is_dir() else file
        return file if file.is_file() else None

    def spent(self) -> tuple[int, int]:
        """Give the number of requests that were answered with bytes since the last call, and the bytes."""
        found = [size for _, size in self.taken if size]
        self.taken.clear()
        return len(found), sum(found)


@contextmanager
def by_ranges(served: Folder) -> Iterator[Folder]:
    """Serve a folder on a free port of this machine, as object stores do (RFC 9110, section 14)."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Print nothing."""

        def do_HEAD(self) -> None:
            """Answer with the size alone."""
            self.give(body=False)

        def do_GET(self) -> None:
            """Answer with the file or a part of it."""
            self.give(body=True)

        def give(self, *, body: bool) -> None:
            """Send what was asked for."""
            path = unquote(urlsplit(self.path).path)
            file = served.file(path)
            if file is None:
                self.send_error(404)
                return
            size = file.stat().st_size
            asked = None if served.whole else re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            first, last = (int(asked[1]), min(int(asked[2] or size), size - 1)) if asked else (0, size - 1)
            served.taken.append((path, last - first + 1 if body else 0))
            self.send_response(206 if asked else 200)
            if asked:
                self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
            self.send_header("Accept-Ranges", "none" if served.whole else "bytes")
            self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
            self.send_header("Content-Length", str(last - first + 1))
            self.end_headers()
            if body:
                with file.open("rb") as stream, contextlib.suppress(ConnectionError):
                    stream.seek(first)
                    self.wfile.write(stream.read(last - first + 1))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.address = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
