"""The file of a stranger checked in a process of its own, which gets so much memory and so much time.

`room()` keeps a small helper warm beside the server; it forks a child for every file. A fork of the server itself would
copy its threads' locks and its database, and a new Python for every file would cost more than the check.
"""

import logging
import os
import resource
import signal
import subprocess  # nosec B404
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import Empty, LifoQueue

from pydantic import TypeAdapter, ValidationError

from certificates.canonical import Json, canonical
from certificates.checking import Checked, check_supplied
from certificates.findings import Finding
from certificates.supplied import MAX_FILE_BYTES
from certificates.trust import read_trusted
from kernel.errors import Unavailable

ROOMS = 2
MEMORY_BYTES = 512_000_000
CPU_SECONDS = 2  # a paper of ours takes a hundredth of one
WALL_SECONDS = 8
WAIT_SECONDS = 1

UNREADABLE = Checked((Finding.UNREADABLE,))
LIMITS = {
    resource.RLIMIT_AS: MEMORY_BYTES,
    resource.RLIMIT_CPU: CPU_SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
}

log = logging.getLogger("maatstaf.check")
_result = TypeAdapter(Checked)


def check_apart(data: bytes, at: datetime, issuer: Json) -> Checked:
    """`check_supplied` against the issuer's DID document; what it can't finish within its bounds is unreadable.

    Errors: `Unavailable` while every room is taken.
    """
    if len(data) > MAX_FILE_BYTES:
        return UNREADABLE
    with room() as helper:
        found = helper.answer(data, at.isoformat().encode(), canonical(issuer))
    try:
        return _result.validate_json(found)
    except ValidationError:
        return UNREADABLE


@contextmanager
def room() -> Iterator["Helper"]:
    """One of the few places in which a file is checked. Errors: `Unavailable`."""
    try:
        helper = _rooms.get(timeout=WAIT_SECONDS)
    except Empty:
        raise Unavailable from None
    try:
        yield helper
    finally:
        _rooms.put(helper)


class Helper:
    """The warm process of one room; started at the first file, and again when it has gone."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.connection: Connection[bytes, bytes] | None = None

    def answer(self, *asked: bytes) -> bytes:
        """What the child found, or nothing when it was stopped."""
        try:
            connection = self._connection()
            for part in asked:
                connection.send_bytes(part)
            if not connection.poll(WALL_SECONDS + WAIT_SECONDS):
                raise TimeoutError
            found = connection.recv_bytes()
        except (OSError, EOFError):
            self.end()
            found = b""
        if not found:
            log.warning("a supplied file could not be checked within its bounds")
        return found

    def end(self) -> None:
        """Stop the process; the next file starts another."""
        if self.process and self.connection:
            self.connection.close()
            self.process.kill()
            self.process.wait()
        self.process = self.connection = None

    def _connection(self) -> "Connection[bytes, bytes]":
        if self.process and self.process.poll() is not None:
            self.end()
        if self.connection is None:
            self.connection, theirs = Pipe()
            with theirs:
                self.process = _start(theirs.fileno())
        return self.connection


def _start(connection: int) -> subprocess.Popen[bytes]:
    """The helper, without our secrets and in a session of its own: it ends when the connection does."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAATSTAF_")}
    return subprocess.Popen(  # noqa: S603  # nosec B603
        [sys.executable, "-m", "certificates.bounded", str(connection)],
        env={**outside, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        pass_fds=[connection],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


_rooms: LifoQueue[Helper] = LifoQueue()
for _number in range(ROOMS):
    _rooms.put(Helper())


def serve(connection: "Connection[bytes, bytes]") -> None:
    """Answer until whoever asks has gone."""
    while True:
        try:
            data, at, issuer = (connection.recv_bytes() for _ in range(3))
        except EOFError:
            return
        connection.send_bytes(_of_child(data, at, issuer))


def _of_child(data: bytes, at: bytes, issuer: bytes) -> bytes:
    """What a child writes before it ends well; nothing when it ends in any other way."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(writing, data, at, issuer)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        found = pipe.read()
    _pid, status = os.waitpid(child, 0)
    return found if status == 0 else b""


def _be_the_child(writing: int, data: bytes, at: bytes, issuer: bytes) -> None:
    """Never returns: the kernel stops who takes too long, and whatever goes wrong ends in silence."""
    try:
        for limit, most in LIMITS.items():
            resource.setrlimit(limit, (most, most))
        signal.alarm(WALL_SECONDS)
        checked = check_supplied(data, datetime.fromisoformat(at.decode()), read_trusted(issuer.decode()))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(_result.dump_json(checked))
        os._exit(0)
    finally:
        os._exit(1)


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
