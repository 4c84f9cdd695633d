"""A GitHub release: a draft is filled first and made public last, so that nobody ever sees half of one.

The interface is that of the REST API's documentation, `rest/releases/releases` and `rest/releases/assets`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from shenzhen_ai._errors import ShenzhenAIError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shenzhen_ai.publish.assets import Asset
    from shenzhen_ai.publish.transport import Transport


@dataclass(frozen=True, slots=True)
class GitHub:
    """Releases of one repository; `api` is the address of the interface, without a slash at the end."""

    transport: Transport
    api: str
    repository: str

    def prepare(self, tag: str, title: str, text: str, assets: Sequence[Asset]) -> Mapping[str, Any]:
        """Give the release of a tag with all its files: the public one, else a draft, found or made and filled.

        Raises:
            ShenzhenAIError: when a public release of that tag holds other files.
        """
        release = self._find(tag)
        if release and not release["draft"]:
            self._refuse_other(release, assets)
            return release
        if not release:
            body = {"tag_name": tag, "name": title, "body": text, "draft": True}
            release = dict(self.transport.send("POST", f"{self._releases}", body).data)
        there = {str(item["name"]): item for item in release.get("assets", [])}
        for asset in assets:
            if not _same(there.get(asset.name), asset):
                self._upload(release, there.get(asset.name), asset)
        wanted = {asset.name for asset in assets}
        for name, item in there.items():
            if name not in wanted:
                self.transport.send("DELETE", f"{self._releases}/assets/{item['id']}")
        return release

    def publish(self, release: Mapping[str, Any]) -> str:
        """Make a release public, if it is not yet, and give its page."""
        if release.get("draft") is False:
            return str(release["html_url"])
        return str(self.transport.send("PATCH", f"{self._releases}/{release['id']}", {"draft": False}).data["html_url"])

    @property
    def _releases(self) -> str:
        return f"{self.api}/repos/{self.repository}/releases"

    def _find(self, tag: str) -> dict[str, Any] | None:
        """Give the release of a tag, a public one before a draft; drafts are found in the list alone."""
        page, found = 1, []
        while True:
            listed = self.transport.send("GET", f"{self._releases}?per_page=100&page={page}").data
            found += [dict(item) for item in listed if item["tag_name"] == tag]
            if len(listed) < 100:  # noqa: PLR2004  a full page may have another behind it
                break
            page += 1
        return min(found, key=lambda item: bool(item["draft"]), default=None)

    def _upload(self, release: Mapping[str, Any], old: Mapping[str, Any] | None, asset: Asset) -> None:
        """Upload a file; one of that name that is broken or another is deleted first."""
        if old:
            self.transport.send("DELETE", f"{self._releases}/assets/{old['id']}")
        url = f"{str(release['upload_url']).split('{', maxsplit=1)[0]}?name={quote(asset.name)}"
        self.transport.send("POST", url, file=asset.file, kind=asset.kind)

    def _refuse_other(self, release: Mapping[str, Any], assets: Sequence[Asset]) -> None:
        there = {str(item["name"]): item for item in release["assets"]}
        other = [asset.name for asset in assets if not _same(there.get(asset.name), asset)]
        if other:
            raise ShenzhenAIError(
                f"{release['html_url']} is public and holds other files under this tag: {', '.join(other)}; "
                "a published version never changes: cut a new one"
            )


def _same(there: Mapping[str, Any] | None, asset: Asset) -> bool:
    """Tell whether a file on the other side is whole and the same; an upload that broke off is a `starter`."""
    if not there or there["state"] != "uploaded" or there["size"] != asset.size:
        return False
    return there.get("digest") in {None, f"sha256:{asset.sha256}"}
