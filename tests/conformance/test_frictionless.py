"""The same verdicts as frictionless, on many small files."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from conformance.oracle import compare, ours, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # frictionless leaves packed files open
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

Field = dict[str, Any]


def field(kind: str, form: str | None = None, /, **properties: Any) -> Field:
    """Describe a field named `value`; constraints are written as keywords in lower or camel case."""
    known = {
        "trueValues",
        "falseValues",
        "decimalChar",
        "groupChar",
        "bareNumber",
        "missingValues",
        "delimiter",
        "itemType",
    }
    own = {name: value for name, value in properties.items() if name in known}
    constraints = {name: value for name, value in properties.items() if name not in known}
    described: Field = {"name": "value", "type": kind, **own}
    if form:
        described["format"] = form
    if constraints:
        described["constraints"] = constraints
    return described


POINT = '{"type": "Point", "coordinates": [114.1, 22.5]}'
SQUARE = '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}'
FEATURE = '{"type": "Feature", "geometry": null, "properties": {}}'
TOPOLOGY = '{"type": "Topology", "objects": {}, "arcs": []}'

CASES: dict[str, tuple[Field, list[str]]] = {
    "string": (field("string"), ["a", "深圳", "é", "a,b", 'a"b', "0", "null"]),
    "string length": (field("string", minLength=2, maxLength=3), ["a", "ab", "abc", "abcd", "深", "深圳", "深圳市的"]),
    "string pattern": (field("string", pattern="[a-z]-[0-9]+"), ["a-1", "a-", "xa-1", "a-1x", "A-1"]),
    "string pattern with a dot": (field("string", pattern="a.c"), ["abc", "a中c", "ac", "abcd"]),
    "string enum": (field("string", enum=["x", "Y z"]), ["x", "X", "Y z", "y", "x,"]),
    "string required": (field("string", required=True), ["x", "", "y"]),
    "string unique": (field("string", unique=True), ["x", "y", "x", "", "", "y"]),
    "email": (
        field("string", "email"),
        ["a@b.org", "a.b+c@d-e.co.uk", "a", "a@", "@b.org", "a@b", "a@b.c", "a b@c.org", "a@b..org"],
    ),
    "uri": (field("string", "uri"), ["https://a.org/b?c=d#e", "urn:isbn:1", "mailto:a@b.org", "a.org", "/b", "1:x"]),
    "uuid": (
        field("string", "uuid"),
        ["2bc1c94f-0deb-43e9-92a1-4775189ec9f8", "2BC1C94F-0DEB-43E9-92A1-4775189EC9F8", "2bc1c94f0deb", "x"],
    ),
    "binary": (field("string", "binary"), ["YQ==", "YWI=", "YWJj", "YQ", "Y", "YWJjZ"]),
    "integer": (field("integer"), ["1", "-1", "+1", "007", "0", "-0", "1.0", "1e3", "x", "--1", "1 2", "0x1"]),
    "integer large": (field("integer"), ["9223372036854775807", "-9223372036854775808"]),
    "integer bounds": (field("integer", minimum=2, maximum="10"), ["1", "2", "+2", "10", "11", "010", "x"]),
    "integer exclusive": (field("integer", exclusiveMinimum=2, exclusiveMaximum=10), ["2", "3", "9", "10"]),
    "integer enum": (field("integer", enum=[1, 20]), ["1", "01", "+1", "20", "2", "x"]),
    "integer enum as text": (field("integer", enum=["1", "20"]), ["1", "01", "20", "2"]),
    "integer with words": (field("integer", bareNumber=False), ["€95", "95 %", "about 7", "-3 apples", "x", "1.5 kg"]),
    "integer unique": (field("integer", unique=True), ["1", "01", "2", "x", "x", "+2"]),
    "number": (field("number"), ["1", "1.5", "-.5", "1.", "1e3", "1E-3", "+1.0", "1,5", "x", "1.2.3", ".", "e5", "-"]),
    "number special": (field("number"), ["NaN", "INF", "-INF"]),
    "number bounds": (
        field("number", minimum=0.1, maximum="2.5"),
        ["0.1", "0.10", "0.09", "2.5", "2.500001", "1e9", "NaN", "INF"],
    ),
    "number exclusive": (
        field("number", exclusiveMinimum=0, exclusiveMaximum=1),
        ["0", "0.0", "0.00001", "1", "0.99999"],
    ),
    "number enum": (field("number", enum=[1, "2.5"]), ["1", "1.0", "2.50", "2.5", "2"]),
    "number decimalChar": (field("number", decimalChar=","), ["1,5", "1", "1.5", "1,2,3", "1,", "x"]),
    "number groupChar": (field("number", groupChar=","), ["1,000.5", "1000", "1,00", "x"]),
    "number both": (field("number", decimalChar=",", groupChar="."), ["1.000,5", "1000,5", "1.000", "x,"]),
    "number with words": (field("number", bareNumber=False), ["€ 1.5", "1.5 %", "about 7.25", "-3.5 kg", "kg"]),
    "number bounds in its own form": (field("number", decimalChar=",", minimum="1,5"), ["1,4", "1,5", "1,6"]),
    "number unique": (field("number", unique=True), ["1", "1.0", "1.00", "2", "x", "x"]),
    "boolean": (field("boolean"), ["true", "True", "TRUE", "1", "false", "0", "yes", "tRue", "2"]),
    "boolean words": (field("boolean", trueValues=["是"], falseValues=["否", "no"]), ["是", "否", "no", "true", "1"]),
    "boolean enum": (field("boolean", enum=[True]), ["true", "1", "false", "0", "x"]),
    "date": (
        field("date"),
        ["2024-02-29", "2023-02-29", "2024-13-01", "2024-01-32", "x", "20240101", "2024/01/01", "2024-01"],
    ),
    "date bounds": (
        field("date", minimum="2024-01-10", maximum="2024-02-01"),
        ["2024-01-09", "2024-01-10", "2024-02-01", "2024-02-02"],
    ),
    "date enum": (field("date", enum=["2024-01-10"]), ["2024-01-10", "2024-01-11"]),
    "date pattern": (field("date", "%d/%m/%Y"), ["31/12/2024", "1/2/2024", "31/02/2024", "2024-01-01", "31/12/24"]),
    "date pattern with names": (field("date", "%d %B %Y"), ["31 December 2024", "31 december 2024", "31 Dec 2024"]),
    "date pattern bounds": (
        field("date", "%d/%m/%Y", minimum="02/01/2024"),
        ["01/01/2024", "02/01/2024", "03/01/2023"],
    ),
    "date any": (field("date", "any"), ["2024-01-01", "1 Jan 2024", "2024/1/1", "32 Jan 2024", "soon"]),
    "time": (
        field("time"),
        ["10:00:00", "10:00", "25:00:00", "10:60:00", "10:00:60", "10:00:00.25", "10:00:00Z", "10:00:00+08:00", "x"],
    ),
    "time pattern": (field("time", "%H:%M"), ["10:00", "9:5", "24:00", "10:00:00"]),
    "time bounds": (field("time", minimum="09:00:00"), ["08:59:59", "09:00:00", "10:00:00"]),
    "time any": (field("time", "any"), ["10:00", "10am", "half past"]),
    "datetime": (
        field("datetime"),
        [
            "2024-01-31T10:00:00",
            "2024-01-31T10:00:00Z",
            "2024-01-31T10:00:00.5",
            "2024-01-31T10:00:00+08:00",
            "2024-01-32T10:00:00",
            "2024-01-31T10:00",
            "2024-01-31",
            "2024-01-31T24:01:00",
            "x",
            "2024-02-30T00:00:00",
        ],
    ),
    "datetime bounds": (
        field("datetime", maximum="2024-01-31T10:00:00"),
        ["2024-01-31T10:00:00", "2024-01-31T10:00:01"],
    ),
    "datetime pattern": (
        field("datetime", "%Y-%m-%d %H:%M"),
        ["2024-01-31 10:00", "2024-01-31T10:00", "2024-02-31 10:00"],
    ),
    "datetime any": (field("datetime", "any"), ["2024-01-31 10:00", "31 January 2024 10am", "x"]),
    "year": (field("year"), ["2024", "0001", "99", "x", "20245x", "2024.0"]),
    "year bounds": (field("year", minimum=2000, maximum="2024"), ["1999", "2000", "2024", "2025"]),
    "yearmonth": (field("yearmonth"), ["2024-01", "2024-12", "2024-13", "2024-00", "2024", "x", "2024-01-01"]),
    "yearmonth bounds": (field("yearmonth", minimum="2024-02"), ["2024-01", "2024-02", "2025-01"]),
    "duration": (
        field("duration"),
        ["P1Y", "P1M", "PT1H30M", "P1Y2M3DT4H5M6S", "P2W", "PT0.5S", "P", "1Y", "P1S", "x", "-P1D", "P1YT1M"],
    ),
    "duration enum": (field("duration", enum=["P1D", "PT1H"]), ["P1D", "PT1H", "PT60M", "PT24H", "P2D"]),
    "geopoint": (
        field("geopoint"),
        ["114.1,22.5", "114.1, 22.5", "-180,-90", "181,0", "0,91", "1", "1,2,3", "x,y", ""],
    ),
    "geopoint array": (field("geopoint", "array"), ["[114.1, 22.5]", "[1]", "[1,2,3]", "[181,0]", "1,2", '["1","2"]']),
    "geopoint object": (
        field("geopoint", "object"),
        ['{"lon": 1, "lat": 2}', '{"lon": 1}', '{"lon": 1, "lat": 2, "x": 3}', '{"lon": 1, "lat": 92}'],
    ),
    "geojson": (
        field("geojson"),
        [POINT, SQUARE, FEATURE, '{"type": "Point"}', "[]", "{}", "x", '{"type": "Nothing", "coordinates": []}'],
    ),
    "topojson": (field("geojson", "topojson"), [TOPOLOGY, "{}", "[]", "x", '{"type": "Topology"}']),
    "object": (field("object"), ['{"a": 1}', "{}", "[]", "1", "x", '{"a": }', '"a"', "null"]),
    "object length": (field("object", minLength=1, maxLength=2), ["{}", '{"a": 1}', '{"a": 1, "b": 2, "c": 3}']),
    "object enum": (field("object", enum=['{"a": 1}']), ['{"a": 1}', '{"a":1}', '{"a": 2}']),
    "array": (field("array"), ["[1, 2]", "[]", "{}", "1", "x", "[1,"]),
    "array length": (field("array", minLength=1, maxLength=2), ["[]", "[1]", "[1, 2, 3]"]),
    "list": (field("list"), ["a,b", "a", "a,,b"]),
    "list of integers": (field("list", itemType="integer", delimiter=";"), ["1;2", "1", "1;x", "1,2", ";"]),
    "list of numbers": (field("list", itemType="number"), ["1.5,2", "1,x", "1,"]),
    "list of booleans": (field("list", itemType="boolean"), ["true,false", "true,x"]),
    "list of dates": (field("list", itemType="date"), ["2024-01-01,2024-02-29", "2024-01-01,2024-02-30"]),
    "list length": (field("list", minLength=2, maxLength=2), ["a", "a,b", "a,b,c"]),
    "any": (field("any"), ["a", "1", "{}"]),
    "any required": (field("any", required=True), ["a", "", "b"]),
    "any enum": (field("any", enum=["a", "b"]), ["a", "c"]),
    "own missing values": (field("integer", missingValues=["-", "n.a."]), ["1", "-", "n.a.", "x"]),
    "own missing values as objects": (
        field("integer", missingValues=[{"value": "-99", "label": "refused"}]),
        ["1", "-99", "-98"],
    ),
    "required with missing values": (field("string", missingValues=["-"], required=True), ["a", "-", "b"]),
    "unique with missing values": (field("string", missingValues=["-"], unique=True), ["a", "-", "-", "b", "a"]),
}
"""A field and the texts of its cells, good and bad; frictionless and this check must agree on each of them."""


@pytest.mark.parametrize("name", CASES)
def test_a_column_gets_the_same_verdicts(name: str, tmp_path: Path) -> None:
    described, cells = CASES[name]
    schema = {"fields": [{"name": "id", "type": "integer"}, described]}
    records = [["id", "value"], *([str(number), cell] for number, cell in enumerate(cells, 1))]

    assert compare(write(tmp_path, {"t": (schema, records)})) == (set(), set())


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("people.csv", data)
    return out.getvalue()


PEOPLE: dict[str, Any] = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]}
Tables = dict[str, tuple[dict[str, Any], list[list[str]] | bytes]]


def people(records: list[list[str]] | bytes, **schema: Any) -> Tables:
    return {"people": ({**PEOPLE, **schema}, records)}


HEAD = ["id", "name"]
PAIRS = {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}]}
TREE = {
    "fields": [{"name": "id", "type": "string"}, {"name": "up", "type": "string"}],
    "primaryKey": "id",
    "foreignKeys": [{"fields": "up", "reference": {"resource": "", "fields": "id"}}],
}
ROADS = {
    "fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}],
    "foreignKeys": [{"fields": ["a", "b"], "reference": {"resource": "pairs", "fields": ["a", "b"]}}],
}
VISITS = {
    "fields": [{"name": "who", "type": "integer"}],
    "foreignKeys": [{"fields": ["who"], "reference": {"resource": "people", "fields": ["id"]}}],
}

PACKAGES: dict[str, tuple[Tables, dict[str, Any]]] = {
    "primary key repeated": (people([HEAD, ["1", "a"], ["2", "b"], ["01", "c"], ["1", "d"]], primaryKey="id"), {}),
    "primary key empty": (people([HEAD, ["1", "a"], ["", "b"], ["", "c"]], primaryKey=["id"]), {}),
    "primary key of two": (
        people([HEAD, ["1", "a"], ["1", "b"], ["1", "a"], ["", "a"], ["", "a"]], primaryKey=HEAD),
        {},
    ),
    "primary key of bad cells": (people([HEAD, ["x", "a"], ["x", "b"]], primaryKey=["id"]), {}),
    "self reference": ({"tree": (TREE, [["id", "up"], ["a", ""], ["b", "a"], ["c", "x"], ["d", "d"]])}, {}),
    "reference across": (
        {**people([HEAD, ["1", "a"], ["2", "b"]]), "visits": (VISITS, [["who"], ["1"], ["02"], ["3"], ["x"]])},
        {},
    ),
    "reference of two fields": (
        {
            "pairs": (PAIRS, [["a", "b"], ["x", "1"], ["", "2"], ["y", ""]]),
            "roads": (ROADS, [["a", "b"], ["x", "1"], ["x", "2"], ["", "2"], ["y", ""], ["", ""], ["", "1"]]),
        },
        {},
    ),
    "row too short and too long": (people([HEAD, ["1"], ["2", "b", "c"], ["3", "c"], ["4", "d", "e", "f"]]), {}),
    "cells too many that are empty": (people(b'id,name\n1,a,\n2,b,,\n3,c\n4,d,""\n'), {}),
    "cells too many that are missing": (people(b"id,name\n1,a,-\n2,b\n", missingValues=["-"]), {}),
    "short row with a required field": (
        {
            "t": (
                {"fields": [*PEOPLE["fields"], {"name": "c", "type": "string", "constraints": {"required": True}}]},
                [["id", "name", "c"], ["1", "a", "b"], ["2"], ["x"]],
            )
        },
        {},
    ),
    "blank rows": (people(b"id,name\n1,a\n\n,\n2,b\n\n"), {}),
    "blank rows in a key": (people(b"id,name\n1,a\n,\n2,b\n", primaryKey=["id"]), {}),
    "missing values of the schema": (people([HEAD, ["-", "-"], ["1", "-"], ["", "x"]], missingValues=["-"]), {}),
    "missing values as objects": (
        people([HEAD, ["-", "b"], ["", "a"]], missingValues=[{"value": "-", "label": "none"}, {"value": ""}]),
        {},
    ),
    "no missing values": (people([HEAD, ["", "a"], ["1", ""]], missingValues=[]), {}),
    "header with another name": (people([["id", "nome"], ["1", "a"]]), {}),
    "header in another order": (people([["name", "id"], ["a", "1"]]), {}),
    "header too long": (people([["id", "name", "x"], ["1", "a", "b"]]), {}),
    "header too short": (people([["id"], ["1"]]), {}),
    "header with a blank": (people([["id", ""], ["1", "a"]]), {}),
    "header that repeats": (people([["id", "id"], ["1", "a"]]), {}),
    "empty file": (people(b""), {}),
    "header alone": (people([HEAD]), {}),
    "equal, in another order": (people([["name", "id"], ["a", "1"], ["b", "x"]], fieldsMatch="equal"), {}),
    "equal, one too many": (people([["name", "id", "x"], ["a", "1", "2"]], fieldsMatch="equal"), {}),
    "subset": (people([["x", "name", "id"], ["9", "a", "1"], ["9", "a", "b"]], fieldsMatch="subset"), {}),
    "subset, one missing": (people([["x", "name"], ["9", "a"]], fieldsMatch="subset"), {}),
    "superset": (people([["id"], ["1"], ["x"]], fieldsMatch="superset"), {}),
    "superset, one too many": (people([["id", "x"], ["1", "2"]], fieldsMatch="superset"), {}),
    "superset without its key": (people([["name"], ["1"]], fieldsMatch="superset", primaryKey=["id"]), {}),
    "partial": (people([["x", "id"], ["1", "2"], ["1", "y"]], fieldsMatch="partial"), {}),
    "partial, nothing in common": (people([["x", "y"], ["1", "2"]], fieldsMatch="partial"), {}),
    "semicolons": (people(b"id;name\n1;a\nx;b\n"), {"dialect": {"delimiter": ";", "quoteChar": '"'}}),
    "tabs": (people(b"id\tname\n1\ta\nx\tb\n"), {"dialect": {"delimiter": "\t", "quoteChar": '"'}}),
    "other quotes": (people(b"id,name\n1,'a,b'\nx,'c''d'\n"), {"dialect": {"delimiter": ",", "quoteChar": "'"}}),
    "escapes": (
        people(b'id,name\n1,"a\\"b"\nx,"c"\n'),
        {"dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": False, "escapeChar": "\\"}},
    ),
    "blanks after the comma": (
        people(b"id, name\n1, a\nx, b\n"),
        {"dialect": {"delimiter": ",", "quoteChar": '"', "skipInitialSpace": True}},
    ),
    "comments": (
        people(b"id,name\n# none,\n1,a\n#x\nx,b\n"),
        {"dialect": {"delimiter": ",", "quoteChar": '"', "commentChar": "#"}},
    ),
    "comment rows": (
        people(b"id,name\nyes,it is\nx,b\n"),
        {"dialect": {"delimiter": ",", "quoteChar": '"', "commentRows": [2]}},
    ),
    "no header": (people(b"1,a\nx,b\n"), {"dialect": {"delimiter": ",", "quoteChar": '"', "header": False}}),
    "two header rows": (
        {
            "t": (
                {"fields": [{"name": "id no", "type": "integer"}, {"name": "name", "type": "string"}]},
                b"id,name\nno,name\n1,a\nx,b\n",
            )
        },
        {"dialect": {"delimiter": ",", "quoteChar": '"', "headerRows": [1, 2]}},
    ),
    "header in row two": (
        people(b"made by hand,\nid,name\n1,a\nx,b\n"),
        {"dialect": {"delimiter": ",", "quoteChar": '"', "headerRows": [2]}},
    ),
    "carriage returns": (people(b"id,name\r\n1,a\r\nx,b\r\n"), {}),
    "mixed line ends": (people(b"id,name\r\n1,a\nx,b\r\n"), {}),
    "no last line end": (people(b"id,name\n1,a\nx,b"), {}),
    "a byte order mark": (people(b"\xef\xbb\xbfid,name\n1,a\nx,b\n"), {}),
    "not UTF-8": (people(b"id,name\n1,\xe9\n"), {}),
    "latin-1": (people("id,name\n1,é\nx,b\n".encode("latin-1")), {"encoding": "latin-1"}),
    "gbk": (people("id,name\n1,深圳\nx,b\n".encode("gbk")), {"encoding": "gbk"}),
    "utf-16": (people("id,name\n1,深圳\nx,b\n".encode("utf-16")), {"encoding": "utf-16"}),
    "gzip": (people(gzip.compress(b"id,name\n1,a\nx,b\n")), {"path": "people.csv.gz", "compression": "gz"}),
    "zip": (people(zipped(b"id,name\n1,a\nx,b\n")), {"path": "people.csv.zip", "compression": "zip"}),
    "bz2": (people(bz2.compress(b"id,name\n1,a\nx,b\n")), {"path": "people.csv.bz2", "compression": "bz2"}),
    "xz": (people(lzma.compress(b"id,name\n1,a\nx,b\n")), {"path": "people.csv.xz", "compression": "xz"}),
    "not gzip": (people(b"id,name\n1,a\n"), {"path": "people.csv.gz", "compression": "gz"}),
    "a quoted cell": (people(b'id,name\n1,"a"\n"x","b"\n'), {}),
    "constraint on a type that has none": (
        {"t": ({"fields": [{"name": "id", "type": "boolean", "constraints": {"minimum": 1}}]}, [["id"], ["true"]])},
        {},
    ),
}
"""Whole packages: keys, references, headers, dialects, encodings."""


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_gets_the_same_verdicts(name: str, tmp_path: Path) -> None:
    tables, resource = PACKAGES[name]

    assert compare(write(tmp_path, tables, dict.fromkeys(tables, resource))) == (set(), set())


def test_several_files_are_one_table(tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_bytes(b"id,name\n2,c\ny,d\n1,e\n")
    tables = people([HEAD, ["1", "a"], ["x", "b"]], primaryKey=["id"])

    assert compare(write(tmp_path, tables, {"people": {"path": ["one.csv", "two.csv"]}})) == (set(), set())
    found, _ = ours(tmp_path)
    assert {(row, kind) for _, row, _, kind in found} == {(3, "type-error"), (5, "type-error"), (6, "primary-key")}
