"""The verb that sends a release to others; the only one that changes anything outside this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shenzhen_ai._errors import ShenzhenAIError

if TYPE_CHECKING:
    from shenzhen_ai.publish.transport import Transport


@click.command()
@click.option("--release", type=click.Path(path_type=Path), help="A release folder; by default the newest one.")
@click.option("--send/--dry-run", default=False, help="Send the requests, or only show them and every file (default).")
@click.option(
    "--to", "receivers", type=click.Choice(["github", "zenodo"]), multiple=True, help="Only there; both by default."
)
@click.option("--repository", envvar="GITHUB_REPOSITORY", default="OWNER/NAME", help="The repository, as owner/name.")
@click.option("--github", "github_api", envvar="GITHUB_API_URL", default="https://api.github.com", show_default=True)
@click.option("--zenodo", "zenodo_api", default="https://zenodo.org/api", show_default=True)
def publish(  # noqa: PLR0913  each is a place or a name that only the caller knows
    release: Path | None, receivers: tuple[str, ...], repository: str, github_api: str, zenodo_api: str, *, send: bool
) -> None:
    """Publish a release on GitHub and Zenodo: both are filled first, then made public.

    What broke off goes on when it is run again. $GITHUB_TOKEN and $ZENODO_TOKEN hold the tokens that --send needs.

    Example: shenzhen-ai publish --dry-run
    """
    from shenzhen_ai.load import find_release
    from shenzhen_ai.publish.github import GitHub
    from shenzhen_ai.publish.run import publish as run
    from shenzhen_ai.publish.zenodo import Zenodo

    wanted = receivers or ("github", "zenodo")
    found = find_release(release)
    concept = str(found.descriptor.get("conceptDoi", "")).rpartition("zenodo.")[2]
    run(
        found,
        GitHub(_transport("GITHUB_TOKEN", send=send), github_api, repository) if "github" in wanted else None,
        Zenodo(_transport("ZENODO_TOKEN", send=send), zenodo_api, concept) if "zenodo" in wanted else None,
        click.echo,
    )


def _transport(variable: str, *, send: bool) -> Transport:
    """Give what sends requests, or shows them.

    Raises:
        ShenzhenAIError: when they shall be sent and there is no token.
    """
    from shenzhen_ai.publish.transport import Dry, Http

    if not send:
        return Dry(click.echo)
    token = os.environ.get(variable)
    if not token:
        raise ShenzhenAIError(f"${variable} is not set; without --send nothing is sent and no token is needed")
    return Http(token)
