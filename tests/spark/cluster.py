"""A cluster of Spark on loopback: a master, workers and a Connect server, each a process that ends by its id."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
PATIENCE = 120
"""Seconds within which each part of the cluster must be up."""

CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"


def program(name: str) -> str:
    """Give the path of a program that comes with PySpark."""
    import pyspark

    return str(Path(pyspark.__file__).parent / "bin" / name)


@dataclass
class Part:
    """A process of the cluster, the leader of a session of its own, and what it says."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self, pattern: str) -> re.Match[str]:
        """Wait until it says something."""
        for _ in range(PATIENCE * 10):
            found = re.search(pattern, self.log.read_text(encoding="utf-8", errors="replace"))
            if found:
                return found
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")[-2000:]
            time.sleep(0.1)
        raise TimeoutError(pattern)

    def members(self) -> Iterator[tuple[int, bytes]]:
        """Give id and command of each process that it has started, itself included."""
        for file in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if os.getsid(int(file.parent.name)) == self.process.pid:
                    yield int(file.parent.name), file.read_bytes()

    def runs_python(self) -> bool:
        """Tell whether Python works on rows for it."""
        return any(b"pyspark.daemon" in command for _, command in self.members())

    def kill(self) -> None:
        """End it and all it has started, at once, by their ids."""
        for number, _ in list(self.members()):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait(30)


@dataclass
class Cluster:
    """A master, and whatever was started beside it."""

    folder: Path
    master: str = ""
    parts: list[Part] = field(default_factory=list)

    def start(self, *command: str) -> Part:
        """Start a process."""
        log = self.folder / f"{len(self.parts)}.log"
        environment = {**os.environ, "SPARK_LOCAL_IP": HOST, "PYSPARK_PYTHON": sys.executable}
        environment["SPARK_LOCAL_DIRS"] = str(self.folder)
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, stdout=out, stderr=out, env=environment, cwd=self.folder, start_new_session=True
            )
        self.parts.append(Part(process, log))
        return self.parts[-1]

    def worker(self) -> Part:
        """Start a worker of one core, which is known to the master when this ends."""
        work = self.folder / f"work{len(self.parts)}"
        options = ("--host", HOST, "--port", "0", "--webui-port", "0", "--cores", "1", "--memory", "1g")
        part = self.start(
            program("spark-class"), "org.apache.spark.deploy.worker.Worker", *options, "-d", str(work), self.master
        )
        part.said("Successfully registered with master")
        return part

    def connect_server(self) -> tuple[Part, str]:
        """Start a Connect server that runs on the workers; give its address."""
        with socket.socket() as free:
            free.bind((HOST, 0))
            port = free.getsockname()[1]
        settings = {
            "spark.connect.grpc.binding.port": str(port),
            "spark.connect.grpc.binding.address": HOST,
            "spark.driver.host": HOST,
            "spark.driver.bindAddress": HOST,
            "spark.driver.memory": "1g",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "2",
        }
        options = [option for name, value in settings.items() for option in ("--conf", f"{name}={value}")]
        part = self.start(program("spark-submit"), "--class", CONNECT, "--master", self.master, *options)
        part.said("Spark Connect server started")
        return part, f"sc://{HOST}:{port}"


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Start a master; at the end every process is ended, whatever happened."""
    made = Cluster(folder)
    try:
        options = ("--host", HOST, "--port", "0", "--webui-port", "0")
        master = made.start(program("spark-class"), "org.apache.spark.deploy.master.Master", *options)
        made.master = master.said(r"Starting Spark master at (spark://\S+)")[1]
        yield made
    finally:
        for part in reversed(made.parts):
            part.kill()
