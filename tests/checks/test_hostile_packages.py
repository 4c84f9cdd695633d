"""Packages that mean harm: each gives a problem with the cause, in bounded time and memory, and nothing changes."""

from __future__ import annotations

import gzip
import json
import lzma
import os
import re
import resource
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from shenzhen_ai.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIELDS = [{"name": "id", "type": "string"}, {"name": "v", "type": "string"}]
SECRET = "moonlight-5531"  # noqa: S105  what a file outside the package holds
MEMORY = 6_000_000_000
"""Bytes of address space a check may ask for in these tests; DuckDB is given 3 GB of it."""

SECONDS = 40
"""Of processor time that one hostile package may take."""


def package(folder: Path, csv: bytes | None = b"id,v\na,b\n", raw: bytes | None = None, **parts: Any) -> Path:
    """Write a package with one table; `parts` replace the fields, the resource's and the package's properties."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = {"fields": parts.pop("fields", FIELDS), "primaryKey": "id", **parts.pop("schema", {})}
    resource_ = {"name": "t", "path": "t.csv", "schema": schema, **parts.pop("resource", {})}
    body = {"name": "hostile", "resources": [resource_], **parts}
    (folder / "datapackage.json").write_bytes(json.dumps(body).encode() if raw is None else raw)
    if csv is not None and re.fullmatch(r"[a-z.]+", str(resource_["path"])):
        (folder / resource_["path"]).write_bytes(csv)
    return folder


def field(csv: str = "", **properties: Any) -> dict[str, Any]:
    return {"fields": [FIELDS[0], {"name": "v", **properties}], **({"csv": csv.encode()} if csv else {})}


def tree(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Give what is in a folder, with sizes, times and contents of small files."""
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        small = path.is_file() and not path.is_symlink() and state.st_size < 100_000
        found[str(path.relative_to(folder))] = (state.st_size, state.st_mtime_ns, path.read_bytes() if small else b"")
    return found


def judged(folder: Path) -> list[str]:
    """Check a package in this process; give the codes, having seen that nothing else happened."""
    before = tree(folder.parent)
    result = CliRunner().invoke(main, ["check", str(folder), "--format", "json"])
    assert result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert SECRET not in result.output
    assert tree(folder.parent) == before
    for language in ("en", "zh"):
        shown = CliRunner().invoke(main, ["check", str(folder), "--lang", language])
        assert shown.exit_code == result.exit_code
        assert not {sign for sign in shown.output if not sign.isprintable()} - {"\n"}
    return [problem["code"] for problem in json.loads(result.output)["problems"]]


OUTSIDE = ["../secret.csv", "/etc/passwd", "a/../../secret.csv", "https://e.example/x.csv", "//e.example/x", "s3://b/x"]
OUTSIDE += ["\\\\server\\x", "C:\\x.csv", "", 3, None, [], [["t.csv"]], ["t.csv", "../secret.csv"]]


@pytest.mark.parametrize("path", OUTSIDE, ids=repr)
@pytest.mark.parametrize("place", ["path", "schema", "dialect", "rules", "views", "history"])
def test_no_path_leads_out_of_the_package(path: Any, place: str, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(f"id,v\na,{SECRET}\n", encoding="utf-8")
    properties = {place: path} if place in {"rules", "views", "history"} else {"resource": {place: path}}
    folder = package(tmp_path / "p", **properties)
    if place == "schema" and not isinstance(path, str):
        assert judged(folder) == ["PACKAGE-SCHEMA"]
    elif place in {"rules", "views", "history"} and path == "":
        assert judged(folder) == []  # there is none
    else:
        assert set(judged(folder)) <= {"PACKAGE-PATH", "PACKAGE-RESOURCES"}
        assert judged(folder)


@pytest.mark.parametrize("target", ["SECRET", "/dev/zero", "t.csv", "/etc/passwd"])
@pytest.mark.parametrize("link", ["t.csv", "schema.json", "rules/a.sql", "sources"])
def test_no_link_leads_out_of_the_package(target: str, link: str, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(f"id,v\na,{SECRET}\n", encoding="utf-8")
    resource_ = {"schema": "schema.json"} if link == "schema.json" else {}
    folder = package(tmp_path / "p", resource=resource_, rules="rules")
    (folder / "rules").mkdir()
    (folder / link).unlink(missing_ok=True)
    (folder / link).symlink_to(tmp_path / "secret.csv" if target == "SECRET" else target)
    if target == "t.csv" and link != "t.csv":
        assert not {"PACKAGE-PATH"} & set(judged(folder)) or link != "sources"
    else:
        assert judged(folder) == ["PACKAGE-PATH"]


@pytest.mark.parametrize("name", ["t.csv", "schema.json", "datapackage.json"])
def test_what_is_no_file_is_not_waited_for(name: str, tmp_path: Path) -> None:
    folder = package(tmp_path / "p", resource={"schema": "schema.json"} if name == "schema.json" else {})
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)

    assert set(judged(folder)) & {"FILE-MISSING", "PACKAGE-JSON"}


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"resources":' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"a":' + b"9" * 5000 + b"}",
        *(b'{"a":1e999}', b'{"a":NaN}', b'{"a":-Infinity}', b'{"name":"a","name":"b"}', b'{"a":{"x":1,"x":1}}'),
        *(
            b'{"name":"\\ud800"}',
            b'{"name":"a\\u0000b"}',
            b'{"\\u0000":1}',
            b"\xef\xbb\xbf{}",
            b"",
            b"[]",
            b"\xff",
            b"3",
        ),
        b'{"a":"' + b"x" * 64_000_001 + b'"}',
    ],
    ids=lambda raw: repr(raw[:20]),
)
def test_json_that_parsers_choke_on_is_refused(raw: bytes, tmp_path: Path) -> None:
    assert set(judged(package(tmp_path / "p", raw=raw))) <= {"PACKAGE-JSON", "PACKAGE-RESOURCES"}
    assert "PACKAGE-JSON" in judged(tmp_path / "p")


NAMES = ['"; DROP TABLE t; --', "a'b", "$(touch pwned)", "`touch pwned`", "a\nb", "a\x1b[31mred", "\u202e", "../x"]
NAMES += ["{x}", "%s", "rowid", "_row", "select", " ", "A" * 300, "深圳"]


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_names_of_any_letters_run_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reference = {"fields": name, "reference": {"resource": name, "fields": name}}
    items = [FIELDS[0], {"name": name, "constraints": {"enum": [name], "unique": True}, "missingValues": [name, ""]}]
    quoted = '"' + name.replace('"', '""') + '"'
    folder = package(
        tmp_path / "p",
        f"id,{quoted}\na,{quoted}\nb,x\n".encode(),
        fields=items,
        schema={"primaryKey": ["id", name], "foreignKeys": [reference], "missingValues": [name]},
        resource={"name": name},
    )

    assert set(judged(folder)) <= {
        "ENUM",
        "QUOTED-HEADER",
        "UNSUPPORTED",
        "CHARACTER",
        "NEWLINE",
        "FORMULA",
        "LOOK-ALIKE",
    }
    assert not list(tmp_path.rglob("pwned"))


WRONG = [3, "x", {"a": 1}, [3], [{}], None, True, -1, 10**30, [[]], "("]
PROPERTIES = {
    "resource": ("name", "path", "schema", "dialect", "encoding", "compression", "format", "origin"),
    "schema": ("fields", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "fieldsMatch", "label"),
    "field": ("name", "type", "format", "constraints", "missingValues", "precision", "scale", "derive", "checks"),
    "constraints": ("required", "unique", "enum", "pattern", "minLength", "minimum", "exclusiveMaximum", "jsonSchema"),
    "dialect": ("delimiter", "quoteChar", "escapeChar", "commentChar", "header", "headerRows", "nullSequence", "csv"),
    "package": ("resources", "provenance", "name", "version", "as_of", "rules", "views", "history", "licenses"),
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in PROPERTIES.items() for name in names])
def test_a_property_of_the_wrong_type_is_a_problem_or_nothing(kind: str, name: str, tmp_path: Path) -> None:
    for number, value in enumerate(WRONG):
        for type_ in ("string", "number", "date", "object") if kind in {"field", "constraints"} else ("string",):
            given: dict[str, Any] = {name: value}
            item = {"name": "v", "type": type_, **(given if kind == "field" else {})}
            item |= {"constraints": given} if kind == "constraints" else {}
            resource_ = given if kind == "resource" else {"dialect": given} if kind == "dialect" else {}
            folder = package(
                tmp_path / f"{number}-{type_}",
                fields=[FIELDS[0], item],
                schema=given if kind == "schema" else {},
                resource=resource_,
                **(given if kind == "package" else {}),
            )
            result = CliRunner().invoke(main, ["check", str(folder)])
            assert result.exit_code in (0, 1), f"{value!r} {type_}: {result.exception!r}"


DEEP = '"' + "[" * 5000 + "]" * 5000 + '"'
SCHEMAS: dict[str, tuple[Any, str, set[str]]] = {
    "a reference to another place": ({"$ref": "https://e.example/x"}, "{}", {"UNSUPPORTED"}),
    "a reference to a file": ({"$ref": "file:///etc/passwd"}, "{}", {"UNSUPPORTED"}),
    "a reference to itself": ({"$ref": "#"}, "{}", {"JSON-SCHEMA"}),
    "a circle": (
        {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"},
        "{}",
        {"JSON-SCHEMA"},
    ),
    "doubling": (
        {
            "$defs": {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(40)} | {"a40": {}},
            "$ref": "#/$defs/a0",
        },
        "{}",
        {"JSON-SCHEMA"},
    ),
    "a catastrophic pattern": (
        {"properties": {"a": {"pattern": "^(a+)+$"}}},
        '"{""a"":""' + "a" * 60 + '!""}"',
        {"JSON-SCHEMA"},
    ),
    "patterns of names": ({"patternProperties": {"^(a+)+$": {}}}, "{}", {"UNSUPPORTED"}),
    "a look-around": ({"properties": {"a": {"pattern": "(?=a)(a)\\1"}}}, "{}", {"UNSUPPORTED"}),
    "no schema": ({"type": 3}, "{}", {"UNSUPPORTED"}),
    "many items": (
        {"properties": {"a": {"uniqueItems": True}}},
        '"{""a"":[' + "{},1," * 9000 + '2]}"',
        {"JSON-SCHEMA"},
    ),
}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_json_schema_keeps_nobody_busy(name: str, tmp_path: Path) -> None:
    schema, cell, codes = SCHEMAS[name]
    folder = package(tmp_path / "p", **field(f"id,v\na,{cell}\n", type="object", constraints={"jsonSchema": schema}))

    assert set(judged(folder)) == codes


VALUES: dict[str, tuple[dict[str, Any], str, set[str]]] = {
    "a catastrophic pattern": ({"constraints": {"pattern": "((((a+)+)+)+)$"}}, "a" * 60 + "!", {"PATTERN"}),
    "a pattern that grows": ({"constraints": {"pattern": "((a{1,1000}){1,1000}){1,1000}"}}, "a", {"UNSUPPORTED"}),
    "an endless number": ({"type": "number", "constraints": {"minimum": 0}}, "1e999999999", {"PRECISION"}),
    "a long number": ({"type": "number"}, "9" * 40_000, {"PRECISION"}),
    "a long whole number in a list": ({"type": "list", "itemType": "integer"}, "9" * 40_000, {"TYPE"}),
    "a long duration": ({"type": "duration", "constraints": {"minimum": "P1D"}}, "P" + "9" * 400 + "Y", {"TYPE"}),
    "a far place": ({"type": "geopoint"}, '"1e999999999,1"', {"TYPE"}),
    "a deep array": ({"type": "array", "constraints": {"minLength": 1}}, DEEP, {"TYPE"}),
    "a date of any form": ({"type": "date", "format": "any"}, "1 " * 300, {"TYPE", "SPACE"}),
    "a strange format": ({"type": "date", "format": "%Y%Q%"}, "2020", {"TYPE"}),
}


@pytest.mark.parametrize("name", sorted(VALUES))
def test_a_value_keeps_nobody_busy(name: str, tmp_path: Path) -> None:
    properties, cell, codes = VALUES[name]

    assert set(judged(package(tmp_path / "p", **field(f"id,v\na,{cell}\n", **properties)))) == codes


@pytest.mark.parametrize(("levels", "codes"), [(500, set()), (501, {"TYPE"})])
def test_how_deep_a_cell_may_be_does_not_hang_on_the_caller(levels: int, codes: set[str], tmp_path: Path) -> None:
    cell = '"' + "[" * levels + "]" * levels + '"'
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(20_000)
        found = judged(package(tmp_path / "p", **field(f"id,v\na,{cell}\n", type="array")))
    finally:
        sys.setrecursionlimit(limit)

    assert set(found) == codes


def test_names_that_differ_in_case_only_are_told_apart_or_refused(tmp_path: Path) -> None:
    assert judged(package(tmp_path / "a", b"id,ID\na,b\n", fields=[FIELDS[0], {"name": "ID"}])) == ["UNSUPPORTED"]
    two = [{"name": name, "path": "t.csv", "schema": {"fields": FIELDS}} for name in ("t", "T")]
    assert judged(package(tmp_path / "b", resources=two)) == ["PACKAGE-RESOURCES"]


def test_of_a_zip_exactly_one_file_is_meant(tmp_path: Path) -> None:
    for number, names in enumerate([["a.csv", "b.csv"], ["a.csv", "a.csv"], [], ["a/"]]):
        folder = package(tmp_path / str(number), None, resource={"path": "t.csv.zip"})
        with zipfile.ZipFile(folder / "t.csv.zip", "w") as archive, pytest.MonkeyPatch.context() as patch:
            patch.setattr("warnings.warn", lambda *_, **__: None)
            for name in names:
                archive.writestr(name, "id,v\na,b\n")
        assert judged(folder) == ["ENCODING"]


# What is large is judged in a process of its own, whose memory and time are bounded and measured.


def repeated(folder: Path, head: bytes, part: bytes, times: int, end: bytes = b"") -> None:
    with (folder / "t.csv").open("wb") as stream:
        stream.write(head)
        for _ in range(times):
            stream.write(part)
        stream.write(end)


def a_cell_of_a_gigabyte(folder: Path) -> None:
    repeated(package(folder), b"id,v\na,", b"x" * (1 << 20), 1024, b"\n")


def a_header_without_end(folder: Path) -> None:
    repeated(package(folder), b"", b"x" * (1 << 20), 256)


def a_quotation_mark_left_open(folder: Path) -> None:
    repeated(package(folder), b'id,v\na,"', b"xx\n" * (1 << 18), 64)


def a_hundred_thousand_columns(folder: Path) -> None:
    package(folder, ",".join(f"c{number}" for number in range(100_000)).encode() + b"\n")


def a_hundred_thousand_fields(folder: Path) -> None:
    package(folder, fields=[*FIELDS, *({"name": f"c{number}"} for number in range(100_000))])


def a_gzip_bomb(folder: Path) -> None:
    part = gzip.compress(b"a,b\n" * 10_000_000, 9)
    package(folder, gzip.compress(b"id,v\n") + part * 25, resource={"path": "t.csv.gz"})


def an_xz_bomb(folder: Path) -> None:
    package(folder, lzma.compress(b"a,b\n" * 2_000_000, preset=0) * 60, resource={"path": "t.csv.xz"})


def a_zip_bomb(folder: Path) -> None:
    package(folder, None, resource={"path": "t.csv.zip"})
    with zipfile.ZipFile(folder / "t.csv.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", b"a,b\n" * 40_000_000)


def rows_that_would_be_padded_to_more_than_the_disk_holds(folder: Path) -> None:
    names = [f"c{number}" for number in range(900)]
    fields = [FIELDS[0], *({"name": name} for name in names)]
    package(folder, f"id,{','.join(names)}\n".encode() + b"a\n" * 2_000_000, fields=fields)


def a_list_of_words_without_end(folder: Path) -> None:
    package(folder, **field(type="integer", constraints={"enum": list(range(200_000))}))


LARGE: dict[Callable[[Path], None], str] = {
    a_cell_of_a_gigabyte: "CSV",
    a_header_without_end: "CSV",
    a_quotation_mark_left_open: "CSV",
    a_hundred_thousand_columns: "HEADER",
    a_hundred_thousand_fields: "PACKAGE-SCHEMA",
    a_gzip_bomb: "ENCODING",
    an_xz_bomb: "ENCODING",
    a_zip_bomb: "ENCODING",
    rows_that_would_be_padded_to_more_than_the_disk_holds: "CSV",
    a_list_of_words_without_end: "UNSUPPORTED",
}


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.mark.slow
@pytest.mark.parametrize("make", LARGE, ids=lambda make: make.__name__)
def test_what_is_large_is_judged_in_bounded_time_and_memory(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "p")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    before = tree(tmp_path / "p")

    done = subprocess.run(
        [sys.executable, "-m", "shenzhen_ai", "check", str(tmp_path / "p"), "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=bounded,
        env={**os.environ, "TMPDIR": str(temporary)},
        cwd=temporary,
    )

    assert done.returncode == 1, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    assert LARGE[make] in {problem["code"] for problem in json.loads(done.stdout)["problems"]}
    assert len(done.stdout) < 200_000
    assert tree(tmp_path / "p") == before
    assert list(temporary.iterdir()) == []
