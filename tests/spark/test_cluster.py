"""The same verdict from a real cluster, also when one of its workers dies while the rows are being judged."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from spark.cluster import cluster

pytestmark = [pytest.mark.spark, pytest.mark.slow]

PARTS, ROWS = 12, 40_000
LONGEST = 300
"""Seconds after which a run counts as failed."""

SHENZHEN_AI = str(Path(sys.executable).parent / "shenzhen-ai")


def write_package(folder: Path) -> None:
    """Write two tables, one of many parts, with a few rows that are wrong in each way."""
    kinds = [{"name": "kind_id", "type": "string"}]
    fields = [
        {"name": "id", "type": "integer"},
        {"name": "kind_id", "type": "string", "constraints": {"required": True}},
        {"name": "day", "type": "date"},
        {"name": "price", "type": "number", "constraints": {"minimum": 0}},
        {"name": "note", "type": "string", "constraints": {"pattern": "[a-z 深]+"}},
    ]
    folder.mkdir()
    (folder / "kinds.csv").write_text("kind_id\n" + "".join(f"k{n}\n" for n in range(50)), encoding="utf-8")
    for part in range(PARTS):
        lines = ["id,kind_id,day,price,note"]
        rows = range(part * ROWS, (part + 1) * ROWS)
        lines.extend(f"{row},k{row % 50},2026-0{row % 9 + 1}-1{row % 10},{row % 997}.5,lot 深" for row in rows)
        lines[100] = f"{part * ROWS},k1,2026-02-30,-1,NOTE"
        lines[200] = lines[199].replace(",k", ",x")
        (folder / f"lots-{part:02}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    reference = {"fields": ["kind_id"], "reference": {"resource": "kinds", "fields": ["kind_id"]}}
    schema = {"fields": fields, "primaryKey": ["id"], "foreignKeys": [reference]}
    resources: list[dict[str, Any]] = [
        {"name": "kinds", "path": "kinds.csv", "schema": {"fields": kinds, "primaryKey": ["kind_id"]}},
        {"name": "lots", "path": [f"lots-{part:02}.csv" for part in range(PARTS)], "schema": schema},
    ]
    body = {"name": "lots", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(body), encoding="utf-8")


def checking(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [SHENZHEN_AI, "check", str(folder), "--format", "json", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def verdict(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    try:
        out, err = process.communicate(timeout=LONGEST)
    finally:
        process.kill()
    assert process.returncode == 1, err.decode()[-2000:]
    return dict(json.loads(out))


def test_the_verdict_of_a_cluster_is_the_same_when_a_worker_dies(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    write_package(folder)
    expected = verdict(checking(folder))
    assert len(expected["problems"]) > PARTS * 4
    with cluster(tmp_path) as made:
        workers = [made.worker(), made.worker()]
        server, address = made.connect_server()
        running = checking(folder, "--engine", "spark", "--spark-remote", address)
        for _ in range(LONGEST * 10):
            assert running.poll() is None, "the check ended before a worker could be killed"
            if workers[0].runs_python() and workers[1].runs_python():
                break
            time.sleep(0.1)
        workers[0].kill()
        assert running.poll() is None
        found = verdict(running)
        made.parts[0].said(r"Removing worker|Got disassociated|removing it")
        server.kill()
        last = verdict(checking(folder, "--engine", "spark", "--spark-master", made.master))

    for other in (found, last):
        assert other["engine"] == "spark"
        assert [item for item in other["problems"] if item not in expected["problems"]] == []
        assert {**other, "engine": "duckdb"} == expected
