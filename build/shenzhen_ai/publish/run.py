"""Publishing as a whole: both places are filled, then both made public; what broke is taken up where it stands."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.publish.assets import assets
from shenzhen_ai.publish.transport import Unsure

if TYPE_CHECKING:
    from collections.abc import Callable

    from shenzhen_ai.load import Release
    from shenzhen_ai.publish.github import GitHub
    from shenzhen_ai.publish.zenodo import Zenodo

DEPOSIT = ".zenodo.json"

TRIES = 4
"""How often the whole is tried when it is not known what a request did; each try looks at what is there first."""


def publish(
    release: Release, github: GitHub | None, zenodo: Zenodo | None, say: Callable[[str], object], pause: float = 10
) -> None:
    """Publish a release, and say what came of it.

    Args:
        release: the release.
        github: where it goes; None leaves it out.
        zenodo: the same.
        say: prints a line.
        pause: seconds before the second try, twice as many before each further one.

    Raises:
        ShenzhenAIError: when it cannot be done; whatever is public then is whole, and the same call goes on from there.
    """
    for asset in assets(release):
        say(f"{asset.sha256}  {asset.name}  {asset.size} bytes")
    for number in range(TRIES):
        try:
            return _once(release, github, zenodo, say)
        except Unsure as error:
            if number == TRIES - 1:
                raise
            say(f"{error}; looking again")
            time.sleep(pause * 2**number)
    return None


def _once(release: Release, github: GitHub | None, zenodo: Zenodo | None, say: Callable[[str], object]) -> None:
    """Fill both places, then make both public."""
    files = assets(release)
    title = f"{release.descriptor.get('title', release.descriptor['name'])} {release.version}"
    deposit = zenodo.prepare(metadata(release), files) if zenodo else None
    made = github.prepare(f"v{release.version}", title, notes(release), files) if github else None
    if zenodo and deposit is not None:
        doi, concept = zenodo.publish(deposit)
        say(f"DOI of this version: {doi}; of all versions: {concept}")
    if github and made is not None:
        say(f"release: {github.publish(made)}")


def metadata(release: Release) -> dict[str, Any]:
    """Give what Zenodo wants to know of a release, as the release itself says it.

    Raises:
        ShenzhenAIError: for a release without it.
    """
    file = release.folder / DEPOSIT
    if not file.is_file():
        raise ShenzhenAIError(f"no {file}; build the release again")
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return said


def notes(release: Release) -> str:
    """Give the text of a GitHub release: what it is, and how to check and cite it."""
    return (
        f"{release.descriptor.get('description', '')}\n\n"
        "`sha256sum --check --ignore-missing SHA256SUMS` checks the files; "
        "`gh attestation verify FILE --repo OWNER/NAME` says where they were made.\n"
    )
