"""VERIFY: whether a release is what was published: its files against SHA256SUMS, its database against the descriptor.

A release comes as a folder, as a zip or from an address; only the last touches the network. Nothing that comes with it
is trusted: paths stay inside the folder, and the views of the database run without files and network.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.catalog import Relation
from shenzhen_ai.database import identifier, literal
from shenzhen_ai.formats.files import held, write_csv
from shenzhen_ai.hashes import contents_hash, file_hash
from shenzhen_ai.sums import SUMS, read_sums
from shenzhen_ai.unpacking import FAILURES, Bounded, extract, limits
from shenzhen_ai.verify_parts import false_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TIMEOUT = 60
"""Seconds without an answer after which a download is given up."""

ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was compared, and what does not fit; `problems` is empty for a release that is whole.

    Attributes:
        version: of the data, as the descriptor says.
        files: number of files that SHA256SUMS lists.
        tables: number of tables and views of the database that were compared.
        problems: one line each: the file or table, what was found, what was expected.
    """

    version: str
    files: int
    tables: int
    problems: tuple[str, ...]


def verify(place: Path | str) -> Verdict:
    """Judge a release.

    Args:
        place: a release folder, the zip of one, or the http(s) address of either.

    Raises:
        ShenzhenAIError: when there is no release at that place, or the address does not answer.
    """
    with _at_hand(place) as folder:
        sums = read_sums(folder)
        problems = list(_files(folder, sums))
        descriptor = _descriptor(folder)
        problems.extend(_resources(folder, descriptor))
        tables = [item for item in descriptor["resources"] if item.get("type") == "table"]
        problems.extend(line for item in tables for line in false_parts(folder, item, sums))
        for item in descriptor["resources"]:
            if "contentsHash" in item and _inside(folder, folder / str(item["path"])):
                problems.extend(_contents(folder / item["path"], item, tables))
        return Verdict(str(descriptor.get("version")), len(sums), len(tables), tuple(problems))


def _descriptor(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        msg = f"datapackage.json cannot be read: {error}"
        raise ShenzhenAIError(msg) from error


def _files(folder: Path, sums: Mapping[str, str]) -> Iterator[str]:
    """Compare the files of a folder with its sums, both ways."""
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} - {SUMS}
    for path, expected in sums.items():
        if path not in there:
            yield f"{path}: missing, but listed in {SUMS}"
        elif (found := file_hash(folder / path)) != expected:
            yield f"{path}: found SHA-256 {found}, expected {expected}"
    for path in sorted(there - set(sums)):
        yield f"{path}: not listed in {SUMS}"


def _resources(folder: Path, descriptor: Mapping[str, Any]) -> Iterator[str]:
    """Compare the hashes that the descriptor gives with the files."""
    for item in descriptor["resources"]:
        for part in (item, item.get("parquet", {})):
            file = folder / str(part.get("path", ""))
            if "hash" in part and _inside(folder, file) and f"sha256:{file_hash(file)}" != part["hash"]:
                yield f"{part['path']}: found SHA-256 {file_hash(file)}, datapackage.json says {part['hash']}"


def _inside(folder: Path, file: Path) -> bool:
    """Tell whether a file is there and lies in a folder, also where links lead."""
    return file.is_file() and file.resolve().is_relative_to(folder.resolve())


def _contents(file: Path, item: Mapping[str, Any], tables: list[dict[str, Any]]) -> Iterator[str]:
    """Compare what a database holds, table by table, with the hashes of the CSVs."""
    expected = f"sha256:{contents_hash(tables)}"
    if item["contentsHash"] != expected:
        yield f"{item['path']}: datapackage.json says contents {item['contentsHash']}, its tables give {expected}"
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect(":memory:") as con:
        try:
            con.execute(f"ATTACH {literal(str(file))} AS release (READ_ONLY)")
        except duckdb.Error as error:
            yield f"{item['path']}: DuckDB cannot open it: {str(error).splitlines()[0]}"
            return
        _confine(con, scratch)
        for table in tables:
            found = _table_hash(con, table, Path(scratch) / "rows.csv")
            if found != table["hash"]:
                yield f"{item['path']}: table {table['name']}: found contents {found}, expected {table['hash']}"


def _confine(con: duckdb.DuckDBPyConnection, scratch: str) -> None:
    """Leave a connection nothing but one folder to write to."""
    con.execute("USE release")
    con.execute("SET autoinstall_known_extensions = false")
    con.execute(f"SET allowed_directories = [{literal(scratch)}]")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")


def _table_hash(con: duckdb.DuckDBPyConnection, table: Mapping[str, Any], file: Path) -> str:
    """Give the hash of the CSV that a table of the database comes to, or what the engine says of it."""
    relation = Relation(str(table["name"]), "table", {}, table["schema"])
    try:
        con.execute(f"SELECT 1 FROM {identifier(relation.name)} LIMIT 0")
        with held(con, relation) as rows:
            write_csv(rows, file)
    except duckdb.Error as error:
        return str(error).splitlines()[0]
    return f"sha256:{file_hash(file)}"


@contextmanager
def _at_hand(place: Path | str) -> Iterator[Path]:
    """Give the folder of a release, unpacked or fetched where it must be."""
    if ADDRESS.match(str(place)):
        with tempfile.TemporaryDirectory() as scratch:
            fetched = _fetch_release(str(place), Path(scratch))
            with _at_hand(fetched) as folder:
                yield folder
        return
    path = Path(place)
    if path.is_dir():
        yield path
    elif zipfile.is_zipfile(path):
        with tempfile.TemporaryDirectory() as scratch:
            yield _unpacked(path, Path(scratch))
    else:
        msg = f"{place} is neither a folder, nor a zip, nor an http address"
        raise ShenzhenAIError(msg)


def _unpacked(file: Path, scratch: Path) -> Path:
    """Unpack a zip; the release is the one folder in it, or all of it."""
    try:
        extract(file, scratch)
    except FAILURES as error:
        msg = f"{file} cannot be unpacked: {error}"
        raise ShenzhenAIError(msg) from error
    inside = list(scratch.iterdir())
    folder = inside[0] if len(inside) == 1 and inside[0].is_dir() else scratch
    if not (folder / SUMS).is_file():
        msg = f"{file} holds no release: no {SUMS} in it"
        raise ShenzhenAIError(msg)
    return folder


def _fetch_release(address: str, scratch: Path) -> Path:
    """Fetch a zip, or SHA256SUMS and every file that it lists."""
    if urllib.parse.urlsplit(address).path.endswith(".zip"):
        _fetch(address, scratch / "release.zip")
        return scratch / "release.zip"
    base = address if address.endswith("/") else f"{address}/"
    folder = scratch / "release"
    _fetch(urllib.parse.urljoin(base, SUMS), folder / SUMS)
    for path in read_sums(folder):
        _fetch(urllib.parse.urljoin(base, urllib.parse.quote(path)), folder / path)
    return folder


def _fetch(address: str, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer, file.open("wb") as stream:  # noqa: S310  http(s) alone comes here
            shutil.copyfileobj(Bounded(answer, limits()[0]), stream)
    except urllib.error.HTTPError as error:
        if error.code == 404 and file.name != SUMS:  # noqa: PLR2004  told as a missing file
            return
        msg = f"{address}: the server answered {error.code} {error.reason}"
        raise ShenzhenAIError(msg) from error
    except OSError as error:
        msg = f"{address} cannot be fetched: {error}"
        raise ShenzhenAIError(msg) from error
