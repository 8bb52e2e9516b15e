"""A gunicorn as the product is served by: one process, eight threads; its CPU and memory."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from flask import Flask

from bench.house import BASE_URL
from web.config import ROOT


class Server:
    """A server that runs; what its clients use is not counted, for they live in our process."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.port = port
        self._process = process
        self._master = psutil.Process(process.pid)

    def cpu(self) -> float:
        """CPU seconds until now, of the master and its worker."""
        spent = [each.cpu_times() for each in [self._master, *self._workers()]]
        return float(sum(each.user + each.system for each in spent))

    def memory(self) -> float:
        """Resident megabytes of the process that serves."""
        return sum(float(each.memory_info().rss) for each in self._master.children()) / 1e6

    def _workers(self) -> list[psutil.Process]:
        workers: list[psutil.Process] = self._master.children(recursive=True)
        return workers

    def wait(self) -> None:
        """Errors: RuntimeError when it does not listen within fifteen seconds."""
        for _ in range(300):
            with socket.socket() as probe:
                if self._workers() and probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("the server did not start; gunicorn's words stand above")


@contextmanager
def serving(what: str, environment: dict[str, str] | None = None) -> Iterator[Server]:
    """Serve `what` ("module:app") until the end of the block."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", what],
        cwd=ROOT,
        env={**os.environ, **(environment or {}), "PORT": str(port)},
    )
    try:
        server = Server(process, port)
        server.wait()
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def settings(app: Flask) -> dict[str, str]:
    """The environment that serves the same house as `app`, without its worker."""
    folder: Path = app.extensions["config"].folder
    return {"MAATSTAF_FOLDER": str(folder), "MAATSTAF_BASE_URL": BASE_URL, "MAATSTAF_WORKER": "none"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
