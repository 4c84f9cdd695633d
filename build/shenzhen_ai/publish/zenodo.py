"""A deposit on Zenodo: one concept for all versions, one record for each, published when all its files are there.

The interface is that of developers.zenodo.org: deposit, deposit actions, and the files API of buckets.
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

Deposit = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Zenodo:
    """Deposits of one account; `api` is the address of the interface, `concept` the id of all versions, if known."""

    transport: Transport
    api: str
    concept: str = ""

    def prepare(self, metadata: Mapping[str, Any], assets: Sequence[Asset]) -> Deposit:
        """Give the deposit of a version with metadata and files: the published one, else a draft, found or made.

        Raises:
            ShenzhenAIError: when that version is published with other files.
        """
        deposits = self._ours(str(metadata["title"]))
        for deposit in deposits:
            if deposit["submitted"] and deposit["metadata"].get("version") == metadata["version"]:
                _refuse_other(deposit, assets)
                return deposit
        draft = self._draft(deposits, metadata)
        if draft["submitted"]:
            _refuse_other(draft, assets)
            return draft
        self.transport.send("PUT", f"{self._deposits}/{draft['id']}", {"metadata": dict(metadata)})
        there = {str(item["filename"]): item for item in draft["files"]}
        wanted = {asset.name: asset.md5 for asset in assets}
        for name, item in there.items():
            if wanted.get(name) != _md5(item):
                self.transport.send("DELETE", f"{self._deposits}/{draft['id']}/files/{item['id']}")
        for asset in assets:
            if _md5(there.get(asset.name, {})) != asset.md5:
                self._upload(draft, asset)
        return draft

    def publish(self, deposit: Mapping[str, Any]) -> tuple[str, str]:
        """Publish a deposit, if it is not yet, and give the DOI of the version and that of all versions."""
        done: Mapping[str, Any] = deposit
        if not deposit.get("submitted"):
            done = self.transport.send("POST", f"{self._deposits}/{deposit['id']}/actions/publish").data
        return str(done["doi"]), str(done.get("conceptdoi", ""))

    @property
    def _deposits(self) -> str:
        return f"{self.api}/deposit/depositions"

    def _ours(self, title: str) -> list[Deposit]:
        """Give the deposits of this data set, newest first: those of the concept, else those of the same title."""
        page, found = 1, []
        while True:
            query = f"q={quote(chr(34) + title + chr(34))}&all_versions=1&size=100&page={page}&sort=mostrecent"
            listed = self.transport.send("GET", f"{self._deposits}?{query}").data
            found += [dict(item) for item in listed]
            if len(listed) < 100:  # noqa: PLR2004  a full page may have another behind it
                break
            page += 1
        if self.concept:
            return [item for item in found if str(item.get("conceptrecid")) == self.concept]
        return [item for item in found if item["metadata"].get("title") == title]

    def _draft(self, deposits: Sequence[Deposit], metadata: Mapping[str, Any]) -> Deposit:
        """Give the unpublished deposit to fill: the one there is, a new version of the last, or the very first.

        Each is found again after a broken try: a first one carries title and version from the start, and of new
        versions there is never more than one.
        """
        published = [item for item in deposits if item["submitted"]]
        for deposit in deposits:
            if not deposit["submitted"]:
                return self._whole(f"{self._deposits}/{deposit['id']}", deposit)
        if not published:
            return dict(self.transport.send("POST", self._deposits, {"metadata": dict(metadata)}).data)
        newest = max(published, key=lambda item: int(item["id"]))
        answer = self.transport.send("POST", f"{self._deposits}/{newest['id']}/actions/newversion").data
        return self._whole(str(answer["links"]["latest_draft"]), answer)

    def _whole(self, url: str, known: Deposit) -> Deposit:
        """Give a deposit with its files and links, which a list may leave out."""
        return dict(self.transport.send("GET", url).data or known)

    def _upload(self, draft: Deposit, asset: Asset) -> None:
        """Put a file into the bucket of a draft and hold the checksum of what arrived against its own.

        Raises:
            ShenzhenAIError: when something else arrived.
        """
        answer = self.transport.send(
            "PUT", f"{draft['links']['bucket']}/{quote(asset.name)}", file=asset.file, kind="application/octet-stream"
        ).data
        arrived = answer.get("checksum")
        if arrived and arrived != f"md5:{asset.md5}":
            raise ShenzhenAIError(f"{asset.name} arrived on Zenodo as {arrived}, not md5:{asset.md5}; try again")


def _md5(item: Mapping[str, Any]) -> str:
    return str(item.get("checksum", "")).removeprefix("md5:")


def _refuse_other(deposit: Mapping[str, Any], assets: Sequence[Asset]) -> None:
    there = {str(item["filename"]): _md5(item) for item in deposit["files"]}
    other = [asset.name for asset in assets if there.get(asset.name) != asset.md5]
    if other:
        raise ShenzhenAIError(
            f"{deposit.get('doi')} is published with other files: {', '.join(other)}; "
            "a published version never changes: cut a new one"
        )
