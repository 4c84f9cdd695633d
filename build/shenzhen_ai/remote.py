"""A release at an address, opened where it lies: a query reads by HTTP ranges what it needs, and no more.

The database is attached over ranges, so every table, view and comment is there. A table that is released in parts is
read from its Parquet instead: its manifest says which keys each part holds, so that only parts are opened that can hold
what is asked. The engine's own extension for http is not needed, which would be fetched from a third party.
"""

from __future__ import annotations

import datetime
import json
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any

import duckdb

from shenzhen_ai._errors import ExtraMissing, ShenzhenAIError
from shenzhen_ai.parts import bounds, key_of, read_parts
from shenzhen_ai.quoting import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shenzhen_ai.parts import Part

SCHEME = "release"
"""What the engine calls addresses below the release; nothing else on the network can be named so."""

TIMEOUT = 60
"""Seconds without an answer after which a request is given up."""


def read_descriptor(address: str) -> dict[str, Any]:
    """Fetch the descriptor of a release.

    Args:
        address: of the folder, ending in a slash.

    Raises:
        ShenzhenAIError: when there is none.
    """
    try:
        return dict(json.loads(_fetch(address, "datapackage.json")))
    except ValueError as error:
        raise ShenzhenAIError(f"{address}datapackage.json is no descriptor: {error}") from error


def attach(con: duckdb.DuckDBPyConnection, address: str, descriptor: Mapping[str, Any]) -> None:
    """Put a release into reach of a connection, which must be new, as its tables and views.

    Args:
        con: the connection.
        address: of the folder, ending in a slash.
        descriptor: what `read_descriptor` gave.

    Raises:
        ExtraMissing: without fsspec and aiohttp.
        ShenzhenAIError: when the server gives no ranges, or files are not what the descriptor says.
    """
    tables = [item for item in descriptor["resources"] if "manifest" in item.get("parquet", {})]
    paths = [str(path) for item in tables for path in item["parquet"]["path"]]
    database = f"{descriptor['name']}.duckdb"
    con.register_filesystem(_ranges(address, [database, *paths]))
    con.execute("SET autoinstall_known_extensions = false")
    try:
        con.execute(f"ATTACH {literal(f'{SCHEME}://{database}')} AS release (READ_ONLY)")
        for item in tables:
            con.execute(f"CREATE VIEW memory.main.{identifier(str(item['name']))} AS {_parts_sql(con, address, item)}")
    except (duckdb.Error, OSError, ValueError) as error:
        text = str(error).strip().splitlines()[-1]
        msg = f"{address} cannot be opened by ranges ({text}); or download the release and open its folder"
        raise ShenzhenAIError(msg) from error
    con.execute("SET search_path = 'memory.main,release.main'")
    con.execute(f"SET allowed_directories = ['{SCHEME}://']")


def _parts_sql(con: duckdb.DuckDBPyConnection, address: str, item: Mapping[str, Any]) -> str:
    """Give the SQL of a table in parts: each with what its rows fulfil, so that the engine leaves out what cannot be.

    The types are told as well: otherwise the engine would open every part to see them.
    """
    parts = _manifest(address, item)
    described = con.execute(f"DESCRIBE release.{identifier(str(item['name']))}").fetchall()
    types = {str(name): str(kind) for name, kind, *_ in described}
    columns = ", ".join(
        f"{literal(name)}: {{name: {literal(name)}, type: {literal(kind)}, default_value: NULL}}"
        for name, kind in types.items()
    )
    key = key_of(item["schema"])
    return " UNION ALL ".join(
        f"SELECT * FROM read_parquet({literal(f'{SCHEME}://{part.path}')}, schema = MAP {{{columns}}}) "
        f"WHERE {bounds(part, key, types)}"
        for part in parts
    )


def _manifest(address: str, item: Mapping[str, Any]) -> list[Part]:
    """Fetch the manifest of a table.

    Raises:
        ShenzhenAIError: when it lists other parts than the descriptor.
    """
    path = str(item["parquet"]["manifest"])
    parts = read_parts(_fetch(address, path).decode())
    if [part.path for part in parts] != item["parquet"]["path"]:
        raise ShenzhenAIError(f"{address}{path} lists other parts than datapackage.json")
    return parts


def _fetch(address: str, path: str) -> bytes:
    """Fetch a small file whole."""
    try:
        with urllib.request.urlopen(address + _quoted(path), timeout=TIMEOUT) as answer:  # noqa: S310  http(s) alone comes here
            return bytes(answer.read())
    except OSError as error:
        raise ShenzhenAIError(f"{address}{path} cannot be fetched: {error}") from error


def _quoted(path: str) -> str:
    """Give a path as it stands in an address.

    Raises:
        ShenzhenAIError: when it leads out of the release.
    """
    if path.startswith("/") or ".." in path.split("/"):
        raise ShenzhenAIError(f"the path {path!r} leads out of the release")
    return urllib.parse.quote(path)


def _ranges(address: str, paths: Iterable[str]) -> Any:
    """Give a file system of just these files below an address, each read by ranges, nothing ahead.

    Raises:
        ExtraMissing: without the library.
    """
    try:
        from fsspec.implementations.http import HTTPFileSystem
    except ImportError as error:
        raise ExtraMissing("fsspec[http]", "remote") from error
    known = {f"{SCHEME}://{path}": address + _quoted(path) for path in paths}

    seen: dict[str, dict[str, Any]] = {}

    class Ranges(HTTPFileSystem):  # type: ignore[misc]
        """What the library has, but for questions that would cost a request each."""

        protocol = SCHEME
        cachable = False

        def exists(self, path: str, **_: Any) -> bool:
            return path in known

        def isfile(self, path: str) -> bool:
            return path in known

        def glob(self, path: str, **_: Any) -> list[str]:
            return [path] if path in known else []

        def modified(self, _: str) -> datetime.datetime:
            """A released file does not change."""
            return datetime.datetime.fromtimestamp(0, tz=datetime.UTC)

        async def _info(self, path: str, **settings: Any) -> dict[str, Any]:
            if path not in seen:
                seen[path] = await super()._info(known.get(path, path), **settings)
            return seen[path]

        def _open(self, path: str, mode: str = "rb", **settings: Any) -> Any:
            return super()._open(known[path], mode, size=self.info(path)["size"], **settings)

    return Ranges(cache_type="none")
