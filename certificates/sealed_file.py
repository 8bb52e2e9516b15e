"""A large file sealed piece by piece, so that neither making nor reading it needs it whole."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kernel import jobs, secrets
from kernel.jobs import Job

PIECE = 1 << 20


class SealedWriter(io.RawIOBase):
    """Writes to `path` under `key`; every piece knows its place, and the last one that it is the last."""

    def __init__(self, path: Path, key: bytes) -> None:
        super().__init__()
        self._file: BinaryIO = path.open("wb")
        self._key, self._waiting, self._number = key, bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._waiting), is_last=True)
            self._file.close()
        super().close()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        sealed = secrets.seal(self._key, piece, _context(self._number, is_last=is_last))
        self._file.write(bytes([is_last]) + len(sealed).to_bytes(4) + sealed)
        self._number += 1


@contextmanager
def sealed_by(job: Job, path: Path, key: bytes) -> Iterator[SealedWriter]:
    """Write under a name of this try; who still has the job at the end moves it in place. Errors: `Lost`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(f".{secrets.new_key().hex()[:8]}.part")
    try:
        with SealedWriter(part, key) as sealed:
            yield sealed
        jobs.renew(job)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def discard(path: Path) -> None:
    """Remove the file, and what workers that died left of it."""
    for each in path.parent.glob(path.name.partition(".")[0] + ".*"):
        each.unlink(missing_ok=True)


def read_sealed(path: Path, key: bytes) -> Iterator[bytes]:
    """The pieces in order. Errors: `Unreadable` when one was changed, moved, or cut off."""
    number, is_last = 0, False
    with path.open("rb") as file:
        while not is_last:
            head = file.read(5)
            if len(head) < 5:
                raise secrets.Unreadable(_context(number, is_last=True))
            is_last = bool(head[0])
            yield secrets.unseal(key, file.read(int.from_bytes(head[1:])), _context(number, is_last=is_last))
            number += 1


def _context(number: int, *, is_last: bool) -> str:
    return f"piece:{number}:{'last' if is_last else 'more'}"
