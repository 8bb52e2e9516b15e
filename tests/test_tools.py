"""The front door: what `make serve` does and says before there is anything to serve."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from demo.cast import CAST, PASSWORD
from tests.live import free_port
from web.config import ROOT

SYSTEM_PYTHON = os.path.realpath(sys.executable)  # the one with pip, that starts the set-up
BARE = """
import os, pathlib, sys
sys.path.insert(0, {here!r})
from tools import bootstrap
bootstrap.ROOT = pathlib.Path({root!r})
bootstrap.VENV = bootstrap.ROOT / ".venv"
bootstrap.PYTHON = bootstrap.VENV / "bin" / "python"
bootstrap.LIBRARIES = {libraries!r}
os.geteuid = lambda: 1000
bootstrap.main()
"""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A place to set up with an empty lock, and a Python of its own that has nothing to be given."""
    (tmp_path / "requirements.lock").touch()
    (tmp_path / "tools").symlink_to(ROOT / "tools")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return tmp_path


def set_up(root: Path, **libraries: str) -> subprocess.CompletedProcess[str]:
    """As somebody without root, on a computer without sudo, that misses these libraries."""
    program = BARE.format(here=str(ROOT), root=str(root), libraries={f"lib{n}.so.9": n for n in libraries.values()})
    return subprocess.run(
        [SYSTEM_PYTHON, "-c", program], capture_output=True, text=True, env={**os.environ, "PATH": str(root)}
    )


def test_a_missing_library_is_named_with_what_to_ask_for_and_the_rest_goes_on(bare: Path) -> None:
    done = set_up(bare, first="libnever9", second="libnowhere1")
    assert done.returncode == 0, done.stderr
    assert "PDFs. Everything else works." in done.stderr
    assert "apt-get install --no-install-recommends libnever9 libnowhere1" in done.stderr


def test_nothing_missing_says_nothing(bare: Path) -> None:
    assert set_up(bare).stderr == ""


def test_the_second_time_nothing_is_installed_and_a_changed_lock_is(bare: Path) -> None:
    words = "Installing what requirements.lock lists"
    assert words in set_up(bare).stdout
    assert words not in set_up(bare).stdout
    (bare / "requirements.lock").write_text("# changed\n")
    assert words in set_up(bare).stdout


def test_a_port_that_is_taken_is_told_with_what_to_type_instead() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "tools/serve.py"],
            cwd=ROOT, env={**os.environ, "PORT": str(port)}, capture_output=True, text=True,
        )  # fmt: skip
    assert done.returncode == 1
    assert f"Port {port} is taken. Choose another: make serve PORT=" in done.stderr
    assert not (ROOT / "instance" / f"demo-{port}").exists()


@pytest.mark.xdist_group("demo")
def test_each_port_serves_a_demo_of_its_own_and_a_second_start_builds_nothing(built_demo: Path, tmp_path: Path) -> None:
    port = free_port()
    folder = ROOT / "instance" / f"demo-{port}"
    shutil.copytree(built_demo, folder)
    log = tmp_path / "log"
    try:
        with log.open("wb") as out:
            started = subprocess.Popen(
                [sys.executable, "tools/serve.py"],
                cwd=ROOT, env={**os.environ, "PORT": str(port)}, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        wait_for(f"http://localhost:{port}/healthz", started)
        said = log.read_text()
        assert "Building the demo" not in said
        assert f"Maatstaf is ready: http://localhost:{port}" in said
        assert f"http://localhost:{port}/mailbox" in said
        assert PASSWORD in said
        assert all(member.email in said for member in CAST)
    finally:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        shutil.rmtree(folder)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            assert process.poll() is None, "the server went away"
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nothing answers on {address}")
