"""SPARK, session: open one that is local, on a master, or on a Spark Connect server, and stop it at the end."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing, ShenzhenAIError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOCAL = "local[*]"
LOOPBACK = "127.0.0.1"
MEMORY = "3g"
"""What the JVM of a local session may hold; beyond it Spark writes to its local folder."""

LEAST_JAVA = 17
INSTALL = "install Java 17 (Debian: apt-get install openjdk-17-jre-headless), or name another one in JAVA_HOME"

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "65536",
    "spark.sql.files.minPartitionNum": "32",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}
"""What the rows depend on: set in every session, whoever started it."""

START = {
    "spark.app.name": "shenzhen-ai",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
AT_HOME = {
    "spark.driver.bindAddress": LOOPBACK,
    "spark.driver.host": LOOPBACK,
    "spark.driver.memory": MEMORY,
}
"""A local session talks to nobody else."""


@contextmanager
def opened(
    *, master: str | None = None, remote: str | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Any]:
    """Open a session, and stop it at the end.

    Args:
        master: address of a master, such as `spark://host:7077`; this machine without it.
        remote: address of a Spark Connect server, such as `sc://host:15002`.
        settings: further properties of Spark, which come last.

    Raises:
        ExtraMissing: when PySpark is not installed; names the pip line.
        ShenzhenAIError: when there is no Java that Spark runs on, or nothing answers at the address.
    """
    if find_spec("pyspark") is None:
        raise ExtraMissing("pyspark", "spark")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what libraries say to each other about their next versions
        session = _start(master, remote, dict(settings or {}))
        try:
            yield session
        finally:
            session.stop()


def _start(master: str | None, remote: str | None, settings: dict[str, str]) -> Any:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder
    own = START | (settings if remote else {})
    if remote is not None:
        builder = builder.remote(remote)
    else:
        check_java()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        own = START | (AT_HOME if master is None or LOOPBACK in master else {}) | settings
        if master is None:
            os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
        builder = builder.master(master or LOCAL)
        for name, value in own.items():
            builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
        for name, value in (SETTINGS | {key: value for key, value in settings.items() if "sql" in key}).items():
            session.conf.set(name, value)
    except Exception as error:  # Spark's own errors are of many kinds, all of them about what was asked for
        msg = f"Spark does not start at {remote or master or LOCAL}: {str(error).splitlines()[0]}"
        raise ShenzhenAIError(msg) from error
    return session


def check_java() -> None:
    """Refuse to start without a Java that Spark runs on.

    Raises:
        ShenzhenAIError: saying what was found and how to get one.
    """
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if program is None or (home and not Path(program).is_file()):
        msg = f"Spark needs Java {LEAST_JAVA}, and there is none{f' in {home}' if home else ''}: {INSTALL}"
        raise ShenzhenAIError(msg)
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if found is None or int(found[1]) < LEAST_JAVA:
        version = f"Java {found[1]}" if found else "no Java that starts"
        msg = f"Spark needs Java {LEAST_JAVA} or newer, and {program} is {version}: {INSTALL}"
        raise ShenzhenAIError(msg)
