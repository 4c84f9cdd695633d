"""EXPORT: what is true of a release as a whole: the one value that every descriptor is made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shenzhen_ai.hashes import contents_hash, file_hash
from shenzhen_ai.parts import manifest
from shenzhen_ai.permalinks import permalink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from shenzhen_ai.catalog import Relation
    from shenzhen_ai.package import Package
    from shenzhen_ai.parts import Part

MEDIA = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "duckdb": "application/vnd.duckdb",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""Media types by the ending of a file."""

WHOLE = {
    "duckdb": ("DuckDB database", "DuckDB 数据库"),
    "sqlite": ("SQLite database", "SQLite 数据库"),
    "xlsx": ("workbook for spreadsheets", "电子表格工作簿"),
    "zip": ("zip of all other files", "包含其他全部文件的 zip"),
}
"""Words for the files that hold all tables and views, by their ending."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the release.

    `bytes` and `sha256` are None where they differ from build to build; `contents` is then the hash of its tables.
    """

    path: str
    title: str
    title_zh: str
    bytes: int | None = None
    sha256: str | None = None
    contents: str | None = None

    @property
    def ending(self) -> str:
        """The ending of its name, which tells the format."""
        return self.path.rsplit(".", 1)[1]

    @property
    def mediatype(self) -> str:
        """Its media type."""
        return MEDIA[self.ending]

    @classmethod
    def measured(cls, folder: Path, path: str, title: str, title_zh: str) -> File:
        """Describe a file whose bytes are the same in every build."""
        return cls(path, title, title_zh, (folder / path).stat().st_size, file_hash(folder / path))


@dataclass(frozen=True, slots=True)
class TableFiles:
    """A table or view, the number of its rows, and its files: a CSV, and Parquet in one file or in parts.

    `manifest` says which rows are in which part; None for one file.
    """

    relation: Relation
    rows: int
    csv: File
    parquet: tuple[File, ...]
    manifest: File | None = None

    @classmethod
    def measured(cls, folder: Path, relation: Relation, rows: int, parts: Sequence[Part]) -> TableFiles:
        """Describe the files of a table that lie in a release folder; without parts its Parquet is one file."""
        title, title_zh = (_said(relation, "title", language) or relation.name for language in ("en", "zh"))

        def file(path: str, kind: str, kind_zh: str = "") -> File:
            return File.measured(folder, path, f"{title} ({kind})", f"{title_zh}（{kind_zh or kind}）")

        csv = file(f"csv/{relation.name}.csv", "CSV")
        if not parts:
            return cls(relation, rows, csv, (file(f"parquet/{relation.name}.parquet", "Parquet"),))
        count = len(parts)
        files = tuple(
            File(
                part.path,
                f"{title} (Parquet, part {number} of {count})",
                f"{title_zh}（Parquet，第 {number} 部分，共 {count} 部分）",
                part.bytes,
                part.sha256,
            )
            for number, part in enumerate(parts, 1)
        )
        return cls(relation, rows, csv, files, file(manifest(relation.name), "manifest of parts", "各部分清单"))

    def text(self, name: str, language: str = "en") -> str:
        """Give title or description in a language, else in English."""
        return _said(self.relation, name, language)


@dataclass(frozen=True, slots=True)
class Creator:
    """Someone who made the data: a body, or a person with a family name."""

    name: str
    family: str = ""
    given: str = ""
    address: str = ""


@dataclass(frozen=True)
class Record:
    """A release: what the package says of itself, its version, its files."""

    package: Package
    version: str
    schema_version: str
    evidence: Mapping[str, float]
    tables: Sequence[TableFiles] = ()
    whole: Sequence[File] = ()

    def text(self, name: str, language: str = "en") -> str:
        """Give title or description of the package in a language, else in English."""
        return self.package.text(name, language) or (self.package.name if name == "title" else "")

    @property
    def name(self) -> str:
        """The package's name."""
        return self.package.name

    @property
    def title(self) -> str:
        """Its title, else its name."""
        return self.text("title")

    @property
    def description(self) -> str:
        """What it holds; its title where it does not say."""
        return self.text("description") or self.title

    @property
    def chinese(self) -> bool:
        """True when title and description are there in Chinese."""
        return bool(self._said("title_zh") and self._said("description_zh"))

    @property
    def created(self) -> str:
        """The day of the data, ISO form; empty when the package names none."""
        return (self._said("created") or self.package.as_of or "")[:10]

    @property
    def homepage(self) -> str:
        """Address of the site, without a slash at its end; empty when the package names none."""
        return self._said("homepage").rstrip("/")

    @property
    def repository(self) -> str:
        """Address of the repository; empty when the package names none."""
        return self._said("repository")

    @property
    def address(self) -> str:
        """Address of this version, which its files lie below; empty without a site."""
        return permalink(self.homepage, version=self.version) if self.homepage else ""

    @property
    def doi(self) -> str:
        """The DOI of this version, without resolver; empty until there is one."""
        return self._said("doi")

    @property
    def keywords(self) -> list[str]:
        """Words that it can be found by."""
        return [str(word) for word in self.package.descriptor.get("keywords") or []]

    @property
    def licence(self) -> Mapping[str, str]:
        """The licence as the package lists it first: `name`, `path`, `title`, each possibly missing."""
        return dict((self.package.descriptor.get("licenses") or [{}])[0])

    @property
    def licence_name(self) -> str:
        """The licence by its name in full."""
        return self.licence.get("title") or self.licence.get("name") or "no licence stated"

    @cached_property
    def creators(self) -> list[Creator]:
        """Those whom the descriptor lists as creators; the package's own contributors where it lists none."""
        listed = [
            _creator(item)
            for item in self.package.descriptor.get("contributors", [])
            if "creator" in item.get("roles", [item.get("role", "creator")])
        ]
        return listed or [Creator(f"{self.title} contributors")]

    @property
    def authors(self) -> list[tuple[str, str]]:
        """Kind (`Person` or `Organization`, as schema.org calls them) and name of each creator."""
        return [("Person" if creator.family else "Organization", creator.name) for creator in self.creators]

    @property
    def languages(self) -> list[str]:
        """Languages of the descriptions (BCP 47)."""
        return ["en", "zh"] if self.chinese else ["en"]

    @property
    def citation(self) -> str:
        """The line that cites this version."""
        names = "; ".join(creator.name for creator in self.creators)
        where = f"https://doi.org/{self.doi}" if self.doi else self.address
        return f"{names}. ({self.created[:4]}). {self.title} (Version {self.version}) [Dataset]. {where}".strip()

    @property
    def contents(self) -> str:
        """Hash of the contents of all tables and views."""
        return contents_hash(
            {"name": table.relation.name, "hash": f"sha256:{table.csv.sha256}"} for table in self.tables
        )

    @property
    def files(self) -> list[File]:
        """Every file with data in it: CSVs, Parquet files, then those that hold everything."""
        csvs = [table.csv for table in self.tables]
        parquet = [file for table in self.tables for file in table.parquet]
        return [*csvs, *parquet, *self.manifests, *self.whole]

    @property
    def manifests(self) -> list[File]:
        """The manifests of the tables whose Parquet lies in parts."""
        return [table.manifest for table in self.tables if table.manifest]

    @property
    def archive(self) -> str:
        """Name of the zip, which also carries the version, since it is passed on by itself."""
        return f"{self.name}-{self.version}.zip"

    @property
    def zipped(self) -> File | None:
        """The zip of all other files; None for a quick build. Neither its size nor its hash is known beforehand."""
        return File(self.archive, *whole_title("zip")) if len(self.whole) > 1 else None

    def _said(self, name: str) -> str:
        return str(self.package.descriptor.get(name) or "")


def whole_title(ending: str) -> tuple[str, str]:
    """Give the title of a file that holds all tables and views, in both languages.

    >>> whole_title("sqlite")[0]
    'All tables and views as one SQLite database'
    """
    words, words_zh = WHOLE[ending]
    return f"All tables and views as one {words}", f"全部表和视图：{words_zh}"


def _said(relation: Relation, name: str, language: str) -> str:
    for key in (f"{name}_zh" if language == "zh" else name, name):
        for texts in (relation.schema, relation.resource):
            if texts.get(key):
                return str(texts[key])
    return ""


def _creator(item: Mapping[str, Any]) -> Creator:
    family, given = str(item.get("familyName") or ""), str(item.get("givenName") or "")
    name = item.get("title") or (f"{family}, {given}" if family and given else family)
    return Creator(str(name), family, given, str(item.get("path") or ""))
