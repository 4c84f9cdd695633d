"""Older releases, fetched once: every file is held against the checksums of its release and kept in a cache."""

from __future__ import annotations

import logging
import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing, ShenzhenAIError
from shenzhen_ai.sums import SUMS, read_sums

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

CACHE = "SHENZHEN_AI_CACHE"
"""Environment variable that names the folder in which fetched releases are kept."""

ADDRESS = "SHENZHEN_AI_DOWNLOADS"
"""Environment variable that names where releases are downloaded; `{version}` in it stands for the version."""

DESCRIPTOR = "datapackage.json"


def fetch(version: str, newest: Mapping[str, Any]) -> Path:
    """Give the folder of a release in the cache, fetched there before or now: descriptor, database and checksums.

    Args:
        version: the version.
        newest: descriptor of a release at hand; its `downloads` says where releases are downloaded.

    Raises:
        ExtraMissing: when pooch is not installed.
        ShenzhenAIError: when it cannot be had or is not what its checksums say; the cache is then as it was.
    """
    pooch = _pooch()
    cache = Path(os.environ.get(CACHE) or pooch.os_cache(str(newest["name"])))
    if (cache / version).is_dir():
        return cache / version
    base = address(version, newest)
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=cache) as place:
        stage = Path(place) / version
        try:
            pooch.retrieve(f"{base}{SUMS}", known_hash=None, path=stage, fname=SUMS)
            sums = read_sums(stage)
            for name in (DESCRIPTOR, f"{newest['name']}.duckdb"):
                if name not in sums:
                    raise ShenzhenAIError(f"{base}{SUMS} does not list {name}")
                pooch.retrieve(f"{base}{name}", known_hash=f"sha256:{sums[name]}", path=stage, fname=name)
        except (OSError, ValueError) as error:
            raise ShenzhenAIError(f"release {version} cannot be had from {base}: {error}") from error
        if not (cache / version).exists():
            stage.rename(cache / version)
    return cache / version


def address(version: str, newest: Mapping[str, Any]) -> str:
    """Give the address below which the files of a release lie, ending in a slash.

    It is $SHENZHEN_AI_DOWNLOADS, else `downloads` of the descriptor, else the version on the site.
    """
    home = str(newest.get("homepage", "")).rstrip("/")
    stated = os.environ.get(ADDRESS) or newest.get("downloads") or f"{home}/{{version}}/release"
    return f"{str(stated).replace('{version}', version).rstrip('/')}/"


def _pooch() -> ModuleType:
    """Give the library, silenced: it would tell the hash of a file that has none yet."""
    try:
        library = import_module("pooch")
    except ImportError as error:
        raise ExtraMissing("pooch", "fetch") from error
    library.get_logger().setLevel(logging.WARNING)
    return library
