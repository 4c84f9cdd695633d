"""Open a release: where it lies, its tables, their files and fields. Needs duckdb and the standard library."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from shenzhen_ai._errors import ReleaseMissing, ShenzhenAIError, UnknownName
from shenzhen_ai.quoting import literal

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "SHENZHEN_AI_RELEASE"
"""Environment variable that names a release folder."""

ADDRESS = re.compile(r"https?://", re.IGNORECASE)

INSIDE = Path(__file__).parent / "_release"
"""Where the wheel carries its release."""

CHECKOUT = Path(__file__).parents[2] / "out" / "release"
"""Where `make release` leaves its releases in a checkout."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release folder and its descriptor; `address` is where one lies that is not on this machine."""

    folder: Path
    descriptor: Mapping[str, Any]
    address: str | None = None

    @property
    def place(self) -> str:
        """Where it lies, to be shown."""
        return self.address or str(self.folder)

    @property
    def version(self) -> str:
        """The version of the data."""
        return str(self.descriptor["version"])

    @property
    def database(self) -> Path:
        """The .duckdb file."""
        return self.folder / f"{self.descriptor['name']}.duckdb"

    def resource(self, name: str) -> Mapping[str, Any]:
        """Give the descriptor of a table or view.

        Raises:
            UnknownName: listing the names there are.
        """
        for resource in self.descriptor["resources"]:
            if resource["name"] == name and resource.get("type") == "table":
                return dict(resource)
        msg = f"no table {name!r} in release {self.version}; there are {', '.join(self.tables())}"
        raise UnknownName(msg)

    def tables(self) -> list[str]:
        """Name the tables and views, in the order of the descriptor."""
        return [str(item["name"]) for item in self.descriptor["resources"] if item.get("type") == "table"]


def find_release(path: Path | str | None = None) -> Release:
    """Find a release: `path`, else $SHENZHEN_AI_RELEASE, else inside the package, else out/release of the checkout.

    Args:
        path: a release folder, a folder of releases whose newest is taken, or the http(s) address of a release folder.

    Raises:
        ReleaseMissing: when there is none; says what to run.
        ShenzhenAIError: when the address does not answer with a release.
    """
    named = path or os.environ.get(VARIABLE)
    if isinstance(named, str) and ADDRESS.match(named):
        return _read_remote(f"{named.rstrip('/')}/")
    places = [Path(named)] if named else [INSIDE, CHECKOUT]
    for place in places:
        folder = _folder(place)
        if folder is not None:
            return _read(folder)
    where = ", ".join(str(place) for place in places)
    msg = f"no release in {where}; make one with: make release"
    raise ReleaseMissing(msg)


def _folder(place: Path) -> Path | None:
    """Give the release folder that a place is or holds; `LATEST` in it names the one built last."""
    if (place / "datapackage.json").is_file():
        return place
    latest = place / "LATEST"
    if latest.is_file():
        folder = place / latest.read_text(encoding="utf-8").strip()
        return folder if (folder / "datapackage.json").is_file() else None
    return None


@lru_cache(maxsize=8)
def _read(folder: Path) -> Release:
    return Release(folder, json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=8)
def _read_remote(address: str) -> Release:
    from shenzhen_ai.remote import read_descriptor

    return Release(Path(), read_descriptor(address), address)


def connect(path: Path | str | None = None) -> duckdb.DuckDBPyConnection:
    """Open a release read-only, with all its tables and views.

    From an address a query reads only what it needs, by HTTP ranges; that needs the extra `remote`.

    Raises:
        ReleaseMissing: when there is none; says what to run.
        ExtraMissing: for an address, without that extra.
        ShenzhenAIError: when the address does not answer with a release.
    """
    return _open(find_release(path))


def _open(release: Release) -> duckdb.DuckDBPyConnection:
    if release.address is None:
        return duckdb.connect(str(release.database), read_only=True)
    con = duckdb.connect(":memory:")
    attach(con, release)
    return con


def attach(con: duckdb.DuckDBPyConnection, release: Release) -> None:
    """Put the tables and views of a release into reach of a new connection, as `release`; nothing may write to it."""
    if release.address is None:
        con.execute(f"ATTACH {literal(str(release.database))} AS release (READ_ONLY)")
        con.execute("USE release")
        con.execute("SET autoinstall_known_extensions = false")
        return
    from shenzhen_ai import remote

    remote.attach(con, release.address, release.descriptor)


def release_of(version: str) -> Release:
    """Give a release by its version: the one at hand, else one fetched once into the cache.

    Raises:
        ExtraMissing: when it must be fetched and pooch is not installed; names the pip line.
        ShenzhenAIError: when it cannot be had, or is another than its checksums say.
    """
    newest = find_release()
    if version == newest.version:
        return newest
    from shenzhen_ai.fetch import fetch

    return _read(fetch(version, newest.descriptor))


_OPEN: dict[str, duckdb.DuckDBPyConnection] = {}
"""Connections that relations live on, by place of the release."""


def _shared(release: Release) -> duckdb.DuckDBPyConnection:
    if release.place not in _OPEN:
        _OPEN[release.place] = _open(release)
    return _OPEN[release.place]


def close() -> None:
    """Close the connections that `load` and `table` keep open, so that a release may be replaced or deleted."""
    while _OPEN:
        _OPEN.popitem()[1].close()


def tables() -> list[str]:
    """Name the tables and views of the release."""
    return find_release().tables()


def table(name: str) -> duckdb.DuckDBPyRelation:
    """Give a table or view of the release at hand as a DuckDB relation; `load` gives older ones too.

    Raises:
        UnknownName: listing the names there are.
    """
    return load(name)


def load(name: str, version: str | None = None) -> duckdb.DuckDBPyRelation:
    """Give a table or view as a DuckDB relation, of the release at hand or of an older one.

    `.df()` (pandas), `.pl()` (polars) and `.arrow()` need the libraries they name; SQL on it needs nothing.

    Args:
        name: a table or view.
        version: an older version; it is fetched once, held against its checksums and kept in a cache, which needs
            the extra `fetch`.

    Raises:
        UnknownName: listing the names there are.
        ShenzhenAIError: when that version cannot be had.
    """
    release = release_of(version) if version else find_release()
    release.resource(name)
    return _shared(release).table(name)


def path(name: str, file_format: str = "parquet") -> Path:
    """Give the path of a table's file, to be opened with any other tool; a folder for Parquet that lies in parts.

    Args:
        name: a table or view.
        file_format: `parquet` or `csv`.

    Raises:
        UnknownName: for a table or a format that the release does not have.
        ShenzhenAIError: for a release at an address.
    """
    release = find_release()
    release.resource(name)
    if release.address is not None:
        raise ShenzhenAIError(f"{release.address} is not on this machine, so its files have no path")
    file = release.folder / file_format / f"{name}.{file_format}"
    if file.with_suffix("").is_dir():
        return file.with_suffix("")
    if not file.is_file():
        msg = f"no {file_format} file of {name} in {release.folder}; there are csv and parquet"
        raise UnknownName(msg)
    return file


def describe(name: str) -> list[dict[str, Any]]:
    """Give the fields of a table or view as its schema describes them: name, type, title, description, unit ...

    Raises:
        UnknownName: listing the names there are.
    """
    return [dict(field) for field in find_release().resource(name)["schema"]["fields"]]
