"""Publishing: whatever goes wrong wherever, in the end everything is public once and whole."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from servers import FAULTS, TOKEN, GitHubServer, ZenodoServer, running
from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.load import Release
from shenzhen_ai.publish.github import GitHub
from shenzhen_ai.publish.run import publish
from shenzhen_ai.publish.transport import Http
from shenzhen_ai.publish.zenodo import Zenodo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

REQUESTS = {"github": 6, "zenodo": 7}
"""How many requests a first publishing makes: list, create, three files, publish; the same and metadata."""


def make(folder: Path, version: str = "2026.1.0", text: str = "data") -> Release:
    """A small release: three files that go out, and what Zenodo wants to know."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = {"name": "town", "title": "Town data", "version": version}
    deposit = {
        "title": "Town data",
        "version": version,
        "upload_type": "dataset",
        "description": "Town data",
        "creators": [{"name": "Keepers"}],
        "access_right": "open",
        "license": "cc-by-4.0",
        "publication_date": "2026-01-02",
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / ".zenodo.json").write_text(json.dumps(deposit), encoding="utf-8")
    (folder / "town.duckdb").write_text(f"{text} {version}", encoding="utf-8")
    names = (".zenodo.json", "datapackage.json", "town.duckdb")
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    return Release(folder, descriptor)


class World:
    """Both servers, and what publishes to them."""

    def __init__(self, stack: ExitStack) -> None:
        """Start both."""
        self.github, self.zenodo, self.said = GitHubServer(), ZenodoServer(), list[str]()
        self.addresses = [stack.enter_context(running(server)) for server in (self.github, self.zenodo)]

    def publish(self, release: Release, token: str = TOKEN, concept: str = "") -> None:
        """Publish as the command does, with short pauses."""
        one, two = self.addresses
        transport = Http(token, seconds=0.3)
        publish(
            release,
            GitHub(transport, one, "some/where"),
            Zenodo(transport, two, concept),
            self.said.append,
            pause=0.001,
        )

    def check(self, *releases: Release) -> None:
        """Each release is public once, whole, in both places; nothing else is."""
        wanted = {release.version: _files(release) for release in releases}
        public = [release for release in self.github.releases.values() if not release["draft"]]
        assert {release["tag_name"]: self.files(release) for release in public} == {
            f"v{version}": files for version, files in wanted.items()
        }
        assert len(public) == len(releases) == len(self.github.releases)
        deposits = [deposit for deposit in self.zenodo.deposits.values() if deposit["submitted"]]
        assert {
            deposit["metadata"]["version"]: {item["filename"]: item["checksum"] for item in deposit["files"]}
            for deposit in deposits
        } == {
            version: {name: hashlib.md5(text, usedforsecurity=False).hexdigest() for name, text in files.items()}
            for version, files in wanted.items()
        }
        assert len(deposits) == len(releases) == len(self.zenodo.deposits)
        assert len({deposit["conceptrecid"] for deposit in deposits}) == 1

    def files(self, release: dict[str, list[dict[str, int]]]) -> dict[str, bytes]:
        """Give what the files of a GitHub release hold, by name."""
        return {str(item["name"]): self.github.contents[item["id"]] for item in release["assets"]}


def _files(release: Release) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in release.folder.glob("[!.]*")}


@pytest.fixture
def world() -> Iterator[World]:
    with ExitStack() as stack:
        yield World(stack)


def test_a_release_is_public_once_and_whole(world: World, tmp_path: Path) -> None:
    release = make(tmp_path / "one")
    world.publish(release)

    world.check(release)
    assert {name: len(getattr(world, name).requests) for name in REQUESTS} == REQUESTS
    assert world.said[-2].startswith("DOI of this version: 10.5281/zenodo.101; of all versions: 10.5281/zenodo.")
    assert world.said[-1].endswith("/some/where/releases/tag/v2026.1.0")


def test_a_second_time_changes_nothing(world: World, tmp_path: Path) -> None:
    release = make(tmp_path / "one")
    world.publish(release)
    world.github.requests.clear()
    world.zenodo.requests.clear()

    world.publish(release)

    world.check(release)
    assert {request.split()[0] for request in [*world.github.requests, *world.zenodo.requests]} == {"GET"}


def test_a_next_version_joins_the_concept_and_keeps_the_files_that_are_the_same(world: World, tmp_path: Path) -> None:
    first, second = make(tmp_path / "one"), make(tmp_path / "two", "2026.2.0")
    world.publish(first)
    world.publish(second, concept=next(iter(world.zenodo.deposits.values()))["conceptrecid"])

    world.check(first, second)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("place", "number"), [(place, n) for place, count in REQUESTS.items() for n in range(count)])
def test_whatever_request_goes_wrong_all_is_public_once_and_whole_in_the_end(
    world: World, tmp_path: Path, place: str, number: int, fault: str
) -> None:
    release = make(tmp_path / "one")
    server = getattr(world, place)
    server.fail_at, server.fault = number, fault

    world.publish(release)

    world.check(release)
    assert any("looking again" in line for line in world.said)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("number", range(9))
def test_a_next_version_survives_faults_too(world: World, tmp_path: Path, number: int, fault: str) -> None:
    first, second = make(tmp_path / "one"), make(tmp_path / "two", "2026.2.0")
    world.publish(first)
    world.zenodo.fail_at, world.zenodo.fault = len(world.zenodo.requests) + number, fault

    world.publish(second)

    world.check(first, second)


def test_a_run_that_was_stopped_is_taken_up_by_the_next(world: World, tmp_path: Path) -> None:
    """A server that stays broken stops the run; nothing is public; the next run goes on with what is there."""
    release = make(tmp_path / "one")
    world.zenodo.answer, healthy = _always_500, world.zenodo.answer  # type: ignore[method-assign]
    with pytest.raises(ShenzhenAIError, match=r"GET .*/deposit/depositions: 503"):
        world.publish(release)
    assert not any(not item["draft"] for item in world.github.releases.values())

    world.zenodo.answer = healthy  # type: ignore[method-assign]
    world.publish(release)
    world.check(release)


def _always_500(*_: object) -> tuple[int, object]:
    return 503, None


def test_another_content_under_a_published_version_is_refused(world: World, tmp_path: Path) -> None:
    release = make(tmp_path / "one")
    world.publish(release)

    with pytest.raises(ShenzhenAIError, match=r"town\.duckdb; a published version never changes"):
        world.publish(make(tmp_path / "other", text="other"))
    world.check(release)


def test_a_wrong_token_is_said_and_no_token_is_ever_shown(world: World, tmp_path: Path) -> None:
    with pytest.raises(ShenzhenAIError, match="401") as refused:
        world.publish(make(tmp_path / "one"), token="wrong-and-secret")  # noqa: S106  it is wrong on purpose
    world.publish(make(tmp_path / "one"))

    texts = [*world.said, str(refused.value), repr(refused.value.__cause__), *world.github.requests]
    assert not any(TOKEN in text or "wrong-and-secret" in text for text in texts)


@pytest.mark.parametrize("file", ["datapackage.json", "extra.txt"])
def test_a_folder_that_is_not_what_its_checksums_say_is_refused(world: World, tmp_path: Path, file: str) -> None:
    release = make(tmp_path / "one")
    (release.folder / file).write_text("other", encoding="utf-8")

    with pytest.raises(ShenzhenAIError, match="build the release again"):
        world.publish(release)
    assert world.github.requests == world.zenodo.requests == []


def test_the_command_shows_every_request_and_file_and_sends_nothing(
    tmp_path: Path, command: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    monkeypatch.setattr("socket.socket.connect", None)
    release = make(tmp_path / "one")

    text = command("publish", "--release", release.folder, "--repository", "some/where")

    for request in (
        "POST https://api.github.com/repos/some/where/releases\n",
        "POST <upload>?name=town.duckdb\n",
        "PATCH https://api.github.com/repos/some/where/releases/<id>\n",
        "POST https://zenodo.org/api/deposit/depositions\n",
        "PUT <bucket>/town.duckdb\n",
        "POST https://zenodo.org/api/deposit/depositions/<id>/actions/publish\n",
        "file town.duckdb, 13 bytes\n",
    ):
        assert request in text
    assert TOKEN not in text


def test_the_command_refuses_versions_in_the_making_and_missing_tokens(
    tmp_path: Path, command: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    making = make(tmp_path / "making", "2026.1.1.dev0")

    assert "version in the making" in command("publish", "--release", making.folder, exit_code=1)
    release = make(tmp_path / "one")
    assert "$GITHUB_TOKEN is not set" in command("publish", "--release", release.folder, "--send", exit_code=1)
