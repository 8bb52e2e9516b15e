"""The product as it is served: gunicorn in a process of its own, that tests may kill."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from flask import Flask

from web.app import create_app
from web.config import ROOT, Config


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """One server on a free port with a folder of its own; `app` opens the same database from this process."""

    def __init__(self, folder: Path, database_url: str, *, is_demo: bool = True, has_worker: bool = True) -> None:
        self.port = free_port()
        self.folder = folder
        self.database_url = database_url
        self.is_demo = is_demo
        self.has_worker = has_worker
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PORT": str(self.port),
            "MAATSTAF_FOLDER": str(self.folder),
            "MAATSTAF_DATABASE_URL": self.database_url,
            "MAATSTAF_BASE_URL": self.url,
            "MAATSTAF_DEMO": "1" if self.is_demo else "",
            "MAATSTAF_WORKER": "embedded" if self.has_worker else "none",
        }

    def app(self) -> Flask:
        return create_app(
            Config(folder=self.folder, database_url=self.database_url, base_url=self.url, has_worker=False)
        )

    def start(self) -> "Server":
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "wsgi:app"],
            cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        for _ in range(300):
            if self._answers():
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError((self.folder / "server.log").read_text()[-3000:])

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(self.url + "/healthz", timeout=2).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """As a power cut would: the server and its workers, at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=20)
