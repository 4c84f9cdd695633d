"""The states that can be compared: a folder, a version or a git ref, each as a package."""

from __future__ import annotations

import io
import tarfile
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.read import DESCRIPTOR, read
from shenzhen_ai.releases import VERSION, parse_releases
from shenzhen_ai.repository import git

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from shenzhen_ai.package import Package


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of a package, and what it is called."""

    name: str
    package: Package

    @property
    def released(self) -> bool:
        """True for a release folder, whose files are written in one plain way and hold derived columns."""
        return any("origin" in table.descriptor for table in self.package.tables.values())


@contextmanager
def snapshot(text: str, root: Path) -> Iterator[Snapshot]:
    """Give the state that a text names, for as long as the block runs.

    Args:
        text: a folder of a package or of a release; a version, taken from out/release or from the commit that
            recorded it; or a git ref.
        root: the package's folder, in whose out/release and git history versions and refs are looked up.

    Raises:
        ShenzhenAIError: when there is no such state; says what was tried.
        PackageError: when it cannot be read.
    """
    folder = Path(text)
    if folder.name == DESCRIPTOR:
        folder = folder.parent
    if (folder / DESCRIPTOR).is_file():
        yield Snapshot(text, read(folder))
        return
    made = root / "out" / "release" / text
    if (made / DESCRIPTOR).is_file():
        yield Snapshot(text, read(made))
        return
    with tempfile.TemporaryDirectory(prefix="shenzhen-ai-") as place:
        unpack(root, _commit(text, root), Path(place))
        yield Snapshot(text, read(place))


def unpack(root: Path, commit: str, place: Path) -> None:
    """Write the package as it stood in a commit into an empty folder; git takes the part below `root` alone."""
    content = _git(root, "archive", "--format=tar", commit)
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(place, filter=_files_alone)  # noqa: S202  the filter is the standard one and stricter


def _files_alone(member: tarfile.TarInfo, place: str) -> tarfile.TarInfo | None:
    """Leave out links, which a package has no use for and which may lead anywhere."""
    return None if member.issym() or member.islnk() else tarfile.data_filter(member, place)


def commit_of_version(root: Path, version: str) -> str:
    """Give the newest commit that wrote the history folder with a version as the newest release.

    Raises:
        ShenzhenAIError: when no commit at hand has it; says how to deepen a shallow clone.
    """
    file = (read(root).history / "releases.csv").relative_to(root).as_posix()
    folder = file.rpartition("/")[0] or "."
    for commit in _git(root, "log", "--format=%H", "--", folder).decode().split():
        releases = parse_releases(_git(root, "show", f"{commit}:./{file}").decode())
        if releases and releases[-1].version == version:
            return commit
    shallow = _git(root, "rev-parse", "--is-shallow-repository").decode().strip() == "true"
    advice = "this clone is shallow; run: git fetch --unshallow" if shallow else f"no commit recorded it in {file}"
    msg = f"no release {version} in {root / 'out' / 'release'} nor in git: {advice}"
    raise ShenzhenAIError(msg)


def edges(root: Path) -> set[str]:
    """Give the commits at which the history of a shallow clone ends; what they hold may come from any earlier one."""
    file = root / _git(root, "rev-parse", "--git-path", "shallow").decode().strip()
    return set(file.read_text(encoding="utf-8").split()) if file.is_file() else set()


def _commit(text: str, root: Path) -> str:
    """Give the commit that a version or ref names; a ref cannot pass for an option of git."""
    if not text.startswith("-"):
        done = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{text}^{{commit}}")
        if done.returncode == 0:
            return done.stdout.decode().strip()
    if VERSION.match(text):
        return commit_of_version(root, text)
    msg = (
        f"{text!r} is neither a folder with a {DESCRIPTOR}, nor a release in {root / 'out' / 'release'}, "
        f"nor a git ref of {root}"
    )
    raise ShenzhenAIError(msg)


def _git(root: Path, *arguments: str) -> bytes:
    done = _run(root, *arguments)
    if done.returncode:
        msg = f"git {arguments[0]} in {root}: {done.stderr.decode(errors='replace').strip()}"
        raise ShenzhenAIError(msg)
    return done.stdout


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    done = git(root, *arguments)
    if done is None:
        msg = "git is not installed, so only folders can be compared"
        raise ShenzhenAIError(msg)
    return done
