"""The site in real Chromium. Every page that a test opens is watched: an error on its console fails the test.

So does an uncaught error, and a request to another host.
"""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

import chromium
import hostile
import sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from shenzhen_ai.load import Release

PATIENCE = 30_000
"""Milliseconds: a busy machine is slow, and that is no failure."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], chromium.Site]]:
    """Serves folders until the tests end; a page can hold a connection open for a minute at most."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> chromium.Site:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(chromium.Files, directory=str(folder)))
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return chromium.Site(folder, f"http://127.0.0.1:{server.server_port}")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, real_release: Release) -> Path:
    """A release of this project with a sample of its records."""
    folder = tmp_path_factory.mktemp("small") / "release"
    sample.take(real_release.folder, folder)
    return folder


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    command: Callable[..., str],
    small: Path,
    root: Path,
    serve: Callable[[Path], chromium.Site],
) -> chromium.Site:
    """This project's own site with a sample of its records, so that it is made in seconds; served."""
    folder = tmp_path_factory.mktemp("sample")
    command("site", root, "--release", small, "--out", folder / "site")
    return serve(folder / "site" / "latest")


@pytest.fixture(scope="session")
def hostile_site(
    tmp_path_factory: pytest.TempPathFactory,
    command: Callable[..., str],
    small: Path,
    root: Path,
    serve: Callable[[Path], chromium.Site],
) -> chromium.Site:
    """The same site from the same records, whose texts try to become markup and script."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile.poison(small, folder / "release")
    command("site", root, "--release", folder / "release", "--out", folder / "site")
    return serve(folder / "site" / "latest")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("no chromium on PATH; get it with: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=chromium.QUIET)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, site: chromium.Site) -> Iterator[Callable[..., Page]]:
    """Opens a page of the newest version in a fresh profile; the options are those of Playwright's `new_context`."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def start(path: str = "", at: chromium.Site | None = None, **options: object) -> Page:
        context = browser.new_context(**{"service_workers": "block", **options})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        address = at.at(path) if at else site.at(path)
        opened.append((context, chromium.follow(context, urlsplit(address).netloc)))
        page = context.new_page()
        page.goto(address)
        return page

    yield start
    for context, _ in opened:
        context.close()
    complaints = [complaint for _, found in opened for complaint in found]
    assert not complaints, "\n".join(complaints)
