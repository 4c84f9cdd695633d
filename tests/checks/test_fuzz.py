"""Whatever stands in descriptor, schema and CSV: the check answers, and never with a traceback.

`INPUTS` packages of each kind are made from a good one by putting other values and bytes into it.
"""

from __future__ import annotations

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shenzhen_ai.cli import main

pytestmark = pytest.mark.slow

INPUTS = 300
FUZZ = settings(max_examples=INPUTS, deadline=None, suppress_health_check=list(HealthCheck))

GOOD: dict[str, Any] = {
    "name": "good",
    "version": "1",
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "dialect": {"delimiter": ",", "quoteChar": '"', "header": True},
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {
                        "name": "id",
                        "type": "string",
                        "constraints": {"required": True, "pattern": "[a-z]+", "maxLength": 9},
                    },
                    {
                        "name": "n",
                        "type": "number",
                        "constraints": {"minimum": 0, "enum": [1, 2.5]},
                        "decimalChar": ".",
                    },
                    {"name": "d", "type": "date", "format": "default", "checks": {"formula": False}},
                    {
                        "name": "o",
                        "type": "object",
                        "constraints": {"jsonSchema": {"properties": {"a": {"minimum": 1}}}},
                    },
                    {"name": "l", "type": "list", "delimiter": ";", "itemType": "integer"},
                    {"name": "b", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
                    {"name": "r", "type": "string", "missingValues": ["", "-"]},
                ],
                "primaryKey": ["id"],
                "uniqueKeys": [["id", "n"]],
                "foreignKeys": [{"fields": "r", "reference": {"resource": "", "fields": "id"}}],
                "missingValues": [""],
                "fieldsMatch": "exact",
            },
        }
    ],
}
CSV = b'id,n,d,o,l,b,r\na,1,2025-01-01,"{""a"": 1}",1;2,yes,\nb,2.5,2024-02-29,{},3,no,a\n'

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(
        ["'", '"', "\\", "\n", "%Y", "any", "../x", "(", "((a+)+)+$", "NaN", "1e999", "default", "utf-16", "gz"]
    ),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
WORDS = [
    "type",
    "format",
    "constraints",
    "enum",
    "minimum",
    "pattern",
    "derive",
    "digits",
    "precision",
    "scale",
    "compression",
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for name, part in inner for found in places(part, (*path, name)))]


@st.composite
def descriptors(draw: st.DrawFn) -> bytes:
    """Put other values, or other names, into some places of a good descriptor."""
    body = copy.deepcopy(GOOD)
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from([path for path in places(body) if path]))
        part = body
        for name in path:
            part = part[name]
        if isinstance(part, dict) and draw(st.booleans()):
            part[draw(st.sampled_from(WORDS) | st.text(max_size=5))] = draw(values)
        else:
            part[last] = draw(values)
    return json.dumps(body).encode()


@st.composite
def spoilt(draw: st.DrawFn, data: bytes) -> bytes:
    """Put other bytes into some places of a text, take some out, or repeat a part."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        signs = st.sampled_from(
            [b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b"=", b" ", b"\xe2\x80\xae", b"{", b"["]
        )
        data = data[:start] + draw(signs | st.binary(max_size=6) | st.just(data[start:end] * 3)) + data[end:]
    return data


def answered(descriptor: bytes, csv: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "p"
        folder.mkdir()
        (folder / "datapackage.json").write_bytes(descriptor)
        (folder / "t.csv").write_bytes(csv)
        result = CliRunner().invoke(main, ["check", str(folder), "--lang", "zh"])
        assert result.exit_code in (0, 1), repr(result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert sorted(path.name for path in Path(name).rglob("*")) == ["datapackage.json", "p", "t.csv"]
        assert (folder / "t.csv").read_bytes() == csv
        assert not {sign for sign in result.output if not sign.isprintable()} - {"\n"}


@FUZZ
@given(descriptors())
def test_any_descriptor_is_answered(descriptor: bytes) -> None:
    answered(descriptor, CSV)


@FUZZ
@given(spoilt(json.dumps(GOOD).encode()))
def test_any_bytes_for_a_descriptor_are_answered(descriptor: bytes) -> None:
    answered(descriptor, CSV)


@FUZZ
@given(spoilt(CSV))
def test_any_bytes_for_a_table_are_answered(csv: bytes) -> None:
    answered(json.dumps(GOOD).encode(), csv)
